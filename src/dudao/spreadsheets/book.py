"""A workbook as it was read: sheets of cells, each with its exact value and with what a person sees."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

Value = int | Fraction | str | bool | date | None
"""What a cell may hold. Numbers are exact: a whole one is an int, any other a Fraction; text stays as it was typed."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of the file format; the guard allows far less


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 1 → A, 27 → AA."""
    if column < 1:
        raise ValueError(f"列号从 1 数起，没有第 {column} 列")
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """A cell's address as people write it: (37, 8) → H37."""
    return f"{column_letters(column)}{row}"


def parse_address(text: str) -> tuple[int, int]:
    """(row, column), both from 1, of an address like H37 or $H$37; ValueError when it is none."""
    plain = text.strip().upper().replace("$", "")
    letters = plain.rstrip("0123456789")
    digits = plain[len(letters) :]
    if not (1 <= len(letters) <= 3 and 1 <= len(digits) <= 7 and letters.isascii() and letters.isalpha()):
        raise ValueError(f"“{text[:40]}”不是单元格地址，应当像 H37 这样")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    row = int(digits)
    if not (1 <= row <= LAST_ROW and column <= LAST_COLUMN):
        raise ValueError(f"单元格 {text[:40]} 超出了工作表的范围")
    return row, column


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something. Rows and columns count from 1, as people count."""

    row: int
    column: int
    value: Value
    text: str  # what a person sees: 85.00%, 1,482, 2026-09-01
    percent: bool = False  # the number format is a percentage; the value is then 0.85 for 85 %
    formula: str = ""
    trusted: bool = True  # False: a formula without a trustworthy stored result, or an error value; value is None

    @property
    def address(self) -> str:
        return address(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; what it holds stands in its top left cell."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def address(self) -> str:
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"

    def covers(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row of a folded sheet stands in what people brought: a column of a sheet, or a whole sheet or file."""

    file: str
    sheet: str
    number: int  # of the row there, or of the column where schools stand in columns
    words: str  # how people call it: G 列, 《青石小学.xlsx》「基本情况」
    places: Mapping[int, tuple[int, int]]  # column of the folded sheet → (row, column) there, of blank cells too


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: only the cells that hold something, by row and column.

    A folded one (see `spreadsheets.forms`) has the rows of a table made of what stands elsewhere: each row knows its
    origin, each cell keeps its own place, and `calls` says how people call a column.
    """

    name: str
    hidden: bool
    cells: Mapping[int, Mapping[int, Cell]]
    merges: tuple[Merge, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    last_row: int  # of the cells that hold something; 0 in an empty sheet
    last_column: int
    _merge_at: dict[tuple[int, int], Merge] = field(init=False, repr=False, compare=False)
    origins: Mapping[int, Origin] = field(default_factory=dict)
    calls: Mapping[int, str] = field(default_factory=dict)  # column → C8 in a card, 5 where figures stand in rows
    sections: frozenset[int] = frozenset()  # columns whose first head is the title of a section

    def __post_init__(self) -> None:
        places: dict[tuple[int, int], Merge] = {}
        for merge in self.merges:
            # Beyond the last cell there is nothing to look up, and a merge may reach far.
            for row in range(merge.top, min(merge.bottom, max(self.last_row, merge.top)) + 1):
                for column in range(merge.left, min(merge.right, max(self.last_column, merge.left)) + 1):
                    places[row, column] = merge
        object.__setattr__(self, "_merge_at", places)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell at a place; anywhere inside a merged range, the range's top left cell."""
        cells = self.cells.get(row)
        if cells is not None and column in cells:
            return cells[column]
        merge = self._merge_at.get((row, column))
        return self.cells.get(merge.top, {}).get(merge.left) if merge else None

    def place(self, row: int, column: int) -> str:
        """The address of a cell, blank or not, where it stands in what people brought."""
        origin = self.origins.get(row)
        at = origin.places.get(column) if origin is not None else (row, column)
        return address(*at) if at is not None else ""

    def called(self, column: int) -> str:
        """How people call a column: its letters, or the place its values have in the form."""
        return self.calls.get(column) or column_letters(column)

    def row_words(self, row: int) -> str:
        """How people call a row: 第 3 行, G 列, 《青石小学.xlsx》「基本情况」."""
        origin = self.origins.get(row)
        return origin.words if origin is not None else f"第 {row} 行"

    def row_code(self, row: int) -> str:
        """A row's name in answers; that of a folded one stays when other files come or go."""
        origin = self.origins.get(row)
        return str(row) if origin is None else f"{origin.file}!{origin.sheet}!{origin.number}"

    def merge_of(self, row: int, column: int) -> Merge | None:
        """The merged range that a place belongs to."""
        return self._merge_at.get((row, column))


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as read from its bytes."""

    name: str  # the file's name
    digest: str  # SHA-256 of the bytes, hexadecimal
    kind: str  # xlsx xlsm xls ods csv, told by content
    sheets: tuple[Sheet, ...]
    macros: bool
    links: bool  # it refers to other workbooks
    notes: tuple[str, ...]  # remarks for the user, in Chinese
