"""设置: what the county may choose, with what each choice touches, who made it, when and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import yaml
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.campaigns import actions
from dudao.apps.campaigns.choices import RELAXATION, settings_of
from dudao.apps.campaigns.forms import Typed, campaign_form, matter_form
from dudao.apps.campaigns.models import Campaign, Choice
from dudao.apps.campaigns.touching import LINES, lines_of, touched
from dudao.apps.organisations.actions import rename_county
from dudao.calc.figures.showing import exact_text
from dudao.calc.standard.model import Standard
from dudao.errors import Refusal
from dudao.library import standard_codes
from dudao.library.read import catalogue, standard, standards

EFFECTS = {"veto": "一票否决", "cap": "不得评最高等次", "drop": "降一等", "precondition": "前提条件"}
SIGNS = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜"}
SWITCH = {"on": "开", "off": "关"}
LISTS = {"bonus": "加分", "deduction": "扣分"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that may be chosen: what the standard says, what was chosen, and what it touches."""

    standard: str
    key: str
    label: str
    default: str
    unit: str = ""
    note: str = ""
    confidence: str = ""
    touches: tuple[str, ...] = ()
    options: Mapping[str, str] | None = None  # None: a number or a name is typed
    choice: Choice | None = None

    @property
    def anchor(self) -> str:
        return f"{self.standard}-{self.key}".replace(":", "-").replace(".", "-")

    @property
    def shown(self) -> str:
        """What holds now."""
        if self.choice is None:
            return self.default
        said = str(self.choice.value)
        return self.options.get(said, said) if self.options else said

    @property
    def value(self) -> str:
        return str(self.choice.value) if self.choice else ""

    @property
    def reason(self) -> str:
        return self.choice.reason if self.choice else ""

    @property
    def edit(self) -> str:
        return f"?{urlencode({'standard': self.standard, 'edit': self.key})}#{self.anchor}"


def campaign_of(request: HttpRequest) -> Campaign:
    found = Campaign.objects.visible_to(request.user).select_related("county").newest()
    if found is None:
        raise Http404
    return found


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    return _page(request, campaign_of(request))


def _page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    wrong: Mapping[str, str] | None = None,
    typed: Any = None,
    status: int = 200,
) -> HttpResponse:
    chosen = {(one.standard, one.key): one for one in campaign.choices.in_force().select_related("by")}
    given = request.POST if request.method == "POST" else request.GET
    context = {
        "campaign_shown": campaign,
        "codes": [(code, standard(code).short, code in campaign.standards) for code in standard_codes()],
        "parts": [_part(one, chosen) for one in standards(campaign.standards)],
        "functions": list(_functions(chosen)),
        "matters": [(kind, word, _matters(kind, chosen)) for kind, word in LISTS.items()],
        "extras": next((one.extras for one in standards(campaign.standards) if one.extras is not None), None),
        "made": len(chosen),
        "relaxed": sum(key.startswith(f"{RELAXATION}:") for _standard, key in chosen),
        "newest": max(chosen.values(), key=lambda one: one.at, default=None),
        "editing": (given.get("standard", ""), given.get("edit") or given.get("key", "")),
        "adding": given.get("add", ""),
        "wrong": wrong or {},
        "typed": typed or {},
    }
    return render(request, "campaigns/settings.html", context, status=status)


def _part(one: Standard, chosen: Mapping[tuple[str, str], Choice]) -> dict[str, Any]:
    return {
        "standard": one,
        "parameters": list(_parameters(one, chosen)),
        "lines": list(_strictness(one, chosen)),
        "switches": list(_switches(one, chosen)),
    }


def _parameters(one: Standard, chosen: Mapping[tuple[str, str], Choice]) -> Iterator[Line]:
    touches = touched(one.code)
    for name, parameter in one.parameters.items():
        key = f"parameter:{name}"
        yield Line(
            standard=one.code,
            key=key,
            label=parameter.label,
            default="没有" if parameter.value is None else (parameter.text or exact_text(parameter.value)),
            unit=parameter.unit,
            note=parameter.note,
            confidence=parameter.confidence,
            touches=touches.get(name, ()),
            choice=chosen.get((one.code, key)),
        )


def _strictness(one: Standard, chosen: Mapping[tuple[str, str], Choice]) -> Iterator[Line]:
    for item, op in lines_of(one):
        key = f"strict:{item.code}"
        yield Line(
            standard=one.code,
            key=key,
            label=f"{item.code} {item.name}",
            default=SIGNS[op],
            touches=(item.code,),
            options={sign: SIGNS[sign] for sign in LINES if sign[0] == op[0]},
            choice=chosen.get((one.code, key)),
        )


def _switches(one: Standard, chosen: Mapping[tuple[str, str], Choice]) -> Iterator[Line]:
    for trigger in one.triggers:
        key = f"switch:{trigger.code}"
        yield Line(
            standard=one.code,
            key=key,
            label=f"{trigger.code} {trigger.name}（{EFFECTS[trigger.effect]}）",
            default=SWITCH["on" if trigger.on else "off"],
            note=trigger.note,
            confidence=trigger.confidence,
            touches=("全县结论",),
            options=SWITCH,
            choice=chosen.get((one.code, key)),
        )


def _functions(chosen: Mapping[tuple[str, str], Choice]) -> Iterator[Line]:
    for name, label in catalogue().reporters.items():
        if name != "school":
            key = f"function:{name}"
            yield Line(standard="", key=key, label=label, default=label, choice=chosen.get(("", key)))


def _matters(kind: str, chosen: Mapping[tuple[str, str], Choice]) -> list[Choice]:
    return sorted(
        (one for (_standard, key), one in chosen.items() if key.startswith(f"{kind}:")), key=lambda one: one.at
    )


def _line(campaign: Campaign, code: str, key: str) -> Line:
    """The thing that is chosen; 404 where there is none of this name."""
    chosen = {(one.standard, one.key): one for one in campaign.choices.in_force().select_related("by")}
    lines: list[Line] = []
    if not code:
        lines = list(_functions(chosen))
    elif code in campaign.standards:
        part = _part(standard(code), chosen)
        lines = [*part["parameters"], *part["lines"], *part["switches"]]
    found = next((one for one in lines if one.key == key), None)
    if found is None:
        raise Http404
    return found


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep one choice, or take it back."""
    campaign = campaign_of(request)
    line = _line(campaign, request.POST.get("standard", ""), request.POST.get("key", ""))
    typed = Typed(request.POST)
    if request.POST.get("back"):
        value = ""
    else:
        _read(line, typed)
        value = typed.meant.get("value", "")
    typed.text("reason", "理由", most=300, needed=bool(line.standard) and not request.POST.get("back"))
    if typed.wrong:
        return _page(request, campaign, wrong=typed.wrong, typed=request.POST, status=422)
    if request.POST.get("was", "") != (str(line.choice.pk) if line.choice else ""):
        return _overtaken(request, line, value, typed.meant["reason"])
    given = {
        "key": line.key,
        "standard": line.standard,
        "reason": typed.meant["reason"],
        "by": request.user,
        "at": timezone.now(),
    }
    if not value:
        actions.withdraw_choice(campaign, **given)
    elif value != line.value or typed.meant["reason"] != (line.choice.reason if line.choice else ""):
        actions.set_choice(campaign, value=value, **given)
    return redirect(f"{reverse('campaigns:settings')}#{line.anchor}")


def _read(line: Line, typed: Typed) -> None:
    if line.options is not None:
        typed.one_of("value", "选择", line.options)
    elif line.key.startswith("parameter:"):
        typed.decimal("value", "参数")
    else:
        typed.text("value", "单位名称", most=60)


def _overtaken(request: HttpRequest, line: Line, value: str, reason: str) -> HttpResponse:
    """Somebody chose meanwhile: his and mine side by side."""
    context = {"line": line, "mine": value, "mine_shown": (line.options or {}).get(value, value), "reason": reason}
    return render(request, "campaigns/chosen_by_two.html", context, status=409)


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Names, year, first day and standards: the county's and the campaign's, both or neither."""
    campaign = campaign_of(request)
    typed = campaign_form(request.POST)
    if typed.wrong:
        return _page(request, campaign, wrong=typed.wrong, typed=request.POST, status=422)
    meant, now = typed.meant, timezone.now()
    try:
        with transaction.atomic():
            if (meant["county"], meant["code"]) != (campaign.county.name, campaign.county.code):
                rename_county(campaign.county, name=meant["county"], code=meant["code"], by=request.user, at=now)
            actions.change_campaign(
                campaign,
                name=meant["name"],
                year=meant["year"],
                standards=meant["standards"],
                visit_date=meant["visit_date"],
                by=request.user,
                at=now,
            )
    except Refusal as refusal:
        return _page(
            request,
            campaign_of(request),
            wrong={"campaign": refusal.message},
            typed=request.POST,
            status=refusal.status,
        )
    return redirect(f"{reverse('campaigns:settings')}#campaign")


@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """Register a bonus or a deduction, or strike one out."""
    campaign = campaign_of(request)
    kind = request.POST.get("add", "")
    if kind not in LISTS:
        raise BadRequest("neither bonus nor deduction")
    typed = matter_form(request.POST, campaign.year)
    if typed.wrong:
        return _page(request, campaign, wrong=typed.wrong, typed=request.POST, status=422)
    taken = campaign.choices.filter(standard="", key__startswith=f"{kind}:").values_list("key", flat=True)
    number = max((int(key.partition(":")[2]) for key in taken), default=0) + 1
    value = {name: str(typed.meant[name]) for name in ("name", "year", "count")}
    actions.set_choice(
        campaign, key=f"{kind}:{number}", value=value, reason=typed.meant["reason"], by=request.user, at=timezone.now()
    )
    return redirect(f"{reverse('campaigns:settings')}#{kind}")


@require_POST
def strike(request: HttpRequest) -> HttpResponse:
    """Take a registered matter back."""
    campaign = campaign_of(request)
    key = request.POST.get("key", "")
    if key.partition(":")[0] not in LISTS:
        raise BadRequest("neither bonus nor deduction")
    actions.withdraw_choice(campaign, key=key, by=request.user, at=timezone.now())
    return redirect(f"{reverse('campaigns:settings')}#{key.partition(':')[0]}")


@require_safe
def settings_file(request: HttpRequest) -> HttpResponse:
    """The choices as the file that `dudao assess --settings` reads."""
    campaign = campaign_of(request)
    plain = settings_of(campaign)
    for part in ("bonuses", "deductions"):
        for entry in plain.get(part, ()):
            entry.pop("value", None)
    said = f"# {campaign.county.name} {campaign.name}：县里的选择。用法：dudao assess 工作簿 --settings 这个文件\n"
    text = said + yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, default_flow_style=False, width=120)
    answer = HttpResponse(text.encode(), content_type="application/yaml")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{campaign.county.name}-设置.yaml')}"
    return answer
