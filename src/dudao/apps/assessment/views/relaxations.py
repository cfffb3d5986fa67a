"""放宽: which relaxations are switched on, for whom they could be, what one would move; switching on and off."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.assessment.relaxed import Grant, declared_ones, grants, trial
from dudao.apps.campaigns import actions
from dudao.apps.campaigns.forms import Typed
from dudao.apps.campaigns.models import Campaign
from dudao.apps.campaigns.views import campaign_of
from dudao.apps.organisations.models import Unit
from dudao.apps.returns.standing import standing
from dudao.errors import Refusal
from dudao.library.read import standards


@require_safe
def relaxations(request: HttpRequest) -> HttpResponse:
    return _page(request, campaign_of(request), request.GET)


def _page(
    request: HttpRequest, campaign: Campaign, given: Any, *, wrong: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    now, wrong = standing(campaign), dict(wrong or {})
    granted = grants(campaign, now)
    code, which, unit = _asked(request, campaign, given, wrong)
    context = {
        "station": "标准",  # where the settings stand
        "granted": granted,
        "sentence": _sentence(granted),
        "declared": declared_ones(now, granted),
        "visit": campaign.visit_date,
        "trial": trial(now, code, which, unit) if code and unit else None,
        "there": next((one for one in granted if (one.code, one.school) == (which, unit)), None),
        "wrong": wrong,
        "typed": given,
    }
    return render(request, "assessment/relaxations.html", context, status=status)


def _asked(request: HttpRequest, campaign: Campaign, given: Any, wrong: dict[str, str]) -> tuple[str, str, str]:
    """(standard, relaxation, school) that somebody thinks of; '' where nobody does or there is none such."""
    which, school = given.get("relaxation", "").strip(), given.get("school", "").strip()
    code = next(
        (made.code for made in standards(campaign.standards) for one in made.relaxations if one.code == which), ""
    )
    if which and not code:
        wrong["relaxation"] = "从列出的放宽里选。"
    units = Unit.objects.visible_to(request.user).schools().filter(closed=None)
    found = list((units.filter(code=school) | units.filter(name=school)).values_list("code", flat=True)[:2])
    if which and len(found) != 1:
        wrong["school"] = f"名册里没有“{school}”，或不止一所；写学校全名或标识码。" if school else "写给哪所学校。"
    return code, which, found[0] if len(found) == 1 else ""


def _sentence(granted: list[Grant]) -> str:
    if not granted:
        return "一条放宽也没有启用，全照标准。"
    counts = [
        (sum(one.plain["state"] == state for one in granted), word)
        for state, word in (
            ("used", "用上了"),
            ("undecided", "能不能用还不知道"),
            ("expired", "已到期，没有用"),
            ("not_applicable", "不符合条件，没有用"),
        )
    ]
    moved = sum(one.moved for one in granted if one.plain["state"] == "used")
    said = "，".join(f"{number} 条{word}" for number, word in counts if number)
    return f"启用了 {len(granted)} 条放宽：{said}。" + (f"{moved} 条改了结论。" if moved else "没有一条改了结论。")


@require_POST
def grant(request: HttpRequest) -> HttpResponse:
    """Switch one on."""
    campaign, typed = campaign_of(request), Typed(request.POST)
    typed.text("proof", "凭什么", most=200)
    typed.day("until", "有效到")
    if "until" not in typed.wrong and typed.meant["until"] is None:
        typed.wrong["until"] = "有效到哪一天没有填。"
    code, which, unit = _asked(request, campaign, request.POST, typed.wrong)
    if typed.wrong:
        return _page(request, campaign, request.POST, wrong=typed.wrong, status=422)
    try:
        actions.grant_relaxation(
            campaign,
            standard=code,
            relaxation=which,
            school=unit,
            proof=typed.meant["proof"],
            until=typed.meant["until"],
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        return _page(request, campaign, request.POST, wrong={"until": refusal.message}, status=refusal.status)
    return redirect("assessment:relaxations")


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Switch one off."""
    campaign = campaign_of(request)
    given = {name: request.POST.get(name, "") for name in ("standard", "relaxation", "school")}
    actions.end_relaxation(campaign, **given, by=request.user, at=timezone.now())
    return redirect("assessment:relaxations")
