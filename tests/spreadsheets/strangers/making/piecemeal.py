"""6. The teaching-research office and school offices: sloppy heads, a sheet per stage, county figures as lines of text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .columns import at, own, spots, subject, write_row, write_total
from .county import JUNIOR, PRIMARY, School, county, plan
from .paper import Column, Sheet, Truth, convert, is_, known

PLACE, P, J = "汐塘县", PRIMARY, JUNIOR
TOWNSHIPS = [("菱塘镇", "镇区"), ("鸬鹚乡", "乡村"), ("苔溪镇", "镇区"), ("马鞍坞乡", "乡村"), ("篾市镇", "镇区")]
ASKED = {
    "教师数": "all staff (staff_total) or 专任教师 (t_full)?",
    "骨干教师": "of the school, or recognised by the county and above (t_backbone)?",
    "教学用房": "with or without indoor sports rooms (area_teaching, area_teaching_net), with or without 辅助用房?",
    "多媒体": "rooms (n_media_rooms), classes reached (n_classes_media) or sets?",
}


def _wan(school: School) -> Any:
    return round(school.own["equip"] / 10000, 1)


def _girls(stage: str) -> Any:
    return at(stage, lambda x: x.girls)


def _boys(stage: str) -> Any:
    return at(stage, lambda x: x.stu - x.girls)


def _ask(*heads: str, get: Any) -> Column:
    return Column(heads, "ambiguous", get, note=ASKED[heads[-1]])


def _primary() -> list[Column]:
    return [
        Column(("学校",), is_("school_name"), lambda s: s.short),
        Column(("学生", "男"), None, _boys(P)),
        Column(("学生", "女"), None, _girls(P)),
        Column(("学生", "计"), is_("stu", P), at(P, lambda x: x.stu)),
        Column(("附设幼儿班人数",), is_("stu_kindergarten"), own("kindergarten")),
        Column(("班数",), is_("n_classes", P), at(P, lambda x: x.classes)),
        Column(("超大班(56人起)",), is_("n_classes_56", P), at(P, lambda x: x.band(56, 99))),
        Column(("专任老师", "人数"), is_("t_full", P), at(P, lambda x: x.full)),
        Column(("专任老师", "大专及以上"), is_("t_aboveq", P), at(P, lambda x: x.above(P))),
        Column(("专任老师", "有教资"), is_("t_certified", P), at(P, lambda x: x.certified)),
        _ask("骨干教师", get=at(P, lambda x: x.backbone)),
        Column(("科任", "体育老师"), is_("t_pe", P), subject(P, "pe")),
        Column(("科任", "音乐老师"), is_("t_music", P), subject(P, "music")),
        Column(("科任", "美术老师"), is_("t_fineart", P), subject(P, "fineart")),
        _ask("教学用房", get=own("teaching")),
        Column(("操场(㎡)",), is_("area_field"), own("field")),
        Column(("仪器设备(万)",), is_("equip_value_wanyuan"), _wan),
        _ask("多媒体", get=own("media_rooms")),
        Column(("图书/册",), None, own("books")),
        Column(("备注",), None, lambda s: "有体育馆" if s.own["indoor"] else None),
    ]


def _junior() -> list[Column]:
    return [
        Column(("序",), None),
        Column(("学校名",), is_("school_name"), lambda s: s.short),
        Column(("初中学生",), is_("stu", J), at(J, lambda x: x.stu)),
        Column(("住校生",), is_("stu_boarding"), own("boarding")),
        Column(("九年级",), {**known("stu_g9"), "also": [{"figure": "grad", "stage": J}]}, at(J, lambda x: x.grad)),
        Column(("班级",), is_("n_classes", J), at(J, lambda x: x.classes)),
        Column(("50人以上班(51人起)",), is_("n_classes_over", J), at(J, lambda x: x.band(51, 99))),
        _ask("教师数", get=at(J, lambda x: x.full)),
        Column(("县骨干以上",), is_("t_backbone", J), at(J, lambda x: x.backbone)),
        Column(("体育",), is_("t_pe", J), subject(J, "pe"), note="teachers: the head above says so"),
        Column(("音乐",), is_("t_music", J), subject(J, "music")),
        Column(("美术",), is_("t_fineart", J), subject(J, "fineart")),
        _ask("教学用房", get=own("teaching")),
        Column(("操场(平方米)",), is_("area_field"), own("field")),
        Column(("仪器(万元)",), is_("equip_value_wanyuan"), _wan),
        Column(("多媒体教室(联网)间数",), is_("n_media_rooms"), own("media_rooms")),
        Column(("电话",), None, lambda s: f"0000-{s.code[-4:]}"),
        Column(("备注",), None),
    ]


def _grouped(columns: list[Column]) -> list[Column]:
    """The subject columns of the junior sheet stand under one head."""
    for column in columns:
        if column.heads[0] in ("体育", "音乐", "美术"):
            column.heads = ("任课老师(人)", column.heads[0])
    return columns


def _stage_sheet(
    truth: Truth, name: str, title: str, columns: list[Column], schools: list[School], wanted: Any
) -> Sheet:
    sheet = Sheet(name, widths={1: 16, 2: 16})
    sheet.span(1, 1, 2, len(columns), title, bold=True)
    row = first = sheet.heads(3, [column.heads for column in columns])
    name_at = next(n for n, c in enumerate(columns, start=1) if c.truth and c.truth != "ambiguous")
    where = {}
    for number, school in enumerate(schools, start=1):
        write_row(sheet, row, columns, school)
        if columns[0].heads == ("序",):
            sheet.put(row, 1, number)
        where[row] = school
        row += 1
    write_total(sheet, row, columns, (name_at, "总计"), schools)
    entry = truth.table(name, "schools", head_rows=[3, first - 1], first_row=first, last_row=row - 1)
    entry["other_rows"] = {str(row): "total"}
    truth.columns(entry, columns)
    rows = list(where)
    spots(truth, name, columns, where, [(rows[at_], figure) for at_, figure in wanted])
    return sheet


LINES: list[tuple[str, Any, str | None]] = [
    ("全县3-5岁人口：5,216人", is_("pop_3_5"), "5216"),
    ("幼儿园在园幼儿：4,903人", is_("kg_stu"), "4903"),
    ("其中公办园幼儿：2876人", is_("kg_stu_public"), "2876"),
    ("普惠园（公办+普惠民办）幼儿：4510人", is_("kg_stu_inclusive"), "4510"),
    ("十五到十七岁人口：5,730人", is_("pop_15_17"), "5730"),
    ("责任督学人数：14名", is_("duty_inspectors"), "14"),
    ("乡镇街道数：6个", is_("townships_total"), "6"),
    ("财政教育拨款（2025年）：6.21亿元", is_("fiscal_edu", factor="10000", year=2025), "62100"),
    ("财政教育拨款（2024年）：5.98亿元", is_("fiscal_edu", factor="10000", year=2024), "59800"),
    ("土地出让收入：3.56亿元", is_("land_revenue", factor="10000"), "35600"),
    ("教育费附加征收：812.40万元", is_("surcharge_collected"), "812.4"),
    ("教育费附加拨付：8124000元", is_("surcharge_spent", factor="1/10000"), "812.4"),
    ("义务教育教师平均工资收入：98,650元/年", is_("pay_teacher_avg"), "98650"),
    ("公务员平均工资收入：9.8万元/年", is_("pay_civil_avg", factor="10000"), "98000"),
    ("招教计划：60人", is_("recruit_plan"), "60"),
    ("招教到岗：待核", is_("recruit_done"), None),
    ("随迁子女：736人（其中公办就读715人）", "ambiguous", None),
    ("辍学学生：无", "ambiguous", None),
    ("义务教育基本均衡县通过时间：2017年12月27日", is_("date_jbjh_recognised"), "2017-12-27"),
    ("优质高中招生计划：960人", is_("quota_total"), "960"),
    ("分配到初中的优质高中指标：530人", is_("quota_alloc"), "530"),
    ("联系人：办公室", None, None),
]
LINE_NOTES = {
    "随迁子女：736人（其中公办就读715人）": "two figures in one cell",
    "辍学学生：无": "all, or only those who did not leave for their health (dropouts)? and 无 is asked",
}


def _lines(truth: Truth) -> Sheet:
    sheet = Sheet("县情", widths={1: 60}, landscape=False)
    sheet.put(1, 1, f"{PLACE}县情数据（2025年，办公室整理）", bold=True)
    rows: dict[str, Any] = {}
    notes: dict[str, str] = {}
    for row, (text, what, value) in enumerate(LINES, start=3):
        sheet.put(row, 1, text)
        rows[str(row)] = what
        if text in LINE_NOTES:
            notes[str(row)] = LINE_NOTES[text]
        if isinstance(what, dict) and (
            "亿" in text or "万元/年" in text or value is None or "812" in text or "基本" in text
        ):
            extra = {"unknown": "待核"} if value is None else {}
            truth.spot(sheet.name, f"A{row}", "", what["figure"], "", value, **({"year": what["year"]} | extra))
    entry = truth.table(sheet.name, "county", head_rows=[], first_row=3, last_row=2 + len(LINES), item_column="A")
    entry |= {"values": {"A": 0}, "text": "item：value", "rows": rows, "notes": notes}
    return sheet


def make(stem: Path) -> Truth:
    path = stem.with_suffix(".xlsx")
    truth = Truth(path.name, "教研室、学校办公室：小学、初中、县情（表头随手写）")
    schools = county(61, PLACE, plan(TOWNSHIPS, "县城", ["上埠", "下埠", "茶园", "枫树"], ["鸬鹚乡"]))
    low = [s for s in schools if P in s.stages]
    high = [s for s in schools if J in s.stages]
    wanted = [(0, "stu@primary"), (2, "equip_value_wanyuan"), (3, "t_aboveq@primary"), (4, "area_field")]
    sheets = [_stage_sheet(truth, "小学", "汐塘县小学情况（2025秋）", _primary(), low, wanted)]
    wanted = [(0, "stu@junior"), (1, "equip_value_wanyuan"), (2, "n_media_rooms"), (3, "n_classes_over@junior")]
    sheets.append(_stage_sheet(truth, "初中", "初中情况统计（2025年秋季）", _grouped(_junior()), high, wanted))
    sheets.append(_lines(truth))
    convert(sheets, path, "xlsx:Calc MS Excel 2007 XML")
    return truth
