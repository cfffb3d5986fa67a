"""Reads .xls (Excel 97–2003, also what older office programs and WPS write)."""

import io

import xlrd
from xlrd.formula import FMLA_TYPE_CELL, decompile_formula
from xlrd.sheet import Cell as StoredCell
from xlrd.sheet import Sheet as StoredSheet

from dudao.spreadsheets.book import Book, Cell, Merge, Sheet, Value
from dudao.spreadsheets.reading import remarks
from dudao.spreadsheets.reading.biff import Formula, Stream, walk
from dudao.spreadsheets.reading.cells import Tally, cell, extent, shown, within
from dudao.spreadsheets.reading.compound import BROKEN, MACROS, opened_container, workbook_stream
from dudao.spreadsheets.reading.exact import exact
from dudao.spreadsheets.reading.guard import SAVE_AS, UnreadableBook
from dudao.spreadsheets.reading.number_format import GENERAL, NumberFormat, number_format

MOST_TOKENS = 2_000  # bytes of a formula that is still written out


def read_xls(data: bytes, name: str, digest: str) -> Book:
    """The workbook in these bytes; UnreadableBook when it has a password, is broken, or exceeds a limit."""
    container = opened_container(data)
    records = walk(workbook_stream(container))
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO(), on_demand=False
        )
    except Exception as error:  # the library fails in many ways on bytes that are no workbook
        raise UnreadableBook(BROKEN) from error
    tally = Tally()
    sheets = [_Reader(book, stored, records, tally).sheet() for stored in book.sheets()]
    if not sheets:
        raise UnreadableBook(f"这个文件里没有工作表。{SAVE_AS}")
    macros = records.macros or any(entry.name == MACROS for entry in container.dirlist)
    notes = remarks.of(sheets, macros=macros, links=records.links)
    return Book(name, digest, "xls", tuple(sheets), macros, records.links, notes)


class _Reader:
    """One sheet as the library read it, brought into our form."""

    def __init__(self, book: xlrd.Book, stored: StoredSheet, records: Stream, tally: Tally) -> None:
        self._book, self._stored, self._tally = book, stored, tally
        begins = next((place for place, title in records.titles.items() if title == stored.name), -1)
        self._formulas = records.formulas.get(begins, {})
        self._formats: dict[int, NumberFormat] = {}

    def sheet(self) -> Sheet:
        stored = self._stored
        cells: dict[int, dict[int, Cell]] = {}
        for row in range(stored.nrows):
            found = {
                column + 1: made
                for column, held in enumerate(stored.row(row))
                if (made := self._cell(row + 1, column + 1, held)) is not None
            }
            if found:
                cells[row + 1] = found
        last_row, last_column = extent(cells)
        merges = (Merge(top + 1, left + 1, bottom, right) for top, bottom, left, right in stored.merged_cells)
        rows = (row + 1 for row, info in stored.rowinfo_map.items() if info.hidden or info.height == 0)
        columns = (column + 1 for column, info in stored.colinfo_map.items() if info.hidden or info.width == 0)
        return Sheet(
            name=stored.name,
            hidden=stored.visibility != 0,
            cells=cells,
            merges=within(merges, stored.name, last_row, last_column),
            hidden_rows=frozenset(row for row in rows if row <= last_row),
            hidden_columns=frozenset(column for column in columns if column <= last_column),
            last_row=last_row,
            last_column=last_column,
        )

    def _cell(self, row: int, column: int, stored: StoredCell) -> Cell | None:
        if stored.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
            return None
        self._tally.count(self._stored.name, row, column)
        compiled = self._formulas.get((row, column))
        formula = self._written_out(compiled, row, column) if compiled else ""
        if compiled and not compiled.stands and stored.ctype != xlrd.XL_CELL_ERROR:
            return cell(row, column, None, "", False, formula, False)
        value, text, percent = self._held(row, column, stored, computed=bool(compiled))
        if not text and not formula:
            return None
        return cell(row, column, value, text, percent, formula, value is not None)

    def _held(self, row: int, column: int, stored: StoredCell, *, computed: bool) -> tuple[Value, str, bool]:
        """(value, text, whether a percentage); an error has a text and no value."""
        if stored.ctype == xlrd.XL_CELL_TEXT:
            text = self._tally.text(self._stored.name, row, column, stored.value)
            return text, text, False
        if stored.ctype == xlrd.XL_CELL_BOOLEAN:
            return bool(stored.value), "TRUE" if stored.value else "FALSE", False
        if stored.ctype == xlrd.XL_CELL_ERROR:
            return None, xlrd.error_text_from_code.get(stored.value, "#?"), False
        number = exact(stored.value, computed=computed)
        if number is None:
            return None, str(stored.value), False
        form = self._format(stored.xf_index)
        value, text = shown(number, form, since_1904=self._book.datemode == 1)
        return value, text, form.kind == "percent"

    def _format(self, style: int) -> NumberFormat:
        form = self._formats.get(style)
        if form is None:
            known = self._book.format_map.get(self._book.xf_list[style].format_key) if style is not None else None
            form = self._formats[style] = number_format(known.format_str) if known else GENERAL
        return form

    def _written_out(self, compiled: Formula, row: int, column: int) -> str:
        """The formula as text; a mark where the library cannot write it out."""
        tokens = compiled.tokens
        try:
            if len(tokens) <= MOST_TOKENS:
                text = decompile_formula(
                    self._book, tokens, len(tokens), FMLA_TYPE_CELL, browx=row - 1, bcolx=column - 1
                )
                return f"={text}" if text else "=…"
        except Exception:  # what a formula says is a courtesy; its result counts
            return "=…"
        return "=…"
