"""Checks between figures: each one declared small thing, run wherever its figures are, and never passed silently.

A check answers *ok*, *error* or *warning* (with the cells and an example of a right value), or *not run* (with what is
missing). An error refuses an import; a warning never does, a person explains it.
The checks are data (`library/checks.yaml`); the formulas are those of the standards.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

import yaml

from dudao.calc.figures import Catalogue, Key, Known, Level, Snapshot, Source, Statement
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.showing import as_text
from dudao.calc.formula import Node, names, parse
from dudao.calc.returns.facts import StatedFacts


class Outcome(StrEnum):
    OK = "ok"
    ERROR = "error"
    WARNING = "warning"
    NOT_RUN = "not_run"


@dataclass(frozen=True, kw_only=True)
class Check:
    """A check as declared. Exactly one of `holds` (a formula), `pattern`, `kinds` (about codes), `jump` or `lacks` is there.

    `jump` names a figure that may not fall by more than `fall` or rise by more than `rise` per cent from the year before.
    `lacks` names what no figure holds: the check cannot run anywhere, and says so.
    """

    id: str
    at: str  # school, school-stage, county, county-stage
    says: str
    example: str
    confidence: str
    stages: tuple[str, ...] = ()
    holds: Node | None = None
    pattern: str = ""  # the figure whose text must have the form of a code
    kinds: str = ""  # the figure whose first two digits must go with the school's type
    jump: str = ""
    fall: int = 0
    rise: int = 0
    lacks: str = ""
    warns: bool = False


@dataclass(frozen=True, kw_only=True)
class Checks:
    """All checks of the library."""

    checks: tuple[Check, ...]
    code_pattern: str
    code_kinds: Mapping[str, tuple[str, ...]]
    stages_of_type: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CellStated:
    """A figure that a check looked at, with its value as written and where it stands; `exact` however it is written."""

    key: Key
    label: str
    value: str
    source: Source | None
    exact: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says at one place."""

    check: str
    outcome: Outcome
    says: str
    example: str
    unit: str = ""
    stage: str = ""
    cells: tuple[CellStated, ...] = ()
    missing: tuple[str, ...] = ()  # labels of the figures that are not there


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """Errors and warnings at their places; for each check how often it ran, and what kept it from running."""

    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()
    ran: Mapping[str, int] = field(default_factory=dict)
    not_run: Mapping[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)  # places, missing labels

    def remarks(self) -> tuple[str, ...]:
        """One line for each check that ran nowhere: CHK-10 没有运行：缺 占地面积。"""
        return tuple(
            f"{check} 没有运行：缺{'、'.join(missing)}"
            for check, (_, missing) in self.not_run.items()
            if not self.ran.get(check)
        )


@lru_cache(maxsize=4)
def read_checks(data: bytes) -> Checks:
    """The declared checks; FormulaError or KeyError if the library's own file is wrong."""
    plain = yaml.load(data, Loader=yaml.BaseLoader)
    return Checks(
        checks=tuple(_check(entry) for entry in plain["checks"]),
        code_pattern=plain["code_pattern"],
        code_kinds={kind: tuple(digits) for kind, digits in plain["code_kinds"].items()},
        stages_of_type={kind: tuple(stages) for kind, stages in plain["stages_of_type"].items()},
    )


def _check(entry: Mapping[str, Any]) -> Check:
    return Check(
        id=entry["id"],
        at=entry["at"],
        says=entry["says"],
        example=entry["example"],
        confidence=entry["confidence"],
        stages=tuple(entry.get("stages", ())),
        holds=parse(entry["holds"]) if "holds" in entry else None,
        pattern=entry.get("pattern", ""),
        kinds=entry.get("kinds", ""),
        jump=entry.get("jump", ""),
        fall=int(entry.get("fall", 0)),
        rise=int(entry.get("rise", 0)),
        lacks=entry.get("lacks", ""),
        warns=entry.get("level", "E") == "W",
    )


def check_figures(
    snapshot: Snapshot, catalogue: Catalogue, checks: Checks, before: Mapping[Key, Statement] | None = None
) -> CheckReport:
    """Every check at every place. Costs one look per check and school; nothing is rounded.

    `before`: the statements of last year's evaluation, for figures that are asked for one year only.
    """
    facts = StatedFacts(snapshot, catalogue, checks.stages_of_type, before or {})
    held = {key.figure for key in snapshot.statements}
    found: dict[Outcome, list[Finding]] = {Outcome.ERROR: [], Outcome.WARNING: []}
    ran: dict[str, int] = {}
    not_run: dict[str, tuple[int, tuple[str, ...]]] = {}
    for check in checks.checks:
        if lacking := _lacking(check, facts, held):
            not_run[check.id] = (0, lacking)
            continue
        for unit, stage in _places(check, snapshot, facts):
            finding = _run(check, checks, facts, unit, stage)
            if finding.outcome is Outcome.NOT_RUN:
                count, missing = not_run.get(check.id, (0, ()))
                not_run[check.id] = (count + 1, tuple(dict.fromkeys((*missing, *finding.missing))))
                continue
            ran[check.id] = ran.get(check.id, 0) + 1
            if finding.outcome in found:
                found[finding.outcome].append(finding)
    errors, warnings = (tuple(found[outcome]) for outcome in (Outcome.ERROR, Outcome.WARNING))
    return CheckReport(errors=errors, warnings=warnings, ran=ran, not_run=not_run)


def _figures(check: Check, catalogue: Catalogue) -> list[str]:
    if check.holds is None:
        return [check.pattern or check.kinds or check.jump]
    return list(dict.fromkeys(name.name for name in names(check.holds) if name.name in catalogue))


def _lacking(check: Check, facts: StatedFacts, held: set[str]) -> tuple[str, ...]:
    """What the whole county has nothing of, neither given nor from parts: the check cannot run anywhere."""
    if check.lacks:
        return (check.lacks,)
    catalogue = facts.catalogue
    names_ = [name for name in _figures(check, catalogue) if not _obtainable(name, catalogue, held)]
    lacking = tuple(catalogue[name].label for name in names_ if name in catalogue)
    if check.jump and not lacking and not facts.has_last_year(check.jump):
        return (f"上一年的{catalogue[check.jump].label}",)
    return lacking


def _obtainable(name: str, catalogue: Catalogue, held: set[str], depth: int = 0) -> bool:
    if name in held:
        return True
    formulas = catalogue[name].derived.values() if name in catalogue else ()
    parts = {part.name for text in formulas for part in names(parse(text)) if part.name in catalogue}
    return bool(parts) and depth < 6 and all(_obtainable(part, catalogue, held, depth + 1) for part in parts)


def _places(check: Check, snapshot: Snapshot, facts: StatedFacts) -> Iterator[tuple[str, str]]:
    if check.at.startswith("county"):
        yield from (("", stage) for stage in (check.stages if check.at == "county-stage" else ("",)))
        return
    for school in snapshot.schools:
        stages = facts.stages_of(school.code)
        for stage in check.stages if check.at == "school-stage" else ("",):
            if not stage or stages is None or stage in stages:
                yield school.code, stage


def _run(check: Check, checks: Checks, facts: StatedFacts, unit: str, stage: str) -> Finding:
    holds = _holds(check, checks, facts, unit, stage)
    cells = tuple(_cells(check, facts, unit, stage))
    if holds is None:
        missing = _missing(check, facts, unit, stage)
        return Finding(check.id, Outcome.NOT_RUN, check.says, check.example, unit, stage, cells, missing)
    wrong = Outcome.WARNING if check.warns else Outcome.ERROR
    return Finding(check.id, Outcome.OK if holds else wrong, check.says, check.example, unit, stage, cells)


def _holds(check: Check, checks: Checks, facts: StatedFacts, unit: str, stage: str) -> bool | None:
    if check.holds is not None:
        holds: bool | None = facts.formula(check.holds)(facts.scope(unit, stage))
        return holds
    if check.jump:
        return facts.steady(unit, check.jump, stage, check.fall, check.rise)
    code = facts.value(unit, check.pattern or check.kinds, "", 0)
    if not isinstance(code, str):
        return None
    if check.pattern:
        return re.fullmatch(checks.code_pattern, code) is not None
    kind = facts.value(unit, "school_type", "", 0)
    if not isinstance(kind, str) or kind not in checks.code_kinds:
        return None
    return code[:2] in checks.code_kinds[kind]


def _cells(check: Check, facts: StatedFacts, unit: str, stage: str) -> Iterator[CellStated]:
    for key in _keys(check, facts, unit, stage):
        stated = facts.snapshot.statements.get(key)
        if isinstance(stated, Known) and (check.warns or not isinstance(stated.value, tuple)):
            figure = facts.catalogue[key.figure]
            yield _cell(key, figure.label_of(key.stage), stated)
    if check.jump:
        yield from _last_year(check, facts, unit, stage)


def _last_year(check: Check, facts: StatedFacts, unit: str, stage: str) -> Iterator[CellStated]:
    key, stated = facts.last_year(unit, check.jump, stage)
    if isinstance(stated, Known):
        label = f"上一年的{facts.catalogue[check.jump].label_of(stage)}"
        yield _cell(key, label, stated)


def _cell(key: Key, label: str, stated: Known) -> CellStated:
    exact = _text(stated.value)
    return CellStated(key, label, stated.text or exact, stated.source, exact)


def _missing(check: Check, facts: StatedFacts, unit: str, stage: str) -> tuple[str, ...]:
    missing = [
        facts.catalogue[key.figure].label_of(key.stage)
        for key in _keys(check, facts, unit, stage)
        if facts.value(*key) is None
    ]
    if check.jump and not isinstance(facts.last_year(unit, check.jump, stage)[1], Known):
        missing.append(f"上一年的{facts.catalogue[check.jump].label_of(stage)}")
    return tuple(missing)


def _keys(check: Check, facts: StatedFacts, unit: str, stage: str) -> Iterator[Key]:
    """The keys a check reads at a place; where a figure is not given itself, those of its parts too."""
    seen: set[Key] = set()
    for name in _figures(check, facts.catalogue) + (["school_type"] if check.kinds else []):
        yield from _keys_of(name, facts, unit, stage, seen)


def _keys_of(name: str, facts: StatedFacts, unit: str, stage: str, seen: set[Key]) -> Iterator[Key]:
    figure = facts.catalogue[name]
    where = unit if figure.level.of_school else ""
    if figure.level is Level.SCHOOL_STAGE and not stage:
        stages = [one for one in figure.stages if one in (facts.stages_of(unit) or ())]
    else:
        stages = [stage if figure.level.staged else ""]
    for one in stages:
        key = Key(where, name, one, facts.year_of(figure))
        if key in seen:
            continue
        seen.add(key)
        yield key
        if key not in facts.snapshot.statements and (text := figure.formula_for(one)) and where == unit:
            for part in names(parse(text)):
                if (
                    part.name in facts.catalogue
                    and facts.catalogue[part.name].level.of_school == figure.level.of_school
                ):
                    yield from _keys_of(part.name, facts, unit, part.stage or one, seen)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):  # a list: its rows, each cell as written
        return "、".join(" ".join(_stated(cell) for cell in row.values()) for row in value)
    if isinstance(value, str | date):
        return str(value)
    return as_text(value)


def _stated(stated: Statement) -> str:
    return _text(stated.value) if isinstance(stated, Known) else stated.reason.value


def place_words(finding: Finding, names_of: Mapping[str, str]) -> str:
    """某小学（小学） or 县."""
    name = names_of.get(finding.unit, finding.unit) or "县"
    return f"{name}（{STAGES[finding.stage]}）" if finding.stage else name


def sentence(finding: Finding, names_of: Mapping[str, str]) -> str:
    """CHK-09a 某小学：室内体育用房面积不能大于教学及辅助用房面积（校舍!H37 5412；校舍!K37 6000）。例：…"""
    cells = "；".join(f"{cell.source or ''} {cell.label} {cell.value}".strip() for cell in finding.cells)
    where = f"（{cells}）" if cells else ""
    return f"{finding.check} {place_words(finding, names_of)}：{finding.says}{where}。例：{finding.example}"
