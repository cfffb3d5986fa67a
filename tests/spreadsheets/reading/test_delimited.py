"""Delimited text, in the codes and with the separators that offices use."""

import pytest

from dudao.spreadsheets.book import Book
from dudao.spreadsheets.reading import read_book

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
