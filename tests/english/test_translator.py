"""English is laid over Chinese texts: what the catalogue has is translated, names and quotations stay."""

import pytest

from dudao.english import English
from dudao.english.catalogue import catalogue


@pytest.fixture
def english():
    return English()


@pytest.mark.parametrize(
    ("chinese", "said"),
    [
        ("达到", "met"),
        ("  = 达到", "  = met"),
        ("在校生数（小学）", "pupils (primary)"),
        ("在校生数（小学） ÷ 班级数（小学） × 100", "pupils (primary) ÷ classes (primary) × 100"),
        ("达到 17、未达到 6", "17 met, 6 not met"),
        ("1 行", "1 row"),
        ("21 行", "21 rows"),
        ("若 在校生数 > 0 且 班级数 > 0 则 1，否则 0", "if pupils > 0 and classes > 0 then 1, else 0"),
        (
            "还没有人判断；在校生数未知。还没有人判断",
            "nobody has judged it yet; pupils unknown. Nobody has judged it yet",
        ),
        ("no Chinese, left alone:  a  b", "no Chinese, left alone:  a  b"),
    ],
)
def test_what_the_catalogue_has_is_said_in_english(english, chinese, said):
    assert english.text(chinese) == said


def test_a_text_that_nobody_paired_comes_out_in_chinese(english):
    assert english.text("从未见过的话") == "从未见过的话"
    assert english.text("达到：从未见过的话") == "met: 从未见过的话"


def test_quotations_and_places_in_sheets_stay(english):
    assert english.text("班级数表!H37“班级数”") == "班级数表!H37“班级数”"
    assert "“班级数”" in english.text("没有认出：“班级数”")
    assert english.text("出自 甲.xlsx 班级数!B4，表头「班级数」") == "from 甲.xlsx 班级数!B4, head “班级数”"


def test_a_name_stays_once_it_is_known(english):
    assert english.text("学校部门小学：达到") != "学校部门小学: met"  # its words are in the catalogue

    english.know(["学校部门小学", "小学"])

    assert english.text("学校部门小学：达到") == "学校部门小学: met"
    assert english.text("小学：达到") == "primary: met"  # a term stays a term


def test_a_text_of_a_cell_stays_where_it_stands_free(english):
    english.know(["班级数不符"], free=True)

    assert english.text("理由 班级数不符，达到") == "reason 班级数不符, met"


def test_a_pattern_never_tears_a_bracket(english):
    assert english.text("均值（达到 且 未达到） 且 达到") == "mean (met and not met) and met"


def test_every_line_of_the_catalogue_is_read():
    found = catalogue()

    assert len(found.terms) > 1500
    assert len(found.patterns) > 500
