"""Difference coefficients county by county, in whole numbers, no root taken: CV² = W·Σw·v² ÷ (Σw·v)² − 1.

A value v is a/p. Σw·v = Σa·(w/p) and Σw·v² = Σa²·(w/p²): what is in brackets belongs to the schools and not to the item,
so it is brought over one denominator once for all items that divide by the same.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from operator import floordiv, mul

from dudao.calc.assessment.variation import printed_root_holds
from dudao.calc.columns.arithmetic import numbers
from dudao.calc.columns.found import FAIL, NA, OPEN, PASS, ItemRows, VariationFound
from dudao.calc.columns.values import UNKNOWN, Numbers
from dudao.calc.formula.ratio import OPERATORS

Exact = int | Fraction


@dataclass(frozen=True, slots=True)
class Shares:
    """w/p of every row over `one` (no list: all are 1), and w/p² over `two`."""

    divisors: Sequence[int]
    once: Sequence[int]
    one: int
    twice: Sequence[int]
    two: int


class Coefficients:
    """Of the items of one stage over one chunk's rows. `untyped`: county → schools of unknown type, which leave it open."""

    def __init__(self, pupils: Numbers, bounds: Sequence[int], untyped: Mapping[int, int]) -> None:
        self.pupils = pupils
        self.bounds = bounds
        self.untyped = untyped
        self._kept: dict[tuple[int, int], list[Shares]] = {}

    def of(self, rows: ItemRows, op: str, limit: Exact | None, decimals: int) -> list[VariationFound]:
        """One a county; open where a row lacks its value or its pupils."""
        size = len(rows.schools)
        value = rows.values[0] if rows.values else UNKNOWN
        gone = {place for place in rows.bare if rows.codes[place] == NA}
        every = frozenset(range(size))
        plain = Numbers([0] * size, 1, every) if value == UNKNOWN else numbers(value, size)
        lacking = {bisect_right(self.bounds, place) - 1 for place in (plain.unknown | self.pupils.unknown) - gone}
        found = []
        for county in range(len(self.bounds) - 1):
            low, high = self.bounds[county], self.bounds[county + 1]
            places = [place for place in range(low, high) if place not in gone] if gone else range(low, high)
            untyped = self.untyped.get(county, 0)
            if county in lacking or untyped or not places:
                found.append(VariationFound(len(places) + untyped, None, None, OPEN))
            else:
                found.append(self._judged(plain, places, op, limit, decimals))
        return found

    def _judged(
        self, value: Numbers, places: Sequence[int], op: str, limit: Exact | None, decimals: int
    ) -> VariationFound:
        shares, times = self._shares_of(value, places)
        above, weights = _at(value.above, places), _at(self.pupils.above, places)
        whole = sum(weights)
        linear = sum(map(mul, above, shares.once)) if shares.once else sum(above)
        squares = sum(map(mul, map(mul, above, above), shares.twice))
        one = shares.one
        below = linear * linear * shares.two  # the divisors' own factor goes out of CV², and into the mean
        mean = linear * times.denominator, one * whole * times.numerator
        if not linear:
            return VariationFound(len(places), None, mean, OPEN)
        square = whole * squares * one * one - below, below
        if limit is None:
            return VariationFound(len(places), square, mean, OPEN)
        met = OPERATORS[op](square[0] * limit.denominator**2, square[1] * limit.numerator**2)
        edge = printed_root_holds(square, op, limit, decimals) is not met
        return VariationFound(len(places), square, mean, PASS if met else FAIL, edge)

    def _shares_of(self, value: Numbers, places: Sequence[int]) -> tuple["Shares", Exact]:
        """The shares of some rows, and by how much the divisors are theirs times a factor."""
        below = value.below
        divisors = [below] * len(places) if isinstance(below, int) else _at(below, places)
        kept = self._kept.setdefault((places[0], len(places)), [])
        for shares in kept:
            times = Fraction(divisors[0], shares.divisors[0])
            up, down = times.numerator, times.denominator
            if [up * divisor for divisor in shares.divisors] == [down * divisor for divisor in divisors]:
                return shares, times
        kept.append(_shares(_at(self.pupils.above, places), divisors))
        return kept[-1], 1


def _at(column: Sequence[int], places: Sequence[int]) -> Sequence[int]:
    if places[-1] - places[0] + 1 == len(places):
        return column[places[0] : places[-1] + 1]
    return [column[place] for place in places]


def _shares(weights: Sequence[int], divisors: Sequence[int]) -> Shares:
    """w/p and w/p² of every row, each over its least common denominator."""
    if list(weights) == list(divisors):
        two = lcm(*set(weights))
        return Shares(divisors, (), 1, [two // weight for weight in weights], two)
    common = list(map(gcd, weights, divisors))
    above, below = list(map(floordiv, weights, common)), list(map(floordiv, divisors, common))
    one = lcm(*set(below))
    once = [a * (one // b) for a, b in zip(above, below)]
    common = list(map(gcd, above, divisors))
    above = list(map(floordiv, above, common))
    below = list(map(mul, below, map(floordiv, divisors, common)))
    two = lcm(*set(below))
    return Shares(divisors, once, one, [a * (two // b) for a, b in zip(above, below)], two)
