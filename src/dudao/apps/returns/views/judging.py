"""Judgements: one matter after another, and those asked of every school as one grid."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.campaigns.models import Campaign
from dudao.apps.returns import actions
from dudao.apps.returns.actions import Judging, NotReady, Overtaken
from dudao.apps.returns.figures import last_change
from dudao.apps.returns.judged import Matter, State, matters, states
from dudao.apps.returns.models import Judged
from dudao.apps.returns.standing import Standing, standing
from dudao.apps.returns.views.asking_for import campaign_of
from dudao.apps.returns.views.number import number_in
from dudao.calc.assessment.result import StandardResult
from dudao.library.read import standards

SHOWN = ("all", "open")
STATION = {"station": "自评"}


def level_words(item: str, level: str) -> str:
    """What a level is called; the code itself where the item is no longer known."""
    if not level:
        return "未定"
    found = next((one for one in matters(()) if one.code == item), None)
    said = found.spec.level(level) if found else None
    return said.label if said else level


@require_safe
def judgements(request: HttpRequest) -> HttpResponse:
    """To the first matter that is still open, else to the first."""
    campaign = campaign_of(request)
    found = _filtered(request, states(campaign))
    if not found:
        return render(request, "returns/judgement.html", {**_list(request, states(campaign), found), **STATION})
    first = next((one for one in found if one.open), found[0])
    return redirect(_address(first.matter, request))


def _address(matter: Matter, request: HttpRequest, **more: str) -> str:
    query = request.GET.copy()
    query.update(more)
    tail = f"?{query.urlencode()}" if query else ""
    return f"{reverse('returns:judgement', args=[matter.standard.code, matter.code])}{tail}"


def _filtered(request: HttpRequest, found: list[State]) -> list[State]:
    given = request.GET
    if given.get("show") == "open":
        found = [one for one in found if one.open]
    if aspect := given.get("aspect"):
        found = [one for one in found if one.matter.aspect == aspect]
    if department := given.get("department"):
        found = [one for one in found if department in one.matter.departments]
    if method := given.get("method"):
        found = [one for one in found if method in one.matter.methods]
    return found


def _list(request: HttpRequest, every: list[State], found: list[State]) -> dict[str, Any]:
    """The list at the left: what is judged, filters, and the matters by aspect."""
    all_of = [one.matter for one in every]
    return {
        "every": every,
        "open_count": sum(one.open for one in every),
        "done_count": (done := sum(not one.open for one in every)),
        "done_share": 100 * done // max(len(every), 1),
        "found": [(one, _address(one.matter, request)) for one in found],
        "show": request.GET.get("show", "all"),
        "aspects": list(dict.fromkeys(one.aspect for one in all_of)),
        "departments": list(dict.fromkeys(name for one in all_of for name in one.departments)),
        "methods": [one for one in "听查看访" if any(one in matter.methods for matter in all_of)],
        "chosen": {name: request.GET.get(name, "") for name in ("aspect", "department", "method")},
    }


@require_safe
def judgement(request: HttpRequest, standard: str, code: str) -> HttpResponse:
    campaign = campaign_of(request)
    matter = _matter(campaign, standard, code)
    if request.htmx and request.GET.get("part") == "effect":
        return render(
            request,
            "returns/judgement.html#effect",
            {"matter": matter, "effects": _effects(standing(campaign), matter)},
        )
    return render(request, "returns/judgement.html", _context(request, campaign, matter))


def _matter(campaign: Campaign, standard: str, code: str) -> Matter:
    for one in matters(tuple(campaign.standards)):
        if (one.standard.code, one.code) == (standard, code):
            return one
    raise Http404


def _context(request: HttpRequest, campaign: Campaign, matter: Matter) -> dict[str, Any]:
    every = states(campaign)
    found = _filtered(request, every)
    codes = [(one.matter.standard.code, one.matter.code) for one in found]
    here = codes.index((matter.standard.code, matter.code)) if (matter.standard.code, matter.code) in codes else -1
    history = (
        Judged.objects.visible_to(request.user)
        .filter(campaign=campaign, item=matter.code, unit=None)
        .select_related("change__by")
    )
    history = list(history.defer("change__mapping", "change__remarks").order_by("-since")[:20])
    now = standing(campaign)
    cold = not now.is_worked_out(matter.standard.code)
    current = history[0] if history and history[0].replaced is None else None
    return {
        **_list(request, every, found),
        **STATION,
        "matter": matter,
        "state": next(one for one in every if one.matter is matter),
        "current": current,
        "history": [(one, level_words(one.item, one.level)) for one in history],
        "levels": [(level, matter.points_at(level)) for level in matter.spec.levels],
        "after": now.change,
        "cold": cold,
        "effects": None if cold or matter.of_school else _effects(now, matter),
        "previous": found[here - 1].matter if here > 0 else None,
        "following": found[here + 1].matter if 0 <= here < len(found) - 1 else None,
        "previous_at": _address(found[here - 1].matter, request) if here > 0 else "",
        "following_at": _address(found[here + 1].matter, request) if 0 <= here < len(found) - 1 else "",
        "next_open_at": next((_address(one.matter, request) for one in _from(found, here) if one.open), ""),
        "counts": _school_counts(request, campaign, matter) if matter.of_school else None,
        "query": request.GET.urlencode(),
    }


def _from(found: list[State], here: int) -> list[State]:
    """The matters behind one, then those before it."""
    return [*found[here + 1 :], *found[: max(here, 0)]]


def _school_counts(request: HttpRequest, campaign: Campaign, matter: Matter) -> list[tuple[str, int]]:
    rows = (
        Judged.objects.visible_to(request.user)
        .filter(campaign=campaign, item=matter.code, unit__isnull=False)
        .current()
    )
    levels = list(rows.values_list("level", flat=True))
    return [(level.label, levels.count(level.code)) for level in matter.spec.levels]


def _effects(now: Standing, matter: Matter) -> Mapping[str, Any]:
    """What stands, and what each level would make of it."""
    code = matter.standard.code
    current = now.judgements.get((matter.code, ""))
    before = now.result(code)
    rows = []
    for level in matter.spec.levels:
        chosen = current is not None and current.level == level.code
        after = before if chosen else now.if_judged(code, matter.code, "", level.code)
        rows.append({"level": level, "chosen": chosen, **_ends(matter, before, after)})
    return {"now": _ends(matter, before, before), "rows": rows}


def _ends(matter: Matter, before: StandardResult, after: StandardResult) -> dict[str, Any]:
    """The ends of a result that a judgement may move."""
    if after.score is not None and before.score is not None:
        grade = after.score.grade or f"{after.score.best}或{after.score.worst}"
        moved = after.score.low - before.score.low
        return {"low": after.score.low, "high": after.score.high, "grade": grade, "moved": moved, "verdict": None}
    verdict = after.verdict
    item = after.items.get(matter.code)
    said = item.verdict if item is not None else None
    return {"low": None, "high": None, "grade": "", "moved": Fraction(0), "verdict": verdict, "item": said}


@require_POST
def save(request: HttpRequest, standard: str, code: str) -> HttpResponse:
    """Keep a judgement of the county with its reason; on to the next, or stay."""
    campaign = campaign_of(request)
    matter = _matter(campaign, standard, code)
    level, reason = request.POST.get("level", ""), request.POST.get("reason", "").strip()
    if request.POST.get("back"):
        level = ""
    elif not level:
        raise NotReady("还没有选档次。")
    elif not reason:
        raise NotReady("写一句理由：凭什么这样判。选的档次还在，返回补上。")
    judging = Judging(item=matter.code, level=level, reason=reason)
    try:
        actions.judge(
            campaign, judgings=[judging], after=number_in(request.POST, "after"), by=request.user, at=timezone.now()
        )
    except Overtaken:
        return _overtaken(request, campaign, matter, judging)
    here = request.POST.get("next") if request.POST.get("go") else request.POST.get("here")
    return redirect(_own(here) or reverse("returns:judgement", args=[standard, code]))


def _own(address: str | None) -> str:
    """An address of these pages, '' for any other."""
    return address if address and address.startswith(reverse("returns:judgements")) else ""


def _overtaken(request: HttpRequest, campaign: Campaign, matter: Matter, mine: Judging) -> HttpResponse:
    """Somebody judged the same meanwhile: his and mine side by side."""
    his = (
        Judged.objects.visible_to(request.user).filter(campaign=campaign, item=matter.code, unit=None).current().first()
    )
    context = {
        **STATION,
        "matter": matter,
        "his": his,
        "his_words": level_words(matter.code, his.level if his else ""),
        "mine": mine,
        "mine_words": level_words(matter.code, mine.level),
        "after": last_change(campaign),
    }
    return render(request, "returns/judged_by_two.html", context, status=409)


def chosen_standard(campaign: Campaign, code: str) -> Any:
    """A standard of the campaign; 404 for any other."""
    found = next((one for one in standards(campaign.standards) if one.code == code), None)
    if found is None:
        raise Http404
    return found
