"""The arrows drawn in pyproject.toml, and that nobody reaches past `visible_to`."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "dudao"
UNGUARDED = re.compile(r"\.(?:objects|_default_manager|_base_manager)\.(?!visible_to\()")


def test_every_import_contract_is_kept(checkout):
    lint_imports = shutil.which("lint-imports", path=str(Path(sys.executable).parent))

    run = subprocess.run([lint_imports, "--no-cache"], cwd=checkout, capture_output=True, text=True, encoding="utf-8")

    assert run.returncode == 0, run.stdout


def test_views_hand_out_only_what_the_person_may_see():
    doors = [
        path
        for name in ("views", "api")
        for path in (*SOURCE.glob(f"apps/*/{name}.py"), *SOURCE.glob(f"apps/*/{name}/*.py"))
    ]

    assert [f"{path.relative_to(SOURCE)}" for path in doors if UNGUARDED.search(path.read_text("utf-8"))] == []


def test_the_guard_would_see_an_unguarded_fetch():
    assert UNGUARDED.search("School.objects.get(pk=pk)")
    assert not UNGUARDED.search("School.objects.visible_to(request.user)")


def test_only_the_cage_and_the_tools_start_other_programs():
    """Hostile files are read in a limited child; nothing of a site may start a program of its own making."""
    starting = re.compile(r"^\s*(?:import|from) (?:subprocess|multiprocessing|resource)\b", re.MULTILINE)
    allowed = {"cage.py", "frontend.py", "cli/doctor.py"}
    found = {
        path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py") if starting.search(path.read_text("utf-8"))
    }

    assert {name for name in found - allowed if not name.startswith(("cage/", "cli/"))} == set()
