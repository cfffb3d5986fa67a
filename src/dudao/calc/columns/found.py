"""What an engine gives: rows of items, the school rule, coefficients and counties, place by place of a chunk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dudao.calc.assessment.result import Points, Score, TriggerState, Verdict
from dudao.calc.columns.values import Values

FAIL, PASS, OPEN, NA = range(4)  # a byte a row; the order is that of a comparison: False, True, unknown
VERDICTS = (Verdict.FAIL, Verdict.PASS, Verdict.OPEN, Verdict.NA)


@dataclass(frozen=True, kw_only=True)
class ItemRows:
    """One item at the schools of a chunk at one stage ('' = the school as a whole).

    `schools`: places of the schools, in order. `codes`: a verdict each. `values`: per measure, exact, unknown where there
    was nothing to compare. `met`: whether each measure holds. `edges`: per measure the places that would be judged
    otherwise as printed. `below`: places known to be under the floor of the school rule. `bare`: places that were not
    compared at all (不适用, or open before any comparison).
    """

    item: str
    stage: str
    schools: Sequence[int]
    codes: bytearray
    values: tuple[Values, ...] = ()
    met: tuple[Values, ...] = ()
    edges: tuple[Sequence[int], ...] = ()
    below: frozenset[int] = frozenset()
    bare: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class RuleRows:
    """The school rule at one stage: a verdict a school, and how many items it met, missed and left open."""

    stage: str
    schools: Sequence[int]
    codes: bytearray
    met: bytes
    missed: bytes
    open: bytes
    below: bytes  # how many items are under the floor


@dataclass(frozen=True, slots=True)
class VariationFound:
    """A difference coefficient: CV² as numerator and denominator, not reduced; None where a row lacks something."""

    rows: int
    square: tuple[int, int] | None
    mean: tuple[int, int] | None
    code: int
    edge: bool = False


@dataclass(frozen=True, kw_only=True)
class CountyFound:
    """One county. `counts`: rows of each verdict (FAIL, PASS, OPEN, NA) of the items judged school by school."""

    code: str
    items: Mapping[str, Verdict]
    counts: Mapping[str, tuple[int, int, int, int]]
    variations: Mapping[tuple[str, str], VariationFound]
    triggers: tuple[TriggerState, ...]
    parts: Mapping[str, Verdict] = field(default_factory=dict)  # aspect → verdict
    verdict: Verdict | None = None
    points: Mapping[str, Points] = field(default_factory=dict)  # item, group and aspect → points
    score: Score | None = None


@dataclass(frozen=True, kw_only=True)
class Block:
    """Some whole counties under one standard. `schools`: code of each place; `county_of`: its county in `counties`."""

    schools: Sequence[str]
    county_of: Sequence[int]
    items: tuple[ItemRows, ...]
    rules: tuple[RuleRows, ...]
    of_counties: tuple[ItemRows, ...]  # items judged once a county; their `schools` are the counties
    counties: tuple[CountyFound, ...]
