"""A sheet of lines like "常住人口：45.2万人": the item and its value in one cell, taken apart."""

import re
from dataclasses import replace

from dudao.spreadsheets.book import Cell, Sheet
from dudao.spreadsheets.mapping.structure import Knows

_LINE = re.compile(r"^\s*(?P<item>[^：:]{2,40})[：:]\s*(?P<value>[^：:]{1,40})\s*$")
_FEWEST, _SHARE = 3, 0.5


def unfold(sheet: Sheet, knows: Knows) -> Sheet:
    """The same sheet with items and values in columns of their own, where most of a column is such lines.

    A value's cell keeps its own address, so that everything said of it still points to where it stands.
    """
    split = {}
    for column in range(1, sheet.last_column + 1):
        lines = {row: found for row, cells in sheet.cells.items() if (found := _line(cells.get(column))) is not None}
        texts = [cell for cells in sheet.cells.values() if (cell := cells.get(column)) is not None]
        free = all(column + 1 not in sheet.cells[row] for row in lines)
        if (
            free
            and len(lines) >= max(_FEWEST, _SHARE * len(texts))
            and sum(knows(found["item"]) for found in lines.values()) >= _FEWEST
        ):
            split[column] = lines
    if not split:
        return sheet
    cells = {row: dict(held) for row, held in sheet.cells.items()}
    for column, lines in split.items():
        for row, found in lines.items():
            whole = cells[row][column]
            cells[row][column] = replace(whole, value=found["item"].strip(), text=found["item"].strip())
            cells[row][column + 1] = replace(whole, value=found["value"].strip(), text=found["value"].strip())
    return replace(sheet, cells=cells, last_column=max(sheet.last_column, max(split) + 1))


def _line(cell: Cell | None) -> re.Match[str] | None:
    return _LINE.match(cell.value) if cell is not None and isinstance(cell.value, str) else None
