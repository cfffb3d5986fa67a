"""What stands in an .ods file comes back as from every other format; hostile ones are refused in bounded time."""

import time
from datetime import date
from fractions import Fraction

import pytest

from dudao.spreadsheets.book import Book, Cell, Merge
from dudao.spreadsheets.reading import UnreadableBook, read_book
from tests.spreadsheets.reading.packages import zipped

KIND = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f"xmlns:{short}='urn:oasis:names:tc:opendocument:xmlns:{long}:1.0'"
    for short, long in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"),
    )
) + " xmlns:calcext='urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0'"  # fmt: skip
STYLES = """
<number:number-style style:name='N1'><number:number number:decimal-places='2' number:min-decimal-places='2'
 number:min-integer-digits='1' number:grouping='true'/></number:number-style>
<number:percentage-style style:name='N2'><number:number number:decimal-places='1' number:min-integer-digits='1'/>
<number:text>%</number:text></number:percentage-style>
<number:date-style style:name='N3'><number:year number:style='long'/><number:text>年</number:text><number:month/>
<number:text>月</number:text></number:date-style>
<style:style style:name='money' style:family='table-cell' style:data-style-name='N1'/>
<style:style style:name='share' style:family='table-cell' style:data-style-name='N2'/>
<style:style style:name='month' style:family='table-cell' style:parent-style-name='month-as-such'/>
<style:style style:name='month-as-such' style:family='table-cell' style:data-style-name='N3'/>
<style:style style:name='unseen' style:family='table'><style:table-properties table:display='false'/></style:style>
"""


def written(tables: str, *, kind: str = KIND, more: dict[str, str | bytes] | None = None, before: str = "") -> bytes:
    content = (
        f"{before}<office:document-content {SPACES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": kind, "content.xml": content, **(more or {})})


def table(rows: str, name: str = "表", more: str = "") -> str:
    return f"<table:table table:name='{name}' {more}>{rows}</table:table>"


def text(said: str, more: str = "") -> str:
    return f"<table:table-cell office:value-type='string' {more}><text:p>{said}</text:p></table:table-cell>"


def number(value: str, more: str = "") -> str:
    return f"<table:table-cell office:value-type='float' office:value='{value}' {more}><text:p>?</text:p></table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def read(rows: str) -> Book:
    return read_book(written(table(rows)), "本县.ods")


def cells(rows: str) -> dict[str, Cell]:
    return {held.address: held for line in read(rows).sheets[0].cells.values() for held in line.values()}


def test_numbers_are_exact_and_shown_by_their_format() -> None:
    found = cells(row(number("4.196", "table:style-name='money'"), number("1482"), number("0.1")))
    assert [(held.value, held.text) for held in found.values()] == [
        (Fraction("4.196"), "4.20"), (1482, "1482"), (Fraction(1, 10), "0.1")]  # fmt: skip


def test_percentages_and_dates() -> None:
    share = "<table:table-cell table:style-name='share' office:value-type='percentage' office:value='0.8523'/>"
    month = "<table:table-cell table:style-name='month' office:value-type='date' office:date-value='2024-09-01'/>"
    found = cells(row(share, month))
    assert (found["A1"].value, found["A1"].text, found["A1"].percent) == (Fraction("0.8523"), "85.2%", True)
    assert (found["B1"].value, found["B1"].text) == (date(2024, 9, 1), "2024年9月")


def test_stored_results_of_formulas_count_and_missing_ones_are_named() -> None:
    book = read(
        row(
            number("0.30000000000000004", "table:formula='of:=[.B1]+[.C1:.C2]'"),
            "<table:table-cell table:formula='of:=[.B1]*2'/>",
            text("#DIV/0!", "table:formula='of:=1/0' calcext:value-type='error'"),
        )
    )
    first, second, third = book.sheets[0].cells[1].values()
    assert (first.value, first.formula, first.trusted) == (Fraction(3, 10), "=B1+C1:C2", True)
    assert [(held.value, held.text, held.trusted) for held in (second, third)] == [
        (None, "", False), (None, "#DIV/0!", False)]  # fmt: skip
    assert any("B1" in note for note in book.notes) and any("#DIV/0!" in note for note in book.notes)


def test_repeated_cells_and_rows_stand_at_every_place() -> None:
    found = cells(
        row("<table:table-cell table:number-columns-repeated='2'/>", number("7", "table:number-columns-repeated='3'"))
        + row("<table:table-cell/>", more="table:number-rows-repeated='2'")
        + row(number("5"), more="table:number-rows-repeated='2'")
        + row("<table:table-cell table:number-columns-repeated='16384'/>", more="table:number-rows-repeated='1048571'")
    )
    assert {place: held.value for place, held in found.items()} == {"C1": 7, "D1": 7, "E1": 7, "A4": 5, "A5": 5}


def test_merges_hidden_lines_and_hidden_sheets() -> None:
    columns = "<table:table-column/><table:table-column table:visibility='collapse' table:number-columns-repeated='2'/>"
    rows = row(text("标题", "table:number-columns-spanned='3' table:number-rows-spanned='1'"), "<table:covered-table-cell table:number-columns-repeated='2'/>")  # fmt: skip
    rows += row(text("甲"), text("乙"), text("丙"), more="table:visibility='filter'")
    book = read_book(
        written(table(columns + rows) + table(row(text("丁")), "旧", "table:style-name='unseen'")), "a.ods"
    )
    first, second = book.sheets
    assert (first.merges, first.hidden_rows, first.hidden_columns) == ((Merge(1, 1, 1, 3),), {2}, {2, 3})
    assert (first.hidden, second.hidden, second.name) == (False, True, "旧")


def test_remarks_pictures_and_old_versions_of_cells_are_no_content() -> None:
    remark = "<office:annotation><text:p>批注</text:p></office:annotation>"
    changed = f"<table:tracked-changes>{table(row(text('旧值')))}</table:tracked-changes>"
    cell = f"<table:table-cell office:value-type='string'>{remark}<text:p>甲<text:s text:c='2'/>乙</text:p><text:p>丙</text:p></table:table-cell>"
    book = read_book(written(changed + table(row(cell))), "a.ods")
    assert len(book.sheets) == 1 and book.sheets[0].at(1, 1).text == "甲  乙\n丙"  # type: ignore[union-attr]


def test_the_content_tells_the_format_not_the_name() -> None:
    data = written(table(row(text("甲"))))
    assert [read_book(data, name).kind for name in ("a.ods", "a.xlsx", "a.et")] == ["ods", "ods", "ods"]


HOSTILE = {
    "far row": (table(row(more="table:number-rows-repeated='30000'") + row(number("1"))), "A30001"),
    "far column": (table(row("<table:table-cell table:number-columns-repeated='600'/>", number("1"))), "WC1"),
    "a cell without end": (table(row(number("1", "table:number-columns-repeated='999999999999'"))), "SG1"),
    "a row without end": (table(row(number("1"), more="table:number-rows-repeated='999999999'")), "A20001"),
    "many rows of many": (
        table(row(number("1", "table:number-columns-repeated='500'"), more="table:number-rows-repeated='19000'")),
        "100 万",
    ),
    "huge merge": (
        table(row(text("甲", "table:number-rows-spanned='1048576' table:number-columns-spanned='16384'"))),
        "合并区域",
    ),
    "no number": (table(row(number("1", "table:number-columns-repeated='x'"))), "不合规"),
    "no sheets": ("", "没有工作表"),
    "cut": ("<table:table>", "损坏"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_sheets_are_refused_in_words(case: str) -> None:
    tables, words = HOSTILE[case]
    started = time.process_time()
    with pytest.raises(UnreadableBook, match=words) as refusal:
        read_book(written(tables), "a.ods")
    assert time.process_time() - started < 10 and "请" in str(refusal.value)


def test_a_password_entities_and_other_documents_are_refused() -> None:
    manifest = "<m:manifest xmlns:m='x'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    with pytest.raises(UnreadableBook, match="有密码"):
        read_book(written("", more={"META-INF/manifest.xml": manifest}), "a.ods")
    with pytest.raises(UnreadableBook, match="DOCTYPE"):
        read_book(written(table(row(text("&a;"))), before="<!DOCTYPE a [<!ENTITY a 'ha'>]>"), "a.ods")
    with pytest.raises(UnreadableBook, match="文字文档"):
        read_book(written("", kind="application/vnd.oasis.opendocument.text"), "a.ods")
