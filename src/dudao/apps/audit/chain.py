"""The exact bytes of a record, and how records hold on to each other. The form is 1 and never changes: see `docs/log.md`.

Canonical bytes are those of RFC 8785, restricted: keys ASCII and sorted, no blanks, UTF-8 unescaped, whole numbers within
± 2⁵³, no floats, no lone surrogates. The hash of a record is the leaf of an RFC 6962 tree over all of them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FORM = 1
SALT = 16  # bytes
NOTHING = "0" * 64  # what the first record holds on to
_LARGEST = 2**53


class NotCanonical(ValueError):
    """A value that has no canonical bytes: a float, a lone surrogate, a number too large, a key that is not ASCII."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What stands in one record. Nothing in it is personal: people are numbers, facts are a digest."""

    log: str  # installation/county/epoch
    seq: int
    at: datetime
    by: str
    role: str
    action: str
    on: str
    ok: bool
    facts: str  # digest
    prev: str

    def content(self) -> bytes:
        """The canonical bytes."""
        return canonical(
            {
                "action": self.action, "as": self.role, "at": moment(self.at), "by": self.by, "facts": self.facts,
                "log": self.log, "ok": self.ok, "on": self.on, "prev": self.prev, "seq": self.seq, "v": FORM,
            }
        )  # fmt: skip

    def digest(self) -> str:
        """SHA-256 of 0x00 and the bytes, in hex."""
        return leaf(self.content()).hex()


def canonical(value: Any) -> bytes:
    """The one way to write a value; NotCanonical where it has none."""
    _check(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _check(value: Any) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise NotCanonical(f"{value} lies outside ± 2⁵³; write it as text.")
    elif isinstance(value, str):
        if any("\ud800" <= one <= "\udfff" for one in value):
            raise NotCanonical("A lone surrogate has no UTF-8.")
    elif isinstance(value, Mapping):
        for key, one in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise NotCanonical(f"The key {key!r} is not ASCII.")
            _check(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _check(one)
    else:
        raise NotCanonical(f"{type(value).__name__} has no canonical bytes.")


def moment(at: datetime) -> str:
    """Server time in UTC with six decimals: 2026-05-12T08:03:09.000120Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def facts_digest(salt: bytes, facts: Mapping[str, Any]) -> str:
    """SHA-256 of 16 random bytes and the canonical facts: without the salt nobody can guess short facts from it."""
    return hashlib.sha256(salt + canonical(facts)).hexdigest()


def leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def root(digests: Iterable[str]) -> bytes:
    """The head of the RFC 6962 tree over the records' hashes; of none, the hash of nothing."""
    peaks: list[tuple[int, bytes]] = []  # (leaves below, hash), each twice as large as any after it
    for digest in digests:
        size, node = 1, bytes.fromhex(digest)
        while peaks and peaks[-1][0] == size:
            node = hashlib.sha256(b"\x01" + peaks.pop()[1] + node).digest()
            size *= 2
        peaks.append((size, node))
    if not peaks:
        return hashlib.sha256(b"").digest()
    _, node = peaks.pop()
    while peaks:
        node = hashlib.sha256(b"\x01" + peaks.pop()[1] + node).digest()
    return node
