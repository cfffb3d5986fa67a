"""The checks between figures: each catches its fault, passes a right value, and never passes without its figures."""

import pytest

from dudao.calc.figures import Key, Known, Reason, School, Snapshot, Unknown
from dudao.calc.formula import names
from dudao.calc.returns.checks import Outcome, check_figures, sentence
from dudao.library.read import catalogue, checks

SCHOOL = "2144000501"

# check → (figures of a right case, the one figure that breaks it)
CASES = {
    "CHK-01a": (
        dict.fromkeys([f"stu_g{grade}" for grade in range(1, 7)], 10) | {"stu.primary": 60},
        {"stu.primary": 61},
    ),
    "CHK-01b": ({"stu_g7": 5, "stu_g8": 5, "stu_g9": 5, "stu.junior": 15}, {"stu_g9": 6}),
    "CHK-02": (
        {f"n_classes_{band}.primary": 2 for band in ("45", "46_50", "51_55", "56_65", "66")}
        | {"n_classes.primary": 10},
        {"n_classes.primary": 9},
    ),
    "CHK-03": (
        {f"t_{degree}.primary": 2 for degree in ("doctor", "master", "bachelor", "college", "secondary")}
        | {"t_full.primary": 10},
        {"t_full.primary": 11},
    ),
    "CHK-05": ({"t_backbone.primary": 3, "t_full.primary": 3}, {"t_backbone.primary": 4}),
    "CHK-06a": ({"t_certified.primary": 3, "t_full.primary": 3}, {"t_certified.primary": 4}),
    "CHK-06b": ({"t_360.primary": 3, "t_full.primary": 3}, {"t_360.primary": 4}),
    "CHK-06c": ({"t_mid_title.primary": 3, "t_full.primary": 3}, {"t_mid_title.primary": 4}),
    "CHK-06d": ({"t_aboveq.primary": 3, "t_full.primary": 3}, {"t_aboveq.primary": 4}),
    "CHK-06e": ({"t_pe_art.primary": 3, "t_full.primary": 3}, {"t_pe_art.primary": 4}),
    "CHK-07": ({"t_full.primary": 3, "t_full.junior": 4, "staff_total": 7}, {"staff_total": 6}),
    "CHK-08a": ({"t_rotated_backbone": 1, "t_rotated": 1}, {"t_rotated_backbone": 2}),
    "CHK-08b": ({"t_rotated": 1, "t_eligible": 1}, {"t_rotated": 2}),
    "CHK-08c": ({"t_eligible": 7, "t_full.primary": 3, "t_full.junior": 4}, {"t_eligible": 8}),
    "CHK-09a": ({"area_indoor_sport": 10, "area_teaching": 10}, {"area_indoor_sport": 11}),
    "CHK-09b": ({"area_teaching": 10, "area_building": 10}, {"area_teaching": 11}),
    "CHK-10": ({"area_field": 10, "area_site": 10}, {"area_field": 11}),
    "CHK-12": ({"equip_value_wanyuan": 1, "lab_met": True}, {"equip_value_wanyuan": 0}),
    "CHK-17a": ({"new_primary": 5, "stu_g1": 5}, {"stu_g1": 6}),
    "CHK-17b": ({"new_primary": 5, "new_primary_preschool": 5}, {"new_primary_preschool": 6}),
    "CHK-18a": ({"expected_grad.primary": 5, "stu_g6": 5}, {"stu_g6": 6}),
    "CHK-18b": ({"expected_grad.junior": 5, "stu_g9": 5}, {"stu_g9": 6}),
    "CHK-18c": ({"new_junior": 5, "stu_g7": 5}, {"stu_g7": 6}),
    "CHK-23": ({"fund_train_budget": 5, "fund_public_budget": 5}, {"fund_train_budget": 6}),
    "DD-01": ({"d_area_in_use": 5, "d_area": 5}, {"d_area_in_use": 6}),
}
OF_COUNTY = {
    "CHK-08d": ({"t_rotated_backbone_total": 1, "t_rotated_total": 1}, {"t_rotated_backbone_total": 2}),
    "CHK-08e": ({"t_rotated_total": 1, "t_eligible_total": 1}, {"t_rotated_total": 2}),
    "CHK-08f": ({"t_eligible_total": 1, "t_full_total": 1}, {"t_eligible_total": 2}),
    "CHK-24a": ({"mig_public": 1600, "mig_purchased": 400, "mig_eligible": 2000}, {"mig_purchased": 401}),
    "CHK-24b": ({"dis_enrolled": 5, "dis_school_age": 5}, {"dis_enrolled": 6}),
    "CHK-24c": ({"quota_alloc": 5, "quota_total": 5}, {"quota_alloc": 6}),
    "CHK-24d": ({"quota_rural": 5, "quota_alloc": 5}, {"quota_rural": 6}),
    "CHK-25a": ({"survey_valid": 5, "survey_sent": 5}, {"survey_valid": 6}),
    "CHK-25b": ({"survey_ok": 5, "survey_valid": 5}, {"survey_ok": 6}),
    "CHK-25c": ({"survey_valid_parent": 5, "survey_valid": 5}, {"survey_valid_parent": 6}),
    "CHK-25d": ({"survey_ok_parent": 5, "survey_ok": 5}, {"survey_ok_parent": 6}),
    "CHK-25e": ({"survey_ok_parent": 5, "survey_valid_parent": 5}, {"survey_ok_parent": 6}),
    "CHK-25f": ({"visit_ok": 5, "visit_n": 5}, {"visit_ok": 6}),
    "CHK-25g": ({"visit_n_parent": 5, "visit_n": 5}, {"visit_n_parent": 6}),
    "CHK-25h": ({"visit_ok_parent": 5, "visit_ok": 5}, {"visit_ok_parent": 6}),
    "CHK-25i": ({"visit_ok_parent": 5, "visit_n_parent": 5}, {"visit_ok_parent": 6}),
    "CHK-25j": ({"survey_sent_parent": 5, "survey_sent": 5}, {"survey_sent_parent": 6}),
    "CHK-29": ({"kg_stu_inclusive": 5, "kg_stu_public": 5, "kg_stu": 5}, {"kg_stu_public": 6}),
}


def snapshot(figures, unit=SCHOOL, kind="nine_year"):
    statements = {Key(SCHOOL, "school_type"): Known(kind, kind)}
    for name, value in figures.items():
        figure, _, stage = name.partition(".")
        statements[Key(unit, figure, stage)] = value if isinstance(value, Unknown) else Known(value, str(value))
    return Snapshot(schools=(School(code=SCHOOL, name="甲"),), statements=statements)


def errors(figures, check, unit=SCHOOL, kind="nine_year"):
    report = check_figures(snapshot(figures, unit, kind), catalogue(), checks())
    return [finding for finding in report.errors if finding.check == check]


@pytest.mark.parametrize("check", [*CASES, *OF_COUNTY])
def test_it_catches_its_fault_and_passes_a_right_value(check):
    right, wrong = {**CASES, **OF_COUNTY}[check]
    unit = SCHOOL if check in CASES else ""
    report = check_figures(snapshot(right, unit), catalogue(), checks())
    assert report.ran.get(check), report.not_run.get(check)
    assert errors(right, check, unit) == []
    (found,) = errors({**right, **wrong}, check, unit)
    assert found.outcome is Outcome.ERROR
    assert found.example
    assert found.cells


@pytest.mark.parametrize("check", [*CASES, *OF_COUNTY])
def test_without_one_of_its_figures_it_says_so_and_does_not_pass(check):
    right, _ = {**CASES, **OF_COUNTY}[check]
    unit = SCHOOL if check in CASES else ""
    first = next(iter(right))
    for lacking in ({**right, first: Unknown(Reason.DASH, "—")}, {k: v for k, v in right.items() if k != first}):
        report = check_figures(snapshot(lacking, unit), catalogue(), checks())
        assert not report.ran.get(check)
        assert check in report.not_run
        assert any(line.startswith(f"{check} 没有运行：缺") for line in report.remarks())


def test_every_check_that_refuses_has_a_case_here():
    beside = {"CHK-01c", "CHK-01d", "CHK-30a", "CHK-30b"}  # lists and codes: below
    assert {check.id for check in checks().checks if not check.warns} == {*CASES, *OF_COUNTY, *beside}


@pytest.mark.parametrize(("stage", "check"), [("primary", "CHK-01c"), ("junior", "CHK-01d")])
def test_the_classes_of_the_list_add_up(stage, check):
    def row(size):
        return {"stage": Known(stage, stage), "size": Known(size, str(size))}

    assert errors({"class_sizes": (row(40), row(41)), f"stu.{stage}": 81}, check) == []
    assert len(errors({"class_sizes": (row(40), row(41)), f"stu.{stage}": 80}, check)) == 1


@pytest.mark.parametrize(
    ("code", "kind", "wrong"),
    [
        ("2144000501", "primary", set()),
        ("3144000501", "nine_year", set()),
        ("214400050", "primary", {"CHK-30a"}),
        ("2199000501", "primary", {"CHK-30a"}),
        ("3144000501", "primary", {"CHK-30b"}),
        ("5144000501", "special", set()),
    ],
)
def test_codes(code, kind, wrong):
    report = check_figures(snapshot({"school_code": code}, kind=kind), catalogue(), checks())
    assert {finding.check for finding in report.errors} == wrong


def test_the_sentence_names_the_place_the_rule_and_an_example():
    (found,) = errors({"t_backbone.primary": 4, "t_full.primary": 3}, "CHK-05")
    said = sentence(found, {SCHOOL: "甲小学"})
    assert "甲小学（小学）" in said and "不能多于专任教师数" in said and "例：" in said


def test_every_figure_a_check_names_is_declared():
    columns = {"stage", "size", "area"}
    for check in checks().checks:
        other = check.pattern or check.kinds or check.jump
        assert bool(check.holds) + bool(other) + bool(check.lacks) == 1, check.id
        named = {name.name for name in names(check.holds)} if check.holds else {other} - {""}
        assert named - columns <= set(catalogue().figures)
