"""The closed catalogue of ways to give points: one named rule, one small function on exact numbers.

A standard names a shape and its arguments; `points.py` works the arguments out, and `points_of` gives the points,
clamped to 0 … full in one place. A new scheme that needs another way of giving points adds one function here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from inspect import getdoc
from math import ceil
from typing import Any

from dudao.calc.assessment.result import Exact

Given = Any  # Exact, bool, or tuples of them: what an argument of the declared kind comes to once everything is known


class ShapeError(ValueError):
    """The arguments make no sense together; the message says what is wrong and how to mend it."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument a standard writes for a shape.

    `kind` is one of those of `calc.standard.shapes_known`, which the check of a standard goes by.
    """

    name: str
    kind: str
    what: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class ShapeRule:
    """A shape of the catalogue. `gives` returns raw points, or None where the item is not applicable (分母为 0)."""

    name: str
    title: str
    formula: str
    source: str
    arguments: tuple[Argument, ...]
    gives: Callable[..., Exact | None]

    @property
    def rule(self) -> str:
        """The rule in words, for whoever reads the standard."""
        return getdoc(self.gives) or ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(argument.name for argument in self.arguments)


SHAPES: dict[str, ShapeRule] = {}


def shape(
    title: str, formula: str, source: str, **arguments: str
) -> Callable[[Callable[..., Exact | None]], Callable[..., Exact | None]]:
    """Enter a function in the catalogue. Arguments are `name="kind 说明"`; a kind ending in `?` may be left out."""

    def enter(gives: Callable[..., Exact | None]) -> Callable[..., Exact | None]:
        declared = tuple(_declared(name, text) for name, text in arguments.items())
        name = gives.__name__.rstrip("_")
        SHAPES[name] = ShapeRule(name, title, formula, source, declared, gives)
        return gives

    return enter


def _declared(name: str, text: str) -> Argument:
    kind, _, what = text.partition(" ")
    return Argument(name, kind.rstrip("?"), what, required=not kind.endswith("?"))


def points_of(name: str, full: Exact, given: Mapping[str, Given]) -> Fraction | None:
    """Points of one item, 0 … full; None where the item is not applicable. ShapeError for senseless arguments."""
    if name not in SHAPES:
        raise ShapeError(f"没有计分形状 {name}；可用：{'、'.join(SHAPES)}。")
    raw = SHAPES[name].gives(full, **given)
    return None if raw is None else clamp(raw, full)


def clamp(points: Exact, full: Exact) -> Fraction:
    """Never less than nothing, never more than full marks."""
    return min(Fraction(full), max(Fraction(0), Fraction(points)))


@shape(
    "每少一次扣",
    "P − each × max(0, need − n)",
    "[C] 陕西 2023：领导小组会每年不少于 2 次，每少 1 次扣 0.2",
    n="number 实有次数",
    need="number 应有次数",
    each="number 每少一次扣的分",
)
def short(full: Exact, *, n: Exact, need: Exact, each: Exact) -> Exact:
    """实有次数不到应有次数的，每少一次扣规定的分；够了得满分，多了不加。"""
    return full - each * max(Fraction(0), Fraction(need) - n)


@shape(
    "比例得分",
    "P × min(1, a ÷ b)；b = 0 不适用",
    "[C] 山东 2008：计分 = 20 × 统一工资政策的县数 ÷ 所辖县数",
    a="number 做到的数",
    b="number 应做到的数",
)
def ratio(full: Exact, *, a: Exact, b: Exact) -> Exact | None:
    """按做到的数占应做到的数的比例得分；比例大于 1 按 1 计，应做到的数为 0 时本项不适用。"""
    return full * min(Fraction(1), Fraction(a) / b) if b > 0 else None


@shape(
    "对目标值的完成度",
    "P × min(1, x ÷ target)；target = 0 不适用",
    "[P] 本项目补充（上海 2010 “权重＋目标值”的线性写法）",
    x="number 实际值",
    target="number 目标值",
)
def to_target(full: Exact, *, x: Exact, target: Exact) -> Exact | None:
    """按实际值占目标值的比例得分；达到或超过目标值得满分，目标值为 0 时本项不适用。"""
    return full * min(Fraction(1), Fraction(x) / target) if target > 0 else None


@shape(
    "低于目标逐级扣",
    "x ≥ target 得 P，否则 P − each × ⌈(target − x) ÷ step⌉",
    "[P] 本项目补充",
    x="number 实际值",
    target="number 目标值",
    step="number 每低多少为一级",
    each="number 每一级扣的分",
)
def linear_down(full: Exact, *, x: Exact, target: Exact, step: Exact, each: Exact) -> Exact:
    """达到目标值得满分；低于目标值的，每低一级（不足一级按一级）扣规定的分，级数用精确分数向上取整。"""
    if step <= 0:
        raise ShapeError(f"linear_down 的 step 要大于 0，写的是 {step}。")
    return full if x >= target else full - each * ceil((Fraction(target) - x) / step)


@shape(
    "多级阶梯",
    "自上而下第一个成立的条件取其分，都不成立取末档",
    "[C] 山东 2008 公用经费：各类全部 ≥ 上限得 70，各类全部 ≥ 下限得 40",
    steps="steps 各档的条件和得分，末档不写条件",
    x="number? 各档条件里的 x",
)
def ladder(full: Exact, *, steps: Iterable[tuple[bool, Exact]]) -> Exact:
    """自上而下看各档条件，第一个成立的那一档定分；一档都不成立得 0 分。"""
    return next((points for holds, points in steps if holds), 0)


@shape(
    "全有或全无",
    "条件成立得 P，否则 0",
    "[C] 舟山 2007：教育经费达“三增长”得 10 分，不达不得分",
    when="condition 得分条件",
)
def pass_(full: Exact, *, when: bool) -> Exact:
    """条件成立得满分，不成立得 0 分。"""
    return full if when else 0


@shape(
    "每起扣",
    "zero_if 成立得 0，否则 P − each × n",
    "[M] 各省通用",
    n="number 起数",
    each="number 每起扣的分",
    zero_if="condition? 成立则本项 0 分",
)
def per_event(full: Exact, *, n: Exact, each: Exact, zero_if: bool = False) -> Exact:
    """每发生一起扣规定的分，扣完为止；有规定的严重情形的，本项得 0 分。"""
    return 0 if zero_if else full - each * n


@shape("评委选档", "P × 所选档的系数", "[C] 山东乡镇指标：按 15、10、5、0 四档计分")
def tiers(full: Exact, *, share: Exact) -> Exact:
    """由人按各档的文字说明选一档，得满分乘以该档系数。"""
    return full * share


@shape(
    "要素合成",
    "Σ 成立要素的分",
    "[C] 广东教育强市 1.1.1：两个要素各 1 分，都达到得满分",
    elements="elements 各要素的条件和得分",
)
def elements(full: Exact, *, elements: Iterable[tuple[bool, Exact]]) -> Exact:
    """各要素分别得分：成立的要素得其分，相加。"""
    return sum((points for holds, points in elements if holds), Fraction(0))


@shape(
    "逐题整改",
    "P × Σ 各题系数 ÷ 题数；题数 0 不适用",
    "[C] 山东乡镇 B2：30 分分摊到该镇上次督导的每个问题",
    list="figure 问题清单",
    status="text 清单里写整改情况的列",
    credit="credit 每种整改情况得几成",
    count="number? 题数，也可以只报题数",
    credited="number? 各题得的成数之和，与题数一起写",
)
def issues(full: Exact, *, count: Exact, credited: Exact) -> Exact | None:
    """满分平均分到每一题，每题按整改情况得几成；没有题目时本项不适用。"""
    return full * Fraction(credited) / count if count > 0 else None


@shape(
    "成立个数占适用个数",
    "P × 成立个数 ÷ 适用个数；适用个数 0 不适用",
    "[P] 本项目补充（生均经费逐学段判定）",
    over="stages 逐个判定的学段",
    when="condition 一个学段成立的条件",
    applies="condition? 一个学段计入的条件",
)
def share(full: Exact, *, met: int, of: int) -> Exact | None:
    """逐学段判定，按成立的学段占计入的学段的比例得分；没有学段计入时本项不适用。"""
    return full * Fraction(met, of) if of > 0 else None


@shape(
    "满意度分段",
    "x ≥ high 得 P；low ≤ x < high 得 P × (x − low) ÷ (high − low)；x < low 得 0",
    "[P] 本项目补充",
    x="number 满意率",
    low="number 起分线",
    high="number 满分线",
)
def survey(full: Exact, *, x: Exact, low: Exact, high: Exact) -> Exact:
    """到满分线得满分，低于起分线得 0 分，中间按直线得分。"""
    if x >= high:
        return full
    return full * (Fraction(x) - low) / (Fraction(high) - low) if x >= low else 0


@shape(
    "依次相减",
    "max(0, first) − Σ 成立的扣分，下限 0",
    "[C] 陕西 2023：每少 1 次扣 0.5，未向人大报告扣 0.5；各扣分之和可以等于或大于满分",
    first="shape 先按哪个形状得分",
    minus="minus 再扣分的情形",
)
def combine(full: Exact, *, first: Exact, minus: Iterable[tuple[bool, Exact]]) -> Exact:
    """先按第一条规则得分，再逐条减去成立的扣分，扣完为止。"""
    return clamp(first, full) - sum((points for holds, points in minus if holds), Fraction(0))


@shape(
    "取最小的比例",
    "P × min(1, a₁ ÷ b₁, a₂ ÷ b₂ …)；b₁ = 0 不适用",
    "[P] 本项目补充（教育费附加：征收 ÷ 应征、拨付 ÷ 征收取小）",
    ratios="ratios 依次的 [分子, 分母]",
)
def min_ratio(full: Exact, *, ratios: Iterable[tuple[Exact, Exact]]) -> Exact | None:
    """几个相接的比例取最小的一个得分，大于 1 按 1 计；第一个分母为 0 不适用，前面的比例为 0 则得 0 分。"""
    least = Fraction(1)
    for index, (a, b) in enumerate(ratios):
        if b <= 0:
            return None if index == 0 else 0
        least = min(least, Fraction(a) / b)
    return full * least
