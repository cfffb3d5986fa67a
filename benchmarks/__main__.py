"""`python -m benchmarks [part…]`: assessment, workbook, batch, pages, size. Prints machine, commit, medians, bars and peers."""

import importlib
import platform
import subprocess
import sys

PARTS = ("assessment", "workbook", "batch", "pages", "size")


def main(wanted: list[str]) -> int:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    print(f"commit {commit.stdout.strip() or '?'}; Python {platform.python_version()}; {platform.platform()}")
    print("CPU milliseconds, median (least–most); shared machine: compare ratios.")
    missed = 0
    for name in wanted or PARTS:
        print(f"\n== {name}")
        for measured in importlib.import_module(f"benchmarks.{name}").run():
            print(measured.line(), flush=True)
            missed += bool(measured.bar and measured.median > measured.bar)
    print(f"\n{missed} bars missed." if missed else "\nEvery bar is kept.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
