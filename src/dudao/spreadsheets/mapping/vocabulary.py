"""All that a catalogue calls its figures: in school tables, in county lists, and in the columns of its lists."""

from dudao.calc.figures import Catalogue
from dudao.spreadsheets.mapping.list_names import ListNames
from dudao.spreadsheets.mapping.naming import Names


class Vocabulary:
    """The names of one catalogue: for school tables, for county lists, and the columns of every list."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        plain = [figure for figure in catalogue.figures.values() if not figure.columns or figure.cell_column]
        self.school = Names(
            (f for f in plain if f.level.of_school), (a for a in catalogue.ambiguous if a.table in ("", "school"))
        )
        self.county = Names(
            (f for f in plain if not f.level.of_school), (a for a in catalogue.ambiguous if a.table in ("", "county"))
        )
        self.lists = {figure.name: ListNames(figure) for figure in catalogue.figures.values() if figure.columns}


_vocabularies: dict[int, tuple[Catalogue, Vocabulary]] = {}


def vocabulary_of(catalogue: Catalogue) -> Vocabulary:
    """The names of a catalogue, worked out once as long as the catalogue lives in this process."""
    known = _vocabularies.get(id(catalogue))
    if known is None or known[0] is not catalogue:
        if len(_vocabularies) > 8:
            _vocabularies.clear()
        known = _vocabularies[id(catalogue)] = (catalogue, Vocabulary(catalogue))
    return known[1]
