"""The system calls that write fail, one at a time, as a dying disk fails them. Needs strace; run by `make faults`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.conftest import ROOT, environment
from tests.faults.test_storm import check

CALLS = ("fsync", "fdatasync", "pwrite64")
TURNS = (1, 2, 3, 5, 8, 13, 21, 34, 55)


@pytest.fixture
def strace() -> str:
    if os.environ.get("FAULTS") != "on":
        pytest.skip("run by make faults")
    found = shutil.which("strace")
    if found is None or subprocess.run([found, "-o", os.devnull, "true"], capture_output=True).returncode:
        pytest.skip("no strace, or no right to trace")
    return found


@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
@pytest.mark.parametrize("call", CALLS)
def test_nobody_is_told_saved_of_what_was_not(call: str, error: str, strace: str, site: Path, tmp_path: Path) -> None:
    outcomes = set()
    for turn in TURNS:
        harmed = Path(shutil.copytree(site, tmp_path / f"{call}-{turn}"))
        inject = ["-f", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={turn}"]
        command = [strace, *inject, sys.executable, "-m", "tests.faults.one_writer", str(harmed)]
        done = subprocess.run(command, env=environment(harmed), cwd=ROOT, capture_output=True, text=True, timeout=180)
        assert done.returncode == 0, done.stderr
        *saved, end = done.stdout.splitlines()
        check(harmed, [line.split()[1] for line in saved], at_least=0)
        assert end != "all stopped" and len(saved) < 30 or end == "all goes-on", end
        outcomes.add(end)
    if call != "fdatasync":  # SQLite may not use it at all here
        assert outcomes - {"all goes-on"}, "the fault was never met"
        assert error != "EIO" or call != "fsync" or any(end.endswith("stopped") for end in outcomes)
