"""Points of the demonstration standard: the worked examples of its sources, and a test for each ruling."""

from datetime import date
from fractions import Fraction as F
from typing import Any

import pytest

from dudao.calc.assessment.result import ItemResult, Points, Verdict
from dudao.calc.figures import Key
from dudao.calc.figures.snapshot import ChoiceMade, Choices
from tests.calc.assessment.six_aspects import CODE, YEAR, assess, rows, six_aspects, snapshot


def points(result: ItemResult) -> Points:
    assert result.points is not None
    return result.points


def item(code: str, **changed: Any) -> ItemResult:
    return assess(**changed).items[code]


def got(code: str, **changed: Any) -> F:
    found = points(item(code, **changed))
    assert found.decided, code
    return found.low


def is_open(code: str, **changed: Any) -> bool:
    result = item(code, **changed)
    return result.verdict is Verdict.OPEN and (points(result).low, points(result).high) == (0, points(result).full)


def chosen(**parameters: str) -> Choices:
    return Choices(
        evaluation_year=YEAR,
        parameters={
            (CODE, name): ChoiceMade(value=value, by="某人", on="2024-01-02") for name, value in parameters.items()
        },
    )


def strict(code: str, op: str) -> Choices:
    return Choices(evaluation_year=YEAR, strictness={(CODE, code): ChoiceMade(value=op)})


# — worked examples of section 5


@pytest.mark.parametrize(
    ("fiscal", "revenue", "expected"),
    [
        (("81200", "78500"), ("120300", "114200"), 0),  # 2021: 3.439% < 5.342%
        (("86150", "81200"), ("126900", "120300"), 4),  # 2022: 6.096% > 5.486%
        (("88900", "86150"), ("121300", "126900"), 4),  # 2023: 3.192% > −4.413%
    ],
)
def test_growth_of_three_years(fiscal: tuple[str, str], revenue: tuple[str, str], expected: int) -> None:
    assert got("C3.1.1", fiscal_edu=fiscal, recurrent_revenue=revenue) == expected


def test_growth_says_how_much_money_is_lacking() -> None:
    result = item("C3.1.1", fiscal_edu=("81200", "78500"), recurrent_revenue=("120300", "114200"))
    # 78500 × 120300 ÷ 114200 − 81200 = 1493.08…, and equal is not enough
    assert "财政教育拨款（2023 年）再增加 1,493.09 万元以上（相等不算）；可得回 4.00 分" in result.win_back


@pytest.mark.parametrize(
    ("spent", "pupils", "total", "per_pupil"),
    [
        (("93100", "92000"), (62500, 61240), 2, 0),  # 15022.86 → 14896.00: more money, more pupils still
        (("93100", "93100"), (61800, 62500), 2, 2),  # level, and 14896.00 → 15064.72
    ],
)
def test_only_more_never_less(spent: Any, pupils: Any, total: int, per_pupil: int) -> None:
    result = assess(budget_edu=spent, n_pupils=pupils)
    assert points(result.items["C3.2.1"]).low == total
    assert points(result.items["C3.2.2"]).low == per_pupil


def test_surcharges_due() -> None:
    result = assess(surcharge_collected="601.2", surcharge_spent="601.2", local_surcharge_spent="250.5")
    assert result.items["C3.3.1"].points == Points(F("1.5"), F("1.5"), F("1.2"), F("1.2"))  # 601.2 ÷ 751.5
    assert points(result.items["C3.3.2"]).low == F("0.75")  # 250.5 ÷ 501
    assert "教育费附加征收数再增加 150.3 万元" in result.items["C3.3.1"].win_back


def test_land_revenue_to_set_aside() -> None:
    costs = rows(item=list("甲乙丙丁戊己"), amount=["21500", "9800", "1200", "900", "300", "700"])
    comparison = item("C3.3.3", without=("land_deducted",), land_deductions=costs).comparisons[0]
    assert (comparison.value, comparison.limit) == (1360, 1360)
    assert got("C3.3.3", land_set_aside="680") == F("0.5")


SCHOOLS = {
    "S1": {"school_type": "primary", "stu.primary": 862, "stu_boarding": 120, "fund_public_allocated": 584300},
    "S2": {"school_type": "teaching_point", "stu.primary": 37, "stu_boarding": 0, "fund_public_allocated": 65000},
    "S3": {"school_type": "primary", "stu.primary": 99, "stu_boarding": 0, "fund_public_allocated": 65000},
    "S4": {
        "school_type": "junior",
        "stu.junior": 1210,
        "stu_boarding": 640,
        "stu_inclass.junior": 4,
        "fund_public_allocated": 1177100,
    },
    "S5": {"school_type": "special", "stu_special": 63, "stu_boarding": 0, "fund_public_allocated": 378000},
}
for _school in ("S1", "S2", "S3"):
    SCHOOLS[_school]["stu_inclass.primary"] = 0
RUNNING = ("n_schools", "n_vocational_schools", "classes_senior")


def test_running_costs_school_by_school() -> None:
    comparison = item("C3.4.1", schools=SCHOOLS, without=RUNNING).comparisons[0]
    assert (comparison.value, comparison.limit) == (2269400, 2269400)
    short = SCHOOLS | {"S4": SCHOOLS["S4"] | {"fund_public_allocated": 1042360}}  # 134740 too little
    result = item("C3.4.1", schools=short, without=RUNNING)
    assert points(result).low == 2 * F(2269400 - 134740, 2269400)
    assert "还差 134,740 元" in result.win_back


def test_teachers_pay_against_civil_servants() -> None:
    result = item(
        "C5.2.1",
        without=("pay_teacher_avg", "pay_civil_avg"),
        pay_teacher_total="8350",
        pay_teacher_count=860,
        pay_civil_total="4123.5",
        pay_civil_count=418,
    )
    ratio = F(8350, 860) / (F("4123.5") / 418)
    assert result.shown[0].value == ratio and abs(ratio - F("0.98423")) < F("0.000005")
    assert points(result).low == 1  # under 1.00, at least 0.95


# — rulings


def test_ruling_1_not_applicable_goes_before_what_is_missing() -> None:
    assert item("C2.2.4", mig_total=0, without=("mig_public",)).verdict is Verdict.NA


def test_ruling_1_an_unknown_condition_leaves_the_item_open() -> None:
    assert is_open("C1.4.1", without=("had_last_round",))


def test_ruling_1_nothing_is_decided_early() -> None:
    # one meeting of the government is missing and it was never reported: 0 points whichever way, but a figure is missing
    assert is_open("C1.1.2", meetings_executive=0, without=("reported_to_congress",))
    assert is_open("C6.2.2", accidents_larger=1, without=("accidents_ordinary",))


def test_ruling_1_the_needs_name_the_missing_figure() -> None:
    needs = item("C1.1.1", without=("meetings_leading_group",)).needs
    assert [need.key for need in needs] == [Key("", "meetings_leading_group")]
    assert item("C2.4.1", judged={}).needs[0].judgement == ("C2.4.1", "")


@pytest.mark.parametrize(
    ("code", "changed", "without", "cells"),
    [
        ("C3.1.3", {"pay_all_avg": (98000, 0)}, (), [("pay_all_avg", YEAR - 1)]),
        ("C3.1.3", {"pay_all_total": (None, 0), "teachers_all_avg": (None, 9)}, ("pay_all_avg",), [("pay_all_total", YEAR - 1), ("pay_all_avg", YEAR)]),
        ("C3.2.2", {"n_pupils": (61800, 0)}, (), [("n_pupils", YEAR - 1)]),
        ("C5.2.1", {"pay_civil_avg": 0}, (), [("pay_civil_avg", 0)]),
        ("C6.2.1", {"fitness_tested": 0, "fitness_passed": 0}, ("fitness_rate",), [("fitness_tested", YEAR)]),
        ("C6.1.1", {"curriculum_checked": 0}, (), [("curriculum_checked", 0)]),
    ],
)  # fmt: skip
def test_ruling_3_a_base_of_zero_leaves_the_item_open_and_names_its_cell(
    code: str, changed: dict[str, Any], without: tuple[str, ...], cells: list[tuple[str, int]]
) -> None:
    assert is_open(code, without=without, **changed)
    named = [need.key for need in item(code, without=without, **changed).needs]
    assert [(key.figure, key.year) for key in named if key is not None] == cells and None not in named


def test_ruling_2_points_are_worked_out_first_and_multiplied_then() -> None:
    # B2.2 is worth 8; without migrant pupils 7 remain, so 2 points become 16/7 and one step of 0.5 becomes 4/7
    result = assess(mig_total=0, dropouts=1)
    found = points(result.items["C2.2.2"])
    assert (found.own, found.full, found.low) == (2, F(16, 7), F(12, 7))
    assert points(result.items["C2.2.4"]).na
    assert sum(points(one).full for one in result.items.values()) == 100


def test_ruling_2_a_group_that_does_not_apply_goes_to_the_rest_of_its_aspect() -> None:
    result = assess(had_last_round=False)
    assert result.groups["B1.4"].na and result.groups["A1"].full == 15
    assert points(result.items["C1.2.1"]).full == F(2 * 15, 13)
    assert result.score is not None and result.score.low == 100


def test_ruling_3_a_base_of_nothing_is_open_never_not_applicable() -> None:
    assert is_open("C3.1.1", fiscal_edu=("86150", "0"))
    assert is_open("C3.1.3", pay_all_avg=("98000", "0"))
    assert is_open("C3.2.2", n_pupils=(61800, 0))
    assert is_open("C5.2.1", pay_civil_avg="0")
    assert is_open("C3.1.1", fiscal_edu=("86150", None))


def test_ruling_3_a_denominator_of_nothing_is_not_applicable_although_the_numerator_is_missing() -> None:
    for code, zero, missing in (
        ("C1.1.4", "leaders_due", "leaders_visited"),
        ("C5.1.2", "recruit_plan", "recruit_done"),
        ("C2.1.1", "pop_3_5", "kg_stu"),
        ("C2.2.3", "classes_compulsory", "classes_compulsory_56"),
        ("C5.3.1", "fund_public_final_total", "fund_train_final_total"),
        ("C5.3.3", "t_eligible_total", "t_rotated_total"),
    ):
        assert item(code, without=(missing,), **{zero: 0}).verdict is Verdict.NA, code
    assert item("C2.2.1", cohort9_entry=10, cohort9_dead=10).verdict is Verdict.NA


def test_ruling_3_what_has_not_been_done_yet_is_open() -> None:
    assert is_open("C6.1.1", curriculum_checked=0, curriculum_full=0)
    assert is_open("C6.3.1", satisfaction_valid=0, satisfaction_ok=0)
    tested = {"fitness_tested": (0, 100, 100, 100), "fitness_passed": (0, 90, 89, 88)}
    assert is_open("C6.2.1", without=("fitness_rate",), **tested)
    assert is_open("C3.4.1", schools={})


def test_ruling_4_accidents() -> None:
    assert got("C6.2.2", accidents_ordinary=1) == 1
    assert got("C6.2.2", accidents_larger=1) == 0
    struck = {state.code: state.struck for state in assess(accidents_larger=1).triggers}
    assert struck["DEMO-V3"] is False


def test_ruling_4_dangerous_buildings() -> None:
    result = assess(d_area_total=120)
    assert points(result.items["C4.1.2"]).low == 0
    assert result.score is not None and result.score.grade == "优秀"  # 98 points, none in use
    assert is_open("C4.1.2", d_area_total=10, d_area_in_use_total=20)


def test_ruling_8_the_nine_year_rate() -> None:
    assert got("C2.2.1", cohort9_grad=960, cohort9_in=40, cohort9_out=10, cohort9_dead=0) == 0  # 0.93 → 4 steps
    assert got("C2.2.1", cohort9_grad=941, cohort9_in=0, cohort9_out=0, cohort9_dead=10) == 2  # 941 ÷ 990
    assert got("C2.1.1", kg_stu=900) == F("1.5")
    assert got("C6.2.1", fitness_rate=("84.99", "1", "1", "1")) == F("0.5")


def test_ruling_9_the_floor_of_a_hundred_is_for_small_independent_primary_schools() -> None:
    def due(**school: Any) -> Any:
        stated = {"stu_boarding": 0, "stu_inclass.primary": 0, "fund_public_allocated": 0} | school
        found = item("C3.4.1", schools={"S": stated}, without=RUNNING)
        return found.comparisons[0].limit if found.comparisons else 0

    assert due(school_type="primary", **{"stu.primary": 37}) == 65000
    assert due(school_type="primary", **{"stu.primary": 100}) == 65000
    assert due(school_type="primary", **{"stu.primary": 0}) == 0
    nine = {"stu.primary": 37, "stu.junior": 50, "stu_inclass.junior": 0}
    assert due(school_type="nine_year", **nine) == 37 * 650 + 50 * 850
    assert due(school_type="junior", **{"stu.junior": 50, "stu_inclass.junior": 0}) == 50 * 850
    assert due(school_type="teaching_point", **{"stu.primary": 37, "stu_boarding": 2}) == 65400


def test_ruling_10_shares_are_not_rounded() -> None:
    assert got("C2.1.2", kg_stu=10000, kg_stu_inclusive=8499, kg_stu_public=5000, pop_3_5=10000) == 1
    assert got("C2.1.3", kg_stu=999, kg_stu_public=499) == 0
    assert got("C2.2.5", dis_school_age=40, dis_enrolled=38) == F("1.5")  # 0.95
    assert got("C2.3.1", hs_stu=9199, pop_15_17=10000) == F("1.6")  # 0.01 of a point below: one whole step


def test_ruling_11_surcharges() -> None:
    assert got("C3.3.1", surcharge_collected="0", surcharge_spent="0") == 0
    assert item("C3.3.1", vat_paid="0", consumption_tax_paid="0").verdict is Verdict.NA
    assert got("C3.3.4", surcharge_vocational="225.45") == 1  # exactly 30 %
    assert got("C3.3.4", surcharge_vocational="225.44") == 0
    no_school = {
        "schools": {"S1": SCHOOLS["S1"]},
        "without": ("n_schools", "classes_senior"),
        "n_vocational_schools": 0,
    }
    assert item("C3.3.4", **no_school).verdict is Verdict.NA
    assert got("C3.3.4", choices=chosen(vocational_handed_up="1"), **no_school) == 1


def test_ruling_12_growth_is_strict_and_no_decrease_is_not() -> None:
    assert got("C3.1.3", pay_all_avg=("96000", "96000")) == 0
    assert got("C3.1.3", pay_all_avg=("96000", "96000"), choices=strict("C3.1.3", ">=")) == F("1.5")
    assert got("C3.2.1", budget_edu=("93100", "93100")) == 2
    assert got("C3.2.1", budget_edu=("93100", "93100"), choices=strict("C3.2.1", ">")) == 0
    level = {"edu_cost__primary": ("10", "10")}
    assert got("C3.1.2", **level) == F("2.4")
    assert got("C3.1.2", **level, choices=strict("C3.1.2", ">=")) == 3


def test_strictness_changes_lines_and_nothing_else() -> None:
    at = {"kg_stu": 1000, "kg_stu_public": 500, "kg_stu_inclusive": 850}
    assert got("C2.1.2", **at, choices=strict("C2.1.2", ">")) == 1
    assert got("C6.2.2", choices=strict("C6.2.2", ">=")) == 2  # `accidents > 0` is a fact, not a line


def test_ruling_12_a_stage_without_pupils_in_either_year_does_not_count() -> None:
    closed = {"stu_avg__vocational": (0, 40), "stu_avg__senior": (30, 0), "edu_cost__junior": ("9", "10")}
    assert got("C3.1.2", **closed) == 2  # primary and kindergarten of three
    none = {f"stu_avg__{stage}": (0, 0) for stage in ("kindergarten", "primary", "junior", "senior", "vocational")}
    assert item("C3.1.2", **none).verdict is Verdict.NA
    assert item("C3.1.4", **none).verdict is Verdict.NA
    assert is_open("C3.1.2", edu_cost__primary=("11", None))


def test_ruling_13_a_parameter_changes_its_own_number_only() -> None:
    assert got("C2.1.2", kg_stu_inclusive=820, choices=chosen(inclusive_top="0.80")) == F("1.5")
    at = {"kg_stu": 1000, "kg_stu_public": 500, "kg_stu_inclusive": 780}
    assert got("C2.1.2", **at, choices=chosen(inclusive_top="0.70")) == F("1.5")
    assert got("C2.1.2", **at, choices=chosen(inclusive_top="0.90")) == F("0.5")
    assert got("C6.2.1", fitness_rate=("83", "1", "1", "1"), choices=chosen(fitness_top="0.95")) == F("0.5")


def test_ruling_14_subjects_do_not_make_up_for_each_other() -> None:
    table = rows(subject=["体育", "音乐"], required=["10", "10"], actual=["14", "6"])
    without = ("subject_teachers_required", "subject_teachers_filled")
    assert got("C5.1.3", without=without, shortage_subjects=table) == F("0.8")


def test_ruling_14_answers_are_added_not_averaged() -> None:
    groups = rows(group=["家长", "学生"], valid=["900", "100"], satisfied=["720", "40"])
    without = ("satisfaction_valid", "satisfaction_ok")
    assert got("C6.3.1", without=without, satisfaction_groups=groups) == 2 * F("0.06") / F("0.15")  # 76 %


def test_ruling_14_inspectors_are_not_rounded_up_and_one_report_is_none() -> None:
    schools = {f"S{n}": SCHOOLS["S1"] for n in range(7)} | {
        "V1": {"school_type": "vocational"},
        "H1": {"school_type": "senior"},
    }
    assert got("C1.3.2", schools=schools, n_schools=9, duty_inspectors=1) == F(5, 9)
    assert "责任督学数再增加 1 人" in item("C1.3.2", schools=schools, n_schools=9, duty_inspectors=1).win_back
    assert got("C1.1.2", reported_to_congress=False, meetings_executive=3) == 1


def test_ruling_14_more_than_asked_is_full_and_pointed_out() -> None:
    result = item("C5.1.2", recruit_done=55)
    assert points(result).low == 1 and "大于 1" in result.why


def test_ruling_14_no_issue_is_not_applicable() -> None:
    assert item("C1.4.1", issues_total=0, issues_done=0).verdict is Verdict.NA


def test_ruling_15_given_and_derived_agree_as_printed_and_the_exact_one_counts() -> None:
    paid = {"pay_teacher_total": "8350", "pay_teacher_count": 860, "pay_civil_avg": "97093.02"}
    result = item("C5.2.1", pay_teacher_avg="97093.02", **paid)
    assert result.comparisons[0].value == F(83500000, 860)  # 97093.0232…, not the printed 97093.02
    assert points(result).low == 3
    assert is_open("C5.2.1", pay_teacher_avg="97093.03", **paid)


def test_ruling_16_projects_of_the_year_on_time() -> None:
    planned = [date(2023, 6, 30), date(2023, 12, 31), date(2022, 12, 31), date(2023, 9, 1), date(2024, 1, 1)]
    finished = [date(2023, 6, 30), date(2024, 1, 1), date(2022, 12, 1), date(9999, 12, 31), date(2023, 1, 1)]
    table = rows(title=list("甲乙丙丁戊"), planned_done=planned, really_done=finished)
    assert got("C1.1.3", without=("projects_due", "projects_on_time"), education_projects=table) == F("0.5")


FUNDS = rows(
    document=["一", "二", "三"],
    amount=["100", "100", "100"],
    issued_on=[date(2023, 3, 1), date(2023, 3, 1), date(2023, 3, 1)],
    paid_on=[date(2023, 3, 31), date(2023, 4, 1), date(2023, 4, 20)],
    paid_amount=["100", "100", "80"],
    misused=[False, False, True],
)


def test_ruling_16_late_is_more_than_thirty_days_and_one_document_counts_once() -> None:
    without = ("funds_late_short", "funds_misused")
    assert got("C3.4.2", without=without, special_funds=FUNDS) == F("0.5")  # one late, one misused
    assert got("C3.4.2", without=without, special_funds=FUNDS, choices=chosen(late_days="60")) == 1
    assert is_open("C3.4.2", choices=chosen(late_days="60"))  # a mere count says nothing of 60 days


def test_ruling_16_only_new_arrears_cost_points_old_ones_are_shown() -> None:
    result = item("C3.4.4", wage_arrears_old=12)
    assert points(result).low == F("1.5") and result.shown[0].value == 12
    assert got("C3.4.4", wage_arrears_new=1) == 0


def test_ruling_16_visits_of_both_terms() -> None:
    schools = {
        "S1": {"school_type": "primary", "visits_term1": 2, "visits_term2": 2},
        "S2": {"school_type": "junior", "visits_term1": 5, "visits_term2": 1},
        "S3": {"school_type": "teaching_point"},
    }
    without = (*RUNNING, "schools_supervised")
    assert got("C1.3.3", schools=schools, without=without) == F("0.5")


def test_ruling_17_schools_are_counted_without_kindergartens_teaching_points_and_campuses() -> None:
    kinds = ["primary", "senior", "vocational", "special", "kindergarten", "teaching_point", "primary"]
    schools: dict[str, dict[str, Any]] = {
        f"S{n}": {"school_type": kind, "equipment_met": True} for n, kind in enumerate(kinds)
    }
    schools["S0"]["equipment_met"] = False
    schools["S6"] |= {"counts_as_school": False, "parent_code": "S0"}
    without = (*RUNNING, "schools_equipment_met")
    comparison = item("C4.2.1", schools=schools, without=without).comparisons[0]
    assert (comparison.value, comparison.limit) == (3, 4)


def test_ruling_17_big_classes_of_compulsory_stages_only() -> None:
    schools = {
        "S1": {"school_type": "complete_secondary", "n_classes.junior": 10, "n_classes_56.junior": 0}
        | {"n_classes.senior": 20, "n_classes_56.senior": 2},
    }
    without = ("n_schools", "n_vocational_schools", "classes_compulsory", "classes_compulsory_56")
    without += ("classes_senior", "classes_senior_56")
    result = assess(schools=schools, without=without)
    assert points(result.items["C2.2.3"]).low == F("1.5")
    assert points(result.items["C2.3.3"]).low == 0  # 2 of 20 is more than 5 %


def test_ruling_18_a_hair_below_the_line_is_the_lower_grade() -> None:
    # Ten points lost in all, one of them by a hair more.
    lost = {"reported_to_congress": False, "meetings_executive": 1, "fiscal_edu": ("81200", "81200")}
    result = assess(**lost, d_area_total=1, wage_arrears_new=0, kg_stu_public=100, aid_given=3199)
    assert result.score is not None
    assert 89 < result.score.low < 92 and result.score.low == F(100) - 2 - 4 - 2 - 1 - F(1, 3200)
    exact = assess(**lost, d_area_total=1, kg_stu_public=100, aid_given=0)
    assert exact.score is not None and exact.score.low == 90 and exact.score.grade == "优秀"
    hair = assess(
        **lost, d_area_total=1, kg_stu_public=100, aid_given=0, projects_due=10**9, projects_on_time=10**9 - 1
    )
    assert hair.score is not None and hair.score.grade == "良好"


def test_ruling_19_the_figures_that_the_table_left_out_are_asked() -> None:
    for code, figure in (
        ("C2.3.2", "n_vocational_schools"),
        ("C1.4.1", "had_last_round"),
        ("C6.2.2", "accidents_larger"),
    ):
        assert is_open(code, without=(figure,), schools={}), code


def test_a_county_without_its_school_table_has_no_schools_yet_rather_than_none() -> None:
    result = assess(schools={})
    assert points(result.items["C1.3.2"]).low == 1  # n_schools as stated, not against a derived 0
    assert is_open("C1.3.2", schools={}, without=("n_schools",))


# — laws


@pytest.mark.parametrize("code", [one.code for one in six_aspects().items])
def test_every_item_is_full_in_the_whole_county(code: str) -> None:
    result = item(code)
    assert (result.verdict, result.win_back) == (Verdict.PASS, "")


def test_an_empty_county_is_open_from_nothing_to_full() -> None:
    result = assess(without=tuple(snapshot_names()), schools={}, judged={})
    assert result.score is not None
    assert (result.score.low, result.score.high, result.score.grade) == (0, 100, "")


def snapshot_names() -> list[str]:
    return [key.figure + (f".{key.stage}" if key.stage else "") for key in snapshot().statements]


def test_a_rate_that_has_to_rise_is_told_in_percentage_points() -> None:
    told = item("C6.2.1", fitness_rate=("3.85", "89", "88", "87")).win_back
    assert "再增加 81.15 个百分点" in told and "81.15 %" not in told
