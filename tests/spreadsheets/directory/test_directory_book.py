"""The workbook of the first day: what is written is read, and what is wrong is named by sheet and cell with an example."""

import io
from dataclasses import replace

import openpyxl
import pytest

from dudao.spreadsheets.directory import directory_template, from_plain, read_directory, to_plain
from dudao.spreadsheets.reading import read_book
from tests.spreadsheets.directory import first_day
from tests.spreadsheets.directory.first_day import WORDS


@pytest.fixture(scope="module")
def rows():
    units = first_day.units()
    return units, first_day.people(units)


@pytest.fixture(scope="module")
def filled(rows) -> bytes:
    return directory_template(WORDS, units=rows[0], people=rows[1], county="青禾县")


def read(content: bytes):
    return read_directory(read_book(content, "单位人员表.xlsx"), WORDS)


def plain(row):
    return replace(row, number=0, cells={})


def test_what_is_written_is_read(filled, rows):
    found = read(filled)

    assert found.errors == ()
    assert [plain(row) for row in found.units] == rows[0]
    assert [plain(row) for row in found.people] == rows[1]
    assert sum(row.kind == "school" for row in found.units) == 200
    assert len({row.login for row in found.people}) == 450
    assert found.units[0].cells["name"] == "C4"


def test_the_rows_survive_being_kept(filled):
    found = read(filled)

    assert from_plain(to_plain(found)) == found


def test_the_same_rows_give_the_same_bytes(filled, rows):
    assert directory_template(WORDS, units=rows[0], people=rows[1], county="青禾县") == filled


def test_the_template_helps_where_it_is_filled_in(filled):
    book = openpyxl.load_workbook(io.BytesIO(filled))

    assert book.sheetnames == ["说明", "单位", "人员", "选项"]
    assert book["选项"].sheet_state == "hidden"
    assert "例" in book["单位"]["B3"].comment.text
    lists = {str(one.sqref).split(":")[0]: one.formula1 for one in book["人员"].data_validations.dataValidation}
    assert lists["A4"].startswith("单位!$C$4") and "选项!" in lists["F4"]


@pytest.fixture
def changed(filled):
    """The workbook with some cells changed, read again."""

    def change(*cells: tuple[str, str, object]):
        book = openpyxl.load_workbook(io.BytesIO(filled))
        for sheet, cell, value in cells:
            book[sheet][cell] = value
        out = io.BytesIO()
        book.save(out)
        return read(out.getvalue())

    return change


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "problem"),
    [
        ("单位", "A4", "衙门", "没有“衙门”这一项"),
        ("单位", "A5", None, "“类别”没有填"),
        ("单位", "C6", None, "“名称”没有填"),
        ("单位", "B56", None, "学校要有代码"),
        ("单位", "B57", "3400/1", "代码只能用"),
        ("单位", "B58", 34000000000000012, "末几位已经丢了"),
        ("单位", "F4", "小学", "只有学校才有“学校类型”"),
        ("单位", "C7", "名" * 121, "最多 120 个字"),
        ("人员", "A4", None, "“单位”没有填"),
        ("人员", "C5", None, "“姓名”没有填"),
        ("人员", "D6", "张 三", "登录名用小写字母"),
        ("人员", "E7", "打给老王", "不像电话号码"),
        ("人员", "E8", "110101199003077758", "不像电话号码"),
        ("人员", "F4", "皇帝", "没有“皇帝”这一项"),
        ("人员", "G9", "大概", "只打 √"),
    ],
)
def test_each_mistake_is_named_by_cell_with_an_example(changed, sheet, cell, value, problem):
    found = changed((sheet, cell, value))

    assert [(one.sheet, one.cell) for one in found.errors] == [(sheet, cell)]
    assert problem in found.errors[0].problem and found.errors[0].example


def test_all_mistakes_come_at_once(changed):
    found = changed(("单位", "A4", "衙门"), ("单位", "C6", None), ("人员", "E7", "打给老王"))

    assert [one.cell for one in found.errors] == ["A4", "C6", "E7"]


def test_a_code_told_twice_names_the_other_row(changed):
    found = changed(("单位", "B57", "3400000000"))

    assert [(one.cell, "第 54 行" in one.problem) for one in found.errors] == [("B57", True)]


def test_a_formula_without_result_is_no_name(changed):
    found = changed(("单位", "C6", "=A1&B1"))

    assert [(one.cell, one.problem) for one in found.errors] == [("C6", "公式没有算出结果。")]


def test_codes_typed_as_numbers_and_in_full_width_are_the_same_codes(changed):
    found = changed(("单位", "B54", 3400000000), ("单位", "B57", "３４００００９９９９"))

    assert found.errors == ()
    assert [row.code for row in found.units if row.number in (54, 57)] == ["3400000000", "3400009999"]


def test_a_workbook_of_something_else_is_told_what_it_lacks():
    book = openpyxl.Workbook()
    book.active.title = "单位"
    book.active["A1"] = "学校"
    out = io.BytesIO()
    book.save(out)

    found = read(out.getvalue())
    assert [(one.sheet, one.cell) for one in found.errors] == [("单位", ""), ("人员", "")]
    assert "类别、代码、名称" in found.errors[0].example


def test_an_empty_template_says_that_it_is_empty():
    found = read(directory_template(WORDS))

    assert [one.problem for one in found.errors] == ["两张表都没有填。"]


def test_rare_characters_come_back_as_they_went(changed):
    found = changed(("单位", "C60", "𠮷田镇中心小学"), ("人员", "C5", "𠮷丽"))

    assert "𠮷田镇中心小学" in {row.name for row in found.units}
    assert "𠮷丽" in {row.name for row in found.people}
