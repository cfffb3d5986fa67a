"""Delimited text, in the codes and with the separators that offices use."""

from datetime import date

import pytest

from dudao.spreadsheets.book import Book
from dudao.spreadsheets.reading import UnreadableBook, read_book

TABLE = '某县学校情况表\n学校,在校生,面积\n甲小学,"1,482",12.50\n乙小学,,－\n'


def rows(book: Book) -> dict[str, str]:
    (sheet,) = book.sheets
    return {cell.address: cell.value for row in sheet.cells.values() for cell in row.values()}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (TABLE.encode(), "UTF-8"),
        (TABLE.encode("utf-8-sig"), "UTF-8"),
        (TABLE.encode("gb18030"), "GB18030"),
        (TABLE.encode("utf-16"), "UTF-16"),
    ],
)
def test_every_code_says_the_same(data: bytes, code: str) -> None:
    book = read_book(data, "学校.csv")
    assert rows(book) == {
        "A1": "某县学校情况表",
        "A2": "学校",
        "B2": "在校生",
        "C2": "面积",
        "A3": "甲小学",
        "B3": "1,482",
        "C3": "12.50",
        "A4": "乙小学",
        "C4": "－",
    }
    assert (book.kind, book.sheets[0].name, code in book.notes[0]) == ("csv", "学校", True)
    assert all(
        cell.text == cell.value and cell.trusted for row in book.sheets[0].cells.values() for cell in row.values()
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_separator_is_found_by_what_fits_most_lines(delimiter: str) -> None:
    lines = ["说明：人数,面积;均为上年数", "学校", *(delimiter.join((f"学校{n}", str(n), f"{n}.5")) for n in range(9))]
    found = rows(read_book("\r\n".join(lines).encode(), "a.txt"))
    assert (found["A4"], found["B4"], found["C4"]) == ("学校1", "1", "1.5")


def test_a_declared_separator_is_taken_and_its_line_is_no_content() -> None:
    found = rows(read_book(b"sep=;\n1,5;2\n", "a.csv"))
    assert found == {"A2": "1,5", "B2": "2"}


def test_rare_characters_survive_in_gb18030() -> None:
    assert rows(read_book("𠮷田,䶮\n".encode("gb18030"), "a.csv")) == {"A1": "𠮷田", "B1": "䶮"}


def test_text_named_like_a_workbook_is_read_and_named() -> None:
    book = read_book("学校\t人数\n甲\t1\n".encode("gb18030"), "导出.xls")
    assert book.kind == "csv" and any("其实是文本" in note for note in book.notes)


def test_a_line_break_inside_quotes_belongs_to_its_cell() -> None:
    assert rows(read_book('"一行\n二行",2\n'.encode(), "a.csv"))["A1"] == "一行\n二行"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "，", "；"])
def test_title_lines_above_the_head_do_not_hide_the_separator(separator: str) -> None:
    lines = [
        "某县学校情况表，2025 年",
        "填报单位：某县教育局；日期：2025-09-01",
        separator.join(["学校", "在校生", "面积"]),
    ]
    lines += [separator.join([f"第{n}小学", str(n * 100), '"12,5"' if separator == ";" else "12.5"]) for n in range(4)]
    book = read_book("\n".join(lines).encode(), "学校.csv")
    assert rows(book)["A3"] == "学校" and rows(book)["B5"] == "100", book.notes
    assert rows(book)["A1"].startswith("某县学校情况表")


def test_a_mark_within_a_field_is_a_sign_and_one_without_its_fellow_is_refused() -> None:
    book = read_book('学校,在校生\n"青石"小学,5\n乙小学,6\n'.encode(), "a.csv")
    assert rows(book)["B3"] == "6" and "青石" in rows(book)["A2"]
    endless = '学校,在校生\n"青石小学,5\n' + "乙小学,6\n" * 150 + '"丙",7\n'
    for text in ('学校,在校生\n"青石小学,5\n乙小学,6\n', endless):
        with pytest.raises(UnreadableBook, match="引号没有成对"):
            read_book(text.encode(), "a.csv")


@pytest.mark.parametrize("code", ["utf-16-le", "utf-16-be"])
def test_both_orders_of_utf_16_with_a_mark(code: str) -> None:
    mark = b"\xff\xfe" if code == "utf-16-le" else b"\xfe\xff"
    assert rows(read_book(mark + TABLE.encode(code), "学校.txt"))["B3"] == "1,482"


@pytest.mark.parametrize("text", ["2003/9/1", "2003-09-01", "2003年9月1日"])
def test_a_whole_date_is_one_and_spelt_as_in_every_format(text: str) -> None:
    (sheet,) = read_book(f"学校,建成\n甲小学,{text}\n".encode(), "a.csv").sheets
    held = sheet.at(2, 2)
    assert held is not None and (held.value, held.text) == (date(2003, 9, 1), "2003-09-01")


@pytest.mark.parametrize("text", ["2003/9", "2003年9月", "2003/13/1", "2003/9-1", "2003.9.1", "20030901", "1/2/3"])
def test_what_is_no_whole_date_stays_as_it_was_typed(text: str) -> None:
    (sheet,) = read_book(f"学校,建成\n甲小学,{text}\n".encode(), "a.csv").sheets
    held = sheet.at(2, 2)
    assert held is not None and (held.value, held.text) == (text, text)
