"""Whether the disk has room: below 2 GB or 5 % no files are taken in, so that saving can go on."""

import shutil
from dataclasses import dataclass
from pathlib import Path

LEAST_FREE = 2 * 1024**3  # bytes
LEAST_SHARE = 20  # one part in so many


@dataclass(frozen=True)
class Room:
    """Bytes of the disk that a folder is on."""

    free: int
    total: int

    @property
    def is_low(self) -> bool:
        return self.free < LEAST_FREE or self.free * LEAST_SHARE < self.total


def room(folder: Path) -> Room:
    """Of the disk that a folder is on, or will be on once it is made."""
    usage = shutil.disk_usage(next(place for place in (folder, *folder.parents) if place.exists()))
    return Room(usage.free, usage.total)
