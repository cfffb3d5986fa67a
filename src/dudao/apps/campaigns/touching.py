"""What a choice of the county touches: the items whose formulas name it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from dudao.calc.formula import Node, names
from dudao.calc.standard.model import Item, Measure, Standard
from dudao.library.read import standard

LINES = (">=", ">", "<=", "<")


@lru_cache(maxsize=8)
def touched(code: str) -> Mapping[str, tuple[str, ...]]:
    """Parameter → codes of the items and vetoes of a built-in standard that are worked out with it."""
    chosen = standard(code)
    found: dict[str, dict[str, None]] = {name: {} for name in chosen.parameters}
    for one in (*chosen.items, *chosen.triggers):
        for name in _named(one):
            if name in found:
                found[name][one.code] = None
    for name in _named(chosen.scope):
        if name in found:
            found[name]["范围和分摊"] = None
    if chosen.scope is not None and chosen.scope.attached_weight in found:
        found[chosen.scope.attached_weight]["范围和分摊"] = None
    return {name: tuple(codes) for name, codes in found.items()}


def _named(thing: Any) -> Iterator[str]:
    """The names in all formulas of a part of a standard."""
    if isinstance(thing, Node):
        yield from (name.name for name in names(thing))
    elif isinstance(thing, Mapping):
        for part in thing.values():
            yield from _named(part)
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _named(part)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from _named(getattr(thing, field.name))


def lines_of(chosen: Standard) -> list[tuple[Item, str]]:
    """Items whose strictness may be chosen, each with the sign that the standard itself has."""
    found = []
    for item in chosen.items:
        ops = [measure.op for measure in item.measures if isinstance(measure, Measure)]
        if item.composite is not None and item.composite.kind == "variation":
            ops.append(item.composite.op)
        ops = [op for op in dict.fromkeys(ops) if op in LINES]
        if len(ops) == 1:
            found.append((item, ops[0]))
    return found
