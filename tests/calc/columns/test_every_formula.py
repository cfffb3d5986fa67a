"""Every formula of both standards gives in columns what the exact evaluator gives, at every school, stage and county."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from benchmarks.size_data import made
from dudao.calc.assessment.formulas import Formulas
from dudao.calc.assessment.world import World
from dudao.calc.columns import Column, Engine, Table
from dudao.calc.columns.cells import Counties
from dudao.calc.columns.chunk import Chunk
from dudao.calc.columns.frame import Frame
from dudao.calc.figures import Kind, Known
from dudao.calc.figures.snapshot import Choices
from dudao.calc.formula import Node, parse
from dudao.calc.formula.tree import names
from dudao.calc.standard.model import Item, Shape, Standard, Step
from dudao.library.read import catalogue, standard
from tests.calc.columns.both_ways import snapshots

CHOICES = Choices(evaluation_year=2026, visit_date=date(2026, 12, 15))
CODES = ("YZJH-2017", "DEMO-6A-100")


def of_shape(shape: Shape) -> Iterator[Node]:
    for argument in shape.arguments.values():
        if isinstance(argument, Shape):
            yield from of_shape(argument)
        elif isinstance(argument, tuple):
            for part in argument:
                if isinstance(part, Step):
                    yield from (node for node in (part.when, part.points) if node is not None)
                elif isinstance(part, tuple):
                    yield from part
        elif not isinstance(argument, str):
            yield argument


def of_item(item: Item) -> Iterator[Node]:
    yield from (node for node in (item.applies, item.na_if, item.open_if) if node is not None)
    for measure in item.measures:
        yield measure.value
        yield from measure.limit.values()
        if measure.gap is not None:
            yield from (measure.gap.have, measure.gap.per)
    yield from (condition.formula for condition in item.conditions)
    yield from (one.value for one in item.shown)
    if item.shape is not None:
        yield from of_shape(item.shape)


def of_standard(chosen: Standard) -> Iterator[Node]:
    """Of items, triggers, the scope and relaxations, and of every figure they are derived from."""
    found: list[Node] = [node for item in chosen.items for node in of_item(item)]
    found += [trigger.holds for trigger in chosen.triggers if trigger.holds is not None]
    for relaxation in chosen.relaxations:
        found += [relaxation.applies] if relaxation.applies is not None else []
        for measure in relaxation.measures:
            found += [measure.value] if measure.value is not None else []
            found += measure.limit.values()
    if chosen.scope is not None:
        found += [node for node in (chosen.scope.pupils, chosen.scope.merge_if) if node is not None]
        found += [kind.row_if for kind in chosen.scope.types.values() if kind.row_if is not None]
    seen: dict[Node, None] = {}
    while found:
        node = found.pop()
        if node not in seen:
            seen[node] = None
            for name in names(node):
                if name.name in catalogue():
                    found += [parse(text) for text in catalogue()[name.name].derived.values()]
    # what a ladder calls x is put in before its rungs are worked out; the points of both ways are compared elsewhere
    return (node for node in seen if not any(name.name == "x" for name in names(node)))


def table() -> Table:
    """Two counties, with lists of rooms and classes at some schools and lists of the counties too."""
    base = made(2, catalogue(), {}, seed=11)
    schools = len(base.schools)
    rooms = tuple({"area": Known(area)} for area in (54, 73, 90, 96))
    sizes = tuple(
        {"stage": Known(stage), "size": Known(size)} for stage in ("primary", "junior") for size in (29, 46, 56, 70)
    )
    school = {
        **base.school,
        "music_rooms": Column([rooms if place % 3 else None for place in range(schools)]),
        "art_rooms": Column([rooms[: place % 5] for place in range(schools)]),
        "class_sizes": Column([sizes if place % 4 == 0 else None for place in range(schools)]),
        "built_year": Column([None if place % 7 == 0 else 2000 + place % 20 for place in range(schools)]),
    }
    county = dict(base.county)
    for figure in catalogue().figures.values():
        if figure.kind is Kind.LIST and figure.level.value == "county":
            county[figure.name, "", 0] = Column([(), None])
    county["date_jbjh_recognised", "", 0] = Column([date(2022, 5, 1), None])
    parts = {name: getattr(base, name) for name in base.__dataclass_fields__}
    return Table(**{**parts, "school": school, "county": county})


@pytest.mark.parametrize("code", CODES)
def test_every_formula_gives_the_same_at_every_place(code: str) -> None:
    chosen, made_up = standard(code), table()
    engine = Engine(chosen, catalogue(), CHOICES)
    (span,) = made_up.spans(10**6)
    chunk = Chunk(engine.world, engine.compiler, Counties(made_up, span))
    formulas = Formulas(chosen, catalogue())
    worlds = [World(chosen, catalogue(), one, formulas) for one in snapshots(made_up, catalogue(), CHOICES)]
    frames = [Frame(chunk, chunk.everyone, stage) for stage in ("", "primary", "junior")]
    wrong, told = [], 0
    for node in of_standard(chosen):
        for frame in frames:
            found = frame(node)
            for place in range(0, frame.size, 3):
                exact = worlds[chunk.county_of[place]].work(node, chunk.codes[place], frame.stage)
                told += exact is not None
                if not _same(found.at(place), exact):
                    wrong.append((node, frame.stage, chunk.codes[place], found.at(place), exact))
        for stage in ("", "primary", "junior"):
            for place, value in enumerate(chunk.county_frame(stage).exact(node)):
                exact = worlds[place].work(node, "", stage)
                told += exact is not None
                if not _same(value, exact):
                    wrong.append((node, stage, place, value, exact))

    assert wrong[:3] == []
    assert told > 10_000


def _same(one: Any, other: Any) -> bool:
    """A truth may be told as a number in a sum."""
    return one == other and (one is None) == (other is None)
