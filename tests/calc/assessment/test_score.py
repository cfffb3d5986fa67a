"""From points to grade: extras, both ends of what is open, and the order cap → drop → veto."""

from collections.abc import Sequence
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dudao.calc.assessment.result import Points, TriggerState
from dudao.calc.assessment.score import extras_found, grade, score
from dudao.calc.assessment.spread import full_marks
from dudao.calc.figures.snapshot import ChoiceMade, Choices
from dudao.calc.standard.model import Extras, Grade, Group, Item, ItemLevel, Standard, Trigger

GRADES = (
    Grade(name="优秀", at_least=F(90)),
    Grade(name="良好", at_least=F(80)),
    Grade(name="合格", at_least=F(65)),
    Grade(name="不合格", at_least=F(0), passes=False),
)


def item(code: str, parent: str, points: int) -> Item:
    return Item(code=code, name=code, level=ItemLevel.COUNTY, parent=parent, points=F(points))


def group(code: str, points: int, parent: str = "") -> Group:
    return Group(code=code, name=code, parent=parent, points=F(points))


STANDARD = Standard(
    code="S",
    name="S",
    kind="score",
    short="S",
    document="",
    official=False,
    groups=(
        group("A1", 60),
        group("B11", 20, "A1"),
        group("B12", 40, "A1"),
        group("A2", 40),
        group("B21", 40, "A2"),
    ),
    items=(item("C1", "B11", 5), item("C2", "B11", 15), item("C3", "B12", 40), item("C4", "B21", 40)),
    triggers=(
        Trigger(code="V1", name="veto", effect="veto"),
        Trigger(code="C1", name="cap", effect="cap"),
        Trigger(code="D1", name="弄虚作假", effect="drop", minus=F(5)),
        Trigger(code="D2", name="drop", effect="drop"),
    ),
    grades=GRADES,
    extras=Extras(bonus_cap=F(3), deduction_cap=F(5)),
    full=F(100),
)


def struck(**states: bool | None) -> list[TriggerState]:
    effects = {trigger.code: trigger.effect for trigger in STANDARD.triggers}
    return [TriggerState(code, effects[code], states.get(code, False)) for code in effects]


def of(low: F | int | str, high: F | int | str | None = None) -> dict[str, Points]:
    """Points of the two aspects that come to low … high together."""
    high = low if high is None else high
    return {
        "A1": Points(F(60), F(60), F(low) - 20, F(high) - 20),
        "A2": Points(F(40), F(40), F(20), F(20)),
    }


def registered(name: str, year: int = 2025, count: int = 1) -> ChoiceMade:
    return ChoiceMade(value={"name": name, "year": year, "count": count}, by="登记人", on="2026-01-02")


def test_ruling_18_grades_compare_unrounded() -> None:
    assert grade(GRADES, F("89.9999")).name == "良好"
    assert grade(GRADES, F(90)).name == "优秀"
    assert grade(GRADES, F("64.99999999")).name == "不合格"


@pytest.mark.parametrize(
    ("points", "effects", "expected"),
    [
        (95, {"cap"}, "良好"),
        (85, {"cap"}, "良好"),
        (95, {"drop"}, "良好"),
        (95, {"cap", "drop"}, "合格"),  # cap first, then one grade down
        (70, {"drop"}, "不合格"),
        (50, {"drop", "cap"}, "不合格"),
        (99, {"veto"}, "不合格"),
        (99, {"precondition"}, "不合格"),
    ],
)
def test_ruling_5_cap_then_drop_then_veto(points: int, effects: set[str], expected: str) -> None:
    assert grade(GRADES, F(points), frozenset(effects)).name == expected


def test_ruling_5_two_drops_take_one_grade() -> None:
    found = score(STANDARD, of(95), struck(D1=True, D2=True), Choices())
    assert (found.deduction, found.low, found.grade) == (5, 90, "良好")


def test_ruling_5_open_triggers_count_against_at_the_worst_end_and_for_at_the_best() -> None:
    found = score(STANDARD, of(92, 96), struck(C1=None), Choices())
    assert (found.best, found.worst, found.grade) == ("优秀", "良好", "")
    assert score(STANDARD, of(82, 86), struck(C1=None), Choices()).grade == "良好"


def test_ruling_5_open_fraud_takes_five_points_at_the_worst_end_only_for_the_grade() -> None:
    found = score(STANDARD, of("83"), struck(D1=None), Choices())
    assert (found.low, found.high) == (83, 83)  # the interval speaks of the items only
    assert (found.best, found.worst) == ("良好", "不合格")  # 78 → 合格 → one down


def test_ruling_7_open_fraud_stays_within_the_cap() -> None:
    three = Choices(evaluation_year=2025, deductions=(registered("国家通报", count=3),))
    extras = extras_found(STANDARD, struck(D1=None), three)
    assert (extras.deduction, extras.deduction_worst) == (3, 5)


def test_ruling_5_a_struck_veto_settles_the_grade_although_points_are_open() -> None:
    found = score(STANDARD, of(40, 100), struck(V1=True, C1=None), Choices())
    assert found.grade == "不合格"


def test_ruling_7_bonus_and_deduction_have_caps_and_the_net_is_clamped() -> None:
    five = tuple(registered(f"先进 {n}") for n in range(5))
    found = score(STANDARD, of(99), struck(), Choices(evaluation_year=2025, bonuses=five))
    assert (found.bonus, found.low, found.high) == (3, 100, 100)
    nine = (registered("媒体曝光", count=9),)
    found = score(STANDARD, of(23), struck(D1=True), Choices(evaluation_year=2025, deductions=nine))
    assert (found.deduction, found.low) == (5, 18)


def test_ruling_7_the_net_is_added_before_the_clamp() -> None:
    both = Choices(evaluation_year=2025, bonuses=(registered("先进"),), deductions=(registered("通报"),))
    assert score(STANDARD, of(100), struck(), both).low == 100


def test_ruling_7_one_matter_counts_once_and_only_in_its_years() -> None:
    choices = Choices(
        evaluation_year=2025,
        bonuses=(registered("先进", 2024), registered("先进", 2025), registered("典型", 2023)),
        deductions=(registered("通报", 2025, 2), registered("通报", 2025), registered("曝光", 2024)),
    )
    extras = extras_found(STANDARD, struck(), choices)
    assert (extras.bonus, extras.deduction, len(extras.left_out)) == (1, 2, 4)


def test_nothing_registered_is_no_bonus_and_no_deduction() -> None:
    found = score(STANDARD, of(80), struck(), Choices())
    assert (found.bonus, found.deduction, found.low) == (0, 0, 80)


def test_ruling_2_points_go_to_the_group_then_the_aspect_then_the_other_aspects() -> None:
    assert full_marks(STANDARD)["C2"] == 15
    within_group = full_marks(STANDARD, {"C1"})
    assert (within_group["C1"], within_group["C2"], within_group["C3"]) == (0, 20, 40)
    whole_group = full_marks(STANDARD, {"C1", "C2"})
    assert (whole_group["B11"], whole_group["C3"], whole_group["A1"]) == (0, 60, 60)
    whole_aspect = full_marks(STANDARD, {"C1", "C2", "C3"})
    assert (whole_aspect["A1"], whole_aspect["C4"]) == (0, 100)


@given(st.sets(st.sampled_from(["C1", "C2", "C3", "C4"]), max_size=3))
def test_whatever_is_not_applicable_the_rest_keeps_the_total(left_out: set[str]) -> None:
    marks = full_marks(STANDARD, left_out)
    assert sum(marks[one.code] for one in STANDARD.items) == 100
    assert sum(marks[aspect.code] for aspect in STANDARD.aspects) == 100


@given(
    st.fractions(20, 80, max_denominator=100),
    st.fractions(0, 20, max_denominator=100),
    st.lists(st.sampled_from([True, False, None]), min_size=4, max_size=4),
    st.data(),
)
def test_deciding_what_is_open_never_leaves_the_two_ends(
    low: F, room: F, states: Sequence[bool | None], data: st.DataObject
) -> None:
    codes = ("V1", "C1", "D1", "D2")
    before = score(STANDARD, of(low, low + room), struck(**dict(zip(codes, states, strict=True))), Choices())
    decided = [data.draw(st.booleans()) if state is None else state for state in states]
    at = low + room * data.draw(st.fractions(0, 1, max_denominator=10))
    after = score(STANDARD, of(at), struck(**dict(zip(codes, decided, strict=True))), Choices())
    names = [rung.name for rung in GRADES]
    assert names.index(before.best) <= names.index(after.grade) <= names.index(before.worst)
    assert before.items_low <= after.items_low <= before.items_high
