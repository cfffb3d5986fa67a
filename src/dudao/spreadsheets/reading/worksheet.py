"""Reads one worksheet of an .xlsx package as its XML goes by; nothing is expanded before its place is checked."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dudao.spreadsheets.book import Cell, Merge, Sheet, Value, address, column_letters, parse_address
from dudao.spreadsheets.reading.cells import Tally, cell, extent, shown, within
from dudao.spreadsheets.reading.exact import exact
from dudao.spreadsheets.reading.formulas import moved
from dudao.spreadsheets.reading.guard import MOST_COLUMNS, MOST_ROWS, SAVE_AS, UnreadableBook
from dudao.spreadsheets.reading.number_format import GENERAL, NumberFormat, plain
from dudao.spreadsheets.reading.package import Package, main_tags
from dudao.spreadsheets.reading.shared_texts import unescaped

_STARTS = main_tags("c", "f", "t", "rPh", "row", "col", "mergeCell")
_ENDS = main_tags("c", "v", "f", "t", "rPh")
_COLUMNS = {column_letters(column): column for column in range(1, MOST_COLUMNS + 1)}
_MOST_MERGES = 100_000


@dataclass(slots=True)
class Workbook:
    """What the cells of all sheets refer to."""

    texts: list[str]
    formats: list[NumberFormat]
    since_1904: bool
    tally: Tally


def read_worksheet(package: Package, part: str, title: str, hidden: bool, book: Workbook) -> Sheet:
    """The sheet in a part of the package."""
    reader = _Reader(title, book)
    try:
        package.stream(part, reader.start, reader.end, reader.pieces.append)
    except UnreadableBook:
        raise
    except ValueError as error:
        raise UnreadableBook(f"工作表“{title}”里有不合规的内容（{error}）。{SAVE_AS}") from error
    last_row, last_column = extent(reader.cells)
    return Sheet(
        name=title,
        hidden=hidden,
        cells=reader.cells,
        merges=within(reader.merges, title, last_row, last_column),
        hidden_rows=frozenset(row for row in reader.hidden_rows if row <= last_row),
        hidden_columns=frozenset(column for column in reader.hidden_columns if column <= last_column),
        last_row=last_row,
        last_column=last_column,
    )


class _Reader:
    """Handlers for the XML of one sheet. A cell is built when its end goes by."""

    def __init__(self, title: str, book: Workbook) -> None:
        self.cells: dict[int, dict[int, Cell]] = {}
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.pieces: list[str] = []  # of the text that is going by
        self._title, self._book = title, book
        self._row, self._row_text, self._digits, self._column = 0, "0", 1, 0
        self._cell: dict[str, str] = {}
        self._value = ""
        self._inline: str | None = None
        self._phonetic = False
        self._formula: str | None = None
        self._formula_is: dict[str, str] = {}
        self._shared: dict[str, tuple[int, int, str]] = {}
        self._numbers: dict[tuple[str, str, bool], tuple[Value, str, bool]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _STARTS.get(name)
        if tag is None:
            return
        if tag == "c":
            self._cell = attributes
            self._value, self._formula, self._inline = "", None, None
            self.pieces.clear()
        elif tag == "f" or tag == "t":
            self.pieces.clear()
            self._formula_is = attributes
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "col":
            self._hide_columns(attributes)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        tag = _ENDS.get(name)
        if tag is None:
            return
        if tag == "v":
            self._value = "".join(self.pieces)
        elif tag == "c":
            self._end_cell()
        elif tag == "f":
            self._formula = "".join(self.pieces)
            self.pieces.clear()
        elif tag == "t":
            if not self._phonetic:
                self._inline = (self._inline or "") + "".join(self.pieces)
        elif tag == "rPh":
            self._phonetic = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
        if self._row < 1:
            raise ValueError(f"第 {self._row} 行")
        self._row_text = str(self._row)
        self._digits = len(self._row_text)
        self._column = 0
        unseen = attributes.get("hidden") in ("1", "true") or attributes.get("ht") == "0"
        if unseen and 0 < self._row <= MOST_ROWS:
            self.hidden_rows.add(self._row)

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true") or attributes.get("width") == "0":
            last = min(int(attributes.get("max", "0")), MOST_COLUMNS)
            self.hidden_columns.update(range(max(int(attributes.get("min", "1")), 1), last + 1))

    def _merge(self, text: str) -> None:
        first, _, last = text.partition(":")
        (top, left), (bottom, right) = parse_address(first), parse_address(last or first)
        if bottom < top or right < left or len(self.merges) >= _MOST_MERGES:
            raise ValueError(f"合并区域 {text[:40]}")
        self.merges.append(Merge(top, left, bottom, right))

    def _end_cell(self) -> None:
        attributes, stored = self._cell, self._value
        row, reference = self._row, attributes.get("r", "")
        column = _COLUMNS.get(reference[: -self._digits])
        if column is None or reference[-self._digits :] != self._row_text:
            row, column = parse_address(reference) if reference else (row, self._column + 1)
        self._column = column
        if not stored and self._formula is None and not self._inline:
            return  # it has a style only
        self._book.tally.count(self._title, row, column)
        cells = self.cells.get(row)
        if cells is None:
            cells = self.cells[row] = {}
        elif column in cells:
            raise ValueError(f"单元格 {address(row, column)} 出现了两次")
        if self._formula is not None:
            cells[column] = self._calculated(row, column)
            return
        kind = attributes.get("t", "n")
        known = self._numbers.get((stored, attributes.get("s", ""), False)) if kind == "n" else None
        value, text, percent = known or self._held(kind, "")
        if text or value is not None and value != "":
            cells[column] = cell(row, column, value, text, percent, "", value is not None)

    def _calculated(self, row: int, column: int) -> Cell:
        """A formula's cell: its stored result, or nothing where that is missing."""
        kind, formula = self._cell.get("t", "n"), self._formula_text(row, column)
        missing = not self._value and kind != "str"  # a formula may well result in an empty text
        if kind != "e" and missing:
            return cell(row, column, None, "", False, formula, False)
        value, text, percent = self._held(kind, formula)
        return cell(row, column, value, text, percent, formula, value is not None)

    def _held(self, kind: str, formula: str) -> tuple[Value, str, bool]:
        """(value, text, whether a percentage) of what the cell holds; an error has a text and no value."""
        stored = self._value
        if kind == "n":
            key = (stored, self._cell.get("s", ""), bool(formula))
            known = self._numbers.get(key)  # the same ones come again and again
            if known is None:
                known = self._numbers[key] = self._new_number(*key)
            return known
        if kind == "s":
            text = self._shared_text(stored)
        elif kind == "inlineStr":
            text = unescaped(self._inline or "")
        elif kind == "b":
            return stored == "1", "TRUE" if stored == "1" else "FALSE", False
        elif kind == "d":
            day = date.fromisoformat(stored[:10])
            return day, day.isoformat(), False
        elif kind == "e":
            return None, stored[:40], False
        else:
            text = unescaped(stored)
        self._book.tally.text(self._title, self._row, self._column, text)
        return text, text, False

    def _shared_text(self, number: str) -> str:
        index = int(number)
        if not 0 <= index < len(self._book.texts):
            raise ValueError(f"没有第 {index} 个文本")
        return self._book.texts[index]

    def _new_number(self, stored: str, style: str, computed: bool) -> tuple[Value, str, bool]:
        index = int(style or "0")
        form = self._book.formats[index] if index < len(self._book.formats) else GENERAL
        if len(stored) <= 15 and stored.isascii() and stored.isdigit():
            number: int | Fraction | None = int(stored)
        else:
            double = float(stored[:400])
            number = exact(double, computed=computed)
            if form is GENERAL and isinstance(number, Fraction):
                return number, plain(double), False
        if number is None:
            return None, stored[:40], False
        value, text = shown(number, form, since_1904=self._book.since_1904)
        return value, text, form.kind == "percent"

    def _formula_text(self, row: int, column: int) -> str:
        text = self._formula or ""
        if self._formula_is.get("t") == "shared":
            group = self._formula_is.get("si", "")
            if text:
                self._shared[group] = (row, column, text)
            elif group in self._shared:
                top, left, shared = self._shared[group]
                text = moved(shared, row - top, column - left) if len(shared) <= 1000 else shared
        return f"={self._book.tally.text(self._title, row, column, text)}"
