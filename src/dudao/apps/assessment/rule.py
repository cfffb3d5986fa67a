"""The page of the school rule: every school's stage, what it misses, what would be the least to make good."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse

from dudao.apps.assessment.models import ItemRun, StandardRun
from dudao.apps.assessment.school_rows import (
    TYPES,
    Light,
    light_rows,
    stage_name,
    whole_rows,
)
from dudao.apps.assessment.templatetags.explanations import quoted
from dudao.apps.assessment.texts import declared_of
from dudao.apps.assessment.wording import number_of
from dudao.calc.figures.showing import NONE
from dudao.spreadsheets.writing.sheet import Table

Plain = Mapping[str, Any]
ROWS = 100


def rule_context(request: HttpRequest, result: StandardRun, item: ItemRun) -> dict[str, Any]:
    """Every school's stage under the school rule: how many met, what is missed, what is the least to make good."""
    rows = light_rows(result, item.item)
    counts = {kind: sum(row.verdict == kind for row in rows) for kind in ("fail", "open", "pass")}
    state = request.GET.get("state") or next((one for one in ("fail", "open") if counts[one]), "all")
    asked = {name: request.GET.get(name, "").strip() for name in ("town", "type", "stage", "q")}
    chosen = [
        row
        for row in rows
        if state in ("all", row.verdict)
        and asked["town"] in ("", row.township)
        and asked["type"] in ("", row.school_type)
        and asked["stage"] in ("", row.stage)
        and asked["q"] in row.name
    ]
    page = Paginator(chosen, ROWS).get_page(request.GET.get("page"))
    shown_rows = chosen if request.GET.get("format") == "xlsx" else list(page)
    names = {"fail": "未达标", "open": "未定", "pass": "达标", "all": "全部"}
    numbers = {**counts, "all": len(rows)}
    return {
        "schools_at": reverse("assessment:schools", args=[result.run_id]),
        "why_at": reverse("assessment:why", args=[result.run_id, result.standard, item.item]),
        "sentence": _rule_sentence(counts, len(rows)),
        "tabs": [{"state": one, "name": names[one], "number": numbers[one], "current": one == state} for one in names],
        "state": state,
        "page": page,
        "rows": [_rule_row(result, row, detail, code) for row, detail, code in whole_rows(shown_rows)],
        "townships": sorted({row.township for row in rows if row.township}),
        "types": [(code, TYPES[code]) for code in TYPES if any(row.school_type == code for row in rows)],
        "filtered": names.get(state, ""),
    }


def _rule_sentence(counts: Mapping[str, int], total: int) -> str:
    if counts["fail"]:
        still = f"，另有 {counts['open']} 个未定" if counts["open"] else ""
        return f"{total} 个校段中 {counts['fail']} 个未达标{still}；要每一个都达标"
    if counts["open"]:
        return f"{total} 个校段中没有未达标的，{counts['open']} 个未定"
    return f"{total} 个校段都达标"


def _rule_row(result: StandardRun, row: Light, detail: Plain, code: str) -> dict[str, Any]:
    by_code = declared_of(result).standard.by_code

    def names(codes: Sequence[str]) -> str:
        return "、".join(f"{number_of(one)} {by_code[one].short or by_code[one].name}" for one in codes)

    words = {"pass": "达标", "fail": "未达标", "open": "未定"}
    return {
        "at": quoted(code),
        "why_at": f"{quoted(code)}/{row.stage}" if row.stage else quoted(code),
        "name": row.name,
        "township": row.township or NONE,
        "stage": row.stage,
        "stage_name": stage_name(row.stage),
        "met": detail["met"],
        "missed": names(detail["missed"]) or NONE,
        "below": names(detail["below_floor"]) or NONE,
        "open": names(detail["open"]) or NONE,
        "least": names(detail["least"]),
        "left": names(detail["left"]),
        "kind": row.verdict,
        "word": words.get(row.verdict, row.verdict),
    }


def rule_table(context: Mapping[str, Any]) -> Table:
    names = ("name", "township", "stage_name", "word", "met", "missed", "below", "open", "least", "left")
    heads = [
        "学校",
        "乡镇",
        "学段",
        "判定",
        "达标项数",
        "未过线",
        "低于底线",
        "未定",
        "最少补到线的",
        "可留在线与底线之间的",
    ]
    rows = [[row[name] for name in names] for row in context["rows"]]
    title = f"{context['title']}（{context['filtered']}，{len(rows)} 行）"
    return Table(name=context["number"], title=title, note=context["sentence"], heads=heads, rows=rows)
