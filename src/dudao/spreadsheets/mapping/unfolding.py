"""A sheet of lines like "常住人口：45.2万人": the item and its value in one cell, taken apart."""

import re
from collections import Counter, defaultdict
from dataclasses import replace

from dudao.spreadsheets.book import Cell, Sheet
from dudao.spreadsheets.mapping.structure import Knows

_LINE = re.compile(r"^\s*(?P<item>[^：:]{2,40})[：:]\s*(?P<value>[^：:]{1,40})\s*$")
_FEWEST, _SHARE = 3, 0.5


def unfold(sheet: Sheet, knows: Knows) -> Sheet:
    """The same sheet with items and values in columns of their own, where most of a column is such lines.

    A value's cell keeps its own address, so that everything said of it still points to where it stands.
    """
    lines: dict[int, dict[int, re.Match[str]]] = defaultdict(dict)
    texts: Counter[int] = Counter()
    for row, cells in sheet.cells.items():
        for column, cell in cells.items():
            texts[column] += 1
            found = _line(cell)
            if found is not None and column + 1 not in cells:
                lines[column][row] = found
    split = {
        column: found
        for column, found in lines.items()
        if len(found) >= max(_FEWEST, _SHARE * texts[column])
        and sum(knows(each["item"]) for each in found.values()) >= _FEWEST
    }
    if not split:
        return sheet
    taken = {row: dict(held) for row, held in sheet.cells.items()}
    for column, parts in split.items():
        for row, each in parts.items():
            whole = taken[row][column]
            taken[row][column] = replace(whole, value=each["item"].strip(), text=each["item"].strip())
            taken[row][column + 1] = replace(whole, value=each["value"].strip(), text=each["value"].strip())
    return replace(sheet, cells=taken, last_column=max(sheet.last_column, max(split) + 1))


def _line(cell: Cell | None) -> re.Match[str] | None:
    return _LINE.match(cell.value) if cell is not None and isinstance(cell.value, str) else None
