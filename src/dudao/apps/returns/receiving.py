"""Workbooks as they come in: read in the cage, kept untouched, read back, and folded into tables of schools."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.models import Person
from dudao.apps.returns import actions
from dudao.apps.returns.kept import Kept
from dudao.apps.returns.models import Draft, DraftFile, Upload
from dudao.apps.returns.recalled import mappings_in
from dudao.apps.returns.saving import FileRead
from dudao.cage import read_book_caged
from dudao.library.read import catalogue
from dudao.spreadsheets.book import Book
from dudao.spreadsheets.forms import Folded, fold
from dudao.spreadsheets.reading.plain import from_plain, to_plain

LONGEST_NAME = 200
WAITING = 5  # drafts that are looked at for an earlier state of the same workbooks
_FOLDED: Kept[Folded] = Kept(3)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A workbook as it was sent, and what the cage read in it."""

    name: str
    content: bytes
    book: Book


def receive(campaign: Campaign, *, name: str, content: bytes, mapping: str = "", by: Person, at: datetime) -> Draft:
    """Read a workbook in the cage and keep it, untouched, as a draft. Refusals say what is wrong with the file."""
    mappings_in(mapping)  # refused before anything is read or kept
    book = read_book_caged(content, name)
    return keep(campaign, [Sent(name=name, content=content, book=book)], mapping=mapping, by=by, at=at)


def keep(
    campaign: Campaign,
    sent: Sequence[Sent],
    *,
    left: Sequence[tuple[str, str]] = (),
    mapping: str = "",
    by: Person,
    at: datetime,
) -> Draft:
    """Keep workbooks that were read as one draft, untouched; bytes that came twice are kept once.

    `left`: files that were sent beside them and not read, each with why.
    """
    mappings_in(mapping)
    first: dict[str, Sent] = {}
    again: list[tuple[str, str]] = []
    for one in sent:
        known = first.setdefault(one.book.digest, one)
        if known is not one:
            again.append((_short(one.name), f"与 {_short(known.name)} 一字不差，只读一份"))
    files = [_file(one) for one in first.values()]
    if len(files) == 1:
        former = _former(campaign, files[0].name, next(iter(first.values())).book)
    else:
        former = _former_batch(campaign, {file.name for file in files})
    return actions.receive_uploads(
        campaign, files=files, left=[*left, *again], mapping=mapping, former=former, by=by, at=at
    )


def _file(sent: Sent) -> FileRead:
    name = _short(sent.name)
    plain = json.dumps(to_plain(replace(sent.book, name=name)), ensure_ascii=False)
    return FileRead(
        name=name,
        digest=hashlib.sha256(sent.content).hexdigest(),
        content=sent.content,
        book=zlib.compress(plain.encode(), 6),
    )


def _former(campaign: Campaign, name: str, book: Book) -> Draft | None:
    """The newest workbook still waiting that has this name or these sheets: most likely the same one, mended."""
    waiting = Draft.objects.filter(campaign=campaign, state=Draft.State.OPEN, files=1).select_related("upload")
    sheets = {sheet.name for sheet in book.sheets}
    for draft in waiting.order_by("-pk")[:WAITING]:
        if draft.upload.digest == book.digest:
            continue
        if draft.upload.name == name:
            return draft
        if draft.answers and {sheet.name for sheet in folded_of(draft).brought[0].sheets} == sheets:
            return draft
    return None


def _former_batch(campaign: Campaign, names: set[str]) -> Draft | None:
    """The newest files still waiting together of which most have these names."""
    waiting = Draft.objects.filter(campaign=campaign, state=Draft.State.OPEN, files__gt=1).order_by("-pk")[:WAITING]
    for draft in waiting:
        theirs = set(DraftFile.objects.filter(draft=draft).values_list("upload__name", flat=True))
        if len(names & theirs) * 2 > len(names | theirs):
            return draft
    return None


def _short(name: str) -> str:
    """A file's name without its folder, short enough to be kept; the ending stays."""
    plain = name.replace("\\", "/").rpartition("/")[2].strip() or "工作簿"
    if len(plain) <= LONGEST_NAME:
        return plain
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: LONGEST_NAME - 10]}…{dot}{ending[:8]}"


def digests_of(draft: Draft) -> tuple[tuple[int, str, str], ...]:
    """(key, digest, name) of the files of a draft, in their order; what is in them is told apart by it."""
    if not draft.many:
        return ((draft.upload_id, draft.upload.digest, draft.upload.name),)
    return tuple(draft.enclosed.values_list("upload_id", "upload__digest", "upload__name"))


def folded_of(draft: Draft, digests: tuple[tuple[int, str, str], ...] = ()) -> Folded:
    """The workbooks of a draft as the cage read them, and as they are mapped: stranger forms folded into tables."""
    digests = digests or digests_of(draft)
    return _FOLDED.get(digests, lambda: fold(_books([key for key, _digest, _name in digests]), catalogue()))


def _books(keys: Sequence[int]) -> list[Book]:
    kept = dict(Upload.objects.filter(pk__in=keys).values_list("pk", "book"))
    return [from_plain(json.loads(zlib.decompress(bytes(kept[key])))) for key in keys]
