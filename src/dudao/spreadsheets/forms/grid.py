"""The cells of a form as labels and values: what stands beside, above and across what."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from dudao.spreadsheets.book import Cell, Sheet
from dudao.spreadsheets.forms.words import Words, only_unit
from dudao.spreadsheets.mapping.decision import Role
from dudao.spreadsheets.mapping.draft import structural
from dudao.spreadsheets.mapping.shapes import said, text_of
from dudao.spreadsheets.mapping.wording import squeeze, stage_of

_PAIR = re.compile(r"([^\s：:]{2,24})\s*[：:]\s*([^\s：:]{1,60})(?=\s|$)")
_FEWEST_HEADS = 2  # words like 项目 and 单位 that make a row one of heads
_SECTION = re.compile(r"^[（(]?[一二三四五六七八九十]+[、.．)）]|^第[一二三四五六七八九十]+(部分|章|节)")


@dataclass(slots=True)
class Place:
    """A cell with what it covers to the right and down."""

    cell: Cell
    text: str
    label: bool
    right: int  # the last column it covers
    bottom: int  # the last row

    @property
    def row(self) -> int:
        return self.cell.row

    @property
    def column(self) -> int:
        return self.cell.column


@dataclass(slots=True)
class Grid:
    """A sheet's places by row, each row in order of its columns; a label merged down stands in every row it covers."""

    sheet: Sheet
    rows: dict[int, list[Place]] = field(default_factory=dict)
    inline: list[tuple[str, Place]] = field(default_factory=list)  # label and value in one cell

    def at(self, row: int, column: int) -> Place | None:
        """The place that covers a cell."""
        places = self.rows.get(row, [])
        index = bisect_right([place.column for place in places], column) - 1
        if index < 0:
            return None
        place = places[index]
        return place if place.column <= column <= place.right else None

    def before(self, row: int, column: int) -> list[Place]:
        """The places left of a cell, the nearest last."""
        return [place for place in self.rows.get(row, ()) if place.right < column]

    def after(self, row: int, column: int) -> list[Place]:
        return [place for place in self.rows.get(row, ()) if place.column > column]

    def has_values(self, row: int) -> bool:
        return any(not place.label for place in self.rows.get(row, ()))

    def heads_items(self, row: int) -> Place | None:
        """The head over the items, where a row is one of heads: 编号 | 项目 | 单位 | 小学 | 初中 | 全校."""
        places = self.rows.get(row, [])
        if not _of_heads(places) or self.has_values(row):
            return None
        return next(place for place in places if structural(squeeze(place.text)) is Role.ITEM)

    def alone(self, place: Place) -> bool:
        """Whether nothing else stands in a label's row, and it is a title: merged wide, or numbered like one."""
        others = [other for other in self.rows.get(place.row, ()) if other is not place and other.row == place.row]
        wide = place.right - place.column >= max(1, (self.sheet.last_column - 1) // 2)
        return not others and (wide or bool(_SECTION.match(place.text)))


def common_texts(sheets: Sequence[Sheet], words: Words) -> frozenset[str]:
    """The texts that most sheets of a form have: its labels, and answers that happen to be the same."""
    counted: Counter[str] = Counter()
    for sheet in sheets:
        counted.update({squeeze(text_of(cell)) for cell in cells_of(sheet) if not words.value(cell)})
    least = max(2, -(-len(sheets) * 6 // 10))
    return frozenset(text for text, times in counted.items() if times >= least)


def cells_of(sheet: Sheet) -> Iterable[Cell]:
    return (cell for row in sheet.cells.values() for cell in row.values() if text_of(cell))


def grid_of(sheet: Sheet, words: Words, common: Collection[str] | None) -> Grid:
    """The places of a sheet. `common` are the texts that its form's sheets share; None where it stands by itself."""
    grid = Grid(sheet)
    hanging: list[Place] = []  # labels merged down over the rows to come
    for row in sorted(sheet.cells):
        places: list[Place] = []
        hanging = [place for place in hanging if place.bottom >= row]
        inherited = {place.column: place for place in hanging}
        for column in sorted({*sheet.cells[row], *inherited}):
            if column in inherited:
                places.append(inherited[column])
                continue
            cell = sheet.cells[row][column]
            if not text_of(cell) and cell.value is None and not cell.formula:
                continue
            left = places[-1] if places and not _of_heads(places) else None  # a head asks nothing of the head after it
            place = _place(sheet, cell, left, words, common)
            place.label = place.label and not _answers_above(grid, place, places, words)
            if place.label and (pairs := _pairs(place.text, words, common)):
                grid.inline += [(label, _part(place, value)) for label, value in pairs]
                place.label = False
                continue
            places.append(place)
            if place.label and place.bottom > row:
                hanging.append(place)
        grid.rows[row] = places
    _answer_alike(grid, words)
    return grid


def _of_heads(places: Sequence[Place]) -> bool:
    """Whether a row that begins so is one of heads: 编号 | 项目 | 单位."""
    roles = [structural(squeeze(place.text)) if place.label else None for place in places]
    return Role.ITEM in roles and len(roles) - roles.count(None) >= _FEWEST_HEADS


def _answer_alike(grid: Grid, words: Words) -> None:
    """What stands beside a label that asks, and is alike on all sheets, is an answer that happens to be so."""
    for row, places in grid.rows.items():
        if all(place.label for place in places):
            continue
        for index, (asks, place) in enumerate(zip(places, places[1:]), start=1):
            if not (asks.label and place.label and asks.row == place.row == row) or words.knows(place.text):
                continue
            if only_unit(place.text):
                continue
            following = places[index + 1] if index + 1 < len(places) else None
            below = grid.at(asks.bottom + 1, asks.column)
            head = below is not None and not below.label
            asking = structural(squeeze(asks.text)) is None and not stage_of(asks.text) and not only_unit(asks.text)
            if asking and not head and (following is None or following.label):
                place.label = asks.right + 1 != place.column


def numbered(text: str) -> bool:
    """Whether a text is numbered like the title of a section: 一、基本情况."""
    return bool(_SECTION.match(text))


def _place(sheet: Sheet, cell: Cell, left: Place | None, words: Words, common: Collection[str] | None) -> Place:
    merge = sheet.merge_of(cell.row, cell.column)
    right, bottom = (merge.right, merge.bottom) if merge else (cell.column, cell.row)
    return Place(cell, text_of(cell), _is_label(cell, left, words, common), right, bottom)


def _answers_above(grid: Grid, place: Place, before: list[Place], words: Words) -> bool:
    """Whether a text is what the label right above it asks for, where nothing beside either says otherwise."""
    above = grid.at(place.row - 1, place.column)
    if above is None or not above.label or (before and before[-1].label):
        return False
    beside = grid.at(place.row - 1, above.right + 1)
    return (beside is None or beside.label) and words.answers(above.text, place.text)


def _is_label(cell: Cell, left: Place | None, words: Words, common: Collection[str] | None) -> bool:
    text = text_of(cell)
    if words.value(cell):
        return False
    beside = left is not None and left.label and not only_unit(text)  # 是/否 says how to answer, and is no answer
    if beside and left is not None and words.answers(left.text, text):
        return False
    if _PAIR.search(text) and ":" in text.replace("：", ":"):
        return True  # looked at as a pair
    return common is None or squeeze(text) in common


def _pairs(text: str, words: Words, common: Collection[str] | None) -> list[tuple[str, str]]:
    """Labels with their values in one cell: 学校名称：青石小学  填表人：贺某. What all sheets say alike is no value."""
    if ":" not in text.replace("：", ":") or (common is not None and squeeze(text) in common):
        return []
    found = [(label, value) for label, value in _PAIR.findall(text)]
    if common is None and not any(words.knows(label) or words.names_school(label) for label, _ in found):
        return [("", "")] if said(text) else []
    return found


def _part(place: Place, value: str) -> Place:
    cell = place.cell
    held = Cell(cell.row, cell.column, value, value)
    return Place(held, value, False, place.right, place.bottom)
