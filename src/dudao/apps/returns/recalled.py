"""Mappings decided before: which of them belongs to a workbook, told by its heads, and what differs from then."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from django.utils import timezone

from dudao.apps.campaigns.models import Campaign
from dudao.apps.returns.kept import Kept
from dudao.apps.returns.models import Change
from dudao.errors import Refusal
from dudao.spreadsheets.book import Book
from dudao.spreadsheets.mapping import Kind, Mapping, Proposal, TableMapping, mapping_from_text, mapping_to_text
from dudao.spreadsheets.mapping.recalling import head_words
from dudao.spreadsheets.mapping.wording import squeeze

RECENT = 8  # imports whose mappings are remembered
LIKE = 0.6  # of the heads of a mapping: a form that has so many of them is a version of the same
LONGEST_HEAD = 80  # letters
YEAR = re.compile(r"\d{4}")
BETWEEN = re.compile(r"^---\s*$", re.MULTILINE)
_PARSED: Kept[tuple[Mapping, ...]] = Kept(2 * RECENT)


class BadMapping(Refusal):
    """A mapping file that says nothing usable."""


@dataclass(frozen=True, kw_only=True)
class Before:
    """A mapping decided before, by whom and when. `key` tells it from any other; `file`: it was sent along."""

    key: str
    mapping: Mapping
    by: str
    on: str
    file: bool = False


@dataclass(frozen=True, kw_only=True)
class Recalled:
    """The mapping that a workbook's is proposed by, and the heads that are new or gone since."""

    before: Before
    fresh: Sequence[str]
    gone: Sequence[str]


def mappings_in(text: str) -> tuple[Mapping, ...]:
    """The mappings of a mapping file, one for each form; BadMapping says what is wrong with it."""
    try:
        return tuple(mapping_from_text(part) for part in BETWEEN.split(text) if part.strip())
    except (ValueError, KeyError, TypeError) as fault:
        raise BadMapping(f"对应文件用不了：{fault}。可以先不带对应文件上传，认完列再存一份。") from None


def mappings_text(mappings: Sequence[Mapping]) -> str:
    """A mapping file that holds these."""
    return "---\n".join(mapping_to_text(mapping) for mapping in mappings)


def sent_along(text: str) -> tuple[Before, ...]:
    """The mappings of a file that was sent with the workbooks."""
    digest = sha256(text.encode()).hexdigest()
    return tuple(
        Before(key=f"{digest}:{number}", mapping=one, by=_signed(one)[0], on=_signed(one)[1], file=True)
        for number, one in enumerate(mappings_in(text))
    )


def _signed(mapping: Mapping) -> tuple[str, str]:
    return next(((table.by, table.on) for table in mapping.tables if table.by), ("", ""))


def recent(campaign: Campaign) -> tuple[str, ...]:
    """The marks of the newest imports that had a mapping, newest first."""
    changes = Change.objects.filter(campaign=campaign, kind=Change.Kind.IMPORT).exclude(mapping="")
    return tuple(str(mark) for mark in changes.order_by("-number").values_list("mark", flat=True)[:RECENT])


def remembered(marks: Sequence[str]) -> tuple[Before, ...]:
    """Their mappings; a change's mapping is never altered, so each is read once."""
    found = Change.objects.filter(mark__in=marks).select_related("by").only("mark", "at", "by__name")
    changes = {str(change.mark): change for change in found}
    before = []
    for mark in marks:
        parsed = _PARSED.get(mark, partial(_read, mark))
        on = timezone.localtime(changes[mark].at).strftime("%Y-%m-%d")
        before += [
            Before(key=f"{mark}:{number}", mapping=mapping, by=changes[mark].by.name, on=on)
            for number, mapping in enumerate(parsed)
        ]
    return tuple(before)


def _read(mark: str) -> tuple[Mapping, ...]:
    return mappings_in(Change.objects.values_list("mapping", flat=True).get(mark=mark))


def fitting(book: Book, known: Sequence[Before]) -> Before | None:
    """The mapping most of whose heads stand in a workbook; of equals the one of this name, then the newest."""
    texts = {
        _plain(cell.value)
        for sheet in book.sheets
        for cells in sheet.cells.values()
        for cell in cells.values()
        if isinstance(cell.value, str) and len(cell.value) < LONGEST_HEAD
    }
    best: tuple[float, Before] | None = None
    for before in known:
        heads = {_plain(line.head[-1]) for table in _tables(before.mapping) for line in table.lines if line.head} - {""}
        share = len(heads & texts) / len(heads) if heads else 0.0
        rank = share + (0.01 if before.mapping.name == book.name else 0)
        if share >= LIKE and (best is None or rank > best[0]):
            best = (rank, before)
    return best[1] if best else None


def _plain(text: str) -> str:
    return YEAR.sub("", squeeze(text))


def _tables(mapping: Mapping) -> list[TableMapping]:
    return [table for table in mapping.tables if table.kind is not Kind.IGNORED]


def compared(proposal: Proposal, before: Before) -> Recalled:
    """What a proposal made by an earlier mapping has that was not there then, and what is no longer there."""
    then = {head_words(line.head): line.head for table in _tables(before.mapping) for line in table.lines if line.head}
    now = {
        head_words(shown.line.head): shown.line.head
        for table in proposal.tables
        if table.kind is not Kind.IGNORED
        for shown in table.lines
        if shown.line.head
    }
    return Recalled(
        before=before,
        fresh=[" / ".join(head) for words, head in now.items() if words not in then],
        gone=[" / ".join(head) for words, head in then.items() if words not in now],
    )
