"""The power goes while people write: what was acknowledged is on the disk. Needs the rights to mount; run by `make faults`.

The site lies on a file system of its own inside an image file. The writers are stopped and the image is copied: what the
kernel has not written to the disk yet is not in the copy, just as after a power cut. Then the copy is looked at.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.test_storm import WRITERS, Storm, check

CUTS = int(os.environ.get("CUTS", "12"))
MEGABYTES = 96


def run(*words: object) -> None:
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    place.mkdir()
    try:
        run("mount", "-o", "loop", image, place)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no right to mount an image here")
    try:
        yield place
    finally:
        run("umount", place)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    if os.environ.get("FAULTS") != "on":
        pytest.skip("run by make faults")
    made = tmp_path / "disk.img"
    with made.open("wb") as file:
        file.truncate(MEGABYTES * 1024 * 1024)
    try:
        run("mkfs.ext4", "-q", made)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no mkfs.ext4 here")
    return made


def test_what_was_acknowledged_is_on_the_disk_at_every_cut(image: Path, made_site: Path, tmp_path: Path) -> None:
    with mounted(image, tmp_path / "disk") as disk:
        shutil.copytree(made_site, disk / "site")
        os.sync()  # what was there before the storm
        storm, acknowledged = Storm(disk / "site"), []
        try:
            for _each in range(WRITERS):
                storm.start_writer()
            for cut in range(CUTS):
                acknowledged += [storm.next()[1] for _act in range(10 + 7 * cut % 23)]
                os.killpg(storm.process.pid, signal.SIGSTOP)
                while not storm.told.empty():
                    acknowledged.append(storm.told.get()[1])
                shutil.copyfile(image, tmp_path / "cut.img")
                os.killpg(storm.process.pid, signal.SIGCONT)
                look_at(tmp_path / "cut.img", acknowledged, tmp_path / f"cut-{cut}")
        finally:
            storm.end()


def look_at(image: Path, acknowledged: list[str], place: Path) -> None:
    """Mount the copy as after a restart, take the site out of it, and ask what is there."""
    with mounted(image, place.with_suffix(".disk")) as disk:
        shutil.copytree(disk / "site", place)
    check(place, acknowledged, at_least=10)
