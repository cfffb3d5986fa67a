"""Every clause of a standard in words: what is asked, how it is worked out, the line or the points, source and trust.

A clause is an aspect or group, an item, a veto or precondition, a relaxation, a parameter, a grade, a ruling. What is
said of it is a list of labelled lines, in the order people read them, with the names of figures instead of their codes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dudao.calc.assessment.shapes import SHAPES
from dudao.calc.figures import Catalogue
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.showing import as_text
from dudao.calc.formula import Node
from dudao.calc.formula.scope import Scope
from dudao.calc.formula.tree import Name
from dudao.calc.formula.wording import with_names
from dudao.calc.standard.model import (
    Group,
    Item,
    JudgementSpec,
    Measure,
    Relaxation,
    Relaxed,
    Shape,
    Standard,
    Step,
    Trigger,
)

LEVELS: Mapping[str, str] = {
    "county": "全县", "county-stage": "全县分学段", "school": "每所学校", "school-stage": "每个校段", "class": "每个班",
}  # fmt: skip
EFFECTS: Mapping[str, str] = {"veto": "一票否决", "precondition": "前提", "cap": "不得评最高等次", "drop": "降一等"}
SIGNS: Mapping[str, str] = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "="}


@dataclass(frozen=True, slots=True)
class Said:
    """One labelled line: 线 — 小学 ≥ 4.5；初中 ≥ 5.8."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. `kind` is group, item, trigger, relaxation, parameter, grade or ruling; `aspect` '' outside the tree."""

    kind: str
    code: str
    name: str
    aspect: str
    confidence: str  # L C C-local M P, or '' where the file gives none
    said: tuple[Said, ...]

    @property
    def lines(self) -> Mapping[str, str]:
        """label → text; lines of the same label stand below each other."""
        told: dict[str, str] = {}
        for said in self.said:
            told[said.label] = f"{told[said.label]}\n{said.text}" if said.label in told else said.text
        return told

    def says(self, words: str) -> bool:
        """Whether every one of these words (blanks between them) stands somewhere in the clause; letters in any case."""
        whole = "\n".join((self.code, self.name, *(said.text for said in self.said))).casefold()
        return all(word in whole for word in words.casefold().split())


def clauses_of(standard: Standard, catalogue: Catalogue) -> tuple[Clause, ...]:
    """All clauses of a standard in its own order: the tree from above, then what stands beside it."""
    return tuple(_Telling(standard, catalogue).clauses())


class _Plain:
    """What wording asks of a world, where there is none: names only, no values."""

    evaluation_year = 0
    visit_date = None

    def __init__(self, standard: Standard, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.parameters = standard.parameters

    def parameter_label(self, name: str) -> str:
        held = self.parameters[name]
        value = "没有默认值" if held.value is None else f"{as_text(held.value)} {held.unit}".strip()
        return f"{held.label}（{value}）"


class _Telling:
    def __init__(self, standard: Standard, catalogue: Catalogue) -> None:
        self.standard = standard
        self.catalogue = catalogue
        facts: Any = _Plain(standard, catalogue)  # wording never asks it for a value
        self.scope = Scope(facts)

    def clauses(self) -> Iterator[Clause]:
        standard = self.standard
        for group in standard.groups:
            yield self._group(group)
            yield from (self._item(item) for item in standard.items if item.parent == group.code)
        yield from (self._trigger(one) for one in standard.triggers)
        yield from (self._relaxation(one) for one in standard.relaxations)
        for one in standard.parameters.values():
            value = "没有默认值" if one.value is None else f"{one.text or as_text(one.value)} {one.unit}".strip()
            yield _clause("parameter", one.name, one.label, "", one.confidence, (("值", value), ("说明", one.note)))
        for grade in standard.grades:
            lines = (("分数线", f"≥ {as_text(grade.at_least)} 分"), ("算不算合格", "算" if grade.passes else "不算"))
            yield _clause("grade", grade.name, grade.name, "", "", lines)
        for ruling in standard.rulings:
            yield _clause(
                "ruling", ruling.code, "", "", "", (("定下的", ruling.text), ("用在", "、".join(ruling.items)))
            )

    def _group(self, group: Group) -> Clause:
        points = "" if group.points is None else f"{as_text(group.points)} 分"
        return _clause("group", group.code, group.name, self._aspect(group.code), "", (("分值", points),))

    def _aspect(self, code: str) -> str:
        """The aspect a group or item stands under."""
        groups = self.standard.group_by_code
        while code in groups and groups[code].parent:
            code = groups[code].parent
        return code

    def _item(self, item: Item) -> Clause:
        lines = (
            ("条文", item.clause),
            ("分值", "" if item.points is None else f"{as_text(item.points)} 分"),
            ("看谁", "，".join((LEVELS[item.level.value], *self._stages(item.stages)))),
            ("只看", self._words(item.applies)),
            ("不适用", "，".join(text for text in (self._words(item.na_if), item.na_why) if text)),
            ("不能定", "，".join(text for text in (self._words(item.open_if), item.open_why) if text)),
            *self._judged(item),
            ("怎么看", "、".join(item.methods)),
            ("佐证", "；".join(item.evidence)),
            ("部门", self._departments(item.departments)),
            ("说明", item.note),
            ("出处", item.source),
        )
        return _clause("item", item.code, item.name, self._aspect(item.parent), item.confidence, lines)

    def _judged(self, item: Item) -> Iterator[tuple[str, str]]:
        """How an item is worked out and decided."""
        for measure in item.measures:
            name = f"（{measure.label}）" if measure.name else ""
            yield f"怎么算{name}", self._words(measure.value)
            yield f"线{name}", self._limit(measure)
        for condition in item.conditions:
            yield "还要", f"{condition.label}：{self._words(condition.formula)}"
        if item.composite is not None:
            yield "由哪些条合成", "、".join(item.composite.of)
            if item.composite.min_met is not None:
                yield "至少达到", self._words(item.composite.min_met)
            if item.composite.floor is not None:
                yield "每项不低于", f"线 × {self._words(item.composite.floor)}"
            yield "线", self._by_stage(item.composite.limit, item.composite.op, "")
        if item.shape is not None:
            yield "怎么计分", self._shape(item.shape)
        yield from self._question(item.judgement)

    def _question(self, spec: JudgementSpec | None) -> Iterator[tuple[str, str]]:
        if spec is not None:
            yield "人来判断", spec.question
            yield "档次", "；".join(_level(level.label, level.text, level.share) for level in spec.levels)

    def _limit(self, measure: Measure) -> str:
        return self._by_stage(measure.limit, measure.op, "%" if measure.percent else measure.unit)

    def _by_stage(self, limit: Mapping[str, Node], op: str, unit: str) -> str:
        return "；".join(
            f"{STAGES.get(stage, '')} {SIGNS[op]} {self._value(node)} {unit}".strip() for stage, node in limit.items()
        )

    def _value(self, node: Node) -> str:
        """A limit: the number first where it is one that the county may set."""
        held = self.standard.parameters.get(node.name) if isinstance(node, Name) else None
        if held is None or held.value is None:
            return self._words(node)
        return f"{as_text(held.value)}（可改：{held.label}）"

    def _shape(self, shape: Shape) -> str:
        rule = SHAPES[shape.name]
        what = {argument.name: argument.what for argument in rule.arguments}
        given = "；".join(
            f"{what.get(name, name)}：{self._argument(value)}"
            for name, value in shape.arguments.items()
            if value not in ("", ())
        )
        return f"{rule.title}（{given}）" if given else rule.title

    def _argument(self, value: Any) -> str:
        if isinstance(value, Shape):
            return self._shape(value)
        if isinstance(value, str):
            return self.catalogue[value].label if value in self.catalogue else value
        if isinstance(value, tuple):
            return "、".join(self._part(part) for part in value)
        return self._words(value)

    def _part(self, part: Any) -> str:
        if isinstance(part, Step):
            when = part.label or (self._words(part.when) if part.when is not None else "其余")
            return f"{when} {self._words(part.points)}"
        if isinstance(part, tuple):
            return " ÷ ".join(self._words(node) for node in part)
        return STAGES.get(part, str(part))

    def _trigger(self, trigger: Trigger) -> Clause:
        effect = EFFECTS[trigger.effect] + ("" if trigger.minus is None else f"，另扣 {as_text(trigger.minus)} 分")
        lines = (
            ("作用", effect),
            ("默认", "启用" if trigger.on else "不启用"),
            ("怎么定", self._words(trigger.holds)),
            ("随哪一条", trigger.same_as),
            *self._question(trigger.judgement),
            ("佐证", "；".join(trigger.evidence)),
            ("部门", self._departments(trigger.departments)),
            ("说明", trigger.note),
            ("出处", trigger.source),
        )
        return _clause("trigger", trigger.code, trigger.name, "", trigger.confidence, lines)

    def _relaxation(self, one: Relaxation) -> Clause:
        lines = (
            ("放宽哪一条", one.item),
            ("给哪些学校", self._words(one.applies) or "县里逐校指定"),
            *(line for measure in one.measures for line in self._relaxed(measure)),
            ("要的证明", "；".join(one.proof)),
            ("到什么时候", one.lasts),
            ("说明", one.note),
            ("出处", one.source),
        )
        return _clause("relaxation", one.code, one.name, "", one.confidence, lines)

    def _relaxed(self, measure: Relaxed) -> Iterator[tuple[str, str]]:
        name = f"（{measure.name}）" if measure.name else ""
        yield f"改成怎么算{name}", self._words(measure.value)
        yield f"改成的线{name}", self._by_stage(measure.limit, "==", "").replace("= ", "")

    def _words(self, node: Node | None) -> str:
        return "" if node is None else with_names(node, self.scope)

    def _stages(self, stages: tuple[str, ...]) -> list[str]:
        return [STAGES[stage] for stage in stages]

    def _departments(self, names: tuple[str, ...]) -> str:
        return "、".join(self.catalogue.reporters.get(name, name) for name in names)


def _level(label: str, text: str, share: Any) -> str:
    worth = "" if share is None else f"（满分的 {as_text(share * 100)}%）"
    return f"{label}{worth}{'：' if text else ''}{text}"


def _clause(kind: str, code: str, name: str, aspect: str, confidence: str, lines: Any) -> Clause:
    """A clause of its lines; those that say nothing are left out."""
    return Clause(kind, code, name, aspect, confidence, tuple(Said(label, text) for label, text in lines if text))
