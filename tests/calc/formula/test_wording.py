"""Formulas as people read them."""

from fractions import Fraction as F
from typing import Any

import pytest

from dudao.calc.formula import parse
from dudao.calc.formula.exact import Scope
from dudao.calc.formula.tree import Name
from dudao.calc.formula.wording import wording
from tests.calc.formula.places import Stated, row

VALUES: dict[tuple[Any, ...], Any] = {
    ("A", "area_teaching", "", 0): 5412,
    ("A", "area_indoor_sport", "", 0): 486,
    ("A", "stu", "junior", 0): 466,
    ("A", "owner", "", 0): "7",
    ("", "money", "", 2025): F(3, 2),
    ("A", "rooms", "", 0): (row(area=96), row(area=80)),
    ("B", "area_teaching", "", 0): 1,
}


@pytest.mark.parametrize(
    ("text", "names", "numbers"),
    [
        (
            "(area_teaching - area_indoor_sport) / stu",
            "（教学及辅助用房面积 − 室内体育用房面积） ÷ 在校生数",
            "(5,412 − 486) ÷ 466",
        ),
        ("area_teaching / stu * 100", "教学及辅助用房面积 ÷ 在校生数 × 100", "5,412 ÷ 466 × 100"),
        ("10 - (4 - 3)", "10 − （4 − 3）", "10 − (4 − 3)"),
        ("money - money[-1]", "教育经费（2025 年） − 教育经费（2024 年）", "1.5 − 待补"),
        ("stu.primary > 5 and not counts", "在校生数（小学） > 5 且 非 是否计校数", "待补 > 5 且 非 待补"),
        ("count_rows(rooms, area >= 96)", "“音乐教室”清单中面积 ≥ 96的行数", "1"),
        ("sum_schools(area_teaching)", "各校教学及辅助用房面积之和", "5,413"),
        ("limit", "限值", "0.5"),
        ("ceil(stu / 12)", "进一取整（在校生数 ÷ 12）", "进一取整(466 ÷ 12)"),
    ],
)
def test_names_and_numbers(text: str, names: str, numbers: str) -> None:
    facts = Stated(VALUES)
    assert wording(parse(text), Scope(facts, "A", "junior")) == (names, numbers)


def test_a_shared_divisor_stands_for_the_pupils() -> None:
    facts = Stated(VALUES)
    scope = Scope(facts, "A", "junior", divisor=F(11246, 11))
    said = wording(parse("area_teaching / stu"), scope, shared=Name("stu"), shared_label="折合在校生数")
    assert said == ("教学及辅助用房面积 ÷ 折合在校生数", "5,412 ÷ 1,022.3636…")
