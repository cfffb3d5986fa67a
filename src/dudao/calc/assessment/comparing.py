"""What a scored item's value is held against, where its shape compares two numbers: for showing, never for points."""

from collections.abc import Mapping
from typing import Any, cast

from dudao.calc.assessment.given import condition_of, rungs_of
from dudao.calc.assessment.result import Comparison, Exact
from dudao.calc.assessment.units import SHARE, unit_of, whole
from dudao.calc.assessment.world import World
from dudao.calc.figures.showing import rounded
from dudao.calc.formula import Node
from dudao.calc.formula.ratio import OPERATORS
from dudao.calc.formula.tree import Compare, Number
from dudao.calc.standard.model import Item, Shape

# Shape → its argument that is there, its argument that is asked for.
_PAIRS = {
    "short": ("n", "need"),
    "ratio": ("a", "b"),
    "to_target": ("x", "target"),
    "linear_down": ("x", "target"),
    "survey": ("x", "high"),
}


def comparisons(world: World, item: Item, known: Mapping[str, Any] | None = None) -> tuple[Comparison, ...]:
    """One comparison, or none. `known`: arguments of the shape that have been worked out already."""
    pair = _compared(world, item, item.shape) if item.shape else None
    if pair is None or item.shape is None:
        return ()
    op, left, right = pair
    names = _PAIRS.get(item.shape.name, ("", ""))
    value, limit = (
        known[name] if known and name in known else world.work(node)
        for name, node in zip(names, (left, right), strict=True)
    )
    if not all(one is None or _number(one) for one in (value, limit)):
        return ()
    unit = unit_of(left, world.catalogue, world.standard.parameters)
    decimals = 0 if whole(left, world.catalogue) else 2
    met = None if value is None or limit is None else OPERATORS[op](value, limit)
    edge = met is not None and OPERATORS[op](rounded(value, decimals + 2 * (unit == SHARE)), limit) is not met
    return (Comparison("", item.name, value, op, limit, met, edge, unit, decimals, unit == SHARE),)


def _number(value: Any) -> bool:
    return isinstance(value, Exact) and not isinstance(value, bool)


def _compared(world: World, item: Item, shape: Shape) -> tuple[str, Node, Node] | None:
    """(op, what there is, what is asked) of a shape that compares two numbers."""
    if shape.name in _PAIRS:
        have, want = (cast(Node, shape.arguments[name]) for name in _PAIRS[shape.name])
        return ">=", have, want
    if shape.name == "per_event":
        return "<=", cast(Node, shape.arguments["n"]), Number(0, "0")
    if shape.name == "combine":
        return _compared(world, item, cast(Shape, shape.arguments["first"]))
    when: object = None
    if shape.name == "pass":
        when = condition_of(world, item, cast(Node, shape.arguments["when"]))
    elif shape.name == "ladder":
        when = rungs_of(world, item, shape)[0].when
    return (when.op, when.left, when.right) if isinstance(when, Compare) else None
