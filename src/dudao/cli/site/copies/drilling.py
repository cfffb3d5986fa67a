"""Restoring for practice: the same commands as in an emergency, into a place that is thrown away."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PAGES = 20


@dataclass
class Drill:
    """What a drill came to: steps in order, each with its words and seconds, the first that failed last."""

    copy: Path
    steps: list[tuple[str, bool, float, str]] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return all(well for _name, well, _seconds, _said in self.steps)

    @property
    def seconds(self) -> float:
        return sum(seconds for _name, _well, seconds, _said in self.steps)

    def report(self, day: str) -> str:
        """A page to file: what was tried, how long it took, whether everything was there."""
        lines = [f"恢复演练 {day}", f"备份：{self.copy.name}"]
        for name, well, seconds, said in self.steps:
            lines += [
                f"{'✓' if well else '✗'} {name}，{_time(seconds)}",
                *(f"    {line}" for line in said.splitlines()),
            ]
        lines.append(f"{'通过' if self.passed else '没有通过'}。共用 {self.seconds / 60:.1f} 分钟。")
        return "\n".join(lines) + "\n"


def _time(seconds: float) -> str:
    return f"{seconds:.1f} 秒" if seconds < 60 else f"{seconds / 60:.1f} 分钟"


def hold(copy: Path) -> Drill:
    """Restore a copy into an empty place, verify its database and logs, open pages; the site in use is not touched."""
    drill = Drill(copy)
    with tempfile.TemporaryDirectory(prefix="dudao-drill-") as place:
        into = Path(place) / "site"
        environment = {**os.environ, "DUDAO_DATA": str(into), "DUDAO_INSTALLATION": _installation(copy)}
        dudao = (sys.executable, "-m", "dudao", "site")
        tries = {
            "恢复到空文件夹，核对每个文件、数据库": (*dudao, "restore", str(copy), "--into", str(into)),
            "核对操作日志": (*dudao, "log", "verify", "--checkpoint", str(copy / "checkpoint.txt")),
            f"打开 {PAGES} 页": (sys.executable, "-m", "dudao.cli.site.copies.opening", str(into), str(PAGES)),
        }
        for name, words in tries.items():
            well, seconds, said = _run(words, environment)
            if words[2] == "dudao.cli.site.copies.opening" and well:
                well, said = _pages(said)
            drill.steps.append((name, well, seconds, said))
            if not well:
                break
    return drill


def _installation(copy: Path) -> str:
    """A drill may be held on any machine, whatever that one is called."""
    from dudao.cli.site.copies.manifest import read

    return read(copy).installation


def _run(words: tuple[str, ...], environment: Mapping[str, str]) -> tuple[bool, float, str]:
    start = time.monotonic()
    done = subprocess.run(words, env=environment, capture_output=True, text=True, encoding="utf-8")
    said = done.stdout.strip() if done.returncode == 0 else f"{done.stdout}{done.stderr}".strip()
    return done.returncode == 0, time.monotonic() - start, said


def _pages(said: str) -> tuple[bool, str]:
    found = json.loads(said.splitlines()[-1])
    failed = [f"{address} 打不开（{status}）" for address, status in found["failed"]]
    return not failed and found["opened"] > 0, "\n".join([f"打开了 {found['opened']} 页", *failed])
