"""Units change in mid-campaign: what was stays known for every day, and last year's figures know where they come from."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from dudao.apps.organisations.actions import (
    BadChange,
    BadUnit,
    NewUnit,
    close_unit,
    merge_units,
    move_unit,
    open_units,
    rename_unit,
    set_up_unit,
    split_unit,
)
from dudao.apps.organisations.history import predecessors, unit_on, units_on
from dudao.apps.organisations.models import Unit, UnitEvent

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 8), date(2026, 11, 2)
LAST_YEAR = date(2025, 9, 1)


def again(unit: Unit) -> Unit:
    return Unit.objects.select_related("township").get(pk=unit.pk)


def codes(unit: Unit, day: date = LAST_YEAR) -> tuple[list[str], bool]:
    found = predecessors(again(unit), day)
    return [one.code for one in found.units], found.adds_up


@pytest.fixture
def act(operator, at):
    return {"by": operator, "at": at, "reason": "县政府批复"}


def test_same_named_schools_are_told_apart_by_township(units):
    assert {code: units[code].distinct_name for code in ("S1", "S2", "S3")} == {
        "S1": "中心小学（青石镇）",
        "S2": "中心小学（云溪镇）",
        "S3": "白杨教学点",
    }


def test_two_of_one_name_in_one_township_are_told_apart_by_code(units, county, operator, at):
    twin = NewUnit(kind="school", code="S9", name="中心小学", township="Z1")
    open_units(county, units=[twin], by=operator, at=at)

    assert {again(units["S1"]).distinct_name, Unit.objects.get(code="S9").distinct_name} == {
        "中心小学（S1）",
        "中心小学（S9）",
    }


def test_a_unit_keeps_its_old_name_before_the_day_it_was_renamed(units, act):
    rename_unit(units["S1"], name="青石小学", on=OCTOBER, **act)

    assert again(units["S1"]).name == again(units["S1"]).distinct_name == "青石小学"
    assert again(units["S2"]).distinct_name == "中心小学"
    before = unit_on(units["S1"], OCTOBER - timedelta(1))
    assert (before.name, before.distinct_name) == ("中心小学", "中心小学（青石镇）")
    assert unit_on(units["S1"], OCTOBER).name == "青石小学"


def test_a_school_lies_where_it_lay_on_that_day(units, act):
    move_unit(units["S1"], township=units["Z2"], on=OCTOBER, **act)
    rename_unit(units["Z1"], name="青石街道", on=NOVEMBER, **act)

    assert unit_on(units["S1"], SEPTEMBER).township == "青石镇"
    assert unit_on(units["S3"], OCTOBER).township == "青石镇"
    assert unit_on(units["S3"], NOVEMBER).township == "青石街道"
    assert unit_on(units["S1"], OCTOBER).township == "云溪镇"


def test_merged_units_add_up_to_the_one_they_became(units, county, act):
    merge_units(county, units=[units["S2"], units["S3"]], into=units["S1"], on=SEPTEMBER, **act)

    assert codes(units["S1"]) == (["S1", "S2", "S3"], True)
    assert codes(units["S1"], SEPTEMBER) == (["S1"], True)
    assert again(units["S2"]).closed == SEPTEMBER
    assert {one.code for one in units_on(county, LAST_YEAR).values()} >= {"S1", "S2", "S3"}
    assert not {"S2", "S3"} & {one.code for one in units_on(county, SEPTEMBER).values()}


def test_merged_into_a_new_one_and_that_merged_again(units, county, act):
    new = NewUnit(kind="school", code="S7", name="青石学校", township="Z1", school_type="nine_year")
    made = merge_units(county, units=[units["S1"], units["S3"]], new=new, on=SEPTEMBER, **act)
    merge_units(county, units=[made], into=units["S2"], on=OCTOBER, **act)

    assert codes(units["S2"]) == (["S1", "S2", "S3"], True)
    assert codes(made, SEPTEMBER) == (["S7"], True)
    assert unit_on(made, SEPTEMBER - timedelta(1)) is None


@pytest.mark.parametrize("goes_on", [True, False])
def test_pieces_come_from_a_whole_that_does_not_add_up(goes_on, units, act):
    new = [NewUnit(kind="school", code=code, name=f"分校{code}", township="Z1") for code in ("S7", "S8")]
    pieces = split_unit(units["S1"], into=new, goes_on=goes_on, on=SEPTEMBER, **act)

    assert codes(pieces[0]) == (["S1"], False)
    assert codes(units["S1"])[1] is False
    assert (again(units["S1"]).closed is None) is goes_on


def test_when_a_township_is_merged_its_schools_move_with_it(units, county, act):
    merge_units(county, units=[units["Z1"]], into=units["Z2"], on=OCTOBER, **act)

    assert again(units["S1"]).township == units["Z2"]
    assert unit_on(units["S1"], SEPTEMBER).township == "青石镇"


def test_who_filled_in_for_others_hands_that_on(units, county, act):
    Unit.objects.filter(code="S3").update(filled_in_by=units["S1"])
    merge_units(county, units=[units["S1"]], into=units["S2"], on=OCTOBER, **act)

    assert again(units["S3"]).filled_in_by == units["S2"]


def test_a_post_ends_with_its_unit(units, seat, person, holds, act):
    holding = holds(seat(units["S1"], "校长", "school"), person("张三"))
    close_unit(units["S1"], on=OCTOBER, **act)

    holding.refresh_from_db()
    assert holding.until == OCTOBER


def test_a_township_with_schools_is_not_closed(units, act):
    with pytest.raises(BadChange, match="还管着中心小学、白杨教学点"):
        close_unit(units["Z1"], on=OCTOBER, **act)

    assert again(units["Z1"]).closed is None and not UnitEvent.objects.exists()


def test_a_department_with_sections_is_not_closed(units, act):
    with pytest.raises(BadChange, match="下面还有基础教育股"):
        close_unit(units["B1"], on=OCTOBER, **act)


@pytest.mark.parametrize(
    ("on", "reason", "refusal"),
    [(date(2026, 11, 27), "批复", BadChange), (OCTOBER, " ", BadChange), (SEPTEMBER, "批复", BadChange)],
)
def test_a_day_to_come_no_reason_or_a_day_before_the_last_change_are_refused(on, reason, refusal, units, act):
    rename_unit(units["S1"], name="青石小学", on=OCTOBER - timedelta(1), **act)

    with pytest.raises(refusal):
        rename_unit(again(units["S1"]), name="青石中心小学", on=on, **{**act, "reason": reason})


def test_what_is_closed_changes_no_more(units, act):
    close_unit(units["S3"], on=OCTOBER, **act)

    with pytest.raises(BadUnit, match="撤并"):
        rename_unit(again(units["S3"]), name="白杨小学", on=NOVEMBER, **act)


def test_units_of_two_kinds_are_not_merged(units, county, act):
    with pytest.raises(BadChange, match="同一类"):
        merge_units(county, units=[units["S1"]], into=units["B1"], on=OCTOBER, **act)


def test_a_new_unit_exists_from_its_day(units, county, act):
    made = set_up_unit(county, new=NewUnit(kind="school", code="S7", name="新城小学"), on=OCTOBER, **act)

    assert made.opened == OCTOBER and unit_on(made, SEPTEMBER) is None
    assert codes(made) == ([], True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "school", "parent": "B1"},
        {"kind": "section"},
        {"kind": "department", "township": "Z1"},
        {"kind": "department", "filled_in_by": "S1"},
        {"kind": "school", "township": "B1"},
        {"kind": "school", "filled_in_by": "Z1"},
        {"kind": "office", "parent": "foreign"},
    ],
)
def test_no_unit_lies_where_it_cannot_even_by_a_raw_insert(wrong, units, county, neighbour):
    known = {**units, "foreign": Unit.objects.create(county=neighbour, kind="department", code="B1", name="邻局")}
    given = {name: known.get(value, value) for name, value in wrong.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(county=county, code="W", name="错", **given)


def test_no_unit_lies_under_itself_even_by_raw_sql(units):
    for name in ("parent", "filled_in_by"):
        code = "K1" if name == "parent" else "S1"
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.filter(code=code).update(**{name: units[code]})


def test_a_county_has_one_county_unit(units, county):
    Unit.objects.create(county=county, kind="county", code="X", name="青禾县")

    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(county=county, kind="county", code="X2", name="青禾县政府")


def test_where_a_school_is_named_alone_its_township_stands_behind(units, campaign, desk):
    page = desk.get("/data/figures", {"unit": "S1"}).content.decode()

    assert "<h1>中心小学（青石镇）</h1>" in page and ">中心小学（云溪镇）</option>" in page
