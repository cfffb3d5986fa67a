"""Points explained: the rule, the arithmetic, the cells, what was spread, the county's choices and the rulings."""

from dataclasses import replace
from typing import Any

import pytest

from dudao.calc.assessment.explaining import Explainer
from dudao.calc.assessment.explanation import Explanation
from dudao.calc.figures import Judgement, Key, Known, Source
from dudao.calc.figures.snapshot import ChoiceMade, Choices
from tests.calc.assessment.six_aspects import CODE, JUDGED, SCHOOLS, YEAR, assessor, six_aspects, snapshot


def explain(code: str, **changed: Any) -> Explanation:
    return Explainer(assessor(), snapshot(**changed)).explain(code)


def kinds(tree: Explanation, kind: str) -> list[Explanation]:
    return [step for step in tree.walk() if step.kind == kind]


def texts(tree: Explanation) -> str:
    return "\n".join(f"{step.title} {step.shown} {step.text} {step.numbers}" for step in tree.walk())


@pytest.mark.parametrize("item", six_aspects().items, ids=lambda item: item.code)
def test_every_item_explains_its_rule_and_ends_in_what_was_stated(item: Any) -> None:
    for tree in (explain(item.code), explain(item.code, judged={}, schools={}, without=("n_schools",))):
        assert (tree.kind, tree.address) == ("points", item.code)
        assert kinds(tree, "rule")[0].text
        assert kinds(tree, "figure") or kinds(tree, "judgement") or kinds(tree, "missing") or kinds(tree, "derived")
        assert kinds(tree, "ruling")


@pytest.mark.parametrize(
    ("code", "changed", "arithmetic"),
    [
        ("C1.1.1", {"meetings_leading_group": 1}, "max(0, 1 − 0.5 × max(0, 2 − 1)) = 0.5"),
        ("C1.1.2", {"meetings_executive": 3, "reported_to_congress": False}, "max(0, 1.5 − 0.5) = 1"),
        ("C1.1.3", {"projects_on_time": 6}, "1.5 × min(1, 6 ÷ 8) = 1.125"),
        ("C1.3.1", {"inspection_budgeted": False}, "0.5 + 0 = 0.5"),
        ("C1.4.1", {"issues_done": 2, "issues_partly": 1}, "2 × 2.5 ÷ 4 = 1.25"),
        ("C2.1.2", {"kg_stu_inclusive": 790}, "按第 2 档 = 1"),
        ("C2.2.1", {"cohort9_grad": 942}, "= max(0, 2 − 0.5 × 2) = 1"),
        ("C3.1.2", {"edu_cost__primary": ("9", "10")}, "3 × 4 ÷ 5 = 2.4"),
        ("C3.3.1", {"surcharge_spent": "601.2"}, "1.5 × min(1，751.5 ÷ 751.5，601.2 ÷ 751.5) = 1.2"),
        ("C6.3.1", {"satisfaction_ok": 760}, "2 × (0.76 − 0.7) ÷ (0.85 − 0.7) = 0.8"),
    ],
)
def test_the_arithmetic_can_be_checked_by_hand(code: str, changed: dict[str, Any], arithmetic: str) -> None:
    assert arithmetic in kinds(explain(code, **changed), "rule")[0].numbers


def test_the_cell_is_at_the_end() -> None:
    key = Key("", "fiscal_edu", "", YEAR)
    source = Source("县级数据.xlsx", "经费", "C7", head="2023年")
    stated = snapshot().replace(key, Known(86150, text="86,150", source=source))
    tree = Explainer(assessor(), stated).explain("C3.1.1")
    assert [step.source for step in kinds(tree, "cell")] == [source]


def test_both_sides_of_a_growth_stand_unrounded() -> None:
    tree = explain("C3.1.1", fiscal_edu=("81200", "78500"), recurrent_revenue=("120300", "114200"))
    condition = kinds(tree, "formula")[0]
    assert condition.verdict == "fail"
    assert "0.034394904458… > 0.053415061295…" in condition.numbers
    assert "1,493.09 万元以上" in kinds(tree, "gap")[0].text


def test_what_was_spread_is_told() -> None:
    tree = explain("C2.2.2", mig_total=0, dropouts=1)
    spread = next(step for step in tree.parts if step.title == "归一")
    assert "1.5 × 8/7" in spread.numbers
    assert "没有随迁子女" in texts(explain("C2.2.4", mig_total=0))


def test_the_county_s_choices_stand_with_name_and_date() -> None:
    choices = Choices(
        evaluation_year=YEAR,
        parameters={(CODE, "inclusive_top"): ChoiceMade(value="0.9", by="贺某", on="2024-01-02", reason="省定")},
        strictness={(CODE, "C3.1.1"): ChoiceMade(value=">=", by="贺某", on="2024-01-03")},
    )
    assert "贺某 2024-01-02" in texts(explain("C2.1.2", choices=choices))
    assert "贺某 2024-01-03" in texts(explain("C3.1.1", choices=choices))


def test_a_judged_item_tells_who_and_what_the_level_means() -> None:
    judged = replace(
        snapshot(),
        judgements={("C2.4.1", ""): Judgement(level="good", reason="看了三所学校", by="王某", on="2024-02-01")},
    )
    step = kinds(Explainer(assessor(), judged).explain("C2.4.1"), "judgement")[0]
    assert step.shown == "良" and "王某" in step.text and "个别任务进度落后" in step.text


def test_an_open_item_says_what_is_missing_and_that_it_is_not_decided_early() -> None:
    tree = explain("C1.1.2", without=("reported_to_congress",))
    assert (tree.shown, tree.verdict) == ("0.00—2.00 / 2.00 分", "open")
    assert "不提前判分" in texts(tree)


def test_deductions_that_hold_are_marked_as_bad() -> None:
    tree = explain("C1.1.2", reported_to_congress=False)
    minus = next(step for step in tree.parts if step.title.startswith("未向人大"))
    assert minus.verdict == "fail"


def test_the_score_says_that_nothing_was_registered() -> None:
    said = texts(explain(CODE))
    assert "没有登记加分事项，按无计" in said and "没有登记扣分事项，按无计" in said
    assert "演示标准，非官方" in said


def test_the_score_names_what_was_registered_and_what_was_left_out() -> None:
    made = [
        ChoiceMade(value={"name": name, "year": year, "count": 1}, by="贺某", on="2024-01-02")
        for name, year in (("省级改革典型", 2023), ("旧荣誉", 2019))
    ]
    tree = explain(CODE, choices=Choices(evaluation_year=YEAR, bonuses=tuple(made)), dropouts=2)
    said = texts(tree)
    assert "省级改革典型（2023，1 次） 贺某 2024-01-02" in said
    assert "登记了而没有计的 1 项" in said
    assert "99.00 + 1 − 0 = 100.00" in said


def test_the_grade_is_told_at_both_ends() -> None:
    silent = {name: level for name, level in JUDGED.items() if name != "DEMO-DROP1"}
    grade = next(step for step in explain(CODE, judged=silent).parts if step.title == "等次")
    assert (grade.shown, grade.verdict) == ("未定：良好到优秀", "open")
    best, worst = grade.parts
    assert (best.shown, worst.shown) == ("优秀", "良好")
    assert "降一等：数据弄虚作假（未定，按成立算）" in worst.text and worst.numbers.startswith("95 分")


def test_a_group_is_the_sum_of_its_items() -> None:
    tree = explain("B2.2", dropouts=1)
    assert tree.shown == "7.50 / 8.00 分"
    assert [step.address for step in tree.parts] == [f"C2.2.{n}" for n in range(1, 6)]


def test_a_sum_tells_its_parameters_once_and_not_again_at_every_school() -> None:
    schools = {f"S{n}": {**SCHOOLS["S1"], "stu.primary": 200 + n} for n in range(9)}
    (rows,) = [
        step for step in kinds(explain("C3.4.1", schools=schools), "rows") if "每" in step.title or "若" in step.title
    ]
    parameters = [part for part in rows.parts if part.kind == "parameter"]
    assert len(parameters) == len({part.title for part in parameters}) >= 4
    each = [part for part in rows.parts if part.kind == "figure"]
    assert len(each) == 9 and not any(kinds(part, "parameter") for part in each)
    assert each[3].numbers.startswith("(若 ") and "203" in each[3].numbers
