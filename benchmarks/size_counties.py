"""The county part by hand in floats, one array entry a county: rates of the national rule and the six-aspect score.

Written for the peers of `benchmarks.size`: NaN is unknown, limits are typed in, nothing comes from the library.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

Arrays = Mapping[str, Any]
SHARES = {"excellent": 1.0, "good": 0.8, "fair": 0.6, "poor": 0.0}


def rates(c: Arrays) -> dict[str, Any]:
    """Verdicts (1 met, 0 not, 2 open) of the county items that are a comparison."""
    pay_teacher = c["pay_teacher_total"] * 10000 / c["pay_teacher_count"]
    pay_civil = c["pay_civil_total"] * 10000 / c["pay_civil_count"]
    migrant = (c["mig_public"] + c["mig_purchased"]) / c["mig_eligible"] * 100
    retained = (c["grad"] - c["in3y"] + c["out3y"]) / (c["entry"] - c["dead3y"]) * 100
    both = np.minimum(c["survey_ok"] / c["survey_valid"], c["visit_ok"] / c["visit_n"]) * 100
    rotated = least(c["t_rotated"] / c["t_eligible"] * 100 - 10, c["t_rotated_backbone"] / c["t_rotated"] * 100 - 20)
    return {
        "YZJH-2.7": met(c["fund_special_total"] / c["stu_special"], 8000),
        "YZJH-2.8": met(pay_teacher - pay_civil, 0),
        "YZJH-2.9": met(c["t_360"] / c["t_full"] * 100, 100),
        "YZJH-2.11": met(rotated, 0),
        "YZJH-2.12": met(c["t_certified"] / c["t_full"] * 100, 100),
        "YZJH-2.14": met(c["quota_alloc"] / c["quota_total"] * 100, 50),
        "YZJH-2.15": met(migrant, 85),
        "YZJH-3.1": met(retained, 95),
        "YZJH-3.2": met(c["dis_enrolled"] / c["dis_school_age"] * 100, 95),
        "YZJH-4.1": met(both, 85),
    }


def met(value: Any, limit: float) -> Any:
    return np.where(np.isnan(value), 2, value >= limit).astype(np.int8)


def least(one: Any, other: Any) -> Any:
    """The lesser; one that is below 0 decides although the other is unknown."""
    known = np.fmin(one, other)
    return np.where(np.isnan(one) | np.isnan(other), np.where(known < 0, known, np.nan), known)


class Points:
    """Points of the items: low and high ends on their own full marks, and which are not applicable."""

    def __init__(self, counties: int) -> None:
        self.counties = counties
        self.full: dict[str, float] = {}
        self.low: dict[str, Any] = {}
        self.high: dict[str, Any] = {}
        self.na: dict[str, Any] = {}

    def give(self, code: str, full: float, points: Any, na: Any = False, open_: Any = False) -> None:
        points = np.broadcast_to(np.asarray(points, float), (self.counties,))
        na = np.broadcast_to(na, (self.counties,)) & True
        open_ = (np.isnan(points) | open_) & ~na
        points = np.clip(points, 0, full)
        self.full[code], self.na[code] = full, na
        self.low[code] = np.where(na | open_, 0.0, points)
        self.high[code] = np.where(na, 0.0, np.where(open_, full, points))

    def ratio(self, code: str, full: float, a: Any, b: Any, na: Any = False, open_: Any = False) -> None:
        self.give(code, full, full * np.minimum(1, a / b) + 0 * (a + b), na | (b <= 0), open_)

    def down(self, code: str, full: float, x: Any, target: float, step: float, each: float, na: Any = False) -> None:
        self.give(code, full, np.where(x >= target, full, full - each * np.ceil((target - x) / step)) + 0 * x, na)

    def ladder(self, code: str, full: float, rungs: list[tuple[Any, float]], known: Any, na: Any = False) -> None:
        points = np.select([holds for holds, _ in rungs], [given for _, given in rungs], 0.0)
        self.give(code, full, points + 0 * known, na)

    def score(self) -> tuple[Any, Any]:
        """Both ends after the points of what is not applicable went to the rest of its group, aspect, or the whole."""
        groups: dict[str, list[str]] = {}
        for code in self.full:
            groups.setdefault(code.rsplit(".", 1)[0], []).append(code)
        alive = {code: np.where(na, 0.0, self.full[code]) for code, na in self.na.items()}
        own = {group: sum(self.full[code] for code in codes) for group, codes in groups.items()}
        there = {group: sum(alive[code] for code in codes) for group, codes in groups.items()}
        aspects: dict[str, list[str]] = {}
        for group in groups:
            aspects.setdefault(group.split(".")[0], []).append(group)
        group_alive = {group: np.where(there[group] > 0, own[group], 0.0) for group in groups}
        aspect_there = {aspect: sum(group_alive[group] for group in inside) for aspect, inside in aspects.items()}
        aspect_own = {aspect: sum(own[group] for group in inside) for aspect, inside in aspects.items()}
        whole = sum(np.where(aspect_there[aspect] > 0, aspect_own[aspect], 0.0) for aspect in aspects)
        low = high = np.zeros(self.counties)
        for aspect, inside in aspects.items():
            for group in inside:
                with np.errstate(divide="ignore", invalid="ignore"):
                    factor = own[group] / there[group] * aspect_own[aspect] / aspect_there[aspect] * 100 / whole
                factor = np.where(there[group] > 0, factor, 0.0)
                low = low + factor * sum(self.low[code] for code in groups[group])
                high = high + factor * sum(self.high[code] for code in groups[group])
        return low, high


STAGES = ("kindergarten", "primary", "junior", "senior", "vocational")


def score(c: Arrays, judged: Mapping[str, Any]) -> tuple[Any, Any]:
    """The six-aspect score of every county: decided points and the most still possible."""
    p = Points(len(c["vat_paid"]))
    n = c["n_schools"]
    with np.errstate(divide="ignore", invalid="ignore"):
        _leading(p, c, n, judged)
        _growing(p, c, judged)
        _money(p, c)
        _conditions(p, c, n)
        _teachers(p, c, n, judged)
        _managing(p, c, judged)
    return p.score()


def _tiers(p: Points, code: str, full: float, judged: Mapping[str, Any]) -> None:
    p.give(code, full, [full * SHARES.get(level, np.nan) for level in judged[code]])


def _leading(p: Points, c: Arrays, n: Any, judged: Mapping[str, Any]) -> None:
    p.give("1.1.1", 1, 1 - 0.5 * np.maximum(0, 2 - c["meetings_leading_group"]))
    reported = c["reported_to_congress"]
    first = np.clip(2 - 0.5 * np.maximum(0, 4 - c["meetings_executive"]), 0, 2)
    p.give("1.1.2", 2, first - 0.5 * (reported == 0) + 0 * reported)
    p.ratio("1.1.3", 1.5, c["projects_on_time"], c["projects_due"])
    p.ratio("1.1.4", 1.5, c["leaders_visited"], c["leaders_due"])
    _tiers(p, "1.2.1", 2, judged)
    p.ratio("1.2.2", 2, c["townships_assessed"], c["townships_total"])
    p.give("1.3.1", 1, 0.5 * c["inspectorate_staffed"] + 0.5 * c["inspection_budgeted"])
    p.ratio("1.3.2", 1, c["duty_inspectors"] * 5, n)
    p.ratio("1.3.3", 1, c["schools_supervised"], n)
    issues, last = c["issues_total"], c["had_last_round"]
    na = (last == 0) | (issues == 0)
    p.give(
        "1.4.1", 2, 2 * (c["issues_done"] + c["issues_partly"] * 0.5) / issues, na, np.isnan(last) | np.isnan(issues)
    )


def _growing(p: Points, c: Arrays, judged: Mapping[str, Any]) -> None:
    p.down("2.1.1", 1.5, c["kg_stu"] / c["pop_3_5"], 0.90, 0.01, 0.3, c["pop_3_5"] == 0)
    pupils = c["kg_stu"]
    share = (c["kg_stu_public"] + c["kg_stu_inclusive_private"]) / pupils
    p.ladder("2.1.2", 1.5, [(share >= 0.85, 1.5), (share >= 0.8, 1), (share >= 0.75, 0.5)], share, pupils == 0)
    p.give(
        "2.1.3", 1, np.where(c["kg_stu_public"] / pupils >= 0.5, 1, 0) + 0 * c["kg_stu_public"] * pupils, pupils == 0
    )
    entered = c["cohort9_entry"] - c["cohort9_dead"]
    stayed = (c["cohort9_grad"] - c["cohort9_in"] + c["cohort9_out"]) / entered
    p.down("2.2.1", 2, stayed, 0.95, 0.005, 0.5, entered <= 0)
    p.give("2.2.2", 2, 2 - 0.5 * c["dropouts"])
    big, classes = c["n_classes_56"], c["classes_compulsory"]
    p.ladder("2.2.3", 1.5, [(big == 0, 1.5), (big / classes <= 0.02, 0.5)], big + classes, classes == 0)
    share = (c["mig_public"] + c["mig_purchased"]) / c["mig_total"]
    p.ladder("2.2.4", 1, [(share >= 0.95, 1), (share >= 0.85, 0.6)], share, c["mig_total"] == 0)
    p.down("2.2.5", 1.5, c["dis_enrolled"] / c["dis_school_age"], 0.95, 0.01, 0.3, c["dis_school_age"] == 0)
    p.down("2.3.1", 2, c["hs_stu"] / c["pop_15_17"], 0.92, 0.01, 0.4, c["pop_15_17"] == 0)
    schools, quota = c["n_vocational_schools"], c["voc_quota"]
    unsure = (np.isnan(schools) | np.isnan(quota)) & ~((schools == 0) | (quota == 0))
    p.ratio("2.3.2", 2, c["voc_enrolled"], quota, schools == 0, unsure)
    big, classes = c["n_classes_56_senior"], c["classes_senior"]
    p.ladder("2.3.3", 1, [(big == 0, 1), (big / classes <= 0.05, 0.5)], big + classes, classes == 0)
    _tiers(p, "2.4.1", 3, judged)


def _stage_growth(c: Arrays, name: str) -> tuple[Any, Any]:
    """Share of the stages that count whose cost a pupil grew; and whether none counts."""
    counted = grown = unknown = 0
    for stage in STAGES:
        now, before = c[f"stu_avg.{stage}"], c[f"stu_avg.{stage}[-1]"]
        cost, last = c[f"{name}.{stage}"], c[f"{name}.{stage}[-1]"]
        counts = (now > 0) & (before > 0)
        unsure = (np.isnan(now) | np.isnan(before)) & ~((now == 0) | (before == 0))
        unknown = unknown | unsure | (counts & np.isnan(cost + last))
        counted = counted + counts
        grown = grown + (counts & (cost / now > last / before))
    return np.where(unknown, np.nan, grown / np.maximum(counted, 1)), (counted == 0) & ~unknown


def _passed(p: Points, code: str, full: float, held: Any, known: Any, open_: Any = False) -> None:
    p.give(code, full, np.where(held, full, 0) + 0 * known, False, open_)


def _money(p: Points, c: Arrays) -> None:
    edu, last = c["fiscal_edu"], c["fiscal_edu[-1]"]
    revenue, before = c["recurrent_revenue"], c["recurrent_revenue[-1]"]
    grew = (edu - last) / last > (revenue - before) / before
    _passed(p, "3.1.1", 4, grew, edu + last + revenue + before, (last <= 0) | (before <= 0))
    for code, full, name in (("3.1.2", 3, "edu_cost"), ("3.1.4", 1.5, "public_cost")):
        share, none = _stage_growth(c, name)
        p.give(code, full, full * share, none)
    pay = c["pay_all_total"] * 10000 / c["teachers_all_avg"]
    paid = c["pay_all_total[-1]"] * 10000 / c["teachers_all_avg[-1]"]
    _passed(p, "3.1.3", 1.5, pay > paid, pay + paid, paid <= 0)
    now, last = c["budget_edu"], c["budget_edu[-1]"]
    _passed(p, "3.2.1", 2, now >= last, now + last)
    here, there = c["n_pupils"], c["n_pupils[-1]"]
    _passed(
        p, "3.2.2", 2, now / here >= last / there, now + last + here + there, (last <= 0) | (here <= 0) | (there <= 0)
    )
    taxes = c["vat_paid"] + c["consumption_tax_paid"]
    for code, rate, name in (("3.3.1", 0.03, "surcharge"), ("3.3.2", 0.02, "local_surcharge")):
        taken, spent, due = c[f"{name}_collected"], c[f"{name}_spent"], rate * taxes
        least = np.minimum(1, np.minimum(taken / due, np.where(taken > 0, spent / taken, 0)))
        p.give(code, 1.5, 1.5 * least + 0 * (taken + spent), due == 0)
    rest = c["land_revenue"] - c["land_deducted"]
    p.ratio("3.3.3", 1, c["land_set_aside"], np.maximum(0, rest) * 0.1, rest <= 0)
    taken, used = c["surcharge_collected"], c["surcharge_vocational"]
    na = (taken == 0) | (c["n_vocational_schools"] == 0)
    unsure = np.isnan(taken + c["n_vocational_schools"])
    p.give("3.3.4", 1, np.where(used / taken >= 0.3, 1, 0) + 0 * used * taken, na, unsure)
    p.ratio("3.4.1", 2, c["running_allocated"], c["running_due"])
    p.give("3.4.2", 1.5, 1.5 - 0.5 * (c["funds_misused"] + c["funds_late_short"]))
    p.ratio("3.4.3", 1, c["aid_given"], c["aid_due"])
    _passed(p, "3.4.4", 1.5, c["wage_arrears_new"] == 0, c["wage_arrears_new"])


def _conditions(p: Points, c: Arrays, n: Any) -> None:
    p.ratio("4.1.1", 1.5, c["estate_ok"], c["estate_due"])
    _passed(p, "4.1.2", 2, c["d_area"] == 0, c["d_area"] + c["d_area_in_use"], c["d_area_in_use"] > c["d_area"])
    p.ratio("4.1.3", 2.5, c["schools_standard_met"] / n, n / n, n == 0)
    p.ratio("4.2.1", 1.5, c["schools_equipment_met"], n)
    p.ratio("4.2.2", 1, c["schools_books_met"], n)
    p.ratio("4.2.3", 1.5, c["classes_media"], c["classes_all"])
    p.ratio("4.2.4", 1, c["schools_rooms_met"], n)
    p.ratio("4.3.1", 2, c["schools_security_met"], n)
    p.ratio("4.3.2", 1, c["schools_logistics_met"], n)
    p.ratio("4.3.3", 1, c["schools_boarding_met"], c["schools_boarding"])


def _teachers(p: Points, c: Arrays, n: Any, judged: Mapping[str, Any]) -> None:
    p.ratio("5.1.1", 2, c["schools_staffing_met"], n)
    p.ratio("5.1.2", 1, c["recruit_done"], c["recruit_plan"])
    p.ratio("5.1.3", 1, c["subject_teachers_filled"], c["subject_teachers_required"])
    p.ratio("5.1.4", 1, c["kg_classes_staffed"], c["kg_classes"])
    teacher = c["pay_teacher_total"] * 10000 / c["pay_teacher_count"]
    civil = c["pay_civil_total"] * 10000 / c["pay_civil_count"]
    open_ = (teacher <= 0) | (civil <= 0)
    p.give(
        "5.2.1",
        3,
        np.where(teacher >= civil, 3, np.where(teacher >= 0.95 * civil, 1, 0)) + 0 * (teacher + civil),
        False,
        open_,
    )
    p.ratio("5.2.2", 1, c["rural_allowance_paid"], c["rural_allowance_due"])
    _tiers(p, "5.2.3", 1, judged)
    p.ratio(
        "5.3.1",
        1.5,
        c["fund_train_final"] / c["fund_public_final"],
        0.05 * np.ones_like(n),
        c["fund_public_final"] == 0,
    )
    p.ratio("5.3.2", 1, c["t_360"], c["t_full"])
    p.ratio("5.3.3", 1.5, c["t_rotated"] / c["t_eligible"], 0.1 * np.ones_like(n), c["t_eligible"] == 0)
    p.give("5.3.4", 1, 1 - 0.5 * c["ethics_cases"])


def _managing(p: Points, c: Arrays, judged: Mapping[str, Any]) -> None:
    checked = c["curriculum_checked"]
    p.give("6.1.1", 1, np.minimum(1, c["curriculum_full"] / checked), False, checked == 0)
    p.give("6.1.2", 1.5, 1.5 - 0.5 * c["enrolment_violations"])
    p.give("6.1.3", 1, 1 - 0.5 * c["fee_violations"])
    _tiers(p, "6.1.4", 1.5, judged)
    fit = c["fitness_passed"] / c["fitness_tested"]
    p.ladder("6.2.1", 1, [(fit >= 0.85, 1), (fit >= 0.82, 0.5)], fit)
    grave = (c["accidents_larger"] > 0) | (c["accidents_major"] > 0)
    known = c["accidents_larger"] + c["accidents_major"] + c["accidents_ordinary"]
    p.give("6.2.2", 2, np.where(grave, 0, 2 - c["accidents_ordinary"]) + 0 * known)
    valid = c["satisfaction_valid"]
    happy = c["satisfaction_ok"] / valid
    points = np.where(happy >= 0.85, 2, np.where(happy >= 0.7, 2 * (happy - 0.7) / 0.15, 0)) + 0 * happy
    p.give("6.3.1", 2, points, False, valid == 0)
