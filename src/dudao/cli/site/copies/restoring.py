"""Going on from a copy: checked whole, laid into an empty folder, and every log opened anew where the old one ended."""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dudao.cli.site.copies import manifest
from dudao.cli.site.copies.manifest import (
    DATABASE,
    SETTINGS,
    DamagedCopy,
    ForeignCopy,
    Manifest,
    NewerCopy,
)
from dudao.errors import Refusal

if TYPE_CHECKING:
    from dudao.apps.audit.models import Log
    from dudao.apps.audit.verifying import Checkpoint

SITE = "dudao.sqlite3"
INSTALLATION = "DUDAO_INSTALLATION"


class SiteInTheWay(Refusal):
    """The folder to restore into holds a site already."""


class CannotRestore(Refusal):
    """The folder to restore into cannot be used, or the data do not lie in a file."""


@dataclass(frozen=True)
class Restored:
    """What was gone on from. `lost` and `wrong` are sentences: what is not in the copy; what its logs contradict."""

    manifest: Manifest
    settings: Mapping[str, str]
    logs: tuple[tuple[str, int, str], ...]  # old name, its records, new name
    lost: tuple[str, ...]
    wrong: tuple[str, ...]


def restore(copy: Path, into: Path, *, held: Sequence[str] = (), port: int) -> Restored:
    """Lay a copy into a folder that holds no site. `held`: texts of checkpoints that somebody else kept.

    The site is there when this returns, whole; or not at all."""
    if os.environ.get("DUDAO_DATABASE"):
        raise CannotRestore("设了 DUDAO_DATABASE，数据在 PostgreSQL 里：恢复用 pg_restore，见 docs/running.md。")
    if (into / SITE).exists():
        raise SiteInTheWay(f"{into} 里已经有一个网站，没有动它。换一个空文件夹：--into。")
    said = manifest.read(copy)
    manifest.check(copy, said)
    _check_installation(said)
    draft = into / f".restoring-{os.getpid()}"
    os.umask(0o077)  # what is restored belongs to this person alone
    try:
        into.mkdir(parents=True, exist_ok=True)
        for left in into.glob(".restoring-*"):  # by one that was killed: nobody's site, but somebody's data
            shutil.rmtree(left)
        draft.mkdir(mode=0o700)
        shutil.copyfile(copy / DATABASE, draft / SITE)
        restored = _go_on(copy, said, draft, held, port)
        _move(draft, into)
    except OSError as fault:
        raise CannotRestore(f"没有恢复：{fault.strerror}（{fault.filename or into}）。") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return restored


def held_in(file: Path) -> str:
    """The text of a checkpoint that somebody held; read only when Django is set up."""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise CannotRestore(f"读不了检查点 {file}。") from None


def _check_installation(said: Manifest) -> None:
    """The log's name begins with the installation's: one cannot go on under another's."""
    here = os.environ.setdefault(INSTALLATION, said.installation)
    if here != said.installation:
        raise ForeignCopy(
            f"这是 {said.installation} 的备份，而这里的 {INSTALLATION} 是 {here}。"
            f"没有恢复；确是要恢复它，先设 {INSTALLATION}={said.installation}。"
        )


def _go_on(copy: Path, said: Manifest, draft: Path, checkpoints: Sequence[str], port: int) -> Restored:
    from dudao.cli.site.serving import open_site, set_up

    open_site(draft, port)
    _check_migrations(said)
    set_up(draft, port)

    from django.contrib.sessions.models import Session
    from django.db import connections, transaction
    from django.utils import timezone

    from dudao.apps.audit.models import Log

    held = _held(checkpoints)
    now = timezone.now()
    last = [log for log in Log.objects.all() if not Log.objects.filter(county=log.county, epoch__gt=log.epoch).exists()]
    wrong = tuple(_wrong(held))
    lost = tuple(_lost(said, last, held))
    with transaction.atomic():
        logs = tuple((log.name, log.length, _epoch(log, said, lost, now)) for log in last)
        Session.objects.all().delete()  # whoever was in comes in anew
    _record(said, now)
    settings: dict[str, str] = json.loads((copy / SETTINGS).read_text("utf-8"))
    connections.close_all()
    return Restored(said, settings, logs, lost, wrong)


def _check_migrations(said: Manifest) -> None:
    from django.db import connections
    from django.db.migrations.loader import MigrationLoader

    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    connections.close_all()
    if newer := sorted(set(said.migrations) - known):
        raise NewerCopy(
            f"这份备份由督导 {said.software} 做成，它的表比本程序的新（{newer[0]}）。先升级到那个版本，再恢复。"
        )


def _held(texts: Sequence[str]) -> list["Checkpoint"]:
    from dudao.apps.audit.verifying import NotACheckpoint, read_checkpoints

    try:
        return [one for text in texts for one in read_checkpoints(text)]
    except NotACheckpoint as wrong:
        raise CannotRestore(f"读不了检查点：{wrong}没有恢复。") from None


def _wrong(held: Sequence["Checkpoint"]) -> list[str]:
    """What contradicts itself in the logs of the copy, or a checkpoint that somebody else held."""
    from dudao.apps.audit.models import Log
    from dudao.apps.audit.verifying import verify

    lengths = dict(Log.objects.values_list("name", "length"))
    within = [one for one in held if one.count <= lengths.get(one.log, 0)]
    return [str(finding) for log in Log.objects.all() for finding in verify(log, within).findings]


def _lost(said: Manifest, last: Sequence["Log"], held: Sequence["Checkpoint"]) -> list[str]:
    from django.utils import timezone

    at = timezone.localtime(said.taken)
    lines = [f"{at:%Y-%m-%d %H:%M:%S} 以后做的事不在这份备份里，要重新做。"]
    for log in last:
        longest = max((one.count for one in held if one.log == log.name), default=0)
        if longest > log.length:
            lines.append(
                f"按检查点，日志 {log.name} 至少有 {longest} 条，备份里有 {log.length} 条：少了 {longest - log.length} 条。"
            )
    return lines


def _epoch(log: "Log", said: Manifest, lost: Sequence[str], now: datetime) -> str:
    """The next epoch of a log; its first record names where the old one ended."""
    from dudao.apps.audit.verifying import checkpoint_of
    from dudao.apps.audit.writing import open_log

    more: dict[str, Any] = {
        "checkpoint": checkpoint_of(log).text(),
        "copy": said.digest,
        "taken": said.taken.isoformat(),
        "lost": list(lost),
    }
    # A clock that was set back must not let the new epoch begin before the old one ended.
    at = max(now, log.at)
    return str(open_log(log.county, epoch=log.epoch + 1, previous=log.head, at=at, more=more).name)


def _record(said: Manifest, now: datetime) -> None:
    from dudao.apps.audit.actors import SYSTEM
    from dudao.apps.organisations.models import County
    from dudao.apps.upkeep.actions import restore_copy

    for county in County.objects.all():
        restore_copy(county, copy=said.digest, taken=said.taken, by=SYSTEM, at=now)


def _move(draft: Path, into: Path) -> None:
    """The database last: a folder with a database is a site."""
    if list(draft.glob(f"{SITE}-*")):
        raise DamagedCopy("数据库没有关好，没有恢复。再试一次。")
    manifest.keep(draft / SITE)
    for name in ("secret-key", "port", SITE):
        (draft / name).replace(into / name)
    manifest.keep(into)
