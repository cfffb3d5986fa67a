"""And, or, not, if over columns, three-valued as in `calc.formula` (Kleene): one known part may decide."""

from collections.abc import Sequence
from operator import and_, or_

from dudao.calc.columns.arithmetic import picked, unknown_of
from dudao.calc.columns.values import UNKNOWN, Constant, Numbers, Truths, Values, from_exact, joined


def truths(values: Values, size: int) -> Truths:
    """Whether something holds; a number holds where it is not 0."""
    if isinstance(values, Truths):
        return values
    if isinstance(values, Constant):
        unknown = frozenset() if values.value is not None else frozenset(range(size))
        return Truths([bool(values.value)] * size, unknown)
    if isinstance(values, Numbers):
        return Truths([value != 0 for value in values.above], values.unknown)
    return Truths([bool(value) for value in values.values], values.unknown)


def all_hold(parts: Sequence[Values], size: int) -> Values:
    return _together(parts, size, deciding=False)


def one_holds(parts: Sequence[Values], size: int) -> Values:
    return _together(parts, size, deciding=True)


def _together(parts: Sequence[Values], size: int, *, deciding: bool) -> Values:
    """`deciding`: the answer of one part that settles the whole, whatever the others say."""
    settled = [part.value for part in parts if isinstance(part, Constant)]
    if any(value is not None and bool(value) is deciding for value in settled):
        return Constant(deciding)
    columns = [truths(part, size) for part in parts if not isinstance(part, Constant)]
    if not columns:
        return UNKNOWN if None in settled else Constant(not deciding)
    values, unknown = columns[0].values, set(columns[0].unknown)
    for column in columns[1:]:
        values = list(map(or_ if deciding else and_, values, column.values))
        unknown |= column.unknown
    if None in settled:
        unknown = set(range(size))
    if not unknown:
        return Truths(values)
    decided = {
        place
        for place in unknown
        if any(place not in column.unknown and column.values[place] is deciding for column in columns)
    }
    if decided:
        values = list(values)
        for place in decided:
            values[place] = deciding
    return Truths(values, unknown - decided)


def opposite(values: Values, size: int) -> Values:
    if isinstance(values, Constant):
        return values if values.value is None else Constant(not values.value)
    found = truths(values, size)
    return Truths([not value for value in found.values], found.unknown)


def within(values: Values, options: frozenset[str], negated: bool) -> Values:
    if isinstance(values, Constant):
        return values if values.value is None else Constant((values.value in options) is not negated)
    said = values.above if isinstance(values, Numbers) else values.values
    if negated:
        return Truths([value not in options for value in said], values.unknown)
    return Truths(list(map(options.__contains__, said)), values.unknown)


def chosen(condition: Values, then: Values, otherwise: Values, size: int) -> Values:
    """then where the condition holds, else otherwise; where it is unknown, what both agree on."""
    if isinstance(condition, Constant) and condition.value is not None:
        return then if condition.value else otherwise
    asked = truths(condition, size)
    if not _numeric(then) or not _numeric(otherwise):
        return _chosen_one_by_one(asked, then, otherwise, size)
    left, right = (Constant(0) if side == UNKNOWN else side for side in (then, otherwise))
    unknown = set(asked.unknown)
    for side, values, wanted in ((then, left, True), (otherwise, right, False)):
        lacking = range(size) if side == UNKNOWN else unknown_of(values)
        unknown.update(place for place in lacking if asked.values[place] is wanted and place not in asked.unknown)
    if asked.unknown:
        unknown -= {
            place for place in asked.unknown if then.at(place) is not None and then.at(place) == otherwise.at(place)
        }
    return picked(asked.values, left, right, size, joined(unknown, frozenset()))


def _numeric(values: Values) -> bool:
    if isinstance(values, Constant):
        return values.value is None or not isinstance(values.value, str | bool)
    return isinstance(values, Numbers)


def _chosen_one_by_one(asked: Truths, then: Values, otherwise: Values, size: int) -> Values:
    def one(place: int) -> object:
        holds, yes, no = asked.at(place), then.at(place), otherwise.at(place)
        if holds is None:
            return yes if yes is not None and yes == no else None
        return yes if holds else no

    return from_exact([one(place) for place in range(size)])
