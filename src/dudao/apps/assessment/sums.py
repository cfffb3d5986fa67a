"""What a run's sums over schools came to, kept with the run, so that a county's item is explained without every school.

A sum is named by a digest of its tree. Its schools are shown on a page of their own, some at a time.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from dudao.calc.assessment.assessor import Assessor, Run
from dudao.calc.assessment.explanation import Explanation
from dudao.calc.assessment.formulas import Derivation
from dudao.calc.assessment.places import Places
from dudao.calc.assessment.steps import figure_step, school
from dudao.calc.assessment.world import World
from dudao.calc.figures import Key, Snapshot
from dudao.calc.figures.showing import as_text, from_text
from dudao.calc.formula.exact import Scope, Worked
from dudao.calc.formula.needs import keys_of
from dudao.calc.formula.tree import Name, Node, OverSchools, children, parse
from dudao.calc.formula.wording import UNKNOWN, shown_value, wording
from dudao.calc.standard.asking import figure_uses
from dudao.calc.standard.model import Standard
from dudao.library.read import catalogue

COUNTY = "全县"  # what an explanation calls the one place that stands for all schools


@dataclass(frozen=True, slots=True)
class Sums:
    """What the sums of a run came to: (sum, stage) → value, None = unknown; and which unknown figures have some parts."""

    totals: Mapping[tuple[OverSchools, str], Worked]
    begun: frozenset[str]  # figure@stage


def sums_of(assessor: Assessor, snapshot: Snapshot) -> dict[str, Any]:
    """Every sum over schools of a standard's county items, as plain data: name@stage → exact text, 'yes', 'no', None."""
    world, stages = assessor.start(snapshot).world, ("", *assessor.standard.stages)
    names = sums_in(assessor.standard)
    return {
        "totals": {
            f"{name}@{stage}": _text(world.work(node, "", stage)) for name, node in names.items() for stage in stages
        },
        "begun": [f"{key.figure}@{key.stage}" for key in _summed_figures(world) if _begun(world, key)],
    }


def _summed_figures(world: World) -> Iterator[Key]:
    for name in figure_uses([world.standard], world.catalogue):
        figure = world.catalogue[name]
        if not figure.level.of_school and figure.derived and not figure.several_years:
            yield from (Key("", name, stage) for stage in figure.stages or ("",))


def _begun(world: World, key: Key) -> bool:
    derivation = world.formulas.derivation(key.figure, key.stage)
    return derivation is not None and world.value(*key) is None and world.started(key, derivation)


def kept_sums(declared: Standard, plain: Mapping[str, Any]) -> Sums:
    """The same read back. A sum that the standard no longer has is left out."""
    names = sums_in(declared)
    found = {}
    for key, text in plain["totals"].items():
        name, _, stage = key.partition("@")
        if name in names:
            found[names[name], stage] = _value(text)
    return Sums(found, frozenset(plain["begun"]))


def _text(value: Worked) -> str | None:
    if value is None or isinstance(value, bool):
        return {True: "yes", False: "no", None: None}[value]
    return as_text(value)  # type: ignore[arg-type]


def _value(text: str | None) -> Worked:
    return {"yes": True, "no": False, None: None}[text] if text in ("yes", "no", None) else from_text(str(text))


def sums_in(declared: Standard) -> Mapping[str, OverSchools]:
    """Name → sum, of everything a standard asks once for the county: items, triggers, figures derived from schools."""
    known = _SUMS.get(id(declared))
    if known is None or known[0] is not declared:
        known = _SUMS[id(declared)] = declared, _sums_in(declared)
    return known[1]


_SUMS: dict[int, tuple[Standard, Mapping[str, OverSchools]]] = {}  # by the identity of the text


def _sums_in(declared: Standard) -> Mapping[str, OverSchools]:
    figures = catalogue()
    parts: list[Any] = [item for item in declared.items if not item.level.of_school]
    parts += declared.triggers
    for name in figure_uses([declared], figures):
        if not figures[name].level.of_school:
            parts += [parse(text) for text in figures[name].derived.values()]
    return {sum_name(node): node for part in parts for node in _sums(part)}


def sum_name(node: OverSchools) -> str:
    return "sum-" + hashlib.sha256(repr(node).encode()).hexdigest()[:12]


def _sums(part: Any) -> Iterator[OverSchools]:
    """Every sum over schools in a formula, or in any part of a standard."""
    if isinstance(part, OverSchools):
        yield part
    elif isinstance(part, Node):
        for below in children(part):
            yield from _sums(below)
    elif isinstance(part, Mapping):
        for below in part.values():
            yield from _sums(below)
    elif isinstance(part, tuple):
        for below in part:
            yield from _sums(below)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from _sums(getattr(part, field.name))


class Summed(World):
    """A world in which all schools are one place, of which only the kept sums are known."""

    def __init__(self, declared: Standard, snapshot: Snapshot, assessor: Assessor, sums: Sums) -> None:
        self._sums = sums
        super().__init__(declared, catalogue(), snapshot, assessor.formulas)

    def places(self, stage: str, shift: int) -> Sequence[Scope]:
        return [self.scope("", stage)]

    def parts(self, node: OverSchools, stage: str, shift: int) -> dict[str, Worked]:
        return {"": self._sums.totals[node, stage]}

    def unsettled(self, stage: str) -> Sequence[str]:
        return ()

    def started(self, key: Key, derivation: Derivation) -> bool:
        return f"{key.figure}@{key.stage}" in self._sums.begun or super().started(key, derivation)


def summed_run(assessor: Assessor, snapshot: Snapshot, sums: Sums) -> Run:
    """A run to work county items out in, over the county's own figures and the kept sums."""
    world = Summed(assessor.standard, snapshot, assessor, sums)
    return Run(world, Places(world))


def with_sums(told: Explanation, world: World) -> Explanation:
    """Sums over schools end in the address of their own page instead of in every school."""
    if told.kind == "rows" and not told.address and any(part.title == COUNTY for part in told.parts):
        return replace(told, parts=(), address=_name_of(told.title, world))
    if not told.parts:
        return told
    return replace(told, parts=tuple(with_sums(part, world) for part in told.parts))


def sum_words(declared: Standard, node: OverSchools, stage: str) -> str:
    """各校在校生数之和（限……）: the sum in words, without any figure."""
    world = World(declared, catalogue(), Snapshot(schools=(), statements={}))
    return wording(node, world.scope("", stage))[0]


def _name_of(title: str, world: World) -> str:
    """sum-3e4e57e04b54//primary: the sum whose words are the title, with the stage it was taken for."""
    for name, node in sums_in(world.standard).items():
        for stage in ("", *world.standard.stages):
            if wording(node, world.scope("", stage))[0] == title:
                return f"{name}//{stage}".rstrip("/")
    return ""


# — the schools of a sum


@dataclass(frozen=True, slots=True)
class Addend:
    """What one school gives to a sum: its value, the formula where it is more than one figure, the cell, its key."""

    unit: str
    name: str
    value: str
    text: str
    place: str
    key: Key | None
    known: bool


def addends(world: World, node: OverSchools, stage: str, units: Collection[str]) -> list[Addend]:
    """The schools among `units` that count in a sum, and those of which nobody can say whether they do."""
    found = []
    for place in world.places(stage, 0):
        if place.unit not in units:
            continue
        counts = world.formula(node.where)(place) if node.where is not None else True
        if counts is None or counts:
            found.append(_addend(world, node, place, counts is not None))
    unsettled = [unit for unit in world.unsettled(stage) if unit in units]
    return found + [
        Addend(unit, school(world, unit), UNKNOWN, "不知道算不算在内", "", None, False) for unit in unsettled
    ]


def _addend(world: World, node: OverSchools, place: Scope, sure: bool) -> Addend:
    name = school(world, place.unit)
    if not sure:
        return Addend(place.unit, name, UNKNOWN, "不知道算不算在内", "", None, False)
    keys = list(keys_of(node.body, place)) if isinstance(node.body, Name) else []
    if len(keys) == 1:
        step = figure_step(world, keys[0])
        cells = [part.source for part in step.parts if part.source is not None]
        where = f"{cells[0].sheet}!{cells[0].cell}" if cells else "算出" if step.numbers else ""
        says = f"{step.text} = {step.numbers}" if step.numbers else step.text
        return Addend(place.unit, name, step.shown, says, where, keys[0], world.value(*keys[0]) is not None)
    value = world.formula(node.body)(place)
    names, numbers = wording(node.body, place)
    if node.how == "count":
        return Addend(
            place.unit,
            name,
            "计 1" if value else "不计" if value is not None else UNKNOWN,
            "",
            "",
            None,
            value is not None,
        )
    return Addend(place.unit, name, shown_value(value), f"{names} = {numbers}", "", None, value is not None)
