"""Why the score is what it is: the aspects added, what was registered beside them, and the grade at both ends."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dudao.calc.assessment.explaining_points import points_text
from dudao.calc.assessment.explanation import Explanation
from dudao.calc.assessment.result import Score, StandardResult, TriggerState
from dudao.calc.assessment.score import ends, extras_found, grade, striking
from dudao.calc.assessment.steps import choice_step
from dudao.calc.assessment.world import World
from dudao.calc.figures.showing import exact_text, shown
from dudao.calc.figures.snapshot import ChoiceMade
from dudao.calc.formula.wording import short_text

_STRIKING = {"cap": "限制等次", "drop": "降一等", "veto": "否决", "precondition": "前提不具备"}


def score_steps(world: World, result: StandardResult) -> Iterator[Explanation]:
    """The steps from the aspects' points to the grade; nothing for a standard without a score."""
    if result.score is None:
        return
    yield _items(world, result, result.score)
    yield from _extras(world, result, result.score)
    yield _total(world, result.score)
    yield _grade(world, result, result.score)


def _items(world: World, result: StandardResult, score: Score) -> Explanation:
    aspects = world.standard.aspects
    parts = tuple(
        Explanation(
            "points", f"{aspect.code} {aspect.name}", points_text(result.groups[aspect.code]), address=aspect.code
        )
        for aspect in aspects
    )
    lows = " + ".join(shown(result.groups[aspect.code].low) for aspect in aspects)
    text = "显示值各自四舍五入，相加可与合计差一点；计算用未取整的分"
    return Explanation(
        "points", "各方面合计", _range(score.items_low, score.items_high), exact_text(score.items_low), text=text,
        numbers=f"已判分 {lows} = {shown(score.items_low)}", parts=parts,
    )  # fmt: skip


def _extras(world: World, result: StandardResult, score: Score) -> Iterator[Explanation]:
    rules = world.standard.extras
    if rules is None:
        return
    found = extras_found(world.standard, result.triggers, world.choices)
    yield Explanation(
        "points", "加分", f"{short_text(score.bonus)} 分", text=f"{rules.bonus_what}；最多 {short_text(rules.bonus_cap)} 分",
        parts=tuple(_matters(found.bonuses, "没有登记加分事项，按无计")),
    )  # fmt: skip
    minus = [*_matters(found.deductions, "没有登记扣分事项，按无计"), *_fraud(world, result.triggers)]
    yield Explanation(
        "points", "扣分", f"{short_text(score.deduction)} 分",
        text=f"{rules.deduction_what}；最多 {short_text(rules.deduction_cap)} 分", parts=tuple(minus),
    )  # fmt: skip
    if found.left_out:
        parts = tuple(_matters(found.left_out, ""))
        yield Explanation(
            "note", "登记了而没有计的", f"{len(parts)} 项", text="不在计分的年度，或同一事项已计", parts=parts
        )


def _matters(matters: Sequence[ChoiceMade], none: str) -> Iterator[Explanation]:
    for made in matters:
        year, count = made.value.get("year") or "未写年度", made.value.get("count", 1)
        yield choice_step(made, f"{made.value['name']}（{year}，{count} 次）")
    if not matters:
        yield Explanation("note", none)


def _fraud(world: World, states: Sequence[TriggerState]) -> Iterator[Explanation]:
    """Triggers that also take points off (弄虚作假)."""
    minus = {trigger.code: trigger for trigger in world.standard.triggers if trigger.minus}
    for state in states:
        trigger = minus.get(state.code)
        if trigger is not None and trigger.minus is not None and state.struck is not False:
            said = "扣" if state.struck else "未定；等次的最差一端按扣"
            yield Explanation("note", trigger.name, f"{said} {short_text(trigger.minus)} 分", address=trigger.code)


def _total(world: World, score: Score) -> Explanation:
    numbers = (
        f"{shown(score.items_low)} + {short_text(score.bonus)} − {short_text(score.deduction)} = {shown(score.low)}"
    )
    full = short_text(world.standard.full or 100)
    text = f"加分减扣分加到各项得分之和，夹在 0 和 {full} 之间；未定的只是各项的分"
    exact = exact_text(score.low) if score.low == score.high else ""
    return Explanation("points", "总分", _range(score.low, score.high), exact, text=text, numbers=numbers)


def _grade(world: World, result: StandardResult, score: Score) -> Explanation:
    """The grade at both ends: lines unrounded, then cap, drop and veto."""
    lines = "，".join(f"{rung.name} {short_text(rung.at_least)} 分起" for rung in world.standard.grades)
    found = extras_found(world.standard, result.triggers, world.choices)
    worst, best = ends(world.standard, score.items_low, score.items_high, found)
    parts = (
        _end(world, result, "最好一端", best, score.best, open_strikes=False),
        _end(world, result, "最差一端", worst, score.worst, open_strikes=True),
    )
    text = f"{lines}；按未取整的分比；次序：算分 → 等次 → 限制 → 降等 → 否决，多个降等只降一等"
    said = score.grade or f"未定：{score.worst}到{score.best}"
    return Explanation("rule", "等次", said, verdict="" if score.grade else "open", text=text, parts=parts)


def _end(
    world: World, result: StandardResult, which: str, points: Fraction, name: str, *, open_strikes: bool
) -> Explanation:
    """The grade's line by points alone, and what strikes at this end."""
    names = {trigger.code: trigger.name for trigger in world.standard.triggers}
    said = [
        f"{_STRIKING[state.effect]}：{names[state.code]}{'（未定，按成立算）' if state.struck is None else ''}"
        for state in striking(result.triggers, open_strikes=open_strikes)
    ]
    alone = grade(world.standard.grades, points).name
    numbers = f"{exact_text(points)} 分，单看分数是{alone}"
    return Explanation("comparison", which, name, text="；".join(said) or "没有限制、降等、否决", numbers=numbers)


def _range(low: Fraction, high: Fraction) -> str:
    return f"{shown(low)} 分" if low == high else f"{shown(low)}—{shown(high)} 分"
