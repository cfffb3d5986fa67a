"""Which value counts for a figure that can be derived, as `calc.assessment.settled` says it: the exact derived one.

Given and derived must agree when the derived one is rounded to the decimals of the column; else nothing counts.
"""

from dudao.calc.columns.values import UNKNOWN, Numbers, Values, from_exact, joined
from dudao.calc.figures.showing import rounded


def settled(given: Values, derived: Values, decimals: int, size: int) -> Values:
    """`decimals` are those of the column given."""
    if given == UNKNOWN:
        return derived
    if derived == UNKNOWN:
        return given
    if isinstance(given, Numbers) and isinstance(derived, Numbers) and isinstance(derived.below, int):
        times, over = divmod(10**decimals, derived.below)
        if not over:
            return _of_one_unit(given, derived, times)
    return from_exact([_one(given.at(place), derived.at(place), decimals) for place in range(size)])


def _of_one_unit(given: Numbers, derived: Numbers, times: int) -> Numbers:
    """Derived numbers have no more decimals than the given ones, so to agree is to be equal."""
    pairs = zip(derived.above, given.above)
    conflict = {place for place, (one, other) in enumerate(pairs) if one * times != other}
    alone = derived.unknown - given.unknown
    conflict -= alone | given.unknown
    above, below = derived.above, derived.below
    if alone:
        above = [one * times for one in above]
        below = 0
        for place in alone:
            above[place] = given.above[place]
    assert isinstance(given.below, int) and isinstance(below, int)
    return Numbers(above, below or given.below, joined(derived.unknown - alone, conflict))


def _one(given: object, derived: object, decimals: int) -> object:
    if given is None or derived is None:
        return derived if given is None else given
    if isinstance(derived, int) and isinstance(derived, bool):
        return derived if derived == given else None
    if hasattr(derived, "numerator"):
        return derived if rounded(derived, decimals) == given else None  # type: ignore[arg-type]
    return derived if derived == given else None
