"""An assessment as plain data: the form that `assess --report FILE.json` writes (described in docs/report.md).

Exact numbers are texts ('3.825' or '53/11') and read back without loss; `shown` texts are rounded for the eye only.
No clock and no path goes in, so the same figures give the same bytes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from dudao.calc.assessment.explanation import Explanation
from dudao.calc.assessment.report import values
from dudao.calc.assessment.report.seen import plain_seen
from dudao.calc.assessment.report.shared import Shared
from dudao.calc.assessment.report.text_digest import text_digest
from dudao.calc.assessment.result import (
    ItemResult,
    Points,
    Row,
    SchoolRule,
    Score,
    StandardResult,
    TriggerState,
    Variation,
)
from dudao.calc.figures import Catalogue, Key, Snapshot, Unknown
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.showing import as_text, shown
from dudao.calc.formula.needs import Need
from dudao.calc.standard.model import Item, Standard

FORM, VERSION = "dudao-report", 2

Explain = Callable[[str, str, str], Explanation]  # code, unit, stage → tree


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What the report says beside the results."""

    county: str
    software: str
    demo: bool = False
    workbooks: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()  # hidden rows, sub-totals skipped, sheets not brought in
    not_run: tuple[str, ...] = ()  # checks whose figures are missing
    warned: tuple[Mapping[str, Any], ...] = ()  # warnings, as `calc.returns.warnings` puts them plainly


@dataclass
class _Writer:
    """Puts results into plain data, and every step, cell and sheet row of its explanations once."""

    standard: Standard
    catalogue: Catalogue
    snapshot: Snapshot
    names: Mapping[str, str]
    shared: Shared = field(default_factory=Shared)

    def need(self, need: Need) -> dict[str, str]:
        if need.key is not None:
            return self._key(need.key, need.why)
        if need.judgement is not None:
            item, unit = need.judgement
            plain = {"judgement": item, "says": f"{item} 的判断"}
            if unit:
                plain |= {"unit": unit, "school": self.names.get(unit, unit)}
            return plain
        if need.parameter:
            return {"parameter": need.parameter, "says": f"参数 {need.parameter}"}
        return {"says": need.why}

    def _key(self, key: Key, why: str) -> dict[str, str]:
        figure = self.catalogue[key.figure]
        label = figure.label_of(key.stage) + (f"〔{key.year}年〕" if key.year else "")
        plain = {"figure": key.figure, "says": label, "reporter": self.catalogue.reporters.get(figure.reporter, "")}
        if key.unit:
            plain |= {"unit": key.unit, "school": self.names.get(key.unit, key.unit)}
        if key.stage:
            plain["stage"] = key.stage
        if key.year:
            plain["year"] = str(key.year)
        stated = self.snapshot.statements.get(key)
        if stated is not None:  # a cell that is known decides by what stands in it (分母为 0)
            plain["why"] = stated.reason.value if isinstance(stated, Unknown) else why
            if stated.source is not None:
                plain["cell"] = str(stated.source)
        return plain


def report(
    parts: Sequence[tuple[Standard, StandardResult, Explain | None]],
    catalogue: Catalogue,
    snapshot: Snapshot,
    about: Circumstances,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """The whole report of one or more standards over one snapshot, ready for `json.dumps(ensure_ascii=False)`.

    A part without an `Explain` has no explanations: enough for paper, not for the JSON form.
    """
    names = {school.code: school.name for school in snapshot.schools}
    choices = snapshot.choices
    plain: dict[str, Any] = {
        "form": FORM,
        "version": VERSION,
        "software": about.software,
        "county": about.county,
        "demo": about.demo,
        "evaluation_year": choices.evaluation_year or None,
        "visit_date": choices.visit_date.isoformat() if choices.visit_date else None,
        "workbooks": list(about.workbooks),
        "roll": {
            "known": snapshot.roll_known,
            "schools": [
                {"code": school.code, "name": school.name, "township": school.township} for school in snapshot.schools
            ],
        },
        "remarks": list(about.remarks),
        "checks_not_run": list(about.not_run),
        "warnings": [dict(one) for one in about.warned],
        "standards": [],
    }
    shared = Shared()
    for standard, result, explain in parts:
        writer = _Writer(standard, catalogue, snapshot, names, shared)
        told = _standard(writer, result, explain, progress)
        plain["standards"].append(told | {"text": text_digest(standard)})
    if any(explain is not None for _, _, explain in parts):
        plain |= plain_seen(snapshot, shared) | shared.plain()
    return plain


def plain_result(
    standard: Standard, result: StandardResult, catalogue: Catalogue, snapshot: Snapshot
) -> dict[str, Any]:
    """One standard's result as in the report, without its explanations: what the site keeps of a run."""
    names = {school.code: school.name for school in snapshot.schools}
    return _result(_Writer(standard, catalogue, snapshot, names), result)


def _standard(
    writer: _Writer, result: StandardResult, explain: Explain | None, progress: Callable[[int, int], None] | None
) -> dict[str, Any]:
    plain = _result(writer, result)
    plain["explanations"] = {} if explain is None else _explanations(writer, result, explain, progress)
    return plain


def _result(writer: _Writer, result: StandardResult) -> dict[str, Any]:
    standard = writer.standard
    shares = {(found.item, found.stage): found.shares for found in result.variations}
    return {
        "code": standard.code,
        "name": standard.name,
        "short": standard.short,
        "kind": standard.kind,
        "document": standard.document,
        "notice": standard.notice,
        "verdict": result.verdict.value if result.verdict else None,
        "parts": {code: verdict.value for code, verdict in result.parts.items()},
        "score": _score(result.score),
        "aspects": [_group(group.code, group.name, result) for group in standard.aspects],
        "groups": [_group(group.code, group.name, result) for group in standard.groups if group.parent],
        "items": [_item(writer, standard.by_code[code], found) for code, found in result.items.items()],
        "school_rules": [_school_rule(writer, rule) for rule in result.school_rules],
        "variations": [_variation(writer, found) for found in result.variations],
        "rows": [_row(writer, row, shares.get((row.item, row.stage), {}).get(row.unit)) for row in result.rows],
        "triggers": [_trigger(writer, state) for state in result.triggers],
        "outside": [
            {"unit": out.unit, "school": writer.names.get(out.unit, out.unit), "stage": out.stage, "why": out.why}
            for out in result.outside
        ],
        "relaxations": [values.relaxation(found, standard, writer.names) for found in result.relaxations],
        "rulings": [{"code": ruling.code, "text": ruling.text} for ruling in standard.rulings],
    }


def addresses(standard: Standard, result: StandardResult) -> list[tuple[str, str, str]]:
    """Every (code, unit, stage) that has an explanation of its own, in the report's order."""
    composites = {item.composite.kind: item.code for item in standard.items if item.composite}
    places: list[tuple[str, str, str]] = [(standard.code, "", "")]
    places += [(group.code, "", "") for group in standard.groups if group.code in result.groups]
    places += [(code, "", "") for code in result.items]
    places += [(row.item, row.unit, row.stage) for row in result.rows]
    if "most" in composites:
        places += [(composites["most"], rule.unit, rule.stage) for rule in result.school_rules]
    if "variation" in composites:
        places += [(f"{composites['variation']}:{found.item}", "", found.stage) for found in result.variations]
    places += [(state.code, "", "") for state in result.triggers]
    return list(dict.fromkeys(places))


def address(code: str, unit: str = "", stage: str = "") -> str:
    """'YZJH-1.4/2134900001/junior'; trailing empty parts are left out."""
    return "/".join((code, unit, stage)).rstrip("/")


def _explanations(
    writer: _Writer, result: StandardResult, explain: Explain, progress: Callable[[int, int], None] | None
) -> dict[str, Any]:
    places = addresses(writer.standard, result)
    told: dict[str, Any] = {}
    for number, (code, unit, stage) in enumerate(places):
        if progress and number % 50 == 0:
            progress(number, len(places))
        place = address(code, unit, stage)
        told[place] = writer.shared.step(explain(code, unit, stage), root=place)
    return told


def _score(score: Score | None) -> dict[str, Any] | None:
    if score is None:
        return None
    exact = {
        name: as_text(getattr(score, name)) for name in ("items_low", "items_high", "bonus", "deduction", "low", "high")
    }
    return exact | {
        "shown_low": shown(score.low),
        "shown_high": shown(score.high),
        "worst": score.worst,
        "best": score.best,
        "grade": score.grade or None,
    }


def _points(points: Points | None) -> dict[str, Any] | None:
    if points is None:
        return None
    return {
        "own": as_text(points.own),
        "full": as_text(points.full),
        "low": as_text(points.low),
        "high": as_text(points.high),
        "lost": as_text(points.lost),
        "decided": points.decided,
        "na": points.na,
        "shown": shown(points.low) if points.decided else f"{shown(points.low)}–{shown(points.high)}",
    }


def _group(code: str, name: str, result: StandardResult) -> dict[str, Any]:
    plain: dict[str, Any] = {"code": code, "name": name}
    if code in result.groups:
        plain["points"] = _points(result.groups[code])
    if code in result.parts:
        plain["verdict"] = result.parts[code].value
    return plain


def _item(writer: _Writer, item: Item, found: ItemResult) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "short": item.short,
        "level": item.level.value,
        "composite": item.composite.kind if item.composite else None,
        "resource": item.resource,
        "parent": item.parent,
        "clause": item.clause,
        "confidence": item.confidence,
        "methods": list(item.methods),
        "departments": [writer.catalogue.reporters.get(name, name) for name in item.departments],
        "verdict": found.verdict.value,
        "comparisons": [values.comparison(comparison) for comparison in found.comparisons],
        "judged": found.judged,
        "counts": dict(found.counts),
        "points": _points(found.points),
        "win_back": found.win_back,
        "gaps": [values.gap(gap) for gap in found.gaps],
        "needs": [writer.need(need) for need in found.needs],
        "why": found.why,
    }


def _place(writer: _Writer, unit: str, stage: str) -> dict[str, str]:
    return {"unit": unit, "school": writer.names.get(unit, unit), "stage": stage, "stage_name": STAGES.get(stage, "")}


def _row(writer: _Writer, row: Row, share: Fraction | None) -> dict[str, Any]:
    return (
        {"item": row.item}
        | _place(writer, row.unit, row.stage)
        | {
            "verdict": row.verdict.value,
            "pupils": values.number(row.pupils),
            "comparisons": [values.comparison(comparison) for comparison in row.comparisons],
            "judged": row.judged,
            "below_floor": row.below_floor,
            "gaps": [values.gap(gap) for gap in row.gaps],
            "share": values.number(share),
            "needs": [writer.need(need) for need in row.needs],
            "why": row.why,
        }
        | ({"relaxing": values.relaxing(row.relaxing, writer.standard, writer.need)} if row.relaxing else {})
    )


def _school_rule(writer: _Writer, rule: SchoolRule) -> dict[str, Any]:
    return _place(writer, rule.unit, rule.stage) | {
        "verdict": rule.verdict.value,
        "met": rule.met,
        "missed": list(rule.missed),
        "below_floor": list(rule.below_floor),
        "open": list(rule.open),
        "least": list(rule.least),
        "left": list(rule.left),
        "needs": [writer.need(need) for need in rule.needs],
    }


def _variation(writer: _Writer, found: Variation) -> dict[str, Any]:
    def named(rows: Iterable[tuple[str, Fraction]]) -> list[dict[str, str]]:
        return [{"unit": unit, "school": writer.names.get(unit, unit), "value": as_text(value)} for unit, value in rows]

    return {
        "item": found.item,
        "stage": found.stage,
        "rows": found.rows,
        "mean": values.number(found.mean),
        "square": values.number(found.square),
        "cv": found.cv or None,
        "deviation": found.deviation or None,
        "limit": values.number(found.limit),
        "verdict": found.verdict.value,
        "edge": found.edge,
        "lowest": named(found.lowest),
        "highest": named(found.highest),
        "if_lowest_raised": found.if_lowest_raised or None,
        "needs": [writer.need(need) for need in found.needs],
    }


def _trigger(writer: _Writer, state: TriggerState) -> dict[str, Any]:
    trigger = next(trigger for trigger in writer.standard.triggers if trigger.code == state.code)
    return {
        "code": state.code,
        "name": trigger.name,
        "effect": state.effect,
        "struck": state.struck,
        "why": state.why,
        "needs": [writer.need(need) for need in state.needs],
    }
