"""Full marks after those of the items that are not applicable were given to the others (分值归一)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from fractions import Fraction

from dudao.calc.standard.model import Group, Item, Standard


def full_marks(standard: Standard, not_applicable: Collection[str] = ()) -> Mapping[str, Fraction]:
    """Full marks of every item, group and aspect by code; together always the standard's full marks.

    What an item that is not applicable would have been worth goes to the other items of its group, in proportion to
    their own points; a whole group's to the other groups of its aspect; a whole aspect's to the other aspects
    (DEMO-6A-100, ruling 2). Items that are not applicable have 0. Where nothing applies at all, everything has 0.
    """
    below = children(standard)
    alive = {item.code: item.code not in not_applicable for item in standard.items}
    _mark_groups(standard, below, alive)
    marks: dict[str, Fraction] = {}
    _share_out("", standard.full or Fraction(100), below, alive, marks)
    return marks


def children(standard: Standard) -> Mapping[str, list[Group | Item]]:
    """What stands directly below each aspect and group; '' is the standard itself."""
    below: dict[str, list[Group | Item]] = defaultdict(list)
    for group in standard.groups:
        below[group.parent].append(group)
    for item in standard.items:
        below[item.parent].append(item)
    return below


def _mark_groups(standard: Standard, below: Mapping[str, list[Group | Item]], alive: dict[str, bool]) -> None:
    """A group applies while anything below it does."""

    def mark(code: str) -> bool:
        if code not in alive:
            alive[code] = any(mark(part.code) for part in below.get(code, ()))
        return alive[code]

    for group in standard.groups:
        mark(group.code)


def _share_out(
    code: str,
    full: Fraction,
    below: Mapping[str, list[Group | Item]],
    alive: Mapping[str, bool],
    marks: dict[str, Fraction],
) -> None:
    parts = below.get(code, [])
    together = sum((part.points or Fraction(0) for part in parts if alive[part.code]), Fraction(0))
    for part in parts:
        own = (part.points or Fraction(0)) if alive[part.code] else Fraction(0)
        marks[part.code] = own * full / together if own else Fraction(0)
        _share_out(part.code, marks[part.code], below, alive, marks)
