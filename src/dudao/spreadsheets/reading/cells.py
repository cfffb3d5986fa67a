"""What the readers of all formats share: the bounds of a sheet, and how a stored number becomes a value and a text."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from dudao.spreadsheets.book import Cell, Merge, Value, address
from dudao.spreadsheets.reading.guard import (
    MOST_ALL_TEXT,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_TEXT,
    UnreadableBook,
)
from dudao.spreadsheets.reading.number_format import NumberFormat, date_of, show_date, show_time

MOST_MERGED = 200_000  # places in merged ranges, in one sheet
PAGE = f"{MOST_ROWS:,} 行 × {MOST_COLUMNS} 列"

_new = object.__new__
_row, _column, _value, _text, _percent, _formula, _trusted = (
    Cell.__dict__[name].__set__ for name in ("row", "column", "value", "text", "percent", "formula", "trusted")
)


def cell(
    row: int,
    column: int,
    value: Value,
    text: str,
    percent: bool = False,
    formula: str = "",
    trusted: bool = True,
) -> Cell:
    """The same as Cell(…) in half the time: a workbook has a hundred thousand of them."""
    made = _new(Cell)
    _row(made, row)
    _column(made, column)
    _value(made, value)
    _text(made, text)
    _percent(made, percent)
    _formula(made, formula)
    _trusted(made, trusted)
    return made


@dataclass(slots=True)
class Tally:
    """How much has been read of one workbook so far; it refuses to go on beyond the bounds."""

    cells: int = 0
    characters: int = 0

    def count(self, sheet: str, row: int, column: int) -> None:
        """One more cell that holds something."""
        if row > MOST_ROWS or column > MOST_COLUMNS:
            raise UnreadableBook(
                f"工作表“{sheet}”的单元格 {address(row, column)} 有内容，超出了 {PAGE} 的范围。"
                "请删去那里的内容，另存后再上传"
            )
        self.cells += 1
        if self.cells > MOST_CELLS:
            raise UnreadableBook(
                f"这个工作簿里有内容的单元格超过 {MOST_CELLS // 10_000} 万个。请只留下需要的工作表，另存后再上传"
            )

    def text(self, sheet: str, row: int, column: int, text: str) -> str:
        """The text, when it is not longer than a cell may be."""
        self.characters += len(text)
        if len(text) > MOST_TEXT:
            raise UnreadableBook(
                f"工作表“{sheet}”的单元格 {address(row, column)} 里有 {len(text):,} 个字，最多 {MOST_TEXT:,} 个。"
                "请删短后另存再上传"
            )
        if self.characters > MOST_ALL_TEXT:
            raise UnreadableBook("这个工作簿里的文字太多，不能读取。请只留下需要的工作表，另存后再上传")
        return text


def shown(number: int | Fraction, form: NumberFormat, *, since_1904: bool) -> tuple[Value, str]:
    """A stored number's value and what a person sees of it, by its format: a date, a time, a percentage, a number."""
    if form.kind == "date":
        day = date_of(number, since_1904=since_1904)
        if day is not None:
            return day, show_date(day, number, form)
    if form.kind == "time" and number >= 0:
        return number, show_time(number)
    return number, form.show(number)


def within(merges: Iterable[Merge], sheet: str, last_row: int, last_column: int) -> tuple[Merge, ...]:
    """The merged ranges cut to where the sheet holds something, as a column merged to its very end may reach far.

    UnreadableBook for a range so large that no table has it, and for ranges that together cover more than they could.
    """
    kept: list[Merge] = []
    places = 0
    for merge in merges:
        if (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1) > MOST_ROWS * MOST_COLUMNS:
            raise _too_large(sheet, merge)
        cut = Merge(merge.top, merge.left, min(merge.bottom, last_row), min(merge.right, last_column))
        if cut.bottom < cut.top or cut.right < cut.left or (cut.top, cut.left) == (cut.bottom, cut.right):
            continue
        places += (cut.bottom - cut.top + 1) * (cut.right - cut.left + 1)
        if places > MOST_MERGED:
            raise _too_large(sheet, merge)
        kept.append(cut)
    return tuple(kept)


def _too_large(sheet: str, merge: Merge) -> UnreadableBook:
    return UnreadableBook(
        f"工作表“{sheet}”的合并区域 {merge.address} 太大（或合并区域太多）。请取消这个合并，另存后再上传"
    )


def extent(cells: dict[int, dict[int, Cell]]) -> tuple[int, int]:
    """The last row and the last column that hold something; 0, 0 where nothing does."""
    return max(cells, default=0), max((max(row) for row in cells.values()), default=0)
