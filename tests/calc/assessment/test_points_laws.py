"""Laws that hold whatever a county hands in: filling a gap stays within what was said before, the total stays 100."""

from dataclasses import replace
from fractions import Fraction as F
from functools import lru_cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dudao.calc.assessment.result import StandardResult
from dudao.calc.figures import Judgement, Key, Kind, Known, Snapshot
from tests.calc.assessment.six_aspects import assessor, catalogue, six_aspects, snapshot

NAMES = [grade.name for grade in six_aspects().grades]


@lru_cache(maxsize=1)
def whole() -> Snapshot:
    return snapshot()


# What the school table gives as well: another number there is a contradiction, not a gap filled.
SAID_TWICE = ("school_type", "n_schools", "n_vocational_schools")


def keys() -> list[Key]:
    return sorted(key for key in whole().statements if key.figure not in SAID_TWICE)


def values(key: Key) -> st.SearchStrategy[Any]:
    """Anything the figure's declaration lets in, small numbers often."""
    figure = catalogue()[key.figure]
    if figure.kind is Kind.YES_NO:
        return st.booleans()
    stated = whole().statements[key]
    near = stated.value if isinstance(stated, Known) and isinstance(stated.value, int | F) else 0
    numbers = st.one_of(st.integers(0, 3), st.integers(0, 2 * int(near) + 1), st.just(near))
    return numbers if figure.whole else numbers.map(F)


@st.composite
def counties(draw: st.DrawFn) -> tuple[Snapshot, Snapshot]:
    """A county with gaps, and the same with every gap filled somehow."""
    gaps = draw(st.sets(st.sampled_from(keys()), min_size=1, max_size=12))
    changed = draw(st.sets(st.sampled_from(keys()), max_size=12)) | gaps
    full = dict(whole().statements)
    for key in sorted(changed):
        full[key] = Known(draw(values(key)))
    unjudged = draw(st.sets(st.sampled_from(["C1.2.1", "C2.4.1", "DEMO-V4", "DEMO-CAP2"]), max_size=3))
    judged = {code: draw(st.sampled_from(_levels(code))) for code, _ in whole().judgements}
    judgements = {(code, ""): Judgement(level=level) for code, level in judged.items()}
    after = replace(whole(), statements=full, judgements=judgements)
    before = replace(
        after,
        statements={key: known for key, known in full.items() if key not in gaps},
        judgements={key: known for key, known in judgements.items() if key[0] not in unjudged},
    )
    return before, after


def _levels(code: str) -> list[str]:
    return ["excellent", "good", "fair", "poor"] if code.startswith("C") else ["struck", "clear"]


def items_full(result: StandardResult) -> F:
    return sum((one.points.full for one in result.items.values() if one.points), F(0))


@settings(max_examples=60, deadline=None)
@given(counties())
def test_filling_a_gap_stays_within_what_was_said_before(pair: tuple[Snapshot, Snapshot]) -> None:
    before, after = (assessor().assess(one) for one in pair)
    assert before.score and after.score
    assert before.score.items_low <= after.score.items_low <= after.score.items_high <= before.score.items_high
    for code in ("best", "worst"):
        grade = NAMES.index(getattr(after.score, code))
        assert NAMES.index(before.score.best) <= grade <= NAMES.index(before.score.worst)


@settings(max_examples=60, deadline=None)
@given(counties())
def test_whatever_does_not_apply_the_full_marks_are_a_hundred(pair: tuple[Snapshot, Snapshot]) -> None:
    for one in pair:
        result = assessor().assess(one)
        assert items_full(result) == 100
        assert sum(result.groups[aspect.code].full for aspect in six_aspects().aspects) == 100
        for found in result.items.values():
            assert found.points and 0 <= found.points.low <= found.points.high <= found.points.full
        for group in six_aspects().groups:
            inside = [result.items[item.code].points for item in six_aspects().items_under(group.code)]
            assert sum(points.low for points in inside if points) == result.groups[group.code].low


@settings(max_examples=40, deadline=None)
@given(counties())
def test_a_decided_item_stays_as_it_is_while_other_gaps_are_filled(pair: tuple[Snapshot, Snapshot]) -> None:
    """Its own points do not change; only the spread may."""
    before, after = (assessor().assess(one) for one in pair)
    for code, found in before.items.items():
        points, later = found.points, after.items[code].points
        assert points and later
        if points.decided and not points.na and points.full:
            assert later.low / later.full == points.low / points.full
