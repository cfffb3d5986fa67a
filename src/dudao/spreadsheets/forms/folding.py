"""Stranger forms folded into tables of schools, for one workbook or for many at once."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from dudao.calc.figures import Catalogue
from dudao.spreadsheets.book import Book, Sheet
from dudao.spreadsheets.forms.folded import FORM_WORDS, Folded, Form
from dudao.spreadsheets.forms.gathering import Card, alike, gather, may_be_card
from dudao.spreadsheets.forms.listing import lists_schools
from dudao.spreadsheets.forms.turning import turn
from dudao.spreadsheets.forms.words import Words

_STAMP = "_dudao"  # the sheet of our own template that says what it is


def fold(books: Sequence[Book], catalogue: Catalogue) -> Folded:
    """These books with every stranger form folded into a table that has a row for each school.

    Turned are tables with schools in columns. Gathered are cards, a sheet or a file for each school: all sheets of all
    books with one form become one table, in the first of these books where only it has the form, else in a book of
    their own, named after the form. Every cell keeps its place, and every row knows its file and sheet, so that whatever
    is read from it points to what people brought. What is no stranger form stays as it is, and so does our own template.
    """
    words = Words(catalogue)
    names = _unambiguous([book.name for book in books])
    books = [replace(book, name=name) for book, name in zip(books, names)]
    forms: list[Form] = []
    kept = {book.name: _turned(book, words, forms) for book in books}
    cards = [
        Card(book.name, sheet, only=sum(map(may_be_card, kept[book.name])) == 1)
        for book in books
        if not _own(book)
        for sheet in kept[book.name]
        if not sheet.origins and may_be_card(sheet) and not lists_schools(sheet, words)
    ]
    made: list[Book] = []
    for group in alike(cards, words):
        files = list(dict.fromkeys(card.file for card in group))
        taken = frozenset(sheet.name for sheet in kept[files[0]]) - {card.sheet.name for card in group}
        found = gather(group, words, taken if len(files) == 1 else frozenset())
        if found is None:
            continue
        form, plan = found
        _take(kept, group, plan.sheet() if len(files) == 1 else None)
        if len(files) > 1:
            made.append(_book_of(form, plan.sheet(), [book for book in books if book.name in files]))
        forms.append(replace(form, book=files[0] if len(files) == 1 else made[-1].name))
    left = [replace(book, sheets=tuple(kept[book.name])) for book in books if kept[book.name]]
    return Folded(books=(*left, *made), forms=tuple(forms), remarks=tuple(_remarks(forms)))


def _own(book: Book) -> bool:
    return any(sheet.name == _STAMP for sheet in book.sheets)


def _turned(book: Book, words: Words, forms: list[Form]) -> list[Sheet]:
    """The sheets of a book, those with schools in columns turned."""
    sheets: list[Sheet] = []
    for sheet in book.sheets:
        found = [] if _own(book) or lists_schools(sheet, words) else turn(sheet, book.name, words)
        forms += [form for form, _ in found]
        sheets += [plan.sheet() for _, plan in found] or [sheet]
    return sheets


def _take(kept: dict[str, list[Sheet]], group: Sequence[Card], made: Sheet | None) -> None:
    """Take the sheets of a form out of their books; put the table `made` of them where the first of them stood."""
    for card in group:
        sheets = kept[card.file]
        place = next(number for number, sheet in enumerate(sheets) if sheet is card.sheet)
        sheets[place : place + 1] = [made] if made is not None and card is group[0] else []


def _book_of(form: Form, sheet: Sheet, books: Sequence[Book]) -> Book:
    digest = sha256("".join(book.digest for book in books).encode()).hexdigest()
    macros, links = any(book.macros for book in books), any(book.links for book in books)
    return Book(form.name, digest, books[0].kind, (sheet,), macros, links, ())


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
