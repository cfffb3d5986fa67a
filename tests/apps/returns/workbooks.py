"""A small county's own workbooks, made with openpyxl and none of our code."""

import io
from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.styles import Alignment

HEADS = (
    (
        "序号",
        "学校名称",
        "办学类型",
        "在校生",
        None,
        "班级数",
        None,
        "专任教师",
        None,
        "教学及辅助用房面积（含室内体育用房）",
        "体育运动场馆面积",
        "备注",
    ),
    (None, None, None, "小学", "初中", "小学", "初中", "小学", "初中", None, None, None),
)
TOP = 5  # the row of the first school
# code, type, pupils, classes, full-time teachers (each primary, junior), teaching area, sports area
SCHOOLS = (
    ("城关镇中心小学", "小学", 1482, None, 33, None, 82, None, 6912, 11400),
    ("青石镇中心小学", "小学", 926, None, 21, None, 52, None, 4233, 7020),
    ("云雾镇九年一贯制学校", "九年一贯制学校", 612, 466, 14, 10, 36, 40, 5412, 11250),
    ("新集镇初级中学", "初级中学", None, 655, None, 14, None, 56, 3661, 7840),
    ("松林镇中心小学", "小学", 704, None, 16, None, 40, None, "—", 6450),
    ("大湾乡初级中学", "初级中学", None, 790, None, 17, None, 66, "待核", 9100),
)


def county_book(
    changes: Mapping[str, object] | None = None, *, schools: int | None = None, extra: int = 0, title: str = "基本情况"
) -> bytes:
    """The county's table of schools; `changes`: cell → what stands there instead. `extra`: so many more primary schools."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet["A1"] = "青禾县2026年义务教育学校基本情况统计表"
    sheet.merge_cells("A1:L1")
    sheet["A2"] = "填报单位：县教育局　　单位：人、平方米"
    for row, heads in enumerate(HEADS, 3):
        for column, text in enumerate(heads, 1):
            sheet.cell(row, column, text)
    for span in ("D3:E3", "F3:G3", "H3:I3", *(f"{letter}3:{letter}4" for letter in "ABCJKL")):
        sheet.merge_cells(span)
    for row in sheet["A3:L4"]:
        for cell in row:
            cell.alignment = Alignment(horizontal="center", wrap_text=True)
    made = [*SCHOOLS[:schools], *(more(number) for number in range(extra))]
    for number, values in enumerate(made, 1):
        sheet.append([number, *values])
    last = TOP + len(made) - 1
    sheet.append([None, "合计", None, f"=SUM(D{TOP}:D{last})"])
    for cell, value in (changes or {}).items():
        sheet[cell] = value
    return _bytes(book)


def more(number: int) -> tuple[object, ...]:
    pupils = 300 + 7 * (number % 60)
    return (f"{number + 1}号完全小学", "小学", pupils, None, 9, None, 20 + number % 9, None, pupils * 5, pupils * 8)


def items_book(values: Mapping[str, object]) -> bytes:
    """County figures as a plain list, an item a row."""
    book = Workbook()
    sheet = book.active
    sheet.title = "县级数据"
    sheet.append(["指标", "单位", "2026年"])
    for name, value in values.items():
        sheet.append([name, "人", value])
    return _bytes(book)


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
