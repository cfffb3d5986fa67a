"""Where a formula is worked out, and what it may ask there."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from dudao.calc.figures import Catalogue, Figure
from dudao.calc.formula.tree import Name, Node, OverSchools

Worked = Any  # int | Fraction | bool | str | date | list rows | None
Formula = Callable[["Scope"], Worked]


class Scope:
    """The place of a formula: a school and a stage ('' = the county, no stage), perhaps a row of a list.

    `shift` moves every year asked for (a derived figure of last year reads last year's parts). `divisor` stands
    instead of the number of pupils where a resource is shared by several stages.
    """

    __slots__ = ("divisor", "facts", "row", "shift", "stage", "unit")

    def __init__(
        self,
        facts: "Facts",
        unit: str = "",
        stage: str = "",
        shift: int = 0,
        row: Mapping[str, Any] | None = None,
        divisor: int | Fraction | None = None,
    ) -> None:
        self.facts = facts
        self.unit = unit
        self.stage = stage
        self.shift = shift
        self.row = row
        self.divisor = divisor

    def of_row(self, row: Mapping[str, Any]) -> "Scope":
        return Scope(self.facts, self.unit, self.stage, self.shift, row, self.divisor)


class Facts(Protocol):
    """What a formula may ask of the world it is worked out in."""

    catalogue: Catalogue
    evaluation_year: int
    visit_date: date | None

    @property
    def parameters(self) -> Collection[str]: ...

    def value(self, unit: str, figure: str, stage: str, year: int) -> Worked: ...

    def total(self, unit: str, figure: str, year: int) -> Worked:
        """A school-stage figure summed over the school's stages."""

    def parameter(self, name: str) -> int | Fraction | None: ...

    def parameter_label(self, name: str) -> str: ...

    def places(self, stage: str, shift: int) -> Sequence[Scope]:
        """One scope per listed school (with that stage)."""

    def parts(self, node: OverSchools, stage: str, shift: int) -> dict[str, Worked]:
        """What each school gives to a sum, kept from one reading to the next."""

    def unsettled(self, stage: str) -> Sequence[str]:
        """Schools of which nobody knows whether they are listed (or have that stage)."""

    def formula(self, node: Node) -> Formula: ...


def year_of(facts: Facts, figure: Figure, shift: int) -> int | None:
    """The year a figure is stored under: 0 for a figure asked for one year; None: evaluation year not set."""
    if not figure.several_years:
        return 0 if shift == 0 else None
    return facts.evaluation_year + shift if facts.evaluation_year else None


def stage_of(figure: Figure, name: Name, scope: Scope) -> str:
    """The stage a staged figure is read at; '' means the sum over the school's stages."""
    return (name.stage or scope.stage) if figure.level.staged else ""
