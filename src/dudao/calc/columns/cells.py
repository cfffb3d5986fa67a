"""The columns of some whole counties, ready to be worked with: what is unknown filled in and listed apart.

Made once for all standards that are worked out over the same counties.
"""

from dataclasses import dataclass
from itertools import compress, count
from typing import Any

from dudao.calc.columns.table import Column, Span, Table


@dataclass(frozen=True, slots=True)
class Cells:
    """`values` at `unknown` mean nothing."""

    values: list[Any]
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
        self._row_at: dict[str, list[int]] = {}

    def row_at(self, stage: str) -> list[int]:
        """Per school where its row of a stage stands; behind all rows where it has none."""
        found = self._row_at.get(stage)
        if found is None:
            found = self._row_at[stage] = [len(self.school_of)] * len(self.schools)
            here = [at == stage for at in self.stage_of]
            for row, school in zip(compress(count(), here), compress(self.school_of, here)):
                found[school] = row
        return found

    def school(self, name: str) -> Cells | None:
        """The column of a school figure; None: there is none."""
        key = "school", name
        if key not in self._kept:
            column = self.table.school.get(name)
            self._kept[key] = _filled(column, self.span.schools) if column else None
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
                filled = _filled(column, self.span.rows)
                filled.values.extend((1, 0))
                self._kept[key] = filled
        return self._kept[key]


def _filled(column: Column, places: slice) -> Cells:
    values, unknown = column.part(places)
    return Cells(values, frozenset(unknown), column.decimals)
