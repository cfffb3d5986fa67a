"""`dudao doctor`: green where the machine is fit, red and status 1 where data would be at risk."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from dudao import frontend
from dudao.cli import doctor, exits, main
from dudao.database import build


def asked(data=None):
    """The doctor as people call it: a process of its own, with this data folder."""
    environ = {**os.environ, "PYTHONUTF8": "1", **({"DUDAO_DATA": str(data)} if data else {})}
    return subprocess.run(
        [sys.executable, "-m", "dudao", "doctor"], env=environ, capture_output=True, text=True, encoding="utf-8"
    )


def test_a_fit_machine_is_green(tmp_path):
    result = asked(tmp_path)

    assert "✗" not in result.stdout
    assert result.returncode == exits.DONE
    assert list(tmp_path.iterdir()) == []  # it looks and leaves nothing behind


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_red(tmp_path):
    tmp_path.chmod(0o500)

    result = asked(tmp_path)

    assert (result.returncode, "写不进去" in result.stdout) == (exits.NO, True)


def test_a_folder_that_cannot_exist_is_red():
    result = asked("/proc/dudao")

    assert result.returncode == exits.NO
    assert "✗ 不行\t数据文件夹：/proc/dudao 写不进去" in result.stdout


def test_a_relative_folder_is_refused_with_words():
    result = asked("somewhere")

    assert result.returncode == exits.REFUSED
    assert "绝对路径" in result.stderr


@pytest.mark.parametrize(
    ("version", "red"),
    [
        ((3, 40, 1), True),
        ((3, 44, 6), False),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
    ],
)
def test_an_sqlite_with_the_bug_is_red(version, red, monkeypatch):
    monkeypatch.setattr(build, "version_in_use", lambda: version)
    monkeypatch.setattr("dudao.database.checks.version_in_use", lambda: version)

    assert (doctor._sqlite().light is doctor.Light.RED) == red


def test_missing_files_of_the_pages_are_red(monkeypatch, tmp_path):
    monkeypatch.setattr(frontend, "MANIFEST", tmp_path / "MANIFEST.json")

    result = CliRunner().invoke(main, ["doctor"])

    assert result.exit_code == exits.NO
    assert "缺少样式、脚本或图标" in result.output
