"""One table on one sheet, as an office prints it: title, note, heads, rows; strings never become formulas."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

CellValue = str | int | Fraction | bool | date | None
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
WIDEST, NARROWEST = 60, 6
LINE = 14.5  # points
_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 (a workbook knows no time zone)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table for one sheet. `decimals` per column: None → text as it is; a number → shown with so many decimals."""

    name: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[CellValue]]
    note: str = ""
    widths: Sequence[int] = ()
    decimals: Sequence[int | None] = ()
    landscape: bool = True
    bands: Sequence[tuple[str, int]] = ()  # merged upper heads: (text, columns)


Told = Callable[[str], str]  # a text as its reader is to see it


def workbook_of(tables: Sequence[Table], *, footer: str = "", told: Told | None = None) -> bytes:
    """The tables as one .xlsx: a sheet each, heads frozen and repeated in print, autofilter, A4.

    `told`: every text on its way out, where the reader wants another language.
    """
    import xlsxwriter  # takes long; only who writes a workbook pays

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _PLAIN)
    book.set_properties({"created": _FIXED})  # the same tables give the same bytes
    formats = _formats(book)
    used: set[str] = set()
    page = "第 &P 页，共 &N 页"
    if told is not None:
        tables, footer, page = [_told(table, told) for table in tables], told(footer), told(page)
    for table in tables:
        _write(book, table, formats, _sheet_name(table.name, used), (footer, page))
    book.close()
    return out.getvalue()


def _told(table: Table, told: Told) -> Table:
    def cell(value: CellValue) -> CellValue:
        if isinstance(value, bool):
            return told("是" if value else "否")
        return told(value) if isinstance(value, str) else value

    return replace(
        table,
        name=told(table.name),
        title=told(table.title),
        note=told(table.note),
        heads=[told(head) for head in table.heads],
        rows=[[cell(value) for value in row] for row in table.rows],
        bands=[(told(text), columns) for text, columns in table.bands],
    )


def _formats(book: Any) -> dict[Any, Any]:
    font = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
    edge = {**font, "border": 1, "border_color": "#8792A1"}
    formats: dict[Any, Any] = {
        "title": book.add_format({"font_name": "黑体", "font_size": 14, "bold": True, "valign": "vcenter"}),
        "note": book.add_format({**font, "font_color": "#4A5563", "text_wrap": True}),
        "head": book.add_format({**edge, "bold": True, "bg_color": "#EDF1F5", "text_wrap": True, "align": "center"}),
        "text": book.add_format({**edge, "text_wrap": True, "num_format": "@"}),
        "date": book.add_format({**edge, "num_format": "yyyy-mm-dd"}),
    }
    for decimals in range(7):
        formats[decimals] = book.add_format(
            {**edge, "num_format": "#,##0" + ("." + "0" * decimals if decimals else ""), "align": "right"}
        )
    return formats


def _sheet_name(name: str, used: set[str]) -> str:
    clean = "".join("·" if letter in "[]:*?/\\" else letter for letter in name).strip("'")[:31] or "表"
    number, candidate = 2, clean
    while candidate.lower() in used:
        candidate = f"{clean[:27]}（{number}）"
        number += 1
    used.add(candidate.lower())
    return candidate


def _write(book: Any, table: Table, formats: dict[Any, Any], name: str, feet: tuple[str, str]) -> None:
    sheet = book.add_worksheet(name)
    last = max(len(table.heads) - 1, 0)
    sheet.write_string(0, 0, table.title, formats["title"])
    sheet.set_row(0, 24)
    top = 1
    if table.note:
        if last:
            sheet.merge_range(1, 0, 1, last, table.note, formats["note"])
        else:
            sheet.write_string(1, 0, table.note, formats["note"])
        sheet.set_row(1, 15 * (1 + len(table.note) // 80))
        top = 2
    top = _bands(sheet, table, formats, top)
    for column, head in enumerate(table.heads):
        sheet.write_string(top, column, head, formats["head"])
    widths = _widths(table)
    for number, row in enumerate(table.rows, top + 1):
        for column, value in enumerate(row):
            _cell(sheet, number, column, value, _decimals(table, column), formats)
        if (lines := _lines(row, widths)) > 1:
            sheet.set_row(number, LINE * lines)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(top + 1, 1)
    if table.rows:
        sheet.autofilter(top, 0, top + len(table.rows), last)
    _page(sheet, table, top, *feet)


def _bands(sheet: Any, table: Table, formats: dict[Any, Any], top: int) -> int:
    column = 0
    for text, width in table.bands:
        if width > 1:
            sheet.merge_range(top, column, top, column + width - 1, text, formats["head"])
        else:
            sheet.write_string(top, column, text, formats["head"])
        column += width
    return top + 1 if table.bands else top


def _decimals(table: Table, column: int) -> int | None:
    return table.decimals[column] if column < len(table.decimals) else None


def _cell(sheet: Any, row: int, column: int, value: CellValue, decimals: int | None, formats: dict[Any, Any]) -> None:
    if value is None or value == "":
        sheet.write_string(row, column, "—", formats["text"])
    elif isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否", formats["text"])
    elif isinstance(value, int | Fraction):
        places = decimals if decimals is not None else (0 if isinstance(value, int) else 2)
        # A spreadsheet holds doubles; the exact value stays in the JSON report.
        sheet.write_number(row, column, float(value), formats[min(places, 6)])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["date"])
    else:
        sheet.write_string(row, column, value[:32000], formats["text"])


def _widths(table: Table) -> list[int]:
    if table.widths:
        return list(table.widths)
    widths = []
    for column, head in enumerate(table.heads):
        longest = max(
            [_wide(head), *(_wide(str(row[column])) for row in table.rows[:300] if column < len(row) and row[column])]
        )
        widths.append(max(NARROWEST, min(WIDEST, longest + 2)))
    return widths


def _lines(row: Sequence[CellValue], widths: Sequence[int]) -> int:
    """How many lines a row's longest text takes: not every program finds a row's height by itself."""
    return max((-(-_wide(value) // max(width - 1, 1)) for value, width in zip(row, widths, strict=False)
                if isinstance(value, str)), default=1)  # fmt: skip


def _wide(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def _page(sheet: Any, table: Table, top: int, footer: str, page: str) -> None:
    sheet.set_paper(9)
    if table.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, top)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer(f"&L{footer.replace('&', '&&')[:180]}&R{page}")
