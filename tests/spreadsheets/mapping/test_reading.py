"""What a workbook says by its mapping: every value with its cell, every wrong cell, nothing made up."""

from datetime import date
from fractions import Fraction

import pytest

from dudao.calc.figures import Key, Known, Reason, School, Unknown
from dudao.spreadsheets.mapping import (
    answer_more,
    apply_answers,
    mapping_from_text,
    mapping_to_text,
    merge_readings,
    propose,
    read_figures,
)
from tests.spreadsheets.mapping.books import CATALOGUE, SCHOOL_HEADS, book, read, school
from tests.spreadsheets.mapping.test_proposal import JUDGED


def unit(name: str) -> str:
    return f"name:{name}"


def value(reading, name: str, figure: str, stage: str = "", year: int = 0):  # type: ignore[no-untyped-def]
    stated = reading.statements[Key(unit(name) if name else "", figure, stage, year)]
    return stated.value if isinstance(stated, Known) else stated.reason


def test_every_statement_knows_its_cell_and_its_row() -> None:
    given = book(
        {
            "基本情况": [
                ["学校情况"],
                SCHOOL_HEADS,
                school(1, "甲小学", "小学", primary="1,482"),
                school(2, "乙中学", "初级中学", junior=655),
            ]
        }
    )
    reading = read(given)[1]
    stated = reading.statements[Key(unit("甲小学"), "stu", "primary")]
    assert isinstance(stated, Known) and (stated.value, stated.text) == (1482, "1,482")
    source = stated.source
    assert source is not None
    assert (source.file, source.sheet, source.cell, source.head) == ("本县.xlsx", "基本情况", "D3", "在校生（小学）")
    assert source.row is not None and source.row.number == 3
    assert ("B", "学校名称", "甲小学") in source.row.cells and (
        "H",
        "教学仪器设备值（万元）",
        "55.5",
    ) in source.row.cells
    assert (reading.faults, reading.questions, reading.is_roll) == ((), (), True)
    assert [item.name for item in reading.schools] == ["甲小学", "乙中学"]


def test_values_are_exact_and_units_are_converted_and_told() -> None:
    head = ["学校名称", "办学类型", "教学仪器设备值（元）", "占地面积（亩）", "运动场地面积（㎡）"]
    reading = read(
        book(
            {"表": [head, ["甲小学", "小学", 821234.56, 12.3, "9,860.50㎡"], ["乙小学", "小学", 500000, 30, "0.5公顷"]]}
        )
    )[1]
    stated = reading.statements[Key(unit("甲小学"), "equip_value_wanyuan")]
    assert isinstance(stated, Known) and stated.value == Fraction(82123456, 1000000) and stated.decimals == 6
    assert stated.source is not None and stated.source.remark == "元 ÷ 10000 → 万元"
    assert value(reading, "甲小学", "area_site") == 8200
    assert value(reading, "乙小学", "area_field") == 5000
    assert all(type(known.value) is not float for known in reading.statements.values() if isinstance(known, Known))


def test_blank_dash_and_later_are_unknown_never_nought() -> None:
    rows = [
        ["学校名称", "办学类型", "寄宿生数"],
        ["甲小学", "小学", None],
        ["乙小学", "小学", "—"],
        ["丙小学", "小学", "待核"],
        ["丁小学", "小学", 0],
        ["戊小学", "小学", "未统计"],
    ]
    reading = read(book({"表": rows}))[1]
    told = [value(reading, name, "stu_boarding") for name in ("甲小学", "乙小学", "丙小学", "丁小学", "戊小学")]
    assert told == [Reason.BLANK, Reason.DASH, Reason.PENDING, 0, Reason.PENDING]
    assert (reading.sheets[0].blanks, reading.sheets[0].dashes, reading.sheets[0].pending) == (1, 1, 2)


def test_blank_means_nought_only_where_a_person_said_so_and_is_told_in_every_source() -> None:
    rows = [
        ["学校名称", "办学类型", "寄宿生数", "D级危房面积"],
        ["甲小学", "小学", None, None],
        ["乙小学", "小学", "—", 0],
    ]
    given = book({"表": rows})
    nameless = apply_answers(propose(given, CATALOGUE), {"zero:表:1:C": "zero"})
    assert value(read_figures(given, nameless.mapping, CATALOGUE), "甲小学", "stu_boarding") is Reason.BLANK
    outcome, reading = read(given, {"zero:表:1:C": "zero"})
    stated = reading.statements[Key(unit("乙小学"), "stu_boarding")]
    assert isinstance(stated, Known) and stated.value == 0
    assert stated.source is not None and stated.source.remark == "空白按 0（贺某 2026-11-02 定）"
    assert value(reading, "甲小学", "d_area") is Reason.BLANK
    assert mapping_from_text(mapping_to_text(outcome.mapping)) == outcome.mapping


@pytest.mark.parametrize(("answer", "expected"), [("zero", 0), ("unknown", Reason.PENDING), (None, Reason.UNDECIDED)])
def test_none_is_what_a_person_says_it_is(answer: str | None, expected: object) -> None:
    rows = [["学校名称", "办学类型", "D级危房面积"], ["甲小学", "小学", "无"], ["乙小学", "小学", 120]]
    reading = read(book({"表": rows}), {"nothing:表:1:D级危房面积": answer} if answer else {})[1]
    assert value(reading, "甲小学", "d_area") == expected


@pytest.mark.parametrize(
    ("head", "cell", "rule"),
    [
        ("在校生数（小学）", "1,O26", "letter"),
        ("在校生数（小学）", "约600", "about"),
        ("在校生数（小学）", -5, "negative"),
        ("在校生数（小学）", 612.5, "whole"),
        ("在校生数（小学）", 90000, "bound"),
        ("运动场地面积", "12.3.4", "two_dots"),
        ("运动场地面积", "35人", "unit"),
        ("运动场地面积", "85%", "percent"),
        ("教学仪器设备值（万元）", 21470000, "bound"),
        ("办学类型", "小学堂", "choice"),
        ("是否寄宿制学校", "一般", "yes_no"),
    ],
)
def test_a_wrong_cell_is_named_with_its_rule_and_an_example(head: str, cell: object, rule: str) -> None:
    fine = {
        "在校生数（小学）": 500,
        "运动场地面积": 4000,
        "教学仪器设备值（万元）": 52.5,
        "办学类型": "小学",
        "是否寄宿制学校": "否",
    }
    heads = ["学校名称", *fine]
    rows = [[f"第{n}小学", *fine.values()] for n in range(1, 8)]
    rows[3][heads.index(head)] = cell  # type: ignore[call-overload]
    reading = read(book({"表": [heads, *rows]}))[1]
    assert [(fault.rule, fault.sheet, fault.file) for fault in reading.faults] == [(rule, "表", "本县.xlsx")]
    fault = reading.faults[0]
    assert fault.cell == f"{'ABCDEF'[heads.index(head)]}5" and fault.why and fault.text


def test_all_wrong_cells_are_listed_at_once() -> None:
    rows = [
        ["学校名称", "办学类型", "寄宿生数", "运动场地面积"],
        ["甲小学", "小学", "二十", "x"],
        ["乙小学", "小学", 5, 400],
        ["丙小学", "小学", "3。5", 500],
        ["丁小学", "小学", 8, 900],
    ]
    assert {fault.cell for fault in read(book({"表": rows}))[1].faults} == {"C2", "D2", "C4"}


def test_a_percentage_where_one_is_meant() -> None:
    rows = [
        ["县级数据（2026年）"],
        ["指标", "单位", "数值"],
        ["学生体质健康合格率", "%", "95.5%"],
        ["责任督学数", "人", 30],
    ]
    assert value(read(book({"表": rows}))[1], "", "fitness_rate", year=2026) == Fraction(191, 2)


def test_a_formula_without_a_result_is_unknown() -> None:
    rows = [
        ["学校名称", "办学类型", "运动场地面积"],
        ["甲小学", "小学", "=3*4"],
        ["乙小学", "小学", 500],
        ["丙小学", "小学", 700],
    ]
    assert value(read(book({"表": rows}))[1], "甲小学", "area_field") is Reason.NO_CACHE


def test_one_stage_schools_take_undivided_columns_and_through_schools_stay_undecided() -> None:
    rows = [
        ["学校名称", "办学类型", "在校生数"],
        ["甲小学", "小学", 500],
        ["乙中学", "初级中学", 600],
        ["丙学校", "九年一贯制学校", 700],
    ]
    reading = read(book({"表": rows}))[1]
    assert value(reading, "甲小学", "stu", "primary") == 500
    assert value(reading, "乙中学", "stu", "junior") == 600
    assert value(reading, "丙学校", "stu", "primary") is value(reading, "丙学校", "stu", "junior") is Reason.UNDECIDED
    assert any("没分学段" in remark for remark in reading.remarks)


def test_a_school_s_name_never_tells_its_stage() -> None:
    rows = [["学校名称", "办学类型", "在校生数"], ["甲镇中心小学", "初级中学", 500], ["乙镇初级中学", "小学", 600]]
    reading = read(book({"表": rows}))[1]
    assert (
        value(reading, "甲镇中心小学", "stu", "junior") == 500
        and value(reading, "乙镇初级中学", "stu", "primary") == 600
    )


def test_types_of_one_sheet_tell_the_stages_of_another() -> None:
    given = book(
        {
            "名册": [["学校名称", "办学类型"], ["甲小学", "小学"], ["乙中学", "初级中学"]],
            "教师": [["学校名称", "专任教师数"], ["乙中学", 41], ["甲小学", 30]],
        }
    )
    reading = read(given)[1]
    assert value(reading, "甲小学", "t_full", "primary") == 30 and value(reading, "乙中学", "t_full", "junior") == 41


def test_a_through_school_in_one_row_per_stage_with_shared_figures_in_merged_cells() -> None:
    rows = [
        ["学校名称", "办学类型", "学段", "在校生数", "运动场地面积"],
        ["丙学校", "九年一贯制学校", "小学", 400, 9000],
        [None, None, "初中", 300, None],
        ["甲小学", "小学", "小学", 500, 5000],
    ]
    reading = read(book({"表": rows}, {"表": ["A2:A3", "B2:B3", "E2:E3"]}))[1]
    assert (value(reading, "丙学校", "stu", "primary"), value(reading, "丙学校", "stu", "junior")) == (400, 300)
    assert value(reading, "丙学校", "area_field") == 9000
    assert (reading.faults, reading.questions) == ((), ())
    assert [item.name for item in reading.schools] == ["丙学校", "甲小学"]


def test_a_number_merged_over_several_schools_belongs_to_none() -> None:
    rows = [
        ["学校名称", "办学类型", "运动场地面积"],
        ["甲小学", "小学", 9000],
        ["乙小学", "小学", None],
        ["丙小学", "小学", 400],
    ]
    reading = read(book({"表": rows}, {"表": ["C2:C3"]}))[1]
    assert value(reading, "甲小学", "area_field") is value(reading, "乙小学", "area_field") is Reason.UNDECIDED
    assert value(reading, "丙小学", "area_field") == 400


def test_a_school_in_two_rows_is_named_with_both_and_a_person_decides() -> None:
    given = book(
        {
            "表": [
                SCHOOL_HEADS,
                school(1, "甲小学", "小学", primary=500),
                school(2, "乙小学", "小学", primary=300),
                school(3, "甲小学", "小学", primary=510, field=4000),
            ]
        }
    )
    outcome, reading = read(given)
    fault = next(fault for fault in reading.faults if fault.rule == "twice")
    assert (fault.cell, fault.also) == ("B2", ("表!B4",)) and "第 2、4 行" in fault.why
    assert value(reading, "甲小学", "stu", "primary") is Reason.TWICE
    question = next(question for question in reading.questions if question.kind == "twice")
    assert [option.code for option in question.options] == ["row:2", "row:4", "sum"]

    def decided(choice: str):  # type: ignore[no-untyped-def]
        return read_figures(
            given,
            answer_more(outcome.mapping, {question.id: choice}, "贺某", "2026-11-02", reading.questions),
            CATALOGUE,
        )

    assert (decided("row:4").faults, value(decided("row:4"), "甲小学", "stu", "primary")) == ((), 510)
    assert value(decided("row:2"), "甲小学", "area_field") == 3000


def test_two_tables_may_say_the_same_but_not_two_things() -> None:
    sheets = {
        "甲表": [["学校名称", "办学类型", "专任教师数"], ["甲小学", "小学", 30], ["乙小学", "小学", 20]],
        "乙表": [["学校名称", "专任教师数"], ["甲小学", 30], ["乙小学", None]],
    }
    assert (read(book(sheets))[1].faults, read(book(sheets))[1].questions) == ((), ())
    sheets["乙表"][2] = ["乙小学", 21]
    given = book(sheets)
    outcome, reading = read(given)
    assert [(fault.rule, fault.cell, fault.also) for fault in reading.faults] == [("conflict", "C3", ("乙表!B3",))]
    assert value(reading, "乙小学", "t_full", "primary") is Reason.UNDECIDED
    question = reading.questions[0]
    settled = read_figures(
        given, answer_more(outcome.mapping, {question.id: question.options[1].code}, "贺某", "11-02"), CATALOGUE
    )
    assert settled.faults == () and value(settled, "乙小学", "t_full", "primary") == 21


def test_schools_match_by_code_then_by_exact_name_and_a_near_name_is_asked() -> None:
    given = book({
        "名册": [["学校标识码", "学校名称", "办学类型"], ["2144000501", "甲镇中心小学", "小学"], ["2144000502", "乙镇中心小学", "小学"]],
        "教师": [["学校标识码", "学校名称", "专任教师数"], [2144000501, "甲中心校", 30]],
        "校舍": [["学校名称", "运动场地面积"], ["甲 镇 中心小学", 4000], ["乙镇小学", 3000]],
    })  # fmt: skip
    outcome, reading = read(given)
    assert reading.statements[Key("2144000501", "t_full", "primary")].source.sheet == "教师"  # type: ignore[union-attr]
    assert isinstance(reading.statements[Key("2144000501", "area_field")], Known)
    question = next(question for question in reading.questions if question.kind == "school")
    assert "乙镇小学" in question.text and question.needed
    assert Key("2144000502", "area_field") not in reading.statements
    settled = read_figures(given, answer_more(outcome.mapping, {question.id: "2144000502"}, "贺某", "11-02"), CATALOGUE)
    assert isinstance(settled.statements[Key("2144000502", "area_field")], Known) and len(settled.schools) == 2


def test_two_schools_of_one_name_are_told_apart_by_township() -> None:
    rows = [
        ["学校名称", "所属乡镇", "办学类型", "在校生数"],
        ["中心小学", "甲镇", "小学", 500],
        ["中心小学", "乙镇", "小学", 300],
    ]
    reading = read(book({"表": rows}))[1]
    assert [(item.code, item.township) for item in reading.schools] == [
        ("name:中心小学@甲镇", "甲镇"),
        ("name:中心小学@乙镇", "乙镇"),
    ]
    assert reading.statements[Key("name:中心小学@乙镇", "stu", "primary")].value == 300  # type: ignore[union-attr]


def test_known_schools_give_their_codes() -> None:
    rows = [["学校名称", "办学类型", "在校生数"], ["甲小学", "小学", 500], ["乙小学", "小学", 300]]
    known = (School(code="S1", name="甲小学"), School(code="S2", name="乙小学"))
    reading = read(book({"表": rows}), known_schools=known)[1]
    assert {key.unit for key in reading.statements} == {"S1", "S2"} and reading.schools == known


def test_totals_and_notes_are_never_schools() -> None:
    rows = [
        ["学校名称", "办学类型", "在校生数"],
        ["甲小学", "小学", 500],
        ["甲镇小计", None, 500],
        ["乙小学", "小学", 300],
        ["全县合计", None, 800],
        ["填表人：某某"],
    ]
    reading = read(book({"表": rows}))[1]
    assert [item.name for item in reading.schools] == ["甲小学", "乙小学"] and reading.sheets[0].totals_skipped == 2
    assert any("合计、小计没有带入" in remark for remark in reading.remarks)


def test_for_some_types_a_column_means_another_figure_or_none() -> None:
    rows = [
        ["学校名称", "办学类型", "在校生数"],
        ["甲小学", "小学", 500],
        ["特教学校", "特殊教育学校", 63],
        ["职教中心", "中等职业学校", 900],
    ]
    reading = read(book({"表": rows}))[1]
    assert value(reading, "特教学校", "stu_special") == 63
    assert not any(key.unit == unit("职教中心") and key.figure == "stu" for key in reading.statements)


def test_county_figures_of_several_years_and_of_one() -> None:
    rows = [["县级数据"], ["指标", "单位", "2024年", "2025年", "备注"], ["财政教育拨款", "万元", 88900, 90010, None], ["教育费用支出（小学）", "元", 310000000, 325000000, None],
            ["责任督学数", "人", 30, 32, None], ["乡镇总数", "个", 14, None, None], ["义务教育基本均衡认定日期", None, None, "2016年11月", None], ["是否向人大报告", None, "否", "是", None]]  # fmt: skip
    reading = read(book({"县级": rows}))[1]
    assert (value(reading, "", "fiscal_edu", year=2024), value(reading, "", "fiscal_edu", year=2025)) == (88900, 90010)
    assert value(reading, "", "edu_cost", "primary", 2025) == 32500
    assert value(reading, "", "duty_inspectors") == 32
    assert value(reading, "", "townships_total") is Reason.BLANK  # never filled from the year before
    assert value(reading, "", "reported_to_congress") is True
    stated = reading.statements[Key("", "date_jbjh_recognised")]
    assert isinstance(stated, Unknown) and stated.reason is Reason.UNDECIDED


def test_a_month_without_its_day_is_undecided_and_named_with_an_example() -> None:
    projects = [["教育项目清单"], ["项目名称", "计划完工时间", "实际完工时间"], ["甲小学扩建", "2026年8月", "2026-08-20"], ["乙中学宿舍", "2026.9.1", date(2026, 8, 1)]]  # fmt: skip
    given = book({"项目": projects, "县级": [["指标", "数值"], ["责任督学数", 9], ["义务教育基本均衡认定日期", "2016.11"]]}, formats={"项目": {"C4": 'yyyy"年"m"月"'}})  # fmt: skip
    reading = read(given)[1]
    listed = reading.statements[Key("", "education_projects")]
    assert isinstance(listed, Known) and isinstance(listed.value, tuple) and not reading.faults
    first, second = listed.value
    assert isinstance(first["planned_done"], Unknown) and isinstance(second["really_done"], Unknown)
    assert isinstance(first["really_done"], Known) and isinstance(second["planned_done"], Known)
    named = [remark for remark in reading.remarks if "只写到月" in remark]
    assert len(named) == 3 and any("B3" in remark and "2026年8月" in remark for remark in named)
    assert all("如 2026-08-31" in remark for remark in named)


def test_county_figures_in_columns_by_stage_and_by_year() -> None:
    given = book({
        "学段": [["各学段经费（2025年）"], ["学段", "教育费用支出（万元）", "年平均学生数（人）"], ["幼儿园", 4000, 8000], ["小学", 21000, 21500], ["普通高中", 9000, 6000]],
        "年度": [["年度", "财政教育拨款（万元）", "责任督学数"], ["2024年", 88900, 30], ["2025年", 90010, 32]],
    })  # fmt: skip
    reading = read(given)[1]
    assert (value(reading, "", "edu_cost", "primary", 2025), value(reading, "", "stu_avg", "senior", 2025)) == (
        21000,
        6000,
    )
    assert (value(reading, "", "fiscal_edu", year=2024), value(reading, "", "duty_inspectors")) == (88900, 32)


def test_lines_of_item_and_value_in_one_cell() -> None:
    rows = [
        ["县情"],
        ["常住人口：45.2万人"],
        ["在园幼儿数：8,800人"],
        ["财政教育拨款（2025年）：6.21亿元"],
        ["责任督学数：待核"],
        ["填表人：某某"],
    ]
    reading = read(book({"县情": rows}))[1]
    assert value(reading, "", "population") == 452000 and value(reading, "", "kg_stu") == 8800
    assert value(reading, "", "fiscal_edu", year=2025) == 62100
    assert value(reading, "", "duty_inspectors") is Reason.PENDING
    assert reading.statements[Key("", "kg_stu")].source.cell == "A3"  # type: ignore[union-attr]


def test_lists_become_rows_and_words_of_a_column_their_value() -> None:
    rows = [
        ["教育项目清单"],
        ["项目名称", "计划完工日", "实际完工日"],
        ["甲小学扩建", "2025-06-30", "2025/6/20"],
        ["乙中学宿舍", "2025-09-01", "未完工"],
    ]
    stated = read(book({"项目": rows}))[1].statements[Key("", "education_projects")]
    assert isinstance(stated, Known) and isinstance(stated.value, tuple) and len(stated.value) == 2
    first, second = stated.value
    assert first["planned_done"].value == date(2025, 6, 30)  # type: ignore[union-attr]
    assert second["really_done"].value == date(9999, 12, 31)  # type: ignore[union-attr]
    assert first["really_done"].source.cell == "C3"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("row", "answers", "known"),
    [
        (["0起", None, None, None], {}, True),
        (["无", None, None, None], {}, False),
        (["无", None, None, None], {"empty:事故:1": "zero"}, True),
    ],
)
def test_an_empty_list_is_none_only_where_that_is_said(row: list[object], answers: dict[str, str], known: bool) -> None:
    given = book({"事故": [["校园安全事故清单"], ["日期", "事故情况", "等级", "是否责任事故"], row]})
    outcome, reading = read(given)
    reading = read_figures(given, answer_more(outcome.mapping, answers, "贺某", "11-02"), CATALOGUE)
    stated = reading.statements[Key("", "accidents")]
    assert isinstance(stated, Known) is known
    assert known or [question.kind for question in reading.questions] == ["nothing"]


def test_a_list_in_one_cell_of_a_school() -> None:
    rows = [
        ["学校名称", "办学类型", "音乐专用教室逐间面积（㎡）"],
        ["甲小学", "小学", "96、100、80"],
        ["乙小学", "小学", "0间"],
        ["丙小学", "小学", 98],
        ["丁小学", "小学", None],
    ]
    reading = read(book({"表": rows}))[1]
    rooms = reading.statements[Key(unit("甲小学"), "music_rooms")]
    assert isinstance(rooms, Known) and [row["area"].value for row in rooms.value] == [96, 100, 80]  # type: ignore[union-attr]
    assert value(reading, "乙小学", "music_rooms") == () and len(value(reading, "丙小学", "music_rooms")) == 1
    assert value(reading, "丁小学", "music_rooms") is Reason.BLANK


def test_judgements_with_reason_and_date_and_a_wrong_level() -> None:
    given = book({"评判": [["编号", "指标", "结论", "依据", "日期"], ["YZJH-2.1", "规划布局合理", "达到", "专项规划", "2026-10-08"]],
                  "学校": [["学校名称", "办学类型", "德育与校园文化"], ["甲小学", "小学", "良好"], ["乙小学", "小学", "很好"], ["丙小学", "小学", None], ["丁小学", "小学", "优秀"]]})  # fmt: skip
    reading = read(given, judged=JUDGED)[1]
    county = reading.judgements["YZJH-2.1", ""]
    assert (county.level, county.reason, county.on, county.source.cell) == ("met", "专项规划", "2026-10-08", "C2")
    assert {key: judgement.level for key, judgement in reading.judgements.items() if key[1]} == {
        ("YZJH-3.6", unit("甲小学")): "good", ("YZJH-3.6", unit("丁小学")): "excellent"}  # fmt: skip
    assert [(fault.rule, fault.cell) for fault in reading.faults] == [("level", "C3")]


def test_a_form_of_one_school() -> None:
    rows = [
        ["学校基本情况表"],
        ["项目", "数值"],
        ["学校名称", "甲镇中心小学"],
        ["办学类型", "小学"],
        ["在校生数", 612],
        ["班级数", 14],
        ["运动场地面积（㎡）", 4200],
    ]
    reading = read(book({"校情": rows}))[1]
    assert (
        value(reading, "甲镇中心小学", "stu", "primary") == 612 and value(reading, "甲镇中心小学", "area_field") == 4200
    )


def test_a_mapping_finds_its_columns_by_their_heads() -> None:
    rows = [
        ["学校情况"],
        SCHOOL_HEADS,
        school(1, "甲小学", "小学", primary=500),
        school(2, "乙小学", "小学", primary=300),
    ]
    mapping = mapping_from_text(
        mapping_to_text(apply_answers(propose(book({"表": rows}), CATALOGUE), {}, by="贺某").mapping)
    )
    moved = [
        ["另一个标题"],
        [None],
        ["单位：人"],
        [*SCHOOL_HEADS[:3], "插入的列", *SCHOOL_HEADS[3:]],
        *([*row[:3], "x", *row[3:]] for row in rows[2:]),
    ]
    reading = read_figures(book({"改了名": moved}), mapping, CATALOGUE)
    assert value(reading, "甲小学", "stu", "primary") == 500 and value(
        reading, "乙小学", "equip_value_wanyuan"
    ) == Fraction(111, 2)
    assert any("插入的列" in remark for remark in reading.remarks)


def test_a_table_that_a_mapping_misses_is_told() -> None:
    mapping = apply_answers(
        propose(book({"表": [SCHOOL_HEADS, school(1, "甲小学", "小学", primary=5)]}), CATALOGUE), {}
    ).mapping
    reading = read_figures(book({"别的": [["指标", "数值"], ["责任督学数", 30]]}), mapping, CATALOGUE)
    assert reading.statements == {} and any("找不到" in remark for remark in reading.remarks)


def test_several_workbooks_of_one_import_become_one() -> None:
    county = read(
        book(
            {
                "名册": [
                    ["学校标识码", "学校名称", "办学类型"],
                    ["2144000501", "甲小学", "小学"],
                    ["2144000502", "乙小学", "小学"],
                ]
            },
            name="名册.xlsx",
        )
    )[1]
    teachers = read(
        book(
            {"教师": [["学校名称", "办学类型", "专任教师数"], ["甲小学", "小学", 30], ["乙小学", "小学", None]]},
            name="教师.xlsx",
        )
    )[1]
    other = read(
        book(
            {"教师": [["学校名称", "办学类型", "专任教师数"], ["甲小学", "小学", 31], ["乙小学", "小学", 20]]},
            name="另报.xlsx",
        )
    )[1]
    whole = merge_readings([teachers, county], CATALOGUE)
    assert whole.files == ("教师.xlsx", "名册.xlsx") and [item.code for item in whole.schools] == [
        "2144000501",
        "2144000502",
    ]
    assert whole.statements[Key("2144000501", "t_full", "primary")].value == 30  # type: ignore[union-attr]
    assert isinstance(whole.statements[Key("2144000502", "t_full", "primary")], Unknown) and whole.faults == ()
    clash = merge_readings([teachers, county, other], CATALOGUE)
    assert [fault.rule for fault in clash.faults] == ["conflict"] and len(clash.questions) == 1
    said = (clash.questions[0].text, clash.questions[0].detail, clash.faults[0].why, *(option.label for option in clash.questions[0].options))  # fmt: skip
    assert (
        "专任教师数（小学）" in said[0]
        and "专任教师数（小学）" in said[2]
        and not any("t_full" in text for text in said)
    )
    assert clash.statements[Key("2144000502", "t_full", "primary")].value == 20  # type: ignore[union-attr]


def test_an_item_takes_its_stage_s_column_or_the_one_of_all() -> None:
    rows = [
        ["县级数据（2025年）"],
        ["指标", "小学", "初中", "合计"],
        ["教育费用支出（万元）", 21000, 13000, 34000],
        ["责任督学数", None, None, 32],
        ["年平均学生数", 21500, 11900, 33400],
    ]
    reading = read(book({"县级": rows}))[1]
    assert (value(reading, "", "edu_cost", "primary", 2025), value(reading, "", "stu_avg", "junior", 2025)) == (
        21000,
        11900,
    )
    assert value(reading, "", "duty_inspectors") == 32 and reading.faults == ()


def test_rows_of_older_years_are_not_read_for_figures_of_one_year() -> None:
    rows = [
        ["学校名称", "年度", "办学类型", "在校生数"],
        ["甲小学", "2024年", "小学", 480],
        ["甲小学", "2025年", "小学", 500],
        ["乙小学", "2024年", "小学", 300],
        ["乙小学", "2025年", "小学", 310],
    ]
    reading = read(book({"表": rows}))[1]
    assert (value(reading, "甲小学", "stu", "primary"), value(reading, "乙小学", "stu", "primary")) == (500, 310)
    assert (reading.faults, reading.questions) == ((), ())


def test_a_sheet_for_each_township_makes_one_roll() -> None:
    head = ["学校名称", "学段", "在校生数"]
    sheets = {
        f"{name}镇": [head, [f"{name}镇中心小学", "小学", 500], [f"{name}镇第二小学", "小学", 300]] for name in "甲乙丙"
    }
    reading = read(book(sheets))[1]
    assert len(reading.schools) == 6 and reading.questions == ()


@pytest.mark.parametrize(("answer", "schools"), [("by_name", 2), ("separate", 3)])
def test_parts_of_a_school_by_its_name_are_asked(answer: str, schools: int) -> None:
    rows = [
        ["学校名称", "办学类型", "在校生数"],
        ["丙学校小学部", "九年一贯制学校", 400],
        ["丙学校初中部", "九年一贯制学校", 300],
        ["甲小学", "小学", 500],
    ]
    given = book({"表": rows})
    assert [question.id for question in propose(given, CATALOGUE).questions] == ["parts:表:1"]
    reading = read(given, {"parts:表:1": answer})[1]
    assert len(reading.schools) == schools
    if answer == "by_name":
        assert (value(reading, "丙学校", "stu", "primary"), value(reading, "丙学校", "stu", "junior")) == (400, 300)


def test_types_known_from_another_workbook_settle_the_stages() -> None:
    given = book({"教师": [["学校名称", "专任教师数"], ["甲小学", 30], ["乙中学", 41]]})
    known = (School(code="S1", name="甲小学"), School(code="S2", name="乙中学"))
    types = {"S1": "primary", "S2": "junior"}
    proposal = propose(given, CATALOGUE, known_schools=known, known_types=types)
    assert proposal.questions == ()
    reading = read_figures(
        given, apply_answers(proposal, {}).mapping, CATALOGUE, known_schools=known, known_types=types
    )
    assert reading.statements[Key("S2", "t_full", "junior")].value == 41  # type: ignore[union-attr]
