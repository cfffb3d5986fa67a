"""A book as plain JSON values and back, for the way out of the child process that read it.

Nothing is taken over unseen: whatever does not have the form below is refused, as the child has held hostile bytes.

A row is [row, columns, contents]. A cell whose text says no more than its whole number or text is that value; any other
is [value, text, marks, formula], where a fraction is [numerator, denominator], a date ["2026-09-01"], and marks are 1
for a percentage plus 2 for a value that is not to be relied on.
"""

from datetime import date
from fractions import Fraction
from typing import Any

from dudao.spreadsheets.book import Book, Cell, Merge, Sheet, Value
from dudao.spreadsheets.reading import read_book
from dudao.spreadsheets.reading.cells import MOST_MERGED, cell
from dudao.spreadsheets.reading.guard import MOST_COLUMNS, MOST_ROWS

VERSION = 1
PERCENT, UNTRUSTED = 1, 2
KINDS = ("xlsx", "xlsm", "xls", "ods", "csv")


class NotABook(ValueError):
    """These values do not describe a book."""


def read_plain(data: bytes, name: str) -> dict[str, Any]:
    """The workbook in these bytes, read and made plain: what the child process calls."""
    return to_plain(read_book(data, name))


def to_plain(book: Book) -> dict[str, Any]:
    """The book as dictionaries, lists, texts and whole numbers."""
    return {
        "version": VERSION,
        "name": book.name,
        "digest": book.digest,
        "kind": book.kind,
        "macros": book.macros,
        "links": book.links,
        "notes": list(book.notes),
        "sheets": [_plain_sheet(sheet) for sheet in book.sheets],
    }


def _plain_sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "merges": [[merge.top, merge.left, merge.bottom, merge.right] for merge in sheet.merges],
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "rows": [
            [row, list(cells), [_plain_cell(held) for held in cells.values()]] for row, cells in sheet.cells.items()
        ],
        "extent": [sheet.last_row, sheet.last_column],
    }


def _plain_cell(held: Cell) -> Any:
    value, text = held.value, held.text
    kind = type(value)
    plain = text == value if kind is str else kind is int and text == str(value)
    if plain and held.trusted and not held.percent and not held.formula:
        return value
    marks = held.percent * PERCENT + (not held.trusted) * UNTRUSTED
    if isinstance(value, Fraction):
        return [[value.numerator, value.denominator], text, marks, held.formula]
    if isinstance(value, date):
        return [[value.isoformat()], text, marks, held.formula]
    return [value, text, marks, held.formula]


def from_plain(plain: Any) -> Book:
    """The book again; NotABook when the values have another form."""
    try:
        if plain["version"] != VERSION or plain["kind"] not in KINDS:
            raise NotABook("Not a book of this version.")
        return Book(
            name=_text(plain["name"]),
            digest=_text(plain["digest"]),
            kind=plain["kind"],
            sheets=tuple(_sheet(sheet) for sheet in plain["sheets"]),
            macros=_yes_no(plain["macros"]),
            links=_yes_no(plain["links"]),
            notes=tuple(_text(note) for note in plain["notes"]),
        )
    except (KeyError, TypeError, IndexError, ValueError, AttributeError, ZeroDivisionError) as error:
        raise NotABook(f"Not a book: {error}") from error


def _sheet(plain: Any) -> Sheet:
    last_row, last_column = plain["extent"]
    if not (0 <= _place(last_row) <= MOST_ROWS and 0 <= _place(last_column) <= MOST_COLUMNS):
        raise NotABook("The sheet is larger than a sheet may be.")
    merges = []
    for top, left, bottom, right in plain["merges"]:
        if not (1 <= _place(top) <= _place(bottom) <= MOST_ROWS and 1 <= _place(left) <= _place(right) <= MOST_COLUMNS):
            raise NotABook("A merged range lies outside the sheet.")
        merges.append(Merge(top, left, bottom, right))
    if sum((merge.bottom - merge.top + 1) * (merge.right - merge.left + 1) for merge in merges) > MOST_MERGED:
        raise NotABook("The merged ranges cover more than a sheet may hold.")
    return Sheet(
        name=_text(plain["name"]),
        hidden=_yes_no(plain["hidden"]),
        cells={row: _cells(row, columns, held, last_row, last_column) for row, columns, held in plain["rows"]},
        merges=tuple(merges),
        hidden_rows=frozenset(_place(row) for row in plain["hidden_rows"]),
        hidden_columns=frozenset(_place(column) for column in plain["hidden_columns"]),
        last_row=last_row,
        last_column=last_column,
    )


def _cells(row: Any, columns: Any, contents: Any, last_row: int, last_column: int) -> dict[int, Cell]:
    if not 1 <= _place(row) <= last_row:
        raise NotABook("A row lies outside the sheet.")
    cells: dict[int, Cell] = {}
    for column, held in zip(columns, contents, strict=True):
        if type(column) is not int or not 1 <= column <= last_column:
            raise NotABook("A cell lies outside the sheet.")
        kind = type(held)
        if kind is str:
            cells[column] = cell(row, column, held, held)
        elif kind is int:
            cells[column] = cell(row, column, held, str(held))
        elif kind is list:
            value, text, marks, formula = held
            percent, trusted = bool(_place(marks) & PERCENT), not marks & UNTRUSTED
            cells[column] = cell(row, column, _value(value), _text(text), percent, _text(formula), trusted)
        else:
            raise NotABook("A cell holds what no cell holds.")
    return cells


def _value(plain: Any) -> Value:
    if isinstance(plain, list):
        if len(plain) == 1:
            return date.fromisoformat(plain[0])
        numerator, denominator = plain
        return Fraction(_place(numerator), _place(denominator))
    if plain is None or isinstance(plain, bool | int | str):
        return plain
    raise NotABook("A cell holds what no cell holds.")


def _place(plain: Any) -> int:
    if type(plain) is not int:
        raise NotABook("A whole number is missing.")
    return plain


def _text(plain: Any) -> str:
    if not isinstance(plain, str):
        raise NotABook("A text is missing.")
    return plain


def _yes_no(plain: Any) -> bool:
    if not isinstance(plain, bool):
        raise NotABook("A yes or no is missing.")
    return plain
