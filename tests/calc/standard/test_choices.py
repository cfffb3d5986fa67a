"""The county's choices as a file."""

from datetime import date

import pytest

from dudao.calc.standard.choices import ChoicesError, read_choices

GOOD = """
evaluation_year: 2025
visit_date: 2026-12-15
parameters:
  YZJH-2017:
    cv_primary: {value: 0.48, by: 甲, on: 2026-11-02, reason: 省里的通知}
switches: {YZJH-2017: {YZJH-V8: {value: on, by: 甲, on: 2026-11-02}}}
functions: {finance: 财政局}
bonuses: [{name: 典型, year: 2025}]
"""


def test_a_file_gives_the_choices_with_name_and_date():
    choices = read_choices(GOOD.encode(), "设置.yaml")

    made = choices.parameters["YZJH-2017", "cv_primary"]
    assert (made.value, made.by, made.on) == ("0.48", "甲", "2026-11-02")
    assert choices.visit_date == date(2026, 12, 15)
    assert choices.switches["YZJH-2017", "YZJH-V8"].value is True
    assert choices.functions["finance"].value == "财政局"
    assert choices.bonuses[0].value == {"name": "典型", "year": 2025, "count": 1}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("evaluation_year: 25年", "四位年份"),
        ("visit_date: 12月15日", "2026-12-15"),
        ("parameters: {A: {x: 约一半}}", "十进制数"),
        ("strictness: {A: {x: '='}}", "> >= < <="),
        ("switches: {A: {x: maybe}}", "on 或 off"),
        ("bonus: 1", "不认识 bonus"),
        ("bonuses: [{year: 2025}]", "name"),
        ("deductions: [{name: a, count: 一次}]", "整数"),
        ("- a", "名字: 值"),
        ("a: [", "YAML"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_mend(text, says):
    with pytest.raises(ChoicesError, match=says):
        read_choices(text.encode(), "设置.yaml")


def test_all_faults_are_told_at_once():
    with pytest.raises(ChoicesError) as refusal:
        read_choices(b"evaluation_year: x\nvisit_date: y\nz: 1", "s.yaml")

    assert len(refusal.value.faults) == 3
