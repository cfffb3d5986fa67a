"""What may stand in the workbook's columns with a list."""

from functools import cache

from dudao.apps.organisations.kinds import OF_A_POST, Duty, UnitKind
from dudao.library.read import catalogue
from dudao.spreadsheets.directory import Words


@cache
def words() -> Words:
    reporters = catalogue().reporters
    return Words(
        kinds={kind.value: kind.label for kind in UnitKind},
        types={choice.code: choice.label for choice in catalogue()["school_type"].choices},
        functions={code: label for code, label in reporters.items() if code != "school"},
        roles={role.value: role.label for role in OF_A_POST},
        duties={duty.value: duty.label for duty in Duty},
        coded=frozenset({UnitKind.SCHOOL.value}),
    )
