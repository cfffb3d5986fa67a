"""What an assessment of other figures would say differently: verdicts that move, points that move."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.result import StandardResult, Verdict
from dudao.calc.figures import Catalogue, Snapshot
from dudao.calc.standard.model import Standard


@dataclass(frozen=True, slots=True)
class Move:
    """One verdict or one item's decided points, before and after. `unit` '' is the county."""

    standard: str
    code: str
    unit: str
    stage: str
    before: str  # verdict value, or points
    after: str
    points: Fraction | None = None  # after − before, for scored items


def moves(standards: Sequence[Standard], catalogue: Catalogue, before: Snapshot, after: Snapshot) -> tuple[Move, ...]:
    """Everything that would be judged otherwise after than before: county items, school rows, school rules, scores."""
    found: list[Move] = []
    for standard in standards:
        assessor = Assessor(standard, catalogue)
        found += compare(standard.code, assessor.assess(before), assessor.assess(after))
    return tuple(found)


def compare(code: str, before: StandardResult, after: StandardResult) -> Iterator[Move]:
    """The differences between two results of one standard, county first. Rows that came or went count as undecided."""
    if before.verdict is not None and before.verdict is not after.verdict and after.verdict is not None:
        yield Move(code, code, "", "", before.verdict, after.verdict)
    for item, now in after.items.items():
        was = before.items.get(item)
        if now.points is not None:
            low = was.points.low if was is not None and was.points is not None else Fraction(0)
            if low != now.points.low:
                yield Move(code, item, "", "", str(low), str(now.points.low), now.points.low - low)
        elif was is not None and was.verdict is not now.verdict:
            yield Move(code, item, "", "", was.verdict, now.verdict)
    yield from _places(code, before, after)


def _places(code: str, before: StandardResult, after: StandardResult) -> Iterator[Move]:
    was = {(rule.unit, rule.stage): rule.verdict for rule in before.school_rules}
    for rule in after.school_rules:
        then = was.get((rule.unit, rule.stage), Verdict.OPEN)
        if then is not rule.verdict:
            yield Move(code, "", rule.unit, rule.stage, then, rule.verdict)
    rows = {(row.item, row.unit, row.stage): row.verdict for row in before.rows}
    for row in after.rows:
        then = rows.get((row.item, row.unit, row.stage), Verdict.OPEN)
        if then is not row.verdict:
            yield Move(code, row.item, row.unit, row.stage, then, row.verdict)
