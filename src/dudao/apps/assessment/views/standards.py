"""A standard in a run, and one of its aspects: every item with how it stands."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dudao.apps.assessment import lines
from dudao.apps.assessment.models import Run, StandardRun
from dudao.apps.assessment.queries import items_of, result_of, run_of, standing_of
from dudao.apps.assessment.relaxed import lines_of
from dudao.apps.assessment.texts import declared_of
from dudao.apps.assessment.wording import states_of
from dudao.apps.assessment.workbook import workbook_answer
from dudao.spreadsheets.writing.sheet import Table

EFFECTS = {"veto": "一票否决", "precondition": "前提", "cap": "限制等次", "drop": "降一等"}


@require_safe
def one(request: HttpRequest, pk: int, standard: str) -> HttpResponse:
    """The whole standard: vetoes, aspects, items."""
    run = run_of(request.user, pk)
    result = result_of(run, standard)
    groups = [_aspect(result, group) for group in _with_items(result, None)]
    context = _context(run, result) | {"groups": groups, "triggers": _triggers(result), "relaxed": lines_of(result)}
    if request.GET.get("format") == "xlsx":
        return _workbook(run, context, groups)
    return render(request, "assessment/standard.html", context | standing_of(run))


@require_safe
def aspect(request: HttpRequest, pk: int, standard: str, code: str) -> HttpResponse:
    """One aspect of a standard and its items."""
    run = run_of(request.user, pk)
    result = result_of(run, standard)
    declared = declared_of(result).standard
    codes = [group.code for group in declared.aspects]
    if code not in codes:
        raise Http404
    group = _aspect(result, _with_items(result, code)[0])
    at = codes.index(code)
    context = _context(run, result) | {
        "group": group,
        "relaxed": lines_of(result, {item.code for item in declared_of(result).items_under(code)}),
        "before": declared.aspects[at - 1] if at else None,
        "after_it": declared.aspects[at + 1] if at + 1 < len(codes) else None,
    }
    if request.GET.get("format") == "xlsx":
        return _workbook(run, context, [group])
    return render(request, "assessment/aspect.html", context | standing_of(run))


def _context(run: Run, result: StandardRun) -> dict[str, Any]:
    return {"run": run, "result": result, "declared": declared_of(result).standard}


def _with_items(result: StandardRun, code: str | None) -> list[tuple[Any, dict[str, Any], list[dict[str, Any]]]]:
    """(aspect, its plain data, its items) for one aspect or all."""
    declared, items = declared_of(result), items_of(result)
    plain = {one["code"]: one for one in result.detail["aspects"]}
    return [
        (group, plain[group.code], [items[item.code] for item in declared.items_under(group.code)])
        for group in declared.standard.aspects
        if code in (None, group.code)
    ]


def _aspect(result: StandardRun, found: tuple[Any, dict[str, Any], list[dict[str, Any]]]) -> dict[str, Any]:
    group, plain, items = found
    declared = declared_of(result).standard
    judged = [item for item in items if not item["resource"]]
    counts = {kind: sum(item["verdict"] == kind for item in judged) for kind in ("pass", "fail", "open", "na")}
    points = plain.get("points")
    return {
        "code": group.code,
        "name": group.name,
        "verdict": plain.get("verdict", ""),
        "points": lines.points_line(points) if points else None,
        "sentence": _sentence(plain, counts, len(judged)),
        "lines": [lines.item_line(declared, item) for item in items],
    }


def _sentence(plain: dict[str, Any], counts: dict[str, int], total: int) -> str:
    if points := plain.get("points"):
        line = lines.points_line(points)
        said = [f"满分 {line['full']}，已定 {line['low']}"]
        said += [f"未定 {line['open']}"] if line["open"] != "—" else []
        said += [f"失分 {line['lost']}"] if line["lost"] != "—" else []
        return "，".join(said)
    words = {"pass": "达到", "fail": "未达到", "open": "未定", "na": "不适用"}
    said = [f"{words[kind]} {counts[kind]}" for kind in words if counts[kind]]
    return f"{total} 项判断：{'、'.join(said)}"


def _triggers(result: StandardRun) -> list[dict[str, Any]]:
    kinds: dict[bool | None, str] = {True: "fail", False: "pass", None: "open"}
    return [
        {
            "code": state["code"],
            "name": state["name"],
            "effect": EFFECTS[state["effect"]],
            "kind": kinds[state["struck"]],
            "word": states_of(state["effect"])[state["struck"]],
            "why": state["why"],
        }
        for state in result.detail["triggers"]
    ]


def _workbook(run: Run, context: dict[str, Any], groups: list[dict[str, Any]]) -> HttpResponse:
    declared = context["declared"]
    notice = f"（{declared.notice}）" if declared.notice else ""
    tables = [
        Table(
            name=f"{group['code']} {group['name']}",
            title=f"{declared.short}{notice}：{group['name']}",
            note=group["sentence"],
            heads=lines.HEADS,
            rows=lines.item_rows(group["lines"]),
            widths=[10, 44, 14, 8, 8, 8, 8, 50, 8, 50, 24],
        )
        for group in groups
    ]
    return workbook_answer(f"{declared.short} 第{run.number}次自评", tables, run)
