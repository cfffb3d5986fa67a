"""Difference coefficients of a run: each against its limit, and which schools make it as wide as it is."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.http import HttpRequest

from dudao.apps.assessment import picture
from dudao.apps.assessment.models import ItemRun, SchoolRun, StandardRun
from dudao.apps.assessment.school_rows import stage_name
from dudao.apps.assessment.wording import number_of
from dudao.apps.organisations.history import names_known_at
from dudao.calc.figures.showing import NONE, from_text, shown
from dudao.calc.standard.model import Item, Standard
from dudao.spreadsheets.writing.sheet import Table

Plain = Mapping[str, Any]
WIDEST = 9


def coefficient_line(declared: Standard, found: Plain) -> dict[str, Any]:
    """One coefficient against its limit."""
    met = {"pass": True, "fail": False, "open": None, "na": None}[found["verdict"]]
    known = found["cv"] is not None and found["limit"] is not None
    item = declared.by_code[found["item"]]
    composite = next(one.code for one in declared.items if one.composite and one.composite.kind == "variation")
    cv = from_text(found["cv"]) if known else None
    over = shown(cv - from_text(found["limit"]), 3) if cv is not None and met is False else ""
    word = {"pass": "达到", "fail": f"超 {over}", "open": "未定", "na": "不适用"}[found["verdict"]]
    measure = item.measures[0]
    return {
        "code": f"{composite}:{found['item']}",
        "item": found["item"],
        "name": f"{number_of(found['item'])} {item.short or item.name}",
        "stage": found["stage"],
        "stage_name": stage_name(found["stage"]),
        "kind": found["verdict"],
        "word": word,
        "cv": shown(cv, 3) if cv is not None else NONE,
        "exact": found["cv"][:12] if found["edge"] else "",
        "limit": shown(from_text(found["limit"]), 3) if found["limit"] is not None else NONE,
        "mean": shown(from_text(found["mean"]), measure.decimals) if found["mean"] is not None else NONE,
        "unit": measure.unit,
        "rows": found["rows"],
        "bar": picture.cv_bar(Fraction(cv), Fraction(from_text(found["limit"])), met) if cv is not None else "",
        "raised": shown(from_text(found["if_lowest_raised"]), 3) if found["if_lowest_raised"] else "",
        "lowest": found["lowest"][0]["school"] if found["lowest"] else "",
        "needs": found["needs"],
    }


def coefficient_lines(declared: Standard, result: StandardRun, item: Item) -> list[dict[str, Any]]:
    """All coefficients of a standard, in the order of its items."""
    return [coefficient_line(declared, one) for one in result.detail["variations"]]


def wideners(
    request: HttpRequest, result: StandardRun, item: ItemRun, variations: Sequence[Plain]
) -> dict[str, Any] | None:
    """Which schools make the difference of one stage: the one asked for, or the first that fails."""
    known = [one for one in variations if one["mean"] is not None]
    if not known:
        return None
    asked = request.GET.get("cv", "")
    failing = [one for one in known if one["verdict"] == "fail"]
    chosen = next((one for one in known if one["stage"] == asked), None) or (failing or known)[0]
    mean = Fraction(from_text(chosen["mean"]))
    rows = (
        SchoolRun.objects.filter(result=result, item=item.item, stage=chosen["stage"], share__isnull=False)
        .order_by("-share")
        .values_list("unit", "unit__distinct_name", "unit__code", "share", "detail")[:WIDEST]
    )
    then = names_known_at(result.county_id, result.run.at)
    found = [(then[unit][0] if unit in then else name, code,
              Fraction(from_text(detail["comparisons"][0]["value"])) - mean, share, detail) for
             unit, name, code, share, detail in rows]  # fmt: skip
    longest = max((abs(float(far)) for _name, _code, far, _share, _detail in found), default=0.0)
    return {
        "stage": chosen["stage"],
        "stage_name": stage_name(chosen["stage"]),
        "stages": [(one["stage"], stage_name(one["stage"])) for one in known],
        "together": shown(sum((Fraction(from_text(row[4]["share"])) for row in found), Fraction(0)), 0, percent=True),
        "raised": shown(from_text(chosen["if_lowest_raised"]), 3) if chosen["if_lowest_raised"] else "",
        "lowest": chosen["lowest"][0]["school"] if chosen["lowest"] else "",
        "limit": shown(from_text(chosen["limit"]), 3) if chosen["limit"] is not None else "",
        "rows": [
            {
                "name": name,
                "code": code,
                "value": detail["comparisons"][0]["shown"],
                "far": f"{'高' if far > 0 else '低'} {shown(abs(far))}",
                "tone": "more" if far > 0 else "fail",
                "bar": picture.share_bar(float(far), longest, "more" if far > 0 else "bad"),
                "share": shown(from_text(detail["share"]), 1, percent=True),
            }
            for name, code, far, _share, detail in found
        ],
    }


def variation_table(context: Mapping[str, Any]) -> Table:
    names = ("name", "stage_name", "rows", "mean", "unit", "cv", "limit", "word", "raised")
    heads = ["指标", "学段", "校段数", "县均", "单位", "差异系数", "限", "判定", "最低的补到县均以后"]
    rows = [[one[name] for name in names] for one in context["coefficients"]]
    return Table(name=context["number"], title=context["title"], heads=heads, rows=rows)
