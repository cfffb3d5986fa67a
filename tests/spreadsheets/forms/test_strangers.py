"""The strangers' forms in ./strangers, which know nothing of the reader: counted as their README says."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dudao.calc.figures import Known, Statement
from dudao.spreadsheets.forms import fold
from dudao.spreadsheets.mapping import Reading, apply_answers, propose, read_figures
from tests.spreadsheets.forms.scoring import books_of, score_truth
from tests.spreadsheets.mapping.books import CATALOGUE
from tests.spreadsheets.mapping.scoring import Score

TRUTHS = sorted((Path(__file__).parent / "strangers").rglob("*.truth.json"))
# What the list of figures itself gives as a way to say it cannot be held against the reader.
DISPUTED = ("F20 应交流教师",)
# Misread today: a word that leaves out, and names of columns of lists; not the forms that this room folds. Nothing may be added.
MISREAD = ("教学点!L 教辅用房（无室内体育用房）", "附表!C 约定竣工时间", "附表!A 小区")


def scored(truth: Path) -> Score:
    result = score_truth(truth, CATALOGUE)
    result.wrong = [each for each in result.wrong if not any(disputed in each for disputed in DISPUTED)]
    return result


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.name)
def test_a_stranger_s_form_is_never_misunderstood_but_for_what_is_known(truth: Path) -> None:
    result = scored(truth)
    unknown = [each for each in result.wrong if not any(known in each for known in MISREAD)]
    assert (unknown, result.unasked) == ([], []), str(result)


def test_what_is_said_to_be_misread_still_is() -> None:
    wrong = [each for truth in TRUTHS for each in scored(truth).wrong]
    assert [known for known in MISREAD if not any(known in each for each in wrong)] == []


def test_nine_in_ten_places_are_sure() -> None:
    whole = Score()
    for truth in TRUTHS:
        whole.add(scored(truth))
    assert whole.held >= 350
    assert whole.share >= 0.9, str(whole)


CARDS = [truth for truth in TRUTHS if truth.name[0] in "1f3"]


@pytest.mark.parametrize("truth", CARDS, ids=lambda path: path.name)
def test_every_value_is_what_the_form_holds_and_points_to_its_cell(truth: Path) -> None:
    told = json.loads(truth.read_text("utf-8"))
    readings = read(truth)
    wrong, compared = [], 0
    for spot in told["spots"]:
        stated = found(readings, spot)
        if stated is None or stated.text.strip() == "无":  # asked
            continue
        compared += 1
        if value_of(stated) != spot["value"] or (stated.source and stated.source.cell != spot["cell"]):
            wrong.append((spot, stated))
    assert wrong == [] and compared >= 0.8 * len(told["spots"])


def read(truth: Path) -> list[Reading]:
    told = json.loads(truth.read_text("utf-8"))
    readings = []
    for book in fold(books_of(truth), CATALOGUE).books:
        proposal = propose(book, CATALOGUE, evaluation_year=told["evaluation_year"])
        readings.append(read_figures(book, apply_answers(proposal, {}, by="贺某").mapping, CATALOGUE))
    return readings


def found(readings: list[Reading], spot: dict[str, Any]) -> Statement | None:
    """What was read of a spot, from its own file where a school came twice."""
    for reading in readings:
        for key, said in reading.said.items():
            if (key.unit, key.figure, key.stage) == (spot["school"], spot["figure"], spot["stage"]):
                for each in said:
                    source = each.statement.source
                    if source and source.file == spot["file"].rpartition("/")[2] and source.sheet == spot["sheet"]:
                        return each.statement
    return None


def value_of(stated: Statement) -> str | None:
    if not isinstance(stated, Known):
        return None
    value = stated.value
    if isinstance(value, tuple):  # rooms in one cell
        return "、".join(value_of(cell) or "" for row in value for cell in row.values())
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return f"{float(value):.12g}"
    return str(value)
