"""Every explanation goes from the verdict down to cells, and names what is missing, chosen, merged or in conflict."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from dudao.calc.assessment.explaining import Explainer, NothingToExplainError, explain
from dudao.calc.assessment.explanation import Explanation
from dudao.calc.assessment.report.plain import addresses
from dudao.calc.figures import Judgement, Known, Reason, Snapshot, Source, SourceRow
from tests.calc.assessment.counties import assessor, county
from tests.calc.assessment.test_laws import scored_assessor, shared_assessor, snapshots
from tests.calc.assessment.test_verdict import primary


def told(snapshot: Snapshot, code: str, unit: str = "", stage: str = "") -> Explanation:
    return explain(assessor(), snapshot, code, unit, stage)


def of_kind(step: Explanation, kind: str) -> list[Explanation]:
    return [one for one in step.walk() if one.kind == kind]


NINE = {
    "type": "nine_year",
    "stu.primary": 612,
    "stu.junior": 466,
    "area_teaching": "5412",
    "area_indoor_sport": "486",
    "t_aboveq.junior": 24,
}


def test_from_the_verdict_to_the_cells() -> None:
    """The example of the design paper: 1.1 × (5,412 − 486) ÷ (612 + 1.1 × 466) = 4.81824…, below 5.8 × 0.85."""
    step = told(county({"甲": NINE}), "YZJH-1.4", "甲", "junior")
    assert (step.kind, step.verdict, step.shown, step.address) == (
        "verdict",
        "fail",
        "4.82 ㎡/生",
        "YZJH-1.4/甲/junior",
    )
    assert step.exact.startswith("4.81824")
    (rule,) = of_kind(step, "rule")
    assert rule.address == "YZJH-1.S/甲/junior" and "低于底线" in rule.text
    (comparison,) = of_kind(step, "comparison")
    assert "4.93（5.8 × 0.85）" in comparison.text and "低于底线" in comparison.text
    (formula,) = of_kind(step, "formula")
    assert formula.text == "教学及辅助用房面积（不含室内体育用房） ÷ 折合在校生数"
    assert formula.numbers.startswith("4,926 ÷ 1,022.3636")
    (derived,) = of_kind(step, "derived")
    assert (derived.shown, derived.numbers) == ("4,926 ㎡", "5,412 − 486")
    split = next(one for one in of_kind(step, "scope") if "分摊" in one.title)
    assert (split.title, split.numbers) == ("共用资源按 1 : 1.1 分摊", "(612 + 1.1 × 466) ÷ 1.1")
    cells = {one.source.cell for one in of_kind(step, "cell") if one.source is not None}
    assert cells == {"A2", "B2", "C2", "D2", "E2"}, "type, both numbers of pupils, both areas"


def test_what_would_change_it_for_the_row_and_for_the_whole_school() -> None:
    step = told(county({"甲": NINE}), "YZJH-1.4", "甲", "junior")
    row, school = of_kind(step, "gap")
    assert row.text.endswith("补 114.25 ㎡到底线；补 1,003.71 ㎡到线")
    assert school.title == "各学段都达标" and "补 1,003.71 ㎡到线" in school.text


def test_a_rounding_edge_says_that_the_unrounded_value_counts() -> None:
    step = told(county({"甲": primary(stu__primary=12500, t_aboveq__primary="524.5")}), "YZJH-1.1", "甲", "primary")
    (comparison,) = of_kind(step, "comparison")
    assert comparison.exact == "4.196" and "显示为 4.20" in comparison.text and "不成立" in comparison.text


def test_missing_cells_are_named_with_what_stands_in_them() -> None:
    snapshot = county({"甲": primary(area_field=Reason.PENDING)})
    step = told(snapshot, "YZJH-1.5", "甲", "primary")
    assert step.verdict == "open" and step.shown == "待补"
    missing = next(one for one in of_kind(step, "missing") if one.title.startswith("甲："))
    assert missing.text == "待核" and missing.parts[0].source is not None


def test_both_sides_of_a_disagreement_stand_with_their_cells() -> None:
    snapshot = county({"甲": primary(area_teaching_net="4400")})
    step = told(snapshot, "YZJH-1.4", "甲", "primary")
    conflict = next(one for one in of_kind(step, "missing") if "不一致" in one.text and len(one.parts) == 2)
    given, derived = conflict.parts
    assert (given.shown, derived.shown, derived.numbers) == ("4,400 ㎡", "4,500 ㎡", "4,500 − 0")
    assert given.parts[0].source is not None


def test_choices_of_the_county_stand_with_name_and_date() -> None:
    snapshot = county(
        {"甲": primary(), "乙": primary(n_media_rooms=30)},
        parameters={"cv_primary": "0.48"},
        strictness={"YZJH-1.CV": "<"},
    )
    step = told(snapshot, "YZJH-1.CV:YZJH-1.7", stage="primary")
    limit, strict = of_kind(step, "choice")
    assert "小学差异系数上限定为 0.48" in limit.title and limit.shown == "某人 2026-11-02" and "0.5" in limit.text
    assert "定为 <" in strict.title
    assert next(iter(of_kind(step, "comparison"))).text.endswith("（用平方比较，不开方、不取整）")


def test_a_judgement_stands_with_reason_person_and_date() -> None:
    cell = Source("判断.xlsx", "判断", "C7")
    judged = Judgement(level="basic", reason="布局规划还没有批复", by="韩某", on="2026-11-20", source=cell)
    snapshot = county({"甲": primary()})
    snapshot = Snapshot(**{**vars(snapshot), "judgements": {("YZJH-2.1", ""): judged}})
    step = told(snapshot, "YZJH-2.1")
    (said,) = of_kind(step, "judgement")
    assert step.verdict == "fail" and said.shown == "基本达到"
    assert "布局规划还没有批复" in said.text and "韩某 2026-11-20" in said.text
    assert said.parts[0].source == cell
    assert told(county({}), "YZJH-2.1").parts[0].text == "还没有人判断"


def test_merged_campuses_and_the_rulings_that_touch_an_item_are_shown() -> None:
    campus = {
        "type": "primary",
        "counts_as_school": False,
        "parent_code": "甲",
        "stu.primary": 50,
        "t_aboveq.primary": 2,
    }
    snapshot = county({"甲": primary(), "校区": campus})
    step = told(snapshot, "YZJH-1.1", "甲", "primary")
    together = {one.shown for one in of_kind(step, "merged")}
    assert together == {"1,050 人", "44 人"}
    assert any("校区已并入" in one.text for one in of_kind(step, "scope"))
    assert any("办学类型先于" in one.text for one in of_kind(step, "ruling"))
    with pytest.raises(NothingToExplainError, match="已并入甲"):
        told(snapshot, "YZJH-1.1", "校区", "primary")


def test_a_school_that_makes_no_row_is_told_why() -> None:
    point = primary(type="teaching_point", stu__primary=40)
    step = told(county({"点": point}), "YZJH-1.4", "点", "primary")
    assert step.verdict == "na" and "不足 50 人" in step.text


def test_a_list_is_shown_row_by_row() -> None:
    source = Source("县表.xlsx", "音乐教室", "C3")
    rooms = Known(tuple({"area": Known(area, str(area), 0, source)} for area in (96, 80)), source=source)
    school = primary(n_classes__primary=13, music_rooms=rooms, art_rooms=rooms)
    step = told(county({"甲": school}), "YZJH-2.3", "甲")
    rows = [one.shown for one in of_kind(step, "figure") if one.title.startswith("第 ")]
    assert any("96" in text for text in rows) and any("80" in text for text in rows)


def test_a_sum_over_schools_ends_in_every_cell() -> None:
    schools = {unit: primary(t_full__primary=50, t_360__primary=done) for unit, done in (("甲", 50), ("乙", 45))}
    step = told(county(schools), "YZJH-2.9")
    assert (step.verdict, step.shown, step.exact) == ("fail", "95.0%", "95")
    trained = next(one for one in of_kind(step, "rows") if "360" in one.title)
    assert [(part.title, part.shown) for part in trained.parts] == [("甲", "50 人"), ("乙", "45 人")]
    assert all(part.parts[0].source is not None for part in trained.parts)


def test_the_county_says_what_fails_and_what_is_open() -> None:
    step = told(county({"甲": primary(stu__primary=2500)}), "YZJH-2017")
    assert step.verdict == "fail" and "YZJH-2.4" in step.text and "项未定" in step.text
    assert [part.address for part in step.parts[:4]] == ["1", "2", "3", "4"]


def test_vetoes_and_preconditions_are_said_in_their_own_words() -> None:
    """A veto that does not strike is 不存在, never 达到; one that nobody has judged is open."""
    judged = {("YZJH-V1", ""): "clear", ("YZJH-V2", ""): "struck"}
    step = told(county({"甲": primary()}, judgements=judged), "YZJH-2017")
    shown = {part.address: part.shown for part in step.parts if part.address.startswith(("YZJH-V", "YZJH-P"))}
    assert (shown["YZJH-V1"], shown["YZJH-V2"], shown["YZJH-V3"]) == ("不存在", "存在", "未定")
    assert told(county({"甲": primary()}, judgements=judged), "YZJH-V2").shown == "存在"


def test_items_list_the_rows_that_fail_and_those_that_are_open() -> None:
    step = told(county({"甲": primary(stu__primary=2500), "乙": primary(), "丙": {"type": "primary"}}), "YZJH-2.4")
    failing, open_ = of_kind(step, "rows")[0], next(one for one in step.parts if one.verdict == "open")
    assert [part.address for part in failing.parts] == ["YZJH-2.4/甲"]
    assert [part.address for part in open_.parts] == ["YZJH-2.4/丙"]


def test_a_rounded_coefficient_and_who_makes_it() -> None:
    schools = {"甲": primary(stu__primary=500, area_field="3747"), "乙": primary(stu__primary=500, area_field="11253")}
    step = told(county(schools), "YZJH-1.CV:YZJH-1.5", stage="primary")
    assert (step.shown, step.verdict) == ("0.500", "fail") and step.exact.startswith("0.5004")
    shares = [one.text for one in of_kind(step, "rows") if "占方差" in one.text]
    assert shares == ["500 人，占方差 50.0%"] * 2


@pytest.mark.parametrize(
    ("code", "unit", "stage", "says"),
    [
        ("YZJH-9.9", "", "", "没有 YZJH-9.9"),
        ("YZJH-1.4", "没有这所", "", "名册里没有学校"),
        ("YZJH-1.CV:YZJH-9", "", "primary", "没有 YZJH-9"),
    ],
)
def test_what_is_not_there_is_refused_in_words(code: str, unit: str, stage: str, says: str) -> None:
    with pytest.raises(NothingToExplainError, match=says):
        told(county({"甲": primary()}), code, unit, stage)


def test_a_source_row_is_carried_as_it_stood() -> None:
    row = SourceRow("县表.xlsx", "学校", 2, (("A", "学校", "甲"), ("B", "在校生数", "1000")))
    pupils = Known(1000, "1000", 0, Source("县表.xlsx", "学校", "B2", "在校生数", row))
    step = told(county({"甲": primary(stu__primary=pupils)}), "YZJH-1.1", "甲", "primary")
    assert any(one.source is not None and one.source.row == row for one in step.walk())


@settings(max_examples=40, deadline=None)
@given(snapshots())
def test_every_address_of_every_county_is_explained_and_agrees_with_the_result(snapshot: Snapshot) -> None:
    for made in (shared_assessor(), scored_assessor()):
        result = made.assess(snapshot)
        explainer = Explainer(made, snapshot, result)
        for code, unit, stage in addresses(made.standard, result):
            step = explainer(code, unit, stage)
            assert step.title and all(one.title for one in step.walk())
        for row in result.rows:
            assert explainer(row.item, row.unit, row.stage).verdict == row.verdict
        for rule in result.school_rules:
            assert explainer("YZJH-1.S", rule.unit, rule.stage).verdict == rule.verdict


def test_what_is_asked_alone_is_told_as_in_the_whole() -> None:
    """An explanation by itself works out only what it needs, and says the same."""
    schools = {"甲": primary(stu__primary=2500), "乙": NINE, "丙": {"type": "primary"}}
    snapshot = county(schools, {"survey_ok": 80, "survey_valid": 100}, parameters={"cv_primary": "0.4"})
    for made in (shared_assessor(), scored_assessor()):
        result = made.assess(snapshot)
        whole = Explainer(made, snapshot, result)
        for place in addresses(made.standard, result):
            assert explain(made, snapshot, *place) == whole(*place), place


def leaves(step: Explanation) -> Iterator[Explanation]:
    if not step.parts:
        yield step
    for part in step.parts:
        yield from leaves(part)


def test_every_figure_ends_in_a_cell_or_says_that_it_is_missing() -> None:
    step = told(county({"甲": NINE}), "YZJH-1.4", "甲", "junior")
    for leaf in leaves(step):
        assert leaf.kind not in ("figure", "derived", "merged"), leaf.title
