"""Lists of "item | value": an item in each row, its values beside it, by year or by stage."""

import re
from collections.abc import Sequence

from dudao.spreadsheets.mapping.decision import Kind, Role, Sure
from dudao.spreadsheets.mapping.draft import Draft, DraftLine, DraftTable, is_change, is_remark, is_serial, structural
from dudao.spreadsheets.mapping.evidence import column_cell, count
from dudao.spreadsheets.mapping.figures import name_line
from dudao.spreadsheets.mapping.heads import read_path
from dudao.spreadsheets.mapping.itemised import Item, Layout, find_items, item_rows
from dudao.spreadsheets.mapping.naming import Names
from dudao.spreadsheets.mapping.numbers import absence, tidy
from dudao.spreadsheets.mapping.rereading import named_whole, reread_item
from dudao.spreadsheets.mapping.structure import Head
from dudao.spreadsheets.mapping.units import Unit, unit_of
from dudao.spreadsheets.mapping.wording import STAGE_NOTIONS, squeeze, stage_of, wording


def layouts(draft: Draft, table: DraftTable, names: Names) -> list[Layout]:
    """The item-and-value lists a table may be read as, from left to right."""
    found: list[Layout] = []
    items: list[int] = []
    current: Layout | None = None
    for head in table.table.heads:
        role = _column_role(draft, table, head, names)
        if role is Role.ITEM:
            if current is not None and current.values:
                found.append(current)
                items, current = [], None
            items.append(head.column)
            current = current or Layout(items, [])
        elif current is None:
            continue
        elif role is Role.UNIT:
            current.unit = current.unit or head.column
        elif role is Role.VALUE:
            current.values.append(head)
    if current is not None and current.values:
        found.append(current)
    for layout in found:
        layout.known = sum(names.knows(_last(table, row, layout.items)) for row in item_rows(table))
    return found


def measured(table: DraftTable, layout: Layout) -> bool:
    """Whether a list is one of items by its shape: 项目 | 单位 | 数额, with a unit in nearly every row, or 项目 | years."""
    heads = {head.column: head for head in table.table.heads}
    path = heads[layout.items[-1]].path if layout.items[-1] in heads else ()
    if not path or structural(squeeze(path[-1])) is not Role.ITEM:
        return False
    if not layout.unit:
        return sum(bool(head.path and wording(head.path[-1]).year) for head in layout.values) >= 2
    return len(table.texts(layout.unit)) * 5 >= len(table.table.rows) * 4


def _last(table: DraftTable, row: int, columns: Sequence[int]) -> str:
    for column in reversed(columns):
        cell = table.sheet.at(row, column)
        if cell is not None and cell.text.strip():
            return cell.text.strip()
    return ""


def _column_role(draft: Draft, table: DraftTable, head: Head, names: Names) -> Role:
    leaf = squeeze(head.path[-1]) if head.path else ""
    if is_serial(leaf):
        return Role.IGNORED
    texts = table.texts(head.column)
    units = sum(unit_of(text) is not None for text in texts)
    if texts and units * 2 > len(texts) and not any(_number(text) for text in texts):
        return Role.UNIT
    if is_remark(leaf) or is_change(leaf):
        return Role.IGNORED
    word = wording(head.path[-1]) if head.path else None
    told = word is not None and not word.plain and (word.year or word.relative is not None)
    numbers = sum(_number(text) or absence(tidy(text), "") is not None for text in texts)
    if told or (texts and numbers * 2 >= len(texts)):
        return Role.VALUE if not _serial_values(texts, leaf) else Role.IGNORED
    known = sum(names.knows(text) for text in texts)
    if structural(leaf) is Role.ITEM or known * 3 >= len(texts) > 0 or (not head.path and known):
        return Role.ITEM
    if structural(leaf) is Role.VALUE or stage_of(leaf):
        return Role.VALUE
    distinct = len(set(texts))
    return (
        Role.ITEM
        if texts and distinct < len(table.table.rows) and len(texts) >= 1 and not leaf
        else Role.VALUE
        if not leaf and texts
        else Role.ITEM
    )


def _number(text: str) -> bool:
    return bool(re.search(r"\d", text)) and bool(re.match(r"^[\d.,，．、%％\s（()）+-]+[^\d]{0,4}$", text.strip()))


def _serial_values(texts: list[str], leaf: str) -> bool:
    numbers = [int(text) for text in texts if text.isdigit()]
    return (
        not leaf and len(numbers) == len(texts) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def draft_items(draft: Draft, table: DraftTable, found: list[Layout], names: Names) -> None:
    """The lines of an item-and-value list: its columns, and a line for each item."""
    table.kind, table.why = Kind.COUNTY, "项目在行，数值在列"
    used = {
        column for layout in found for column in (*layout.items, layout.unit, *(head.column for head in layout.values))
    }
    for head in table.table.heads:
        line = draft.new_line(table, head)
        line.stats = draft.column_stats(table, head.column)
        table.lines.append(line)
        if any(head.column in layout.items for layout in found):
            line.settle(Role.ITEM, Sure.SURE, "项目名称")
        elif any(head.column == layout.unit for layout in found):
            line.settle(Role.UNIT, Sure.SURE, "计量单位")
        elif head.column in used:
            _value_column(draft, table, line)
        else:
            line.ignore("序号、备注或比较")
    for layout in found:
        _draft_rows(draft, table, layout, names)


def _value_column(draft: Draft, table: DraftTable, line: DraftLine) -> None:
    word = wording(line.head[-1]) if line.head else None
    line.settle(Role.VALUE, Sure.SURE, "数值")
    line.year = line.year or (table.year if not line.path.year else 0)
    if line.year:
        line.why = f"{line.year} 年的数值"
    stages = line.path.stages
    if len(stages) == 1 and word is not None and not (word.hard - STAGE_NOTIONS.keys()):
        line.stage = next(iter(stages))


def item_paths(table: DraftTable, layout: Layout) -> list[tuple[int, tuple[str, ...]]]:
    """The rows that hold an item, each with the texts down to it: its category, what it is a part of, its own."""
    return [(item.row, item.full) for item in find_items(table, layout)]


def _draft_rows(draft: Draft, table: DraftTable, layout: Layout, names: Names) -> None:
    for item in find_items(table, layout):
        line = DraftLine(
            item.full, read_path(item.full), str(item.row), layout.items[-1], row=item.row,
            hidden=item.row in table.sheet.hidden_rows,
        )  # fmt: skip
        line.nth = table.nth_of(item.full, True)
        line.stats = count(column_cell(table.sheet, item.row, head.column) for head in layout.values)
        line.written = line.path.unit or _unit_beside(table, item.row, layout)
        line.path = item.read(item.full, line.written)
        line.year = draft.year_of(line.path, table)
        table.lines.append(line)
        if is_serial(squeeze(item.own[-1])):
            line.ignore("序号")
            continue
        _name_item(draft, table, line, item, names)


def _name_item(draft: Draft, table: DraftTable, line: DraftLine, item: Item, names: Names) -> None:
    """Name an item by all that stands above it; where that says nothing, by its row; then by its own text."""
    full = line.path
    if named_whole(draft, table, line, item, names):
        return
    tries = item.tries()
    for texts in tries:
        left_out = item.read((*line.head[: len(line.head) - len(texts)], ""), line.written)
        narrowed = frozenset(notion for word in (*left_out.parents, left_out.leaf) if word for notion in word.narrowing)
        narrowed -= left_out.loose
        if narrowed - STAGE_NOTIONS.keys():
            break
        line.path = item.read(texts, line.written)
        name_line(draft, table, line, names, guess=texts == tries[-1])
        if line.sure is Sure.SURE and narrowed and line.role is Role.FIGURE and not line.by:
            line.sure, line.why = Sure.LOOK, f"{line.why}；没用上“{left_out.label}”"
        if line.sure is not Sure.IGNORED or line.by:
            break
    line.path = full
    reread_item(draft, table, line, item, names)


def _unit_beside(table: DraftTable, row: int, layout: Layout) -> Unit | None:
    if not layout.unit:
        return None
    cell = table.sheet.at(row, layout.unit)
    return unit_of(cell.text) if cell is not None else None
