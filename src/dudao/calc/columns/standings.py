"""How a scored item stands in every county of a chunk: not applicable, open, or the arguments of its shape.

The order is that of `calc.assessment.points.standing`: what is not applicable goes before what is missing. Shapes that
read judgements, stages or lists are left to it, county by county.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from dudao.calc.assessment.given import condition_of, denominator, rungs_of
from dudao.calc.assessment.points import standing
from dudao.calc.assessment.world import World
from dudao.calc.columns.chunk import Chunk
from dudao.calc.formula.tree import Node
from dudao.calc.standard.model import Item, Step

PLAIN = ("short", "ratio", "to_target", "linear_down", "pass", "per_event", "survey")
NOT_APPLICABLE = "na"
Stands = Mapping[str, Any] | str | None  # the arguments, NOT_APPLICABLE, or None: open


@dataclass(frozen=True, slots=True)
class Slots:
    """The formulas of a shape's arguments, and how their values become the arguments. All of them have to be known."""

    nodes: Sequence[Node]
    build: Callable[[Sequence[Any]], Mapping[str, Any]]


def slots_of(world: World, item: Item) -> Slots | None:
    """None: left to the exact reader."""
    shape = item.shape
    if shape is None:
        return None
    if shape.name in PLAIN:
        names = tuple(shape.arguments)
        nodes = [cast(Node, node) for node in shape.arguments.values()]
        if "when" not in names:
            return Slots(nodes, lambda values: dict(zip(names, values)))
        nodes = [condition_of(world, item, node) if name == "when" else node for name, node in zip(names, nodes)]
        return Slots(nodes, lambda values: {n: bool(v) if n == "when" else v for n, v in zip(names, values)})
    if shape.name == "ladder":
        return _steps("steps", rungs_of(world, item, shape))
    if shape.name == "elements":
        return _steps("elements", cast(tuple[Step, ...], shape.arguments["elements"]))
    if shape.name == "min_ratio":
        pairs = cast(tuple[tuple[Node, Node], ...], shape.arguments["ratios"])
        nodes = [node for pair in pairs for node in pair]
        return Slots(nodes, lambda values: {"ratios": tuple(zip(values[::2], values[1::2]))})
    if shape.name == "issues" and "count" in shape.arguments and "credited" in shape.arguments:
        both = [cast(Node, shape.arguments[name]) for name in ("count", "credited")]
        return Slots(both, lambda values: dict(zip(("count", "credited"), values)))
    return None


def _steps(name: str, steps: Sequence[Step]) -> Slots:
    conditions = [step.when for step in steps if step.when is not None]
    nodes = [*conditions, *(step.points for step in steps)]

    def build(values: Sequence[Any]) -> Mapping[str, Any]:
        held, points = iter(values), values[len(conditions) :]
        return {name: tuple((step.when is None or bool(next(held)), given) for step, given in zip(steps, points))}

    return Slots(nodes, build)


def standings(chunk: Chunk, item: Item, slots: Slots | None) -> list[Stands]:
    """One a county."""
    if slots is None or item.shape is None:
        return [_exactly(world, item) for world in chunk.county_worlds]
    size = len(chunk.counties)
    never, asked = _not_applicable(chunk, item)
    kept = chunk.at_counties(item.open_if, "", 0) if item.open_if is not None else [False] * size
    node = denominator(item.shape)
    below = chunk.at_counties(node, "", 0) if node is not None else []
    nothing = [one is not None and one <= 0 for one in below] or [False] * size
    found: list[Stands] = []
    columns = [chunk.at_counties(node, "", 0) for node in slots.nodes]
    unknown = {place for column in columns for place, value in enumerate(column) if value is None}
    for place, values in enumerate(zip(*columns)):
        lacking = asked[place] or kept[place] is None or kept[place]
        if never[place] or (nothing[place] and not lacking):
            found.append(NOT_APPLICABLE)
        elif lacking or nothing[place] or place in unknown:
            found.append(None)
        else:
            found.append(slots.build(values))
    return found


def _not_applicable(chunk: Chunk, item: Item) -> tuple[list[bool], list[bool]]:
    """Per county whether the item is not asked, and whether that is not known."""
    never, asked = [False] * len(chunk.counties), [False] * len(chunk.counties)
    for node, strikes in ((item.applies, False), (item.na_if, True)):
        if node is not None:
            for place, holds in enumerate(chunk.at_counties(node, "", 0)):
                asked[place] = asked[place] or holds is None
                never[place] = never[place] or (holds is not None and bool(holds) is strikes)
    return never, asked


def _exactly(world: World, item: Item) -> Stands:
    at = standing(world, item)
    if at.na:
        return NOT_APPLICABLE
    return None if at.needs or at.why or item.shape is None else at.given.values
