"""Many counties at once: ours exactly, pandas and Polars by hand in floats, LibreOffice recalculating the same workbook.

Every run is a process of its own. Equal answers are asserted before any time is told: values, verdicts, the school rule,
flags, coefficients, rates and scores; where floats differ, the exact value has to be on a limit.
"""

import csv
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from pathlib import Path

from benchmarks.size_data import headings, made
from benchmarks.size_office import office
from dudao.calc.columns import Table
from dudao.library.read import catalogue, standards

SIZES = {"county": 1, "province": 63, "nation": 1563}  # counties of about 320 rows
TIMES = {"county": 3, "province": 3, "nation": 1}
PEERS = ("pandas", "polars")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line of the table, in CPU seconds; `bar` 0: none."""

    text: str
    median: float = 0.0
    bar: float = 0.0

    def line(self) -> str:
        if not self.bar:
            return self.text
        return f"{self.text}   bar {self.bar:g}{'  keeps' if self.median <= self.bar else '  MISSES'}"


@dataclass(frozen=True, kw_only=True)
class Spent:
    """Medians over several processes: seconds and megabytes."""

    wall: float
    cpu: float
    peak: float
    phases: dict[str, float]
    told: dict[str, object]


def run() -> Iterator[Told]:
    """Prints as it goes; `python -m benchmarks size`, with `nation` behind it for that size too."""
    names = ["ours", *(name for name in PEERS if importlib.util.find_spec(name))]
    with tempfile.TemporaryDirectory() as folder:
        spent: dict[tuple[str, str], Spent] = {}
        for size in _wanted():
            place = Path(folder) / size
            table = _write(place, SIZES[size])
            rows = len(table.school_of)
            yield Told(
                text=f"{size}: {rows} school-stage rows, {len(table.schools)} schools, {len(table.counties)} counties"
            )
            if size == "province":
                yield from _agree(place, names[1:])
            for name in names:
                found = spent[size, name] = _measure(name, place, TIMES[size])
                yield _line(name, size, rows, found)
            if size != "nation":
                yield from office(place, table, spent[size, "ours"], size, 3 if size == "county" else 1)
            del table
        yield from _bars(spent)


def _wanted() -> list[str]:
    return os.environ.get("SIZES", "county province").split()


def _write(place: Path, counties: int) -> Table:
    judged = {
        one.code: [level.code for level in one.judgement.levels]
        for standard in standards()
        for one in (*standard.items, *standard.triggers)
        if one.judgement is not None and not getattr(getattr(one, "level", None), "of_school", False)
    }
    table = made(counties, catalogue(), judged, seed=20_261_125)
    place.mkdir()
    for name, heads, rows in headings(table):
        with (place / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(heads)
            writer.writerows(rows)
    return table


def _child(name: str, place: Path, answers: str = "") -> tuple[float, float, float, dict]:
    """Wall seconds, CPU seconds, peak megabytes, and what the child told."""
    started = time.perf_counter()
    environment = {**os.environ, "POLARS_MAX_THREADS": "2"}
    command = [sys.executable, "-m", f"benchmarks.size_{name}", str(place), *([answers] if answers else [])]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    assert child.stdout is not None
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"benchmarks.size_{name} ended with {child.returncode}")
    wall = time.perf_counter() - started
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, json.loads(said)


def _measure(name: str, place: Path, times: int) -> Spent:
    runs = [_child(name, place) for _ in range(times + (times > 1))][-times:]
    phases = {phase: statistics.median(run[3][phase] for run in runs) for phase in ("import", "read", "work")}
    return Spent(
        wall=statistics.median(run[0] for run in runs),
        cpu=statistics.median(run[1] for run in runs),
        peak=max(run[2] for run in runs),
        phases=phases,
        told=runs[0][3],
    )


def _line(name: str, size: str, rows: int, found: Spent) -> Told:
    phases = "  ".join(f"{phase} {seconds:7.3f}" for phase, seconds in found.phases.items())
    each = found.phases["work"] / rows * 1e6
    text = (
        f"  {name:<7} {size:<9} whole process: wall {found.wall:7.3f} s  CPU {found.cpu:7.3f} s  peak {found.peak:6.0f} MB"
        f"   CPU of {phases}   work {each:6.1f} µs a row"
    )
    if name == "ours":
        text += f"   to the exact evaluator: {found.told['fallen']}"
    return Told(text=text)


def _bars(spent: dict[tuple[str, str], Spent]) -> Iterator[Told]:
    for size, bar in (("province", 1.0), ("nation", 10.0)):
        if (size, "ours") in spent:
            work = spent[size, "ours"].phases["work"]
            yield Told(text=f"  {size}, exact, both standards: {work:.3f} s CPU", median=work, bar=bar)
    if ("nation", "ours") in spent:
        found = spent["nation", "ours"]
        yield Told(text=f"  nation, peak: {found.peak / 1024:.2f} GB", median=found.peak / 1024, bar=1.5)
        if ("province", "ours") in spent:
            growth = (
                found.phases["work"] / spent["province", "ours"].phases["work"] / SIZES["nation"] * SIZES["province"]
            )
            yield Told(text=f"  cost per row, nation to province: {growth:.2f}", median=growth, bar=1.25)
    for name in PEERS:
        if importlib.util.find_spec(name) is None:
            yield Told(text=f"  {name} is not installed: not compared (`make bench` installs it)")
        if ("province", name) not in spent:
            continue
        ours, theirs = spent["province", "ours"], spent["province", name]
        ratio, work = ours.cpu / theirs.cpu, ours.phases["work"] / theirs.phases["work"]
        text = (
            f"  province, ours to {name}: whole process {ratio:.2f} in CPU and {ours.wall / theirs.wall:.2f} in wall; "
            f"work alone {work:.1f}"
        )
        yield Told(text=text, median=ratio, bar=1.0 if name == "pandas" else 0.0)


# — equal answers


def _agree(place: Path, peers: list[str]) -> Iterator[Told]:
    """What ours and the peers say is the same, but for values on a limit; how often floats are wrong there."""
    ours = _answers("ours", place)
    yield _ties(ours)
    for name in peers:
        theirs = _answers(name, place)
        wrong = Counter[str]()
        _compare_rows(ours, theirs, wrong)
        _compare_variations(ours, theirs, wrong)
        _compare_counties(ours, theirs, wrong)
        several = "  ".join(f"{what} {number}" for what, number in wrong.items())
        yield Told(
            text=f"  {name}: equal but for values exactly on a limit; there floats are wrong: {several or 'never'}"
        )


def _answers(name: str, place: Path) -> dict:
    path = place / f"{name}.json"
    _child(name, place, str(path))
    return json.loads(path.read_text("utf-8"))


def _ties(ours: dict) -> Told:
    cells = Counter(mark for marks in ours["ties"].values() for mark in marks)
    rows = sum("t" in marks or "p" in marks for marks in ours["ties"].values())
    squares = [square for county in ours["squares"].values() for square in county.values() if square]
    exact = sum(Fraction(int(above), int(below)) in (Fraction(1, 4), Fraction(81, 400)) for above, below in squares)
    return Told(
        text=f"  built ties: {cells['t']} cells on a limit or floor and {cells['p']} half a printed digit below, in {rows} "
        f"rows; {exact} of {len(squares)} known coefficients exactly on theirs"
    )


def _compare_rows(ours: dict, theirs: dict, wrong: Counter[str]) -> None:
    assert ours["rows"].keys() == theirs["rows"].keys(), "not the same rows"
    excused = set()
    for key, codes in ours["rows"].items():
        for place, (code, other) in enumerate(zip(codes, theirs["rows"][key], strict=True)):
            if code != other:
                assert ours["ties"][key][place] == "t", (key, place)
                wrong["verdicts"] += 1
                excused.add(key)
            if ours["edges"][key][place] != theirs["edges"][key][place]:
                assert ours["ties"][key][place] != "-", (key, place)
                wrong["flags"] += 1
        if "t" in ours["ties"][key]:
            excused.add(key)
    for key, code in ours["rules"].items():
        if code != theirs["rules"][key]:
            assert key in excused, key
            wrong["schools"] += 1
    for code, found in ours["schools"].items():
        here = theirs["schools"][code]  # a school of unknown type is open; the peers leave it out
        assert here.keys() <= found.keys(), (code, "not the same schools")
        assert all(one == 2 for key, one in found.items() if key not in here), code
        other = sum(found[key] != one for key, one in here.items())
        if other:
            assert code == "YZJH-3.4", code  # 5 % of the budget, to the cent
            wrong[code] += other


def _compare_variations(ours: dict, theirs: dict, wrong: Counter[str]) -> None:
    limits = {"primary": Fraction(1, 2), "junior": Fraction(9, 20)}
    for county, found in ours["squares"].items():
        for pair, value in zip(theirs["pairs"], theirs["variations"][county], strict=True):
            stage, number = pair.split()
            key = f"{stage} YZJH-1.{int(number) + 1}"
            square = found[key]
            assert (square is None) == (value is None or value != value), (county, pair)
            if square is not None:
                exact = Fraction(int(square[0]), int(square[1]))
                assert abs(sqrt(exact) - value) < 1e-9, (county, pair)
                if (value <= float(limits[stage])) != (ours["variations"][county][key] == 1):
                    assert exact == limits[stage] ** 2, (county, pair)
                    wrong["coefficients"] += 1


def _compare_counties(ours: dict, theirs: dict, wrong: Counter[str]) -> None:
    for item, codes in theirs["counties"].items():
        stages = list(ours["counties"][item].values())
        mine = stages[0] if len(stages) == 1 else [_together(several) for several in zip(*stages)]
        assert mine == codes, (item, mine, codes)
    for (low, high), ends in zip(ours["score"].values(), theirs["score"], strict=True):
        if max(abs(float(Fraction(low)) - ends[0]), abs(float(Fraction(high)) - ends[1])) > 1e-9:
            wrong["scores"] += 1
    assert wrong["scores"] <= len(theirs["score"]) // 20, "scores differ, and not at steps of a ladder only"
    if not wrong["scores"]:
        del wrong["scores"]


def _together(codes: tuple[int, ...]) -> int:
    return 0 if 0 in codes else 2 if 2 in codes else 1
