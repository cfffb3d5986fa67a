"""`dudao site log`: verify and checkpoint, over a site that was set up."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest


def dudao(data: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ, DUDAO_DATA=str(data))
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "dudao", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a county in it."""
    data = tmp_path_factory.mktemp("site")
    program = (
        "from pathlib import Path; from dudao.cli.site.serving import set_up, _first_start; "
        f"set_up(Path({str(data)!r}), 8399); _first_start('青禾县', False)"
    )
    environment = dict(os.environ, DUDAO_DATA=str(data))
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run([sys.executable, "-c", program], check=True, env=environment, timeout=120)
    return data


def test_a_whole_log_is_told_as_whole_and_agrees_with_its_checkpoint(site: Path, tmp_path: Path) -> None:
    checkpoint = tmp_path / "检查点.txt"
    checkpoint.write_text(dudao(site, "site", "log", "checkpoint").stdout, "utf-8")
    done = dudao(site, "site", "log", "verify", "--checkpoint", checkpoint)

    assert done.returncode == 0, done.stderr
    assert "完好" in done.stdout and checkpoint.read_text("utf-8").startswith("local/000000/1\n")


def test_a_record_changed_behind_the_program_is_named(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in site.iterdir():
        if file.is_file():
            (copy / file.name).write_bytes(file.read_bytes())
    with sqlite3.connect(copy / "dudao.sqlite3") as base:
        base.execute("DROP TRIGGER audit_record_no_update")
        base.execute("UPDATE audit_record SET role = 'nobody' WHERE seq = 1")
    done = dudao(copy, "site", "log", "verify")

    assert done.returncode == 1
    assert "第 1 条被改过" in done.stdout


def test_what_is_no_checkpoint_of_this_log_cannot_be_compared(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("elsewhere/530129/1\n3\nAAAA\n", "utf-8")
    nonsense = tmp_path / "nonsense.txt"
    nonsense.write_text("hello", "utf-8")

    assert dudao(site, "site", "log", "verify", "--checkpoint", other).returncode == 2
    assert dudao(site, "site", "log", "verify", "--checkpoint", nonsense).returncode == 2
    assert dudao(tmp_path, "site", "log", "verify").returncode == 3
