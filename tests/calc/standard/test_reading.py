"""A standard's file: what a sound one becomes, and that a broken one says file, line, indicator and how to mend it."""

from fractions import Fraction
from pathlib import Path

import pytest

from dudao.calc.figures import Catalogue
from dudao.calc.figures.reading import read_catalogue
from dudao.calc.formula.tree import Name, Number
from dudao.calc.standard.reading import StandardError, read_standard

HERE = Path(__file__).parent
SOUND = (HERE / "sound.yaml").read_text("utf-8")
SCORED = (HERE / "scored.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue((HERE / "figures.yaml").read_bytes(), "figures.yaml")


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_numbers_stay_exactly_as_written(catalogue: Catalogue) -> None:
    standard = read_standard(SOUND.encode(), "sound.yaml", catalogue)

    assert standard.scope is not None
    assert standard.scope.types["nine_year"].weights == {"primary": 1, "junior": Fraction(11, 10)}
    assert standard.parameters["cv_primary"].value == Fraction(1, 2)
    assert standard.parameters["kindergarten_weight"].value is None
    measure = standard.by_code["T-1"].measures[0]
    assert measure.limit["primary"] == Number(Fraction(21, 5), "4.2")
    assert measure.op == ">="


def test_a_limit_may_be_a_parameter(catalogue: Catalogue) -> None:
    composite = read_standard(SOUND.encode(), "sound.yaml", catalogue).by_code["T-CV"].composite

    assert composite is not None
    assert composite.limit == {"primary": Name("cv_primary"), "junior": Number(Fraction(9, 20), "0.45")}


def test_a_relaxation_says_what_it_puts_in_place_of_what(catalogue: Catalogue) -> None:
    (relaxation,) = read_standard(SOUND.encode(), "sound.yaml", catalogue).relaxations

    assert (relaxation.item, relaxation.proof, relaxation.lasts) == ("T-1", ("证明材料",), "三年")
    assert relaxation.measures[0].limit == {"primary": Number(4, "4"), "junior": Number(5, "5")}


def test_a_scored_standard_keeps_its_tree_and_shapes(catalogue: Catalogue) -> None:
    standard = read_standard(SCORED.encode(), "scored.yaml", catalogue)

    assert [group.code for group in standard.groups] == ["A", "B"]
    assert [item.code for item in standard.items_under("A")] == ["C-1", "C-2", "C-3", "C-4"]
    ladder = standard.by_code["C-1"].shape
    assert ladder is not None and [step.when is None for step in ladder.arguments["steps"]] == [False, False, True]
    assert [grade.passes for grade in standard.grades] == [True, True, False]


BROKEN = {
    "unknown figure": ("value: t_aboveq / stu", "value: t_abovq / stu", "T-1", "没有数据项 t_abovq，是不是 t_aboveq？"),
    "unknown key": ("    unit: 元/生", "    unti: 元/生", "T-2", "没有 unti 这个键，是不是 unit？"),
    "no such level": (
        "  - code: T-3\n    name: 判断\n    level: school\n",
        "  - code: T-3\n    name: 判断\n    level: shool\n",
        "T-3",
        "没有 'shool' 这个写法，是不是 school？",
    ),
    "double code": ("- code: T-3\n", "- code: T-2\n", "T-2", "用了两次"),
    "not a formula": ("value: t_aboveq / stu * 100", "value: t_aboveq / stu *", "T-1", "公式写得不通"),
    "forbidden part": ("value: t_aboveq / stu * 100", "value: t_aboveq ** 2", "T-1", "公式里不能写"),
    "unknown function": ("value: t_aboveq / stu * 100", "value: round(t_aboveq)", "T-1", "没有函数 round"),
    "limit of a stage missing": (
        "at_least: {primary: 4.2, junior: 5.3}",
        "at_least: {primary: 4.2}",
        "T-1",
        "缺 初中（junior）的限值",
    ),
    "limit of another stage": (
        "at_least: {primary: 4.2, junior: 5.3}",
        "at_least: {primary: 4.2, junior: 5, senior: 6}",
        "T-1",
        "不是这一项的学段",
    ),
    "two limits": ("    unit: 人/百生", "    at_most: 9\n    unit: 人/百生", "T-1", "而且只写一种"),
    "units that do not fit": (
        "value: equip_value_wanyuan * 10000 / stu",
        "value: (equip_value_wanyuan + fund_train) / stu",
        "T-2",
        "单位不同",
    ),
    "stage nobody has": (
        "value: t_aboveq / stu * 100",
        "value: t_aboveq / stu.senior * 100",
        "T-1",
        "没有学段 senior；它有：primary、junior",
    ),
    "misspelt stage": (
        "value: t_aboveq / stu * 100",
        "value: t_aboveq / stu.primry * 100",
        "T-1",
        "没有学段 primry，是不是 primary？",
    ),
    "year not asked for": (
        "value: t_aboveq / stu * 100",
        "value: t_aboveq / stu[-1] * 100",
        "T-1",
        "没有要 [-1] 年的数",
    ),
    "misspelt choice": (
        "school_type == 'nine_year'",
        "school_type == 'nine_years'",
        "",
        "没有选项 'nine_years'，是不是 nine_year？",
    ),
    "number for a condition": (
        "school_type == 'nine_year' and stu_kindergarten > 0",
        "stu_kindergarten",
        "",
        "这里要是否，stu_kindergarten 是数",
    ),
    "school figure for the county": (
        "years(date_recognised, visit_date) >= 3",
        "stu > 3",
        "T-P1",
        "不能直接用在全县的公式里；写 sum_schools(stu)",
    ),
    "method that is none": ("methods: [听]", "methods: [问]", "T-3", "methods 只有 听、查、看、访"),
    "evidence missing": ("    evidence: [章程]\n", "", "T-3", "正式标准的每一项都要写 evidence"),
    "no such judgement": ("judgement: met", "judgement: mett", "T-3", "没有判断档次 mett，是不是 met？"),
    "parameter unused": ("primary: cv_primary,", "primary: 0.5,", "cv_primary", "没有用到"),
    "ruling about nothing": ("text: 裁定, items: [T-1]", "text: 裁定, items: [T-9]", "R1", "说到的 T-9 没有这一项"),
    "composite of nothing": (
        "composite: {kind: most, of: [T-1, T-2]",
        "composite: {kind: most, of: [T-1, T-7]",
        "T-S",
        "没有指标 T-7",
    ),
    "veto after nothing": ("same_as: T-3", "same_as: T-33", "T-V1", "没有指标 T-33，是不是 T-3？"),
    "two sources of a veto": ("same_as: T-3", "same_as: T-3, judgement: met", "T-V1", "只有一个来源"),
    "school type missing": (
        "    nine_year: {stages: [primary, junior], weights: {primary: 1, junior: 1.1}}\n",
        "",
        "",
        "缺办学类型 nine_year",
    ),
    "relaxation of nothing": ("item: T-1\n", "item: T-11\n", "T-R1", "item 没有指标 T-11，是不是 T-1？"),
    "two relaxations of one item": (
        "rulings:\n",
        "- {code: T-R2, name: 又一条, item: T-1, measures: [{at_least: 3}], proof: [材料], lasts: 三年}\nrulings:\n",
        "T-R2",
        "T-1 已由 T-R1 放宽",
    ),
    "relaxation of the county": ("item: T-1\n", "item: T-CV\n", "T-R1", "放宽逐校启用"),
    "relaxation that tightens": (
        "[{at_least: {primary: 4, junior: 5}}]",
        "[{at_most: {primary: 4, junior: 5}}]",
        "T-R1",
        "限值的方向要和指标的一样",
    ),
    "relaxation without proof": ("  proof: [证明材料]\n", "", "T-R1", "proof 要写凭什么放宽"),
    "not a number": ("value: 0.50", "value: 50%", "cv_primary", "要写十进制数"),
    "yes or no": (
        "    resource: yes\n    shared: yes",
        "    resource: yes\n    shared: maybe",
        "T-2",
        "只能写 yes 或 no",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_fault_names_line_and_indicator_and_says_how_to_mend_it(kind: str, catalogue: Catalogue) -> None:
    part, broken, code, says = BROKEN[kind]
    assert part in SOUND
    text = SOUND.replace(part, broken, 1)

    with pytest.raises(StandardError) as caught:
        read_standard(text.encode(), "broken.yaml", catalogue)

    fault = next(fault for fault in caught.value.faults if says in fault.message)
    assert fault.file == "broken.yaml" and fault.message.startswith("broken.yaml ")
    assert fault.code == code and code in fault.message
    assert fault.line and f"第 {fault.line} 行" in fault.message


def test_the_line_is_that_of_the_mistake(catalogue: Catalogue) -> None:
    text = SOUND.replace("value: equip_value_wanyuan", "value: equip_valu_wanyuan")

    with pytest.raises(StandardError) as caught:
        read_standard(text.encode(), "broken.yaml", catalogue)

    (fault,) = caught.value.faults
    assert fault.line == line_of(text, "equip_valu_wanyuan")
    assert fault.message == (
        f"broken.yaml 第 {fault.line} 行 T-2：value：没有数据项 equip_valu_wanyuan，是不是 equip_value_wanyuan？"
    )


def test_all_faults_come_at_once(catalogue: Catalogue) -> None:
    text = SOUND.replace("t_aboveq / stu * 100", "t_abovq / stu").replace("methods: [听]", "methods: [问]")
    text = text.replace("    unit: 元/生", "    unti: 元/生")

    with pytest.raises(StandardError) as caught:
        read_standard(text.encode(), "broken.yaml", catalogue)

    assert [fault.code for fault in caught.value.faults] == ["T-1", "T-2", "T-3"]
    assert [fault.line for fault in caught.value.faults] == sorted(fault.line for fault in caught.value.faults)


BROKEN_SCORES = {
    "points do not add up": ("points: 4\n  groups", "points: 5\n  groups", "A", "下面各项合计 4 分"),
    "full marks": ("full: 4", "full: 100", "", "合计 4，满分写的是 100"),
    "shape unknown": ("shape: {name: tiers}", "shape: {name: tier}", "C-4", "没有计分形状 tier，是不是 tiers？"),
    "argument unknown": ("when: fund_std > 600}", "wen: fund_std > 600}", "C-2", "缺参数 when"),
    "step too high": ("{when: x > 1, points: 1}", "{when: x > 1, points: 2}", "C-1", "不在 0 到 1 之间"),
    "no last step": (", {points: 0}]}", "]}", "C-1", "缺最后一档"),
    "levels without shares": ("label: 差, share: 0", "label: 差", "C-4", "要写 share"),
    "hole below": ("{name: 不合格, at_least: 0,", "{name: 不合格, at_least: 1,", "", "最后一个写 at_least: 0"),
    "grades overlap": ("{name: 合格, at_least: 2}", "{name: 合格, at_least: 3}", "", "两个等次重叠"),
    "no points": ("      points: 1\n      judgement", "      judgement", "C-4", "要有 points 和 shape"),
    "county figure without a stage": (
        'x: "fund_edu / fund_edu[-1]"',
        "x: fund_std",
        "C-1",
        "要写明学段，如 fund_std.primary",
    ),
}


@pytest.mark.parametrize("kind", BROKEN_SCORES)
def test_a_fault_of_a_scored_standard_says_how_to_mend_it(kind: str, catalogue: Catalogue) -> None:
    part, broken, code, says = BROKEN_SCORES[kind]
    assert part in SCORED

    with pytest.raises(StandardError) as caught:
        read_standard(SCORED.replace(part, broken, 1).encode(), "broken.yaml", catalogue)

    fault = next(fault for fault in caught.value.faults if says in fault.message)
    assert fault.code == code and fault.line


HOSTILE = {
    "alias": (b"a: &a [1]\nb: *a\n", "锚点"),
    "tag": (b"a: !!python/object/apply:os.system [ls]\n", "标签"),
    "deep": (b"a: " + b"[" * 200 + b"]" * 200, "套得太深"),
    "wide": (b"a: [" + b"1," * 300_000 + b"1]", "内容太多"),
    "huge": (b"a: 1\n" * 1_000_000, "太大"),
    "two documents": (b"a: 1\n---\nb: 2\n", "一份文档"),
    "not yaml": (b"a: [1\nb: 2\n", "YAML 写得不通"),
    "not text": (b"a: \xff\xfe", "UTF-8"),
    "a list": (b"- a\n- b\n", "最外层"),
    "empty": (b"", "最外层"),
    "control character": (b"a: \x00\n", "控制字符"),
    "same key twice": (b"code: A\ncode: B\n", "写了两次（第 1 行已有）"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_of_unknown_origin_is_refused_in_words(kind: str, catalogue: Catalogue) -> None:
    data, says = HOSTILE[kind]

    with pytest.raises(StandardError) as caught:
        read_standard(data, "hostile.yaml", catalogue)

    assert says in str(caught.value)
