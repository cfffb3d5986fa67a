"""From rows to the county: items, aspects, and whether the county passes.

county = preconditions and every item of every aspect met and no veto; unknown is neither met nor failed, so the county
is undecided unless something else already fails (A.6 of the standard's procedure).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from dudao.calc.assessment.result import (
    Exact,
    GapFound,
    ItemResult,
    Row,
    SchoolRule,
    TriggerState,
    Variation,
    Verdict,
)
from dudao.calc.formula.needs import Need, merged
from dudao.calc.formula.ratio import add, subtract
from dudao.calc.standard.model import Item, Standard

_WORDS = tuple(verdict.value for verdict in Verdict)
NOBODY = "没有适用的学校"
NO_ROLL = "学校名册是空的"


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """One failing fails; else one open leaves it open; what does not apply is left out; nothing at all: not applicable."""
    seen = set(verdicts)
    for verdict in (Verdict.FAIL, Verdict.OPEN, Verdict.PASS):
        if verdict in seen:
            return verdict
    return Verdict.NA


def rolled_up(item: Item, by_unit: Mapping[str, Sequence[Row]], *, any_school: bool) -> ItemResult:
    """An item judged school by school: every row passes. Resource items only count their rows."""
    counts = _counts(row.verdict for rows in by_unit.values() for row in rows)
    return _rolled(item, by_unit, any_school, counts, gaps_together(by_unit.values()))


def rolled_again(
    item: Item,
    old: ItemResult,
    by_unit: Mapping[str, Sequence[Row]],
    changes: Iterable[tuple[Sequence[Row], Sequence[Row]]],
) -> ItemResult:
    """The same after the rows of some schools became others: (before, after) of each."""
    counts = Counter(old.counts)
    gaps: tuple[GapFound, ...] | None = old.gaps
    for before, after in changes:
        counts.subtract(row.verdict._value_ for row in before)
        counts.update(row.verdict._value_ for row in after)
        gaps = _gaps_changed(gaps, before, after)
    kept = {name: counts[name] for name in _WORDS if counts[name]}
    return _rolled(item, by_unit, True, kept, gaps if gaps is not None else gaps_together(by_unit.values()))


def _rolled(
    item: Item,
    by_unit: Mapping[str, Sequence[Row]],
    any_school: bool,
    counts: dict[str, int],
    gaps: tuple[GapFound, ...],
) -> ItemResult:
    if item.resource:
        return ItemResult(item.code, Verdict.NA, counts=counts, gaps=gaps)
    if not any_school:
        return ItemResult(item.code, Verdict.OPEN, needs=(Need(why=NO_ROLL),), why=NO_ROLL)
    verdict = together(Verdict(name) for name in counts)
    asked = _asked(verdict, (row.needs for rows in by_unit.values() for row in rows))
    why = NOBODY if verdict is Verdict.NA else ""
    return ItemResult(item.code, verdict, counts=counts, needs=asked, gaps=gaps, why=why)


def _gaps_changed(
    old: tuple[GapFound, ...] | None, before: Sequence[Row], after: Sequence[Row]
) -> tuple[GapFound, ...] | None:
    """The sums with one school's gaps exchanged; None where that cannot be said without adding up again."""
    gone, come = of_school(before), of_school(after)
    whats = [gap.what for gap in old or ()]
    if old is None or [gap.what for gap in gone] != whats or [gap.what for gap in come] != whats:
        return None
    changed = []
    for total, less, more in zip(old, gone, come, strict=True):
        line, to_floor = (
            _exchanged(*three)
            for three in ((total.to_line, less.to_line, more.to_line), (total.to_floor, less.to_floor, more.to_floor))
        )
        if line is None or (to_floor is None and total.to_floor is not None):
            return None
        changed.append(GapFound(total.what, total.unit, line, to_floor, total.whole))
    return tuple(changed)


def _exchanged(total: Exact | None, less: Exact | None, more: Exact | None) -> Exact | None:
    return add(subtract(total, less), more) if None not in (total, less, more) else None  # type: ignore[arg-type]


def of_county(item: Item, row: Row) -> ItemResult:
    """An item judged once for the county."""
    return ItemResult(item.code, row.verdict, row.comparisons, row.judged, needs=row.needs, gaps=row.gaps, why=row.why)


def of_stages(item: Item, rows: Sequence[Row]) -> ItemResult:
    """An item judged once per stage for the whole county."""
    verdict = together(row.verdict for row in rows)
    return ItemResult(
        item.code,
        verdict,
        tuple(comparison for row in rows for comparison in row.comparisons),
        counts=_counts(row.verdict for row in rows),
        needs=_asked(verdict, (row.needs for row in rows)),
        gaps=tuple(gap for row in rows for gap in row.gaps),
        why=" ".join(dict.fromkeys(row.why for row in rows if row.why)),
    )


def of_rules(item: Item, rules: Sequence[SchoolRule]) -> ItemResult:
    """The school rule over all rows: every school passes."""
    verdict = together(rule.verdict for rule in rules)
    if not rules:
        return ItemResult(item.code, Verdict.OPEN, needs=(Need(why=NO_ROLL),), why=NO_ROLL)
    asked = _asked(verdict, (rule.needs for rule in rules))
    return ItemResult(item.code, verdict, counts=_counts(rule.verdict for rule in rules), needs=asked)


def of_variations(item: Item, found: Sequence[Variation]) -> ItemResult:
    """All coefficients together: every one meets its limit."""
    verdict = together(one.verdict for one in found)
    asked = _asked(verdict, (one.needs for one in found))
    return ItemResult(item.code, verdict, counts=_counts(one.verdict for one in found), needs=asked)


def aspects(standard: Standard, items: Mapping[str, ItemResult]) -> dict[str, Verdict]:
    """Aspect code → verdict, over the items that count in it."""
    return {
        aspect.code: together(
            items[item.code].verdict for item in standard.items_under(aspect.code) if item.counts_in_verdict
        )
        for aspect in standard.aspects
    }


def county(parts: Mapping[str, Verdict], triggers: Sequence[TriggerState]) -> Verdict:
    """The county's verdict: one failing aspect, veto or unfulfilled precondition decides, whatever is missing."""
    verdicts = list(parts.values())
    for trigger in triggers:
        if trigger.effect in ("veto", "precondition"):
            verdicts.append({True: Verdict.FAIL, None: Verdict.OPEN, False: Verdict.PASS}[trigger.struck])
    verdict = together(verdicts)
    return Verdict.OPEN if verdict is Verdict.NA else verdict


def gaps_together(schools: Iterable[Sequence[Row]]) -> tuple[GapFound, ...]:
    """What all schools lack together; a resource shared by the stages of a school counts once, at its dearest stage.

    None where one school's gap is unknown: the sum is not known either.
    """
    first: dict[str, GapFound] = {}
    line: dict[str, Exact | None] = {}
    to_floor: dict[str, Exact | None] = {}
    for school in schools:
        for gap in school[0].gaps if len(school) == 1 else of_school(school):
            what = gap.what
            if what not in first:
                first[what], line[what], to_floor[what] = gap, 0, 0
            if gap.to_line != 0:
                line[what] = _plus(line[what], gap.to_line)
            if gap.to_floor != 0:
                to_floor[what] = _plus(to_floor[what], gap.to_floor)
    return tuple(GapFound(what, gap.unit, line[what], to_floor[what], gap.whole) for what, gap in first.items())


def of_school(rows: Sequence[Row]) -> tuple[GapFound, ...]:
    """The gaps of one item at one school, its stages together.

    A shared resource has to satisfy every stage at once: max over stages of limit × divisor − what is there, which for
    1 : 1.1 is (A + 1.1 B) · max(primary limit, junior limit ÷ 1.1) − R.
    """
    if rows and all(gap.to_line == 0 and not gap.to_floor for row in rows for gap in row.gaps):
        return rows[0].gaps
    single = [gap for row in rows for gap in row.gaps if not gap.of_school]
    shared: dict[str, list[GapFound]] = {}
    for row in rows:
        for gap in row.gaps:
            if gap.of_school:
                shared.setdefault(gap.what, []).append(gap)
    for what, gaps in shared.items():
        line, to_floor = [gap.to_line for gap in gaps], [gap.to_floor for gap in gaps]
        single.append(GapFound(what, gaps[0].unit, _most(line), _most(to_floor), gaps[0].whole, of_school=True))
    return tuple(single)


def _most(values: Sequence[Exact | None]) -> Exact | None:
    known = [value for value in values if value is not None]
    return max(known) if len(known) == len(values) else None


def _plus(one: Exact | None, other: Exact | None) -> Exact | None:
    return add(one, other) if one is not None and other is not None else None


def _counts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    counted = Counter(verdict._value_ for verdict in verdicts)  # the texts: hashing an Enum is slow
    return {name: counted[name] for name in _WORDS if name in counted}


def _asked(verdict: Verdict, several: Iterable[tuple[Need, ...]]) -> tuple[Need, ...]:
    """Only what is open is asked; what already fails is decided."""
    return merged(*several) if verdict is Verdict.OPEN else ()
