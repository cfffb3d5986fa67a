"""The demonstration county, built and read once for all its tests."""

from dataclasses import dataclass

import pytest

from dudao import demonstration
from dudao.calc.figures import Snapshot
from dudao.calc.standard.choices import read_choices
from dudao.demonstration.books import MAPPINGS
from dudao.demonstration.county import County
from dudao.library.read import catalogue, standards
from dudao.spreadsheets.mapping import Reading, mapping_from_text, merge_readings, read_figures
from dudao.spreadsheets.mapping.judged import judged_items
from dudao.spreadsheets.reading import read_book
from tests.demonstration.days import VISIT


@dataclass(frozen=True)
class Read:
    """The workbooks as the product reads them, with the mapping files that are shipped."""

    readings: dict[str, Reading]
    whole: Reading
    snapshot: Snapshot


def read(books: dict[str, bytes]) -> Read:
    schools, readings = (), {}
    for name, content in books.items():
        mapping = mapping_from_text(demonstration.mapping(name))
        book = read_book(content, name)
        reading = read_figures(book, mapping, catalogue(), judged=judged_items(standards()), known_schools=schools)
        readings[name] = reading
        schools = schools or reading.schools
    whole = merge_readings(list(readings.values()))
    snapshot = Snapshot(
        schools=whole.schools,
        statements=whole.statements,
        judgements=whole.judgements,
        choices=read_choices(demonstration.settings(VISIT).encode(), "设置.yaml", standards()),
        roll_known=whole.is_roll,
    )
    return Read(readings, whole, snapshot)


@pytest.fixture(scope="session")
def made_up() -> County:
    return demonstration.build()


@pytest.fixture(scope="session")
def brought(made_up: County) -> Read:
    """The copy that is brought in."""
    return read(demonstration.workbooks(made_up))


@pytest.fixture(scope="session")
def faulty(made_up: County) -> Read:
    """The copy that is refused."""
    assert demonstration.FAULTY_BOOK in MAPPINGS
    return read({demonstration.FAULTY_BOOK: demonstration.faulty_workbook(made_up)})
