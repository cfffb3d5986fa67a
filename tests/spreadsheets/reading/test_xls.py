"""The old format: the same workbook as LibreOffice saves it in both says the same in both."""

import re
import shutil
import subprocess
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from dudao.spreadsheets.book import Book, Merge
from dudao.spreadsheets.reading import UnreadableBook, biff, read_book

FILES = Path(__file__).parent / "files"


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book((FILES / "schools.xls").read_bytes(), "学校.xls")


def test_values_texts_and_formats(book: Book) -> None:
    sheet = book.sheets[0]
    assert book.kind == "xls" and sheet.name == "学校"
    shown = {address: (found.value, found.text) for row in sheet.cells.values() for address, found in _by_address(row)}
    assert shown["B3"] == (1482, "1,482")
    assert shown["C3"] == (Fraction(17, 20), "85.00%") and sheet.at(3, 3).percent
    assert shown["C4"] == (Fraction(3333, 10000), "33.3%")
    assert shown["D3"] == (date(2026, 9, 1), "2026-09-01")
    assert shown["D4"] == (date(1999, 12, 31), "1999年12月")
    assert shown["B5"] == (Fraction(-13, 4), "-3.25")
    assert shown["H3"] == ("0031", "0031") and shown["H5"] == ("𠮷田", "𠮷田")
    assert shown["F3"][0] is True


def _by_address(row):
    return ((found.address, found) for found in row.values())


def test_formulas_and_errors(book: Book) -> None:
    sheet = book.sheets[0]
    assert (sheet.at(3, 5).value, sheet.at(3, 5).trusted) == (2964, True) and sheet.at(3, 5).formula.startswith("=B3*2")
    assert sheet.at(4, 5).value == Fraction(3, 10)
    assert sheet.at(5, 5).formula == "=SUM(B3:B5)" and sheet.at(5, 7).value == "是"
    assert (sheet.at(3, 7).value, sheet.at(3, 7).text, sheet.at(3, 7).trusted) == (None, "#DIV/0!", False)
    assert (sheet.at(4, 7).value, sheet.at(4, 7).trusted) == ("", True)


def test_merges_and_hidden_parts(book: Book) -> None:
    sheet, other = book.sheets
    assert set(sheet.merges) == {Merge(1, 1, 1, 8), Merge(4, 3, 5, 3)}
    assert sheet.at(1, 8).value == "学校基本情况" and sheet.at(5, 3).value == Fraction(3333, 10000)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({4}, {4})
    assert other.hidden and other.at(2, 2).value == Fraction(7, 2)
    assert ["去年" in "".join(book.notes), "第 4 行" in "".join(book.notes)] == [True, True]


def formula_in_e3(data: bytearray) -> int:
    """Where the content of the formula record of E3 begins: row 2, column 4, from 0."""
    found = re.search(rb"\x06\x00..\x02\x00\x04\x00", data, re.DOTALL)
    assert found is not None
    return found.start() + 4


def test_a_result_marked_for_recalculation_is_not_believed() -> None:
    data = bytearray((FILES / "schools.xls").read_bytes())
    data[formula_in_e3(data) + 14] |= biff.RECALCULATE_ON_LOAD
    found = read_book(bytes(data), "学校.xls").sheets[0].at(3, 5)
    assert (found.value, found.trusted) == (None, False) and found.formula


def test_told_by_content() -> None:
    assert read_book((FILES / "schools.xls").read_bytes(), "学校.xlsx").kind == "xls"
    assert read_book((FILES / "schools.xls").read_bytes(), "学校.et").kind == "xls"


def test_a_cell_beyond_the_bounds_is_refused_before_the_library_sees_it() -> None:
    data = bytearray((FILES / "schools.xls").read_bytes())
    row = formula_in_e3(data)
    data[row : row + 2] = b"\xff\xff"
    with pytest.raises(UnreadableBook, match="E65536"):
        read_book(bytes(data), "学校.xls")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_both_formats_say_the_same(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for row in range(1, 30):
        made.active.append([f"学校{row}", row * 37, row / 8, f"=B{row}*2", date(2026, 1, row), row % 2 == 0])
        made.active.cell(row, 3).number_format = "0.00%"
    made.active.merge_cells("A3:A5")
    made.save(tmp_path / "made.xlsx")
    for kind in ("xls", "xlsx"):
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", kind]
        subprocess.run([*command, "--outdir", tmp_path / kind, tmp_path / "made.xlsx"], check=True, capture_output=True)
    old, new = (read_book((tmp_path / kind / f"made.{kind}").read_bytes(), f"a.{kind}") for kind in ("xls", "xlsx"))
    for row, cells in new.sheets[0].cells.items():
        for column, cell in cells.items():
            other = old.sheets[0].at(row, column)
            assert (other.value, other.text, other.percent, other.trusted) == (
                cell.value,
                cell.text,
                cell.percent,
                cell.trusted,
            ), cell.address
    assert old.sheets[0].merges == new.sheets[0].merges
