"""A sheet or a file for each school: gathered into one table that knows where each value stands."""

from typing import Any

from dudao.calc.figures import Key, Known, Unknown
from dudao.spreadsheets.forms import Folded, FormKind, fold
from dudao.spreadsheets.mapping import Kind
from tests.spreadsheets.mapping.books import CATALOGUE, book, lines, read

TITLE = "义务教育学校基本情况登记表"


def card(
    name: str, kind: str = "小学", pupils: Any = 240, teachers: Any = 15, area: Any = 1000, code: str = ""
) -> list[list[Any]]:
    """A form: pairs in a row, a grid of figures by stages, a pair with its unit beside it."""
    junior = 120 if kind == "九年一贯制学校" else None
    return [
        [TITLE],
        ["学校名称", name, "学校标识码", code or None],
        ["办学类型", kind, "所属乡镇", "东镇"],
        ["项目", "小学", "初中"],
        ["在校生数", pupils, junior],
        ["专任教师数", teachers, 9 if junior else None],
        ["　其中：本科", 8, 5 if junior else None],
        ["占地面积", area, "㎡"],
    ]


def workbook(*cards: list[list[Any]], name: str = "汇总.xlsx", **more: Any) -> Any:
    merges = {f"第{n}页": ("A1:D1",) for n, _ in enumerate(cards, start=1)}
    return book({f"第{n}页": rows for n, rows in enumerate(cards, start=1)}, merges, name, **more)


THREE = (card("青石小学"), card("白河学校", "九年一贯制学校", 500), card("黄岭小学", pupils=None))


def test_the_sheets_of_a_form_are_one_table_with_a_row_for_each_school() -> None:
    folded = fold([workbook(*THREE)], CATALOGUE)
    (form,) = folded.forms
    assert (form.kind, form.book, [member.schools for member in form.members]) == (
        FormKind.CARDS, "汇总.xlsx", [("青石小学",), ("白河学校",), ("黄岭小学",)])  # fmt: skip
    (sheet,) = folded.books[0].sheets
    outcome, reading = read(folded.books[0])
    found = lines(outcome.settled, sheet.name)
    assert {place: (line.line.figure, line.line.stage) for place, line in found.items() if line.line.figure} == {
        "B3": ("school_type", ""), "B5": ("stu", "primary"), "C5": ("stu", "junior"), "B6": ("t_full", "primary"),
        "C6": ("t_full", "junior"), "B7": ("t_bachelor", "primary"), "C7": ("t_bachelor", "junior"), "B8": ("area_site", "")}  # fmt: skip
    assert [school.name for school in reading.schools] == ["青石小学", "白河学校", "黄岭小学"]
    stated = reading.statements[Key("name:白河学校", "stu", "junior")]
    assert isinstance(stated, Known) and stated.value == 120


def test_every_value_and_every_blank_points_to_its_own_sheet_and_cell() -> None:
    folded = fold([workbook(*THREE)], CATALOGUE)
    _, reading = read(folded.books[0])
    known = reading.statements[Key("name:白河学校", "stu", "primary")]
    assert known.source is not None and str(known.source) == "汇总.xlsx 第2页!B5"
    blank = reading.statements[Key("name:黄岭小学", "stu", "primary")]
    assert isinstance(blank, Unknown) and blank.source is not None and str(blank.source) == "汇总.xlsx 第3页!B5"
    assert known.source.row is not None and ("B8", "占地面积", "1000") in known.source.row.cells


def test_files_of_a_form_are_one_table_whatever_stands_in_another_row() -> None:
    shifted = card("红岩小学", pupils=77)
    shifted.insert(3, ["校长", "贺某"])
    files = [workbook(each, name=f"{n}.xlsx") for n, each in enumerate((*THREE, shifted), start=1)]
    folded = fold(files, CATALOGUE)
    assert [given.name for given in folded.books] == [TITLE] and len(folded.forms[0].members) == 4
    _, reading = read(folded.books[0])
    stated = reading.statements[Key("name:红岩小学", "stu", "primary")]
    assert stated.source is not None and (stated.text, str(stated.source)) == ("77", "4.xlsx 第1页!B6")


def test_a_wrong_cell_is_named_with_its_file() -> None:
    files = [workbook(card("青石小学"), name="甲.xlsx"), workbook(card("白河小学", teachers="约20"), name="乙.xlsx")]
    _, reading = read(fold(files, CATALOGUE).books[0])
    (fault,) = reading.faults
    assert (fault.file, fault.sheet, fault.cell, fault.text) == ("乙.xlsx", "第1页", "B6", "约20")


def test_a_school_that_came_twice_is_listed_with_both_files_and_a_person_decides() -> None:
    files = [workbook(card("青石小学", pupils=number), name=f"{number}.xlsx") for number in (240, 241)]
    files.append(workbook(card("白河小学"), name="白河.xlsx"))
    folded = fold(files, CATALOGUE).books[0]
    _, reading = read(folded)
    (fault,), (question,) = reading.faults, reading.questions
    assert fault.rule == "twice" and (fault.file, fault.also) == ("240.xlsx", ("241.xlsx 第1页!B2",))
    assert "《240.xlsx》「第1页」、《241.xlsx》「第1页」" in question.text
    assert [option.code for option in question.options][:2] == ["row:240.xlsx!第1页!1", "row:241.xlsx!第1页!1"]
    _, decided = read(folded, {question.id: "row:241.xlsx!第1页!1"})
    assert not decided.faults and decided.statements[Key("name:青石小学", "stu", "primary")].text == "241"


def test_the_name_of_the_sheet_or_the_file_tells_the_school_where_the_form_does_not() -> None:
    nameless = [[row for row in each if row[0] != "学校名称"] for each in THREE]
    by_sheet = book({"青石小学": nameless[0], "白河学校": nameless[1], "黄岭小学": nameless[2]})
    _, reading = read(fold([by_sheet], CATALOGUE).books[0])
    assert [school.name for school in reading.schools] == ["青石小学", "白河学校", "黄岭小学"]
    files = [
        workbook(each, name=name)
        for each, name in zip(nameless, ("采集表-青石小学.xlsx", "白河学校（定稿）.xlsx", "黄岭小学 2026.xlsx"))
    ]
    _, reading = read(fold(files, CATALOGUE).books[0])
    assert [school.name for school in reading.schools] == ["青石小学", "白河学校", "黄岭小学"]


def test_one_card_by_itself_is_folded_too() -> None:
    folded: Folded = fold([workbook(card("青石小学", code="3152000211"), name="青石小学.xlsx")], CATALOGUE)
    assert [form.kind for form in folded.forms] == [FormKind.CARDS]
    _, reading = read(folded.books[0])
    assert reading.statements[Key("3152000211", "t_full", "primary")].text == "15"


def test_labels_above_their_values_and_in_one_cell_with_them() -> None:
    def form(name: str, pupils: int) -> list[list[Any]]:
        return [
            ["学校情况一览卡"],
            [f"学校名称：{name}", None, f"填表人：{name[:1]}某"],
            ["在校生数（小学）", "专任教师数（小学）", "寄宿生数", "运动场地面积（㎡）"],
            [pupils, 12, 3, 4500],
        ]

    cards = [form("青石小学", 100), form("白河小学", 200), form("黄岭小学", 300)]
    _, reading = read(fold([workbook(*cards)], CATALOGUE).books[0])
    stated = reading.statements[Key("name:白河小学", "stu", "primary")]
    assert stated.source is not None and (stated.text, stated.source.cell) == ("200", "A4")


def heads(folded: Folded) -> dict[str, tuple[str, ...]]:
    """The heads of the one folded sheet by the place of their values."""
    sheet = folded.books[-1].sheets[0]
    outcome, _ = read(folded.books[-1])
    return {place: line.line.head for place, line in lines(outcome.settled, sheet.name).items()}


def test_labels_merged_down_group_what_stands_beside_them() -> None:
    def form(name: str, number: int) -> list[list[Any]]:
        return [
            [f"学校概况登记卡（{name}）"],
            ["基本信息", "学校名称", name, "所在乡镇", "东镇"],
            [None, "学校类别", "完全小学", "学校标识码", f"21520000{number:02d}"],
            ["教师队伍", "专任教师数", 30 + number, "县级以上骨干教师", 3],
            [None, "其中：本科", 20, "专科", 9],
        ]

    cards = [form(f"第{number}小学", number) for number in range(1, 5)]
    given = book(
        {f"第{n}页": each for n, each in enumerate(cards)}, {f"第{n}页": ["A1:E1", "A2:A3", "A4:A5"] for n in range(4)}
    )
    assert heads(fold([given], CATALOGUE)) == {
        "C2": ("学校名称",), "E2": ("基本信息", "所在乡镇"), "C3": ("基本信息", "学校类别"), "E3": ("基本信息", "学校标识码"),
        "C4": ("教师队伍", "专任教师数"), "E4": ("教师队伍", "县级以上骨干教师"),
        "C5": ("教师队伍", "专任教师数", "其中：本科"), "E5": ("教师队伍", "专科"),
    }  # fmt: skip


def test_bands_of_labels_above_their_values_also_where_all_schools_answer_alike() -> None:
    def form(name: str, number: int) -> list[list[Any]]:
        return [
            ["各校数据填报卡"], ["校名", "办学类型", "所属乡镇"], [name, "小学", "西镇"],
            ["班级数", "在校生数", "专任教师数"], [6 + number, 200 + number, 12],
        ]  # fmt: skip

    given = workbook(*(form(f"第{number}小学", number) for number in range(1, 5)))
    assert heads(fold([given], CATALOGUE)) == {
        "A3": ("校名",), "B3": ("办学类型",), "C3": ("所属乡镇",), "A5": ("班级数",), "B5": ("在校生数",), "C5": ("专任教师数",)}  # fmt: skip


def test_numbered_items_with_units_beside_them() -> None:
    def form(name: str, number: int) -> list[list[Any]]:
        return [
            ["学校数据采集表"], ["序号", "项目", "数据", "单位"], [1, "学校名称", name], [2, "小学在校生数", 200 + number, "人"],
            [3, "教学仪器设备值", 500000, "元"], [4, "是否寄宿制学校", "否", "是/否"], [5, "寄宿生数", 0, "人"], [6, "教职工数", 9, "人"],
        ]  # fmt: skip

    folded = fold([workbook(form(f"第{n}小学", n), name=f"{n}.xlsx") for n in range(1, 4)], CATALOGUE)
    assert set(heads(folded)) == {"C3", "C4", "C5", "C6", "C7", "C8"}
    _, reading = read(folded.books[0])
    stated = reading.statements[Key("name:第2小学", "equip_value_wanyuan")]
    assert isinstance(stated, Known) and (stated.value, stated.text) == (50, "500000")


def sectioned(asks: str, name: str, number: int) -> list[list[Any]]:
    """A form with its heads told once, ahead of all sections, that calls the school's name as it likes."""
    return [
        ["年度数据表"], [asks, None, name, "日期：", "2026-09-30"],
        ["编号", "项　目", "单位", "小学", "初中", "全校", "学校说明"],
        ["甲、学生"], [1, "在校生数", "名", 240 + number, None, 240 + number], [2, "寄宿生数", "名", None, None, number],
        ["乙、房舍"], [3, "占地面积", "㎡", None, None, 9000 + number], [4, "宿舍达标", "是/否", None, None, "是" if number > 1 else None],
        [5, "教职工数", "名", None, None, 20],
    ]  # fmt: skip


def sectioned_files(asks: str, names: tuple[str, ...]) -> Folded:
    merges = {"表": ("A1:G1", "A4:G4", "A7:G7")}
    forms = [sectioned(asks, name, number) for number, name in enumerate(names, start=1)]
    return fold([book({"表": form}, merges, f"{n}.xlsx") for n, form in enumerate(forms, start=1)], CATALOGUE)


NAMES = ("青石镇中心小学", "白河学校", "黄岭小学")


def test_heads_told_once_ahead_of_all_sections_hold_in_each_and_blank_cells_below_them_are_not_asked_for() -> None:
    folded = sectioned_files("报送学校：", NAMES)
    assert set(heads(folded)) >= {"D5", "F5", "F6", "F8", "F9", "F10"} and not folded.forms[0].remarks
    assert not {"G3", "E5", "G5", "D6", "E6", "D8", "G8"} & set(heads(folded))
    _, reading = read(folded.books[0])
    assert [school.name for school in reading.schools] == list(NAMES)
    pupils, site = (reading.statements[Key("name:白河学校", *asked)] for asked in (("stu", "primary"), ("area_site",)))
    assert isinstance(pupils, Known) and (pupils.value, str(pupils.source)) == (242, "2.xlsx 表!D5")
    assert isinstance(site, Known) and (site.value, str(site.source)) == (9002, "2.xlsx 表!F8")


def test_the_place_of_names_is_known_by_what_stands_there_unless_it_asks_for_another_school() -> None:
    _, reading = read(sectioned_files("呈交：", NAMES).books[0])
    assert [school.name for school in reading.schools] == list(NAMES)
    assert sectioned_files("结对帮扶学校：", NAMES).forms == ()


def banded(name: str, number: int, junior: bool) -> list[list[Any]]:
    """A grid named by a label merged down beside it, a band of labels above their values, and pairs below it."""
    return [
        ["登记卡"], ["学校名称", name, "所属乡镇", "东镇"],
        ["专任教师", "学段", "总人数", "本科"], [None, "小学", 40 + number, 30],
        [None, "初中", 20, 10] if junior else [None, "初中"],
        ["面积", "占地面积", "校舍建筑面积", "运动场地面积"], [None, 9000 + number, 3000, 2500],
        ["评价", "仪器达到省配备标准", "☑是 □否" if number < 3 else "□是 ☑否"], [None, "寄宿生数", number, "人"],
    ]  # fmt: skip


def test_a_grid_is_named_by_the_label_beside_it_and_a_row_left_blank_heads_nothing_below() -> None:
    cards = [banded(name, number, number == 2) for number, name in enumerate(NAMES, start=1)]
    merges = dict.fromkeys(NAMES, ("A1:D1", "A3:A5", "A6:A7", "A8:A9"))
    folded = fold([book(dict(zip(NAMES, cards)), merges)], CATALOGUE)
    found = heads(folded)
    assert set(found) == {"B2", "D2", "C4", "D4", "C5", "D5", "B7", "C7", "D7", "C8", "C9"}
    assert "专任教师" in "".join(found["C4"]) and "初中" not in "".join(found["B7"])
    _, reading = read(folded.books[0])
    for number, name in enumerate(NAMES, start=1):
        teachers, site = (
            reading.statements[Key(f"name:{name}", *asked)] for asked in (("t_full", "primary"), ("area_site",))
        )
        assert isinstance(teachers, Known) and teachers.value == 40 + number
        assert isinstance(site, Known) and site.value == 9000 + number


def test_the_same_table_of_several_files_is_stacked_and_totals_are_left() -> None:
    def table(town: str) -> Any:
        rows = [["基本情况表"], ["学校名称", "办学类型", "在校生（小学）"]]
        rows += [[f"{town}第{n}小学", "小学", 100 + n] for n in range(3)] + [["合计", None, 303]]  # type: ignore[list-item]
        return book({"Sheet1": rows}, name=f"{town}.xlsx")

    folded = fold([table("东镇"), table("西镇")], CATALOGUE)
    assert [(form.kind, len(form.members)) for form in folded.forms] == [(FormKind.STACKED, 2)]
    _, reading = read(folded.books[0])
    stated = reading.statements[Key("name:西镇第2小学", "stu", "primary")]
    assert len(reading.schools) == 6 and str(stated.source) == "西镇.xlsx Sheet1!C5"


def test_tables_of_different_years_are_not_stacked() -> None:
    rows = [["学校名称", "办学类型", "在校生（小学）"], ["东镇小学", "小学", 5], ["西镇小学", "小学", 6]]
    given = [book({"Sheet1": [[f"{year}年基本情况表"], *rows]}, name=f"{year}.xlsx") for year in (2025, 2026)]
    assert fold(given, CATALOGUE).forms == ()


def test_county_items_by_year_and_tables_of_schools_stay_as_they_are() -> None:
    items = [
        ["项目", "数值"],
        ["财政教育拨款", 5],
        ["财政经常性收入", 7],
        ["常住人口", 9],
        ["教育费附加", 3],
        ["土地出让收益", 2],
    ]
    county = book({"2024年": items, "2025年": [[row[0], 8] for row in items]}, name="县.xlsx")
    heads = ["学校名称", "在校生（小学）", "专任教师数（小学）"]
    tables = book({town: [heads, [f"{town}一小", 5, 1], [f"{town}二小", 6, 2], [f"{town}三小", 7, 2]] for town in ("东镇", "西镇")}, name="镇.xlsx")  # fmt: skip
    folded = fold([county, tables], CATALOGUE)
    assert folded.forms == () and [given.sheets for given in folded.books] == [county.sheets, tables.sheets]


def test_what_a_form_does_not_say_stays_undivided_by_kind_of_table() -> None:
    folded = fold([workbook(*THREE)], CATALOGUE)
    outcome, _ = read(folded.books[0])
    assert [table.kind for table in outcome.settled.tables] == [Kind.SCHOOLS]
