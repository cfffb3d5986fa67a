"""The declared figures are sound: one meaning a head, no ambiguous head taken silently, examples that may be imitated."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import pytest

from dudao import library
from dudao.calc.figures import Catalogue, Figure, Kind
from dudao.calc.figures.reading import read_catalogue
from dudao.calc.formula import names, parse
from dudao.calc.standard.checking import check_catalogue
from dudao.spreadsheets.mapping.wording import squeeze


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(library.figures(), "figures.yaml")


def heads(figure: Figure) -> Iterator[str]:
    yield from (squeeze(head) for head in (figure.label, *figure.synonyms))


def by_table(catalogue: Catalogue) -> dict[tuple[bool, str], set[str]]:
    """(a table with a row per school?, head) → the figures it names."""
    found: dict[tuple[bool, str], set[str]] = defaultdict(set)
    for figure in catalogue.figures.values():
        for head in heads(figure):
            found[figure.level.of_school, head].add(figure.name)
    return found


def test_formulas_of_derived_figures_are_sound(catalogue: Catalogue) -> None:
    assert [str(fault) for fault in check_catalogue(catalogue, "figures.yaml")] == []


def test_a_head_names_one_figure_in_a_table(catalogue: Catalogue) -> None:
    assert {head: named for head, named in by_table(catalogue).items() if len(named) > 1} == {}


def test_a_head_that_looks_alike_is_not_a_synonym_of_the_same_figure(catalogue: Catalogue) -> None:
    both = {
        figure.name: set(heads(figure)) & {squeeze(head) for head in figure.not_heads}
        for figure in catalogue.figures.values()
    }
    assert {name: alike for name, alike in both.items() if alike} == {}


def test_an_ambiguous_head_is_nobodys_synonym_and_asked_once(catalogue: Catalogue) -> None:
    named = by_table(catalogue)
    asked: set[tuple[bool, str]] = set()
    for ambiguity in catalogue.ambiguous:
        tables = {catalogue[name].level.of_school for name in ambiguity.could_be}
        assert tables <= {ambiguity.table == "school"}, ambiguity.head
        place = (ambiguity.table == "school", squeeze(ambiguity.head))
        assert place not in named, ambiguity.head
        assert place not in asked, ambiguity.head
        asked.add(place)


def test_an_example_of_a_number_is_possible_and_usual(catalogue: Catalogue) -> None:
    for figure in catalogue.figures.values():
        if figure.kind is not Kind.NUMBER:
            continue
        example = Fraction(figure.example)
        assert figure.at_least is not None and figure.at_most is not None and figure.plausible is not None, figure.name
        assert figure.at_least <= figure.plausible[0] <= example <= figure.plausible[1] <= figure.at_most, figure.name
        assert example.denominator == 1 or not figure.whole, figure.name


def test_the_words_of_a_choice_name_one_option(catalogue: Catalogue) -> None:
    for figure in catalogue.figures.values():
        for choices in (figure.choices, *(column.choices for column in figure.columns)):
            words = [squeeze(word) for choice in choices for word in (choice.label, *choice.synonyms)]
            assert len(words) == len(set(words)), figure.name


def test_no_list_asks_for_names_of_people(catalogue: Catalogue) -> None:
    for figure in catalogue.figures.values():
        words = [column.label + "".join(column.synonyms) for column in figure.columns]
        assert not [word for word in words if any(part in word for part in ("姓名", "身份证", "学生名", "教师名"))], figure.name


def test_a_figure_never_asked_for_serves_a_derived_one_or_a_check(catalogue: Catalogue) -> None:
    parts = {
        part.name for figure in catalogue.figures.values() for text in figure.derived.values() for part in names(parse(text))
    }
    served = {figure.name for figure in catalogue.figures.values() if not figure.asked} & parts
    assert {"n_classes_46_50", "n_classes_66", "stu_migrant", "canteen_met", "alarm_met", "kg_stu_inclusive_private"} <= served


def test_a_standard_that_is_not_built_in_is_refused_with_the_codes_there_are() -> None:
    with pytest.raises(library.UnknownStandardError, match="没有内置标准“NEIN”"):
        library.standard("NEIN")


def test_every_code_hands_out_a_file() -> None:
    for code in library.standard_codes():
        assert library.standard(code).decode("utf-8").strip()
