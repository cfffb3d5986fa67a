"""The difference coefficient (差异系数) of one item over the rows of one stage, every row counting by its pupils.

X̄ = Σxᵢ ÷ Σpᵢ, Xᵢ = xᵢ ÷ pᵢ, S = √(Σ pᵢ/P · (Xᵢ − X̄)²), CV = S ÷ X̄ (《县域义务教育校际均衡指标计算方法》).
Compared by its square in whole numbers: CV ≤ c ⇔ P·ΣpX² − (ΣpX)² ≤ c²·(ΣpX)². Roots are only taken to be shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, isqrt, lcm
from operator import mul

from dudao.calc.assessment.result import Exact, Row, Variation, Verdict
from dudao.calc.assessment.rows import VERDICTS
from dudao.calc.formula.needs import Need, merged
from dudao.calc.formula.ratio import OPERATORS

SHARE_DIGITS = 6
FEW = 8  # rows exchanged at once; more are added up again
WIDEST = 4096  # bits of a scale: every value exchanged may widen it, adding up again makes it as small as it can be


@dataclass(frozen=True, slots=True)
class Spread:
    """Weighted sums in whole numbers: pupils × `size` (it cancels out), values × `scale`."""

    weights: Sequence[int]
    values: Sequence[int]
    scale: int
    total: int  # Σ weights
    first: int  # Σ weight · value
    second: int  # Σ weight · value²
    size: int = 1

    @property
    def mean(self) -> Fraction:
        return Fraction(self.first, self.total * self.scale)

    @property
    def variance(self) -> tuple[int, int]:
        """S² as numerator and denominator, not reduced."""
        return self.total * self.second - self.first**2, (self.total * self.scale) ** 2

    @property
    def square(self) -> tuple[int, int] | None:
        """CV² as numerator and denominator, not reduced; None where the mean is 0."""
        squared = self.first * self.first
        return (self.total * self.second - squared, squared) if squared else None

    def raised(self, place: int) -> tuple[int, int] | None:
        """CV² were the value at `place` the present mean."""
        weight, value, total, first = self.weights[place], self.values[place], self.total, self.first
        squares = self.second * total**2 + weight * (first**2 - (value * total) ** 2)
        mean = (first * total + weight * (first - value * total)) ** 2
        return (total * squares - mean, mean) if mean else None

    def exchanged(self, changes: Sequence[tuple[int, Exact, Exact]]) -> "Spread | None":
        """The sums after (place, pupils, value) of a few rows became others; None: better added up again."""
        weights, values, scale = list(self.weights), list(self.values), self.scale
        total, first, second = self.total, self.first, self.second
        for place, pupils, value in changes:
            if self.size != 1 or not isinstance(pupils, int) or scale.bit_length() > WIDEST:
                return None
            wider = value.denominator // gcd(scale, value.denominator)
            if wider != 1:
                values = [wider * one for one in values]
                scale, first, second = scale * wider, first * wider, second * wider * wider
            weight, old, new = weights[place], values[place], value.numerator * (scale // value.denominator)
            total += pupils - weight
            first += pupils * new - weight * old
            second += pupils * new * new - weight * old * old
            weights[place], values[place] = pupils, new
        return Spread(weights, values, scale, total, first, second) if total > 0 else None


class Shares(Mapping[str, Fraction]):
    """School → its part of the weighted variance, rounded to 6 decimals (shown, never compared); all 0 where it is 0.

    Worked out when first asked for; `rows` and `spread` are what it comes of.
    """

    def __init__(self, rows: Sequence[Row], found: Spread) -> None:
        self.rows = rows
        self.spread = found

    @cached_property
    def _found(self) -> dict[str, Fraction]:
        total, first = self.spread.total, self.spread.first
        pairs = zip(self.spread.weights, self.spread.values, strict=True)
        parts = [weight * (value * total - first) ** 2 for weight, value in pairs]
        whole, scale = sum(parts) or 1, 10**SHARE_DIGITS
        shares = [Fraction((2 * part * scale + whole) // (2 * whole), scale) for part in parts]
        return dict(zip([row.unit for row in self.rows], shares, strict=True))

    def __getitem__(self, unit: str) -> Fraction:
        return self._found[unit]

    def __iter__(self) -> Iterator[str]:
        return iter([row.unit for row in self.rows])

    def __len__(self) -> int:
        return len(self.rows)


def spread(rows: Sequence[tuple[Exact, Exact]]) -> Spread:
    """Of (pupils, value per pupil) pairs. ValueError without any pupil."""
    weights, size = _whole([weight for weight, _ in rows])
    values, scale = _whole([value for _, value in rows])
    total = sum(weights)
    if total <= 0:
        raise ValueError("没有学生，算不出差异系数。")
    weighted = list(map(mul, weights, values))
    return Spread(weights, values, scale, total, sum(weighted), sum(map(mul, weighted, values)), size)


def _whole(numbers: Sequence[Exact]) -> tuple[list[int], int]:
    """Numbers over their least common denominator."""
    if all(number.__class__ is int for number in numbers):
        return list(numbers), 1  # type: ignore[arg-type]
    parts = [number.as_integer_ratio() for number in numbers]
    denominators = {below for _, below in parts}
    scale = lcm(*denominators)
    factor = {below: scale // below for below in denominators}
    return [above * factor[below] for above, below in parts], scale


def variation(
    item: str,
    stage: str,
    rows: Sequence[Row],
    *,
    op: str,
    limit: Exact | None,
    decimals: int,
    limit_needs: tuple[Need, ...] = (),
    before: Variation | None = None,
) -> Variation:
    """The coefficient of one item over its rows of a stage: undecided while one row's figure is missing.

    `before`: the same over earlier rows, of which only what differs is exchanged. Equal either way.
    """
    counted = [row for row in rows if row.comparisons or row.verdict is not Verdict.NA]
    found = _exchanged(before.shares, counted) if before is not None else None
    if found is None:
        pairs = [(row.pupils, row.value) for row in counted]
        missing = [row for row, pair in zip(counted, pairs, strict=True) if pair[0] is None or pair[1] is None]
        if missing or not counted:
            asked = merged(*(row.needs or (row.relaxing.needs if row.relaxing else ()) for row in missing))
            return Variation(item, stage, len(counted), None, None, "", "", limit, Verdict.OPEN, needs=asked)
        found = spread(pairs)  # type: ignore[arg-type]
    return _judged(item, stage, counted, found, op, limit, decimals, limit_needs)


def _exchanged(before: Mapping[str, Fraction], rows: Sequence[Row]) -> Spread | None:
    """The sums of rows most of which are those of before; None where they are too different or not all known."""
    if not isinstance(before, Shares) or len(before.rows) != len(rows):
        return None
    changes: list[tuple[int, Exact, Exact]] = []
    for place, (old, new) in enumerate(zip(before.rows, rows, strict=True)):
        if old is not new:
            value, pupils = new.value, new.pupils
            if old.unit != new.unit or value is None or pupils is None or len(changes) == FEW:
                return None
            changes.append((place, pupils, value))
    return before.spread.exchanged(changes)


def _judged(
    item: str,
    stage: str,
    rows: Sequence[Row],
    found: Spread,
    op: str,
    limit: Exact | None,
    decimals: int,
    limit_needs: tuple[Need, ...],
) -> Variation:
    square = found.square
    met, edge = None, False
    if square is not None and limit is not None:
        met = OPERATORS[op](square[0] * limit.denominator**2, square[1] * limit.numerator**2)
        edge = printed_root_holds(square, op, limit, decimals) is not met
    mean = found.mean
    asked = () if met is not None else limit_needs if square is not None else (Need(why="均值为 0"),)
    low, high = _furthest(rows, found)
    return Variation(
        item=item,
        stage=stage,
        rows=len(rows),
        mean=mean,
        square=Fraction(*square) if square is not None else None,
        cv=root_text(*square) if square is not None else "",
        deviation=root_text(*found.variance),
        limit=limit,
        verdict=VERDICTS[met],
        edge=edge,
        needs=asked,
        lowest=low,
        highest=high,
        if_lowest_raised=_if_raised(found),
        shares=Shares(rows, found),
    )


def _furthest(rows: Sequence[Row], found: Spread) -> tuple[tuple[tuple[str, Fraction], ...], ...]:
    """The two schools furthest below and the two furthest above the mean, furthest first."""
    order = sorted(range(len(rows)), key=found.values.__getitem__)
    mean, total = found.first, found.total
    low = [place for place in order[:2] if found.values[place] * total < mean]
    high = [place for place in reversed(order[-2:]) if found.values[place] * total > mean]
    return tuple(
        tuple((rows[place].unit, Fraction(found.values[place], found.scale)) for place in side) for side in (low, high)
    )


def _if_raised(found: Spread) -> str:
    """CV as text were the lowest value at the mean."""
    lowest = min(range(len(found.values)), key=found.values.__getitem__)
    square = found.raised(lowest)
    return root_text(*square) if square is not None else ""


def root_text(above: int, below: int, digits: int = 15) -> str:
    """The square root of above / below as decimal text, cut after so many digits behind the point."""
    units = isqrt(above * 10 ** (2 * digits) // below)
    text = str(units).rjust(digits + 1, "0")
    return f"{text[:-digits]}.{text[-digits:]}"


def printed_root_holds(square: tuple[int, int], op: str, limit: Exact, decimals: int) -> bool:
    """Whether the root of above / below as printed (half up) meets the limit: the root is never taken.

    printed ≤ n units ⇔ root < (n + ½) units.
    """
    units = limit * 10**decimals
    below = units.numerator // units.denominator  # greatest printed value ≤ limit
    last = below - 1 if op in ("<", ">=") and units.denominator == 1 else below
    under = _under(square, 2 * last + 1, decimals)
    return under if op in ("<", "<=") else not under


def _under(square: tuple[int, int], halves: int, decimals: int) -> bool:
    """root < halves/2 · 10^-decimals."""
    return halves > 0 and square[0] * 4 * 10 ** (2 * decimals) < halves * halves * square[1]
