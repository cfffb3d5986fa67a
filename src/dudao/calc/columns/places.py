"""Where items are judged: the rows of each stage, as `calc.assessment.places` says it, for all schools of a chunk."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import compress, count

from dudao.calc.columns import logic
from dudao.calc.columns.chunk import Chunk
from dudao.calc.columns.compiling import Work
from dudao.calc.columns.county_frame import CountyFrame
from dudao.calc.columns.found import FAIL, OPEN, PASS
from dudao.calc.columns.frame import Frame
from dudao.calc.columns.values import NOWHERE, UNKNOWN, Numbers, Picked, Values, taken
from dudao.calc.columns.values import Places as Some
from dudao.calc.formula.tree import Node


class StagePlaces:
    """`needy`: nobody can say whether or how there is a row. `outside`: a row, but not in part 1."""

    def __init__(
        self, frame: Frame | CountyFrame, pupils: Values = UNKNOWN, needy: Some = NOWHERE, outside: Some = NOWHERE
    ) -> None:
        self.frame = frame
        self.pupils = pupils
        self.needy = needy
        self.outside = outside
        self._where: dict[Work, tuple[StagePlaces | None, Some]] = {}  # None: these themselves

    @property
    def inside(self) -> "StagePlaces":
        """Those that count in part 1."""
        return self._inside if self.outside else self

    @cached_property
    def _inside(self) -> "StagePlaces":
        return self.of([place for place in range(self.frame.size) if place not in self.outside])

    def of(self, kept: Sequence[int]) -> "StagePlaces":
        picked = Picked(kept)
        needy, outside = (picked.found(some) if some else NOWHERE for some in (self.needy, self.outside))
        return StagePlaces(self.frame.of(kept), taken(self.pupils, picked), needy, outside)

    def where(self, applies: Node, blocked: Some) -> "tuple[StagePlaces, Some]":
        """Those to which an item applies, or may apply; and of them where nobody knows, or nothing can be judged."""
        work = self.frame.chunk.compiler(applies)
        found = self._where.get(work)
        if found is None:
            found = self._where[work] = self._applying(three(work(self.frame), self.frame.size), blocked)
        return found[0] or self, found[1]

    def _applying(self, states: bytearray, blocked: Some) -> "tuple[StagePlaces | None, Some]":
        for place in blocked:
            states[place] = OPEN
        if not states.count(FAIL):
            places = None
        else:
            here = list(compress(count(), states))
            places = self.of(here)
        return places, set(places_with(OPEN, bytes(compress(states, states))))

    @cached_property
    def without_pupils(self) -> Some:
        """Needy places where no pupils are stated: nothing is judged there."""
        return frozenset(place for place in self.needy if not self.pupils.at(place))


def places_with(code: int, codes: bytes | bytearray) -> list[int]:
    """Where a code stands."""
    if code not in codes:
        return []
    return list(compress(count(), codes.translate(_IS[code])))


_IS = {code: bytes(one == code for one in range(256)) for code in (FAIL, PASS, OPEN)}


def three(values: Values, size: int) -> bytearray:
    """FAIL, PASS or OPEN, a byte a place."""
    found = logic.truths(values, size)
    codes = bytearray(found.values)
    for place in found.unknown:
        codes[place] = OPEN
    return codes


class Places:
    """The places of one chunk."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        self._stages: dict[str, StagePlaces] = {}

    @cached_property
    def schools(self) -> StagePlaces:
        """Every school that counts as a whole; one of unknown type, or to be merged nobody knows where, is needy."""
        chunk = self.chunk
        members = chunk.listed
        if chunk.untyped:
            members = sorted({*members, *chunk.untyped})
        needy = {place for place, school in enumerate(members) if school in chunk.untyped or school in chunk.orphans}
        return StagePlaces(chunk.whole(members), needy=frozenset(needy))

    @cached_property
    def untyped(self) -> StagePlaces:
        """Schools of unknown type: one open row each, at no stage."""
        members = sorted(self.chunk.untyped)
        return StagePlaces(Frame(self.chunk, members), needy=frozenset(range(len(members))))

    def stage(self, stage: str) -> StagePlaces:
        """The rows of a stage: with pupils, or with an unknown number of them; small teaching points included."""
        found = self._stages.get(stage)
        if found is None:
            found = self._stages[stage] = self._stage(stage)
        return found

    def _stage(self, stage: str) -> StagePlaces:
        chunk = self.chunk
        scope = chunk.standard.scope
        if scope is None or scope.pupils is None:
            return StagePlaces(Frame(chunk, [], stage))
        kinds = {
            kind
            for kind in chunk.kinds
            if (one := chunk.scope_of(kind)) is not None and stage in (*one.stages, *one.attached)
        }
        frame = Frame(chunk, [school for school in chunk.listed if chunk.types[school] in kinds], stage)
        pupils = frame.numbers(scope.pupils)
        orphans = self._places_of(frame, chunk.orphans)
        attached = self._places_of(frame, chunk.attached(stage)) - orphans
        counted, outside = self._counted(frame, pupils.unknown | orphans)
        needy = (pupils.unknown - attached) | orphans | counted
        empty = {one for one, number in enumerate(pupils.above) if not number} - pupils.unknown - needy
        gone = empty | (attached & pupils.unknown) | {one for one in attached if not pupils.above[one]}
        unknown = pupils.unknown | orphans
        found = StagePlaces(frame, Numbers(pupils.above, pupils.below, unknown), needy, outside - gone)
        return found.of([place for place in range(frame.size) if place not in gone]) if gone else found

    def _places_of(self, frame: Frame, schools: Some) -> frozenset[int]:
        if not schools:
            return frozenset()
        return frozenset(place for place, school in enumerate(frame.schools) if school in schools)

    def _counted(self, frame: Frame, passed: Some) -> tuple[frozenset[int], frozenset[int]]:
        """Places of which nobody knows whether they count, and those that do not."""
        by_kind: dict[str, list[int]] = defaultdict(list)
        asked = {kind for kind in self.chunk.kinds if (one := self.chunk.scope_of(kind)) is not None and one.row_if}
        for place, kind_here in enumerate(frame.picked(self.chunk.types)):
            if kind_here in asked and place not in passed:
                by_kind[kind_here].append(place)
        open_: set[int] = set()
        outside: set[int] = set()
        for name, places in by_kind.items():
            kind = self.chunk.scope_of(name)
            assert kind is not None and kind.row_if is not None
            holds = frame.of(places)(kind.row_if)
            for number, place in enumerate(places):
                found = holds.at(number)
                if found is None:
                    open_.add(place)
                elif not found:
                    outside.add(place)
        return frozenset(open_), frozenset(outside)
