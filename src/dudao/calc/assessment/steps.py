"""The steps every explanation is made of: formulas, figures down to their cells, parameters, judgements, choices."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from dudao.calc.assessment.by_position import by_position
from dudao.calc.assessment.explanation import Explanation
from dudao.calc.assessment.result import Exact
from dudao.calc.assessment.settled import Settled
from dudao.calc.assessment.world import World
from dudao.calc.figures import Key, Kind, Known, Source, Statement, Unknown
from dudao.calc.figures.declaration import Figure
from dudao.calc.figures.showing import exact_text, shown
from dudao.calc.figures.snapshot import ChoiceMade, Remark
from dudao.calc.formula.exact import Scope, Worked
from dudao.calc.formula.needs import Need, keys_of
from dudao.calc.formula.tree import Name, Node, OverRows, OverSchools
from dudao.calc.formula.wording import UNKNOWN, shown_value, wording
from dudao.calc.standard.model import Item, JudgementSpec

_explanation = by_position(Explanation)


def _step(
    kind: str,
    title: str,
    shown_there: str,
    exact: str = "",
    *,
    text: str = "",
    source: Source | None = None,
    parts: tuple[Explanation, ...] = (),
) -> Explanation:
    """An Explanation of the two kinds that trees have most of, made at the cost of a plain object."""
    return _explanation(kind, title, shown_there, exact, "", text, "", source, parts, "")


YEAR, VISIT = "evaluation_year", "visit_date"


def formula_step(
    world: World,
    node: Node,
    scope: Scope,
    title: str = "算式",
    *,
    kind: str = "formula",
    told: set[object] | None = None,
) -> Explanation:
    """The formula with names, with numbers, its value, and below it every figure it reads. `told` stands elsewhere."""
    names, numbers = world.wording(node, scope)
    return Explanation(
        kind,
        title,
        shown_value(world.formula(node)(scope)),
        text=names,
        numbers=numbers,
        parts=tuple(formula_parts(world, node, scope, told)),
    )


def formula_parts(world: World, node: Node, scope: Scope, seen: set[object] | None = None) -> Iterator[Explanation]:
    """One step per figure, parameter or sum that a formula reads at a place, each once."""
    seen = set() if seen is None else seen
    for part in world.formulas.leaves(node):
        if isinstance(part, Name):
            yield from _name_steps(world, part, scope, seen)
        elif part not in seen:
            seen.add(part)
            yield schools_step(world, part, scope) if isinstance(part, OverSchools) else list_step(world, part, scope)  # type: ignore[arg-type]


def _is_parameter(world: World, node: Name) -> bool:
    return node.name in world.parameters or node.name in (YEAR, VISIT)


def _name_steps(world: World, node: Name, scope: Scope, seen: set[object]) -> Iterator[Explanation]:
    if _is_parameter(world, node):
        if node.name not in seen:
            seen.add(node.name)
            yield parameter_step(world, node.name)
        return
    for key in keys_of(node, scope):
        if key not in seen:
            seen.add(key)
            yield figure_step(world, key)


# — figures and cells


def figure_step(world: World, key: Key) -> Explanation:
    """A figure at a place: its value and how it came about, down to the cells, and what was said of it."""
    step = _figure_step(world, key)
    remarks = world.snapshot.remarks.get(key)
    return replace(step, parts=(*step.parts, *(remark_step(one) for one in remarks))) if remarks else step


def remark_step(remark: Remark) -> Explanation:
    """A warning about a figure, and what a person said of it."""
    said = f"{remark.says}（{remark.by} {remark.on} 说明）" if remark.says else "还没有人说明"
    return Explanation("note", f"提醒 {remark.check}：{remark.warns}", "已说明" if remark.says else "待说明", text=said)


def _figure_step(world: World, key: Key) -> Explanation:
    figure, title = world.catalogue[key.figure], label(world, key)
    if key.figure not in world.formulas.derivable and key.unit not in world.roll.campuses:
        given = world.snapshot.statements.get(key)  # most figures: stated, and nothing else to say of them
        if isinstance(given, Known) and world.value(*key) is given.value:
            return _step("figure", title, figure_value(figure, given.value), _exact(given.value), parts=cell(given))
    if key.stage and key.unit and figure.name in world.formulas.absent:
        stages = world.stages_of(key.unit)
        if stages is not None and key.stage not in stages:
            return _absent_step(world, key, title)
    settled = world.settled(key)
    value = settled.value
    if settled.absent:
        return _absent_step(world, key, title)
    if settled.campuses:
        return _merged_step(world, key, settled, title)
    if settled.conflict:
        return _conflict_step(world, key, settled, title)
    if settled.derivation is not None and _shows_parts(world, key, settled):
        return _derived_step(world, key, settled, title)
    if value is None:
        return missing_step(title, settled.given)
    return Explanation("figure", title, figure_value(figure, value), _exact(value), parts=cell(settled.given))


def _absent_step(world: World, key: Key, title: str) -> Explanation:
    return _step("note", title, "0", text=f"{school(world, key.unit)}的办学类型没有这个学段，按 0 计")


def _shows_parts(world: World, key: Key, settled: Settled) -> bool:
    """A derived figure is shown by its parts where they count, or where some are there and others are missing."""
    if settled.derived is not None:
        return True
    assert settled.derivation is not None
    return not isinstance(settled.given, Known) and world.started(key, settled.derivation)


def _merged_step(world: World, key: Key, settled: Settled, title: str) -> Explanation:
    figure = world.catalogue[key.figure]
    parts = tuple(
        replace(figure_step(world.alone, Key(unit, *key[1:])), title=f"{school(world, unit)}：{title}")
        for unit in (key.unit, *settled.campuses)
    )
    campuses = "、".join(school(world, unit) for unit in settled.campuses)
    text = f"不计校数的{campuses}并入本校，数字相加"
    return Explanation(
        "merged", title, figure_value(figure, settled.value), _exact(settled.value), text=text, parts=parts
    )


def _derived_step(world: World, key: Key, settled: Settled, title: str) -> Explanation:
    assert settled.derivation is not None
    scope = world.place(key, world.catalogue[key.figure])
    names, numbers = world.wording(settled.derivation.node, scope)
    parts = list(formula_parts(world, settled.derivation.node, scope))
    given = settled.given
    if given is not None:
        says = "也直接填了，与分项一致" if isinstance(given, Known) else f"直接填的一格{given.reason.value}，由分项算出"
        parts.append(Explanation("note", title, _written(given), text=says, parts=cell(given)))
    value = settled.value
    figure = world.catalogue[key.figure]
    return Explanation(
        "derived", title, figure_value(figure, value), _exact(value), text=names, numbers=numbers, parts=tuple(parts)
    )


def _conflict_step(world: World, key: Key, settled: Settled, title: str) -> Explanation:
    """Both sides of a disagreement; neither counts."""
    figure, given, parts = world.catalogue[key.figure], settled.given, []
    if isinstance(given, Known):
        parts.append(Explanation("figure", f"直接填的{title}", figure_value(figure, given.value), parts=cell(given)))
        assert settled.derivation is not None
        step = formula_step(world, settled.derivation.node, world.place(key, figure), f"由分项算出的{title}")
        parts.append(replace(step, kind="derived", shown=figure_value(figure, settled.derived)))
    elif isinstance(given, Unknown):
        parts += [
            Explanation("figure", title, figure_value(figure, side.value), parts=cell(side)) for side in given.both
        ]
        if not parts:
            return missing_step(title, given)
    text = "直接填的数与分项算出的不一致，两个都留着；改正一处之前，用到它的都未定"
    return Explanation("missing", title, UNKNOWN, text=text, parts=tuple(parts))


def missing_step(title: str, given: Statement | None) -> Explanation:
    """A figure nobody can use: what stands in its cell, and where."""
    if isinstance(given, Unknown):
        written = f"，写的是“{given.text}”" if given.text else ""
        return Explanation("missing", title, UNKNOWN, text=f"{given.reason.value}{written}", parts=cell(given))
    return Explanation("missing", title, UNKNOWN, text="没有填报")


def cell(given: Statement | None) -> tuple[Explanation, ...]:
    """The cell a statement came from, as written there."""
    source: Source | None = given.source if given is not None else None
    if source is None:
        return ()
    return (_step("cell", str(source), _written(given), text=source.remark, source=source),)


def _written(given: Statement | None) -> str:
    if given is None:
        return ""
    return given.text or (shown_value(given.value) if isinstance(given, Known) else given.reason.value)


def list_step(world: World, node: OverRows, scope: Scope) -> Explanation:
    """A count over a list: the formula and the list's rows."""
    names, numbers = wording(node, scope)
    parts = [_list_rows(world, figure_step(world, key), key) for key in keys_of(node.figure, scope)]
    return Explanation("rows", names, numbers, parts=tuple(parts))


def _list_rows(world: World, step: Explanation, key: Key) -> Explanation:
    figure, value = world.catalogue[key.figure], world.value(*key)
    if not isinstance(value, tuple):
        return step
    rows = []
    for number, row in enumerate(value, start=1):
        said = "，".join(f"{column.label} {_written(row.get(column.name)) or UNKNOWN}" for column in figure.columns)
        sources = [cell(row.get(column.name)) for column in figure.columns]
        rows.append(Explanation("figure", f"第 {number} 行", said, parts=next((part for part in sources if part), ())))
    return replace(step, parts=(*step.parts, *rows))


def schools_step(world: World, node: OverSchools, scope: Scope) -> Explanation:
    """A sum over schools, school by school; those left out by its condition are not listed."""
    names, numbers = wording(node, scope)
    stage = scope.stage if not scope.unit else ""
    parts = [
        Explanation("missing", school(world, unit), UNKNOWN, text=world.school_needs(unit)[0].why)
        for unit in world.unsettled(stage)
    ]
    told: set[object] = set()
    parameters = [step for name in world.formulas.leaves(node.body) if isinstance(name, Name) and _is_parameter(world, name)
                  for step in _name_steps(world, name, scope, told)]  # fmt: skip
    for place in world.places(stage, scope.shift):
        counts = world.formula(node.where)(place) if node.where is not None else True
        if counts is None and node.where is not None:
            parts.append(replace(formula_step(world, node.where, place, school(world, place.unit)), kind="missing"))
        elif counts:
            parts.append(_of_school(world, node.body, place, set(told)))
    return Explanation("rows", names, numbers, parts=(*parameters, *parts))


def _of_school(world: World, body: Node, place: Scope, told: set[object]) -> Explanation:
    """One school's part. `told`: the parameters, which are the same for every school and stand before them."""
    name = school(world, place.unit)
    if isinstance(body, Name):
        keys = list(keys_of(body, place))
        if len(keys) == 1:
            return replace(figure_step(world, keys[0]), title=name)
    return formula_step(world, body, place, name, kind="figure", told=told)


# — what persons and the county decided


def parameter_step(world: World, name: str) -> Explanation:
    """A parameter, and who chose it where the county did."""
    if name == YEAR:
        return Explanation("parameter", "评估年度", str(world.evaluation_year or UNKNOWN))
    if name == VISIT:
        return Explanation("parameter", "评估日", shown_value(world.visit_date))
    parameter, value = world.standard.parameters[name], world.parameter(name)
    unit = "" if value is None else parameter.unit
    step = Explanation("parameter", parameter.label, f"{shown_value(value)}{unit}", text=parameter.note)
    if made := world.parameter_choice(name):
        was = (
            f"标准原定 {shown_value(parameter.value)}{parameter.unit}" if parameter.value is not None else "标准没有给"
        )
        step = replace(step, parts=(choice_step(made, f"本县把{parameter.label}定为 {made.value}", was),))
    elif value is None:
        step = replace(step, kind="missing", text=f"{parameter.note or '标准没有给这个数'}；请在设置里定")
    return step


def choice_step(made: ChoiceMade, title: str, text: str = "") -> Explanation:
    """A choice of the county with who made it and when."""
    who = " ".join(part for part in (made.by, made.on) if part) or "没有写明是谁定的"
    said = "；".join(part for part in (text, made.reason) if part)
    return Explanation("choice", title, who, text=said)


def strictness_steps(world: World, item: Item) -> Iterator[Explanation]:
    if made := world.strictness_choice(item.code):
        yield choice_step(made, f"本县把 {item.code} 的比较定为 {made.value}")


def judgement_step(world: World, spec: JudgementSpec, code: str, unit: str = "") -> Explanation:
    """What a person said, with reason and date; or that nobody has said anything yet."""
    judged = world.judged(code, unit)
    if judged is None:
        return Explanation("missing", spec.question or "判断", UNKNOWN, text="还没有人判断")
    level = spec.level(judged.level)
    who = " ".join(part for part in (judged.by, judged.on) if part)
    said = "；".join(part for part in (judged.reason, who, level.text if level else "") if part)
    source = judged.source if isinstance(judged.source, Source) else None
    parts = (Explanation("cell", str(source), judged.level, source=source),) if source is not None else ()
    return Explanation(
        "judgement", spec.question or "判断", level.label if level else judged.level, text=said, parts=parts
    )


def ruling_steps(world: World, code: str) -> Iterator[Explanation]:
    """The rulings of the standard that concern an item."""
    for ruling in world.standard.rulings:
        if code in ruling.items:
            yield Explanation("ruling", f"裁定 {ruling.code}", text=ruling.text)


def needs_step(world: World, asked: Sequence[Need], title: str = "还缺什么") -> Iterator[Explanation]:
    """What is missing, each by name."""
    if asked:
        parts = tuple(need_step(world, need) for need in asked)
        yield Explanation("missing", title, f"{len(parts)} 处", parts=parts)


def need_step(world: World, need: Need) -> Explanation:
    if need.key is not None:
        given = world.snapshot.statements.get(need.key)
        name = school(world, need.key.unit)
        title = f"{name}：{label(world, need.key)}" if need.key.unit else label(world, need.key)
        shown_there = _written(given) if isinstance(given, Known) else UNKNOWN
        return Explanation("missing", title, shown_there, text=need.why, parts=cell(given))
    if need.judgement is not None:
        code, unit = need.judgement
        item = world.standard.by_code.get(code)
        title = f"{code} {item.name if item else ''}".strip()
        return Explanation(
            "missing", f"{school(world, unit)}：{title}" if unit else title, UNKNOWN, text="还没有人判断"
        )
    if need.parameter:
        return parameter_step(world, need.parameter)
    return Explanation("missing", need.why, UNKNOWN)


# — words


def label(world: World, key: Key) -> str:
    """在校生数（初中，2024 年）"""
    figure = world.catalogue[key.figure]
    text = figure.label_of(key.stage)
    return (
        f"{text[:-1]}，{key.year} 年）" if key.stage and key.year else text + (f"（{key.year} 年）" if key.year else "")
    )


def school(world: World, unit: str) -> str:
    return world.names.get(unit, unit) if unit else "全县"


def figure_value(figure: Figure, value: Worked) -> str:
    """A figure's value with its unit; a choice by its label."""
    if isinstance(value, str):
        return next((choice.label for choice in figure.choices if choice.code == value), value)
    unit = figure.unit if value is not None and figure.kind is Kind.NUMBER else ""
    return f"{shown_value(value)} {unit}".strip()


def measured(value: Exact | None, decimals: int, unit: str, *, percent: bool = False) -> str:
    """As printed: 4.82 ㎡/生, 97.7%."""
    if value is None:
        return UNKNOWN
    text = shown(value, decimals, percent=percent)
    if percent:
        return text
    return f"{text}%" if unit == "%" else f"{text} {unit}".strip()


def _exact(value: Worked) -> str:
    return exact_text(value) if isinstance(value, Fraction) else ""
