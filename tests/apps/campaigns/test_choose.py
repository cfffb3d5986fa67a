"""The county's choices in a campaign."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from dudao.apps.campaigns.actions import (
    BadCampaign,
    BadChoice,
    NothingChosen,
    change_campaign,
    ensure_first_campaign,
    set_choice,
    withdraw_choice,
)
from dudao.apps.campaigns.choices import choices
from dudao.apps.campaigns.models import Campaign, Choice

CV = {"standard": "YZJH-2017", "key": "parameter:cv_primary"}


def test_a_choice_reaches_the_calculation_with_name_and_date(campaign, operator, at):
    set_choice(campaign, **CV, value="0.48", reason="省厅通知", by=operator, at=at)

    made = choices(campaign).parameters["YZJH-2017", "cv_primary"]
    assert (made.value, made.by, made.on, made.reason) == ("0.48", "本机操作员", "2026-11-26", "省厅通知")


def test_every_kind_of_choice_finds_its_place(campaign, operator, at):
    for key, value, standard in (
        ("strict:YZJH-4.1", ">", "YZJH-2017"),
        ("switch:YZJH-V8", "on", "YZJH-2017"),
        ("function:finance", "县财政局", ""),
        ("bonus:1", {"name": "省级改革典型", "year": "2026"}, ""),
        ("deduction:1", {"name": "省级通报", "year": "2026", "count": "2"}, ""),
    ):
        set_choice(campaign, key=key, value=value, standard=standard, by=operator, at=at)

    said = choices(campaign)
    assert said.evaluation_year == 2026
    assert said.strictness["YZJH-2017", "YZJH-4.1"].value == ">"
    assert said.switches["YZJH-2017", "YZJH-V8"].value is True
    assert said.functions["finance"].value == "县财政局"
    assert said.bonuses[0].value["name"] == "省级改革典型"
    assert said.deductions[0].value["count"] == 2


def test_a_new_choice_replaces_the_old_one_and_keeps_it(campaign, operator, at):
    set_choice(campaign, **CV, value="0.48", by=operator, at=at)
    set_choice(campaign, **CV, value="0.50", by=operator, at=at + timedelta(days=1))

    assert [(one.value, one.replaced_at is None) for one in Choice.objects.order_by("pk")] == [
        ("0.48", False),
        ("0.50", True),
    ]


def test_a_choice_taken_back_no_longer_counts(campaign, operator, at):
    set_choice(campaign, **CV, value="0.48", by=operator, at=at)
    withdraw_choice(campaign, **CV, by=operator, at=at)

    assert choices(campaign).parameters == {}
    with pytest.raises(NothingChosen):
        withdraw_choice(campaign, **CV, by=operator, at=at)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "parameter:cv_primary", "standard": "YZJH-2017", "value": 0.48},
        {"key": "parameter:cv_primary", "standard": "", "value": "0.48"},
        {"key": "parameter:cv_primary", "standard": "NO-SUCH", "value": "0.48"},
        {"key": "function:finance", "standard": "YZJH-2017", "value": "县财政局"},
        {"key": "wish:rain", "standard": "", "value": "on"},
        {"key": "parameter:", "standard": "YZJH-2017", "value": "1"},
    ],
)
def test_a_choice_that_says_nothing_usable_is_refused(wrong, campaign, operator, at):
    with pytest.raises(BadChoice):
        set_choice(campaign, **wrong, by=operator, at=at)

    assert not Choice.objects.exists()


def test_the_database_keeps_one_choice_in_force(campaign, operator, at):
    set_choice(campaign, **CV, value="0.48", by=operator, at=at)

    with pytest.raises(IntegrityError), transaction.atomic():
        Choice.objects.create(county=campaign.county, campaign=campaign, **CV, value="0.5", by=operator, at=at)


def test_another_county_sees_neither_campaign_nor_choice(campaign, operator, stranger, at):
    set_choice(campaign, **CV, value="0.48", by=operator, at=at)

    assert not Campaign.objects.visible_to(stranger).exists()
    assert not Choice.objects.visible_to(stranger).exists()


def test_the_first_campaign_is_made_once(campaign, county, at):
    again = ensure_first_campaign(county, name="另一个", year=2027, standards=["YZJH-2017"], at=at)

    assert again == campaign and Campaign.objects.count() == 1


def test_the_days_are_counted_to_the_first_day_of_the_visit(campaign, operator, at):
    change_campaign(
        campaign,
        name="2026 年自评",
        year=2026,
        standards=["YZJH-2017"],
        visit_date=date(2026, 12, 15),
        by=operator,
        at=at,
    )

    assert campaign.days_to_visit(date(2026, 11, 26)) == 19
    assert campaign.days_to_visit(date(2026, 12, 16)) is None


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"year": 26}, {"standards": []}, {"visit_date": date(2030, 1, 1)}, {"standards": ["A", "A"]}],
)
def test_a_campaign_that_makes_no_sense_is_refused(wrong, campaign, operator, at):
    sensible = {"name": "2026 年自评", "year": 2026, "standards": ["YZJH-2017"], "visit_date": None}

    with pytest.raises(BadCampaign):
        change_campaign(campaign, **{**sensible, **wrong}, by=operator, at=at)
