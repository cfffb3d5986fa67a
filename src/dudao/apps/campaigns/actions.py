"""What people decide about a campaign."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from dudao.apps.audit.action import action
from dudao.apps.audit.actors import SYSTEM, Actor
from dudao.apps.audit.facts import note
from dudao.apps.campaigns.choices import RELAXATION
from dudao.apps.campaigns.models import Campaign, Choice
from dudao.apps.organisations.models import County, Person, Role, Unit
from dudao.errors import Refusal
from dudao.library.read import standard as standard_of

KINDS = ("parameter", "strict", "switch", "function", "bonus", "deduction")
OF_A_STANDARD = ("parameter", "strict", "switch")
LONGEST = 10  # years from the evaluation's to a relaxation's last day: more is a slip of the pen


class BadChoice(Refusal):
    """A choice that says nothing the calculation could use."""


class NothingChosen(Refusal):
    """There is no choice to take back."""

    status = 409


class BadCampaign(Refusal):
    """What is said about a campaign makes no sense."""


def ensure_first_campaign(
    county: County, *, name: str, year: int, standards: Sequence[str], at: datetime, visit_date: date | None = None
) -> Campaign:
    """The county's newest campaign; made when it has none."""
    there = Campaign.objects.filter(county=county).newest()
    if there is not None:
        return there
    return open_campaign(county, name=name, year=year, standards=standards, visit_date=visit_date, by=SYSTEM, at=at)


@action("campaigns.campaign.open", allowed={Role.OPERATOR, SYSTEM.role})
def open_campaign(
    county: County,
    *,
    name: str,
    year: int,
    standards: Sequence[str],
    visit_date: date | None = None,
    by: Actor,
    at: datetime,
) -> Campaign:
    """Begin to prepare for an evaluation: its year, its first day, its standards (建立迎检)."""
    _sensible(name, year, standards, visit_date)
    if Campaign.objects.filter(county=county, name=name).exists():
        raise BadCampaign(f"已经有一个叫“{name}”的迎检。")
    return Campaign.objects.create(
        county=county,
        name=name,
        year=year,
        standards=list(standards),
        visit_date=visit_date,
        is_demo=county.is_demo,
        created_at=at,
    )


@action("campaigns.campaign.change", allowed={Role.OPERATOR})
def change_campaign(
    campaign: Campaign,
    *,
    name: str,
    year: int,
    standards: Sequence[str],
    visit_date: date | None,
    by: Actor,
    at: datetime,
) -> None:
    """Correct the year, the first day of the visit, or the standards of a campaign (改迎检)."""
    _sensible(name, year, standards, visit_date)
    if Campaign.objects.filter(county=campaign.county_id, name=name).exclude(pk=campaign.pk).exists():
        raise BadCampaign(f"已经有一个叫“{name}”的迎检。")
    note(before={field: getattr(campaign, field) for field in ("name", "year", "standards", "visit_date")})
    campaign.name, campaign.year, campaign.standards, campaign.visit_date = name, year, list(standards), visit_date
    campaign.save(update_fields=["name", "year", "standards", "visit_date"])


def _sensible(name: str, year: int, standards: Sequence[str], visit_date: date | None) -> None:
    if not name.strip():
        raise BadCampaign("迎检要有名称。")
    if not 2000 <= year <= 2100:
        raise BadCampaign(f"评估年度 {year} 不对，要四位年份。")
    if not standards or len(set(standards)) != len(standards):
        raise BadCampaign("至少选一个标准，同一个标准只选一次。")
    if visit_date is not None and abs(visit_date.year - year) > 1:
        raise BadCampaign(f"评估第 1 天 {visit_date} 与评估年度 {year} 差得太远。")


@action("campaigns.choice.set", allowed={Role.OPERATOR})
def set_choice(
    campaign: Campaign, *, key: str, value: Any, by: Person, at: datetime, standard: str = "", reason: str = ""
) -> Choice:
    """Decide what the county may decide: a parameter, a strictness, who has a function, a bonus (县里的选择)."""
    kind, _colon, what = key.partition(":")
    if kind not in KINDS or not what.strip():
        raise BadChoice(f"不认识的选择“{key}”。")
    if (kind in OF_A_STANDARD) != bool(standard):
        raise BadChoice("参数、松紧和开关要说明是哪个标准的；职能、加分和扣分不分标准。")
    if standard and standard not in campaign.standards:
        raise BadChoice(f"这次迎检没有标准 {standard}。")
    if _has_float(value):
        raise BadChoice("小数要写成文字（如“0.45”），免得失真。")
    before = _end(campaign, standard, key, at)
    note(before=None if before is None else before.value)
    return Choice.objects.create(
        county=campaign.county,
        campaign=campaign,
        standard=standard,
        key=key,
        value=value,
        by=by,
        at=at,
        reason=reason.strip(),
    )


@action("campaigns.choice.withdraw", allowed={Role.OPERATOR})
def withdraw_choice(
    campaign: Campaign, *, key: str, by: Person, at: datetime, standard: str = "", reason: str = ""
) -> Choice:
    """Take a choice back: what the standard says holds again (撤回选择)."""
    before = _end(campaign, standard, key, at)
    if before is None:
        raise NothingChosen("这一项没有选过，没有可撤回的。")
    note(before=before.value)
    return before


class BadRelaxation(Refusal):
    """A relaxation that cannot be switched on as it is given."""


@action("campaigns.relaxation.grant", allowed={Role.OPERATOR})
def grant_relaxation(
    campaign: Campaign,
    *,
    standard: str,
    relaxation: str,
    school: str,
    proof: str,
    until: date,
    by: Person,
    at: datetime,
) -> Choice:
    """Switch a relaxation on for one school, with its proof and the last day on which it counts (启用放宽)."""
    if standard not in campaign.standards or relaxation not in {one.code for one in standard_of(standard).relaxations}:
        raise BadRelaxation(f"这次迎检的标准里没有放宽 {relaxation}。")
    if not Unit.objects.filter(county=campaign.county_id, code=school).schools().filter(closed=None).exists():
        raise BadRelaxation(f"名册里没有学校 {school}。")
    if not proof.strip():
        raise BadRelaxation("放宽要写凭什么：文件名称和文号。")
    if abs(until.year - campaign.year) > LONGEST:
        raise BadRelaxation(f"有效期 {until} 与评估年度 {campaign.year} 差得太远。")
    key = f"{RELAXATION}:{relaxation}:{school}"
    before = _end(campaign, standard, key, at)
    note(before=None if before is None else before.value)
    value = {"proof": proof.strip(), "until": until.isoformat()}
    return Choice.objects.create(
        county=campaign.county, campaign=campaign, standard=standard, key=key, value=value, by=by, at=at
    )


@action("campaigns.relaxation.end", allowed={Role.OPERATOR})
def end_relaxation(
    campaign: Campaign, *, standard: str, relaxation: str, school: str, by: Person, at: datetime
) -> Choice:
    """Switch a relaxation off for a school: the standard's own line holds again (停用放宽)."""
    before = _end(campaign, standard, f"{RELAXATION}:{relaxation}:{school}", at)
    if before is None:
        raise NothingChosen("这所学校没有启用这条放宽，没有可停用的。")
    note(before=before.value)
    return before


def _end(campaign: Campaign, standard: str, key: str, at: datetime) -> Choice | None:
    choice = campaign.choices.in_force().filter(standard=standard, key=key).first()
    if choice is not None:
        choice.replaced_at = at
        choice.save(update_fields=["replaced_at"])
    return choice


def _has_float(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_float(one) for one in value.values())
    if isinstance(value, list | tuple):
        return any(_has_float(one) for one in value)
    return isinstance(value, float)
