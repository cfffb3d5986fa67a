"""Stranger forms folded into tables of schools, for one workbook or for many at once."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from hashlib import sha256

from dudao.calc.figures import Catalogue
from dudao.spreadsheets.book import Book, Sheet
from dudao.spreadsheets.forms import gathering, stacking
from dudao.spreadsheets.forms.folded import FORM_WORDS, Folded, Form
from dudao.spreadsheets.forms.listing import lists_schools
from dudao.spreadsheets.forms.turning import turn
from dudao.spreadsheets.forms.words import Words
from dudao.spreadsheets.mapping.shapes import text_of

_STAMP = "_dudao"  # the sheet of our own template that says what it is


def fold(books: Sequence[Book], catalogue: Catalogue) -> Folded:
    """These books with every stranger form folded into a table that has a row for each school.

    Turned are tables with schools in columns. Gathered are cards, a sheet or a file for each school: all sheets of all
    books with one form become one table, in its own book where only that one has the form, else in a book named after
    the form. Stacked are tables with one head in several books. Every cell keeps its place, and every row knows its file
    and sheet, so that whatever is read from it points to what people brought. What is no stranger form stays as it is.
    """
    folding = _Folding(books, Words(catalogue))
    folding.turn()
    folding.gather()
    folding.stack()
    return folding.folded()


class _Folding:
    """The books on their way. `kept` holds the sheets that each book still has."""

    def __init__(self, books: Sequence[Book], words: Words) -> None:
        names = _unambiguous([book.name for book in books])
        self.books = [replace(book, name=name) if book.name != name else book for book, name in zip(books, names)]
        self.words = words
        self.stamps = {book.name: _stamp(book) for book in self.books}
        self.kept: dict[str, list[Sheet]] = {book.name: list(book.sheets) for book in self.books}
        self.listing = {
            id(sheet): lists_schools(sheet, words)
            for book in self.books
            for sheet in book.sheets
            if sheet.name != _STAMP
        }
        self.forms: list[Form] = []
        self.made: list[Book] = []

    def turn(self) -> None:
        """Turn the sheets with schools in columns, each where it stands."""
        for name, sheets in self.kept.items():
            turned: list[Sheet] = []
            for sheet in sheets:
                found = [] if self.stamps[name] or self.listing.get(id(sheet), True) else turn(sheet, name, self.words)
                self.forms += [form for form, _ in found]
                turned += [plan.sheet() for _, plan in found] or [sheet]
            self.kept[name] = turned

    def gather(self) -> None:
        """Gather the cards of each form."""
        cards = []
        for name, sheets in self.kept.items():
            own = [sheet for sheet in sheets if not self.listing.get(id(sheet), True) and gathering.may_be_card(sheet)]
            cards += [gathering.Card(name, sheet, len(own) == 1) for sheet in own if not self.stamps[name]]
        for group in gathering.alike(cards, self.words):
            files = list(dict.fromkeys(card.file for card in group))
            others = {sheet.name for sheet in self.kept[files[0]]} - {card.sheet.name for card in group}
            found = gathering.gather(group, self.words, frozenset(others if len(files) == 1 else ()))
            if found is not None:
                form, plan = found
                self._take([(card.file, card.sheet) for card in group], plan.sheet(), form)

    def stack(self) -> None:
        """Stack what several files have alike; sheets of one set of files go into one book."""
        if len(self.books) < 2:
            return
        parts = [
            part
            for name, sheets in self.kept.items()
            for sheet in sheets
            if not sheet.origins and sheet.name != _STAMP
            and (part := stacking.part_of(name, sheet, self.stamps[name], self.words)) is not None
        ]  # fmt: skip
        for group in stacking.alike(parts):
            heads = group[0].table.heads
            named = next((head.column for head in heads if head.path and self.words.names_school(head.path[-1])), 0)
            form, sheet = stacking.stack(group, group[0].sheet.name, named)
            self._take([(part.file, part.sheet) for part in group], sheet, form)

    def _take(self, taken: Sequence[tuple[str, Sheet]], made: Sheet, form: Form) -> None:
        """Take the sheets of a form out of their books; put the table made of them into theirs, or a book of its own."""
        files = list(dict.fromkeys(file for file, _ in taken))
        for number, (file, sheet) in enumerate(taken):
            place = next(place for place, each in enumerate(self.kept[file]) if each is sheet)
            self.kept[file][place : place + 1] = [made] if len(files) == 1 and number == 0 else []
        if len(files) == 1:
            self.forms.append(replace(form, book=files[0]))
            return
        together = next((book for book in self.made if book.digest == self._digest(files)), None)
        if together is not None:  # these very files have another form in common
            self.made[self.made.index(together)] = replace(together, sheets=(*together.sheets, made))
        else:
            self.made.append(self._book(form.name, made, files))
        self.forms.append(replace(form, book=together.name if together is not None else self.made[-1].name))

    def _digest(self, files: Sequence[str]) -> str:
        return sha256("".join(book.digest for book in self.books if book.name in files).encode()).hexdigest()

    def _book(self, name: str, sheet: Sheet, files: Sequence[str]) -> Book:
        books = [book for book in self.books if book.name in files]
        stamp = tuple(each for each in books[0].sheets if each.name == _STAMP)
        macros, links = any(book.macros for book in books), any(book.links for book in books)
        taken = {book.name for book in (*self.books, *self.made)}
        free = next(each for each in (name, *(f"{name}({number})" for number in range(2, 999))) if each not in taken)
        return Book(free, self._digest(files), books[0].kind, (sheet, *stamp), macros, links, ())

    def folded(self) -> Folded:
        """The books that are left and those that were made; what all files of a form say alike is left once."""
        several = {member.file for form in self.forms if form.book not in self.kept for member in form.members}
        seen: set[Hashable] = set()
        left = []
        for book in self.books:
            sheets = self.kept[book.name]
            if book.name in several:
                sheets = [sheet for sheet in sheets if sheet.name != _STAMP and not _seen(sheet, seen)]
            if sheets or not book.sheets:
                left.append(replace(book, sheets=tuple(sheets)))
        books = (*left, *self.made)
        return Folded(
            books=books, brought=tuple(self.books), forms=tuple(self.forms), remarks=tuple(_remarks(self.forms))
        )


def _stamp(book: Book) -> Hashable:
    """What our own template says of itself; () for any other book."""
    return next((_texts(sheet) for sheet in book.sheets if sheet.name == _STAMP), ())


def _texts(sheet: Sheet) -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (row, column, text_of(cell)) for row, cells in sorted(sheet.cells.items()) for column, cell in cells.items()
    )


def _seen(sheet: Sheet, seen: set[Hashable]) -> bool:
    texts = _texts(sheet)
    known = texts in seen
    seen.add(texts)
    return known or not texts


def _unambiguous(names: Sequence[str]) -> list[str]:
    """The names of the books, each once: two files of one name (from two folders) are told apart by a number."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return told


def _remarks(forms: Sequence[Form]) -> list[str]:
    remarks = []
    for form in forms:
        schools = sum(len(member.schools) for member in form.members)
        files = len({member.file for member in form.members})
        where = f"{files} 份文件" if files > 1 else f"《{form.members[0].file}》"
        remarks.append(f"{where}的「{form.name}」是{FORM_WORDS[form.kind]}，合成一张表：{schools} 所学校")
        remarks += form.remarks
    return remarks
