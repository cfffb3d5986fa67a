"""What an explanation says of gaps: how much of what is lacking, in the figure's own unit."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dudao.calc.assessment.explanation import Explanation
from dudao.calc.assessment.result import GapFound, Row
from dudao.calc.assessment.verdict import of_school
from dudao.calc.figures.showing import shown
from dudao.calc.standard.model import Item

if TYPE_CHECKING:
    from dudao.calc.assessment.explaining import Explainer


def gap_steps(explainer: "Explainer", item: Item, found: Row) -> Iterator[Explanation]:
    """What would change it, in the figure's own unit; a shared resource also for all stages of the school together."""
    for gap in found.gaps:
        if text := gap_text(gap):
            yield Explanation("gap", "怎样达标", text=text)
    if any(gap.of_school for gap in found.gaps):
        for gap in of_school(explainer.assessor.rows_at(explainer.run, item, found.unit)):
            if gap.of_school and (text := gap_text(gap)):
                yield Explanation("gap", "各学段都达标", text=text)


def gap_text(gap: GapFound) -> str:
    """补 114.25 ㎡到底线；补 1,003.71 ㎡到线"""
    said = []
    if gap.to_floor:
        said.append(f"补 {amount(gap, gap.to_floor)}到底线")
    if gap.to_line:
        said.append(f"补 {amount(gap, gap.to_line)}到线")
    return f"{gap.what}：{'；'.join(said)}" if said else ""


def amount(gap: GapFound, value: object) -> str:
    assert value is not None
    text = shown(value, 0 if gap.whole else 2)  # type: ignore[arg-type]
    return f"{text} {gap.unit}"
