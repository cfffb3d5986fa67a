"""Forms of one school: every value under the labels beside and above it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dudao.spreadsheets.forms.grid import Grid, Place, numbered
from dudao.spreadsheets.forms.words import Words, only_unit
from dudao.spreadsheets.mapping.wording import wording

_EXAMPLE = re.compile(r"[(（](如|例如|例)[^()（）]{1,30}[)）]")  # 音乐教室面积（如96、102）

Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A value of a form with all that is said of it."""

    labels: Labels  # from the widest to its own
    place: tuple[int, int]
    value: Place | None  # None: the place is blank
    unit: str = ""
    section: str = ""
    spread: bool = False  # under a head told once for all sections: asked for by its row or not


class CardReader:
    """Reads one sheet of a form."""

    def __init__(self, grid: Grid, words: Words) -> None:
        self.grid, self.words = grid, words
        self.sections: dict[int, str] = {}
        self.titles: list[str] = []
        self._apart: set[int] = set()  # rows of titles: nothing below them reaches above them
        self._look_for_titles()

    def _look_for_titles(self) -> None:
        """Rows that hold one label only: titles above the first value, sections below it."""
        section, begun = "", False
        for row, places in sorted(self.grid.rows.items()):
            begun = begun or len(places) > 1 and any(not place.label for place in places)
            single = len(places) == 1 and places[0].row == row
            heading = not begun and single and not self.words.knows(places[0].text)
            if single and (heading or self.grid.alone(places[0])):
                own = begun or self.titles and numbered(places[0].text)
                self._apart.add(row)
                if not own:
                    self.titles.append(places[0].text)
                elif places[0].label:
                    section = places[0].text
            elif (
                not begun
                and places
                and all(place.label and ("：" in place.text or ":" in place.text) for place in places)
            ):
                self.titles.extend(place.text for place in places)
                self._apart.add(row)
            self.sections[row] = section

    def answers(self) -> Iterator[Answered]:
        """Every value, and every blank place that labels ask for."""
        for label, place in self.grid.inline:
            if label:
                yield Answered((label,), (place.row, place.column), place)
        for row, places in sorted(self.grid.rows.items()):
            if row in self._apart:
                continue
            for place in places:
                if not place.label and place.row == row:
                    yield from self._answer(row, place.column, place)
            for column in self._blanks(row):
                yield from self._answer(row, column, None)

    def _blanks(self, row: int) -> list[int]:
        """The blank cells of a row that stand right of a label, and are not covered by another cell."""
        sheet, found = self.grid.sheet, []
        for column in range(1, sheet.last_column + 1):
            merge = sheet.merge_of(row, column)
            if merge is not None and (merge.top, merge.left) != (row, column):
                continue
            if sheet.at(row, column) is None and self.grid.before(row, column):
                found.append(column)
        return found

    def _answer(self, row: int, column: int, value: Place | None) -> Iterator[Answered]:
        heads, head_rows = self._heads(row, column)
        beside = self._beside(row, column)
        units = [place.text for place in beside if only_unit(place.text)]
        own = [place for place in beside if not only_unit(place.text)]
        if value is None and not (own and (heads or self._right_of(row, column, own[-1]))):
            return
        names = [place.text for place in own]
        labels = (*names[:-1], *self._parents(row, own, heads), *names[-1:], *heads)
        if not labels:
            return
        section = self.sections.get(row, "")
        unit = next(iter(units), "") or self._unit_after(row, column) or _unit_of_section(section, labels)
        spread = bool(head_rows) and any(each in self._apart for each in range(min(head_rows), row))
        yield Answered(tuple(_tight(labels)), (row, column), value, unit, section, spread)

    def _right_of(self, row: int, column: int, label: Place) -> bool:
        return label.right + 1 == column

    def _beside(self, row: int, column: int) -> list[Place]:
        """The label before a value with its unit, and the wider labels, merged down, that group it with its neighbours."""
        before = self.grid.before(row, column)
        labels = [place for place in before if place.label]
        last = next((place for place in reversed(labels) if not only_unit(place.text)), None)
        if last is None:
            return []
        unit = [place for place in labels if place.column > last.column]
        groups = []
        for place, following in zip(before, before[1:]):
            if place in labels and place is not last and place.bottom > place.row and following.label:
                groups.append(place)
        return [*groups, last, *unit]

    def _parents(self, row: int, own: list[Place], heads: Labels = ()) -> Labels:
        """What a label that begins 其中, or is indented, is a part of."""
        if not own:
            return ()
        last = own[-1]
        if not _part(last):
            return self._said_before(row, last)
        left = [place for place in self.grid.before(row, last.column) if place.label and not only_unit(place.text)]
        values = [place for place in self.grid.before(row, last.column) if not place.label]
        if left and values and last.row == row:
            parent = left[-1]
            if parent is last or self.words.apart(last.text, parent.text, heads):
                return ()
            return (*self._parents(row, [parent]), parent.text)
        for above in range(last.row - 1, 0, -1):
            place = self.grid.at(above, last.column)
            if place is None or not place.label or self.sections.get(above) != self.sections.get(row):
                return ()
            if not _part(place):
                return () if self.words.apart(last.text, place.text, heads) else (place.text,)
        return ()

    def _said_before(self, row: int, label: Place) -> Labels:
        """What the label before this one says of both: 督学到校：上学期（次） | 下学期（次）."""
        before = [place for place in self.grid.before(row, label.column) if place.label and place.row == row]
        wider, _, own = before[-1].text.replace(":", "：").rpartition("：") if before else ("", "", "")
        alike = own[-2:] == label.text[-2:] and len(own) == len(label.text)
        return (wider,) if wider and alike else ()

    def _heads(self, row: int, column: int) -> tuple[Labels, set[int]]:
        """The heads above a value: through rows that have their labels in the same columns, up to the rows of heads."""
        mine = self._segment(row, column)
        heads: list[str] = []
        rows: set[int] = set()
        above = row - 1
        while above > 0:
            place = self.grid.at(above, column)
            if place is None or not place.label:
                if heads or above not in self.grid.rows or self._segment(above, column) != mine:
                    break
                above -= 1
                continue
            groups = any(
                self.grid.has_values(each) for each in range(place.row, place.bottom + 1) if place.bottom > place.row
            )
            if heads and self._lone(above, place):
                break
            if above in self._apart or groups or self._has_value(above, place) or place.column < mine[0]:
                break
            if not only_unit(place.text):
                heads.insert(0, place.text)
            rows.update(range(place.row, place.bottom + 1))
            above = place.row - 1
        if not heads and (told := self._told_once(row, column)) is not None:
            return (told.text,), {told.row}
        return tuple(heads), rows

    def _lone(self, row: int, label: Place) -> bool:
        """Whether a label is the first of a row of a grid that a school has left blank, not a head of the heads below."""
        own = [place for place in self.grid.rows.get(row, ()) if place.row == row]
        return own == [label] and label.right == label.column

    def _told_once(self, row: int, column: int) -> Place | None:
        """The head over a column that is told once for all sections: 项目 | 单位 | 小学 | 初中 ahead of the first one."""
        labels = [place for place in self.grid.before(row, column) if place.label and not only_unit(place.text)]
        for above in range(row - 1, 0, -1):
            items = self.grid.heads_items(above) if above + 1 in self._apart else None
            if items is None or above in self._apart:
                continue
            head = self.grid.at(above, column)
            fits = head is not None and labels and labels[-1].row == row and labels[-1].column == items.column
            return head if fits and head is not None and not only_unit(head.text) else None
        return None

    def _segment(self, row: int, column: int) -> tuple[int, int]:
        """The columns of the labels around a cell: the nearest before it, and the next after it."""
        before = [place.column for place in self.grid.before(row, column) if place.label]
        after = [place.column for place in self.grid.after(row, column) if place.label]
        return (before[-1] if before else 0, after[0] if after else 0)

    def _has_value(self, row: int, label: Place) -> bool:
        """Whether a label's value stands right of it, so that it is no head of what is below."""
        following = self.grid.at(row, label.right + 1)
        return following is not None and not following.label

    def _unit_after(self, row: int, column: int) -> str:
        after = self.grid.after(row, column)
        return after[0].text if after and after[0].label and only_unit(after[0].text) else ""


def _part(place: Place) -> bool:
    raw = place.cell.value if isinstance(place.cell.value, str) else ""
    return raw[:1] in " \u3000\t" or wording(place.text).part


def _unit_of_section(section: str, labels: Labels) -> str:
    """The unit that a section's title gives to what it holds: 四、经费（万元）; a label's own unit goes before it."""
    if any(wording(text).unit is not None for text in labels):
        return ""
    unit = wording(section).unit
    return unit.word if unit is not None and unit.measure == "money" else ""


def _tight(labels: Labels) -> Iterator[str]:
    last = ""
    for text in labels:
        plain = _EXAMPLE.sub("", "".join(text.split()))
        if plain and plain != last:
            yield plain
        last = plain
