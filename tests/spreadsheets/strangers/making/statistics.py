"""5. An export of the annual statistics: CSV in GB18030, long official names, values as text with units and gaps."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from .county import School, county, plan
from .paper import Column, Truth, exact, is_, known, letter

PLACE = "青梧县"
TOWNSHIPS = [
    ("栈桥镇", "镇区"),
    ("莲坞镇", "镇区"),
    ("桐岔乡", "乡村"),
    ("旧堡乡", "乡村"),
    ("沔阴镇", "镇区"),
    ("二道湾乡", "乡村"),
    ("盐池坝乡", "乡村"),
]
TYPES = {
    "primary": "211 小学",
    "teaching_point": "218 小学教学点",
    "junior": "311 初级中学",
    "special": "514 其他特教学校",
}
PLACES = {"城区": "111 主城区", "镇区": "121 镇中心区", "乡村": "220 村庄"}
TYPE = "@type"  # no stage in the head: the type of the row's school has one stage only


def _part(get: Any) -> Any:
    def value(school: School) -> Any:
        return next((get(part) for part in school.stages.values()), None)

    return value


def _pupils(school: School) -> Any:
    return school.own["special"] if school.kind == "special" else school.pupils


def _classes(school: School) -> Any:
    return 7 if school.kind == "special" else sum(part.classes for part in school.stages.values())


def _inclass(school: School) -> Any:
    return None if school.kind == "special" else sum(part.inclass for part in school.stages.values())


def _columns() -> list[Column]:
    course, degree = "专任教师授课课程:", "专任教师学历:"
    own = lambda name: lambda s: s.own[name]  # noqa: E731
    wan = lambda s: round(s.own["equip"] / 10000, 4)  # noqa: E731
    heads: list[tuple[str, Any, Any]] = [
        ("统计学年", None, lambda s: "2025/2026"),
        ("学校（机构）标识码", is_("school_code"), lambda s: f"\t{s.code}"),
        ("学校（机构）名称", is_("school_name"), lambda s: s.name),
        ("学校（机构）办学类型", is_("school_type"), lambda s: TYPES[s.kind]),
        ("学校（机构）举办者名称", is_("owner_code"), lambda s: "县级教育部门"),
        ("学校（机构）驻地城乡类型", is_("urban_rural_code"), lambda s: PLACES[s.urban]),
        ("学校（机构）驻地乡（镇、街道）", is_("township"), lambda s: s.township),
        ("是否计入校数", is_("counts_as_school"), lambda s: "否" if s.kind == "teaching_point" else "是"),
        ("隶属学校标识码", is_("parent_code"), lambda s: None),
        ("班数（个）:合计", is_("n_classes", TYPE), _classes),
        ("班额:46-50人", known("n_classes_46_50", TYPE), _part(lambda x: x.band(46, 50))),
        ("班额:51-55人", known("n_classes_51_55", TYPE), _part(lambda x: x.band(51, 55))),
        ("班额:56-65人", known("n_classes_56_65", TYPE), _part(lambda x: x.band(56, 65))),
        ("班额:66人及以上", known("n_classes_66", TYPE), _part(lambda x: x.band(66, 999))),
        ("在校学生数（人）:合计", is_("stu", TYPE), _pupils),
        ("在校学生数（人）:其中女", None, _part(lambda x: x.girls)),
        ("在校学生数（人）:其中寄宿生", is_("stu_boarding"), own("boarding")),
        ("在校学生数（人）:其中随班就读", is_("stu_inclass", TYPE), _inclass),
        ("附设幼儿班（人）:在园人数", is_("stu_kindergarten"), own("kindergarten")),
        ("教职工数（人）:合计", known("staff_total"), own("staff")),
        ("专任教师数（人）:合计", is_("t_full", TYPE), _part(lambda x: x.full)),
        ("专任教师数（人）:其中女", None, _part(lambda x: x.full * 3 // 5)),
        (f"{degree}博士研究生毕业", is_("t_doctor", TYPE), _part(lambda x: x.teachers["doctor"])),
        (f"{degree}硕士研究生毕业", is_("t_master", TYPE), _part(lambda x: x.teachers["master"])),
        (f"{degree}大学本科毕业", is_("t_bachelor", TYPE), _part(lambda x: x.teachers["bachelor"])),
        (f"{degree}大学专科毕业", is_("t_college", TYPE), _part(lambda x: x.teachers["college"])),
        (f"{degree}高中阶段毕业及以下", is_("t_secondary", TYPE), _part(lambda x: x.teachers["secondary"])),
        ("专任教师:县级及以上骨干教师", is_("t_backbone", TYPE), _part(lambda x: x.backbone)),
        (f"{course}体育与健康", is_("t_pe", TYPE), _part(lambda x: x.subjects["pe"])),
        (f"{course}艺术:音乐", is_("t_music", TYPE), _part(lambda x: x.subjects["music"])),
        (f"{course}艺术:美术", is_("t_fineart", TYPE), _part(lambda x: x.subjects["fineart"])),
        (f"{course}艺术:艺术综合", is_("t_art", TYPE), _part(lambda x: x.subjects["art"])),
        ("学校占地面积（平方米）:合计", known("area_site"), own("site")),
        ("学校占地面积（平方米）:其中运动场地", is_("area_field"), own("field")),
        ("校舍建筑面积（平方米）:合计", known("area_building"), own("building")),
        ("校舍建筑面积（平方米）:教学及辅助用房", is_("area_teaching"), own("teaching")),
        ("校舍建筑面积（平方米）:教学及辅助用房:室内体育用房", is_("area_indoor_sport"), own("indoor")),
        ("校舍建筑面积（平方米）:教学及辅助用房:图书阅览室", None, lambda s: 60 + s.pupils // 10),
        ("图书（册）", None, own("books")),
        ("固定资产总值（万元）:教学、科研仪器设备资产值", is_("equip_value_wanyuan"), wan),
        ("教室（间）:其中网络多媒体教室", is_("n_media_rooms"), own("media_rooms")),
        ("校园网出口带宽（Mbps）", None, lambda s: 200),
    ]
    return [Column((head,), truth, get) for head, truth, get in heads]


def _text(number: int, head: str, value: Any) -> str:
    """As an export passed from hand to hand looks: some rows carry units, some separators, some a dash."""
    if value is None:
        return "—" if number % 2 else "/"
    if isinstance(value, str):
        return value
    unit = {"平": "㎡", "人": "人", "间": "间", "万": "万元"}.get(head.partition("（")[2][:1], "")
    if number % 5 == 1 and unit:
        return f"{value:,}{unit}"
    return f" {value} " if number % 7 == 2 else str(value)


def make(stem: Path) -> Truth:
    path = stem.with_suffix(".csv")
    truth = Truth(path.name, "教育事业统计导出（CSV，GB18030）")
    network = plan(TOWNSHIPS, "南关街道", ["柏树", "杨柳", "清水", "红石", "大坪"], [])
    network.append(("@特殊教育学校", "特校", "special", "南关街道/城区"))
    schools, columns = county(53, PLACE, network), _columns()
    codes = {s.township: s.code for s in reversed(schools) if s.kind == "primary"}
    top = [["教育事业统计年报数据查询结果"], [f"统计单位：{PLACE}", "", "", "导出时间：2025-12-08 15:32:10"], []]
    lines = [line + [""] * (len(columns) - len(line)) for line in top] + [[c.heads[0] for c in columns]]
    where: dict[int, School] = {}
    for number, school in enumerate(schools, start=1):
        cells = [_text(number, column.heads[0], column.get(school)) for column in columns]
        if school.kind == "teaching_point":
            cells[8] = f"\t{codes[school.township]}"
        else:
            cells[8] = ""
        lines.append(cells)
        where[len(lines)] = school
    marks = _gaps(columns, lines, where)
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(lines)
    path.write_bytes(buffer.getvalue().encode("gb18030"))
    entry = truth.table("", "schools", head_rows=[4, 4], first_row=min(where), last_row=max(where))
    entry["encoding"] = "gb18030"
    truth.columns(entry, columns)
    entry["special"] = {"stu": "stu_special", "n_classes": "n_classes_other"}
    _spots(truth, columns, where, marks)
    return truth


def _gaps(columns: list[Column], lines: list[list[str]], where: dict[int, School]) -> dict[tuple[int, int], str]:
    """Cells that nobody has filled yet, and how they say so."""
    named = {column.heads[0]: number for number, column in enumerate(columns)}
    rows = list(where)
    marks = {
        (rows[2], named["学校占地面积（平方米）:其中运动场地"]): "待核",
        (rows[6], named["教室（间）:其中网络多媒体教室"]): "未统计",
        (rows[9], named["专任教师:县级及以上骨干教师"]): "无",
        (rows[11], named["校舍建筑面积（平方米）:教学及辅助用房:室内体育用房"]): "—",
        (rows[13], named["固定资产总值（万元）:教学、科研仪器设备资产值"]): "/",
    }
    for (row, column), mark in marks.items():
        lines[row - 1][column] = mark
    return marks


def _spots(truth: Truth, columns: list[Column], where: dict[int, School], marks: dict[tuple[int, int], str]) -> None:
    for (row, column), mark in marks.items():
        stage = _stage(columns[column].truth, where[row])
        figure = columns[column].truth["figure"]
        truth.spot("", f"{letter(column + 1)}{row}", where[row].name, figure, stage, None, unknown=mark)
    rows = list(where)
    wanted = [(rows[0], "stu"), (rows[0], "area_teaching"), (rows[0], "equip_value_wanyuan"), (rows[1], "t_full")]
    wanted += [(rows[5], "n_media_rooms"), (rows[4], "stu"), (rows[8], "t_bachelor"), (rows[10], "area_field")]
    wanted += [(rows[3], "t_pe"), (rows[7], "n_classes")]
    for row, figure in wanted:
        number = next(n for n, c in enumerate(columns, start=1) if c.truth and c.truth["figure"] == figure)
        what, school = columns[number - 1].truth, where[row]
        cell = f"{letter(number)}{row}"
        truth.spot("", cell, school.name, figure, _stage(what, school), exact(columns[number - 1].get(school)))
    row, school = list(where.items())[-1]
    assert school.kind == "special"
    for figure, instead in (("stu", "stu_special"), ("n_classes", "n_classes_other")):
        number = next(n for n, c in enumerate(columns, start=1) if c.truth and c.truth["figure"] == figure)
        value = exact(columns[number - 1].get(school))
        truth.spot("", f"{letter(number)}{row}", school.name, instead, "", value)


def _stage(what: dict[str, Any], school: School) -> str:
    return next(iter(school.stages)) if what["stage"] == TYPE else what["stage"]
