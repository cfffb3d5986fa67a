"""The numbers of `/metrics`, as Prometheus text. Nothing is counted per person."""

import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from dudao.apps.audit.models import Log
from dudao.apps.upkeep.counts import answered, took
from dudao.apps.upkeep.readiness import examine, newest
from dudao.database import measuring
from dudao.database.room import room

_started = time.monotonic()


def text() -> str:
    """Every number, with a line that says what it is."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from _one("dudao_up_seconds", "gauge", "Since the start of this process.", time.monotonic() - _started)
    yield from _head("dudao_ready", "gauge", "1 where a light of /readyz is green.")
    for light in examine():
        yield f'dudao_ready{{light="{light.name}"}} {int(light.is_well)}'
    yield from _head("dudao_requests_total", "counter", "Requests answered, by class of status.")
    for status, number in sorted(answered.items()):
        yield f'dudao_requests_total{{status="{status}"}} {number}'
    for name, meaning, times in (
        ("dudao_request_seconds", "Duration of requests.", took),
        ("dudao_gate_wait_seconds", "Waiting for the writer's turn.", measuring.waited),
        ("dudao_gate_held_seconds", "Holding the writer's turn.", measuring.held),
    ):
        yield from _head(name, "histogram", meaning)
        yield from times.lines(name)
    yield from _storage()


def _storage() -> Iterator[str]:
    left = room(settings.DUDAO_DATA)
    yield from _one("dudao_disk_free_bytes", "gauge", "Room on the disk of the data folder.", left.free)
    yield from _one("dudao_disk_bytes", "gauge", "Size of that disk.", left.total)
    for name, meaning, file in (
        ("dudao_database_bytes", "The database file.", "dudao.sqlite3"),
        ("dudao_wal_bytes", "What waits to be written into it.", "dudao.sqlite3-wal"),
    ):
        yield from _one(name, "gauge", meaning, _size(settings.DUDAO_DATA / file))
    records = Log.objects.aggregate(records=Sum("length"))["records"] or 0
    yield from _one("dudao_log_records", "gauge", "Records in all chains.", records)
    for name, verb in (("copy", "upkeep.copy.take"), ("drill", "upkeep.drill.hold")):
        if last := newest(verb):
            age = (timezone.now() - last).total_seconds()
            yield from _one(f"dudao_last_{name}_age_seconds", "gauge", f"Since the last {name}.", age)


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _one(name: str, kind: str, meaning: str, value: float) -> Iterator[str]:
    yield from _head(name, kind, meaning)
    yield f"{name} {value:.3f}" if isinstance(value, float) else f"{name} {value}"


def _head(name: str, kind: str, meaning: str) -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"
