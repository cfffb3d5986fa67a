"""Teachers, buildings, grounds and equipment of every school, by how far each stands from the line of its indicator.

The lines are those of the seven resource indicators; a school is drawn as a multiple of them, most a little above,
some below on purpose. Small schools have more of everything for each child, as in reality.
"""

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

from dudao.demonstration.county import School
from dudao.demonstration.dice import Dice

# 1.1 高学历教师 1.2 骨干 1.3 体艺 1.4 教学用房 1.5 运动场馆 1.6 仪器设备（元） 1.7 多媒体教室
LINES: Mapping[str, Mapping[str, float]] = {
    "primary": {"1.1": 4.2, "1.2": 1, "1.3": 0.9, "1.4": 4.5, "1.5": 7.5, "1.6": 2000, "1.7": 2.3},
    "junior": {"1.1": 5.3, "1.2": 1, "1.3": 0.9, "1.4": 5.8, "1.5": 10.2, "1.6": 2500, "1.7": 2.4},
}
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "nine_year": {"primary": 1, "junior": 1.1},
    "twelve_year": {"primary": 1, "junior": 1.1, "senior": 1.32},
    "complete_secondary": {"junior": 1, "senior": 1.2},
}
STAFFED, SHARED = ("1.1", "1.2", "1.3"), ("1.4", "1.5", "1.6", "1.7")
# Indicator → the usual multiple of the line, how much it varies, the most.
USUAL: Mapping[str, tuple[float, float, float]] = {
    "1.1": (1.26, 0.1, 1.7),
    "1.2": (1.45, 0.22, 2.4),
    "1.3": (1.35, 0.18, 2.2),
    "1.4": (1.3, 0.16, 2.4),
    "1.5": (1.35, 0.2, 2.6),
    "1.6": (1.4, 0.18, 2.4),
    "1.7": (1.35, 0.16, 2.2),
}
# Where fewer and fewer children are left in large buildings: the spread between schools comes from them.
ROOMY: Mapping[str, Mapping[str, float]] = {"junior": {"1.4": 2.07, "1.5": 2.05}, "primary": {"1.4": 1.15, "1.5": 1.2}}

# Schools of which one special room is a converted classroom and too small.
TOO_SMALL = {("岭阳第四小学", "art_rooms"), ("白石垭镇中心小学", "music_rooms"), ("茶岭口镇初级中学", "art_rooms")}

# (group, how many of its schools, multiples of the line). A group is named by _group below.
SHORT: tuple[tuple[str, int, Mapping[str, float]], ...] = (
    ("seat primary", 3, {"1.4": 0.83, "1.5": 0.72}),
    ("seat primary", 1, {"1.4": 0.82, "1.3": 0.9}),
    ("seat primary", 2, {"1.4": 0.92}),
    ("seat junior", 2, {"1.4": 0.84, "1.5": 0.76}),
    ("seat junior", 1, {"1.4": 0.93}),
    ("town primary", 2, {"1.3": 0.83, "1.4": 0.91}),
    ("town primary", 2, {"1.4": 0.94}),
    ("town primary", 1, {"1.4": 0.88, "1.7": 0.9}),
    ("village primary", 5, {"1.3": 0}),
    ("village primary", 3, {"1.2": 0, "1.4": 0.9}),
    ("village primary", 4, {"1.4": 0.92}),
    ("junior", 2, {"1.3": 0.8, "1.5": 0.92}),
    ("junior", 1, {"1.2": 0.75, "1.7": 0.93}),
    ("nine_year", 1, {"1.3": 0.82, "1.5": 0.9}),
)


def equip(schools: tuple[School, ...], seed: int) -> None:
    """Give every school its teachers, areas and things."""
    short = dict(_short(schools, Dice(seed, "short")))
    dice = Dice(seed, "resources")
    for school in schools:
        if not school.compulsory:
            continue
        multiples = {code: _multiple(code, school, dice) for code in USUAL} | dict(short.get(school.name, {}))
        for stage in school.compulsory:
            _teachers(school, stage, multiples, dice)
        _buildings(school, multiples, dice)
        _things(school, multiples, dice)


def _short(schools: tuple[School, ...], dice: Dice) -> Iterator[tuple[str, Mapping[str, float]]]:
    taken: set[str] = set()
    for group, count, multiples in SHORT:
        choice = [school for school in schools if _group(school) == group and school.name not in taken]
        for school in dice.some(choice, count):
            taken.add(school.name)
            yield school.name, multiples


def _group(school: School) -> str:
    if school.silent or school.main_code or not school.public:
        return ""
    if school.type == "primary":
        if school.place == "city":
            return "seat primary"
        return "town primary" if school.place == "town" else "village primary" if 60 <= school.pupils <= 160 else ""
    if school.type == "junior" and school.place == "city":
        return "seat junior"
    return school.type


def _multiple(code: str, school: School, dice: Dice) -> float:
    usual, spread, most = USUAL[code]
    small = max(0.0, math.log(400 / school.pupils)) * 0.12 if school.pupils else 0
    roomy = 1.0
    if school.place == "rural":
        roomy = ROOMY["junior" if "junior" in school.stages else "primary"].get(code, 1.0)
    return dice.near(usual * (1 + small) * roomy, spread, 1.05, most * roomy)


def _teachers(school: School, stage: str, multiples: Mapping[str, float], dice: Dice) -> None:
    """Full-time teachers by degree, subject and title; the parts add up to the whole."""
    pupils, give = school.number("stu", stage), school.figures
    above = max(1, math.ceil(LINES[stage]["1.1"] * pupils * multiples["1.1"] / 100))
    lower = int(above * (dice.share(0.0, 0.035) if stage == "primary" else dice.share(0.03, 0.11)))
    doctors = 1 if pupils > 1800 and stage == "junior" else 0
    masters = int(above * dice.share(0.0, 0.05 if stage == "primary" else 0.1))
    bachelors = above - doctors - masters
    colleges, others = (int(bachelors * dice.share(0.2, 0.45)), lower) if stage == "primary" else (lower, 0)
    if stage == "primary":
        bachelors -= colleges
    whole = above + lower
    give["t_doctor", stage], give["t_master", stage], give["t_bachelor", stage] = doctors, masters, bachelors
    give["t_college", stage], give["t_secondary", stage], give["t_full", stage] = colleges, others, whole
    give["t_backbone", stage] = min(whole, _count("1.2", stage, pupils, multiples))
    _subjects(school, stage, min(whole, _count("1.3", stage, pupils, multiples)), dice)
    give["t_mid_title", stage] = int(whole * dice.share(0.42, 0.68))
    give["t_certified", stage] = give["t_360", stage] = whole


def _count(code: str, stage: str, pupils: int, multiples: Mapping[str, float]) -> int:
    """A number of people: rounded up where the school is to be above the line, down where below."""
    exact = LINES[stage][code] * pupils * multiples[code] / 100
    return math.ceil(exact) if multiples[code] >= 1 else int(exact)


def _subjects(school: School, stage: str, count: int, dice: Dice) -> None:
    sport = -(-count * 2 // 5)
    music = (count - sport + 1) // 2
    art = count - sport - music
    whole = 1 if school.place == "rural" and art > 0 and dice.share(0, 1) < 0.35 else 0
    for subject, number in (("pe", sport), ("music", music), ("fineart", art - whole), ("art", whole)):
        school.figures[f"t_{subject}", stage] = number


def _weighed(school: School) -> float:
    """The children that a shared resource is divided by, weighed by stage; attached kindergarten children count as one."""
    weights = WEIGHTS.get(school.type, {})
    children = sum(weights.get(stage, 1) * school.number("stu", stage) for stage in school.stages)
    return children + school.number("stu_kindergarten")


def _shared(code: str, school: School, multiples: Mapping[str, float]) -> float:
    """What the whole school needs of a shared resource to stand at this multiple at its harder stage."""
    weights = WEIGHTS.get(school.type, {})
    line = max(LINES[stage][code] / weights.get(stage, 1) for stage in school.compulsory)
    return line * multiples[code] * _weighed(school)


def _buildings(school: School, multiples: Mapping[str, float], dice: Dice) -> None:
    give = school.figures
    net = math.ceil(_shared("1.4", school, multiples))
    sport = math.ceil(_shared("1.5", school, multiples))
    hall = int(min(dice.share(360, 900), sport * 0.2)) if school.pupils > 600 or dice.share(0, 1) < 0.12 else 0
    give["area_teaching", ""], give["area_indoor_sport", ""] = net + hall, hall
    give["area_field", ""], give["area_sport", ""] = sport - hall, sport
    give["area_building", ""] = building = int((net + hall) / dice.share(0.5, 0.66))
    give["area_site", ""] = int(sport / dice.share(0.28, 0.4)) + building // 3
    classes = sum(school.number("n_classes", stage) for stage in school.compulsory)
    for figure, area in (("music_rooms", 96), ("art_rooms", 90)):
        needed = -(-classes // 12) if school.type != "teaching_point" else 0
        rooms = [area + dice.whole(0, 14) for _ in range(needed)] or [dice.whole(48, 72)]
        if (school.name, figure) in TOO_SMALL:
            rooms[-1] = dice.whole(58, 78)
        school.lists[figure] = tuple({"area": room} for room in rooms)


def _things(school: School, multiples: Mapping[str, float], dice: Dice) -> None:
    give = school.figures
    yuan = math.ceil(_shared("1.6", school, multiples) * dice.share(0.999, 1.001) / 10) * 10
    give["equip_value_wanyuan", ""] = Fraction(yuan, 10_000)
    exact = _shared("1.7", school, multiples) / 100
    give["n_media_rooms", ""] = math.ceil(exact) if multiples["1.7"] >= 1 else int(exact)
