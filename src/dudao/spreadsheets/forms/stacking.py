"""The same table in several files, as when each school or township returns its own: stacked into one."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from dudao.spreadsheets.book import Cell, Merge, Origin, Sheet
from dudao.spreadsheets.forms.folded import Form, FormKind, Member
from dudao.spreadsheets.forms.words import Words
from dudao.spreadsheets.mapping.shapes import text_of
from dudao.spreadsheets.mapping.structure import Table, find_tables
from dudao.spreadsheets.mapping.wording import squeeze, year_of_title
from dudao.spreadsheets.reading.cells import extent


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of one file that holds one table of schools."""

    file: str
    sheet: Sheet
    table: Table
    frame: Hashable  # what the sheets of one form have in common


def part_of(file: str, sheet: Sheet, stamp: Hashable, words: Words) -> Part | None:
    """A sheet as a part of what may be stacked: one table with a head that asks for the school; None for any other."""
    tables = find_tables(sheet, words.knows)
    if len(tables) != 1 or not tables[0].head_rows[1]:
        return None
    (table,) = tables
    if not any(
        words.names_school(head.path[-1]) or words.names_code(head.path[-1]) for head in table.heads if head.path
    ):
        return None
    heads = tuple((head.column, tuple(map(squeeze, head.path))) for head in table.heads if head.path)
    year = next((found for text in (*table.titles, sheet.name, file) if (found := year_of_title(text))), 0)
    return Part(file, sheet, table, (sheet.name, heads, table.head_rows, year, stamp))


def alike(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts by form, those that several files have."""
    groups: dict[Hashable, list[Part]] = defaultdict(list)
    for part in parts:
        groups[part.frame].append(part)
    return [group for group in groups.values() if len({part.file for part in group}) > 1]


def stack(parts: Sequence[Part], book: str, name_of: int) -> tuple[Form, Sheet]:
    """One sheet of all their rows, below the head of the first. `name_of` is the column of the schools' names."""
    first = parts[0]
    head = first.table.head_rows[1]
    cells: dict[int, dict[int, Cell]] = {row: dict(held) for row, held in first.sheet.cells.items() if row <= head}
    merges = [merge for merge in first.sheet.merges if merge.bottom <= head]
    origins: dict[int, Origin] = {}
    hidden: set[int] = set()
    members = []
    last = head
    for part in parts:
        schools = []
        rows = {row: last + number for number, row in enumerate(part.table.rows, start=1)}
        for row, number in rows.items():
            cells[number] = dict(part.sheet.cells[row])
            places = {column: (row, column) for column in range(1, first.sheet.last_column + 1)}
            origins[number] = Origin(part.file, part.sheet.name, row, f"《{part.file}》第 {row} 行", places)
            hidden |= {number} if row in part.sheet.hidden_rows else set()
            schools += [text_of(cells[number][name_of])] if name_of in cells[number] else []
        merges += [
            Merge(rows[merge.top], merge.left, rows[merge.bottom], merge.right)
            for merge in part.sheet.merges
            if merge.top in rows and merge.bottom in rows
        ]
        last += len(rows)
        members.append(Member(file=part.file, sheet=part.sheet.name, schools=tuple(schools)))
    last_row, last_column = extent(cells)
    form = Form(name=first.sheet.name, kind=FormKind.STACKED, book=book, sheet=first.sheet.name, members=tuple(members))
    return form, Sheet(
        name=first.sheet.name,
        hidden=first.sheet.hidden,
        cells=cells,
        merges=tuple(merges),
        hidden_rows=frozenset(hidden),
        hidden_columns=first.sheet.hidden_columns,
        last_row=last_row,
        last_column=last_column,
        origins=origins,
    )
