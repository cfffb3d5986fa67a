"""What bringing figures in would do to those that stand: what is new, changed, the same, and what erases nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dudao.apps.returns.saving import JudgedRow
from dudao.calc.assessment.result import StandardResult
from dudao.calc.figures import Catalogue, Judgement, Key, Known, Reason, School, Source, Statement, Unknown
from dudao.calc.figures.coding import value_text
from dudao.calc.standard.asking import parts_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that would be written: what holds now (None: nothing), and what the workbook states."""

    key: Key
    before: Statement | None
    after: Statement


@dataclass(frozen=True, kw_only=True)
class Differences:
    """`written` differ from what holds. The counts are of values; a blank beside a held value is `kept`."""

    written: Sequence[Difference]
    new: int
    changed: int
    unchanged: int
    kept: int
    blank: int  # read as unknown, whether or not something is held


def differences(held: Mapping[Key, Statement], read: Mapping[Key, Statement]) -> Differences:
    """The later import wins; a blank never erases what is held."""
    written: list[Difference] = []
    new = changed = unchanged = kept = blank = 0
    for key, stated in read.items():
        before = held.get(key)
        blank += isinstance(stated, Unknown)
        if before is None:
            new += isinstance(stated, Known)
            written.append(Difference(key, None, stated))
        elif isinstance(stated, Known):
            if isinstance(before, Known) and _same(before, stated):
                unchanged += 1
            elif isinstance(before, Known):
                changed += 1
                written.append(Difference(key, before, stated))
            else:
                new += 1
                written.append(Difference(key, before, stated))
        elif isinstance(before, Known):
            kept += 1
        elif (before.reason, before.text) != (stated.reason, stated.text):
            written.append(Difference(key, before, stated))
    return Differences(written=written, new=new, changed=changed, unchanged=unchanged, kept=kept, blank=blank)


def _same(before: Known, now: Known) -> bool:
    """Whether two statements say the same; the cells of a list's rows may stand elsewhere than before."""
    if isinstance(before.value, tuple) and isinstance(now.value, tuple):
        return value_text(before.value) == value_text(now.value)
    return before.value == now.value


def judged_rows(
    held: Mapping[tuple[str, str], Judgement], read: Mapping[tuple[str, str], Judgement]
) -> list[JudgedRow]:
    """The judgements of a workbook that say something else than those that hold; none is taken back by a blank."""
    return [
        (item, unit, said.level, said.reason, said.by, said.on, str(said.source or ""))
        for (item, unit), said in read.items()
        if said.level and (held.get((item, unit)) is None or held[item, unit].level != said.level)
    ]


def school_types(schools: Sequence[School], statements: Mapping[Key, Statement]) -> dict[str, str]:
    """School code → type, where the workbook says it."""
    types = {}
    for school in schools:
        stated = statements.get(Key(school.code, "school_type"))
        if isinstance(stated, Known) and isinstance(stated.value, str):
            types[school.code] = stated.value
    return types


def blank_cells(read: Mapping[Key, Statement]) -> list[tuple[Key, Source]]:
    """The figures that are unknown because a cell is blank or a dash, each with that cell."""
    return [
        (key, stated.source)
        for key, stated in read.items()
        if isinstance(stated, Unknown) and stated.reason in (Reason.BLANK, Reason.DASH) and stated.source is not None
    ]


def deciding(keys: Iterable[Key], results: Sequence[StandardResult], catalogue: Catalogue) -> frozenset[Key]:
    """Those of some unknown figures on which something undecided hangs, itself or by a figure derived from it."""
    needed: set[tuple[str, str]] = set()
    for result in results:
        for judged in (*result.rows, *result.items.values(), *result.variations):
            needed.update((need.key.unit, need.key.figure) for need in judged.needs if need.key is not None)
    parts = {figure: frozenset(parts_of(figure, catalogue)) for figure in {figure for _unit, figure in needed}}
    reached = needed | {(unit, part) for unit, figure in needed for part in parts[figure]}
    return frozenset(key for key in keys if (key.unit, key.figure) in reached)
