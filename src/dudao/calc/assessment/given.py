"""What the arguments of a shape come to for one item: exact numbers and yes / no, or the needs that keep them open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, cast

from dudao.calc.assessment.result import Exact
from dudao.calc.assessment.shapes import points_of
from dudao.calc.assessment.world import World
from dudao.calc.figures import Key, Known
from dudao.calc.formula import Node
from dudao.calc.formula.needs import Need, merged, needs
from dudao.calc.formula.tree import Compare, Name, Number, children
from dudao.calc.standard.model import Item, Shape, Step

ZERO = "应做到的数（分母）为 0"


@dataclass(frozen=True, slots=True)
class Given:
    """`values` for the shape's function; `needs` where something is missing; `na` why the item is not applicable."""

    values: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    na: str = ""


def given_of(world: World, item: Item, shape: Shape) -> Given:
    """The arguments worked out for the county. Every one must be known, whichever would decide alone (ruling 1).

    Only a denominator that is known to be 0 goes before what is missing: the item is then not applicable (ruling 3).
    """
    if (below := denominator(shape)) is not None and (value := world.work(below)) is not None and value <= 0:
        return Given(na=ZERO)
    return _READERS.get(shape.name, _plain)(world, item, shape)


def condition_of(world: World, item: Item, node: Node) -> Node:
    """A condition with the county's own strictness (> or ≥) where it chose one for this item."""
    if isinstance(node, Compare) and node.op in ("<", "<=", ">", ">="):
        op = world.op(item.code, node.op)
        return node if op == node.op else replace(node, op=op)
    return node


def rungs_of(world: World, item: Item, shape: Shape) -> tuple[Step, ...]:
    """The rungs of a ladder with what x stands for put in, and the county's strictness."""
    x = cast(Node | None, shape.arguments.get("x"))

    def when(node: Node) -> Node:
        return condition_of(world, item, node if x is None else put_in(node, "x", x))

    steps = cast(tuple[Step, ...], shape.arguments["steps"])
    return tuple(replace(step, when=step.when and when(step.when)) for step in steps)


def put_in(node: Node, name: str, instead: Node) -> Node:
    """The formula with a tree instead of a name."""
    if node == Name(name):
        return instead
    if isinstance(node, Number | Name) or not any(True for _ in children(node)):
        return node
    changed: dict[str, Any] = {}
    for slot in node.__slots__:
        part = getattr(node, slot)
        if isinstance(part, tuple) and part and not isinstance(part[0], str):
            changed[slot] = tuple(put_in(one, name, instead) for one in part)
        elif hasattr(part, "__slots__") and not isinstance(part, str | int | Fraction):
            changed[slot] = put_in(part, name, instead)
    return replace(node, **changed)


def denominator(shape: Shape) -> Node | None:
    """The argument whose being 0 makes the item not applicable, before anything else is asked."""
    named = {"ratio": "b", "to_target": "target"}.get(shape.name)
    if named:
        return cast(Node, shape.arguments[named])
    if shape.name == "min_ratio":
        return cast(tuple[tuple[Node, Node], ...], shape.arguments["ratios"])[0][1]
    return None


class _Collected:
    """Values as they are worked out, and the needs of those that cannot be."""

    def __init__(self, world: World, item: Item, stage: str = "") -> None:
        self.world = world
        self.item = item
        self.scope = world.scope("", stage)
        self.needs: tuple[Need, ...] = ()

    def number(self, node: Node) -> Any:
        value = self.world.formula(node)(self.scope)
        if value is None:
            self.needs = merged(self.needs, needs(node, self.scope) or (Need(why="算不出来"),))
        return value

    def line(self, node: Node) -> bool:
        """A condition that gives points: with the county's strictness."""
        return bool(self.number(condition_of(self.world, self.item, node)))

    def steps(self, steps: tuple[Step, ...]) -> tuple[tuple[bool, Exact], ...]:
        return tuple((step.when is None or bool(self.number(step.when)), self.number(step.points)) for step in steps)

    def given(self, values: Mapping[str, Any]) -> Given:
        return Given(needs=self.needs) if self.needs else Given(values)


def _plain(world: World, item: Item, shape: Shape) -> Given:
    """Shapes whose arguments are formulas alone: short, ratio, to_target, linear_down, pass, per_event, survey."""
    found = _Collected(world, item)
    values: dict[str, Any] = {}
    for name, argument in shape.arguments.items():
        node = cast(Node, argument)
        values[name] = found.line(node) if name == "when" else found.number(node)
    return found.given(values)


def _ladder(world: World, item: Item, shape: Shape) -> Given:
    found = _Collected(world, item)
    return found.given({"steps": found.steps(rungs_of(world, item, shape))})


def _elements(world: World, item: Item, shape: Shape) -> Given:
    found = _Collected(world, item)
    return found.given({"elements": found.steps(cast(tuple[Step, ...], shape.arguments["elements"]))})


def _tiers(world: World, item: Item, shape: Shape) -> Given:
    judged = world.judged(item.code)
    level = item.judgement.level(judged.level) if item.judgement and judged else None
    if level is None or level.share is None:
        return Given(needs=(Need(judgement=(item.code, "")),))
    return Given({"share": level.share})


def _issues(world: World, item: Item, shape: Shape) -> Given:
    """By the counts where the standard names them (they come of the list, or alone), else issue by issue."""
    found = _Collected(world, item)
    if "count" in shape.arguments and "credited" in shape.arguments:
        return found.given({name: found.number(cast(Node, shape.arguments[name])) for name in ("count", "credited")})
    name, column = str(shape.arguments["list"]), str(shape.arguments["status"])
    rows = found.number(Name(name))
    if rows is None:
        return found.given({})
    credit = {step.label: world.work(step.points) for step in cast(tuple[Step, ...], shape.arguments["credit"])}
    statuses = [statement.value if isinstance(statement := row.get(column), Known) else None for row in rows]
    credits = [credit[str(status)] for status in statuses if str(status) in credit]
    if holes := len(statuses) - len(credits):
        label = world.catalogue[name].label
        return Given(needs=(Need(key=Key("", name), why=f"清单“{label}”有 {holes} 题没有写整改情况"),))
    return Given({"count": len(credits), "credited": sum(credits, Fraction(0))})


def _share(world: World, item: Item, shape: Shape) -> Given:
    met = of = 0
    lacking: tuple[Need, ...] = ()
    for stage in stages_counted(world, item, shape)[0]:
        found = _Collected(world, item, stage)
        of += 1
        met += found.line(cast(Node, shape.arguments["when"]))
        lacking = merged(lacking, found.needs)
    lacking = merged(stages_counted(world, item, shape)[1], lacking)
    return Given(needs=lacking) if lacking else Given({"met": met, "of": of})


def stages_counted(world: World, item: Item, shape: Shape) -> tuple[tuple[str, ...], tuple[Need, ...]]:
    """The stages that count, and what leaves undecided whether others do."""
    applies = shape.arguments.get("applies")
    over = cast(tuple[str, ...], shape.arguments["over"])
    if applies is None:
        return over, ()
    node = cast(Node, applies)
    states = {stage: world.work(node, "", stage) for stage in over}
    lacking = merged(*(needs(node, world.scope("", stage)) for stage in over if states[stage] is None))
    return tuple(stage for stage in over if states[stage]), lacking


def _combine(world: World, item: Item, shape: Shape) -> Given:
    inner = cast(Shape, shape.arguments["first"])
    first = given_of(world, item, inner)
    found = _Collected(world, item)
    minus = found.steps(cast(tuple[Step, ...], shape.arguments["minus"]))
    if first.na:
        return first
    lacking = merged(first.needs, found.needs)
    if lacking:
        return Given(needs=lacking)
    points = points_of(inner.name, item.points or Fraction(0), first.values)
    return Given(na=ZERO) if points is None else Given({"first": points, "minus": minus})


def _min_ratio(world: World, item: Item, shape: Shape) -> Given:
    found = _Collected(world, item)
    pairs = cast(tuple[tuple[Node, Node], ...], shape.arguments["ratios"])
    return found.given({"ratios": tuple((found.number(a), found.number(b)) for a, b in pairs)})


_READERS: Mapping[str, Callable[[World, Item, Shape], Given]] = {
    "ladder": _ladder,
    "elements": _elements,
    "tiers": _tiers,
    "issues": _issues,
    "share": _share,
    "combine": _combine,
    "min_ratio": _min_ratio,
}
