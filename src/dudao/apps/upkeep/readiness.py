"""Is the site fit to be used? Each question is answered by itself; one that cannot be answered is answered no."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from dudao.apps.audit.chain import NOTHING
from dudao.apps.audit.models import Log, Record
from dudao.database.probing import prove_a_commit
from dudao.database.room import room
from dudao.database.stopping import why_stopped

COPY_AFTER = timedelta(hours=26)
DRILL_AFTER = timedelta(days=35)
JUMP = 60.0  # seconds that a clock may leave the path of time
TAIL = 50  # records of each chain that are looked at

_started = (time.time(), time.monotonic())


@dataclass(frozen=True)
class Answer:
    """One light. `said`: a sentence for whoever keeps the machine; nothing in it is about a person."""

    name: str
    is_well: bool
    said: str


def examine() -> list[Answer]:
    """Every question in turn. Django's database may be gone; then its questions are answered no."""
    return [_answered(name, ask) for name, ask in QUESTIONS.items()]


def _answered(name: str, ask: Callable[[], str]) -> Answer:
    try:
        wrong = ask()
    except Exception as fault:  # a light must turn red, whatever went wrong
        wrong = f"查不了（{type(fault).__name__}）"
    return Answer(name, not wrong, wrong or "好")


def _write() -> str:
    if why_stopped():
        return "磁盘写入出过错，已停止保存；检查磁盘，再重新启动"
    prove_a_commit(connection)
    return ""


def _disk() -> str:
    left = room(settings.DUDAO_DATA)
    return f"只剩 {left.free / 1024**3:.1f} GB，不收文件" if left.is_low else ""


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"有 {len(missing)} 步表结构没有更新；重新启动" if missing else ""


def _chain() -> str:
    for log in Log.objects.all():
        if wrong := next(_loose(log), ""):
            return f"{wrong}；运行 dudao site log verify"
    return ""


def _loose(log: Log) -> Iterator[str]:
    """Where the end of a chain does not hold together."""
    tail = list(reversed(log.records.order_by("-seq")[:TAIL]))
    if not tail or tail[-1].digest != log.head or tail[-1].seq + 1 != log.length:
        yield f"{log.name} 的末尾不对"
    before = tail[0].prev if tail and tail[0].seq else NOTHING
    for record in tail:
        if record.prev != before or record.entry(log.name).digest() != record.digest:
            yield f"{log.name} 第 {record.seq} 条不对"
        before = record.digest


def _copy() -> str:
    return _since("upkeep.copy.take", COPY_AFTER, "备份", "dudao site backup")


def _drill() -> str:
    return _since("upkeep.drill.hold", DRILL_AFTER, "恢复演练", "dudao site drill")


def _since(verb: str, most: timedelta, name: str, command: str) -> str:
    """Too long ago, or never although the site is that old. PostgreSQL is backed up by its own means."""
    if connection.vendor != "sqlite":
        return ""
    last = newest(verb) or Record.objects.order_by("at").values_list("at", flat=True).first()
    if last is None or timezone.now() - last <= most:
        return ""
    return f"{int((timezone.now() - last).total_seconds() // 3600)} 小时没有{name}：{command}"


def newest(verb: str) -> datetime | None:
    """When something was last done."""
    return Record.objects.filter(verb=verb, ok=True).order_by("-at").values_list("at", flat=True).first()


def _clock() -> str:
    wall, monotonic = time.time() - _started[0], time.monotonic() - _started[1]
    if abs(wall - monotonic) > JUMP:
        return f"时钟跳了 {wall - monotonic:+.0f} 秒；对好时间，再重新启动"
    last = Log.objects.order_by("-at").values_list("at", flat=True).first()
    if last is not None and timezone.now() < last - timedelta(seconds=JUMP):
        return "时钟比最后一条记录还早；对好时间"
    return ""


QUESTIONS: dict[str, Callable[[], str]] = {
    "write": _write,
    "disk": _disk,
    "migrations": _migrations,
    "chain": _chain,
    "copy": _copy,
    "drill": _drill,
    "clock": _clock,
}
