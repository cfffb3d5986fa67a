"""One county of a table as the exact evaluator sees it: county figures from their columns, sums over schools ready made.

Everything asked of a county as a whole (its items, points, triggers) is worked out by `calc.assessment` itself over
this world; only what comes of its schools was worked out in columns before.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from dudao.calc.assessment.world import World
from dudao.calc.figures import Judgement, Key, Kind, Known, Snapshot
from dudao.calc.formula.exact import Formula, Scope, Worked
from dudao.calc.formula.ratio import ratio
from dudao.calc.formula.tree import Node, OverSchools

if TYPE_CHECKING:
    from dudao.calc.columns.chunk import Chunk


class CountyWorld(World):
    """`units` is empty: no school is asked one by one."""

    def __init__(self, chunk: "Chunk", place: int) -> None:
        self.chunk = chunk
        self.number = place
        whole = chunk.world
        snapshot = Snapshot(
            schools=(),
            statements=cast(Any, Stated(chunk, place)),
            judgements=cast(Any, Judged(chunk, place)),
            choices=whole.choices,
        )
        super().__init__(whole.standard, whole.catalogue, snapshot, whole.formulas, merging=False)
        self._parameters = whole._parameters

    def close(self) -> None:
        """Let go of everything: a world holds itself, and would keep the columns."""
        self.__dict__.clear()

    def formula(self, node: Node) -> Formula:
        return lambda scope: self.chunk.at_counties(node, scope.stage, scope.shift)[self.number]

    def work(self, node: Node, unit: str = "", stage: str = "") -> Worked:
        return self.chunk.at_counties(node, stage, 0)[self.number]

    def value(self, unit: str, figure: str, stage: str, year: int) -> Worked:
        declared = self.catalogue[figure]
        if unit or (declared.several_years and not self.evaluation_year):
            return None
        shift = year - self.evaluation_year if declared.several_years else 0
        return self.chunk.county_frame(stage, shift).own(declared).at(self.number)

    def places(self, stage: str, shift: int) -> Sequence[Scope]:
        """One for the county: `parts` already holds the sum of all its schools."""
        return (self.scope(),)

    def parts(self, node: OverSchools, stage: str, shift: int) -> dict[str, Worked]:
        return {"": self.chunk.sums(node, stage, shift)[self.number]}

    def unsettled(self, stage: str) -> Sequence[str]:
        return ()  # the sums say themselves where nobody knows which schools there are


class Stated:
    """What is stated for one county, read from the columns when asked."""

    def __init__(self, chunk: "Chunk", place: int) -> None:
        self.chunk = chunk
        self.place = chunk.span.counties.start + place

    def get(self, key: Key | tuple[str, str, str, int]) -> Known | None:
        unit, name, stage, year = key
        if unit or name not in self.chunk.catalogue:
            return None
        figure = self.chunk.catalogue[name]
        offset = year - self.chunk.world.evaluation_year if figure.several_years else 0
        column = self.chunk.table.county.get((name, stage, offset))
        value = column.cells(slice(self.place, self.place + 1))[0] if column is not None else None
        if value is None or column is None:
            return None
        if figure.kind is Kind.NUMBER:
            return Known(ratio(value, 10**column.decimals), "", column.decimals)
        return Known(value)


class Judged:
    """What persons said of one county's items."""

    def __init__(self, chunk: "Chunk", place: int) -> None:
        self.chunk = chunk
        self.place = chunk.span.counties.start + place

    def get(self, key: tuple[str, str]) -> Judgement | None:
        code, unit = key
        levels = self.chunk.table.judged_county.get(code)
        level = levels[self.place] if levels is not None and not unit else None
        return Judgement(level=level) if level else None
