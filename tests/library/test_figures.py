"""The declared figures read without a fault, and what they are derived from makes sense."""

from dudao import library
from dudao.calc.figures.reading import read_catalogue
from dudao.calc.standard.checking import check_catalogue


def test_the_catalogue_reads_without_a_fault() -> None:
    catalogue = read_catalogue(library.figures(), "figures.yaml")

    assert check_catalogue(catalogue, "figures.yaml") == ()


def test_every_figure_that_is_asked_for_has_a_reporter_and_a_definition() -> None:
    catalogue = read_catalogue(library.figures(), "figures.yaml")

    asked = [figure for figure in catalogue.figures.values() if figure.asked]
    assert asked and all(figure.definition and figure.reporter in catalogue.reporters for figure in asked)
