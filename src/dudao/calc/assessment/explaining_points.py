"""Why an item has its points: the rule in words, the numbers in it, step by step, what was spread, and who chose what."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from dudao.calc.assessment.explanation import Explanation
from dudao.calc.assessment.given import condition_of, rungs_of, stages_counted
from dudao.calc.assessment.points import Standing, standing
from dudao.calc.assessment.result import Exact, ItemResult, Points, Verdict
from dudao.calc.assessment.shapes import SHAPES
from dudao.calc.assessment.steps import (
    formula_parts,
    formula_step,
    judgement_step,
    measured,
    needs_step,
    ruling_steps,
    strictness_steps,
)
from dudao.calc.assessment.sums import sum_of
from dudao.calc.assessment.world import World
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.showing import exact_text, shown
from dudao.calc.formula import Node
from dudao.calc.formula.exact import Scope
from dudao.calc.formula.tree import Compare, Name, Number
from dudao.calc.formula.wording import short_text, wording
from dudao.calc.standard.model import Item, Shape, Step


def explain_points(world: World, item: Item, result: ItemResult) -> Explanation:
    """The tree of one scored item for the county. `result` is the item's after the spread."""
    points = result.points
    assert points is not None
    at = standing(world, item)
    parts = [*_rule(world, item, at), *_numbers(world, item, at), *_spread(points)]
    parts += _shown(result)
    if result.win_back:
        parts.append(Explanation("gap", "怎样得回失分", text=result.win_back))
    parts += strictness_steps(world, item)
    parts += needs_step(world, result.needs, "缺下面的数或判断，整项待补，不提前判分")
    if item.note:
        parts.append(Explanation("note", "口径", text=item.note))
    parts += _rulings(world, item)
    verdict = result.verdict.value if result.verdict in (Verdict.OPEN, Verdict.NA) else ""
    return Explanation(
        "points",
        f"{item.code} {item.name}",
        points_text(points),
        exact_text(points.low) if points.decided else "",
        verdict,
        result.why,
        parts=tuple(parts),
        address=item.code,
    )


def points_text(points: Points) -> str:
    """1.50 / 2.00 分; 0.00—2.00 / 2.00 分 while open; 不适用."""
    if points.na:
        return "不适用"
    low, high, full = shown(points.low), shown(points.high), shown(points.full)
    return f"{low} / {full} 分" if points.decided else f"{low}—{high} / {full} 分"


def _rule(world: World, item: Item, at: Standing) -> Iterator[Explanation]:
    """The rule in words and, where everything is known, with the numbers in it."""
    shape = item.shape
    if shape is None:
        return
    known = SHAPES[shape.name]
    own = item.points or 0
    numbers = "" if at.na or at.needs else sum_of(shape, own, at.given.values)
    yield Explanation(
        "rule", known.title, f"满分 {short_text(own)} 分", text=known.rule, numbers=numbers or known.formula
    )
    if at.na:
        parts = formula_parts(world, item.na_if, world.scope()) if item.na_if is not None else ()
        yield Explanation("note", "不适用", text=f"{at.na}；分值归到同组其他项", parts=tuple(parts))


def _numbers(world: World, item: Item, at: Standing) -> Iterator[Explanation]:
    """What each argument of the shape comes to, down to the cells."""
    if item.judgement is not None:
        yield judgement_step(world, item.judgement, item.code)
    if item.shape is not None and not at.na:
        yield from _arguments(world, item, item.shape, at.given.values)
    if item.open_if is not None and at.needs:
        yield formula_step(world, item.open_if, world.scope(), f"待补的情形：{item.open_why}")


def _arguments(world: World, item: Item, shape: Shape, values: Mapping[str, Any]) -> Iterator[Explanation]:
    scope = world.scope()
    for argument in SHAPES[shape.name].arguments:
        given = shape.arguments.get(argument.name)
        if given is None or argument.kind in ("text", "credit", "stages"):
            continue
        match argument.kind:
            case "steps" | "elements" | "minus":
                ladder = argument.kind == "steps"
                steps = rungs_of(world, item, shape) if ladder else cast(tuple[Step, ...], given)
                yield from _rungs(world, steps, values.get(argument.name), argument.kind)
            case "shape":
                yield from _inner(world, item, cast(Shape, given))
            case "ratios":
                for number, (a, b) in enumerate(cast(tuple[tuple[Node, Node], ...], given), start=1):
                    yield _argument(world, a, scope, f"第 {number} 个比例的分子")
                    yield _argument(world, b, scope, f"第 {number} 个比例的分母")
            case "figure":
                if "count" not in shape.arguments:
                    yield from formula_parts(world, Name(str(given)), scope)
            case _ if shape.name == "share":
                if argument.name == "when":
                    yield from _stages(world, item, shape)
            case _:
                if not isinstance(given, Number) and shape.name != "ladder":  # a ladder's x stands in its rungs
                    strict = condition_of(world, item, cast(Node, given)) if argument.name == "when" else given
                    step = _argument(world, cast(Node, strict), scope, argument.what)
                    yield _turned(step) if argument.name == "zero_if" else step


def _argument(world: World, node: Node, scope: Scope, title: str) -> Explanation:
    """A formula and its figures; a condition also with both its sides unrounded."""
    step = formula_step(world, node, scope, title)
    value = world.formula(node)(scope)
    exact = exact_text(value) if _number(value) else ""
    verdict = ("pass" if value else "fail") if isinstance(value, bool) else ""
    return replace(step, exact=exact, verdict=verdict, numbers=_unrounded(world, node, scope, step.numbers))


def _number(value: object) -> bool:
    return isinstance(value, Exact) and not isinstance(value, bool)


def _unrounded(world: World, node: Node, scope: Scope, numbers: str) -> str:
    if not isinstance(node, Compare):
        return numbers
    left, right = world.formula(node.left)(scope), world.formula(node.right)(scope)
    if not (_number(left) and _number(right)) or isinstance(node.left, Name) and isinstance(node.right, Number):
        return numbers
    sign = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠"}.get(node.op, node.op)
    return f"{numbers}，即 {exact_text(left)} {sign} {exact_text(right)}"


def _rungs(
    world: World, steps: tuple[Step, ...], found: tuple[tuple[bool, Exact], ...] | None, kind: str
) -> Iterator[Explanation]:
    """Rungs of a ladder (the first that holds counts), elements or deductions (each that holds counts)."""
    scope, counted, first_only = world.scope(), False, kind == "steps"
    for index, step in enumerate(steps):
        holds = found[index][0] if found else None
        points = world.work(step.points)
        counts = holds is True and not (first_only and counted)
        counted = counted or counts
        worth = f"{short_text(points)} 分" if points is not None else "待补"
        said = "" if holds is None else "，按这一档" if counts and first_only else "，成立" if counts else "，不成立"
        if counted and not counts and first_only:
            said = "，上面已定"
        if step.when is None:
            yield Explanation("comparison", step.label or "其余", worth + said)
            continue
        inner = _argument(world, step.when, scope, step.label or wording(step.when, scope)[0])
        inner = replace(inner, kind="comparison", shown=worth + said, exact="")
        yield _turned(inner) if kind == "minus" else inner


def _turned(step: Explanation) -> Explanation:
    """A condition that costs points: that it holds is the bad case."""
    return replace(step, verdict={"pass": "fail", "fail": "pass"}.get(step.verdict, ""))


def _inner(world: World, item: Item, shape: Shape) -> Iterator[Explanation]:
    known = SHAPES[shape.name]
    parts = tuple(_arguments(world, item, shape, {}))
    yield Explanation("rule", f"先按“{known.title}”", text=known.rule, numbers=known.formula, parts=parts)


def _stages(world: World, item: Item, shape: Shape) -> Iterator[Explanation]:
    """Stage by stage; those that do not count say why."""
    counted = stages_counted(world, item, shape)[0]
    applies = shape.arguments.get("applies")
    for stage in cast(tuple[str, ...], shape.arguments["over"]):
        scope = world.scope("", stage)
        if stage in counted:
            when = condition_of(world, item, cast(Node, shape.arguments["when"]))
            yield _argument(world, when, scope, STAGES[stage])
        else:
            step = formula_step(world, cast(Node, applies), scope, STAGES[stage])
            known = world.formula(cast(Node, applies))(scope) is False
            text = f"不计入：{step.text}，不成立" if known else f"计不计入还不能定：{step.text}"
            yield Explanation("note", STAGES[stage], step.shown, text=text, numbers=step.numbers, parts=step.parts)


def _spread(points: Points) -> Iterator[Explanation]:
    """Points were worked out on the item's own full mark and multiplied afterwards."""
    if points.na or points.full == points.own or not points.own:
        return
    factor = points.full / points.own
    text = (
        f"有项目不适用，它们的分值归到其余各项：本项满分由 {short_text(points.own)} 分变为 {exact_text(points.full)} 分"
    )
    low = (
        f"{exact_text(points.low / factor)} × {factor} = {exact_text(points.low)}" if points.decided else f"× {factor}"
    )
    yield Explanation("points", "归一", shown(points.full), exact_text(points.full), text=text, numbers=low)


def _shown(result: ItemResult) -> Iterator[Explanation]:
    for one in result.shown:
        value = measured(one.value, one.decimals, one.unit, percent=one.percent)
        exact = exact_text(one.value) if one.value is not None else ""
        yield Explanation("note", one.label, value, exact, text="只展示，不计分")


def _rulings(world: World, item: Item) -> Iterator[Explanation]:
    """The item's own rulings, then those of its aspect in one step."""
    yield from ruling_steps(world, item.code)
    above: list[Explanation] = []
    code = item.parent
    while code:
        above += ruling_steps(world, code)
        code = world.standard.group_by_code[code].parent
    if above:
        yield Explanation("ruling", "各项通用的裁定", f"{len(above)} 条", parts=tuple(above))
