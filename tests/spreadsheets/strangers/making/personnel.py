"""2. Personnel and project sections: four sheets, four orders, four spellings of a name, two years side by side."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from .columns import at, own, spots, subject, teachers, total, write_row
from .county import JUNIOR, PRIMARY, School, county, plan
from .paper import Column, Formula, Sheet, Truth, is_, known, letter, write_xlsxwriter

PLACE, P, J = "朔棠县", PRIMARY, JUNIOR
TOWNSHIPS = [("大椴镇", "镇区"), ("小椴乡", "乡村"), ("野泉镇", "镇区"), ("沙柳营镇", "镇区"), ("北洼乡", "乡村")]
OLDER = "older year of a figure asked for one year"


def _last_year(get: Any, seed: int) -> Any:
    def older(school: School) -> Any:
        value = get(school)
        return None if value is None else max(1, value + Random(f"{seed}{school.code}").randint(-4, 5))

    return older


def _pupils() -> list[Column]:
    columns = [
        Column(("标识码",), is_("school_code"), lambda s: s.code),
        Column(("校名",), is_("school_name"), lambda s: s.short),
    ]
    columns.append(Column(("片区",), None, lambda s: "城区片" if s.urban == "城区" else "乡镇片"))
    asked = [("学生数", "小学", "stu", P, lambda x: x.stu), ("学生数", "初中", "stu", J, lambda x: x.stu)]
    asked += [
        ("班数", "小学", "n_classes", P, lambda x: x.classes),
        ("班数", "初中", "n_classes", J, lambda x: x.classes),
    ]
    asked += [
        ("随班就读", "小学", "stu_inclass", P, lambda x: x.inclass),
        ("随班就读", "初中", "stu_inclass", J, lambda x: x.inclass),
    ]
    for year in ("2024年", "2025年"):
        for group, name, figure, stage, get in asked:
            value = at(stage, get)
            if year == "2024年":
                columns.append(Column((year, group, name), None, _last_year(value, 7), note=OLDER))
            else:
                columns.append(Column((year, group, name), is_(figure, stage), value))
        if year == "2025年":
            columns.append(Column((year, "学生合计"), None, lambda s: s.pupils, note="both stages together: no figure"))
            columns.append(Column((year, "寄宿学生"), is_("stu_boarding"), own("boarding")))
    return columns


def _staff() -> list[Column]:
    columns = [Column(("序",), None), Column(("学校全称",), is_("school_name"), lambda s: s.name)]
    columns.append(Column(("学校代码",), is_("school_code"), lambda s: s.code))
    columns.append(Column(("教职工总人数",), known("staff_total"), own("staff")))
    degrees = [
        ("博士", "doctor"),
        ("硕士", "master"),
        ("本科", "bachelor"),
        ("大专", "college"),
        ("中专、高中及以下", "secondary"),
    ]
    subjects = [("体育", "pe"), ("音乐", "music"), ("美术", "fineart"), ("艺术（综合）", "art")]
    for head, stage in (("小学专任教师", P), ("初中专任教师", J)):
        columns.append(Column((head, "计"), is_("t_full", stage), at(stage, lambda x: x.full)))
        for name, key in degrees:
            columns.append(Column((head, "按最高学历分", name), is_(f"t_{key}", stage), teachers(stage, key)))
        for name, key in subjects:
            columns.append(Column((head, "按任教学科分", name), is_(f"t_{key}", stage), subject(stage, key)))
        columns.append(Column((head, "有教师资格证"), is_("t_certified", stage), at(stage, lambda x: x.certified)))
        columns.append(Column((head, "五年培训满360学时"), is_("t_360", stage), at(stage, lambda x: x.trained)))
        columns.append(Column((head, "县级（含）以上骨干"), is_("t_backbone", stage), at(stage, lambda x: x.backbone)))
    columns.append(Column(("交流轮岗", "够条件人数"), is_("t_eligible"), own("eligible")))
    columns.append(Column(("交流轮岗", "今年已交流"), is_("t_rotated"), own("rotated")))
    columns.append(Column(("交流轮岗", "其中骨干"), is_("t_rotated_backbone"), own("rotated_backbone")))
    columns.append(Column(("说明",), None))
    return columns


def _rooms(name: str, line: int) -> Any:
    return lambda school: sum(area >= line for area in school.own[name])


def _premises() -> list[Column]:
    return [
        Column(("机构（学校）代码",), is_("school_code"), lambda s: s.code),
        Column(("单位名称",), is_("school_name"), lambda s: s.name.removeprefix(PLACE)),
        Column(("校园占地（㎡）",), known("area_site"), own("site")),
        Column(("校舍总建筑面积（㎡）",), known("area_building"), own("building")),
        Column(("教学及教辅用房（㎡）", "合计（包括室内体育场馆）"), is_("area_teaching"), own("teaching")),
        Column(("教学及教辅用房（㎡）", "其中：室内体育场馆"), is_("area_indoor_sport"), own("indoor")),
        Column(("教学及教辅用房（㎡）", "扣除室内体育场馆后"), is_("area_teaching_net"), own("net")),
        Column(("室外体育场地（㎡）",), is_("area_field"), own("field")),
        Column(("音乐教室（间）", "总数"), None, lambda s: len(s.own["music"]), note="rooms of any size: no figure"),
        Column(("音乐教室（间）", "其中96㎡以上"), is_("n_music_rooms_96"), _rooms("music", 96)),
        Column(("美术教室（间）", "总数"), None, lambda s: len(s.own["fineart"]), note="rooms of any size: no figure"),
        Column(("美术教室（间）", "其中90㎡以上"), is_("n_art_rooms_90"), _rooms("fineart", 90)),
        Column(("D级危房（㎡）", "面积"), is_("d_area"), own("d_area")),
        Column(("D级危房（㎡）", "仍在使用"), is_("d_area_in_use"), lambda s: 0),
        Column(("竣工年份",), None, lambda s: 1998 + int(s.code[-2:]), note="of the main building, not of the school"),
    ]


def _equipment() -> list[Column]:
    wan = lambda s: round(s.own["equip"] / 10000, 2)  # noqa: E731
    before = lambda s: round(s.own["equip"] / 10000, 2) - Decimal("3.5")  # noqa: E731
    rooms, train = own("media_rooms"), own("train_final")
    return [
        Column(("代码",), is_("school_code"), lambda s: s.code),
        Column(("学校简称",), is_("school_name"), lambda s: s.short),
        Column(("仪器设备资产（万元）", "2024年"), None, before, note=OLDER),
        Column(("仪器设备资产（万元）", "2025年"), is_("equip_value_wanyuan"), wan),
        Column(("多媒体教室（已接网络，间）", "2024年"), None, _last_year(rooms, 9), note=OLDER),
        Column(("多媒体教室（已接网络，间）", "2025年"), is_("n_media_rooms"), rooms),
        Column(("班班通", "已通班级（多媒体且有网）", "2024年"), None, _last_year(own("media_classes"), 3), note=OLDER),
        Column(("班班通", "已通班级（多媒体且有网）", "2025年"), is_("n_classes_media"), own("media_classes")),
        Column(("学生用计算机（台）", "2024年"), None, lambda s: s.pupils // 11),
        Column(("学生用计算机（台）", "2025年"), None, lambda s: s.pupils // 10),
        Column(("教师培训费（元）", "2024年"), None, lambda s: train(s) - 900, note=OLDER),
        Column(
            ("教师培训费（元）", "2025年"),
            "ambiguous",
            train,
            note="budget (fund_train_budget) or spent (fund_train_final)?",
        ),
    ]


def _formulas(sheet: Sheet, columns: list[Column], where: dict[int, School], which: str) -> None:
    """Formulas that people put in: sums beside their parts, last year plus what was bought."""
    place = {column.heads: letter(number) for number, column in enumerate(columns, start=1)}
    for row, school in where.items():
        if which == "学生":
            parts = [place["2025年", "学生数", name] for name in ("小学", "初中")]
            at_ = next(n for n, c in enumerate(columns, start=1) if c.heads[-1] == "学生合计")
            sheet.cells[row, at_] = Formula(f"={parts[0]}{row}+{parts[1]}{row}", school.pupils)
        if which == "校舍":
            sheet.cells[row, 7] = Formula(f"=E{row}-F{row}", school.own["net"])
        if which == "设备":
            sheet.cells[row, 4] = Formula(f"=C{row}+3.5", columns[3].get(school))


def _sheet(name: str, title: str, columns: list[Column], schools: list[School]) -> tuple[Sheet, dict[int, School], int]:
    sheet = Sheet(name, widths={1: 13, 2: 26, 3: 13} if name != "教师" else {2: 26, 3: 13})
    sheet.span(1, 1, 1, len(columns), title, bold=True)
    row = sheet.heads(2, [column.heads for column in columns])
    where = {}
    for number, school in enumerate(schools, start=1):
        write_row(sheet, row, columns, school)
        if columns[0].heads == ("序",):
            sheet.put(row, 1, number)
        where[row] = school
        row += 1
    return sheet, where, row


def make(stem: Path) -> Truth:
    network = plan(TOWNSHIPS, "滨河街道", ["前岭", "后岭", "胡杨沟", "三棵树"], ["小椴乡"])
    schools = county(23, PLACE, network)
    tables = {"学生": _pupils(), "教师": _staff(), "校舍": _premises(), "设备": _equipment()}
    orders = {"学生": schools, "教师": sorted(schools, key=lambda s: s.kind + s.name), "校舍": schools[::-1]}
    orders["设备"] = sorted(schools, key=lambda s: s.code[::-1])
    titles = {
        "学生": "中小学学生情况（2024年、2025年）",
        "教师": f"{PLACE}义务教育学校专任教师基本情况统计表（人事股 2025年9月）",
    }
    titles |= {"校舍": "校舍及场地台账（项目办）", "设备": "装备情况"}
    path = stem.with_suffix(".xlsx")
    truth = Truth(path.name, "人事股、项目办：学生、教师、校舍、设备四张表")
    sheets, wheres = [], {}
    for name, columns in tables.items():
        sheet, where, end = _sheet(name, titles[name], columns, orders[name])
        _formulas(sheet, columns, where, name)
        entry = truth.table(name, "schools", head_rows=[2, min(where) - 1], first_row=min(where), last_row=max(where))
        truth.columns(entry, columns)
        if name in ("学生", "校舍"):
            _sums(sheet, columns, where, end)
            entry["other_rows"] = {str(end): "total"}
        sheets.append(sheet)
        wheres[name] = where
    _hide(truth, sheets, wheres)
    _uncalculated(truth, sheets[2], wheres["校舍"])
    write_xlsxwriter(sheets, path)
    _spots(truth, tables, wheres)
    return truth


def _sums(sheet: Sheet, columns: list[Column], where: dict[int, School], row: int) -> None:
    sheet.put(row, 2, "合  计", bold=True)
    for number, column in enumerate(columns[2:], start=3):
        amount = total(list(where.values()), column)
        if amount is not None and column.heads[0] != "竣工年份":
            at_ = letter(number)
            sheet.put(row, number, Formula(f"=SUM({at_}{min(where)}:{at_}{max(where)})", amount))


def _hide(truth: Truth, sheets: list[Sheet], wheres: dict[str, dict[int, School]]) -> None:
    point = next(row for row, school in wheres["学生"].items() if school.kind == "teaching_point")
    sheets[0].hidden_rows.append(point)
    truth.sheets[0]["hidden_rows"] = [point]
    hidden = [n for n, c in enumerate(_staff(), start=1) if c.heads[-1] in ("博士", "硕士")]
    sheets[1].hidden_columns.extend(hidden)
    truth.sheets[1]["hidden_columns"] = [letter(number) for number in hidden]


def _uncalculated(truth: Truth, sheet: Sheet, where: dict[int, School]) -> None:
    """One area was typed as a sum by a program that does not calculate: its value is unknown, not 0."""
    row = list(where)[4]
    ground = where[row].own["field"]
    sheet.cells[row, 8] = Formula(f"={ground - 600}+600", None)
    name = where[row].name.removeprefix(PLACE)
    truth.spot("校舍", f"H{row}", name, "area_field", "", None, unknown="formula without a kept value")


def _spots(truth: Truth, tables: dict[str, list[Column]], wheres: dict[str, dict[int, School]]) -> None:
    nine = {name: next(r for r, s in where.items() if s.kind == "nine_year") for name, where in wheres.items()}
    rows = {name: list(where) for name, where in wheres.items()}
    hidden = truth.sheets[0]["hidden_rows"][0]
    wanted = {
        "学生": [
            (nine["学生"], "stu@primary"),
            (nine["学生"], "stu@junior"),
            (hidden, "stu@primary"),
            (rows["学生"][3], "n_classes@junior"),
        ],
        "教师": [
            (nine["教师"], "t_bachelor@junior"),
            (rows["教师"][0], "t_full@junior"),
            (rows["教师"][0], "t_master@junior"),
        ],
        "校舍": [
            (rows["校舍"][0], "area_teaching_net"),
            (rows["校舍"][2], "n_music_rooms_96"),
            (nine["校舍"], "n_art_rooms_90"),
        ],
        "设备": [
            (rows["设备"][0], "equip_value_wanyuan"),
            (rows["设备"][7], "equip_value_wanyuan"),
            (nine["设备"], "n_media_rooms"),
        ],
    }
    for name, asked in wanted.items():
        spots(truth, name, tables[name], wheres[name], asked)
