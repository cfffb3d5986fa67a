"""The choices of a campaign as the calculation takes them, each with who and when for its explanation."""

from typing import Any

from django.utils import timezone

from dudao.apps.campaigns.models import Campaign, Choice
from dudao.calc.figures.snapshot import Choices
from dudao.calc.standard.choices import choices_from

# The kinds of a choice's key, and the part of a settings file each stands in.
BY_STANDARD = {"parameter": "parameters", "strict": "strictness", "switch": "switches"}
LISTS = {"bonus": "bonuses", "deduction": "deductions"}
RELAXATION = "relaxation"  # relaxation:YZJH-R1:2144000501, its value proof and last day


def choices(campaign: Campaign) -> Choices:
    """What the county decided, for a snapshot. Raises ChoicesError if a stored choice says nothing usable."""
    return choices_from(settings_of(campaign), f"“{campaign.name}”的选择")


def settings_of(campaign: Campaign) -> dict[str, Any]:
    """The same as plain texts in the form of a settings file (`dudao assess --settings`)."""
    plain: dict[str, Any] = {"evaluation_year": str(campaign.year)}
    if campaign.visit_date is not None:
        plain["visit_date"] = campaign.visit_date.isoformat()
    for one in campaign.choices.in_force().select_related("by"):
        kind, _colon, what = one.key.partition(":")
        if kind in BY_STANDARD:
            plain.setdefault(BY_STANDARD[kind], {}).setdefault(one.standard, {})[what] = _signed(one)
        elif kind == RELAXATION:
            _relaxation(plain, one, what)
        elif kind in LISTS:
            plain.setdefault(LISTS[kind], []).append({**one.value, **_signed(one)})
        else:
            plain.setdefault("functions", {})[what] = _signed(one)
    return plain


def _relaxation(plain: dict[str, Any], one: Choice, what: str) -> None:
    code, _colon, school = what.partition(":")
    signed = _signed(one)
    entry = {"school": school, **one.value, "by": signed["by"], "on": signed["on"]}
    plain.setdefault("relaxations", {}).setdefault(one.standard, {}).setdefault(code, []).append(entry)


def relaxed_in(campaign: Campaign) -> frozenset[str]:
    """The codes of the relaxations that are switched on for some school."""
    keys = campaign.choices.in_force().filter(key__startswith=f"{RELAXATION}:").values_list("key", flat=True)
    return frozenset(key.split(":")[1] for key in keys)


def _signed(choice: Choice) -> dict[str, Any]:
    on = timezone.localdate(choice.at).isoformat()
    return {"value": choice.value, "by": choice.by.name, "on": on, "reason": choice.reason}
