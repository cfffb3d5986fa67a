"""What the parts of a formula become: nested functions of a place, exact and three-valued."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from dudao.calc.formula.ratio import add, divide, multiply, ratio, subtract
from dudao.calc.formula.scope import Formula, Scope, Worked
from dudao.calc.formula.tree import OverSchools

_ARITHMETIC: Mapping[str, Callable[[Any, Any], Worked]] = {"+": add, "-": subtract, "*": multiply, "/": divide}


def arithmetic(op: str, left: Formula, right: Formula) -> Formula:
    """Two parts; sums of many figures and shares times a round number have shorter ways below."""
    work = _ARITHMETIC[op]

    def at(scope: Scope) -> Worked:
        a = left(scope)
        if a is None:
            return None
        b = right(scope)
        return None if b is None else work(a, b)

    return at


def summed(parts: Sequence[Formula]) -> Formula:
    """a + b + c + …: unknown as soon as one of them is."""

    def at(scope: Scope) -> Worked:
        total: int | Fraction = 0
        for part in parts:
            value = part(scope)
            if value is None:
                return None
            total = total + value if value.__class__ is int and total.__class__ is int else add(total, value)
        return total

    return at


def scaled_quotient(above: Formula, below: Formula, scale: int) -> Formula:
    """above / below · scale, reduced once."""

    def at(scope: Scope) -> Worked:
        a = above(scope)
        if a is None:
            return None
        b = below(scope)
        if b is None:
            return None
        if a.__class__ is int and b.__class__ is int and b > 0:
            return ratio(a * scale, b)
        share = divide(a, b)
        return None if share is None else multiply(share, scale)

    return at


def negative(part: Formula) -> Formula:
    def work(scope: Scope) -> Worked:
        value = part(scope)
        return None if value is None else -value

    return work


def compared(operator: Callable[[Any, Any], bool], left: Formula, right: Formula) -> Formula:
    def work(scope: Scope) -> bool | None:
        a = left(scope)
        if a is None:
            return None
        b = right(scope)
        if b is None:
            return None
        if a.__class__ is Fraction or b.__class__ is Fraction:
            return operator(a.numerator * b.denominator, b.numerator * a.denominator)
        return operator(a, b)

    return work


def within(item: Formula, options: frozenset[str], negated: bool) -> Formula:
    def work(scope: Scope) -> bool | None:
        value = item(scope)
        return None if value is None else (value in options) is not negated

    return work


def both(values: Sequence[bool | None]) -> bool | None:
    """Kleene *and*: one False decides; else one unknown leaves it unknown."""
    known = True
    for value in values:
        if value is None:
            known = False
        elif not value:
            return False
    return True if known else None


def either(values: Sequence[bool | None]) -> bool | None:
    """Kleene *or*: one True decides; else one unknown leaves it unknown."""
    known = True
    for value in values:
        if value:
            return True
        if value is None:
            known = False
    return False if known else None


def all_hold(parts: Sequence[Formula]) -> Formula:
    def work(scope: Scope) -> bool | None:
        known = True
        for part in parts:
            value = part(scope)
            if value is None:
                known = False
            elif not value:
                return False
        return True if known else None

    return work


def one_holds(parts: Sequence[Formula]) -> Formula:
    def work(scope: Scope) -> bool | None:
        known = True
        for part in parts:
            value = part(scope)
            if value:
                return True
            if value is None:
                known = False
        return False if known else None

    return work


def opposite(part: Formula) -> Formula:
    def work(scope: Scope) -> bool | None:
        value = part(scope)
        return None if value is None else not value

    return work


def chosen(condition: Formula, then: Formula, otherwise: Formula) -> Formula:
    def work(scope: Scope) -> Worked:
        holds = condition(scope)
        if holds is not None:
            return then(scope) if holds else otherwise(scope)
        one, other = then(scope), otherwise(scope)
        return one if one is not None and other is not None and one == other else None

    return work


def _known(parts: Sequence[Formula], work: Callable[..., Worked]) -> Formula:
    def at(scope: Scope) -> Worked:
        values = []
        for part in parts:
            value = part(scope)
            if value is None:
                return None
            values.append(value)
        return work(*values)

    return at


def whole_years(start: date, end: date) -> int:
    """Full years from one day to another; the anniversary itself completes a year."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


CALLS: dict[str, Callable[[Sequence[Formula]], Formula]] = {
    "ceil": lambda parts: _known(parts, ceil),
    "min": lambda parts: _known(parts, min),
    "max": lambda parts: _known(parts, max),
    "days": lambda parts: _known(parts, lambda start, end: (end - start).days),
    "years": lambda parts: _known(parts, whole_years),
    "year_of": lambda parts: _known(parts, lambda day: day.year),
}


def over_schools(node: OverSchools, how: str, body: Formula, where: Formula | None) -> Formula:
    part = _part(how, body, where)

    def work(scope: Scope) -> Worked:
        stage = scope.stage if not scope.unit else ""
        kept, places = scope.facts.parts(node, stage, scope.shift), scope.facts.places(stage, scope.shift)
        kept.update([(place.unit, part(place)) for place in places if place.unit not in kept])
        values = [kept[place.unit] for place in places]
        if scope.facts.unsettled(stage):
            values.append(None)
        return _gather(how, values)

    return work


def over_rows(how: str, rows: Formula, body: Formula, where: Formula | None) -> Formula:
    part = _part(how, body, where)

    def work(scope: Scope) -> Worked:
        listed = rows(scope)
        return None if listed is None else _gather(how, [part(scope.of_row(row)) for row in listed])

    return work


def _gather(how: str, values: Sequence[Worked]) -> Worked:
    """sum / count need every part; all / any may be decided by one."""
    if how == "all":
        return both(values)
    if how == "any":
        return either(values)
    total: int | Fraction = 0
    for value in values:
        if value is None:
            return None
        if value:
            total = total + value if value.__class__ is int and total.__class__ is int else add(total, value)
    return total


def _part(how: str, body: Formula, where: Formula | None) -> Formula:
    """What one school or row gives: left out, it gives nothing (0, or what does not decide `all` and `any`)."""
    give: Formula = body
    if how == "count":

        def give(scope: Scope) -> Worked:
            value = body(scope)
            return None if value is None else int(bool(value))

    if where is None:
        return give

    def part(scope: Scope) -> Worked:
        counts = where(scope)
        if counts is None and how in ("all", "any"):
            value = give(scope)
            return either([None, value]) if how == "all" else both([None, value])
        if counts is None:
            return None
        return give(scope) if counts else how == "all"

    return part
