"""One item at one place: does it apply, what are its values, does it pass, and which cells would decide it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dudao.calc.assessment.by_position import by_position
from dudao.calc.assessment.formulas import Formulas
from dudao.calc.assessment.measures import MeasureWork, compare, gap_found, prepare
from dudao.calc.assessment.places import Place, Places
from dudao.calc.assessment.relaxations import relaxed_row, relaxed_work
from dudao.calc.assessment.result import Comparison, GapFound, Row, Verdict
from dudao.calc.assessment.world import World
from dudao.calc.formula.exact import Formula, Scope, both, either
from dudao.calc.formula.needs import Need, merged, needs
from dudao.calc.formula.ratio import holds
from dudao.calc.formula.tree import Node
from dudao.calc.standard.model import Item, ItemLevel, Standard

_row = by_position(Row)


@dataclass(frozen=True, slots=True)
class Test:
    """A compiled yes/no formula and its tree."""

    node: Node
    work: Formula


class ItemWork:
    """An item whose formulas are compiled; `row` works it out at a place."""

    def __init__(self, item: Item, standard: Standard, formulas: Formulas) -> None:
        self.item = item
        self.stages = item.stages or standard.stages
        self.applies = _test(item.applies, formulas)
        self.na_if = _test(item.na_if, formulas)
        self.open_if = _test(item.open_if, formulas)
        self.conditions = [(condition.label, _test(condition.formula, formulas)) for condition in item.conditions]
        self.measures = [prepare(measure, formulas, shared=item.shared) for measure in item.measures]
        self.floor = floor_of(item, standard)
        self.relaxed = relaxed_work(item, standard, formulas)
        self._plain = len(self.measures) == 1 and not self.conditions and item.judgement is None

    def places(self, places: Places, unit: str) -> Iterable[Place]:
        """Where the item is judged at one school; the resource items leave out places outside part 1."""
        if self.item.level is ItemLevel.SCHOOL:
            place = places.school(unit)
            return () if place is None else (place,)
        found = places.stages(unit)
        return [
            place
            for place in found
            if (not place.stage or place.stage in self.stages) and not (self.item.resource and place.outside)
        ]

    def row(self, world: World, place: Place) -> Row | None:
        """The row, None where the item does not apply to this school at all."""
        if place.needs and (self.item.resource or not place.pupils):
            return self._open(place, place.needs, place.why)
        asked: tuple[Need, ...] = ()
        if self.applies is not None and not (value := self.applies.work(place.scope)):
            if value is not None:
                return None
            asked = needs(self.applies.node, place.scope)
        if self.na_if is not None and (value := self.na_if.work(place.scope)) is not False:
            if value:
                return self.not_applicable(place)
            asked = merged(asked, needs(self.na_if.node, place.scope)) if value is None else asked
        if asked:
            return self._open(place, asked, "是否适用尚不清楚")
        if self.open_if is not None:
            value = self.open_if.work(place.scope)
            if value or value is None:
                return self._open(place, needs(self.open_if.node, place.scope), self.item.open_why)
        granted = world.granted.get(self.item.code)
        if granted is not None and place.unit in granted and self.relaxed is not None:
            return relaxed_row(self, world, place, granted[place.unit])
        return self.judge(world, place, self.measures)

    def judge(self, world: World, place: Place, measures: Sequence[MeasureWork]) -> Row:
        """The row by these measures: the item's own, or those that a relaxation puts in their place."""
        floor_share = world.constant(self.floor) if self.floor is not None else None
        comparisons, gaps = [], []
        below: bool | None = None
        split = place.split if self.item.shared else None
        undivided = split is not None and split.divisor is None
        scope = place.shared if self.item.shared else place.scope
        of_school = split is not None and split.several
        for work in measures:
            value = None if undivided else work.value(scope)
            limit = work.limit(place.scope)
            found = compare(work, world.op(self.item.code, work.measure.op), value, limit)
            comparisons.append(found)
            line, under = None, None
            if floor_share is not None and limit is not None:
                floor = work.line(place.stage, limit, floor_share)
                line = floor.value
                if value is not None:
                    at_limit = found.met and floor.lower and found.op[0] == ">"
                    under = not at_limit and not holds(value, ">=", line)
            below = under if work is measures[0] else either([below, under])
            gap = gap_found(work, found, scope, line, below=under, of_school=of_school)
            if gap is not None:
                gaps.append(gap)
        return self._row(world, place, measures, tuple(comparisons), tuple(gaps), below)

    def _row(
        self,
        world: World,
        place: Place,
        measures: Sequence[MeasureWork],
        comparisons: tuple[Comparison, ...],
        gaps: tuple[GapFound, ...],
        below_floor: bool | None,
    ) -> Row:
        if self._plain:
            verdict, judged = VERDICTS[comparisons[0].met], ""
        else:
            verdict, judged = self._decided(world, place, comparisons)
        asked = () if verdict is not Verdict.OPEN else self.needs_of(world, place, measures, comparisons, judged)
        item = self.item.code
        return _row(
            item,
            place.unit,
            place.stage,
            verdict,
            comparisons,
            judged,
            asked,
            gaps,
            "",
            place.pupils,
            below_floor,
            None,
        )

    def _decided(self, world: World, place: Place, comparisons: Sequence[Comparison]) -> tuple[Verdict, str]:
        """Every comparison, condition and judgement together, and the level a person gave."""
        met: list[bool | None] = [comparison.met for comparison in comparisons]
        for _, test in self.conditions:
            met.append(_truth(test, place.scope))
        judged = ""
        if self.item.judgement is not None:
            judgement = world.judged(self.item.code, place.unit)
            judged = judgement.level if judgement is not None else ""
            met.append(self._judged_met(judged))
        return VERDICTS[both(met)] if met else Verdict.NA, judged

    def _judged_met(self, judged: str) -> bool | None:
        level = self.item.judgement.level(judged) if self.item.judgement is not None else None
        return level.met if level is not None else None

    def needs_of(
        self,
        world: World,
        place: Place,
        measures: Sequence[MeasureWork],
        comparisons: Sequence[Comparison],
        judged: str,
    ) -> tuple[Need, ...]:
        """What leaves a row open, from its undecided parts alone."""
        found: list[tuple[Need, ...]] = []
        for work, comparison in zip(measures, comparisons, strict=True):
            if comparison.met is None:
                found.append(self._measure_needs(place, work, comparison))
        for _, test in self.conditions:
            if test is not None:
                found.append(needs(test.node, place.scope))
        if self.item.judgement is not None and self._judged_met(judged) is None:
            found.append((Need(judgement=(self.item.code, place.unit)),))
        return merged(*found) if len(found) != 1 else found[0]

    def _measure_needs(self, place: Place, work: MeasureWork, found: Comparison) -> tuple[Need, ...]:
        of_value = needs(work.measure.value, place.scope) if found.value is None else ()
        split = place.split.needs if self.item.shared and place.split is not None else ()
        limit = work.measure.limit.get(place.scope.stage, work.measure.limit.get(""))
        of_limit = needs(limit, place.scope) if limit is not None and found.limit is None else ()
        return merged(of_value, split, of_limit) if split or of_limit else of_value

    def _open(self, place: Place, asked: tuple[Need, ...], why: str) -> Row:
        return Row(self.item.code, place.unit, place.stage, Verdict.OPEN, needs=asked, why=why, pupils=place.pupils)

    def not_applicable(self, place: Place) -> Row:
        return Row(self.item.code, place.unit, place.stage, Verdict.NA, why=self.item.na_why, pupils=place.pupils)


VERDICTS = {None: Verdict.OPEN, True: Verdict.PASS, False: Verdict.FAIL}


def _test(node: Node | None, formulas: Formulas) -> Test | None:
    return Test(node, formulas.plain(node)) if node is not None else None


def _truth(test: Test | None, scope: Scope) -> bool | None:
    assert test is not None
    value = test.work(scope)
    return None if value is None else bool(value)


def floor_of(item: Item, standard: Standard) -> Node | None:
    """The share of the limit that the school rule asks of every item."""
    for other in standard.items:
        if other.composite is not None and other.composite.kind == "most" and item.code in other.composite.of:
            return other.composite.floor
    return None
