"""What schools hand in: each its own file of one form, made with openpyxl and none of our code."""

import io
from collections.abc import Mapping
from functools import cache

from openpyxl import Workbook

ITEMS = (
    ("学校名称", "B2"),
    ("学校标识码", "D2"),
    ("办学类型", "B3"),
    ("所属乡镇", "D3"),
    ("在校生数", "B5"),
    ("班级数", "B6"),
    ("专任教师数", "B7"),
    ("教学及辅助用房面积（含室内体育用房）", "B8"),
    ("体育运动场馆面积", "B9"),
    ("网络多媒体教室数", "B10"),
)


@cache  # the bytes of a workbook hold the second it was made
def school_file(number: int, **given: object) -> bytes:
    """The card of primary school `number`; `given`: item → what stands there instead."""
    values: Mapping[str, object] = {
        "学校名称": f"第{number}小学",
        "学校标识码": f"{2134000000 + number}",
        "办学类型": "小学",
        "所属乡镇": "城关镇" if number % 2 else "青石镇",
        "在校生数": 400 + number,
        "班级数": 12,
        "专任教师数": 30 + number % 7,
        "教学及辅助用房面积（含室内体育用房）": 2000 + 10 * number,
        "体育运动场馆面积": 3500 + number,
        "网络多媒体教室数": 10 + number % 9,
        **given,
    }
    book = Workbook()
    sheet = book.active
    sheet.title = "采集表"
    sheet["A1"] = "2026年秋季学期学校数据采集表"
    for item, place in ITEMS:
        left = chr(ord(place[0]) - 1) + place[1:]
        sheet[left] = item
        sheet[place] = values[item]
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def roll_book(schools: int) -> bytes:
    """The county's list of schools."""
    book = Workbook()
    sheet = book.active
    sheet.title = "名册"
    sheet["A1"] = "青禾县学校名册"
    sheet.append(["序号", "学校名称", "学校标识码", "办学类型", "所属乡镇"])
    for number in range(1, schools + 1):
        township = "城关镇" if number % 2 else "青石镇"
        sheet.append([number, f"第{number}小学", f"{2134000000 + number}", "小学", township])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def turned() -> bytes:
    """Schools in columns, items in rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "分校对照"
    numbers = range(1, 5)
    sheet.append(["学校名称", *(f"第{number}小学" for number in numbers)])
    sheet.append(["办学类型", *("小学" for _ in numbers)])
    sheet.append(["所属乡镇", *("城关镇" for _ in numbers)])
    sheet.append(["在校生数", *(400 + 10 * number for number in numbers)])
    sheet.append(["班级数", *(10 + number for number in numbers)])
    sheet.append(["专任教师数", *(30 + number for number in numbers)])
    sheet.append(["网络多媒体教室数", *(10 + number for number in numbers)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def projects_book() -> bytes:
    """The county's list of projects, a figure of several rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "教育项目清单"
    sheet.append(["教育项目清单"])
    sheet.append(["项目名称", "计划完工日", "实际完工日"])
    sheet.append(["第3小学综合楼", "2026-08-31", "2026-08-20"])
    sheet.append(["第4小学运动场", "2026-10-31", "未完工"])
    sheet.append(["第5小学食堂", "2026-07-31", "2026-07-31"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
