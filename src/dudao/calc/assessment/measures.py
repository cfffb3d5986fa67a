"""One measure at one place: its exact value against its limit, and how much of what is lacking."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor

from dudao.calc.assessment.by_position import by_position
from dudao.calc.assessment.formulas import Formulas
from dudao.calc.assessment.result import Comparison, Exact, GapFound
from dudao.calc.formula.exact import Formula, Scope
from dudao.calc.formula.ratio import OPERATORS, divide, multiply, subtract
from dudao.calc.formula.tree import Number
from dudao.calc.standard.model import Gap, Measure

_comparison = by_position(Comparison)
_gap_found = by_position(GapFound)


@dataclass(frozen=True, slots=True)
class GapWork:
    gap: Gap
    have: Formula
    per: Formula
    nothing: Mapping[tuple[bool, bool], GapFound]  # nothing lacks: (whether a floor is asked, whether of the school)
    unknown: Mapping[bool, GapFound]  # nobody knows what lacks: whether of the school


@dataclass(frozen=True, slots=True)
class Line:
    """The floor below a limit, as a share of it. `lower`: whoever is at the limit is at the floor as well."""

    limit: Exact
    share: Exact
    value: Exact
    lower: bool


@dataclass(frozen=True, slots=True)
class MeasureWork:
    """A measure whose formulas are compiled."""

    measure: Measure
    value: Formula
    limits: Mapping[str, Formula]
    fixed: Mapping[str, Exact]  # limits that are plain numbers
    gap: GapWork | None
    near: int  # a value printed differently from what it is stays within 1 / near of it
    lines: dict[str, Line]  # by stage, as last worked out

    def line(self, stage: str, limit: Exact, share: Exact) -> Line:
        """The floor of a stage; worked out again only where the limit or the share is another one."""
        kept = self.lines.get(stage)
        if kept is None or kept.limit is not limit or kept.share is not share:
            value = multiply(limit, share)
            kept = self.lines[stage] = Line(limit, share, value, value <= limit)
        return kept

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
        GapWork(gap, compiled(gap.have), compiled(gap.per), *_ready(gap)) if gap is not None else None,
        2 * 10 ** (measure.decimals + 2 if measure.percent else measure.decimals),
        {},
    )


def _ready(gap: Gap) -> tuple[Mapping[tuple[bool, bool], GapFound], Mapping[bool, GapFound]]:
    """The answers of most rows, made once: nothing lacks, or nobody knows."""
    both = (False, True)
    nothing = {
        (floor_asked, of_school): GapFound(gap.what, gap.unit, 0, 0 if floor_asked else None, gap.whole, of_school)
        for floor_asked in both
        for of_school in both
    }
    return nothing, {of_school: GapFound(gap.what, gap.unit, None, None, gap.whole, of_school) for of_school in both}


def compare(work: MeasureWork, op: str, value: Exact | None, limit: Exact | None) -> Comparison:
    """The unrounded comparison. `edge`: the value as printed would be judged otherwise."""
    measure = work.measure
    met, edge = None, False
    if value is not None and limit is not None:
        below, of_limit = value.denominator, limit.denominator
        left, right = value.numerator * of_limit, limit.numerator * below
        met = OPERATORS[op](left, right)
        if below != 1 and abs(left - right) * work.near <= below * of_limit:
            decimals = measure.decimals + 2 if measure.percent else measure.decimals
            edge = printed_holds(value, op, limit, decimals) is not met
    return _comparison(
        measure.name, measure.label, value, op, limit, met, edge, measure.unit, measure.decimals, measure.percent
    )


def printed_holds(value: Exact, op: str, limit: Exact, decimals: int) -> bool:
    """The same with the value rounded half up to so many decimals, as it is printed."""
    scaled, below = abs(value.numerator) * 10**decimals, value.denominator
    units = (2 * scaled + below) // (2 * below)
    signed = units if value >= 0 else -units
    return OPERATORS[op](signed * limit.denominator, limit.numerator * 10**decimals)


def gap_found(
    work: MeasureWork, found: Comparison, scope: Scope, floor_line: Exact | None, *, below: bool | None, of_school: bool
) -> GapFound | None:
    """What is lacking up to the limit, and up to the floor below it, in the figure's own unit; None: none declared.

    value = scale × have ÷ per, so need = limit × per ÷ scale; whole things are rounded up before what is there is
    subtracted. Where less is better (<=), it is what is too much. Nothing is lacking where the comparison holds.
    """
    if work.gap is None:
        return None
    if found.met and not below:
        return work.gap.nothing[below is False, of_school]
    if found.limit is None or found.value is None:
        return work.gap.unknown[of_school]
    gap = work.gap.gap
    line: Exact | None = 0 if found.met else None
    to_floor: Exact | None = 0 if below is False else None
    have, per = work.gap.have(scope), work.gap.per(scope)
    if have is not None and per is not None:
        line = 0 if found.met else lacking(gap, found.op, have, per, found.limit)
        if below and floor_line is not None:
            to_floor = lacking(gap, ">=", have, per, floor_line)
    return _gap_found(gap.what, gap.unit, line, to_floor, gap.whole, of_school)


def lacking(gap: Gap, op: str, have: Exact, per: Exact, limit: Exact) -> Exact:
    """How much is lacking (or too much, where less is better), never below 0."""
    need = divide(multiply(limit, per), gap.scale)
    assert need is not None, "a gap's scale is never 0"
    if op[0] == "<":
        allowed = need
        if gap.whole:
            allowed = ceil(need) - 1 if op == "<" else floor(need)
        return max(0, subtract(have, allowed))
    if gap.whole:
        need = floor(need) + 1 if op == ">" else ceil(need)
    return max(0, subtract(need, have))
