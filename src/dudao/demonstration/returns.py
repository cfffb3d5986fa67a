"""What else every school hands in: who boards, who moves, money, what reaches the standard, who was inspected."""

import math
from collections.abc import Callable, Mapping

from dudao.demonstration.county import School
from dudao.demonstration.dice import Dice
from dudao.demonstration.roll import SPECIAL, VOCATIONAL

PER_PUPIL = {"primary": 720, "junior": 940}  # 本县执行的生均公用经费，元
BOARDER, DISABLED, SMALL = 300, 8000, 100

# Schools that set aside too little for training: thousandths of the budget.
LITTLE_TRAINING = {"青川岭县第二中学": 41, "禾泉岗镇中心小学": 44, "松岔岭镇初级中学": 47}
OLD_DORMITORY = ("桑榆坪镇中心小学", 312)  # D 级危房，已停用


def fill(schools: tuple[School, ...], seed: int) -> None:
    """Give every school the rest of its figures."""
    dice = Dice(seed, "returns")
    for school in schools:
        if school.name in (SPECIAL, VOCATIONAL):
            _of_its_own(school, dice)
        _living(school, dice)
        _statistics(school, dice)
        _cohort(school, dice)
        _money(school, dice)
        _standards(school)
        _visits(school, dice)
    _rotate(schools, Dice(seed, "rotation"))
    _fall_short(schools, Dice(seed, "standards"))


def _of_its_own(school: School, dice: Dice) -> None:
    give = school.figures
    give["n_classes_other", ""] = 9 if school.name == SPECIAL else 41
    if school.name == SPECIAL:
        give["stu_special", ""] = dice.whole(92, 104)


def _boards(school: School) -> float:
    """About what share of its pupils board."""
    if school.place == "city":
        return 0.0 if school.type in ("primary", "junior") and school.public else 0.3
    if "junior" in school.stages:
        return 0.45
    return 0.2 if school.name.endswith("中心小学") and not school.township.town else 0.0


def _living(school: School, dice: Dice) -> None:
    give = school.figures
    if school.type in ("senior", "vocational", "special"):
        whole = {"senior": school.number("stu", "senior"), "vocational": 1846, "special": school.number("stu_special")}
        give["stu_boarding", ""] = int(whole[school.type] * dice.share(0.55, 0.8))
        return
    give["stu_boarding", ""] = int(school.pupils * _boards(school) * dice.share(0.75, 1.2))
    disabled = 0
    for stage in school.compulsory:
        pupils = school.number("stu", stage)
        outside = 0 if stage == "primary" and school.public else int(pupils * dice.share(0.004, 0.03))
        give["stu_in_zone", stage] = pupils - (outside if school.public else int(pupils * 0.6))
        give["stu_inclass", stage] = in_class = int(pupils * dice.share(0.0, 0.006) + 0.5)
        disabled += in_class
    give["stu_special", ""] = disabled + (1 if school.pupils > 150 and dice.share(0, 1) < 0.3 else 0)


def _statistics(school: School, dice: Dice) -> None:
    """Figures that only serve to check others."""
    give = school.figures
    teachers = sum(school.number("t_full", stage) for stage in school.compulsory)
    extra = dice.share(0.03, 0.1) if school.type not in ("senior", "vocational", "special") else 0
    pupils = {"senior": school.number("stu", "senior") // 13, "vocational": 138, "special": 31}.get(school.type, 0)
    give["staff_total", ""] = teachers + max(1, int(teachers * extra)) + pupils
    if "senior" in school.stages and school.type != "senior":
        give["staff_total", ""] = school.number("staff_total") + school.number("stu", "senior") // 14
    if "primary" in school.stages:
        give["new_primary", ""] = new = school.number("stu_g1")
        give["new_primary_preschool", ""] = new - (1 if new > 30 and dice.share(0, 1) < 0.3 else 0)
    if "junior" in school.stages:
        give["new_junior", ""] = school.number("stu_g7")


def _cohort(school: School, dice: Dice) -> None:
    """初中三年巩固率: the ninth grade now, the seventh three years ago, who came and went in between."""
    if "junior" not in school.stages:
        return
    give, now = school.figures, school.number("stu_g9")
    came, went = int(now * dice.share(0.0, 0.03)), int(now * dice.share(0.0, 0.04))
    died = 1 if dice.share(0, 1) < 0.04 else 0
    lost = int(now * dice.share(0.0, 0.025))
    give["grad", "junior"], give["in3y", "junior"], give["out3y", "junior"] = now, came, went
    give["dead3y", "junior"], give["entry", "junior"] = died, now - came + went + died + lost


def _hundreds(yuan: float) -> int:
    """Money is entered in 万元 with two decimals: whole hundreds of 元."""
    return math.ceil(yuan / 100) * 100


def _allocated(school: School) -> int:
    """财政核拨公用经费: by head, small schools as if they had a hundred pupils, boarders and disabled pupils more."""
    if school.type == "special":
        return _hundreds(school.number("stu_special") * DISABLED)
    pupils = school.pupils
    by_head = sum(school.number("stu", stage) * PER_PUPIL[stage] for stage in school.compulsory)
    if 0 < pupils < SMALL and school.type in ("primary", "teaching_point", "junior", "nine_year"):
        by_head = math.ceil(by_head * SMALL / pupils)
    disabled = sum(school.number("stu_inclass", stage) * (DISABLED - PER_PUPIL[stage]) for stage in school.compulsory)
    return _hundreds(by_head + school.number("stu_boarding") * BOARDER + disabled)


def _money(school: School, dice: Dice) -> None:
    give = school.figures
    if school.type in ("senior", "vocational"):
        base = _hundreds((school.number("stu", "senior") or 1846) * 1100)
    else:
        base = give["fund_public_allocated", ""] = _allocated(school)
        base += _hundreds(school.number("stu", "senior") * 1100)
    budget = _hundreds(base * dice.share(1.0, 1.06))
    final = _hundreds(budget * dice.share(0.95, 0.995))
    thousandths = LITTLE_TRAINING.get(school.name)
    training = _hundreds(budget * (thousandths / 1000 if thousandths else dice.share(0.0501, 0.062)))
    give["fund_public_budget", ""], give["fund_public_final", ""] = budget, final
    give["fund_train_budget", ""] = training
    give["fund_train_final", ""] = _hundreds(training * dice.share(0.955, 1.0))


PARTS = ("guards_met", "enclosed_met", "alarm_met", "escort_met", "canteen_met", "water_met", "toilets_met")
WHOLE = ("standard_met", "equipment_met", "books_met", "rooms_met", "staffing_met")
# Figure → how many schools do not reach it.
BELOW: Mapping[str, int] = {
    "standard_met": 7,
    "equipment_met": 4,
    "books_met": 5,
    "rooms_met": 6,
    "staffing_met": 8,
    "guards_met": 2,
    "alarm_met": 3,
    "escort_met": 2,
    "canteen_met": 3,
    "toilets_met": 4,
    "dorm_met": 2,
    "lab_met": 3,
}


def _standards(school: School) -> None:
    give = school.figures
    d_area = OLD_DORMITORY[1] if school.name == OLD_DORMITORY[0] else 0
    give["d_area", ""], give["d_area_in_use", ""] = d_area, 0
    if school.type == "teaching_point":
        return
    for figure in (*WHOLE, *PARTS):
        give[figure, ""] = True
    if school.number("stu_boarding"):
        give["dorm_met", ""] = True
    if "junior" in school.stages:
        give["lab_met", ""] = True


def _fall_short(schools: tuple[School, ...], dice: Dice) -> None:
    """Some schools below each standard, small and rural ones rather than others; and classes without a screen."""
    for figure, count in BELOW.items():
        candidates = [school for school in schools if (figure, "") in school.figures and school.place != "city"]
        for school in dice.some(candidates, count):
            school.figures[figure, ""] = False
    for school in schools:
        classes = sum(school.number("n_classes", stage) for stage in school.stages) + school.number("n_classes_other")
        missing = 1 if school.place == "rural" and dice.share(0, 1) < 0.2 else 0
        school.figures["n_classes_media", ""] = max(0, classes - missing)


def _visits(school: School, dice: Dice) -> None:
    if school.type == "teaching_point":
        return
    first: Callable[[], int] = lambda: dice.whole(2, 4)  # noqa: E731
    school.figures["visits_term1", ""] = first() if dice.share(0, 1) > 0.03 else 1
    school.figures["visits_term2", ""] = first() if dice.share(0, 1) > 0.03 else 1


ROTATED, ROTATED_BACKBONE = 0.092, 0.23  # of the eligible; of the rotated


def _rotate(schools: tuple[School, ...], dice: Dice) -> None:
    """交流轮岗: a share of the eligible teachers of the whole county, spread over schools by size."""
    public = [school for school in schools if school.compulsory and school.public]
    for school in schools:
        if school.compulsory:
            school.figures["t_eligible", ""] = 0
            school.figures["t_rotated", ""] = school.figures["t_rotated_backbone", ""] = 0
    due = rotated = backbone = 0.0
    for school in public:
        teachers = sum(school.number("t_full", stage) for stage in school.compulsory)
        eligible = int(teachers * dice.share(0.14, 0.3))
        due += eligible * ROTATED
        moved = min(eligible, max(0, math.floor(due - rotated)))
        rotated += moved
        experts = min(moved, max(0, math.floor(rotated * ROTATED_BACKBONE - backbone)))
        backbone += experts
        school.figures["t_eligible", ""], school.figures["t_rotated", ""] = eligible, moved
        school.figures["t_rotated_backbone", ""] = experts
