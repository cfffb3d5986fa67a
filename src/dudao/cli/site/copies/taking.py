"""Taking a copy while the site is running and being written to."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dudao.cli.site.copies import manifest
from dudao.cli.site.copies.manifest import CHECKPOINT, DATABASE, GUIDE, PARTS, SETTINGS, Manifest
from dudao.errors import Refusal

DAY = 24 * 60 * 60  # seconds
MARGIN = 64 * 1024 * 1024  # bytes beside the database
KEPT_SETTINGS = ("DUDAO_DATA", "DUDAO_INSTALLATION", "DUDAO_LOG", "DUDAO_PORT")  # no secrets: a copy travels
STEPS = """这是督导的一份备份。恢复：

1. 在一台装好督导的机器上打开终端。
2. dudao site restore 本文件夹 --into 新文件夹
3. DUDAO_DATA=新文件夹 dudao site serve
   打开它给出的链接。

第 2 步会先核对每一个文件；有一个不对就不恢复，并说出是哪一个。
settings.json 是备份时的设置，checkpoint.txt 是备份时的操作日志检查点。
"""


class CannotCopy(Refusal):
    """A copy cannot be taken there, or not of this database."""


@dataclass(frozen=True)
class Taken:
    """A finished copy."""

    folder: Path
    manifest: Manifest
    bytes: int


def take(to: Path, *, data: Path) -> Taken:
    """A new copy in a folder of its own below `to`. Django must be set up over `data`.

    The copy is whole as of one instant; who writes meanwhile is not held up. It gets its name only when it is on the disk.
    """
    from django.conf import settings
    from django.db import connection

    if connection.vendor != "sqlite":
        raise CannotCopy("数据在 PostgreSQL 里：备份用 pg_dump，见 docs/running.md。")
    os.umask(0o077)  # a copy holds what the database holds
    _check_place(to, data)
    taken = datetime.now(UTC)
    folder = to / f"dudao-{settings.DUDAO_INSTALLATION}-{taken:%Y%m%dT%H%M%S.%fZ}"
    draft = folder.with_name(f".{folder.name}-unfinished")
    try:
        _clear(to)
        draft.mkdir(parents=True)
        _copy(connection, draft / DATABASE)
        with _opened(draft / DATABASE) as alias:
            manifest.write(draft / CHECKPOINT, _checkpoints(alias))
            counties, migrations = _counties(alias), _migrations(alias)
        manifest.write(draft / SETTINGS, json.dumps(_settings(), ensure_ascii=False, indent=1) + "\n")
        manifest.write(draft / GUIDE, STEPS)
        parts = tuple(manifest.part_of(draft / name) for name in PARTS)
        of = Manifest(settings.DUDAO_INSTALLATION, _version(), taken, counties, migrations, parts)
        manifest.write(draft / manifest.NAME, of.text())
        manifest.keep(draft)
        draft.rename(folder)
        manifest.keep(to)
    except OSError as fault:
        raise CannotCopy(f"备份没有做成：{fault.strerror}（{to}）。") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Taken(folder, of, sum(part.bytes for part in parts))


def _clear(to: Path) -> None:
    """Remove what a killed copy left half done; one that is being taken is younger than that."""
    for left in to.glob(".dudao-*-unfinished"):
        if time.time() - left.stat().st_mtime > DAY:
            shutil.rmtree(left)


def _version() -> str:
    from dudao import __version__

    return __version__


def _check_place(to: Path, data: Path) -> None:
    if to.resolve() == data.resolve() or data.resolve() in to.resolve().parents:
        raise CannotCopy("备份不能放在数据文件夹里：那块盘坏了，两份一起没有。换一个地方，最好是另一块盘。")
    try:
        to.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(to).free
    except OSError as fault:
        raise CannotCopy(f"备份文件夹 {to} 用不了：{fault.strerror}。") from None
    needed = sum(file.stat().st_size for file in data.glob("dudao.sqlite3*")) + MARGIN
    if free < needed:
        raise CannotCopy(
            f"{to} 只剩 {free / 1024**3:.1f} GB，备份要 {needed / 1024**3:.1f} GB。换一块盘，或者先腾出地方。"
        )


def _copy(connection: Any, file: Path) -> None:
    """The database as of one instant, by SQLite's own backup; in one step, since another writer restarts one in several."""
    import sqlite3

    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as into:
        connection.connection.backup(into)
        into.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        said = into.execute("PRAGMA quick_check").fetchone()[0]
    if said != "ok":
        raise CannotCopy(f"数据库文件已损坏（{said}），备份没有做成。运行 dudao doctor；用上一份备份恢复。")
    manifest.keep(file)


@contextmanager
def _opened(file: Path) -> Iterator[str]:
    """The copied database under a name of its own, so that what the manifest says is read from the copy itself."""
    from django.db import connections

    alias = "copy"
    connections.databases[alias] = {
        **connections.databases["default"],
        "ENGINE": "django.db.backends.sqlite3",  # without the settings that make it a database in use
        "NAME": str(file),
    }
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


def _checkpoints(alias: str) -> str:
    from dudao.apps.audit.models import Log
    from dudao.apps.audit.verifying import checkpoint_of

    return "\n".join(checkpoint_of(log).text() for log in Log.objects.using(alias))


def _counties(alias: str) -> tuple[tuple[str, str], ...]:
    from dudao.apps.organisations.models import County

    return tuple(County.objects.using(alias).order_by("code").values_list("code", "name"))


def _migrations(alias: str) -> tuple[str, ...]:
    from django.db import connections
    from django.db.migrations.recorder import MigrationRecorder

    applied = MigrationRecorder(connections[alias]).applied_migrations()
    return tuple(sorted(f"{app}.{name}" for app, name in applied))


def _settings() -> dict[str, str]:
    from django.conf import settings

    return {name: str(value) for name in KEPT_SETTINGS if (value := getattr(settings, name, None)) is not None}
