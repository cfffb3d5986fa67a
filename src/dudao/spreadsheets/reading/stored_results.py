"""Which stored results of formulas may be relied on where a file asks to have everything calculated anew.

See docs/decisions: programs that calculate ask for it too, after an add-in or an update; libraries that write files ask
for it because they have calculated nothing, and store 0 where nobody gave them a result.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum

from dudao.spreadsheets.book import Cell, Sheet
from dudao.spreadsheets.reading.cells import cell
from dudao.spreadsheets.reading.package import Package, local

PROGRAMS = (
    "microsoft excel",
    "microsoft macintosh excel",
    "wps",
    "kingsoft",
    "libreoffice",
    "openoffice",
    "onlyoffice",
)
LIBRARIES_CALCULATE = (
    "124519"  # the calculation number that libraries took over from an early edition and never changed
)
_ABOUT = "docProps/app.xml"


class Belief(Enum):
    ALL = "all"
    GIVEN = "given"  # those that are not 0 and not empty
    NONE = "none"


def belief(package: Package, calculation: Mapping[str, str], sheets: Iterable[Sheet]) -> Belief:
    """Which stored results count, by what the file says of itself, who wrote it, and what stands there."""
    manual_unsaved = calculation.get("calcMode") == "manual" and not _true(calculation.get("calcOnSave", "1"))
    if manual_unsaved or not _true(calculation.get("calcCompleted", "1")):
        return Belief.NONE
    if not _true(calculation.get("fullCalcOnLoad")):
        return Belief.ALL
    if not _program(package).lower().startswith(PROGRAMS):
        return Belief.NONE
    if calculation.get("calcId") == LIBRARIES_CALCULATE:
        return Belief.GIVEN
    calculated = any(held.formula and _says_something(held) for held in _cells(sheets))
    return Belief.ALL if calculated else Belief.NONE


def with_belief(sheets: Iterable[Sheet], which: Belief) -> list[Sheet]:
    """The sheets with only those results that count; the others are formulas without one."""
    if which is Belief.ALL:
        return list(sheets)
    return [replace(sheet, cells={row: _row(held, which) for row, held in sheet.cells.items()}) for sheet in sheets]


def _row(cells: Mapping[int, Cell], which: Belief) -> dict[int, Cell]:
    return {
        column: cell(held.row, held.column, None, "", False, held.formula, False)
        if held.formula and held.trusted and not (which is Belief.GIVEN and _says_something(held))
        else held
        for column, held in cells.items()
    }


def _says_something(held: Cell) -> bool:
    return held.trusted and held.value not in (0, "", None)


def _cells(sheets: Iterable[Sheet]) -> Iterable[Cell]:
    return (held for sheet in sheets for row in sheet.cells.values() for held in row.values())


def _program(package: Package) -> str:
    """The program that the file says it was saved by."""
    found: list[str] = []
    above: list[str] = [""]
    if _ABOUT in package:
        package.stream(
            _ABOUT,
            lambda name, _attributes: above.append(local(name)),
            lambda _name: above.__delitem__(-1),
            lambda text: found.append(text) if above[-1] == "Application" else None,
        )
    return "".join(found)[:100].strip()


def _true(text: str | None) -> bool:
    return text in ("1", "true", "on")
