"""An own workbook of 300 schools: read in the cage, mapped, read into figures, checked; openpyxl only reading it beside."""

import io
from collections.abc import Iterator

import openpyxl

from benchmarks.county import county, own_workbook
from benchmarks.measuring import Measured, measure, wall
from dudao.cage import read_book_caged
from dudao.calc.figures import Snapshot
from dudao.calc.returns.checks import check_figures
from dudao.library.read import catalogue, checks, standards
from dudao.spreadsheets.mapping import Reading, apply_answers, propose, read_figures
from dudao.spreadsheets.mapping.judged import judged_items
from dudao.spreadsheets.reading import read_book

SCHOOLS = 300


def brought(data: bytes) -> tuple[Reading, int]:
    """What `dudao check` does with one workbook."""
    judged = judged_items(standards())
    book = read_book_caged(data, "own.xlsx")
    proposal = propose(book, catalogue(), judged=judged, evaluation_year=2026)
    outcome = apply_answers(proposal, {}, by="甲", on="2026-11-01")
    reading = read_figures(book, outcome.mapping, catalogue(), judged=judged)
    snapshot = Snapshot(schools=reading.schools, statements=reading.statements)
    return reading, len(check_figures(snapshot, catalogue(), checks()).errors)


def run() -> Iterator[Measured]:
    data = own_workbook(county(SCHOOLS, catalogue(), standards()), catalogue())
    reading, _errors = brought(data)
    assert len(reading.schools) == SCHOOLS
    note = f"{len(data) // 1024} KB, {len(reading.statements)} statements"
    yield measure("read, map and check an own workbook of 300 schools", lambda: brought(data), bar=2.0, note=note)
    yield wall("read, map and check an own workbook of 300 schools", lambda: brought(data))
    yield wall("  of which reading in a child process", lambda: read_book_caged(data, "own.xlsx"))
    book = read_book(data, "own.xlsx")
    yield measure("  of which proposing a mapping", lambda: propose(book, catalogue(), evaluation_year=2026))
    yield measure("peer: openpyxl reads the same workbook (values only)", lambda: _openpyxl(data))


def _openpyxl(data: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return sum(1 for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value is not None)
