"""Relaxations of a standard: a milder rule for some schools, with proof and an end."""

from collections.abc import Iterable, Mapping

from dudao.calc.figures.written import Faults, Form, nearest
from dudao.calc.formula import Node
from dudao.calc.standard.draft import Draft, Place, place_of
from dudao.calc.standard.model import Item, Measure, Relaxation, Relaxed
from dudao.calc.standard.reading_items import CONFIDENCE, OPERATORS, read_limit


def read_relaxation(form: Form, draft: Draft, items: Mapping[str, Item]) -> Relaxation | None:
    """One relaxation; None (and a fault) where its item is not in the standard."""
    code = form.code = form.needed_text("code")
    name = form.needed_text("name")
    item = items.get(form.needed_text("item"))
    if item is None:
        text = form.text("item")
        form.fault(f"item 没有指标 {text}{nearest(text, items)}", form.line_of("item"))
        return None
    place = place_of(item.level, item.stages or draft.stages)
    relaxation = Relaxation(
        code=code,
        name=name,
        item=item.code,
        applies=draft.formula(form, "applies", place, "condition"),
        measures=tuple(_relaxed(part, draft, place, item) for part in form.forms("measures")),
        proof=form.texts("proof"),
        lasts=form.needed_text("lasts"),
        source=form.text("source"),
        confidence=form.one_of("confidence", CONFIDENCE, "P"),
        note=form.text("note"),
        line=form.line,
    )
    if not relaxation.measures:
        form.fault("measures 要写放宽成什么：[{value: …}] 或 [{at_most: …}]。")
    if not item.level.of_school or item.points is not None:
        form.fault("放宽逐校启用：item 要是达标标准里逐校判的指标。", form.line_of("item"))
    if not relaxation.proof:
        form.fault("proof 要写凭什么放宽：列出要交的材料。")
    form.done()
    return relaxation


def check_one_each(relaxations: Iterable[Relaxation], faults: Faults) -> None:
    """An item has one relaxation at most: of two nobody could say which counts."""
    seen: dict[str, str] = {}
    for one in relaxations:
        if one.item in seen:
            faults.add(one.line, one.code, f"{one.item} 已由 {seen[one.item]} 放宽；一项指标只写一条，合到一起。")
        seen.setdefault(one.item, one.code)


def _relaxed(form: Form, draft: Draft, place: Place, item: Item) -> Relaxed:
    name = form.text("name")
    measure = next((measure for measure in item.measures if measure.name == name), None)
    if measure is None:
        known = "、".join(measure.name for measure in item.measures if measure.name)
        form.fault(f"{item.code} 没有 name 为 {name!r} 的 measures；可写：{known or '不写 name'}。")
    relaxed = Relaxed(name=name, value=draft.formula(form, "value", place), limit=_limit(form, draft, place, measure))
    if relaxed.value is None and not relaxed.limit:
        form.fault("写 value 或限值，或两个都写。")
    form.done()
    return relaxed


def _limit(form: Form, draft: Draft, place: Place, measure: Measure | None) -> Mapping[str, Node]:
    written = [key for key in OPERATORS if form.has(key)]
    if not written:
        return {}
    key = written[0]
    if measure is not None and OPERATORS[key] != measure.op:
        form.fault(f"限值的方向要和指标的一样（{measure.op}），写的是 {key}。", form.line_of(key))
    return read_limit(form, key, draft, place)
