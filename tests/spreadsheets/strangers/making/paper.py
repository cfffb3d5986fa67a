"""Sheets as a list of cells, the two writers, and the record of what is true."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter as letter

MADE = datetime(2026, 1, 15, 9, 0)


@dataclass
class Formula:
    """A formula and the value that the writer's spreadsheet had kept for it (None: none was kept)."""

    text: str
    kept: Any


@dataclass
class Sheet:
    """Cells, merges and what is hidden; rows and columns count from 1."""

    name: str
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    bold: set[tuple[int, int]] = field(default_factory=set)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    landscape: bool = True

    def put(self, row: int, column: int, value: Any, form: str = "", bold: bool = False) -> None:
        if value is None:
            return
        self.cells[row, column] = value
        if form:
            self.formats[row, column] = form
        if bold:
            self.bold.add((row, column))

    def span(self, row: int, column: int, last_row: int, last_column: int, value: Any, bold: bool = False) -> None:
        self.put(row, column, value, bold=bold)
        if (row, column) != (last_row, last_column):
            self.merges.append((row, column, last_row, last_column))

    def heads(self, top: int, heads: list[tuple[str, ...]]) -> int:
        """Write heads of several levels, merged as people merge them; the row below them."""
        depth = max(len(head) for head in heads)
        for level in range(depth):
            column = 0
            while column < len(heads):
                end = column
                if level < len(heads[column]):
                    last = len(heads[column]) - 1 == level
                    path = heads[column][: level + 1]
                    while not last and end + 1 < len(heads) and heads[end + 1][: level + 1] == path:
                        end += 1
                    bottom = top + depth - 1 if last else top + level
                    self.span(top + level, column + 1, bottom, end + 1, path[-1], bold=True)
                column = end + 1
            self.heights[top + level] = 20 if depth > 1 and level < depth - 1 else 44
        return top + depth


@dataclass
class Column:
    """A column of a table of schools: its head, what it truly is, how its value is got and how it is written."""

    heads: tuple[str, ...]
    truth: Any  # dict | None | "ambiguous"
    get: Callable[[Any], Any] = lambda row: None
    show: Callable[[Any], Any] = lambda value: value
    note: str = ""
    form: str = ""
    shared: bool = False  # one merged cell for the rows of a through-school


def is_(figure: str, stage: str = "", factor: str = "1", year: int | str = 0, **more: Any) -> dict[str, Any]:
    return {"figure": figure, "stage": stage, "year": year, "factor": factor, **more}


def known(figure: str, stage: str = "", factor: str = "1") -> dict[str, Any]:
    """A figure that no indicator asks for but that is understood where somebody has it."""
    return is_(figure, stage, factor, known=True)


def exact(value: Any, factor: str = "1") -> str:
    """The value in the unit of the figure, as a decimal without an error."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    number = Fraction(Decimal(str(value))) * Fraction(factor)
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    return format(Decimal((number * 10**places).numerator).scaleb(-places), "f")


@dataclass
class Truth:
    file: str
    about: str
    sheets: list[dict[str, Any]] = field(default_factory=list)
    spots: list[dict[str, Any]] = field(default_factory=list)

    def table(self, sheet: str, kind: str, number: int = 1, **more: Any) -> dict[str, Any]:
        entry = {"sheet": sheet, "table": number, "kind": kind, **more}
        self.sheets.append(entry)
        return entry

    def columns(self, entry: dict[str, Any], columns: list[Column]) -> None:
        entry["columns"] = {letter(at): column.truth for at, column in enumerate(columns, start=1)}
        entry["heads"] = {letter(at): " / ".join(column.heads) for at, column in enumerate(columns, start=1)}
        notes = {letter(at): column.note for at, column in enumerate(columns, start=1) if column.note}
        if notes:
            entry["notes"] = notes

    def spot(self, sheet: str, cell: str, school: str, figure: str, stage: str, value: str | None, **more: Any) -> None:
        entry = {"sheet": sheet, "cell": cell, "school": school, "figure": figure, "stage": stage}
        self.spots.append({**entry, **({"year": 0} | more), "value": value})

    def summary(self) -> str:
        held = [what for sheet in self.sheets for part in ("columns", "rows") for what in sheet.get(part, {}).values()]
        figures = [what for what in held if isinstance(what, dict) and "figure" in what]
        counted = [what for what in figures if not what.get("known")]
        return f"{len(counted)} figures, {len(figures) - len(counted)} known, {held.count('ambiguous')} ambiguous"

    def save(self, path: Path) -> None:
        body = {"file": self.file, "about": self.about, "sheets": self.sheets, "spots": self.spots}
        path.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_openpyxl(sheets: list[Sheet], path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = MADE
    side = Side(style="thin")
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for (row, column), value in sheet.cells.items():
            cell = page.cell(row, column, float(value) if isinstance(value, Decimal) else value)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            cell.border = Border(side, side, side, side)
            cell.font = Font(name="宋体", size=10, bold=(row, column) in sheet.bold)
            cell.number_format = sheet.formats.get((row, column), cell.number_format)
        for row, column, last_row, last_column in sheet.merges:
            page.merge_cells(start_row=row, start_column=column, end_row=last_row, end_column=last_column)
        for column, width in sheet.widths.items():
            page.column_dimensions[letter(column)].width = width
        for row, height in sheet.heights.items():
            page.row_dimensions[row].height = height
        for row in sheet.hidden_rows:
            page.row_dimensions[row].hidden = True
        for column in sheet.hidden_columns:
            page.column_dimensions[letter(column)].hidden = True
        page.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    book.save(path)


def write_xlsxwriter(sheets: list[Sheet], path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": MADE})
    look = {
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "border": 1,
        "font_name": "仿宋",
        "font_size": 10,
    }
    unkept: dict[int, list[str]] = {}
    for number, sheet in enumerate(sheets, start=1):
        page = book.add_worksheet(sheet.name)
        for row, column, last_row, last_column in sheet.merges:
            page.merge_range(row - 1, column - 1, last_row - 1, last_column - 1, "", book.add_format(look))
        for (row, column), value in sheet.cells.items():
            style = {**look, "bold": (row, column) in sheet.bold}
            if (row, column) in sheet.formats:
                style["num_format"] = sheet.formats[row, column]
            form = book.add_format(style)
            if isinstance(value, Formula):
                page.write_formula(
                    row - 1, column - 1, value.text, form, 0 if value.kept is None else float(value.kept)
                )
                if value.kept is None:
                    unkept.setdefault(number, []).append(f"{letter(column)}{row}")
            elif isinstance(value, str):
                page.write_string(row - 1, column - 1, value, form)
            else:
                page.write_number(row - 1, column - 1, float(value), form)
        for column, width in sheet.widths.items():
            page.set_column(column - 1, column - 1, width)
        for column in sheet.hidden_columns:
            page.set_column(column - 1, column - 1, None, None, {"hidden": True})
        for row, height in sheet.heights.items():
            page.set_row(row - 1, height)
        for row in sheet.hidden_rows:
            page.set_row(row - 1, None, None, {"hidden": True})
        page.set_landscape()
        page.fit_to_pages(1, 0)
    book.close()
    _forget(path, unkept)


def _forget(path: Path, unkept: dict[int, list[str]]) -> None:
    """Take away the kept values of some formulas: a writer that does not calculate leaves none."""
    with zipfile.ZipFile(path) as book:
        parts = [(part, book.read(part)) for part in book.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for part, body in parts:
            for number, cells in unkept.items():
                if part.filename == f"xl/worksheets/sheet{number}.xml":
                    for cell in cells:
                        body, done = re.subn(
                            rb'(<c r="%s"[^>]*><f>[^<]*</f>)<v>[^<]*</v>' % cell.encode(), rb"\1", body
                        )
                        assert done == 1, cell
            book.writestr(part, body)


def convert(sheets: list[Sheet], target: Path, form: str) -> None:
    """Write through LibreOffice, so that the file is one that LibreOffice would have made."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in" / f"{target.stem}.xlsx"
        source.parent.mkdir()
        write_openpyxl(sheets, source)
        home = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", home, "--headless", "--convert-to", form, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        target.write_bytes((Path(folder) / target.name).read_bytes())
