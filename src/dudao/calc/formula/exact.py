"""Formulas worked out exactly: int and Fraction, never float; None = unknown.

A tree is compiled once to nested functions of a place (`Scope`); what stands at a place is asked of `Facts`. Logic has
three values (Kleene): an unknown part leaves the whole unknown unless the other parts already decide it. A division by
zero is unknown. Nothing here knows a standard, a school type or a limit.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any, Protocol

from dudao.calc.figures import Catalogue, Figure, Kind, Known, Level
from dudao.calc.formula.ratio import OPERATORS, add, divide, multiply, subtract
from dudao.calc.formula.tree import (
    Arithmetic,
    Both,
    Call,
    Compare,
    Either,
    FormulaError,
    If,
    Name,
    Negative,
    Node,
    Not,
    Number,
    OverRows,
    OverSchools,
    Text,
    Within,
)

Worked = Any  # int | Fraction | bool | str | date | list rows | None
Formula = Callable[["Scope"], Worked]


class Scope:
    """The place of a formula: a school and a stage ('' = the county, no stage), perhaps a row of a list.

    `shift` moves every year asked for (a derived figure of last year reads last year's parts). `divisor` stands
    instead of the number of pupils where a resource is shared by several stages.
    """

    __slots__ = ("divisor", "facts", "row", "shift", "stage", "unit")

    def __init__(
        self,
        facts: "Facts",
        unit: str = "",
        stage: str = "",
        shift: int = 0,
        row: Mapping[str, Any] | None = None,
        divisor: int | Fraction | None = None,
    ) -> None:
        self.facts = facts
        self.unit = unit
        self.stage = stage
        self.shift = shift
        self.row = row
        self.divisor = divisor

    def of_row(self, row: Mapping[str, Any]) -> "Scope":
        return Scope(self.facts, self.unit, self.stage, self.shift, row, self.divisor)


class Facts(Protocol):
    """What a formula may ask of the world it is worked out in."""

    catalogue: Catalogue
    evaluation_year: int
    visit_date: date | None

    @property
    def parameters(self) -> Collection[str]: ...

    def value(self, unit: str, figure: str, stage: str, year: int) -> Worked: ...

    def total(self, unit: str, figure: str, year: int) -> Worked:
        """A school-stage figure summed over the school's stages."""

    def parameter(self, name: str) -> int | Fraction | None: ...

    def parameter_label(self, name: str) -> str: ...

    def places(self, stage: str, shift: int) -> Sequence[Scope]:
        """One scope per listed school (with that stage)."""

    def parts(self, node: OverSchools, stage: str, shift: int) -> dict[str, Worked]:
        """What each school gives to a sum, kept from one reading to the next."""

    def unsettled(self, stage: str) -> Sequence[str]:
        """Schools of which nobody knows whether they are listed (or have that stage)."""

    def formula(self, node: Node) -> Formula: ...


def compile_formula(
    node: Node, catalogue: Catalogue, parameters: Collection[str], *, shared: Name | None = None
) -> Formula:
    """A function of a Scope that gives the exact value, True / False, or None where it cannot be known.

    `shared` is the figure of pupils that a scope's `divisor` stands for. FormulaError: a name nobody declared.
    """
    return _Compiler(catalogue, parameters, shared).compile(node, None)


def year_of(facts: Facts, figure: Figure, shift: int) -> int | None:
    """The year a figure is stored under: 0 for a figure asked for one year; None: evaluation year not set."""
    if not figure.several_years:
        return 0 if shift == 0 else None
    return facts.evaluation_year + shift if facts.evaluation_year else None


def stage_of(figure: Figure, name: Name, scope: Scope) -> str:
    """The stage a staged figure is read at; '' means the sum over the school's stages."""
    return (name.stage or scope.stage) if figure.level.staged else ""


class _Compiler:
    def __init__(self, catalogue: Catalogue, parameters: Collection[str], shared: Name | None) -> None:
        self.catalogue = catalogue
        self.parameters = parameters
        self.shared = shared

    def compile(self, node: Node, columns: frozenset[str] | None) -> Formula:
        match node:
            case Number(value=value) | Text(value=value):
                return lambda scope: value
            case Name():
                return self._name(node, columns)
            case Arithmetic(op=op, left=left, right=right):
                return _arithmetic(op, self.compile(left, columns), self.compile(right, columns))
            case Negative(part=part):
                return _negative(self.compile(part, columns))
            case Compare():
                return self._compare(node, columns)
            case Within(item=item, options=options, negated=negated):
                return _within(self.compile(item, columns), frozenset(options), negated)
            case Both(parts=parts):
                return _both([self.compile(part, columns) for part in parts])
            case Either(parts=parts):
                return _either([self.compile(part, columns) for part in parts])
            case Not(part=part):
                return _not(self.compile(part, columns))
            case If(condition=condition, then=then, otherwise=otherwise):
                return _if(*(self.compile(part, columns) for part in (condition, then, otherwise)))
            case Call(function=function, arguments=arguments):
                return _CALLS[function]([self.compile(argument, columns) for argument in arguments])
            case OverSchools(how=how, body=body, where=where):
                narrowed = self.compile(where, None) if where else None
                return _over_schools(node, how, self.compile(body, None), narrowed)
            case OverRows():
                return self._over_rows(node)
        raise FormulaError(f"不认识的公式部分：{node!r}。")

    def _name(self, node: Name, columns: frozenset[str] | None) -> Formula:
        name, stage, offset = node.name, node.stage, node.offset
        if columns is not None and name in columns:
            return lambda scope: _cell(scope.row, name)
        if name in self.parameters:
            return lambda scope: scope.facts.parameter(name)
        if name == "evaluation_year":
            return lambda scope: scope.facts.evaluation_year + scope.shift + offset or None
        if name == "visit_date":
            return lambda scope: scope.facts.visit_date
        if name not in self.catalogue:
            raise FormulaError(f"没有数据项 {name}，也没有这个参数；先在数据项文件里声明。")
        figure = self.catalogue[name]
        if self.shared == node:
            plain = _figure(figure, stage, offset)
            return lambda scope: plain(scope) if scope.divisor is None else scope.divisor
        return _figure(figure, stage, offset)

    def _compare(self, node: Compare, columns: frozenset[str] | None) -> Formula:
        left, right = self._side(node.left, node.right, columns), self._side(node.right, node.left, columns)
        return _compare(OPERATORS[node.op], left, right)

    def _side(self, node: Node, other: Node, columns: frozenset[str] | None) -> Formula:
        """A yes/no figure may be compared with 'yes' and 'no'."""
        if isinstance(node, Text) and node.value in ("yes", "no") and isinstance(other, Name):
            figure = self.catalogue.figures.get(other.name)
            if figure is not None and figure.kind is Kind.YES_NO:
                said = node.value == "yes"
                return lambda scope: said
        return self.compile(node, columns)

    def _over_rows(self, node: OverRows) -> Formula:
        name = node.figure.name
        if name not in self.catalogue or self.catalogue[name].kind is not Kind.LIST:
            raise FormulaError(f"{name} 不是清单，不能逐行计算。")
        figure = self.catalogue[name]
        columns = frozenset(column.name for column in figure.columns)
        rows = _figure(figure, node.figure.stage, node.figure.offset)
        where = self.compile(node.where, columns) if node.where else None
        return _over_rows(node.how, rows, self.compile(node.body, columns), where)


def _cell(row: Mapping[str, Any] | None, name: str) -> Worked:
    statement = row.get(name) if row is not None else None
    return statement.value if isinstance(statement, Known) else None


def _figure(figure: Figure, stage: str, offset: int) -> Formula:
    name, several = figure.name, figure.several_years
    if not several and offset:
        return lambda scope: None

    def year(scope: Scope) -> int | None:
        return year_of(scope.facts, figure, scope.shift + offset)

    if figure.level is Level.SCHOOL_STAGE:
        return _school_stage(name, stage, year if several else None)
    if not several:
        if figure.level is Level.SCHOOL:
            return lambda scope: scope.facts.value(scope.unit, name, "", 0)
        if figure.level is Level.COUNTY:
            return lambda scope: scope.facts.value("", name, "", 0)

    def at(scope: Scope) -> Worked:
        when = year(scope)
        if when is None:
            return None
        unit = scope.unit if figure.level is Level.SCHOOL else ""
        where = (stage or scope.stage) if figure.level is Level.COUNTY_STAGE else ""
        return scope.facts.value(unit, name, where, when)

    return at


def _school_stage(name: str, stage: str, year: Callable[[Scope], int | None] | None) -> Formula:
    def at(scope: Scope) -> Worked:
        when = year(scope) if year else 0
        if when is None:
            return None
        where = stage or scope.stage
        if where:
            return scope.facts.value(scope.unit, name, where, when)
        return scope.facts.total(scope.unit, name, when)

    return at


_ARITHMETIC: Mapping[str, Callable[[Any, Any], Worked]] = {"+": add, "-": subtract, "*": multiply, "/": divide}


def _arithmetic(op: str, left: Formula, right: Formula) -> Formula:
    work = _ARITHMETIC[op]

    def at(scope: Scope) -> Worked:
        a = left(scope)
        if a is None:
            return None
        b = right(scope)
        return None if b is None else work(a, b)

    return at


def _negative(part: Formula) -> Formula:
    def work(scope: Scope) -> Worked:
        value = part(scope)
        return None if value is None else -value

    return work


def _compare(operator: Callable[[Any, Any], bool], left: Formula, right: Formula) -> Formula:
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


def _within(item: Formula, options: frozenset[str], negated: bool) -> Formula:
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


def _both(parts: Sequence[Formula]) -> Formula:
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


def _either(parts: Sequence[Formula]) -> Formula:
    return lambda scope: either([part(scope) for part in parts])


def _not(part: Formula) -> Formula:
    def work(scope: Scope) -> bool | None:
        value = part(scope)
        return None if value is None else not value

    return work


def _if(condition: Formula, then: Formula, otherwise: Formula) -> Formula:
    def work(scope: Scope) -> Worked:
        holds = condition(scope)
        if holds is not None:
            return then(scope) if holds else otherwise(scope)
        one, other = then(scope), otherwise(scope)
        return one if one is not None and other is not None and one == other else None

    return work


def _known(parts: Sequence[Formula], work: Callable[..., Worked]) -> Formula:
    def at(scope: Scope) -> Worked:
        values = [part(scope) for part in parts]
        return None if None in values else work(*values)

    return at


def whole_years(start: date, end: date) -> int:
    """Full years from one day to another; the anniversary itself completes a year."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


_CALLS: dict[str, Callable[[Sequence[Formula]], Formula]] = {
    "ceil": lambda parts: _known(parts, ceil),
    "min": lambda parts: _known(parts, min),
    "max": lambda parts: _known(parts, max),
    "days": lambda parts: _known(parts, lambda start, end: (end - start).days),
    "years": lambda parts: _known(parts, whole_years),
    "year_of": lambda parts: _known(parts, lambda day: day.year),
}


def _over_schools(node: OverSchools, how: str, body: Formula, where: Formula | None) -> Formula:
    part = _part(how, body, where)

    def work(scope: Scope) -> Worked:
        stage = scope.stage if not scope.unit else ""
        kept = scope.facts.parts(node, stage, scope.shift)
        values = []
        for place in scope.facts.places(stage, scope.shift):
            unit = place.unit
            if unit not in kept:
                kept[unit] = part(place)
            values.append(kept[unit])
        if scope.facts.unsettled(stage):
            values.append(None)
        return _gather(how, values)

    return work


def _over_rows(how: str, rows: Formula, body: Formula, where: Formula | None) -> Formula:
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
            total = add(total, value)
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
