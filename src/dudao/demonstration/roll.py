"""The 150 schools of the county: their names, types, places, and how many children each grade has."""

from collections.abc import Iterator
from dataclasses import dataclass

from dudao.demonstration.county import School, Township
from dudao.demonstration.dice import Dice
from dudao.demonstration.names import COUNTY, TOWNSHIPS, people, villages

CODE_KIND = {"primary": "21", "teaching_point": "21", "junior": "31", "nine_year": "31", "twelve_year": "34",
             "complete_secondary": "34", "senior": "34", "vocational": "36", "special": "51"}  # fmt: skip
_REGION = "44"  # codes need a province's number; the six digits behind it are ours

SILENT = "云岔乡长沟小学"  # on the roll, hands nothing in
CAMPUS, CAMPUS_MAIN = "岭阳第二小学北校区", "岭阳第二小学"
SPECIAL = f"{COUNTY}特殊教育学校"
VOCATIONAL = f"{COUNTY}职业教育中心"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A school to be: its size is the middle and the spread of what its kind usually has, per stage."""

    name: str
    type: str
    township: Township
    place: str
    sizes: dict[str, int]
    public: bool = True


def schools(seed: int) -> tuple[School, ...]:
    """The roll, township by township, each with its pupils and grades."""
    dice = Dice(seed, "roll")
    heads = people(dice)
    made = []
    for number, plan in enumerate(_plans(dice), 1):
        school = School(
            code=f"{CODE_KIND[plan.type]}{_REGION}{960000 + number * 7}",
            name=plan.name,
            type=plan.type,
            township=plan.township,
            place=plan.place,
            public=plan.public,
            head=next(heads),
            silent=plan.name == SILENT,
        )
        _enrol(school, plan, dice)
        made.append(school)
    main = next(school for school in made if school.name == CAMPUS_MAIN)
    next(school for school in made if school.name == CAMPUS).main_code = main.code
    return tuple(made)


def _plans(dice: Dice) -> Iterator[Plan]:
    seat, *others = TOWNSHIPS
    yield from _of_the_seat(seat, dice)
    names = iter(villages(dice, 120))
    for index, township in enumerate(others):
        yield from _of_a_township(township, index, names, dice)


def _of_the_seat(seat: Township, dice: Dice) -> Iterator[Plan]:
    def plan(name: str, kind: str, public: bool = True, place: str = "city", **sizes: int) -> Plan:
        return Plan(name=name, type=kind, township=seat, place=place, public=public, sizes=sizes)

    yield plan(f"{COUNTY}第一中学", "senior", senior=2480)
    yield plan(f"{COUNTY}第三中学", "senior", senior=1620)
    yield plan(f"{COUNTY}第二中学", "complete_secondary", junior=980, senior=1240)
    yield plan("岭阳松风学校", "twelve_year", public=False, primary=640, junior=520, senior=410)
    yield plan(VOCATIONAL, "vocational")
    yield plan(SPECIAL, "special")
    yield plan(f"{COUNTY}实验初级中学", "junior", junior=1840)
    for number, size in zip("一二三", (1560, 1390, 1120), strict=True):
        yield plan(f"岭阳第{number}初级中学", "junior", junior=size)
    yield plan("岭阳鹿鸣初级中学", "junior", public=False, junior=610)
    yield plan("岭阳霞溪学校", "nine_year", public=False, primary=460, junior=340)
    yield plan(f"{COUNTY}实验小学", "primary", primary=1960)
    for number, size in zip("一二三四五六", (1790, 1420, 1610, 1280, 1370, 940), strict=True):
        yield plan(f"岭阳第{number}小学", "primary", primary=size)
        if number == "二":
            yield plan(CAMPUS, "primary", primary=380)
    yield plan("岭阳青禾小学", "primary", public=False, primary=520)
    for name in ("岭阳镇东塘小学", "岭阳镇新畈小学", "岭阳镇石岗小学", "岭阳镇小河小学", "岭阳镇柳庄小学"):
        yield plan(
            name, "primary", place="town" if name.endswith("新畈小学") else "rural", primary=_size(dice, 190, 0.4)
        )


def _size(dice: Dice, middle: int, spread: float, low: int = 34, high: int = 1980) -> int:
    return int(dice.near(middle, spread, low, high))


def _of_a_township(township: Township, index: int, names: Iterator[str], dice: Dice) -> Iterator[Plan]:
    def plan(name: str, kind: str, place: str, public: bool = True, **sizes: int) -> Plan:
        return Plan(
            name=f"{township.name}{name}", type=kind, township=township, place=place, public=public, sizes=sizes
        )

    town, big = township.town, index in (0, 1, 3)
    centre = "town" if town else "rural"
    yield plan("中心小学", "primary", centre, primary=_size(dice, 760 if town else 360, 0.25))
    if big:
        yield plan("第二小学", "primary", centre, primary=_size(dice, 520, 0.25))
    if index == 0:
        yield plan("中学", "complete_secondary", centre, junior=820, senior=560)
        yield plan("晨光小学", "primary", centre, public=False, primary=360)
    if town:
        yield plan("初级中学", "junior", centre, junior=_size(dice, 560, 0.3, low=210))
    if index in (1, 2, 3, 5, 7):
        yield plan(f"{next(names)}初级中学", "junior", "rural", junior=_size(dice, 300, 0.3, low=140))
    for _ in range(1 if not town or index in (2, 4, 5, 6, 7) else 0):
        yield plan(
            f"{next(names)}学校", "nine_year", "rural", primary=_size(dice, 230, 0.35), junior=_size(dice, 160, 0.3)
        )
    if index in (10, 11):
        yield plan(
            f"{next(names)}学校", "nine_year", "rural", primary=_size(dice, 180, 0.3), junior=_size(dice, 120, 0.3)
        )
    for number in range(_VILLAGE_SCHOOLS[index]):
        silent = township.name == "云岔乡" and number == 1
        name = "长沟小学" if silent else f"{next(names)}小学"
        yield plan(name, "primary", "rural", primary=_size(dice, 138, 0.45, low=41, high=460))
    for _ in range(_TEACHING_POINTS[index]):
        yield plan(f"{next(names)}教学点", "teaching_point", "rural", primary=_size(dice, 40, 0.55, low=6, high=96))


_VILLAGE_SCHOOLS = (5, 4, 5, 4, 4, 4, 5, 4, 4, 3, 3, 3, 3)
_TEACHING_POINTS = (2, 1, 3, 2, 2, 3, 2, 2, 2, 3, 3, 2, 3)
_GRADES = {"primary": range(1, 7), "junior": range(7, 10), "senior": range(10, 13)}


def _enrol(school: School, plan: Plan, dice: Dice) -> None:
    """Children by grade and by class; the sum over grades is the number of pupils."""
    for stage, size in plan.sizes.items():
        grades = _by_grade(school, size, stage, dice)
        for grade, count in grades.items():
            if grade <= 9:
                school.figures[f"stu_g{grade}", ""] = count
        school.figures["stu", stage] = sum(grades.values())
        _divide(school, stage, grades)
    if school.type == "primary" and school.place != "city" and plan.public and dice.share(0, 1) < 0.16:
        school.figures["stu_kindergarten", ""] = dice.whole(14, 64)


def _by_grade(school: School, size: int, stage: str, dice: Dice) -> dict[int, int]:
    """A teaching point has the first three or four grades only; the rural young grow fewer."""
    grades = list(_GRADES[stage])
    taught = grades[: dice.whole(3, 4)] if school.type == "teaching_point" else grades
    shares = [dice.share(0.9, 1.1) * (1 if school.place == "city" else 0.97 - 0.02 * (6 - grade)) for grade in taught]
    counts = [int(size * share / sum(shares)) for share in shares]
    return {grade: counts[index] if index < len(counts) else 0 for index, grade in enumerate(grades)}


# Four classes took in more children than they may: (school, grade) → the size of its first class.
CROWDED = {
    (f"{COUNTY}实验小学", 6): 47,
    ("岭阳第一小学", 5): 48,
    ("岭阳第三小学", 6): 46,
    (f"{COUNTY}实验初级中学", 9): 52,
}
_FULL = {"primary": 43, "junior": 47, "senior": 52}
_STAGE_WORD = {"primary": "小学", "junior": "初中", "senior": "高中"}
_GRADE_WORD = "〇一二三四五六七八九"


def _divide(school: School, stage: str, grades: dict[int, int]) -> None:
    """Grades into classes as even as can be; the number of classes of each size."""
    sizes = {grade: _even(count, school, grade, stage) for grade, count in grades.items() if count}
    every = [size for classes in sizes.values() for size in classes]
    school.figures["n_classes", stage] = len(every)
    bands = {"45": (0, 45), "46_50": (46, 50), "51_55": (51, 55), "56_65": (56, 65), "66": (66, 999)}
    for band, (low, high) in bands.items():
        school.figures[f"n_classes_{band}", stage] = sum(low <= size <= high for size in every)
    if any(name == school.name for name, _ in CROWDED):
        school.lists["class_sizes"] = tuple(
            {
                "stage": _STAGE_WORD[stage],
                "grade": f"{_GRADE_WORD[grade]}年级",
                "class_name": f"（{number}）班",
                "size": size,
            }
            for grade, classes in sizes.items()
            for number, size in enumerate(classes, 1)
        )


def _even(count: int, school: School, grade: int, stage: str) -> list[int]:
    classes = -(-count // _FULL[stage])
    crowded = CROWDED.get((school.name, grade))
    if crowded is None:
        return [count // classes + (index < count % classes) for index in range(classes)]
    rest, others = count - crowded, classes - 1
    return [crowded, *(rest // others + (index < rest % others) for index in range(others))]
