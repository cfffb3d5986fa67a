"""What a page compares with: the figures and results of this moment, kept between pages and never mixed up."""

import pytest

from dudao.apps.campaigns.actions import set_choice
from dudao.apps.returns.actions import Judging, judge, remove_figure
from dudao.apps.returns.kept import Kept
from dudao.apps.returns.standing import assessor, standing

STANDARDS = ["YZJH-2017", "DEMO-6A-100"]


def whole(campaign, code):
    """Worked out from nothing."""
    return assessor(code).assess(standing(campaign).snapshot)


@pytest.mark.parametrize("code", STANDARDS)
def test_after_judgements_the_result_is_that_of_a_whole_run(code, campaign, operator, at, brought):
    brought()
    standing(campaign).result(code)
    for judgings in (
        [Judging("YZJH-3.3", "met", "name:青石镇中心小学", "x"), Judging("YZJH-2.1", "not_met", "", "x")],
        [
            Judging("C1.2.1", "good", "", "x"),
            Judging("DEMO-V4", "struck", "", "x"),
            Judging("YZJH-V2", "struck", "", "x"),
        ],
        [Judging("C1.2.1", ""), Judging("YZJH-3.3", "not_met", "name:青石镇中心小学", "x")],
    ):
        judge(campaign, judgings=judgings, by=operator, at=at)
        assert standing(campaign).result(code) == whole(campaign, code)


def test_asking_what_if_changes_nothing(campaign, brought):
    brought()
    now = standing(campaign)
    before = now.result("DEMO-6A-100")

    after = now.if_judged("DEMO-6A-100", "C1.2.1", "", "excellent")

    assert after.score.low - before.score.low == 2
    assert standing(campaign).result("DEMO-6A-100") == before


def test_a_new_figure_or_choice_is_seen_at_once(campaign, operator, at, brought):
    brought()
    before = standing(campaign).result("YZJH-2017")
    remove_figure(
        campaign, figure="stu", unit="name:青石镇中心小学", stage="primary", year=0, reason="重报", by=operator, at=at
    )
    assert standing(campaign).result("YZJH-2017") == whole(campaign, "YZJH-2017") != before
    set_choice(campaign, key="parameter:cv_primary", value="0.01", standard="YZJH-2017", by=operator, at=at)
    assert standing(campaign).result("YZJH-2017") == whole(campaign, "YZJH-2017")


def test_only_the_last_few_are_kept():
    kept = Kept(2)
    for key in "abc":
        kept.put(key, key.upper())

    assert [kept.find(key) for key in "abc"] == [None, "B", "C"]
    kept.find("b")
    kept.put("d", "D")
    assert kept.find("b") == "B" and kept.find("c") is None
    assert kept.get("e", lambda: "E") == kept.get("e", lambda: "another") == "E"
