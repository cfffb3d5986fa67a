"""Reads the sheets of an OpenDocument spreadsheet as its XML goes by; a repeated cell is checked before it is repeated."""

import re
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from dudao.spreadsheets.book import Cell, Merge, Sheet, Value
from dudao.spreadsheets.reading.cells import Tally, cell, extent, shown, within
from dudao.spreadsheets.reading.exact import exact
from dudao.spreadsheets.reading.guard import MOST_COLUMNS, MOST_ROWS
from dudao.spreadsheets.reading.number_format import GENERAL, show_date, show_time
from dudao.spreadsheets.reading.ods_formats import STYLE, Formats

OFFICE, TABLE, TEXT = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0 " for name in ("office", "table", "text"))
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_MOST_MERGES = 100_000
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_SIGNS = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_REFERENCE = re.compile(r"\[([^\[\]]{1,200})\]")
_CLOCK = re.compile(r"^-?PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:[.,]\d*)?S)?$")


@dataclass(slots=True)
class _Table:
    """The sheet that is going by."""

    name: str
    hidden: bool
    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    styles: list[tuple[int, str]] = field(default_factory=list)  # of columns: (last column, style)
    row: int = 0
    column: int = 0


class SheetsReader:
    """Handlers for content.xml. What is no cell of a sheet of the workbook itself goes by unread."""

    def __init__(self, formats: Formats, tally: Tally) -> None:
        self.sheets: list[Sheet] = []
        self.links = False
        self._formats, self._tally = formats, tally
        self._above: list[str] = []
        self._unseen: set[str] = set()  # styles of sheets that are not displayed
        self._style = ""
        self._table: _Table | None = None
        self._rows, self._row_style = 1, ""
        self._cell: dict[str, str] | None = None
        self._depth = 0  # of the cell in the tree
        self._paragraphs: list[list[str]] = []

    # -- as the XML goes by ---------------------------------------------------------------------------------------
    def start(self, name: str, attributes: dict[str, str]) -> None:
        parent = self._above[-1] if self._above else ""
        self._above.append(name)
        if self._cell is not None:
            self._in_cell(name, attributes)
        elif name in _CELLS and self._table is not None:
            self._cell, self._depth, self._paragraphs = attributes, len(self._above), []
        elif name == f"{TABLE}table" and parent == f"{OFFICE}spreadsheet":
            style = attributes.get(f"{TABLE}style-name", "")
            self._table = _Table(attributes.get(f"{TABLE}name", ""), style in self._unseen)
        elif name == f"{TABLE}table-row" and self._table is not None:
            self._start_row(self._table, attributes)
        elif name == f"{TABLE}table-column" and self._table is not None:
            self._columns(self._table, attributes)
        elif name == f"{TABLE}table-source":
            self.links = True
        elif name == f"{STYLE}style":
            self._style = attributes.get(f"{STYLE}name", "")
        elif name == f"{STYLE}table-properties" and attributes.get(f"{TABLE}display") == "false":
            self._unseen.add(self._style)

    def end(self, name: str) -> None:
        depth = len(self._above)
        self._above.pop()
        if self._table is None:
            return
        if self._cell is not None:
            if depth == self._depth:
                self._end_cell(self._table, self._cell)
                self._cell = None
        elif name == f"{TABLE}table-row":
            self._end_row(self._table)
        elif name == f"{TABLE}table" and self._above and self._above[-1] == f"{OFFICE}spreadsheet":
            self.sheets.append(_finished(self._table))
            self._table = None

    def text(self, text: str) -> None:
        if self._cell is not None and self._spoken():
            self._paragraphs[-1].append(text)

    def _in_cell(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{TEXT}p" and len(self._above) == self._depth + 1:
            self._paragraphs.append([])
        elif name in _SIGNS and self._spoken():
            times = int(attributes.get(f"{TEXT}c", "1")) if name == f"{TEXT}s" else 1
            self._paragraphs[-1].append(_SIGNS[name] * min(times, 1000))

    def _spoken(self) -> bool:
        """Whether text stands in a paragraph of the cell itself, not in a remark or a picture that hangs on it."""
        inside = self._above[self._depth :]
        return bool(inside) and inside[0] == f"{TEXT}p" and f"{OFFICE}annotation" not in inside

    # -- rows and columns -----------------------------------------------------------------------------------------
    def _start_row(self, table: _Table, attributes: dict[str, str]) -> None:
        self._rows = max(int(attributes.get(f"{TABLE}number-rows-repeated", "1")), 1)
        self._row_style = attributes.get(f"{TABLE}default-cell-style-name", "")
        table.row, table.column = table.row + 1, 0
        if attributes.get(f"{TABLE}visibility", "visible") != "visible":
            table.hidden_rows.update(range(table.row, min(table.row + self._rows, MOST_ROWS + 1)))

    def _end_row(self, table: _Table) -> None:
        """The same row again, as often as it says."""
        held = table.cells.get(table.row)
        last = table.row + self._rows - 1
        if held:
            for row in range(table.row + 1, last + 1):
                for each in held.values():
                    self._tally.count(table.name, row, each.column)
                table.cells[row] = {
                    column: cell(row, column, each.value, each.text, each.percent, each.formula, each.trusted)
                    for column, each in held.items()
                }
        table.row = last

    def _columns(self, table: _Table, attributes: dict[str, str]) -> None:
        first = table.styles[-1][0] + 1 if table.styles else 1
        last = first + max(int(attributes.get(f"{TABLE}number-columns-repeated", "1")), 1) - 1
        if len(table.styles) <= MOST_COLUMNS:
            table.styles.append((last, attributes.get(f"{TABLE}default-cell-style-name", "")))
        if attributes.get(f"{TABLE}visibility", "visible") != "visible":
            table.hidden_columns.update(range(first, min(last, MOST_COLUMNS) + 1))

    # -- cells ----------------------------------------------------------------------------------------------------
    def _end_cell(self, table: _Table, attributes: dict[str, str]) -> None:
        first = table.column + 1
        times = max(int(attributes.get(f"{TABLE}number-columns-repeated", "1")), 1)
        table.column += times
        self._merge(table, attributes, first)
        formula = attributes.get(f"{TABLE}formula", "")
        text = "\n".join("".join(pieces) for pieces in self._paragraphs)
        kind = attributes.get(f"{OFFICE}value-type", attributes.get(f"{CALC}value-type", ""))
        if not (text or kind or formula):
            return
        for column in range(first, first + times):
            self._tally.count(table.name, table.row, column)
            held = self._made(table, attributes, kind, text, formula, column)
            if held is not None:
                table.cells.setdefault(table.row, {})[column] = held

    def _merge(self, table: _Table, attributes: dict[str, str], column: int) -> None:
        down, right = (int(attributes.get(f"{TABLE}number-{way}-spanned", "1")) for way in ("rows", "columns"))
        if down > 1 or right > 1:
            if len(table.merges) >= _MOST_MERGES:
                raise ValueError("合并区域太多")
            table.merges.append(Merge(table.row, column, table.row + max(down, 1) - 1, column + max(right, 1) - 1))

    def _made(
        self, table: _Table, attributes: dict[str, str], kind: str, text: str, formula: str, column: int
    ) -> Cell | None:
        row = table.row
        written = self._written_out(table.name, row, column, formula)
        if attributes.get(f"{CALC}value-type") == "error" or (formula and text.startswith(("#", "Err:"))):
            return cell(row, column, None, text[:40], False, written, False)
        style = attributes.get(f"{TABLE}style-name") or self._row_style or self._column_style(table, column)
        value, seen, percent = self._held(attributes, kind, text, written, style)
        if value is None and not seen:
            return cell(row, column, None, "", False, written, False) if written else None
        self._tally.text(table.name, row, column, seen)
        if not seen and not written:
            return None
        return cell(row, column, value, seen, percent, written, value is not None)

    def _column_style(self, table: _Table, column: int) -> str:
        return next((style for last, style in table.styles if column <= last), "")

    def _held(
        self, attributes: dict[str, str], kind: str, text: str, formula: str, style: str
    ) -> tuple[Value, str, bool]:
        """(value, text, whether a percentage) of what a cell holds."""
        stored = attributes.get(f"{OFFICE}value", "")
        if kind == "boolean" or formula in ("=TRUE()", "=FALSE()"):
            yes = attributes.get(f"{OFFICE}boolean-value") == "true" or formula == "=TRUE()"
            return yes, "TRUE" if yes else "FALSE", False
        if kind in ("float", "percentage", "currency") and stored:
            number = exact(float(stored[:400]), computed=bool(formula))
            if number is None:
                return None, text[:40], False
            form = self._formats.of(style)
            percent = kind == "percentage" or form.kind == "percent"
            value, seen = shown(number, form if form.kind != "date" else GENERAL, since_1904=False)
            return value, seen, percent
        if kind == "date":
            return self._day(attributes.get(f"{OFFICE}date-value", ""), text, style)
        if kind == "time" and (clock := _CLOCK.match(attributes.get(f"{OFFICE}time-value", ""))):
            hours, minutes, seconds = (int(part or 0) for part in clock.groups())
            part = Fraction(hours * 3600 + minutes * 60 + seconds, 86_400)
            return (part.numerator if part.denominator == 1 else part), show_time(part), False
        said = text or attributes.get(f"{OFFICE}string-value", "")
        missing = bool(formula) and not said and kind != "string"  # a formula may well result in an empty text
        return (None if missing else said), said, False

    def _day(self, stored: str, text: str, style: str) -> tuple[Value, str, bool]:
        try:
            day = date.fromisoformat(stored[:10])
        except ValueError:  # a day before the year 1, or none
            return text, text, False
        form = self._formats.of(style)
        clock = re.match(r"T(\d\d):(\d\d):(\d\d)", stored[10:])
        seconds = sum(int(part) * size for part, size in zip(clock.groups(), (3600, 60, 1))) if clock else 0
        return day, show_date(day, Fraction(seconds, 86_400), form), False

    def _written_out(self, sheet: str, row: int, column: int, formula: str) -> str:
        """The formula as other programs write it: of:=[.B3]*2 → =B3*2."""
        if not formula:
            return ""
        self._tally.text(sheet, row, column, formula)
        if "file:" in formula[:2000]:
            self.links = True
        plain = formula.partition(":")[2] if re.match(r"^[a-z]{1,8}:=", formula) else formula
        return _REFERENCE.sub(lambda found: found[1].replace(":.", ":").lstrip("."), plain).replace(";", ",")


def _finished(table: _Table) -> Sheet:
    last_row, last_column = extent(table.cells)
    return Sheet(
        name=table.name,
        hidden=table.hidden,
        cells=table.cells,
        merges=within(table.merges, table.name, last_row, last_column),
        hidden_rows=frozenset(row for row in table.hidden_rows if row <= last_row),
        hidden_columns=frozenset(column for column in table.hidden_columns if column <= last_column),
        last_row=last_row,
        last_column=last_column,
    )
