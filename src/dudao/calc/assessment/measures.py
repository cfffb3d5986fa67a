"""One measure at one place: its exact value against its limit, and how much of what is lacking."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from dudao.calc.assessment.formulas import Formulas
from dudao.calc.assessment.result import Comparison, Exact, GapFound
from dudao.calc.figures.showing import rounded_units
from dudao.calc.formula.exact import OPERATORS, Formula, Scope, divide
from dudao.calc.formula.tree import Number
from dudao.calc.standard.model import Gap, Measure


@dataclass(frozen=True, slots=True)
class GapWork:
    gap: Gap
    have: Formula
    per: Formula


@dataclass(frozen=True, slots=True)
class MeasureWork:
    """A measure whose formulas are compiled."""

    measure: Measure
    value: Formula
    limits: Mapping[str, Formula]
    fixed: Mapping[str, Exact]  # limits that are plain numbers
    gap: GapWork | None

    def limit(self, scope: Scope) -> Exact | None:
        stage = scope.stage if scope.stage in self.limits else ""
        if stage in self.fixed:
            return self.fixed[stage]
        return self.limits[stage](scope) if stage in self.limits else None


def prepare(measure: Measure, formulas: Formulas, *, shared: bool) -> MeasureWork:
    """Compile a measure; `shared`: a scope's divisor stands for the number of pupils."""
    compiled = formulas.shared if shared else formulas.plain
    gap = measure.gap
    return MeasureWork(
        measure,
        compiled(measure.value),
        {stage: formulas.plain(node) for stage, node in measure.limit.items()},
        {stage: node.value for stage, node in measure.limit.items() if isinstance(node, Number)},
        GapWork(gap, compiled(gap.have), compiled(gap.per)) if gap is not None else None,
    )


def compare(work: MeasureWork, op: str, value: Exact | None, limit: Exact | None) -> Comparison:
    """The unrounded comparison. `edge`: the value as printed would be judged otherwise."""
    measure = work.measure
    met, edge = None, False
    if value is not None and limit is not None:
        met = holds(value, op, limit)
        decimals = measure.decimals + 2 if measure.percent else measure.decimals
        edge = value.denominator != 1 and printed_holds(value, op, limit, decimals) is not met
    return Comparison(
        measure.name, measure.label, value, op, limit, met, edge, measure.unit, measure.decimals, measure.percent
    )


def holds(value: Exact, op: str, limit: Exact) -> bool:
    """value op limit by whole numbers (several times quicker than comparing fractions)."""
    return OPERATORS[op](value.numerator * limit.denominator, limit.numerator * value.denominator)


def printed_holds(value: Exact, op: str, limit: Exact, decimals: int) -> bool:
    """The same with the value rounded half up to so many decimals, as it is printed."""
    units = rounded_units(abs(value), decimals)
    signed = units if value >= 0 else -units
    return OPERATORS[op](signed * limit.denominator, limit.numerator * 10**decimals)


def gap_found(
    work: MeasureWork, op: str, scope: Scope, limit: Exact | None, floor_share: Exact | None, *, of_school: bool
) -> GapFound | None:
    """What is lacking up to the limit, and up to `floor_share` of it, in the figure's own unit; None: none declared.

    value = scale × have ÷ per, so need = limit × per ÷ scale; whole things are rounded up before what is there is
    subtracted. Where less is better (<=), it is what is too much.
    """
    if work.gap is None:
        return None
    gap = work.gap.gap
    have, per = work.gap.have(scope), work.gap.per(scope)
    line = to_floor = None
    if have is not None and per is not None and limit is not None:
        line = lacking(gap, op, have, per, limit)
        if floor_share is not None:
            to_floor = lacking(gap, ">=", have, per, limit * floor_share)
    return GapFound(gap.what, gap.unit, line, to_floor, gap.whole, of_school)


def lacking(gap: Gap, op: str, have: Exact, per: Exact, limit: Exact) -> Exact:
    need = divide(limit * per, gap.scale)
    assert need is not None, "a gap's scale is never 0"
    if op[0] == "<":
        allowed = need
        if gap.whole:
            allowed = ceil(need) - 1 if op == "<" else floor(need)
        return plain(max(0, have - allowed))
    if gap.whole:
        need = floor(need) + 1 if op == ">" else ceil(need)
    return plain(max(0, need - have))


def plain(value: Exact) -> Exact:
    """A whole fraction as an int."""
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value
