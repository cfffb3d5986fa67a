"""kill -9 of whoever is writing, again and again: what was acknowledged is there, nothing is there twice, the log is whole."""

import hashlib
import os
import queue
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from tests.faults.conftest import ROOT, environment

WRITERS = 4
KILLS = int(os.environ.get("KILLS", "30"))


class Storm:
    """Writers in a process tree of their own, and what they were told."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.writers", str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=environment(folder), cwd=ROOT,
            start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout.readline() == "ready\n"
        self.told: queue.Queue[tuple[int, str]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            pid, token = line.split()
            self.told.put((int(pid), token))

    def start_writer(self) -> None:
        self.process.stdin.write("\n")

    def next(self) -> tuple[int, str]:
        return self.told.get(timeout=60)

    def end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)


def test_acknowledged_is_stored_and_nothing_twice(site: Path) -> None:
    chance, acknowledged, kills, alive = random.Random(20261126), [], 0, set()
    storm = Storm(site)
    try:
        for _each in range(WRITERS):
            storm.start_writer()
        while kills < KILLS:
            pid, token = storm.next()
            acknowledged.append(token)
            alive.add(pid)
            if chance.random() < 0.25:  # at any instant: in the act, in the commit, or between two
                time.sleep(chance.random() * 0.01)
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    kills += 1
                    storm.start_writer()
    finally:
        storm.end()
    while not storm.told.empty():
        acknowledged.append(storm.told.get()[1])
    check(site, acknowledged)
    assert len(alive) > WRITERS


def check(site: Path, acknowledged: list[str], at_least: int = KILLS) -> None:
    """What was acknowledged is stored, nothing is there twice, every act has its record, and the log is whole."""
    with sqlite3.connect(site / "dudao.sqlite3") as base:
        stored = [row[0] for row in base.execute("SELECT digest FROM organisations_entrylink")]
        acts = "SELECT count(*) FROM audit_record WHERE verb = 'organisations.entry.issue' AND ok"
        written = base.execute(acts).fetchone()[0]
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    lost = {hashlib.sha256(token.encode()).hexdigest() for token in acknowledged} - set(stored)
    assert (len(lost), len(stored) - len(set(stored)), written - len(stored)) == (0, 0, 0)
    assert len(acknowledged) == len(set(acknowledged)) >= at_least
    command = [sys.executable, "-m", "dudao", "site", "log", "verify"]
    verified = subprocess.run(command, env=environment(site), capture_output=True, text=True, timeout=120)
    assert verified.returncode == 0, verified.stdout + verified.stderr
