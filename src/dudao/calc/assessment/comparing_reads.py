"""What one verdict really looks at: it is worked out again over things that remember who looked at them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dudao.calc.assessment.assessor import Assessor, Run
from dudao.calc.assessment.comparing_inputs import Mark
from dudao.calc.assessment.places import Places
from dudao.calc.assessment.triggers import trigger_states
from dudao.calc.assessment.world import World
from dudao.calc.figures import Snapshot
from dudao.calc.figures.snapshot import Choices
from dudao.calc.formula.exact import Scope, Worked
from dudao.calc.formula.tree import Node, OverSchools
from dudao.calc.standard.model import Item, Trigger

Marks = frozenset[Mark]
SCHOOLS: Mark = ("schools", "")  # the roll as a whole: who is on it, of which types


class _Kept(dict[Any, Any]):
    """A mapping that remembers what was asked of it."""

    def __init__(self, of: Mapping[Any, Any], kind: str, seen: set[Mark]) -> None:
        super().__init__(of)
        self.kind, self.seen = kind, seen

    def get(self, key: Any, default: Any = None) -> Any:
        self.seen.add((self.kind, key))
        return super().get(key, default)

    def __getitem__(self, key: Any) -> Any:
        self.seen.add((self.kind, key))
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.seen.add((self.kind, key))
        return super().__contains__(key)


class _Watched(World):
    """A world that keeps nothing it worked out from one question to the next, so that every look is seen."""

    seen: set[Mark]

    @classmethod
    def of(cls, world: World, snapshot: Snapshot, seen: set[Mark]) -> "_Watched":
        made = cls.__new__(cls)
        made.__dict__.update(world.__dict__)
        made.seen, made.snapshot, made.choices = seen, snapshot, snapshot.choices
        made._statements = snapshot.statements
        made.alone = made if world.alone is world else cls.of(world.alone, snapshot, seen)
        made.forget()
        return made

    def forget(self) -> None:
        self._values, self._totals, self._parts, self._counted = {}, {}, {}, {}
        self._constants, self._scopes, self._places, self._parameters = {}, {}, {}, {}
        if self.alone is not self:
            self.alone.forget()  # type: ignore[attr-defined]

    @property
    def evaluation_year(self) -> int:  # type: ignore[override]
        self.seen.add(("evaluation_year", ""))
        return int(self.__dict__["evaluation_year"])

    @property
    def visit_date(self) -> date | None:  # type: ignore[override]
        self.seen.add(("visit_date", ""))
        found: date | None = self.__dict__["visit_date"]
        return found

    def parts(self, node: OverSchools, stage: str, shift: int) -> dict[str, Worked]:
        return {}

    def places(self, stage: str, shift: int) -> Sequence[Scope]:
        self.seen.add(SCHOOLS)
        return super().places(stage, shift)

    def unsettled(self, stage: str) -> Sequence[str]:
        self.seen.add(SCHOOLS)
        return super().unsettled(stage)


class Reader:
    """What the parts of one standard look at in one snapshot. Exact: only what was asked for while working it out."""

    def __init__(self, assessor: Assessor, snapshot: Snapshot, world: World | None = None) -> None:
        self.assessor = assessor
        self._seen: set[Mark] = set()
        self._world = _Watched.of(world or assessor.start(snapshot).world, _watched(snapshot, self._seen), self._seen)

    @property
    def units(self) -> frozenset[str]:
        return frozenset(self._world.units)

    def campuses(self, unit: str) -> Sequence[str]:
        return self._world.roll.campuses.get(unit, ())

    def row(self, item: Item, unit: str, stage: str) -> Marks:
        """An item at one school and stage. Other stages only where the school's resources are shared among them."""
        if unit not in self._world.units:
            return frozenset()
        run, work = self._fresh(), self.assessor.works[item.code]
        place = next((one for one in work.places(run.places, unit) if one.stage == stage), None)
        if place is not None and not place.needs and (place.split is None or not item.shared):
            self._fresh()  # finding a school's places looks at the pupils of all its stages
            if stage:
                self._world.pupils(unit, stage)
        if place is not None:
            work.row(self._world, place)
        return frozenset(self._seen)

    def rule(self, item: Item) -> Marks:
        """What a school rule asks beside its items: how many have to be met, and the floor."""
        made = item.composite
        assert made is not None
        return self.formulas(node for node in (made.min_met, made.floor) if node is not None)

    def limit(self, item: Item, stage: str) -> Marks:
        """What a coefficient is held against."""
        made = item.composite
        assert made is not None
        node = made.limit.get(stage, made.limit.get(""))
        return self.formulas([node] if node is not None else [], stage)

    def item(self, item: Item) -> Marks:
        """An item asked once for the county, or stage by stage for the county."""
        self.assessor.work_out(self._fresh(), item)
        return frozenset(self._seen)

    def trigger(self, trigger: Trigger) -> Marks:
        """A veto, cap, drop or precondition by itself; not the item it follows."""
        world = self._fresh().world
        world.standard = replace(world.standard, triggers=(trigger,))
        try:
            trigger_states(world, {})
        finally:
            world.standard = self.assessor.standard
        return frozenset(self._seen)

    def formulas(self, nodes: Iterable[Node], stage: str = "") -> Marks:
        world = self._fresh().world
        for node in nodes:
            world.work(node, "", stage)
        return frozenset(self._seen)

    def granted(self, item: Item, unit: str) -> Any:
        """The relaxation that holds for an item at a school, None where there is none."""
        return getattr(self._world, "granted", {}).get(item.code, {}).get(unit)

    def _fresh(self) -> Run:
        self._seen.clear()
        self._world.forget()
        return Run(self._world, Places(self._world))


def _watched(snapshot: Snapshot, seen: set[Mark]) -> Snapshot:
    return replace(
        snapshot,
        statements=_Kept(snapshot.statements, "figure", seen),
        judgements=_Kept(snapshot.judgements, "judgement", seen),
        choices=replace(snapshot.choices, **dict(_watched_choices(snapshot.choices, seen))),
    )


def _watched_choices(choices: Choices, seen: set[Mark]) -> Iterator[tuple[str, Any]]:
    for name in ("parameters", "strictness", "switches"):
        yield name, _Kept(getattr(choices, name), name, seen)
