"""Workbooks given on the command line: read in the cage, mapped, put together, checked. What every command has in common."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dudao.cage import read_book_caged
from dudao.calc.figures import School, Snapshot
from dudao.calc.figures.snapshot import Choices
from dudao.calc.returns.checks import CheckReport, check_figures, sentence
from dudao.calc.returns.warnings import Warned, remarks_on, warned
from dudao.calc.standard.model import Standard
from dudao.errors import Refusal
from dudao.library.read import catalogue, checks
from dudao.spreadsheets.book import Book
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

    books: Sequence[Book]
    reading: Reading
    questions: Sequence[tuple[str, Question]]  # (workbook, what a person has to decide)
    snapshot: Snapshot
    report: CheckReport
    names: Mapping[str, str]
    warned: Sequence[Warned] = ()  # warnings, with what was said of them
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
    return read_book_caged(path.read_bytes(), path.name)


def read_mappings(paths: Sequence[Path]) -> list[SheetMapping]:
    """The mapping files; BadFile says which is none."""
    mappings = []
    for path in paths:
        try:
            mappings.append(mapping_from_text(path.read_text("utf-8-sig")))
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
    books = [read(path, say) for path in ([roll] if roll else []) + list(paths)]
    say("认列、读数 …")
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
        if not asked:
            silent += _silence(book.name, reading, is_roll=roll is not None and book is books[0])
        schools.update({school.code: school for school in reading.schools if school.code not in schools})
    whole = merge_readings(readings, catalogue(), answers)
    several = {question.id for _, question in questions}
    questions += [("", question) for question in whole.questions if question.needed and question.id not in several]
    brought = _checked(books, whole, questions, schools, choices, roll_known=roll is not None or whole.is_roll)
    return replace(brought, silent=silent)


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


def _checked(
    books: Sequence[Book],
    reading: Reading,
    questions: Sequence[tuple[str, Question]],
    schools: Mapping[str, School],
    choices: Choices,
    *,
    roll_known: bool,
) -> Brought:
    snapshot = Snapshot(
        schools=tuple(schools.values()),
        statements=reading.statements,
        judgements=reading.judgements,
        choices=_with_year(choices, reading),
        roll_known=roll_known,
    )
    report = check_figures(snapshot, catalogue(), checks())
    told = warned(report.warnings, choices.explained)
    return Brought(
        books=books,
        reading=reading,
        questions=questions,
        snapshot=replace(snapshot, remarks=remarks_on(told)),
        report=report,
        warned=told,
        names={school.code: school.name for school in schools.values()},
    )


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

    def lists_schools(book: Book) -> bool:
        proposal = propose(book, catalogue(), evaluation_year=choices.evaluation_year)
        return any(table.kind in (Kind.SCHOOLS, Kind.ROLL) for table in proposal.tables)

    return sorted(books, key=lambda book: not lists_schools(book))
