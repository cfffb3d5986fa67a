"""Four thousand wordings of the figures: more than nine in ten understood, none misunderstood."""

from pathlib import Path

from tests.spreadsheets.mapping.phrasebook import counted, judge, judge_all, phrases

PHRASES = Path(__file__).parent / "phrases"


def test_most_wordings_are_sure_and_none_is_taken_for_another_figure() -> None:
    judged = [each for name in ("open", "closed") for each in judge_all(phrases(PHRASES / f"{name}.jsonl"))]
    told = counted(judged)
    assert [(phrase["head"], why) for phrase, outcome, why in judged if outcome == "wrong"] == []
    assert told["sure"] >= 0.95 * told.total(), told


def test_a_head_that_is_no_figure_is_never_taken() -> None:
    judged = [(phrase["head"], *judge(phrase)) for phrase in phrases(PHRASES / "negative.jsonl")]
    assert len(judged) >= 300 and [each for each in judged if each[1] == "wrong"] == []


def test_a_head_that_may_be_several_figures_is_always_asked() -> None:
    given = [{**phrase, "figure": None} for phrase in phrases(PHRASES / "ambiguous.jsonl")]
    judged = [(phrase["head"], *judge(phrase)) for phrase in given]
    assert len(judged) >= 100 and [each for each in judged if each[1] != "asked"] == []
