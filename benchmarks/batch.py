"""A folder of 150 school files, each a card of one school: read in one child, folded, mapped once, read and checked."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from benchmarks.measuring import Measured, measure, wall
from dudao.cli.workbooks import bring, read_all
from dudao.library.read import catalogue, standards
from dudao.spreadsheets.forms import FormKind, fold

SCHOOLS = 150
GRID = ("班级数", "在校生数", "专任教师数", "县级以上骨干教师数", "体育专任教师数", "音乐专任教师数", "美术专任教师数")
PAIRS = (
    ("占地面积（㎡）", "校舍建筑面积（㎡）"), ("教学及辅助用房面积（不含室内体育用房，㎡）", "室内体育用房面积（㎡）"),
    ("运动场地面积（㎡）", "教学仪器设备值（元）"), ("网络多媒体教室数", "寄宿生数"), ("教职工数", "附设幼儿班在园幼儿数"),
)  # fmt: skip


def card(number: int) -> bytes:
    """The file of one school: pairs of labels and values, a grid of figures by stages, a title and a signature."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "采集表"
    through = number % 3 == 0
    rows: list[list[object]] = [
        ["义务教育学校数据采集表"],
        [
            "学校名称",
            f"第{number}{'学校' if through else '小学'}",
            "学校标识码",
            f"{'31' if through else '21'}52{number:06d}",
        ],
        ["办学类型", "九年一贯制学校" if through else "小学", "所属乡镇", f"第{number % 14}镇"],
        ["一、班级、学生和教师"],
        ["项目", "小学", "初中", "备注"],
    ]
    rows += [[text, 30 + number + place, 20 + number + place if through else None] for place, text in enumerate(GRID)]
    rows += [["二、校舍和设备"], *([left, 1000.5 + number, right, 100 + number] for left, right in PAIRS)]
    rows += [["填表人：贺某", None, "填表日期：2026年9月18日"]]
    for row in rows:
        sheet.append(row)
    for row in (1, 4, 13):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def written(folder: Path) -> list[Path]:
    """The files of all schools in a folder."""
    paths = [folder / f"第{number:03d}校.xlsx" for number in range(1, SCHOOLS + 1)]
    for number, path in enumerate(paths, start=1):
        path.write_bytes(card(number))
    return paths


def run() -> Iterator[Measured]:
    with tempfile.TemporaryDirectory() as place:
        paths = written(Path(place))
        brought = bring(paths, standards())
        assert len(brought.snapshot.schools) == SCHOOLS
        assert [form.kind for form in brought.folded.forms] == [FormKind.CARDS]
        known = sum(len(reading.said) for reading in brought.readings)
        note = f"{known} statements, {len(brought.questions)} questions"
        what = f"{SCHOOLS} school files: read, fold, map, check"
        yield wall(what, lambda: bring(paths, standards()), times=3, bar=20.0, note=note)
        yield measure(what, lambda: bring(paths, standards()), times=3, bar=20.0, note=note)
        yield wall("  of which reading in one child process", lambda: read_all(paths, lambda _line: None), times=3)
        books = read_all(paths, lambda _line: None)
        yield measure("  of which folding into one table", lambda: fold(books, catalogue()), times=3)
