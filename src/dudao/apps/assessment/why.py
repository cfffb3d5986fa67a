"""An explanation as a reader goes through it: a few steps in one order, each one line or a small table."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from dudao.apps.assessment.models import Run
from dudao.apps.returns.models import SheetRow
from dudao.calc.assessment.explanation import Explanation
from dudao.calc.figures import Source

STEPS = {  # kind of step → its label at the left
    "rule": "校段判定", "verdict": "判定", "points": "得分", "comparison": "比较", "formula": "算式", "scope": "适用",
    "judgement": "判断", "missing": "还缺", "rows": "逐条", "parameter": "参数", "choice": "县里的选择", "gap": "怎样达标",
    "ruling": "裁定", "note": "说明", "figure": "数据", "derived": "数据", "merged": "数据", "cell": "单元格",
}  # fmt: skip
ORDER = ("rule", "verdict", "points", "comparison", "formula", "figure", "derived", "merged", "judgement", "missing",
         "rows", "gap", "scope", "parameter", "choice", "note", "ruling")  # fmt: skip
LISTED, FIGURES, CELLS, BESIDE, TALL = 100, 60, 4, 1, 8
PLACE = re.compile(r"^([A-Z]+)(\d+)")


@dataclass(slots=True)
class Figure:
    """One line of the table of figures; `depth` for the parts of what was worked out."""

    title: str
    shown: str
    text: str
    kind: str
    depth: int
    source: Source | None = None
    numbers: str = ""

    @property
    def place(self) -> str:
        if self.source is None:
            return "算出" if self.kind in ("derived", "merged", "rows") else ""
        return f"{self.source.sheet}!{self.source.cell}" if self.source.sheet else self.source.cell


@dataclass(slots=True)
class Step:
    """One step: what stands at the left, its sentences, and below it figures or lines of a list."""

    label: str
    kind: str
    title: str
    shown: str
    exact: str
    verdict: str
    texts: list[str]
    figures: list[Figure] = field(default_factory=list)
    lines: list[Explanation] = field(default_factory=list)
    more: int = 0
    address: str = ""


FIRST = (
    "rule",
    "verdict",
    "points",
    "comparison",
    "formula",
    "judgement",
    "missing",
    "rows",
    "figure",
    "derived",
    "merged",
)


@dataclass(slots=True)
class Steps:
    """What stands before the cells in their sheets, what after them, and the rulings, which are folded."""

    first: list[Step]
    later: list[Step]
    rulings: list[Explanation]


def steps_of(told: Explanation) -> Steps:
    """The steps below the head of an explanation, in reading order."""
    parts = sorted(told.parts, key=lambda part: ORDER.index(part.kind) if part.kind in ORDER else len(ORDER))
    first = [_step(part) for part in parts if part.kind in FIRST]
    later = [_step(part) for part in parts if part.kind not in (*FIRST, "ruling")]
    for step in first if told.kind == "points" else ():
        step.label = {"rule": "计分", "gap": "怎样得分"}.get(step.kind, step.label)
    return Steps(first, later, [part for part in parts if part.kind == "ruling"])


def _step(part: Explanation) -> Step:
    texts = [text for text in (part.text, f"= {part.numbers}" if part.numbers else "") if text]
    if part.kind == "formula" and part.shown:
        texts.append(f"= {part.exact or part.shown}")
    step = Step(STEPS.get(part.kind, ""), part.kind, part.title, part.shown, part.exact, part.verdict, texts)
    step.address = part.address
    if _is_list(part):
        step.lines, step.more = list(part.parts[:LISTED]), max(len(part.parts) - LISTED, 0)
        return step
    own = [part] if part.kind in ("figure", "derived", "merged") else part.parts
    figures = list(_figures(own, 0))
    step.figures, step.more = figures[:FIGURES], max(len(figures) - FIGURES, 0)
    return step


def _is_list(part: Explanation) -> bool:
    """Rows with addresses of their own: schools, items."""
    return (
        bool(part.parts)
        and (part.kind == "rows" or all(one.address for one in part.parts))
        and any(one.address for one in part.parts)
    )


def _figures(parts: Iterable[Explanation], depth: int) -> Iterator[Figure]:
    for part in parts:
        if part.kind == "cell":
            if depth == 0:  # a cell that stands directly below the step
                head = part.source.head if part.source is not None else ""
                yield Figure(head or part.title, part.shown, part.text, "cell", 0, part.source)
            continue
        cells = [below.source for below in part.parts if below.kind == "cell"]
        remark = next((below.text for below in part.parts if below.kind == "cell" and below.text), "")
        said = "；".join(text for text in (part.text, remark) if text)
        yield Figure(part.title, part.shown, said, part.kind, depth, cells[0] if cells else None, part.numbers)
        yield from _figures([below for below in part.parts if below.kind != "cell"], depth + 1)


# — the cells in their sheets


@dataclass(frozen=True, slots=True)
class Cited:
    """One cell that an explanation ends in, and what it was taken for."""

    letters: str
    row: int
    what: str
    source: Source


@dataclass(frozen=True, slots=True)
class Sheet:
    """A few rows of a sheet as they stood in an upload, around the rows that are cited."""

    file: str
    sheet: str
    where: str  # 第 37 行; 第 103–106 行
    columns: Sequence[str]  # letters
    heads: Sequence[str]
    rows: Sequence[tuple[int, Sequence[tuple[str, bool]]]]  # number, (text, cited)
    by: str
    at: str
    cells: Sequence[tuple[str, str]]  # cited cell, what it was taken for


def sheets_of(run: Run, told: Explanation) -> list[Sheet]:
    """The first few cited places with their neighbours; one query."""
    groups = _together(_cited(told))[:CELLS]
    if not groups:
        return []
    near = {one.row + shift for group in groups for one in group for shift in range(-BESIDE, BESIDE + 1)}
    rows = SheetRow.objects.filter(
        change__campaign=run.campaign_id,
        change__number__lte=run.as_of,
        sheet__in={group[0].source.sheet for group in groups},
        number__in=near,
    ).values_list("change__draft__upload__name", "sheet", "change__at", "number", "cells")
    there: dict[tuple[str, str, str, int], Sequence[Sequence[str]]] = {
        (file or "", sheet, f"{timezone.localtime(at):%Y-%m-%d %H:%M}", number): cells
        for file, sheet, at, number, cells in rows
    }
    return [found for group in groups if (found := _sheet(group, there)) is not None]


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


def _sheet(group: Sequence[Cited], there: Mapping[tuple[str, str, str, int], Sequence[Sequence[str]]]) -> Sheet | None:
    source = group[0].source
    numbers = sorted({one.row for one in group})
    own = {cell[0]: cell for number in numbers
           for cell in there.get((source.file, source.sheet, source.at, number), ())}  # fmt: skip
    if not own:
        return None
    letters = _columns(list(own), [one.letters for one in group])
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
        cells=[
            (f"{one.letters}{one.row}", f"表头「{one.source.head}」→ {one.what}" if one.source.head else one.what)
            for one in group
        ],
    )


def _columns(present: Sequence[str], cited: Sequence[str]) -> list[str]:
    """The first column (who it is), the cited ones, and a neighbour of the first cited one: six at most."""
    order = sorted(present, key=lambda letters: (len(letters), letters))
    wanted = {*order[:1], *cited[:4]}
    if cited and cited[0] in order:
        at = order.index(cited[0])
        for near in (at - 1, at + 1):
            if len(wanted) < 6 and 0 <= near < len(order):
                wanted.add(order[near])
    return [letters for letters in order if letters in wanted]


def place_in(address: str) -> dict[str, Any] | None:
    """'YZJH-1.4/2144000013/junior' → code, unit, stage."""
    if not address:
        return None
    code, _, rest = address.partition("/")
    unit, _, stage = rest.partition("/")
    return {"code": code, "unit": unit, "stage": stage}
