"""The cells that an explanation ends in: the rows as they stood in the upload, their neighbours, how the column was taken."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from dudao.apps.assessment.models import Run
from dudao.apps.returns.models import Change, SheetRow
from dudao.calc.assessment.explanation import Explanation
from dudao.calc.figures import Source
from dudao.spreadsheets.book import parse_address
from dudao.spreadsheets.mapping.decision import SURE_WORDS

CELLS, BESIDE, TALL = 4, 1, 8  # so many places are shown, with so many rows beside them; one place is at most so tall
OWN_SHEET = 1  # the number under which a school's own sheet is kept, as the row it was folded into
CHANGES_KEPT = 16
NAMES = re.compile("名称|校名|学校|指标|项目|数据项|内容")
PLACE = re.compile(r"^([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class Cited:
    """One cell that an explanation ends in, and what it was taken for."""

    letters: str
    row: int
    what: str
    source: Source

    @property
    def column(self) -> int:
        return parse_address(f"{self.letters}1")[1]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A few rows of a sheet as they stood in an upload, around the rows that are cited."""

    file: str
    sheet: str
    where: str  # 第 37 行; 第 103–106 行
    columns: Sequence[str]  # letters; where items stand in rows or all over a sheet, the place of each
    heads: Sequence[str]
    rows: Sequence[tuple[int | str, Sequence[tuple[str, bool]]]]  # how the row is called, (text, cited)
    by: str
    at: str
    cells: Sequence[tuple[str, str]]  # cited cell, what it was taken for


def sheets_of(run: Run, told: Explanation) -> list[Sheet]:
    """The first few cited places with their neighbours; one query."""
    groups = _together(_cited(told))[:CELLS]
    if not groups:
        return []
    cited = [one for group in groups for one in group]
    near = {one.row + shift for one in cited for shift in range(-BESIDE, BESIDE + 1)}
    near |= {one.column for one in cited} | {OWN_SHEET}
    rows = SheetRow.objects.filter(
        change__campaign=run.campaign_id,
        change__number__lte=run.as_of,
        sheet__in={group[0].source.sheet for group in groups},
        number__in=near,
    ).values_list("change__draft__upload__name", "file", "sheet", "change__at", "number", "cells", "change_id")
    changes: dict[tuple[str, str], int] = {}
    there: dict[tuple[str, str, str, int], Sequence[Sequence[str]]] = {}
    for first, own, sheet, at, number, cells, change in rows:
        file, when = own or first or "", f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
        there[file, sheet, when, number] = cells
        changes[file, when] = change
    mapped = _mapped(run, set(changes.values()))
    return [
        found
        for group in groups
        if (found := _sheet(group, there, mapped.get(changes.get(_when(group), 0), {}))) is not None
    ]


def _when(group: Sequence[Cited]) -> tuple[str, str]:
    return group[0].source.file, group[0].source.at


def _mapped(run: Run, changes: set[int]) -> dict[int, Mapping[tuple[str, str], str]]:
    """Change → (sheet, head) → how sure its column was and who decided."""
    known = {change: _DECIDED[change] for change in changes if change in _DECIDED}
    if missing := changes - known.keys():
        rows = Change.objects.filter(campaign=run.campaign_id, pk__in=missing).values_list("pk", "mapping")
        for change, mapping in rows:
            if len(_DECIDED) > CHANGES_KEPT:
                _DECIDED.clear()
            known[change] = _DECIDED[change] = decided(mapping)
    return known


_DECIDED: dict[int, Mapping[tuple[str, str], str]] = {}  # a change's mapping is never altered
_LINE = re.compile(r"^\s+- head: (\[.*\])$")
_FIELD = re.compile(r"^\s+(sure|why|by|on): (.*?)(?:  # .*)?$")


def decided(mapping: str) -> Mapping[tuple[str, str], str]:
    """(sheet, head) → 确定，名称一致；贺某 2026-10-21 定, read from a mapping's text line by line.

    Reading the whole of it as YAML takes longer than a page may; only its own writing is read this way.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    sheet, line = "", {}
    for text in mapping.splitlines():
        if text.startswith("- sheet: "):
            sheet = json.loads(text.removeprefix("- sheet: "))
        elif head := _LINE.match(text):
            line = found.setdefault((sheet, " / ".join(json.loads(head[1]))), {})
        elif part := _FIELD.match(text):
            line.setdefault(part[1], json.loads(part[2]) if part[2].startswith('"') else part[2])
    return {place: _decision(line) for place, line in found.items()}


def _decision(line: Mapping[str, str]) -> str:
    who = " ".join(line[name] for name in ("by", "on") if line.get(name))
    said = [SURE_WORDS.get(line.get("sure", ""), ""), line.get("why", ""), f"{who} 定" if who else ""]
    return "，".join(part for part in said if part)


def _cited(told: Explanation) -> list[Cited]:
    """Every cell below an explanation, each once, in the order they are met."""
    found: dict[tuple[str, str, str, str], Cited] = {}
    for part in told.walk():
        for below in part.parts:
            source = below.source
            place = PLACE.match(source.cell) if source is not None else None
            if source is not None and place is not None:
                key = (source.file, source.sheet, source.at, source.cell)
                found.setdefault(key, Cited(place[1], int(place[2]), part.title, source))
    return list(found.values())


def _together(cited: Iterable[Cited]) -> list[list[Cited]]:
    """Cells of one sheet whose rows are near each other are shown together."""
    groups: list[list[Cited]] = []
    for one in cited:
        for group in groups:
            first, rows = group[0].source, [there.row for there in group]
            same = (first.file, first.sheet, first.at) == (one.source.file, one.source.sheet, one.source.at)
            if same and min(rows) - 3 <= one.row <= max(rows) + 3 and max(*rows, one.row) - min(*rows, one.row) < TALL:
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def _sheet(
    group: Sequence[Cited],
    there: Mapping[tuple[str, str, str, int], Sequence[Sequence[str]]],
    mapped: Mapping[tuple[str, str], str],
) -> Sheet | None:
    source = group[0].source
    numbers = sorted({one.row for one in group})
    own = {cell[0]: cell for number in numbers
           for cell in there.get((source.file, source.sheet, source.at, number), ())}  # fmt: skip
    folded = _folded(group, there, mapped) if any(one.letters not in own for one in group) else None
    if folded is not None or not own:
        return folded
    letters = _columns({letter: str(cell[1]) for letter, cell in own.items()}, [one.letters for one in group])
    marked = {(one.row, one.letters) for one in group}
    rows = []
    for number in range(numbers[0] - BESIDE, numbers[-1] + BESIDE + 1):
        cells = {cell[0]: cell[2] for cell in there.get((source.file, source.sheet, source.at, number), ())}
        if cells:
            rows.append((number, [(str(cells.get(letter, "")), (number, letter) in marked) for letter in letters]))
    return Sheet(
        file=source.file,
        sheet=source.sheet,
        where=f"第 {numbers[0]} 行" if len(numbers) == 1 else f"第 {numbers[0]}–{numbers[-1]} 行",
        columns=letters,
        heads=[str(own[letter][1]) if letter in own else "" for letter in letters],
        rows=rows,
        by=source.by,
        at=source.at,
        cells=[(f"{one.letters}{one.row}", _taken(one, mapped)) for one in group],
    )


def _folded(
    group: Sequence[Cited],
    there: Mapping[tuple[str, str, str, int], Sequence[Sequence[str]]],
    mapped: Mapping[tuple[str, str], str],
) -> Sheet | None:
    """What a school said where it stands in a column, or on a sheet of its own: its items side by side."""
    source, first = group[0].source, group[0]
    at = source.file, source.sheet, source.at
    turned = {str(cell[0]): cell for cell in there.get((*at, first.column), ())}
    alone = {str(cell[0]): cell for cell in there.get((*at, OWN_SHEET), ())}
    if source.cell in alone:
        held, marked = alone, {one.source.cell for one in group}
    elif str(first.row) in turned:
        held, marked = turned, {str(one.row) for one in group if one.column == first.column}
    else:
        return None
    order = list(held)
    number = order.index(next(place for place in order if place in marked))
    shown = sorted(
        {0, *range(max(0, number - 1), min(len(order), number + 3)), *map(order.index, marked & held.keys())}
    )
    places = [order[position] for position in shown]
    return Sheet(
        file=source.file,
        sheet=source.sheet,
        where="" if held is alone else f" {first.letters} 列",
        columns=places,
        heads=[str(held[place][1]) for place in places],
        rows=[("" if held is alone else first.letters, [(str(held[each][2]), each in marked) for each in places])],
        by=source.by,
        at=source.at,
        cells=[(one.source.cell, _taken(one, mapped)) for one in group],
    )


def _taken(one: Cited, mapped: Mapping[tuple[str, str], str]) -> str:
    """表头「教学及辅助用房」→ 教学及辅助用房面积，确定，名称一致"""
    source = one.source
    said = [f"表头「{source.head}」→ {one.what}" if source.head else one.what]
    said += [text for text in (mapped.get((source.sheet, source.head), ""), source.remark) if text]
    return "，".join(said)


def _columns(heads: Mapping[str, str], cited: Sequence[str]) -> list[str]:
    """The column that says who or what it is, the cited ones, and neighbours of the first cited one: six at most."""
    order = sorted(heads, key=lambda letters: (len(letters), letters))
    naming = [letters for letters in order if NAMES.search(heads[letters])] or order
    wanted = {*naming[:1], *list(dict.fromkeys(cited))[:4]}
    if cited and cited[0] in order:
        at = order.index(cited[0])
        for near in (at - 1, at + 1):
            if len(wanted) < 6 and 0 <= near < len(order):
                wanted.add(order[near])
    return [letters for letters in order if letters in wanted]
