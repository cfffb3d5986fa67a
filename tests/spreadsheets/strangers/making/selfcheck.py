"""4. A self-check table in the old .xls form: one row per school and stage, what a through-school shares is merged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .columns import spots
from .county import JUNIOR, PRIMARY, School, Stage, county, plan
from .paper import Column, Sheet, Truth, convert, is_, known

PLACE, P, J = "柘泉县", PRIMARY, JUNIOR
TOWNSHIPS = [("葛塘镇", "镇区"), ("龙骨乡", "乡村"), ("双井镇", "镇区"), ("苇泊乡", "乡村"), ("丁家渡镇", "镇区")]
ROW = "@row"


@dataclass
class Line:
    """One row: a school's stage."""

    school: School
    stage: str

    @property
    def part(self) -> Stage:
        return self.school.stages[self.stage]


def _part(get: Callable[[Stage], Any]) -> Callable[[Line], Any]:
    return lambda line: get(line.part)


def _own(name: str) -> Callable[[Line], Any]:
    return lambda line: line.school.own[name]


def _list(areas: list[int]) -> Any:
    if not areas:
        return "无"
    return areas[0] if len(areas) == 1 else "、".join(map(str, areas))


def _columns() -> list[Column]:
    staff, courses, ground = "专任教师情况（人）", "其中体育艺术教师（人）", "校舍场地（平方米）"
    rooms = "音体美专用教室（平方米，逐间填面积）"
    wan = lambda line: round(line.school.own["equip"] / 10000, 2)  # noqa: E731
    per_head = lambda line: round(float(line.school.own["field"]) / line.school.pupils, 2)  # noqa: E731
    return [
        Column(("序号",), None, shared=True),
        Column(("学校",), is_("school_name"), lambda line: line.school.name, shared=True),
        Column(
            ("教育阶段",), is_("stage"), lambda line: "小学" if line.stage == P else "初中", note="the stage of the row"
        ),
        Column(("学生（人）",), is_("stu", ROW), _part(lambda x: x.stu)),
        Column(("划片就近入学学生（人）",), is_("stu_in_zone", ROW), _part(lambda x: x.in_zone)),
        Column(("班额", "班级总数"), is_("n_classes", ROW), _part(lambda x: x.classes)),
        Column(
            ("班额", "超出标准的班（小学超45人、初中超50人）"),
            is_("n_classes_over", ROW),
            lambda line: line.part.band(46 if line.stage == P else 51, 99),
        ),
        Column((staff, "总人数"), is_("t_full", ROW), _part(lambda x: x.full)),
        Column((staff, "学历高于规定的"), is_("t_aboveq", ROW), lambda line: line.part.above(line.stage)),
        Column((staff, "县级及以上骨干"), is_("t_backbone", ROW), _part(lambda x: x.backbone)),
        Column((courses, "体育"), is_("t_pe", ROW), _part(lambda x: x.subjects["pe"])),
        Column((courses, "音乐"), is_("t_music", ROW), _part(lambda x: x.subjects["music"])),
        Column((courses, "美术"), is_("t_fineart", ROW), _part(lambda x: x.subjects["fineart"])),
        Column((courses, "综合艺术"), is_("t_art", ROW), _part(lambda x: x.subjects["art"])),
        Column((ground, "教学用房（含教学辅助用房，不含体育馆）"), is_("area_teaching_net"), _own("net"), shared=True),
        Column((ground, "室内体育馆"), is_("area_indoor_sport"), _own("indoor"), shared=True),
        Column((ground, "运动场（室外）"), is_("area_field"), _own("field"), shared=True),
        Column((ground, "生均运动场"), None, per_head, shared=True, note="per pupil: no figure"),
        Column(("仪器设备值（万元）",), is_("equip_value_wanyuan"), wan, shared=True),
        Column(("接网多媒体教室（间）",), is_("n_media_rooms"), _own("media_rooms"), shared=True),
        Column((rooms, "音乐"), is_("music_rooms", column="area"), _own("music"), _list, shared=True),
        Column((rooms, "美术"), is_("art_rooms", column="area"), _own("fineart"), _list, shared=True),
        Column(("按标准核拨公用经费（元）",), is_("fund_public_allocated"), _own("grant"), shared=True),
        Column(("自查结论",), None, lambda line: "达标", note="their own verdict"),
    ]


def _main(truth: Truth, schools: list[School]) -> Sheet:
    columns = _columns()
    sheet = Sheet("自查表", widths={2: 30, 7: 13, 15: 15, 21: 16, 22: 14, 23: 13})
    sheet.span(1, 1, 1, len(columns), f"{PLACE}义务教育优质均衡发展自查自评表（学校资源配置）", bold=True)
    sheet.span(2, 1, 2, 8, "填报单位：县教育局基础教育股")
    sheet.span(2, 9, 2, len(columns), "2025年10月")
    row = first = sheet.heads(3, [column.heads for column in columns])
    where: dict[int, Line] = {}
    for number, school in enumerate(schools, start=1):
        stages = list(school.stages)
        for offset, stage in enumerate(stages):
            line = where[row + offset] = Line(school, stage)
            for at_, column in enumerate(columns, start=1):
                value = number if column.heads == ("序号",) else column.show(column.get(line))
                if not column.shared:
                    sheet.put(row + offset, at_, value)
                elif offset == 0:
                    sheet.span(row, at_, row + len(stages) - 1, at_, value)
        row += len(stages)
    sheet.span(row, 1, row, len(columns), "说明：一贯制学校小学、初中分两行填写，共用的校舍、场地、设备合并填一次。")
    entry = truth.table(sheet.name, "schools", head_rows=[3, 4], first_row=first, last_row=row - 1, stage_column="C")
    entry["other_rows"] = {str(row): "note"}
    truth.columns(entry, columns)
    entry["columns"]["C"] = {"role": "stage"}
    _spots(truth, columns, where)
    return sheet


def _spots(truth: Truth, columns: list[Column], where: dict[int, Line]) -> None:
    through = [row for row, line in where.items() if line.school.kind == "nine_year"]
    rows = list(where)
    wanted = [(through[0], "stu@primary"), (through[1], "stu@junior"), (through[0], "t_aboveq@primary")]
    wanted += [(through[1], "t_aboveq@junior"), (through[0], "area_teaching_net"), (through[2], "area_field")]
    wanted += [(through[2], "equip_value_wanyuan"), (rows[0], "n_classes_over@primary"), (rows[3], "t_pe@junior")]
    wanted += [(rows[1], "equip_value_wanyuan"), (through[1], "t_art@junior"), (rows[4], "stu_in_zone@junior")]
    spots(truth, "自查表", columns, where, wanted)
    rich = next(row for row, line in where.items() if len(line.school.own["music"]) == 3)
    for figure, key, at_ in (("music_rooms", "music", "U"), ("art_rooms", "fineart", "V")):
        for row in (rich, through[0]):
            line = where[row]
            areas = "、".join(map(str, line.school.own[key]))
            truth.spot("自查表", f"{at_}{row}", line.school.name, figure, "", areas, column="area")
    point = next(row for row, line in where.items() if line.school.kind == "teaching_point")
    truth.spot("自查表", f"U{point}", where[point].school.name, "music_rooms", "", None, unknown="无")


def _retention(truth: Truth, schools: list[School]) -> Sheet:
    moved = lambda at_: lambda s: s.stages[J].moved[at_]  # noqa: E731
    columns = [
        Column(("初中学校",), is_("school_name"), lambda s: s.name),
        Column(("三年前七年级入学人数",), is_("entry", J), lambda s: s.stages[J].entry),
        Column(("三年中转进",), is_("in3y", J), moved(0)),
        Column(("三年中转走",), is_("out3y", J), moved(1)),
        Column(("三年中死亡",), is_("dead3y", J), moved(2)),
        Column(("现毕业班人数",), is_("grad", J), lambda s: s.stages[J].grad),
        Column(("巩固率（%）",), None, lambda s: _rate(s.stages[J]), note="a rate: no figure"),
    ]
    sheet = Sheet("初中巩固率", widths={1: 32, 2: 14}, landscape=False)
    sheet.span(1, 1, 1, len(columns), "初中三年巩固率计算表", bold=True)
    row = first = sheet.heads(2, [column.heads for column in columns])
    where = {}
    for school in (s for s in schools if J in s.stages):
        for at_, column in enumerate(columns, start=1):
            sheet.put(row, at_, column.get(school))
        where[row] = school
        row += 1
    entry = truth.table(sheet.name, "schools", head_rows=[2, 2], first_row=first, last_row=row - 1)
    truth.columns(entry, columns)
    spots(truth, sheet.name, columns, where, [(first, "entry@junior"), (first + 2, "grad@junior")])
    return sheet


def _rate(part: Stage) -> float:
    joined, left, dead = part.moved
    return round(100 * part.grad / (part.entry + joined - left - dead), 2)


SURVEY = [
    ("发放问卷总数", "2,480份", known("survey_sent")),
    ("其中：家长问卷", "1,620份", known("survey_sent_parent")),
    ("回收有效问卷", "2,377份", is_("survey_valid")),
    ("有效问卷中表示满意的", "2,190份", is_("survey_ok")),
    ("家长有效问卷", "1,548份", is_("survey_valid_parent")),
    ("家长有效问卷中表示满意的", "1,431份", is_("survey_ok_parent")),
    ("现场走访（人）", 126, is_("visit_n")),
    ("现场走访中表示满意的（人）", 117, is_("visit_ok")),
    ("走访的家长（人）", 84, is_("visit_n_parent")),
    ("走访的家长中满意的（人）", 79, is_("visit_ok_parent")),
    ("社会认可度（%）", 92.13, None),
]
MONITORED = [("语文", "Ⅲ级", 0.11), ("数学", "Ⅲ级", 0.13), ("科学", "Ⅱ级", 0.16), ("英语", "Ⅲ级", 0.142)]


def _approval(truth: Truth) -> Sheet:
    sheet = Sheet("认可度与监测", widths={1: 32, 2: 18, 3: 18}, landscape=False)
    sheet.span(1, 1, 1, 2, "一、社会认可度调查", bold=True)
    sheet.put(2, 1, "项目", bold=True)
    sheet.put(2, 2, "数量", bold=True)
    rows = {}
    for row, (name, value, what) in enumerate(SURVEY, start=3):
        sheet.put(row, 1, name)
        sheet.put(row, 2, value)
        rows[str(row)] = what
    last = 2 + len(SURVEY)
    entry = truth.table(sheet.name, "county", head_rows=[2, 2], first_row=3, last_row=last, item_column="A")
    entry |= {"values": {"B": 0}, "rows": rows}
    truth.spot(sheet.name, "B5", "", "survey_valid", "", "2377")
    top = last + 2
    sheet.span(top, 1, top, 3, "二、国家义务教育质量监测", bold=True)
    for at_, head in enumerate(["监测的学科", "学业水平", "校际差异"], start=1):
        sheet.put(top + 1, at_, head, bold=True)
    for row, line in enumerate(MONITORED, start=top + 2):
        for at_, value in enumerate(line, start=1):
            sheet.put(row, at_, value)
    entry = truth.table(sheet.name, "list", 2, figure="monitoring", head_rows=[top + 1, top + 1])
    names = {"A": "subject", "B": "level", "C": "diff"}
    entry |= {"first_row": top + 2, "last_row": top + 1 + len(MONITORED)}
    entry["columns"] = {at_: {"column": name, "factor": "1"} for at_, name in names.items()}
    entry["heads"] = {"A": "监测的学科", "B": "学业水平", "C": "校际差异"}
    truth.spot(sheet.name, f"C{top + 5}", "", "monitoring", "", "0.142", row=4, column="diff")
    truth.spot(sheet.name, f"B{top + 4}", "", "monitoring", "", "2", row=3, column="level")
    return sheet


def make(stem: Path) -> Truth:
    path = stem.with_suffix(".xls")
    truth = Truth(path.name, "义务教育优质均衡自查表（.xls，一校一学段一行）")
    network = plan(TOWNSHIPS, "文昌街道", ["北庄", "南庄", "石碾", "瓦窑"], ["龙骨乡", "苇泊乡"])
    schools = county(47, PLACE, network)
    convert([_main(truth, schools), _retention(truth, schools), _approval(truth)], path, "xls:MS Excel 97")
    return truth
