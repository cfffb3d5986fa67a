"""A made-up county, whole and without a fault, for tests of the demonstration standard; every value is ours."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.result import StandardResult
from dudao.calc.figures import Catalogue, Judgement, Key, Kind, Known, School, Snapshot
from dudao.calc.figures.reading import read_catalogue
from dudao.calc.figures.snapshot import Choices
from dudao.calc.standard.model import Standard
from dudao.calc.standard.reading import read_standard
from dudao.library import figures, standard

CODE = "DEMO-6A-100"
YEAR = 2023


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    return read_catalogue(figures(), "figures.yaml")


@lru_cache(maxsize=1)
def six_aspects() -> Standard:
    return read_standard(standard(CODE), f"{CODE}.yaml", catalogue())


@lru_cache(maxsize=1)
def assessor() -> Assessor:
    return Assessor(six_aspects(), catalogue())


# Full marks everywhere. Numbers are texts, read exactly; a tuple gives this year, last year, and so on.
COUNTY: Mapping[str, Any] = {
    "meetings_leading_group": 2,
    "meetings_executive": 4,
    "reported_to_congress": True,
    "projects_due": 8,
    "projects_on_time": 8,
    "leaders_due": 20,
    "leaders_visited": 20,
    "townships_total": 14,
    "townships_assessed": 14,
    "inspectorate_staffed": True,
    "inspection_budgeted": True,
    "duty_inspectors": 1,
    "had_last_round": True,
    "issues_total": 4,
    "issues_done": 4,
    "issues_partly": 0,
    "kg_stu": 950,
    "pop_3_5": 1000,
    "kg_stu_inclusive": 900,
    "kg_stu_public": 500,
    "cohort9_entry": 1000,
    "cohort9_grad": 960,
    "cohort9_in": 10,
    "cohort9_out": 10,
    "cohort9_dead": 0,
    "dropouts": 0,
    "classes_compulsory": 60,
    "classes_compulsory_56": 0,
    "mig_total": 100,
    "mig_public": 90,
    "mig_purchased": 5,
    "dis_school_age": 40,
    "dis_enrolled": 39,
    "hs_stu": 930,
    "pop_15_17": 1000,
    "n_vocational_schools": 1,
    "voc_quota": 300,
    "voc_enrolled": 300,
    "classes_senior": 30,
    "classes_senior_56": 0,
    "fiscal_edu": ("86150", "81200"),
    "recurrent_revenue": ("126900", "120300"),
    "pay_all_avg": ("98000", "96000"),
    "budget_edu": ("93100", "93100"),
    "n_pupils": ("61800", "62500"),
    "vat_paid": "23600",
    "consumption_tax_paid": "1450",
    "surcharge_collected": "751.5",
    "surcharge_spent": "751.5",
    "local_surcharge_collected": "501",
    "local_surcharge_spent": "501",
    "surcharge_vocational": "230",
    "land_revenue": "48000",
    "land_deducted": "34400",
    "land_set_aside": "1360",
    "funds_late_short": 0,
    "funds_misused": 0,
    "aid_due": 3200,
    "aid_given": 3200,
    "wage_arrears_new": 0,
    "estate_due": 5,
    "estate_ok": 5,
    "d_area_total": 0,
    "d_area_in_use_total": 0,
    "n_schools": 3,
    "schools_supervised": 3,
    "schools_standard_met": 3,
    "schools_equipment_met": 3,
    "schools_books_met": 3,
    "classes_all": 100,
    "classes_media": 100,
    "schools_rooms_met": 3,
    "schools_security_met": 3,
    "schools_logistics_met": 3,
    "schools_boarding": 3,
    "schools_boarding_met": 3,
    "schools_staffing_met": 3,
    "recruit_plan": 50,
    "recruit_done": 50,
    "subject_teachers_required": 120,
    "subject_teachers_filled": 120,
    "kg_classes": 60,
    "kg_classes_staffed": 60,
    "pay_teacher_avg": "98648.33",
    "pay_civil_avg": "98648.33",
    "rural_allowance_due": 400,
    "rural_allowance_paid": 400,
    "fund_public_final_total": "1000000",
    "fund_train_final_total": "50000",
    "t_full_total": 1000,
    "t_360_total": 1000,
    "t_eligible_total": 500,
    "t_rotated_total": 60,
    "ethics_cases": 0,
    "curriculum_checked": 6,
    "curriculum_full": 6,
    "enrolment_violations": 0,
    "fee_violations": 0,
    "fitness_rate": ("90", "89", "88", "87"),
    "accidents_ordinary": 0,
    "accidents_larger": 0,
    "accidents_major": 0,
    "satisfaction_valid": 1000,
    "satisfaction_ok": 900,
    "edu_cost.primary": ("11", "10"),
    "edu_cost.junior": ("11", "10"),
    "edu_cost.kindergarten": ("11", "10"),
    "edu_cost.senior": ("11", "10"),
    "edu_cost.vocational": ("11", "10"),
    "public_cost.primary": ("11", "10"),
    "public_cost.junior": ("11", "10"),
    "public_cost.kindergarten": ("11", "10"),
    "public_cost.senior": ("11", "10"),
    "public_cost.vocational": ("11", "10"),
    **{f"stu_avg.{stage}": (100, 100) for stage in ("primary", "junior", "kindergarten", "senior", "vocational")},
}
# An independent primary school paid what C3.4.1 asks (862 pupils, 120 boarders → 584300), a senior high school and a
# vocational school.
SCHOOLS: Mapping[str, Mapping[str, Any]] = {
    "S1": {
        "school_type": "primary",
        "stu.primary": 862,
        "stu_boarding": 120,
        "stu_inclass.primary": 0,
        "fund_public_allocated": 584300,
    },
    "H1": {"school_type": "senior"},
    "V1": {"school_type": "vocational"},
}
JUDGED = {
    **dict.fromkeys(("C1.2.1", "C2.4.1", "C5.2.3", "C6.1.4"), "excellent"),
    **dict.fromkeys(("DEMO-V4", "DEMO-CAP2", "DEMO-DROP1"), "clear"),
}


def snapshot(
    *,
    without: tuple[str, ...] = (),
    schools: Mapping[str, Mapping[str, Any]] = SCHOOLS,
    judged: Mapping[str, str] | None = None,
    choices: Choices | None = None,
    **changed: Any,
) -> Snapshot:
    """The county with some figures changed (`edu_cost__primary=…`) or left out."""
    stated = {**COUNTY, **{name.replace("__", "."): value for name, value in changed.items()}}
    statements = {
        key: known
        for name, value in stated.items()
        if name not in without
        for key, known in _statements("", name, value)
    }
    for code, figures_ in schools.items():
        for name, value in figures_.items():
            statements |= dict(_statements(code, name, value))
    return Snapshot(
        schools=tuple(School(code=code, name=f"学校{code}") for code in schools),
        statements=statements,
        judgements={
            (code, ""): Judgement(level=level) for code, level in (JUDGED if judged is None else judged).items()
        },
        choices=choices or Choices(evaluation_year=YEAR),
    )


def _statements(unit: str, name: str, value: Any) -> list[tuple[Key, Known]]:
    figure, _, stage = name.partition(".")
    declared = catalogue()[figure]
    if not declared.several_years:
        return [(Key(unit, figure, stage, 0), _known(value, declared.kind))]
    values = value if isinstance(value, tuple) else (value,)
    return [
        (Key(unit, figure, stage, YEAR - back), _known(one, declared.kind))
        for back, one in enumerate(values)
        if one is not None
    ]


def _known(value: Any, kind: Kind) -> Known:
    """A number with as many decimals as it was written with."""
    if kind is not Kind.NUMBER:
        return Known(value)
    text = str(value)
    number = Fraction(text)
    exact = number.numerator if number.denominator == 1 else number
    return Known(exact, text, decimals=len(text.partition(".")[2]))


def rows(**columns: list[Any]) -> tuple[dict[str, Known], ...]:
    """The rows of a list figure, column by column; None is a blank cell."""
    count = len(next(iter(columns.values())))
    return tuple(
        {
            name: Known(
                Fraction(cells[index]) if isinstance(cells[index], str) and cells[index][:1].isdigit() else cells[index]
            )
            for name, cells in columns.items()
            if cells[index] is not None
        }
        for index in range(count)
    )


def assess(**changed: Any) -> StandardResult:
    return assessor().assess(snapshot(**changed))


__all__ = ["CODE", "YEAR", "assess", "assessor", "catalogue", "date", "rows", "six_aspects", "snapshot"]
