"""The county's choices as a file."""

from datetime import date

import pytest

from dudao.calc.figures.snapshot import Granted
from dudao.calc.standard.choices import ChoicesError, read_choices
from dudao.library.read import standard

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
        ("relaxations: [R1]", "标准: {放宽的编号: 学校的清单}"),
        ("relaxations: {A: {R1: 甲小学}}", "学校的清单，每所写"),
        ("relaxations: {A: {R1: [{school: '1', until: 2027-07-31, by: 甲, on: 2026-11-02}]}}", "缺 proof"),
        ("relaxations: {A: {R1: [{school: '1', proof: 文, by: 甲, on: 2026-11-02}]}}", "缺 until（有效到哪一天）"),
        ("relaxations: {A: {R1: [{school: '1', proof: 文, until: 2027-07-31}]}}", "缺 by（谁启用的）、on"),
        (
            "relaxations: {A: {R1: [{school: '1', proof: 文, until: 七月底, by: 甲, on: 2026-11-02}]}}",
            "until 写成 2027-07-31",
        ),
        (
            "relaxations: {A: {R1: [{school: '1', proof: 文, until: 2027-07-31, by: 甲, on: 2026-11-02, yes: 1}]}}",
            "不认识 yes",
        ),
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


R1 = "{school: '2144000501', proof: 教办〔2026〕12 号, until: 2027-07-31, by: 甲, on: 2026-11-02}"


def test_a_relaxation_is_switched_on_for_a_school_with_proof_last_day_who_and_when():
    choices = read_choices(
        f"relaxations: {{YZJH-2017: {{YZJH-R1: [{R1}]}}}}".encode(), "s.yaml", [standard("YZJH-2017")]
    )

    assert choices.relaxations == (
        Granted(
            standard="YZJH-2017",
            relaxation="YZJH-R1",
            school="2144000501",
            proof="教办〔2026〕12 号",
            until=date(2027, 7, 31),
            by="甲",
            on="2026-11-02",
        ),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"relaxations: {{YZJH-2017: {{YZJH-R5: [{R1}]}}}}", "没有放宽 YZJH-R5；有 YZJH-R1、YZJH-R2"),
        (f"relaxations: {{YZJH-2018: {{YZJH-R1: [{R1}]}}}}", "没有标准 YZJH-2018"),
        (f"relaxations: {{YZJH-2017: {{YZJH-R1: [{R1}, {R1}]}}}}", "写了两遍"),
    ],
)
def test_a_relaxation_that_no_standard_has_or_that_stands_twice_is_refused(text, says):
    with pytest.raises(ChoicesError, match=says):
        read_choices(text.encode(), "s.yaml", [standard("YZJH-2017")])
