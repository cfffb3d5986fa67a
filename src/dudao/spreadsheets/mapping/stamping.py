"""A filled template: its stamp says what every head is, so nothing has to be weighed."""

from dudao.spreadsheets.mapping.decision import Kind, Role, Sure
from dudao.spreadsheets.mapping.draft import Draft, DraftLine, DraftTable
from dudao.spreadsheets.mapping.evidence import column_cell, count
from dudao.spreadsheets.mapping.heads import read_path
from dudao.spreadsheets.mapping.stamp import Stamp, StampedLine
from dudao.spreadsheets.mapping.units import factor, unit_of

_KINDS = {kind.value: kind for kind in Kind}
_ROLES = {f"@{role.value}": role for role in Role}
WHY = "本程序的模板"


def draft_stamped(draft: Draft, table: DraftTable, stamp: Stamp) -> bool:
    """Draft a table by the stamp. False where a head is not the stamped one any more: it is weighed like any other's."""
    heads = [(head, stamp.line(table.sheet.name, head.path)) for head in table.table.heads if head.path]
    known = [(head, line) for head, line in heads if line is not None]
    if not known or len(known) < len(heads):
        return False
    table.kind = _KINDS.get(known[0][1].kind, Kind.IGNORED)
    table.why, table.list_figure = WHY, known[0][1].list_figure
    for head, stamped in known:
        line = draft.new_line(table, head)
        line.stats = draft.column_stats(table, head.column)
        table.lines.append(line)
        _take(draft, line, stamped)
    table.lists_schools = table.kind is Kind.SCHOOLS and bool(table.of_role(Role.FIGURE))
    items = [line.column for line in table.of_role(Role.ITEM)]
    values = [line.column for line in table.of_role(Role.VALUE)]
    for row in table.table.rows if items and table.kind in (Kind.COUNTY, Kind.SCHOOLS) else ():
        _item(draft, table, stamp, row, items[-1], values)
    return True


def _item(draft: Draft, table: DraftTable, stamp: Stamp, row: int, column: int, values: list[int]) -> None:
    cell = column_cell(table.sheet, row, column)
    if cell is None or not cell.text.strip():
        return
    head = (cell.text.strip(),)
    line = DraftLine(head, read_path(head), str(row), column, row=row)
    line.nth = table.nth_of(head, True)
    line.stats = count(column_cell(table.sheet, row, value) for value in values)
    table.lines.append(line)
    stamped = stamp.line(table.sheet.name, head)
    if stamped is None:
        line.ignore("模板里没有这一项")
    else:
        _take(draft, line, stamped)


def _take(draft: Draft, line: DraftLine, stamped: StampedLine) -> None:
    role = _ROLES.get(stamped.figure, Role.FIGURE)
    if role is Role.FIGURE and not stamped.list_figure and stamped.figure not in draft.catalogue:
        role = Role.JUDGEMENT  # an item's code: a column of a grid of schools and items
    line.settle(role, Sure.SURE if role is not Role.IGNORED else Sure.IGNORED, WHY)
    line.stage = stamped.stage
    line.year = stamped.year or line.year
    if role is Role.JUDGEMENT:
        line.figure = stamped.figure
    if role is Role.FIGURE:
        line.figure = stamped.figure
        line.written = unit_of(stamped.unit) if stamped.unit else line.written
        line.by = ""
    if stamped.unit and role is Role.FIGURE and stamped.list_figure:
        columns = {column.name: column.unit for column in draft.catalogue[stamped.list_figure].columns}
        wanted, written = unit_of(columns.get(stamped.figure, "")), unit_of(stamped.unit)
        if wanted is not None and written is not None:
            line.scale = factor(written, wanted) or line.scale
