"""A table of a sheet: its titles, its heads of several levels, and what each of its rows is."""

from dataclasses import dataclass, field

from dudao.spreadsheets.book import column_letters


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a table: the texts down to it, from the widest to its own."""

    column: int
    path: tuple[str, ...]
    unit: str = ""  # of a row of units below the head
    hidden: bool = False

    @property
    def place(self) -> str:
        return column_letters(self.column)


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of a sheet. Rows are sheet rows; `dividers` are rows with one text, `groups` the one above a data row."""

    sheet: str
    nth: int
    titles: tuple[str, ...]
    heads: tuple[Head, ...]
    head_rows: tuple[int, int]  # (0, 0) where it has none
    rows: tuple[int, ...]
    totals: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    groups: dict[int, str] = field(default_factory=dict)
    dividers: dict[int, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[int, ...]:
        return tuple(head.column for head in self.heads)
