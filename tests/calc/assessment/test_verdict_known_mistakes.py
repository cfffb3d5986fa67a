"""Eleven mistakes known from practice, each of which would change a verdict."""

import ast
from fractions import Fraction as F
from pathlib import Path

import pytest

from dudao.calc.assessment.result import Verdict
from dudao.calc.assessment.variation import root_text, spread
from dudao.calc.figures import Reason
from dudao.calc.figures.showing import from_text, shown
from tests.calc.assessment.counties import assess, county, grant, lines
from tests.calc.assessment.test_verdict import primary, row, rule


def test_1_the_coefficient_is_weighted_by_pupils(shared: Path) -> None:
    """Unweighted 0.4888 would pass a limit of 0.50 where the right 0.5153 fails."""
    schools = lines(shared / "domain/examples/moe_cv_worked_example.csv")
    as_rooms = {line["school"]: primary(stu__primary=line["stu"], n_media_rooms=line["n_books"]) for line in schools}
    found = next(one for one in assess(county(as_rooms)).variations if (one.item, one.stage) == ("YZJH-1.7", "primary"))
    assert shown(from_text(found.cv), 6) == "0.515257" and found.verdict is Verdict.FAIL
    values = [(1, F(line["n_books"]) / int(line["stu"])) for line in schools]
    square = spread(values).square
    assert square is not None and shown(from_text(root_text(*square)), 6) == "0.488771" and F(*square) < F(1, 4)


def test_2_values_are_compared_before_they_are_rounded() -> None:
    """4.196 is printed 4.20 and still misses 4.2; 0.85 × 4.5 is 3.825 exactly."""
    found = row(
        assess(county({"甲": primary(stu__primary=12500, t_aboveq__primary="524.5")})), "YZJH-1.1", "甲", "primary"
    )
    assert found.value == F(4196, 1000)
    assert (found.verdict, found.comparisons[0].edge) == (Verdict.FAIL, True)
    at_floor = assess(county({"甲": primary(area_teaching=3825)}))
    assert rule(at_floor, "甲").verdict is Verdict.PASS and not rule(at_floor, "甲").below_floor


@pytest.mark.parametrize("reason", [Reason.BLANK, Reason.DASH, Reason.PENDING, Reason.NO_CACHE])
def test_3_a_blank_is_not_nought(reason: Reason) -> None:
    found = row(assess(county({"甲": primary(area_indoor_sport=reason)})), "YZJH-1.4", "甲", "primary")
    assert (found.value, found.verdict) == (None, Verdict.OPEN)
    assert [need.why for need in found.needs] == [reason.value]


def test_4_schools_without_figures_stay_in_the_rate() -> None:
    result = assess(county({"甲": primary(), "没有报": {"type": "primary"}}))
    assert result.items["YZJH-1.S"].counts == {"pass": 1, "open": 1}
    assert result.items["YZJH-1.S"].verdict is Verdict.OPEN


def test_5_the_stage_comes_from_the_type_and_not_from_the_name() -> None:
    result = assess(county({"某某初级中学": primary(), "某某小学": {"type": "junior", "stu.junior": 300}}))
    assert [(rule.unit, rule.stage) for rule in result.school_rules] == [
        ("某某初级中学", "primary"),
        ("某某小学", "junior"),
    ]


def test_6_shared_buildings_of_through_schools_are_split() -> None:
    """5,200 ㎡ for 600 + 400 pupils: 8.67 or 13 per pupil if not split, 5 and 5.5 when split."""
    school = {"type": "nine_year", "stu.primary": 600, "stu.junior": 400, "area_teaching_net": 5200}
    result = assess(county({"甲": school}))
    assert row(result, "YZJH-1.4", "甲", "primary").value == 5
    assert row(result, "YZJH-1.4", "甲", "junior").value == F(11, 2)
    assert row(result, "YZJH-1.4", "甲", "junior").verdict is Verdict.FAIL


def test_7_a_kindergarten_part_and_a_merged_campus_are_not_ignored() -> None:
    with_children = assess(county({"甲": primary(stu_kindergarten=200)}, parameters={"kindergarten_weight": "1"}))
    assert row(with_children, "YZJH-1.4", "甲", "primary").verdict is Verdict.FAIL
    campus = {"type": "primary", "counts_as_school": False, "parent_code": "甲", "stu.primary": 500}
    ignored = assess(county({"甲": primary()}))
    merged = assess(county({"甲": primary(), "校区": campus | {"area_teaching_net": 0}}))
    assert row(ignored, "YZJH-1.4", "甲", "primary").verdict is Verdict.PASS
    assert row(merged, "YZJH-1.4", "甲", "primary").value == 3


def test_8_no_limit_stands_in_code() -> None:
    """A county's own limit decides: the same coefficient passes 0.50 and fails 0.30."""
    schools = {"甲": primary(stu__primary=1500), "乙": primary(stu__primary=1000, n_media_rooms=40)}
    for limit, verdict in (("0.50", Verdict.PASS), ("0.30", Verdict.FAIL)):
        result = assess(county(schools, parameters={"cv_primary": limit}))
        found = next(one for one in result.variations if (one.item, one.stage) == ("YZJH-1.7", "primary"))
        assert (found.verdict, found.limit) == (verdict, F(limit))


def test_8_the_code_holds_neither_a_limit_nor_a_float() -> None:
    code = Path(__file__).resolve().parents[3] / "src/dudao/calc"
    for path in [*code.glob("assessment/*.py"), *code.glob("formula/*.py")]:
        numbers = {
            node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)
        }
        assert not any(isinstance(number, float) for number in numbers), path.name
        assert not numbers & {45, 50, 85, 90, 95, 96, 2500, 5800, 8000}, path.name


def test_9_teachers_of_art_as_a_whole_count_with_music_and_fine_arts() -> None:
    parts = {"t_pe__primary": 3, "t_music__primary": 2, "t_fineart__primary": 2, "t_art__primary": 2}
    found = row(assess(county({"甲": primary(t_pe_art__primary=None, **parts)})), "YZJH-1.3", "甲", "primary")
    assert found.comparisons[0].value == F(9, 10) and found.verdict is Verdict.PASS


def test_10_a_relaxation_that_is_switched_on_is_applied() -> None:
    """2,400 pupils in a school of 2009: 2,000 without YZJH-R4, 2,400 with it; the neighbour has none."""
    school = {"type": "primary", "stu.primary": 2400, "built_year": 2009}
    result = assess(county({"甲": school, "乙": school}, relaxations=[grant("甲", "YZJH-R4")]))
    assert [row(result, "YZJH-2.4", unit).verdict for unit in ("甲", "乙")] == [Verdict.PASS, Verdict.FAIL]
    assert [row(result, "YZJH-2.4", unit).comparisons[0].limit for unit in ("甲", "乙")] == [2400, 2000]


def test_11_visiting_teachers_count_under_r1_and_only_there() -> None:
    school = primary(urban_rural_code="rural", stu__primary=80, t_pe_art__primary=0, t_pe_art_shared__primary=1)
    result = assess(county({"甲": school, "乙": school}, relaxations=[grant("甲", "YZJH-R1")]))
    assert [row(result, "YZJH-1.3", unit, "primary").value for unit in ("甲", "乙")] == [F(5, 4), 0]
    unknown = {**school, "t_pe_art_shared.primary": Reason.BLANK}
    found = row(assess(county({"甲": unknown}, relaxations=[grant("甲", "YZJH-R1")])), "YZJH-1.3", "甲", "primary")
    assert found.verdict is Verdict.OPEN and [need.key.figure for need in found.needs] == ["t_pe_art_shared"]
