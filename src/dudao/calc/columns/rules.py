"""The school rule over many places: so many items met, and every one at least a share of its line.

A count of items is a byte a place; a whole column of bytes is added as one long number (none of them overflows).
"""

from collections.abc import Sequence
from fractions import Fraction

from dudao.calc.columns.found import FAIL, OPEN, PASS, ItemRows, RuleRows


def rule_rows(
    stage: str, schools: Sequence[int], items: Sequence[ItemRows], min_met: int | Fraction | None
) -> RuleRows:
    """`items` at that stage; fails and passes as early as the known values allow, as `calc.assessment.school_rule`."""
    size = len(schools)
    columns = [_aligned(rows, schools) for rows in items]
    missed = _count([codes for codes, _ in columns], FAIL, size)
    still = _count([codes for codes, _ in columns], OPEN, size)
    below = _sum([flags for _, flags in columns], size)
    there = _sum([codes.translate(_THERE) for codes, _ in columns], size)
    codes = bytearray([OPEN]) * size
    if min_met is not None:
        for place, (number, out, under, open_) in enumerate(zip(there, missed, below, still)):
            if under or out > number - min_met:
                codes[place] = FAIL
            elif not open_:
                codes[place] = PASS
    met = bytes(map(_rest, there, missed, still))
    return RuleRows(stage=stage, schools=schools, codes=codes, met=met, missed=missed, open=still, below=below)


_NOTHING = 4  # no row of this item here
_THERE = bytes(code != _NOTHING for code in range(256))


def _rest(number: int, missed: int, still: int) -> int:
    return number - missed - still


def _aligned(rows: ItemRows, schools: Sequence[int]) -> tuple[bytearray, bytearray]:
    """Verdicts and flags of being below the floor at these schools."""
    codes, flags = rows.codes, bytearray(len(rows.codes))
    for place in rows.below:
        flags[place] = 1
    if rows.schools is schools or list(rows.schools) == list(schools):
        return codes, flags
    where = {school: place for place, school in enumerate(rows.schools)}
    at = [where.get(school) for school in schools]
    return (
        bytearray(_NOTHING if place is None else codes[place] for place in at),
        bytearray(0 if place is None else flags[place] for place in at),
    )


def _count(columns: Sequence[bytearray], code: int, size: int) -> bytes:
    is_code = bytes(one == code for one in range(256))
    return _sum([codes.translate(is_code) for codes in columns], size)


def _sum(columns: Sequence[bytes | bytearray], size: int) -> bytes:
    return sum(int.from_bytes(column, "little") for column in columns).to_bytes(size, "little")
