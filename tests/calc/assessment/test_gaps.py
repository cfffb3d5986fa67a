"""What a school lacks: T11, T14 and section G, in whole persons and rooms, to the line and to the floor."""

from fractions import Fraction as F

import pytest

from dudao.calc.assessment.measures import lacking
from dudao.calc.assessment.result import GapFound
from dudao.calc.assessment.verdict import of_school
from dudao.calc.figures.showing import shown
from dudao.calc.formula.tree import Number
from dudao.calc.standard.model import Gap
from tests.calc.assessment.counties import assess, county
from tests.calc.assessment.test_verdict import primary, row, rule

NOTHING = Number(0, "0")


def gap(scale: int, whole: bool) -> Gap:
    return Gap(have=NOTHING, per=NOTHING, scale=scale, unit="", whole=whole, what="")


def test_t11_a_primary_school_of_1200() -> None:
    school = primary(
        stu__primary=1200, t_aboveq__primary=0, t_backbone__primary=0, t_pe_art__primary=0, area_teaching=5120
    )
    result = assess(county({"甲": school}))
    lacks = {found.item: found.gaps[0] for found in result.rows if found.item.startswith("YZJH-1.")}
    assert [lacks[f"YZJH-1.{number}"].to_line for number in (1, 2, 3, 4)] == [51, 12, 11, 280]
    assert lacks["YZJH-1.4"].to_floor == 0
    assert lacks["YZJH-1.1"].to_floor == 43  # ⌈3.57 × 12⌉ = ⌈42.84⌉


@pytest.mark.parametrize(
    ("item", "figure", "need"),
    [
        ("YZJH-1.4", "area_teaching_net", "5,483.64"),
        ("YZJH-1.5", "area_sport", "9,643.64"),
        ("YZJH-1.6", "equip_value_wanyuan", "2,363,636.36"),
        ("YZJH-1.7", "n_media_rooms", "24.00"),
    ],
)
def test_t11_a_nine_year_school_needs_its_dearest_stage_once(item: str, figure: str, need: str) -> None:
    school = {"type": "nine_year", "stu.primary": 600, "stu.junior": 400, figure: 0}
    result = assess(county({"甲": school}))
    rows = [found for found in result.rows if found.item == item]
    (found,) = of_school(rows)
    assert found.of_school and found.to_line is not None and shown(found.to_line, 2) == need
    assert result.items[item].gaps[0].to_line == found.to_line, "counted once for the county as well"
    assert len({stage.gaps[0].to_line for stage in rows}) == 2, "each stage has its own"


def test_the_formula_of_through_schools() -> None:
    """max(0, (A + 1.1 B) · max(th_p, th_j / 1.1) − R)"""
    school = {"type": "nine_year", "stu.primary": 166, "stu.junior": 210, "area_sport": "3000.5"}
    rows = [found for found in assess(county({"甲": school})).rows if found.item == "YZJH-1.5"]
    (found,) = of_school(rows)
    assert found.to_line == F(397) * max(F(75, 10), F(102, 10) / F(11, 10)) - F(30005, 10)


@pytest.mark.parametrize(
    ("op", "have", "per", "limit", "scale", "whole", "lacks"),
    [
        (">=", 37, 380, 10, 100, True, 1),  # T14: at least 38 rotated
        (">=", 8, 41, 20, 100, True, 1),  # T14: at least 9 backbone teachers
        (">=", 38, 380, 10, 100, True, 0),
        (">", 38, 380, 10, 100, True, 1),
        (">=", F(5120), 1200, F(9, 2), 1, False, 280),
        ("<=", 2100, 1, 2000, 1, True, 100),
        ("<=", 1900, 1, 2000, 1, True, 0),
        ("<", 2000, 1, 2000, 1, True, 1),
    ],
)
def test_how_much_is_lacking(
    op: str, have: F | int, per: int, limit: F | int, scale: int, whole: bool, lacks: int
) -> None:
    assert lacking(gap(scale, whole), op, have, per, limit) == lacks


def test_filling_the_gap_meets_the_line_and_one_less_does_not() -> None:
    school = primary(stu__primary=777, t_aboveq__primary=20)
    lacks = row(assess(county({"甲": school})), "YZJH-1.1", "甲", "primary").gaps[0].to_line
    assert isinstance(lacks, int) and lacks > 0
    for more, verdict in ((lacks, "pass"), (lacks - 1, "fail")):
        filled = assess(county({"甲": school | {"t_aboveq.primary": 20 + more}}))
        assert row(filled, "YZJH-1.1", "甲", "primary").verdict == verdict


def test_the_least_gap_leaves_the_longest_way_between_floor_and_line() -> None:
    """Sports 14 % short, teachers 5 % short, rooms met: the sports ground may stay, the teachers are to be raised."""
    school = primary(area_field=6450, t_aboveq__primary=40)
    found = rule(assess(county({"甲": school})), "甲")
    assert (found.least, found.left) == (("YZJH-1.1",), ("YZJH-1.5",))
    raised = assess(county({"甲": school | {"t_aboveq.primary": 42}}))
    assert rule(raised, "甲").verdict == "pass"


def test_where_all_missed_are_below_their_floor_one_is_raised_to_its_floor_only() -> None:
    school = primary(area_field=1000, t_pe_art__primary=0)
    found = rule(assess(county({"甲": school})), "甲")
    assert set(found.least) | set(found.left) == {"YZJH-1.3", "YZJH-1.5"} and len(found.left) == 1
    assert found.left[0] in found.below_floor


def test_the_sum_over_schools_is_unknown_while_one_is() -> None:
    result = assess(county({"甲": primary(area_field=7000), "乙": primary(area_field=None)}))
    assert result.items["YZJH-1.5"].gaps == (GapFound("体育运动场馆", "㎡", None, None, False),)
    known = assess(county({"甲": primary(area_field=7000), "乙": primary(area_field="6000.5")}))
    assert known.items["YZJH-1.5"].gaps[0].to_line == 500 + F(29990, 20)
