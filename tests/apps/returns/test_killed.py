"""kill -9 in the middle of an import: nothing is half done, and the next attempt brings everything in."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SETUP = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from dudao.apps.campaigns.actions import ensure_first_campaign
from dudao.apps.organisations.actions import ensure_local_county
now = timezone.now()
county = ensure_local_county(name="青禾县", code="999901", is_demo=False, at=now)
ensure_first_campaign(county, name="2026 年自评", year=2026, standards=["YZJH-2017", "DEMO-6A-100"], at=now)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A data folder with a county and its first campaign, in a file of its own."""
    folder = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, "-c", SETUP], check=True, env=environment(folder), cwd=ROOT, timeout=120)
    return folder


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DUDAO_DATA": str(folder),
        "DUDAO_DATABASE": "",  # a file of its own, whatever the other tests run on
        "DJANGO_SETTINGS_MODULE": "dudao.settings",
        "PYTHONPATH": f"src{os.pathsep}.",
    }


def start(folder: Path, *args: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.apps.returns.bringing", str(folder), *args],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(folder),
        cwd=ROOT,
    )


def counts(folder: Path) -> dict[str, int]:
    tables = ("returns_change", "returns_stated", "returns_sheetrow", "organisations_unit", "returns_judged")
    with sqlite3.connect(folder / "dudao.sqlite3") as database:
        return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def test_a_killed_import_leaves_nothing_and_the_next_one_brings_all(site):
    with start(site, "written") as child:
        said = iter(child.stdout.readline, "")
        assert [next(said).strip(), next(said).strip()] == ["read", "written"], (
            "everything is written, nothing acknowledged"
        )
        os.kill(child.pid, signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    assert counts(site) == dict.fromkeys(counts(site), 0)

    with sqlite3.connect(site / "dudao.sqlite3") as database:
        assert database.execute("SELECT state, version FROM returns_draft").fetchall() == [("open", 1)]
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    with start(site) as child:
        assert child.communicate(timeout=120)[0].split() == ["read", "done"]
    now = counts(site)
    assert now["returns_change"] == 1 and now["organisations_unit"] == 106 and now["returns_stated"] > 700


def test_killed_in_the_middle_of_many_files_none_of_them_is_in(site):
    before = counts(site)
    with start(site, "written", "many") as child:
        said = iter(child.stdout.readline, "")
        assert [next(said).strip(), next(said).strip()] == ["read", "written"]
        os.kill(child.pid, signal.SIGKILL)
    assert counts(site) == before

    with start(site, "", "many") as child:
        assert child.communicate(timeout=120)[0].split() == ["read", "done"]
    now = counts(site)
    assert now["returns_change"] == before["returns_change"] + 1, "one change for all of them"
    assert now["returns_sheetrow"] == before["returns_sheetrow"] + 20
