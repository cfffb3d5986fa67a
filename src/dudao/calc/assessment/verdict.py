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
from dudao.calc.standard.model import Item, Standard

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
    rows = [row for several in by_unit.values() for row in several]
    counts, gaps = _counts(row.verdict for row in rows), gaps_together(by_unit.values())
    if item.resource:
        return ItemResult(item.code, Verdict.NA, counts=counts, gaps=gaps)
    if not any_school:
        return ItemResult(item.code, Verdict.OPEN, needs=(Need(why=NO_ROLL),), why=NO_ROLL)
    verdict = together(row.verdict for row in rows)
    why = NOBODY if verdict is Verdict.NA else ""
    return ItemResult(
        item.code, verdict, counts=counts, needs=_asked(verdict, (row.needs for row in rows)), gaps=gaps, why=why
    )


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
    found: dict[str, list[GapFound]] = {}
    for school in schools:
        for gap in of_school(school):
            found.setdefault(gap.what, []).append(gap)
    return tuple(
        GapFound(what, gaps[0].unit, _sum([gap.to_line for gap in gaps]), _sum_floor(gaps), gaps[0].whole)
        for what, gaps in found.items()
    )


def of_school(rows: Sequence[Row]) -> tuple[GapFound, ...]:
    """The gaps of one item at one school, its stages together.

    A shared resource has to satisfy every stage at once: max over stages of limit × divisor − what is there, which for
    1 : 1.1 is (A + 1.1 B) · max(primary limit, junior limit ÷ 1.1) − R.
    """
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


def _sum(values: Sequence[Exact | None]) -> Exact | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _sum_floor(gaps: Sequence[GapFound]) -> Exact | None:
    return _sum([gap.to_floor for gap in gaps])


def _counts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    counted = Counter(verdicts)
    return {verdict.value: counted[verdict] for verdict in Verdict if counted[verdict]}


def _asked(verdict: Verdict, several: Iterable[tuple[Need, ...]]) -> tuple[Need, ...]:
    """Only what is open is asked; what already fails is decided."""
    return merged(*several) if verdict is Verdict.OPEN else ()
