"""The first page: will we pass, and what decides it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dudao.apps.assessment.models import Run
from dudao.apps.assessment.queries import items_of, missing_by_reporter, newest_run, results_of, run_of, standing_of
from dudao.apps.campaigns.models import Campaign
from dudao.apps.portal.overview import score_part, verdict_part
from dudao.apps.portal.since import since_monday
from dudao.apps.portal.tables import overview_workbook

SHOWN = 8
OF_VERDICT = 3  # so many of the rows are kept for a verdict standard, however many points are lost elsewhere


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The newest run of the newest campaign, or the one that `?run=` names."""
    run = _run(request)
    if run is None:
        return render(request, "portal/first.html")
    context = {**_contents(run), **standing_of(run)}
    context["since"] = None if context["newer"] else since_monday(run, timezone.now())
    if request.GET.get("format") == "xlsx":
        return overview_workbook(run, context)
    return render(request, "portal/overview.html", context)


def _run(request: HttpRequest) -> Run | None:
    asked = request.GET.get("run", "")
    if asked.isdigit():
        return run_of(request.user, int(asked))
    campaign = Campaign.objects.visible_to(request.user).newest()
    return newest_run(campaign) if campaign is not None else None


def _contents(run: Run) -> dict[str, Any]:
    results = results_of(run)
    scores, verdicts = [], []
    for result in results:
        items = items_of(result)
        if result.detail["kind"] == "score":
            scores.append(score_part(result, items))
        else:
            verdicts.append(verdict_part(result, items))
    missing = missing_by_reporter(run)
    figures = [row for row in missing if row["kind"] == "figure"]
    return {
        "run": run,
        "scores": scores,
        "verdicts": verdicts,
        "deciding": _shown(run.deciding),
        "deciding_total": len(run.deciding),
        "missing": missing,
        "missing_number": sum(row["number"] for row in figures),
        "missing_deciding": sum(row["deciding_number"] for row in figures),
        "judgements_open": sum(row["number"] for row in missing if row["kind"] == "judgement"),
    }


def _shown(matters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first eight, a few places kept for the rows of a verdict standard."""
    scored = [one for one in matters if one["rank"] < 3]
    judged = [one for one in matters if one["rank"] == 3][: max(OF_VERDICT, SHOWN - len(scored))]
    return [*scored[: SHOWN - len(judged)], *judged]
