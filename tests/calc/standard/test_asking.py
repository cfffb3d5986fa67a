"""Which figures a standard asks for."""

from pathlib import Path

import pytest

from dudao.calc.figures import Catalogue
from dudao.calc.figures.reading import read_catalogue
from dudao.calc.standard.asking import figures_asked, used_by
from dudao.calc.standard.model import Standard
from dudao.calc.standard.reading import read_standard

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue((HERE / "figures.yaml").read_bytes(), "figures.yaml")


@pytest.fixture(scope="module")
def standards(catalogue: Catalogue) -> tuple[Standard, ...]:
    files = ("sound.yaml", "scored.yaml")
    return tuple(read_standard((HERE / file).read_bytes(), file, catalogue) for file in files)


def test_a_derived_figure_is_asked_for_with_its_parts(standards: tuple[Standard, ...], catalogue: Catalogue) -> None:
    asked = [figure.name for figure in figures_asked(standards[:1], catalogue)]

    assert {"t_aboveq", "t_a", "t_b"} <= set(asked)
    assert used_by("t_a", standards, catalogue) == ("T-1",)


def test_only_what_a_standard_names_is_asked_for(standards: tuple[Standard, ...], catalogue: Catalogue) -> None:
    asked = [figure.name for figure in figures_asked(standards[1:], catalogue)]

    assert asked == ["fund_edu", "fund_std", "issues"]
    assert used_by("area_teaching", standards, catalogue) == ()


def test_what_tells_who_counts_is_used_by_the_standard_itself(
    standards: tuple[Standard, ...], catalogue: Catalogue
) -> None:
    assert used_by("school_type", standards, catalogue) == ("TEST-1",)
    assert used_by("stu", standards, catalogue) == ("TEST-1", "T-1", "T-2", "T-CV")


def test_the_order_is_that_of_the_catalogue(standards: tuple[Standard, ...], catalogue: Catalogue) -> None:
    asked = [figure.name for figure in figures_asked(standards, catalogue)]

    assert asked == [name for name in catalogue.figures if name in asked]
