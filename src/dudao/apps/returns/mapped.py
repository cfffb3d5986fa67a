"""The forms of a draft mapped one after the other: those that list schools first, as the others find their schools by them."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from dudao.apps.returns.differences import school_types
from dudao.apps.returns.kept import Kept
from dudao.apps.returns.models import Draft
from dudao.apps.returns.parts import MARK, Part
from dudao.apps.returns.recalled import Before, compared, fitting
from dudao.apps.returns.standing import Standing
from dudao.calc.figures import School
from dudao.library.read import catalogue, standards
from dudao.spreadsheets.book import Book
from dudao.spreadsheets.forms import Folded
from dudao.spreadsheets.mapping import JudgedItem, Kind, Proposal, apply_answers, propose, read_figures
from dudao.spreadsheets.mapping import school_types as types_in
from dudao.spreadsheets.mapping.judged import judged_items

Proposals = dict[Hashable, Proposal]
_PROPOSALS: Kept[Proposals] = Kept(3)  # of so many drafts, as long as nothing but answers changes


def mapped(draft: Draft, now: Standing, folded: Folded, known: Sequence[Before], by: str, on: str) -> list[Part]:
    """Each form of a draft with its mapping, as far as it is decided, and what it says by it."""
    batch = (tuple((book.digest, book.name) for book in folded.books), draft.pk)
    files = {form.book: len({member.file for member in form.members}) for form in folded.forms}
    mapping = _Mapping(draft, now, known, by, on, files, _PROPOSALS.find(batch) or {})
    parts = [mapping.part(book) for book in mapping.listing_first(folded.books)]
    _PROPOSALS.put(batch, mapping.used)
    return parts


@dataclass(slots=True)
class _Mapping:
    """The schools and their types as known so far: those of the site, then those of the forms that were read."""

    draft: Draft
    now: Standing
    known: Sequence[Before]
    by: str
    on: str
    files: Mapping[str, int]
    kept: Proposals
    used: Proposals = field(default_factory=dict)
    schools: dict[str, School] = field(init=False)
    types: dict[str, str] = field(init=False)
    judged: tuple[JudgedItem, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.schools = {school.code: school for school in self.now.snapshot.schools}
        self.types = school_types(self.now.snapshot.schools, self.now.snapshot.statements)
        self.judged = judged_items(standards(self.draft.campaign.standards))

    def listing_first(self, books: Sequence[Book]) -> list[Book]:
        if len(books) == 1:
            return list(books)

        def rank(book: Book) -> int:
            tables = self.proposal(book, fitting(book, self.known)).tables
            if any(table.kind is Kind.ROLL or table.mapping.lists_schools for table in tables):
                return 0
            return 1 if any(table.kind is Kind.SCHOOLS for table in tables) else 2

        return sorted(books, key=rank)

    def part(self, book: Book) -> Part:
        before = fitting(book, self.known)
        proposal = self.proposal(book, before)
        prefix = f"{book.name}{MARK}" if self.draft.many else ""
        outcome = apply_answers(proposal, self._choices(prefix), by=self.by, on=self.on)
        reading = read_figures(
            book,
            outcome.mapping,
            catalogue(),
            judged=self.judged,
            known_schools=tuple(self.schools.values()),
            known_types=self.types,
        )
        self.types.update(types_in(reading))
        self.schools.update({one.code: one for one in reading.schools if one.code not in self.schools})
        asked = {one.id: one for one in (*proposal.questions, *outcome.settled.questions, *reading.questions)}
        return Part(
            book=book,
            proposal=outcome.settled,
            reading=reading,
            mapping=outcome.mapping,
            open=(*outcome.open, *reading.questions),
            asked=tuple(asked.values()),
            prefix=prefix,
            files=self.files.get(book.name, 1),
            recalled=compared(outcome.settled, before) if before is not None else None,
        )

    def proposal(self, book: Book, before: Before | None) -> Proposal:
        schools = tuple(self.schools.values())
        prior = before.key if before is not None else ""
        key = (book.digest, book.name, prior, schools, tuple(sorted(self.types.items())), self._ground)
        found = self.used.get(key) or self.kept.get(key)
        if found is None:
            found = propose(
                book,
                catalogue(),
                judged=self.judged,
                known_schools=schools,
                prior=before.mapping if before is not None else None,
                evaluation_year=self.draft.campaign.year,
                known_types=self.types,
            )
        self.used[key] = found
        return found

    @property
    def _ground(self) -> Hashable:
        return tuple(self.draft.campaign.standards), self.draft.campaign.year

    def _choices(self, prefix: str) -> Mapping[str, str]:
        """What was answered to the questions of one form, by their own names."""
        return {
            name.removeprefix(prefix): said["choice"]
            for name, said in self.draft.answers.items()
            if name.startswith(prefix)
        }
