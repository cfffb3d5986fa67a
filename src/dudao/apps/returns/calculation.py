"""A workbook on its way in: read it, propose what its columns are, and show what bringing it in would change."""

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.models import Person
from dudao.apps.returns import actions, figures
from dudao.apps.returns.models import Change, Draft
from dudao.apps.returns.saving import JudgedRow, Prepared
from dudao.cage import read_book_caged
from dudao.calc.assessment.moves import Move, moves
from dudao.calc.figures import Judgement, Key, Known, School, Snapshot, Statement
from dudao.calc.returns.checks import CheckReport, check_figures
from dudao.library.read import catalogue, checks, standards
from dudao.spreadsheets.book import Book
from dudao.spreadsheets.mapping import (
    CellFault,
    Proposal,
    Question,
    Reading,
    answer_more,
    apply_answers,
    mapping_from_text,
    mapping_to_text,
    propose,
    read_figures,
)
from dudao.spreadsheets.mapping.judged import judged_items
from dudao.spreadsheets.reading.plain import from_plain, to_plain


def receive(campaign: Campaign, *, name: str, content: bytes, mapping: str = "", by: Person, at: datetime) -> Draft:
    """Read a workbook in the cage and keep it, untouched, as a draft. Refusals say what is wrong with the file."""
    book = read_book_caged(content, name)
    kept = zlib.compress(json.dumps(to_plain(book), ensure_ascii=False).encode(), 6)
    if mapping:
        mapping_from_text(mapping)  # a faulty mapping file is refused before anything is kept
    return actions.receive_upload(
        campaign,
        name=name,
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        book=kept,
        mapping=mapping,
        by=by,
        at=at,
    )


def book_of(draft: Draft) -> Book:
    """The workbook as the cage read it."""
    return from_plain(json.loads(zlib.decompress(bytes(draft.upload.book))))


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """What bringing a draft in would do, and everything that keeps it from being brought in."""

    proposal: Proposal
    reading: Reading
    questions: Sequence[Question]  # still to be decided: nothing uncertain is taken silently
    faults: Sequence[CellFault]
    report: CheckReport
    new: int
    changed: int
    unchanged: int
    kept: int  # blanks and dashes that erase nothing
    moved: Sequence[Move]
    prepared: Prepared
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        return not self.prepared.blocking


def dry_run(draft: Draft, *, verdicts: bool = True) -> DryRun:
    """Everything about a draft as its answers stand now. Writes nothing."""
    campaign = draft.campaign
    base = figures.last_change(campaign)
    now = figures.snapshot(campaign)
    book = book_of(draft)
    chosen = standards(campaign.standards)
    judged = judged_items(chosen)
    proposal = propose(
        book,
        catalogue(),
        judged=judged,
        known_schools=now.schools,
        prior=mapping_from_text(draft.mapping) if draft.mapping else _last_mapping(campaign),
        evaluation_year=campaign.year,
    )
    choices = {question: said["choice"] for question, said in draft.answers.items()}
    signed = _signature(draft)
    outcome = apply_answers(proposal, choices, by=signed[0], on=signed[1])
    mapping = answer_more(outcome.mapping, choices, signed[0], signed[1])
    reading = read_figures(book, mapping, catalogue(), judged=judged, known_schools=now.schools)
    return _compared(
        campaign, base, now, proposal, reading, (*outcome.open, *reading.questions), mapping_to_text(mapping), verdicts
    )


def _signature(draft: Draft) -> tuple[str, str]:
    """Who decided last; each answer keeps its own name in the draft, the mapping carries the last."""
    said = max(draft.answers.values(), key=lambda one: one["on"], default=None)
    return (said["by"], said["on"]) if said else (draft.by.name, draft.at.date().isoformat())


def _last_mapping(campaign: Campaign) -> "object | None":
    changes = Change.objects.filter(campaign=campaign, kind=Change.Kind.IMPORT).exclude(mapping="")
    newest = changes.order_by("-number").values_list("mapping", flat=True).first()
    return mapping_from_text(newest) if newest else None


def _compared(
    campaign: Campaign,
    base: int,
    now: Snapshot,
    proposal: Proposal,
    reading: Reading,
    questions: Sequence[Question],
    mapping: str,
    verdicts: bool,
) -> DryRun:
    writing, new, changed, unchanged, kept = _differences(now.statements, reading.statements)
    there = {school.code for school in now.schools}
    fresh = [school for school in reading.schools if school.code not in there]
    after = Snapshot(
        schools=(*now.schools, *fresh),
        statements={**now.statements, **dict(writing)},
        judgements={**now.judgements, **reading.judgements},
        choices=now.choices,
        roll_known=True,
    )
    report = check_figures(after, catalogue(), checks())
    moved = moves(standards(campaign.standards), catalogue(), now, after) if verdicts and now.statements else ()
    blocking = _blocking(questions, reading.faults, report)
    counts = {"new": new, "changed": changed, "unchanged": unchanged, "kept": kept, "schools": len(fresh)}
    return DryRun(
        proposal=proposal,
        reading=reading,
        questions=questions,
        faults=reading.faults,
        report=report,
        new=new,
        changed=changed,
        unchanged=unchanged,
        kept=kept,
        moved=moved,
        names={school.code: school.name for school in after.schools},
        prepared=Prepared(
            base=base,
            statements=writing,
            judgements=_judged_rows(now.judgements, reading.judgements),
            new_schools=fresh,
            types=_types(fresh, reading.statements),
            mapping=mapping,
            counts=counts,
            remarks=reading.remarks,
            blocking=blocking,
        ),
    )


def _differences(
    held: Mapping[Key, Statement], read: Mapping[Key, Statement]
) -> tuple[list[tuple[Key, Statement]], int, int, int, int]:
    """What differs from what holds: the later import wins, a blank never erases."""
    writing: list[tuple[Key, Statement]] = []
    new = changed = unchanged = kept = 0
    for key, stated in read.items():
        before = held.get(key)
        if before is None:
            new += isinstance(stated, Known)
            writing.append((key, stated))
        elif isinstance(stated, Known):
            if isinstance(before, Known) and before.value == stated.value:
                unchanged += 1
            else:
                changed += 1
                writing.append((key, stated))
        elif isinstance(before, Known):
            kept += 1
        elif (before.reason, before.text) != (stated.reason, stated.text):
            writing.append((key, stated))
    return writing, new, changed, unchanged, kept


def _blocking(questions: Sequence[Question], faults: Sequence[CellFault], report: CheckReport) -> list[str]:
    blocking = []
    if open_ones := [question for question in questions if question.needed]:
        blocking.append(f"还有 {len(open_ones)} 件未定")
    if faults:
        blocking.append(f"{len(faults)} 格有错")
    if report.errors:
        blocking.append(f"{len(report.errors)} 处核对不符")
    return blocking


def _judged_rows(
    held: Mapping[tuple[str, str], Judgement], read: Mapping[tuple[str, str], Judgement]
) -> list[JudgedRow]:
    return [
        (item, unit, said.level, said.reason, said.by, said.on, str(said.source or ""))
        for (item, unit), said in read.items()
        if said.level and (held.get((item, unit)) is None or held[item, unit].level != said.level)
    ]


def _types(schools: Sequence[School], statements: Mapping[Key, Statement]) -> dict[str, str]:
    types = {}
    for school in schools:
        stated = statements.get(Key(school.code, "school_type"))
        if isinstance(stated, Known) and isinstance(stated.value, str):
            types[school.code] = stated.value
    return types
