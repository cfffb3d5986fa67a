"""3. The supervision office: county figures as a list by year, small lists below each other, a yes/no grid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from .county import School, county, plan
from .paper import Column, Sheet, Truth, exact, is_, known, write_openpyxl

PLACE = "岚汀县"
TOWNSHIPS = [("雁滩镇", "镇区"), ("折桥乡", "乡村"), ("松坞镇", "镇区"), ("浪坪乡", "乡村")]
MANY = "@column"  # a figure asked for several years: each from its own column
YEARS = (2023, 2024, 2025)


def many(figure: str, stage: str = "", factor: str = "1") -> dict[str, Any]:
    return is_(figure, stage, factor, year=MANY)


def _series(newest: str, growth: float, seed: int) -> list[Decimal]:
    """Three years ending in the newest, with the decimals of the newest."""
    draw, value = Random(seed), Decimal(newest)
    step = Decimal(1).scaleb(value.as_tuple().exponent)
    back = [value]
    for _ in range(2):
        back.insert(0, (back[0] / Decimal(str(1 + growth * draw.uniform(0.6, 1.4)))).quantize(step))
    return back


# name, unit, values (newest, growth | three values | the newest alone), what it is
MONEY = [
    ("财政对教育的拨款", "万元", ("48620.35", 0.06), many("fiscal_edu")),
    ("地方财政经常性收入", "万元", ("132840.20", 0.04), many("recurrent_revenue")),
    ("教育支出（205类决算数）", "万元", ("52377.48", 0.05), many("budget_edu")),
    ("在校学生总数（幼、小、初、高、中职、特教，9月）", "人", ("21846", -0.004), many("n_pupils")),
    ("学前教育经费支出", "万元", ("5210.60", 0.05), many("edu_cost", "kindergarten")),
    ("小学教育事业费支出", "万元", ("16830.42", 0.05), many("edu_cost", "primary")),
    ("初中教育事业费支出", "万元", ("13275.19", 0.05), many("edu_cost", "junior")),
    ("普通高中教育事业费支出", "元", ("78420500.00", 0.05), many("edu_cost", "senior", "1/10000")),
    ("中职教育事业费支出", "元", ("24110800.00", 0.05), many("edu_cost", "vocational", "1/10000")),
    ("小学年均学生数", "人", ("8214", -0.005), many("stu_avg", "primary")),
    ("初中年均学生数", "人", ("4471", -0.004), many("stu_avg", "junior")),
    ("小学公用经费支出数", "万元", ("981.35", 0.04), many("public_cost", "primary")),
    ("初中公用经费支出数", "万元", ("712.08", 0.04), many("public_cost", "junior")),
    ("全县教师（各学段）工资总额", "元", ("218360400.00", 0.04), many("pay_all_total", factor="1/10000")),
    ("全县教师（各学段）平均人数", "人", ("1938", 0.004), many("teachers_all_avg")),
    ("教师平均工资", "元", ("96480.00", 0.04), "ambiguous"),
    ("入库增值税", "万元", ("21466.70", 0.03), is_("vat_paid")),
    ("入库消费税", "万元", ("318.20", 0.02), is_("consumption_tax_paid")),
    ("教育费附加入库数", "万元", ("653.55", 0.03), is_("surcharge_collected")),
    ("教育费附加安排用于教育", "万元", ("653.55", 0.03), is_("surcharge_spent")),
    ("其中：用于职业教育", "万元", ("201.00", 0.03), is_("surcharge_vocational")),
    ("地方教育附加入库数", "万元", ("435.70", 0.03), is_("local_surcharge_collected")),
    ("地方教育附加安排用于教育", "万元", ("420.00", 0.03), is_("local_surcharge_spent")),
    ("土地出让总收入", "万元", ("38500.00", -0.05), is_("land_revenue")),
    ("土地出让收入中扣除的成本性支出", "万元", ("31240.00", -0.05), is_("land_deducted")),
    ("从土地出让收益中提取教育资金", "万元", ("726.00", -0.05), is_("land_set_aside")),
    ("小学生均公用经费标准（本县）", "元/生·年", ("720", 0.0), is_("fund_std", "primary")),
    ("初中生均公用经费标准（本县）", "元/生·年", ("940", 0.0), is_("fund_std", "junior")),
    ("小学生均公用经费标准（省定）", "元/生·年", ("720", 0.0), is_("fund_std_required", "primary")),
    ("初中生均公用经费标准（省定）", "元/生·年", ("940", 0.0), is_("fund_std_required", "junior")),
    ("特教公用经费（全县）", "万元", ("38.64", 0.06), is_("fund_special_total", factor="10000")),
    ("生均一般公共预算教育支出增长率", "%", ("5.20", 0.1), None),
]
PEOPLE = [
    ("义务教育学校专任教师", "人", ("905", 0.004), is_("t_full_total")),
    ("其中：持教师资格证", "人", ("901", 0.004), is_("t_certified_total")),
    ("其中：五年内培训满360学时", "人", ("874", 0.004), is_("t_360_total")),
    ("符合交流条件的教师、校长", "人", ("342", 0.01), is_("t_eligible_total")),
    ("本年实际交流", "人", ("46", 0.05), is_("t_rotated_total")),
    ("本年交流中的骨干教师", "人", ("11", 0.05), is_("t_rotated_backbone_total")),
    ("义务教育在编教师年工资收入总额", "万元", ("9238.40", 0.04), is_("pay_teacher_total")),
    ("公务员年人均工资收入", "万元", ("9.7312", 0.03), is_("pay_civil_avg", factor="10000")),
    ("乡村教师补助应享受人数", "人", ("388", 0.01), is_("rural_allowance_due")),
    ("乡村教师补助已发放人数", "人", ("388", 0.01), is_("rural_allowance_paid")),
    ("当年新增拖欠教职工工资", "人月", ("0", 0.0), is_("wage_arrears_new")),
    ("计划招聘教师", "人", ("45", 0.05), is_("recruit_plan")),
    ("招聘教师到岗", "人", ("43", 0.05), is_("recruit_done")),
    ("师德违规查实案件", "件", ("1", 0.0), is_("ethics_cases")),
]
CHILDREN = [
    ("3至5周岁人口", "人", ("3920", -0.03), is_("pop_3_5")),
    ("在园幼儿", "人", ("3655", -0.03), is_("kg_stu")),
    ("其中：公办园在园幼儿", "人", ("2105", -0.02), is_("kg_stu_public")),
    ("其中：公办园和普惠民办园在园幼儿", "人", ("3382", -0.03), is_("kg_stu_inclusive")),
    ("15至17周岁人口", "人", ("4260", -0.01), is_("pop_15_17")),
    ("高中阶段在读学生（含到县外就读）", "人", ("3968", -0.01), is_("hs_stu")),
    ("现九年级学生九年前小学入学时人数", "人", ("1522", -0.01), is_("cohort9_entry")),
    ("现九年级学生数（九年巩固率口径）", "人", ("1490", -0.01), is_("cohort9_grad")),
    ("九年间转入", "人", ("37", 0.01), is_("cohort9_in")),
    ("九年间转出", "人", ("66", 0.01), is_("cohort9_out")),
    ("九年间死亡", "人", ("2", 0.0), is_("cohort9_dead")),
    ("九年义务教育巩固率", "%", ("99.85", 0.0), None),
    ("义务教育阶段辍学学生（因病除外）", "人", ("0", 0.0), is_("dropouts")),
    ("义务教育教学班", "个", ("322", -0.01), is_("classes_compulsory")),
    ("其中：56人以上大班", "个", ("3", -0.2), is_("classes_compulsory_56")),
    ("普高教学班", "个", ("42", 0.0), is_("classes_senior")),
    ("进城务工随迁子女在校生", "人", ("611", 0.02), is_("mig_total")),
    ("其中：符合入学条件的", "人", ("604", 0.02), is_("mig_eligible")),
    ("其中：在公办学校上学的", "人", ("588", 0.02), is_("mig_public")),
    ("其中：政府买民办学位的", "人", ("16", 0.02), is_("mig_purchased")),
    ("适龄残疾儿童少年（与残联比对）", "人", ("118", 0.01), is_("dis_school_age")),
    ("残疾儿童少年已安置入学（含送教）", "人", ("115", 0.01), is_("dis_enrolled")),
    ("优质高中计划招生", "人", ("820", 0.0), is_("quota_total")),
    ("其中：指标到校（分到各初中）", "人", ("451", 0.0), is_("quota_alloc")),
    ("其中：分到乡村初中", "人", ("238", 0.0), is_("quota_rural")),
    ("中职招生任务", "人", ("520", 0.0), is_("voc_quota")),
    ("中职实际录取报到", "人", ("496", 0.0), is_("voc_enrolled")),
    ("体质健康参测学生", "人", ("12430", -0.005), many("fitness_tested")),
    ("体质健康及格以上学生", "人", ("11784", 0.001), many("fitness_passed")),
    ("体质健康及格率", "%", None, many("fitness_rate")),
    ("应受资助学生", "人", ("1466", -0.01), is_("aid_due")),
    ("实际资助学生", "人", ("1466", -0.01), is_("aid_given")),
]
GOVERN = [
    ("县委教育工作领导小组开会", "次", ("3", 0.0), is_("meetings_leading_group")),
    ("县政府常务会议研究教育议题", "次", ("6", 0.0), is_("meetings_executive")),
    ("是否向县人大报告教育工作和经费", "是/否", ["是", "是", "是"], is_("reported_to_congress")),
    ("督导机构和总督学是否配备到位", "是/否", ["否", "是", "是"], is_("inspectorate_staffed")),
    ("督导经费是否纳入财政预算", "是/否", ["是", "是", "是"], is_("inspection_budgeted")),
    ("联系学校的县领导", "人", ("28", 0.0), is_("leaders_due")),
    ("已到联系学校的县领导", "人", ("26", 0.0), is_("leaders_visited")),
    ("乡镇、街道个数", "个", ("5", 0.0), is_("townships_total")),
    ("已考核教育职责的乡镇、街道", "个", ("5", 0.0), is_("townships_assessed")),
    ("挂牌责任督学", "人", ("9", 0.0), is_("duty_inspectors")),
    ("校园安全责任事故（一般）", "起", ("0", 0.0), is_("accidents_ordinary")),
    ("校园安全责任事故（较大）", "起", ("0", 0.0), is_("accidents_larger")),
    ("校园安全责任事故（重大以上）", "起", ("0", 0.0), is_("accidents_major")),
    ("教育乱收费查实", "件", ("1", 0.0), is_("fee_violations")),
    ("违规招生、违规编班等查实", "件", ("0", 0.0), is_("enrolment_violations")),
    ("义务教育基本均衡县通过认定时间", "年月日", [None, None, date(2016, 12, 20)], is_("date_jbjh_recognised")),
    ("常住人口", "万人", ("19.62", -0.005), known("population", factor="10000")),
]
SECTIONS = [("一、经费", MONEY), ("二、教师队伍", PEOPLE), ("三、学生与普及", CHILDREN), ("四、政府履职与督导", GOVERN)]


def _values(given: Any, seed: int) -> list[Any]:
    if isinstance(given, list):
        return given
    newest, growth = given
    return _series(newest, growth, seed) if growth else [Decimal(newest)] * 3


def _county_sheet(truth: Truth) -> Sheet:
    sheet = Sheet("县级数据", widths={1: 6, 2: 44, 3: 10, 4: 15, 5: 15, 6: 15, 7: 26}, landscape=False)
    sheet.span(1, 1, 1, 7, f"{PLACE}履行教育职责主要数据（2023—2025年）", bold=True)
    sheet.span(2, 1, 2, 7, "县政府教育督导室汇总    2026年2月")
    for number, head in enumerate(["序号", "指标", "单位", "2023年", "2024年", "2025年", "备注"], start=1):
        sheet.put(3, number, head, bold=True)
    row, serial = 4, 0
    rows: dict[str, Any] = {}
    notes: dict[str, str] = {}
    others: dict[str, str] = {}
    wanted = {
        "普通高中教育事业费支出",
        "全县教师（各学段）工资总额",
        "特教公用经费（全县）",
        "公务员年人均工资收入",
        "财政对教育的拨款",
    }
    wanted |= {
        "小学年均学生数",
        "义务教育基本均衡县通过认定时间",
        "3至5周岁人口",
        "督导机构和总督学是否配备到位",
        "初中生均公用经费标准（本县）",
    }
    past: dict[str, list[Any]] = {}
    for title, items in SECTIONS:
        sheet.span(row, 1, row, 7, title, bold=True)
        others[str(row)] = "section"
        for name, unit, given, what in items:
            row, serial = row + 1, serial + 1
            values = _values(given, serial) if given else _rates(past)
            past[name] = values
            sheet.put(row, 1, serial)
            sheet.put(row, 2, name)
            sheet.put(row, 3, unit)
            for number, value in enumerate(values):
                sheet.put(row, 4 + number, value, _form(value, given))
            rows[str(row)] = what
            if name == "教师平均工资":
                notes[str(row)] = "of all teachers (pay_all_avg) or of compulsory education (pay_teacher_avg)?"
            if name in wanted:
                _county_spot(truth, row, what, values)
            if given is None:
                for number, year in enumerate(YEARS):
                    percent = exact(values[number], "100")
                    cell = f"{'DEF'[number]}{row}"
                    truth.spot(sheet.name, cell, "", "fitness_rate", "", percent, year=year)
        row += 1
    sheet.span(row, 1, row, 7, "注：经费数以财政局决算为准；生均数由系统计算，本表不填。")
    others[str(row)] = "note"
    _remarks(sheet)
    entry = truth.table(sheet.name, "county", head_rows=[3, 3], first_row=4, last_row=row - 1, item_column="B")
    entry |= {"unit_column": "C", "values": {"D": 2023, "E": 2024, "F": 2025}, "rows": rows, "notes": notes}
    entry["other_rows"] = others
    return sheet


def _rates(past: dict[str, list[Any]]) -> list[Decimal]:
    pairs = zip(past["体质健康及格以上学生"], past["体质健康参测学生"], strict=True)
    return [(passed / tested).quantize(Decimal("0.0001")) for passed, tested in pairs]


def _form(value: Any, given: Any) -> str:
    if given is None:
        return "0.00%"
    if isinstance(value, date):
        return "yyyy/m/d"
    return "#,##0.00" if isinstance(value, Decimal) and value.as_tuple().exponent == -2 else ""


def _county_spot(truth: Truth, row: int, what: dict[str, Any], values: list[Any]) -> None:
    year = 2025 if what["year"] == MANY else 0
    truth.spot("县级数据", f"F{row}", "", what["figure"], what["stage"], exact(values[2], what["factor"]), year=year)
    if year:
        truth.spot(
            "县级数据", f"E{row}", "", what["figure"], what["stage"], exact(values[1], what["factor"]), year=2024
        )


def _remarks(sheet: Sheet) -> None:
    texts = {
        "地方财政经常性收入": "财政局口径",
        "公务员年人均工资收入": "人社局提供",
        "适龄残疾儿童少年（与残联比对）": "只报人数",
    }
    for (row, column), value in list(sheet.cells.items()):
        if column == 2 and value in texts:
            sheet.put(row, 7, texts[value])


LISTS: list[tuple[str, str, list[tuple[str, str | None, str]], list[list[Any]]]] = [
    (
        "（一）2025年教育重点项目清单",
        "education_projects",
        [
            ("序号", None, ""),
            ("建设项目", "title", ""),
            ("建设地点", None, ""),
            ("计划竣工时间", "planned_done", ""),
            ("竣工时间", "really_done", ""),
            ("责任单位", None, ""),
        ],
        [
            [1, "第四小学新建工程", "城关街道", date(2025, 8, 20), date(2025, 8, 15), "住建局"],
            [2, "雁滩镇初中学生宿舍", "雁滩镇", date(2025, 8, 31), date(2025, 10, 12), "教育局"],
            [3, "松坞镇中心小学运动场改造", "松坞镇", date(2025, 9, 30), "未完工", "教育局"],
            [4, "浪坪乡教学点厕所改造", "浪坪乡", date(2025, 7, 10), date(2025, 7, 10), "浪坪乡政府"],
        ],
    ),
    (
        "（二）上一轮督导反馈问题整改台账",
        "last_issues",
        [("序号", None, ""), ("反馈问题", "title", ""), ("整改进展", "status", ""), ("责任单位", None, "")],
        [
            [1, "个别学校大班额未消除", "已整改", "教育局"],
            [2, "体育音乐美术教师不足", "部分整改", "编办、人社局"],
            [3, "土地出让收益计提教育资金不到位", "已整改", "财政局"],
            [4, "小区配套园移交滞后", "未整改", "自然资源局"],
        ],
    ),
    (
        "（三）上级教育专项资金拨付情况",
        "special_funds",
        [
            ("文件号", "document", "1"),
            ("资金额（元）", "amount", "1/10000"),
            ("收文（下达）日期", "issued_on", "1"),
            ("拨款日期", "paid_on", "1"),
            ("拨付金额（元）", "paid_amount", "1/10000"),
            ("是否截留挪用", "misused", "1"),
        ],
        [
            ["岚财教〔2025〕11号", 3260000, "2025年3月4日", "2025年3月27日", 3260000, "否"],
            ["岚财教〔2025〕26号", 1185000, "2025年5月9日", "2025年6月20日", 1185000, "否"],
            ["岚财教〔2025〕40号", 864500, "2025年8月1日", "2025年8月22日", 800000, "否"],
        ],
    ),
    (
        "（四）紧缺学科教师",
        "shortage_subjects",
        [("学科名称", "subject", "1"), ("应配教师", "required", "1"), ("现有教师", "actual", "1"), ("缺口", None, "1")],
        [["音乐", 38, 35, 3], ["美术", 36, 36, 0], ["体育", 62, 55, 7], ["信息科技", 30, 33, -3]],
    ),
]


def _lists_sheet(truth: Truth) -> Sheet:
    sheet = Sheet("清单", widths={1: 20, 2: 30, 3: 18, 4: 18, 5: 18, 6: 16}, landscape=False)
    row = 1
    for number, (title, figure, heads, body) in enumerate(LISTS, start=1):
        sheet.span(row, 1, row, len(heads), title, bold=True)
        columns: dict[str, Any] = {}
        for at_, (head, column, factor) in enumerate(heads, start=1):
            sheet.put(row + 1, at_, head, bold=True)
            columns["ABCDEF"[at_ - 1]] = {"column": column, "factor": factor or "1"} if column else None
        for offset, line in enumerate(body, start=2):
            for at_, value in enumerate(line, start=1):
                sheet.put(row + offset, at_, value, "yyyy-mm-dd" if isinstance(value, date) else "")
        first, last = row + 2, row + 1 + len(body)
        entry = truth.table(sheet.name, "list", number, figure=figure, head_rows=[row + 1, row + 1])
        entry |= {"first_row": first, "last_row": last, "columns": columns}
        entry["heads"] = {"ABCDEF"[at_]: head[0] for at_, head in enumerate(heads)}
        if figure == "special_funds":
            truth.spot(sheet.name, f"B{first}", "", figure, "", "326", row=1, column="amount")
            truth.spot(sheet.name, f"E{last}", "", figure, "", "80", row=3, column="paid_amount")
            truth.spot(sheet.name, f"D{first + 1}", "", figure, "", "2025-06-20", row=2, column="paid_on")
        if figure == "education_projects":
            truth.spot(sheet.name, f"E{first + 1}", "", figure, "", "2025-10-12", row=2, column="really_done")
        row = last + 2
    return sheet


def _grid() -> list[Column]:
    draw = Random(5)

    def mark(yes: str, no: str, odds: float) -> Any:
        return lambda school: yes if draw.random() < odds else no

    met, rounds = "达标情况（√达标，×未达标）", "责任督学到校（次）"
    return [
        Column(("序号",), None),
        Column(("学校",), is_("school_name"), lambda s: s.name),
        Column((met, "省定办学标准（标准化学校）"), is_("standard_met"), mark("√", "×", 0.85)),
        Column((met, "教学仪器"), is_("equipment_met"), mark("√", "×", 0.85)),
        Column((met, "图书"), is_("books_met"), mark("√", "×", 0.9)),
        Column((met, "实验室和功能室"), is_("rooms_met"), mark("√", "×", 0.85)),
        Column((met, "三防建设（人防、物防、技防）"), is_("security_met"), mark("√", "×", 0.95)),
        Column((met, "食堂、饮水、厕所"), is_("logistics_met"), mark("√", "×", 0.9)),
        Column((met, "编制配备"), is_("staffing_met"), mark("√", "×", 0.9)),
        Column(("是否寄宿制",), is_("boarding_school"), lambda s: "是" if s.own["boarding"] else "否"),
        Column(("宿舍及生活老师达标（寄宿制学校填）",), is_("dorm_met"), lambda s: "是" if s.own["boarding"] else "/"),
        Column((rounds, "上半年学期"), "ambiguous", lambda s: s.own["visits"][0]),
        Column((rounds, "下半年学期"), "ambiguous", lambda s: s.own["visits"][1]),
        Column(("责任督学",), None, lambda s: "甲组" if s.urban == "城区" else "乙组"),
    ]


def _grid_sheet(truth: Truth, schools: list[School]) -> Sheet:
    columns = _grid()
    sheet = Sheet("学校达标情况", widths={2: 30})
    sheet.span(1, 1, 1, len(columns), "各校办学条件达标及经常性督导情况", bold=True)
    row = first = sheet.heads(2, [column.heads for column in columns])
    names = ("standard_met", "rooms_met", "dorm_met", "staffing_met")
    for number, school in enumerate(schools, start=1):
        for at_, column in enumerate(columns, start=1):
            value = number if column.heads == ("序号",) else column.get(school)
            sheet.put(row, at_, value)
            if number in (2, 7) and isinstance(column.truth, dict) and column.truth["figure"] in names:
                said = {"√": "是", "×": "否", "/": None}.get(value, value)
                extra = {} if said else {"unknown": "/"}
                cell = f"{'ABCDEFGHIJKLMN'[at_ - 1]}{row}"
                truth.spot(sheet.name, cell, school.name, column.truth["figure"], "", said, **extra)
        row += 1
    entry = truth.table(sheet.name, "schools", head_rows=[2, 3], first_row=first, last_row=row - 1)
    truth.columns(entry, columns)
    entry["notes"] = {
        "L": "上半年/下半年 is the calendar year, the figures ask for the terms of a school year",
        "M": "as L",
    }
    return sheet


def make(stem: Path) -> Truth:
    path = stem.with_suffix(".xlsx")
    truth = Truth(path.name, "督导室：县级数据、清单、学校达标情况")
    schools = county(31, PLACE, plan(TOWNSHIPS, "城关街道", ["上沟", "下沟", "石佛", "槐树"], ["折桥乡"]))
    write_openpyxl([_county_sheet(truth), _lists_sheet(truth), _grid_sheet(truth, schools)], path)
    return truth
