"""What the page of two runs shows of their comparison: its sentence, its tabs, its rows with what moved each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from dudao.apps.assessment.models import ChangedInput, Comparison, MovedPlace, Run
from dudao.apps.assessment.templatetags.explanations import NOWHERE, quoted
from dudao.apps.assessment.wording import number_of
from dudao.calc.assessment.comparing_plain import KINDS, counts_words, still_words
from dudao.spreadsheets.writing.sheet import Table

Plain = Mapping[str, Any]
SHOWN = 3  # movers of a row on the page; Excel has all that were kept
CHANGES = "changes"
TABS = {**KINDS, CHANGES: "改了的数和选择"}
STATUS = {"better": "pass", "worse": "fail", "opened": "open", "other": "none"}


def sentence(comparison: Comparison) -> str:
    """变好 12 处，变差 3 处，新的未定 2 处；改了 5 处数、判断和选择。"""
    return counts_words(comparison.counts, comparison.counts.get(CHANGES, 0))


def tabs(comparison: Comparison, show: str) -> list[dict[str, Any]]:
    return [
        {"show": one, "name": name, "number": comparison.counts.get(one, 0), "current": one == show}
        for one, name in TABS.items()
    ]


def first_tab(comparison: Comparison) -> str:
    return next((one for one in TABS if comparison.counts.get(one)), CHANGES)


def whole_lines(comparison: Comparison) -> list[Plain]:
    """What moved of the standards as a whole."""
    first = MovedPlace.objects.filter(comparison=comparison, detail__level="whole")
    return [{**one, "status": STATUS[one["kind"]]} for one in first.values_list("detail", flat=True)]


def moved_rows(comparison: Comparison, details: Sequence[Plain], *, most: int = SHOWN) -> list[dict[str, Any]]:
    """Rows with links to the explanation on both sides and the first movers in words."""
    wanted = {mover["change"] for one in details for mover in one["movers"][:most]}
    changes = _changes(comparison, wanted)
    older, newer = comparison.older_id, comparison.newer_id
    return [
        {
            "what": one["what"].replace(one["code"], number_of(one["code"]), 1),
            "short": _shorts(comparison).get(one["standard"], one["standard"]),
            "school": one.get("school", ""),
            "school_at": f"{_runs(newer)}/schools/{quoted(one['unit'])}" if one.get("unit") else "",
            "at": _page(newer, one),
            "before": one["before"],
            "before_at": _why(older, one),
            "after": one["after"],
            "after_at": _why(newer, one),
            "status": STATUS[one["kind"]],
            "movers": [_mover(mover, changes[mover["change"]], one, newer) for mover in one["movers"][:most]],
            "more": one["movers_total"] - min(one["movers_total"], len(one["movers"][:most])),
        }
        for one in details
    ]


def _changes(comparison: Comparison, wanted: Iterable[int]) -> dict[int, Plain]:
    rows = ChangedInput.objects.filter(comparison=comparison)
    wanted = set(wanted)
    if len(wanted) < 500:
        rows = rows.filter(position__in=wanted)
    return dict(rows.values_list("position", "detail"))


def _mover(mover: Plain, change: Plain, one: Plain, run: int) -> dict[str, str]:
    school = change.get("school", "") if change.get("unit") != one.get("unit") else ""
    said = f"{school}：" if school else ""
    still = still_words(mover, one)
    return {
        "what": f"{said}{change['what']}",
        "old": change["old"],
        "new": change["new"],
        "still": still,
        "at": figure_at(run, change),
    }


def figure_at(run: int, change: Plain) -> str:
    """Where a change is explained: the figure with its cell; '' for what is no figure."""
    if change["kind"] != "figure":
        return ""
    unit, stage = change.get("unit") or NOWHERE, change["stage"] or NOWHERE
    return f"/why/{run}/figures/{quoted(change['figure'])}/{quoted(unit)}/{stage}/{change['year']}"


def _runs(run: int) -> str:
    return f"/runs/{run}"


def _page(run: int, one: Plain) -> str:
    """The page of what moved: the standard, the aspect, the item; of the rest the explanation."""
    standard, code = quoted(one["standard"]), quoted(one["code"])
    match one["level"]:
        case "whole":
            return f"{_runs(run)}/{standard}"
        case "aspect":
            return f"{_runs(run)}/{standard}/aspects/{code}"
        case "item" | "rule" | "row":
            return f"{_runs(run)}/{standard}/items/{code}"
    return _why(run, one)


def _why(run: int, one: Plain) -> str:
    unit, stage = one.get("unit", ""), one["stage"]
    tail = f"/{quoted(unit or NOWHERE)}" if unit or stage else ""
    return f"/why/{run}/{quoted(one['standard'])}/{quoted(one['code'])}{tail}{f'/{stage}' if stage else ''}"


def _shorts(comparison: Comparison) -> Mapping[str, str]:
    known = getattr(comparison, "_shorts", None)
    if known is None:
        rows = comparison.newer.results.values_list("standard", "detail__short")
        known = comparison._shorts = dict(rows)  # type: ignore[attr-defined]
    return known  # type: ignore[no-any-return]


def change_rows(details: Iterable[Plain], run: int) -> list[dict[str, Any]]:
    return [
        {**one, "at": figure_at(run, one), "who": one.get("school") or "全县", "cells": _cells(one)} for one in details
    ]


def _cells(change: Plain) -> str:
    old, new = change.get("old_at", ""), change.get("new_at", "")
    return f"{old} → {new}" if old and new and old != new else new or old


def compared_tables(comparison: Comparison) -> list[Table]:
    """A sheet for each kind of move, and one for what was changed; every row, up to twenty movers each."""
    tables = []
    for kind, name in KINDS.items():
        details = list(MovedPlace.objects.filter(comparison=comparison, kind=kind).values_list("detail", flat=True))
        if details:
            rows = moved_rows(comparison, details, most=20)
            tables.append(_moved_table(comparison, name, rows))
    details = list(ChangedInput.objects.filter(comparison=comparison).values_list("detail", flat=True))
    lines = [[one["who"], one["what"], one["old"], one["new"], one["cells"]] for one in change_rows(details, 0)]
    heads = ["单位", "数据、判断或选择", "原来", "现在", "在哪一格"]
    table = Table(
        name="改了的",
        title=f"改了的数、判断和选择（{comparison}）",
        heads=heads,
        rows=lines,
        widths=[26, 44, 24, 24, 50],
    )
    return [*tables, table]


def _moved_table(comparison: Comparison, name: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    body = [
        [row["short"], row["what"], row["school"] or "全县", row["before"], row["after"], _movers_text(row)]
        for row in rows
    ]
    heads = ["标准", "事项", "单位", "原来", "现在", "因为哪些改动"]
    return Table(name=name, title=f"{name}的（{comparison}）", heads=heads, rows=body, widths=[14, 34, 26, 24, 24, 60])


def _movers_text(row: Mapping[str, Any]) -> str:
    said = [f"{one['what']} {one['old']} → {one['new']}{_bracketed(one['still'])}" for one in row["movers"]]
    return "；".join(said) + (f"；另有 {row['more']} 处" if row["more"] else "")


def _bracketed(text: str) -> str:
    return f"（{text}）" if text else ""


def runs_to_choose(run: Run) -> list[Run]:
    return list(Run.objects.filter(campaign=run.campaign_id).only("pk", "number", "at", "campaign_id")[:100])


def compare_at(older: int, newer: int) -> str:
    return f"{reverse('assessment:compare')}?older={older}&newer={newer}"
