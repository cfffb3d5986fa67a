"""Only the cells that can change the answer are asked for."""

from typing import Any

from dudao.calc.figures import Key, Reason, Unknown
from dudao.calc.formula import parse
from dudao.calc.formula.exact import Scope
from dudao.calc.formula.needs import Need, needs
from tests.calc.formula.places import Stated, row


def asked(text: str, values: dict[tuple[Any, ...], Any], unit: str = "A", stage: str = "") -> tuple[Need, ...]:
    facts = Stated(values)
    return needs(parse(text), Scope(facts, unit, stage))


def test_what_is_known_needs_nothing() -> None:
    assert asked("area_teaching / 2", {("A", "area_teaching", "", 0): 4}) == ()


def test_each_missing_cell_once() -> None:
    found = asked("(area_teaching - area_indoor_sport) / area_teaching", {})
    assert found == (Need(key=Key("A", "area_teaching")), Need(key=Key("A", "area_indoor_sport")))


def test_a_settled_part_of_and_or_decides_nothing() -> None:
    values = {("A", "area_teaching", "", 0): 10}
    assert asked("area_teaching > 5 and area_indoor_sport > 1", values) == (Need(key=Key("A", "area_indoor_sport")),)
    assert asked("area_teaching > 50 and area_indoor_sport > 1", values) == ()
    assert asked("area_teaching > 50 or area_indoor_sport > 1", values) == (Need(key=Key("A", "area_indoor_sport")),)


def test_a_condition_is_asked_before_its_branches() -> None:
    assert asked("area_teaching if owner == '7' else area_indoor_sport", {}) == (Need(key=Key("A", "owner")),)
    known = {("A", "owner", "", 0): "7"}
    assert asked("area_teaching if owner == '7' else area_indoor_sport", known) == (
        Need(key=Key("A", "area_teaching")),
    )


def test_a_sum_over_schools_asks_every_missing_cell_that_counts() -> None:
    values = {("A", "owner", "", 0): "10", ("B", "owner", "", 0): "7"}
    assert asked("sum_schools(area_teaching, owner == '7')", values, "") == (Need(key=Key("B", "area_teaching")),)
    assert asked("sum_schools(area_teaching)", {("A", "area_teaching", "", 0): 1}, "") == (
        Need(key=Key("B", "area_teaching")),
    )


def test_a_zero_below_the_line_is_named_with_its_cell() -> None:
    found = asked("area_teaching / stu", {("A", "stu", "primary", 0): 0}, stage="primary")
    assert found == (Need(key=Key("A", "stu", "primary"), why="分母为 0"),)


def test_both_stages_of_a_school_are_asked_where_none_is_named() -> None:
    values = {("A", "stu", "primary", 0): 600}
    assert asked("stu", values) == (Need(key=Key("A", "stu", "junior")),)


def test_a_parameter_without_a_value_is_asked_by_name() -> None:
    assert asked("unset * 2", {}) == (Need(parameter="unset"),)


def test_holes_in_a_list_are_counted() -> None:
    rooms = (row(area=96), {"area": Unknown(Reason.BLANK)})
    (found,) = asked("count_rows(rooms, area >= 96)", {("A", "rooms", "", 0): rooms})
    assert found.key == Key("A", "rooms") and "1 行" in found.why


def test_the_years_of_a_figure_need_the_evaluation_year() -> None:
    facts = Stated({})
    facts.evaluation_year = 0
    assert needs(parse("money"), Scope(facts)) == (Need(parameter="evaluation_year"),)
