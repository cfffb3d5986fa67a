"""A standard from its file: everything wrong in it at once, each fault with file, line, indicator and how to mend it."""

from fractions import Fraction

from dudao.calc.figures import Catalogue
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.written import Fault, Faults, FaultyFile, Form, compose, nearest
from dudao.calc.standard.checking import check
from dudao.calc.standard.draft import COUNTY, Draft, Place
from dudao.calc.standard.model import (
    Extras,
    Grade,
    Group,
    Item,
    JudgementSpec,
    Parameter,
    Ruling,
    Scope,
    Standard,
    Trigger,
    TypeScope,
)
from dudao.calc.standard.reading_items import CONFIDENCE, read_item, read_judgement, read_levels
from dudao.calc.standard.reading_relaxations import read_relaxation

__all__ = ["Fault", "StandardError", "read_standard"]

_EFFECTS = ["veto", "cap", "drop", "precondition"]
_DEEPEST_GROUP = 6


class StandardError(FaultyFile):
    """The file is not a usable standard; `faults` says everything that is wrong in it."""


def read_standard(data: bytes, file: str, catalogue: Catalogue) -> Standard:
    """A checked standard from the bytes of its file. StandardError lists every fault found.

    `file` is only a name for messages. Names in formulas are looked up in the catalogue.
    """
    faults = Faults(file)
    root = compose(data, faults)
    if root is None:
        raise StandardError(faults.found)
    draft = Draft(faults, catalogue)
    standard = _standard(Form(root, faults), draft)
    check(standard, draft)
    if faults.found:
        raise StandardError(faults.found)
    return standard


def _standard(form: Form, draft: Draft) -> Standard:
    draft.lines = dict(form.entries.lines)
    code = form.needed_text("code")
    draft.kind = form.one_of("kind", ["verdict", "score"])
    form.need("official")
    draft.official = form.yes("official")
    draft.stages = _stages(form)
    draft.judgements = _judgements(form)
    groups: list[Group] = []
    items: list[Item] = []
    form.need("aspects")
    for part in form.forms("aspects"):
        _group(part, draft, "", groups, items, 1)
    by_code = {item.code: item for item in items}
    relaxations = [read_relaxation(part, draft, by_code) for part in form.forms("relaxations")]
    standard = Standard(
        code=code,
        name=form.needed_text("name"),
        kind=draft.kind,
        short=form.needed_text("short"),
        document=form.needed_text("document"),
        official=draft.official,
        notice=form.text("notice"),
        confidence=form.one_of("confidence", CONFIDENCE, "C"),
        stages=draft.stages,
        scope=_scope(form, draft),
        parameters=_parameters(form, draft),
        groups=tuple(groups),
        items=tuple(items),
        triggers=tuple(_trigger(part, draft) for part in form.forms("triggers")),
        grades=tuple(_grade(part, draft) for part in form.forms("grades")),
        extras=_extras(form),
        rulings=tuple(_ruling(part) for part in form.forms("rulings")),
        relaxations=tuple(relaxation for relaxation in relaxations if relaxation is not None),
        full=form.number("full"),
    )
    form.done()
    return standard


def _judgements(form: Form) -> dict[str, JudgementSpec]:
    named = {}
    for name, part in form.named("judgements"):
        named[name] = JudgementSpec(question=part.text("question"), levels=read_levels(part))
        part.done()
    return named


def _stages(form: Form) -> tuple[str, ...]:
    form.need("stages")
    stages = form.texts("stages")
    for stage in stages:
        if stage not in STAGES:
            form.fault(f"没有学段 {stage}{nearest(stage, STAGES)}可写：{'、'.join(STAGES)}。", form.line_of("stages"))
    return tuple(stage for stage in stages if stage in STAGES)


def _group(form: Form, draft: Draft, parent: str, groups: list[Group], items: list[Item], depth: int) -> None:
    """An aspect or a group below it, with all that is under it, in the order of the file."""
    code = form.code = form.needed_text("code")
    groups.append(
        Group(code=code, name=form.needed_text("name"), parent=parent, points=form.number("points"), line=form.line)
    )
    before = len(groups) + len(items)
    for part in form.forms("items"):
        items.append(read_item(part, draft, code))
    if depth >= _DEEPEST_GROUP:
        form.get("groups")
        form.fault(f"分组最多 {_DEEPEST_GROUP} 层；把下面的并上来。")
    else:
        for part in form.forms("groups"):
            _group(part, draft, code, groups, items, depth + 1)
    if len(groups) + len(items) == before:
        form.fault("下面一项也没有；写 items: 或 groups:，或删去这一组。")
    form.done()


def _parameters(form: Form, draft: Draft) -> dict[str, Parameter]:
    parameters = {}
    for name, part in form.named("parameters"):
        part.code = name
        draft.lines[f"parameters.{name}"] = part.line
        part.need("value")
        text = part.text("value")
        value = None if text == "none" else part.number("value")
        parameters[name] = Parameter(
            name=name,
            label=part.needed_text("label"),
            value=_plain(value),
            text=text,
            unit=part.text("unit"),
            note=part.text("note"),
            confidence=part.one_of("confidence", CONFIDENCE, "P"),
        )
        part.done()
    return parameters


def _plain(value: Fraction | None) -> int | Fraction | None:
    return int(value) if value is not None and value.denominator == 1 else value


def _scope(form: Form, draft: Draft) -> Scope | None:
    part = form.form("scope")
    if part is None:
        return None
    part.need("types")
    draft.lines["scope.types"] = part.line_of("types")
    types = {name: _type(name, inner, draft) for name, inner in part.named("types")}
    stages = tuple(dict.fromkeys(stage for place in types.values() for stage in _of_type(place)))
    attached_weight = part.text("attached_weight")
    draft.used.add(attached_weight)
    scope = Scope(
        types=types,
        pupils=draft.needed(part, "pupils", Place(True, stages)),
        merge_if=draft.formula(part, "merge_if", Place(True), "condition"),
        parent=part.text("parent"),
        attached_pupils=part.text("attached_pupils"),
        attached_weight=attached_weight,
    )
    for key in ("parent", "attached_pupils"):
        name = part.text(key)
        if name and name not in draft.catalogue:
            part.fault(f"没有数据项 {name}{nearest(name, draft.catalogue.figures)}", part.line_of(key))
    if scope.merge_if is not None and not scope.parent:
        part.fault("有 merge_if 就要写 parent：哪个数据项写着并入的主校。")
    if bool(scope.attached_pupils) != bool(scope.attached_weight):
        part.fault("attached_pupils 和 attached_weight 要一起写。")
    part.done()
    return scope


def _of_type(place: TypeScope) -> tuple[str, ...]:
    """Every stage whose pupils must be known: rows, and those that share the resources."""
    return (*place.stages, *place.attached, *place.weights)


def _type(name: str, form: Form, draft: Draft) -> TypeScope:
    stages, attached = _known_stages(form, "stages", draft), _known_stages(form, "attached", draft)
    weights: dict[str, Fraction] = {}
    inner = form.form("weights")
    for stage in inner.entries.parts if inner else ():
        assert inner is not None
        weight = inner.number(stage)
        if stage not in STAGES:
            inner.fault(f"没有学段 {stage}{nearest(stage, STAGES)}可写：{'、'.join(STAGES)}。", inner.line_of(stage))
        elif weight is not None and weight > 0:
            weights[stage] = weight
        elif weight is not None:
            inner.fault(f"权重要大于 0，{stage} 写的是 {inner.text(stage)}。", inner.line_of(stage))
    if weights and not set(stages) | set(attached) <= set(weights):
        form.fault("weights 要给 stages 和 attached 里的每个学段一个权重。", form.line_of("weights"))
    scope = TypeScope(
        type=name,
        stages=stages,
        attached=attached,
        weights=weights,
        row_if=draft.formula(form, "row_if", Place(True, stages), "condition"),
        row_else=form.text("row_else"),
        listed=form.yes("listed", default=True),
    )
    if (scope.row_if is None) != (not scope.row_else):
        form.fault("row_if 和 row_else 要一起写：一个是条件，一个是不成行的理由。")
    form.done()
    return scope


def _known_stages(form: Form, key: str, draft: Draft) -> tuple[str, ...]:
    stages = form.texts(key)
    for stage in stages:
        if stage not in draft.stages:
            known = "、".join(draft.stages)
            form.fault(
                f"{key} 里的 {stage} 不是本标准的学段{nearest(stage, draft.stages)}可写：{known}。", form.line_of(key)
            )
    return tuple(stage for stage in stages if stage in draft.stages)


def _trigger(form: Form, draft: Draft) -> Trigger:
    code = form.code = form.needed_text("code")
    name = form.needed_text("name")
    trigger = Trigger(
        code=code,
        name=name,
        effect=form.one_of("effect", _EFFECTS),
        holds=draft.formula(form, "holds", COUNTY, "condition"),
        judgement=read_judgement(form, draft, f"{name}：是否存在？"),
        same_as=form.text("same_as"),
        on=form.yes("on", default=True),
        minus=form.number("minus"),
        source=form.text("source"),
        confidence=form.one_of("confidence", CONFIDENCE, "P"),
        evidence=form.texts("evidence"),
        departments=form.texts("departments"),
        note=form.text("note"),
        line=form.line,
    )
    ways = [way for way in ("holds", "judgement", "same_as") if form.has(way)]
    if len(ways) != 1:
        form.fault("触发项只有一个来源：holds（公式）、judgement（人判断）、same_as（随某一项）写而且只写一个。")
    form.done()
    return trigger


def _grade(form: Form, draft: Draft) -> Grade:
    name = form.needed_text("name")
    draft.lines[f"grades.{name}"] = form.line
    form.need("at_least")
    grade = Grade(name=name, at_least=form.number("at_least") or Fraction(0), passes=form.yes("passes", default=True))
    form.done()
    return grade


def _extras(form: Form) -> Extras | None:
    part = form.form("extras")
    if part is None:
        return None
    extras = Extras(
        bonus_each=part.number("bonus_each") or Fraction(1),
        bonus_cap=part.number("bonus_cap") or Fraction(0),
        bonus_what=part.text("bonus_what"),
        deduction_each=part.number("deduction_each") or Fraction(1),
        deduction_cap=part.number("deduction_cap") or Fraction(0),
        deduction_what=part.text("deduction_what"),
    )
    part.done()
    return extras


def _ruling(form: Form) -> Ruling:
    form.code = form.needed_text("code")
    ruling = Ruling(code=form.code, text=form.needed_text("text"), items=form.texts("items"), line=form.line)
    form.done()
    return ruling
