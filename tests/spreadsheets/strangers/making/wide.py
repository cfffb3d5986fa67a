"""1. The planning and finance section: one wide sheet, three levels of heads, subtotals by township, money in 元."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from .columns import at, full_width, own, spots, thousands, total, write_row, write_total
from .county import JUNIOR, PRIMARY, School, county, plan
from .paper import Column, Sheet, Truth, is_, known, letter, write_openpyxl

PLACE, P, J = "栖禾县", PRIMARY, JUNIOR
TOWNSHIPS = [
    ("杏坞镇", "镇区"),
    ("石磴乡", "乡村"),
    ("麦垄镇", "镇区"),
    ("芦汊乡", "乡村"),
    ("白鹳镇", "镇区"),
    ("云阶乡", "乡村"),
]
TYPES = {"primary": "完小", "teaching_point": "教学点", "junior": "初中", "nine_year": "九年一贯制", "special": "特校"}


def _columns() -> list[Column]:
    pupils, classes, staff, ground = "在校学生（人）", "教学班（个）", "教职工（人）", "占地、校舍及场地（㎡）"
    money = "公用经费（元）"
    return [
        Column(("序号",), None),
        Column(("学校（教学点）",), is_("school_name"), lambda s: s.name),
        Column(("机构代码",), is_("school_code"), lambda s: s.code),
        Column(("所在乡镇、街道",), is_("township"), lambda s: s.township),
        Column(("类别",), is_("school_type"), lambda s: TYPES[s.kind]),
        Column(("城乡属性",), is_("urban_rural_code"), lambda s: s.urban),
        Column((pupils, "合计"), None, lambda s: s.pupils or None, note="sum"),
        Column((pupils, "小学段"), is_("stu", P), at(P, lambda x: x.stu)),
        Column((pupils, "初中段"), is_("stu", J), at(J, lambda x: x.stu)),
        Column((pupils, "其中：住校"), is_("stu_boarding"), own("boarding")),
        Column(("学前班（附设）幼儿",), is_("stu_kindergarten"), own("kindergarten")),
        Column((classes, "小学段", "班数"), is_("n_classes", P), at(P, lambda x: x.classes)),
        Column((classes, "小学段", "46人以上"), is_("n_classes_over", P), at(P, lambda x: x.band(46, 99))),
        Column((classes, "小学段", "56人以上"), is_("n_classes_56", P), at(P, lambda x: x.band(56, 99))),
        Column((classes, "初中段", "班数"), is_("n_classes", J), at(J, lambda x: x.classes)),
        Column((classes, "初中段", "51人以上"), is_("n_classes_over", J), at(J, lambda x: x.band(51, 99))),
        Column((classes, "初中段", "56人以上"), is_("n_classes_56", J), at(J, lambda x: x.band(56, 99))),
        Column((staff, "总数"), known("staff_total"), own("staff")),
        Column((staff, "小学专任", "人数"), is_("t_full", P), at(P, lambda x: x.full)),
        Column((staff, "小学专任", "其中：大专及以上"), is_("t_aboveq", P), at(P, lambda x: x.above(P))),
        Column(
            (staff, "小学专任", "其中：本科及以上"),
            None,
            at(P, lambda x: x.above(J)),
            note="sum",
        ),
        Column((staff, "小学专任", "其中：县骨干及以上"), is_("t_backbone", P), at(P, lambda x: x.backbone)),
        Column((staff, "初中专任", "人数"), is_("t_full", J), at(J, lambda x: x.full)),
        Column((staff, "初中专任", "其中：本科及以上"), is_("t_aboveq", J), at(J, lambda x: x.above(J))),
        Column(
            (staff, "初中专任", "其中：研究生"), None, at(J, lambda x: x.above(J) - x.teachers["bachelor"]), note="sum"
        ),
        Column((staff, "初中专任", "其中：县骨干及以上"), is_("t_backbone", J), at(J, lambda x: x.backbone)),
        Column((ground, "占地"), known("area_site"), own("site")),
        Column((ground, "校舍", "建筑总面积"), known("area_building"), own("building")),
        Column((ground, "校舍", "教学及教辅用房（含体育馆）"), is_("area_teaching"), own("teaching")),
        Column((ground, "校舍", "其中：体育馆、风雨操场"), is_("area_indoor_sport"), own("indoor")),
        Column((ground, "室外运动场"), is_("area_field"), own("field")),
        Column(("教学仪器设备总值（元）",), is_("equip_value_wanyuan", factor="1/10000"), own("equip"), thousands),
        Column(("联网多媒体教室（间）",), is_("n_media_rooms"), own("media_rooms")),
        Column(("图书（册）",), None, own("books"), note="sum"),
        Column((money, "年初预算", "总额"), is_("fund_public_budget"), own("budget")),
        Column((money, "年初预算", "其中：教师培训"), is_("fund_train_budget"), own("train_budget")),
        Column((money, "决算支出", "总额"), is_("fund_public_final"), own("final"), form="#,##0.00"),
        Column((money, "决算支出", "其中：教师培训"), is_("fund_train_final"), own("train_final"), form="#,##0.00"),
        Column(("备注",), None),
    ]


def _body(sheet: Sheet, columns: list[Column], schools: list[School], row: int) -> tuple[dict, dict, int]:
    where: dict[int, School] = {}
    others: dict[str, str] = {}
    write_total(sheet, row, columns, (2, "全县合计"), schools)
    others[str(row)] = "total"
    number = 0
    for township, group in groupby(schools, key=lambda s: s.township):
        members = list(group)
        for school in members:
            row, number = row + 1, number + 1
            write_row(sheet, row, columns, school)
            sheet.put(row, 1, number)
            where[row] = school
        row += 1
        write_total(sheet, row, columns, (2, f"{township}小计"), members)
        others[str(row)] = "subtotal"
    return where, others, row


def make(stem: Path) -> Truth:
    network = plan(TOWNSHIPS, "城关街道", ["柳湾", "下坪", "石桥头", "竹园岭"], ["石磴乡", "云阶乡"])
    schools = county(11, PLACE, network)
    columns = _columns()
    sheet = Sheet("学校基本情况一览表", widths={2: 30, 3: 13, 32: 16, 35: 12, 37: 14, 38: 13})
    width = len(columns)
    sheet.span(1, 1, 1, width, f"{PLACE}2025年义务教育学校基本情况一览表", bold=True)
    sheet.span(2, 1, 2, 10, f"填报单位：{PLACE}教育局计划财务股（盖章）")
    sheet.span(2, 11, 2, 24, "填报日期：2026年1月15日")
    sheet.span(2, 25, 2, width, "单位：人、个、平方米、元、册")
    row = sheet.heads(3, [column.heads for column in columns])
    for number in range(1, width + 1):
        sheet.put(row, number, ["甲", "乙", "丙", "丁", "戊", "己"][number - 1] if number <= 6 else number - 6)
    numbers_row = row
    where, others, last = _body(sheet, columns, schools, row + 1)
    _by_hand(sheet, columns, where)
    notes = [
        "注：1.在校学生、班数为2025年9月1日数；经费为2025年度数，教学仪器设备按账面原值填列。",
        "    2.学前班幼儿不计入在校学生；教学点随中心小学核算经费，此表单列。",
        "单位负责人：           股室负责人：           填表人：           联系电话：",
    ]
    for number, note in enumerate(notes, start=1):
        sheet.span(last + number, 1, last + number, width, note)
        others[str(last + number)] = "note"
    guide = Sheet("填表说明")
    for number, text in enumerate(
        ["填表说明", "一、本表由各中心校汇总后报计财股。", "二、金额保留两位小数，不填万元。"], start=1
    ):
        guide.put(number, 1, text)
    path = stem.with_suffix(".xlsx")
    write_openpyxl([sheet, guide], path)
    truth = Truth(path.name, "计财股：学校基本情况一览表")
    others[str(numbers_row)] = "column numbers"
    entry = truth.table(sheet.name, "schools", head_rows=[3, 5], first_row=min(where), last_row=max(where))
    entry["other_rows"] = others
    truth.columns(entry, columns)
    entry["notes"] = {
        at_: note if note != "sum" else _why(columns, at_) for at_, note in entry.get("notes", {}).items()
    }
    truth.table("填表说明", "ignored")
    _spots(truth, sheet.name, columns, where)
    return truth


def _why(columns: list[Column], at_: str) -> str:
    head = next(column.heads for number, column in enumerate(columns, start=1) if letter(number) == at_)
    return {
        "合计": "both stages together: no figure",
        "其中：本科及以上": "for primary the line is 专科: 本科及以上 is neither t_aboveq nor t_bachelor (which leaves out graduates)",
        "其中：研究生": "master and doctor together: no figure",
    }.get(head[-1], "no figure")


def _by_hand(sheet: Sheet, columns: list[Column], where: dict[int, School]) -> None:
    """What people type: full-width digits, a dash where there is nothing, a remark."""
    rows = list(where)
    stu = next(n for n, c in enumerate(columns, start=1) if c.heads[-1] == "小学段")
    for row in (rows[0], rows[5]):
        sheet.cells[row, stu] = full_width(where[row].stages[P].stu)
    fields = next(n for n, c in enumerate(columns, start=1) if c.heads[-1] == "室外运动场")
    sheet.cells[rows[1], fields] = full_width(where[rows[1]].own["field"])
    for row, school in where.items():
        if school.kind == "teaching_point":
            sheet.put(row, len(columns), "随中心小学管理")
            for number, column in enumerate(columns, start=1):
                if column.heads[0] == "公用经费（元）":
                    sheet.cells[row, number] = "—"
        if J not in school.stages:
            sheet.cells[row, stu + 1] = "—"


def _spots(truth: Truth, name: str, columns: list[Column], where: dict[int, School]) -> None:
    rows = list(where)
    nine = next(row for row, school in where.items() if school.kind == "nine_year")
    wanted = [(rows[0], "stu@primary"), (rows[5], "stu@primary"), (rows[1], "area_field"), (nine, "stu@junior")]
    wanted += [
        (nine, "stu@primary"),
        (nine, "t_aboveq@primary"),
        (nine, "t_aboveq@junior"),
        (nine, "area_indoor_sport"),
    ]
    wanted += [(rows[2], "equip_value_wanyuan"), (nine, "equip_value_wanyuan"), (rows[3], "fund_public_final")]
    wanted += [(rows[3], "fund_train_final"), (rows[4], "n_classes_over@junior"), (rows[6], "area_teaching")]
    spots(truth, name, columns, where, wanted)
    point = next(row for row, school in where.items() if school.kind == "teaching_point")
    cell = next(n for n, c in enumerate(columns, start=1) if c.heads[-2:] == ("年初预算", "总额"))
    truth.spot(name, f"{letter(cell)}{point}", where[point].name, "fund_public_budget", "", None, unknown="—")
    assert total([where[nine]], columns[6]) == where[nine].pupils
