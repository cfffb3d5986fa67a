"""Formulas as text: one that several cells share is written out for each of them."""

import re

from dudao.spreadsheets.book import LAST_COLUMN, LAST_ROW, column_letters

# A text in quotes, a sheet's name in quotes, or a reference that is neither part of a name nor a function.
_TOKENS = re.compile(
    r"\"[^\"]*\"|'[^']*'|(?<![A-Za-z0-9_.\\])(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})(?![A-Za-z0-9_.(])", re.ASCII
)


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads so many rows further down and columns further right; $ holds a reference in place."""

    def move(match: re.Match[str]) -> str:
        if match[2] is None:
            return match[0]
        column, row = 0, int(match[4])
        for letter in match[2].upper():
            column = column * 26 + ord(letter) - 64
        column += 0 if match[1] else columns
        row += 0 if match[3] else rows
        if not (1 <= column <= LAST_COLUMN and 1 <= row <= LAST_ROW):
            return "#REF!"
        return f"{match[1]}{column_letters(column)}{match[3]}{row}"

    return _TOKENS.sub(move, formula)
