"""What folding makes: sheets whose rows are schools, each row and cell knowing where it stands in what people brought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dudao.spreadsheets.book import Book, Cell, Merge, Origin, Sheet
from dudao.spreadsheets.reading.cells import cell, extent


class FormKind(StrEnum):
    """How a form was folded."""

    CARDS = "cards"  # a sheet or a file for each school
    TURNED = "turned"  # schools in columns, figures in rows
    STACKED = "stacked"  # the same table in several files


FORM_WORDS: dict[str, str] = {
    FormKind.CARDS: "一校一表",
    FormKind.TURNED: "学校在列、项目在行",
    FormKind.STACKED: "几份文件同一张表",
}


@dataclass(frozen=True, kw_only=True)
class Member:
    """A sheet that went into a folded one."""

    file: str
    sheet: str
    schools: tuple[str, ...] = ()  # as written there


@dataclass(frozen=True, kw_only=True)
class Form:
    """One stranger form: the sheets that have it, and the one table they became."""

    name: str
    kind: FormKind
    book: str  # the folded book's name
    sheet: str  # the folded sheet's name
    members: tuple[Member, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Folded:
    """Books ready to be mapped, and the forms that were folded on the way.

    `books` holds what is to be mapped: books as they were, with folded sheets in place of others, or made of sheets of
    several files. `brought` holds what was given, under names that tell two files of one name apart, as origins do.
    """

    books: tuple[Book, ...]
    brought: tuple[Book, ...] = ()
    forms: tuple[Form, ...] = ()
    remarks: tuple[str, ...] = ()

    def form_of(self, book: str, sheet: str) -> Form | None:
        """The form that a sheet of a folded book was made of; None for one that stands as it was brought."""
        return next((form for form in self.forms if (form.book, form.sheet) == (book, sheet)), None)


@dataclass(frozen=True, slots=True)
class Column:
    """A column to be: its heads from the widest to its own, its unit, and how people call it."""

    heads: tuple[str, ...]
    unit: str = ""
    call: str = ""
    section: bool = False  # the first head is the title of a section
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be: where it stands, and its cells by the number of their column."""

    origin: Origin
    cells: Mapping[int, Cell]
    hidden: bool = False


@dataclass(slots=True)
class Plan:
    """A folded sheet before it is laid out."""

    name: str
    titles: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Row]
    hidden: bool = False
    shared: Sequence[tuple[int, int, int]] = field(default_factory=tuple)  # (first row, last row, column) of one cell

    def sheet(self) -> Sheet:
        """The table: titles, heads as deep as the deepest, a row of units, then the rows."""
        cells: dict[int, dict[int, Cell]] = {}
        merges: list[Merge] = []
        for number, text in enumerate(self.titles, start=1):
            cells[number] = {1: _text(number, 1, text)}
        top = len(self.titles) + 1
        deep = max(2, max(len(column.heads) for column in self.columns))
        for number, column in enumerate(self.columns, start=1):
            heads = column.heads or ("",)
            for level, text in enumerate(heads):
                cells.setdefault(top + level, {})[number] = _text(top + level, number, text)
            if len(heads) < deep:
                merges.append(Merge(top + len(heads) - 1, number, top + deep - 1, number))
        first = top + deep
        units = {number: column.unit for number, column in enumerate(self.columns, start=1) if column.unit}
        if units:
            cells[first] = {number: _text(first, number, unit) for number, unit in units.items()}
            first += 1
        origins = {}
        for number, row in enumerate(self.rows, start=first):
            cells[number] = dict(sorted(row.cells.items()))
            origins[number] = row.origin
        merges += [Merge(first + start, column, first + end, column) for start, end, column in self.shared]
        last_row, last_column = extent({row: held for row, held in cells.items() if held})
        return Sheet(
            name=self.name,
            hidden=self.hidden,
            cells={row: held for row, held in cells.items() if held},
            merges=tuple(merges),
            hidden_rows=frozenset(first + number for number, row in enumerate(self.rows) if row.hidden),
            hidden_columns=frozenset(number for number, column in enumerate(self.columns, start=1) if column.hidden),
            last_row=last_row,
            last_column=last_column,
            origins=origins,
            calls={number: column.call for number, column in enumerate(self.columns, start=1) if column.call},
            sections=frozenset(number for number, column in enumerate(self.columns, start=1) if column.section),
        )


def _text(row: int, column: int, text: str) -> Cell:
    return cell(row, column, text, text)
