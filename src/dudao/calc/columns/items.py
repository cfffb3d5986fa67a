"""One item over many places: does it apply, its exact values against their limits, and what a person judged."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import repeat
from typing import cast

from dudao.calc.assessment.measures import printed_holds
from dudao.calc.assessment.rows import floor_of
from dudao.calc.columns import logic
from dudao.calc.columns.arithmetic import arithmetic, compared, unknown_of
from dudao.calc.columns.county_frame import CountyFrame
from dudao.calc.columns.found import FAIL, NA, OPEN, PASS, ItemRows
from dudao.calc.columns.frame import Frame
from dudao.calc.columns.lines import judged
from dudao.calc.columns.places import StagePlaces, places_with, three
from dudao.calc.columns.values import NOWHERE, UNKNOWN, Constant, Numbers, Truths, Values
from dudao.calc.columns.values import Places as Some
from dudao.calc.formula.tree import Node
from dudao.calc.standard.model import Item, Measure, Standard


class ItemColumns:
    """An item judged school by school."""

    def __init__(self, item: Item, standard: Standard) -> None:
        self.item = item
        self.floor = floor_of(item, standard)

    def rows(self, places: StagePlaces) -> ItemRows:
        """The rows there are; none at places the item does not apply to."""
        if self.item.applies is None:
            return self._judged(places, *self._states(places, NOWHERE))
        here, asked = places.where(self.item.applies, self._blocked(places))
        return self._judged(here, *self._states(here, asked))

    def county_rows(self, frame: CountyFrame) -> ItemRows:
        """One row a county; not applicable where the item does not apply."""
        item, places = self.item, StagePlaces(frame)
        states = three(frame(item.applies), frame.size) if item.applies is not None else bytearray()
        na, open_ = self._states(places, set(places_with(OPEN, states)))
        never = frozenset(places_with(FAIL, states))
        return self._judged(places, na | never, open_ - never)

    def _blocked(self, places: StagePlaces) -> Some:
        """Places where nothing can be judged: nobody knows whether or how there is a row."""
        return places.needy if self.item.resource else places.without_pupils

    def _states(self, places: StagePlaces, asked: Some) -> tuple[frozenset[int], frozenset[int]]:
        """Places where the item is not applicable, and those open before any comparison.

        `asked`: where nobody knows whether it applies.
        """
        item, frame, blocked = self.item, places.frame, self._blocked(places)
        na, na_asked = _holding(frame, item.na_if)
        kept, kept_asked = _holding(frame, item.open_if)
        na = na - blocked
        return frozenset(na), frozenset(blocked | ((asked | na_asked | kept | kept_asked) - na))

    def _judged(self, places: StagePlaces, na: frozenset[int], open_: frozenset[int]) -> ItemRows:
        item, frame = self.item, places.frame
        bare = na | open_
        values, met, edges = [], [], []
        below: frozenset[int] = frozenset()
        for measure in item.measures:
            value = _bared(frame(measure.value, shared=item.shared), bare, frame.size)
            limit = frame(measure.limit_for(frame.stage)) if _has_limit(measure, frame.stage) else UNKNOWN
            op = frame.world.op(item.code, measure.op)
            holds, near, under = self._compared(frame, measure, op, value, limit, bare)
            values.append(value)
            met.append(holds)
            edges.append(near)
            below |= under
        parts = [*met, *(frame(one.formula) for one in item.conditions)]
        if item.judgement is not None:
            parts.append(self._said(frame))
        codes = three(logic.all_hold(parts, frame.size), frame.size) if parts else bytearray([NA]) * frame.size
        for place in open_:
            codes[place] = OPEN
        for place in na:
            codes[place] = NA
        return ItemRows(
            item=item.code,
            stage=frame.stage,
            schools=frame.schools,
            codes=codes,
            values=tuple(values),
            met=tuple(met),
            edges=tuple(edges),
            below=below,
            bare=bare,
        )

    def _compared(
        self, frame: Frame | CountyFrame, measure: Measure, op: str, value: Values, limit: Values, bare: Some
    ) -> tuple[Values, Sequence[int], frozenset[int]]:
        """Whether a measure holds, where it would be judged otherwise as printed, and where it is below the floor."""
        share = frame.world.constant(self.floor) if self.floor is not None else None
        quick = judged(value, op, limit, cast(int | Fraction | None, share), _decimals(measure))
        if quick is not None:
            return quick.met, quick.edges, quick.below
        holds = _bared(compared(op, value, limit, frame.size), bare, frame.size)
        return holds, _edges(measure, op, value, limit, holds, frame.size), self._below(frame, value, limit)

    def _below(self, frame: Frame | CountyFrame, value: Values, limit: Values) -> frozenset[int]:
        """Places known to be under the share of the limit that the school rule asks of every item."""
        if self.floor is None:
            return frozenset()
        share = frame.world.constant(self.floor)
        line = arithmetic("*", limit, Constant(share), frame.size)
        under = compared("<", value, line, frame.size)
        if isinstance(under, Constant):
            return frozenset(range(frame.size)) if under.value else frozenset()
        assert isinstance(under, Truths)
        return frozenset([place for place, one in enumerate(under.values) if one]) - under.unknown

    def _said(self, frame: Frame | CountyFrame) -> Values:
        """Whether the level that a person chose means met; unknown where nobody chose one."""
        assert self.item.judgement is not None
        met = {level.code: level.met for level in self.item.judgement.levels}
        levels = frame.levels(self.item.code)
        if levels is None:
            return UNKNOWN
        found = [met.get(level or "") for level in levels]
        unknown = frozenset(place for place, one in enumerate(found) if one is None)
        return Truths([bool(one) for one in found], unknown)


def _has_limit(measure: Measure, stage: str) -> bool:
    return stage in measure.limit or "" in measure.limit


def _holding(frame: Frame | CountyFrame, node: Node | None) -> tuple[Some, Some]:
    """Where a condition holds, and where nobody knows."""
    if node is None:
        return NOWHERE, NOWHERE
    found = three(frame(node), frame.size)
    return frozenset(places_with(PASS, found)), frozenset(places_with(OPEN, found))


def _bared(values: Values, bare: Some, size: int) -> Values:
    """The same, unknown at places that are not compared."""
    if not bare:
        return values
    if isinstance(values, Constant):
        if values.value is None:
            return values
        values = Truths([values.value] * size) if isinstance(values.value, bool) else _spread(values, size)
    if isinstance(values, Numbers):
        return Numbers(values.above, values.below, values.unknown | bare)
    return type(values)(values.values, values.unknown | bare)


def _spread(values: Constant, size: int) -> Numbers:
    return Numbers([values.value.numerator] * size, values.value.denominator)


def _decimals(measure: Measure) -> int:
    """With which a value is printed."""
    return measure.decimals + 2 if measure.percent else measure.decimals


def _edges(measure: Measure, op: str, value: Values, limit: Values, met: Values, size: int) -> Sequence[int]:
    """Places whose value as printed would be judged otherwise; most are ruled out by whole numbers at once."""
    if not isinstance(value, Numbers) or limit == UNKNOWN:
        return ()
    decimals = _decimals(measure)
    if isinstance(value.below, int) and not 10**decimals % value.below:
        return ()  # printed as it is
    unknown, near = unknown_of(met), _near(value, limit, 2 * 10**decimals)
    if isinstance(limit, Constant) and not 10**decimals % limit.value.denominator and isinstance(met, Truths):
        strict = op in (">", "<")  # a limit that is printed as it is: rounding never moves a value past it
        near = [place for place in near if met.values[place] is strict]
    return [
        place
        for place in near
        if place not in unknown and printed_holds(value.at(place), op, limit.at(place), decimals) is not met.at(place)  # type: ignore[arg-type]
    ]


def _near(value: Numbers, limit: Values, near: int) -> list[int]:
    """Places whose value is within 1 / near of its limit."""
    belows = repeat(value.below) if isinstance(value.below, int) else value.below
    if isinstance(limit, Constant):
        times = near * limit.value.denominator
        middle, far = near * limit.value.numerator, limit.value.denominator
        low, high = middle - far, middle + far
        pairs = enumerate(zip(value.above, belows))
        return [place for place, (above, below) in pairs if low * below <= above * times <= high * below]
    assert isinstance(limit, Numbers)
    under = repeat(limit.below) if isinstance(limit.below, int) else limit.below
    return [
        place
        for place, (above, below, line, unit) in enumerate(zip(value.above, belows, limit.above, under))
        if abs(above * unit - line * below) * near <= below * unit
    ]
