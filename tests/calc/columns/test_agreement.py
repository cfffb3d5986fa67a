"""Columns and the exact evaluator say the same of every row, coefficient, item, point and county.

A fixed set of 20,000 rows with thousands of ties, and small counties that Hypothesis makes up: units to be merged, unknown
types, lists, figures both given and derived, the county's own choices.
"""

from collections import Counter
from datetime import date
from fractions import Fraction as F
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.size_data import made
from dudao.calc.columns import Column, Table
from dudao.calc.figures import Kind, Level
from dudao.calc.figures.declaration import Figure
from dudao.calc.figures.snapshot import ChoiceMade, Choices
from dudao.library.read import catalogue, standard
from tests.calc.columns.both_ways import by_columns, by_statements, differences, known_row

CODES = ("YZJH-2017", "DEMO-6A-100")
CHOICES = Choices(
    evaluation_year=2026,
    visit_date=date(2026, 12, 15),
    parameters={("YZJH-2017", "kindergarten_weight"): ChoiceMade(value="0.8")},
)


@cache
def judged(level: str) -> dict[str, tuple[str, ...]]:
    """What persons judge, of counties or of schools: item or trigger → levels."""
    found = {}
    for code in CODES:
        for one in (*standard(code).items, *standard(code).triggers):
            if one.judgement is not None and getattr(getattr(one, "level", None), "of_school", False) is (
                level == "school"
            ):
                found[one.code] = tuple(choice.code for choice in one.judgement.levels)
    return found


@pytest.mark.parametrize(("code", "counties"), [("YZJH-2017", 64), ("DEMO-6A-100", 8)])
def test_twenty_thousand_rows_are_told_the_same_both_ways(code: str, counties: int) -> None:
    table = made(counties, catalogue(), judged("county"), seed=7)
    ours = by_columns(table, standard(code), catalogue(), CHOICES, 5_000)
    theirs = by_statements(table, standard(code), catalogue(), CHOICES)

    assert differences(ours, theirs)[:5] == []
    if code == "YZJH-2017":
        assert len(table.school_of) >= 20_000
        ties = Counter(tie for county in theirs for tie in known_row(county, standard(code)))
        assert sum(ties.values()) >= 5_000, ties
        squares = [one[1] for county in theirs for one in county["variations"].values()]
        assert squares.count(F(1, 4)) + squares.count(F(81, 400)) >= 5


# — small counties made up by Hypothesis

TYPES = (
    "primary", "primary", "junior", "nine_year", "teaching_point", "twelve_year", "complete_secondary", "senior",
    "special", "vocational", "kindergarten", None,
)  # fmt: skip
STAGES = {
    "nine_year": ("primary", "junior"),
    "twelve_year": ("primary", "junior", "senior"),
    "complete_secondary": ("junior", "senior"),
    "senior": ("junior", "senior"),
    "junior": ("junior",),
}
PUPILS = (0, 1, 45, 49, 50, 99, 100, 200, 500, 1000, 2000, 2001, 2500, None)
LINES = (42, 53, 10, 9, 45, 58, 75, 102, 20, 25, 23, 24, 85, 100)


def numbers(figure: Figure) -> st.SearchStrategy[Any]:
    """Pupils and lines, so that ratios fall on limits; and what is unknown."""
    scale = 10 ** (figure.decimals or 0)
    ties = [n * line * scale // 1000 for n in (100, 200, 500, 1000) for line in LINES]
    return st.sampled_from([0, scale, 2 * scale, 3 * scale, *ties, *[None] * 6])


def rows_of(figure: Figure) -> st.SearchStrategy[Any]:
    """A list: some rows, each cell known or not; or no list at all."""
    columns = {
        column.name: (
            st.sampled_from([choice.code for choice in column.choices])
            if column.choices
            else st.sampled_from([True, False])
            if column.kind is Kind.YES_NO
            else st.dates(date(2025, 6, 1), date(2026, 12, 31))
            if column.kind is Kind.DATE
            else st.sampled_from([0, 1, 3, 30, 46, 51, 56, 66, 90, 96])
            if column.kind is Kind.NUMBER
            else st.just("甲")
        )
        for column in figure.columns
    }
    row = st.fixed_dictionaries({}, optional=columns).map(known_cells)
    return st.none() | st.lists(row, max_size=3).map(tuple)


def known_cells(cells: dict[str, Any]) -> dict[str, Any]:
    from dudao.calc.figures import Known

    return {name: Known(value) for name, value in cells.items()}


def cell(figure: Figure) -> st.SearchStrategy[Any]:
    if figure.name in ("stu", "stu_kindergarten"):
        return st.sampled_from(PUPILS)
    if figure.kind is Kind.NUMBER:
        return numbers(figure)
    if figure.kind is Kind.YES_NO:
        return st.sampled_from([True, True, False, None])
    if figure.kind is Kind.CHOICE:
        return st.sampled_from([*[choice.code for choice in figure.choices], None])
    if figure.kind is Kind.DATE:
        return st.sampled_from([date(2020, 12, 15), date(2023, 12, 15), date(2023, 12, 16), None])
    return rows_of(figure) if figure.kind is Kind.LIST else st.none()


@cache
def cells(name: str, size: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(cell(catalogue()[name]), min_size=size, max_size=size)


@cache
def asked(level: Level) -> tuple[Figure, ...]:
    left_out = ("school_type", "parent_code", "school_name", "school_code", "township")
    return tuple(one for one in catalogue().figures.values() if one.level is level and one.name not in left_out)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """One or two counties of a few schools; a part of the figures is not there at all."""
    types = draw(st.lists(st.lists(st.sampled_from(TYPES), max_size=5), min_size=1, max_size=2))
    kinds = [kind for county in types for kind in county]
    county_of = [county for county, several in enumerate(types) for _ in several]
    schools = [f"S{place}" for place in range(len(kinds))]
    rows = [
        (place, stage)
        for place, kind in enumerate(kinds)
        for stage in (STAGES.get(kind or "", ("primary",)) if kind not in ("special", "vocational") else ())
        if draw(st.integers(0, 9))
    ]
    seed = draw(st.integers(0, 2**16))
    dense = draw(st.booleans())

    def column(figure: Figure, size: int) -> Column | None:
        if not dense and (hash_of(figure.name) ^ seed) % 4 == 0:
            return None
        decimals = figure.decimals or 0
        values = draw(cells(figure.name, size))
        return Column(values, decimals if figure.kind is Kind.NUMBER else 0)

    def columns(level: Level, size: int) -> dict[str, Column]:
        found = {figure.name: column(figure, size) for figure in asked(level)}
        return {name: one for name, one in found.items() if one is not None}

    school = columns(Level.SCHOOL, len(kinds))
    school["school_type"] = Column(kinds)
    school["counts_as_school"] = Column([draw(st.sampled_from([True, True, True, False, None])) for _ in kinds])
    school["parent_code"] = Column([draw(st.sampled_from([*schools, None])) for _ in kinds])
    county: dict[tuple[str, str, int], Column] = {}
    for figure in (*asked(Level.COUNTY), *asked(Level.COUNTY_STAGE)):
        for stage in figure.stages or ("",):
            for year in figure.years if figure.several_years else (0,):
                made_up = column(figure, len(types))
                if made_up is not None:
                    county[figure.name, stage, year] = made_up
    return Table(
        counties=[f"C{place}" for place in range(len(types))],
        schools=schools,
        county_of=county_of,
        school_of=[place for place, _ in rows],
        stage_of=[stage for _, stage in rows],
        school=school,
        row=columns(Level.SCHOOL_STAGE, len(rows)),
        county=county,
        judged_school={
            code: [draw(st.sampled_from([*levels, ""])) for _ in kinds] for code, levels in judged("school").items()
        },
        judged_county={
            code: [draw(st.sampled_from([*levels, ""])) for _ in types] for code, levels in judged("county").items()
        },
    )


def hash_of(name: str) -> int:
    return sum(ord(letter) * (place + 7) for place, letter in enumerate(name))


CHOSEN = st.builds(
    Choices,
    evaluation_year=st.sampled_from([2026, 2026, 2026, 0]),
    visit_date=st.sampled_from([date(2026, 12, 15), None]),
    parameters=st.dictionaries(
        st.sampled_from(
            [("YZJH-2017", "kindergarten_weight"), ("YZJH-2017", "rule_floor"), ("DEMO-6A-100", "late_days")]
        ),
        st.sampled_from(["0.8", "1", "0.9", "30"]).map(lambda value: ChoiceMade(value=value)),
    ),
    strictness=st.dictionaries(
        st.sampled_from([("YZJH-2017", "YZJH-1.4"), ("YZJH-2017", "YZJH-1.CV"), ("DEMO-6A-100", "C2.1.2")]),
        st.sampled_from([">", ">=", "<", "<="]).map(lambda value: ChoiceMade(value=value)),
    ),
)


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(table=tables(), choices=CHOSEN)
def test_any_small_county_is_told_the_same_both_ways(code: str, table: Table, choices: Choices) -> None:
    ours = by_columns(table, standard(code), catalogue(), choices, 1)
    theirs = by_statements(table, standard(code), catalogue(), choices)

    assert differences(ours, theirs)[:5] == []
