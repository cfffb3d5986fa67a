"""Figures of many counties in memory: one list per figure, whole numbers in a declared unit, None where unknown."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class TableError(ValueError):
    """The columns do not fit together; the message says which, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One figure. A number is `values[i]` units of 10^-decimals; other kinds hold the value itself.

    What is unknown is None among the values; or, where `unknown` lists those places in order, whatever stands there.
    """

    values: Sequence[Any]
    decimals: int = 0
    unknown: Sequence[int] | None = None

    def cells(self, places: slice | None = None) -> list[Any]:
        """The values (some of them in a row), None where unknown."""
        values, unknown = self.part(places or slice(0, len(self.values)))
        for place in unknown:
            values[place] = None
        return values

    def part(self, places: slice) -> tuple[list[Any], list[int]]:
        """Some values in a row (1 where unknown), and which of them are unknown."""
        values = list(self.values[places])
        if self.unknown is None:
            unknown = [place for place, value in enumerate(values) if value is None]
        else:
            low, high = (bisect_left(self.unknown, end) for end in (places.start, places.stop))
            unknown = [place - places.start for place in self.unknown[low:high]]
        for place in unknown:
            values[place] = 1
        return values, unknown


@dataclass(frozen=True, slots=True)
class Span:
    """A run of whole counties: where its counties, schools and rows begin and end."""

    counties: slice
    schools: slice
    rows: slice


@dataclass(frozen=True, kw_only=True)
class Table:
    """Counties, their schools and the schools' stages, and a column for every figure there is.

    The schools of a county stand together, in the order of the counties; the rows of a school (one per stage, 普通高中
    too) in the order of the schools. `county` is addressed by figure, stage ('' where it has none) and years before the
    evaluation year (0, -1 …). `judged_…`: item code → one level code per school or county, '' or None = not yet.
    """

    counties: Sequence[str]
    schools: Sequence[str]
    county_of: Sequence[int]  # school → county
    school_of: Sequence[int]  # row → school
    stage_of: Sequence[str]  # row → stage
    school: Mapping[str, Column] = field(default_factory=dict)
    row: Mapping[str, Column] = field(default_factory=dict)
    county: Mapping[tuple[str, str, int], Column] = field(default_factory=dict)
    judged_school: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    judged_county: Mapping[str, Sequence[str | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, order, known in (("县", self.county_of, self.counties), ("学校", self.school_of, self.schools)):
            if any(one > other for one, other in zip(order, order[1:])):
                raise TableError(f"同一{name}的数据要连在一起，并按{name}的先后排列；请先排序。")
            if order and not 0 <= order[0] <= order[-1] < len(known):
                raise TableError(f"有一行的{name}不在{name}的清单里；请核对清单。")
        pairs = set(zip(self.school_of, self.stage_of))
        if len(pairs) != len(self.school_of):
            raise TableError("有学校的同一学段写了两行；请删去一行。")
        self._check(self.school, len(self.schools), "学校")
        self._check(self.row, len(self.school_of), "学段行")
        self._check(self.county, len(self.counties), "县")
        self._check({code: Column(levels) for code, levels in self.judged_school.items()}, len(self.schools), "学校")
        self._check({code: Column(levels) for code, levels in self.judged_county.items()}, len(self.counties), "县")

    def _check(self, columns: Mapping[Any, Column], size: int, what: str) -> None:
        for name, column in columns.items():
            if len(column.values) != size:
                raise TableError(f"列 {name} 有 {len(column.values)} 个数，{what}有 {size} 个；两者要一样多。")

    def spans(self, rows: int) -> Iterator[Span]:
        """Whole counties together, of at least so many rows where there are as many."""
        schools = [bisect_left(self.county_of, county) for county in range(len(self.counties) + 1)]
        bounds = [bisect_left(self.school_of, school) for school in schools]
        first = 0
        for county in range(1, len(bounds)):
            if bounds[county] - bounds[first] >= rows or county == len(self.counties):
                within = (slice(places[first], places[county]) for places in (schools, bounds))
                yield Span(slice(first, county), *within)
                first = county
