"""The school rule: of the resource items at least so many met, and every one at least a share of its line."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from dudao.calc.assessment.by_position import by_position
from dudao.calc.assessment.places import Place
from dudao.calc.assessment.result import Exact, Row, SchoolRule, Verdict
from dudao.calc.formula.needs import Need, merged

_rule = by_position(SchoolRule)
_FAIL, _OPEN = Verdict.FAIL, Verdict.OPEN  # asked for thousands of times


def school_rule(place: Place, rows: Mapping[str, Row], min_met: int | None, floor: Exact | None) -> SchoolRule:
    """The verdict of one row of a school as early as the known values allow.

    `rows`: item code → its row at this place. Fails as soon as too many are missed or one is below its floor,
    whatever is missing; passes once enough are met and nothing open could still be below its floor.
    """
    missed: list[str] = []
    below: list[str] = []
    still: list[str] = []
    for code, row in rows.items():
        if row.verdict is _FAIL:
            missed.append(code)
        elif row.verdict is _OPEN:
            still.append(code)
        if row.below_floor:
            below.append(code)
    allowed = len(rows) - min_met if min_met is not None else None
    verdict = _verdict(allowed, missed, below, still)
    asked: tuple[Need, ...] = ()
    if verdict is Verdict.OPEN:
        asked = merged(place.needs, *(rows[code].needs for code in still))
    left = _left(rows, missed, below, allowed or 0, floor) if verdict is not Verdict.PASS else ()
    least = tuple([code for code in missed if code not in left]) if verdict is not Verdict.PASS else ()
    met = len(rows) - len(missed) - len(still)
    return _rule(place.unit, place.stage, verdict, met, tuple(missed), tuple(below), tuple(still), asked, least, left)


def _verdict(allowed: int | None, missed: Sequence[str], below: Sequence[str], still: Sequence[str]) -> Verdict:
    if allowed is None:
        return _OPEN
    if below or len(missed) > allowed:
        return _FAIL
    return _OPEN if still else Verdict.PASS


def _left(
    rows: Mapping[str, Row], missed: Sequence[str], below: Sequence[str], allowed: int, floor: Exact | None
) -> tuple[str, ...]:
    """The items that may stay between floor and line: those whose raising to the line would be the longest way.

    Teachers, square metres and money have no common price, so the way is measured as a share of each item's own line.
    An item at or above its floor stays as it is; only where all missed ones are below theirs is one of them left, to
    be raised to its floor.
    """
    if floor is None or allowed <= 0:
        return ()
    above = [code for code in missed if code not in below]
    if len(above) > 1:
        above.sort(key=lambda code: -_shortfall(rows[code]))
    if len(above) < allowed:
        above += sorted(below, key=lambda code: _shortfall(rows[code]))
    return tuple(above[:allowed])


def _shortfall(row: Row) -> Fraction:
    """How far the value stays behind its line, as a share of the line."""
    comparison = row.comparisons[0]
    if comparison.value is None or not comparison.limit:
        return Fraction(0)
    return Fraction(comparison.limit - comparison.value) / comparison.limit
