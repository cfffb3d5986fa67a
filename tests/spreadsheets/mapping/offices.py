"""Five workbooks in the style of five offices, with what each column truly is (in the form of `scoring`)."""

from collections.abc import Callable
from typing import Any

from dudao.spreadsheets.book import Book
from dudao.spreadsheets.reading import read_book
from tests.spreadsheets.mapping.books import book

Truth = dict[str, Any]


def is_(figure: str, stage: str = "", factor: str = "1", **more: Any) -> dict[str, Any]:
    return {"figure": figure, "stage": stage, "factor": factor, **more}


def table(sheet: str, kind: str, first: int, last: int, columns: dict[str, Any] | None = None, **more: Any) -> Truth:
    return {"sheet": sheet, "kind": kind, "first_row": first, "last_row": last, "columns": columns or {}, **more}


def premises() -> tuple[Book, Truth]:
    """项目办: a head of three rows, townships as dividers, 亩, a hidden column, totals in between."""
    rows = [
        ["某县中小学校舍场地情况（2026年9月）"],
        [
            "编号",
            "校名",
            "校别",
            "用地（亩）",
            "房屋（平方米）",
            None,
            None,
            None,
            "室外运动场（平方米）",
            "危房（平方米）",
            None,
        ],
        [None, None, None, None, "建筑面积", "其中", None, None, None, "D级", "其中：仍在使用"],
        [None, None, None, None, None, "教学及教辅用房", "室内体育馆", "学生宿舍", None, None, None],
        ["东关镇"],
        [1, "东关镇中心小学", "中心小学", 22.5, 6104, 4233, 0, 800, 7020, 0, 0],
        [2, "东关镇初级中学", "初中", 41, 9902, 5412, 620, 2400, 13500, "无", 0],
        [None, "东关镇小计", None, 63.5, 16006, 9645, 620, 3200, 20520, 120, None],
        ["西坪乡"],
        [3, "西坪乡中心小学", "中心小学", 12.3, 2510, 1381, 0, "—", 3010, 0, 0],
        [4, "西坪乡柳沟教学点", "教学点", 3, 390, 210, None, None, "待核", 0, 0],
        [None, "全县合计", None, 78.8, 18906, 11236, 620, 3200, 23530, 120, None],
        ["填表人：某某", None, None, None, "审核人：某某"],
    ]
    merges = [
        "A1:K1",
        "A2:A4",
        "B2:B4",
        "C2:C4",
        "D2:D4",
        "E2:H2",
        "E3:E4",
        "F3:H3",
        "I2:I4",
        "J2:K2",
        "J3:J4",
        "K3:K4",
        "A5:K5",
        "A9:K9",
    ]
    columns = {
        "A": None, "B": is_("school_name"), "C": is_("school_type"), "D": is_("area_site", factor="2000/3", known=True), "E": is_("area_building", known=True),
        "F": is_("area_teaching"), "G": is_("area_indoor_sport"), "H": None, "I": is_("area_field"), "J": is_("d_area"), "K": "ambiguous",
    }  # fmt: skip
    given = book({"场地": rows}, {"场地": merges}, "校舍场地.xlsx", hidden={"场地": {"columns": ["G"]}})
    return given, {"file": "校舍场地.xlsx", "sheets": [table("场地", "schools", 6, 11, columns)]}


def per_stage() -> tuple[Book, Truth]:
    """督导室: one row per stage, shared figures merged, judgements and ambiguous columns beside them."""
    rows = [
        [
            "序",
            "学校",
            "办学类型",
            "学段",
            "学生数",
            "班数",
            "教师数",
            "专任教师",
            "其中：高于规定学历",
            "骨干教师",
            "音乐教室",
            "教学仪器设备（万元）",
            "设备达标情况",
        ],
        [1, "甲学校", "九年一贯制", "小学", 347, 9, 26, 24, 19, 2, 2, 82.2, "√"],
        [None, None, None, "初中", 103, 3, 12, 11, 9, 1, None, None, None],
        [2, "乙小学", "完小", "小学", "１，０２６", 24, 60, 58, 55, 9, 3, 164.5, "×"],
        [3, "丙中学", "独立初中", "初中", 711, 15, 54, 52, 49, 8, 2, 137.1, "√"],
    ]
    merges = ["A2:A3", "B2:B3", "C2:C3", "K2:K3", "L2:L3", "M2:M3"]
    columns = {
        "A": None, "B": is_("school_name"), "C": is_("school_type"), "D": {"role": "stage"}, "E": is_("stu", "@row"), "F": is_("n_classes", "@row"), "G": "ambiguous",
        "H": is_("t_full", "@row"), "I": is_("t_aboveq", "@row"), "J": "ambiguous", "K": "ambiguous", "L": is_("equip_value_wanyuan"),
    }  # fmt: skip
    return book({"学校": rows}, {"学校": merges}, "分段.xlsx"), {
        "file": "分段.xlsx",
        "sheets": [table("学校", "schools", 2, 5, columns)],
    }


def finance() -> tuple[Book, Truth]:
    """财政局: items with years side by side in 元 and 万元, figures by stage in columns, a small list of deductions."""
    items = [
        ["教育经费情况表"],
        ["序号", "项目", "单位", "2024年", "2025年", "增减%", "备注"],
        [1, "财政教育拨款", "万元", 88900, 90010, 1.2, None],
        [2, "财政经常性收入", "万元", 121300, 123000, 1.4, None],
        [3, "一般公共预算教育支出（205类）", "元", 930000000, 935100000, 0.5, None],
        [4, "教育费附加征收数", "万元", 751.5, 760.2, None, None],
        [5, "其中：用于职业教育", "万元", 230, 240, None, None],
        [6, "教师工资总额", "万元", 30100, 30800, None, "全体还是义务教育？"],
        [7, "增值税实缴数", "元", 236000000, 241000000, None, None],
        [8, "三公经费", "万元", 12, 11, None, None],
    ]
    stages = [
        ["各学段情况（单位：万元、人）"],
        ["学段", "2024年", None, "2025年", None],
        [None, "教育费用支出", "年平均学生数", "教育费用支出", "年平均学生数"],
        ["幼儿园", 4000, 8100, 4200, 8000],
        ["小学", 21000, 21400, 21500, 21500],
        ["初中", 13000, 11800, 13600, 11900],
    ]
    land = [
        ["土地出让收入扣除项目"],
        ["支出项目", "支出金额（元）"],
        ["征地和拆迁补偿", 215000000],
        ["土地开发", 98000000],
    ]
    rows = {"3": is_("fiscal_edu", year="@column"), "4": is_("recurrent_revenue", year="@column"), "5": is_("budget_edu", factor="1/10000", year="@column"),
            "6": is_("surcharge_collected"), "7": is_("surcharge_vocational"), "8": "ambiguous", "9": is_("vat_paid", factor="1/10000"), "10": None}  # fmt: skip
    by_stage = {
        "A": {"role": "stage"},
        "B": is_("edu_cost", "@row", year=2024),
        "C": is_("stu_avg", "@row", year=2024),
        "D": is_("edu_cost", "@row", year=2025),
        "E": is_("stu_avg", "@row", year=2025),
    }
    given = book({"经费": items, "学段": stages, "扣除": land}, {"学段": ["A2:A3", "B2:C2", "D2:E2"]}, "财政.xlsx")
    sheets = [
        table("经费", "county", 3, 10, rows=rows, values={"D": 2024, "E": 2025}),
        table("学段", "county", 4, 6, by_stage),
        table(
            "扣除",
            "list",
            3,
            4,
            {"A": {"column": "item", "factor": "1"}, "B": {"column": "amount", "factor": "1/10000"}},
        ),
    ]
    return given, {"file": "财政.xlsx", "sheets": sheets}


def townhall() -> tuple[Book, Truth]:
    """政府办: county figures without a head, two lists on one sheet, a school list for spot checks, an instruction sheet."""
    facts = [
        ["政府履职情况（2025年度）"],
        ["县委教育工作领导小组召开会议次数", 3],
        ["政府常务会研究教育次数", "5次"],
        ["是否向人大报告教育工作", "是"],
        ["乡镇（街道）总数", "14个"],
        ["已考核乡镇数", 12],
        ["责任督学人数", "待核"],
        ["在园幼儿总数", "8,800人"],
        ["其中：公办园", 4500],
        ["3—5岁适龄人口（万人）", 0.95],
        ["社会稳定风险评估次数", 2],
    ]
    lists = [
        ["教育民生实事项目"], ["序号", "项目名称", "计划完工时间", "实际完工时间", "责任单位"], [1, "甲小学扩建", "2025-06-30", "2025.6.20", "住建局"], [2, "乙中学宿舍", "2025年9月1日", "在建", "教育局"],
        [None], ["上轮督导反馈问题整改台账"], ["序号", "存在问题", "整改情况", "完成时限"], [1, "大班额", "已完成", "2025-06"], [2, "编制不足", "整改中", "2025-12"],
        [None], ["课程开齐开足抽查表"], ["学校", "是否开齐开足"], ["甲小学", "是"], ["乙中学", "否"],
    ]  # fmt: skip
    rows = {"2": is_("meetings_leading_group"), "3": is_("meetings_executive"), "4": is_("reported_to_congress"), "5": is_("townships_total"), "6": is_("townships_assessed"),
            "7": is_("duty_inspectors"), "8": is_("kg_stu"), "9": is_("kg_stu_public"), "10": is_("pop_3_5", factor="10000"), "11": None}  # fmt: skip
    given = book(
        {"履职": facts, "台账": lists, "说明": [["一、按年度填报。"], ["二、数据加盖公章。"]]}, name="政府办.xlsx"
    )
    column = {"factor": "1"}
    sheets = [
        table("履职", "county", 2, 11, rows=rows),
        table(
            "台账",
            "list",
            3,
            4,
            {
                "B": {"column": "title", **column},
                "C": {"column": "planned_done", **column},
                "D": {"column": "really_done", **column},
                "E": None,
            },
        ),
        table(
            "台账", "list", 8, 9, {"B": {"column": "title", **column}, "C": {"column": "status", **column}, "D": None}
        ),
        table("台账", "list", 13, 14, {"A": {"column": "school", **column}, "B": {"column": "full", **column}}),
        {"sheet": "说明", "kind": "ignored"},
    ]
    return given, {"file": "政府办.xlsx", "sheets": sheets}


def export() -> tuple[Book, Truth]:
    """事业统计: a csv export in GB18030, two school years side by side, codes with their labels."""
    lines = [
        "学校标识码,学校名称,办学类型,城乡类型,2024/2025学年在校生数,2025/2026学年在校生数,专任教师数,其中女,网络多媒体教室,图书册数",
        "2144000501,甲镇中心小学,211 小学,121 镇中心区,930,926,55,41,26,24000",
        "2144000502,乙乡小学,211 小学,220 村庄,402,399,24,15,12,9000",
        "2144000503,丙乡教学点,218 小学教学点,220 村庄,40,37,4,2,3,800",
        "3144000504,丁镇初级中学,311 初级中学,121 镇中心区,801,790,63,40,21,26000",
    ]
    given = read_book("\r\n".join(lines).encode("gb18030"), "导出.csv")
    columns = {
        "A": is_("school_code"), "B": is_("school_name"), "C": is_("school_type"), "D": is_("urban_rural_code"), "E": None, "F": is_("stu", "@type"),
        "G": is_("t_full", "@type"), "H": None, "I": is_("n_media_rooms"), "J": None,
    }  # fmt: skip
    return given, {"file": "导出.csv", "sheets": [{**table("", "schools", 2, 5, columns)}]}


OFFICES: dict[str, Callable[[], tuple[Book, Truth]]] = {
    "premises": premises, "per_stage": per_stage, "finance": finance, "townhall": townhall, "export": export,
}  # fmt: skip
