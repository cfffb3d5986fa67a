"""A sheet as its owner knows it, with what each column is taken for: what the mapping page draws at the left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from dudao.spreadsheets.book import Cell, Sheet, address
from dudao.spreadsheets.mapping import LineProposal, Sure, TableProposal

ROWS_A_PAGE = 100
MOST_COLUMNS = 120
LONGEST_TEXT = 60
SPILLING = 8  # characters
HIGHEST_HEAD = 12  # rows; a head below that is drawn where it stands
SHAPES = {Sure.SURE: "ok", Sure.LOOK: "warn", Sure.ASK: "open", Sure.IGNORED: "na"}
COLOURS = {Sure.SURE: "ok", Sure.LOOK: "warn", Sure.ASK: "open", Sure.IGNORED: "none"}


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What is to be seen at single cells of a sheet: numbers of what is wrong, and unknown values."""

    wrong: Mapping[str, int]  # cell → its number in the list of what is wrong
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class ShownSheet:
    """One page of a sheet, as lines of HTML; every text in them is escaped."""

    head: Sequence[SafeString]
    body: Sequence[SafeString]
    page: int
    pages: int
    first: int
    last: int
    rows: int  # of the whole sheet
    cut: int  # columns that are not shown


def page_of(sheet: Sheet, tables: Sequence[TableProposal], row: int) -> int:
    """The page on which a row stands."""
    top = _top(tables)
    return max(0, (row - top - 1) // ROWS_A_PAGE) + 1


def shown_sheet(sheet: Sheet, tables: Sequence[TableProposal], marks: Marks, page: int = 1) -> ShownSheet:
    """A page of at most 100 rows below the head; the head stands on each."""
    drawing = _Drawing(sheet, tables, marks)
    top = _top(tables)
    pages = max(1, -(-(sheet.last_row - top) // ROWS_A_PAGE))
    page = min(max(page, 1), pages)
    first = top + 1 + (page - 1) * ROWS_A_PAGE
    last = min(sheet.last_row, first + ROWS_A_PAGE - 1)
    return ShownSheet(
        head=[drawing.letters(), *drawing.rows(1, top)],
        body=list(drawing.rows(first, last)),
        page=page,
        pages=pages,
        first=first,
        last=last,
        rows=sheet.last_row,
        cut=max(0, sheet.last_column - MOST_COLUMNS),
    )


def _top(tables: Sequence[TableProposal]) -> int:
    """The last row of the first table's head, where it stands near the top."""
    heads = [table.head_rows[1] for table in tables if table.head_rows[1]]
    return heads[0] if heads and heads[0] <= HIGHEST_HEAD else 0


class _Drawing:
    def __init__(self, sheet: Sheet, tables: Sequence[TableProposal], marks: Marks) -> None:
        self.sheet = sheet
        self.marks = marks
        self.columns = range(1, min(sheet.last_column, MOST_COLUMNS) + 1)
        self.across = {line.place: line for table in tables for line in table.lines if line.line.across}
        self.after: dict[int, TableProposal] = {}  # row → table whose proposals stand under it
        self.column_of: dict[int, dict[int, LineProposal]] = {}  # row → its table's lines by column
        self.kind_of: dict[int, str] = {}
        for table in tables:
            self._lay(table)

    def _lay(self, table: TableProposal) -> None:
        called = {line.place: line for line in table.lines if not line.line.across}
        lines = {column: called[call] for column in self.columns if (call := self.sheet.called(column)) in called}
        top, bottom = table.head_rows
        if bottom:
            self.after[bottom] = table
        elif table.rows:
            self.after[table.rows[0] - 1] = table
        for row in range(top, bottom + 1) if bottom else ():
            self.kind_of[row] = "hd"
            self.column_of[row] = lines
        for row in range(1, top):
            self.kind_of.setdefault(row, "ti")
        for row in table.rows:
            self.column_of[row] = lines
        for row in table.totals:
            self.kind_of[row] = "sub"
        for row in table.notes:
            self.kind_of.setdefault(row, "rem")

    def letters(self) -> SafeString:
        hidden = self.sheet.hidden_columns
        cells = [
            f'<th scope="col">{escape(self.sheet.called(column))}{" <small>隐</small>" if column in hidden else ""}</th>'
            for column in self.columns
        ]
        lead = '<th scope="col"><span class="visually-hidden">行号</span></th>'
        if self.across:
            lead += '<th scope="col">认作</th>'
        return mark_safe(f"<tr>{lead}{''.join(cells)}</tr>")

    def rows(self, first: int, last: int) -> Iterator[SafeString]:
        if first == 1 and (table := self.after.get(0)):
            yield self._proposals(table)
        for row in range(first, last + 1):
            yield self._row(row, first, last)
            if table := self.after.get(row):
                yield self._proposals(table)

    def _row(self, row: int, first: int, last: int) -> SafeString:
        kind = self.kind_of.get(row, "")
        lines = self.column_of.get(row, {})
        hidden = " <small>隐</small>" if row in self.sheet.hidden_rows else ""
        style = f' class="{kind}"' if kind else ""
        stands = f' title="{escape(self.sheet.row_words(row))}"' if row in self.sheet.origins else ""
        parts = [f'<tr id="r{row}"{style}><th scope="row"{stands}>{row}{hidden}</th>']
        if self.across:
            parts.append(self._across(self.across.get(str(row))))
        cells = self.sheet.cells.get(row, {})
        merges = bool(self.sheet.merges)
        free, spilled = not lines and kind != "sub", 0
        for column in self.columns:
            if merges and (merge := self.sheet.merge_of(row, column)):
                starts = column == merge.left and (row == merge.top or row == first)
                if not starts:
                    continue
                across = min(merge.right, self.columns[-1]) - column + 1
                down = min(merge.bottom, last) - row + 1
                parts.append(self._cell(self.sheet.at(row, column), row, column, kind, lines.get(column), across, down))
            elif column > spilled:
                cell = cells.get(column)
                across = self._spill(cell, row, column) if free else 1
                spilled = column + across - 1
                parts.append(self._cell(cell, row, column, kind, lines.get(column), across))
        parts.append("</tr>")
        return mark_safe("".join(parts))

    def _spill(self, cell: Cell | None, row: int, column: int) -> int:
        """Over how many columns a long text runs, as in a spreadsheet: over empty ones, outside of tables."""
        if cell is None or not isinstance(cell.value, str) or len(cell.text) < SPILLING:
            return 1
        cells = self.sheet.cells.get(row, {})
        across = 1
        while (
            column + across <= self.columns[-1]
            and column + across not in cells
            and self.sheet.merge_of(row, column + across) is None
        ):
            across += 1
        return across

    def _cell(
        self,
        cell: Cell | None,
        row: int,
        column: int,
        kind: str,
        line: LineProposal | None,
        across: int = 1,
        down: int = 1,
    ) -> str:
        place = address(row, column)
        text = "" if cell is None else cell.text
        classes = []
        if cell is not None and isinstance(cell.value, int | Fraction) and not isinstance(cell.value, bool):
            classes.append("n")
        number = self.marks.wrong.get(place)
        if number:
            classes.append("err")
        elif place in self.marks.unknown:
            classes.append("unk")
        if line is not None and line.sure in (Sure.ASK, Sure.LOOK):
            classes.append(f"c-{COLOURS[line.sure]}")
        if kind == "hd" and line is not None:
            classes.append(f"on-{COLOURS[line.sure]}")
        span = (f' colspan="{across}"' if across > 1 else "") + (f' rowspan="{down}"' if down > 1 else "")
        shown = escape(text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…")
        if number:
            shown += f'<sup><span class="visually-hidden">错 </span>{number}</sup>'
        anchor = f' id="{place}"' if number else ""
        style = f' class="{" ".join(classes)}"' if classes else ""
        return f"<td{anchor}{style}{span}>{shown}</td>"

    def _proposals(self, table: TableProposal) -> SafeString:
        lines = self.column_of.get(table.rows[0] if table.rows else table.head_rows[1], {})
        parts = [
            '<tr class="as"><th scope="row"><span aria-hidden="true">→</span><span class="visually-hidden">认作</span></th>'
        ]
        if self.across:
            parts.append("<td></td>")
        for column in self.columns:
            line = lines.get(column)
            parts.append("<td></td>" if line is None else f'<td class="c-{COLOURS[line.sure]}">{_said(line)}</td>')
        parts.append("</tr>")
        return mark_safe("".join(parts))

    def _across(self, line: LineProposal | None) -> str:
        return "<td></td>" if line is None else f'<td class="as c-{COLOURS[line.sure]}">{_said(line)}</td>'


def _said(line: LineProposal) -> str:
    label = escape(line.label if line.sure is not Sure.ASK or line.label.endswith(("?", "？")) else f"{line.label}？")
    shape = SHAPES[line.sure]
    return f'<span class="st st-{COLOURS[line.sure]}"><svg class="sh" aria-hidden="true"><use href="#s-{shape}"/></svg>{label}</span>'
