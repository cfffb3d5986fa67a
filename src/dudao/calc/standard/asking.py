"""Which figures a set of standards asks for, and for which of their items."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from dudao.calc.figures import Catalogue, Figure
from dudao.calc.figures.declaration import SCHOOL_TYPE
from dudao.calc.formula import Node, parse
from dudao.calc.formula.tree import Name, OverRows, children
from dudao.calc.standard.model import Shape, Standard
from dudao.calc.standard.shapes_known import SHAPES


def figures_asked(
    standards: Iterable[Standard], catalogue: Catalogue, relaxed: Collection[str] = ()
) -> tuple[Figure, ...]:
    """The figures some item of these standards needs, in the catalogue's order.

    A derived figure comes together with its parts: a county may hand in either. Figures that are only recognised
    (`asked` false) are left out; so are those of relaxations, but for the codes `relaxed` that are switched on.
    """
    uses = figure_uses(standards, catalogue, relaxed)
    return tuple(
        figure
        for name, figure in catalogue.figures.items()
        if name in uses and (figure.asked or bool(figure.only_with))
    )


def used_by(figure: str, standards: Iterable[Standard], catalogue: Catalogue) -> tuple[str, ...]:
    """Codes of the items and triggers that need a figure, directly or as a part of a derived one.

    A figure that only tells who counts (school type, parent school) is used by the standard itself: its code.
    """
    return figure_uses(standards, catalogue).get(figure, ())


def figure_uses(
    standards: Iterable[Standard], catalogue: Catalogue, relaxed: Collection[str] = ()
) -> Mapping[str, tuple[str, ...]]:
    """Figure name → codes of what needs it, in the order of the standards; with the relaxations `relaxed` switched on."""
    uses: dict[str, dict[str, None]] = {}
    for standard in standards:
        for code, name in _direct(standard, catalogue, relaxed):
            for figure in (name, *parts_of(name, catalogue)):
                uses.setdefault(figure, {})[code] = None
    return {name: tuple(codes) for name, codes in uses.items()}


def parts_of(name: str, catalogue: Catalogue) -> Iterator[str]:
    """The figures a derived figure is worked out from, through all steps; each once."""
    seen = {name}
    waiting = [name]
    while waiting:
        for text in catalogue[waiting.pop()].derived.values():
            for part in _figures_in(parse(text), catalogue):
                if part not in seen:
                    seen.add(part)
                    waiting.append(part)
                    yield part


def relaxations_of(standards: Iterable[Standard]) -> frozenset[str]:
    """The codes of all their relaxations."""
    return frozenset(one.code for standard in standards for one in standard.relaxations)


def _direct(standard: Standard, catalogue: Catalogue, relaxed: Collection[str]) -> Iterator[tuple[str, str]]:
    """(code, figure) for every figure a formula of the standard names."""
    if standard.scope is not None:
        scope = standard.scope
        for name in (SCHOOL_TYPE, scope.parent, scope.attached_pupils):
            if name in catalogue:
                yield standard.code, name
        for name in _figures_in(scope, catalogue):
            yield standard.code, name
    for item in standard.items:
        yield from ((item.code, name) for name in _figures_in(item, catalogue))
    for relaxation in standard.relaxations:
        if relaxation.code in relaxed:
            yield from ((relaxation.item, name) for name in _figures_in(relaxation, catalogue))
    for trigger in standard.triggers:
        yield from ((trigger.code, name) for name in _figures_in(trigger, catalogue))


def _figures_in(thing: Any, catalogue: Catalogue, columns: frozenset[str] = frozenset()) -> Iterator[str]:
    """Figures named anywhere in a part of a standard; names that are columns of the list at hand are not figures."""
    if isinstance(thing, Name):
        if thing.name in catalogue and thing.name not in columns:
            yield thing.name
    elif isinstance(thing, OverRows):
        yield from _figures_in(thing.figure, catalogue)
        inside = frozenset(column.name for column in catalogue[thing.figure.name].columns)
        for part in (thing.body, thing.where):
            yield from _figures_in(part, catalogue, inside)
    elif isinstance(thing, Shape):
        yield from (str(thing.arguments[key]) for key in _figure_arguments(thing))
        yield from _figures_in(thing.arguments, catalogue)
    elif isinstance(thing, Node):
        for part in children(thing):
            yield from _figures_in(part, catalogue, columns)
    elif isinstance(thing, Mapping):
        for part in thing.values():
            yield from _figures_in(part, catalogue, columns)
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _figures_in(part, catalogue, columns)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _figures_in(getattr(thing, field.name), catalogue, columns)


def _figure_arguments(shape: Shape) -> Iterator[str]:
    return (key for key, kind in SHAPES[shape.name].kinds.items() if kind == "figure" and key in shape.arguments)
