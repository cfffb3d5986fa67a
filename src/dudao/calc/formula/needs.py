"""Which cells decide a formula that could not be worked out: only those whose filling can change the answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dudao.calc.figures import Key, Known, Level, Statement
from dudao.calc.formula.exact import Facts, Scope, stage_of, year_of
from dudao.calc.formula.tree import (
    Arithmetic,
    Both,
    Either,
    If,
    Name,
    Node,
    OverRows,
    OverSchools,
    children,
    names,
)

ZERO_BELOW = "分母为 0"


@dataclass(frozen=True, slots=True)
class Need:
    """What decides something still open: a figure's cell, a judgement, a parameter, or a plain reason (分母为 0)."""

    key: Key | None = None
    judgement: tuple[str, str] | None = None  # (item code, school code or '')
    parameter: str = ""
    why: str = ""


class Asked(Facts, Protocol):
    """Facts that also say what a single missing figure waits for."""

    def needs_of(self, key: Key) -> tuple[Need, ...]:
        """Empty where the figure is known; its own cell, or the parts it is derived from."""

    def stages_of(self, unit: str) -> tuple[str, ...] | None:
        """The stages a school is asked about; None: its type is not known."""

    def school_needs(self, unit: str) -> tuple[Need, ...]:
        """What leaves undecided whether a school is listed: its type."""


def needs(node: Node, scope: Scope) -> tuple[Need, ...]:
    """The needs of a formula at a place, each once, in the formula's order; () where it is known."""
    if scope.facts.formula(node)(scope) is not None:
        return ()
    if node.__class__ is Name:
        return merged(_of_name(node, scope))
    return tuple(dict.fromkeys(_needs(node, scope)))


def merged(*several: Sequence[Need]) -> tuple[Need, ...]:
    """Needs of several parts, each once."""
    if len(several) == 1 and len(several[0]) < 2:
        return tuple(several[0])
    return tuple(dict.fromkeys(need for some in several for need in some))


def _needs(node: Node, scope: Scope) -> Iterator[Need]:
    if scope.facts.formula(node)(scope) is not None:
        return
    match node:
        case Name():
            yield from _of_name(node, scope)
        case Arithmetic(op="/", right=right) if scope.facts.formula(right)(scope) == 0:
            yield from standing(right, scope, ZERO_BELOW)
        case If(condition=condition, then=then, otherwise=otherwise):
            holds = scope.facts.formula(condition)(scope)
            yield from _needs(condition if holds is None else then if holds else otherwise, scope)
        case OverSchools():
            yield from _of_schools(node, scope)
        case OverRows():
            yield from _of_rows(node, scope)
        case Both(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from _needs(part, scope)
        case _:
            for part in children(node):
                yield from _needs(part, scope)


def standing(node: Node, scope: Scope, why: str) -> tuple[Need, ...]:
    """The known cells that make a formula what it is (0 below a line), each once; a plain reason where it reads none.

    Of several conditions joined by 或 only those that hold, of those joined by 且 all.
    """
    found = dict.fromkeys(key for key in _standing(node, scope))
    return tuple(Need(key=key, why=why) for key in found) or (Need(why=why),)


def _standing(node: Node, scope: Scope) -> Iterator[Key]:
    match node:
        case Name(name=name) if name in scope.facts.catalogue:
            yield from keys_of(node, scope)
        case OverSchools():
            return  # a school table to come, not one cell of it
        case OverRows(figure=figure):
            yield from _standing(figure, scope)
        case Either(parts=parts):
            for part in parts:
                if scope.facts.formula(part)(scope):
                    yield from _standing(part, scope)
        case Arithmetic(op="*" | "/", left=left, right=right):
            nothing = [side for side in (left, right) if scope.facts.formula(side)(scope) == 0]
            for part in nothing or (left, right):
                yield from _standing(part, scope)
        case _:
            for part in children(node):
                yield from _standing(part, scope)


def _of_name(node: Name, scope: Scope) -> Sequence[Need]:
    facts: Asked = scope.facts  # type: ignore[assignment]
    if node.name in facts.parameters or node.name in ("evaluation_year", "visit_date"):
        return (Need(parameter=node.name),)
    keys = tuple(keys_of(node, scope))
    if len(keys) == 1:
        return facts.needs_of(keys[0])
    if not keys and not facts.evaluation_year:
        return (Need(parameter="evaluation_year"),)
    return [need for key in keys for need in facts.needs_of(key)]


def keys_of(node: Name, scope: Scope) -> Iterator[Key]:
    """The keys a figure's name reads at a place (several where it is the sum of a school's stages)."""
    facts: Asked = scope.facts  # type: ignore[assignment]
    figure = facts.catalogue[node.name]
    year = year_of(facts, figure, scope.shift + node.offset)
    if year is None:
        return  # the evaluation year itself is missing: see _of_name
    unit = scope.unit if figure.level.of_school else ""
    stage = stage_of(figure, node, scope)
    if figure.level is Level.SCHOOL_STAGE and not stage:
        for one in facts.stages_of(unit) or ():
            yield Key(unit, node.name, one, year)
    else:
        yield Key(unit, node.name, stage, year)


def _of_schools(node: OverSchools, scope: Scope) -> Iterator[Need]:
    facts: Asked = scope.facts  # type: ignore[assignment]
    stage = scope.stage if not scope.unit else ""
    for unit in facts.unsettled(stage):
        yield from facts.school_needs(unit)
    for place in facts.places(stage, scope.shift):
        yield from _of_part(node, place)


def _of_rows(node: OverRows, scope: Scope) -> Iterator[Need]:
    rows = scope.facts.formula(node.figure)(scope)
    if rows is None:
        yield from _of_name(node.figure, scope)
        return
    label = scope.facts.catalogue[node.figure.name].label
    for key in keys_of(node.figure, scope):
        yield Need(key=key, why=f"清单“{label}”有 {_holes(rows, node, scope)} 行没有填全")


def _holes(rows: Sequence[Mapping[str, Statement]], node: OverRows, scope: Scope) -> int:
    columns = {column.name for column in scope.facts.catalogue[node.figure.name].columns}
    asked = columns & {part.name for root in (node.body, node.where) if root for part in names(root)}
    return sum(1 for row in rows if any(not isinstance(row.get(name), Known) for name in asked))


def _of_part(node: OverSchools, place: Scope) -> Iterator[Need]:
    """A school's part of a sum; a part already settled (left out, or true for `any`) decides nothing."""
    if node.where is not None:
        counts = place.facts.formula(node.where)(place)
        if counts is None:
            yield from _needs(node.where, place)
        if not counts:
            return
    yield from _needs(node.body, place)
