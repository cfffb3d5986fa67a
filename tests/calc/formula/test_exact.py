"""Formulas are exact and have three values."""

from datetime import date
from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dudao.calc.figures import Reason, Unknown
from dudao.calc.formula import FormulaError, parse
from dudao.calc.formula.exact import Scope, compile_formula
from tests.calc.formula.places import CATALOGUE, Stated, row, worked

TRUTH = {True: "1 == 1", False: "1 == 0", None: "unset == 1"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1 + 0.2", F(3, 10)),
        ("0.85 * 4.5", F(3825, 1000)),
        ("7 / 2", F(7, 2)),
        ("8 / 2", 4),
        ("-(2 - 5) * 3", 9),
        ("ceil(25 / 12)", 3),
        ("ceil(24 / 12)", 2),
        ("min(3, 1.5, 2)", F(3, 2)),
        ("max(3, 1.5)", 3),
        ("1 if 2 > 1 else 5", 1),
        ("limit * 4", 2),
        ("evaluation_year - 1", 2024),
    ],
)
def test_numbers_are_exact(text: str, value: object) -> None:
    assert worked(text) == value


def test_a_division_by_zero_is_unknown() -> None:
    assert worked("5 / (2 - 2)") is None


def test_what_a_formula_reads_depends_on_its_place() -> None:
    values = {("A", "stu", "primary", 0): 600, ("A", "stu", "junior", 0): 400, ("", "standard", "primary", 0): 720}
    assert worked("stu", values, "A", "primary") == 600
    assert worked("stu", values, "A") == 1000
    assert worked("stu.junior", values, "A", "primary") == 400
    assert worked("standard", values, "A", "primary") == 720


def test_a_year_before_is_read_from_its_own_year() -> None:
    values = {("", "money", "", 2025): 110, ("", "money", "", 2024): 100}
    assert worked("money - money[-1]", values, "") == 10
    assert worked("money - money[-1]", {("", "money", "", 2025): 110}, "") is None


def test_a_yes_no_figure_may_be_compared_with_its_words() -> None:
    assert worked("counts == 'no'", {("A", "counts", "", 0): False}) is True
    assert worked("not counts", {("A", "counts", "", 0): False}) is True
    assert worked("owner in ('public', '7')", {("A", "owner", "", 0): "7"}) is True
    assert worked("owner not in ('public', '7')", {("A", "owner", "", 0): "10"}) is True
    assert worked("owner == '7'") is None


def test_years_are_full_years_and_the_anniversary_completes_one() -> None:
    assert worked("years(day, visit_date)", {("", "day", "", 0): date(2023, 12, 15)}, "") == 3
    assert worked("years(day, visit_date)", {("", "day", "", 0): date(2023, 12, 16)}, "") == 2
    assert worked("days(day, visit_date)", {("", "day", "", 0): date(2026, 12, 1)}, "") == 14
    assert worked("year_of(day)", {("", "day", "", 0): date(2026, 12, 1)}, "") == 2026


@pytest.mark.parametrize("one", [True, False, None])
@pytest.mark.parametrize("other", [True, False, None])
def test_logic_is_kleene(one: bool | None, other: bool | None) -> None:
    a, b = TRUTH[one], TRUTH[other]
    both = False if False in (one, other) else None if None in (one, other) else True
    either = True if True in (one, other) else None if None in (one, other) else False
    assert worked(f"({a}) and ({b})") is both
    assert worked(f"({a}) or ({b})") is either
    assert worked(f"not ({a})") is (None if one is None else not one)


def test_an_unknown_condition_leaves_the_choice_unknown_unless_both_branches_agree() -> None:
    assert worked("3 if unset == 1 else 4") is None
    assert worked("3 if unset == 1 else 3") == 3


def test_sums_and_counts_over_schools_need_every_part() -> None:
    whole = {("A", "area_teaching", "", 0): 10, ("B", "area_teaching", "", 0): F(5, 2)}
    part = {("A", "area_teaching", "", 0): 10}
    assert worked("sum_schools(area_teaching)", whole, "") == F(25, 2)
    assert worked("sum_schools(area_teaching)", part, "") is None
    assert worked("count_schools(area_teaching > 5)", whole, "") == 1
    assert worked("count_schools(area_teaching > 5)", part, "") is None
    assert worked("sum_schools(area_teaching, owner == '7')", {**whole, ("A", "owner", "", 0): "7"}, "") is None
    owners = {**whole, ("A", "owner", "", 0): "7", ("B", "owner", "", 0): "10"}
    assert worked("sum_schools(area_teaching, owner == '7')", owners, "") == 10


def test_all_and_any_may_be_decided_by_one_school() -> None:
    part = {("A", "area_teaching", "", 0): 10}
    assert worked("all_schools(area_teaching > 50)", part, "") is False
    assert worked("all_schools(area_teaching > 5)", part, "") is None
    assert worked("any_schools(area_teaching > 5)", part, "") is True
    assert worked("any_schools(area_teaching > 50)", part, "") is None


def test_a_school_of_unknown_type_leaves_a_sum_open() -> None:
    facts = Stated({("A", "area_teaching", "", 0): 10, ("B", "area_teaching", "", 0): 1})
    facts.untyped = ("C",)
    assert facts.formula(parse("sum_schools(area_teaching)"))(Scope(facts)) is None
    assert facts.formula(parse("any_schools(area_teaching > 5)"))(Scope(facts)) is True


def test_lists_are_counted_row_by_row_and_a_hole_is_unknown() -> None:
    rooms = (row(area=96, name="一"), row(area=100, name="二"), row(area=80, name="三"))
    values: dict[tuple[Any, ...], Any] = {("A", "rooms", "", 0): rooms}
    assert worked("count_rows(rooms, area >= 96)", values) == 2
    assert worked("count_rows(rooms)", values) == 3
    assert worked("sum_rows(rooms, area)", values) == 276
    assert worked("all_rows(rooms, area >= 80)", values) is True
    assert worked("count_rows(rooms, area >= 96)", {("A", "rooms", "", 0): ()}) == 0
    assert worked("count_rows(rooms, area >= 96)") is None
    holed = (*rooms, {"area": Unknown(Reason.BLANK)})
    assert worked("count_rows(rooms, area >= 96)", {("A", "rooms", "", 0): holed}) is None


def test_a_name_nobody_declared_is_refused() -> None:
    with pytest.raises(FormulaError, match="没有数据项 nothing"):
        compile_formula(parse("nothing + 1"), CATALOGUE, ())


@given(
    st.lists(st.tuples(st.sampled_from("+-*/"), st.fractions(max_denominator=1000)), max_size=6),
    st.fractions(max_denominator=1000),
)
def test_arithmetic_agrees_with_fractions(steps: list[tuple[str, F]], start: F) -> None:
    text, value = f"({start.numerator} / {start.denominator})", start
    for op, number in steps:
        if op == "/" and number == 0:
            continue
        text = f"({text} {op} ({number.numerator} / {number.denominator}))"
        value = {"+": value + number, "-": value - number, "*": value * number, "/": value / (number or 1)}[op]
    assert worked(text) == value
