"""Sheets as an office keeps them: a title over everything, a line of units, merged heads, subtotals, notes at the foot."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from dudao.demonstration.county import Value
from dudao.demonstration.moved import Moved

_WRITTEN_ON = datetime(2026, 11, 20, 9, 0)  # noqa: DTZ001 (a workbook knows no time zone)
_SETTINGS = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


@dataclass(frozen=True)
class Formula:
    """A formula with the result that was stored with it; None: none was stored."""

    text: str
    result: int | float | None


Ink = Value | Formula | None  # what is written into one cell
Where = tuple[str, str, str, int]  # school name or '', figure, stage, year
Places = dict[Where, tuple[str, str]]  # → sheet, cell


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its heads from the widest to its own, what it holds and how it looks."""

    heads: tuple[str, ...]
    figure: str = ""
    stage: str = ""
    scale: Fraction = Fraction(1)  # figure × scale = what is written
    width: int = 9
    look: str = "number"  # number money text tick day list plain
    hidden: bool = False
    added: bool = True  # subtotals are drawn below it
    ink: Callable[[Any], Ink] | None = None  # in place of the figure


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of one group (a township), with the words of their subtotal; '' for none."""

    members: Sequence[Any]
    subtotal: str = ""


@dataclass(kw_only=True)
class Paper:
    """A workbook being written. `places` tells afterwards in which cell each figure stands."""

    moved: Moved = field(default_factory=Moved)  # what names and years become on their way into it
    places: Places = field(default_factory=dict)
    _out: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self.book = xlsxwriter.Workbook(self._out, _SETTINGS)
        written_on = _WRITTEN_ON.replace(year=self.moved.year)
        self.book.set_properties({"created": written_on, "author": "教育局统计股"})
        self.book.calc_on_load = False  # every formula carries its result, as Excel saves it
        edge = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
        looks: Mapping[str, dict[str, Any]] = {
            "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
            "units": {"font_name": "宋体", "font_size": 10, "align": "right"},
            "foot": {"font_name": "宋体", "font_size": 10, "align": "left", "text_wrap": True, "valign": "top"},
            "head": {**edge, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"},
            "number": {**edge, "align": "center", "num_format": "#,##0"},
            "area": {**edge, "align": "right", "num_format": "#,##0.0"},
            "money": {**edge, "align": "right", "num_format": "#,##0.00"},
            "percent": {**edge, "align": "center", "num_format": "0.00%"},
            "plain": {**edge, "align": "center"},
            "text": {**edge, "align": "left"},
            "code": {**edge, "align": "center", "num_format": "@"},
            "tick": {**edge, "align": "center"},
            "day": {**edge, "align": "center", "num_format": "yyyy-mm-dd"},
            "sum": {**edge, "bold": True, "align": "center", "num_format": "#,##0", "bg_color": "#F2F2F2"},
            "sum money": {**edge, "bold": True, "align": "right", "num_format": "#,##0.00", "bg_color": "#F2F2F2"},
        }
        self.looks = {name: self.book.add_format(look) for name, look in looks.items()}

    def close(self) -> bytes:
        self.book.close()
        return self._out.getvalue()

    def sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        return sheet

    def title(self, sheet: Any, text: str, columns: int, units: str = "", row: int = 0) -> int:
        """The title over all columns and the line of units below it; the first free row."""
        self._across(sheet, row, columns, text, "title")
        sheet.set_row(row, 30)
        if units:
            self._across(sheet, row + 1, columns, units, "units")
        return row + (2 if units else 1)

    def notes(self, sheet: Any, row: int, columns: int, texts: Iterable[str]) -> int:
        for text in texts:
            self._across(sheet, row, columns, text, "foot")
            row += 1
        return row

    def _across(self, sheet: Any, row: int, columns: int, text: str, look: str) -> None:
        text = self.moved.text(text)
        if columns > 1:
            sheet.merge_range(row, 0, row, columns - 1, text, self.looks[look])
        else:
            sheet.write_string(row, 0, text, self.looks[look])

    def heads(self, sheet: Any, row: int, columns: Sequence[Column], left: int = 0) -> int:
        """Heads of several rows: wide ones merged over theirs, lone ones merged down; the first free row."""
        depth = max(len(column.heads) for column in columns)
        for level in range(depth):
            sheet.set_row(row + level, 30 if depth == 1 or level == depth - 1 else 20)
            self._head_row(sheet, row, level, depth, columns, left)
        for index, column in enumerate(columns):
            options = {"hidden": 1} if column.hidden else {}
            sheet.set_column(left + index, left + index, column.width, None, options)
        return row + depth

    def _head_row(self, sheet: Any, row: int, level: int, depth: int, columns: Sequence[Column], left: int) -> None:
        index = 0
        while index < len(columns):
            heads = columns[index].heads
            if level >= len(heads):
                index += 1
                continue
            end = index + 1
            lone = level == len(heads) - 1
            while not lone and end < len(columns) and columns[end].heads[: level + 1] == heads[: level + 1]:
                end += 1
            bottom = row + depth - 1 if lone else row + level
            text = self.moved.text(heads[level])
            if end > index + 1 or bottom > row + level:
                sheet.merge_range(row + level, left + index, bottom, left + end - 1, text, self.looks["head"])
            else:
                sheet.write_string(row + level, left + index, text, self.looks["head"])
            index = end

    def put(self, sheet: Any, row: int, column: int, ink: Ink, look: str) -> None:
        """One cell. Nothing is written for None but the border."""
        form = self.looks[look]
        if ink is None:
            sheet.write_blank(row, column, None, form)
        elif isinstance(ink, Formula):
            sheet.write_formula(row, column, ink.text, form, "" if ink.result is None else ink.result)
        elif isinstance(ink, bool):
            sheet.write_string(row, column, "√" if ink else "×", form)
        elif isinstance(ink, date):
            day = self.moved.day(ink)
            sheet.write_datetime(row, column, datetime(day.year, day.month, day.day), form)  # noqa: DTZ001
        elif isinstance(ink, str):
            sheet.write_string(row, column, self.moved.text(ink), form)
        else:
            sheet.write_number(row, column, int(ink) if ink == int(ink) else float(ink), form)

    def mark(self, where: Where, sheet: Any, row: int, column: int) -> None:
        """Remember the cell of a figure; a name that stands in several sheets is remembered where it stands first."""
        self.places.setdefault(where, (sheet.get_name(), xl_rowcol_to_cell(row, column)))


def times(value: int | Fraction, scale: Fraction) -> int | Fraction:
    """The number as it is written: whole ones as whole numbers."""
    product = value * scale
    return int(product) if product == int(product) else Fraction(product)


__all__ = [
    "Column",
    "Formula",
    "Ink",
    "Paper",
    "Places",
    "Rows",
    "Where",
    "times",
    "xl_col_to_name",
    "xl_rowcol_to_cell",
]
