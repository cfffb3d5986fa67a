"""Vetoes, caps, drops, preconditions: three answers from a formula, a person or another item."""

from dataclasses import replace
from typing import Any

import pytest

from dudao.calc.assessment.result import ItemResult, TriggerState, Verdict
from dudao.calc.assessment.triggers import trigger_states
from dudao.calc.assessment.world import World
from dudao.calc.figures import Key
from dudao.calc.figures.snapshot import ChoiceMade, Choices
from dudao.calc.formula import parse
from dudao.calc.standard.model import Trigger
from tests.calc.assessment.six_aspects import CODE, JUDGED, YEAR, assess, catalogue, six_aspects, snapshot

RATES = ("90", "89", "88", "87")


def state(code: str, **changed: Any) -> TriggerState:
    return next(one for one in assess(**changed).triggers if one.code == code)


def states_of(*triggers: Trigger, items: dict[str, ItemResult] | None = None, **changed: Any) -> list[TriggerState]:
    standard = replace(six_aspects(), triggers=triggers)
    return list(trigger_states(World(standard, catalogue(), snapshot(**changed)), items or {}))


@pytest.mark.parametrize(
    ("code", "figure"),
    [
        ("DEMO-V1", "wage_arrears_new"),
        ("DEMO-V2", "funds_misused"),
        ("DEMO-V3", "accidents_major"),
        ("DEMO-CAP1", "d_area_in_use_total"),
    ],
)
def test_ruling_6_each_trigger_has_one_source(code: str, figure: str) -> None:
    assert state(code).struck is False
    assert state(code, **{figure: 1}).struck is True
    missing = state(code, without=(figure,))
    assert missing.struck is None and [need.key.figure for need in missing.needs if need.key] == [figure]


@pytest.mark.parametrize("code", ["DEMO-V4", "DEMO-CAP2", "DEMO-DROP1"])
def test_ruling_7_what_a_person_has_not_said_is_not_known(code: str) -> None:
    assert state(code).struck is False
    assert state(code, judged=JUDGED | {code: "struck"}).struck is True
    silent = {name: level for name, level in JUDGED.items() if name != code}
    unsaid = state(code, judged=silent)
    assert unsaid.struck is None and unsaid.needs[0].judgement == (code, "")


@pytest.mark.parametrize(
    ("rates", "struck"),
    [
        (("87", "88", "89", "90"), True),
        (("87", "88", "88", "90"), False),  # level: broken
        (("87.001", "87.002", "87.003", "87.004"), True),  # unrounded
        (("87", "88", "89", None), None),
        (("87", "86", None, None), False),  # one year without a fall is known
    ],
)
def test_ruling_6_fitness_falling_three_times(rates: Any, struck: bool | None) -> None:
    assert state("DEMO-DROP2", fitness_rate=rates).struck is struck


def test_a_struck_veto_makes_the_whole_county_fail_with_full_points() -> None:
    score = assess(wage_arrears_new=1).score
    assert score is not None and (score.low, score.grade) == (98.5, "不合格")


def test_fraud_takes_five_points_and_one_grade() -> None:
    score = assess(judged=JUDGED | {"DEMO-DROP1": "struck"}).score
    assert score is not None and (score.low, score.deduction, score.grade) == (95, 5, "良好")


def test_open_triggers_leave_the_grade_between_its_two_ends() -> None:
    silent = {name: level for name, level in JUDGED.items() if name != "DEMO-CAP2"}
    score = assess(judged=silent).score
    assert score is not None and (score.low, score.best, score.worst, score.grade) == (100, "优秀", "良好", "")


def test_a_switched_off_trigger_does_not_strike() -> None:
    off = Trigger(code="X", name="x", effect="veto", holds=parse("dropouts >= 0"), on=False)
    assert states_of(off)[0].struck is False
    on = Choices(evaluation_year=YEAR, switches={(CODE, "X"): ChoiceMade(value=True)})
    assert states_of(off, choices=on)[0].struck is True
    stop = Choices(evaluation_year=YEAR, switches={(CODE, "X"): ChoiceMade(value=False)})
    assert states_of(replace(off, on=True), choices=stop)[0].struck is False


@pytest.mark.parametrize(
    ("verdict", "struck"),
    [(Verdict.FAIL, True), (Verdict.PASS, False), (Verdict.OPEN, None), (Verdict.NA, False)],
)
def test_a_trigger_may_strike_with_an_item(verdict: Verdict, struck: bool | None) -> None:
    veto = Trigger(code="X", name="x", effect="veto", same_as="I")
    assert states_of(veto, items={"I": ItemResult("I", verdict)})[0].struck is struck


def test_a_precondition_counts_against_the_county_when_it_is_not_fulfilled() -> None:
    held = Trigger(code="P", name="p", effect="precondition", holds=parse("dropouts == 0"))
    assert states_of(held)[0].struck is False
    assert states_of(held, dropouts=1)[0].struck is True
    missing = states_of(held, without=("dropouts",))[0]
    assert missing.struck is None and missing.needs[0].key == Key("", "dropouts")
