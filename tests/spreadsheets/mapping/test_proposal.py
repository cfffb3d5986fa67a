"""What is proposed for a workbook, how sure, and what is asked instead of guessed."""

from fractions import Fraction

import pytest

from dudao.calc.figures import School
from dudao.spreadsheets.mapping import JudgedItem, Kind, Role, Sure, apply_answers, propose
from tests.spreadsheets.mapping.books import CATALOGUE, SCHOOL_HEADS, book, lines, school

SCHOOLS = [
    school(1, "甲镇中心小学", "小学", primary=612),
    school(2, "乙镇初级中学", "初级中学", junior=655),
    school(3, "丙乡中心小学", "小学", primary=320),
]


def of_schools(head: list[object], values: list[list[object]], title: str = "学校基本情况", **more: object):  # type: ignore[no-untyped-def]
    names = [["甲镇中心小学", "小学"], ["乙镇初级中学", "初级中学"], ["丙乡中心小学", "小学"]]
    rows = [[*name, *value] for name, value in zip(names, values, strict=True)]
    return book({"表": [[title], ["学校名称", "办学类型", *head], *rows]}, **more)  # type: ignore[arg-type]


def asked(proposal, kind: str):  # type: ignore[no-untyped-def]
    return [question for question in proposal.questions if question.kind == kind]


def test_a_plain_school_table_is_sure_of_everything() -> None:
    proposal = propose(book({"表": [["学校基本情况表"], SCHOOL_HEADS, *SCHOOLS]}), CATALOGUE)
    taken = {
        place: (line.line.role, line.line.figure, line.line.stage, line.sure)
        for place, line in lines(proposal, "表").items()
    }
    assert taken == {
        "A": (Role.IGNORED, "", "", Sure.IGNORED),
        "B": (Role.NAME, "", "", Sure.SURE),
        "C": (Role.FIGURE, "school_type", "", Sure.SURE),
        "D": (Role.FIGURE, "stu", "primary", Sure.SURE),
        "E": (Role.FIGURE, "stu", "junior", Sure.SURE),
        "F": (Role.FIGURE, "t_full", "primary", Sure.SURE),
        "G": (Role.FIGURE, "area_field", "", Sure.SURE),
        "H": (Role.FIGURE, "equip_value_wanyuan", "", Sure.SURE),
    }
    assert proposal.questions == ()
    assert proposal.counts[Sure.SURE] == 7


def test_every_reason_is_told_in_words() -> None:
    roll = tuple(School(code=str(n), name=row[1]) for n, row in enumerate(SCHOOLS[:2]))
    shown = lines(propose(book({"表": [SCHOOL_HEADS, *SCHOOLS]}), CATALOGUE, known_schools=roll), "表")
    assert shown["B"].why == "3 校中 2 对上名册"
    assert "取值全在代码表" in shown["C"].why
    assert "单位 ㎡" in shown["G"].why


def test_a_head_of_two_rows_is_told_so() -> None:
    given = book(
        {
            "表": [
                ["学校名称", "办学类型", "在校生", None],
                [None, None, "小学", "初中"],
                ["甲小学", "小学", 500, None],
                ["乙中学", "初中", None, 600],
            ]
        },
        {"表": ["A1:A2", "B1:B2", "C1:D1"]},
    )
    shown = lines(propose(given, CATALOGUE), "表")
    assert (shown["C"].line.figure, shown["C"].line.stage) == ("stu", "primary")
    assert "两级表头" in shown["C"].why


@pytest.mark.parametrize(
    ("head", "values", "factor"),
    [
        ("教学仪器设备值（元）", [2147000, 552000, 830000], Fraction(1, 10000)),
        ("教学仪器设备值（万元）", [214.7, 55.2, 83], Fraction(1)),
        ("教学仪器设备值（千元）", [2147, 552, 830], Fraction(1, 10)),
        ("教学仪器设备值", [2147000, 552000, 830000], Fraction(1, 10000)),
        ("教学仪器设备值", [214.7, 55.2, 83], Fraction(1)),
        ("占地面积（亩）", [30, 42.5, 18], Fraction(2000, 3)),
        ("公用经费预算（万元）", [45.2, 51, 20.4], Fraction(10000)),
    ],
)
def test_units_of_the_head_or_by_size(head: str, values: list[float], factor: Fraction) -> None:
    line = lines(propose(of_schools([head], [[value] for value in values]), CATALOGUE), "表")["C"]
    assert (line.sure, line.line.factor) == (Sure.SURE, factor)


def test_a_unit_of_the_title_counts_for_its_kind_of_figure_only() -> None:
    given = book({"表": [["学校情况"], ["填报单位：计财股", None, None, "单位：人、平方米、万元"], ["学校名称", "办学类型", "在校生", "教学仪器设备值"],
                       ["甲小学", "小学", 500, 85.5], ["乙小学", "小学", 300, 41]]})  # fmt: skip
    shown = lines(propose(given, CATALOGUE), "表")
    assert (shown["D"].line.unit, shown["D"].line.factor, shown["D"].sure) == ("万元", 1, Sure.SURE)


def test_a_unit_that_the_numbers_contradict_is_asked() -> None:
    proposal = propose(of_schools(["教学仪器设备值（万元）"], [[2147000], [552000], [830000]]), CATALOGUE)
    question = asked(proposal, "unit")[0]
    assert {option.code for option in question.options} >= {"元", "万元"}
    settled = apply_answers(proposal, {question.id: "元"}, by="贺某", on="2026-11-02")
    line = next(line for line in settled.mapping.tables[0].lines if line.figure == "equip_value_wanyuan")
    assert line.factor == Fraction(1, 10000) and settled.open == ()


def test_a_unit_that_cannot_be_told_is_asked() -> None:
    given = book(
        {"表": [["县级数据（2025年）"], ["指标", "数值"], ["全体教师工资总额", 30000], ["在园幼儿总数", 8000]]}
    )
    line = lines(propose(given, CATALOGUE), "表")["3"]
    assert line.sure in (Sure.ASK, Sure.LOOK, Sure.SURE)
    assert line.line.factor in (Fraction(1), Fraction(1, 10000))


@pytest.mark.parametrize(
    "head", ["教学用房", "教师数", "骨干教师", "公用经费", "本科及以上", "音乐教室", "班额", "毕业生数"]
)
def test_an_ambiguous_head_is_asked_and_never_taken(head: str) -> None:
    proposal = propose(of_schools([head], [[40], [41], [30]]), CATALOGUE)
    line = lines(proposal, "表")["C"]
    assert line.sure is Sure.ASK and line.line.role is Role.IGNORED
    question = next(question for question in proposal.questions if question.id == line.question)
    assert question.options[-1].code == "ignore" and question.needed
    assert apply_answers(proposal, {}).open == proposal.questions


def test_what_stands_above_an_ambiguous_head_settles_it() -> None:
    given = book(
        {
            "表": [
                ["学校名称", "办学类型", "专任教师任教学科", None, None],
                [None, None, "体育", "音乐", "美术"],
                ["甲小学", "小学", 3, 2, 2],
                ["乙小学", "小学", 1, 1, 1],
            ]
        }
    )
    shown = lines(propose(given, CATALOGUE), "表")
    assert [shown[place].line.figure for place in "CDE"] == ["t_pe", "t_music", "t_fineart"]


def test_the_basis_of_teaching_rooms_is_asked_once_and_settled_by_a_column_for_indoor_sports() -> None:
    head = "教学及辅助用房面积（㎡）"
    proposal = propose(of_schools([head], [[6912], [4233], [5412]]), CATALOGUE)
    question = asked(proposal, "basis")[0]
    assert [option.code for option in question.options] == [
        "area_teaching",
        "area_teaching_net",
    ] and not question.recommended
    assert lines(proposal, "表")["C"].line.role is Role.IGNORED
    net = (
        apply_answers(proposal, {question.id: "area_teaching_net"}, by="贺某", on="2026-11-02")
        .mapping.tables[0]
        .lines[2]
    )
    assert net.figure == "area_teaching_net" and "贺某 2026-11-02" in net.basis

    settled = propose(of_schools([head, "室内体育用房面积（㎡）"], [[6912, 480], [4233, 0], [5412, 0]]), CATALOGUE)
    assert asked(settled, "basis") == []
    assert lines(settled, "表")["C"].line.figure == "area_teaching"


@pytest.mark.parametrize(
    ("head", "figure"),
    [
        ("教学及辅助用房面积（含室内体育用房）", "area_teaching"),
        ("教学及辅助用房面积（不含室内体育用房）", "area_teaching_net"),
        ("教学及辅助用房（不含体育馆）（㎡）", "area_teaching_net"),
    ],
)
def test_a_head_that_says_its_basis_is_not_asked(head: str, figure: str) -> None:
    proposal = propose(of_schools([head], [[6912], [4233], [5412]]), CATALOGUE)
    assert proposal.questions == () and lines(proposal, "表")["C"].line.figure == figure


def test_two_different_columns_for_one_figure_are_asked_and_equal_ones_count_once() -> None:
    proposal = propose(of_schools(["运动场地面积", "操场面积"], [[5000, 4800], [4000, 4000], [3000, 2500]]), CATALOGUE)
    question = asked(proposal, "same")[0]
    assert {option.code for option in question.options} == {"运动场地面积", "操场面积", "sum", "ignore"}
    chosen = apply_answers(proposal, {question.id: "操场面积"}, by="贺某")
    assert [line.figure for line in chosen.mapping.tables[0].lines[2:]] == ["", "area_field"]

    equal = propose(of_schools(["运动场地面积", "操场面积"], [[5000, 5000], [4000, 4000], [3000, 3000]]), CATALOGUE)
    assert equal.questions == () and lines(equal, "表")["D"].sure is Sure.IGNORED


def test_of_two_years_side_by_side_the_newest_is_taken() -> None:
    given = of_schools(["2025年在校生数", "2026年在校生数"], [[600, 612], [640, 655], [330, 320]])
    shown = lines(propose(given, CATALOGUE), "表")
    assert (shown["C"].sure, shown["D"].line.figure) == (Sure.IGNORED, "stu")
    assert "2026" in shown["C"].why


def test_the_year_before_is_left_out_where_this_year_stands_beside_it() -> None:
    given = of_schools(["上年专任教师数", "本年专任教师数"], [[30, 31], [40, 42], [20, 20]], "2026年学校教师情况")
    shown = lines(propose(given, CATALOGUE), "表")
    assert (shown["C"].sure, shown["D"].line.figure, shown["D"].sure) == (Sure.IGNORED, "t_full", Sure.SURE)


def test_county_figures_of_two_years_keep_each_its_own() -> None:
    given = book(
        {
            "县级": [
                ["指标", "单位", "2024年", "2025年"],
                ["财政教育拨款", "万元", 88900, 90010],
                ["财政经常性收入", "万元", 121300, 123000],
                ["责任督学数", "人", 30, 32],
            ]
        }
    )
    shown = lines(propose(given, CATALOGUE), "县级")
    assert {place: line.line.year for place, line in shown.items() if line.line.role is Role.VALUE} == {
        "C": 2024,
        "D": 2025,
    }
    assert all(shown[row].sure is Sure.SURE for row in "234")


def test_a_figure_of_several_years_without_a_year_is_asked() -> None:
    proposal = propose(
        book({"县级": [["指标", "单位", "数值"], ["财政教育拨款", "万元", 88900], ["责任督学数", "人", 30]]}),
        CATALOGUE,
        evaluation_year=2026,
    )
    question = asked(proposal, "year")[0]
    assert [option.code for option in question.options] == ["2026", "2025", "ignore"]
    line = next(
        line
        for line in apply_answers(proposal, {question.id: "2025"}).mapping.tables[0].lines
        if line.figure == "fiscal_edu"
    )
    assert line.year == 2025


def test_two_columns_of_values_that_nothing_tells_apart_are_asked() -> None:
    proposal = propose(
        book(
            {
                "县级": [
                    ["指标", "数值", "数据"],
                    ["责任督学数", 30, 31],
                    ["乡镇总数", 14, 14],
                    ["在园幼儿总数", 8000, 8100],
                ]
            }
        ),
        CATALOGUE,
    )
    question = asked(proposal, "values")[0]
    settled = apply_answers(proposal, {question.id: question.options[1].code}, by="贺某")
    roles = [line.role for line in settled.mapping.tables[0].lines if not line.across]
    assert roles == [Role.ITEM, Role.IGNORED, Role.VALUE]


def test_a_county_figure_by_stage_without_a_stage_is_asked() -> None:
    proposal = propose(
        book({"县级": [["指标", "单位", "2025年"], ["教育费用支出", "万元", 8000], ["责任督学数", "人", 30]]}),
        CATALOGUE,
    )
    assert [question.kind for question in proposal.questions] == ["stage"]


def test_no_stage_is_ever_taken_from_a_school_s_name() -> None:
    rows = [["甲镇中心小学", 500, 30], ["乙镇初级中学", 600, 40], ["丙镇学校小学部", 200, 14]]
    proposal = propose(book({"表": [["学校名称", "在校生数", "专任教师数"], *rows]}), CATALOGUE)
    question = asked(proposal, "stage")[0]
    assert question.options[-2].code == "by_name" and not question.recommended
    assert all(line.sure is Sure.ASK for place, line in lines(proposal, "表").items() if place in "BC")


def test_a_sheet_of_one_stage_says_so_by_its_name() -> None:
    rows = [["学校名称", "在校生数", "大专及以上学历教师数"], ["一小", 500, 30], ["二小", 600, 40]]
    proposal = propose(book({"小学": rows}), CATALOGUE)
    table = proposal.tables[0]
    assert table.mapping.stage == "primary" and proposal.questions == ()
    assert lines(proposal, "小学")["C"].line.figure == "t_aboveq"  # for primary schools 专科 is above the line


def test_the_total_of_the_stages_is_left_out() -> None:
    shown = lines(
        propose(
            of_schools(
                ["在校生（小学）", "在校生（初中）", "在校生合计"],
                [[500, None, 500], [None, 600, 600], [300, None, 300]],
            ),
            CATALOGUE,
        ),
        "表",
    )
    assert (shown["E"].sure, "之和" in shown["E"].why) == (Sure.IGNORED, True)


def test_columns_that_are_not_asked_for_are_left_out_with_a_reason() -> None:
    shown = lines(
        propose(
            of_schools(
                ["校长姓名", "女教师数", "比上年增减", "备注"], [["张", 8, 2, ""], ["李", 9, -1, ""], ["王", 4, 0, ""]]
            ),
            CATALOGUE,
        ),
        "表",
    )
    assert all(shown[place].sure is Sure.IGNORED and shown[place].why for place in "CDEF")


def test_a_typing_slip_that_sounds_the_same_is_asked_with_the_likely_figure_first() -> None:
    proposal = propose(of_schools(["再校生数"], [[500], [600], [300]]), CATALOGUE)
    question = asked(proposal, "figure")[0]
    assert question.options[0].code == "stu" and "读音" in question.detail


def test_a_sheet_that_by_its_name_is_no_return_is_asked_as_a_whole() -> None:
    beside = {"基本情况": [SCHOOL_HEADS, *SCHOOLS], "缺口测算": [SCHOOL_HEADS, *SCHOOLS]}
    proposal = propose(book(beside), CATALOGUE)
    question = asked(proposal, "sheet")[0]
    assert question.recommended == "ignore" and proposal.tables[1].kind is Kind.IGNORED
    brought = apply_answers(proposal, {question.id: "bring"})
    assert brought.mapping.tables[1].kind is Kind.SCHOOLS
    assert "sheet" not in {each.kind for each in brought.open}


def test_the_only_table_is_wanted_whatever_it_calls_itself() -> None:
    proposal = propose(book({"七项指标测算底表": [SCHOOL_HEADS, *SCHOOLS]}), CATALOGUE)
    assert proposal.tables[0].kind is Kind.SCHOOLS and not asked(proposal, "sheet")


def test_none_in_a_column_of_numbers_is_asked_and_blanks_are_not() -> None:
    proposal = propose(
        of_schools(["D级危房面积（㎡）", "寄宿生数"], [[0, None], ["无", "—"], [120, "待核"]]), CATALOGUE
    )
    assert [(question.kind, question.place) for question in proposal.questions] == [("nothing", "C")]
    shown = lines(proposal, "表")["D"]
    assert (shown.blanks, shown.dashes, shown.pending) == (1, 1, 1)


def test_hidden_rows_columns_and_sheets_count_and_are_told() -> None:
    given = book({"表": [SCHOOL_HEADS, *SCHOOLS], "藏": [["学校名称", "专任教师数（小学）"], ["甲镇中心小学", 20]]},
                 hidden={"表": {"rows": [3], "columns": ["G"]}, "藏": {"sheet": True}})  # fmt: skip
    proposal = propose(given, CATALOGUE)
    assert lines(proposal, "表")["G"].line.figure == "area_field" and lines(proposal, "表")["G"].hidden
    told = "".join(proposal.remarks)
    assert "「藏」是隐藏的" in told and "行是隐藏的" in told and "隐藏的列，照样带入：G" in told


def test_an_instruction_sheet_is_ignored_with_a_reason() -> None:
    proposal = propose(
        book({"表": [SCHOOL_HEADS, *SCHOOLS], "填表说明": [["1. 按9月1日时点填报。"], ["2. 面积以平方米计。"]]}),
        CATALOGUE,
    )
    assert [sheet for sheet, _ in proposal.ignored_sheets] == ["填表说明"]


def test_lists_are_told_by_title_and_heads() -> None:
    given = book({"清单": [["教育项目清单"], ["项目名称", "计划完工时间", "实际完工时间"], ["甲小学扩建", "2025-06-30", "2025-06-20"]],
                  "配套": [["小区配套园移交清单"], ["名称", "是否移交", "办园性质"], ["春城园", "是", "公办"]]})  # fmt: skip
    assert [(table.kind, table.mapping.list_figure) for table in propose(given, CATALOGUE).tables] == [
        (Kind.LIST, "education_projects"),
        (Kind.LIST, "estate_projects"),
    ]


def test_a_table_that_only_looks_like_a_list_is_asked() -> None:
    proposal = propose(book({"表1": [["项目", "金额"], ["征地补偿", 1200], ["业务费", 300]]}), CATALOGUE)
    assert [question.kind for question in proposal.questions] in (["sheet"], [])
    assert not any(line.sure is Sure.SURE and line.line.role is Role.FIGURE for line in lines(proposal, "表1").values())


JUDGED = (
    JudgedItem(
        code="YZJH-2.1",
        name="规划布局合理",
        level="county",
        of_school=False,
        levels=(("met", "达到"), ("basic", "基本达到"), ("not_met", "未达到")),
    ),
    JudgedItem(
        code="YZJH-3.6",
        name="德育与校园文化",
        level="school",
        of_school=True,
        levels=(("excellent", "优秀"), ("good", "良好"), ("fair", "一般")),
    ),
)


def test_judgements_of_the_county_and_of_schools_are_found() -> None:
    given = book({"评判": [["编号", "指标", "结论", "依据", "日期"], ["YZJH-2.1", "规划布局合理", "达到", "专项规划", "2026-10-08"]],
                  "学校": [["学校名称", "办学类型", "德育与校园文化"], ["甲小学", "小学", "良好"], ["乙小学", "小学", "优秀"]]})  # fmt: skip
    proposal = propose(given, CATALOGUE, judged=JUDGED)
    assert [table.kind for table in proposal.tables] == [Kind.JUDGEMENTS, Kind.SCHOOLS]
    assert lines(proposal, "学校")["C"].line.role is Role.JUDGEMENT
    assert [line.line.role for line in proposal.tables[0].lines] == [
        Role.ITEM,
        Role.IGNORED,
        Role.LEVEL,
        Role.REASON,
        Role.DATE,
    ]


def test_a_known_form_is_proposed_as_it_was_confirmed() -> None:
    rows = [
        ["2025年学校情况"],
        ["学校名称", "办学类型", "教师数", "2025年在校生数"],
        ["甲小学", "小学", 30, 500],
        ["乙小学", "小学", 20, 310],
    ]
    first = propose(book({"表": rows}), CATALOGUE)
    kept = apply_answers(
        first, {question.id: "t_full" for question in first.questions}, by="贺某", on="2025-11-02"
    ).mapping
    rows[0], rows[1] = ["2026年学校情况"], ["学校名称", "序号", "办学类型", "教师数", "2026年在校生数"]
    later = [rows[0], rows[1], ["甲小学", 1, "小学", 31, 505], ["丙小学", 2, "小学", 22, 280]]
    again = propose(book({"表": later}), CATALOGUE, prior=kept)
    shown = lines(again, "表")["D"]
    assert again.known_form and again.questions == ()
    assert (shown.line.figure, shown.sure) == ("t_full", Sure.SURE) and "上次的对应（贺某 2025-11-02）" in shown.why


def test_without_a_person_only_what_is_sure_is_taken() -> None:
    given = of_schools(["操场"], [[5000], [4000], [3000]], "情况")
    proposal = propose(
        book(
            {
                "表": [
                    ["学校名称", "办学类型", "接网多媒体教室之数（间）"],
                    ["甲小学", "小学", 20],
                    ["乙小学", "小学", 14],
                ]
            }
        ),
        CATALOGUE,
    )
    looks = [line for line in lines(proposal, "表").values() if line.sure is Sure.LOOK]
    outcome = apply_answers(proposal, {}, looks=False)
    assert len(outcome.open) == len(looks) + len([question for question in proposal.questions if question.needed])
    assert all(line.sure is not Sure.LOOK or line.role is Role.IGNORED for line in outcome.mapping.tables[0].lines)
    assert propose(given, CATALOGUE).tables[0].kind is Kind.SCHOOLS


def test_a_person_may_say_what_a_line_is_without_being_asked() -> None:
    proposal = propose(of_schools(["运动场地面积", "特别列"], [[5000, 1], [4000, 2], [3000, 3]]), CATALOGUE)
    outcome = apply_answers(
        proposal, {"line:表:1:D": "n_media_rooms", "line:表:1:运动场地面积": "ignore"}, by="贺某", on="2026-11-02"
    )
    assert [(line.figure, line.by) for line in outcome.mapping.tables[0].lines[2:]] == [
        ("", "贺某"),
        ("n_media_rooms", "贺某"),
    ]


def test_a_filled_template_is_sure_by_its_stamp() -> None:
    stamp = [
        ["dudao-template", "1", "YZJH-2017"],
        ["学校", "schools", "学校名称", "@name", "", "", "", ""],
        ["学校", "schools", "奇怪的表头", "stu", "primary", "", "人", ""],
        ["学校", "schools", "另一个", "equip_value_wanyuan", "", "", "元", ""],
    ]
    given = book(
        {"学校": [["学校名称", "奇怪的表头", "另一个"], ["甲小学", 500, 852000]], "_dudao": stamp},
        hidden={"_dudao": {"sheet": True}},
    )
    proposal = propose(given, CATALOGUE)
    shown = lines(proposal, "学校")
    assert [(shown[place].line.role, shown[place].line.figure, shown[place].line.stage, shown[place].sure) for place in "BC"] == [
        (Role.FIGURE, "stu", "primary", Sure.SURE), (Role.FIGURE, "equip_value_wanyuan", "", Sure.SURE)]  # fmt: skip
    assert shown["C"].line.factor == Fraction(1, 10000)
    assert not any(sheet == "_dudao" for sheet, _ in proposal.ignored_sheets)


@pytest.mark.parametrize(
    ("title", "stage"),
    [("某县小学基本情况", "primary"), ("2026年初中教师情况", "junior"), ("农村小学统计表", "primary"), ("阳光小学2026年基本情况表", ""), ("青石镇中心小学情况", ""), ("某县中小学情况", ""),
     ("小学、初中情况", ""), ("学校情况", "")],
)  # fmt: skip
def test_a_title_tells_a_stage_but_a_school_s_name_never_does(title: str, stage: str) -> None:
    given = book({"表": [[title], ["学校名称", "在校生数"], ["一校", 500], ["二校小学", 300], ["三校小学", 310]]})
    assert propose(given, CATALOGUE).tables[0].mapping.stage == stage


def test_stages_below_heads_that_are_not_merged_are_a_second_row_of_the_head() -> None:
    given = book({
        "表": [
            ["学校名称", "办学类型", "博士研究生学历专任教师数", "专任教师数", "专任教师数"],
            [None, None, "小学", "小", "初"],
            ["甲小学", "小学", 0, 31, None],
            ["乙中学", "初中", None, None, 44],
            ["丙小学", "小学", 1, 22, None],
        ]
    })  # fmt: skip
    found = propose(given, CATALOGUE)
    shown = lines(found, "表")
    assert found.tables[0].head_rows == (1, 2) and found.tables[0].rows == (3, 4, 5)
    assert [(shown[place].line.figure, shown[place].line.stage, shown[place].sure) for place in "CDE"] == [
        ("t_doctor", "primary", Sure.SURE), ("t_full", "primary", Sure.SURE), ("t_full", "junior", Sure.SURE)]  # fmt: skip


def test_a_note_of_who_filled_a_table_in_does_not_make_it_a_plan() -> None:
    given = book({"表": [["填报单位：发展规划股"], ["学校名称", "占地面积（㎡）"], ["甲小学", 9000], ["乙小学", 8000]]})
    assert lines(propose(given, CATALOGUE), "表")["B"].sure is Sure.SURE


def test_what_is_due_is_never_what_is_done() -> None:
    given = book(
        {"表": [["学校名称", "轮岗", None], [None, "应", "实"], ["甲小学", 9, 2], ["乙小学", 8, 1]]}, {"表": ["B1:C1"]}
    )
    shown = lines(propose(given, CATALOGUE), "表")
    assert (shown["B"].line.figure, shown["C"].line.figure) == ("t_eligible", "t_rotated")


def test_a_column_of_last_year_alone_is_looked_at() -> None:
    given = book(
        {"表": [["学校名称", "占地面积", "上年公用经费决算（元）"], ["甲小学", 9000, 81200], ["乙小学", 8000, 73500]]}
    )
    assert lines(propose(given, CATALOGUE), "表")["C"].sure is Sure.LOOK


@pytest.mark.parametrize("rate", [0.85, 0.9, 1])
def test_a_share_not_above_one_is_asked_whatever_its_unit_says(rate: float) -> None:
    rows = [["指标", "单位", "2025年"], ["责任督学数", "人", 9], ["学生体质健康合格率", "%", rate]]
    (question,) = asked(propose(book({"县级": rows}), CATALOGUE), "unit")
    assert [option.label for option in question.options] == [
        f"百分数，{rate} 就是 {rate}%",
        f"小数，{rate} 就是 {float(rate * 100):g}%",
    ]
    outcome = apply_answers(propose(book({"县级": rows}), CATALOGUE), {question.id: "小数"}, by="贺某")
    assert [line.factor for table in outcome.mapping.tables for line in table.lines if line.figure] == [1, 100]


def test_a_share_formatted_as_one_or_above_one_is_sure() -> None:
    rows = [["指标", "单位", "2024年", "2025年"], ["学生体质健康合格率", "%", 93.5, 94.25]]
    assert lines(propose(book({"县级": rows}), CATALOGUE), "县级")["2"].sure is Sure.SURE
    rows = [["指标", "单位", "2025年"], ["学生体质健康合格率", "%", 0.85]]
    given = book({"县级": rows}, formats={"县级": {"C2": "0.00%"}})
    assert lines(propose(given, CATALOGUE), "县级")["2"].sure is Sure.SURE


def test_few_pupils_under_an_exact_head_need_no_second_look() -> None:
    names = [f"第{n}小学" for n in range(8)]
    rows = [
        ["学校名称", "办学类型", "寄宿生数", "专任教师数"],
        *([name, "小学", n % 4, 1] for n, name in enumerate(names)),
    ]
    found = lines(propose(book({"表": rows}), CATALOGUE), "表")
    assert [(found[place].line.figure, found[place].sure) for place in "CD"] == [
        ("stu_boarding", Sure.SURE),
        ("t_full", Sure.SURE),
    ]


@pytest.mark.parametrize("tax", ["增值税", "消费税"])
def test_tax_that_was_collected_is_not_surely_tax_that_was_paid(tax: str) -> None:
    rows = [["指标", "单位", "2025年"], [f"{tax}征收数", "万元", 600], ["责任督学数", "人", 9]]
    assert lines(propose(book({"县级": rows}), CATALOGUE), "县级")["2"].sure is Sure.ASK
    for head in (f"实缴{tax}", f"{tax}实际入库", f"{tax}实际缴纳额"):
        rows[1][0] = head
        assert lines(propose(book({"县级": rows}), CATALOGUE), "县级")["2"].sure is Sure.SURE, head
