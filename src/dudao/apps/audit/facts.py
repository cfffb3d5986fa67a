"""Facts of an act as plain JSON: what it was told, and what it found out."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from django.db import models

LONGEST = 4000  # characters of one fact; longer ones are kept as their digest
_noted: ContextVar[dict[str, Any] | None] = ContextVar("noted", default=None)


class NotPlain(TypeError):
    """A value that cannot be a fact."""


def note(**facts: Any) -> None:
    """Add facts to the record of the act that is running. Outside an act it is a mistake."""
    noted = _noted.get()
    if noted is None:
        raise RuntimeError("note() outside an action.")
    noted.update({name: shortened(plain(value)) for name, value in facts.items()})


@contextmanager
def noting(facts: dict[str, Any]) -> Iterator[None]:
    """Let `note` write into these facts."""
    token = _noted.set(facts)
    try:
        yield
    finally:
        _noted.reset(token)


def told(arguments: Mapping[str, Any], unrecorded: frozenset[str]) -> dict[str, Any]:
    """The arguments of an act that can be facts. What is no plain value is left for the act to `note` itself."""
    facts = {}
    for name, value in arguments.items():
        if name in unrecorded:
            continue
        try:
            facts[name] = shortened(plain(value))
        except NotPlain:
            continue
    return facts


def plain(value: Any) -> Any:
    """A value as canonical JSON: rows by their number, exact numbers as strings, files as their digest, keys in ASCII."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return value.encode(
            "utf-8", "backslashreplace"
        ).decode()  # half a character has no bytes that two programs share
    if value is None or (isinstance(value, bool | int) and not isinstance(value, Enum)):
        return value if abs(value or 0) <= 2**53 else str(value)
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, models.Model):
        return address(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Fraction | Decimal):
        return str(value)
    if isinstance(value, bytes):
        return {"bytes": len(value), "sha256": hashlib.sha256(value).hexdigest()}
    if isinstance(value, Mapping):
        named = {str(key): plain(one) for key, one in value.items()}
        return named if all(key.isascii() for key in named) else [[plain(key), one] for key, one in named.items()]
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(one) for one in value)
    raise NotPlain(f"{type(value).__name__} cannot be a fact.")


def shortened(value: Any) -> Any:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if len(text) <= LONGEST:
        return value
    return {"characters": len(text), "sha256": hashlib.sha256(text.encode()).hexdigest()}


def address(row: models.Model) -> str:
    """What a record calls a row: `organisations.unit:12`."""
    return f"{row._meta.label_lower}:{row.pk}"
