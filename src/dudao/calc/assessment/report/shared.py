"""Explanations of a report written once each: steps, words, cells and sheet rows that are met again are only pointed at.

The trees of 150 schools share most of their steps; written out they take four times the room.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dudao.calc.assessment.explanation import Explanation
from dudao.calc.figures import Source, SourceRow

STEP = ("kind", "cell", "parts", "title", "shown", "exact", "verdict", "text", "numbers", "address")
FIGURE = ("unit", "figure", "stage", "year", "value", "cell", "decimals", "text", "reason")
CELL = ("sheet", "cell", "head", "row", "remark", "by", "at")
ROW = ("sheet", "number", "layout", "texts")
SHORT = 5  # a word this short is written where it stands


@dataclass
class Shared:
    """Collects steps as they come; `plain` lays them out."""

    steps: list[tuple[Any, ...]] = field(default_factory=list)
    sheets: list[list[str]] = field(default_factory=list)
    cells: list[list[Any]] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    figures: list[list[Any]] = field(default_factory=list)
    layouts: list[list[list[str]]] = field(default_factory=list)
    _steps: dict[tuple[Any, ...], int] = field(default_factory=dict)
    _cells: dict[tuple[Any, ...], int] = field(default_factory=dict)
    _rows: dict[tuple[str, str, int], int] = field(default_factory=dict)
    _sheets: dict[tuple[str, str], int] = field(default_factory=dict)
    _layouts: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def step(self, step: Explanation, *, root: str = "") -> int:
        """The number of a step with all below it. `root`: its own address, which the report says already.

        A ruling's text is told once for the standard; the title and the text of a cell are those of its source.
        """
        parts = tuple(self.step(part) for part in step.parts)
        cell = self.cell(step.source) if step.source is not None else None
        title, text = step.title, step.text
        if step.source is not None and step.kind == "cell":
            title = "" if title == str(step.source) else title
            text = "" if text == step.source.remark else text
        if step.kind == "ruling":
            text = ""
        address = "" if step.address == root else step.address
        made = (
            step.kind, cell, parts or None, title, step.shown, step.exact, step.verdict, text, step.numbers, address
        )  # fmt: skip
        number = self._steps.get(made)
        if number is None:
            number = self._steps[made] = len(self.steps)
            self.steps.append(made)
        return number

    def cell(self, source: Source) -> int:
        key = (source.file, source.sheet, source.cell, source.head, source.remark, source.by, source.at)
        number = self._cells.get(key)
        if number is None:
            number = self._cells[key] = len(self.cells)
            row = self.row(source.row) if source.row is not None else None
            sheet = self._sheet(source.file, source.sheet)
            self.cells.append([sheet, source.cell, source.head, row, source.remark, source.by, source.at])
        return number

    def row(self, row: SourceRow) -> int:
        key = (row.file, row.sheet, row.number)
        number = self._rows.get(key)
        if number is None:
            number = self._rows[key] = len(self.rows)
            layout = tuple((letters, head) for letters, head, _ in row.cells)
            if layout not in self._layouts:
                self._layouts[layout] = len(self.layouts)
                self.layouts.append([list(pair) for pair in layout])
            texts = [text for _, _, text in row.cells]
            self.rows.append([self._sheet(row.file, row.sheet), row.number, self._layouts[layout], texts])
        return number

    def _sheet(self, file: str, sheet: str) -> int:
        if (file, sheet) not in self._sheets:
            self._sheets[file, sheet] = len(self.sheets)
            self.sheets.append([file, sheet])
        return self._sheets[file, sheet]

    def plain(self) -> dict[str, Any]:
        """`words`, `steps`, `figures`, `cells`, `rows`, `layouts`, `sheets`; what is empty at the end of a list is left out."""
        words = _Words(_met(self.steps, self.cells, (figure[:3] for figure in self.figures)))
        return {
            "words": words.list,
            "sheets": self.sheets,
            "layouts": self.layouts,
            "rows": self.rows,
            "cells": [cut([cell[0], *words.of(cell[1:3]), cell[3], *words.of(cell[4:])]) for cell in self.cells],
            "steps": [cut([*words.of(step[:1]), *step[1:3], *words.of(step[3:])]) for step in self.steps],
            "figures": [cut([*words.of(figure[:3]), *figure[3:]]) for figure in self.figures],
        }


def _met(*several: Iterable[Sequence[Any]]) -> Counter[str]:
    return Counter(part for some in several for one in some for part in one if isinstance(part, str))


def cut(values: list[Any]) -> list[Any]:
    while values and values[-1] in ("", None):
        values.pop()
    return values


class _Words:
    """Texts that are met more than once, by number."""

    def __init__(self, met: Counter[str]) -> None:
        self.list = [word for word, times in met.items() if times > 1 and len(word) > SHORT]
        self._number = {word: number for number, word in enumerate(self.list)}

    def of(self, values: Sequence[Any]) -> list[Any]:
        """Texts as they are, or the numbers of words that are met more than once."""
        return [self._number.get(one, one) for one in values]
