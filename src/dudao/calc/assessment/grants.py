"""Who has a relaxation: the grants of a county's choices, found by item and school."""

from dudao.calc.figures import Snapshot
from dudao.calc.figures.snapshot import Granted
from dudao.calc.standard.model import Standard


def granted(standard: Standard, snapshot: Snapshot) -> dict[str, dict[str, Granted]]:
    """Item → school → the relaxation switched on for it. What names no school of the roll is left out."""
    items = {one.code: one.item for one in standard.relaxations}
    found: dict[str, dict[str, Granted]] = {}
    mine = [one for one in snapshot.choices.relaxations if one.standard == standard.code and one.relaxation in items]
    for one in mine:
        if unit := school_of(one.school, snapshot):
            found.setdefault(items[one.relaxation], {})[unit] = one
    return found


def school_of(school: str, snapshot: Snapshot) -> str:
    """The code of a school given by code or by a name that only one has; '' where there is none such."""
    if any(one.code == school for one in snapshot.schools):
        return school
    named = [one.code for one in snapshot.schools if one.name == school]
    return named[0] if len(named) == 1 else ""
