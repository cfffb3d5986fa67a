"""Explanations of difference coefficients: mean, spread, comparison by squares, every school's part."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dudao.calc.assessment.explaining_relaxations import relaxation_lines
from dudao.calc.assessment.explaining_rows import SIGNS, address, row_line
from dudao.calc.assessment.explanation import Explanation
from dudao.calc.assessment.result import Variation, Verdict
from dudao.calc.assessment.steps import (
    formula_parts,
    measured,
    needs_step,
    ruling_steps,
    strictness_steps,
)
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.showing import exact_text, from_text, shown
from dudao.calc.formula.tree import Number
from dudao.calc.formula.wording import UNKNOWN
from dudao.calc.standard.model import Item

if TYPE_CHECKING:
    from dudao.calc.assessment.explaining import Explainer


def coefficient_line(explainer: "Explainer", found: Item, one: Variation) -> Explanation:
    of = explainer.standard.by_code[one.item]
    composite_ = found.composite
    assert composite_ is not None
    limit = exact_text(one.limit) if one.limit is not None else UNKNOWN
    return Explanation(
        "comparison",
        f"{of.short or of.name}（{STAGES[one.stage]}）",
        _cut(one.cv, composite_.decimals),
        one.cv,
        one.verdict.value,
        f"{SIGNS[composite_.op]} {limit}" + ("；显示的数与限值看不出差别，按未取整的判" if one.edge else ""),
        address=address(f"{found.code}:{one.item}", "", one.stage),
    )


def coefficient(explainer: "Explainer", found: Item, one: Variation) -> Explanation:
    """One difference coefficient: mean, spread, comparison by squares, every school's part."""
    world, made = explainer.world, found.composite
    assert made is not None
    of = explainer.standard.by_code[one.item]
    line = coefficient_line(explainer, found, one)
    parts = [_squares(one, world.op(found.code, made.op))] if one.square is not None and one.limit is not None else []
    parts.append(_method(one, of))
    node = made.limit.get(one.stage, made.limit.get(""))
    if node is not None and not isinstance(node, Number):
        parts += formula_parts(world, node, world.scope("", one.stage))
    if one.if_lowest_raised:
        parts.append(_raised(explainer, one, made.decimals))
    parts += _school_lines(explainer, one)
    parts += relaxation_lines(explainer, (one.item,))
    parts += strictness_steps(world, found)
    parts += ruling_steps(world, found.code)
    parts += needs_step(world, one.needs, "缺一行的数，差异系数未定")
    return Explanation(
        "verdict",
        f"全县 · {STAGES[one.stage]} · {of.name} · 差异系数",
        line.shown,
        one.cv,
        one.verdict.value,
        line.text,
        parts=tuple(parts),
        address=line.address,
    )


def _squares(one: Variation, op: str) -> Explanation:
    assert one.square is not None and one.limit is not None
    met = {Verdict.PASS: "成立", Verdict.FAIL: "不成立"}[one.verdict]
    text = f"CV {one.cv} {SIGNS[op]} {exact_text(one.limit)}，{met}（用平方比较，不开方、不取整）"
    return Explanation("comparison", "未取整比较", exact=one.cv, verdict=one.verdict.value, text=text)


def _method(one: Variation, of: Item) -> Explanation:
    measure = of.measures[0]
    mean = measured(one.mean, measure.decimals, measure.unit, percent=measure.percent)
    numbers = f"{_cut(one.deviation, 4)} ÷ {exact_text(one.mean)} = {one.cv}" if one.mean is not None and one.cv else ""
    return Explanation(
        "formula",
        "算式",
        f"均值 {mean}" if one.mean is not None else UNKNOWN,
        text="差异系数 = 标准差 S ÷ 均值；均值 = 各校总量之和 ÷ 学生数之和；S² = Σ 学生数 ÷ 总学生数 ×（各校值 − 均值）²",
        numbers=numbers,
    )


def _raised(explainer: "Explainer", one: Variation, decimals: int) -> Explanation:
    low = "、".join(explainer.world.names.get(unit, unit) for unit, _ in one.lowest[:1])
    text = f"最低的{low}补到均值，差异系数降到 {_cut(one.if_lowest_raised, decimals)}"
    return Explanation("gap", "怎样缩小差距", exact=one.if_lowest_raised, text=text)


def _school_lines(explainer: "Explainer", one: Variation) -> Iterator[Explanation]:
    """Every row of the coefficient, the largest part of the variance first."""
    of = explainer.standard.by_code[one.item]
    rows = [row for row in explainer.rows(of) if row.stage in (one.stage, "")]
    rows.sort(key=lambda row: -one.shares.get(row.unit, 0))
    parts = []
    for row in rows:
        line = row_line(explainer, of, row)
        share = one.shares.get(row.unit)
        pupils = f"{exact_text(row.pupils)} 人" if row.pupils is not None else "人数未知"
        text = pupils + (f"，占方差 {shown(share, 1, percent=True)}" if share is not None else "")
        parts.append(
            Explanation("rows", line.title, line.shown, line.exact, row.verdict.value, text, address=line.address)
        )
    if parts:
        yield Explanation("rows", "各校", f"{len(parts)} 行", parts=tuple(parts))


def _cut(text: str, decimals: int) -> str:
    """A decimal text rounded half up to so many decimals."""
    return shown(from_text(text), decimals) if text else UNKNOWN
