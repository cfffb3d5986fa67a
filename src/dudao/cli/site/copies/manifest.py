"""What a copy says about itself, and whether it is what it says: every part by its length and SHA-256."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dudao.errors import Refusal

KIND, FORM = "dudao-copy", 1
NAME = "manifest.json"
DATABASE, SETTINGS, CHECKPOINT, GUIDE = "database.sqlite3", "settings.json", "checkpoint.txt", "恢复.txt"
PARTS = (DATABASE, SETTINGS, CHECKPOINT, GUIDE)
CHUNK = 1024 * 1024


class NotACopy(Refusal):
    """A folder is no copy of a site, or one that was never finished."""


class DamagedCopy(Refusal):
    """A part of a copy is missing or is not what the manifest says."""


class ForeignCopy(Refusal):
    """A copy of another installation, or of another program."""


class NewerCopy(Refusal):
    """A copy that a newer version of the program made."""


@dataclass(frozen=True)
class Part:
    """One file of a copy."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a copy holds. `migrations`: the state of the tables; `counties`: code and name of each."""

    installation: str
    software: str
    taken: datetime
    counties: tuple[tuple[str, str], ...]
    migrations: tuple[str, ...]
    parts: tuple[Part, ...]

    def content(self) -> dict[str, Any]:
        said = {"kind": KIND, "form": FORM, **asdict(self), "taken": self.taken.isoformat()}
        return json.loads(json.dumps(said))  # type: ignore[no-any-return]

    @property
    def digest(self) -> str:
        """What the log calls this copy: it stands for every byte of every part."""
        return _digest(self.content())

    def text(self) -> str:
        return json.dumps({**self.content(), "digest": self.digest}, ensure_ascii=False, indent=1) + "\n"


def _digest(content: Mapping[str, Any]) -> str:
    told = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def part_of(file: Path) -> Part:
    """A file as the manifest lists it."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as content:
        while piece := content.read(CHUNK):
            digest.update(piece)
            size += len(piece)
    return Part(file.name, size, digest.hexdigest())


def read(copy: Path) -> Manifest:
    """The manifest of a copy; says what is wrong where it is none, was changed, or is too new."""
    file = copy / NAME
    if not file.is_file():
        raise NotACopy(f"{copy} 里没有 {NAME}：这不是督导的备份，或者备份没有做完。")
    try:
        said = json.loads(file.read_text("utf-8"))
        kind, form = said["kind"], said["form"]
    except (OSError, ValueError, KeyError, TypeError):
        raise DamagedCopy(f"备份的清单 {NAME} 已损坏，读不出来。换一份备份。") from None
    if kind != KIND:
        raise ForeignCopy(f"{copy} 不是督导的备份（{kind!r}）。")
    if not isinstance(form, int) or form > FORM:
        raise NewerCopy(f"这份备份的格式是第 {form} 版，本程序只认到第 {FORM} 版。先升级督导，再恢复。")
    digest = said.pop("digest", None)
    if _digest(said) != digest:
        raise DamagedCopy(f"备份的清单 {NAME} 被改过或已损坏：它与自己的摘要不符。换一份备份。")
    return _manifest(said)


def _manifest(said: Mapping[str, Any]) -> Manifest:
    return Manifest(
        said["installation"],
        said["software"],
        datetime.fromisoformat(said["taken"]),
        tuple((code, name) for code, name in said["counties"]),
        tuple(said["migrations"]),
        tuple(Part(**part) for part in said["parts"]),
    )


def check(copy: Path, manifest: Manifest) -> None:
    """Refuse a copy of which a part is missing, changed, or not listed; the message names all such parts."""
    listed = {part.name for part in manifest.parts}
    wrong = [*(f"{name}（清单里没有）" for name in PARTS if name not in listed), *_wrong(copy, manifest)]
    if wrong:
        raise DamagedCopy(f"备份已损坏，没有恢复。不对的部分：{'；'.join(wrong)}。换一份备份。")


def _wrong(copy: Path, manifest: Manifest) -> Iterator[str]:
    for part in manifest.parts:
        file = copy / part.name
        if not file.is_file():
            yield f"{part.name}（缺了）"
            continue
        try:
            found = part_of(file)
        except OSError as fault:
            yield f"{part.name}（读不出：{fault.strerror}）"
            continue
        if found.bytes != part.bytes:
            yield f"{part.name}（应有 {part.bytes} 字节，现有 {found.bytes}）"
        elif found != part:
            yield f"{part.name}（内容变了）"


def newest_in(folder: Path) -> Path:
    """The copy that a person means: the folder itself, or the one taken last of those in it."""
    if (folder / NAME).is_file() or not folder.is_dir():
        return folder
    copies = [place.parent for place in folder.glob(f"*/{NAME}") if not place.parent.name.startswith(".")]
    return max(copies, key=lambda place: place.name, default=folder)


def write(file: Path, content: str) -> None:
    """A file that is on the disk when this returns."""
    with file.open("x", encoding="utf-8") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def keep(place: Path) -> None:
    """Bring a file, or the names in a folder, onto the disk."""
    opened = os.open(place, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
