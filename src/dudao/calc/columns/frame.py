"""Where formulas are worked out over columns: some schools of a chunk, all at one stage ('' = the schools themselves)."""

from collections.abc import Sequence, Set
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from dudao.calc.columns import logic
from dudao.calc.columns.arithmetic import arithmetic, numbers
from dudao.calc.columns.compiling import Work
from dudao.calc.columns.divisors import divisor
from dudao.calc.columns.settling import settled
from dudao.calc.columns.values import (
    NOWHERE,
    UNKNOWN,
    Constant,
    Numbers,
    Picked,
    Truths,
    Values,
    Words,
    column,
    from_exact,
    taken,
)
from dudao.calc.figures import Kind
from dudao.calc.figures.declaration import Figure, Level
from dudao.calc.formula.tree import Node, OverSchools, parse

if TYPE_CHECKING:
    from dudao.calc.columns.chunk import Chunk
    from dudao.calc.columns.county_frame import CountyFrame

TYPES: dict[Kind, type] = {Kind.NUMBER: Numbers, Kind.YES_NO: Truths}
UNIT = "*"  # stands for the code of a school where the exact evaluator asks for one


class Frame:
    """`schools` are places in the chunk. `alone`: merged campuses are not added to their school.
    `counted`: a stage that is not attached after all is none (0) instead of unknown, as in sums. `within`: another frame
    and the places of it that these are; what was worked out there is taken over."""

    def __init__(
        self,
        chunk: "Chunk",
        schools: Sequence[int],
        stage: str = "",
        shift: int = 0,
        *,
        alone: bool = False,
        counted: bool = False,
        within: "tuple[Frame, Sequence[int]] | None" = None,
    ) -> None:
        self.chunk = chunk
        self.world = chunk.world
        self.schools = schools
        self.stage = stage
        self.shift = shift
        self.alone = alone
        self.counted = counted
        self.within = within
        self.size = len(schools)
        self.unit = UNIT
        self.kept: dict[Work, Values] = {}
        self._figures: dict[Any, Values] = {}
        self._siblings: dict[tuple[str, int, bool], Frame] = {(stage, shift, counted): self}
        chunk.frames.append(self)

    def close(self) -> None:
        """Forget what was worked out."""
        self.kept.clear()
        self._figures.clear()
        self._siblings.clear()

    def __call__(self, node: Node, *, shared: bool = False) -> Values:
        """A formula at every place."""
        return self.chunk.compiler(node, shared=shared)(self)

    def at(self, stage: str, shift: int = 0, *, counted: bool = False) -> "Frame":
        """The same schools at another stage or in another year."""
        counted = counted or (self.counted and stage == self.stage)
        found = self._siblings.get((stage, shift, counted))
        if found is None:
            found = Frame(self.chunk, self.schools, stage, shift, alone=self.alone, counted=counted)
            found._siblings = self._siblings
            self._siblings[stage, shift, counted] = found
        return found

    def of(self, places: Sequence[int]) -> "Frame":
        """Some of the places."""
        schools = [self.schools[place] for place in places]
        return Frame(self.chunk, schools, self.stage, self.shift, alone=self.alone, within=(self, places))

    @cached_property
    def whole(self) -> bool:
        """Whether these are all schools of the chunk, in order."""
        return self.size == len(self.chunk.codes)

    @cached_property
    def _picked(self) -> Picked:
        return Picked(self.schools)

    def picked(self, per_school: Sequence[Any]) -> Sequence[Any]:
        """What belongs to the schools of this frame."""
        return per_school if self.whole else self._picked.pick(per_school)

    @cached_property
    def _taken(self) -> Picked:
        assert self.within is not None
        return Picked(self.within[1])

    @cached_property
    def _rows(self) -> tuple[Picked, Set[int]]:
        """The rows of these schools, and the places whose row is missing."""
        order, missing = (
            self.picked(self.chunk.row_at(self.stage, counted=self.counted)),
            len(self.chunk.columns.school_of),
        )
        lacking, place = set(), -1
        for _ in range(order.count(missing)):
            place = order.index(missing, place + 1)
            lacking.add(place)
        return Picked(order), lacking or NOWHERE

    @cached_property
    def county_of(self) -> Sequence[int]:
        return self.picked(self.chunk.county_of)

    @cached_property
    def _counties(self) -> Picked:
        return Picked(self.county_of, repeated=True)

    @cached_property
    def divisor(self) -> Numbers | None:
        """What a shared resource is divided by in place of the pupils; None: nothing is shared here."""
        if self.within is not None and (found := self.within[0].divisor) is not None:
            return cast(Numbers, taken(found, self._taken))
        return divisor(self) if self.within is None else None

    def levels(self, code: str) -> Sequence[str | None] | None:
        """The levels that persons chose for an item, school by school."""
        levels = self.chunk.table.judged_school.get(code)
        return None if levels is None else self.picked(levels[self.chunk.span.schools])

    @cached_property
    def absent(self) -> Set[int]:
        """Places whose school is of a type without this stage."""
        with_stage = self.picked(self.chunk.with_stage(self.stage, counted=self.counted))
        return (
            frozenset(place for place, one in enumerate(with_stage) if one is False) if False in with_stage else NOWHERE
        )

    @cached_property
    def untyped(self) -> Set[int]:
        """Places whose school is of unknown type."""
        untyped = self.chunk.untyped
        return {place for place, one in enumerate(self.schools) if one in untyped} if untyped else NOWHERE

    # — figures

    def figure(self, name: str, stage: str, offset: int) -> Values:
        """A figure as a formula names it here."""
        key = name, stage, offset
        found = self._figures.get(key)
        if found is None:
            if self.within is not None:
                frame = self.within[0]
                found = taken(frame.figure(name, stage, offset), self._taken)
            else:
                found = self._figure(self.chunk.catalogue[name], stage, offset)
            self._figures[key] = found
        return found

    def _figure(self, figure: Figure, stage: str, offset: int) -> Values:
        year = self.shift + offset if figure.several_years else 0
        if (offset and not figure.several_years) or (figure.several_years and not self.world.evaluation_year):
            return UNKNOWN
        if not figure.level.of_school:
            where = (stage or self.stage) if figure.level is Level.COUNTY_STAGE else ""
            return self._of_county(figure, where, year)
        if figure.level is Level.SCHOOL:
            return self.at("", year)._own(figure)
        if stage or self.stage:
            return self.at(stage or self.stage, year)._own(figure)
        return self._total(figure, year)

    def _of_county(self, figure: Figure, stage: str, year: int) -> Values:
        """A figure of the county, for each of its schools."""
        found = self.chunk.county_frame(stage, year).own(figure)
        return taken(found, self._counties)

    def _own(self, figure: Figure) -> Values:
        """A figure of schools at this very stage and year: given, derived, or both where they agree."""
        key = figure.name
        found = self._figures.get(key)
        if found is None:
            found = self._figures[key] = self._counting(figure)
        return found

    def _counting(self, figure: Figure) -> Values:
        given, decimals = self._given(figure)
        text = figure.formula_for(self.stage)
        derived: Values = UNKNOWN
        if text:
            derived = self(parse(text))
            found = settled(given, derived, decimals, self.size)
            if figure.level is Level.SCHOOL_STAGE and not self.chunk.compiler.keeps_nothing(text):
                known = derived != UNKNOWN or given == UNKNOWN  # what is given is 0 there already
                found = self._without_stage(figure, found) if known else found
        else:
            found = given
        if self.chunk.campuses and not self.alone and figure.kind in (Kind.NUMBER, Kind.LIST):
            found = self._together(figure, found, derived)
        return found

    def _given(self, figure: Figure) -> tuple[Values, int]:
        kind = TYPES.get(figure.kind, Words)
        name = f"{figure.name}[{self.shift}]" if self.shift else figure.name
        if figure.level is Level.SCHOOL:
            cells = self.chunk.columns.school(name)
            if cells is None:
                return UNKNOWN, 0
            unknown: Set[int] = cells.unknown
            if unknown and not self.whole:
                unknown = self._picked.found(unknown)
            return column(self.picked(cells.values), kind, cells.decimals, unknown, self.size), cells.decimals
        cells = self.chunk.columns.row(name)
        if cells is None:
            return (UNKNOWN if figure.formula_for(self.stage) else self._nothing_given(kind)), 0
        rows, lacking = self._rows
        unknown = rows.found(cells.unknown) | lacking if cells.unknown else lacking
        if kind is not Numbers:
            unknown |= self.absent
        return column(rows.pick(cells.values), kind, cells.decimals, unknown, self.size), cells.decimals

    def _nothing_given(self, kind: type) -> Values:
        """Nobody stated it of any school; it is 0 where there is no such stage."""
        if not self.absent or kind is not Numbers:
            return UNKNOWN
        return Numbers([0] * self.size, 1, frozenset(range(self.size)) - self.absent)

    def _without_stage(self, figure: Figure, found: Values) -> Values:
        """Nothing (0) where the school's type has no such stage; nobody knows where the type is unknown."""
        untyped = self.untyped
        if not self.absent and not untyped:
            return found
        where = Truths([place in self.absent for place in range(self.size)], untyped)
        return logic.chosen(where, Constant(0) if figure.kind is Kind.NUMBER else UNKNOWN, found, self.size)

    def _together(self, figure: Figure, found: Values, derived: Values) -> Values:
        """The school's own figure and those of its merged campuses, added; unknown where one of them is."""
        merged = [place for place, school in enumerate(self.schools) if school in self.chunk.campuses]
        merged = [place for place in merged if place not in self.absent or figure.level is Level.SCHOOL]
        if not merged:
            return found
        derivation = self.world.formulas.derivation(figure.name, self.stage)
        changed: dict[int, Any] = {}
        for place in merged:
            if derivation is not None and not derivation.additive:
                changed[place] = derived.at(place)
                continue
            parts = (self.schools[place], *self.chunk.campuses[self.schools[place]])
            alone = Frame(self.chunk, parts, self.stage, self.shift, alone=True)._own(figure)
            values: list[Any] = [alone.at(part) for part in range(len(parts))]
            if None in values:
                changed[place] = None
            elif figure.kind is Kind.LIST:
                changed[place] = tuple(row for rows in values for row in rows)
            else:
                changed[place] = sum(values)
        return from_exact([changed[place] if place in changed else found.at(place) for place in range(self.size)])

    def _total(self, figure: Figure, year: int) -> Values:
        """A school-stage figure over the stages of the standard that a school has."""
        total: Values = Numbers([0] * self.size, 1, self.untyped) if self.untyped else Constant(0)
        for stage in self.chunk.standard.stages:
            if figure.stages and stage not in figure.stages:
                continue
            part = self.at(stage, year, counted=True)._own(figure)
            total = part if total == Constant(0) else arithmetic("+", total, part, self.size)
        return total

    # — beyond columns

    def over_schools(self, node: OverSchools) -> Values:
        """A sum over the schools of the county, for each place."""
        return taken(from_exact(self.chunk.sums(node, "", self.shift)), self._counties)

    def facts(self) -> "FrameFacts":
        return FrameFacts(self)

    def numbers(self, node: Node) -> Numbers:
        """A formula as numbers; all unknown where it is known nowhere."""
        found = self(node)
        if found == UNKNOWN:
            return Numbers([1] * self.size, 1, frozenset(range(self.size)))
        return numbers(found, self.size)


class FrameFacts:
    """One place of a frame as the exact evaluator asks for it."""

    def __init__(self, frame: "Frame | CountyFrame") -> None:
        self.frame = frame
        self.place = 0
        self.catalogue = frame.chunk.catalogue
        self.evaluation_year = frame.world.evaluation_year
        self.visit_date = frame.world.visit_date
        self.parameters = frame.world.parameters

    def value(self, unit: str, figure: str, stage: str, year: int) -> Any:
        offset = year - self.evaluation_year - self.frame.shift if self.catalogue[figure].several_years else 0
        return self.frame.figure(figure, stage, offset).at(self.place)

    def total(self, unit: str, figure: str, year: int) -> Any:
        return self.value(unit, figure, "", year)

    def parameter(self, name: str) -> Any:
        return self.frame.world.parameter(name)
