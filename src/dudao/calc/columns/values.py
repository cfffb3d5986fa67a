"""What a formula comes to over many places at once: whole numbers over a denominator, truths, words.

`unknown` holds the places of which nothing is known; what a list says there means nothing. One value for all places is
a `Constant`.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import Any

from dudao.calc.formula.ratio import ratio

Places = Set[int]
NOWHERE: Places = frozenset()


@dataclass(frozen=True, slots=True)
class Numbers:
    """above[i] / below[i]; `below` is one positive whole number for all places, or one for each."""

    above: Sequence[int]
    below: int | Sequence[int] = 1
    unknown: Places = NOWHERE

    def at(self, place: int) -> int | Fraction | None:
        if place in self.unknown:
            return None
        return ratio(self.above[place], self.below if isinstance(self.below, int) else self.below[place])


@dataclass(frozen=True, slots=True)
class Truths:
    values: Sequence[bool]
    unknown: Places = NOWHERE

    def at(self, place: int) -> bool | None:
        return None if place in self.unknown else self.values[place]


@dataclass(frozen=True, slots=True)
class Words:
    """Codes, dates or lists: what can only be compared, or is left to the exact evaluator."""

    values: Sequence[Any]
    unknown: Places = NOWHERE

    def at(self, place: int) -> Any:
        return None if place in self.unknown else self.values[place]


@dataclass(frozen=True, slots=True)
class Constant:
    """The same everywhere; None: known nowhere."""

    value: Any

    def at(self, place: int) -> Any:
        return self.value


Values = Numbers | Truths | Words | Constant
UNKNOWN = Constant(None)


def column(cells: Sequence[Any], kind: type, decimals: int, unknown: Places, size: int) -> Values:
    """A column as it stands in a table, of numbers, truths or words."""
    if unknown and len(unknown) == size:
        return UNKNOWN
    if kind is Numbers:
        return Numbers(cells, 10**decimals, unknown)
    return Truths(cells, unknown) if kind is Truths else Words(cells, unknown)


def from_exact(found: Sequence[Any]) -> Values:
    """What the exact evaluator gave, place by place."""
    unknown = {place for place, value in enumerate(found) if value is None}
    if len(unknown) == len(found):
        return UNKNOWN
    example = next(value for value in found if value is not None)
    if isinstance(example, bool):
        return Truths([bool(value) for value in found], unknown)
    if isinstance(example, int | Fraction):
        known = [1 if value is None else value for value in found]
        if all(value.__class__ is int for value in known):
            return Numbers(known, 1, unknown)
        return Numbers([value.numerator for value in known], [value.denominator for value in known], unknown)
    return Words(found, unknown)


def joined(one: Places, other: Places) -> Places:
    return one | other if one and other else one or other


def taken(values: Values, places: "Picked") -> Values:
    """Some places of a column, in their order."""
    if isinstance(values, Constant):
        return values
    unknown: Places = NOWHERE
    if values.unknown:
        unknown = places.found(values.unknown)
    if isinstance(values, Numbers):
        below = values.below if isinstance(values.below, int) else places.pick(values.below)
        return Numbers(places.pick(values.above), below, unknown)
    return type(values)(places.pick(values.values), unknown)


class Picked:
    """Some places of a longer list, in order; `repeated`: one may stand there more than once."""

    def __init__(self, order: Sequence[int], *, repeated: bool = False) -> None:
        self.order = order
        self.repeated = repeated
        # `itemgetter` gives no list for one alone
        self.pick: Callable[[Sequence[Any]], Sequence[Any]] = (
            itemgetter(*order) if len(order) > 1 else lambda cells: [cells[one] for one in order]
        )
        self._numbers: dict[int, int] = {}

    def found(self, places: Places) -> Places:
        """Where some places of the longer list stand among those picked."""
        if self.repeated:
            return {number for number, place in enumerate(self.order) if place in places}
        if not self._numbers:
            self._numbers = dict(zip(self.order, range(len(self.order))))
        numbers = self._numbers
        return {numbers[place] for place in places if place in numbers}
