"""Some whole counties of a table under one standard: their columns, the types of their schools, who stands for whom."""

from bisect import bisect_left
from collections.abc import Sequence, Set
from functools import cached_property
from itertools import compress
from typing import Any

from dudao.calc.assessment.roll import TYPE
from dudao.calc.assessment.world import World
from dudao.calc.columns.cells import Counties
from dudao.calc.columns.compiling import Compiler, Work
from dudao.calc.columns.county_frame import CountyFrame
from dudao.calc.columns.county_world import CountyWorld
from dudao.calc.columns.frame import Frame
from dudao.calc.columns.logic import all_hold, truths
from dudao.calc.columns.sums import over_schools
from dudao.calc.columns.values import Constant, Truths, Values
from dudao.calc.formula.tree import Node, OverSchools
from dudao.calc.standard.model import TypeScope


class Chunk:
    """Places are counted from the first county, school and row of the span."""

    def __init__(self, world: World, compiler: Compiler, counties: Counties) -> None:
        self.world = world
        self.standard = world.standard
        self.catalogue = world.catalogue
        self.compiler = compiler
        self.columns = counties
        self.table = counties.table
        self.span = counties.span
        self.counties = counties.codes
        self.codes = counties.schools
        self.county_of = counties.county_of
        types = self.table.school[TYPE].cells(self.span.schools) if TYPE in self.table.school else []
        self.types: Sequence[str | None] = types or [None] * len(self.codes)
        self.kinds: set[str | None] = set(self.types)
        self.campuses: dict[int, tuple[int, ...]] = {}
        self.main: dict[int, int] = {}
        self.orphans: Set[int] = frozenset()
        self._row_at: dict[tuple[str, bool], list[int]] = {}
        self._with_stage: dict[tuple[str, bool], list[bool | None]] = {}
        self._not_attached: dict[str, frozenset[int]] = {}
        self._county_frames: dict[tuple[str, int], CountyFrame] = {}
        self._exact: dict[tuple[int, str, int], tuple[Node, list[Any]]] = {}
        self._sums: dict[tuple[int, str, int], tuple[OverSchools, list[Any]]] = {}
        self._frames: dict[tuple[str, int], Frame] = {}
        self._counted: dict[tuple[str, int, Work | None], Values] = {}
        self._bounds: dict[int, tuple[Sequence[int], list[int]]] = {}
        self.frames: list[Frame | CountyFrame] = []
        self.units: Sequence[int] = self.everyone
        self.untyped: Set[int] = frozenset()
        self._merge()
        main = self.main
        self.units = [school for school in range(len(self.codes)) if school not in main] if main else self.everyone
        unknown = self.standard.scope is not None and None in self.kinds
        self.untyped = frozenset(one for one in self.units if self.types[one] is None) if unknown else frozenset()
        self.untyped_counties = frozenset(self.county_of[one] for one in self.untyped)
        self.bounds = self.bounds_of(self.units)

    def close(self) -> None:
        """Let go of the columns that were worked out; frames and chunk hold each other, and would keep them."""
        for frame in self.frames:
            frame.close()
        self.frames.clear()
        self._frames.clear()
        self._county_frames.clear()
        for world in self.__dict__.pop("county_worlds", ()):
            world.close()
        self.__dict__.pop("_everyone_frame", None)

    @cached_property
    def everyone(self) -> Sequence[int]:
        return range(len(self.codes))

    @cached_property
    def _first(self) -> Sequence[int]:
        """The first school of each county, and the end of the last."""
        return [bisect_left(self.county_of, county) for county in range(len(self.counties) + 1)]

    def bounds_of(self, schools: Sequence[int]) -> list[int]:
        """Where the schools of each county begin in an ordered list of schools, and where the last ones end."""
        kept = self._bounds.get(id(schools))
        if kept is None:
            found = [bisect_left(schools, first) for first in self._first]
            kept = self._bounds[id(schools)] = schools, found
        return kept[1]

    # — types and stages

    def scope_of(self, kind: str | None) -> TypeScope | None:
        scope = self.standard.scope
        return scope.types.get(kind) if scope is not None and kind is not None else None

    @cached_property
    def listed(self) -> Sequence[int]:
        """The schools that count for what is asked of every school."""
        if self.standard.scope is None:
            return self.units
        listed = {kind for kind in self.kinds if (scope := self.scope_of(kind)) is not None and scope.listed}
        if listed == self.kinds:
            return self.units
        return [unit for unit in self.units if self.types[unit] in listed]

    def with_stage(self, stage: str, *, counted: bool = False) -> list[bool | None]:
        """Per school whether its type has a stage in the standard's table; None: type unknown.

        `counted`: whether figures of that stage are summed, for which an attached one needs pupils.
        """
        found = self._with_stage.get((stage, counted))
        if found is None:
            by_kind = {kind: self._kind_has(kind, stage) for kind in self.kinds}
            found = self._with_stage[stage, counted] = list(map(by_kind.__getitem__, self.types))
            for school in self.not_attached(stage) if counted else ():
                found[school] = False
        return found

    def _kind_has(self, kind: str | None, stage: str) -> bool | None:
        if self.standard.scope is None:
            return stage in self.standard.stages
        scope = self.scope_of(kind)
        if kind is None or scope is None:
            return None if kind is None else False
        return stage in scope.stages or stage in scope.attached or stage in scope.weights

    def attached(self, stage: str) -> Set[int]:
        """Schools of a type that may have a stage attached beside its own business."""
        kinds = {
            kind
            for kind in self.kinds
            if (scope := self.scope_of(kind)) is not None and stage in scope.attached and stage not in scope.stages
        }
        return frozenset(school for school in self.units if self.types[school] in kinds) if kinds else frozenset()

    # — rows

    def row_at(self, stage: str, *, counted: bool = False) -> list[int]:
        """Per school where its row of a stage stands."""
        counted = counted and bool(self.not_attached(stage))
        found = self._row_at.get((stage, counted))
        if found is None:
            rows = len(self.columns.school_of)  # nobody knows which row counts where the type is unknown
            places = zip(self.columns.row_at(stage), self.with_stage(stage, counted=counted))
            found = [row if has else rows if has is None else rows + 1 for row, has in places]
            if self.standard.scope is None and None in self.kinds:
                found = [rows if kind is None else row for row, kind in zip(found, self.types)]
            self._row_at[stage, counted] = found
        return found

    def not_attached(self, stage: str) -> frozenset[int]:
        """Schools of a type that may have this stage attached, but where no pupils are stated in it."""
        found = self._not_attached.get(stage)
        if found is None:
            found, schools, scope = frozenset(), sorted(self.attached(stage)), self.standard.scope
            if schools and scope is not None and scope.pupils is not None:
                pupils = Frame(self, schools, stage)(scope.pupils)
                found = frozenset(school for place, school in enumerate(schools) if not pupils.at(place))
            self._not_attached[stage] = found
        return found

    # — sums

    @cached_property
    def county_worlds(self) -> list[CountyWorld]:
        """Each county as the exact evaluator sees it: its own figures, and sums over schools from the columns."""
        return [CountyWorld(self, place) for place in range(len(self.counties))]

    def county_frame(self, stage: str = "", shift: int = 0) -> CountyFrame:
        found = self._county_frames.get((stage, shift))
        if found is None:
            found = self._county_frames[stage, shift] = CountyFrame(self, stage, shift)
        return found

    def at_counties(self, node: Node, stage: str, shift: int) -> list[Any]:
        """A formula of the counties, exactly; None: unknown."""
        kept = self._exact.get((id(node), stage, shift))
        if kept is None or kept[0] is not node:
            found = self.county_frame(stage, shift).exact(node)
            kept = self._exact[id(node), stage, shift] = node, found
        return kept[1]

    def sums(self, node: OverSchools, stage: str, shift: int) -> list[Any]:
        """A sum over the schools of each county (with that stage), exactly; None: unknown."""
        key = id(node), stage, shift
        kept = self._sums.get(key)
        if kept is None or kept[0] is not node:
            frame = self.school_frame(stage, shift)
            kept = self._sums[key] = node, over_schools(node, frame, self._summed(node, frame))
        return kept[1]

    def school_frame(self, stage: str, shift: int) -> Frame:
        """The schools that sums go over, those with a stage where one is asked for; else all, listed or not."""
        found = self._frames.get((stage, shift))
        if found is None:
            found = self._with_pupils(stage, shift) if stage else self._everyone_frame.at("", shift)
            self._frames[stage, shift] = found
        return found

    def _summed(self, node: OverSchools, frame: Frame) -> Values:
        """Which of the schools of a frame a sum counts: those of its condition, and listed."""
        work = self.compiler(node.where) if node.where is not None else None
        key = frame.stage, frame.shift, work
        found = self._counted.get(key)
        if found is None:
            found = work(frame) if work is not None else Constant(True)
            if not frame.stage and len(self.listed) < len(self.codes):
                listed = set(self.listed)
                found = all_hold([found, Truths([school in listed for school in self.everyone])], frame.size)
            self._counted[key] = found
        return found

    @cached_property
    def _everyone_frame(self) -> Frame:
        return Frame(self, self.everyone)

    def whole(self, schools: Sequence[int]) -> Frame:
        """Schools as a whole: all of them, or some of all."""
        return self._everyone_frame if len(schools) == len(self.codes) else self._everyone_frame.of(schools)

    def _with_pupils(self, stage: str, shift: int) -> Frame:
        if self.standard.scope is None:
            return Frame(self, self.listed, stage, shift)
        has = self.with_stage(stage)
        schools = [school for school in self.listed if has[school]]
        lacking = self.not_attached(stage)
        return Frame(self, [school for school in schools if school not in lacking], stage, shift)

    # — merged campuses

    def _merge(self) -> None:
        """Find the main school of every unit to be merged, within its county, as `calc.assessment.roll` does."""
        scope = self.standard.scope
        if scope is None or scope.merge_if is None:
            return
        asked = truths(Frame(self, self.everyone, alone=True)(scope.merge_if), len(self.codes))
        merging = set(compress(self.everyone, asked.values)) - asked.unknown
        if not merging:
            return
        column = self.table.school.get(scope.parent)
        named = column.cells(self.span.schools) if column is not None else [None] * len(self.codes)
        places = {(self.county_of[school], code): school for school, code in enumerate(self.codes)}
        orphans = set()
        for school in sorted(merging):
            main = self._main(school, merging, named, places)
            if main is None:
                orphans.add(school)
            else:
                self.main[school] = main
                self.campuses[main] = (*self.campuses.get(main, ()), school)
        self.orphans = orphans

    def _main(
        self, school: int, merging: set[int], named: Sequence[Any], places: dict[tuple[int, str], int]
    ) -> int | None:
        passed = {school}
        while school in merging:
            parent = places.get((self.county_of[school], named[school]))
            if parent is None or parent in passed:
                return None
            school = parent
            passed.add(school)
        return school
