"""Entering and correcting units."""

from datetime import date

import pytest

from dudao.apps.organisations.actions import BadUnit, NewUnit, UnitExists, change_unit, close_unit, open_units
from dudao.apps.organisations.models import Unit


@pytest.fixture
def units(county, operator, at):
    new = [
        NewUnit(kind="school", code="S1", name="北溪镇中心小学", school_type="primary", township="T1"),
        NewUnit(kind="township", code="T1", name="北溪镇"),
    ]
    return {unit.code: unit for unit in open_units(county, units=new, by=operator, at=at)}


def test_a_school_finds_its_township_wherever_it_stands_in_the_list(units):
    assert Unit.objects.get(code="S1").township == units["T1"]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (NewUnit(kind="school", code="S1", name="同号小学"), UnitExists),
        (NewUnit(kind="school", code="S9", name=""), BadUnit),
        (NewUnit(kind="school", code="S9", name="无乡小学", township="T9"), BadUnit),
        (NewUnit(kind="township", code="T9", name="某镇", school_type="primary"), BadUnit),
    ],
)
def test_of_a_list_with_one_wrong_unit_none_is_entered(wrong, refusal, units, county, operator, at):
    right = NewUnit(kind="school", code="S2", name="南溪小学")

    with pytest.raises(refusal):
        open_units(county, units=[right, wrong], by=operator, at=at)

    assert set(county.units.values_list("code", flat=True)) == {"S1", "T1"}


def test_another_county_sees_none_of_them(units, stranger):
    assert list(Unit.objects.visible_to(stranger)) == []


def test_what_is_not_given_stays(units, operator, at):
    change_unit(units["S1"], short_name="北溪小学", by=operator, at=at)

    unit = Unit.objects.get(code="S1")
    assert (unit.name, unit.called, unit.school_type) == ("北溪镇中心小学", "北溪小学", "primary")


def test_a_closed_school_is_there_until_its_last_day(units, operator, at):
    close_unit(units["S1"], on=date(2026, 8, 31), by=operator, at=at)

    schools = Unit.objects.visible_to(operator).schools()
    assert schools.open_on(date(2026, 8, 30)).exists() and not schools.open_on(date(2026, 8, 31)).exists()
    with pytest.raises(BadUnit):
        close_unit(Unit.objects.get(code="S1"), on=date(2026, 9, 1), by=operator, at=at)
