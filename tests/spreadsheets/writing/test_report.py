"""The report's sheets as an office gets them: names beside codes, rows as high as their text."""

import io

import openpyxl
import pytest

from dudao.calc.assessment.report import Circumstances, report
from dudao.library.read import catalogue
from dudao.spreadsheets.writing.report import report_workbook
from dudao.spreadsheets.writing.sheet import Table, workbook_of
from tests.calc.assessment.counties import assessor, county
from tests.calc.assessment.test_comparing_runs import NINE, SCHOOLS


@pytest.fixture(scope="module")
def book():
    made = assessor()
    seen = county({**SCHOOLS, "九": NINE, "差": {**SCHOOLS["甲"], "area_teaching": "3000", "t_backbone.primary": 1}})
    plain = report(
        [(made.standard, made.assess(seen), None)], catalogue(), seen, Circumstances(county="青禾县", software="1")
    )
    return openpyxl.load_workbook(io.BytesIO(report_workbook(plain)))


def test_no_column_gives_a_code_without_its_name(book):
    for sheet in book.worksheets:
        heads = [cell.value for cell in sheet[3]]
        if heads[0] != "编号":  # there the next column is the name
            texts = [str(cell.value) for row in sheet.iter_rows(min_row=4) for cell in row if cell.value]
            assert not [text for text in texts if text.startswith("YZJH-") and " " not in text], sheet.title
    assert "差" in [cell.value for cell in book["优质均衡·差额"]["A"]]


def test_an_item_of_resources_is_not_called_inapplicable(book):
    rows = {row[0]: row[2] for row in book["优质均衡·各项"].iter_rows(min_row=4, values_only=True)}
    assert rows["YZJH-1.4"] == "逐校段计" and rows["YZJH-1.S"] == "未达到"


def test_a_row_is_as_high_as_its_longest_text():
    table = Table(
        name="长", title="长", heads=["事项", "说明"], rows=[["短", "短"], ["长", "很" * 100]], widths=[10, 40]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_of([table]))).worksheets[0]
    assert sheet.row_dimensions[3].height is None
    assert sheet.row_dimensions[4].height > 70
