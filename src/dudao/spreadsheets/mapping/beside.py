"""Tables that stand beside another one: a list to the right of the county's items, each with its own head and rows.

They are lifted out of their sheet before its tables are looked for. What only stands behind an empty column under the
same heads is no table of its own: it has no column that says what its rows are.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from dudao.spreadsheets.book import Cell, Sheet
from dudao.spreadsheets.mapping.numbers import tidy
from dudao.spreadsheets.mapping.shapes import numeric, said, text_of, unit_alone, void
from dudao.spreadsheets.mapping.table import Table

Cells = dict[int, dict[int, Cell]]  # row → column → cell, what is filled
Knows = Callable[[str], bool]

_KEYS = re.compile(r"^(序号|编号|学校|校名|单位|指标|项目|名称|学段|年度|年份|乡镇|内容|类别)")
# What the first column of a list may be called: what its rows are, not what is counted of them.
_ROWS_ARE = re.compile(
    r"(序号|编号|学校|校名|园名|园校|\(校\)|\(园\)|名称|项目|指标|事项|内容|学科|科目|年级|班级|人群|对象|乡镇|街道|片区|部门|单位|问题|文件|资金|教室)(\([^()]*\))?$"
)
_SERIAL = re.compile(r"^(序号|编号|序|号|顺序)$")


def begins_rows(text: str, knows: Knows) -> bool:
    """Whether a head surely begins a table: it is known, and says what the rows are."""
    return bool(text) and knows(text) and bool(_KEYS.match(tidy(text)))


def is_number_head(text: str) -> bool:
    """Whether a head stands above the numbers of the rows: 序号."""
    return bool(_SERIAL.match(re.sub(r"\s+", "", tidy(text))))


@dataclass(frozen=True, slots=True)
class _Block:
    """Cells to the right of a gap: their rows from top to bottom."""

    left: int
    rows: dict[int, dict[int, Cell]]


def lift(sheet: Sheet, filled: Cells, knows: Knows) -> list[Cells]:
    """The tables beside others, taken out of `filled`; from top to bottom, then from left to right."""
    lifted: list[Cells] = []
    for row, left in sorted(_starts(sheet, filled), key=lambda start: (-start[1], start[0])):
        if left not in filled[row]:
            continue  # gone with a table above it
        block = _Block(left, _rows_below(sheet, filled, row, left))
        if not _alone(filled, block, knows):
            continue
        for each, cells in block.rows.items():
            for column in cells:
                del filled[each][column]
        lifted.append(block.rows)
    return sorted(lifted, key=lambda rows: (min(rows), min(map(min, rows.values()))))


def _starts(sheet: Sheet, filled: Cells) -> Iterable[tuple[int, int]]:
    """Where something begins behind an empty column, with nothing but a title right above it."""
    rows = [row for row, cells in filled.items() if cells]
    first = min((min(filled[row]) for row in rows), default=0)
    for row in rows:
        cells = filled[row]
        above = filled.get(row - 1) or {}
        end = max(above, default=0)
        if end >= max(cells) and len(above) > 1:
            continue
        for column, cell in cells.items():
            if column - 1 <= first or column - 1 in cells or numeric(cell) or _crossed(sheet, row, column):
                continue
            beyond = [each for each in above if each >= column]
            if not beyond or (len(beyond) == 1 and not numeric(above[beyond[0]])):
                yield row, column


def _crossed(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a merged cell reaches over the gap before a column."""
    if not sheet.merges:
        return False
    merge = sheet.merge_of(row, column - 1)
    return merge is not None and merge.right >= column


def _rows_below(sheet: Sheet, filled: Cells, row: int, left: int) -> Cells:
    """The rows of what begins at a cell, down to where nothing stands there or the gap before it ends."""
    rows: Cells = {}
    last, shape = row - 1, frozenset[int]()
    for each in sorted(number for number in filled if number >= row):
        if left - 1 in filled[each] or _crossed(sheet, each, left):
            break
        cells = {column: cell for column, cell in filled[each].items() if column >= left}
        if not cells:
            continue
        if each > last + 1 and (each > last + 3 or frozenset(cells) != shape):
            break
        rows[each] = cells
        last, shape = each, frozenset(cells)
    return rows


def _alone(filled: Cells, block: _Block, knows: Knows) -> bool:
    """Whether a block is a table: a head that says what its rows are, and rows; its place is not that of a wider table."""
    order = sorted(block.rows)
    head = next((row for row in order if len(block.rows[row]) > 1), 0)
    if not head or any(numeric(cell) or void(cell) for cell in block.rows[head].values()):
        return False
    if block.left not in block.rows[head] or any(said(text_of(cell)) for cell in block.rows[head].values()):
        return False
    body = [row for row in order if row > head]
    name = text_of(block.rows[head][block.left])
    key = block.left + 1 if is_number_head(name) and block.left + 1 in block.rows[head] else block.left
    named = [cell for row in body if (cell := block.rows[row].get(key)) is not None]
    words = [cell for cell in named if not numeric(cell) and not unit_alone(cell)]
    if not words or len(named) * 5 < len(body) * 3 or len(words) * 2 < len(named):
        return False
    if begins_rows(name, knows):
        return True
    return bool(_ROWS_ARE.search(re.sub(r"\s+", "", tidy(name)))) and not _of_one(filled, block, head)


def _of_one(filled: Cells, block: _Block, head: int) -> bool:
    """Whether a block begins and ends with what stands to its left, as columns of one table do."""
    top, bottom = min(block.rows), max(block.rows)
    beside = [row for row in sorted(filled) if row >= top and any(column < block.left for column in filled[row])]
    if not beside or _both_titled(filled, block, head):
        return False
    ends = next((row for row in beside if row >= bottom and row + 1 not in beside), 0)
    heads = next((row for row in beside if len(_left(filled[row], block.left)) > 1), 0)
    return ends == bottom and heads in (top, head)


def _both_titled(filled: Cells, block: _Block, head: int) -> bool:
    """Whether a text stands alone above the heads of either side: titles, not one head beside another."""
    top = min(block.rows)
    title = _left(filled[top], block.left)
    heads = _left(filled[head], block.left)
    return top < head and len(title) == 1 and len(heads) > 1 and title[0] in heads


def _left(cells: dict[int, Cell], column: int) -> list[int]:
    return [each for each in cells if each < column]


def in_order(found: list[Table], aside: list[Table]) -> tuple[Table, ...]:
    """All tables of a sheet, numbered from top to bottom and from left to right."""
    ordered = sorted((*found, *(_titled(table, found) for table in aside)), key=_place)
    return tuple(replace(table, nth=number) for number, table in enumerate(ordered, 1))


def _place(table: Table) -> tuple[int, int]:
    return table.head_rows[0] or min(table.rows, default=0), table.columns[0]


def _titled(table: Table, found: list[Table]) -> Table:
    """A table beside another with the titles of the one to its left, where it has none of its own."""
    if table.titles:
        return table
    top = table.head_rows[0] or min(table.rows, default=0)
    beside = (
        other
        for other in found
        if _place(other)[0] <= top <= max((*other.rows, *other.totals, *other.head_rows), default=0)
    )
    return replace(table, titles=next((other.titles for other in beside), ()))
