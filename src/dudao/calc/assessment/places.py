"""Where an item is judged: each school and stage that makes a row, and how the resources of several stages are split."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dudao.calc.assessment.result import Exact, Outside
from dudao.calc.assessment.roll import TYPE
from dudao.calc.assessment.world import World
from dudao.calc.figures import Key, Reason, Unknown
from dudao.calc.figures.declaration import STAGES
from dudao.calc.formula.exact import Scope
from dudao.calc.formula.needs import Need, merged, needs
from dudao.calc.formula.ratio import divide
from dudao.calc.formula.tree import Name
from dudao.calc.standard.model import TypeScope


@dataclass(frozen=True, slots=True)
class Split:
    """How a shared resource falls to one stage of a school: its value is resource ÷ `divisor`.

    divisor = Σ weight × pupils ÷ the stage's own weight (1 : 1.1 → (A + 1.1 B) ÷ 1.1 for the junior part).
    """

    divisor: Exact | None
    weights: Mapping[str, Exact | None]
    pupils: Mapping[str, Exact | None]  # by stage; "attached" for the attached kindergarten
    needs: tuple[Need, ...] = ()

    @property
    def several(self) -> bool:
        """Whether the resource serves several rows of the school."""
        return sum(stage in STAGES for stage in self.weights) > 1


ATTACHED = "attached"


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place. `needs` not empty: nobody can say yet whether or how there is a row. `outside`: why not in part 1."""

    unit: str
    stage: str
    scope: Scope
    shared: Scope
    pupils: Exact | None = None
    split: Split | None = None
    needs: tuple[Need, ...] = ()
    why: str = ""
    outside: str = ""


class Places:
    """The places of one world, worked out once per school and kept."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._of: dict[str, tuple[tuple[Place, ...], tuple[Outside, ...]]] = {}
        self._schools: dict[str, Place | None] = {}

    def county(self, stage: str = "") -> Place:
        scope = self.world.scope("", stage)
        return Place("", stage, scope, scope)

    def school(self, unit: str) -> Place | None:
        """A school as a whole; None: not listed."""
        if unit not in self._schools:
            self._schools[unit] = self._school(unit)
        return self._schools[unit]

    def stages(self, unit: str) -> tuple[Place, ...]:
        """A school's stages with pupils (or with an unknown number of them), the small teaching points included."""
        return self._found(unit)[0]

    def outside(self, unit: str) -> tuple[Outside, ...]:
        return self._found(unit)[1]

    def _found(self, unit: str) -> tuple[tuple[Place, ...], tuple[Outside, ...]]:
        found = self._of.get(unit)
        if found is None:
            found = self._of[unit] = self._work_out(unit)
        return found

    def _school(self, unit: str) -> Place | None:
        listed = self.world.listed(unit)
        if listed is False:
            return None
        scope = self.world.scope(unit)
        if listed is None or unit in self.world.roll.orphans:
            asked = self.world.school_needs(unit)
            return Place(unit, "", scope, scope, needs=asked, why=asked[0].why if listed else "学校类型未填")
        return Place(unit, "", scope, scope)

    def _work_out(self, unit: str) -> tuple[tuple[Place, ...], tuple[Outside, ...]]:
        world, kind = self.world, self.world.roll.scope_of(unit)
        whole = self.school(unit)
        if world.standard.scope is None:
            return (), ()
        if kind is None or whole is None:
            if world.type_of(unit) is None:
                assert whole is not None
                return (whole,), ()
            return (), (Outside(unit, "", f"{type_label(world, unit)}不在本标准评估范围内"),)
        places: list[Place] = []
        outside: list[Outside] = []
        for stage in (*kind.stages, *kind.attached):
            place = self._place(unit, stage, kind, whole)
            if place is None:
                continue
            if place.pupils == 0 and not place.needs:
                outside.append(Outside(unit, stage, "该学段 0 人"))
                continue
            places.append(place)
            if place.outside:
                outside.append(Outside(unit, stage, place.outside))
        if not places and not outside:
            outside.append(Outside(unit, "", f"{type_label(world, unit)}没有列入资源配置的学段"))
        return tuple(places), tuple(outside)

    def _place(self, unit: str, stage: str, kind: TypeScope, whole: Place) -> Place | None:
        world, scope = self.world, self.world.scope(unit, stage)
        if whole.needs:
            return Place(unit, stage, scope, scope, needs=whole.needs, why=whole.why)
        pupils = world.pupils(unit, stage)
        if stage in kind.attached and not pupils:
            return None
        if pupils is None:
            asked = needs(world.standard.scope.pupils, scope)  # type: ignore[union-attr,arg-type]
            return Place(unit, stage, scope, scope, needs=asked, why="在校生数未知")
        split = self._split(unit, stage, kind)
        shared = scope if split is None else Scope(world, unit, stage, divisor=split.divisor)
        asked, outside = self._counted(unit, stage, kind)
        why = "能否计入尚不清楚" if asked else ""
        return Place(unit, stage, scope, shared, pupils, split, asked, why, outside)

    def _counted(self, unit: str, stage: str, kind: TypeScope) -> tuple[tuple[Need, ...], str]:
        if kind.row_if is None:
            return (), ""
        holds = self.world.work(kind.row_if, unit, stage)
        if holds is None:
            return needs(kind.row_if, self.world.scope(unit, stage)), ""
        return (), "" if holds else (kind.row_else or "不计入资源配置")

    def _split(self, unit: str, stage: str, kind: TypeScope) -> Split | None:
        """None: the school has one stage and no attached kindergarten, so nothing is split."""
        weights: dict[str, Exact | None] = dict(kind.weights) if len(kind.weights) > 1 else {}
        kindergarten, asked = self._kindergarten(unit)
        if not weights and kindergarten is None and not asked:
            return None
        weights = weights or {stage: 1}
        pupils: dict[str, Exact | None] = {one: self.world.pupils(unit, one) for one in weights}
        for one in weights:
            if pupils[one] is None:
                asked = merged(asked, needs(self.world.standard.scope.pupils, self.world.scope(unit, one)))  # type: ignore[union-attr,arg-type]
        if kindergarten is not None:
            pupils[ATTACHED] = kindergarten
            weights[ATTACHED] = self.world.parameter(self.world.standard.scope.attached_weight)  # type: ignore[union-attr]
        return Split(_divisor(weights, pupils, stage) if not asked else None, weights, pupils, asked)

    def _kindergarten(self, unit: str) -> tuple[Exact | None, tuple[Need, ...]]:
        """Children of the attached kindergarten (None: none stated, so none) and what leaves them undecided."""
        scope = self.world.standard.scope
        assert scope is not None
        if not scope.attached_pupils:
            return None, ()
        key = Key(unit, scope.attached_pupils)
        settled = self.world.settled(key)
        given = settled.given
        if settled.value is None and isinstance(given, Unknown):
            blank = given.reason in (Reason.NEVER, Reason.BLANK, Reason.DASH, Reason.WITHDRAWN)
            return None, () if blank else self.world.needs_of(key)
        if not settled.value:
            return None, ()
        if self.world.parameter(scope.attached_weight) is None:
            return settled.value, (Need(parameter=scope.attached_weight),)
        return settled.value, ()


def _divisor(weights: Mapping[str, Exact | None], pupils: Mapping[str, Exact | None], stage: str) -> Exact | None:
    total: Exact = sum(weights[one] * pupils[one] for one in weights)  # type: ignore[operator,misc]
    return divide(total, weights[stage]) if weights[stage] else None  # type: ignore[arg-type]


def type_label(world: World, unit: str) -> str:
    """小学, 教学点 …; the code itself where the figure knows no label."""
    kind = world.type_of(unit)
    choices = world.catalogue[TYPE].choices if TYPE in world.catalogue else ()
    return next((choice.label for choice in choices if choice.code == kind), kind or "类型未填")


def pupils_names(world: World) -> Iterator[Name]:
    """The names a row's existence depends on."""
    scope = world.standard.scope
    if scope is not None and isinstance(scope.pupils, Name):
        yield scope.pupils
