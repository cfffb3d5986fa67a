"""Explanations at a school: one item's row, and the school rule over its items."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dudao.calc.assessment.explaining_gaps import gap_steps, gap_text
from dudao.calc.assessment.explaining_relaxations import measures_used, relaxation_steps, row_lines
from dudao.calc.assessment.explanation import Explanation
from dudao.calc.assessment.places import ATTACHED, Place, type_label
from dudao.calc.assessment.result import Comparison, Exact, Row, SchoolRule, Verdict
from dudao.calc.assessment.rows import floor_of
from dudao.calc.assessment.school_rule import school_rule
from dudao.calc.assessment.steps import (
    figure_step,
    formula_parts,
    formula_step,
    judgement_step,
    measured,
    needs_step,
    parameter_step,
    ruling_steps,
    school,
    strictness_steps,
)
from dudao.calc.assessment.world import World
from dudao.calc.figures import Key
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.showing import exact_text
from dudao.calc.formula.needs import keys_of
from dudao.calc.formula.tree import Name, Number
from dudao.calc.formula.wording import UNKNOWN, shown_value, wording
from dudao.calc.standard.model import Item, ItemLevel, Measure

if TYPE_CHECKING:
    from dudao.calc.assessment.explaining import Explainer

SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "="}


def address(code: str, unit: str = "", stage: str = "") -> str:
    return "/".join((code, unit, stage)).rstrip("/")


def place_name(world: World, unit: str, stage: str) -> str:
    parts = [school(world, unit)] if unit else ["全县"]
    return " · ".join([*parts, STAGES[stage]] if stage else parts)


def row(explainer: "Explainer", item: Item, found: Row) -> Explanation:
    """One row: verdict, rule it counts in, comparison, formula, figures, choices, rulings, what would change it."""
    world = explainer.world
    place = place_of(explainer, item, found)
    first = found.comparisons[0] if found.comparisons else None
    parts: list[Explanation] = []
    if item.resource and found.unit:
        parts += rules_at(explainer, item, found)
    parts += own_parts(explainer, item, found, place)
    return Explanation(
        "verdict",
        f"{place_name(world, found.unit, found.stage)} · {item.name}",
        measured(first.value, first.decimals, first.unit, percent=first.percent)
        if first
        else judged_label(item, found),
        exact_text(first.value) if first and first.value is not None else "",
        found.verdict.value,
        found.why,
        parts=tuple(parts),
        address=address(item.code, found.unit, found.stage),
    )


def own_parts(explainer: "Explainer", item: Item, found: Row, place: Place) -> list[Explanation]:
    """What stands below the verdict of a row, in reading order."""
    world, work = explainer.world, explainer.assessor.works[item.code]
    parts: list[Explanation] = [*_applying(world, item, place), *relaxation_steps(world, found, place)]
    for measure, comparison in zip(measures_used(work, found), found.comparisons, strict=False):
        parts += _measure_parts(world, item, measure.measure, comparison, found, place)
    if item.shared and place.split is not None:
        parts.append(split_step(world, place))
    for condition in item.conditions if found.comparisons or not item.measures else ():
        step = formula_step(world, condition.formula, place.scope, condition.label)
        parts.append(replace(step, kind="comparison"))
    if item.judgement is not None:
        parts.append(judgement_step(world, item.judgement, item.code, found.unit))
    parts += [
        replace(formula_step(world, one.value, place.scope, one.label), text=f"{one.label}：并列给出，不判")
        for one in item.shown
    ]
    parts += strictness_steps(world, item)
    parts += ruling_steps(world, item.code)
    parts += scope_steps(world, place)
    if found.verdict is Verdict.OPEN:
        parts += needs_step(world, found.needs)
    parts += gap_steps(explainer, item, found)
    if item.note:
        parts.append(Explanation("note", "口径", text=item.note))
    return parts


def place_of(explainer: "Explainer", item: Item, found: Row) -> Place:
    places = explainer.run.places
    if not found.unit:
        return places.county(found.stage)
    if item.level is not ItemLevel.SCHOOL:
        for place in places.stages(found.unit):
            if place.stage == found.stage:
                return place
    whole = places.school(found.unit)
    assert whole is not None, "a row stands at a listed school"
    return whole


def judged_label(item: Item, found: Row) -> str:
    level = item.judgement.level(found.judged) if item.judgement is not None else None
    return level.label if level is not None else ""


def _applying(world: World, item: Item, place: Place) -> Iterator[Explanation]:
    """Whether the item applies, where that is not plain."""
    for node, title in ((item.applies, "是否适用"), (item.na_if, "不适用的条件"), (item.open_if, "待补的条件")):
        if node is not None and not place.needs:
            step = formula_step(world, node, place.scope, title)
            yield replace(step, kind="scope")


def _measure_parts(
    world: World, item: Item, measure: Measure, comparison: Comparison, found: Row, place: Place
) -> Iterator[Explanation]:
    yield comparison_step(world, item, measure, comparison, found, place)
    scope = place.shared if item.shared else place.scope
    shared = world.formulas.pupils if item.shared and place.split is not None else None
    names, numbers = wording(measure.value, scope, shared=shared, shared_label="折合在校生数")
    pupils: set[object] = {Key(place.unit, shared.name, place.stage)} if shared is not None else set()
    yield Explanation(
        "formula",
        _titled("算式", item, measure),
        measured(comparison.value, comparison.decimals, comparison.unit, percent=comparison.percent),
        exact_text(comparison.value) if comparison.value is not None else "",
        text=names,
        numbers=numbers,
        parts=tuple(formula_parts(world, measure.value, scope, pupils)),
    )


def _titled(what: str, item: Item, measure: Measure) -> str:
    return what if len(item.measures) == 1 else f"{what}：{measure.label}"


def comparison_step(
    world: World, item: Item, measure: Measure, found: Comparison, row: Row, place: Place
) -> Explanation:
    """The unrounded comparison, the line it is against and, for resource items, the floor below the line."""
    sign = SIGNS[found.op]
    exact = exact_text(found.value) if found.value is not None else ""
    value = exact or UNKNOWN
    limit = exact_text(found.limit) if found.limit is not None else UNKNOWN
    text = f"{value} {sign} {limit}" + ("" if found.met is None else "，成立" if found.met else "，不成立")
    if found.edge:
        text += f"；显示为 {measured(found.value, found.decimals, '', percent=found.percent)}，比的是未取整的值"
    if row.below_floor is not None and found.limit is not None:
        floor = _floor_share(world, item)
        if floor is not None:
            line = exact_text(found.limit * floor)
            text += f"；底线 {line}（{limit} × {exact_text(floor)}），{'低于底线' if row.below_floor else '不低于底线'}"
    node = measure.limit.get(place.scope.stage, measure.limit.get(""))
    parts = () if node is None or isinstance(node, Number) else tuple(formula_parts(world, node, place.scope))
    verdict = "" if found.met is None else "pass" if found.met else "fail"
    shown_line = measured(found.limit, found.decimals, found.unit, percent=found.percent)
    return Explanation(
        "comparison",
        _titled("比较", item, measure),
        f"{sign} {shown_line}",
        exact,
        verdict or "open",
        text,
        parts=parts,
    )


def _floor_share(world: World, item: Item) -> Exact | None:
    """The floor's share of the line that the school rule names for this item."""
    node = floor_of(item, world.standard)
    share: Exact | None = world.work(node) if node is not None else None
    return share


def split_step(world: World, place: Place) -> Explanation:
    """How a shared resource falls to this stage: 折合在校生数 = (612 + 1.1 × 466) ÷ 1.1."""
    split = place.split
    assert split is not None
    names, numbers = [], []
    for stage, weight in split.weights.items():
        who = "附设幼儿班幼儿" if stage == ATTACHED else f"{STAGES[stage]}在校生"
        factor = "" if weight == 1 else f"{shown_value(weight)} × "
        names.append(f"{factor}{who}")
        numbers.append(f"{factor}{shown_value(split.pupils[stage])}")
    own = split.weights[place.stage]
    ending = "" if own == 1 else f" ÷ {shown_value(own)}"
    ratio = " : ".join(shown_value(weight) for weight in split.weights.values())
    parts = [step for stage in split.weights if stage != ATTACHED for step in _pupils(world, place.unit, stage)]
    if ATTACHED in split.weights and world.standard.scope is not None:
        parts.append(figure_step(world, Key(place.unit, world.standard.scope.attached_pupils)))
        parts.append(parameter_step(world, world.standard.scope.attached_weight))
    return Explanation(
        "scope",
        f"共用资源按 {ratio} 分摊",
        f"折合在校生数 {shown_value(split.divisor)}",
        exact_text(split.divisor) if split.divisor is not None else "",
        text=f"（{' + '.join(names)}）{ending}",
        numbers=f"({' + '.join(numbers)}){ending}",
        parts=tuple(parts),
    )


def _pupils(world: World, unit: str, stage: str) -> Iterator[Explanation]:
    pupils = world.formulas.pupils
    if isinstance(pupils, Name):
        for key in keys_of(pupils, world.scope(unit, stage)):
            yield figure_step(world, key)


def scope_steps(world: World, place: Place) -> Iterator[Explanation]:
    """Who this is for the standard: type, place in the scope, merged campuses."""
    if not place.unit:
        return
    kind = type_label(world, place.unit)
    campuses = world.roll.campuses.get(place.unit, ())
    text = place.outside or place.why
    if campuses:
        merged_in = "、".join(school(world, unit) for unit in campuses)
        text = "；".join(part for part in (text, f"不计校数的{merged_in}已并入") if part)
    yield Explanation("scope", "办学类型", kind, text=text, parts=tuple(_type_cell(world, place.unit)))


def _type_cell(world: World, unit: str) -> Iterator[Explanation]:
    step = figure_step(world, Key(unit, "school_type"))
    yield from step.parts


def row_line(explainer: "Explainer", found: Item, row: Row) -> Explanation:
    first = row.comparisons[0] if row.comparisons else None
    value = (
        measured(first.value, first.decimals, first.unit, percent=first.percent) if first else judged_label(found, row)
    )
    return Explanation(
        "rows",
        place_name(explainer.world, row.unit, row.stage),
        value,
        exact_text(first.value) if first is not None and first.value is not None else "",
        row.verdict.value,
        row.why or "；".join(text for gap in row.gaps if (text := gap_text(gap))),
        address=address(row.item, row.unit, row.stage),
    )


# — the school rule


def rules_at(explainer: "Explainer", item: Item, found: Row) -> Iterator[Explanation]:
    """The school rule a resource row counts in, one line with its own address."""
    for other in explainer.standard.items:
        composite = other.composite
        if composite is not None and composite.kind == "most" and item.code in composite.of:
            judged = rule_at(explainer, other, found.unit, found.stage)
            if judged is not None:
                yield Explanation(
                    "rule",
                    other.name,
                    verdict=judged.verdict.value,
                    text=rule_text(explainer, other, judged),
                    address=address(other.code, found.unit, found.stage),
                )


def rule_at(explainer: "Explainer", item: Item, unit: str, stage: str) -> SchoolRule | None:
    composite, world = item.composite, explainer.world
    assert composite is not None
    place = next((one for one in explainer.run.places.stages(unit) if one.stage == stage or not stage), None)
    if place is None or place.outside:
        return None
    rows = {}
    for code in composite.of:
        if one := explainer.row(explainer.standard.by_code[code], unit, place.stage):
            rows[code] = one
    min_met = world.work(composite.min_met) if composite.min_met is not None else len(composite.of)
    return school_rule(place, rows, min_met, world.work(composite.floor) if composite.floor is not None else None)


def rule_text(explainer: "Explainer", item: Item, judged: SchoolRule) -> str:
    total = judged.met + len(judged.missed) + len(judged.open)
    said = [f"{total} 项中 {judged.met} 项达标"]
    if judged.missed:
        said.append(f"未达标 {_short(explainer, judged.missed)}")
    if judged.below_floor:
        said.append(f"低于底线 {_short(explainer, judged.below_floor)}")
    if judged.open:
        said.append(f"未定 {_short(explainer, judged.open)}")
    return "，".join(said)


def rule(explainer: "Explainer", item: Item, unit: str, stage: str) -> Explanation:
    """The school rule at one school and stage, with its items."""
    judged = rule_at(explainer, item, unit, stage)
    if judged is None:
        return no_row(explainer, item, unit, stage)
    world, composite = explainer.world, item.composite
    assert composite is not None
    parts = [_item_line(explainer, code, unit, judged.stage) for code in composite.of]
    parts += [
        parameter_step(world, node.name)
        for node in (composite.min_met, composite.floor)
        if isinstance(node, Name) and node.name in world.parameters
    ]
    parts += row_lines(world, [explainer.row(explainer.standard.by_code[code], unit, stage) for code in composite.of])
    if judged.least or judged.left:
        parts.append(Explanation("gap", "最省的补法", text=_least_text(explainer, judged)))
    if judged.verdict is Verdict.OPEN:
        parts += needs_step(world, judged.needs)
    parts += ruling_steps(world, item.code)
    if item.note:
        parts.append(Explanation("note", "口径", text=item.note))
    return Explanation(
        "verdict",
        f"{place_name(world, unit, judged.stage)} · {item.name}",
        f"{judged.met} 项达标",
        verdict=judged.verdict.value,
        text=rule_text(explainer, item, judged),
        parts=tuple(parts),
        address=address(item.code, unit, judged.stage),
    )


def _item_line(explainer: "Explainer", code: str, unit: str, stage: str) -> Explanation:
    item = explainer.standard.by_code[code]
    found = explainer.row(item, unit, stage)
    if found is None or not found.comparisons:
        verdict = found.verdict.value if found is not None else Verdict.NA.value
        return Explanation(
            "comparison", item.short or item.name, UNKNOWN, verdict=verdict, address=address(code, unit, stage)
        )
    first = found.comparisons[0]
    value = measured(first.value, first.decimals, first.unit, percent=first.percent)
    line = measured(first.limit, first.decimals, "", percent=first.percent)
    exact = exact_text(first.value) if first.value is not None else ""
    text = f"{SIGNS[first.op]} {line}" + ("；低于底线" if found.below_floor else "")
    return Explanation(
        "comparison", f"{code} {item.short or item.name}", value, exact, found.verdict.value, text,
        address=address(code, unit, stage),
    )  # fmt: skip


def _least_text(explainer: "Explainer", judged: SchoolRule) -> str:
    said = []
    if judged.least:
        said.append(f"把 {_short(explainer, judged.least)} 补到线")
    below = [code for code in judged.left if code in judged.below_floor]
    stay = [code for code in judged.left if code not in judged.below_floor]
    if below:
        said.append(f"把 {_short(explainer, below)} 补到底线")
    if stay:
        said.append(f"{_short(explainer, stay)} 可以留在线与底线之间")
    return "，".join(said)


def _short(explainer: "Explainer", codes: object) -> str:
    by_code = explainer.standard.by_code
    return "、".join(by_code[code].short or by_code[code].name for code in codes)  # type: ignore[attr-defined]


def no_row(explainer: "Explainer", item: Item, unit: str, stage: str) -> Explanation:
    """Why a school makes no row of an item."""
    world = explainer.world
    reasons = [out.why for out in explainer.run.places.outside(unit) if not stage or out.stage in (stage, "")]
    whole = explainer.run.places.school(unit)
    parts: list[Explanation] = []
    if item.applies is not None and whole is not None:
        parts += _applying(world, item, whole)
    if whole is not None:
        parts += scope_steps(world, whole)
    parts += ruling_steps(world, item.code)
    return Explanation(
        "verdict",
        f"{place_name(world, unit, stage)} · {item.name}",
        verdict=Verdict.NA.value,
        text="；".join(reasons) or "这一项不适用于这所学校",
        parts=tuple(parts),
        address=address(item.code, unit, stage),
    )
