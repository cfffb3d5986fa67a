"""Two runs beside each other: what got better, what got worse, what is newly open, and which changes moved each."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.assessment import changed
from dudao.apps.assessment.comparison import compare, kept_comparison
from dudao.apps.assessment.models import ChangedInput, MovedPlace, Run
from dudao.apps.assessment.queries import run_of
from dudao.apps.assessment.workbook import workbook_answer
from dudao.apps.campaigns.models import Campaign

ROWS = 100


@require_safe
def two(request: HttpRequest) -> HttpResponse:
    """The last two runs, or the two that `?older=&newer=` name."""
    older, newer = _chosen(request)
    if older is None or newer is None:
        return render(request, "assessment/compare.html", {"only": newer})
    comparison = kept_comparison(older, newer)
    context: dict[str, Any] = {"older": older, "newer": newer, "runs": changed.runs_to_choose(newer), "run": newer}
    if comparison is None:
        return render(request, "assessment/compare.html", context)
    comparison.older, comparison.newer = older, newer
    if request.GET.get("format") == "xlsx":
        name = f"第{older.number}次与第{newer.number}次自评的比较"
        return workbook_answer(name, changed.compared_tables(comparison), newer)
    show = request.GET.get("show", "")
    show = show if show in changed.TABS else changed.first_tab(comparison)
    changes, moved = ChangedInput.objects.visible_to(request.user), MovedPlace.objects.visible_to(request.user)
    details = changes if show == changed.CHANGES else moved.filter(kind=show)
    found = details.filter(comparison=comparison).values_list("detail", flat=True)
    page = Paginator(found.order_by("position"), ROWS).get_page(request.GET.get("page"))
    context |= {
        "comparison": comparison,
        "sentence": changed.sentence(comparison),
        "wholes": changed.whole_lines(comparison),
        "tabs": changed.tabs(comparison, show),
        "show": show,
        "name": changed.TABS[show],
        "page": page,
    }
    if show == changed.CHANGES:
        context["changes"] = changed.change_rows(page, newer.pk)
    else:
        context["rows"] = changed.moved_rows(comparison, list(page))
    return render(request, "assessment/compare.html", context)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Work the comparison of two runs out; the page shows it from then on."""
    older, newer = (run_of(request.user, _number(request.POST.get(name, ""))) for name in ("older", "newer"))
    compare(older, newer, by=request.user, at=timezone.now())
    return redirect(changed.compare_at(older.pk, newer.pk))


def _number(text: str) -> int:
    if not text.isdigit():
        raise Http404
    return int(text)


def _chosen(request: HttpRequest) -> tuple[Run | None, Run | None]:
    """The older and the newer of the two, whichever way round they were named."""
    if request.GET.get("older") and request.GET.get("newer"):
        found = [run_of(request.user, _number(request.GET[name])) for name in ("older", "newer")]
        found.sort(key=lambda run: run.number)
        if found[0].campaign_id != found[1].campaign_id:
            raise Http404
        return (found[0], found[1]) if found[0].pk != found[1].pk else (None, found[1])
    campaign = Campaign.objects.visible_to(request.user).newest()
    runs = Run.objects.visible_to(request.user).filter(campaign=campaign).select_related("campaign", "by")
    last = list(runs[:2]) if campaign is not None else []
    return (last[1] if len(last) > 1 else None), (last[0] if last else None)
