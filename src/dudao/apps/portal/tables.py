"""The overview as a workbook."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from dudao.apps.assessment.models import Run
from dudao.apps.assessment.workbook import workbook_answer
from dudao.spreadsheets.writing.sheet import Table


def overview_workbook(run: Run, context: Mapping[str, Any]) -> HttpResponse:
    """The sentence, everything that decides (not only the eight on the page), the aspects, the parts, who owes what."""
    tables = [_answers(context), _deciding(run)]
    tables += [_aspects(score) for score in context["scores"]]
    tables += [_parts(verdict) for verdict in context["verdicts"]]
    tables.append(_missing(context))
    return workbook_answer(f"{run.county.name} 总览 第{run.number}次自评", tables, run)


def _answers(context: Mapping[str, Any]) -> Table:
    rows: list[list[Any]] = []
    for score in context["scores"]:
        name = _named(score)
        total = score["total"]
        points = f"已定 {total['low']} 分，未定 {total['open']}，失分 {total['lost']}"
        rows.append([name, f"{score['lead']}{score['grade']}。{points}"])
    rows += [[verdict["short"], f"{verdict['word']}。{verdict['lacks']}"] for verdict in context["verdicts"]]
    return Table(name="结论", title="县域总览", heads=["标准", "结论"], rows=rows, widths=[30, 90])


def _named(standard: Mapping[str, Any]) -> str:
    notice = f"（{standard['notice']}）" if standard["notice"] else ""
    return f"{standard['short']}{notice}"


def _deciding(run: Run) -> Table:
    rows = [
        [one["effect"], one["matter"], one["sub"], one["todo"], one["reporter"], one["state"]] for one in run.deciding
    ]
    heads = ["影响", "事项", "说明", "要做的", "填报", "状态"]
    return Table(name="什么决定结果", title="什么决定结果", heads=heads, rows=rows, widths=[14, 50, 24, 60, 24, 12])


def _aspects(score: Mapping[str, Any]) -> Table:
    rows = [
        [one["code"], one["name"], one["full"], one["low"], one["open"], one["lost"], one["worst_text"]]
        for one in score["aspects"]
    ]
    total = score["total"]
    rows.append(["合计", "", total["full"], total["low"], total["open"], total["lost"], ""])
    title = f"{_named(score)}各方面"
    heads = ["编号", "方面", "满分", "已定", "未定", "失分", "失分最多的一项"]
    return Table(name=score["short"], title=title, heads=heads, rows=rows)


def _parts(verdict: Mapping[str, Any]) -> Table:
    rows = [[part["code"], part["name"], one["label"]] for part in verdict["parts"] for one in part["shapes"]]
    return Table(
        name=verdict["short"], title=f"{verdict['short']}：{verdict['word']}", heads=["部分", "名称", "判断"], rows=rows
    )


def _missing(context: Mapping[str, Any]) -> Table:
    rows = [[row["reporter"], row["number"], row["deciding_number"]] for row in context["missing"]]
    return Table(name="缺数", title="还缺的数和判断", heads=["谁填", "缺数", "其中决定结论"], rows=rows)
