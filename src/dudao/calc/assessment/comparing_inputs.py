"""What an assessment looks at, at two moments: every figure, judgement and choice that became another, and the roll."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from dudao.calc.assessment.settled import in_conflict
from dudao.calc.figures import Catalogue, Judgement, Key, Known, Snapshot, Statement, Unknown
from dudao.calc.figures.coding import value_text
from dudao.calc.figures.snapshot import Choices

Mark = tuple[
    Any, ...
]  # what was looked at: ("figure", key), ("judgement", (item, unit)), ("parameters", (standard, name)) …

# Choices that no result hangs on.
_NO_RESULT = ("functions", "explained")
# Choices made once for the county, told as one change each.
_WHOLE = ("evaluation_year", "visit_date", "bonuses", "deductions")


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that became another. `place` is a Key, (item, unit), (standard, name), a school's code, or ''.

    kinds: figure · judgement · parameters · strictness · switches · relaxations · evaluation_year · visit_date ·
    bonuses · deductions · school · standard · software
    """

    kind: str
    place: Any
    old: Any = None
    new: Any = None

    @property
    def mark(self) -> Mark:
        return self.kind, self.place

    @property
    def unit(self) -> str:
        """The school it is of, '' for the county."""
        if self.kind == "figure":
            return str(self.place.unit)
        if self.kind == "judgement":
            return str(self.place[1])
        return str(self.place) if self.kind == "school" else ""


def changed_inputs(before: Snapshot, after: Snapshot, catalogue: Catalogue) -> tuple[Input, ...]:
    """Everything that differs, schools first, then choices, judgements, figures; in the order of the newer snapshot.

    A figure differs when what counts of it does: its value, or whether it is known at all. The same value from another
    cell, or a blank that became 待核, is no change.
    """
    return (
        *_schools(before, after),
        *_choices(before.choices, after.choices),
        *_judgements(before.judgements, after.judgements),
        *_figures(before.statements, after.statements, catalogue),
    )


def without(snapshot: Snapshot, change: Input) -> Snapshot | None:
    """The newer snapshot with one change taken back; None where that cannot be done alone (a school, a standard)."""
    if change.kind == "figure":
        return replace(snapshot, statements=_put(snapshot.statements, change.place, change.old))
    if change.kind == "judgement":
        return replace(snapshot, judgements=_put(snapshot.judgements, change.place, change.old))
    if change.kind in _WHOLE:
        return replace(snapshot, choices=replace(snapshot.choices, **{change.kind: change.old}))
    kept = getattr(snapshot.choices, change.kind, None)
    if isinstance(kept, Mapping):
        choices = replace(snapshot.choices, **{change.kind: _put(kept, change.place, change.old)})  # type: ignore[arg-type]
        return replace(snapshot, choices=choices)
    if isinstance(kept, tuple):
        others = tuple(one for one in kept if _granted_to(one) != change.place)
        again = (change.old,) if change.old is not None else ()
        return replace(snapshot, choices=replace(snapshot.choices, **{change.kind: (*others, *again)}))  # type: ignore[arg-type]
    return None


def _put(there: Mapping[Any, Any], place: Any, value: Any) -> dict[Any, Any]:
    changed = dict(there)
    if value is None:
        changed.pop(place, None)
    else:
        changed[place] = value
    return changed


def _schools(before: Snapshot, after: Snapshot) -> Iterator[Input]:
    was, now = ({school.code: school for school in one.schools} for one in (before, after))
    for code, school in now.items():
        if code not in was:
            yield Input("school", code, None, school)
    for code, school in was.items():
        if code not in now:
            yield Input("school", code, school, None)


def _choices(before: Choices, after: Choices) -> Iterator[Input]:
    for field in fields(after):
        was, now = getattr(before, field.name), getattr(after, field.name)
        if field.name in _NO_RESULT or was == now:
            continue
        if field.name in _WHOLE:
            yield Input(field.name, "", was, now)
            continue
        if isinstance(now, tuple):  # relaxations, each for one school
            was, now = ({_granted_to(one): one for one in several} for several in (was, now))
        yield from _of_mapping(field.name, was, now, _counting)


def _counting(made: Any) -> Any:
    """What of a choice a result can hang on: its value, of a relaxation its last day; not who made it."""
    return made.until if hasattr(made, "until") else made.value


def _granted_to(one: Any) -> tuple[str, ...]:
    return one.standard, one.relaxation, one.school


def _judgements(
    before: Mapping[tuple[str, str], Judgement], after: Mapping[tuple[str, str], Judgement]
) -> Iterator[Input]:
    yield from _of_mapping("judgement", before, after, lambda one: one.level)


def _of_mapping(
    kind: str, before: Mapping[Any, Any], after: Mapping[Any, Any], counts: Callable[[Any], Any]
) -> Iterator[Input]:
    """Places whose value differs; nothing there and a judgement without a level are the same."""
    for place in dict.fromkeys((*after, *before)):
        was, now = before.get(place), after.get(place)
        left, right = (None if one is None else counts(one) for one in (was, now))
        if left != right and (left or right or left is False or right is False):
            yield Input(kind, place, was, now)


def _figures(before: Mapping[Key, Statement], after: Mapping[Key, Statement], catalogue: Catalogue) -> Iterator[Input]:
    for key in dict.fromkeys((*after, *before)):
        was, now = before.get(key), after.get(key)
        if was is not now and key.figure in catalogue and _counts(was, key, catalogue) != _counts(now, key, catalogue):
            yield Input("figure", key, was, now)


def _counts(stated: Statement | None, key: Key, catalogue: Catalogue) -> Any:
    """What a result can depend on: a value; of a figure that is also derived its decimals, and why it does not count."""
    derivable = key.figure in catalogue.derivable
    if isinstance(stated, Known):
        value = value_text(stated.value) if isinstance(stated.value, tuple) else stated.value
        return "known", type(value) is bool, value, stated.decimals if derivable else 0
    if isinstance(stated, Unknown) and derivable and in_conflict(stated):
        return "stands", stated.reason
    return None
