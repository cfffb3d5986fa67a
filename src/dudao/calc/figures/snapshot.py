"""The figures and judgements of one county at one moment: all that an assessment may look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dudao.calc.figures.statement import Key, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school of the roll. Its type and what else the statistics say of it are figures like any other."""

    code: str
    name: str
    township: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person said of an item: `level` is a code of the item's own levels (met, not_met, 优 …); '' = not yet."""

    level: str
    reason: str = ""
    by: str = ""
    on: str = ""  # date as written, ISO where known
    source: Any = None


@dataclass(frozen=True, kw_only=True)
class ChoiceMade:
    """A choice of the county that touches a result, with who made it and when."""

    value: Any
    by: str = ""
    on: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Granted:
    """A relaxation of a standard that the county switched on for one school, with its proof and its last day.

    `school` is a code of the roll, or a name that only one school of it has. `until` is the last day on which it counts.
    """

    standard: str
    relaxation: str
    school: str
    proof: str  # title and number of the document
    until: date
    by: str
    on: str  # date, ISO


@dataclass(frozen=True, kw_only=True)
class Explained:
    """What a person said of a warning. It holds while the figures the warning looks at are those of `values`.

    `unit` '' and `stage` '': the county, no stage. `values` is written by `calc.returns.warnings.values_of`.
    """

    check: str
    values: str
    says: str
    by: str
    on: str  # date, ISO
    unit: str = ""
    stage: str = ""


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A warning about a figure, and what a person said of it; `says` '' = nobody has yet."""

    check: str
    warns: str
    says: str = ""
    by: str = ""
    on: str = ""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The county's choices: one file or one page.

    parameters: (standard, parameter name) → value as text, e.g. ("YZJH-2017", "cv_primary") → "0.48".
    strictness: (standard, item code) → ">" or ">=" (or "<", "<=") instead of the standard's own.
    switches:   (standard, veto/exception code) → bool (e.g. YZJH-V8).
    functions:  reporter function → unit name.
    bonuses, deductions: registered matters (name, year, count).
    relaxations: those switched on, school by school; none is on of itself.
    explained: what was said of warnings; it touches no result.
    """

    evaluation_year: int = 0
    visit_date: date | None = None
    parameters: Mapping[tuple[str, str], ChoiceMade] = field(default_factory=dict)
    strictness: Mapping[tuple[str, str], ChoiceMade] = field(default_factory=dict)
    switches: Mapping[tuple[str, str], ChoiceMade] = field(default_factory=dict)
    functions: Mapping[str, ChoiceMade] = field(default_factory=dict)
    bonuses: tuple[ChoiceMade, ...] = ()
    deductions: tuple[ChoiceMade, ...] = ()
    relaxations: tuple[Granted, ...] = ()
    explained: tuple[Explained, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """Everything an assessment sees.

    `schools` is the roll in its own order; `roll_known` is False where no list of schools was given and the
    schools are only those that handed something in (nothing may then be said about completeness).
    `judgements` are addressed by (item code, school code or '' for the county). `remarks` stand beside their figures in
    explanations and touch no result.
    """

    schools: tuple[School, ...]
    statements: Mapping[Key, Statement]
    judgements: Mapping[tuple[str, str], Judgement] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)
    roll_known: bool = True
    remarks: Mapping[Key, tuple[Remark, ...]] = field(default_factory=dict)

    def replace(self, key: Key, statement: Statement) -> "Snapshot":
        """The same snapshot with one statement changed."""
        return Snapshot(
            schools=self.schools,
            statements={**self.statements, key: statement},
            judgements=self.judgements,
            choices=self.choices,
            roll_known=self.roll_known,
            remarks=self.remarks,
        )
