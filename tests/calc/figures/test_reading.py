"""The file of figures: what an entry becomes, and that a broken one says line, figure and how to mend it."""

from fractions import Fraction

import pytest

from dudao.calc.figures import Kind, Level
from dudao.calc.figures.reading import CatalogueError, read_catalogue
from dudao.calc.standard.checking import check_catalogue

SOUND = """
reporters: {school: 学校, finance: 财政局}
figures:
  school_type:
    label: 办学类型
    kind: choice
    level: school
    reporter: school
    definition: 批准的类型
    choices: [{code: primary, label: 小学, synonyms: [完小]}, {code: special, label: 特殊教育学校}]
  stu:
    label: 在校生数
    level: school-stage
    stages: [primary, junior]
    types: [primary]
    for_type: {special: stu_special}
    unit: 人
    whole: yes
    at_least: 0
    plausible: [5, 3500]
    reporter: school
    definition: 九月一日在校生
  stu_special: {label: 残疾学生数, level: school, unit: 人, reporter: school, definition: 残疾学生}
  fund:
    label: 教育拨款
    level: county
    unit: 万元
    years: [0, -1]
    reporter: finance
    definition: 决算数
  rooms:
    label: 音乐教室
    kind: list
    level: school
    reporter: school
    definition: 逐间
    cell_column: area
    columns: [{name: area, label: 面积, unit: ㎡, at_least: 0, at_most: 0.5}]
  n_rooms: {label: 大教室, level: school, unit: 间, reporter: school, definition: 间数, derived: "count_rows(rooms, area >= 96)"}
known:
  site: {label: 占地面积, level: school, unit: ㎡}
ambiguous:
- {head: 面积, table: school, could_be: [site, none], ask: 哪种面积？}
"""


def test_an_entry_becomes_a_figure() -> None:
    catalogue = read_catalogue(SOUND.encode(), "figures.yaml")

    stu = catalogue["stu"]
    assert (stu.kind, stu.level, stu.stages, stu.years) == (
        Kind.NUMBER,
        Level.SCHOOL_STAGE,
        ("primary", "junior"),
        (0,),
    )
    assert (stu.types, stu.for_type, stu.plausible) == (("primary",), {"special": "stu_special"}, (5, 3500))
    assert catalogue["fund"].several_years and not stu.several_years
    assert catalogue["rooms"].columns[0].at_most == Fraction(1, 2)
    assert catalogue["school_type"].choices[0].synonyms == ("完小",)
    assert catalogue["n_rooms"].formula_for("") == "count_rows(rooms, area >= 96)"
    assert check_catalogue(catalogue, "figures.yaml") == ()


def test_known_figures_are_kept_but_never_asked_for() -> None:
    catalogue = read_catalogue(SOUND.encode(), "figures.yaml")

    assert [name for name, figure in catalogue.figures.items() if not figure.asked] == ["site"]
    (ambiguity,) = catalogue.ambiguous
    assert (ambiguity.could_be, ambiguity.or_none, ambiguity.table) == (("site",), True, "school")


BROKEN = {
    "no such kind": ("kind: choice", "kind: chioce", "school_type", "没有 'chioce' 这个写法，是不是 choice？"),
    "no such reporter": ("reporter: finance", "reporter: finanse", "fund", "没有填报者 finanse，是不是 finance？"),
    "no such stage": ("stages: [primary, junior]", "stages: [primary, junor]", "stu", "没有学段 junor，是不是 junior？"),
    "stages missing": ("    stages: [primary, junior]\n", "", "stu", "school-stage 的数据项要写 stages"),
    "no such school type": ("types: [primary]", "types: [primry]", "stu", "没有办学类型 primry，是不是 primary？"),
    "another figure unknown": ("stu_special}\n", "stu_specal}\n", "stu", "没有数据项 stu_specal，是不是 stu_special？"),
    "years": ("years: [0, -1]", "years: [0, 去年]", "fund", "years 写与评估年度的差"),
    "range upside down": ("plausible: [5, 3500]", "plausible: [3500, 5]", "stu", "第一个数比第二个大"),
    "unknown key": ("    whole: yes", "    hole: yes", "stu", "没有 hole 这个键，是不是 whole？"),
    "choices without options": ("    choices: [{code: primary, label: 小学, synonyms: [完小]}, {code: special, label: 特殊教育学校}]\n", "", "school_type", "要有 choices"),
    "column unknown": ("cell_column: area", "cell_column: size", "rooms", "cell_column 没有这一列"),
    "definition missing": (", definition: 残疾学生", "", "stu_special", "缺 definition"),
    "declared twice": ("  site:", "  stu:", "stu", "写了两次"),
    "ambiguous with nothing": ("could_be: [site, none]", "could_be: [sites, none]", "", "没有数据项 sites，是不是 site？"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_fault_names_line_and_figure_and_says_how_to_mend_it(kind: str) -> None:
    part, broken, name, says = BROKEN[kind]
    assert part in SOUND

    with pytest.raises(CatalogueError) as caught:
        read_catalogue(SOUND.replace(part, broken, 1).encode(), "figures.yaml")

    fault = next(fault for fault in caught.value.faults if says in fault.message)
    assert fault.code == name and f"第 {fault.line} 行" in fault.message


DERIVED = {
    "unknown figure": ("count_rows(room, area >= 96)", "没有数据项 room，是不是 rooms？"),
    "not a list": ("count_rows(site, area >= 96)", "count_rows 要一个清单"),
    "unknown column": ("count_rows(rooms, size >= 96)", "没有数据项 size"),
    "another unit": ("site", "单位是 间，算出来是 ㎡"),
    "a truth": ("site > 3", "这里要数"),
    "not a formula": ("site +", "公式写得不通"),
    "itself": ("n_rooms + 1", "derived 绕成了圈：n_rooms → n_rooms"),
}


@pytest.mark.parametrize("kind", DERIVED)
def test_a_derived_figure_that_makes_no_sense_is_named(kind: str) -> None:
    formula, says = DERIVED[kind]
    catalogue = read_catalogue(SOUND.replace("count_rows(rooms, area >= 96)", formula).encode(), "figures.yaml")

    (fault, *_) = check_catalogue(catalogue, "figures.yaml")

    assert fault.code == "n_rooms" and fault.line and says in fault.message
