"""The tables of a mapping found again in a book, by their heads."""

from collections import Counter

from dudao.spreadsheets.mapping.collecting import Collection
from dudao.spreadsheets.mapping.decision import (
    SURE_WORDS,
    Kind,
    Line,
    Mapping,
    Option,
    Question,
    Role,
    Sure,
    TableMapping,
)
from dudao.spreadsheets.mapping.draft import Draft, DraftTable
from dudao.spreadsheets.mapping.figures import fitting_cells
from dudao.spreadsheets.mapping.figures import where as where_stands
from dudao.spreadsheets.mapping.index import SURE_COST
from dudao.spreadsheets.mapping.itemised import Layout
from dudao.spreadsheets.mapping.items import item_paths
from dudao.spreadsheets.mapping.recalling import head_words
from dudao.spreadsheets.mapping.schools import Placed
from dudao.spreadsheets.mapping.structure import Head, Table


def find_placed(draft: Draft, mapping: Mapping) -> tuple[list[Placed], list[str]]:
    """The tables of a mapping in this book, and remarks on those that are not there."""
    wanted = [table for table in mapping.tables if table.kind is not Kind.IGNORED]
    tables = [(sheet, table) for sheet, found in draft.found for table in found]
    placed: list[Placed] = []
    missing: list[str] = []
    used: set[tuple[str, int]] = set()
    for known in wanted:
        ranked = sorted(
            ((_likeness(known, table), sheet.name == known.sheet, table.nth == known.nth), index)
            for index, (sheet, table) in enumerate(tables) if (sheet.name, table.nth) not in used
        )  # fmt: skip
        best = max(ranked, default=None)
        if best is None or best[0][0] < 0.5:
            missing.append(f"对应里的表「{known.sheet}」（第 {known.nth} 张）在这个工作簿里找不到")
            continue
        sheet, table = tables[best[1]]
        used.add((sheet.name, table.nth))
        placed.append(_place(draft, known, DraftTable(sheet, table)))
    return placed, missing


def _likeness(known: TableMapping, table: Table) -> float:
    """The share of a mapping's columns that a table has."""
    heads = [head_words(line.head) for line in known.lines if not line.across and line.head]
    if not heads:
        return 0.5 if not any(head.path for head in table.heads) else 0.0
    there = {head_words(head.path) for head in table.heads}
    return sum(head in there for head in heads) / len(heads)


def _place(draft: Draft, known: TableMapping, found: DraftTable) -> Placed:
    exact = {(line.head, line.nth): line for line in known.lines if not line.across}
    loose = {(head_words(line.head), line.nth): line for line in known.lines if not line.across}
    count: Counter[tuple[str, ...]] = Counter()
    columns: dict[int, Line] = {}
    for head in found.table.heads:
        count[head.path] += 1
        line = exact.get((head.path, count[head.path])) or loose.get((head_words(head.path), count[head.path]))
        if line is not None:
            columns[head.column] = line
    return Placed(found.sheet, found.table, known, columns, _items(known, found, columns))


def _items(known: TableMapping, found: DraftTable, columns: dict[int, Line]) -> dict[int, Line]:
    """Which row holds which item of an item-and-value list."""
    lines = {(line.head, line.nth): line for line in known.lines if line.across}
    if not lines:
        return {}
    items: dict[int, Line] = {}
    count: Counter[tuple[str, ...]] = Counter()
    for layout in _layouts(columns):
        for row, path in item_paths(found, layout):
            count[path] += 1
            line = lines.get((path, count[path]))
            if line is not None and (row not in items or items[row].role is Role.IGNORED):
                items[row] = line
    return items


def _layouts(columns: dict[int, Line]) -> list[Layout]:
    layouts: list[Layout] = []
    for column in sorted(columns):
        role = columns[column].role
        if role is Role.ITEM:
            if layouts and layouts[-1].values == [] and layouts[-1].items[-1] < column and not layouts[-1].closed:
                layouts[-1].items.append(column)
            else:
                layouts.append(Layout([column], []))
        elif layouts and role in (Role.VALUE, Role.UNIT):
            layouts[-1].closed = True
    return layouts


def new_columns(draft: Draft, placed: Placed, collection: Collection) -> None:
    """Heads and items that the mapping does not know: named, and asked where they surely hold a figure."""
    if placed.mapping.kind not in (Kind.SCHOOLS, Kind.COUNTY):
        return
    if placed.items:
        _new_items(placed, collection)
        return
    table = draft.new_table(placed.sheet, placed.table)
    for head in placed.table.heads:
        if head.column not in placed.columns and head.path:
            _new_column(draft, placed, table, head, collection)


def _new_items(placed: Placed, collection: Collection) -> None:
    table = DraftTable(placed.sheet, placed.table)
    paths = (path for layout in _layouts(placed.columns) for path in item_paths(table, layout))
    left = [path[-1] for row, path in paths if row not in placed.items]
    if left:
        collection.remarks.append(
            f"「{placed.sheet.name}」有 {len(left)} 项对应里没有，没有带入：{'、'.join(left[:8])}"
        )


def _new_column(draft: Draft, placed: Placed, table: DraftTable, head: Head, collection: Collection) -> None:
    names = draft.vocabulary.school if placed.mapping.kind is Kind.SCHOOLS else draft.vocabulary.county
    line = draft.new_line(table, head)
    line.stats = draft.column_stats(table, head.column)
    where = f"{where_stands(line)}「{line.path.label}」"
    collection.remarks.append(f"「{placed.sheet.name}」{where}对应里没有，{SURE_WORDS[Sure.IGNORED]}")
    matches = names.matches(line.path, table.context, line.written)
    best = next((match for match in matches if fitting_cells(draft, line, match.figure)), None)
    if best is None or best.cost > SURE_COST or not line.stats.filled:
        return
    if any(each.figure == best.figure and each.stage == best.stage for each in placed.columns.values()):
        return
    label = draft.figure_label(best.figure, best.stage)
    collection.ask(Question(
        id=f"new:{placed.key}:{line.label}", kind="figure", sheet=placed.sheet.name, place=line.place,
        text=f"{where}是新的，像“{label}”，对应里没有，怎么办？", detail="重新认一次列，或定为不带入。",
        options=(Option(code="ignore", label="不带入"),), figures=(best.figure,),
    ))  # fmt: skip
