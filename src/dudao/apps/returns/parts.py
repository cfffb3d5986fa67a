"""The forms of a draft: each workbook that is mapped, what its columns are, and where its cells stand in people's files."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dudao.apps.returns.recalled import Recalled
from dudao.calc.figures import Source
from dudao.spreadsheets.book import Book, Sheet, parse_address
from dudao.spreadsheets.mapping import Mapping as SheetMapping
from dudao.spreadsheets.mapping import Proposal, Question, Reading, Sure, TableProposal

MARK = "//"  # between the name of a form and a question of it; no file's name has it


@dataclass(frozen=True, kw_only=True)
class Part:
    """One form: a workbook as it was brought, or one made of all files that have the form."""

    book: Book
    proposal: Proposal  # with the answers worked in
    reading: Reading
    mapping: SheetMapping
    open: Sequence[Question]  # by their own ids, as those asked
    asked: Sequence[Question]
    prefix: str = ""  # of its questions in the draft, so that those of two forms are never taken for one another
    files: int = 1  # that it was made of
    recalled: Recalled | None = None

    def named(self, question: Question) -> Question:
        """A question of this form as one of the draft."""
        return replace(question, id=self.prefix + question.id) if self.prefix else question


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet of one form, as it is looked at."""

    position: int
    part: Part
    sheet: Sheet
    name: str

    @property
    def tables(self) -> list[TableProposal]:
        return [table for table in self.part.proposal.tables if table.sheet == self.sheet.name]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell where it is looked at: the tab, and row and column in its sheet."""

    tab: int
    row: int
    column: int


@dataclass(frozen=True, kw_only=True)
class Parts:
    """All forms of a draft, as they were read: what lists schools first."""

    all: Sequence[Part]

    @cached_property
    def tabs(self) -> Sequence[Tab]:
        """Their sheets, those of forms of many files first."""
        names = Counter(sheet.name for part in self.all for sheet in part.book.sheets)
        found: list[Tab] = []
        for part in sorted(self.all, key=lambda part: -part.files):
            for sheet in part.book.sheets:
                told = names[sheet.name] > 1 and not sheet.origins
                name = f"{part.book.name.rpartition('.')[0] or part.book.name} {sheet.name}" if told else sheet.name
                found.append(Tab(len(found), part, sheet, name))
        return tuple(found)

    @cached_property
    def _plain(self) -> Mapping[tuple[str, str], int]:
        """(file, sheet) → the tab of a sheet that stands as it was brought."""
        return {(tab.part.book.name, tab.sheet.name): tab.position for tab in self.tabs if not tab.sheet.origins}

    @cached_property
    def _folded(self) -> Mapping[tuple[str, str, tuple[int, int]], Place]:
        """(file, sheet, row and column there) → where a folded sheet has it."""
        return {
            (origin.file, origin.sheet, place): Place(tab.position, row, column)
            for tab in self.tabs
            for row, origin in tab.sheet.origins.items()
            for column, place in origin.places.items()
        }

    def find(self, file: str, sheet: str, cell: str) -> Place | None:
        """Where a cell that is named by file, sheet and address is looked at. Without a file: the first with that sheet."""
        try:
            row, column = parse_address(cell.partition(":")[0].partition("、")[0])
        except ValueError:
            return None
        folded = self._folded.get((file, sheet, (row, column)))
        if folded is not None:
            return folded
        tab = self._plain.get((file, sheet))
        if tab is None and not file:
            tab = next((tab.position for tab in self.tabs if tab.sheet.name == sheet), None)
        return Place(tab, row, column) if tab is not None else None

    def of(self, source: Source | None) -> Place | None:
        return self.find(source.file, source.sheet, source.cell) if source is not None else None

    def tab_of(self, part: Part, sheet: str) -> Tab | None:
        return next((tab for tab in self.tabs if tab.part is part and tab.sheet.name == sheet), None)

    @cached_property
    def asked(self) -> Mapping[str, tuple[Part, Question]]:
        """Every question by its name in the draft, with its form."""
        named = [(part, part.named(question)) for part in self.all for question in part.asked]
        return {question.id: (part, question) for part, question in named}

    @cached_property
    def counts(self) -> Mapping[Sure, int]:
        """How many columns and items are how sure."""
        counts = dict.fromkeys(Sure, 0)
        for part in self.all:
            for sure, count in part.proposal.counts.items():
                counts[sure] += count
        return counts

    @property
    def remarks(self) -> list[str]:
        return [remark for part in self.all for remark in part.proposal.remarks]
