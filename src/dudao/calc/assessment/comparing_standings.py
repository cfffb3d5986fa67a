"""How every part of a standard stands: from a report's plain data, as it was told, or from a result just worked out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dudao.calc.assessment.result import Comparison, Points, Row, SchoolRule, StandardResult, TriggerState, Variation
from dudao.calc.figures.showing import as_text
from dudao.calc.standard.model import Standard

Plain = Mapping[str, Any]


class Place(NamedTuple):
    """What is judged: the standard, an aspect, an item, `YZJH-1.CV:YZJH-1.4`, a trigger; at a school and a stage."""

    code: str
    unit: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A verdict, or points between `low` and `high` of `full` (exact texts), or both ends of a grade.

    `inner` is what hangs on it further on without being told: values, pupils, whether it is below the floor.
    """

    verdict: str = ""
    low: str = ""
    high: str = ""
    full: str = ""
    grades: tuple[str, ...] = ()  # best, worst
    na: bool = False
    inner: tuple[Any, ...] = ()

    @property
    def told(self) -> tuple[Any, ...]:
        """What a reader is told; two that differ here are a change."""
        return self.verdict, self.low, self.high, self.full, self.grades, self.na


Standings = Mapping[Place, Standing]


def told_standings(plain: Plain) -> Standings:
    """Of one standard in a report, or in what the site keeps of a run."""
    found: dict[Place, Standing] = {Place(plain["code"]): _plain_whole(plain)}
    for group in (*plain["aspects"], *plain.get("groups", ())):
        found[Place(group["code"])] = _plain_points(group.get("points"), group.get("verdict", ""))
    rule = next((item["code"] for item in plain["items"] if item["composite"] == "most"), "")
    cv = next((item["code"] for item in plain["items"] if item["composite"] == "variation"), "")
    for item in plain["items"]:
        found[Place(item["code"])] = _plain_points(item["points"], "" if item["resource"] else item["verdict"])
    for one in plain["variations"]:
        found[Place(f"{cv}:{one['item']}", "", one["stage"])] = Standing(one["verdict"], inner=(one["square"],))
    for state in plain["triggers"]:
        found[Place(state["code"])] = Standing(_struck(state["struck"]))
    for one in plain["school_rules"]:
        found[Place(rule, one["unit"], one["stage"])] = Standing(one["verdict"])
    for row in plain["rows"]:
        first = row["comparisons"][0]["value"] if row["comparisons"] else None
        inner = (first, row["pupils"], row["below_floor"])
        found[Place(row["item"], row["unit"], row["stage"])] = Standing(row["verdict"], inner=inner)
    return found


def _plain_whole(plain: Plain) -> Standing:
    score = plain["score"]
    if score is None:
        return Standing(plain["verdict"] or "")
    return Standing("", score["low"], score["high"], "", (score["best"], score["worst"]))


def _plain_points(points: Plain | None, verdict: str) -> Standing:
    if points is None:
        return Standing(verdict)
    word = verdict if verdict in ("open", "na") else ""
    return Standing(word, points["low"], points["high"], points["full"], na=points["na"])


def _struck(struck: bool | None) -> str:
    return {True: "fail", False: "pass", None: "open"}[struck]


def result_standings(standard: Standard, result: StandardResult, wanted: Collection[Place]) -> Standings:
    """The same of a result just worked out, at the wanted places alone; a place it does not have is left out."""
    found: dict[Place, Standing] = {Place(standard.code): _whole(result)}
    for code, points in result.groups.items():
        found[Place(code)] = _points(points, "")
    for code, verdict in result.parts.items():
        found[Place(code)] = Standing(verdict.value)
    for item in standard.items:
        one = result.items[item.code]
        found[Place(item.code)] = _points(one.points, "" if item.resource else one.verdict.value)
    composites = {item.composite.kind: item.code for item in standard.items if item.composite is not None}
    found |= {
        Place(f"{composites['variation']}:{one.item}", "", one.stage): _variation(one) for one in result.variations
    }
    found |= {Place(state.code): _trigger(state) for state in result.triggers}
    units = {place.unit for place in wanted if place.unit}
    found |= {
        Place(composites["most"], rule.unit, rule.stage): _rule(rule)
        for rule in result.school_rules
        if rule.unit in units
    }
    found |= {
        Place(row.item, row.unit, row.stage): _row(row) for row in result.rows if row.unit in units or not row.unit
    }
    return {place: found[place] for place in wanted if place in found}


def _whole(result: StandardResult) -> Standing:
    score = result.score
    if score is None:
        return Standing(result.verdict.value if result.verdict is not None else "")
    return Standing("", as_text(score.low), as_text(score.high), "", (score.best, score.worst))


def _points(points: Points | None, verdict: str) -> Standing:
    if points is None:
        return Standing(verdict)
    word = verdict if verdict in ("open", "na") else ""
    return Standing(word, as_text(points.low), as_text(points.high), as_text(points.full), na=points.na)


def _variation(one: Variation) -> Standing:
    return Standing(one.verdict.value, inner=(as_text(one.square) if one.square is not None else None,))


def _trigger(state: TriggerState) -> Standing:
    return Standing(_struck(state.struck))


def _rule(rule: SchoolRule) -> Standing:
    return Standing(rule.verdict.value)


def _row(row: Row) -> Standing:
    first: Comparison | None = row.comparisons[0] if row.comparisons else None
    value = None if first is None or first.value is None else as_text(first.value)
    return Standing(
        row.verdict.value, inner=(value, None if row.pupils is None else as_text(row.pupils), row.below_floor)
    )
