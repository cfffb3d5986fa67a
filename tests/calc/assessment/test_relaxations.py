"""Relaxations YZJH-R1 to R4: the relaxed halves of T9 and T16, the last day, what is unknown, and where they show."""

from datetime import date
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest

from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.explaining import explain
from dudao.calc.assessment.result import Relaxed, StandardResult, Verdict
from dudao.calc.figures import Key, Snapshot
from dudao.library.read import catalogue, standard
from tests.calc.assessment.counties import assess, assessor, county, grant, known, synthetic
from tests.calc.assessment.test_verdict import primary, row, rule

R1, R2, R3, R4 = (f"YZJH-R{number}" for number in range(1, 5))
VISIT = date(2026, 12, 15)


def village(**figures: object) -> dict[str, object]:
    """A rural school of 80 pupils that meets everything but 1.3, with one visiting teacher."""
    small = {
        "urban_rural_code": "rural",
        "stu.primary": 80,
        "t_aboveq.primary": 4,
        "t_backbone.primary": 1,
        "t_pe_art.primary": 0,
        "t_pe_art_shared.primary": 1,
    }
    return primary(**(small | {name.replace("__", "."): value for name, value in figures.items()}))


def state(result: StandardResult, number: int = 0) -> Relaxed:
    return result.relaxations[number].state


# — T9, T16


def test_t9_with_r1_and_one_travelling_teacher_the_small_school_meets_seven_of_seven(shared: Path) -> None:
    schools = synthetic(shared)
    schools["丙小学"] |= {"urban_rural_code": "rural", "t_pe_art_shared.primary": 1}
    plain, relaxed = assess(county(schools)), assess(county(schools, relaxations=[grant("丙小学", R1)]))

    assert (rule(plain, "丙小学").met, rule(plain, "丙小学").verdict) == (6, Verdict.FAIL)
    assert row(relaxed, "YZJH-1.3", "丙小学", "primary").value == F(5, 4)
    assert (rule(relaxed, "丙小学").met, rule(relaxed, "丙小学").verdict) == (7, Verdict.PASS)
    assert relaxed.items["YZJH-1.S"].counts == {"pass": 4, "fail": 2}


@pytest.mark.parametrize(
    ("figures", "without", "relaxed"),
    [
        ({"type": "primary", "stu.primary": 2100, "built_year": 2009}, "fail", "pass"),
        ({"type": "primary", "stu.primary": 2400, "built_year": 2010}, "fail", "pass"),
        ({"type": "primary", "stu.primary": 2401, "built_year": 2009}, "fail", "fail"),
        ({"type": "primary", "stu.primary": 2100, "built_year": 2011, "stu_migrant": 1051}, "fail", "pass"),
        ({"type": "primary", "stu.primary": 2100, "built_year": 2011, "stu_migrant": 1050}, "fail", "fail"),
        ({"type": "nine_year", "stu.primary": 1600, "stu.junior": 1000, "built_year": 2009}, "fail", "pass"),
        ({"type": "nine_year", "stu.primary": 2000, "stu.junior": 1001, "built_year": 2009}, "fail", "fail"),
    ],
)
def test_t16_size_with_r4(figures: dict[str, object], without: str, relaxed: str) -> None:
    assert row(assess(county({"甲": figures})), "YZJH-2.4", "甲").verdict == without
    assert row(assess(county({"甲": figures}, relaxations=[grant("甲", R4)])), "YZJH-2.4", "甲").verdict == relaxed


# — the other two


def test_r2_counts_roofs_and_halls_outside_in_a_resource_that_stages_share() -> None:
    school = {"type": "nine_year", "stu.primary": 600, "stu.junior": 400, "area_sport": 9000}
    school |= {"area_other_sport": 400, "area_offsite_sport": "243.64"}
    result = assess(county({"甲": school}, relaxations=[grant("甲", R2)]))
    assert row(result, "YZJH-1.5", "甲", "junior").value == F("9643.64") / (F(600) / F("1.1") + 400)
    assert row(assess(county({"甲": school})), "YZJH-1.5", "甲", "junior").value == 9000 / (F(600) / F("1.1") + 400)


@pytest.mark.parametrize(("year", "verdict"), [(2016, "pass"), (2017, "fail")])
def test_r3_takes_the_rooms_of_older_schools(year: int, verdict: str) -> None:
    rooms = {"music_rooms": ({"area": known(73)},), "art_rooms": ({"area": known(67)},)}
    school = {"type": "primary", "stu.primary": 300, "n_classes.primary": 8, "built_year": year, **rooms}
    school |= {"urban_rural_code": "urban", "n_music_rooms_96": 0, "n_art_rooms_90": 0}
    result = assess(county({"甲": _with_lists(school)}, relaxations=[grant("甲", R3)]))
    assert row(result, "YZJH-2.3", "甲").verdict == verdict


def _with_lists(school: dict[str, object]) -> dict[str, object]:
    """The rows of lists stand in a snapshot as they are."""
    from dudao.calc.figures import Known

    return {name: Known(value) if isinstance(value, tuple) else value for name, value in school.items()}


# — until when


@pytest.mark.parametrize(
    ("until", "counts"),
    [(date(2026, 12, 14), False), (date(2026, 12, 15), True), (date(2026, 12, 16), True)],
)
def test_it_counts_on_its_last_day_and_not_on_the_next(until: date, counts: bool) -> None:
    """有效期至 includes the day it names; what is compared with it is the first day of the visit."""
    result = assess(county({"甲": village()}, visit=VISIT, relaxations=[grant("甲", R1, until)]))
    assert state(result) is (Relaxed.USED if counts else Relaxed.EXPIRED)
    assert rule(result, "甲").verdict is (Verdict.PASS if counts else Verdict.FAIL)


def test_it_is_gone_when_it_expires_whichever_way_the_result_comes_about() -> None:
    """The visit is put off by a day: an edit, a judgement and a change of relaxations all see it."""
    made = assessor()
    before = county({"甲": village()}, visit=VISIT, relaxations=[grant("甲", R1, VISIT)])
    later = county({"甲": village()}, visit=date(2026, 12, 16), relaxations=[grant("甲", R1, VISIT)])
    result = made.assess(before)
    whole = made.assess(later)
    assert (rule(result, "甲").verdict, rule(whole, "甲").verdict) == (Verdict.PASS, Verdict.FAIL)
    assert made.update(result, later, [Key("甲", "area_teaching")]) == whole
    assert made.rejudge(result, later, ["YZJH-3.3"]) == whole
    assert made.relax(result, county({"甲": village()}, visit=VISIT)) == made.assess(county({"甲": village()}))


def test_without_a_day_of_the_visit_nobody_knows_whether_it_counts() -> None:
    result = assess(county({"甲": village(), "乙": village(t_pe_art__primary=1)}, visit=None,
                           relaxations=[grant("甲", R1), grant("乙", R1)]))  # fmt: skip
    found = row(result, "YZJH-1.3", "甲", "primary")
    assert (found.verdict, found.value, state(result)) == (Verdict.OPEN, None, Relaxed.UNDECIDED)
    assert ["评估第 1 天" in need.why for need in found.needs] == [True]
    assert row(result, "YZJH-1.3", "乙", "primary").verdict is Verdict.PASS, "met with it and without it"


# — to whom


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"stu__primary": 49}, "not_applicable"),
        ({"stu__primary": 50}, "used"),
        ({"stu__primary": 99}, "used"),
        ({"stu__primary": 100}, "not_applicable"),
        ({"urban_rural_code": "urban"}, "not_applicable"),
        ({"urban_rural_code": None}, "undecided"),
    ],
)
def test_r1_is_for_rural_schools_of_50_to_99_pupils(figures: dict[str, Any], expected: str) -> None:
    values = village() | {name.replace("__", "."): value for name, value in figures.items()}
    assert state(assess(county({"甲": values}, relaxations=[grant("甲", R1)]))) == expected


def test_an_unknown_condition_leaves_open_what_hangs_on_it_and_names_the_cells() -> None:
    result = assess(county({"甲": village(urban_rural_code=None)} | {"乙": village()}, relaxations=[grant("甲", R1)]))
    found = row(result, "YZJH-1.3", "甲", "primary")
    assert (found.verdict, found.below_floor) == (Verdict.OPEN, None)
    assert [need.key for need in found.needs] == [Key("甲", "urban_rural_code")]
    assert rule(result, "甲").verdict is Verdict.OPEN and rule(result, "甲").needs == found.needs


def test_what_is_the_same_with_and_without_is_decided_though_the_condition_is_unknown() -> None:
    school = {"type": "primary", "stu.primary": 1500, "built_year": None}
    found = row(assess(county({"甲": school}, relaxations=[grant("甲", R4)])), "YZJH-2.4", "甲")
    assert (found.verdict, found.needs) == (Verdict.PASS, ())


def test_a_coefficient_waits_for_a_condition_that_decides_no_verdict() -> None:
    """1 teacher or 2 of 80 pupils: met both ways, and the coefficient is another one."""
    schools = {"甲": village(urban_rural_code=None, t_pe_art__primary=1), "乙": primary()}
    result = assess(county(schools, relaxations=[grant("甲", R1)]))
    assert row(result, "YZJH-1.3", "甲", "primary").verdict is Verdict.PASS
    found = next(one for one in result.variations if (one.item, one.stage) == ("YZJH-1.3", "primary"))
    assert (found.verdict, [need.key for need in found.needs]) == (Verdict.OPEN, [Key("甲", "urban_rural_code")])


def test_a_coefficient_is_worked_out_with_the_relaxed_value() -> None:
    schools = {"甲": village(), "乙": primary()}
    plain, relaxed = (assess(county(schools, relaxations=given)) for given in ((), (grant("甲", R1),)))
    squares = [
        next(one.square for one in result.variations if (one.item, one.stage) == ("YZJH-1.3", "primary"))
        for result in (plain, relaxed)
    ]
    assert squares[0] != squares[1]


def test_the_gap_is_what_is_lacking_beside_the_visiting_teachers() -> None:
    few = village(t_pe_art_shared__primary="0.5")
    result = assess(county({"甲": few}, parameters={}, relaxations=[grant("甲", R1)]))
    (gap,) = row(result, "YZJH-1.3", "甲", "primary").gaps
    assert gap.to_line == F(1, 2), "one of 0.72 is asked for, half a teacher is there"


@pytest.mark.parametrize(
    ("school", "says"),
    [("丁", "名册里没有“丁”"), ("校区", "已并入甲"), ("点", "没有要判 YZJH-1.3 的行")],
)
def test_what_is_switched_on_for_nothing_is_said(school: str, says: str) -> None:
    campus = {"type": "primary", "counts_as_school": False, "parent_code": "甲", "stu.primary": 5}
    point = {"type": "teaching_point", "stu.primary": 20}
    schools = {"甲": primary(), "校区": campus, "点": point}
    (found,) = assess(county(schools, relaxations=[grant(school, R1)])).relaxations
    assert (found.state, found.places) == (Relaxed.NOT_APPLICABLE, ()) and says in found.why


def test_no_relaxation_is_on_of_itself() -> None:
    assert assess(county({"甲": village()})).relaxations == ()
    assert all(one.relaxing is None for one in assess(county({"甲": village()})).rows)


# — shown


def told(snapshot: Snapshot, code: str, unit: str = "", stage: str = "") -> list[tuple[str, str, str]]:
    made = Assessor(standard("YZJH-2017"), catalogue())
    return [
        (part.title, part.shown, part.text)
        for part in explain(made, snapshot, code, unit, stage).walk()
        if part.kind == "relaxation"
    ]


@pytest.mark.parametrize(
    "place",
    [
        ("YZJH-1.3", "甲", "primary"),
        ("YZJH-1.S", "甲", "primary"),
        ("YZJH-1.3",),
        ("YZJH-1.S",),
        ("YZJH-1.CV",),
        ("YZJH-1.CV:YZJH-1.3", "", "primary"),
        ("1",),
        ("YZJH-2017",),
    ],
)
def test_it_is_named_with_proof_last_day_and_who_wherever_it_moved_something(place: tuple[str, ...]) -> None:
    snapshot = county({"甲": village(), "乙": primary()}, relaxations=[grant("甲", R1)])
    ((title, shown, text),) = told(snapshot, *place)
    assert "YZJH-R1" in title and shown == "已用"
    assert "凭教办〔2026〕12 号，有效到 2027-07-31，某人 2026-11-02 启用" in text


def test_the_row_says_what_it_would_be_without() -> None:
    ((_, _, text),) = told(county({"甲": village()}, relaxations=[grant("甲", R1)]), "YZJH-1.3", "甲", "primary")
    assert "不放宽时 0.00 人/百生（≥ 0.90），未达到" in text


def test_the_formula_of_a_relaxed_row_names_the_visiting_teachers() -> None:
    snapshot = county({"甲": village()}, relaxations=[grant("甲", R1)])
    tree = explain(assessor(), snapshot, "YZJH-1.3", "甲", "primary")
    assert any("走教" in part.title for part in tree.walk() if part.kind == "figure")


@pytest.mark.parametrize(
    ("until", "figures", "says"),
    [
        (date(2026, 12, 14), {}, "有效到 2026-12-14，评估第 1 天 2026-12-15 已过期，没有用"),
        (date(2027, 7, 31), {"urban_rural_code": "urban"}, "学校不符合放宽的条件，没有用"),
    ],
)
def test_what_is_switched_on_and_not_used_is_said_too(until: date, figures: dict[str, Any], says: str) -> None:
    values = village() | figures
    snapshot = county({"甲": values}, relaxations=[grant("甲", R1, until)])
    for place in (("YZJH-1.3", "甲", "primary"), ("YZJH-1.3",), ("YZJH-2017",)):
        ((_, _, text),) = told(snapshot, *place)
        assert says in text
