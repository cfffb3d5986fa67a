"""Formulas worked out exactly: int and Fraction, never float; None = unknown.

A tree is compiled once to nested functions of a place (`Scope`); what stands at a place is asked of `Facts`. Logic has
three values (Kleene): an unknown part leaves the whole unknown unless the other parts already decide it. A division by
zero is unknown. Nothing here knows a standard, a school type or a limit.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from dudao.calc.figures import Catalogue, Figure, Kind, Known, Level
from dudao.calc.formula.closures import (
    CALLS,
    all_hold,
    arithmetic,
    both,
    chosen,
    compared,
    either,
    negative,
    one_holds,
    opposite,
    over_rows,
    over_schools,
    scaled_quotient,
    summed,
    within,
)
from dudao.calc.formula.ratio import OPERATORS
from dudao.calc.formula.scope import Facts, Formula, Scope, Worked, stage_of, year_of
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

__all__ = [
    "OPERATORS",
    "Facts",
    "Formula",
    "Scope",
    "Worked",
    "both",
    "compile_formula",
    "either",
    "stage_of",
    "year_of",
]


def compile_formula(
    node: Node, catalogue: Catalogue, parameters: Collection[str], *, shared: Name | None = None
) -> Formula:
    """A function of a Scope that gives the exact value, True / False, or None where it cannot be known.

    `shared` is the figure of pupils that a scope's `divisor` stands for. FormulaError: a name nobody declared.
    """
    return _Compiler(catalogue, parameters, shared).compile(node, None)


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
            case Arithmetic(op="+"):
                return summed([self.compile(part, columns) for part in _summands(node)])
            case Arithmetic(op="*", left=Arithmetic(op="/", left=above, right=below), right=Number(value=int(scale))):
                return scaled_quotient(self.compile(above, columns), self.compile(below, columns), scale)
            case Arithmetic(op=op, left=left, right=right):
                return arithmetic(op, self.compile(left, columns), self.compile(right, columns))
            case Negative(part=part):
                return negative(self.compile(part, columns))
            case Compare():
                return self._compare(node, columns)
            case Within(item=item, options=options, negated=negated):
                return within(self.compile(item, columns), frozenset(options), negated)
            case Both(parts=parts):
                return all_hold([self.compile(part, columns) for part in parts])
            case Either(parts=parts):
                return one_holds([self.compile(part, columns) for part in parts])
            case Not(part=part):
                return opposite(self.compile(part, columns))
            case If(condition=condition, then=then, otherwise=otherwise):
                return chosen(*(self.compile(part, columns) for part in (condition, then, otherwise)))
            case Call(function=function, arguments=arguments):
                return CALLS[function]([self.compile(argument, columns) for argument in arguments])
            case OverSchools(how=how, body=body, where=where):
                narrowed = self.compile(where, None) if where else None
                return over_schools(node, how, self.compile(body, None), narrowed)
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
        return compared(OPERATORS[node.op], left, right)

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
        return over_rows(node.how, rows, self.compile(node.body, columns), where)


def _summands(node: Node) -> Iterator[Node]:
    """The parts of a + b + c in their order."""
    if isinstance(node, Arithmetic) and node.op == "+":
        yield from _summands(node.left)
        yield from _summands(node.right)
    else:
        yield node


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
        return _school_stage_by_year(name, stage, year) if several else _school_stage(name, stage)
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


def _school_stage(name: str, stage: str) -> Formula:
    def at(scope: Scope) -> Worked:
        where = stage or scope.stage
        if where:
            return scope.facts.value(scope.unit, name, where, 0)
        return scope.facts.total(scope.unit, name, 0)

    return at


def _school_stage_by_year(name: str, stage: str, year: Callable[[Scope], int | None]) -> Formula:
    def at(scope: Scope) -> Worked:
        when = year(scope)
        if when is None:
            return None
        where = stage or scope.stage
        if where:
            return scope.facts.value(scope.unit, name, where, when)
        return scope.facts.total(scope.unit, name, when)

    return at
