"""Medians of CPU time, and a row to print. The machine is shared: quote medians and ratios."""

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One figure: what, its median and spread in seconds of CPU, the bar it has to keep (0: none)."""

    what: str
    median: float
    least: float
    most: float
    bar: float = 0.0
    note: str = ""

    def line(self) -> str:
        bar = f"bar {self.bar * 1000:8.1f}" if self.bar else " " * 12
        verdict = ("  keeps" if self.median <= self.bar else "  MISSES") if self.bar else ""
        spread = f"{self.least * 1000:.1f}–{self.most * 1000:.1f}"
        return f"{self.what:<58}{self.median * 1000:10.1f} ms  ({spread:>15})  {bar}{verdict}  {self.note}"


def measure(what: str, do: Callable[[], object], *, times: int = 7, bar: float = 0.0, note: str = "") -> Measured:
    """The function run so many times after one warm-up; CPU seconds of this process and of children it waited for."""
    do()
    spent = []
    for _ in range(times):
        before = _cpu()
        do()
        spent.append(_cpu() - before)
    return Measured(what=what, median=statistics.median(spent), least=min(spent), most=max(spent), bar=bar, note=note)


def wall(what: str, do: Callable[[], object], *, times: int = 5, bar: float = 0.0, note: str = "") -> Measured:
    """The same on the wall clock, for what waits for a child."""
    do()
    spent = []
    for _ in range(times):
        before = time.perf_counter()
        do()
        spent.append(time.perf_counter() - before)
    return Measured(
        what=f"{what} (wall)", median=statistics.median(spent), least=min(spent), most=max(spent), bar=bar, note=note
    )


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
