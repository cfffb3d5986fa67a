"""The demonstration standard as shipped: whole, adding up, and the same as the paper it was written from."""

import re
from collections import Counter
from fractions import Fraction as F
from functools import lru_cache
from pathlib import Path

import pytest

from dudao.calc.figures import Catalogue
from dudao.calc.figures.reading import read_catalogue
from dudao.calc.standard.asking import figures_asked
from dudao.calc.standard.model import Standard
from dudao.calc.standard.reading import read_standard
from dudao.library import figures, standard

PAPER = Path(__file__).parents[3] / "shared" / "domain" / "standards-county-government.md"


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    return read_catalogue(figures(), "figures.yaml")


@lru_cache(maxsize=1)
def demo() -> Standard:
    return read_standard(standard("DEMO-6A-100"), "DEMO-6A-100.yaml", catalogue())


def test_it_says_that_it_is_not_official() -> None:
    assert (demo().official, demo().notice, demo().kind) == (False, "演示标准，非官方", "score")


def test_six_aspects_twenty_one_groups_sixty_four_items_a_hundred_points() -> None:
    aspects = [aspect.code for aspect in demo().aspects]
    groups = [group for group in demo().groups if group.parent in aspects]
    assert (len(aspects), len(groups), len(demo().items)) == (6, 21, 64)
    assert demo().full == 100


def test_points_of_children_add_up() -> None:
    assert sum(aspect.points or 0 for aspect in demo().aspects) == 100
    for group in demo().groups:
        below = [part.points or F(0) for part in (*demo().groups, *demo().items) if part.parent == group.code]
        assert sum(below) == group.points, group.code


def test_every_item_says_who_how_and_by_what_proof() -> None:
    for item in demo().items:
        assert item.methods and set(item.methods) <= set("听查看访"), item.code
        assert item.evidence and item.departments and item.short and item.source, item.code
        assert item.shape is not None, item.code


def test_grades_triggers_and_extras() -> None:
    assert [(grade.name, grade.at_least) for grade in demo().grades] == [
        ("优秀", 90),
        ("良好", 80),
        ("合格", 65),
        ("不合格", 0),
    ]
    assert Counter(trigger.effect for trigger in demo().triggers) == {"veto": 4, "cap": 2, "drop": 2}
    assert [trigger.minus for trigger in demo().triggers if trigger.minus] == [5]
    extras = demo().extras
    assert extras is not None and (extras.bonus_cap, extras.deduction_cap) == (3, 5)


def test_nineteen_rulings_each_touching_something() -> None:
    assert [ruling.code for ruling in demo().rulings] == [f"R{number}" for number in range(1, 20)]
    assert all(ruling.text and ruling.items for ruling in demo().rulings)


def test_levels_of_what_a_person_judges_have_words_of_their_own() -> None:
    judged = [item for item in demo().items if item.judgement]
    assert [item.code for item in judged] == ["C1.2.1", "C2.4.1", "C5.2.3", "C6.1.4"]
    texts = [level.text for item in judged if item.judgement for level in item.judgement.levels]
    assert all(texts) and len(set(texts)) == 16
    for item in judged:
        assert item.judgement is not None
        assert [level.share for level in item.judgement.levels] == [1, F("0.8"), F("0.6"), 0]


def test_every_parameter_of_the_paper_is_there_with_its_value() -> None:
    values = {name: parameter.value for name, parameter in demo().parameters.items()}
    expected = {
        "schools_per_inspector": 5,
        "preschool_target": F("0.9"),
        "inclusive_top": F("0.85"),
        "public_kindergarten_share": F("0.5"),
        "retention_target": F("0.95"),
        "migrant_top": F("0.95"),
        "disabled_target": F("0.95"),
        "senior_stage_target": F("0.92"),
        "vocational_share": F("0.3"),
        "standard_schools_target": 1,
        "training_hours": 360,
        "rotation_share": F("0.1"),
        "fitness_top": F("0.85"),
        "fitness_second": F("0.82"),
        "satisfaction_top": F("0.85"),
        "satisfaction_low": F("0.7"),
        "late_days": 30,
        "local_surcharge_rate": F("0.02"),
        "running_floor": 100,
    }
    assert {name: values[name] for name in expected} == expected


def test_every_figure_it_asks_for_is_declared() -> None:
    asked = {figure.name for figure in figures_asked([demo()], catalogue())}
    assert {"fiscal_edu", "special_funds", "stu", "last_issues", "fitness_rate"} <= asked


# — beside the paper, where it is at hand


def _paper() -> list[list[str]]:
    if not PAPER.exists():
        pytest.skip("the domain paper is not at hand")
    table = PAPER.read_text("utf-8").split("| 编号 | 指标 | 分值 |", 1)[1]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| ")]
    return [[cell.strip().strip("*") for cell in row] for row in rows if re.match(r"\s*\**[ABC]\d", row[0])]


def test_codes_and_points_are_those_of_the_paper() -> None:
    written = {row[0]: F(row[2]) for row in _paper()}
    ours = {part.code: part.points for part in (*demo().groups, *demo().items)}
    assert ours == written


def test_shapes_and_methods_are_those_of_the_paper() -> None:
    same = {"min": "min_ratio", "同上": "min_ratio"}
    for row in _paper():
        item = demo().by_code.get(row[0])
        if item is None:
            continue
        assert item.shape is not None
        written = re.match(r"[a-z_]+|同上", row[3])
        assert written is not None, row[3]
        assert item.shape.name == same.get(written[0], written[0]), item.code
        assert set(item.methods) == set(row[6]) - set("、 "), item.code
