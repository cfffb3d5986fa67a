"""The page of an item asked of every school: the sentence, the picture, who widens the difference, the table."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse

from dudao.apps.assessment import picture
from dudao.apps.assessment.coefficients import coefficient_line, wideners
from dudao.apps.assessment.models import ItemRun, StandardRun
from dudao.apps.assessment.queries import floor_share
from dudao.apps.assessment.school_rows import (
    STATES,
    TYPES,
    WHOLE,
    Light,
    comparison_line,
    gap_cell,
    in_state,
    light_rows,
    parts_of,
    sorted_by,
    stage_name,
    verdict_word,
    whole_rows,
)
from dudao.apps.assessment.templatetags.explanations import quoted
from dudao.apps.assessment.wording import plain_number
from dudao.calc.figures.showing import NONE, from_text, shown
from dudao.calc.standard.model import Item, Standard
from dudao.spreadsheets.writing.sheet import Table

Plain = Mapping[str, Any]
ROWS, NAMED = 100, 6


def indicator_context(request: HttpRequest, result: StandardRun, item: ItemRun, declared: Standard) -> dict[str, Any]:
    """Everything of the page; whole rows are read for the shown page only (all of them for a workbook)."""
    made = declared.by_code[item.item]
    rows = light_rows(result, item.item)
    parts = parts_of(rows)
    counts = {state: sum(in_state(row, state, parts) for row in rows) for state in STATES}
    state = request.GET.get("state") or next((one for one in ("fail", "open") if counts[one]), "all")
    chosen = _filtered(rows, request, state, parts)
    page = Paginator(chosen, ROWS).get_page(request.GET.get("page"))
    shown_rows = chosen if request.GET.get("format") == "xlsx" else list(page)
    variations = [one for one in result.detail["variations"] if one["item"] == item.item]
    lines = _lines(rows, floor_share(result.run, declared, item.item))
    return {
        "schools_at": reverse("assessment:schools", args=[result.run_id]),
        "why_at": reverse("assessment:why", args=[result.run_id, declared.code, item.item]),
        "sentence": _sentence(item, made, counts, len(rows)),
        "gap_lines": _gap_lines(item),
        "cvs": [coefficient_line(declared, one) for one in variations],
        "panels": _panels(rows, made, lines, parts) if made.resource else [],
        "wideners": wideners(request, result, item, variations),
        "tabs": _tabs(counts, state, made),
        "state": state,
        "page": page,
        "rows": [_row(one, detail, code, made, lines, parts) for one, detail, code in whole_rows(shown_rows)],
        "columns": {"stage": any(row.stage for row in rows), "share": bool(variations), "gap": bool(made.measures)}
        | {"floor": made.resource, "judged": made.judgement is not None},
        "unit": made.measures[0].unit if made.measures else "",
        "gap_unit": made.measures[0].gap.unit if made.measures and made.measures[0].gap else "",
        "townships": sorted({row.township for row in rows if row.township}),
        "types": [(code, TYPES[code]) for code in TYPES if any(row.school_type == code for row in rows)],
        "filtered": _said(request, state),
        "legend": [(kind, word, _count(rows, kind)) for kind, word in _LEGEND],
        "through": bool(parts) and made.shared,
    }


_LEGEND = (("on", "过线"), ("warn", "线下、底线上"), ("bad", "低于底线"), ("open", "缺数"))


def _count(rows: Sequence[Light], kind: str) -> int:
    if kind == "open":
        return sum(row.verdict == "open" for row in rows)
    return sum(row.tone == kind and row.verdict in ("pass", "fail") for row in rows)


def _filtered(rows: Sequence[Light], request: HttpRequest, state: str, parts: frozenset[int]) -> list[Light]:
    asked = {name: request.GET.get(name, "").strip() for name in ("town", "type", "stage", "q")}
    found = [
        row
        for row in rows
        if in_state(row, state, parts)
        and asked["town"] in ("", row.township)
        and asked["type"] in ("", row.school_type)
        and asked["stage"] in ("", row.stage)
        and asked["q"] in row.name
    ]
    return sorted_by(found, request.GET.get("sort", ""))


def _said(request: HttpRequest, state: str) -> str:
    stage = stage_name(request.GET.get("stage", ""))
    kind = TYPES.get(request.GET.get("type", ""), "")
    said = [STATES.get(state, ""), request.GET.get("town", ""), kind, stage, request.GET.get("q", "")]
    return "、".join(one for one in said if one)


def _tabs(counts: Mapping[str, int], state: str, made: Item) -> list[dict[str, Any]]:
    names = STATES if made.resource else STATES | {"fail": "未达到", "open": "未定"}
    wanted = ("fail", "floor", "part", "open", "all") if made.resource else ("fail", "open", "all")
    return [{"state": one, "name": names[one], "number": counts[one], "current": one == state} for one in wanted]


def _sentence(item: ItemRun, made: Item, counts: Mapping[str, int], total: int) -> str:
    each = "个校段" if any(made.level.value == one for one in ("school-stage", "class")) else "所学校"
    if not total:
        return item.detail["why"] or "没有适用的学校"
    if counts["fail"]:
        said = f"{counts['fail']} {each}{'未过线' if made.resource else '未达到'}"
        return f"{said}，其中 {counts['floor']} 个低于底线，必须补" if counts["floor"] else said
    if counts["open"]:
        return f"没有一{each[0]}未达到，{counts['open']} {each}未定"
    return f"{total} {each}都{'过线' if made.resource else '达到'}"


def _gap_lines(item: ItemRun) -> list[str]:
    """全部补到线需 15,479 ㎡；先补到底线需 4,403 ㎡"""
    said = []
    for gap in item.detail.get("known_gaps", ()):
        line, floor = from_text(gap["to_line"]), from_text(gap["to_floor"])
        if not line:
            continue
        decimals = 0 if gap["unit"] in WHOLE else 2
        text = f"{gap['what']}：全部补到线需 {shown(line, decimals)} {gap['unit']}"
        text += f"，先补到底线需 {shown(floor, decimals)} {gap['unit']}" if floor else ""
        text += f"（{gap['unknown']} 所缺数，未计在内）" if gap["unknown"] else ""
        said.append(text)
    return said


def _lines(rows: Sequence[Light], share: Fraction | None) -> dict[str, dict[str, Any]]:
    """Line and floor of each stage, read from one whole row of it: numbers for drawing, texts for reading."""
    found: dict[str, dict[str, Any]] = {}
    first = {row.stage: row for row in reversed(rows) if row.verdict != "na"}
    for row, detail, _code in whole_rows(list(first.values())):
        comparison = next(iter(detail.get("comparisons", ())), None)
        if comparison is None or comparison["limit"] is None:
            continue
        limit = Fraction(from_text(comparison["limit"]))
        floor = limit * share if share is not None else None
        found[row.stage] = {
            "line": float(limit),
            "line_shown": plain_number(limit),
            "floor": float(floor) if floor is not None else None,
            "floor_shown": plain_number(floor) if floor is not None else "",
        }
    return found


def _panels(
    rows: Sequence[Light], made: Item, lines: Mapping[str, Mapping[str, Any]], parts: frozenset[int]
) -> list[dict[str, Any]]:
    panels = []
    decimals = made.measures[0].decimals
    for stage, line in sorted(lines.items(), key=lambda one: list(STAGE_ORDER).index(one[0])):
        mine = [row for row in rows if row.stage == stage]
        marks = [
            picture.Mark(row.name, row.value, f"{row.value:,.{decimals}f}", row.tone, row.unit in parts)
            for row in mine
            if row.value is not None
        ]
        missing = [row.name for row in mine if row.value is None]
        title = f"{stage_name(stage)} {len(mine)} 校段"
        panels.append(
            (
                picture.Panel(
                    title, marks, line["line"], line["floor"], line["line_shown"], line["floor_shown"], missing
                ),
                missing,
            )
        )
    top = picture.top_of([panel for panel, _missing in panels]) if panels else 1.0
    return [
        {
            "title": panel.title,
            "line": panel.line_shown,
            "floor": panel.floor_shown,
            "svg": picture.curve(panel, top),
            "missing": "、".join(missing[:NAMED]) + (f" 等 {len(missing)} 个" if len(missing) > NAMED else ""),
        }
        for panel, missing in panels
    ]


STAGE_ORDER = ("", "kindergarten", "primary", "junior", "senior", "vocational")


def _row(
    row: Light, detail: Plain, code: str, made: Item, lines: Mapping[str, Mapping[str, Any]], parts: frozenset[int]
) -> dict[str, Any]:
    kind, word = verdict_word(row, made.resource)
    line = lines.get(row.stage, {})
    gap = next(iter(detail["gaps"]), None)
    level = made.judgement.level(detail["judged"]) if made.judgement and detail["judged"] else None
    bar = picture.value_bar(row.value, line["line"], line["floor"], row.tone) if made.resource and line else ""
    return {
        "at": quoted(code),
        "why_at": f"{quoted(code)}/{row.stage}" if row.stage else quoted(code),
        "name": row.name,
        "part": row.unit in parts,
        "township": row.township or NONE,
        "stage": row.stage,
        "stage_name": stage_name(row.stage) or NONE,
        "pupils": shown(from_text(detail["pupils"]), 0) if detail["pupils"] else NONE,
        **comparison_line(detail),
        "bar": bar,
        "to_line": gap_cell(gap, "to_line") if gap else NONE,
        "to_floor": gap_cell(gap, "to_floor") if gap else NONE,
        "gaps": "；".join(f"{one['what']} {gap_cell(one, 'to_line')} {one['unit']}" for one in detail["gaps"]
                         if one["to_line"] not in (None, "0")),
        "share": shown(from_text(detail["share"]), 1, percent=True) if detail.get("share") else NONE,
        "kind": kind,
        "word": level.label if level is not None else word,
        "why": detail["why"],
        "relaxed": detail.get("relaxing", {}).get("word", ""),
        "needs": "、".join(need["says"] for need in detail["needs"][:3]),
    }  # fmt: skip


def indicator_table(context: Mapping[str, Any]) -> Table:
    """The table with the columns of the page and its filter in the title."""
    columns = context["columns"]
    heads = ["学校", "乡镇", "学段", "在校生", f"值（{context['unit']}）", "线"]
    heads += [f"到线差（{context['gap_unit']}）"] + (["到底线差"] if columns["floor"] else [])
    heads += (["占方差"] if columns["share"] else []) + ["判定", "说明"]
    rows = []
    for row in context["rows"]:
        said = [
            row["name"],
            row["township"],
            row["stage_name"],
            row["pupils"],
            row["value"],
            row["line"],
            row["to_line"],
        ]
        said += [row["to_floor"]] if columns["floor"] else []
        said += [row["share"]] if columns["share"] else []
        relaxed = f"放宽{row['relaxed']}" if row["relaxed"] else ""
        rows.append([*said, row["word"], row["why"] or row["needs"] or relaxed])
    title = f"{context['title']}（{context['filtered']}，{len(rows)} 行）"
    return Table(name=context["number"], title=title, note=context["sentence"], heads=heads, rows=rows)
