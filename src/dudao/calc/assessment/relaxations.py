"""Relaxations that a county switched on: a milder value or limit at one school, with proof, until its last day.

It counts on the first day of the visit if that day is not after its last one. Whether it applies is asked of the
standard's own condition; where that is unknown, what comes out differently with and without it is undecided.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dudao.calc.assessment.formulas import Formulas
from dudao.calc.assessment.grants import school_of
from dudao.calc.assessment.measures import MeasureWork, prepare
from dudao.calc.assessment.result import (
    Comparison,
    GapFound,
    RelaxationFound,
    Relaxed,
    Relaxing,
    Row,
    Verdict,
)
from dudao.calc.figures.snapshot import Granted
from dudao.calc.formula.exact import Formula
from dudao.calc.formula.needs import Need, merged, needs
from dudao.calc.formula.tree import Arithmetic, Node, Number
from dudao.calc.standard.model import Gap, Item, Measure, Relaxation, Standard
from dudao.calc.standard.model import Relaxed as RelaxedMeasure

if TYPE_CHECKING:
    from dudao.calc.assessment.places import Place
    from dudao.calc.assessment.rows import ItemWork
    from dudao.calc.assessment.world import World

NO_DAY = Need(why="评估第 1 天没有定：放宽到那一天是否有效，要看这个日期")


@dataclass(frozen=True, slots=True)
class RelaxedWork:
    """A relaxation whose formulas are compiled: to whom it applies, and the item's measures with it."""

    relaxation: Relaxation
    applies: Formula | None
    measures: Sequence[MeasureWork]


def relaxed_work(item: Item, standard: Standard, formulas: Formulas) -> RelaxedWork | None:
    """None: the standard relaxes nothing of this item."""
    found = next((one for one in standard.relaxations if one.item == item.code), None)
    if found is None:
        return None
    instead = {one.name: one for one in found.measures}
    measures = [prepare(_relaxed(one, instead.get(one.name)), formulas, shared=item.shared) for one in item.measures]
    return RelaxedWork(found, formulas.plain(found.applies) if found.applies is not None else None, measures)


def _relaxed(measure: Measure, instead: RelaxedMeasure | None) -> Measure:
    if instead is None:
        return measure
    value, gap = instead.value or measure.value, measure.gap
    if instead.value is not None and gap is not None:
        gap = replace(gap, have=_have(instead.value, gap))
    return replace(measure, value=value, limit=instead.limit or measure.limit, gap=gap)


def _have(value: Node, gap: Gap) -> Node:
    """What is there with the relaxation: value = scale × have ÷ per, solved for have."""
    return Arithmetic("/", Arithmetic("*", value, gap.per), Number(gap.scale, str(gap.scale)))


# — at a row


def relaxed_row(work: "ItemWork", world: "World", place: "Place", grant: Granted) -> Row:
    """The row of a school with a relaxation switched on; it says what became of it."""
    plain = work.judge(world, place, work.measures)
    assert work.relaxed is not None, "asked of items that are relaxed"
    state, asked = state_at(work.relaxed, world, place, grant)
    told = Relaxing(grant, state, plain.verdict, plain.comparisons, asked)
    if state in (Relaxed.EXPIRED, Relaxed.NOT_APPLICABLE):
        return replace(plain, relaxing=told)
    milder = work.judge(world, place, work.relaxed.measures)
    return replace(milder if state is Relaxed.USED else _either(plain, milder, asked), relaxing=told)


def state_at(work: RelaxedWork, world: "World", place: "Place", grant: Granted) -> tuple[Relaxed, tuple[Need, ...]]:
    """Whether a relaxation counts at a place on the day of the visit, and what would say so."""
    day = world.visit_date
    if day is not None and day > grant.until:
        return Relaxed.EXPIRED, ()
    applies = work.applies(place.scope) if work.applies is not None else True
    if applies is not None and not applies:
        return Relaxed.NOT_APPLICABLE, ()
    of_condition = () if applies else needs(work.relaxation.applies, place.scope)  # type: ignore[arg-type]
    asked = merged((NO_DAY,) if day is None else (), of_condition)
    return (Relaxed.UNDECIDED, asked) if asked or applies is None else (Relaxed.USED, ())


def _either(plain: Row, milder: Row, asked: tuple[Need, ...]) -> Row:
    """Nobody knows which of two rows it is: what they agree on is known."""
    same = plain.verdict is milder.verdict and plain.below_floor == milder.below_floor
    verdict = plain.verdict if same else Verdict.OPEN
    return replace(
        milder,
        verdict=verdict,
        comparisons=tuple(_agreed(*two) for two in zip(plain.comparisons, milder.comparisons, strict=True)),
        needs=merged(asked, plain.needs, milder.needs) if verdict is Verdict.OPEN else (),
        gaps=tuple(_gap(*two) for two in zip(plain.gaps, milder.gaps, strict=True)),
        below_floor=plain.below_floor if same else None,
    )


def _agreed(one: Comparison, other: Comparison) -> Comparison:
    return replace(
        one,
        value=one.value if one.value == other.value else None,
        limit=one.limit if one.limit == other.limit else None,
        met=one.met if one.met is other.met else None,
        edge=one.edge and other.edge,
    )


def _gap(one: GapFound, other: GapFound) -> GapFound:
    return replace(
        one,
        to_line=one.to_line if one.to_line == other.to_line else None,
        to_floor=one.to_floor if one.to_floor == other.to_floor else None,
    )


# — over all


def relaxations_found(world: "World", rows: Mapping[str, Mapping[str, Sequence[Row]]]) -> tuple[RelaxationFound, ...]:
    """What became of each relaxation that the county switched on, in the order of its choices.

    `rows`: item → school → rows.
    """
    items = {one.code: one.item for one in world.standard.relaxations}
    mine = [one for one in world.choices.relaxations if one.standard == world.standard.code]
    found = []
    for one in mine:
        unit = school_of(one.school, world.snapshot)
        item = items.get(one.relaxation, "")
        there = rows.get(item, {}).get(unit, ()) if unit else ()
        found.append(_found(one, item, unit, [row for row in there if row.relaxing is not None], world))
    return tuple(found)


def _found(grant: Granted, item: str, unit: str, rows: Sequence[Row], world: "World") -> RelaxationFound:
    if not rows:
        return RelaxationFound(grant, item, unit, Relaxed.NOT_APPLICABLE, _why_nowhere(grant, item, unit, world))
    told = [(row, row.relaxing) for row in rows if row.relaxing is not None]
    places = tuple((row.stage, here.state, row.verdict is not here.verdict) for row, here in told)
    state = _weightiest(here.state for _, here in told)
    return RelaxationFound(grant, item, unit, state, why(state, grant, world), places)


def _weightiest(states: Iterable[Relaxed]) -> Relaxed:
    there = set(states)
    return next(state for state in Relaxed if state in there)


def why(state: Relaxed, grant: Granted, world: "World") -> str:
    """What a person has to know of a relaxation in this state; '' where it is used."""
    day = world.visit_date.isoformat() if world.visit_date is not None else "没有定"
    return {
        Relaxed.USED: "",
        Relaxed.UNDECIDED: "启用了，能不能用还不知道",
        Relaxed.EXPIRED: f"启用了，但有效到 {grant.until.isoformat()}，评估第 1 天 {day} 已过期，没有用",
        Relaxed.NOT_APPLICABLE: "启用了，但学校不符合放宽的条件，没有用",
    }[state]


def _why_nowhere(grant: Granted, item: str, unit: str, world: "World") -> str:
    if not item:
        return f"{world.standard.short}没有放宽 {grant.relaxation}"
    if not unit:
        return f"名册里没有“{grant.school}”，或者不止一所；请写学校标识码"
    if unit in world.roll.main:
        main = world.names.get(world.roll.main[unit], world.roll.main[unit])
        return f"这所学校不计校数，已并入{main}，放宽要给主校启用"
    return f"这所学校没有要判 {item} 的行，没有用"


def fitting(world: "World", work: RelaxedWork, rows: Iterable[Row]) -> Iterator[tuple[Row, bool | None]]:
    """The rows of an item at which its relaxation could be used, True, or at which nobody knows, None."""
    for row in rows:
        holds = work.applies(world.scope(row.unit, row.stage)) if work.applies is not None else True
        if holds is None or holds:
            yield row, holds
