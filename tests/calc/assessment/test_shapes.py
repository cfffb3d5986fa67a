"""The catalogue of shapes: its laws, its worked examples, and docs/shapes.md beside it."""

import ast
import re
from fractions import Fraction as F
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dudao.calc.assessment.shapes import SHAPES, ShapeError, points_of
from dudao.calc.standard import shapes_known

DOCS = Path(__file__).parents[3] / "docs" / "shapes.md"
numbers = st.fractions(min_value=0, max_value=1000, max_denominator=1000)
some = st.fractions(min_value=F(1, 1000), max_value=1000, max_denominator=1000)
rungs = st.lists(st.tuples(st.booleans(), numbers), min_size=1, max_size=5).map(tuple)
GIVEN = {
    "short": st.fixed_dictionaries({"n": numbers, "need": numbers, "each": numbers}),
    "ratio": st.fixed_dictionaries({"a": numbers, "b": numbers}),
    "to_target": st.fixed_dictionaries({"x": numbers, "target": numbers}),
    "linear_down": st.fixed_dictionaries({"x": numbers, "target": numbers, "step": some, "each": numbers}),
    "ladder": st.fixed_dictionaries({"steps": rungs}),
    "pass": st.fixed_dictionaries({"when": st.booleans()}),
    "per_event": st.fixed_dictionaries({"n": numbers, "each": numbers, "zero_if": st.booleans()}),
    "tiers": st.fixed_dictionaries({"share": st.fractions(0, 1)}),
    "elements": st.fixed_dictionaries({"elements": rungs}),
    "issues": st.fixed_dictionaries({"count": st.integers(0, 9), "credited": st.fractions(0, 9)}),
    "share": st.integers(0, 5).flatmap(
        lambda of: st.fixed_dictionaries({"met": st.integers(0, of), "of": st.just(of)})
    ),
    "survey": st.fixed_dictionaries({"x": numbers, "low": numbers, "high": numbers}),
    "combine": st.fixed_dictionaries({"first": numbers, "minus": rungs}),
    "min_ratio": st.fixed_dictionaries({"ratios": st.lists(st.tuples(numbers, numbers), min_size=1, max_size=3)}),
}
# More of the argument never costs points.
MORE_IS_BETTER = [
    ("issues", "credited"),
    ("short", "n"),
    ("ratio", "a"),
    ("to_target", "x"),
    ("linear_down", "x"),
    ("survey", "x"),
]
MORE_IS_WORSE = [("short", "need"), ("linear_down", "target"), ("per_event", "n"), ("per_event", "each")]


def test_every_shape_has_a_strategy() -> None:
    assert set(GIVEN) == set(SHAPES)


@pytest.mark.parametrize("name", SHAPES)
def test_points_never_leave_nothing_and_full(name: str) -> None:
    @given(GIVEN[name], some)
    def law(arguments: dict[str, object], full: F) -> None:
        points = points_of(name, full, arguments)
        assert points is None or 0 <= points <= full

    law()


@pytest.mark.parametrize(("name", "argument"), MORE_IS_BETTER)
def test_more_of_a_good_thing_never_costs_points(name: str, argument: str) -> None:
    @given(GIVEN[name], some, some)
    def law(arguments: dict[str, F], full: F, more: F) -> None:
        before = points_of(name, full, arguments)
        after = points_of(name, full, arguments | {argument: arguments[argument] + more})
        assert before is None or (after is not None and after >= before)

    law()


@pytest.mark.parametrize(("name", "argument"), MORE_IS_WORSE)
def test_more_of_a_bad_thing_never_gains_points(name: str, argument: str) -> None:
    @given(GIVEN[name], some, some)
    def law(arguments: dict[str, F], full: F, more: F) -> None:
        before, after = (
            points_of(name, full, given) for given in (arguments, arguments | {argument: arguments[argument] + more})
        )
        assert before is None or after is None or after <= before

    law()


@pytest.mark.parametrize(
    ("name", "given_"),
    [
        ("ratio", {"a": 0, "b": 0}),
        ("to_target", {"x": 3, "target": 0}),
        ("issues", {"count": 0, "credited": 0}),
        ("share", {"met": 0, "of": 0}),
        ("min_ratio", {"ratios": [(0, 0), (0, 0)]}),
    ],
)
def test_nothing_asked_for_is_not_applicable(name: str, given_: dict[str, object]) -> None:
    assert points_of(name, 2, given_) is None


def test_ruling_11_nothing_collected_of_something_due_gives_nothing() -> None:
    assert points_of("min_ratio", F("1.5"), {"ratios": [(0, F("751.5")), (0, 0)]}) == 0


def test_ruling_10_a_step_begun_counts_as_a_step_and_a_whole_one_not_twice() -> None:
    down = {"target": F("0.95"), "step": F("0.005"), "each": F("0.5")}
    assert points_of("linear_down", 2, down | {"x": F("0.945")}) == F("1.5")
    assert points_of("linear_down", 2, down | {"x": F("0.9449999")}) == 1
    assert points_of("linear_down", 2, down | {"x": F("0.9499999")}) == F("1.5")
    assert points_of("linear_down", 2, down | {"x": F("0.95")}) == 2


def test_ruling_13_the_slope_of_a_survey_runs_between_its_own_two_lines() -> None:
    at = {"low": F("0.6"), "high": F("0.9")}
    assert points_of("survey", 2, at | {"x": F("0.75")}) == 1
    assert points_of("survey", 2, at | {"x": F("0.6")}) == 0
    assert points_of("survey", 2, at | {"x": F("0.59")}) == 0


def test_ruling_14_a_ratio_above_one_gives_full_marks_and_no_more() -> None:
    assert points_of("ratio", 2, {"a": 9, "b": 8}) == 2


def test_a_step_of_nothing_is_refused_with_a_reason() -> None:
    with pytest.raises(ShapeError, match="step"):
        points_of("linear_down", 1, {"x": 0, "target": 1, "step": 0, "each": 1})


def test_an_unknown_shape_is_refused_with_those_there_are() -> None:
    with pytest.raises(ShapeError, match="linear_down"):
        points_of("rank", 1, {})


def test_the_check_of_a_standard_knows_the_same_shapes_and_arguments() -> None:
    assert set(shapes_known.SHAPES) == set(SHAPES)
    for name, rule in SHAPES.items():
        known = shapes_known.SHAPES[name]
        assert {a.name: a.kind for a in rule.arguments if a.required} == dict(known.needed), name
        assert {a.name: a.kind for a in rule.arguments if not a.required} == dict(known.optional), name


def _sections() -> dict[str, str]:
    parts = re.split(r"^## (\S+) .*$", DOCS.read_text("utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("name", SHAPES)
def test_the_page_of_shapes_says_what_the_catalogue_says(name: str) -> None:
    rule, text = SHAPES[name], _sections()[name]
    assert f"## {name} {rule.title}\n" in DOCS.read_text("utf-8")
    for said in (rule.rule, f"- 公式：{rule.formula}\n", f"- 来源：{rule.source}\n", f"  name: {name}\n"):
        assert said in text
    rows = re.findall(r"^\| (\w+) \| (\w+)(（可省）)? \| (.+) \|$", text, flags=re.M)
    declared = [(a.name, a.kind, "" if a.required else "（可省）", a.what) for a in rule.arguments]
    assert [row for row in rows if row[0] != "参数"] == declared


def test_the_page_of_shapes_has_no_shape_that_is_not_there() -> None:
    assert set(re.findall(r"^  name: (\w+)$", DOCS.read_text("utf-8"), flags=re.M)) == set(SHAPES)


@pytest.mark.parametrize("name", SHAPES)
def test_the_examples_on_the_page_come_out_as_printed(name: str) -> None:
    full, given_, points = _example(_sections()[name])
    assert points_of(name, full, given_) == points


def _example(text: str) -> tuple[F, dict[str, object], F]:
    line = re.search(r"`P=([\d.]+), (.*) → ([\d.]+)`", text)
    assert line is not None
    call = ast.parse(f"f({line[2]})", mode="eval")
    assert isinstance(call.body, ast.Call)
    source = f"f({line[2]})"
    return F(line[1]), {str(k.arg): _literal(k.value, source) for k in call.body.keywords}, F(line[3])


def _literal(node: ast.expr, source: str) -> object:
    if isinstance(node, ast.List | ast.Tuple):
        return tuple(_literal(part, source) for part in node.elts)
    assert isinstance(node, ast.Constant)
    return node.value if isinstance(node.value, bool) else F(ast.get_source_segment(source, node) or "")
