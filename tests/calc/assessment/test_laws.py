"""Laws that hold for every county: order, scale, more knowledge, and an edit that equals a whole run."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction as F
from functools import cache
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.result import StandardResult, Verdict
from dudao.calc.assessment.variation import spread
from dudao.calc.figures import Judgement, Key, Known, Reason, Snapshot, Unknown
from tests.calc.assessment.counties import assessor, county, grant, known

STAGES = {
    "primary": ["primary"],
    "junior": ["junior"],
    "nine_year": ["primary", "junior"],
    "teaching_point": ["primary"],
}
SCHOOL = (
    "area_teaching",
    "area_indoor_sport",
    "area_field",
    "equip_value_wanyuan",
    "n_media_rooms",
    "stu_kindergarten",
    "area_other_sport",
    "area_offsite_sport",
    "built_year",
    "stu_migrant",
)
STAGED = (
    "stu",
    "t_aboveq",
    "t_backbone",
    "t_pe_art",
    "t_pe_art_shared",
    "n_classes_over",
    "t_full",
    "t_360",
    "t_certified",
)
NUMBERS = st.one_of(
    st.none(),
    st.sampled_from([Reason.BLANK, Reason.PENDING]),
    st.integers(0, 60),
    st.integers(1, 2500),
    st.decimals(0, 9000, places=2).map(str),
)


@cache
def shared_assessor() -> Assessor:
    return assessor()


@cache
def scored_assessor() -> Assessor:
    return assessor("DEMO-6A-100")


@st.composite
def schools(draw: Any) -> dict[str, dict[str, object]]:
    """Up to five schools with any figures, some missing; campuses and attached kindergartens among them."""
    found: dict[str, dict[str, object]] = {}
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from([*STAGES, "special", None]))
        values: dict[str, object] = {} if kind is None else {"type": kind}
        for name in SCHOOL:
            values[name] = draw(NUMBERS)
        values["urban_rural_code"] = draw(st.sampled_from(["rural", "urban", None]))
        for stage in STAGES.get(kind or "", ()):
            for name in STAGED:
                values[f"{name}.{stage}"] = draw(NUMBERS)
        if number and draw(st.booleans()):
            values |= {"counts_as_school": False, "parent_code": draw(st.sampled_from(["S0", "S1", "nowhere"]))}
        found[f"S{number}"] = values
    return found


GRANTS = st.lists(
    st.builds(
        grant,
        st.sampled_from(["S0", "S1", "S2", "nowhere"]),
        st.sampled_from([f"YZJH-R{number}" for number in range(1, 5)]),
        st.sampled_from([date(2026, 12, 14), date(2026, 12, 15), date(2027, 7, 31)]),
    ),
    max_size=5,
    unique_by=lambda one: (one.school, one.relaxation),
)


def snapshots() -> st.SearchStrategy[Snapshot]:
    """Some with relaxations switched on: used, expired on the day before the visit, or for a school that is not there."""
    weight = st.sampled_from([{}, {"kindergarten_weight": "0.5"}])
    visit = st.sampled_from([date(2026, 12, 15), None])
    return st.builds(
        lambda found, chosen, day, granted: county(found, parameters=chosen, visit=day, relaxations=granted),
        schools(),
        weight,
        visit,
        st.one_of(st.just([]), GRANTS),
    )


KEYS = st.tuples(
    st.sampled_from(["S0", "S1", "S2", ""]),
    st.sampled_from([*SCHOOL, *STAGED, "school_type", "counts_as_school", "fund_std", "survey_ok", "t_full_total"]),
    st.sampled_from(["primary", "junior"]),
)
COUNTY = {"fund_std", "survey_ok", "t_full_total"}


def change(snapshot: Snapshot, drawn: tuple[str, str, str], value: object) -> tuple[Snapshot, Key]:
    unit, figure, stage = drawn
    staged = figure in STAGED or figure == "fund_std"
    key = Key("" if figure in COUNTY else unit or "S0", figure, stage if staged else "")
    if figure == "school_type":
        value = "junior"
    elif figure == "counts_as_school":
        value = bool(value)
    elif value is None or isinstance(value, Reason):
        return snapshot.replace(key, Unknown(Reason.BLANK)), key
    else:
        value = F(str(value))
    return snapshot.replace(key, Known(value)), key


@settings(max_examples=120, deadline=None)
@given(snapshots(), st.lists(st.tuples(KEYS, NUMBERS), min_size=1, max_size=4))
def test_an_edit_equals_a_whole_run(snapshot: Snapshot, edits: list[tuple[tuple[str, str, str], object]]) -> None:
    """One after another, each built on the result before; the last result and an older one give the same."""
    for made in (shared_assessor(), scored_assessor()):
        first = result = made.assess(snapshot)
        now, keys = snapshot, []
        for drawn, value in edits:
            now, key = change(now, drawn, value)
            keys.append(key)
            result = made.update(result, now, [key])
            assert result == Assessor(made.standard, made.catalogue).assess(now)
        assert made.update(first, now, keys) == result


@settings(max_examples=30, deadline=None)
@given(snapshots(), st.sampled_from(["met", "not_met", ""]))
def test_a_judgement_equals_a_whole_run(snapshot: Snapshot, level: str) -> None:
    judged = {("YZJH-3.3", "S0"): Judgement(level=level), ("YZJH-2.1", ""): Judgement(level=level)}
    judged |= {("YZJH-V1", ""): Judgement(level="struck"), ("C1.2.1", ""): Judgement(level="good")}
    now = Snapshot(**{**vars(snapshot), "judgements": judged})
    codes = [code for code, _ in judged]
    for made in (shared_assessor(), scored_assessor()):
        result = made.assess(snapshot)
        assert made.rejudge(result, now, codes) == made.assess(now)
        assert made.rejudge(result, now, codes) == made.assess(now), "not the last result any more"


@settings(max_examples=80, deadline=None)
@given(snapshots(), st.lists(GRANTS, min_size=1, max_size=3))
def test_relaxations_switched_on_and_off_equal_a_whole_run(snapshot: Snapshot, several: list[list[Any]]) -> None:
    made = shared_assessor()
    result = made.assess(snapshot)
    for granted in several:
        now = Snapshot(**{**vars(snapshot), "choices": replace(snapshot.choices, relaxations=tuple(granted))})
        assert made.update(result, now, []) == made.assess(now), "other choices get a whole run"
        result = made.relax(result, now)
        assert result == made.assess(now)


@settings(max_examples=60, deadline=None)
@given(snapshots(), st.randoms(use_true_random=False))
def test_the_order_of_schools_does_not_matter(snapshot: Snapshot, chance: Any) -> None:
    mixed = list(snapshot.schools)
    chance.shuffle(mixed)
    one = shared_assessor().assess(snapshot)
    other = shared_assessor().assess(Snapshot(**{**vars(snapshot), "schools": tuple(mixed)}))
    assert verdicts(one) == verdicts(other)
    assert {(v.item, v.stage): (v.square, v.verdict) for v in one.variations} == {
        (v.item, v.stage): (v.square, v.verdict) for v in other.variations
    }


def verdicts(result: StandardResult) -> Mapping[tuple[str, str, str], Verdict]:
    found = {(row.item, row.unit, row.stage): row.verdict for row in result.rows}
    found |= {("rule", rule.unit, rule.stage): rule.verdict for rule in result.school_rules}
    found |= {(code, "", ""): item.verdict for code, item in result.items.items()}
    return found | {("", "", ""): result.verdict or Verdict.OPEN}


@settings(max_examples=150, deadline=None)
@given(snapshots(), KEYS, st.integers(1, 3000))
def test_more_knowledge_decides_what_was_open_and_overturns_nothing(
    snapshot: Snapshot, drawn: tuple[str, str, str], value: int
) -> None:
    """Filling one unknown figure leaves every verdict that was passed or failed as it was.

    Not so by rulings, and left out: figures that say who is a school (type, counts_as_school, pupils of a stage) make
    and unmake rows; "no kindergarten children stated" means none; a given total may contradict its known parts.
    """
    unit, figure, stage = drawn
    staged = figure in STAGED or figure == "fund_std"
    key = Key("" if figure in COUNTY else unit or "S0", figure, stage if staged else "")
    assume(figure not in ("school_type", "counts_as_school", "stu", "stu_kindergarten", "t_full_total"))
    assume(not isinstance(snapshot.statements.get(key), Known))
    old = verdicts(shared_assessor().assess(snapshot))
    new = verdicts(shared_assessor().assess(snapshot.replace(key, Known(value))))
    assert old.keys() == new.keys()
    for place, verdict in old.items():
        assert verdict in (Verdict.OPEN, new[place]), place


@given(st.lists(st.tuples(st.integers(1, 3000), st.fractions(0, 100, max_denominator=500)), min_size=1, max_size=12))
def test_a_coefficient_has_no_unit_and_no_size(pairs: list[tuple[int, F]]) -> None:
    """Values in another unit, or every school twice as large, or every school twice: the same coefficient."""
    square = spread(pairs).square
    plain = F(*square) if square is not None else None
    for changed in (
        [(pupils, value * F(7, 3)) for pupils, value in pairs],
        [(pupils * 2, value) for pupils, value in pairs],
        pairs + pairs,
    ):
        again = spread(changed).square
        assert (F(*again) if again is not None else None) == plain


@given(st.lists(st.tuples(st.integers(1, 3000), st.fractions(0, 100, max_denominator=500)), min_size=1, max_size=12))
def test_the_whole_number_form_is_the_definition(pairs: list[tuple[int, F]]) -> None:
    whole = sum(pupils for pupils, _ in pairs)
    mean = sum(pupils * value for pupils, value in pairs) / F(whole)
    variance = sum(F(pupils, whole) * (value - mean) ** 2 for pupils, value in pairs)
    found = spread(pairs)
    assert found.mean == mean and F(*found.variance) == variance
    square = found.square
    assert (F(*square) if square is not None else None) == (variance / mean**2 if mean else None)
    assert square is None or square[0] >= 0


PAIR = st.tuples(st.integers(1, 3000), st.fractions(0, 100, max_denominator=500))


@given(st.lists(PAIR, min_size=2, max_size=12), st.lists(st.tuples(st.integers(0, 11), PAIR), min_size=1, max_size=4))
def test_sums_exchanged_are_sums_added_up_again(pairs: list[tuple[int, F]], drawn: list[tuple[int, Any]]) -> None:
    changes = {place % len(pairs): pair for place, pair in drawn}
    changed = [changes.get(place, pair) for place, pair in enumerate(pairs)]
    found = spread(pairs).exchanged([(place, *pair) for place, pair in changes.items()])
    again = spread(changed)
    assert found is not None and found.mean == again.mean
    assert F(*found.variance) == F(*again.variance) and found.weights == again.weights
    assert [F(value, found.scale) for value in found.values] == [value for _, value in changed]


@settings(max_examples=40, deadline=None)
@given(schools(), st.integers(2, 5))
def test_twice_the_school_is_judged_the_same(found: dict[str, dict[str, object]], factor: int) -> None:
    """All resources and pupils times n: every resource row and coefficient as before (50 pupils decide who is a row)."""

    def times(value: object) -> object:
        if value is None or isinstance(value, bool | Reason):
            return value
        return known(F(str(value)) * factor)

    def grown(values: dict[str, object]) -> dict[str, object]:
        words = ("type", "parent_code", "counts_as_school", "urban_rural_code")
        return {name: value if name in words else times(value) for name, value in values.items()}

    plain = {unit: {**values, "type": "primary"} for unit, values in found.items() if values.get("type") == "primary"}
    one = shared_assessor().assess(county(plain))
    other = shared_assessor().assess(county({unit: grown(values) for unit, values in plain.items()}))
    resources = {place: verdict for place, verdict in verdicts(one).items() if place[0].startswith("YZJH-1.")}
    assert resources == {place: verdict for place, verdict in verdicts(other).items() if place[0].startswith("YZJH-1.")}
