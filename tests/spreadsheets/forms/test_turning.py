"""Schools in columns, figures in rows: turned, and every cell stays where it is."""

from fractions import Fraction

from dudao.calc.figures import Key, Known, Unknown
from dudao.spreadsheets.forms import FormKind, fold
from tests.spreadsheets.mapping.books import CATALOGUE, book, lines, read

SHEET = [
    ["某县学校主要数据"],
    ["项目", None, "单位", "合计", "青石小学", "白河中学", "黄岭学校"],
    ["办学类型", None, "—", None, "小学", "初中", "九年一贯制学校"],
    ["小学教育", "班级", "个", 30, 18, None, 12],
    [None, "学生", "人", 1200, 700, None, 500],
    [None, "其中：一年级", "人", 210, 120, None, 90],
    ["初中教育", "学生", "人", 900, None, 600, 300],
    ["校舍", "教学仪器设备值", "元", None, 1000000, 2000000, "待核"],
    ["注：空格为没有该学段。"],
]
MERGES = ["A1:G1", "A2:B2", "A3:B3", "A4:A6", "A9:G9"]


def turned():
    return fold([book({"对照": SHEET}, {"对照": MERGES})], CATALOGUE)


def test_a_row_becomes_a_column_with_its_groups_and_its_unit() -> None:
    folded = turned()
    assert [(form.kind, form.members[0].schools) for form in folded.forms] == [
        (FormKind.TURNED, ("青石小学", "白河中学", "黄岭学校"))
    ]
    outcome, reading = read(folded.books[0])
    found = {
        place: (line.line.figure, line.line.stage, line.line.factor)
        for place, line in lines(outcome.settled, "对照").items()
    }
    assert found == {
        "2": ("", "", 1), "3": ("school_type", "", 1), "4": ("n_classes", "primary", 1), "5": ("stu", "primary", 1),
        "6": ("stu_g1", "", 1), "7": ("stu", "junior", 1), "8": ("equip_value_wanyuan", "", Fraction(1, 10000))}  # fmt: skip
    stated = reading.statements[Key("name:白河中学", "stu", "junior")]
    assert isinstance(stated, Known) and stated.source is not None
    assert (stated.value, str(stated.source), stated.source.head) == (600, "本县.xlsx 对照!F7", "初中教育 / 学生")


def test_blanks_and_words_point_to_their_cells_and_totals_are_no_school() -> None:
    _, reading = read(turned().books[0])
    assert [school.name for school in reading.schools] == ["青石小学", "白河中学", "黄岭学校"]
    pending = reading.statements[Key("name:黄岭学校", "equip_value_wanyuan")]
    assert isinstance(pending, Unknown) and pending.source is not None and pending.source.cell == "G8"


def test_schools_are_told_by_the_word_before_them_where_their_names_say_nothing() -> None:
    sheet = [
        ["学校", "全县", "育才", "树人", "启明"],
        ["在校生（小学）", 6, 1, 2, 3],
        ["专任教师数（小学）", 9, 2, 3, 4],
        ["寄宿生数", 3, 1, 1, 1],
    ]
    _, reading = read(fold([book({"表": sheet})], CATALOGUE).books[0])
    assert [school.name for school in reading.schools] == ["育才", "树人", "启明"]


def test_two_blocks_below_each_other_are_two_tables() -> None:
    def block(*names):
        return [["学校名称", *names], ["在校生（小学）", 1, 2], ["专任教师数（小学）", 3, 4], ["寄宿生数", 5, 6]]

    folded = fold([book({"表": [*block("甲小学", "乙小学"), [], *block("丙小学", "丁小学")]})], CATALOGUE)
    _, reading = read(folded.books[0])
    assert reading.statements[Key("name:丁小学", "t_full", "primary")].source.cell == "C8"
    assert len(folded.books[0].sheets) == 2 and len(reading.schools) == 4


def test_a_cell_merged_over_several_schools_is_nobody_s() -> None:
    sheet = [row[:] for row in SHEET]
    sheet[7] = ["校舍", "教学仪器设备值", "元", None, 3000000, None, 5]
    folded = fold([book({"对照": sheet}, {"对照": [*MERGES, "E8:F8"]})], CATALOGUE)
    _, reading = read(folded.books[0])
    shared = reading.statements[Key("name:白河中学", "equip_value_wanyuan")]
    assert isinstance(shared, Unknown) and "合并单元格跨了几所学校" in shared.source.remark


def test_a_slanted_corner_is_no_school_and_few_schools_are_enough() -> None:
    for corner in ("项目＼学校", "指标/学校名称", "学校\\项目", "项目\n学校"):
        sheet = [
            [corner, None, "计量单位", "青石学校", "黄岭学校"],
            ["单位代码", None, None, "4400000001", "4400000002"],
            ["归属镇乡", None, None, "青石镇", "黄岭乡"],
            ["小学部", "教学班", "个", 12, 6],
            [None, "专任教师", "人", 29, 14],
            ["初中部", "教学班", "个", 9, 3],
            [None, "专任教师", "人", 33, 11],
            ["全校共用", "室内体育用房", "㎡", 1160, "无"],
        ]
        merges = ["A1:B1", "A2:B2", "A3:B3", "A4:A5", "A6:A7"]
        folded = fold([book({"一贯制": sheet}, {"一贯制": merges})], CATALOGUE)
        assert [form.members[0].schools for form in folded.forms] == [("青石学校", "黄岭学校")], corner
        outcome, reading = read(folded.books[0])
        found = {place: (each.line.figure, each.line.stage) for place, each in lines(outcome.settled, "一贯制").items()}
        assert found["4"] == ("n_classes", "primary") and found["7"] == ("t_full", "junior")
        assert [(school.code, school.name) for school in reading.schools] == [
            ("4400000001", "青石学校"), ("4400000002", "黄岭学校")]  # fmt: skip


def test_schools_below_a_slanted_corner_need_not_look_like_schools() -> None:
    sheet = [
        ["项目＼学校", "育才", "树人"],
        ["在校生（小学）", 1, 2],
        ["专任教师数（小学）", 2, 3],
        ["寄宿生数", 1, 1],
    ]
    _, reading = read(fold([book({"表": sheet})], CATALOGUE).books[0])
    assert [school.name for school in reading.schools] == ["育才", "树人"]
