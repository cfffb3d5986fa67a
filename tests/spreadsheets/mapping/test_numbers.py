"""What people write into cells, understood exactly or refused with an example."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from dudao.calc.figures import Choice, Reason
from dudao.spreadsheets.book import Cell
from dudao.spreadsheets.mapping.entries import Chosen, Day, Truth, choice_words, read_choice, read_date, read_yes_no
from dudao.spreadsheets.mapping.numbers import Missing, Nothing, Number, Wrong, number_in, read_number
from dudao.spreadsheets.mapping.units import factor, unit_of, units_in


def cell(value: Any, text: str | None = None, **more: Any) -> Cell:
    return Cell(3, 2, value, str(value) if text is None else text, **more)


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("1482", 1482, 0),
        ("1,482", 1482, 0),
        ("１，４８２", 1482, 0),
        ("1 482", 1482, 0),
        (" 37 ", 37, 0),
        ("52.30", Fraction(523, 10), 2),
        ("5.80", Fraction(29, 5), 2),
        (".5", Fraction(1, 2), 1),
        ("1482人", 1482, 0),
        ("9,860.50㎡", Fraction(19721, 2), 2),
        ("9860 平方米", 9860, 0),
        ("52.3万元", Fraction(523, 10), 1),
        ("12 间", 12, 0),
        ("0.1", Fraction(1, 10), 1),
        ("（12）", -12, 0),
        ("-5", -5, 0),
        ("−5", -5, 0),
        ("'0123", 123, 0),
        ("1.5E+3", 1500, 1),
    ],
)
def test_a_text_that_means_a_number(text: str, value: object, decimals: int) -> None:
    found = number_in(text)
    assert isinstance(found, Number)
    assert (found.value, found.decimals) == (value, decimals)
    assert type(found.value) in (int, Fraction)


def test_a_percentage_is_its_hundredth() -> None:
    assert number_in("85%") == Number(Fraction(17, 20), 2, None, True)
    assert read_number(cell(Fraction(17, 20), "85.00%", percent=True)) == Number(Fraction(17, 20), 4, None, True)


@pytest.mark.parametrize("text", ["—", "－", "-", "--", "——", "／", "/", "\\", "…", "_"])
def test_a_dash_is_unknown(text: str) -> None:
    assert number_in(text) == Missing(Reason.DASH, text)


@pytest.mark.parametrize("text", ["", "   ", "\u3000"])
def test_a_blank_is_unknown_and_never_nought(text: str) -> None:
    assert number_in(text) == Missing(Reason.BLANK)


@pytest.mark.parametrize(
    "text",
    [
        "待核",
        "未统计",
        "待定",
        "暂缺",
        "统计中",
        "待补充",
        "不详",
        "未上报",
        "正在核实",
        "？",
        "暂无数据",
        "未核实",
        "缺数",
    ],
)
def test_a_word_for_later_is_unknown_and_named(text: str) -> None:
    assert number_in(text) == Missing(Reason.PENDING, text)


@pytest.mark.parametrize("text", ["无", "没有", "暂无", "不涉及", "N/A"])
def test_none_is_neither_nought_nor_silently_unknown(text: str) -> None:
    assert number_in(text) == Nothing(text)


@pytest.mark.parametrize(
    ("text", "rule", "example"),
    [
        ("1,O26", "letter", "1026"),
        ("1o2", "letter", "102"),
        ("l26", "letter", "126"),
        ("12.3.4", "two_dots", "12.3"),
        ("约30", "about", "30"),
        ("30左右", "about", "30"),
        ("30余人", "about", "30"),
        (">30", "about", "30"),
        ("30多", "about", "30"),
        ("1,48", "thousands", "148"),
        ("12。5", "stop", "12.5"),
        ("二十", "chinese", "12"),
        ("80-90", "two", "80"),
        ("5人（女2人）", "two", "5"),
        ("120*", "text", "120"),
        ("缺编3人", "text", "3"),
        ("#REF!", "formula", "128"),
        ("=B3+C3", "formula", "填公式的结果，如 128"),
        ("合格", "kind", "128"),
    ],
)
def test_a_wrong_cell_says_why_and_how_a_right_one_looks(text: str, rule: str, example: str) -> None:
    found = number_in(text)
    assert isinstance(found, Wrong)
    assert (found.rule, found.example) == (rule, example)
    assert found.why


def test_a_formula_without_a_result_is_unknown_and_a_stored_zero_is_a_zero() -> None:
    assert read_number(cell(None, "", formula="=D5", trusted=False)) == Missing(Reason.NO_CACHE, "=D5")
    assert read_number(cell(0)) == Number(0)
    assert read_number(None) == Missing(Reason.BLANK)


def test_a_date_where_a_number_should_be_is_wrong() -> None:
    found = read_number(cell(date(2026, 3, 5), "3月5日"))
    assert isinstance(found, Wrong) and "日期" in found.why


@pytest.mark.parametrize(
    ("text", "value"), [("是", True), ("√", True), ("有", True), ("达标", True), ("已报告", True), ("1", True), ("否", False), ("×", False), ("无", False),
                        ("未达标", False), ("没有报告", False), ("0", False), ("不达标", False), ("Y", True), ("n", False)],
)  # fmt: skip
def test_yes_and_no_in_many_ways(text: str, value: bool) -> None:
    assert read_yes_no(cell(text)) == Truth(value)


def test_yes_or_no_not_known_yet() -> None:
    for text, value in (("☑是　□否", True), ("□是 ☑否", False), ("是√ 否□", True), ("□有■无", False), ("√是", True)):
        assert read_yes_no(cell(text)) == Truth(value), text
    assert read_yes_no(cell("□是 □否")) == Missing(Reason.BLANK)
    assert isinstance(read_yes_no(cell("☑是 ☑否")), Wrong)
    assert read_yes_no(cell("待定")) == Missing(Reason.PENDING, "待定")
    assert read_yes_no(None) == Missing(Reason.BLANK)
    assert isinstance(read_yes_no(cell("一般")), Wrong)


@pytest.mark.parametrize(
    ("text", "day", "whole"),
    [
        ("2016-11-03", date(2016, 11, 3), True),
        ("2016/11/3", date(2016, 11, 3), True),
        ("2016.11.3", date(2016, 11, 3), True),
        ("2016年11月3日", date(2016, 11, 3), True),
        ("20161103", date(2016, 11, 3), True),
        ("2016-11-03 00:00:00", date(2016, 11, 3), True),
        ("2016年11月", date(2016, 11, 1), False),
        ("2016.11", date(2016, 11, 1), False),
        ("2016-5", date(2016, 5, 1), False),
    ],
)
def test_dates_as_people_write_them(text: str, day: date, whole: bool) -> None:
    assert read_date(cell(text)) == Day(day, whole)


def test_a_date_that_cannot_be_told_is_wrong() -> None:
    for value in (cell("2016年"), cell("2016-13-01"), cell("去年"), cell(Fraction(20161, 10), "2016.1")):
        assert isinstance(read_date(value), Wrong)
    assert read_date(cell(date(2016, 11, 3), "11/3")) == Day(date(2016, 11, 3))
    assert read_date(cell(date(2026, 8, 1), "2026年8月")) == Day(date(2026, 8, 1), whole=False)
    assert read_date(cell(Fraction(20268, 10), "2026.8")) == Day(date(2026, 8, 1), whole=False)


def test_a_choice_by_code_label_or_synonym_and_never_by_a_word_two_share() -> None:
    words = choice_words(
        [
            Choice(code="primary", label="小学", synonyms=("完小", "学校")),
            Choice(code="junior", label="初级中学", synonyms=("初中", "学校")),
        ]
    )
    assert read_choice(cell("完小"), words) == Chosen("primary")
    assert read_choice(cell(" 初 中 "), words) == Chosen("junior")
    assert read_choice(cell("junior"), words) == Chosen("junior")
    wrong = read_choice(cell("学校"), words, ["小学", "初级中学"])
    assert isinstance(wrong, Wrong) and wrong.example == "小学" and "初级中学" in wrong.why


@pytest.mark.parametrize(
    ("written", "wanted", "times"),
    [("元", "万元", Fraction(1, 10000)), ("万元", "元", Fraction(10000)), ("亩", "㎡", Fraction(2000, 3)), ("公顷", "㎡", Fraction(10000)), ("名", "人", Fraction(1)),
     ("万人", "人", Fraction(10000)), ("间", "个", Fraction(1)), ("平方米", "㎡", Fraction(1)), ("元/生", "元", Fraction(1))],
)  # fmt: skip
def test_units_convert_exactly(written: str, wanted: str, times: Fraction) -> None:
    one, other = unit_of(written), unit_of(wanted)
    assert one is not None and other is not None
    assert factor(one, other) == times


def test_what_measures_different_things_has_no_factor() -> None:
    for written, wanted in (("间", "㎡"), ("万元", "㎡"), ("人", "万元"), ("台", "册")):
        one, other = unit_of(written), unit_of(wanted)
        assert one is not None and other is not None and factor(one, other) is None


def test_the_units_of_a_note() -> None:
    assert [unit.word for unit in units_in("填报单位：计财股　单位：人、平方米、万元")][-3:] == ["人", "平方米", "万元"]
