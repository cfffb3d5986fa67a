"""What counts for a figure that is given, derived, or both."""

from dataclasses import dataclass
from fractions import Fraction

from dudao.calc.assessment.formulas import Derivation
from dudao.calc.figures import Known, Reason, Statement
from dudao.calc.figures.showing import rounded
from dudao.calc.formula.exact import Worked

# A conflict found at import, or a cell somebody has yet to settle, is not mended by its parts.
_STANDS = (Reason.CONFLICT, Reason.TWICE, Reason.UNDECIDED)


@dataclass(frozen=True, slots=True)
class Settled:
    """What counts for a figure at a place, and what it was settled from.

    `derived` is what its parts give; `conflict`: given and derived disagree, so nothing counts. `absent`: the school's
    type has no such stage (counts as 0). `campuses`: merged units whose figures are added in.
    """

    value: Worked
    given: Statement | None = None
    derived: Worked = None
    derivation: Derivation | None = None
    conflict: bool = False
    absent: bool = False
    campuses: tuple[str, ...] = ()


def counting(given: Statement | None, derived: Worked) -> Worked:
    """The value of a figure that can be derived: the derived one, unless what is given says otherwise."""
    if not isinstance(given, Known):
        return None if given is not None and in_conflict(given) else derived
    if derived is None:
        return given.value
    return derived if _agree(given, derived) else None


def in_conflict(given: Statement | None) -> bool:
    """Why a derivable figure with no value has none: given and derived disagree, or somebody has yet to settle it."""
    return given is not None and (isinstance(given, Known) or given.reason in _STANDS)


def _agree(given: Known, derived: Worked) -> bool:
    """Equal, a derived number rounded half up to the decimals of the given one (ruling: given and derived)."""
    if isinstance(derived, int | Fraction) and not isinstance(derived, bool):
        return rounded(derived, given.decimals) == given.value
    return bool(derived == given.value)
