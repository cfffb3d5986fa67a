"""Whether a sheet is a table that lists schools in its rows, as the mapping understands it without folding."""

from collections import Counter

from dudao.spreadsheets.book import Sheet
from dudao.spreadsheets.forms.words import Words
from dudao.spreadsheets.mapping.shapes import text_of

_UNDER_A_HEAD, _WITHOUT = 2, 4  # schools in one column


def lists_schools(sheet: Sheet, words: Words) -> bool:
    """Whether schools' names stand below each other in a column, under a head that asks for them or many of them."""
    below: Counter[int] = Counter()
    along: Counter[int] = Counter()
    headed: set[int] = set()
    for row, cells in sheet.cells.items():
        for column, cell in cells.items():
            if not isinstance(cell.value, str):
                continue
            if words.school(text_of(cell)):
                below[column] += 1
                along[row] += 1
            elif words.names_school(text_of(cell)):
                headed.add(column)
    most = max(along.values(), default=0)
    return any(
        count > most and count >= (_UNDER_A_HEAD if column in headed else _WITHOUT) for column, count in below.items()
    )
