"""What changed between two runs: planted edits, each named as what moved exactly the verdicts it moved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.comparing_inputs import Input, changed_inputs
from dudao.calc.assessment.comparing_runs import Moved, Side, compare_runs
from dudao.calc.assessment.comparing_standings import Place, told_standings
from dudao.calc.assessment.report import plain_result
from dudao.calc.figures import Key, Known, Reason, Snapshot, Source, Unknown
from dudao.calc.figures.snapshot import ChoiceMade, Granted
from dudao.library.read import catalogue
from tests.calc.assessment import six_aspects
from tests.calc.assessment.counties import assessor, county, known

SCHOOLS: Mapping[str, Mapping[str, object]] = {
    name: {
        "type": "primary",
        "stu.primary": 1000,
        "area_teaching": "5000",
        "area_indoor_sport": "0",
        "area_field": "9000",
        "equip_value_wanyuan": "250",
        "n_media_rooms": 30,
        "t_aboveq.primary": 50,
        "t_backbone.primary": 12,
        "t_pe_art.primary": 12,
    }
    for name in ("甲", "乙", "丙")
}
NINE = {
    "type": "nine_year",
    "stu.primary": 600,
    "stu.junior": 300,
    "area_teaching": "5000",
    "area_indoor_sport": "0",
    "area_field": "9500",
    "equip_value_wanyuan": "300",
    "n_media_rooms": 30,
    **{f"t_aboveq.{stage}": 40 for stage in ("primary", "junior")},
    **{f"t_backbone.{stage}": 10 for stage in ("primary", "junior")},
    **{f"t_pe_art.{stage}": 10 for stage in ("primary", "junior")},
}


def side(made: Assessor, snapshot: Snapshot) -> Side:
    plain = plain_result(made.standard, made.assess(snapshot), catalogue(), snapshot)
    return Side(made, snapshot, told_standings(plain))


def compared(before: Snapshot, after: Snapshot, made: Assessor | None = None) -> dict[Place, Moved]:
    made = made or assessor()
    changes = changed_inputs(before, after, catalogue())
    return {one.place: one for one in compare_runs(side(made, before), side(made, after), changes)}


def changed(snapshot: Snapshot, *edits: tuple[Key, object]) -> Snapshot:
    for key, value in edits:
        snapshot = snapshot.replace(key, value if isinstance(value, Known | Unknown) else known(value, "Z9"))
    return snapshot


def places(changes: Sequence[Any]) -> list[Any]:
    return [mover.change.place for mover in changes]


@pytest.fixture(scope="module")
def before() -> Snapshot:
    return county({**SCHOOLS, "九": NINE})


def test_two_equal_runs_differ_in_nothing(before: Snapshot) -> None:
    assert compared(before, replace(before)) == {}


def test_another_cell_with_the_same_value_is_no_change(before: Snapshot) -> None:
    key = Key("甲", "area_teaching")
    again = replace(before.statements[key], source=Source("新表.xlsx", "表", "C3"), text="5,000")
    assert changed_inputs(before, before.replace(key, again), catalogue()) == ()
    blank = before.replace(key, Unknown(Reason.BLANK)), before.replace(key, Unknown(Reason.PENDING, "待核"))
    assert changed_inputs(*blank, catalogue()) == ()


@pytest.mark.parametrize(
    ("key", "value", "item"),
    [
        (Key("甲", "area_teaching"), "4400", "YZJH-1.4"),
        (Key("乙", "area_field"), "7000", "YZJH-1.5"),
        (Key("丙", "equip_value_wanyuan"), "190", "YZJH-1.6"),
        (Key("甲", "t_backbone", "primary"), 9, "YZJH-1.2"),
        (Key("九", "t_aboveq", "junior"), 10, "YZJH-1.1"),
        (Key("乙", "n_media_rooms"), 20, "YZJH-1.7"),
    ],
)
def test_a_single_edit_is_what_moved_everything_that_moved(
    before: Snapshot, key: Key, value: object, item: str
) -> None:
    found = compared(before, changed(before, (key, value)))
    assert found[Place(item, key.unit, key.stage or "primary")].kind == "worse"
    for one in found.values():
        assert places(one.movers) == [key]
        assert one.movers[0].decides and one.movers[0].without == one.before


def test_only_what_a_row_looks_at_moved_it(before: Snapshot) -> None:
    """Five edits; each row is moved by its own, also where another stage of the same school was edited."""
    mine, other = Key("九", "t_aboveq", "primary"), Key("九", "t_aboveq", "junior")
    found = compared(
        before,
        changed(
            before,
            (mine, 10),
            (other, 11),
            (Key("甲", "t_backbone", "primary"), 9),
            (Key("乙", "area_field"), "9100"),
            (Key("丙", "n_media_rooms"), 31),
        ),
    )
    assert places(found[Place("YZJH-1.1", "九", "primary")].movers) == [mine]
    assert places(found[Place("YZJH-1.1", "九", "junior")].movers) == [other]
    assert places(found[Place("YZJH-1.2", "甲", "primary")].movers) == [Key("甲", "t_backbone", "primary")]


def test_two_edits_that_only_together_flip_are_both_named(before: Snapshot) -> None:
    """4.5 ㎡ a pupil: neither 200 pupils more (4.17 of 5000) … so: 80 more pupils or 300 ㎡ less alone still pass."""
    pupils, area = Key("甲", "stu", "primary"), Key("甲", "area_teaching")
    found = compared(before, changed(before, (pupils, 1080), (area, "4700")))
    row = found[Place("YZJH-1.4", "甲", "primary")]
    assert (row.before.verdict, row.after.verdict) == ("pass", "fail")  # type: ignore[union-attr]
    assert sorted(places(row.movers)) == sorted([pupils, area])
    assert all(mover.decides and mover.without.verdict == "pass" for mover in row.movers)  # type: ignore[union-attr]


def test_of_two_edits_where_one_alone_decides_the_other_does_not(before: Snapshot) -> None:
    pupils, area = Key("甲", "stu", "primary"), Key("甲", "area_teaching")
    row = compared(before, changed(before, (pupils, 1001), (area, "3000")))[Place("YZJH-1.4", "甲", "primary")]
    assert [(mover.change.place, mover.decides) for mover in row.movers] == [(area, True), (pupils, False)]


def test_a_school_without_one_of_its_figures_is_newly_open_and_so_is_the_rule(before: Snapshot) -> None:
    key = Key("甲", "t_aboveq", "primary")
    worse = changed(before, (Key("甲", "t_backbone", "primary"), 9))
    found = compared(worse, changed(worse, (key, Unknown(Reason.PENDING, "待核"))))
    assert found[Place("YZJH-1.1", "甲", "primary")].kind == "opened"
    assert all(places(one.movers) == [key] for one in found.values())


def test_the_roll_moves_what_hangs_on_it(before: Snapshot) -> None:
    after = county({**SCHOOLS, "九": NINE, "新": {"type": "primary", "stu.primary": 100}})
    found = compared(before, after)
    assert found[Place("YZJH-1.1", "新", "primary")].kind == "opened"
    kinds = {mover.change.kind for one in found.values() for mover in one.movers}
    assert "school" in kinds


def test_a_countys_choice_is_a_mover_like_a_figure(before: Snapshot) -> None:
    after = county({**SCHOOLS, "九": NINE}, parameters={"cv_primary": "0"})
    found = compared(before, after)
    coefficient = found[Place("YZJH-1.CV:YZJH-1.1", "", "primary")]
    assert places(coefficient.movers) == [("YZJH-2017", "cv_primary")]
    assert coefficient.kind == "worse"


def test_points_moved_name_the_county_figures_and_what_was_spread() -> None:
    made = six_aspects.assessor()
    full = six_aspects.snapshot()
    found = compared(full, six_aspects.snapshot(meetings_leading_group=1), made)
    item = found[Place("C1.1.1")]
    assert (item.kind, item.before.low, item.after.low) == ("worse", "1", "0.5")  # type: ignore[union-attr]
    assert all(places(one.movers) == [Key("", "meetings_leading_group")] for one in found.values())
    assert {Place("A1"), Place(six_aspects.CODE)} <= found.keys()

    spread = compared(full, six_aspects.snapshot(mig_total=0), made)[Place("C2.2.2")]
    assert places(spread.movers) == [Key("", "mig_total")]


def test_judgements_and_triggers_are_compared_and_name_who_moved_them() -> None:
    made = six_aspects.assessor()
    judged = {**six_aspects.JUDGED, "C2.4.1": "good", "DEMO-CAP2": "exists"}
    level = made.standard.by_code["C2.4.1"].judgement.levels[1].code  # type: ignore[union-attr]
    cap = next(one for one in made.standard.triggers if one.code == "DEMO-CAP2").judgement
    judged |= {"C2.4.1": level, "DEMO-CAP2": next(one.code for one in cap.levels if one.met)}  # type: ignore[union-attr]
    found = compared(six_aspects.snapshot(), six_aspects.snapshot(judged=judged), made)
    assert places(found[Place("C2.4.1")].movers) == [("C2.4.1", "")]
    assert places(found[Place("DEMO-CAP2")].movers) == [("DEMO-CAP2", "")]
    whole = found[Place(six_aspects.CODE)]
    assert sorted(places(whole.movers)) == [("C2.4.1", ""), ("DEMO-CAP2", "")]
    assert whole.kind == "worse"


def test_another_text_of_the_standard_may_have_moved_anything(before: Snapshot) -> None:
    made, after = assessor(), changed(before, (Key("甲", "area_teaching"), "4400"))
    changes = (Input("standard", "YZJH-2017", "a", "b"), *changed_inputs(before, after, catalogue()))
    found = compare_runs(side(made, before), side(made, after), changes)
    assert found and all({mover.change.kind for mover in one.movers} == {"standard", "figure"} for one in found)


def test_a_relaxation_that_ends_moves_what_it_had_moved(before: Snapshot) -> None:
    """Switched on for one school until the day before the second visit."""
    standard = assessor().standard
    for relaxation in standard.relaxations:
        grant = Granted(standard=standard.code, relaxation=relaxation.code, school="甲", proof="某文 1 号",
                        until=date(2026, 12, 15), by="某人", on="2026-11-02")  # fmt: skip
        on = replace(before, choices=replace(before.choices, relaxations=(grant,)))
        ended = replace(on, choices=replace(on.choices, visit_date=date(2026, 12, 16)))
        (change,) = changed_inputs(before, on, catalogue())
        assert (change.kind, change.place) == ("relaxations", (standard.code, relaxation.code, "甲"))
        for pair, kind in (((before, on), "relaxations"), ((on, ended), "visit_date")):
            for one in compared(*pair).values():
                assert [mover.change.kind for mover in one.movers] == [kind]
                assert one.movers[0].decides


def test_who_signed_a_choice_is_no_change_of_what_it_says(before: Snapshot) -> None:
    one, other = (
        replace(before.choices, parameters={("YZJH-2017", "cv_primary"): ChoiceMade(value="0.4", by=who)})
        for who in ("甲某", "乙某")
    )
    assert changed_inputs(replace(before, choices=one), replace(before, choices=other), catalogue()) == ()
