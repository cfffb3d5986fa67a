"""The standards that are built in: the list, each of them whole and searchable, and two texts side by side."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from dudao.apps.organisations.downloads import file_answer, workbook_answer
from dudao.apps.standards import texts
from dudao.calc.figures.showing import exact_text
from dudao.calc.standard.model import Standard
from dudao.calc.texts import Clause, Pair, clauses_of, side_by_side
from dudao.library import standard as library_bytes
from dudao.library import standard_codes
from dudao.library.read import catalogue, standard
from dudao.spreadsheets.writing.sheet import Table, workbook_of

CONFIDENCE: Mapping[str, str] = {
    "L": "读过法规原文", "C": "见于公开文件", "C-local": "见于一地的文件", "M": "凭记忆，用前请核对", "P": "本项目自定",
}  # fmt: skip
BESIDE: Mapping[str, str] = {
    "trigger": "否决、前提与等次限制", "relaxation": "可以放宽的规定（默认不用）", "parameter": "可以由县里改的数",
    "grade": "等次", "ruling": "原文没有说清、这里定下的",
}  # fmt: skip
FIRST_SEEN = (
    "线",
    "怎么计分",
    "人来判断",
    "作用",
    "值",
    "分数线",
    "定下的",
    "放宽哪一条",
)  # on the line of a closed clause
HOW: Mapping[str, tuple[str, str]] = {
    "changed": ("warn", "改了"), "new": ("ok", "新增"), "gone": ("bad", "没有了"), "same": ("none", "相同"),
}  # fmt: skip


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


@cache
def _clauses(code: str) -> tuple[Clause, ...]:
    """A built-in standard in words: it never changes while the program runs."""
    return clauses_of(standard(code), catalogue())


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """A standard in words: every clause with its line, method, evidence, source and how far it can be trusted."""
    if code not in standard_codes():
        raise Http404
    declared = standard(code)
    words, mark = request.GET.get("q", "").strip(), request.GET.get("mark", "")
    found = [one for one in _clauses(code) if one.says(words) and mark in ("", one.confidence)]
    if request.GET.get("format") == "xlsx":
        return workbook_answer(workbook_of([_table(declared, found, words)]), f"{declared.short}.xlsx")
    marks = [name for name in CONFIDENCE if any(one.confidence == name for one in _clauses(code))]
    context = {
        "declared": declared,
        "about": _about(declared),
        "parts": list(_parts(declared, found)),
        "found": sum(one.kind != "group" for one in found),
        "words": words,
        "mark": mark,
        "marks": [(name, CONFIDENCE[name]) for name in marks],
        "narrowed": bool(words or mark),
        "grades": [(grade.name, exact_text(grade.at_least)) for grade in declared.grades],
    }
    return render(request, "standards/one.html", context)


def _parts(declared: Standard, found: Iterable[Clause]) -> Iterable[dict[str, Any]]:
    """The clauses under their aspects, then what stands beside the tree; parts without a clause are left out."""
    shown = [one for one in found if one.kind != "group"]
    for aspect in declared.aspects:
        items = [_shown(one) for one in shown if one.kind == "item" and one.aspect == aspect.code]
        points = declared.group_by_code[aspect.code].points
        if items:
            yield {
                "anchor": aspect.code,
                "title": f"{aspect.code} {aspect.name}",
                "points": exact_text(points) if points is not None else "",
                "clauses": items,
            }
    for kind, title in BESIDE.items():
        beside = [_shown(one) for one in shown if one.kind == kind]
        if beside:
            yield {"anchor": kind, "title": title, "points": "", "clauses": beside}


def _shown(clause: Clause) -> dict[str, Any]:
    said = [(one.label, one.text) for one in clause.said]
    first = [text for label, text in said if label.partition("（")[0] in FIRST_SEEN]
    return {
        "clause": clause,
        "number": clause.code.rpartition("-")[2] if clause.kind != "parameter" else "",
        "line": "；".join(first[:2]),
        "points": clause.lines.get("分值", ""),
        "source": clause.lines.get("出处", ""),
        "said": said,
        "confidence": CONFIDENCE.get(clause.confidence, ""),
    }


def _table(declared: Standard, found: Iterable[Clause], words: str) -> Table:
    """One row a clause, as the page shows them."""
    labels = dict.fromkeys(said.label for one in found for said in one.said)
    rows = [
        [one.code, one.name, *(one.lines.get(label, "") for label in labels), CONFIDENCE.get(one.confidence, "")]
        for one in found
    ]
    title = declared.name + (f"（有“{words}”的）" if words else "")
    return Table(
        name=declared.short, title=title, heads=["编号", "名称", *labels, "可信"], rows=rows, note=declared.notice
    )


@require_safe
def file(request: HttpRequest, code: str) -> HttpResponse:
    """A built-in standard as the file it is, to be read, changed and held beside the built-in text."""
    if code not in standard_codes():
        raise Http404
    return file_answer(library_bytes(code), f"{code}.yaml", "application/yaml; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """Two texts of a standard side by side: built in, or a file that is looked at and not kept."""
    chosen = texts.chosen(request)
    context: dict[str, Any] = {"options": texts.options(), "left": chosen.left_key, "right": chosen.right_key}
    if chosen.faults or chosen.left is None or chosen.right is None:
        return render(request, "standards/compare.html", context | {"faults": chosen.faults})
    pairs = side_by_side(clauses_of(chosen.left, catalogue()), clauses_of(chosen.right, catalogue()))
    counts = {how: sum(pair.how == how for pair in pairs) for how in HOW}
    shown = [_pair(pair) for pair in pairs if pair.how != "same"]
    context |= {"names": (chosen.left_name, chosen.right_name), "pairs": shown, "counts": counts, "compared": True}
    if request.GET.get("format") == "xlsx":
        return workbook_answer(workbook_of([_difference_table(chosen, pairs)]), "两份文本对照.xlsx")
    return render(request, "standards/compare.html", context)


def _pair(pair: Pair) -> dict[str, Any]:
    shown = pair.right or pair.left
    assert shown is not None
    return {
        "code": shown.code,
        "name": shown.name,
        "how": HOW[pair.how],
        "lines": list(_lines(pair)),
    }


def _lines(pair: Pair) -> Iterable[tuple[str, str, str]]:
    """(label, in the one text, in the other) for what differs; all of it where one text has no such clause."""
    left, right = (_told(one) for one in (pair.left, pair.right))
    for label in pair.differs or dict.fromkeys((*left, *right)):
        yield label, left.get(label, ""), right.get(label, "")


def _told(clause: Clause | None) -> dict[str, str]:
    if clause is None:
        return {}
    heads = {"编号": clause.code, "名称": clause.name}
    if clause.confidence:
        heads["可信"] = CONFIDENCE.get(clause.confidence, clause.confidence)
    return {**heads, **clause.lines}


def _difference_table(chosen: "texts.Chosen", pairs: Iterable[Pair]) -> Table:
    rows = [
        [shown["code"], shown["name"], shown["how"][1], label, left, right]
        for shown in (_pair(pair) for pair in pairs if pair.how != "same")
        for label, left, right in shown["lines"]
    ]
    heads = ["编号", "名称", "怎样", "哪一处", chosen.left_name, chosen.right_name]
    return Table(name="两份文本对照", title=f"{chosen.left_name} 与 {chosen.right_name}", heads=heads, rows=rows)
