"""`dudao site people`: the workbook of the first day without a browser."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dudao.spreadsheets.directory import PersonRow, UnitRow, directory_template
from tests.spreadsheets.directory.first_day import WORDS

UNITS = [
    UnitRow(number=0, kind="township", code="Z1", name="青石镇"),
    UnitRow(number=0, kind="school", code="S1", name="中心小学", above="青石镇", school_type="primary"),
]
PEOPLE = [PersonRow(number=0, unit="中心小学", title="校长", name="张三", login="zhangsan", duties=("review", "lead"))]


def dudao(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "dudao", "site", "people", *words]
    environment = {**os.environ, "DUDAO_DATA": str(data), **more}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a site in it that nobody serves."""
    code = (
        "from pathlib import Path; from dudao.cli.site import serving; import os;"
        "serving.set_up(Path(os.environ['DUDAO_DATA']), 8399); serving._first_start('青禾县', False)"
    )
    folder = tmp_path / "data"
    folder.mkdir()
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "DUDAO_DATA": str(folder)}, check=True, timeout=120)
    return folder


def test_it_is_checked_then_brought_in_then_the_same(data, tmp_path):
    file, wrong = tmp_path / "单位人员表.xlsx", tmp_path / "错.xlsx"
    file.write_bytes(directory_template(WORDS, units=UNITS, people=PEOPLE))
    wrong.write_bytes(directory_template(WORDS, units=UNITS[:1], people=PEOPLE))

    mistaken = dudao(data, str(wrong))
    assert (mistaken.returncode, "人员!A4" in mistaken.stderr) == (1, True)

    checked = dudao(data, str(file))
    assert checked.returncode == 0 and "单位：新增 2，改动 0" in checked.stdout

    brought = dudao(data, str(file), "--bring-in", "--on", "2026-09-01")
    assert brought.returncode == 0 and "已带入。" in brought.stdout

    out = tmp_path / "现有.xlsx"
    assert dudao(data, "--template", str(out)).returncode == 0
    again = dudao(data, str(out), "--lang", "en")
    assert "Units: 0 new, 0 changed, 2 the same" in again.stdout, again.stdout + again.stderr
