"""Sums, counts, all and any over the schools of each county, from columns."""

from collections.abc import Sequence, Set
from itertools import compress
from typing import TYPE_CHECKING, Any

from dudao.calc.columns import logic
from dudao.calc.columns.arithmetic import numbers
from dudao.calc.columns.values import UNKNOWN, Constant, Numbers, Truths, Values
from dudao.calc.formula.exact import both, either
from dudao.calc.formula.ratio import add, ratio
from dudao.calc.formula.tree import OverSchools

if TYPE_CHECKING:
    from dudao.calc.columns.frame import Frame


def over_schools(node: OverSchools, frame: "Frame", where: Values) -> list[Any]:
    """One exact value a county, None where a school that counts (`where`, or whether it counts) is unknown."""
    chunk = frame.chunk
    bounds = chunk.bounds_of(frame.schools)
    body = frame(node.body)
    if node.how in ("all", "any"):
        found = _logical(node.how, body, where, bounds, frame.size)
    else:
        found = _total(node.how, body, where, bounds, frame.size)
    for county in range(len(bounds) - 1):
        if chunk.bounds[county] == chunk.bounds[county + 1]:
            found[county] = None  # no school at all: the school table is still to come
        elif county in chunk.untyped_counties:
            found[county] = _with_unknown(node.how, found[county])
    return found


def _with_unknown(how: str, value: Any) -> Any:
    if how == "all":
        return both([value, None])
    return either([value, None]) if how == "any" else None


def _total(how: str, body: Values, where: Values, bounds: Sequence[int], size: int) -> list[Any]:
    counts = logic.truths(where, size)
    if how == "count":
        body = logic.truths(body, size) if body != UNKNOWN else body
    if body == UNKNOWN:
        body = Numbers([1] * size, 1, frozenset(range(size)))
    parts = numbers(body, size)
    unknown = _counting(parts.unknown, counts)
    lacking = {_county(place, bounds) for place in unknown}
    spans = list(zip(bounds, bounds[1:]))
    if where == Constant(True):
        chosen = [parts.above[low:high] for low, high in spans]
    else:
        chosen = [list(compress(parts.above[low:high], counts.values[low:high])) for low, high in spans]
    below = parts.below
    if isinstance(below, int):
        return [None if county in lacking else ratio(sum(above), below) for county, above in enumerate(chosen)]
    found: list[Any] = []
    for county, (low, high) in enumerate(spans):
        total: Any = 0
        for above, under, count in zip(parts.above[low:high], below[low:high], counts.values[low:high]):
            total = add(total, ratio(above, under)) if count else total
        found.append(None if county in lacking else total)
    return found


def _counting(unknown: Set[int], counts: Truths) -> set[int]:
    """Unknown parts of schools that count or may count, and schools of which nobody knows whether they do."""
    return set(counts.unknown) | {place for place in unknown if counts.values[place]}


def _county(place: int, bounds: Sequence[int]) -> int:
    low, high = 0, len(bounds) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if bounds[middle] <= place else (low, middle)
    return low


def _logical(how: str, body: Values, where: Values, bounds: Sequence[int], size: int) -> list[Any]:
    """A school left out decides neither `all` nor `any`."""
    parts = [logic.opposite(where, size), body] if how == "all" else [where, body]
    held = logic.truths(logic.one_holds(parts, size) if how == "all" else logic.all_hold(parts, size), size)
    gather = both if how == "all" else either
    return [gather([held.at(place) for place in range(low, high)]) for low, high in zip(bounds, bounds[1:])]
