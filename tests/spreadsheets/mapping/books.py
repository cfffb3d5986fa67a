"""Workbooks for tests: rows of cells written with openpyxl and read back as anybody's file would be."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl

from dudao.calc.figures import Catalogue
from dudao.calc.figures.reading import read_catalogue
from dudao.library import figures
from dudao.spreadsheets.book import Book
from dudao.spreadsheets.mapping import LineProposal, Outcome, Proposal, Reading, apply_answers, propose, read_figures
from dudao.spreadsheets.reading import read_book

CATALOGUE: Catalogue = read_catalogue(figures(), "figures.yaml")


def book(sheets: dict[str, Sequence[Sequence[Any]]], merges: dict[str, Iterable[str]] | None = None, name: str = "本县.xlsx",
         hidden: dict[str, dict[str, Any]] | None = None, formats: dict[str, dict[str, str]] | None = None) -> Book:  # fmt: skip
    """A book of sheets given as rows. `hidden`: sheet → {"sheet": True, "rows": […], "columns": […]}."""
    file = openpyxl.Workbook()
    file.remove(file.active)
    for title, rows in sheets.items():
        sheet = file.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for merge in (merges or {}).get(title, ()):
            sheet.merge_cells(merge)
        for cell, form in (formats or {}).get(title, {}).items():
            sheet[cell].number_format = form
        _hide(sheet, (hidden or {}).get(title, {}))
    if not any(sheet.sheet_state == "visible" for sheet in file.worksheets):
        file.create_sheet("空")
    data = io.BytesIO()
    file.save(data)
    return read_book(data.getvalue(), name)


def _hide(sheet: Any, what: dict[str, Any]) -> None:
    if what.get("sheet"):
        sheet.sheet_state = "hidden"
    for row in what.get("rows", ()):
        sheet.row_dimensions[row].hidden = True
    for column in what.get("columns", ()):
        sheet.column_dimensions[column].hidden = True


def lines(proposal: Proposal, sheet: str, nth: int = 1) -> dict[str, LineProposal]:
    """The lines of a table by their place."""
    table = next(table for table in proposal.tables if table.sheet == sheet and table.nth == nth)
    return {line.place: line for line in table.lines}


def read(given: Book, answers: dict[str, str] | None = None, **more: Any) -> tuple[Outcome, Reading]:
    """Propose, answer, read: what a person who answers these questions gets."""
    judged, known = more.pop("judged", ()), more.pop("known_schools", ())
    outcome = apply_answers(
        propose(given, CATALOGUE, judged=judged, known_schools=known, **more), answers or {}, by="贺某", on="2026-11-02"
    )
    return outcome, read_figures(given, outcome.mapping, CATALOGUE, judged=judged, known_schools=known)


SCHOOL_HEADS = (
    "序号",
    "学校名称",
    "办学类型",
    "在校生（小学）",
    "在校生（初中）",
    "专任教师数（小学）",
    "运动场地面积（㎡）",
    "教学仪器设备值（万元）",
)


def school(number: int, name: str, kind: str, **values: Any) -> list[Any]:
    """A row under SCHOOL_HEADS."""
    return [
        number,
        name,
        kind,
        values.get("primary"),
        values.get("junior"),
        values.get("teachers", 20),
        values.get("field", 3000),
        values.get("equipment", 55.5),
    ]
