"""What an assessment answers: a verdict for every row, points for every scored item, and what is still open.

Values are exact (int or Fraction) and None where unknown; nothing here is rounded except the texts called `shown`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from dudao.calc.figures.snapshot import Granted
from dudao.calc.formula.needs import Need

Exact = int | Fraction


class Verdict(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    OPEN = "open"
    NA = "na"

    @property
    def word(self) -> str:
        return {"pass": "达到", "fail": "未达到", "open": "未定", "na": "不适用"}[self.value]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`value` op `limit`, unrounded. `met` None: unknown. `edge`: as printed it would be judged otherwise."""

    name: str
    label: str
    value: Exact | None
    op: str
    limit: Exact | None
    met: bool | None
    edge: bool = False
    unit: str = ""
    decimals: int = 2
    percent: bool = False


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value worked out and shown beside the verdict, never judged."""

    label: str
    value: Exact | None
    unit: str = ""
    decimals: int = 2
    percent: bool = False


@dataclass(frozen=True, slots=True)
class GapFound:
    """What is lacking, in the figure's own unit: up to the line, and up to the floor. 0 = nothing, None = unknown."""

    what: str
    unit: str
    to_line: Exact | None
    to_floor: Exact | None = None
    whole: bool = False
    of_school: bool = False  # a shared resource: counted once for the whole through-school


class Relaxed(StrEnum):
    """What became of a relaxation that is switched on."""

    USED = "used"
    UNDECIDED = "undecided"  # whether it applies, or counts on the day, hangs on cells that are missing
    EXPIRED = "expired"
    NOT_APPLICABLE = "not_applicable"

    @property
    def word(self) -> str:
        return {"used": "已用", "undecided": "能否用未定", "expired": "已到期", "not_applicable": "不适用"}[self.value]


@dataclass(frozen=True, slots=True)
class Relaxing:
    """A relaxation switched on for the school of a row, and what became of it there.

    `verdict` and `comparisons` are those without it; `needs`: what would say whether it applies.
    """

    grant: Granted
    state: Relaxed
    verdict: Verdict
    comparisons: tuple[Comparison, ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One item at one school (and stage): YZJH-1.4 at a school's junior part, YZJH-3.3 at a school."""

    item: str
    unit: str
    stage: str
    verdict: Verdict
    comparisons: tuple[Comparison, ...] = ()
    judged: str = ""  # level code given by a person
    needs: tuple[Need, ...] = ()
    gaps: tuple[GapFound, ...] = ()
    why: str = ""  # why not applicable / open in words
    pupils: Exact | None = None
    below_floor: bool | None = None  # resource items: under 0.85 × line
    relaxing: Relaxing | None = None  # a relaxation that is switched on for this school

    @property
    def value(self) -> Exact | None:
        return self.comparisons[0].value if self.comparisons else None


@dataclass(frozen=True, slots=True)
class SchoolRule:
    """The 6-of-7 rule at one school-stage: who met, who missed, what the least and the full gap would take."""

    unit: str
    stage: str
    verdict: Verdict
    met: int
    missed: tuple[str, ...]
    below_floor: tuple[str, ...]
    open: tuple[str, ...]
    needs: tuple[Need, ...] = ()
    least: tuple[str, ...] = ()  # items to raise to the line for the cheapest pass
    left: tuple[str, ...] = ()  # and those that may stay between floor and line (raised to the floor if below it)


@dataclass(frozen=True, slots=True)
class Variation:
    """The weighted difference coefficient of one item over the rows of one stage.

    `mean` exact; `square` = CV² exact; `cv` is its square root shown to 15 digits (text), never compared.
    """

    item: str
    stage: str
    rows: int
    mean: Fraction | None
    square: Fraction | None
    cv: str  # decimal text, '' if unknown
    deviation: str  # S, decimal text
    limit: Exact | None
    verdict: Verdict
    edge: bool = False
    needs: tuple[Need, ...] = ()
    lowest: tuple[tuple[str, Fraction], ...] = ()  # (unit, value) furthest below the mean
    highest: tuple[tuple[str, Fraction], ...] = ()
    if_lowest_raised: str = ""  # CV were the lowest at the mean
    shares: Mapping[str, Fraction] = field(default_factory=dict)  # school → its share of the weighted variance


@dataclass(frozen=True, slots=True)
class Points:
    """Points of an item or group. `low` is decided, `high` the most still possible; equal when decided.

    `full` after the share of not-applicable items was spread (`own` before). `lost` = full − high where decided.
    """

    own: Fraction
    full: Fraction
    low: Fraction
    high: Fraction
    na: bool = False

    @property
    def decided(self) -> bool:
        return self.low == self.high

    @property
    def lost(self) -> Fraction:
        return self.full - self.high


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item for the whole county. For resource items `verdict` is NA and only the counts speak."""

    item: str
    verdict: Verdict
    comparisons: tuple[Comparison, ...] = ()
    judged: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)  # verdict value → rows
    needs: tuple[Need, ...] = ()
    gaps: tuple[GapFound, ...] = ()
    why: str = ""
    points: Points | None = None
    win_back: str = ""  # what would win the lost points back, in words
    shown: tuple[ShownValue, ...] = ()


@dataclass(frozen=True, slots=True)
class TriggerState:
    """A veto, cap, drop or precondition: struck (True), not (False), not yet known (None)."""

    code: str
    effect: str
    struck: bool | None
    needs: tuple[Need, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a scored standard and its grade.

    `low`/`high`: decided points / if everything open were given in full, extras included, within 0 and full.
    `worst`/`best`: grades at the two ends with open triggers counted against / for; equal = decided.
    """

    items_low: Fraction
    items_high: Fraction
    bonus: Fraction
    deduction: Fraction
    low: Fraction
    high: Fraction
    worst: str
    best: str

    @property
    def grade(self) -> str:
        return self.best if self.best == self.worst else ""


@dataclass(frozen=True, slots=True)
class Outside:
    """A school that makes no row, and why (不足50人的教学点, 0 人的学段, 并入主校)."""

    unit: str
    stage: str
    why: str


@dataclass(frozen=True, slots=True)
class RelaxationFound:
    """A relaxation that the county switched on for a school: what became of it, at each stage that is a row.

    `unit` '' and no `places`: it is nowhere to be used, and `why` says so.
    """

    grant: Granted
    item: str
    unit: str
    state: Relaxed
    why: str = ""
    places: tuple[tuple[str, Relaxed, bool], ...] = ()  # stage, state, whether the verdict there is another one


@dataclass(frozen=True, slots=True, weakref_slot=True)
class StandardResult:
    """One standard over one snapshot."""

    standard: str
    verdict: Verdict | None  # of a verdict standard
    items: Mapping[str, ItemResult]
    rows: tuple[Row, ...]
    school_rules: tuple[SchoolRule, ...] = ()
    variations: tuple[Variation, ...] = ()
    groups: Mapping[str, Points] = field(default_factory=dict)  # aspect and group code → points
    triggers: tuple[TriggerState, ...] = ()
    score: Score | None = None
    outside: tuple[Outside, ...] = ()
    parts: Mapping[str, Verdict] = field(default_factory=dict)  # aspect code → verdict (verdict standards)
    unspread: Mapping[str, ItemResult] = field(default_factory=dict, repr=False)  # scored items before the spread
    relaxations: tuple[RelaxationFound, ...] = ()
