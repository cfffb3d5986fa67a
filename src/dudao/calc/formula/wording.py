"""A formula as people read it: once with the names of its figures, once with the numbers in it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.showing import shown
from dudao.calc.formula.exact import Formula, Scope, Worked
from dudao.calc.formula.tree import (
    Arithmetic,
    Both,
    Call,
    Compare,
    Either,
    If,
    Name,
    Negative,
    Node,
    Not,
    Number,
    OverRows,
    OverSchools,
    Text,
    Within,
)

_SIGNS: Mapping[str, str] = {
    "+": "+",
    "-": "−",
    "*": "×",
    "/": "÷",
    ">=": "≥",
    "<=": "≤",
    ">": ">",
    "<": "<",
    "==": "=",
    "!=": "≠",
}
_CALLS: Mapping[str, str] = {
    "ceil": "进一取整",
    "min": "取小",
    "max": "取大",
    "days": "相隔天数",
    "years": "相隔整年数",
    "year_of": "年份",
}
_TIGHT = {"or": 1, "and": 2, "not": 3, "compare": 4, "+": 5, "-": 5, "*": 6, "/": 6, "unary": 7, "atom": 9}
UNKNOWN = "待补"


def wording(node: Node, scope: Scope, *, shared: Name | None = None, shared_label: str = "") -> tuple[str, str]:
    """(with Chinese names, with numbers). `shared` is the name a scope's divisor stands for, and how to call it."""
    words = _Words(scope, shared, shared_label)
    return words.names(node), words.numbers(node)


def with_names(node: Node, scope: Scope) -> str:
    return _Words(scope, None, "").names(node)


def with_numbers(node: Node, scope: Scope) -> str:
    between, named = _numbers_of(node, scope)
    told, words = [between[0]], _Words(scope, None, "")
    for (part, work), after in zip(named, between[1:], strict=True):
        value = work(scope)
        told.append(words.choice_at(part, value) if value.__class__ is str else shown_value(value))
        told.append(after)
    return "".join(told)


_HERE = "\0"  # where a number goes; no label has it
_MOST_KEPT = 2000
Named = list[tuple[Node, Formula]]
_KEPT: dict[tuple[int, int, int], tuple[tuple[Any, ...], list[str], Named]] = {}


def _numbers_of(node: Node, scope: Scope) -> tuple[list[str], Named]:
    """What stands between the numbers of a formula, and what each number is of: the same at every place."""
    made_of = node, scope.facts.catalogue, scope.facts.parameters
    key = id(made_of[0]), id(made_of[1]), id(made_of[2])
    kept = _KEPT.get(key)
    if kept is None or any(one is not other for one, other in zip(kept[0], made_of, strict=True)):
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        blanks = _Blanks(scope)
        between = blanks.numbers(node).split(_HERE)
        kept = _KEPT[key] = made_of, between, [(part, scope.facts.formula(part)) for part in blanks.named]
    return kept[1], kept[2]


def shown_value(value: Worked) -> str:
    """A single value inside a formula: 5,412 · 是 · 2026-05-20 · 待补."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | Fraction):
        return short_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"清单 {len(value)} 行"
    return str(value)


def tightness(node: Node) -> int:
    match node:
        case Arithmetic(op=op):
            return _TIGHT[op]
        case Compare() | Within():
            return _TIGHT["compare"]
        case Both():
            return _TIGHT["and"]
        case Either() | If():
            return _TIGHT["or"]
        case Not():
            return _TIGHT["not"]
        case Negative():
            return _TIGHT["unary"]
    return _TIGHT["atom"]


def short_text(value: int | Fraction) -> str:
    """A number inside a formula: as it is where it ends within six decimals, else cut to four and …"""
    if value.denominator == 1:
        return shown(value, 0) if value < 0 else f"{value.numerator:,}"
    for decimals in range(1, 7):
        if (value * 10**decimals).denominator == 1:
            return shown(value, decimals)
    return f"{shown(value, 4)}…"


class _Words:
    def __init__(self, scope: Scope, shared: Name | None, shared_label: str) -> None:
        self.scope = scope
        self.shared = shared if scope.divisor is not None else None
        self.shared_label = shared_label

    def names(self, node: Node) -> str:
        return self._text(node, numbers=False)

    def numbers(self, node: Node) -> str:
        return self._text(node, numbers=True)

    def _text(self, node: Node, *, numbers: bool) -> str:
        match node:
            case Number(value=value):
                return short_text(value)
            case Text(value=value):
                return self._option(value)
            case Name():
                return self._number(node) if numbers else self._label(node)
            case OverSchools() | OverRows():
                return self._value(node) if numbers else self._over(node)
            case Arithmetic(op=op, left=left, right=right):
                tight = _TIGHT[op]
                after = tight + (op in "-/")
                return f"{self._inside(left, tight, numbers)} {_SIGNS[op]} {self._inside(right, after, numbers)}"
            case Negative(part=part):
                return f"−{self._inside(part, _TIGHT['unary'], numbers)}"
        return self._logic(node, numbers)

    def _logic(self, node: Node, numbers: bool) -> str:
        match node:
            case Compare(op=op, left=left, right=right):
                tight = _TIGHT["compare"]
                if isinstance(right, Text) and isinstance(left, Name):
                    after = self._choice(left.name, right.value)
                elif isinstance(right, Number) and isinstance(left, Name) and self._is_year(left.name):
                    after = str(right.value)  # a year has no thousands mark
                else:
                    after = self._inside(right, tight, numbers)
                return f"{self._inside(left, tight, numbers)} {_SIGNS[op]} {after}"
            case Within(item=item, options=options, negated=negated):
                name = item.name if isinstance(item, Name) else ""
                listed = "、".join(self._choice(name, option) for option in options)
                return f"{self._text(item, numbers=numbers)} {'不属于' if negated else '属于'} {listed}"
            case Both(parts=parts):
                return " 且 ".join(self._inside(part, _TIGHT["and"], numbers) for part in parts)
            case Either(parts=parts):
                return " 或 ".join(self._inside(part, _TIGHT["or"], numbers) for part in parts)
            case Not(part=part):
                return f"非 {self._inside(part, _TIGHT['not'], numbers)}"
            case If(condition=condition, then=then, otherwise=otherwise):
                one, two, three = (self._text(part, numbers=numbers) for part in (condition, then, otherwise))
                return f"若 {one} 则 {two}，否则 {three}"
            case Call(function=function, arguments=arguments):
                inside = "，".join(self._text(part, numbers=numbers) for part in arguments)
                return f"{_CALLS[function]}({inside})" if numbers else f"{_CALLS[function]}（{inside}）"
        raise TypeError(f"不认识的公式部分：{node!r}")

    def _inside(self, node: Node, tight: int, numbers: bool) -> str:
        text = self._text(node, numbers=numbers)
        if tightness(node) >= tight:
            return text
        return f"({text})" if numbers else f"（{text}）"

    def _label(self, node: Name) -> str:
        if node == self.shared:
            return self.shared_label
        facts = self.scope.facts
        if node.name in facts.parameters:
            return facts.parameter_label(node.name)
        if node.name in ("evaluation_year", "visit_date"):
            return "评估年度" if node.name == "evaluation_year" else "评估日"
        if node.name not in facts.catalogue:
            return node.name
        figure = facts.catalogue[node.name]
        marks = [STAGES[node.stage]] if node.stage else []
        if figure.several_years:
            marks.append(self._year(self.scope.shift + node.offset))
        return figure.label + (f"（{'，'.join(marks)}）" if marks else "")

    def _year(self, offset: int) -> str:
        if self.scope.facts.evaluation_year:
            return f"{self.scope.facts.evaluation_year + offset} 年"
        return {0: "本年", -1: "上年"}.get(offset, f"{-offset} 年前")

    def choice_at(self, node: Node, value: str) -> str:
        return self._choice(node.name, value) if isinstance(node, Name) else value

    def _number(self, node: Name) -> str:
        if node == self.shared:
            return shown_value(self.scope.divisor)
        value = self._work(node)
        return self._choice(node.name, value) if isinstance(value, str) else shown_value(value)

    def _value(self, node: Node) -> str:
        return shown_value(self._work(node))

    def _work(self, node: Node) -> Worked:
        return self.scope.facts.formula(node)(self.scope)

    def _over(self, node: OverSchools | OverRows) -> str:
        inner = _Words(self.scope, None, "")
        if isinstance(node, OverRows):
            inner = _RowWords(self.scope, node.figure.name)
            what, each = f"“{self._label(node.figure)}”清单", "行"
        else:
            what, each = "各校", "校"
        body = inner.names(node.body)
        where = f"（限 {inner.names(node.where)}）" if node.where else ""
        everything = isinstance(node.body, Compare) and isinstance(node.body.left, Number)
        if node.how == "count":
            condition = "" if everything else f"中{body}的"
            return f"{what}{where}{condition}{each}数"
        ending = {"sum": "之和", "all": f"每{each}都成立", "any": f"有一{each}成立"}[node.how]
        return f"{what}{where}{body}{ending}"

    def _is_year(self, name: str) -> bool:
        figure = self.scope.facts.catalogue.figures.get(name)
        return figure is not None and figure.unit == "年"

    def _choice(self, name: str, value: str) -> str:
        figure = self.scope.facts.catalogue.figures.get(name)
        for choice in figure.choices if figure is not None else ():
            if choice.code == value:
                return choice.label
        return self._option(value)

    def _option(self, value: str) -> str:
        return {"yes": "是", "no": "否"}.get(value, f"“{value}”")


class _Blanks(_Words):
    """A formula with a blank for every number, and what belongs into each."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope, None, "")
        self.named: list[Node] = []

    def _number(self, node: Name) -> str:
        self.named.append(node)
        return _HERE

    def _value(self, node: Node) -> str:
        self.named.append(node)
        return _HERE


class _RowWords(_Words):
    """Inside a list: names are its columns first."""

    def __init__(self, scope: Scope, figure: str) -> None:
        super().__init__(scope, None, "")
        self.columns = {column.name: column for column in scope.facts.catalogue[figure].columns}

    def _label(self, node: Name) -> str:
        column = self.columns.get(node.name)
        return column.label if column is not None else super()._label(node)

    def _choice(self, name: str, value: str) -> str:
        column = self.columns.get(name)
        for choice in column.choices if column is not None else ():
            if choice.code == value:
                return choice.label
        return super()._choice(name, value)
