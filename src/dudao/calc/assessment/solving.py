"""How much one figure would have to change for a comparison to hold: solved exactly where the formula is linear in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from dudao.calc.assessment.result import Exact
from dudao.calc.assessment.world import World
from dudao.calc.figures import Kind
from dudao.calc.formula import Node
from dudao.calc.formula.exact import Scope
from dudao.calc.formula.tree import Arithmetic, Compare, Name, Negative, names, walk


@dataclass(frozen=True, slots=True)
class Change:
    """Figure `of` has to rise (or, `amount` < 0, to fall) by this much; `beyond`: by more than this much."""

    of: Name
    amount: Exact
    beyond: bool = False


def change_for(world: World, comparison: Compare, scope: Scope) -> Change | None:
    """The least change of one figure that makes a comparison hold; None where no figure enters it linearly.

    The figure is the first of this year, from the left, that can do it. Whole figures change by whole numbers. A figure
    is never asked to fall below 0.
    """
    if comparison.op not in ("<", "<=", ">", ">=", "=="):
        return None
    margin = Arithmetic("-", comparison.left, comparison.right)
    if comparison.op in ("<", "<="):
        margin = Arithmetic("-", comparison.right, comparison.left)
    for name in _candidates(world, margin):
        line = _line(world, margin, name, scope)
        if line is None or line.slope == 0:
            continue
        amount = -line.at / line.slope
        found = _rounded(world, Change(name, amount), strict=comparison.op in ("<", ">"))
        if _possible(world, found, scope):
            return found
    return None


@dataclass(frozen=True, slots=True)
class _Line:
    """at + slope × change."""

    at: Fraction
    slope: Fraction


def _candidates(world: World, margin: Node) -> Iterator[Name]:
    for name in dict.fromkeys(names(margin)):
        figure = world.catalogue.figures.get(name.name)
        if figure is None or name.name in world.parameters or figure.level.of_school:
            continue  # a school's figure stands inside a sum over schools: no single cell to raise
        if figure.kind is Kind.NUMBER and name.offset == 0:
            yield name


def _line(world: World, node: Node, by: Name, scope: Scope) -> _Line | None:
    """The formula as a straight line in the change of one figure; None where it is not one, or unknown."""
    if not any(part == by for part in walk(node)):
        value = world.formula(node)(scope)
        known = isinstance(value, int | Fraction) and not isinstance(value, bool)
        return _Line(Fraction(value), Fraction(0)) if known else None
    match node:
        case Name():
            value = world.formula(node)(scope)
            return _Line(Fraction(value), Fraction(1)) if value is not None else None
        case Negative(part=part):
            line = _line(world, part, by, scope)
            return _Line(-line.at, -line.slope) if line else None
        case Arithmetic(op=op, left=left, right=right):
            one, two = _line(world, left, by, scope), _line(world, right, by, scope)
            return _joined(op, one, two) if one and two else None
    return None


def _joined(op: str, one: _Line, two: _Line) -> _Line | None:
    if op in "+-":
        sign = 1 if op == "+" else -1
        return _Line(one.at + sign * two.at, one.slope + sign * two.slope)
    if op == "*" and not one.slope:
        one, two = two, one
    if two.slope:
        return None
    if op == "*":
        return _Line(one.at * two.at, one.slope * two.at)
    return _Line(one.at / two.at, one.slope / two.at) if two.at else None


def _rounded(world: World, change: Change, *, strict: bool) -> Change:
    """A whole figure changes by whole numbers, away from 0, and by one more where equality is not enough."""
    if not world.catalogue[change.of.name].whole:
        return Change(change.of, change.amount, strict)
    size = change.amount if change.amount >= 0 else -change.amount
    whole = floor(size) + 1 if strict else ceil(size)
    return Change(change.of, whole if change.amount >= 0 else -whole)


def _possible(world: World, change: Change, scope: Scope) -> bool:
    value = world.formula(change.of)(scope)
    return value is not None and value + change.amount >= 0
