"""`python -m benchmarks [part…] [size…]`: assessment, workbook, batch, pages, size. Prints machine, commit, medians, bars, peers."""

import importlib
import os
import platform
import subprocess
import sys

PARTS = ("assessment", "workbook", "batch", "pages", "size")
SIZES = ("county", "province", "nation")  # of the last part; without any: county and province


def main(wanted: list[str]) -> int:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    print(f"commit {commit.stdout.strip() or '?'}; Python {platform.python_version()}; {platform.platform()}")
    print("CPU milliseconds, median (least–most); shared machine: compare ratios.")
    missed = 0
    if sizes := [name for name in wanted if name in SIZES]:
        os.environ["SIZES"] = " ".join(sizes)
        wanted = [name for name in wanted if name not in SIZES] or ["size"]
    for name in wanted or PARTS:
        print(f"\n== {name}")
        for measured in importlib.import_module(f"benchmarks.{name}").run():
            print(measured.line(), flush=True)
            missed += bool(measured.bar and measured.median > measured.bar)
    print(f"\n{missed} bars missed." if missed else "\nEvery bar is kept.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
