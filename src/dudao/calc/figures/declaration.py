"""A figure as it is declared: once, for all standards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

STAGES: dict[str, str] = {
    "kindergarten": "幼儿园",
    "primary": "小学",
    "junior": "初中",
    "senior": "普通高中",
    "vocational": "中职",
}

SCHOOL_TYPE = "school_type"  # the figure whose choices are the school types


class Kind(StrEnum):
    NUMBER = "number"
    YES_NO = "yes_no"
    DATE = "date"
    CHOICE = "choice"
    TEXT = "text"
    LIST = "list"


class Level(StrEnum):
    SCHOOL = "school"
    SCHOOL_STAGE = "school-stage"
    COUNTY = "county"
    COUNTY_STAGE = "county-stage"

    @property
    def of_school(self) -> bool:
        return self in (Level.SCHOOL, Level.SCHOOL_STAGE)

    @property
    def staged(self) -> bool:
        return self in (Level.SCHOOL_STAGE, Level.COUNTY_STAGE)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value a choice figure may take: `code` is what is stored and compared, `label` what is read."""

    code: str
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a list figure."""

    name: str
    label: str
    kind: Kind
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    synonyms: tuple[str, ...] = ()
    example: str = ""
    whole: bool = False
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    words: Mapping[str, str] = field(default_factory=dict)  # a word in a cell → the value it stands for


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure: what it means, who reports it, for whom and for which years it is asked.

    `derived` holds formula text: '' → always given; key '' → one formula for every stage; else per stage.
    `years` are offsets from the evaluation year; a single 0 means "the current one" (stored with year 0).
    `types` are the school types it is asked of, () for all. `for_type` says which other figure ('' = none) the same
    column holds in the row of a school of that type. `may_split`: shared by the stages of a through-school, but one
    with separate premises may give it per stage.
    """

    name: str
    label: str
    kind: Kind
    level: Level
    reporter: str
    definition: str
    unit: str = ""
    stages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    years: tuple[int, ...] = (0,)
    whole: bool = False
    decimals: int | None = None
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    plausible: tuple[Fraction, Fraction] | None = None
    form: str = ""
    example: str = ""
    synonyms: tuple[str, ...] = ()
    not_heads: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    derived: Mapping[str, str] = field(default_factory=dict)
    asks_basis: Mapping[str, str] | None = None
    for_type: Mapping[str, str] = field(default_factory=dict)
    may_split: bool = False
    cell_column: str = ""  # a list written into one cell ("96、100") fills this column
    only_with: str = ""  # relaxation (YZJH-R1) without which it is not asked for
    asked: bool = True  # False: recognised and kept for checks, but never asked for
    confidence: str = "P"
    line: int = 0  # in the file of figures, for messages

    @property
    def several_years(self) -> bool:
        return self.years != (0,)

    def label_of(self, stage: str = "") -> str:
        return f"{self.label}（{STAGES[stage]}）" if stage else self.label

    def formula_for(self, stage: str) -> str:
        """The formula text this figure is derived by for a stage, '' where it is only ever given."""
        return self.derived.get(stage) or self.derived.get("", "")


@dataclass(frozen=True, kw_only=True)
class Ambiguity:
    """A head that could mean several figures; whoever brings the workbook is asked.

    `table`: school (schools in rows) or county (items in rows), '' for both. `or_none`: it may be none of them.
    """

    head: str
    could_be: tuple[str, ...]
    ask: str
    table: str = ""
    or_none: bool = False


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All declared figures, by name."""

    figures: Mapping[str, Figure]
    reporters: Mapping[str, str]
    ambiguous: tuple[Ambiguity, ...] = ()

    def __getitem__(self, name: str) -> Figure:
        return self.figures[name]

    def __contains__(self, name: object) -> bool:
        return name in self.figures

    @cached_property
    def derivable(self) -> frozenset[str]:
        return frozenset(name for name, figure in self.figures.items() if figure.derived)
