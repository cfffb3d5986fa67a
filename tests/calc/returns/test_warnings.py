"""Checks of level W: they warn and never refuse; what was said of a warning stays until its figures change."""

from dataclasses import replace

import pytest

from dudao.calc.figures import Key, Known, Source
from dudao.calc.figures.snapshot import Choices, Explained
from dudao.calc.returns.checks import Outcome, check_figures
from dudao.calc.returns.warnings import entry, remarks_on, said_of, values_of, warned, warning_sentence
from dudao.calc.standard.choices import ChoicesError, read_choices
from dudao.library.read import catalogue, checks
from tests.calc.returns.test_checks import SCHOOL, snapshot

RATIOS = {  # check → (right, wrong, unit)
    "CHK-22": ({"equip_value_wanyuan": 100, "stu.primary": 20, "stu.junior": 0}, {"equip_value_wanyuan": 101}, SCHOOL),
    "CHK-26": ({"n_classes.primary": 10, "stu.primary": 700}, {"stu.primary": 701}, SCHOOL),
    "DD-02": ({"leaders_visited": 5, "leaders_due": 5}, {"leaders_visited": 6}, ""),
    "DD-03": ({"townships_assessed": 5, "townships_total": 5}, {"townships_assessed": 6}, ""),
}
OF_SCHOOL = {check.id: check.jump for check in checks().checks if check.jump and check.at == "school"}
OF_COUNTY = {check.id: (check.jump, check.at) for check in checks().checks if check.jump and check.at != "school"}


def found(stated, check, before=None):
    report = check_figures(stated, catalogue(), checks(), before)
    assert all(one.outcome is Outcome.WARNING for one in report.warnings)
    return [one for one in report.warnings if one.check == check], report


@pytest.mark.parametrize("check", RATIOS)
def test_an_unusual_ratio_warns_and_is_no_error(check):
    right, wrong, unit = RATIOS[check]
    assert found(snapshot(right, unit), check)[0] == []
    ((one,), report) = found(snapshot({**right, **wrong}, unit), check)
    assert report.errors == () and one.cells and one.example


@pytest.mark.parametrize(("figures", "warns"), [
    ({"n_classes.primary": 0, "stu.primary": 1}, True), ({"n_classes.primary": 0, "stu.primary": 0}, False),
    ({"n_classes.primary": 2, "stu.primary": 9}, True), ({"n_classes.primary": 2, "stu.primary": 10}, False),
])  # fmt: skip
def test_pupils_without_classes_and_classes_without_pupils(figures, warns):
    assert bool(found(snapshot(figures), "CHK-26")[0]) is warns


@pytest.mark.parametrize(("area", "warns"), [(19, True), (20, False), (300, False), (301, True)])
def test_a_room_of_unusual_size(area, warns):
    rooms = ({"area": Known(96, "96")}, {"area": Known(area, str(area))})
    for check, figure in (("CHK-28a", "music_rooms"), ("CHK-28b", "art_rooms")):
        warnings, _ = found(snapshot({figure: rooms}), check)
        assert bool(warnings) is warns
        assert not warns or f"96、{area}" in values_of(warnings[0])


@pytest.mark.parametrize(("now", "warns"), [(899, True), (900, False), (1500, False), (1501, True)])
@pytest.mark.parametrize("check", OF_SCHOOL)
def test_a_jump_against_last_years_return_warns(check, now, warns):
    figure = OF_SCHOOL[check]
    before = {Key(SCHOOL, figure): Known(1000, "1000")}
    assert bool(found(snapshot({figure: now}), check, before)[0]) is warns


@pytest.mark.parametrize(("now", "warns"), [(899, True), (900, False), (1500, False), (1501, True)])
@pytest.mark.parametrize("check", OF_COUNTY)
def test_a_jump_against_the_year_before_in_the_same_return_warns(check, now, warns):
    figure, at = OF_COUNTY[check]
    stage = "primary" if at == "county-stage" else ""
    statements = {Key("", figure, stage, year): Known(value, str(value)) for year, value in ((2025, now), (2024, 1000))}
    stated = replace(snapshot({}), statements=statements, choices=Choices(evaluation_year=2025))
    assert bool(found(stated, check)[0]) is warns


def test_without_last_year_a_jump_is_not_run_and_says_so():
    _, report = found(snapshot({"area_teaching": 5412}), "CHK-21a")
    label = catalogue()["area_teaching"].label
    assert f"CHK-21a 没有运行：缺上一年的{label}" in report.remarks()


def test_what_no_figure_holds_is_said_with_what_is_missing():
    _, report = found(snapshot({}), "CHK-14")
    assert "CHK-14 没有运行：缺保安员人数" in report.remarks()


def test_every_warning_of_f5_is_declared():
    """F.5's W checks, by number."""
    declared = {check.id.rstrip("abcdefgh") for check in checks().checks if check.warns}
    numbers = (4, 11, 13, 14, 15, 16, 19, 20, 21, 22, 26, 27, 28, 31, 32)
    assert {f"CHK-{number:02}" for number in numbers} <= declared


# — explained

CASE = {"equip_value_wanyuan": 2147, "stu.primary": 400, "stu.junior": 20}


def warning(**other):
    (one,), _ = found(snapshot({**CASE, **other}), "CHK-22")
    return one


def explained(values, says="新购实验设备"):
    return Explained(check="CHK-22", unit=SCHOOL, values=values, says=says, by="贺某", on="2026-11-02")


def test_an_explanation_stays_while_the_figures_are_the_same():
    (one,) = warned([warning()], [explained(values_of(warning()))])
    assert one.explained is not None and said_of(one) == "已说明：新购实验设备（贺某 2026-11-02）"


def test_the_same_value_written_otherwise_needs_no_new_explanation():
    before = warning()
    stated = snapshot(CASE)
    stated = stated.replace(
        Key(SCHOOL, "equip_value_wanyuan"), Known(2147, "2,147.0", 1, Source("新.xlsx", "一", "B2"))
    )
    (again,), _ = found(stated, "CHK-22")
    assert values_of(again) == values_of(before)


def test_it_is_asked_again_when_a_value_changes():
    (one,) = warned([warning(equip_value_wanyuan=2148)], [explained(values_of(warning()))])
    assert one.explained is None
    assert said_of(one) == "待说明：贺某 2026-11-02 说明过“新购实验设备”，之后数变了"


def test_it_stands_beside_every_figure_the_warning_looks_at():
    remarks = remarks_on(warned([warning()], [explained(values_of(warning()))]))
    assert {key.figure for key in remarks} == {"equip_value_wanyuan", "stu"}
    assert {remark.says for several in remarks.values() for remark in several} == {"新购实验设备"}


def test_the_line_for_the_settings_file_reads_back_as_its_explanation():
    (one,) = warned([warning()], [])
    text = (
        entry(one).replace("says: ,", "says: 新购,").replace("by: ,", "by: 贺某,").replace("on: }", "on: 2026-11-02}")
    )
    choices = read_choices(f"explained:\n{text}\n".encode(), "s.yaml")
    (again,) = warned([one.finding], choices.explained)
    assert again.explained is not None and again.explained.says == "新购"
    assert "已说明：新购" in warning_sentence(again, {SCHOOL: "甲小学"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("explained: 好", "是一个清单"),
        ("explained: [好]", "照 dudao check"),
        ("explained: [{check: CHK-22, values: 数, by: 甲, on: 2026-11-02}]", "缺 says"),
        ("explained: [{check: CHK-22, values: 数, says: 话, by: 甲, on: 昨天}]", "on 写成"),
        ("explained: [{check: CHK-22, values: 数, says: 话, by: 甲, on: 2026-11-02, why: 1}]", "不认识 why"),
    ],
)
def test_an_explanation_that_lacks_something_is_refused(text, says):
    with pytest.raises(ChoicesError, match=says):
        read_choices(text.encode(), "s.yaml")
