"""Help answers at once, and the site starts without what only a job needs."""

import subprocess
import sys

import pytest

from dudao import cli
from dudao.cli import site

HEAVY = {
    "django",
    "yaml",
    "python_calamine",
    "xlsxwriter",
    "xlrd",
    "openpyxl",
    "pypinyin",
    "granian",
    "defusedxml",
    "sqlite3",
}
WAITING = {"python_calamine", "xlsxwriter", "xlrd", "pypinyin", "granian"}

COMMANDS = [(), *((name,) for name in cli.COMMANDS), *(("site", name) for name in site.COMMANDS)]


def loaded_by(code: str) -> set[str]:
    """The top-level modules that a fresh Python has loaded after running `code`."""
    shown = f"{code}\nimport sys; print('LOADED', *{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    return set(run.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: " ".join(("dudao", *words)))
def test_help_imports_nothing_heavy(command):
    code = f"from dudao.cli import main; main([*{command!r}, '--help'], standalone_mode=False)"

    assert loaded_by(code) & HEAVY == set()


def test_the_site_starts_without_the_readers_and_writers_of_workbooks():
    start = """
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "dudao.settings"
import django; django.setup()
import dudao.urls
"""
    assert loaded_by(start) & WAITING == set()
