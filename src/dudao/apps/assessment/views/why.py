"""Why a number is what it is: beside the page, or as a page of its own; and taking a figure back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.assessment.cited import sheets_of
from dudao.apps.assessment.explanations import explanation, figure_explanation, sum_page
from dudao.apps.assessment.models import Run, StandardRun
from dudao.apps.assessment.queries import result_of, run_of, standing_of
from dudao.apps.assessment.sums import kept_sums, sum_words, sums_in
from dudao.apps.assessment.templatetags.explanations import NOWHERE
from dudao.apps.assessment.texts import declared_of
from dudao.apps.assessment.why import steps_of
from dudao.apps.assessment.wording import number_of
from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.models import Person, Unit
from dudao.apps.returns.actions import remove_figure
from dudao.apps.returns.models import Stated
from dudao.calc.assessment.explaining import NothingToExplainError
from dudao.calc.assessment.explanation import Explanation
from dudao.calc.figures import Key
from dudao.calc.figures.declaration import STAGES
from dudao.calc.formula.wording import shown_value
from dudao.library.read import catalogue


@require_safe
def explain(request: HttpRequest, pk: int, standard: str, code: str, unit: str = "", stage: str = "") -> HttpResponse:
    """The explanation of a verdict, points or value of a run; for htmx only the panel's content."""
    run = run_of(request.user, pk)
    result = result_of(run, standard)
    result.run = run
    unit = "" if unit == NOWHERE else unit
    declared = declared_of(result).standard
    if code in sums_in(declared):
        return _sum(request, run, result, code, stage)
    try:
        told = explanation(result, code, unit, stage)
    except NothingToExplainError as nothing:
        raise Http404(str(nothing)) from nothing
    item = declared.by_code.get(code.partition(":")[0])
    words = {"pass": "达标", "fail": "不达标", "open": "未定"}
    context = _context(run, told, declared.code) | {
        "result": result,
        "declared": declared,
        "item": item if item is not None and code == item.code else None,
        "number": number_of(code) if item is not None else "",
        "conclusion": words.get(result.verdict, ""),
        "score": None if result.verdict else result.detail["score"],
        "is_whole": code == standard,
    }
    return _answer(request, context)


@require_safe
def figure(request: HttpRequest, pk: int, figure: str, unit: str, stage: str, year: int) -> HttpResponse:
    """One figure at a place: its cell with its row and neighbours, and how to take it back."""
    run = run_of(request.user, pk)
    declared = catalogue()
    key = Key("" if unit == NOWHERE else unit, figure, "" if stage == NOWHERE else stage, year)
    if figure not in declared or (key.stage and key.stage not in STAGES):
        raise Http404
    if key.unit and not Unit.objects.visible_to(request.user).schools().filter(code=key.unit).exists():
        raise Http404
    made = declared[figure]
    told = figure_explanation(run, key)
    context = _context(run, told, run.standards[0]) | {
        "figure": made,
        "reporter": declared.reporters.get(made.reporter, made.reporter),
        "unit": Unit.objects.visible_to(request.user).schools().filter(code=key.unit).first() if key.unit else None,
        "key": key,
        "history": _history(run, key, request.user),
        "removable": _held(run.campaign, key, request.user) is not None,
    }
    return _answer(request, context)


def _sum(request: HttpRequest, run: Run, result: StandardRun, name: str, stage: str) -> HttpResponse:
    """What a sum over schools is made of, fifty schools a page."""
    declared = declared_of(result).standard
    if stage not in ("", *declared.stages):
        raise Http404
    node, pages, found = sum_page(
        result, name, stage, int(page) if (page := request.GET.get("page", "")).isdigit() else 1
    )
    total = kept_sums(declared, result.detail["sums"]).totals.get((node, stage))
    context = {
        "run": run,
        "declared": declared,
        "title": sum_words(declared, node, stage),
        "stage_name": STAGES.get(stage, ""),
        "total": shown_value(total),
        "page": pages.get_page(request.GET.get("page")),
        "addends": found,
        "name": name,
    }
    if request.htmx:
        return render(request, "assessment/_sum.html", context | {"panel": True})
    return render(request, "assessment/sum.html", context | standing_of(run))


def _context(run: Run, told: Explanation, code: str) -> dict[str, Any]:
    return {"run": run, "told": told, "of": code, "steps": steps_of(told), "sheets": sheets_of(run, told)}


def _answer(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """A piece for the panel, or the whole page."""
    if request.htmx:
        return render(request, "assessment/_why.html", context | {"panel": True})
    return render(request, "assessment/why.html", context | standing_of(context["run"]))


def _history(run: Run, key: Key, person: Person) -> list[dict[str, Any]]:
    """Every statement there was for a place, the newest first: nothing is overwritten."""
    stated = Stated.objects.visible_to(person).filter(
        campaign=run.campaign_id, figure=key.figure, stage=key.stage, year=key.year
    )
    stated = stated.filter(unit__code=key.unit) if key.unit else stated.filter(unit=None)
    rows = stated.select_related("change__by", "change__draft__upload").order_by("-since")[:20]
    return [
        {
            "value": one.text or one.value or "—",
            "by": one.change.by.name,
            "at": one.change.at,
            "file": one.file_name if one.change.draft_id else one.change.get_kind_display(),
            "cell": f"{one.sheet}!{one.cell}" if one.sheet else one.cell,
            "remark": one.remark,
            "held": one.since <= run.as_of and (one.replaced is None or one.replaced > run.as_of),
        }
        for one in rows
    ]


def _held(campaign: Campaign, key: Key, person: Person) -> Stated | None:
    """The statement that holds today, if there is a value to take back."""
    held = Stated.objects.visible_to(person).filter(
        campaign=campaign, figure=key.figure, stage=key.stage, year=key.year
    )
    held = held.current()
    held = held.filter(unit__code=key.unit) if key.unit else held.filter(unit=None)
    return held.exclude(value="").first()


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take one figure back, with a reason; it is unknown from then on."""
    run = run_of(request.user, int(request.POST["run"])) if request.POST.get("run", "").isdigit() else None
    figure = request.POST.get("figure", "")
    if run is None or figure not in catalogue():
        raise Http404
    year = request.POST.get("year", "")
    key = Key(request.POST.get("unit", ""), figure, request.POST.get("stage", ""), int(year) if year.isdigit() else 0)
    remove_figure(
        run.campaign,
        figure=key.figure,
        unit=key.unit,
        stage=key.stage,
        year=key.year,
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=timezone.now(),
    )
    places = [run.pk, key.figure, key.unit or NOWHERE, key.stage or NOWHERE, key.year]
    return redirect(reverse("assessment:figure", args=places))
