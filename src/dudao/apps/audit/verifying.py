"""Whether a log is whole: every record, its facts, the way they hold on to each other, and a checkpoint held elsewhere."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dudao.apps.audit.chain import NOTHING, Entry, NotCanonical, facts_digest, root
from dudao.apps.audit.models import Log, Record, RecordFacts

ALTERED, MISSING, INSERTED, SWAPPED = "被改过", "缺了", "是插进来的", "与别的记录对调了"
SHORTENED, FORKED, FACTS = "后面的被截掉了", "与检查点不是同一条链", "的内容被改过"

_NEAR = 50  # how far off the place of a swapped record is looked for


@dataclass(frozen=True)
class Finding:
    """What is wrong with which record: `demo/530129/1 第 17 条被改过`."""

    log: str
    seq: int
    kind: str

    def __str__(self) -> str:
        return f"{self.log} 第 {self.seq} 条{self.kind}"


@dataclass(frozen=True)
class Checked:
    """The outcome for one log. `erased`: records whose facts were erased, which the law allows."""

    log: str
    count: int
    root: str
    erased: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Checkpoint:
    """How long a log was and what its tree came to, as somebody outside holds it."""

    log: str
    count: int
    root: str

    def text(self) -> str:
        """Three lines, each ended; what is signed, printed and handed out."""
        return f"{self.log}\n{self.count}\n{self.root}\n"


class NotACheckpoint(ValueError):
    """A file is not the three lines of a checkpoint."""


def read_checkpoint(text: str) -> Checkpoint:
    lines = text.splitlines()
    if len(lines) < 3 or not lines[1].isdigit() or lines[0].count("/") != 2:
        raise NotACheckpoint("检查点是三行：日志名、条数、树根。")
    return Checkpoint(lines[0], int(lines[1]), lines[2].strip())


def read_checkpoints(text: str) -> list[Checkpoint]:
    """Every checkpoint of a file, one after another with blank lines between them."""
    lines = [line for line in text.splitlines() if line.strip()]
    return [read_checkpoint("\n".join(lines[start : start + 3])) for start in range(0, max(1, len(lines)), 3)]


def checkpoint_of(log: Log) -> Checkpoint:
    """The checkpoint of a log as it is now."""
    digests = list(log.records.order_by("seq").values_list("digest", flat=True))
    return Checkpoint(log.name, len(digests), b64encode(root(digests)).decode())


def verify(log: Log, held: Iterable[Checkpoint] = ()) -> Checked:
    """Everything that is wrong with a log, the first first."""
    records = list(log.records.order_by("seq", "pk").select_related(None))
    findings = [*_records(log, records), *_facts(log, records)]
    findings += [Finding(log.name, log.length - 1, SHORTENED)] if _is_short(log, records) else []
    findings += list(_checkpoints(log, records, held))
    digests = [record.digest for record in records]
    erased = len(records) - RecordFacts.objects.filter(record__log=log).count()
    return Checked(
        log.name,
        len(records),
        b64encode(root(digests)).decode(),
        erased,
        tuple(sorted(findings, key=lambda one: one.seq)),
    )


def _records(log: Log, records: Sequence[Record]) -> Iterator[Finding]:
    """Each record against its own digest, its number, and the one before it."""
    expected, before = 0, NOTHING
    by_digest = {record.digest: record.seq for record in records}
    for index, record in enumerate(records):
        for gone in range(expected, record.seq):
            yield Finding(log.name, gone, MISSING)
        if record.seq < expected:
            yield Finding(log.name, record.seq, INSERTED)
            continue
        entry = record.entry(log.name)
        if entry.digest() != record.digest:
            yield Finding(log.name, record.seq, SWAPPED if _elsewhere(entry, by_digest) else ALTERED)
        elif index + 1 < len(records) and records[index + 1].prev == before:  # the next one passes over it
            yield Finding(log.name, record.seq, INSERTED)
        elif record.prev != before and record.seq == expected:  # behind a gap there is nothing to hold on to
            yield Finding(log.name, record.seq - 1, ALTERED)
        expected, before = record.seq + 1, record.digest


def _elsewhere(entry: Entry, by_digest: Mapping[str, int]) -> bool:
    """Whether a record is whole but for its number: it stood somewhere else."""
    places = {by_digest[entry.prev] + 1} if entry.prev in by_digest else set()
    places |= set(range(max(0, entry.seq - _NEAR), entry.seq + _NEAR))
    return any(replace(entry, seq=seq).digest() in by_digest for seq in places)


def _is_short(log: Log, records: list[Record]) -> bool:
    last = records[-1] if records else None
    return last is None or last.seq + 1 < log.length or (last.seq + 1 == log.length and last.digest != log.head)


def _facts(log: Log, records: list[Record]) -> Iterator[Finding]:
    held = {told.pk: told for told in RecordFacts.objects.filter(record__log=log)}
    for record in records:
        told = held.get(record.pk)
        if told is not None and _digest_of(told) != record.facts_digest:
            yield Finding(log.name, record.seq, FACTS)


def _digest_of(told: RecordFacts) -> str:
    try:
        return facts_digest(bytes(told.salt), told.facts)
    except NotCanonical:
        return hashlib.sha256(b"").hexdigest()


def _checkpoints(log: Log, records: list[Record], held: Iterable[Checkpoint]) -> Iterator[Finding]:
    for checkpoint in held:
        if checkpoint.log != log.name:
            continue
        if len(records) < checkpoint.count:
            yield Finding(log.name, checkpoint.count - 1, SHORTENED)
        elif b64encode(root(record.digest for record in records[: checkpoint.count])).decode() != checkpoint.root:
            yield Finding(log.name, 0, FORKED)
