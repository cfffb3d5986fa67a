"""How well folded forms are mapped: as `tests.spreadsheets.mapping.scoring` counts, with cards and transposed tables.

A card's truth is by the address of each value, a transposed table's by the row of each figure; a folder's is that of a card.
"""

import json
from pathlib import Path
from typing import Any

from dudao.calc.figures import Catalogue
from dudao.spreadsheets.book import Book
from dudao.spreadsheets.forms import Folded, FormKind, fold
from dudao.spreadsheets.mapping import Proposal, TableProposal, propose
from dudao.spreadsheets.reading import read_book
from tests.spreadsheets.mapping.scoring import Score, _score_line, score

_NO_BOOKS = (".json", ".py", ".md")


def books_of(truth: Path) -> list[Book]:
    """The workbook that a truth speaks of, or all of its folder."""
    told = json.loads(truth.read_text("utf-8"), parse_float=str)
    paths = sorted(truth.parent.iterdir()) if "folder" in told else [truth.parent / told["file"]]
    return [read_book(path.read_bytes(), path.name) for path in paths if path.suffix not in _NO_BOOKS]


def score_truth(truth: Path, catalogue: Catalogue) -> Score:
    """Everything a truth tells of, counted."""
    told = json.loads(truth.read_text("utf-8"), parse_float=str)
    folded = fold(books_of(truth), catalogue)
    proposals = [propose(book, catalogue, evaluation_year=told["evaluation_year"]) for book in folded.books]
    result = Score()
    if "folder" in told:
        _score_card(result, told, folded, proposals, told["folder"])
        return result
    plain = [each for each in told["sheets"] if each["kind"] not in ("card", "transposed")]
    result.add(score(proposals[0], {**told, "sheets": plain}))
    for each in told["sheets"]:
        if each["kind"] == "card":
            _score_card(result, each, folded, proposals, told["file"])
        elif each["kind"] == "transposed":
            table = next((t for t in proposals[0].tables if t.sheet == each["sheet"]), None)
            _score_places(result, each["rows"], each, table, f"{told['file']} {each['sheet']}")
    return result


def _score_card(result: Score, told: dict[str, Any], folded: Folded, proposals: list[Proposal], where: str) -> None:
    form = next((form for form in folded.forms if form.kind is FormKind.CARDS), None)
    tables = [table for proposal in proposals for table in proposal.tables]
    table = next((table for table in tables if form is not None and table.sheet == form.sheet), None)
    _score_places(result, told["cells"], told, table, where)


def _score_places(
    result: Score, places: dict[str, Any], told: dict[str, Any], table: TableProposal | None, where: str
) -> None:
    lines = {line.place: line for line in table.lines} if table is not None else {}
    for place, what in places.items():
        head = told.get("labels", {}).get(place) or told.get("heads", {}).get(place, "")
        _score_line(result, f"{where} {place} {head}", lines.get(place), what, table, told)
