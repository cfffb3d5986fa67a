"""An explanation as a reader goes through it: a few steps in one order, each one line or a small table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dudao.calc.assessment.explanation import Explanation
from dudao.calc.figures import Source

STEPS = {  # kind of step → its label at the left
    "rule": "校段判定", "verdict": "判定", "points": "得分", "comparison": "比较", "formula": "算式", "scope": "适用",
    "judgement": "判断", "missing": "还缺", "rows": "逐条", "parameter": "参数", "choice": "县里的选择", "relaxation": "放宽", "gap": "怎样达标",
    "ruling": "裁定", "note": "说明", "figure": "数据", "derived": "数据", "merged": "数据", "cell": "单元格",
}  # fmt: skip
ORDER = ("rule", "verdict", "points", "relaxation", "comparison", "formula", "figure", "derived", "merged", "judgement",
         "missing", "rows", "gap", "scope", "parameter", "choice", "note", "ruling")  # fmt: skip
LISTED, FIGURES = 100, 60


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
    address: str = ""

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
    "relaxation",
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
    result = f"= {part.exact or part.shown}"
    if part.kind == "formula" and part.shown and result not in texts:
        texts.append(result)
    step = Step(STEPS.get(part.kind, ""), part.kind, part.title, part.shown, part.exact, part.verdict, texts)
    step.address = part.address
    if _is_list(part):
        step.lines, step.more = list(part.parts[:LISTED]), max(len(part.parts) - LISTED, 0)
        return step
    own = (
        [part] if part.kind in ("figure", "derived", "merged") or (part.kind == "rows" and part.address) else part.parts
    )
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
        yield Figure(
            part.title, part.shown, said, part.kind, depth, cells[0] if cells else None, part.numbers, part.address
        )
        yield from _figures([below for below in part.parts if below.kind != "cell"], depth + 1)
