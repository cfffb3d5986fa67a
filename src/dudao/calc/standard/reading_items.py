"""An item from its entries: measures, conditions, judgement, composite, shape."""

from fractions import Fraction

from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.written import Entries, Form, Scalar, nearest
from dudao.calc.formula import Node
from dudao.calc.standard.draft import COUNTY, Draft, Place, place_of
from dudao.calc.standard.model import (
    Composite,
    Condition,
    Gap,
    Item,
    ItemLevel,
    JudgementLevel,
    JudgementSpec,
    Measure,
    Shown,
)
from dudao.calc.standard.reading_shapes import read_shape

OPERATORS = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<", "equals": "=="}
CONFIDENCE = ["L", "C", "M", "P"]
_METHODS = "听查看访"


def read_item(form: Form, draft: Draft, parent: str) -> Item:
    """One item. Faults are noted in the draft; what is missing is filled with nothing, so that reading goes on."""
    code = form.code = form.needed_text("code")
    level = ItemLevel(form.one_of("level", [level.value for level in ItemLevel]))
    stages = read_stages(form, draft)
    place = place_of(level, stages or draft.stages)
    name = form.needed_text("name")
    item = Item(
        code=code,
        name=name,
        level=level,
        parent=parent,
        line=form.line,
        clause=form.text("clause"),
        source=form.text("source"),
        confidence=form.one_of("confidence", CONFIDENCE, "P"),
        short=form.text("short"),
        note=form.text("note"),
        methods=_methods(form, draft),
        evidence=_present(form, draft, "evidence"),
        departments=_present(form, draft, "departments"),
        stages=stages,
        applies=draft.formula(form, "applies", place, "condition"),
        na_if=draft.formula(form, "na_if", place, "condition"),
        na_why=_reason(form, "na"),
        open_if=draft.formula(form, "open_if", place, "condition"),
        open_why=_reason(form, "open"),
        measures=_measures(form, draft, place, name),
        conditions=tuple(_condition(part, draft, place) for part in form.forms("conditions")),
        shown=tuple(_shown(part, draft, place) for part in form.forms("shown")),
        judgement=read_judgement(form, draft, f"{name}：达到了哪一级？"),
        composite=_composite(form, draft, stages or draft.stages),
        resource=form.yes("resource"),
        shared=form.yes("shared"),
        points=form.number("points"),
        shape=read_shape(form, draft, place),
    )
    form.done()
    return item


def read_stages(form: Form, draft: Draft) -> tuple[str, ...]:
    stages = form.texts("stages")
    for stage in stages:
        if stage not in STAGES:
            form.fault(f"没有学段 {stage}{nearest(stage, STAGES)}可写：{'、'.join(STAGES)}。", form.line_of("stages"))
        elif draft.stages and stage not in draft.stages:
            form.fault(f"学段 {stage} 不在本标准的 stages 里；先加到最上面的 stages。", form.line_of("stages"))
    return tuple(stage for stage in stages if stage in STAGES)


def _methods(form: Form, draft: Draft) -> tuple[str, ...]:
    methods = _present(form, draft, "methods")
    for method in methods:
        if method not in _METHODS:
            form.fault(f"methods 只有 听、查、看、访，写的是 {method!r}。", form.line_of("methods"))
    return methods


def _present(form: Form, draft: Draft, key: str) -> tuple[str, ...]:
    texts = form.texts(key)
    if draft.official and not texts:
        form.fault(f"正式标准的每一项都要写 {key}；加一行 {key}: […]。", form.line_of(key))
    return texts


def _reason(form: Form, what: str) -> str:
    reason = form.text(f"{what}_why")
    if form.has(f"{what}_if") != bool(reason):
        form.fault(f"{what}_if 和 {what}_why 要一起写：一个是条件，一个是给人看的理由。")
    return reason


def _measures(form: Form, draft: Draft, place: Place, name: str) -> tuple[Measure, ...]:
    """The list `measures`, or the one measure written straight into the item."""
    several = tuple(_measure(part, draft, place, name) for part in form.forms("measures"))
    if len({measure.name for measure in several}) != len(several):
        form.fault("measures 各项的 name 不能相同；写短代号，如 r1、r2。", form.line_of("measures"))
    straight = [key for key in ("value", "gap", *OPERATORS) if form.has(key)]
    if not straight:
        return several
    if several:
        form.fault(f"{'、'.join(straight)} 和 measures 只能写一种；移到 measures 里去。", form.line_of(straight[0]))
        for key in straight:
            form.get(key)
        return several
    return (_one_measure(form, draft, place, "", name),)


def _measure(form: Form, draft: Draft, place: Place, name: str) -> Measure:
    measure = _one_measure(form, draft, place, form.needed_text("name"), form.text("label", name))
    form.done()
    return measure


def _one_measure(form: Form, draft: Draft, place: Place, name: str, label: str) -> Measure:
    written = [key for key in OPERATORS if form.has(key)]
    if len(written) != 1:
        form.fault(f"限值要写而且只写一种：{'、'.join(OPERATORS)}；现在写了 {'、'.join(written) or '0 种'}。")
    key = written[0] if written else "at_least"
    for other in written[1:]:
        form.get(other)
    measure = Measure(
        name=name,
        label=label,
        value=draft.needed(form, "value", place),
        op=OPERATORS[key],
        limit=read_limit(form, key, draft, place) if written else {},
        unit=form.text("unit"),
        decimals=form.whole("decimals", 2),
        percent=form.yes("percent"),
        gap=_gap(form, draft, place),
    )
    _percent_sane(form, key, measure)
    return measure


def _percent_sane(form: Form, key: str, measure: Measure) -> None:
    """A share is compared with a share, a percentage with a percentage: 0.85 against 85 is the classic mistake."""
    for limit in measure.limit.values():
        value = getattr(limit, "value", None)
        if not isinstance(value, int | Fraction):
            continue
        if measure.percent and value > 2:
            form.fault(f"percent: yes 的值是小数，{key} 写 0.85，不写 85。", form.line_of(key))
        if measure.unit == "%" and not measure.percent and 0 < value <= 1:
            form.fault(f"单位是 %，{key} 写 85，不写 0.85；或写 percent: yes，公式不乘 100。", form.line_of(key))
    if measure.percent and measure.unit not in ("", "%"):
        form.fault(f"percent: yes 的单位只能是 %，写的是 {measure.unit}。", form.line_of("unit"))


def read_limit(form: Form, key: str, draft: Draft, place: Place) -> dict[str, Node]:
    """{'': limit} for all, or one limit per stage."""
    node = form.get(key)
    if isinstance(node, Scalar):
        return {"": draft.parsed(form, key, node.text, node.line, place, "number")}
    if not isinstance(node, Entries):
        form.fault(f"{key} 写一个数、参数名或公式，或按学段写 {{primary: …, junior: …}}。", form.line_of(key))
        return {}
    inner = Form(node, form.faults, form.code)
    limit: dict[str, Node] = {}
    for stage in node.parts:
        if stage not in place.stages:
            known = "、".join(place.stages) or "（这一项不分学段）"
            inner.fault(f"{key} 里的 {stage} 不是这一项的学段；可写：{known}。", inner.line_of(stage))
            continue
        limit[stage] = draft.needed(inner, stage, Place(place.school, (stage,)))
    for stage in place.stages:
        if stage not in node.parts:
            inner.fault(f"{key} 缺 {STAGES[stage]}（{stage}）的限值；加上 {stage}: …。", form.line_of(key))
    return limit


def _gap(form: Form, draft: Draft, place: Place) -> Gap | None:
    part = form.form("gap")
    if part is None:
        return None
    gap = Gap(
        have=draft.needed(part, "have", place),
        per=draft.needed(part, "per", place),
        scale=part.number("scale") or 1,
        unit=part.needed_text("unit"),
        whole=part.yes("whole"),
        what=part.needed_text("what"),
    )
    part.done()
    return gap


def _condition(form: Form, draft: Draft, place: Place) -> Condition:
    condition = Condition(label=form.needed_text("label"), formula=draft.needed(form, "formula", place, "condition"))
    form.done()
    return condition


def _shown(form: Form, draft: Draft, place: Place) -> Shown:
    shown = Shown(
        label=form.needed_text("label"),
        value=draft.needed(form, "value", place),
        unit=form.text("unit"),
        decimals=form.whole("decimals", 2),
        percent=form.yes("percent"),
    )
    form.done()
    return shown


def read_judgement(form: Form, draft: Draft, question: str) -> JudgementSpec | None:
    """`judgement: met` (a named set), `{use: met, question: …}`, or `{question: …, levels: […]}`."""
    node = form.get("judgement")
    if node is None:
        return None
    if isinstance(node, Scalar):
        return _named_set(form, draft, node.text, question, node.line)
    part = form.form("judgement")
    if part is None:
        return None
    question = part.text("question", question)
    if part.has("use"):
        spec = _named_set(part, draft, part.text("use"), question, part.line)
    else:
        spec = JudgementSpec(question=question, levels=read_levels(part))
    part.done()
    return spec


def _named_set(form: Form, draft: Draft, name: str, question: str, line: int) -> JudgementSpec | None:
    if name not in draft.judgements:
        form.fault(f"没有判断档次 {name}{nearest(name, draft.judgements)}在最上面的 judgements 里声明。", line)
        return None
    named = draft.judgements[name]
    return JudgementSpec(question=named.question or question, levels=named.levels)


def read_levels(form: Form) -> tuple[JudgementLevel, ...]:
    levels = tuple(_level(part) for part in form.forms("levels"))
    if len(levels) < 2:
        form.fault("判断至少要有两档；在 levels 里写全。")
    if len({level.code for level in levels}) != len(levels):
        form.fault("levels 里有相同的 code；每档一个。")
    return levels


def _level(form: Form) -> JudgementLevel:
    level = JudgementLevel(
        code=form.needed_text("code"),
        label=form.needed_text("label"),
        text=form.text("text"),
        met=form.yes("met") if form.has("met") else None,
        share=form.number("share"),
    )
    if level.share is not None and not 0 <= level.share <= 1:
        form.fault(f"share 是满分的几成，在 0 和 1 之间，写的是 {form.text('share')}。", form.line_of("share"))
    form.done()
    return level


def _composite(form: Form, draft: Draft, stages: tuple[str, ...]) -> Composite | None:
    part = form.form("composite")
    if part is None:
        return None
    kind = part.one_of("kind", ["most", "variation"])
    of = part.texts("of")
    if len(of) < 2:
        part.fault("of 要写两个以上指标的编号。", part.line_of("of"))
    if kind == "most":
        composite = Composite(
            kind=kind,
            of=of,
            min_met=draft.needed(part, "min_met", COUNTY),
            floor=draft.needed(part, "floor", COUNTY),
        )
    else:
        key = "less_than" if part.has("less_than") else "at_most"
        part.need(key)
        composite = Composite(
            kind=kind,
            of=of,
            weight=draft.needed(part, "weight", Place(True, stages)),
            limit=read_limit(part, key, draft, Place(False, stages)) if part.has(key) else {},
            op=OPERATORS[key],
            decimals=part.whole("decimals", 3),
        )
    part.done()
    return composite
