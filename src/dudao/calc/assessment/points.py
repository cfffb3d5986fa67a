"""Points of a scored item from the county's figures, and of groups and aspects once not-applicable items are spread.

An item's points have two ends: what is decided, and what is still possible. Nothing is decided early: while any figure
or judgement it needs is missing, the item is open from 0 to full (DEMO-6A-100, ruling 1).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import cast

from dudao.calc.assessment.comparing import comparisons
from dudao.calc.assessment.given import Given, given_of
from dudao.calc.assessment.result import ItemResult, Points, ShownValue, Verdict
from dudao.calc.assessment.shapes import ShapeError, points_of
from dudao.calc.assessment.spread import children, full_marks
from dudao.calc.assessment.standing_cells import standing_cells
from dudao.calc.assessment.win_back import win_back
from dudao.calc.assessment.world import World
from dudao.calc.figures.showing import shown
from dudao.calc.formula.needs import Need, merged, needs
from dudao.calc.standard.model import Item, Shape, Standard


@dataclass(frozen=True, slots=True)
class Standing:
    """How an item stands before points: not applicable (and why), open (needs, why), or its arguments known."""

    given: Given = field(default_factory=Given)
    na: str = ""
    needs: tuple[Need, ...] = ()
    why: str = ""


def standing(world: World, item: Item) -> Standing:
    """Not applicable goes before everything; then what is open; only then are all arguments known."""
    not_asked, lacking = _not_applicable(world, item)
    if not_asked:
        return Standing(na=not_asked)
    given = given_of(world, item, item.shape) if item.shape else Given(needs=(Need(why="没有写怎样计分"),))
    blocked, more = _kept_open(world, item)
    if given.na and not lacking and not more and not blocked:
        return Standing(na=given.na)
    told = {need.key for need in more if need.key is not None}
    lacking = merged(lacking, more, [need for need in given.needs if need.key not in told])
    if lacking or blocked:
        return Standing(needs=lacking, why=blocked)
    return Standing(given)


def _not_applicable(world: World, item: Item) -> tuple[str, tuple[Need, ...]]:
    """Why the item is not applicable, or what has to be known to say so."""
    lacking: tuple[Need, ...] = ()
    scope = world.scope()
    for node, strikes, why in ((item.applies, False, ""), (item.na_if, True, item.na_why)):
        holds = world.formula(node)(scope) if node is not None else not strikes
        if holds is None and node is not None:
            lacking = merged(lacking, needs(node, scope))
        elif bool(holds) is strikes:
            return why or "不适用", ()
    return "", lacking


def _kept_open(world: World, item: Item) -> tuple[str, tuple[Need, ...]]:
    if item.open_if is None:
        return "", ()
    holds = world.work(item.open_if)
    if holds is None:
        return "", needs(item.open_if, world.scope())
    if not holds:
        return "", ()
    why = item.open_why or "还不能判分"
    return why, standing_cells(world, item.open_if, why)


def item_points(world: World, item: Item) -> ItemResult:
    """A scored item for the county, before what is not applicable was spread: `points.full` is its own full mark."""
    own = item.points or Fraction(0)
    at = standing(world, item)
    if at.na:
        return _not_asked(item, at.na)
    if at.needs:
        return _open(world, item, at.needs, at.why)
    shape = cast(Shape, item.shape)
    try:
        points = points_of(shape.name, own, at.given.values)
    except ShapeError as fault:
        return _open(world, item, (Need(why=str(fault)),), str(fault))
    if points is None:
        return _not_asked(item, "没有学段计入" if shape.name == "share" else "分母为 0")
    return ItemResult(
        item.code,
        Verdict.PASS if points == own else Verdict.FAIL,
        comparisons=comparisons(world, item, at.given.values),
        judged=_judged(world, item),
        why=_above_one(shape, at.given),
        shown=_shown(world, item),
        points=Points(own, own, points, points),
        win_back=win_back(world, item, at.given) if points < own else "",
    )


def _open(world: World, item: Item, lacking: tuple[Need, ...], why: str) -> ItemResult:
    own = item.points or Fraction(0)
    return ItemResult(
        item.code,
        Verdict.OPEN,
        comparisons=comparisons(world, item),
        judged=_judged(world, item),
        needs=lacking,
        why=why,
        shown=_shown(world, item),
        points=Points(own, own, Fraction(0), own),
    )


def _not_asked(item: Item, why: str) -> ItemResult:
    nothing = Fraction(0)
    points = Points(item.points or nothing, nothing, nothing, nothing, na=True)
    return ItemResult(item.code, Verdict.NA, why=why, points=points)


def _shown(world: World, item: Item) -> tuple[ShownValue, ...]:
    return tuple(
        ShownValue(one.label, world.work(one.value), one.unit, one.decimals, one.percent) for one in item.shown
    )


def _judged(world: World, item: Item) -> str:
    judged = world.judged(item.code) if item.judgement else None
    return judged.level if judged else ""


_ABOVE = {"ratio": ("a", "b"), "to_target": ("x", "target")}


def _above_one(shape: Shape, given: Given) -> str:
    """A ratio above one gives full marks and is pointed out: it is often a slip (ruling 14)."""
    names = _ABOVE.get(shape.name)
    pairs = [tuple(given.values[name] for name in names)] if names else given.values.get("ratios", ())
    return "比值大于 1，按满分计，请核对" if any(b and a > b for a, b in pairs) else ""


@dataclass(frozen=True, slots=True)
class Scored:
    """Items with their points after the spread and the points of every group and aspect, and what they come of."""

    unspread: Mapping[str, ItemResult]
    not_applicable: frozenset[str]
    marks: Mapping[str, Fraction]
    items: Mapping[str, ItemResult]
    groups: Mapping[str, Points]


def scored(standard: Standard, items: Mapping[str, ItemResult], before: Scored | None = None) -> Scored:
    """The points of `items` after the spread.

    Points are worked out on an item's own full mark, deductions included, and multiplied afterwards (ruling 2). Where
    the same items are not applicable as `before`, only what became other is worked out again.
    """
    left_out = frozenset(code for code, result in items.items() if result.verdict is Verdict.NA)
    if before is None or before.not_applicable != left_out or before.unspread.keys() != items.keys():
        marks = full_marks(standard, left_out)
        spread = {code: _after_spread(result, marks.get(code, Fraction(0))) for code, result in items.items()}
        found: dict[str, Points] = {}
    else:
        marks, spread = before.marks, dict(before.items)
        others = [code for code, result in items.items() if result is not before.unspread[code]]
        spread |= {code: _after_spread(items[code], marks.get(code, Fraction(0))) for code in others}
        above = _above(standard, others)
        found = {code: points for code, points in before.groups.items() if code not in above}
    below = children(standard)
    for group in standard.groups:
        _group_points(group.code, group.points or Fraction(0), below, marks, spread, found)
    order = before.groups if before is not None and before.marks is marks else found
    return Scored(dict(items), left_out, marks, spread, {code: found[code] for code in order})


def _above(standard: Standard, codes: Iterable[str]) -> set[str]:
    """The groups and aspects that some items stand in."""
    parents = {group.code: group.parent for group in standard.groups}
    parents |= {item.code: item.parent for item in standard.items}
    found: set[str] = set()
    for code in codes:
        while code := parents[code]:
            found.add(code)
    return found


def _after_spread(result: ItemResult, full: Fraction) -> ItemResult:
    points = result.points
    if points is None or points.na or not points.own:
        return result
    factor = full / points.own
    after = Points(points.own, full, points.low * factor, points.high * factor)
    text = result.win_back
    if text and after.lost:
        text = f"{text}；可得回 {shown(after.lost, 2)} 分"
    return replace(result, points=after, win_back=text)


def _group_points(
    code: str,
    own: Fraction,
    below: Mapping[str, Sequence[object]],
    marks: Mapping[str, Fraction],
    items: Mapping[str, ItemResult],
    found: dict[str, Points],
) -> Points:
    """A group is the sum of what stands below it; nothing below that applies: the group does not either."""
    if code in found:
        return found[code]
    low = high = Fraction(0)
    for part in below.get(code, ()):
        if isinstance(part, Item):
            points = items[part.code].points if part.code in items else None
        else:
            points = _group_points(part.code, part.points or Fraction(0), below, marks, items, found)  # type: ignore[attr-defined]
        if points is not None:
            low, high = low + points.low, high + points.high
    found[code] = Points(own, marks[code], low, high, na=not marks[code])
    return found[code]
