"""Where tables, heads, totals and notes are, in the many ways people lay them out."""

import pytest

from dudao.spreadsheets.mapping.draft import Draft
from dudao.spreadsheets.mapping.structure import Table
from dudao.spreadsheets.mapping.vocabulary import vocabulary_of
from tests.spreadsheets.mapping.books import CATALOGUE, book


def tables(rows: list[list[object]], merges: list[str] | None = None) -> tuple[Table, ...]:
    draft = Draft(book({"表": rows}, {"表": merges or []}), vocabulary_of(CATALOGUE), (), (), 0)
    return draft.found[0][1]


def paths(table: Table) -> list[str]:
    return ["/".join(head.path) for head in table.heads]


SCHOOLS = [[1, "甲镇中心小学", "小学", 500, None], [2, "甲镇初级中学", "初中", None, 610]]


def test_title_rows_notes_and_a_head_of_two_merged_rows() -> None:
    found = tables(
        [["某县学校基本情况表"], ["填报单位：计财股", None, None, "单位：人"], ["序号", "学校名称", "办学类型", "在校生", None], [None, None, None, "小学", "初中"], *SCHOOLS,
         [None, "合计", None, 500, 610], ["注：按9月1日时点"]],
        ["A1:E1", "A3:A4", "B3:B4", "C3:C4", "D3:E3"],
    )  # fmt: skip
    assert len(found) == 1
    table = found[0]
    assert table.head_rows == (3, 4)
    assert paths(table) == ["序号", "学校名称", "办学类型", "在校生/小学", "在校生/初中"]
    assert (table.rows, table.totals, table.notes) == ((5, 6), (7,), (8,))
    assert table.titles[0] == "某县学校基本情况表" and "单位：人" in table.titles


def test_a_head_of_two_rows_without_merges() -> None:
    table = tables([["序号", "学校名称", "类型", "在校生", None], [None, None, None, "小学", "初中"], *SCHOOLS])[0]
    assert paths(table) == ["序号", "学校名称", "类型", "在校生/小学", "在校生/初中"]
    assert table.rows == (3, 4)


def test_a_head_of_three_rows_with_numbers_and_units_below_it() -> None:
    table = tables(
        [["学校名称", "教师", None, None], [None, "专任教师", None, "教职工"], [None, "小学", "初中", None], ["甲", 1, 2, 3], [None, "人", "人", "人"],
         ["甲镇中心小学", 30, None, 33], ["甲镇初级中学", None, 41, 44]],
        ["A1:A3", "B1:D1", "B2:C2", "D2:D3"],
    )[0]  # fmt: skip
    assert paths(table) == ["学校名称", "教师/专任教师/小学", "教师/专任教师/初中", "教师/教职工"]
    assert [head.unit for head in table.heads] == ["", "人", "人", "人"]
    assert table.rows == (6, 7)


def test_subtotals_between_groups_and_a_head_repeated_for_printing() -> None:
    head = ["序号", "学校名称", "办学类型", "在校生（小学）", "在校生（初中）"]
    table = tables(
        [head, SCHOOLS[0], [None, "甲镇小计", None, 500, None], head, SCHOOLS[1], [None, "全县合计", None, 500, 610]]
    )[0]
    assert (table.rows, table.totals) == ((2, 5), (3, 6))


def test_divider_rows_name_the_group() -> None:
    table = tables(
        [
            ["学校名称", "办学类型", "在校生"],
            ["甲镇"],
            ["甲镇中心小学", "小学", 500],
            ["乙乡"],
            ["乙乡中心小学", "小学", 300],
        ]
    )[0]
    assert table.rows == (3, 5)
    assert table.groups == {3: "甲镇", 5: "乙乡"}


def test_several_tables_one_below_the_other() -> None:
    found = tables(
        [["项目清单"], ["项目名称", "计划完工日", "实际完工日"], ["甲小学扩建", "2025-06-30", "2025-06-20"], [None], ["上轮问题清单"], ["序号", "问题", "整改情况"],
         [1, "大班额", "完成"], [2, "编制", "部分"]]
    )  # fmt: skip
    assert [(table.titles, table.rows) for table in found] == [(("项目清单",), (3,)), (("上轮问题清单",), (7, 8))]


def test_two_tables_side_by_side() -> None:
    found = tables(
        [["学校名称", "在校生", None, "学校名称", "专任教师数"], ["甲镇中心小学", 500, None, "甲镇中心小学", 30]]
    )
    assert [paths(table) for table in found] == [["学校名称", "在校生"], ["学校名称", "专任教师数"]]


def test_an_instruction_sheet_holds_no_table() -> None:
    assert tables([["填表说明"], ["1. 在校生按9月1日时点填报。"], ["2. 面积以平方米计。"]]) == ()


def test_a_list_of_items_with_values_is_one_table() -> None:
    table = tables(
        [
            ["县级数据"],
            ["指标", "单位", "2024年", "2025年"],
            ["常住人口", "人", 450000, 451000],
            ["在园幼儿数", "人", 9000, 8800],
        ]
    )[0]
    assert paths(table) == ["指标", "单位", "2024年", "2025年"]
    assert table.rows == (3, 4)


def test_a_list_without_a_head() -> None:
    table = tables([["县级数据（2025年）"], ["常住人口（人）", 450000], ["在园幼儿数", 8800]])[0]
    assert table.head_rows == (0, 0) and table.rows == (2, 3)


def test_an_item_that_ends_like_a_total_is_no_total() -> None:
    table = tables([["指标", "数值"], ["土地出让扣除项合计", 1200], ["合计", 5]])[0]
    assert (table.rows, table.totals) == ((2,), (3,))


@pytest.mark.parametrize(
    "values", [("未统计", "未统计"), ("待核", None), ("—", "—"), (None, None), ("无", "无"), ("N/A", None)]
)
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    "item", [["财政教育拨款", "万元"], ["是否向人大报告", "是/否"], ["校园安全责任事故起数", "起"]]
)
def test_an_item_whose_values_are_not_there_yet_begins_no_new_table(
    item: list[str], place: int, values: tuple[str | None, str | None]
) -> None:
    rows: list[list[object]] = [["在园幼儿数", "人", 9000, 8800], ["财政经常性收入", "万元", 450000, 451000]]
    rows.insert(place, [*item, *values])
    found = tables([["县级数据"], ["指标", "单位", "2024年", "2025年"], *rows])
    assert [(table.rows, paths(table)) for table in found] == [((3, 4, 5), ["指标", "单位", "2024年", "2025年"])]


@pytest.mark.parametrize("item", ["有无上轮督导", "是否向人大报告教育工作", "督导经费是否列入预算", "在园幼儿总数"])
def test_an_item_that_stands_alone_without_a_value_is_no_title_of_a_group(item: str) -> None:
    rows = [["指标", "2024年", "2025年"], ["责任督学数", 12, 13], [item, None, None], ["上轮督导问题数", 6, 5]]
    (table,) = tables(rows)
    assert table.rows == (2, 3, 4) and table.groups == {}
    (table,) = tables([*rows[:2], ["二、督导工作", None, None], rows[3]])
    assert table.groups == {4: "二、督导工作"}
