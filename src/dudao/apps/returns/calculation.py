"""A workbook on its way in: read it, propose what its columns are, and show what bringing it in would change."""

import hashlib
import json
import threading
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.models import Person
from dudao.apps.returns import actions
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
from dudao.apps.returns.models import Change, Draft
from dudao.apps.returns.saving import Prepared
from dudao.apps.returns.standing import Standing, assessor, standing
from dudao.apps.returns.warned import last_year, said_of
from dudao.cage import read_book_caged
from dudao.calc.assessment.moves import Move, compare
from dudao.calc.assessment.result import StandardResult
from dudao.calc.figures import School, Snapshot
from dudao.calc.returns.checks import CheckReport, check_figures
from dudao.calc.returns.warnings import Warned, warned
from dudao.errors import Refusal
from dudao.library.read import catalogue, checks, standards
from dudao.spreadsheets.book import Book
from dudao.spreadsheets.mapping import (
    CellFault,
    Proposal,
    Question,
    Reading,
    apply_answers,
    mapping_from_text,
    mapping_to_text,
    propose,
    read_figures,
)
from dudao.spreadsheets.mapping import Mapping as SheetMapping
from dudao.spreadsheets.mapping.judged import judged_items
from dudao.spreadsheets.reading.plain import from_plain, to_plain

LONGEST_NAME = 200
_BOOKS: Kept[Book] = Kept(3)
_PROPOSALS: Kept[Proposal] = Kept(3)
_DRY_RUNS: Kept["DryRun"] = Kept(3)
_WORKING = threading.Lock()  # answers are worked into the one proposal that is kept


class BadMapping(Refusal):
    """A mapping file that says nothing usable."""


def receive(campaign: Campaign, *, name: str, content: bytes, mapping: str = "", by: Person, at: datetime) -> Draft:
    """Read a workbook in the cage and keep it, untouched, as a draft. Refusals say what is wrong with the file."""
    if mapping:
        check_mapping(mapping)  # before anything is kept
    book = read_book_caged(content, name)
    kept = zlib.compress(json.dumps(to_plain(book), ensure_ascii=False).encode(), 6)
    short = _short(name)
    return actions.receive_upload(
        campaign,
        name=short,
        former=_former(campaign, short, book),
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        book=kept,
        mapping=mapping,
        by=by,
        at=at,
    )


def _former(campaign: Campaign, name: str, book: Book) -> Draft | None:
    """The newest workbook still waiting that has this name or these sheets: most likely the same one, mended."""
    waiting = Draft.objects.filter(campaign=campaign, state=Draft.State.OPEN).select_related("upload")
    sheets = {sheet.name for sheet in book.sheets}
    for draft in waiting.order_by("-pk")[:5]:
        if draft.upload.digest == book.digest:
            continue
        if draft.upload.name == name or (draft.answers and {sheet.name for sheet in book_of(draft).sheets} == sheets):
            return draft
    return None


def check_mapping(text: str) -> SheetMapping:
    """A mapping file, read; BadMapping says what is wrong with it."""
    try:
        return mapping_from_text(text)
    except (ValueError, KeyError, TypeError) as fault:
        raise BadMapping(f"对应文件用不了：{fault}。可以先不带对应文件上传，认完列再存一份。") from None


def _short(name: str) -> str:
    """A file's name without its folder, short enough to be kept; the ending stays."""
    plain = name.replace("\\", "/").rpartition("/")[2].strip() or "工作簿"
    if len(plain) <= LONGEST_NAME:
        return plain
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: LONGEST_NAME - 10]}…{dot}{ending[:8]}"


def book_of(draft: Draft) -> Book:
    """The workbook as the cage read it."""
    upload = draft.upload
    return _BOOKS.get((upload.digest, upload.name), lambda: from_plain(json.loads(zlib.decompress(bytes(upload.book)))))


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """What bringing a draft in would do, and everything that keeps it from being brought in."""

    proposal: Proposal
    reading: Reading
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
        tuple[str, int], tuple[int, int]
    ]  # (sheet, column) → blank cells, and on how many of them something hangs
    prepared: Prepared
    names: Mapping[str, str]
    mapping: SheetMapping

    @property
    def ready(self) -> bool:
        return not self.prepared.blocking

    @property
    def needed(self) -> Sequence[Question]:
        """Questions without whose answer nothing is brought in."""
        return [question for question in self.questions if question.needed]


def dry_run(draft: Draft) -> DryRun:
    """Everything about a draft as its answers stand now. Writes nothing. Kept until an answer or a figure changes."""
    now = standing(draft.campaign)
    last = "" if draft.mapping else _last_mapping(draft.campaign)
    judged = hashlib.sha256(repr(sorted(now.snapshot.judgements.items(), key=lambda one: one[0])).encode()).hexdigest()
    said = json.dumps([draft.answers, draft.mapping, last, draft.by.name], ensure_ascii=False, sort_keys=True)
    standards_of = tuple(draft.campaign.standards)
    key = (draft.upload.digest, draft.upload.name, said, now.change, now.ground, judged, standards_of)
    with _WORKING:
        return _DRY_RUNS.get(key, lambda: _worked_out(draft, now, draft.mapping or last))


def _last_mapping(campaign: Campaign) -> str:
    """What was decided at the newest import that had a mapping."""
    changes = Change.objects.filter(campaign=campaign, kind=Change.Kind.IMPORT).exclude(mapping="")
    return changes.order_by("-number").values_list("mapping", flat=True).first() or ""


def _worked_out(draft: Draft, now: Standing, prior: str) -> DryRun:
    book, campaign = book_of(draft), draft.campaign
    judged = judged_items(standards(campaign.standards))
    types = school_types(now.snapshot.schools, now.snapshot.statements)
    proposal = _PROPOSALS.get(
        (book.digest, book.name, prior, now.ground, tuple(campaign.standards)),
        lambda: propose(
            book,
            catalogue(),
            judged=judged,
            known_schools=now.snapshot.schools,
            prior=check_mapping(prior) if prior else None,
            evaluation_year=campaign.year,
            known_types=types,
        ),
    )
    choices = {question: said["choice"] for question, said in draft.answers.items()}
    by, on = _signature(draft)
    outcome = apply_answers(proposal, choices, by=by, on=on)
    reading = read_figures(
        book, outcome.mapping, catalogue(), judged=judged, known_schools=now.snapshot.schools, known_types=types
    )
    asked = {one.id: one for one in (*proposal.questions, *outcome.settled.questions, *reading.questions)}
    return _compared(
        campaign,
        now,
        outcome.settled,
        reading,
        questions=(*outcome.open, *reading.questions),
        asked=tuple(asked.values()),
        mapping=outcome.mapping,
    )


def _signature(draft: Draft) -> tuple[str, str]:
    """Who decided last; each answer keeps its own name in the draft, the mapping carries the last."""
    said = max(draft.answers.values(), key=lambda one: one["on"], default=None)
    return (said["by"], said["on"]) if said else (draft.by.name, timezone.localdate(draft.at).isoformat())


def _compared(
    campaign: Campaign,
    now: Standing,
    proposal: Proposal,
    reading: Reading,
    *,
    questions: Sequence[Question],
    asked: Sequence[Question],
    mapping: SheetMapping,
) -> DryRun:
    found = differences(now.snapshot.statements, reading.statements)
    there = {school.code for school in now.snapshot.schools}
    fresh = [school for school in reading.schools if school.code not in there]
    after = _brought(now.snapshot, reading, found, fresh)
    report = check_figures(after, catalogue(), checks(), last_year(campaign))
    results = {code: assessor(code).assess(after) for code in campaign.standards}
    return DryRun(
        proposal=proposal,
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
        blanks=_blanks(reading, list(results.values())),
        names={school.code: school.name for school in after.schools},
        mapping=mapping,
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


def _blanks(reading: Reading, results: Sequence[StandardResult]) -> dict[tuple[str, int], tuple[int, int]]:
    """(sheet, column) → its blank cells, and on how many of them something hangs."""
    empty = blank_cells(reading.statements)
    hanging = deciding([key for keys in empty.values() for key in keys], results, catalogue())
    return {place: (len(keys), sum(key in hanging for key in keys)) for place, keys in empty.items()}


def _prepared(
    now: Standing,
    reading: Reading,
    found: Differences,
    fresh: Sequence[School],
    mapping: SheetMapping,
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
        mapping=mapping_to_text(mapping),
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
