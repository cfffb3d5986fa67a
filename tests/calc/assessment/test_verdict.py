"""The worked examples T2–T4, T8–T10, T12–T16, T19 and the rules of scope and roll-up, on the built-in standard."""

import csv
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest

from dudao.calc.assessment.result import Row, SchoolRule, StandardResult, Verdict
from dudao.calc.figures import Known, Reason
from dudao.calc.figures.showing import shown
from tests.calc.assessment.counties import assess, county, known, lines, school_of, synthetic

RESOURCES = [f"YZJH-1.{number}" for number in range(1, 8)]


def row(result: StandardResult, item: str, unit: str, stage: str = "") -> Row:
    return next(row for row in result.rows if (row.item, row.unit, row.stage) == (item, unit, stage))


def rule(result: StandardResult, unit: str, stage: str = "primary") -> SchoolRule:
    return next(rule for rule in result.school_rules if (rule.unit, rule.stage) == (unit, stage))


def primary(**figures: object) -> dict[str, object]:
    """A primary school of 1000 pupils that meets all seven lines exactly."""
    school: dict[str, object] = {
        "type": "primary",
        "stu.primary": 1000,
        "t_aboveq.primary": 42,
        "t_backbone.primary": 10,
        "t_pe_art.primary": 9,
        "area_teaching": 4500,
        "area_indoor_sport": 0,
        "area_field": 7500,
        "equip_value_wanyuan": 200,
        "n_media_rooms": 23,
    }
    return school | {name.replace("__", "."): value for name, value in figures.items()}


# — T2, T3, T4: resources shared by stages


def test_t2_a_nine_year_school_splits_one_to_one_point_one(shared: Path) -> None:
    (line,) = lines(shared / "domain/examples/split_nine_year_example.csv")
    school = {
        "type": "nine_year",
        "stu.primary": line["stu_primary"],
        "stu.junior": line["stu_junior"],
        "n_media_rooms": line["n_books_total"],
    }
    result = assess(county({"甲": school}))
    values = {stage: row(result, "YZJH-1.7", "甲", stage).value for stage in ("primary", "junior")}
    assert values["primary"] == F(23226, 397) * 100
    assert values["junior"] == F(11, 10) * F(23226, 397) * 100
    assert shown(F(23226, 397), 6) == "58.503778"
    assert [shown(F(23226, 397) * part, 2) for part in (166, 231)] == ["9,711.63", "13,514.37"]


def test_t3_a_twelve_year_school_splits_by_three_weights() -> None:
    school = {"type": "twelve_year", "stu.primary": 600, "stu.junior": 450, "stu.senior": 300, "n_media_rooms": 12000}
    result = assess(county({"甲": school}))
    unit = F(12000, 1491)
    assert row(result, "YZJH-1.7", "甲", "primary").value == unit * 100
    assert row(result, "YZJH-1.7", "甲", "junior").value == unit * F(11, 10) * 100
    assert shown(unit * 600, 6) == "4,828.973843" and shown(unit * F(11, 10) * 450, 6) == "3,983.903421"
    assert {found.stage for found in result.rows if found.item == "YZJH-1.7"} == {"primary", "junior"}


def test_t4_a_complete_secondary_school_counts_its_junior_part_alone() -> None:
    school = {
        "type": "complete_secondary",
        "stu.junior": 800,
        "stu.senior": 1200,
        "area_field": 20000,
        "area_indoor_sport": 0,
    }
    found = row(assess(county({"甲": school})), "YZJH-1.5", "甲", "junior")
    assert found.value == F(20000, 2240)
    assert (found.verdict, found.below_floor) == (Verdict.FAIL, False)


# — T9, T10: six of seven


def test_t9_the_made_up_county(shared: Path) -> None:
    result = assess(county(synthetic(shared)))
    expected = {
        (line["row"], line["stage"]): line for line in lines(shared / "domain/examples/synthetic_county_expected.csv")
    }
    rules = {(rule.unit, rule.stage): rule for rule in result.school_rules}
    schools = {place: line for place, line in expected.items() if line["n_met"]}
    assert rules.keys() == schools.keys()
    for place, line in schools.items():
        for code in RESOURCES:
            value = row(result, code, *place).value
            assert value is not None and shown(value, 4, thousands=False) == shown(F(line[code]), 4, thousands=False)
        assert rules[place].met == int(line["n_met"])
        assert (rules[place].verdict is Verdict.PASS) == (line["school_pass"] == "1")
        assert (not rules[place].below_floor) == (line["all_ge_85pct"] == "1")
    assert [(out.unit, out.stage) for out in result.outside] == [("丁教学点", "primary")]
    assert result.items["YZJH-1.S"].counts == {"pass": 3, "fail": 3}
    assert result.items["YZJH-1.S"].verdict is Verdict.FAIL
    assert result.verdict is Verdict.FAIL


def test_t9_the_three_outcomes_say_why(shared: Path) -> None:
    result = assess(county(synthetic(shared)))
    assert rule(result, "甲小学").missed == ("YZJH-1.4",)
    assert rule(result, "乙小学").missed == ("YZJH-1.3", "YZJH-1.5") and not rule(result, "乙小学").below_floor
    assert rule(result, "丙小学").below_floor == ("YZJH-1.3",)


@pytest.mark.parametrize(("area", "verdict"), [("3825", Verdict.PASS), ("3824.999", Verdict.FAIL)])
def test_t10_the_floor_at_equality(area: str, verdict: Verdict) -> None:
    result = assess(county({"甲": primary(area_teaching=area)}))
    assert rule(result, "甲").verdict is verdict


def test_the_rule_fails_as_early_as_the_known_values_allow() -> None:
    two_missed = assess(county({"甲": primary(area_teaching=4000, area_field=7000, n_media_rooms=None)}))
    assert rule(two_missed, "甲").verdict is Verdict.FAIL and not rule(two_missed, "甲").needs
    below = assess(county({"甲": primary(area_teaching=100, n_media_rooms=None, t_aboveq__primary=None)}))
    assert rule(below, "甲").verdict is Verdict.FAIL
    one_missed = assess(county({"甲": primary(area_teaching=4000, n_media_rooms=None)}))
    assert rule(one_missed, "甲").verdict is Verdict.OPEN
    assert [need.key.figure for need in rule(one_missed, "甲").needs if need.key] == ["n_media_rooms"]


def test_six_met_and_one_unknown_is_open_for_it_may_be_below_its_floor() -> None:
    result = assess(county({"甲": primary(n_media_rooms=None)}))
    assert (rule(result, "甲").met, rule(result, "甲").verdict) == (6, Verdict.OPEN)


# — T8, T12–T16, T19: government, quality, approval


def county_item(code: str, figures: dict[str, object], **more: Any) -> Any:
    """An item of a county with one primary and one junior school."""
    return assess(county({"甲": primary(), "乙": {"type": "junior"}}, figures, **more)).items[code]


def test_t8_junior_retention() -> None:
    figures = {"entry_total": 1000, "in3y_total": 40, "out3y_total": 30, "dead3y_total": 2, "grad_total": 985}
    found = county_item("YZJH-3.1", figures)
    assert found.comparisons[0].value == F(975, 998) * 100
    assert shown(found.comparisons[0].value, 6) == "97.695391" and found.verdict is Verdict.PASS


@pytest.mark.parametrize(("classes", "need"), [(12, 1), (13, 2), (25, 3)])
def test_t12_one_room_for_every_twelve_classes_begun(classes: int, need: int) -> None:
    rooms = Known(tuple({"area": Known(area)} for area in (96, 100, 80)))
    school = primary(n_classes__primary=classes, music_rooms=rooms, art_rooms=rooms)
    found = row(assess(county({"甲": school})), "YZJH-2.3", "甲")
    music, art = found.comparisons
    assert (music.value, music.limit, art.value) == (2, need, 2)
    assert found.verdict is (Verdict.PASS if need <= 2 else Verdict.FAIL)


def test_t13_a_small_school_is_funded_for_a_hundred_pupils() -> None:
    schools = {"甲": primary(stu__primary=60, fund_public_allocated=39000)}
    found = row(assess(county(schools, {"fund_std.primary": 650, "fund_std.junior": 850})), "YZJH-2.6", "甲")
    assert (found.comparisons[0].limit, found.verdict, found.gaps[0].to_line) == (65000, Verdict.FAIL, 26000)


@pytest.mark.parametrize(
    ("rotated", "backbone", "first", "second"),
    [(40, 8, "10.526316", "20.000000"), (37, 8, "9.736842", "21.621622"), (41, 8, "10.789474", "19.512195")],
)
def test_t14_rotation_and_its_backbone(rotated: int, backbone: int, first: str, second: str) -> None:
    figures = {"t_eligible_total": 380, "t_rotated_total": rotated, "t_rotated_backbone_total": backbone}
    found = county_item("YZJH-2.11", figures)
    one, two = found.comparisons
    assert (shown(one.value, 6), shown(two.value, 6)) == (first, second)
    assert (one.met, two.met) == (rotated >= 38, backbone * 5 >= rotated)
    assert found.verdict is (Verdict.PASS if one.met and two.met else Verdict.FAIL)


@pytest.mark.parametrize(("purchased", "value", "verdict"), [(120, 86, Verdict.PASS), (0, 80, Verdict.FAIL)])
def test_t15_purchased_places_count_for_migrant_children(purchased: int, value: int, verdict: Verdict) -> None:
    found = county_item("YZJH-2.15", {"mig_eligible": 2000, "mig_public": 1600, "mig_purchased": purchased})
    assert (found.comparisons[0].value, found.verdict) == (value, verdict)


def test_t16_the_size_of_schools() -> None:
    schools = {
        "大小学": primary(stu__primary=2100),
        "一贯制": {"type": "nine_year", "stu.primary": 1500, "stu.junior": 1100},
        "恰好": {"type": "nine_year", "stu.primary": 1500, "stu.junior": 1000},
    }
    result = assess(county(schools))
    assert [row(result, "YZJH-2.4", unit).verdict.value for unit in schools] == ["fail", "fail", "pass"]
    assert result.items["YZJH-2.4"].counts == {"pass": 1, "fail": 2}


SURVEY = {"survey_ok": 850, "survey_valid": 1000, "visit_ok": 85, "visit_n": 100}


def test_t19_approval_at_the_line_and_a_stricter_province() -> None:
    assert county_item("YZJH-4.1", SURVEY).verdict is Verdict.PASS
    assert county_item("YZJH-4.1", SURVEY, strictness={"YZJH-4.1": ">"}).verdict is Verdict.FAIL
    assert county_item("YZJH-4.1", SURVEY, parameters={"approval": "85.1"}).verdict is Verdict.FAIL


def test_approval_needs_both_the_questionnaire_and_the_visits() -> None:
    assert county_item("YZJH-4.1", SURVEY | {"visit_ok": 84}).verdict is Verdict.FAIL
    assert county_item("YZJH-4.1", SURVEY | {"visit_ok": None}).verdict is Verdict.OPEN
    assert county_item("YZJH-4.1", SURVEY | {"visit_ok": None, "survey_ok": 1}).verdict is Verdict.FAIL


# — who is a row


def test_a_stage_without_pupils_is_no_row_and_a_missing_number_is_an_open_one() -> None:
    schools = {
        "零": {"type": "nine_year", "stu.primary": 300, "stu.junior": 0},
        "缺": {"type": "nine_year", "stu.primary": 300, "stu.junior": Reason.BLANK},
    }
    result = assess(county(schools))
    rows = {(found.unit, found.stage): found for found in result.rows if found.item == "YZJH-1.1"}
    assert set(rows) == {("零", "primary"), ("缺", "primary"), ("缺", "junior")}
    assert rows["缺", "junior"].verdict is Verdict.OPEN
    assert [(out.unit, out.stage, out.why) for out in result.outside] == [("零", "junior", "该学段 0 人")]


def test_a_school_of_the_roll_without_any_figure_stays_in_the_rate() -> None:
    result = assess(county({"甲": primary(), "空": {"type": "nine_year"}, "不明": {}}))
    found = [(rule.unit, rule.stage, rule.verdict.value) for rule in result.school_rules]
    assert found == [
        ("甲", "primary", "pass"),
        ("空", "primary", "open"),
        ("空", "junior", "open"),
        ("不明", "", "open"),
    ]
    assert result.items["YZJH-1.S"].counts == {"pass": 1, "open": 3}
    assert {one.verdict for one in result.variations} == {Verdict.OPEN}


def test_teaching_points_from_fifty_pupils_on_are_rows() -> None:
    def point(pupils: int) -> dict[str, object]:
        return primary(type="teaching_point", stu__primary=pupils)

    result = assess(county({"四十九": point(49), "五十": point(50)}))
    assert [rule.unit for rule in result.school_rules] == ["五十"]
    assert result.outside[0].why.startswith("不足 50 人")
    assert {found.unit for found in result.rows if found.item == "YZJH-3.7"} == {"四十九", "五十"}


def test_special_schools_count_for_quality_alone_and_vocational_ones_not_at_all() -> None:
    result = assess(county({"甲": primary(), "特": {"type": "special"}, "职": {"type": "vocational"}}))
    assert {found.unit for found in result.rows if found.item == "YZJH-3.3"} == {"甲", "特"}
    assert {rule.unit for rule in result.school_rules} == {"甲"}
    assert {out.unit for out in result.outside} == {"特", "职"}


def test_a_senior_school_has_a_junior_row_only_with_junior_pupils() -> None:
    attached = {"type": "senior", "stu.junior": 120, "stu.senior": 900, "area_field": 12000, "area_indoor_sport": 0}
    result = assess(county({"附": attached, "无": {"type": "senior", "stu.senior": 900}}))
    assert [(rule.unit, rule.stage) for rule in result.school_rules] == [("附", "junior")]
    assert row(result, "YZJH-1.5", "附", "junior").value == F(12000, 120 + 1080)


def test_a_campus_that_does_not_count_is_added_to_its_school() -> None:
    campus = primary(counts_as_school=False, parent_code="甲", stu__primary=200)
    result = assess(county({"甲": primary(counts_as_school=True), "校区": campus}))
    (found,) = result.school_rules
    assert found.unit == "甲"
    assert row(result, "YZJH-1.1", "甲", "primary").comparisons[0].value == F(84, 1200) * 100
    assert row(result, "YZJH-1.4", "甲", "primary").value == F(9000, 1200)


def test_a_campus_without_its_school_is_undecided_and_a_missing_figure_of_a_campus_leaves_the_sum_open() -> None:
    lost = primary(counts_as_school=False)
    result = assess(county({"甲": primary(), "校区": lost}))
    assert rule(result, "校区").verdict is Verdict.OPEN
    assert rule(result, "校区").needs[0].key.figure == "parent_code"  # type: ignore[union-attr]
    campus = primary(counts_as_school=False, parent_code="甲", area_field=None)
    result = assess(county({"甲": primary(), "校区": campus}))
    (need,) = row(result, "YZJH-1.5", "甲", "primary").needs
    assert need.key is not None and (need.key.unit, need.key.figure) == ("校区", "area_field")


def test_a_teaching_point_that_does_not_count_as_a_school_is_not_merged() -> None:
    point = primary(type="teaching_point", counts_as_school=False, parent_code="甲", stu__primary=60)
    result = assess(county({"甲": primary(), "点": point}))
    assert [rule.unit for rule in result.school_rules] == ["甲", "点"]


def test_an_attached_kindergarten_waits_for_its_weight() -> None:
    school = primary(stu_kindergarten=100)
    open_ = assess(county({"甲": school}))
    assert row(open_, "YZJH-1.4", "甲", "primary").verdict is Verdict.OPEN
    assert [need.parameter for need in row(open_, "YZJH-1.4", "甲", "primary").needs] == ["kindergarten_weight"]
    assert row(open_, "YZJH-1.1", "甲", "primary").verdict is Verdict.PASS
    decided = assess(county({"甲": school}, parameters={"kindergarten_weight": "0.5"}))
    assert row(decided, "YZJH-1.4", "甲", "primary").value == F(4500, 1050)
    blank = assess(county({"甲": primary(stu_kindergarten=Reason.BLANK)}))
    assert row(blank, "YZJH-1.4", "甲", "primary").verdict is Verdict.PASS
    pending = assess(county({"甲": primary(stu_kindergarten=Reason.PENDING)}))
    assert row(pending, "YZJH-1.4", "甲", "primary").verdict is Verdict.OPEN


# — given or derived


def test_a_derived_figure_that_agrees_counts_exactly_and_one_that_disagrees_leaves_it_open() -> None:
    parts = {"area_teaching": "4500.04", "area_indoor_sport": "0.01"}
    agrees = assess(county({"甲": primary(**parts, area_teaching_net="4500.0")}))
    assert row(agrees, "YZJH-1.4", "甲", "primary").value == F(450003, 100) / 1000
    differs = assess(county({"甲": primary(**parts, area_teaching_net="4500.1")}))
    (need,) = row(differs, "YZJH-1.4", "甲", "primary").needs
    assert need.key is not None and need.key.figure == "area_teaching_net" and need.why == Reason.CONFLICT.value
    alone = assess(county({"甲": primary(area_teaching=None, area_indoor_sport=None, area_teaching_net="4600")}))
    assert row(alone, "YZJH-1.4", "甲", "primary").value == F(46, 10)


# — the county


CLEAR = {(f"YZJH-V{number}", ""): "clear" for number in range(1, 7)} | {("YZJH-P2", ""): "fulfilled"}


def verdict(aspects: dict[str, Verdict], struck: dict[str, bool | None]) -> Verdict:
    from dudao.calc.assessment.result import TriggerState
    from dudao.calc.assessment.verdict import county as decide

    return decide(aspects, [TriggerState(code, "veto", value) for code, value in struck.items()])


P, FAIL, OPEN = Verdict.PASS, Verdict.FAIL, Verdict.OPEN


@pytest.mark.parametrize(
    ("aspects", "struck", "expected"),
    [
        ({"1": P, "2": P}, {"V": False}, P),
        ({"1": P, "2": FAIL}, {"V": None}, FAIL),
        ({"1": P, "2": OPEN}, {"V": False}, OPEN),
        ({"1": P, "2": P}, {"V": None}, OPEN),
        ({"1": OPEN, "2": P}, {"V": True}, FAIL),
        ({}, {}, OPEN),
    ],
)
def test_the_county_fails_as_soon_as_one_thing_fails(
    aspects: dict[str, Verdict], struck: dict[str, bool | None], expected: Verdict
) -> None:
    assert verdict(aspects, struck) is expected


def test_basically_met_is_not_met_and_a_school_not_yet_judged_is_open() -> None:
    schools = {"甲": primary(), "乙": primary()}
    judged = {("YZJH-2.1", ""): "basic", ("YZJH-3.3", "甲"): "met"}
    result = assess(county(schools, judgements=judged))
    assert result.items["YZJH-2.1"].verdict is Verdict.FAIL
    assert result.items["YZJH-3.3"].verdict is Verdict.OPEN
    assert result.items["YZJH-3.3"].counts == {"pass": 1, "open": 1}
    assert [need.judgement for need in result.items["YZJH-3.3"].needs] == [("YZJH-3.3", "乙")]


def test_an_unfulfilled_precondition_fails_the_county() -> None:
    from datetime import date

    early = county({"甲": primary()}, {"date_jbjh_recognised": Known(date(2024, 5, 20))})
    result = assess(early)
    assert next(state for state in result.triggers if state.code == "YZJH-P1").struck is True
    assert result.verdict is Verdict.FAIL


def test_an_empty_roll_decides_nothing() -> None:
    result = assess(county({}))
    assert result.items["YZJH-3.3"].verdict is Verdict.OPEN and result.items["YZJH-1.S"].verdict is Verdict.OPEN
    assert result.verdict is Verdict.OPEN


def test_resource_items_have_counts_and_no_county_verdict(shared: Path) -> None:
    result = assess(county(synthetic(shared)))
    judged = [code for code, found in result.items.items() if code not in RESOURCES]
    assert {result.items[code].verdict for code in RESOURCES} == {Verdict.NA}
    assert len(result.items) == 34 and len(judged) == 27


def test_the_reader_of_the_example_reads_what_the_file_says(shared: Path) -> None:
    with (shared / "domain/examples/synthetic_county_input.csv").open(encoding="utf-8") as file:
        first = next(csv.DictReader(file))
    assert school_of(first)["stu.primary"] == "1200" and known("252.0").value == 252
