"""Tables side by side on one sheet, and wide tables that only have an empty column in them."""

from dudao.spreadsheets.mapping import Kind, propose
from dudao.spreadsheets.mapping.structure import Table
from tests.spreadsheets.mapping.books import CATALOGUE, book
from tests.spreadsheets.mapping.test_structure import paths, tables

SCHOOLS = ["甲镇中心小学", "甲镇初级中学", "乙乡中心小学", "丙镇九年一贯制学校"]
ROWS = range(len(SCHOOLS))


def shown(found: tuple[Table, ...]) -> list[tuple[tuple[str, ...], tuple[int, ...], list[str]]]:
    return [(table.titles, table.rows, paths(table)) for table in found]


def test_a_list_beside_items_with_its_title_in_the_row_of_their_head() -> None:
    found = tables(
        [["县级数据（2026年）"], ["填报：督导室"], ["序号", "指标", "单位", "2026年", None, "课程开设情况抽查"], ["一、督导", None, None, None, None, "抽查学校", "是否开齐开足", "抽查时间"],
         [1, "责任督学数", "人", 12, None, SCHOOLS[0], "是", "2026-10-14"], [2, "上轮督导问题数", "个", 5, None, SCHOOLS[1], "是", "2026-10-15"], [3, "乡镇（街道）总数", "个", 15]],
        ["A1:D1", "A2:D2", "A4:D4", "F3:H3"],
    )  # fmt: skip
    assert shown(found) == [
        (("县级数据（2026年）", "填报：督导室"), (5, 6, 7), ["序号", "指标", "单位", "2026年"]),
        (("课程开设情况抽查",), (5, 6), ["抽查学校", "是否开齐开足", "抽查时间"]),
    ]
    assert [table.nth for table in found] == [1, 2]


def test_three_tables_in_a_row_and_one_across_all_of_them_below() -> None:
    found = tables(
        [["办学条件"], [None, None, None, None, "美术教室", None, None, "音乐教室", None], ["项目", "单位", "数量", None, "学校", "面积", None, "学校", "面积"],
         ["有寄宿生的学校", "所", 21, None, SCHOOLS[0], 92, None, SCHOOLS[0], 98], ["D级危房", "平方米", 620, None, SCHOOLS[1], 90], ["学生用计算机", "台", 5012], [None],
         ["各班人数"], ["学校名称", "学段", "年级", "班别", "班额（人）"], [SCHOOLS[0], "小学", "一年级", "1班", 45]],
        ["A1:C1", "E2:F2", "H2:I2", "A8:E8"],
    )  # fmt: skip
    assert sorted((table.titles[0], table.rows) for table in found) == [
        ("办学条件", (4, 5, 6)),
        ("各班人数", (10,)),
        ("美术教室", (4, 5)),
        ("音乐教室", (4,)),
    ]
    assert [table.nth for table in found] == [1, 2, 3, 4] and found[3].titles == ("各班人数",)


def test_a_table_beside_another_whose_titles_stand_in_one_row() -> None:
    found = tables(
        [["县级数据", None, None, None, "紧缺学科"], ["指标", "单位", "数值", None, "学科", "应配", "实有"], ["在园幼儿数", "人", 8800, None, "音乐", 10, 9], ["责任督学数", "人", 12, None, "美术", 10, 8]]
    )  # fmt: skip
    assert [table.titles for table in found] == [("县级数据",), ("紧缺学科",)]


def test_tables_that_number_their_rows_anew_without_a_gap() -> None:
    found = tables(
        [["附1：美术教室", None, None, "附2：音乐教室", None, None], ["序号", "学校", "面积", "序号", "学校", "面积"], *[[i + 1, SCHOOLS[i], 90 + i, i + 1, SCHOOLS[i], 96 + i] for i in ROWS]],
        ["A1:C1", "D1:F1"],
    )  # fmt: skip
    assert shown(found) == [
        (("附1：美术教室",), (3, 4, 5, 6), ["序号", "学校", "面积"]),
        (("附2：音乐教室",), (3, 4, 5, 6), ["序号", "学校", "面积"]),
    ]


def test_a_wide_table_with_an_empty_column_stays_one() -> None:
    rows = [[SCHOOLS[i], 500 + i, 3, None, 30 + i, 4] for i in ROWS]
    heads = [
        ["学校情况表"],
        ["学校名称", "在校生", None, None, "专任教师", None],
        [None, "小学", "初中", None, "小学", "初中"],
    ]
    (table,) = tables([*heads, *rows], ["A1:F1", "A2:A3", "B2:C2", "E2:F2"])
    assert paths(table) == ["学校名称", "在校生/小学", "在校生/初中", "专任教师/小学", "专任教师/初中"]
    texts = [[SCHOOLS[i], 500 + i, 3, None, "张某", "教育局"] for i in ROWS]
    heads[1:] = [["学校名称", "在校生", None, None, "联系方式", None], [None, "小学", "初中", None, "校长", "主管部门"]]
    (table,) = tables([*heads, *texts], ["A1:F1", "A2:A3", "B2:C2", "E2:F2"])
    assert table.rows == (4, 5, 6, 7)


def test_rows_with_blanks_and_signatures_begin_no_table() -> None:
    rows = [[SCHOOLS[0], "3527010001", "小学", "甲镇", "是"], ["甲镇一教学点", None, None, "甲镇", "否"], ["甲镇二教学点", None, None, "甲镇", "否"], [SCHOOLS[1], "3527010002", "初级中学", "甲镇", "是"]]  # fmt: skip
    (table,) = tables([["学校名称", "学校标识码", "办学类型", "所属乡镇", "是否寄宿"], *rows, ["填表人：", None, None, "审核人：", "日期："]])  # fmt: skip
    assert table.rows == (2, 3, 4, 5) and len(table.heads) == 5


def kinds(sheets: dict[str, list[list[object]]]) -> dict[str, Kind]:
    return {table.sheet: table.kind for table in propose(book(sheets), CATALOGUE).tables}


ITEMS = [["项目", "单位", "数额"], ["一、义务教育在编教师"], ["年工资收入总额", "万元", 24106], ["年平均人数", "人", 2142], ["二、公务员"], ["年平均人数", "人", 1163]]  # fmt: skip


def test_items_with_units_are_no_list_and_lean_on_the_title_of_their_section() -> None:
    (table,) = propose(book({"工资": [["工资收入情况"], *ITEMS]}), CATALOGUE).tables
    assert table.kind is Kind.COUNTY
    held = {line.place: line.line.figure for line in table.lines if line.line.across}
    assert (held["4"], held["5"], held["7"]) == ("pay_teacher_total", "pay_teacher_count", "pay_civil_count")


def test_a_roll_of_the_planning_office_and_a_working_out_that_alone_has_its_figures_are_taken() -> None:
    roll = [["学校名录"], ["规划股   2026年9月"], ["学校标识码", "学校名称", "办学类型"], *[[f"352701000{i}", SCHOOLS[i], "小学"] for i in ROWS]]  # fmt: skip
    worked = [["初中三年巩固率测算表"], ["学校名称", "三年前七年级入学人数", "三年间转入人数", "三年间转出人数"], *[[SCHOOLS[i], 100, 3, 2] for i in ROWS]]  # fmt: skip
    copied = [["学校类型对比"], ["学校名称", "办学类型"], *[[name, "小学"] for name in SCHOOLS]]
    found = kinds({"名录": roll, "巩固率": worked, "对比": copied, "样表": roll})
    assert found["名录"] in (Kind.SCHOOLS, Kind.ROLL) and found["巩固率"] is Kind.SCHOOLS
    assert found["对比"] is found["样表"] is Kind.IGNORED
    lines = next(table for table in propose(book({"名录": roll, "巩固率": worked}), CATALOGUE).tables if table.sheet == "巩固率").lines  # fmt: skip
    assert {line.sure.value for line in lines if line.line.figure} == {"look"}
