"""The figures of the whole county, department by department, and the totals of its schools."""

import math
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from dudao.demonstration.county import YEAR, School, Value
from dudao.demonstration.dice import Dice
from dudao.demonstration.returns import DISABLED, PER_PUPIL

Figures = dict[tuple[str, str, int], Value]
NOW, BEFORE = YEAR, YEAR - 1


def county_figures(schools: tuple[School, ...], seed: int) -> Figures:
    """Everything a county hands in that no school does. Money in 万元 unless the figure says otherwise."""
    dice = Dice(seed, "county")
    figures: Figures = {(name, "", 0): value for name, value in _CONDUCT.items()}
    figures |= {(name, "", 0): value for name, value in _totals(schools).items()}
    figures |= _children(schools, dice)
    figures |= _two_years(schools, dice)
    figures |= _revenue()
    figures |= _fitness(figures)
    return figures


# What people did and what happened; each a little short of full somewhere, as the overview is to show.
_CONDUCT: dict[str, Value] = {
    "meetings_leading_group": 2,
    "meetings_executive": 3,
    "reported_to_congress": True,
    "leaders_due": 33,
    "leaders_visited": 31,
    "townships_total": 14,
    "townships_assessed": 14,
    "inspectorate_staffed": True,
    "inspection_budgeted": True,
    "duty_inspectors": 24,
    "had_last_round": True,
    "dropouts": 2,
    "recruit_plan": 126,
    "recruit_done": 123,
    "kg_classes": 452,
    "kg_classes_staffed": 431,
    "rural_allowance_due": 1684,
    "rural_allowance_paid": 1684,
    "ethics_cases": 0,
    "enrolment_violations": 1,
    "fee_violations": 0,
    "wage_arrears_new": 0,
    "wage_arrears_old": 0,
    "date_jbjh_recognised": date(2016, 12, 29),
    "pay_teacher_total": Fraction(3489072, 100),
    "pay_teacher_count": 3716,
    "pay_civil_total": Fraction(1794648, 100),
    "pay_civil_count": 1862,
    "voc_quota": 660,
    "voc_enrolled": 633,
    "aid_due": 7214,
    "aid_given": 7102,
    "population": 486_300,
    "fiscal_edu_basis": "一般公共预算教育拨款加教育费附加、地方教育附加，本年、上年同口径",
    "recurrent_revenue_basis": "税收收入加非税中的经常性部分，本年、上年同口径",
}


def _totals(schools: tuple[School, ...]) -> dict[str, Value]:
    """What departments add up themselves; true sums, so that they agree with the schools once all have handed in."""
    whole = [school for school in schools if school.type != "teaching_point" and not school.main_code]

    def total(figure: str, *stages: str) -> int:
        return sum(school.number(figure, stage) for school in schools for stage in stages or ("",))

    def count(test: Callable[[School], bool]) -> int:
        return sum(test(school) for school in whole)

    def met(*figures: str) -> int:
        return count(lambda school: all(school.figures.get((figure, ""), False) is True for figure in figures))

    both = ("primary", "junior")
    classes = total("n_classes", *both)
    return {
        "t_full_total": total("t_full", *both),
        "t_360_total": total("t_360", *both),
        "t_certified_total": total("t_certified", *both),
        "t_eligible_total": total("t_eligible"),
        "t_rotated_total": total("t_rotated"),
        "t_rotated_backbone_total": total("t_rotated_backbone"),
        "stu_special_total": total("stu_special"),
        "fund_special_total": total("stu_special") * DISABLED + 43_000,
        "classes_compulsory": classes,
        "classes_compulsory_56": total("n_classes_56_65", *both) + total("n_classes_66", *both),
        "classes_all": classes + total("n_classes", "senior") + total("n_classes_other"),
        "classes_media": total("n_classes_media"),
        "n_schools": len(whole),
        "schools_standard_met": met("standard_met"),
        "schools_equipment_met": met("equipment_met"),
        "schools_books_met": met("books_met"),
        "schools_rooms_met": met("rooms_met"),
        "schools_staffing_met": met("staffing_met"),
        "schools_security_met": met("guards_met", "enclosed_met", "alarm_met", "escort_met"),
        "schools_logistics_met": met("canteen_met", "water_met", "toilets_met"),
        "schools_boarding": count(lambda school: school.number("stu_boarding") > 0),
        "schools_boarding_met": met("dorm_met"),
        "schools_supervised": count(
            lambda school: min(school.number("visits_term1"), school.number("visits_term2")) > 1
        ),
        "d_area_total": total("d_area"),
        "d_area_in_use_total": total("d_area_in_use"),
        "fund_public_final_total": total("fund_public_final"),
        "fund_train_final_total": total("fund_train_final"),
    }


def _children(schools: tuple[School, ...], dice: Dice) -> Figures:
    """Children in and out of school; shares chosen, numbers worked out from the schools."""
    primary, junior = (sum(school.number("stu", stage) for school in schools) for stage in ("primary", "junior"))
    ninth = sum(school.number("stu_g9") for school in schools)
    senior = sum(school.number("stu", "senior") for school in schools) + 1846 + 2140  # outside the county
    special = sum(school.number("stu_special") for school in schools)
    kindergarten = 13_620
    migrants = int((primary + junior) * 0.041)
    quota = sum(school.number("stu", "senior") for school in schools) // 3
    entered = int((ninth + 310 - 226) / 0.972)
    named = {
        "kg_stu": kindergarten,
        "pop_3_5": 14_590,
        "kg_stu_public": int(kindergarten * 0.465),
        "kg_stu_inclusive_private": int(kindergarten * 0.401),
        "kg_stu_inclusive": int(kindergarten * 0.465) + int(kindergarten * 0.401),
        "cohort9_entry": entered,
        "cohort9_grad": ninth,
        "cohort9_in": 226,
        "cohort9_out": 310,
        "cohort9_dead": 3,
        "mig_total": migrants,
        "mig_eligible": int(migrants * 0.982),
        "mig_public": int(migrants * 0.905),
        "mig_purchased": int(migrants * 0.058),
        "dis_school_age": special + 11,
        "dis_enrolled": special,
        "hs_stu": senior,
        "pop_15_17": int(senior / 0.934),
        "quota_total": quota,
        "quota_alloc": int(quota * 0.541),
        "quota_rural": int(quota * 0.541 * 0.52),
    }
    figures: Figures = {(name, "", 0): value for name, value in named.items()}
    for stage, yuan in PER_PUPIL.items():
        figures["fund_std", stage, 0] = figures["fund_std_required", stage, 0] = yuan
    return figures


def _two_years(schools: tuple[School, ...], dice: Dice) -> Figures:
    """Money and children of this year and the last, by stage: everything grew, as the law asks."""
    pupils = {
        stage: sum(school.number("stu", stage) for school in schools) for stage in ("primary", "junior", "senior")
    }
    pupils |= {"kindergarten": 13_620, "vocational": 1846}
    cost = {"kindergarten": 6900, "primary": 12_800, "junior": 17_300, "senior": 16_900, "vocational": 18_200}
    running = {"kindergarten": 410, "primary": 780, "junior": 1050, "senior": 1130, "vocational": 1240}
    figures: Figures = {}
    for stage, children in pupils.items():
        average = {
            NOW: children - int(children * dice.share(-0.01, 0.01)),
            BEFORE: int(children * dice.share(1.0, 1.03)),
        }
        for year, growth in ((BEFORE, 1.0), (NOW, dice.share(1.021, 1.048))):
            figures["stu_avg", stage, year] = average[year]
            figures["edu_cost", stage, year] = _tens_of_thousands(average[year] * cost[stage] * growth)
            figures["public_cost", stage, year] = _tens_of_thousands(average[year] * running[stage] * growth)
    whole = sum(pupils.values()) + 98
    money: dict[str, tuple[Value, Value]] = {
        "fiscal_edu": (Fraction(1_0263_417, 100), Fraction(9_712_384, 100)),
        "recurrent_revenue": (Fraction(15_184_260, 100), Fraction(14_497_315, 100)),
        "budget_edu": (Fraction(11_826_731, 100), Fraction(11_291_508, 100)),
        "n_pupils": (whole, whole + 611),
        "pay_all_total": (Fraction(4_871_206, 100), Fraction(4_702_918, 100)),
        "teachers_all_avg": (4993, 5021),
    }
    for name, (now, before) in money.items():
        figures[name, "", NOW], figures[name, "", BEFORE] = now, before
    return figures


def _tens_of_thousands(yuan: float) -> Fraction:
    """元 as 万元 with two decimals."""
    return Fraction(int(yuan / 100), 100)


def _revenue() -> Figures:
    """Taxes, surcharges, land; all of 2026, in 万元."""
    vat, excise = Fraction(3_864_250, 100), Fraction(41_260, 100)
    surcharge = Fraction(math.ceil((vat + excise) * 3), 100)
    local = Fraction(math.ceil((vat + excise) * 2), 100)
    named: dict[str, Value] = {
        "vat_paid": vat,
        "consumption_tax_paid": excise,
        "surcharge_collected": surcharge,
        "surcharge_spent": surcharge - Fraction(3518, 100),
        "local_surcharge_collected": local,
        "local_surcharge_spent": local,
        "surcharge_vocational": Fraction(int(surcharge * 31), 100),
        "land_revenue": Fraction(4_218_600, 100),
        "land_set_aside": Fraction(98_556, 100),
    }
    return {(name, "", 0): value for name, value in named.items()}


def _fitness(figures: Figures) -> Figures:
    """体质健康: the rate fell twice; whether a third time, the year that is not yet checked decides."""
    rates = {YEAR: "0.9318", YEAR - 1: "0.9362", YEAR - 2: "0.9411", YEAR - 3: "0.9437"}
    result: Figures = {}
    for index, (year, rate) in enumerate(rates.items()):
        tested = 50_180 + 640 * index
        result["fitness_tested", "", year] = tested
        result["fitness_passed", "", year] = int(tested * Fraction(rate))
    return result
