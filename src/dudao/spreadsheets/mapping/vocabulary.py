"""All that a catalogue calls its figures: in school tables, in county lists, and in the columns of its lists."""

from dudao.calc.figures import Catalogue, Column, Figure
from dudao.spreadsheets.mapping.heads import Path
from dudao.spreadsheets.mapping.naming import Names
from dudao.spreadsheets.mapping.nearness import alike
from dudao.spreadsheets.mapping.wording import wording


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


class ListNames:
    """The names of a list's columns, and of the list itself."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self.titles = [wording(text) for text in (figure.label, *figure.synonyms)]
        self.columns: dict[str, Column] = {}
        self.meanings: dict[frozenset[str], list[Column]] = {}
        for column in figure.columns:
            for text in (column.label, *column.synonyms):
                word = wording(text)
                self.columns.setdefault(word.plain, column)
                self.meanings.setdefault(word.content, []).append(column)

    def column(self, path: Path) -> tuple[Column, str] | None:
        """The column a head names, and why."""
        if path.leaf is None:
            plain = wording(path.texts[-1]).plain if path.texts else ""
            found = self.columns.get(plain)
            return (found, "同名") if found else None
        if path.leaf.plain in self.columns:
            return self.columns[path.leaf.plain], "同名"
        words = [path.leaf, *([wording(path.leaf.bare)] if path.leaf.bare else [])]
        for word in words:
            if word.plain in self.columns:
                return self.columns[word.plain], "同名"
            meant = {column.name: column for column in self.meanings.get(word.content, ()) if word.content}
            if len(meant) == 1:
                return next(iter(meant.values())), "词义相同"
        return self._nearly(words[-1].plain)

    def _nearly(self, plain: str) -> tuple[Column, str] | None:
        """The one column whose name looks much like a head."""
        best: dict[str, float] = {}
        for text, column in self.columns.items():
            best[column.name] = max(best.get(column.name, 0.0), alike(plain, text))
        ranked = sorted(best.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] < 0.6 or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 0.2):
            return None
        return next(column for column in self.figure.columns if column.name == ranked[0][0]), "名称相近"

    def called(self, text: str) -> bool:
        """Whether a title or a sheet's name speaks of this list."""
        word = wording(text)
        content = word.content
        return any(
            title.plain in word.plain or title.content <= content and len(title.content) >= 2
            for title in self.titles
            if title.plain
        )


_vocabularies: dict[int, tuple[Catalogue, Vocabulary]] = {}


def vocabulary_of(catalogue: Catalogue) -> Vocabulary:
    """The names of a catalogue, worked out once as long as the catalogue lives in this process."""
    known = _vocabularies.get(id(catalogue))
    if known is None or known[0] is not catalogue:
        if len(_vocabularies) > 8:
            _vocabularies.clear()
        known = _vocabularies[id(catalogue)] = (catalogue, Vocabulary(catalogue))
    return known[1]
