"""Sums, products, quotients and comparisons of columns in whole numbers; unknown wherever a part is unknown."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import repeat
from math import gcd, lcm
from operator import add as plus
from operator import eq, mul, ne
from operator import sub as minus
from typing import Any

from dudao.calc.columns.values import UNKNOWN, Constant, Numbers, Places, Truths, Values, Words, joined
from dudao.calc.formula import ratio
from dudao.calc.formula.ratio import OPERATORS

Exact = int | Fraction
_SWAPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_CONSTANT = {"+": ratio.add, "-": ratio.subtract, "*": ratio.multiply, "/": ratio.divide}


def arithmetic(op: str, one: Values, other: Values, size: int) -> Values:
    """one op other at every place."""
    if one == UNKNOWN or other == UNKNOWN:
        return UNKNOWN
    if isinstance(one, Constant) and isinstance(other, Constant):
        return Constant(_CONSTANT[op](one.value, other.value))
    if isinstance(other, Constant) and op in "*/":
        if op == "/" and not other.value:
            return UNKNOWN
        return scaled(numbers(one, size), Fraction(other.value) if op == "*" else 1 / Fraction(other.value))
    if isinstance(one, Constant) and op == "*":
        return scaled(numbers(other, size), Fraction(one.value))
    left, right = numbers(one, size), numbers(other, size)
    if op == "*":
        return _product(left, right)
    return quotient(left, right) if op == "/" else _total(left, right, plus if op == "+" else minus)


def numbers(values: Values, size: int) -> Numbers:
    """The same as numbers over a denominator; truths count as 1 and 0."""
    if isinstance(values, Numbers):
        return values
    if isinstance(values, Constant):
        return Numbers([values.value.numerator] * size, values.value.denominator)
    if isinstance(values, Truths):
        return Numbers(values.values, 1, values.unknown)  # True is 1
    raise TypeError("words are no numbers")


def scaled(values: Numbers, factor: Fraction) -> Numbers:
    """Every value times the same factor, reduced where all have one denominator."""
    above, below = values.above, values.below
    if isinstance(below, int):
        factor = factor / below
        return Numbers(_times(above, factor.numerator), factor.denominator, values.unknown)
    return Numbers(_times(above, factor.numerator), _times(below, factor.denominator), values.unknown)


def negative(values: Values) -> Values:
    if isinstance(values, Constant):
        return values if values.value is None else Constant(-values.value)
    return scaled(numbers(values, 0), Fraction(-1))


def quotient(one: Numbers, other: Numbers) -> Numbers:
    """one / other; unknown where other is 0."""
    above, below, unknown = one.above, other.above, joined(one.unknown, other.unknown)
    if isinstance(one.below, int) and isinstance(other.below, int):
        common = gcd(one.below, other.below)
        above, below = _times(above, other.below // common), _times(below, one.below // common)
    else:
        above, below = _products(above, other.below), _products(below, one.below)
    if below and min(below) <= 0:
        unknown = joined(unknown, {place for place, value in enumerate(below) if value == 0})
        above = [-a if b < 0 else a for a, b in zip(above, below)]
        below = [abs(b) or 1 for b in below]
    return Numbers(above, below, unknown)


def compared(op: str, one: Values, other: Values, size: int) -> Values:
    """Whether one op other, in whole numbers."""
    if one == UNKNOWN or other == UNKNOWN:
        return UNKNOWN
    if isinstance(one, Constant) and isinstance(other, Constant):
        return Constant(OPERATORS[op](one.value, other.value))
    if isinstance(one, Constant):
        return compared(_SWAPPED[op], other, one, size)
    if _plain(one) or _plain(other):
        return _compared_plain(op, one, other)
    left = numbers(one, size)
    if isinstance(other, Constant):
        return Truths(list(_against(op, left, other.value)), left.unknown)
    right = numbers(other, size)
    unknown = joined(left.unknown, right.unknown)
    if isinstance(left.below, int) and left.below == right.below:
        return Truths(list(map(OPERATORS[op], left.above, right.above)), unknown)
    crossed = map(OPERATORS[op], _products(left.above, right.below), _products(right.above, left.below))
    return Truths(list(crossed), unknown)


def _against(op: str, values: Numbers, limit: Any) -> Any:
    above, below = limit.numerator, limit.denominator
    if isinstance(values.below, int):  # x op a whole number: the next one above or below the limit
        above *= values.below
        if above % below and op in ("==", "!="):
            return repeat(op == "!=", len(values.above))
        whole = -(-above // below) if op in (">=", "<") else above // below
        return map(OPERATORS[op], values.above, repeat(whole))
    return map(OPERATORS[op], _times(values.above, below), _times(values.below, above))


def _plain(values: Values) -> bool:
    return isinstance(values, Words | Truths) or (isinstance(values, Constant) and isinstance(values.value, str | bool))


def _compared_plain(op: str, one: Values, other: Values) -> Values:
    work = {"==": eq, "!=": ne}.get(op) or OPERATORS[op]
    left, right = (
        (repeat(values.value), frozenset())
        if isinstance(values, Constant)
        else (values.above if isinstance(values, Numbers) else values.values, values.unknown)
        for values in (one, other)
    )
    unknown = joined(left[1], right[1])
    if op in ("==", "!="):
        return Truths(list(map(work, left[0], right[0])), unknown)
    pairs = enumerate(zip(left[0], right[0]))  # what is unknown cannot be ordered
    return Truths([place not in unknown and bool(work(a, b)) for place, (a, b) in pairs], unknown)


def ceiling(values: Values) -> Values:
    if isinstance(values, Constant):
        return values if values.value is None else Constant(-(-values.value.numerator // values.value.denominator))
    found = numbers(values, 0)
    below = repeat(found.below) if isinstance(found.below, int) else found.below
    return Numbers([-(-a // b) for a, b in zip(found.above, below)], 1, found.unknown)


def extreme(op: str, one: Values, other: Values, size: int) -> Values:
    """The greater (op ">") or the lesser (op "<") of two."""
    if one == UNKNOWN or other == UNKNOWN:
        return UNKNOWN
    first = compared(op, one, other, size)
    if isinstance(first, Constant):
        return one if first.value else other
    assert isinstance(first, Truths)
    return picked(first.values, one, other, size, joined(unknown_of(one), unknown_of(other)))


def picked(first: Sequence[bool], one: Values, other: Values, size: int, unknown: Places) -> Numbers:
    """one where `first`, else other."""
    left, right = numbers(one, size), numbers(other, size)
    if isinstance(left.below, int) and isinstance(right.below, int):
        below = lcm(left.below, right.below)
        sides = zip(first, _over(left, below), _over(right, below))
        return Numbers([a if yes else b for yes, a, b in sides], below, unknown)
    above = [a if yes else b for yes, a, b in zip(first, left.above, right.above)]
    belows = [a if yes else b for yes, a, b in zip(first, _each(left.below), _each(right.below))]
    return Numbers(above, belows, unknown)


def unknown_of(values: Values) -> Places:
    return frozenset() if isinstance(values, Constant) else values.unknown


def _total(one: Numbers, other: Numbers, work: Any) -> Numbers:
    unknown = joined(one.unknown, other.unknown)
    if isinstance(one.below, int) and isinstance(other.below, int):
        below = lcm(one.below, other.below)
        return Numbers(list(map(work, _over(one, below), _over(other, below))), below, unknown)
    above = map(work, _products(one.above, other.below), _products(other.above, one.below))
    return Numbers(list(above), list(map(mul, _each(one.below), _each(other.below))), unknown)


def _product(one: Numbers, other: Numbers) -> Numbers:
    above = list(map(mul, one.above, other.above))
    unknown = joined(one.unknown, other.unknown)
    if isinstance(one.below, int) and isinstance(other.below, int):
        return Numbers(above, one.below * other.below, unknown)
    return Numbers(above, list(map(mul, _each(one.below), _each(other.below))), unknown)


def _over(values: Numbers, below: int) -> Sequence[int]:
    assert isinstance(values.below, int)
    return _times(values.above, below // values.below)


def _times(values: Sequence[int], factor: int) -> Sequence[int]:
    return values if factor == 1 else [value * factor for value in values]


def _products(values: Sequence[int], factor: int | Sequence[int]) -> Sequence[int]:
    return _times(values, factor) if isinstance(factor, int) else list(map(mul, values, factor))


def _each(below: int | Sequence[int]) -> Any:
    return repeat(below) if isinstance(below, int) else below
