"""Results of a run put together again from what was kept, as far as an explanation asks for them: nothing is judged anew."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from dudao.apps.assessment.models import StandardRun
from dudao.apps.assessment.queries import items_of
from dudao.calc.assessment.report.sentences import is_share
from dudao.calc.assessment.result import (
    Comparison,
    Exact,
    GapFound,
    ItemResult,
    Points,
    RelaxationFound,
    Relaxed,
    Relaxing,
    Row,
    SchoolRule,
    Score,
    StandardResult,
    TriggerState,
    Variation,
    Verdict,
)
from dudao.calc.figures import Key, Reason
from dudao.calc.figures.showing import from_text
from dudao.calc.figures.snapshot import Granted
from dudao.calc.formula.needs import Need

Plain = Mapping[str, Any]


def kept_result(
    result: StandardRun, *, rows: Iterable[Plain] = (), rules: Iterable[Plain] = (), item: str = ""
) -> StandardResult:
    """The county's part of a standard's result; rows and school rules as given. `item`: whose needs to read as well."""
    detail = result.detail
    items = {code: item_result(plain) for code, plain in items_of(result).items()}
    if item in items:
        needs = result.items.filter(item=item).values_list("needs", flat=True).get()
        items[item] = item_result({**items_of(result)[item], "needs": needs})
    kept_rows = tuple(row_result(row) for row in rows)
    return StandardResult(
        standard=result.standard,
        verdict=Verdict(result.verdict) if result.verdict else None,
        items=items,
        rows=kept_rows,
        school_rules=tuple(rule_result(rule) for rule in rules),
        variations=tuple(_variation(one, kept_rows) for one in detail["variations"]),
        groups={
            one["code"]: points_result(one["points"])
            for one in (*detail["aspects"], *detail["groups"])
            if one.get("points")
        },
        triggers=tuple(trigger_result(one) for one in detail["triggers"]),
        score=_score(detail["score"]),
        parts={one["code"]: Verdict(one["verdict"]) for one in detail["aspects"] if one.get("verdict")},
        relaxations=tuple(relaxation_result(result.standard, one) for one in detail.get("relaxations", ())),
    )


def item_result(plain: Plain) -> ItemResult:
    return ItemResult(
        plain["code"],
        Verdict(plain["verdict"]),
        tuple(comparison(one) for one in plain["comparisons"]),
        plain["judged"],
        plain["counts"],
        tuple(need(one) for one in plain["needs"]),
        tuple(_gap(one) for one in plain["gaps"]),
        plain["why"],
        points_result(plain["points"]) if plain["points"] else None,
        plain["win_back"],
    )


def row_result(plain: Plain) -> Row:
    return Row(
        plain["item"],
        plain["unit"],
        plain["stage"],
        Verdict(plain["verdict"]),
        tuple(comparison(one) for one in plain["comparisons"]),
        plain["judged"],
        tuple(need(one) for one in plain["needs"]),
        tuple(_gap(one) for one in plain["gaps"]),
        plain["why"],
        _exact(plain["pupils"]),
        plain["below_floor"],
        _relaxing(plain["relaxing"]) if "relaxing" in plain else None,
    )


def relaxation_result(standard: str, plain: Plain) -> RelaxationFound:
    places = tuple((one["stage"], Relaxed(one["state"]), one["moved"]) for one in plain["places"])
    grant = _grant(plain, plain["unit"] or plain["school"], standard)
    return RelaxationFound(grant, plain["item"], plain["unit"], Relaxed(plain["state"]), plain["why"], places)


def _relaxing(plain: Plain) -> Relaxing:
    return Relaxing(
        _grant(plain, plain["for"]),
        Relaxed(plain["state"]),
        Verdict(plain["verdict"]),
        tuple(comparison(one) for one in plain["comparisons"]),
        tuple(need(one) for one in plain["needs"]),
    )


def _grant(plain: Plain, school: str, standard: str = "") -> Granted:
    return Granted(
        standard=standard,
        relaxation=plain["code"],
        school=school,
        proof=plain["proof"],
        until=date.fromisoformat(plain["until"]),
        by=plain["by"],
        on=plain["on"],
    )


def rule_result(plain: Plain) -> SchoolRule:
    return SchoolRule(
        plain["unit"],
        plain["stage"],
        Verdict(plain["verdict"]),
        plain["met"],
        tuple(plain["missed"]),
        tuple(plain["below_floor"]),
        tuple(plain["open"]),
        tuple(need(one) for one in plain["needs"]),
        tuple(plain["least"]),
        tuple(plain["left"]),
    )


def comparison(plain: Plain) -> Comparison:
    """`decimals` and per cent as they were shown."""
    share = is_share(plain)
    return Comparison(
        plain["name"],
        plain["label"],
        _exact(plain["value"]),
        plain["op"],
        _exact(plain["limit"]),
        plain["met"],
        plain["edge"],
        plain["unit"],
        plain.get("decimals", len(plain["shown"].rstrip("%").partition(".")[2])),
        share,
    )


def points_result(plain: Plain) -> Points:
    own, full, low, high = (Fraction(from_text(plain[name])) for name in ("own", "full", "low", "high"))
    return Points(own, full, low, high, plain["na"])


def trigger_result(plain: Plain) -> TriggerState:
    needs = tuple(need(one) for one in plain["needs"])
    return TriggerState(plain["code"], plain["effect"], plain["struck"], needs, plain["why"])


def need(plain: Plain) -> Need:
    if "figure" in plain:
        why = plain.get("why", Reason.NEVER.value)
        year = int(plain.get("year", 0))
        return Need(key=Key(plain.get("unit", ""), plain["figure"], plain.get("stage", ""), year), why=why)
    if "judgement" in plain:
        return Need(judgement=(plain["judgement"], plain.get("unit", "")))
    if "parameter" in plain:
        return Need(parameter=plain["parameter"])
    return Need(why=plain["says"])


def _gap(plain: Plain) -> GapFound:
    line, floor = _exact(plain["to_line"]), _exact(plain["to_floor"])
    whole = all(value is None or value == int(value) for value in (line, floor))
    return GapFound(plain["what"], plain["unit"], line, floor, whole, plain["of_school"])


def _variation(plain: Plain, rows: Iterable[Row]) -> Variation:
    ends = {
        name: tuple((one["unit"], Fraction(from_text(one["value"]))) for one in plain[name])
        for name in ("lowest", "highest")
    }
    return Variation(
        plain["item"],
        plain["stage"],
        plain["rows"],
        None if plain["mean"] is None else Fraction(from_text(plain["mean"])),
        None if plain["square"] is None else Fraction(from_text(plain["square"])),
        plain["cv"] or "",
        plain["deviation"] or "",
        _exact(plain["limit"]),
        Verdict(plain["verdict"]),
        plain["edge"],
        tuple(need(one) for one in plain["needs"]),
        ends["lowest"],
        ends["highest"],
        plain["if_lowest_raised"] or "",
    )


def _score(plain: Plain | None) -> Score | None:
    if plain is None:
        return None
    names = ("items_low", "items_high", "bonus", "deduction", "low", "high")
    exact = {name: Fraction(from_text(plain[name])) for name in names}
    return Score(**exact, worst=plain["worst"], best=plain["best"])


def _exact(text: str | None) -> Exact | None:
    return None if text is None else from_text(text)
