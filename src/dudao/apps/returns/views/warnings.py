"""提醒: unusual figures that a person explains; nothing is refused for them, and an explanation stays with its figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.campaigns.models import Campaign
from dudao.apps.returns import actions
from dudao.apps.returns.paging import paged
from dudao.apps.returns.views.asking_for import campaign_of
from dudao.apps.returns.warned import warnings
from dudao.calc.figures.declaration import STAGES
from dudao.calc.returns.warnings import Warned
from dudao.errors import Refusal

STATES = {"open": "待说明", "said": "已说明", "all": "全部"}


@require_safe
def all_warnings(request: HttpRequest) -> HttpResponse:
    return _page(request, campaign_of(request))


def _page(
    request: HttpRequest, campaign: Campaign, *, wrong: str = "", at: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    every = warnings(campaign)
    still = [one for one in every if one.explained is None]
    state = request.GET.get("state", "open" if still else "all")
    search = request.GET.get("q", "").strip()
    names = _names(campaign)
    mine = {"open": still, "said": [one for one in every if one.explained is not None]}.get(state, list(every))
    found = [one for one in mine if search in names.get(one.finding.unit, "县") or search == one.finding.check]
    page = paged(found, request)
    counts = {"open": len(still), "said": len(every) - len(still), "all": len(every)}
    context = {
        "page": page,
        "rows": [_row(one, names) for one in page.rows],
        "sentence": _sentence(len(every), len(still)),
        "state": state,
        "states": [(code, word, counts[code]) for code, word in STATES.items()],
        "search": search,
        "wrong": wrong,
        "at": at,
        "typed": typed,
    }
    return render(request, "returns/warnings.html", context, status=status)


def _names(campaign: Campaign) -> dict[str, str]:
    return dict(campaign.county.units.schools().values_list("code", "name"))


def _sentence(number: int, still: int) -> str:
    if not number:
        return "现有的数没有一处要提醒。"
    return f"{number} 处要看一眼，{f'{still} 处还没有人说明' if still else '都有人说明过'}。提醒不挡带入，也不改结论。"


def _row(one: Warned, names: dict[str, str]) -> dict[str, Any]:
    finding = one.finding
    return {
        "anchor": _anchor(one),
        "check": finding.check,
        "unit": finding.unit,
        "place": names.get(finding.unit, "县级"),
        "stage": finding.stage,
        "stage_name": STAGES.get(finding.stage, ""),
        "warns": finding.says,
        "values": one.values,
        "cells": [
            {
                "label": cell.label,
                "value": cell.value,
                "cell": f"{cell.source.sheet}!{cell.source.cell}" if cell.source and cell.source.sheet else "",
                "file": cell.source.file if cell.source else "",
                "address": _address(cell.key),
            }
            for cell in finding.cells
        ],
        "example": finding.example,
        "explained": one.explained,
        "former": one.former,
    }


def _anchor(one: Warned) -> str:
    return "-".join(part for part in (one.finding.check, one.finding.unit, one.finding.stage) if part)


def _address(key: Any) -> str:
    given = {"unit": key.unit, "figure": key.figure, "stage": key.stage, "year": key.year}
    return f"{reverse('returns:figure')}?{urlencode(given)}"


@require_POST
def explain(request: HttpRequest) -> HttpResponse:
    """Keep what somebody says of a warning, if its figures are still those he saw."""
    campaign = campaign_of(request)
    asked = {name: request.POST.get(name, "") for name in ("check", "unit", "stage", "values")}
    said = request.POST.get("says", "")
    found = next(
        (
            one
            for one in warnings(campaign)
            if (one.finding.check, one.finding.unit, one.finding.stage, one.values) == tuple(asked.values())
        ),
        None,
    )
    if found is None:
        raise actions.NotWarned("这处提醒的数已经变了，或者不再要提醒。没有保存，请看最新的。")
    try:
        actions.explain_warning(campaign, warning=found, says=said, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return _page(request, campaign, wrong=refusal.message, at=_anchor(found), typed=said, status=422)
    return redirect(f"{reverse('returns:warnings')}?state=all#{_anchor(found)}")
