"""What the county is for: an overview on which something is decided, something open, and much to do."""

from fractions import Fraction

import pytest

from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.report import plain_result
from dudao.calc.assessment.report.sentences import verdict_counts
from dudao.library.read import catalogue, standard
from tests.demonstration.conftest import Read


@pytest.fixture(scope="module")
def results(brought: Read) -> dict:
    return {
        code: plain_result(
            standard(code),
            Assessor(standard(code), catalogue()).assess(brought.snapshot),
            catalogue(),
            brought.snapshot,
        )
        for code in ("YZJH-2017", "DEMO-6A-100")
    }


def test_the_county_is_clearly_not_balanced_and_nothing_is_struck(results: dict) -> None:
    plain = results["YZJH-2017"]
    counts = verdict_counts(plain)
    rows = [row["verdict"] for row in plain["school_rules"]]
    variations = [one["verdict"] for one in plain["variations"]]

    assert plain["verdict"] == "fail"
    assert 15 <= rows.count("fail") <= 30
    assert variations.count("fail") == 2
    assert {"pass", "fail", "open"} <= set(variations)
    assert counts["fail"] >= 5 and counts["open"] >= 4 and counts["pass"] >= 10
    failed = {item["code"] for item in plain["items"] if item["verdict"] == "fail"}
    assert {"YZJH-2.5", "YZJH-2.8", "YZJH-2.11"} <= failed
    assert not any(state["struck"] for state in plain["triggers"] if state["effect"] == "veto")


def test_the_score_is_good_or_fair_and_one_figure_decides(results: dict) -> None:
    score = results["DEMO-6A-100"]["score"]

    assert 80 <= Fraction(score["low"]) <= 88
    assert Fraction(score["high"]) - Fraction(score["low"]) == Fraction("6.5")
    assert (score["best"], score["worst"]) == ("良好", "合格")
    triggers = {state["code"]: state["struck"] for state in results["DEMO-6A-100"]["triggers"]}
    assert triggers["DEMO-DROP2"] is None
    assert not any(triggers[code] for code in triggers if code != "DEMO-DROP2")
