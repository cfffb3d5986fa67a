"""Whole workbooks: those of five offices here, and the strangers' in ../strangers, which know nothing of the mapper."""

from pathlib import Path

import pytest

from dudao.calc.figures import Key, Known, Reason
from dudao.spreadsheets.mapping import apply_answers, propose, read_figures
from tests.spreadsheets.mapping.books import CATALOGUE
from tests.spreadsheets.mapping.offices import OFFICES
from tests.spreadsheets.mapping.scoring import Score, score, score_file

STRANGERS = sorted((Path(__file__).parent.parent / "strangers").glob("*.truth.json"))


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_s_workbook_is_understood(office: str) -> None:
    given, told = OFFICES[office]()
    result = score(propose(given, CATALOGUE), told)
    assert (result.wrong, result.unasked, result.missed) == ([], [], []), str(result)


def test_nine_in_ten_columns_of_offices_are_sure() -> None:
    whole = Score()
    for office in OFFICES.values():
        given, told = office()
        whole.add(score(propose(given, CATALOGUE), told))
    assert whole.share >= 0.9, str(whole)


@pytest.mark.parametrize("truth", STRANGERS, ids=lambda path: path.name)
def test_a_stranger_s_workbook_is_never_misunderstood(truth: Path) -> None:
    result = score_file(truth, CATALOGUE)
    assert (result.wrong, result.unasked) == ([], []), str(result)


# Made before the mapper, after it, and after it had been mended twice.
SETS = {"before": range(1, 7), "after": range(7, 10), "later": range(10, 16), "latest": range(16, 19)}


@pytest.mark.parametrize("made", SETS)
def test_nine_in_ten_columns_of_strangers_are_sure(made: str) -> None:
    whole = Score()
    for truth in (truth for truth in STRANGERS if int(truth.name.partition("-")[0]) in SETS[made]):
        whole.add(score_file(truth, CATALOGUE))
    assert whole.held >= (600 if made == "later" else 300)
    assert whole.share >= 0.9, str(whole)


def test_the_premises_are_read_as_they_stand() -> None:
    given, _ = OFFICES["premises"]()
    reading = read_figures(given, apply_answers(propose(given, CATALOGUE), {}, by="贺某").mapping, CATALOGUE)
    assert [(school.name, school.township) for school in reading.schools] == [
        ("东关镇中心小学", "东关镇"), ("东关镇初级中学", "东关镇"), ("西坪乡中心小学", "西坪乡"), ("西坪乡柳沟教学点", "西坪乡")]  # fmt: skip
    site = reading.statements[Key("name:东关镇中心小学", "area_site")]
    assert isinstance(site, Known) and site.value == 15000
    assert reading.statements[Key("name:西坪乡柳沟教学点", "area_field")].reason is Reason.PENDING  # type: ignore[union-attr]
    assert reading.statements[Key("name:东关镇初级中学", "d_area")].reason is Reason.UNDECIDED  # type: ignore[union-attr]
    assert reading.faults == () and reading.sheets[0].totals_skipped == 2
