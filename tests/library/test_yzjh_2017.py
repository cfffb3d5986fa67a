"""优质均衡, whole: its rows, thresholds and floors are those of the notes it was transcribed from."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dudao import library
from dudao.calc.figures import Catalogue
from dudao.calc.figures.reading import read_catalogue
from dudao.calc.formula.tree import Name, Node, Number
from dudao.calc.standard.asking import figures_asked
from dudao.calc.standard.model import Item, ItemLevel, Measure, Standard
from dudao.calc.standard.reading import read_standard

NOTES = Path(__file__).parents[3] / "shared" / "domain" / "standards-national.json"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(library.figures(), "figures.yaml")


@pytest.fixture(scope="module")
def standard(catalogue: Catalogue) -> Standard:
    return read_standard(library.standard("YZJH-2017"), "YZJH-2017.yaml", catalogue)


@pytest.fixture(scope="module")
def notes() -> dict[str, Any]:
    if not NOTES.exists():
        pytest.skip("the notes are not beside this checkout")
    return json.loads(NOTES.read_text("utf-8"), parse_float=Fraction)


def number(node: Node, standard: Standard) -> Fraction | None:
    """The number a limit stands for: written there, or a parameter's default."""
    if isinstance(node, Number):
        return Fraction(node.value)
    if isinstance(node, Name) and node.name in standard.parameters:
        value = standard.parameters[node.name].value
        return None if value is None else Fraction(value)
    return None


def limits(measure: Measure, standard: Standard) -> dict[str, Fraction | None]:
    return {stage: number(node, standard) for stage, node in measure.limit.items()}


def test_it_has_34_rows_in_their_order(standard: Standard) -> None:
    assert [item.code for item in standard.items] == (
        [f"YZJH-1.{n}" for n in range(1, 8)]
        + ["YZJH-1.S", "YZJH-1.CV"]
        + [f"YZJH-2.{n}" for n in range(1, 16)]
        + [f"YZJH-3.{n}" for n in range(1, 10)]
        + ["YZJH-4.1"]
    )
    assert sum(item.counts_in_verdict for item in standard.items) == 27


def test_vetoes_and_preconditions_are_all_there(standard: Standard) -> None:
    effects = {trigger.code: trigger.effect for trigger in standard.triggers}

    assert effects == {
        **{f"YZJH-P{n}": "precondition" for n in (1, 2)},
        **{f"YZJH-V{n}": "veto" for n in range(1, 9)},
    }
    by_code = {trigger.code: trigger for trigger in standard.triggers}
    assert by_code["YZJH-V7"].same_as == "YZJH-4.1"
    assert [code for code, trigger in by_code.items() if not trigger.on] == ["YZJH-V8"]


def test_the_school_rule_is_six_of_seven_with_a_floor(standard: Standard) -> None:
    rule = standard.by_code["YZJH-1.S"].composite

    assert rule is not None and rule.kind == "most"
    assert rule.of == tuple(f"YZJH-1.{n}" for n in range(1, 8))
    assert rule.min_met is not None and number(rule.min_met, standard) == 6
    assert rule.floor is not None and number(rule.floor, standard) == Fraction("0.85")


FLOORS = {
    "primary": ["3.57", "0.85", "0.765", "3.825", "6.375", "1700", "1.955"],
    "junior": ["4.505", "0.85", "0.765", "4.93", "8.67", "2125", "2.04"],
}


@pytest.mark.parametrize("stage", FLOORS)
def test_the_floors_are_those_printed(stage: str, standard: Standard) -> None:
    for n, floor in enumerate(FLOORS[stage], start=1):
        limit = number(standard.by_code[f"YZJH-1.{n}"].measures[0].limit[stage], standard)
        assert limit is not None and limit * Fraction("0.85") == Fraction(floor)


def test_four_resources_are_shared_by_the_stages(standard: Standard) -> None:
    assert [item.code for item in standard.items if item.shared] == [f"YZJH-1.{n}" for n in range(4, 8)]


def test_the_cv_limits_differ_by_stage(standard: Standard) -> None:
    variation = standard.by_code["YZJH-1.CV"].composite

    assert variation is not None and variation.op == "<="
    assert {stage: number(node, standard) for stage, node in variation.limit.items()} == {
        "primary": Fraction("0.5"),
        "junior": Fraction("0.45"),
    }


def test_the_scope_splits_as_the_procedure_says(standard: Standard, notes: dict[str, Any]) -> None:
    assert standard.scope is not None
    named = {"九年一贯制": "nine_year", "完全中学": "complete_secondary", "十二年一贯制": "twelve_year"}
    for name, code in named.items():
        assert standard.scope.types[code].weights == notes["rules"]["split_weights"][name]
    point = standard.parameters["point_min"].value
    assert point == notes["rules"]["teaching_point_min_pupils"]


def test_who_is_in_scope(standard: Standard) -> None:
    assert standard.scope is not None
    types = standard.scope.types
    assert [code for code, place in types.items() if not place.listed] == [
        "vocational",
        "vocational_junior",
        "kindergarten",
    ]
    assert types["special"].listed and not types["special"].stages
    assert types["complete_secondary"].stages == ("junior",)


def test_the_attached_kindergarten_has_no_default_weight(standard: Standard) -> None:
    assert standard.scope is not None
    assert standard.parameters[standard.scope.attached_weight].value is None


def national(notes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in notes["indicators"] if entry["id"].startswith("YZJH-")}


def test_names_levels_and_confidence_agree_with_the_notes(standard: Standard, notes: dict[str, Any]) -> None:
    known = national(notes)

    assert set(standard.by_code) == set(known)
    for code, item in standard.by_code.items():
        assert item.level == ItemLevel(known[code]["level"]), code
        assert item.confidence == known[code]["confidence"], code
        assert squeezed(item.name)[:7] == squeezed(known[code]["name"])[:7], code


def squeezed(name: str) -> str:
    return name.translate({ord(a): b for a, b in zip("(),:;≤≥", "（），：；不不", strict=True)}).replace(" ", "")


EXPECTED: dict[str, list[str | dict[str, str]]] = {
    "YZJH-2.7": ["8000"],
    "YZJH-2.9": ["100"],
    "YZJH-2.11": ["10", "20"],
    "YZJH-2.12": ["100"],
    "YZJH-2.13": [{"primary": "100", "junior": "95"}],
    "YZJH-2.14": ["50"],
    "YZJH-2.15": ["85"],
    "YZJH-3.1": ["95"],
    "YZJH-3.2": ["95"],
    "YZJH-3.4": ["5"],
    "YZJH-4.1": ["85", "85"],
}


@pytest.mark.parametrize("code", EXPECTED)
def test_percentages_and_amounts(code: str, standard: Standard) -> None:
    found = [limits(measure, standard) for measure in standard.by_code[code].measures]

    wanted = [
        {stage: Fraction(text) for stage, text in (limit if isinstance(limit, dict) else {"": limit}).items()}
        for limit in EXPECTED[code]
    ]
    assert found == wanted
    assert all(measure.op == ">=" for measure in standard.by_code[code].measures)


def test_resource_thresholds_agree_with_the_notes(standard: Standard, notes: dict[str, Any]) -> None:
    known = national(notes)
    for item in standard.items:
        if item.resource:
            wanted = {stage: Fraction(value) for stage, value in known[item.code]["threshold"].items()}
            assert limits(item.measures[0], standard) == wanted, item.code
            assert item.measures[0].op == known[item.code]["op"]
            assert item.measures[0].gap is not None


def test_the_monitoring_difference_is_strictly_below(standard: Standard) -> None:
    item = standard.by_code["YZJH-3.9"]

    assert standard.parameters["monitoring_diff"].value == Fraction("0.15")
    assert [getattr(condition.formula, "body", None).op for condition in item.conditions[1:]] == ["<"]
    assert item.open_if is not None


def test_every_item_says_where_it_comes_from(standard: Standard) -> None:
    def whole(item: Item) -> bool:
        return bool(item.clause and item.source and item.methods and item.evidence and item.departments and item.short)

    assert [item.code for item in standard.items if not whole(item)] == []


def test_the_nine_rulings_of_the_notes_and_our_own_are_linked(standard: Standard) -> None:
    assert [ruling.code for ruling in standard.rulings][:9] == [f"D{n}" for n in range(1, 10)]
    assert all(ruling.items and ruling.text.endswith("[P]") for ruling in standard.rulings)
    ruled = {code for ruling in standard.rulings for code in ruling.items}
    assert {"YZJH-2.2", "YZJH-2.3", "YZJH-2.4", "YZJH-2.6", "YZJH-2.8", "YZJH-2.13", "YZJH-3.9"} <= ruled


def test_the_four_relaxations_are_declared_and_ask_for_nothing(
    standard: Standard, catalogue: Catalogue, notes: dict[str, Any]
) -> None:
    declared = {relaxation.code: relaxation.item for relaxation in standard.relaxations}

    assert declared == {code: rule["indicator"] for code, rule in notes["rules"]["relaxations"].items()}
    asked = figures_asked([standard], catalogue)
    assert [figure.name for figure in asked if figure.only_with] == []


@pytest.mark.parametrize(
    ("code", "figures"),
    [
        ("YZJH-R1", {"t_pe_art_shared"}),
        ("YZJH-R2", {"area_other_sport", "area_offsite_sport"}),
        ("YZJH-R3", {"built_year"}),
        ("YZJH-R4", {"built_year", "stu_migrant"}),
    ],
)
def test_a_relaxation_that_is_switched_on_asks_for_its_figures(
    standard: Standard, catalogue: Catalogue, code: str, figures: set[str]
) -> None:
    plain = {figure.name for figure in figures_asked([standard], catalogue)}
    asked = {figure.name for figure in figures_asked([standard], catalogue, {code})}
    assert figures <= asked and {name for name in asked - plain if catalogue[name].only_with} == figures


def test_it_asks_for_the_parts_of_what_may_be_derived(standard: Standard, catalogue: Catalogue) -> None:
    asked = {figure.name for figure in figures_asked([standard], catalogue)}

    assert {"t_aboveq", "t_bachelor", "area_teaching", "area_indoor_sport", "monitoring", "fund_std_required"} <= asked
    assert not {"fiscal_edu", "kg_classes"} & asked
