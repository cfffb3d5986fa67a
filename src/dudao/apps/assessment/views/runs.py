"""The list of runs, a new one, and what a run lists: what decides it, what it lacks."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.assessment import calculation
from dudao.apps.assessment.actions import MadeAlready
from dudao.apps.assessment.missing import JUDGED
from dudao.apps.assessment.models import Missing, Run
from dudao.apps.assessment.queries import newest_run, run_of, standing_of
from dudao.apps.assessment.wording import number_of
from dudao.apps.assessment.workbook import workbook_answer
from dudao.apps.campaigns.models import Campaign
from dudao.apps.returns.figures import last_change
from dudao.calc.figures.showing import from_text, shown
from dudao.errors import Refusal
from dudao.spreadsheets.writing.sheet import Table

ROWS = 100


class NothingToAssess(Refusal):
    """Nothing was brought in yet."""

    status = 409


@require_safe
def all_runs(request: HttpRequest) -> HttpResponse:
    """Every run of the county, the newest first, with its verdict and score."""
    runs = Run.objects.visible_to(request.user).select_related("campaign", "by").prefetch_related("results")
    page = Paginator(runs.order_by("-campaign__year", "-number"), ROWS).get_page(request.GET.get("page"))
    campaign = Campaign.objects.visible_to(request.user).newest()
    newest = newest_run(campaign) if campaign is not None else None
    context: dict[str, Any] = {
        "page": page,
        "rows": [{"run": run, "results": [_said(result) for result in run.results.all()]} for run in page],
        "after": newest.number if newest is not None else 0,
        "has_figures": campaign is not None and last_change(campaign) > 0,
    }
    if request.GET.get("format") == "xlsx":
        return _runs_workbook(context["rows"])
    return render(request, "assessment/runs.html", context)


def _said(result: Any) -> dict[str, str]:
    named = {name: result.detail[name] for name in ("short", "notice")}
    if result.verdict:
        word = {"pass": "达标", "fail": "不达标", "open": "未定"}[result.verdict]
        return named | {"kind": result.verdict, "text": word}
    low, high = shown(from_text(result.low)), shown(from_text(result.high))
    points = f"{low} 分" if low == high else f"{low} 至 {high} 分"
    score = result.detail["score"]
    grade = result.grade or f"{score['best']}或{score['worst']}"
    kind = "none" if result.grade else "open"
    return named | {"kind": kind, "text": f"{points}，{grade}"}


def _runs_workbook(rows: list[dict[str, Any]]) -> HttpResponse:
    table = Table(
        name="自评",
        title="历次自评",
        heads=["第几次", "迎检", "何时", "谁", "结论", "数据到第几次变更"],
        rows=[
            [
                row["run"].number,
                row["run"].campaign.name,
                f"{timezone.localtime(row['run'].at):%Y-%m-%d %H:%M}",
                row["run"].by.name,
                "；".join(f"{one['short']} {one['text']}" for one in row["results"]),
                row["run"].as_of,
            ]
            for row in rows
        ],
    )
    return workbook_answer("历次自评", [table])


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Assess now. Pressed twice, the second press opens what the first made."""
    campaign = Campaign.objects.visible_to(request.user).newest()
    if campaign is None or not last_change(campaign):
        raise NothingToAssess("还没有带入过数据，没有可以自评的。先到“数据”里带入工作簿。")
    after = request.POST.get("after", "")
    known = int(after) if after.isdigit() else None
    run: Run | None
    try:
        run = calculation.assess(campaign, after=known, by=request.user, at=timezone.now())
    except MadeAlready:
        run = newest_run(campaign)
    return redirect(f"{reverse('portal:overview')}?run={run.pk}" if run is not None else "/")


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    run = run_of(request.user, pk)
    return redirect(f"{reverse('portal:overview')}?run={run.pk}")


@require_safe
def decides(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that decides the result."""
    run = run_of(request.user, pk)
    page = Paginator(run.deciding, ROWS).get_page(request.GET.get("page"))
    if request.GET.get("format") == "xlsx":
        names = ("effect", "matter", "sub", "todo", "reporter", "state")
        heads = ["影响", "事项", "说明", "要做的", "填报", "状态"]
        rows = [[one[name] for name in names] for one in run.deciding]
        table = Table(name="什么决定结果", title=f"什么决定结果（{run}）", heads=heads, rows=rows)
        return workbook_answer(f"什么决定结果 第{run.number}次自评", [table], run)
    return render(
        request, "assessment/decides.html", {"run": run, "page": page, "deciding": list(page), **standing_of(run)}
    )


@require_safe
def missing(request: HttpRequest, pk: int) -> HttpResponse:
    """Every figure and judgement that a run lacks, cell by cell; what decides something first."""
    run = run_of(request.user, pk)
    found, said = _filtered(run, request)
    if request.GET.get("format") == "xlsx":
        return _missing_workbook(run, found, said)
    page = Paginator(found.select_related("unit__township"), ROWS).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "page": page,
        "rows": [_line(one) for one in page],
        "said": said,
        "who": request.GET.get("who", ""),
        "only": request.GET.get("only", ""),
        "reporters": list(
            Missing.objects.visible_to(request.user)
            .filter(run=run)
            .order_by("reporter")
            .values_list("reporter", flat=True)
            .distinct()
        ),
        **standing_of(run),
    }
    return render(request, "assessment/missing.html", context)


def _filtered(run: Run, request: HttpRequest) -> tuple[Any, str]:
    found: Any = Missing.objects.visible_to(request.user).filter(run=run)
    said: list[str] = []
    if who := request.GET.get("who"):
        found, said = found.filter(reporter=who), [*said, who]
    if kind := request.GET.get("kind"):
        found, said = found.filter(kind=kind), [*said, {"judgement": JUDGED, "figure": "数据"}.get(kind, kind)]
    if request.GET.get("only") == "deciding":
        found, said = found.filter(deciding=True), [*said, "决定结论的"]
    if of := request.GET.get("of"):  # the items are a list in JSON; a standard's code stands in it as a word
        found, said = found.filter(items__icontains=of, deciding=True), [*said, of]
    if asked := request.GET.get("q", "").strip():
        found, said = (
            found.filter(unit__name__contains=asked) | found.filter(says__contains=asked),
            [*said, f"含“{asked}”"],
        )
    return found, "、".join(said)


def _line(one: Missing) -> dict[str, Any]:
    return {
        "one": one,
        "items": [{"standard": code, "code": item, "number": number_of(item)} for code, item in one.items[:6]],
        "more": max(len(one.items) - 6, 0),
        "at": _mended_at(one),
    }


def _mended_at(one: Missing) -> str:
    """Where what is missing can be given, but for figures: those come with a workbook."""
    if one.kind == Missing.Kind.JUDGEMENT:
        code = one.items[0][0]
        return (
            reverse("returns:grid", args=[code]) if one.unit_id else reverse("returns:judgement", args=[code, one.what])
        )
    return reverse("campaigns:settings") if one.kind == Missing.Kind.PARAMETER else ""


def _missing_workbook(run: Run, found: Any, said: str) -> HttpResponse:
    rows = [
        [
            one.reporter,
            one.unit.distinct_name if one.unit else "全县",
            one.says,
            one.why,
            one.cell,
            "、".join(item for _standard, item in one.items),
            "是" if one.deciding else "",
        ]
        for one in found.select_related("unit")
    ]
    heads = ["谁填", "单位", "缺什么", "为何", "在哪一格", "哪几条要它", "决定结论"]
    title = f"缺的数和判断（{run}）{f'：{said}' if said else ''}"
    return workbook_answer(f"缺数 第{run.number}次自评", [Table(name="缺数", title=title, heads=heads, rows=rows)], run)
