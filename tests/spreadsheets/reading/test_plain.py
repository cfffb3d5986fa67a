"""A book crosses the border of the child process whole, and nothing else crosses it."""

import json
from copy import deepcopy
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dudao.spreadsheets.book import Book, Cell, Merge, Sheet
from dudao.spreadsheets.reading import read_book
from dudao.spreadsheets.reading.plain import NotABook, from_plain, to_plain

FILES = Path(__file__).parent / "files"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.none() | st.integers() | st.fractions() | TEXTS | st.booleans() | st.dates()


@st.composite
def books(draw: st.DrawFn) -> Book:
    places = draw(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50)), max_size=12, unique=True))
    cells: dict[int, dict[int, Cell]] = {}
    for row, column in places:
        made = Cell(row, column, draw(VALUES), draw(TEXTS), draw(st.booleans()), draw(TEXTS), draw(st.booleans()))
        cells.setdefault(row, {})[column] = made
    sheet = Sheet(draw(TEXTS), draw(st.booleans()), cells, (Merge(1, 1, 2, 3),), frozenset({2}), frozenset({1}), 50, 50)
    return Book(draw(TEXTS), "0" * 64, "xlsx", (sheet,), draw(st.booleans()), False, (draw(TEXTS),))


@settings(max_examples=80, deadline=None)
@given(books())
def test_there_and_back(book: Book) -> None:
    back = from_plain(json.loads(json.dumps(to_plain(book))))
    assert back == book
    for row, cells in book.sheets[0].cells.items():
        for column, cell in cells.items():
            assert type(back.sheets[0].cells[row][column].value) is type(cell.value)


def test_a_real_book_there_and_back() -> None:
    book = read_book((FILES / "schools.xls").read_bytes(), "学校.xls")
    assert from_plain(json.loads(json.dumps(to_plain(book)))) == book


def _plain() -> dict[str, Any]:
    cells = {1: {1: Cell(1, 1, 5, "5"), 2: Cell(1, 2, Fraction(1, 3), "0.33"), 3: Cell(1, 3, date(2026, 9, 1), "x")}}
    return to_plain(
        Book("a", "b", "csv", (Sheet("表", False, cells, (), frozenset(), frozenset(), 1, 3),), False, False, ())
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), 2),
        (("kind",), "exe"),
        (("macros",), "no"),
        (("name",), None),
        (("sheets",), 5),
        (("sheets", 0, "merges"), [[1, 1, 10**9, 10**9]]),
        (("sheets", 0, "merges"), [[2, 2, 1, 1]]),
        (("sheets", 0, "merges"), [[1, 1, 20_000, 500]]),
        (("sheets", 0, "extent"), [10**9, 3]),
        (("sheets", 0, "rows", 0, 0), 2),
        (("sheets", 0, "rows", 0, 1), [1, 2, 999]),
        (("sheets", 0, "rows", 0, 1), [1, 2]),
        (("sheets", 0, "rows", 0, 1), [1, 2, True]),
        (("sheets", 0, "rows", 0, 2, 0), 0.5),
        (("sheets", 0, "rows", 0, 2, 0), {"a": 1}),
        (("sheets", 0, "rows", 0, 2, 0), [{"a": 1}, "a", 0, ""]),
        (("sheets", 0, "rows", 0, 2, 1, 0), [1, 0]),
        (("sheets", 0, "rows", 0, 2, 2, 0), ["gestern"]),
        (("sheets", 0, "rows", 0, 2, 2, 2), "1"),
    ],
)
def test_anything_else_is_refused(path: tuple[Any, ...], value: Any) -> None:
    plain = deepcopy(_plain())
    assert from_plain(plain)
    inner: Any = plain
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(NotABook):
        from_plain(plain)


@pytest.mark.parametrize("plain", [None, [], {}, "x", 5, {"version": 1}])
def test_no_book_at_all(plain: Any) -> None:
    with pytest.raises(NotABook):
        from_plain(plain)
