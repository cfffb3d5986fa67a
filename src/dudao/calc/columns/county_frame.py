"""Formulas over the counties of a chunk, each county a place: their own figures, and sums over their schools."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dudao.calc.columns.compiling import Work
from dudao.calc.columns.frame import TYPES, FrameFacts
from dudao.calc.columns.settling import settled
from dudao.calc.columns.values import UNKNOWN, Values, Words, column, from_exact
from dudao.calc.figures.declaration import Figure, Level
from dudao.calc.formula.tree import Node, OverSchools, parse

if TYPE_CHECKING:
    from dudao.calc.columns.chunk import Chunk


class CountyFrame:
    """At one stage ('' = the county as a whole), `shift` years from the evaluation year."""

    divisor = None  # nothing is shared between counties
    unit = ""

    def __init__(self, chunk: "Chunk", stage: str, shift: int) -> None:
        self.chunk = chunk
        self.world = chunk.world
        self.stage = stage
        self.shift = shift
        self.size = len(chunk.counties)
        self.schools: Sequence[int] = range(self.size)  # the counties themselves
        self.kept: dict[Work, Values] = {}
        self._own: dict[str, Values] = {}
        chunk.frames.append(self)

    def close(self) -> None:
        """Forget what was worked out."""
        self.kept.clear()
        self._own.clear()

    def __call__(self, node: Node, *, shared: bool = False) -> Values:
        """A formula at every county."""
        return self.chunk.compiler(node)(self)

    def figure(self, name: str, stage: str, offset: int) -> Values:
        """A figure as a formula names it here."""
        figure = self.chunk.catalogue[name]
        year = self.shift + offset if figure.several_years else 0
        if (offset and not figure.several_years) or (figure.several_years and not self.world.evaluation_year):
            return UNKNOWN
        where = stage or self.stage if figure.level is Level.COUNTY_STAGE else ""
        return self.chunk.county_frame(where, year).own(figure)

    def own(self, figure: Figure) -> Values:
        """A figure of the counties at this very stage and year: given, derived, or both where they agree."""
        found = self._own.get(figure.name)
        if found is None:
            text = figure.formula_for(self.stage)
            given, decimals = self._given(figure)
            found = settled(given, self(parse(text)), decimals, self.size) if text else given
            self._own[figure.name] = found
        return found

    def _given(self, figure: Figure) -> tuple[Values, int]:
        stated = self.chunk.table.county.get((figure.name, self.stage, self.shift))
        if stated is None:
            return UNKNOWN, 0
        cells, unknown = stated.part(self.chunk.span.counties)
        kind = TYPES.get(figure.kind, Words)
        return column(cells, kind, stated.decimals, frozenset(unknown), self.size), stated.decimals

    def levels(self, code: str) -> Sequence[str | None] | None:
        """The levels that persons chose for an item, county by county."""
        levels = self.chunk.table.judged_county.get(code)
        return None if levels is None else levels[self.chunk.span.counties]

    def over_schools(self, node: OverSchools) -> Values:
        return from_exact(self.chunk.sums(node, self.stage, self.shift))

    def facts(self) -> FrameFacts:
        return FrameFacts(self)

    def of(self, places: Sequence[int]) -> "CountyFrame":
        raise NotImplementedError("every county is judged")

    def exact(self, node: Node) -> list[Any]:
        """A formula as the exact evaluator would give it, county by county."""
        found = self(node)
        return [found.at(place) for place in range(self.size)]
