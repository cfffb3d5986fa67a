"""The known cells that keep an item open by what stands in them: a base of 0, a part larger than its whole."""

from collections.abc import Iterator

from dudao.calc.assessment.world import World
from dudao.calc.formula import Node
from dudao.calc.formula.exact import Scope
from dudao.calc.formula.needs import Need, merged, standing


def standing_cells(world: World, node: Node, why: str) -> tuple[Need, ...]:
    """The cells a condition that holds for the county reads; where a figure is only derived, the cells it comes of."""
    return merged(tuple(_cells(world, node, world.scope(), why)))


def _cells(world: World, node: Node, scope: Scope, why: str) -> Iterator[Need]:
    for need in standing(node, scope, why):
        key = need.key
        derivation = world.formulas.derivation(key.figure, key.stage) if key is not None else None
        if key is None or derivation is None or key in world.snapshot.statements:
            yield need
        else:
            below = tuple(_cells(world, derivation.node, world.place(key, world.catalogue[key.figure]), why))
            yield from (one for one in below if one.key is not None) if any(one.key for one in below) else (need,)
