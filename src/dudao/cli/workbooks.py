"""Workbooks given on the command line: read in the cage, mapped, put together, checked. What every command has in common."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dudao.cage import File, read_book_caged, read_books_caged
from dudao.calc.figures import School, Snapshot
from dudao.calc.figures.snapshot import Choices
from dudao.calc.returns.checks import CheckReport, check_figures, sentence
from dudao.calc.returns.warnings import Warned, remarks_on, warned
from dudao.calc.standard.model import Standard
from dudao.cli.language import know
from dudao.errors import Refusal
from dudao.library.read import catalogue, checks
from dudao.spreadsheets.book import Book
from dudao.spreadsheets.forms import Folded, fold
from dudao.spreadsheets.mapping import (
    Answer,
    Kind,
    Outcome,
    Proposal,
    Question,
    Reading,
    apply_answers,
    mapping_from_text,
    merge_readings,
    propose,
    read_figures,
    school_types,
)
from dudao.spreadsheets.mapping import Mapping as SheetMapping
from dudao.spreadsheets.mapping.judged import judged_items

Say = Callable[[str], None]


class BadFile(Refusal):
    """A mapping, settings or standard file that says nothing usable."""


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """One workbook and how its columns are understood."""

    book: Book
    proposal: Proposal
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Brought:
    """All workbooks of one import, put together."""

    books: Sequence[Book]  # as they were brought
    folded: Folded  # as they were mapped
    readings: Sequence[Reading]  # of each book that was mapped
    reading: Reading
    questions: Sequence[tuple[str, Question]]  # (workbook, what a person has to decide)
    snapshot: Snapshot
    report: CheckReport
    names: Mapping[str, str]
    warned: Sequence[Warned] = ()  # warnings, with what was said of them
    rolls: Sequence[str] = ()  # the workbooks that say which schools there should be
    silent: Sequence[str] = ()  # about each workbook that nothing could be read from

    def errors(self) -> list[str]:
        """Everything that keeps the figures from being taken, each with sheet, cell, rule and an example."""
        cells = [
            f"{fault.file} {fault.sheet}!{fault.cell} “{fault.text}”：{fault.why}。例：{fault.example}"
            for fault in self.reading.faults
        ]
        return [*self.silent, *cells] + [sentence(finding, self.names) for finding in self.report.errors]


def read(path: Path, say: Say) -> Book:
    """One workbook, read in the cage."""
    say(f"读 {path.name} …")
    know([path.name])
    book = read_book_caged(path.read_bytes(), path.name)
    return book


def read_all(paths: Sequence[Path], say: Say) -> list[Book]:
    """Several workbooks, read in the cage one after the other. All or nothing; bytes that came twice are read once."""
    if len(paths) == 1:
        return [read(paths[0], say)]
    know(path.name for path in paths)
    files = [File(path.name, path.read_bytes) for path in paths]
    books = read_books_caged(files, lambda number, whole, name: say(f"读 {number}/{whole} {name}"))
    first: dict[str, Book] = {}
    for book in books:
        known = first.setdefault(book.digest, book)
        if known is not book:
            say(f"{book.name} 与 {known.name} 一字不差，只读一份。")
    return list(first.values())


def read_mappings(paths: Sequence[Path]) -> list[SheetMapping]:
    """The mapping files; BadFile says which is none."""
    mappings: list[SheetMapping] = []
    for path in paths:
        try:
            texts = re.split(r"^---\s*$", path.read_text("utf-8-sig"), flags=re.MULTILINE)
            mappings += [mapping_from_text(text) for text in texts if text.strip()]
        except (ValueError, KeyError, UnicodeDecodeError) as fault:
            raise BadFile(
                f"{path.name} 不是对应文件：{str(fault).rstrip('。')}。用 dudao map 工作簿 --save 文件 做一份。"
            ) from None
    return mappings


def mapped(
    book: Book,
    standards: Sequence[Standard],
    mappings: Sequence[SheetMapping] = (),
    schools: Sequence[School] = (),
    year: int = 0,
    types: Mapping[str, str] | None = None,
) -> Mapped:
    """A workbook's columns, by a mapping file where one fits, else as proposed; nothing uncertain is taken."""
    prior = _fitting(book, mappings)
    proposal = propose(
        book,
        catalogue(),
        judged=judged_items(standards),
        known_schools=tuple(schools),
        prior=prior,
        evaluation_year=year,
        known_types=types,
    )
    return Mapped(book=book, proposal=proposal, outcome=apply_answers(proposal, {}, looks=False))


def _fitting(book: Book, mappings: Sequence[SheetMapping]) -> SheetMapping | None:
    """The mapping that knows most of a workbook's sheets; one made of this very name first."""
    sheets = {sheet.name for sheet in book.sheets}

    def fit(mapping: SheetMapping) -> tuple[bool, int]:
        return mapping.name == book.name, len(sheets & {table.sheet for table in mapping.tables})

    best = max(mappings, key=fit, default=None)
    return best if best is not None and any(fit(best)) else None


def bring(
    paths: Sequence[Path],
    standards: Sequence[Standard],
    *,
    mappings: Sequence[SheetMapping] = (),
    choices: Choices | None = None,
    roll: Path | None = None,
    say: Say = lambda _line: None,
) -> Brought:
    """Read, map and check several workbooks as one import. Writes nothing; decides nothing that a person has to."""
    choices = choices or Choices()
    rolls = [read(roll, say)] if roll else []
    folded = fold(read_all(paths, say), catalogue())
    say("认表、认列、读数 …")
    books = [*rolls, *folded.books]
    folded_files = {member.file for form in folded.forms for member in form.members}
    readings: list[Reading] = []
    questions: list[tuple[str, Question]] = []
    schools: dict[str, School] = {}
    silent: list[str] = []
    types: dict[str, str] = {}
    answers: dict[str, Answer] = {}
    for book in _school_tables_first(books, standards, choices):
        one = mapped(book, standards, mappings, tuple(schools.values()), choices.evaluation_year, types)
        reading = read_figures(
            book,
            one.outcome.mapping,
            catalogue(),
            judged=judged_items(standards),
            known_schools=tuple(schools.values()),
            known_types=types,
        )
        readings.append(reading)
        types.update(school_types(reading))
        answers.update(one.outcome.mapping.answers)
        asked = [(book.name, question) for question in (*one.outcome.open, *reading.questions) if question.needed]
        questions += asked
        if not asked and book.name not in folded_files:
            silent += _silence(book.name, reading, is_roll=any(book is each for each in rolls))
        schools.update({school.code: school for school in reading.schools if school.code not in schools})
    know(name for school in schools.values() for name in (school.name, school.township))
    whole = merge_readings(readings, catalogue(), answers)
    several = {question.id for _, question in questions}
    questions += [("", question) for question in whole.questions if question.needed and question.id not in several]
    return Brought(
        books=[*rolls, *folded.brought],
        folded=folded,
        readings=readings,
        reading=whole,
        questions=questions,
        rolls=[book.name for book in rolls] or [file for each in readings if each.is_roll for file in each.files],
        silent=silent,
        **_checked(whole, schools, choices, roll_known=bool(rolls) or whole.is_roll),
    )


def _silence(name: str, reading: Reading, *, is_roll: bool) -> list[str]:
    """What to say of a workbook that says nothing: a wrong file must not pass for figures that are missing."""
    if is_roll and not reading.schools:
        return [f"名册 {name} 里没有读到一所学校。名册是一张每行一所学校的表，要有学校名称一列。"]
    if reading.statements or reading.judgements or reading.schools or reading.faults:
        return []
    return [
        f"{name} 里没有读到一个数：没有认得出的学校表、县级数据或清单。是不是拿错了文件？"
        f"用 dudao map {name} 看认列，用 dudao template 标准 出一份模板。"
    ]


def _checked(reading: Reading, schools: Mapping[str, School], choices: Choices, *, roll_known: bool) -> dict[str, Any]:
    """The snapshot of what was read, and the checks of it."""
    snapshot = Snapshot(
        schools=tuple(schools.values()),
        statements=reading.statements,
        judgements=reading.judgements,
        choices=_with_year(choices, reading),
        roll_known=roll_known,
    )
    names = {school.code: school.name for school in schools.values()}
    report = check_figures(snapshot, catalogue(), checks())
    told = warned(report.warnings, choices.explained)
    snapshot = replace(snapshot, remarks=remarks_on(told))
    return {"snapshot": snapshot, "report": report, "names": names, "warned": told}


def _with_year(choices: Choices, reading: Reading) -> Choices:
    """Without a setting the evaluation year is the newest that a figure asked for several years stands under."""
    if choices.evaluation_year:
        return choices
    newest = max((key.year for key in reading.statements), default=0)
    return Choices(**{**vars(choices), "evaluation_year": newest})


def _school_tables_first(books: Sequence[Book], standards: Sequence[Standard], choices: Choices) -> list[Book]:
    """Workbooks that list schools come first, so that the others find their schools by name."""
    if len(books) < 2:
        return list(books)

    def rank(book: Book) -> int:
        tables = propose(book, catalogue(), evaluation_year=choices.evaluation_year).tables
        if any(table.kind is Kind.ROLL or table.mapping.lists_schools for table in tables):
            return 0
        return 1 if any(table.kind is Kind.SCHOOLS for table in tables) else 2

    return sorted(books, key=rank)
