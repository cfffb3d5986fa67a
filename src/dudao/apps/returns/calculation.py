"""Workbooks on their way in: what they say by their mappings, and what bringing them in would change."""

import hashlib
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from dudao.apps.campaigns.models import Campaign
from dudao.apps.returns.differences import (
    Difference,
    Differences,
    blank_cells,
    deciding,
    differences,
    judged_rows,
    school_types,
)
from dudao.apps.returns.kept import Kept
from dudao.apps.returns.mapped import mapped
from dudao.apps.returns.models import Draft
from dudao.apps.returns.parts import Parts
from dudao.apps.returns.recalled import mappings_text, recent, remembered, sent_along
from dudao.apps.returns.receiving import digests_of, folded_of
from dudao.apps.returns.saving import Prepared
from dudao.apps.returns.standing import Standing, assessor, standing
from dudao.apps.returns.warned import last_year, said_of
from dudao.calc.assessment.moves import Move, compare
from dudao.calc.assessment.result import StandardResult
from dudao.calc.figures import Key, School, Snapshot
from dudao.calc.returns.checks import CheckReport, check_figures
from dudao.calc.returns.warnings import Warned, warned
from dudao.library.read import catalogue, checks
from dudao.spreadsheets.forms import Folded
from dudao.spreadsheets.mapping import Answer, CellFault, Question, Reading, merge_readings

_DRY_RUNS: Kept["DryRun"] = Kept(3)
_WORKING = threading.Lock()  # answers are worked into the proposals that are kept


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """What bringing a draft in would do, and everything that keeps it from being brought in."""

    parts: Parts  # the forms, each with its mapping
    folded: Folded  # the files, and the forms that were made of them
    reading: Reading  # what all of them say together
    questions: Sequence[Question]  # still to be decided: nothing uncertain is taken silently
    asked: Sequence[Question]  # all that was asked, decided or not
    faults: Sequence[CellFault]
    report: CheckReport
    warned: Sequence[Warned]  # they keep nothing from being brought in
    new: int
    changed: int
    unchanged: int
    kept: int  # blanks and dashes that erase nothing
    blank: int
    written: Sequence[Difference]
    moved: Sequence[Move]
    blanks: Mapping[
        tuple[int, int], tuple[int, int]
    ]  # (tab, column) → blank cells, on how many of them something hangs
    prepared: Prepared
    names: Mapping[str, str]
    held: Sequence[School]  # the schools that the site knows already

    @property
    def ready(self) -> bool:
        return not self.prepared.blocking

    @property
    def several(self) -> bool:
        """Whether it was more than one file."""
        return len(self.folded.brought) > 1

    @property
    def needed(self) -> Sequence[Question]:
        """Questions without whose answer nothing is brought in."""
        return [question for question in self.questions if question.needed]


def dry_run(draft: Draft) -> DryRun:
    """Everything about a draft as its answers stand now. Writes nothing. Kept until an answer or a figure changes."""
    now = standing(draft.campaign)
    changes = recent(draft.campaign)
    digests = digests_of(draft)
    judged = hashlib.sha256(repr(sorted(now.snapshot.judgements.items(), key=lambda one: one[0])).encode()).hexdigest()
    said = json.dumps([draft.answers, draft.mapping, changes, draft.by.name], ensure_ascii=False, sort_keys=True)
    key = (digests, said, now.change, now.ground, judged, tuple(draft.campaign.standards))
    with _WORKING:
        return _DRY_RUNS.get(key, lambda: _worked_out(draft, now, folded_of(draft, digests), changes))


def _worked_out(draft: Draft, now: Standing, folded: Folded, changes: Sequence[str]) -> DryRun:
    known = sent_along(draft.mapping) or remembered(changes)
    parts = Parts(all=mapped(draft, now, folded, known, *_signature(draft)))
    given = _between(draft, parts)
    before = {name: answer for part in parts.all for name, answer in part.mapping.answers.items()}
    reading = merge_readings([part.reading for part in parts.all], catalogue(), {**before, **given})
    own = {question.id for part in parts.all for question in part.reading.questions}
    between = [question for question in reading.questions if question.id not in own]
    first, *others = [part.mapping for part in parts.all]
    mappings = [replace(first, answers={**first.answers, **given}), *others]
    return _compared(
        draft.campaign,
        now,
        reading,
        parts,
        folded=folded,
        questions=[*(part.named(one) for part in parts.all for one in part.open), *between],
        asked=[*(question for _, question in parts.asked.values()), *between],
        mapping=mappings_text(mappings),
    )


def _between(draft: Draft, parts: Parts) -> dict[str, Answer]:
    """What was decided between two forms: which of them holds where they disagree."""
    prefixes = tuple(part.prefix for part in parts.all)
    return {
        name: Answer(choice=said["choice"], by=said["by"], on=said["on"], text=said.get("words", ""))
        for name, said in draft.answers.items()
        if "" not in prefixes and not name.startswith(prefixes)
    }


def _signature(draft: Draft) -> tuple[str, str]:
    """Who decided last; each answer keeps its own name in the draft, the mapping carries the last."""
    said = max(draft.answers.values(), key=lambda one: one["on"], default=None)
    return (said["by"], said["on"]) if said else (draft.by.name, timezone.localdate(draft.at).isoformat())


def _compared(
    campaign: Campaign,
    now: Standing,
    reading: Reading,
    parts: Parts,
    *,
    folded: Folded,
    questions: Sequence[Question],
    asked: Sequence[Question],
    mapping: str,
) -> DryRun:
    found = differences(now.snapshot.statements, reading.statements)
    there = {school.code for school in now.snapshot.schools}
    fresh = [school for school in reading.schools if school.code not in there]
    after = _brought(now.snapshot, reading, found, fresh)
    report = check_figures(after, catalogue(), checks(), last_year(campaign))
    results = {code: assessor(code).assess(after) for code in campaign.standards}
    return DryRun(
        parts=parts,
        folded=folded,
        reading=reading,
        questions=questions,
        asked=asked,
        faults=reading.faults,
        report=report,
        warned=warned(report.warnings, said_of(campaign)),
        new=found.new,
        changed=found.changed,
        unchanged=found.unchanged,
        kept=found.kept,
        blank=found.blank,
        written=found.written,
        moved=[move for code, result in results.items() for move in compare(code, now.result(code), result)]
        if now.snapshot.statements
        else [],
        blanks=_blanks(reading, parts, list(results.values())),
        names={school.code: school.name for school in after.schools},
        held=now.snapshot.schools,
        prepared=_prepared(now, reading, found, fresh, mapping, _blocking(questions, reading.faults, report)),
    )


def _brought(held: Snapshot, reading: Reading, found: Differences, fresh: Sequence[School]) -> Snapshot:
    """The figures as they would be once the workbook is in."""
    return Snapshot(
        schools=(*held.schools, *fresh),
        statements={**held.statements, **{one.key: one.after for one in found.written}},
        judgements={**held.judgements, **reading.judgements},
        choices=held.choices,
        roll_known=True,
    )


def _blanks(
    reading: Reading, parts: Parts, results: Sequence[StandardResult]
) -> dict[tuple[int, int], tuple[int, int]]:
    """(tab, column) → its blank cells, and on how many of them something hangs."""
    empty: dict[tuple[int, int], list[Key]] = {}
    for key, source in blank_cells(reading.statements):
        place = parts.of(source)
        if place is not None:  # a figure of a whole list stands in no single cell
            empty.setdefault((place.tab, place.column), []).append(key)
    hanging = deciding([key for keys in empty.values() for key in keys], results, catalogue())
    return {place: (len(keys), sum(key in hanging for key in keys)) for place, keys in empty.items()}


def _prepared(
    now: Standing,
    reading: Reading,
    found: Differences,
    fresh: Sequence[School],
    mapping: str,
    blocking: Sequence[str],
) -> Prepared:
    """What bringing it in would write, to be handed to the action as it was seen."""
    counts = {
        "new": found.new,
        "changed": found.changed,
        "unchanged": found.unchanged,
        "kept": found.kept,
        "blank": found.blank,
        "schools": len(fresh),
    }
    return Prepared(
        base=now.change,
        statements=[(one.key, one.after) for one in found.written],
        judgements=judged_rows(now.snapshot.judgements, reading.judgements),
        new_schools=fresh,
        types=school_types(fresh, reading.statements),
        mapping=mapping,
        counts=counts,
        remarks=reading.remarks,
        blocking=blocking,
    )


def _blocking(questions: Sequence[Question], faults: Sequence[CellFault], report: CheckReport) -> list[str]:
    blocking = []
    if open_ones := [question for question in questions if question.needed]:
        blocking.append(f"还有 {len(open_ones)} 件未定")
    if faults:
        blocking.append(f"{len(faults)} 格有错")
    if report.errors:
        blocking.append(f"{len(report.errors)} 处核对不符")
    return blocking
