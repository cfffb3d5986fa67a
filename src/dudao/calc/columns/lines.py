"""A column of ratios against a limit that is the same everywhere: one division a place for verdict, floor and flag.

With K a whole number that makes whole numbers m of the limit, the floor and the least value that is printed as the
limit, `a / p >= m / K` is `K·a // p >= m` for each of them, exactly: the rest of a division never reaches a whole number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import repeat
from math import lcm
from operator import ge, lt

from dudao.calc.columns.values import Constant, Numbers, Truths, Values


@dataclass(frozen=True, slots=True)
class Judged:
    """`met` at every place; places flagged because they would be judged otherwise as printed; places under the floor."""

    met: Truths
    edges: Sequence[int]
    below: frozenset[int]


def judged(value: Values, op: str, limit: Values, share: int | Fraction | None, decimals: int) -> Judged | None:
    """`share` of the limit is the floor (None: there is none). None: this way does not fit, go the general one.

    It fits `>=` and `<`, with a limit that is printed as it is, far enough from 0 for values beside it to be positive, and
    not below the floor.
    """
    if op not in (">=", "<") or not isinstance(value, Numbers) or isinstance(value.below, int):
        return None
    if not isinstance(limit, Constant) or limit.value is None or (share is not None and share > 1):
        return None
    line, half = Fraction(limit.value), Fraction(1, 2 * 10**decimals)  # rounded half up, as it is printed
    if 10**decimals % line.denominator or line < half:
        return None
    floor = line * share if share is not None else Fraction(0)
    times = lcm((line - half).denominator, line.denominator, floor.denominator)
    middle, printed, least = (int(one * times) for one in (line, line - half, floor))
    units = [above * times // below for above, below in zip(value.above, value.below)]
    met = list(map(ge if op == ">=" else lt, units, repeat(middle)))
    short = [(place, unit) for place, unit in enumerate(units) if unit < middle]
    unknown = value.unknown
    return Judged(
        Truths(met, unknown),
        [place for place, unit in short if unit >= printed and place not in unknown],
        frozenset([place for place, unit in short if unit < least]) - unknown if share is not None else frozenset(),
    )
