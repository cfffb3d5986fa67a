"""Where the tables of a sheet are: titles, heads of several rows, data, totals, notes — as people lay them out.

Nothing here knows what a figure is. `knows` tells whether a text is a known head; everything else is told by shape.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from dudao.spreadsheets.book import Cell, Sheet
from dudao.spreadsheets.mapping.beside import Cells, Knows, begins_rows, in_order, is_number_head, lift
from dudao.spreadsheets.mapping.entries import Truth, read_yes_no
from dudao.spreadsheets.mapping.shapes import (
    blank_item,
    labelled,
    levels_in,
    numeric,
    opens_note,
    ordinals,
    said,
    stages,
    text_of,
    total,
    unit_alone,
    units,
    void,
)
from dudao.spreadsheets.mapping.table import Head, Table
from dudao.spreadsheets.mapping.units import unit_of


def find_tables(sheet: Sheet, knows: Knows) -> tuple[Table, ...]:
    """The tables of a sheet, from top to bottom; those side by side from left to right."""
    filled = {
        row: {
            column: cell
            for column, cell in cells.items()
            if cell.value is not None or cell.formula or cell.text.strip()
        }
        for row, cells in sheet.cells.items()
    }
    sides = lift(sheet, filled, knows)
    found = list(_Finder(sheet, knows, filled).tables())
    aside = [table for side in sides for table in _Finder(sheet, knows, side).tables()]
    return in_order(found, aside) if aside else tuple(found)


_MOST_TITLES = 10  # rows of titles above a head inside a sheet


class _Finder:
    def __init__(self, sheet: Sheet, knows: Knows, filled: Cells) -> None:
        self.sheet, self.knows, self.filled = sheet, knows, filled
        self.order = sorted(row for row, cells in self.filled.items() if cells)
        self.titles: list[str] = []
        self.count = 0

    # -- rows ---------------------------------------------------------------------------------------------------
    def cells(self, row: int) -> dict[int, Cell]:
        return self.filled.get(row, {})

    def single(self, row: int) -> str:
        """The text of a row that holds only one, '' for any other row."""
        cells = self.cells(row)
        if len(cells) != 1:
            return ""
        cell = next(iter(cells.values()))
        return "" if numeric(cell) else text_of(cell)

    def note_row(self, row: int) -> bool:
        """A row of remarks: 单位：万元, 填表人：…"""
        texts = [text_of(cell) for cell in self.cells(row).values()]
        if not texts:
            return False
        noted = sum(map(said, texts))
        if noted == len(texts) or labelled(texts):
            return True
        return noted >= 1 and noted * 2 >= len(texts) and not any(map(self.knows, texts))

    def texty(self, row: int) -> bool:
        """A row that could be a head: at least two texts, no figures."""
        cells = self.cells(row)
        texts = sum(1 for cell in cells.values() if not numeric(cell) and not void(cell))
        return texts >= 2 and not any(numeric(cell) for cell in cells.values()) and not self.note_row(row)

    def known(self, row: int) -> int:
        return sum(1 for cell in self.cells(row).values() if isinstance(cell.value, str) and self.knows(cell.value))

    # -- tables -------------------------------------------------------------------------------------------------
    def tables(self) -> Iterable[Table]:
        index = 0
        while index < len(self.order):
            row = self.order[index]
            if self._is_title(index):
                self.titles.extend(text_of(cell) for cell in self.cells(row).values())
                index += 1
                continue
            headed = self._starts_head(index)
            end_head = self._head_end(index) if headed else index
            after = self._body_end(end_head, {self._texts(row) for row in self.order[index:end_head]})
            if after > end_head:
                yield from self._build(index, end_head, after)
                self.titles = []
            else:
                self.titles.extend(text_of(cell) for cell in self.cells(row).values())
                after = max(end_head, index + 1)
            index = after

    def _is_title(self, index: int) -> bool:
        row = self.order[index]
        if self.note_row(row):
            return True
        if not self.single(row):
            return False
        merge = self.sheet.merge_of(row, next(iter(self.cells(row))))
        if (
            merge
            and merge.left > self._left
            and merge.right > merge.left
            and index + 1 < len(self.order)
            and self.texty(self.order[index + 1])
        ):
            return False  # 在校生 over 小学 and 初中, with 学校 one row below
        return True

    @cached_property
    def _left(self) -> int:
        return min(min(cells) for cells in self.filled.values() if cells)

    def _starts_head(self, index: int) -> bool:
        row = self.order[index]
        if not (self.texty(row) or self.single(row)):
            return False
        # "是否向人大报告 | 是" is an item and its value, not a head
        return not (
            len(self.cells(row)) == 2
            and self.known(row) >= 1
            and isinstance(read_yes_no(list(self.cells(row).values())[-1]), Truth)
        )

    def _head_end(self, index: int) -> int:
        """The index behind the last row of a head that begins at `index`."""
        end = index + 1
        while end < len(self.order):
            row, above = self.order[end], self.order[end - 1]
            if row != above + 1 and not self._merged_down(index, end, row):
                break
            if self._merged_down(index, end, row) and not any(numeric(cell) for cell in self.cells(row).values()):
                end += 1
            elif ordinals(self.cells(row)) or units(self.cells(row)):
                end += 1
            elif self._continues(index, end):
                end += 1
            else:
                break
        return end

    def _merged_down(self, index: int, end: int, row: int) -> bool:
        """Whether a merged range of the head reaches down to `row`."""
        for above in self.order[index:end]:
            for column in self.cells(above):
                merge = self.sheet.merge_of(above, column)
                if merge and merge.top == above and merge.bottom >= row and not numeric(self.cells(above)[column]):
                    return True
        return False

    def _continues(self, start: int, end: int) -> bool:
        """Whether a row stands under wider heads: under merged cells, or filling what the row above leaves blank."""
        row, above = self.order[end], self.order[end - 1]
        cells, tops = self.cells(row), self.cells(above)
        if any(numeric(cell) or void(cell) for cell in cells.values()) or self.note_row(row):
            return False
        left = min(min(self.cells(head)) for head in self.order[start:end])
        if stages(cells) and min(cells) > left:
            return True
        wide = {column for column in tops if (merge := self.sheet.merge_of(above, column)) and merge.right > merge.left}
        under = [column for column in cells if column not in tops or column in wide]
        beside = [column for column in cells if column in tops and column not in wide]
        if not under or min(under) < left:
            return False
        # A head's lower texts stand side by side under a wider one; the first of them may be right below its text.
        allowed = {column for column in beside if column + 1 in cells and column + 1 not in tops}
        return all(column in allowed for column in beside) and (bool(wide) or len(cells) >= 2)

    def _texts(self, row: int) -> tuple[tuple[int, str], ...]:
        return tuple(sorted((column, text_of(cell)) for column, cell in self.cells(row).items()))

    def _body_end(self, start: int, heads: set[tuple[tuple[int, str], ...]]) -> int:
        """The index behind the last row of the data that begin at `start`; their own head repeated ends nothing."""
        end, seen = start, False
        while end < len(self.order):
            row = self.order[end]
            gap = end > start and row > self.order[end - 1] + 1
            if self._texts(row) not in heads and self._new_table(end, gap, seen):
                break
            seen = seen or any(numeric(cell) for cell in self.cells(row).values())
            end += 1
        while end > start and self._is_title(end - 1) and end < len(self.order) and not self._trailing(end - 1):
            end -= 1  # titles of the next table
        return end

    def _trailing(self, index: int) -> bool:
        text = self.single(self.order[index])
        return opens_note(text) or total(text, self.knows(text)) or self.note_row(self.order[index])

    def _new_table(self, index: int, gap: bool, seen: bool) -> bool:
        """Whether a new table (its title or its head) begins here."""
        row = self.order[index]
        if self.single(row) and not self._trailing(index):
            follow = index + 1
            while follow < min(len(self.order), index + _MOST_TITLES) and self._is_title(follow):
                follow += 1
            return (
                follow < len(self.order)
                and self.order[follow] <= row + (follow - index) + 3
                and self._heads(follow, gap)
            )
        return self.texty(row) and self._heads(index, gap) and (seen or gap)

    def _heads(self, index: int, gap: bool) -> bool:
        """Whether a row inside a sheet is surely a head."""
        row = self.order[index]
        if not self.texty(row) or any(void(cell) or unit_alone(cell) for cell in self.cells(row).values()):
            return False  # an item with its unit whose values are not there yet
        cells = len(self.cells(row))
        needed = max(2, -(-cells // 2) if gap else -(-cells * 2 // 3))
        return self._knows_at_least(row, needed) and self._starts_head(index)

    def _knows_at_least(self, row: int, needed: int) -> bool:
        """Whether so many cells of a row are known words; stops looking once they cannot be."""
        left = len(self.cells(row))
        for cell in self.cells(row).values():
            if needed <= 0 or left < needed:
                break
            needed -= isinstance(cell.value, str) and self.knows(cell.value)
            left -= 1
        return needed <= 0

    # -- building ----------------------------------------------------------------------------------------------
    def _build(self, start: int, end_head: int, end: int) -> Iterable[Table]:
        head_rows = self.order[start:end_head]
        body = self.order[end_head:end]
        heads = self._heads_of(head_rows, body)
        parts = self._split(heads)
        for part in parts:
            self.count += 1
            title = _common_title(part) if len(parts) > 1 else ()
            part = tuple(replace(head, path=head.path[len(title) :]) for head in part)
            yield self._table(part, head_rows, body, "：".join(title))

    def _heads_of(self, head_rows: list[int], body: list[int]) -> tuple[Head, ...]:
        columns = sorted({column for row in [*head_rows, *body] for column in self.cells(row)})
        for row in head_rows:
            for column in list(self.cells(row)):
                merge = self.sheet.merge_of(row, column)
                if merge:
                    columns = sorted({*columns, *range(merge.left, min(merge.right, self.sheet.last_column) + 1)})
        unit_rows = [row for row in head_rows if units(self.cells(row)) and row != head_rows[0]]
        texts = [row for row in head_rows if row not in unit_rows and not ordinals(self.cells(row))]
        heads = []
        for column in columns:
            path = self._path(texts, column)
            unit = next(
                (
                    text_of(cell)
                    for row in unit_rows
                    if (cell := self.sheet.at(row, column)) is not None and unit_of(text_of(cell))
                ),
                "",
            )
            heads.append(Head(column, path, unit, column in self.sheet.hidden_columns))
        used = {column for row in body for column in self.cells(row)}
        return tuple(head for head in heads if head.path or head.column in used)

    def _path(self, rows: list[int], column: int) -> tuple[str, ...]:
        path: list[str] = []
        seen: set[tuple[int, int]] = set()
        for level, row in enumerate(rows):
            cell = self.sheet.at(row, column)
            if cell is None or not text_of(cell):
                cell = self._from_left(rows, level, column)
            if cell is None or (cell.row, cell.column) in seen:
                continue
            seen.add((cell.row, cell.column))
            for text in levels_in(text_of(cell)):
                if text and (not path or path[-1] != text):
                    path.append(text)
        return tuple(path)

    def _from_left(self, rows: list[int], level: int, column: int) -> Cell | None:
        """The wider head that stands to the left without being merged, where a lower head fills this column."""
        if level + 1 >= len(rows) or not any(column in self.cells(row) for row in rows[level + 1 :]):
            return None
        row = rows[level]
        lefts = [left for left in self.cells(row) if left < column]
        if not lefts or self.sheet.merge_of(row, max(lefts)):
            return None
        left = max(lefts)
        filled = all(
            any(between in self.cells(below) for below in rows[level + 1 :]) for between in range(left, column + 1)
        )
        return self.cells(row)[left] if filled else None

    def _split(self, heads: tuple[Head, ...]) -> list[tuple[Head, ...]]:
        """Tables side by side: with an empty column between them, or each numbering its rows; each begins with a key."""
        parts: list[list[Head]] = [[]]
        for place, head in enumerate(heads):
            if parts[-1] and (head.column > parts[-1][-1].column + 1 or self._numbers_anew(heads, place)):
                parts.append([])
            parts[-1].append(head)
        merged: list[list[Head]] = [parts[0]]
        for part in parts[1:]:
            if len(part) >= 2 and part[0].path and begins_rows(part[0].path[-1], self.knows):
                merged.append(part)
            else:
                merged[-1].extend(part)
        return [tuple(part) for part in merged if part]

    def _numbers_anew(self, heads: tuple[Head, ...], place: int) -> bool:
        """Whether a head 序号 is the second one, with as many columns behind it as behind the first, or more than one."""
        leaf = heads[place].path[-1] if heads[place].path else ""
        first = heads[0].path[-1] if heads[0].path else ""
        return place >= 2 and is_number_head(leaf) and is_number_head(first) and len(heads) - place >= 2

    def _table(self, heads: tuple[Head, ...], head_rows: list[int], body: list[int], title: str = "") -> Table:
        columns = {head.column for head in heads}
        texts = {
            tuple(sorted((c, text_of(cell)) for c, cell in self.cells(row).items() if c in columns))
            for row in head_rows
        }
        rows: list[int] = []
        totals: list[int] = []
        notes: list[int] = []
        groups: dict[int, str] = {}
        dividers: dict[int, str] = {}
        group = ""
        for row in body:
            cells = {column: cell for column, cell in self.cells(row).items() if column in columns}
            if not cells:
                continue
            kind = self._kind(row, cells, texts, min(columns))
            if kind == "total":
                totals.append(row)
            elif kind == "note":
                notes.append(row)
            elif kind == "group":
                group = dividers[row] = text_of(next(iter(cells.values())))
            elif kind == "data":
                rows.append(row)
                if group:
                    groups[row] = group
        return Table(
            sheet=self.sheet.name, nth=self.count, titles=(title, *self.titles) if title else tuple(self.titles), heads=heads,
            head_rows=(head_rows[0], head_rows[-1]) if head_rows else (0, 0),
            rows=tuple(rows), totals=tuple(totals), notes=tuple(notes), groups=groups, dividers=dividers,
        )  # fmt: skip

    def _kind(self, row: int, cells: dict[int, Cell], heads: set[tuple[tuple[int, str], ...]], left: int) -> str:
        """What a row of the body is: data, total, note, group (a divider) or a repeated head."""
        ordered = [cells[column] for column in sorted(cells)]
        if tuple(sorted((column, text_of(cell)) for column, cell in cells.items())) in heads or ordinals(
            self.cells(row)
        ):
            return "head"
        texts = [text_of(cell) for cell in ordered if not numeric(cell)]
        if self.note_row(row) or (texts and opens_note(texts[0]) and len(cells) <= 2):
            return "note"
        sums = [place for place, text in enumerate(texts[:3]) if len(text) < 24 and total(text, self.knows(text))]
        if sums and not any(self.knows(text) and not total(text, True) for text in texts[: sums[0]]):
            return "total"  # but 随迁子女 | 合计 is an item
        if len(cells) == 1 and texts:
            only = next(iter(cells))
            if blank_item(texts[0], self.knows(texts[0])) and self.sheet.merge_of(row, only) is None:
                return "data"
            return "group" if len(texts[0]) <= 20 or only == left else "note"
        return "data"


def _common_title(heads: tuple[Head, ...]) -> tuple[str, ...]:
    """The texts that stand above all heads of one of several tables side by side."""
    title: list[str] = []
    while all(len(head.path) > len(title) + 1 for head in heads):
        tops = {head.path[len(title)] for head in heads}
        if len(tops) > 1:
            break
        title.append(tops.pop())
    return tuple(title)


__all__ = ["Head", "Knows", "Table", "find_tables"]
