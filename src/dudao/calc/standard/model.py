"""A standard as plain data: a tree of aspects and groups, items at its leaves, and how they add up to a conclusion.

Two kinds share one schema. A *verdict* standard gives every item met / not met and the county a verdict; a *score*
standard gives every item points and the county a score and a grade. Formulas are trees of `dudao.calc.formula`;
everything that differs by province or year (limits, strictness, parameters, school types in scope) is data here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from dudao.calc.formula import Node


class ItemLevel(StrEnum):
    COUNTY = "county"
    COUNTY_STAGE = "county-stage"
    SCHOOL = "school"
    SCHOOL_STAGE = "school-stage"
    CLASS = "class"  # judged class by class, held as a list figure or a count of classes at a school-stage

    @property
    def of_school(self) -> bool:
        return self in (ItemLevel.SCHOOL, ItemLevel.SCHOOL_STAGE, ItemLevel.CLASS)


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A number a province or county may set differently. `value` None: no default, what needs it stays undecided."""

    name: str
    label: str
    value: int | Fraction | None
    text: str = ""  # as written in the standard
    unit: str = ""
    note: str = ""
    confidence: str = "P"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One comparison an item asks for: `value` op `limit`. The limit may differ by stage; '' is for all.

    `floor` is a share of the limit (0.85) that the school rule looks at; None where there is none.
    `gap` says in which figure and unit a shortfall is made good, e.g. t_aboveq 人; `scale` · figure ÷ per = value.
    """

    name: str  # '' for the only one, else a short code: r1, questionnaire
    label: str
    value: Node
    op: str  # >= > <= < ==
    limit: Mapping[str, Node]
    unit: str = ""
    decimals: int = 2
    percent: bool = False  # the value is a share shown as per cent
    gap: "Gap | None" = None

    def limit_for(self, stage: str) -> Node:
        return self.limit[stage] if stage in self.limit else self.limit[""]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """How a shortfall is counted: value = scale × have ÷ per, so need = limit × per ÷ scale − have.

    `whole` rounds the need up to whole persons or rooms before anything is subtracted.
    """

    have: Node
    per: Node
    scale: int | Fraction
    unit: str
    whole: bool
    what: str  # 高于规定学历教师


@dataclass(frozen=True, kw_only=True)
class JudgementLevel:
    """A level a person may choose. `met` for verdict items, `share` (of full marks) for scored ones."""

    code: str
    label: str
    text: str = ""
    met: bool | None = None
    share: Fraction | None = None


@dataclass(frozen=True, kw_only=True)
class JudgementSpec:
    """What a person is asked to judge, and the levels he may choose from."""

    question: str
    levels: tuple[JudgementLevel, ...]

    def level(self, code: str) -> JudgementLevel | None:
        return next((level for level in self.levels if level.code == code), None)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How points are given: the name of a function of the closed catalogue and its arguments.

    Arguments are formulas, plain numbers (as Number nodes), or lists of steps / elements; `shapes_known` says which
    names each shape takes and what they become, `calc.assessment.shapes` works them out; a test compares both.
    """

    name: str
    arguments: Mapping[str, "Argument"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One rung of a ladder or one element: a condition and what it is worth."""

    points: Node
    when: Node | None = None  # None: else
    label: str = ""


# what a shape's argument may be; `shapes_known` says which of them each argument is
Argument = Node | str | Shape | tuple[Step, ...] | tuple[str, ...] | tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, kw_only=True)
class Composite:
    """An item made of other items.

    most:       of the items `of`, at least `min_met` met and every one at least `floor` × its limit (the school rule).
    variation:  the weighted coefficient of variation of each item `of` over its rows, one per stage, against `limit`.
    """

    kind: str  # most | variation
    of: tuple[str, ...]
    min_met: Node | None = None
    floor: Node | None = None
    weight: Node | None = None  # variation: pupils
    limit: Mapping[str, Node] = field(default_factory=dict)
    op: str = "<="
    decimals: int = 3


@dataclass(frozen=True, kw_only=True)
class Item:
    """A leaf of the tree: what is asked, of whom, how it is worked out and judged."""

    code: str
    name: str
    level: ItemLevel
    parent: str
    line: int = 0  # in the standard's file, for messages
    clause: str = ""
    source: str = ""
    confidence: str = "P"
    short: str = ""  # a name of a few characters for narrow columns
    note: str = ""
    methods: tuple[str, ...] = ()  # 听 查 看 访
    evidence: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()  # functions or names, the first leads
    stages: tuple[str, ...] = ()  # stages it is judged for; () = the standard's own
    applies: Node | None = None  # school items: to which schools; others: 不适用 when false
    na_if: Node | None = None
    na_why: str = ""
    open_if: Node | None = None  # 待补 although a number could be worked out (base ≤ 0)
    open_why: str = ""
    measures: tuple[Measure, ...] = ()
    conditions: tuple["Condition", ...] = ()  # further yes/no conditions that must all hold
    shown: tuple["Shown", ...] = ()  # worked out and shown beside the verdict, never judged
    judgement: JudgementSpec | None = None
    composite: Composite | None = None
    resource: bool = False  # an item of the school rule: rows per school-stage, counts but no county verdict
    shared: bool = False  # its numerator is a resource shared by the stages of a through-school
    points: Fraction | None = None
    shape: Shape | None = None

    @property
    def counts_in_verdict(self) -> bool:
        return not self.resource


@dataclass(frozen=True, kw_only=True)
class Condition:
    label: str
    formula: Node


@dataclass(frozen=True, kw_only=True)
class Shown:
    label: str
    value: Node
    unit: str = ""
    decimals: int = 2
    percent: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    """An inner node of the tree: an aspect (depth 1) or a group below it."""

    code: str
    name: str
    parent: str  # '' for an aspect
    points: Fraction | None = None
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class TypeScope:
    """A school type's place in the standard.

    stages:   rows it makes (each stage with pupils).
    attached: stages it may have beside its own business; a row only where pupils are stated and more than 0.
    weights:  stage → weight by which shared resources are split; empty: one stage, nothing to split.
    row_if:   further condition for a row (teaching points: stu >= 50).
    listed:   whether the school counts for school-level items (2.x, 3.x) at all.
    """

    type: str
    stages: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    row_if: Node | None = None
    row_else: str = ""  # why not a row: 不足50人的教学点
    listed: bool = True


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Who counts, and how shared resources are split."""

    types: Mapping[str, TypeScope]
    pupils: Node | None = None  # pupils of a row: stu
    merge_if: Node | None = None  # units added to their parent: not counts_as_school (and no teaching point)
    parent: str = ""  # figure that names the parent: parent_code
    attached_pupils: str = ""  # figure of attached kindergarten children: stu_kindergarten
    attached_weight: str = ""  # parameter of their weight, without default


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """A veto, a cap, a drop or a precondition: one source each, a formula or a person's judgement.

    A judged level that is `met` says that it exists (存在); of a precondition, that it is fulfilled (具备).

    effect: veto (cannot pass / 不合格) · cap (not the best grade) · drop (one grade down) · precondition (must hold).
    """

    code: str
    name: str
    effect: str
    holds: Node | None = None  # formula that is true when it strikes (precondition: when it is fulfilled)
    judgement: JudgementSpec | None = None
    same_as: str = ""  # strikes with the failing of this item (YZJH-V7 ← YZJH-4.1)
    on: bool = True  # default; a county switches it
    minus: Fraction | None = None  # points also taken off (弄虚作假 −5)
    source: str = ""
    confidence: str = "P"
    evidence: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    note: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Grade:
    """A grade: from this many points (unrounded), best first in the standard's list."""

    name: str
    at_least: Fraction
    passes: bool = True


@dataclass(frozen=True, kw_only=True)
class Extras:
    """Points beside the items: bonuses and deductions that are registered, with their caps."""

    bonus_each: Fraction = Fraction(1)
    bonus_cap: Fraction = Fraction(0)
    bonus_what: str = ""
    deduction_each: Fraction = Fraction(1)
    deduction_cap: Fraction = Fraction(0)
    deduction_what: str = ""


@dataclass(frozen=True, kw_only=True)
class Relaxed:
    """What a relaxation puts in the place of one measure of its item: another value, another limit, or both."""

    name: str  # of the measure, '' where the item has one
    value: Node | None = None
    limit: Mapping[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Relaxation:
    """A milder rule for some schools, with proof and an end. Off: it counts only where a county switches it on.

    `applies` says to which schools; None: the county names them.
    """

    code: str
    name: str
    item: str
    applies: Node | None = None
    measures: tuple[Relaxed, ...] = ()
    proof: tuple[str, ...] = ()
    lasts: str = ""  # 公布之日起三年
    source: str = ""
    confidence: str = "P"
    note: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What the text leaves open and this standard settles; shown where it touches a result."""

    code: str
    text: str
    items: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Standard:
    """A whole standard, checked."""

    code: str
    name: str
    kind: str  # verdict | score
    short: str
    document: str
    official: bool
    notice: str = ""  # 演示标准，非官方
    confidence: str = "C"
    stages: tuple[str, ...] = ()
    scope: Scope | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    items: tuple[Item, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    grades: tuple[Grade, ...] = ()
    extras: Extras | None = None
    rulings: tuple[Ruling, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    full: Fraction | None = None  # full marks of a scored standard

    @cached_property
    def by_code(self) -> Mapping[str, Item]:
        return {item.code: item for item in self.items}

    @cached_property
    def group_by_code(self) -> Mapping[str, Group]:
        return {group.code: group for group in self.groups}

    @property
    def aspects(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if not group.parent)

    def items_under(self, code: str) -> Iterator[Item]:
        """The items below an aspect or group, in the standard's order."""
        inside = {code}
        for group in self.groups:
            if group.parent in inside:
                inside.add(group.code)
        return (item for item in self.items if item.parent in inside)
