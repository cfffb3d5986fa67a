"""Each planted fault is found where it was planted; the second copy is refused with all of them named."""

import pytest

from dudao import demonstration
from dudao.calc.assessment.assessor import Assessor
from dudao.calc.figures import Key, Known, Reason, Unknown
from dudao.calc.returns.checks import check_figures
from dudao.demonstration import FAULTY_BOOK, STOPPING, UNDECIDED, Planted
from dudao.demonstration.county import County
from dudao.demonstration.paper import Places
from dudao.library.read import catalogue, checks, standard
from tests.demonstration.conftest import Read

CELLS = [planted for planted in UNDECIDED if planted.found in set(Reason)]
OPEN = [planted for planted in UNDECIDED if planted.found[0] in "YC"]
RULES = [planted for planted in STOPPING if not planted.found.startswith("CHK")]
CHECKS = [planted for planted in STOPPING if planted.found.startswith("CHK")]


def named(planted: Planted) -> str:
    return planted.kind


def key_of(planted: Planted, county: County) -> Key:
    name, figure, stage, year = planted.where
    return Key(county.called(name).code if name else "", figure, stage, year)


@pytest.fixture(scope="module")
def places(made_up: County) -> Places:
    """Sheet and cell of every figure; the faulty copy has its cells where the other one has them."""
    schools, county = demonstration.places(made_up, stopping=True).values()
    return {**schools, **county}


def test_there_are_well_over_twelve_kinds() -> None:
    assert len({planted.kind for planted in UNDECIDED}) == len(UNDECIDED) >= 10
    assert len({planted.kind for planted in STOPPING}) == len(STOPPING) >= 12


@pytest.mark.parametrize("planted", [one for one in CELLS if one.found != Reason.CONFLICT], ids=named)
def test_a_cell_that_says_nothing_is_unknown_with_its_reason(
    planted: Planted, made_up: County, brought: Read, places: Places
) -> None:
    said = brought.snapshot.statements[key_of(planted, made_up)]

    assert isinstance(said, Unknown)
    assert said.reason == planted.found
    if planted.ink is not None:
        assert said.source is not None
        assert (said.source.sheet, said.source.cell) == places[planted.where]


def test_a_sum_that_disagrees_with_its_parts_keeps_both_and_decides_nothing(made_up: County, brought: Read) -> None:
    planted = next(one for one in CELLS if one.found == Reason.CONFLICT)
    school = made_up.called(planted.where[0])
    said = brought.snapshot.statements[key_of(planted, made_up)]
    result = Assessor(standard("YZJH-2017"), catalogue()).assess(brought.snapshot)
    row = next(row for row in result.rows if (row.item, row.unit) == ("YZJH-1.5", school.code))

    assert isinstance(said, Known) and said.value == planted.ink
    assert row.verdict == "open"


def test_a_word_that_means_none_is_nought_by_a_persons_name(made_up: County, brought: Read) -> None:
    planted = next(one for one in UNDECIDED if one.kind == "写着无")
    said = brought.snapshot.statements[key_of(planted, made_up)]

    assert isinstance(said, Known) and said.value == 0
    assert said.source is not None and planted.found in said.source.remark and "贺立平" in said.source.remark


@pytest.mark.parametrize("planted", OPEN, ids=named)
def test_what_was_not_done_yet_leaves_its_item_open(planted: Planted, made_up: County, brought: Read) -> None:
    code = "DEMO-6A-100" if planted.found.startswith("C") else "YZJH-2017"
    result = Assessor(standard(code), catalogue()).assess(brought.snapshot)
    item = result.items[planted.found]

    if item.points is not None:
        assert not item.points.decided
    else:
        assert item.verdict == "open"


@pytest.mark.parametrize("planted", RULES, ids=named)
def test_a_wrong_cell_is_named_with_its_rule_and_an_example(planted: Planted, faulty: Read, places: Places) -> None:
    sheet, cell = places[planted.where]
    found = [one for one in faulty.whole.faults if one.rule == planted.found and one.sheet == sheet]

    assert any(cell in (one.cell, *(also.rpartition("!")[2] for also in one.also)) for one in found)
    assert all(one.why and one.example and one.file == FAULTY_BOOK or one.rule == "twice" for one in found)


@pytest.mark.parametrize("planted", CHECKS, ids=named)
def test_figures_that_contradict_each_other_are_named_with_their_cells(
    planted: Planted, made_up: County, faulty: Read, places: Places
) -> None:
    school = made_up.called(planted.where[0])
    report = check_figures(faulty.snapshot, catalogue(), checks())
    found = [one for one in report.errors if one.check == planted.found]

    assert [one.unit for one in found] == [unit_of(faulty, school.name)]
    cells = {(cell.source.sheet, cell.source.cell) for cell in found[0].cells if cell.source}
    assert places[planted.where] in cells


def unit_of(faulty: Read, name: str) -> str:
    """The code that a school has in the faulty copy, which may be the fault itself."""
    return next(school.code for school in faulty.snapshot.schools if school.name == name)


def test_the_second_copy_has_these_faults_and_no_others(faulty: Read) -> None:
    report = check_figures(faulty.snapshot, catalogue(), checks())

    assert sorted(one.rule for one in faulty.whole.faults) == sorted(planted.found for planted in RULES)
    assert sorted(one.check for one in report.errors) == sorted(planted.found for planted in CHECKS)
