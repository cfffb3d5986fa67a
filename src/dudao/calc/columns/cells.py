"""The columns of some whole counties, ready to be worked with: what is unknown filled in and listed apart.

Made once for all standards that are worked out over the same counties.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dudao.calc.columns.table import Span, Table


@dataclass(frozen=True, slots=True)
class Cells:
    """`values` at `unknown` mean nothing."""

    values: Sequence[Any]
    unknown: frozenset[int]
    decimals: int


class Counties:
    """Places are counted from the first county, school and row of the span."""

    def __init__(self, table: Table, span: Span) -> None:
        self.table = table
        self.span = span
        self.codes = table.counties[span.counties]
        self.schools = table.schools[span.schools]
        first = span.counties.start
        self.county_of = [county - first for county in table.county_of[span.schools]]
        first = span.schools.start
        self.school_of = [school - first for school in table.school_of[span.rows]]
        self.stage_of = table.stage_of[span.rows]
        self._kept: dict[tuple[str, str], Cells | None] = {}

    def school(self, name: str) -> Cells | None:
        """The column of a school figure; None: there is none."""
        key = "school", name
        if key not in self._kept:
            column = self.table.school.get(name)
            self._kept[key] = _filled(column.values[self.span.schools], column.decimals) if column else None
        return self._kept[key]

    def row(self, name: str) -> Cells | None:
        """The column of a school-stage figure; behind its rows one cell for a row that is missing (unknown) and one for
        a stage that a school has not (0)."""
        key = "row", name
        if key not in self._kept:
            column = self.table.row.get(name)
            if column is None:
                self._kept[key] = None
            else:
                filled = _filled(column.values[self.span.rows], column.decimals)
                self._kept[key] = Cells([*filled.values, 1, 0], filled.unknown, filled.decimals)
        return self._kept[key]


def _filled(cells: Sequence[Any], decimals: int) -> Cells:
    count = cells.count(None)
    if not count:
        return Cells(cells, frozenset(), decimals)
    if 8 * count > len(cells):
        unknown = [place for place, cell in enumerate(cells) if cell is None]
    else:
        unknown, place = [], -1
        for _ in range(count):
            place = cells.index(None, place + 1)
            unknown.append(place)
    filled = list(cells)
    for place in unknown:
        filled[place] = 1
    return Cells(filled, frozenset(unknown), decimals)
