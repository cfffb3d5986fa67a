"""Explanations for the county: the standard, its aspects, items over all schools, coefficients, triggers."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dudao.calc.assessment.explaining_coefficients import coefficient_line
from dudao.calc.assessment.explaining_gaps import gap_text
from dudao.calc.assessment.explaining_points import explain_points
from dudao.calc.assessment.explaining_relaxations import relaxation_lines
from dudao.calc.assessment.explaining_rows import (
    address,
    judged_label,
    own_parts,
    place_name,
    place_of,
    row_line,
    rule_text,
)
from dudao.calc.assessment.explaining_score import score_steps
from dudao.calc.assessment.explanation import Explanation
from dudao.calc.assessment.result import ItemResult, Points, Row, SchoolRule, TriggerState, Verdict
from dudao.calc.assessment.steps import (
    choice_step,
    formula_step,
    judgement_step,
    measured,
    needs_step,
    ruling_steps,
    strictness_steps,
)
from dudao.calc.assessment.triggers import switch, trigger_states
from dudao.calc.figures.showing import exact_text, shown
from dudao.calc.formula.wording import UNKNOWN
from dudao.calc.standard.model import Group, Item, ItemLevel, Trigger

if TYPE_CHECKING:
    from dudao.calc.assessment.explaining import Explainer

ORDER = (Verdict.FAIL, Verdict.OPEN)
TRIGGER_WORDS = {
    True: {True: "不具备", False: "具备", None: "未定"},
    False: {True: "存在", False: "不存在", None: "未定"},
}


def standard(explainer: "Explainer") -> Explanation:
    """The county's verdict, or its score, and what decides it."""
    made, result = explainer.standard, explainer.result
    parts = list(score_steps(explainer.world, result)) or [group_line(explainer, aspect) for aspect in made.aspects]
    parts += [trigger_line(explainer, state) for state in result.triggers]
    parts += relaxation_lines(explainer, [item.code for item in made.items] + [""])
    parts += [Explanation("ruling", f"裁定 {ruling.code}", text=ruling.text) for ruling in made.rulings]
    if made.notice:
        parts.append(Explanation("note", made.notice))
    if result.verdict is None:
        return Explanation(
            "points", made.name, _score_shown(explainer), text=_score_text(explainer), parts=tuple(parts), address=made.code
        )  # fmt: skip
    return Explanation(
        "verdict",
        made.name,
        result.verdict.word,
        verdict=result.verdict.value,
        text=_why_county(explainer),
        parts=tuple(parts),
        address=made.code,
    )


def _why_county(explainer: "Explainer") -> str:
    result = explainer.result
    failing = [code for code, found in result.items.items() if found.verdict is Verdict.FAIL]
    struck = [state.code for state in result.triggers if state.struck and state.effect in ("veto", "precondition")]
    still = [code for code, found in result.items.items() if found.verdict is Verdict.OPEN]
    if failing or struck:
        said = f"未达到的有 {'、'.join([*failing, *struck])}"
        return said + (f"；另有 {len(still)} 项未定" if still else "")
    if result.verdict is Verdict.OPEN:
        return f"没有一项不达到，但 {'、'.join(still) or '前提或否决项'} 还未定"
    return "各方面每一项都达到，前提具备，没有否决情形"


def _score_shown(explainer: "Explainer") -> str:
    score = explainer.result.score
    if score is None:
        return UNKNOWN
    low, high = shown(score.low), shown(score.high)
    return f"{low} 分" if score.low == score.high else f"{low}—{high} 分"


def _score_text(explainer: "Explainer") -> str:
    score = explainer.result.score
    if score is None:
        return ""
    number = len(explainer.standard.items)
    extras = f"加分 {shown(score.bonus)}，扣分 {shown(score.deduction)}"
    grade = score.grade or f"未定（最好 {score.best}，最差 {score.worst}）"
    return (
        f"{number} 项已判 {shown(score.items_low)} 分，最多还能到 {shown(score.items_high)} 分；{extras}；等次 {grade}"
    )


def group(explainer: "Explainer", found: Group) -> Explanation:
    """An aspect or group with what stands directly below it."""
    made = explainer.standard
    line = group_line(explainer, found)
    parts = [group_line(explainer, below) for below in made.groups if below.parent == found.code]
    parts += [item_line(explainer, item) for item in made.items if item.parent == found.code]
    parts += relaxation_lines(explainer, [item.code for item in made.items_under(found.code)])
    return Explanation(
        line.kind, found.name, line.shown, line.exact, line.verdict, line.text, parts=tuple(parts), address=found.code
    )


def group_line(explainer: "Explainer", found: Group) -> Explanation:
    result = explainer.result
    if found.code in result.groups:
        points = result.groups[found.code]
        return Explanation("points", f"{found.code} {found.name}", points_text(points), address=found.code)
    verdict = result.parts.get(found.code)
    items = [result.items[item.code] for item in explainer.standard.items_under(found.code) if item.counts_in_verdict]
    text = _counts_text({one: sum(item.verdict is one for item in items) for one in Verdict}, "项")
    word = verdict.value if verdict is not None else ""
    return Explanation("verdict", f"{found.code} {found.name}", verdict=word, text=text, address=found.code)


def points_text(points: Points) -> str:
    if points.na:
        return "不适用"
    low, high, full = shown(points.low), shown(points.high), shown(points.full)
    return f"{low} / {full} 分" if points.decided else f"{low}—{high} / {full} 分"


def item_line(explainer: "Explainer", item: Item) -> Explanation:
    found = explainer.item(item)
    title = f"{item.code} {item.short or item.name}"
    if found.points is not None:
        return Explanation("points", title, points_text(found.points), verdict=_points_word(found), address=item.code)
    word = "" if item.resource else found.verdict.value
    return Explanation("verdict", title, verdict=word, text=_count_words(found), address=item.code)


def _points_word(found: ItemResult) -> str:
    return found.verdict.value if found.verdict in (Verdict.OPEN, Verdict.NA) else ""


def _count_words(found: ItemResult) -> str:
    return _counts_text({Verdict(name): number for name, number in found.counts.items()}, "行") if found.counts else ""


def _counts_text(counts: dict[Verdict, int], each: str) -> str:
    said = [f"{verdict.word} {counts[verdict]} {each}" for verdict in Verdict if counts.get(verdict)]
    return "，".join(said)


def trigger_line(explainer: "Explainer", state: TriggerState) -> Explanation:
    found = next(trigger for trigger in explainer.standard.triggers if trigger.code == state.code)
    word = {True: "fail", False: "pass", None: "open"}[state.struck]
    said = TRIGGER_WORDS[found.effect == "precondition"][state.struck]
    return Explanation("verdict", f"{state.code} {found.name}", said, verdict=word, text=state.why, address=state.code)


def trigger(explainer: "Explainer", found: Trigger) -> Explanation:
    """A veto, cap, drop or precondition: what it says, what it comes from, whether it strikes."""
    world = explainer.world
    items = {found.same_as: explainer.item(explainer.standard.by_code[found.same_as])} if found.same_as else {}
    state = next(state for state in trigger_states(world, items) if state.code == found.code)
    parts: list[Explanation] = []
    if made := switch(world, found):
        parts.append(choice_step(made, f"本县把 {found.code} {'启用' if made.value else '停用'}"))
    if found.same_as:
        parts.append(item_line(explainer, explainer.standard.by_code[found.same_as]))
    if found.holds is not None:
        parts.append(formula_step(world, found.holds, world.scope(), "条件"))
    if found.judgement is not None:
        parts.append(judgement_step(world, found.judgement, found.code))
    parts += needs_step(world, state.needs)
    parts += ruling_steps(world, found.code)
    if found.note:
        parts.append(Explanation("note", "口径", text=found.note))
    effect = {"veto": "一票否决", "cap": "不得评为最高等次", "drop": "降一等", "precondition": "前提"}[found.effect]
    line = trigger_line(explainer, state)
    text = "；".join(part for part in (effect, state.why) if part)
    return Explanation(
        "verdict",
        line.title,
        line.shown,
        verdict=line.verdict,
        text=text,
        parts=tuple(parts),
        address=found.code,
    )


# — items


def item(explainer: "Explainer", found: Item) -> Explanation:
    """An item for the whole county."""
    result = explainer.item(found)
    if found.points is not None:
        return explain_points(explainer.world, found, result)
    if found.composite is not None:
        return composite(explainer, found, result)
    rows = explainer.rows(found)
    if found.level is ItemLevel.COUNTY:
        return _once(explainer, found, result)
    parts = list(failing_rows(explainer, found, rows))
    parts += relaxation_lines(explainer, (found.code,))
    parts += [Explanation("gap", "各校合计", text=text) for gap in result.gaps if (text := gap_text(gap))]
    parts += strictness_steps(explainer.world, found)
    parts += ruling_steps(explainer.world, found.code)
    if found.note:
        parts.append(Explanation("note", "口径", text=found.note))
    kind = "资源指标只计行数，不单独判县" if found.resource else result.why
    text = "；".join(part for part in (_count_words(result), kind) if part)
    return _verdict(found, result, text, parts)


def _once(explainer: "Explainer", found: Item, result: ItemResult) -> Explanation:
    """An item judged once for the county: the same steps as a row's."""
    row = Row(
        found.code, "", "", result.verdict, result.comparisons, result.judged, result.needs, result.gaps, result.why
    )
    parts = own_parts(explainer, found, row, place_of(explainer, found, row))
    first = result.comparisons[0] if result.comparisons else None
    value = (
        measured(first.value, first.decimals, first.unit, percent=first.percent) if first else judged_label(found, row)
    )
    step = _verdict(found, result, result.why, parts)
    exact = exact_text(first.value) if first is not None and first.value is not None else ""
    return Explanation(
        step.kind, step.title, value, exact, step.verdict, step.text, parts=step.parts, address=step.address
    )


def _verdict(found: Item, result: ItemResult, text: str, parts: Iterable[Explanation]) -> Explanation:
    return Explanation(
        "verdict",
        f"{found.code} {found.name}",
        verdict="" if found.resource else result.verdict.value,
        text=text,
        parts=tuple(parts),
        address=found.code,
    )


def failing_rows(explainer: "Explainer", found: Item, rows: list[Row]) -> Iterator[Explanation]:
    """The rows that fail and those that are open; each has an address of its own."""
    for verdict in ORDER:
        mine = tuple(row_line(explainer, found, row) for row in rows if row.verdict is verdict)
        if mine:
            yield Explanation("rows", f"{verdict.word}的", f"{len(mine)} 行", verdict=verdict.value, parts=mine)


def composite(explainer: "Explainer", found: Item, result: ItemResult) -> Explanation:
    made = found.composite
    assert made is not None
    world = explainer.world
    if made.kind == "most":
        parts = list(_failing_rules(explainer, found))
    else:
        parts = [coefficient_line(explainer, found, one) for one in explainer.variations(found)]
    parts += relaxation_lines(explainer, made.of)
    parts += strictness_steps(world, found)
    parts += ruling_steps(world, found.code)
    parts += needs_step(world, result.needs)
    if found.note:
        parts.append(Explanation("note", "口径", text=found.note))
    return _verdict(found, result, _count_words(result), parts)


def _failing_rules(explainer: "Explainer", found: Item) -> Iterator[Explanation]:
    for verdict in ORDER:
        mine = tuple(_rule_line(explainer, found, rule) for rule in explainer.rules(found) if rule.verdict is verdict)
        if mine:
            yield Explanation("rows", f"{verdict.word}的", f"{len(mine)} 行", verdict=verdict.value, parts=mine)


def _rule_line(explainer: "Explainer", found: Item, rule: SchoolRule) -> Explanation:
    return Explanation(
        "rule",
        place_name(explainer.world, rule.unit, rule.stage),
        verdict=rule.verdict.value,
        text=rule_text(explainer, found, rule),
        address=address(found.code, rule.unit, rule.stage),
    )
