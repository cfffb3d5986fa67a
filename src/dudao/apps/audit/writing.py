"""Adding a record to its county's chain, in the transaction of the act it tells of."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction

from dudao import __version__
from dudao.apps.audit.actors import SYSTEM
from dudao.apps.audit.chain import NOTHING, SALT, Entry, facts_digest
from dudao.apps.audit.models import Log, Record, RecordFacts


def append(
    county: int | None, *, action: str, on: str, by: str, role: str, at: datetime, ok: bool, facts: Mapping[str, Any]
) -> Record:
    """Write one record; the head of the chain is locked from here to the end of the transaction, so this comes last."""
    with transaction.atomic():
        log = Log.objects.select_for_update().filter(county=county).order_by("-epoch").first() or _open(county, at)
        return _add(log, action=action, on=on, by=by, role=role, at=at, ok=ok, facts=facts)


def _open(county: int | None, at: datetime) -> Log:
    """The first chain of a county, with its first record."""
    return open_log(county, epoch=1, previous=None, at=at)


def open_log(
    county: int | None, *, epoch: int, previous: str | None, at: datetime, more: Mapping[str, Any] | None = None
) -> Log:
    """A new chain. `previous`: the head of the one before it, where a restored copy goes on; `more`: which copy, what is lost."""
    name = f"{settings.DUDAO_INSTALLATION}/{_code(county)}/{epoch}"
    log = Log.objects.create(county=county, name=name, epoch=epoch, head=NOTHING, at=at)
    facts = {"installation": settings.DUDAO_INSTALLATION, "previous": previous, "software": __version__, **(more or {})}
    who = {"by": SYSTEM.actor, "role": SYSTEM.role}
    _add(log, action="log.open", on=f"log:{epoch}", **who, at=at, ok=True, facts=facts)
    return log


def _code(county: int | None) -> str:
    """The county's administrative code, which its chain is called by even after the code was corrected."""
    if county is None:
        return "-"
    model = apps.get_model("organisations", "county")  # by name: this room imports nothing above it
    return str(model.objects.values_list("code", flat=True).get(pk=county))


def _add(log: Log, *, facts: Mapping[str, Any], at: datetime, **said: Any) -> Record:
    salt = secrets.token_bytes(SALT)
    # Two requests may be taken in one order and written in the other: time in the chain never runs backwards.
    entry = Entry(
        log=log.name, seq=log.length, prev=log.head, at=max(at, log.at), facts=facts_digest(salt, facts), **said
    )
    record = _row(log, entry)
    record.save(force_insert=True)
    RecordFacts.objects.create(record=record, salt=salt, facts=dict(facts))
    log.length, log.head, log.at = log.length + 1, record.digest, entry.at
    log.save(update_fields=["length", "head", "at"])
    return record


def _row(log: Log, entry: Entry) -> Record:
    return Record(
        log=log,
        county=log.county,
        seq=entry.seq,
        actor=entry.by,
        role=entry.role,
        at=entry.at,
        verb=entry.action,
        subject=entry.on,
        ok=entry.ok,
        facts_digest=entry.facts,
        prev=entry.prev,
        digest=entry.digest(),
    )
