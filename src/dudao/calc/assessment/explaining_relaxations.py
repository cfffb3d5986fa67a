"""What an explanation says of relaxations: which is switched on, on what proof, until when, by whom, and what it moved."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dudao.calc.assessment.explanation import Explanation
from dudao.calc.assessment.measures import MeasureWork
from dudao.calc.assessment.places import Place
from dudao.calc.assessment.relaxations import why
from dudao.calc.assessment.result import Comparison, RelaxationFound, Relaxed, Relaxing, Row
from dudao.calc.assessment.rows import ItemWork
from dudao.calc.assessment.steps import formula_step, measured, needs_step, school
from dudao.calc.assessment.world import World
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.snapshot import Granted
from dudao.calc.standard.model import Relaxation

if TYPE_CHECKING:
    from dudao.calc.assessment.explaining import Explainer

SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "="}
MOVED = {True: "结论因此不同", False: "结论不因此改变"}


def measures_used(work: ItemWork, found: Row) -> Sequence[MeasureWork]:
    """The measures a row was judged by."""
    if found.relaxing is not None and found.relaxing.state is Relaxed.USED and work.relaxed is not None:
        return work.relaxed.measures
    return work.measures


def relaxation_steps(world: World, found: Row, place: Place) -> Iterator[Explanation]:
    """The relaxation that is switched on for the school of a row, and what the row would be without it."""
    told = found.relaxing
    if told is None:
        return
    relaxation = declared(world, told.grant)
    parts: list[Explanation] = []
    if relaxation.applies is not None:
        parts.append(replace(formula_step(world, relaxation.applies, place.scope, "谁可以放宽"), kind="scope"))
    parts += needs_step(world, told.needs, "要知道能不能放宽")
    text = "；".join(
        part for part in (why(told.state, told.grant, world), _without(found, told), signed(told.grant)) if part
    )
    yield Explanation("relaxation", title(relaxation), told.state.word, text=text, parts=tuple(parts))


def _without(found: Row, told: Relaxing) -> str:
    """不放宽时 0 人/百生（≥ 0.9），未达到"""
    if told.state not in (Relaxed.USED, Relaxed.UNDECIDED):
        return ""
    values = "；".join(_compared(one) for one in told.comparisons)
    same = "，结论一样" if told.verdict is found.verdict and told.state is Relaxed.USED else ""
    return f"不放宽时 {values}，{told.verdict.word}{same}"


def _compared(found: Comparison) -> str:
    value = measured(found.value, found.decimals, found.unit, percent=found.percent)
    limit = measured(found.limit, found.decimals, "", percent=found.percent)
    return f"{found.label + ' ' if found.name else ''}{value}（{SIGNS[found.op]} {limit}）"


def declared(world: World, grant: Granted) -> Relaxation:
    return next(one for one in world.standard.relaxations if one.code == grant.relaxation)


def title(relaxation: Relaxation) -> str:
    return f"放宽 {relaxation.code} {relaxation.name}"


def signed(grant: Granted) -> str:
    """凭教办〔2026〕12 号，有效到 2027-07-31，贺某 2026-11-02 启用"""
    return f"凭{grant.proof}，有效到 {grant.until.isoformat()}，{grant.by} {grant.on} 启用"


def row_lines(world: World, rows: Sequence[Row | None]) -> Iterator[Explanation]:
    """A line for each row at whose school a relaxation is switched on."""
    for row in rows:
        if row is not None and (told := row.relaxing) is not None:
            said = (why(told.state, told.grant, world), _without(row, told), signed(told.grant))
            address = "/".join((row.item, row.unit, row.stage)).rstrip("/")
            name = title(declared(world, told.grant))
            text = "；".join(part for part in said if part)
            yield Explanation("relaxation", name, told.state.word, text=text, address=address)


def relaxation_lines(explainer: "Explainer", items: Collection[str]) -> Iterator[Explanation]:
    """A line for each relaxation of some items that is switched on: what became of it."""
    return (_line(explainer.world, found) for found in explainer.relaxations(items))


def _line(world: World, found: RelaxationFound) -> Explanation:
    known = {one.code: one for one in world.standard.relaxations}
    code = found.grant.relaxation
    name = title(known[code]) if code in known else f"放宽 {code}"
    who = school(world, found.unit) if found.unit else found.grant.school
    moved = MOVED[any(moves for _, _, moves in found.places)] if found.state is Relaxed.USED else ""
    stages = "、".join(f"{STAGES.get(stage, '全校')}{state.word}" for stage, state, _ in found.places)
    several = stages if len({state for _, state, _ in found.places}) > 1 else ""
    text = "；".join(part for part in (found.why, several, moved, signed(found.grant)) if part)
    stage = found.places[0][0] if found.places else ""
    address = "/".join((found.item, found.unit, stage)).rstrip("/") if found.places else ""
    return Explanation("relaxation", f"{who}：{name}", found.state.word, text=text, address=address)
