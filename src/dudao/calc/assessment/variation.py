"""The difference coefficient (差异系数) of one item over the rows of one stage, every row counting by its pupils.

X̄ = Σxᵢ ÷ Σpᵢ, Xᵢ = xᵢ ÷ pᵢ, S = √(Σ pᵢ/P · (Xᵢ − X̄)²), CV = S ÷ X̄ (《县域义务教育校际均衡指标计算方法》).
Compared by its square in whole numbers: CV ≤ c ⇔ P·ΣpX² − (ΣpX)² ≤ c²·(ΣpX)². Roots are only taken to be shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from dudao.calc.assessment.measures import holds
from dudao.calc.assessment.result import Exact, Row, Variation, Verdict
from dudao.calc.assessment.rows import verdict_of
from dudao.calc.figures.showing import root_text
from dudao.calc.formula.needs import Need, merged

SHARE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Spread:
    """Weighted sums in whole numbers over a common scale: weights ÷ `unit`, values ÷ `scale`."""

    weights: Sequence[int]
    values: Sequence[int]
    unit: int
    scale: int
    total: int  # Σ weights
    first: int  # Σ weight · value
    second: int  # Σ weight · value²

    @property
    def mean(self) -> Fraction:
        return Fraction(self.first, self.total * self.scale)

    @property
    def square(self) -> Fraction | None:
        """CV²; None where the mean is 0."""
        if self.first == 0:
            return None
        squared = self.first * self.first
        return Fraction(self.total * self.second - squared, squared)

    @property
    def variance(self) -> Fraction:
        """S²."""
        return Fraction(self.total * self.second - self.first**2, (self.total * self.scale) ** 2)

    def raised(self, place: int) -> "Fraction | None":
        """CV² were the value at `place` the present mean."""
        weight, value = self.weights[place], self.values[place]
        first = Fraction(self.first) + weight * (Fraction(self.first, self.total) - value)
        second = Fraction(self.second) + weight * (Fraction(self.first, self.total) ** 2 - value**2)
        return self.total * second / first**2 - 1 if first else None

    def shares(self) -> list[Fraction]:
        """Each row's part of the weighted variance, rounded to 6 decimals (shown, never compared); all 0 where it is 0."""
        parts = [
            weight * (value * self.total - self.first) ** 2
            for weight, value in zip(self.weights, self.values, strict=True)
        ]
        whole = sum(parts)
        if whole == 0:
            return [Fraction(0)] * len(parts)
        scale: int = 10**SHARE_DIGITS
        return [Fraction((2 * part * scale + whole) // (2 * whole), scale) for part in parts]


def spread(rows: Sequence[tuple[Exact, Exact]]) -> Spread:
    """Of (pupils, value per pupil) pairs. ValueError without any pupil."""
    unit = lcm(*(weight.denominator for weight, _ in rows))
    scale = lcm(*(value.denominator for _, value in rows))
    weights = [weight.numerator * (unit // weight.denominator) for weight, _ in rows]
    values = [value.numerator * (scale // value.denominator) for _, value in rows]
    total = sum(weights)
    if total <= 0:
        raise ValueError("没有学生，算不出差异系数。")
    products = [weight * value for weight, value in zip(weights, values, strict=True)]
    second = sum(product * value for product, value in zip(products, values, strict=True))
    return Spread(weights, values, unit, scale, total, sum(products), second)


def variation(
    item: str,
    stage: str,
    rows: Sequence[Row],
    *,
    op: str,
    limit: Exact | None,
    decimals: int,
    limit_needs: tuple[Need, ...] = (),
) -> Variation:
    """The coefficient of one item over its rows of a stage: undecided while one row's figure is missing."""
    asked = merged(*(row.needs for row in rows if row.verdict is Verdict.OPEN and _figure(row) is None))
    counted = [row for row in rows if row.verdict is not Verdict.NA or row.comparisons]
    missing = [row for row in counted if _figure(row) is None]
    if missing or not counted:
        return Variation(item, stage, len(counted), None, None, "", "", limit, Verdict.OPEN, needs=asked)
    pairs = [(row.pupils or 0, _figure(row) or 0) for row in counted]
    found = spread(pairs)
    return _judged(item, stage, counted, found, op, limit, decimals, limit_needs)


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
        met = holds(square, op, limit * limit)
        edge = printed_root_holds(square, op, limit, decimals) is not met
    mean = found.mean
    asked = () if met is not None else limit_needs if square is not None else (Need(why="均值为 0"),)
    low, high = _furthest(rows, mean)
    return Variation(
        item=item,
        stage=stage,
        rows=len(rows),
        mean=mean,
        square=square,
        cv=root_text(square) if square is not None else "",
        deviation=root_text(found.variance),
        limit=limit,
        verdict=verdict_of(met),
        edge=edge,
        needs=asked,
        lowest=low,
        highest=high,
        if_lowest_raised=_if_raised(found),
        shares=_shares(rows, found),
    )


def _figure(row: Row) -> Exact | None:
    return row.value if row.pupils is not None else None


def _shares(rows: Sequence[Row], found: Spread) -> Mapping[str, Fraction]:
    return dict(zip((row.unit for row in rows), found.shares(), strict=True))


def _furthest(rows: Sequence[Row], mean: Fraction) -> tuple[tuple[tuple[str, Fraction], ...], ...]:
    """The two schools furthest below and the two furthest above the mean, furthest first."""
    order = sorted(((row.value, place) for place, row in enumerate(rows)), key=lambda pair: pair[0])  # type: ignore[arg-type,return-value]
    low = [(value, place) for value, place in order[:2] if value is not None and value < mean]
    high = [(value, place) for value, place in reversed(order[-2:]) if value is not None and value > mean]
    named = [tuple((rows[place].unit, Fraction(value)) for value, place in side) for side in (low, high)]
    return tuple(named)


def _if_raised(found: Spread) -> str:
    """CV as text were the lowest value at the mean."""
    lowest = min(range(len(found.values)), key=found.values.__getitem__)
    square = found.raised(lowest)
    return root_text(square) if square is not None and square >= 0 else ""


def printed_root_holds(square: Fraction, op: str, limit: Exact, decimals: int) -> bool:
    """Whether √square as printed (half up) meets the limit: by whole numbers, the root is never taken.

    printed ≤ n units ⇔ root < (n + ½) units.
    """
    units = limit * 10**decimals
    below = units.numerator // units.denominator  # greatest printed value ≤ limit
    whole = units.denominator == 1
    if op == "<=":
        return _under(square, 2 * below + 1, decimals)
    if op == "<":
        return _under(square, 2 * (below - 1 if whole else below) + 1, decimals)
    if op == ">":
        return not _under(square, 2 * below + 1, decimals)
    return not _under(square, 2 * (below - 1 if whole else below) + 1, decimals)


def _under(square: Fraction, halves: int, decimals: int) -> bool:
    """root < halves/2 · 10^-decimals."""
    return halves > 0 and holds(square, "<", Fraction(halves * halves, 4 * 10 ** (2 * decimals)))
