"""The schools of a run: the list, and one of them."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dudao.apps.assessment.models import Missing, Run, SchoolRun
from dudao.apps.assessment.queries import run_of, standing_of
from dudao.apps.assessment.school import figure_rows, school_context
from dudao.apps.assessment.school_rows import TYPES, stage_name
from dudao.apps.assessment.texts import declared_of
from dudao.apps.assessment.workbook import workbook_answer
from dudao.apps.organisations.history import names_known_at
from dudao.apps.organisations.models import Person, Unit
from dudao.calc.figures.showing import NONE
from dudao.spreadsheets.writing.sheet import Table

ROWS = 100
STATES = {"all": "全部", "fail": "不达标", "open": "未定", "pass": "达标", "none": "不判"}


@require_safe
def all_schools(request: HttpRequest, pk: int) -> HttpResponse:
    """Every school with the verdict of each of its stages; what it lacks; filters are links."""
    run = run_of(request.user, pk)
    schools = _schools(run, request.user)
    counts = Counter(one["state"] for one in schools)
    state = request.GET.get("state", "all")
    asked = {name: request.GET.get(name, "").strip() for name in ("town", "type", "q")}
    chosen = [
        one
        for one in schools
        if state in ("all", one["state"])
        and asked["town"] in ("", one["township"])
        and asked["type"] in ("", one["school_type"])
        and (asked["q"] in one["name"] or asked["q"] == one["code"])
    ]
    if request.GET.get("format") == "xlsx":
        return _workbook(
            run, chosen, "、".join(part for part in (STATES.get(state, ""), asked["town"], asked["q"]) if part)
        )
    context = {
        "run": run,
        "page": Paginator(chosen, ROWS).get_page(request.GET.get("page")),
        "sentence": _sentence(counts, len(schools)),
        "state": state,
        "tabs": [
            {
                "state": one,
                "name": name,
                "number": len(schools) if one == "all" else counts[one],
                "current": one == state,
            }
            for one, name in STATES.items()
            if one == "all" or counts[one]
        ],
        "townships": sorted({one["township"] for one in schools if one["township"] != NONE}),
        "types": [(code, name) for code, name in TYPES.items() if any(one["school_type"] == code for one in schools)],
        **standing_of(run),
    }
    return render(request, "assessment/schools.html", context)


def _schools(run: Run, person: Person) -> list[dict[str, Any]]:
    units = Unit.objects.visible_to(person).schools().known_at(run.at).order_by("code")
    then = names_known_at(run.county_id, run.at)
    rules: dict[int, list[dict[str, str]]] = {}
    for unit, stage, verdict, met in _rules(run, person):
        words = {"pass": "达标", "fail": "不达标", "open": "未定"}
        text = f"{stage_name(stage)} {words.get(verdict, verdict)}" + (f"（{met:.0f} 项）" if met is not None else "")
        rules.setdefault(unit, []).append({"kind": verdict, "text": text})
    missing = dict(
        Missing.objects.visible_to(person)
        .filter(run=run, kind=Missing.Kind.FIGURE, unit__isnull=False)
        .values_list("unit")
        .annotate(Count("pk"))
    )
    return [
        {
            "code": code,
            "name": then[pk][0] if pk in then else name,
            "school_type": kind,
            "type": TYPES.get(kind, NONE),
            "township": (then[pk][1] if pk in then else township) or NONE,
            "rules": rules.get(pk, []),
            "state": _state([one["kind"] for one in rules.get(pk, [])]),
            "missing": missing.get(pk, 0),
        }
        for pk, code, name, kind, township in units.values_list("pk", "code", "name", "school_type", "township__name")
    ]


def _rules(run: Run, person: Person) -> Any:
    """(school, stage, verdict, items met) under the school rule of the run's standards."""
    codes = [
        item.code
        for result in run.results.only("standard", "text_id")
        for item in declared_of(result).standard.items
        if item.composite is not None and item.composite.kind == "most"
    ]
    rows = SchoolRun.objects.visible_to(person).filter(result__run=run, item__in=codes).order_by("unit__code", "stage")
    return sorted(rows.values_list("unit_id", "stage", "verdict", "value"), key=lambda row: row[1] != "primary")


def _state(kinds: list[str]) -> str:
    return next((kind for kind in ("fail", "open", "pass") if kind in kinds), "none")


def _sentence(counts: Counter[str], total: int) -> str:
    if not total:
        return "名册里还没有学校"
    if counts["fail"]:
        still = f"，{counts['open']} 所未定" if counts["open"] else ""
        return f"{total} 所学校中 {counts['fail']} 所有不达标的学段{still}"
    return f"{total} 所学校中没有不达标的，{counts['open']} 所未定" if counts["open"] else f"{total} 所学校没有不达标的"


def _workbook(run: Run, schools: list[dict[str, Any]], said: str) -> HttpResponse:
    rows = [
        [
            one["code"],
            one["name"],
            one["township"],
            one["type"],
            "；".join(rule["text"] for rule in one["rules"]) or NONE,
            one["missing"],
        ]
        for one in schools
    ]
    heads = ["标识码", "学校", "乡镇", "类型", "各学段", "缺几个数"]
    table = Table(name="学校", title=f"学校（{run}）{f'：{said}' if said else ''}", heads=heads, rows=rows)
    return workbook_answer(f"学校 第{run.number}次自评", [table], run)


@require_safe
def one(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One school: verdicts, gaps, what would close them, figures with their cells."""
    run = run_of(request.user, pk)
    schools = Unit.objects.visible_to(request.user).schools()
    unit = schools.select_related("township").filter(code=code).first()
    if unit is None:
        raise Http404
    if unit.pk in (then := names_known_at(run.county_id, run.at)):
        unit.distinct_name = then[unit.pk][0]  # this page is about the school as the run saw it
    figures = figure_rows(run, unit)
    context = {
        "run": run,
        "unit": unit,
        "type": TYPES.get(unit.school_type, ""),
        "page": Paginator(figures, ROWS).get_page(request.GET.get("page")),
        "before": schools.filter(code__lt=code).known_at(run.at).order_by("-code").values("code", "name").first(),
        "after_it": schools.filter(code__gt=code).known_at(run.at).order_by("code").values("code", "name").first(),
        **school_context(run, unit),
    }
    if request.GET.get("format") == "xlsx":
        return _school_workbook(run, unit, context, figures)
    return render(request, "assessment/school.html", context | standing_of(run))


def _school_workbook(run: Run, unit: Unit, context: dict[str, Any], figures: list[dict[str, Any]]) -> HttpResponse:
    items = [
        [
            part["short"],
            line["number"],
            line["name"],
            line["stage_name"],
            line["value"] or line["judged"],
            line["line"],
            line["to_line"],
            line["to_floor"],
            line["gap_unit"],
            line["word"],
        ]
        for part in context["parts"]
        for line in [*part["resources"], *part["others"]]
    ]
    heads = ["标准", "编号", "指标", "学段", "值", "线", "到线差", "到底线差", "单位", "判定"]
    tables = [
        Table(name="判定", title=f"{unit.distinct_name}（{run}）", note=context["sentence"], heads=heads, rows=items)
    ]
    rows = [[one["label"], one["value"], one["unit"], one["why"], one["file"], one["cell"]] for one in figures]
    heads = ["数据项", "值", "单位", "为何未知", "工作簿", "格"]
    tables.append(Table(name="数据", title=f"{unit.distinct_name}的数据", heads=heads, rows=rows))
    return workbook_answer(f"{unit.distinct_name} 第{run.number}次自评", tables, run)
