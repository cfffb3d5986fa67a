"""Difference coefficients county by county, in whole numbers, no root taken: CV² = W·Σw·v² ÷ (Σw·v)² − 1.

A value v is a/p. Σw·v = Σa·(w/p) and Σw·v² = Σa²·(w/p²): what is in brackets belongs to the schools and not to the item,
so it is brought over one denominator once for all items that divide by the same.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from operator import mul

from dudao.calc.assessment.variation import printed_root_holds
from dudao.calc.columns.arithmetic import numbers
from dudao.calc.columns.found import FAIL, NA, OPEN, PASS, ItemRows, VariationFound
from dudao.calc.columns.values import UNKNOWN, Numbers, Picked
from dudao.calc.formula.ratio import OPERATORS

Exact = int | Fraction


@dataclass(frozen=True, slots=True)
class Shares:
    """w/p of every row over `one`, and w/p² over `two`, for divisors that are `times` the weights in most rows: p is what
    divides, over `times`. So w/p is 1 but for `others`, where it is `beyond` / `one` more."""

    divisors: Sequence[int]
    times: Fraction
    others: Picked
    beyond: Sequence[int]
    one: int
    twice: Sequence[int]
    two: int


class Coefficients:
    """Of the items of one stage over one chunk's rows. `untyped`: county → schools of unknown type, which leave it open."""

    def __init__(self, pupils: Numbers, bounds: Sequence[int], untyped: Mapping[int, int]) -> None:
        self.pupils = pupils
        self.bounds = bounds
        self.untyped = untyped
        self._kept: dict[tuple[int, int], list[tuple[int | Sequence[int], Shares, Fraction]]] = {}

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
        above = _at(value.above, places)
        whole = sum(_at(self.pupils.above, places))
        linear = shares.one * sum(above)
        if shares.beyond:
            linear += sum(map(mul, shares.others.pick(above), shares.beyond))
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

    def _shares_of(self, value: Numbers, places: Sequence[int]) -> tuple["Shares", Fraction]:
        """The shares of some rows, and how many times what is p there the divisors are."""
        below = value.below
        kept = self._kept.setdefault((places[0], len(places)), [])
        for column, shares, times in kept:
            if column is below:
                return shares, times
        divisors = [below] * len(places) if isinstance(below, int) else _at(below, places)
        for _, shares, _ in kept:
            factor = Fraction(divisors[0], shares.divisors[0])
            up, down = factor.numerator, factor.denominator
            if [up * divisor for divisor in shares.divisors] == [down * divisor for divisor in divisors]:
                break
        else:
            shares, factor = _shares(_at(self.pupils.above, places), divisors), Fraction(1)
        kept.append((below, shares, shares.times * factor))
        return shares, kept[-1][2]


def _at(column: Sequence[int], places: Sequence[int]) -> Sequence[int]:
    if places[-1] - places[0] + 1 == len(places):
        return column[places[0] : places[-1] + 1]
    return [column[place] for place in places]


def _shares(weights: Sequence[int], divisors: Sequence[int]) -> Shares:
    """w/p and w/p² of every row, each over its least common denominator."""
    up, down = _usual(weights, divisors)
    rows = enumerate(zip(weights, divisors))
    others = [
        (place, weight * up, divisor * down) for place, (weight, divisor) in rows if weight * up != divisor * down
    ]
    one = lcm(*{divisor // gcd(weight, divisor) for _, weight, divisor in others})
    beyond = [weight * one // divisor - one for _, weight, divisor in others]
    above, below = [1] * len(weights), list(weights)
    for place, weight, divisor in others:
        weight, divisor = weight * up, divisor * divisor
        common = gcd(weight, divisor)
        above[place], below[place] = weight // common, divisor // common
    two = lcm(*set(below))
    twice = [two // b if a == 1 else a * (two // b) for a, b in zip(above, below)]
    return Shares(divisors, Fraction(up, down), Picked([place for place, _, _ in others]), beyond, one, twice, two)


def _usual(weights: Sequence[int], divisors: Sequence[int]) -> tuple[int, int]:
    """divisor ÷ weight of most rows, where one of the first few is such a row."""
    first = Counter(
        (divisor // common, weight // common)
        for weight, divisor in zip(weights[:9], divisors[:9])
        for common in (gcd(weight, divisor),)
    )
    return first.most_common(1)[0][0]
