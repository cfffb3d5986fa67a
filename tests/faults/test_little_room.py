"""The disk takes no more in the middle of an import: nothing is half there, nobody is told "done", and it can be done again."""

import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.faults.conftest import ROOT, environment

TABLES = ("returns_change", "returns_stated", "returns_sheetrow", "organisations_unit", "returns_judged")


def brings_in(site: Path, room: int) -> list[str]:
    command = [sys.executable, "-m", "tests.faults.little_room", str(site), str(room)]
    done = subprocess.run(command, env=environment(site), cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def counts(site: Path) -> list[int]:
    with sqlite3.connect(site / "dudao.sqlite3") as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [base.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]


def test_an_import_that_finds_no_room_leaves_nothing_and_comes_in_later(site: Path) -> None:
    before = counts(site)
    for room in (1, 20_000, 150_000):  # nothing of it fits, some, most
        assert brings_in(site, room) == ["WritesStopped", "False"]  # and the site says that it is not fit
        assert counts(site) == before

    assert brings_in(site, 0) == ["done", "True"]
    assert counts(site)[0] == before[0] + 1 and counts(site)[1] > 700
