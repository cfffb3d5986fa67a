"""优质均衡 over one made-up county that meets everything; each single change decides exactly the item it belongs to."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.result import StandardResult
from dudao.calc.figures import Judgement, Key, Known, School, Snapshot
from dudao.calc.figures.snapshot import Choices
from dudao.calc.figures.statement import Statement, Value
from dudao.library.read import catalogue, standard

Figures = Mapping[str, Value]

SCHOOL: dict[str, Value] = {
    "owner_code": "7",
    "urban_rural_code": "111",
    "counts_as_school": True,
    "stu_boarding": 0,
    "stu_kindergarten": 0,
    "n_music_rooms_96": 5,
    "n_art_rooms_90": 5,
    "fund_public_allocated": 900000,
    "fund_public_budget": 900000,
    "fund_train_budget": 45000,
    "fund_public_final": 900000,
    "fund_train_final": 45000,
    "stu_special": 2,
    "t_eligible": 50,
    "t_rotated": 6,
    "t_rotated_backbone": 2,
}
MONITORING = ("语文", "3", "0.12"), ("数学", "4", "0.149")


def stage(name: str, pupils: int) -> dict[str, Value]:
    """One stage with everything in the same proportion to its pupils, so that no CV is above 0."""
    values: dict[str, Value] = {
        "stu": pupils,
        "n_classes": -(-pupils // 40),
        "n_classes_over": 0,
        "t_full": 80,
        "t_certified": 80,
        "t_360": 80,
        "t_aboveq": Fraction(pupils * 6, 100),
        "t_backbone": Fraction(pupils * 2, 100),
        "t_pe_art": Fraction(pupils, 100),
        "stu_in_zone": pupils,
    }
    if name == "junior":
        values |= {"grad": 100, "entry": 100, "in3y": 0, "out3y": 0, "dead3y": 0}
    return {f"{figure}.{name}": value for figure, value in values.items()}


def shared(whole: Fraction | int) -> dict[str, Value]:
    """Shared resources for so many pupils (weighted), all above the line."""
    return {
        "area_teaching_net": 7 * whole,
        "area_sport": 12 * whole,
        "equip_value_wanyuan": Fraction(3, 10) * whole,
        "n_media_rooms": Fraction(3, 100) * whole,
    }


SCHOOLS: dict[str, dict[str, Value]] = {
    "小学": {"school_type": "primary", **SCHOOL, **shared(1000), **stage("primary", 1000)},
    "初中": {"school_type": "junior", **SCHOOL, **shared(900), **stage("junior", 900)},
    "九年": {
        "school_type": "nine_year",
        **SCHOOL,
        **shared(500 + 330),
        **stage("primary", 500),
        **stage("junior", 300),
    },
    "教学点": {
        "school_type": "teaching_point",
        **SCHOOL,
        **stage("primary", 40),
        "urban_rural_code": "220",
        "fund_public_allocated": 72000,
    },
    "高中": {"school_type": "senior", **SCHOOL},
    "特校": {"school_type": "special", **SCHOOL},
    "职校": {"school_type": "vocational"},
}
COUNTY: dict[str, Value] = {
    "fund_std.primary": 720,
    "fund_std.junior": 940,
    "fund_std_required.primary": 720,
    "fund_std_required.junior": 940,
    "fund_special_total": 1000000,
    "pay_teacher_avg": 100000,
    "pay_civil_avg": 100000,
    "quota_total": 100,
    "quota_alloc": 50,
    "quota_rural": 20,
    "mig_eligible": 2000,
    "mig_public": 1600,
    "mig_purchased": 120,
    "dis_school_age": 100,
    "dis_enrolled": 95,
    "survey_valid": 1000,
    "survey_ok": 850,
    "visit_n": 100,
    "visit_ok": 85,
    "date_jbjh_recognised": date(2019, 1, 1),
}


def key(unit: str, name: str) -> Key:
    figure, _, of_stage = name.partition(".")
    return Key(unit, figure, of_stage)


def monitoring(*rows: tuple[str, str, str]) -> Known:
    return Known(
        tuple(
            {"subject": Known(subject), "level": Known(level), "diff": Known(Fraction(diff), diff, 3)}
            for subject, level, diff in rows
        )
    )


def judged() -> dict[tuple[str, str], Judgement]:
    levels = {(f"YZJH-2.{n}", ""): "met" for n in (1, 2, 10)}
    levels |= {(f"YZJH-3.{n}", unit): "met" for n in (3, 5, 7, 8) for unit in SCHOOLS}
    levels |= {("YZJH-3.6", unit): "good" for unit in SCHOOLS}
    levels |= {(f"YZJH-V{n}", ""): "clear" for n in range(1, 9)} | {("YZJH-P2", ""): "fulfilled"}
    return {address: Judgement(level=level) for address, level in levels.items()}


def sound() -> Snapshot:
    statements: dict[Key, Statement] = {}
    for unit, figures in ({"": COUNTY} | SCHOOLS).items():
        statements |= {key(unit, name): Known(value) for name, value in figures.items()}
    statements[key("", "monitoring")] = monitoring(*MONITORING)
    return Snapshot(
        schools=tuple(School(code=unit, name=unit) for unit in SCHOOLS),
        statements=statements,
        judgements=judged(),
        choices=Choices(evaluation_year=2025, visit_date=date(2026, 12, 15)),
    )


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    return Assessor(standard("YZJH-2017"), catalogue())


def verdicts(result: StandardResult) -> dict[str, str]:
    """Items that are neither met nor, being resources, without a verdict of their own."""
    return {
        code: item.verdict.value
        for code, item in result.items.items()
        if item.verdict.value not in ("pass", "na") or (item.verdict.value == "na" and not code.startswith("YZJH-1."))
    }


def test_a_county_that_meets_everything_passes(assessor: Assessor) -> None:
    result = assessor.assess(sound())

    assert verdicts(result) == {}
    assert result.verdict is not None and result.verdict.value == "pass"
    assert {row.unit for row in result.rows if row.item == "YZJH-1.1"} == {"小学", "初中", "九年"}


DECIDES: dict[str, tuple[str, str, Value | None, str, str]] = {
    "a class above 50": ("初中", "n_classes_over.junior", 1, "YZJH-2.5", "fail"),
    "one music room short": ("小学", "n_music_rooms_96", 2, "YZJH-2.3", "fail"),
    "23 classes need two rooms": ("初中", "n_art_rooms_90", 1, "YZJH-2.3", "fail"),
    "classes not counted": ("小学", "n_classes_over.primary", None, "YZJH-2.5", "open"),
    "small school funded by heads": ("教学点", "fund_public_allocated", 71999, "YZJH-2.6", "fail"),
    "standard below the required": ("", "fund_std.junior", 939, "YZJH-2.2", "fail"),
    "special pupils": ("", "fund_special_total", 70000, "YZJH-2.7", "fail"),
    "pay": ("", "pay_teacher_avg", 99999, "YZJH-2.8", "fail"),
    "one teacher without hours": ("九年", "t_360.junior", 79, "YZJH-2.9", "fail"),
    "rotation": ("小学", "t_rotated", 1, "YZJH-2.11", "fail"),
    "backbone of the rotated": ("小学", "t_rotated_backbone", None, "YZJH-2.11", "open"),
    "certificates": ("九年", "t_certified.primary", 79, "YZJH-2.12", "fail"),
    "one pupil from outside": ("小学", "stu_in_zone.primary", 999, "YZJH-2.13", "fail"),
    "senior places": ("", "quota_alloc", 49, "YZJH-2.14", "fail"),
    "purchased places": ("", "mig_purchased", 0, "YZJH-2.15", "fail"),
    "retention": ("初中", "grad.junior", 80, "YZJH-3.1", "fail"),
    "disabled children": ("", "dis_enrolled", 94, "YZJH-3.2", "fail"),
    "training fund": ("特校", "fund_train_budget", 44999, "YZJH-3.4", "fail"),
    "approval on site": ("", "visit_ok", 84, "YZJH-4.1", "fail"),
    "approval not asked": ("", "survey_ok", None, "YZJH-4.1", "open"),
}


@pytest.mark.parametrize("case", DECIDES)
def test_one_change_decides_one_item(case: str, assessor: Assessor) -> None:
    unit, name, value, code, verdict = DECIDES[case]
    before = sound()
    statements = {address: said for address, said in before.statements.items() if address != key(unit, name)}
    if value is not None:
        statements[key(unit, name)] = Known(value)
    after = Snapshot(
        schools=before.schools, statements=statements, judgements=before.judgements, choices=before.choices
    )

    assert verdicts(assessor.assess(after)) == {code: verdict}


@pytest.mark.parametrize(
    ("unit", "name", "value"),
    [
        ("小学", "owner_code", "10"),  # private
        ("小学", "urban_rural_code", "220"),  # village
        ("小学", "stu_boarding", 30),  # boarding
    ],
)
def test_who_is_left_out_of_nearby_enrolment(unit: str, name: str, value: Value, assessor: Assessor) -> None:
    outside = sound().replace(key("小学", "stu_in_zone.primary"), Known(500))

    assert verdicts(assessor.assess(outside)) == {"YZJH-2.13": "fail"}
    assert verdicts(assessor.assess(outside.replace(key(unit, name), Known(value)))) == {}


def test_the_size_of_a_through_school_is_that_of_both_stages(assessor: Assessor) -> None:
    def sized(primary: int) -> dict[str, str]:
        snapshot = sound().replace(key("九年", "stu.primary"), Known(primary))
        rows = [row for row in assessor.assess(snapshot).rows if row.item == "YZJH-2.4"]
        return {row.unit: row.verdict.value for row in rows}

    assert sized(2200) == {"小学": "pass", "初中": "pass", "九年": "pass", "教学点": "pass"}
    assert sized(2201)["九年"] == "fail"


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ((("语文", "3", "0.149"),), {}),
        ((("语文", "3", "0.15"),), {"YZJH-3.9": "fail"}),  # strictly below
        ((("语文", "3", "0.1"), ("科学", "2", "0.1")), {"YZJH-3.9": "fail"}),
        ((), {"YZJH-3.9": "open"}),  # not yet delivered
    ],
)
def test_quality_monitoring(
    rows: tuple[tuple[str, str, str], ...], verdict: dict[str, str], assessor: Assessor
) -> None:
    assert verdicts(assessor.assess(sound().replace(key("", "monitoring"), monitoring(*rows)))) == verdict


def test_basically_met_is_not_met(assessor: Assessor) -> None:
    before = sound()
    judgements = {**before.judgements, ("YZJH-2.1", ""): Judgement(level="basic")}
    after = Snapshot(
        schools=before.schools, statements=before.statements, judgements=judgements, choices=before.choices
    )

    assert verdicts(assessor.assess(after)) == {"YZJH-2.1": "fail"}


def test_a_veto_that_exists_fails_the_county(assessor: Assessor) -> None:
    before = sound()
    judgements = {**before.judgements, ("YZJH-V2", ""): Judgement(level="struck")}
    after = Snapshot(
        schools=before.schools, statements=before.statements, judgements=judgements, choices=before.choices
    )
    result = assessor.assess(after)

    assert verdicts(result) == {}
    assert result.verdict is not None and result.verdict.value == "fail"
