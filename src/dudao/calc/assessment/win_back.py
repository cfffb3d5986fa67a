"""What would win lost points back, in words and in the item's own unit: 还差 3 所, 再增加 12.4 万元."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import ceil
from typing import Any, cast

from dudao.calc.assessment.given import Given, condition_of, given_of, rungs_of, stages_counted
from dudao.calc.assessment.result import Exact
from dudao.calc.assessment.solving import Change, change_for
from dudao.calc.assessment.units import SHARE, unit_of, whole
from dudao.calc.assessment.world import World
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.showing import shown
from dudao.calc.formula import Node
from dudao.calc.formula.exact import Scope
from dudao.calc.formula.tree import Both, Compare
from dudao.calc.formula.wording import short_text, wording
from dudao.calc.standard.model import Item, Shape, Step


def win_back(world: World, item: Item, given: Given) -> str:
    """One sentence without a full stop, for an item that is decided and has lost points; '' if nothing can be said."""
    if item.shape is None:
        return ""
    return _WAYS[item.shape.name](world, item, item.shape, given.values)


Values = Mapping[str, Any]
Way = Callable[[World, Item, Shape, Values], str]


def _node(shape: Shape, name: str) -> Node:
    return cast(Node, shape.arguments[name])


def amount(value: Exact, unit: str) -> str:
    """A value in its unit as a person reads it: 3 所, 12.4 万元, 87.31%."""
    if unit == SHARE:
        return shown(value, 2, percent=True)
    return f"{short_text(value)} {unit}".rstrip()


def _change(world: World, change: Change, scope: Scope) -> str:
    figure = world.catalogue[change.of.name]
    label = wording(change.of, scope)[0]
    rises = change.amount >= 0
    unit = "个百分点" if figure.unit == SHARE else figure.unit  # a rate that rises by 1 % of itself is something else
    size = f"{_upwards(change.amount if rises else -change.amount, figure.decimals)} {unit}".rstrip()
    verb = "再增加" if rises else "减少"
    return f"{label}{verb} {size}{'以上（相等不算）' if change.beyond else ''}"


def _upwards(value: Exact, decimals: int | None) -> str:
    """Rounded up to what the figure is written in, so that the amount is enough."""
    places = 2 if decimals is None else decimals
    return short_text(Fraction(ceil(value * 10**places), 10**places))


def _lacking(world: World, item: Item, have: tuple[Node, Exact], want: tuple[Node, Exact]) -> str:
    """What there is is less than what is asked: the difference, in the unit of what is counted."""
    change = change_for(world, Compare(">=", have[0], want[0]), world.scope())
    if change is not None:
        return _change(world, change, world.scope())
    gap = want[1] - have[1]
    unit = unit_of(have[0], world.catalogue, world.standard.parameters)
    if unit == SHARE:
        return f"{item.name}还差 {shown(gap, 2, percent=True)[:-1]} 个百分点"
    numbers = f"（{short_text(have[1])}／{short_text(want[1])}）" if whole(have[0], world.catalogue) else ""
    return f"还差 {amount(gap, unit)}{numbers}"


def _up_to(there: str, asked: str) -> Way:
    """Shapes that hold one argument against another."""

    def way(world: World, item: Item, shape: Shape, values: Values) -> str:
        have, want = ((_node(shape, name), values[name]) for name in (there, asked))
        return _lacking(world, item, have, want)

    return way


def _hold(world: World, item: Item, node: Node, scope: Scope) -> str:
    """What would make a condition hold."""
    node = condition_of(world, item, node)
    if isinstance(node, Both):
        return "，且".join(_hold(world, item, part, scope) for part in node.parts if not world.formula(part)(scope))
    if isinstance(node, Compare):
        change = change_for(world, node, scope)
        if change is not None:
            return _change(world, change, scope)
    names, numbers = wording(node, scope)
    return f"要做到：{names}（现为 {numbers}）"


def _pass(world: World, item: Item, shape: Shape, values: Values) -> str:
    return _hold(world, item, _node(shape, "when"), world.scope())


def _ladder(world: World, item: Item, shape: Shape, values: Values) -> str:
    """The next rung up, and the top one where that is another."""
    steps = rungs_of(world, item, shape)
    standing = next((index for index, (holds, _) in enumerate(values["steps"]) if holds), len(steps))
    above = [index for index in range(standing) if steps[index].when is not None]
    texts = []
    for index in dict.fromkeys((above[-1], above[0])) if above else ():
        points = short_text(world.work(steps[index].points))
        how = _hold(world, item, cast(Node, steps[index].when), world.scope())
        texts.append(f"{how}，到 {points} 分一档")
    return "；".join(texts)


def _per_event(world: World, item: Item, shape: Shape, values: Values) -> str:
    if values.get("zero_if"):
        return f"有“{wording(_node(shape, 'zero_if'), world.scope())[0]}”的情形，本项得不到分"
    unit = unit_of(_node(shape, "n"), world.catalogue, {}) or "起"
    return f"现有 {amount(values['n'], unit)}，每少 1 {unit}得回 {short_text(values['each'])} 分"


def _tiers(world: World, item: Item, shape: Shape, values: Values) -> str:
    levels = item.judgement.levels if item.judgement else ()
    best = max(levels, key=lambda level: level.share or 0, default=None)
    return f"评为“{best.label}”得满分{f'：{best.text}' if best.text else ''}" if best else ""


def _elements(world: World, item: Item, shape: Shape, values: Values) -> str:
    return f"补上：{_labels(world, cast(tuple[Step, ...], shape.arguments['elements']), values['elements'], False)}"


def _labels(world: World, steps: Iterable[Step], found: Iterable[tuple[bool, Exact]], holding: bool) -> str:
    return "、".join(
        f"{step.label or (wording(step.when, world.scope())[0] if step.when else '其余')}（{short_text(points)} 分）"
        for step, (holds, points) in zip(steps, found, strict=True)
        if holds is holding
    )


def _issues(world: World, item: Item, shape: Shape, values: Values) -> str:
    count, credited = values["count"], values["credited"]
    return f"{short_text(count)} 题按整改情况算 {short_text(credited)} 题改完，全部改完得满分"


def _share(world: World, item: Item, shape: Shape, values: Values) -> str:
    texts = []
    for stage in stages_counted(world, item, shape)[0]:
        scope = world.scope("", stage)
        when = condition_of(world, item, _node(shape, "when"))
        if not world.formula(when)(scope):
            texts.append(f"{STAGES[stage]}：{_hold(world, item, when, scope)}")
    return "；".join(texts)


def _combine(world: World, item: Item, shape: Shape, values: Values) -> str:
    inner = cast(Shape, shape.arguments["first"])
    lost = values["first"] < (item.points or 0)
    first = _WAYS[inner.name](world, item, inner, given_of(world, item, inner).values) if lost else ""
    minus = _labels(world, cast(tuple[Step, ...], shape.arguments["minus"]), values["minus"], True)
    return "；".join(text for text in (first, f"消除：{minus}" if minus else "") if text)


def _min_ratio(world: World, item: Item, shape: Shape, values: Values) -> str:
    pairs = cast(tuple[tuple[Node, Node], ...], shape.arguments["ratios"])
    texts = [
        _lacking(world, item, (a, have), (b, want))
        for (a, b), (have, want) in zip(pairs, values["ratios"], strict=True)
        if have < want
    ]
    return "；".join(texts)


_WAYS: Mapping[str, Way] = {
    "short": _up_to("n", "need"),
    "ratio": _up_to("a", "b"),
    "to_target": _up_to("x", "target"),
    "linear_down": _up_to("x", "target"),
    "survey": _up_to("x", "high"),
    "ladder": _ladder,
    "pass": _pass,
    "per_event": _per_event,
    "tiers": _tiers,
    "elements": _elements,
    "issues": _issues,
    "share": _share,
    "combine": _combine,
    "min_ratio": _min_ratio,
}
