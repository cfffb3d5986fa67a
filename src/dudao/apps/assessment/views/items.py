"""An item of a standard in a run: the county's own, or every school against the line."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dudao.apps.assessment import lines
from dudao.apps.assessment.coefficients import coefficient_lines, variation_table
from dudao.apps.assessment.indicator import indicator_context, indicator_table
from dudao.apps.assessment.models import ItemRun, Run, StandardRun
from dudao.apps.assessment.queries import item_of, result_of, run_of, standing_of
from dudao.apps.assessment.relaxed import lines_of
from dudao.apps.assessment.rule import rule_context, rule_table
from dudao.apps.assessment.texts import Declared, declared_of
from dudao.apps.assessment.wording import comparison_text, gap_text, number_of, reporter_name
from dudao.apps.assessment.workbook import workbook_answer
from dudao.calc.assessment.shapes import SHAPES
from dudao.calc.standard.asking import figure_uses
from dudao.calc.standard.model import Item, Standard
from dudao.library.read import catalogue
from dudao.spreadsheets.writing.sheet import Table

ROWS = 100
CONFIDENCE = {
    "L": "读过法规原文",
    "C": "见于公开文件",
    "C-local": "见于一地的文件",
    "M": "凭记忆，用前请核对",
    "P": "本项目自定",
}


@require_safe
def one(request: HttpRequest, pk: int, standard: str, code: str) -> HttpResponse:
    """One item: which page it has depends on what it is judged by."""
    run = run_of(request.user, pk)
    result = result_of(run, standard)
    item = item_of(result, code)
    declared = declared_of(result).standard
    context = _about(run, result, item, declared)
    kind = item.detail["composite"]
    tables: Callable[[dict[str, Any]], Table]
    if kind == "most":
        context |= rule_context(request, result, item)
        tables, template = rule_table, "assessment/rule.html"
    elif kind == "variation":
        context |= {"coefficients": coefficient_lines(declared, result, declared.by_code[code])}
        tables, template = variation_table, "assessment/variation.html"
    elif declared.by_code[code].level.of_school and not item.detail["points"]:
        context |= indicator_context(request, result, item, declared)
        tables, template = indicator_table, "assessment/indicator.html"
    else:
        context |= _county(item)
        tables, template = _county_table, "assessment/item.html"
    if request.GET.get("format") == "xlsx":
        return workbook_answer(f"{context['title']} 第{run.number}次自评", [tables(context)], run)
    return render(request, template, context | standing_of(run))


def _about(run: Run, result: StandardRun, item: ItemRun, declared: Standard) -> dict[str, Any]:
    """What every item's page says: where it stands, its neighbours, its text, its figures."""
    made = declared.by_code[item.item]
    codes = [one.code for one in declared.items]
    at = codes.index(item.item)
    plain = item.detail | {"needed": item.needed}
    relaxed = lines_of(result, {made.code, *(made.composite.of if made.composite else ())})
    return {
        "run": run,
        "result": result,
        "declared": declared,
        "item": made,
        "plain": plain,
        "line": lines.item_line(declared, plain),
        "number": number_of(item.item),
        "title": f"{number_of(item.item)} {made.name}",
        "aspect": _aspect(declared, made),
        "before": declared.items[at - 1] if at else None,
        "after_it": declared.items[at + 1] if at + 1 < len(codes) else None,
        "facts": _facts(declared, made),
        "figures": _figures(declared_of(result), made.code, frozenset(one["code"] for one in relaxed)),
        "relaxed": relaxed,
    }


def _aspect(declared: Standard, item: Item) -> Any:
    group = declared.group_by_code[item.parent]
    while group.parent:
        group = declared.group_by_code[group.parent]
    return group


def _facts(declared: Standard, item: Item) -> list[tuple[str, str]]:
    rulings = [ruling.text for ruling in declared.rulings if item.code in ruling.items]
    said = [
        ("条款", item.clause),
        ("口径", item.note),
        ("怎么计分", f"{SHAPES[item.shape.name].title}：{SHAPES[item.shape.name].rule}" if item.shape else ""),
        ("裁定", " ".join(rulings)),
        (
            "怎么看",
            "、".join(
                {"听": "听汇报", "查": "查资料", "看": "看现场", "访": "访谈"}.get(one, one) for one in item.methods
            ),
        ),
        ("要备的佐证", "、".join(item.evidence)),
        ("部门", "、".join(reporter_name([one]) for one in item.departments)),
        ("出处", item.source),
        ("可信程度", CONFIDENCE.get(item.confidence, item.confidence)),
    ]
    return [(name, text) for name, text in said if text]


@cache
def _figures(made: Declared, code: str, relaxed: frozenset[str]) -> list[dict[str, Any]]:
    """The figures an item reads, each with what it means and who reports it; derived ones before their parts."""
    declared_figures = catalogue()
    item = made.standard.by_code[code]
    codes = {item.code, *(item.composite.of if item.composite else ())}
    uses = figure_uses([made.standard], declared_figures, relaxed) if relaxed else made.uses
    return [
        {
            "name": figure.name,
            "label": figure.label,
            "unit": figure.unit,
            "definition": figure.definition,
            "form": figure.form,
            "example": figure.example,
            "reporter": declared_figures.reporters.get(figure.reporter, figure.reporter),
            "of_school": figure.level.of_school,
        }
        for name, users in uses.items()
        if codes & set(users) and (figure := declared_figures[name])
    ]


def _county(item: ItemRun) -> dict[str, Any]:
    plain = item.detail
    comparisons = [
        {"label": one["label"], "text": comparison_text(one), "kind": _kind(one["met"]), "stage": "", "stage_name": ""}
        for one in plain["comparisons"]
    ]
    if plain["stages"]:  # judged once per stage
        comparisons = [
            {"label": one["label"], "text": comparison_text(one), "kind": _kind(one["met"])}
            | {"stage": row["stage"], "stage_name": row["stage_name"]}
            for row in plain["stages"]
            for one in row["comparisons"]
        ]
    return {
        "comparisons": comparisons,
        "gaps": [text for gap in plain["gaps"] if (text := gap_text(gap))],
        "needs": item.needs[:ROWS],
        "needs_total": item.needed,
    }


def _kind(met: bool | None) -> str:
    return {True: "pass", False: "fail", None: "open"}[met]


def _county_table(context: dict[str, Any]) -> Table:
    line = context["line"]
    rows: list[list[Any]] = [["结论", line["word"]]]
    if line["points"]:
        rows.append(["得分", f"{line['points']['low']} / {line['points']['full']}"])
    rows += [[f"{one['label']}{one['stage_name']}", one["text"]] for one in context["comparisons"]]
    rows += [["差多少", text] for text in context["gaps"]]
    rows += [["怎样补上", line["todo"]]] if line["todo"] else []
    rows += [
        ["还缺", f"{need.get('school', '全县')}：{need['says']}（{need.get('why', '')}）"] for need in context["needs"]
    ]
    rows += [[name, text] for name, text in context["facts"]]
    return Table(name=context["number"], title=context["title"], heads=["事项", "内容"], rows=rows, widths=[16, 100])
