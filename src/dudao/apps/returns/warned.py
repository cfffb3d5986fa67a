"""Warnings about the figures a campaign holds, and what people said of them; last year's return is the campaign before."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Q
from django.utils import timezone

from dudao.apps.campaigns.choices import choices as choices_of
from dudao.apps.campaigns.models import Campaign
from dudao.apps.returns import figures
from dudao.apps.returns.kept import Kept
from dudao.apps.returns.models import Explained, Stated
from dudao.calc.figures import Key, Snapshot, Statement
from dudao.calc.figures.snapshot import Explained as Said
from dudao.calc.figures.snapshot import Remark
from dudao.calc.returns.checks import CheckReport, check_figures
from dudao.calc.returns.warnings import Warned, warned
from dudao.library.read import catalogue, checks

_REPORTS: Kept[CheckReport] = Kept(3)


@cache
def _compared() -> frozenset[str]:
    """The figures that are compared with last year's return."""
    declared = catalogue()
    return frozenset(one.jump for one in checks().checks if one.jump and not declared[one.jump].several_years)


def last_year(campaign: Campaign) -> Mapping[Key, Statement]:
    """What the county's campaign of the year before holds of the figures compared; empty where there was none."""
    before = Campaign.objects.filter(county=campaign.county_id, year=campaign.year - 1).order_by("-pk").first()
    return figures.statements(before, figures=_compared()) if before is not None else {}


def said_of(campaign: Campaign, units: Collection[str] | None = None) -> list[Said]:
    """What people said of warnings: of all, or of some schools' and the county's."""
    rows = Explained.objects.filter(campaign=campaign).in_force().select_related("by", "unit")
    if units is not None:
        rows = rows.filter(Q(unit__code__in=units) | Q(unit=None))
    return [
        Said(
            check=one.check_id,
            unit=one.unit.code if one.unit else "",
            stage=one.stage,
            values=one.values,
            says=one.says,
            by=one.by.name,
            on=timezone.localdate(one.at).isoformat(),
        )
        for one in rows
    ]


def warnings(campaign: Campaign) -> tuple[Warned, ...]:
    """Every warning about the figures as they stand, each with what was said of these very figures."""
    return warned(_report(campaign).warnings, said_of(campaign))


def _report(campaign: Campaign) -> CheckReport:
    number, mark = figures.figures_change(campaign)
    before = last_year(campaign)
    schools = figures.schools(campaign)
    key = (str(campaign.pk), mark, campaign.year, repr(schools), repr(sorted(before.items(), key=lambda one: one[0])))
    return _REPORTS.get(
        key,
        lambda: check_figures(
            Snapshot(
                schools=schools,
                statements=figures.held(campaign, number, mark),
                choices=choices_of(campaign),
            ),
            catalogue(),
            checks(),
            before,
        ),
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """What was said of a warning, to be shown beside one of its figures."""

    check: str
    warns: str
    says: str
    by: str
    on: str


def beside(campaign: Campaign, unit: str, stated: Iterable[Stated]) -> dict[int, list[Beside]]:
    """Statement → what was said of its value, as long as the value is the one that was explained."""
    rows = Explained.objects.filter(campaign=campaign).in_force().select_related("by")
    rows = rows.filter(unit__code=unit) if unit else rows.filter(unit=None)
    words = {check.id: check.says for check in checks().checks}
    said: dict[tuple[str, str, int, str], list[Beside]] = {}
    for one in rows:
        told = Beside(
            one.check_id, words.get(one.check_id, ""), one.says, one.by.name, timezone.localdate(one.at).isoformat()
        )
        for figure, stage, year, value in one.figures:
            said.setdefault((figure, stage, year, value), []).append(told)
    found = {one.pk: said.get((one.figure, one.stage, one.year, one.value), []) for one in stated}
    return {pk: told for pk, told in found.items() if told}


def remarks_of(campaign: Campaign, kept: Iterable[Mapping[str, Any]]) -> Mapping[Key, tuple[Remark, ...]]:
    """The remarks beside the figures of a run, from the warnings it kept; explanations as they are today."""
    said = {(one.check, one.unit, one.stage, one.values): one for one in said_of(campaign)}
    found: dict[Key, list[Remark]] = {}
    for one in kept:
        told = said.get((one["check"], one["unit"], one["stage"], one["values"]))
        remark = Remark(
            check=one["check"],
            warns=one["warns"],
            says=told.says if told else "",
            by=told.by if told else "",
            on=told.on if told else "",
        )
        for cell in one["cells"]:
            level = catalogue()[cell["figure"]].level
            key = Key(one["unit"] if level.of_school else "", cell["figure"], cell["stage"], cell["year"])
            mine = found.setdefault(key, [])
            if remark not in mine:
                mine.append(remark)
    return {key: tuple(remarks) for key, remarks in found.items()}
