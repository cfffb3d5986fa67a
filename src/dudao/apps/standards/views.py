"""The standards that are built in: the list, and each of them whole, with sources and how far they can be trusted."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dudao.calc.assessment.shapes import SHAPES
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.showing import exact_text
from dudao.calc.formula.tree import Name, Node, Number
from dudao.calc.standard.model import Item, Standard, Trigger
from dudao.library import standard_codes
from dudao.library.read import catalogue, standard

CONFIDENCE = {
    "L": "读过法规原文", "C": "见于公开文件", "C-local": "见于一地的文件", "M": "凭记忆，用前请核对", "P": "本项目自定",
}  # fmt: skip
LEVELS = {
    "county": "全县", "county-stage": "全县分学段", "school": "每所学校", "school-stage": "每个校段", "class": "每个班",
}  # fmt: skip
EFFECTS = {"veto": "一票否决", "precondition": "前提", "cap": "不得评最高等次", "drop": "降一等"}
SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "="}


@require_safe
def all_standards(request: HttpRequest) -> HttpResponse:
    """Every built-in standard in a line."""
    return render(request, "standards/list.html", {"standards": [_about(standard(code)) for code in standard_codes()]})


def _about(declared: Standard) -> dict[str, Any]:
    kinds = {"verdict": "判定达到与否", "score": "计分定等次"}
    return {
        "code": declared.code,
        "name": declared.name,
        "short": declared.short,
        "kind": kinds[declared.kind],
        "document": declared.document,
        "notice": declared.notice,
        "official": declared.official,
        "aspects": len(declared.aspects),
        "items": len(declared.items),
        "confidence": CONFIDENCE[declared.confidence],
    }


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """The tree of a standard: aspects, items, limits or points, vetoes, parameters, rulings."""
    if code not in standard_codes():
        raise Http404
    declared = standard(code)
    context = {
        "declared": declared,
        "about": _about(declared),
        "aspects": [_aspect(declared, aspect.code, aspect.name) for aspect in declared.aspects],
        "triggers": [_trigger(trigger) for trigger in declared.triggers],
        "parameters": [
            {"label": one.label, "text": "没有默认值" if one.value is None else f"{exact_text(one.value)} {one.unit}"}
            | {"note": one.note, "confidence": CONFIDENCE.get(one.confidence, one.confidence)}
            for one in declared.parameters.values()
        ],
        "grades": [(grade.name, exact_text(grade.at_least)) for grade in declared.grades],
    }
    return render(request, "standards/one.html", context)


def _aspect(declared: Standard, code: str, name: str) -> dict[str, Any]:
    points = declared.group_by_code[code].points
    items = [_item(declared, item) for item in declared.items_under(code)]
    return {"code": code, "name": name, "points": exact_text(points) if points is not None else "", "items": items}


def _item(declared: Standard, item: Item) -> dict[str, Any]:
    reporters = catalogue().reporters
    return {
        "number": item.code.rpartition("-")[2],
        "name": item.name,
        "level": LEVELS[item.level.value],
        "points": exact_text(item.points) if item.points is not None else "",
        "limit": "；".join(_limits(declared, item)),
        "note": item.note,
        "methods": "、".join(item.methods),
        "departments": "、".join(reporters.get(one, one) for one in item.departments),
        "source": item.source or item.clause,
        "confidence": CONFIDENCE.get(item.confidence, item.confidence),
    }


def _limits(declared: Standard, item: Item) -> list[str]:
    """小学 ≥ 4.5, 初中 ≥ 5.8; how points are given; a person's levels; nothing where the limit is a formula of figures."""
    if item.shape is not None:
        return [SHAPES[item.shape.name].title]
    if item.judgement is not None and not item.measures:
        return ["人工判断：" + "、".join(level.label for level in item.judgement.levels)]
    if item.composite is not None:
        sign = SIGNS[item.composite.op]
        return [
            f"{STAGES.get(stage, '')} {sign} {_value(declared, node)}".strip()
            for stage, node in item.composite.limit.items()
        ]
    said = []
    for measure in item.measures:
        for stage, node in measure.limit.items():
            value = _value(declared, node)
            if value:
                name = measure.label if measure.name else STAGES.get(stage, "")
                said.append(f"{name} {SIGNS[measure.op]} {value} {measure.unit}".strip())
    return said + [condition.label for condition in item.conditions]


def _value(declared: Standard, node: Node) -> str:
    if isinstance(node, Number):
        return exact_text(node.value)
    if isinstance(node, Name) and node.name in declared.parameters:
        value = declared.parameters[node.name].value
        return "" if value is None else exact_text(value)
    return ""


def _trigger(trigger: Trigger) -> dict[str, Any]:
    return {
        "number": trigger.code.rpartition("-")[2],
        "name": trigger.name,
        "effect": EFFECTS[trigger.effect],
        "how": "人工判断"
        if trigger.judgement is not None
        else f"随 {trigger.same_as}"
        if trigger.same_as
        else "由数据算",
        "on": trigger.on,
        "source": trigger.source,
        "confidence": CONFIDENCE.get(trigger.confidence, trigger.confidence),
    }
