"""What stands in an .xlsx file comes back exactly as it stands there."""

import io
from datetime import date, datetime
from fractions import Fraction

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from dudao.spreadsheets.book import Book, Cell, Merge, Sheet
from dudao.spreadsheets.reading import UnreadableBook, read_book
from tests.spreadsheets.reading.packages import MAIN, package


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def only(data: bytes) -> Sheet:
    (sheet,) = read_book(data, "表.xlsx").sheets
    return sheet


def cell(rows: str, place: tuple[int, int] = (1, 1), **parts: str) -> Cell:
    found = only(package(rows, **parts)).at(*place)
    assert found is not None
    return found


FLOATS = st.floats(allow_nan=False, allow_infinity=False)
# Programs keep fifteen digits of what somebody types.
TYPED = FLOATS.map(lambda number: float(f"{number:.15g}")).filter(lambda number: abs(number) < 1e308)


@settings(max_examples=60, deadline=None)
@given(st.lists(FLOATS, min_size=1, max_size=30))
def test_all_digits_that_a_file_holds_count(numbers: list[float]) -> None:
    rows = "".join(f"<row><c><v>{number!r}</v></c></row>" for number in numbers)
    sheet = only(package(rows))
    assert [sheet.at(row, 1).value for row in range(1, len(numbers) + 1)] == [Fraction(repr(n)) for n in numbers]


@settings(max_examples=60, deadline=None)
@given(st.lists(TYPED | st.integers(-(10**15), 10**15), min_size=1, max_size=30))
def test_numbers_come_back_exactly(numbers: list[float | int]) -> None:
    book = openpyxl.Workbook()
    for number in numbers:
        book.active.append([number])
    sheet = only(saved(book))
    for row, number in enumerate(numbers, start=1):
        assert sheet.at(row, 1).value == Fraction(repr(number)), number
        assert isinstance(sheet.at(row, 1).value, int | Fraction)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=40))
def test_texts_come_back_untouched(text: str) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.add_worksheet().write_string(0, 0, text)
    found = only(stream.getvalue()).at(1, 1)
    assert found is not None and found.value == found.text == text


def test_seventeen_digits_of_a_file_mean_the_number_that_was_typed() -> None:
    assert cell("<row r='1'><c r='A1'><v>0.84999999999999998</v></c></row>").value == Fraction(17, 20)


def test_a_whole_number_is_an_int() -> None:
    found = cell("<row r='1'><c r='A1'><v>1.482E3</v></c></row>")
    assert type(found.value) is int and found.value == 1482 and found.text == "1482"


def test_a_formula_s_result_has_the_fifteen_digits_that_programs_show() -> None:
    rows = "<row r='1'><c r='A1'><f>0.1+0.2</f><v>0.30000000000000004</v></c><c r='B1'><f>1/3</f><v>0.33333333333333331</v></c></row>"
    assert cell(rows).value == Fraction(3, 10)
    assert cell(rows).text == "0.3"
    assert cell(rows, (1, 2)).value == Fraction("0.333333333333333")


def test_what_a_person_sees() -> None:
    book = openpyxl.Workbook()
    shown = [
        (0.85, "0.00%", "85.00%"),
        (1482, "#,##0", "1,482"),
        (-1234.5, "#,##0.00", "-1,234.50"),
        (0.125, "0.00", "0.13"),
        (31, "000000", "000031"),
        (date(2026, 9, 1), "yyyy-mm-dd", "2026-09-01"),
        (date(2026, 9, 1), 'yyyy"年"m"月"d"日"', "2026-09-01"),
        (date(2026, 9, 1), "yyyy年m月", "2026年9月"),
        (datetime(2026, 9, 1, 8, 30), "yyyy/m/d h:mm", "2026-09-01 08:30"),
        (12.5, '0.0"万元"', "12.5万元"),
        (12, '"约"0', "约12"),
        (5, "General", "5"),
        (-3, "0;(0)", "(3)"),
    ]
    for number, form, _ in shown:
        book.active.append([number])
        book.active.cell(book.active.max_row, 1).number_format = form
    sheet = only(saved(book))
    assert [sheet.at(row, 1).text for row in range(1, len(shown) + 1)] == [text for *_, text in shown]
    assert (sheet.at(1, 1).value, sheet.at(1, 1).percent) == (Fraction(17, 20), True)
    assert not sheet.at(2, 1).percent
    assert sheet.at(6, 1).value == sheet.at(8, 1).value == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("serial", "system", "day"),
    [
        ("1", "", date(1900, 1, 1)),
        ("59", "", date(1900, 2, 28)),
        ("61", "", date(1900, 3, 1)),
        ("46266", "", date(2026, 9, 1)),
        ("44804", "<workbookPr date1904='1'/>", date(2026, 9, 1)),
    ],
)
def test_dates_of_both_systems(serial: str, system: str, day: date) -> None:
    styles = "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs>"
    assert cell(f"<row r='1'><c r='A1' s='1'><v>{serial}</v></c></row>", styles=styles, workbook=system).value == day


def test_the_day_that_never_was_stays_a_number() -> None:
    styles = "<cellXfs><xf numFmtId='14'/></cellXfs>"
    assert cell("<row r='1'><c r='A1' s='0'><v>60</v></c></row>", styles=styles).value == 60


def test_formats_of_the_chinese_editions_are_dates() -> None:
    styles = "<cellXfs><xf numFmtId='31'/></cellXfs>"
    assert cell("<row r='1'><c r='A1' s='0'><v>46266</v></c></row>", styles=styles).value == date(2026, 9, 1)


def test_shared_inline_and_rich_texts_without_their_readings() -> None:
    texts = (
        "<si><r><t>优质</t></r><r><rPr><b/></rPr><t xml:space='preserve'>均衡 </t></r>"
        "<rPh sb='0' eb='2'><t>ユウシツ</t></rPh></si><si><t>一行_x000D_\n二行</t></si><si><t/></si>"
    )
    rows = (
        "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c><c r='C1' t='s'><v>2</v></c>"
        "<c r='D1' t='inlineStr'><is><r><t>甲</t></r><r><t>乙</t></r><rPh sb='0' eb='1'><t>コウ</t></rPh></is></c></row>"
    )
    row = only(package(rows, texts=texts)).cells[1]
    assert {column: found.value for column, found in row.items()} == {1: "优质均衡 ", 2: "一行\r\n二行", 4: "甲乙"}


def test_truth_values_errors_and_dates_in_words() -> None:
    rows = (
        "<row r='1'><c r='A1' t='b'><v>1</v></c><c r='B1' t='b'><v>0</v></c><c r='C1' t='e'><v>#DIV/0!</v></c>"
        "<c r='D1' t='d'><v>2026-09-01T00:00:00</v></c></row>"
    )
    book = read_book(package(rows), "表.xlsx")
    row = book.sheets[0].cells[1]
    assert (row[1].value, row[2].value, row[4].value) == (True, False, date(2026, 9, 1))
    assert (row[3].value, row[3].text, row[3].trusted) == (None, "#DIV/0!", False)
    assert any("C1 #DIV/0!" in note for note in book.notes)


def test_a_formula_with_its_result_and_one_without() -> None:
    rows = (
        "<row r='1'><c r='A1'><f>SUM(B1:C1)</f><v>7</v></c><c r='B1'><f>1+1</f></c><c r='C1'><f>1+1</f><v></v></c>"
        "<c r='D1' t='str'><f>\"\"</f><v></v></c><c r='E1' t='str'><f>\"无\"</f><v>无</v></c></row>"
    )
    book = read_book(package(rows), "表.xlsx")
    row = book.sheets[0].cells[1]
    assert (row[1].value, row[1].formula, row[1].trusted) == (7, "=SUM(B1:C1)", True)
    assert [(row[c].value, row[c].trusted) for c in (2, 3)] == [(None, False)] * 2
    assert [(row[c].value, row[c].trusted) for c in (4, 5)] == [("", True), ("无", True)]
    assert any("B1、C1" in note for note in book.notes)


@pytest.mark.parametrize(
    "calculation", ["fullCalcOnLoad='1'", "calcMode='manual' calcOnSave='0'", "calcCompleted='false'"]
)
def test_results_that_the_file_itself_calls_stale_are_not_believed(calculation: str) -> None:
    rows = "<row r='1'><c r='A1'><f>1+1</f><v>2</v></c><c r='B1'><v>3</v></c><c r='C1' t='str'><f>A2</f><v>甲</v></c></row>"
    row = only(package(rows, workbook=f"<calcPr {calculation}/>")).cells[1]
    assert [(found.value, found.trusted) for found in row.values()] == [(None, False), (3, True), (None, False)]


def _asking_to_calculate(application: str, *results: str, calculation: str = "") -> list[object]:
    """What is read of formulas with these stored results, in a file that asks to have them calculated anew."""
    cells = "".join(f"<c><f>1+{n}</f><v>{result}</v></c>" for n, result in enumerate(results))
    about = f"<Properties><Application>{application}</Application></Properties>"
    data = package(
        f"<row r='1'>{cells}</row>",
        workbook=f"<calcPr fullCalcOnLoad='1' {calculation}/>",
        more={"docProps/app.xml": about},
    )
    return [found.value for found in only(data).cells[1].values()]


@pytest.mark.parametrize("application", ["Microsoft Excel", "WPS 表格", "LibreOffice/7.4.7.2$Linux_X86_64"])
def test_a_program_that_calculates_is_believed_though_it_asks_to_calculate_anew(application: str) -> None:
    assert _asking_to_calculate(application, "2", "0", calculation="calcId='191029'") == [2, 0]


def test_nothing_but_noughts_was_calculated_by_nobody() -> None:
    assert _asking_to_calculate("Microsoft Excel", "0", "0", calculation="calcId='191029'") == [None, None]
    assert _asking_to_calculate("Apache POI", "2", "0") == [None, None]


def test_a_library_that_stores_nought_for_what_it_did_not_calculate_is_believed_in_the_rest() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as written:
        sheet = written.add_worksheet("表")
        sheet.write_formula("A1", "=1+1")
        sheet.write_formula("B1", "=1+1", None, 2)
        sheet.write_formula("C1", '="甲"', None, "甲")
        sheet.write_number("D1", 0)
    book = read_book(stream.getvalue(), "a.xlsx")
    row = book.sheets[0].cells[1]
    assert [(found.value, found.trusted) for found in row.values()] == [
        (None, False),
        (2, True),
        ("甲", True),
        (0, True),
    ]
    assert any("是 0 或空的公式结果不作数" in note for note in book.notes)


def test_a_shared_formula_is_written_out_for_each_cell() -> None:
    rows = (
        "<row r='1'><c r='C1'><f t='shared' ref='C1:C3' si='0'>A1+$B$1*LOG10(B1)&amp;\"A1\"</f><v>1</v></c></row>"
        "<row r='3'><c r='C3'><f t='shared' si='0'/><v>2</v></c></row>"
    )
    assert cell(rows, (3, 3)).formula == '=A3+$B$1*LOG10(B3)&"A1"'


def test_cells_and_rows_without_an_address_follow_each_other() -> None:
    sheet = only(package("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>"))
    assert {found.address for row in sheet.cells.values() for found in row.values()} == {"A1", "C1", "A2"}


def test_merged_ranges_hold_what_stands_at_their_top_left() -> None:
    book = openpyxl.Workbook()
    book.active["B2"], book.active["E5"] = "城区", 1
    book.active.merge_cells("B2:B4")
    sheet = only(saved(book))
    assert sheet.merges == (Merge(2, 2, 4, 2),)
    assert sheet.at(4, 2).value == "城区" and sheet.merge_of(3, 2) == Merge(2, 2, 4, 2)
    assert sheet.at(5, 2) is None and sheet.merge_of(5, 2) is None


def test_hidden_sheets_rows_and_columns_are_read_and_named() -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲", 1])
    book.active.append(["乙", 2])
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.create_sheet("去年").sheet_state = "veryHidden"
    book["去年"]["A1"] = 3
    read = read_book(saved(book), "表.xlsx")
    assert [sheet.hidden for sheet in read.sheets] == [False, True]
    assert (read.sheets[0].hidden_rows, read.sheets[0].hidden_columns) == ({2}, {2})
    assert read.sheets[0].at(2, 2).value == 2 and read.sheets[1].at(1, 1).value == 3
    assert [word in "".join(read.notes) for word in ("去年", "第 2 行", "B 列")] == [True] * 3


def test_styles_to_the_end_of_the_sheet_are_no_content() -> None:
    rows = (
        "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1' s='0'/></row>"
        "<row r='1048576'><c r='A1048576' s='0'/><c r='XFD1048576' s='0'/></row>"
    )
    sheet = only(
        package(
            rows,
            before="<dimension ref='A1:XFD1048576'/><cols><col min='1' max='16384' hidden='1' width='9'/></cols>",
            after="<mergeCells><mergeCell ref='A1:A1048576'/></mergeCells>",
        )
    )
    assert (sheet.last_row, sheet.last_column, sheet.merges, sheet.hidden_columns) == (1, 1, (), {1})


def test_the_strict_variant_and_prefixes_are_the_same_format() -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    sheet = f"<x:worksheet xmlns:x='{strict}'><x:sheetData><x:row><x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    assert only(package(sheet=sheet)).at(1, 1).value == 5


def test_a_part_in_utf_16_is_read() -> None:
    text = f"<?xml version='1.0' encoding='UTF-16'?><worksheet xmlns='{MAIN}'><sheetData><row><c><v>5</v></c></row></sheetData></worksheet>"
    more = {"xl/worksheets/sheet1.xml": text.encode("utf-16")}
    assert only(package(more=more)).at(1, 1).value == 5


def test_macros_and_links_are_named_and_never_followed() -> None:
    relations = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        "<Relationship Id='rId1' Type='http://x/worksheet' Target='worksheets/sheet1.xml'/>"
        "<Relationship Id='rId9' Type='http://x/externalLink' Target='externalLinks/externalLink1.xml'/></Relationships>"
    )
    more = {"xl/vbaProject.bin": b"\0", "xl/_rels/workbook.xml.rels": relations}
    rows = "<row><c><f>[1]表!A1</f><v>9</v></c></row>"
    book = read_book(package(rows, more=more), "表.xlsm")
    assert (book.kind, book.macros, book.links) == ("xlsm", True, True)
    assert book.sheets[0].at(1, 1).value == 9
    assert "宏" in book.notes[0] and "链接" in book.notes[1]


def test_a_workbook_is_told_by_its_content() -> None:
    book: Book = read_book(package("<row><c><v>1</v></c></row>"), "表.xls")
    assert book.kind == "xlsx" and len(book.digest) == 64
    assert read_book(package("<row><c><v>1</v></c></row>"), "表.et").kind == "xlsx"


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ("<row><c t='s'><v>99</v></c></row>", "文本"),
        ("<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>", "两次"),
        ("<row r='0'><c r='A0'><v>1</v></c></row>", "第 0 行"),
        ("<row r='1'><c r='ZZZZ1'><v>1</v></c></row>", "ZZZZ1"),
        ("<row><c><v>甲</v></c></row>", "不合规"),
    ],
)
def test_contradictions_are_refused_in_words(rows: str, word: str) -> None:
    with pytest.raises(UnreadableBook, match=word):
        read_book(package(rows), "表.xlsx")
