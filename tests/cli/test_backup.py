"""`dudao site backup`, `restore`, `drill`: what was acknowledged is in the copy, and the copy can be gone on from."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dudao.cli.site.copies import manifest

ROOT = Path(__file__).resolve().parents[2]
CHANGED = {"audit_log", "audit_record", "audit_recordfacts", "django_session", "organisations_entrylink"}
WRITER = """
import sys; from pathlib import Path; from dudao.cli.site.serving import open_site
open_site(Path(sys.argv[1]), 8399)
from django.utils import timezone
from dudao.apps.audit.actors import SYSTEM
from dudao.apps.organisations.actions import issue_link
from dudao.apps.organisations.models import EntryLink, Person
person = Person.objects.get()
while True:
    issue_link(person, by=SYSTEM, at=timezone.now())
    print(EntryLink.objects.order_by("-pk").values_list("pk", flat=True)[0], flush=True)
"""


def environment(data: Path, **more: str) -> dict[str, str]:
    said = {**os.environ, "DUDAO_DATA": str(data), "DUDAO_DATABASE": "", "PYTHONPATH": str(ROOT / "src"), **more}
    said.pop("DJANGO_SETTINGS_MODULE", None)
    return said


def dudao(data: Path, *arguments: object, **more: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "dudao", "site", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment(data, **more), timeout=120)


def rows(file: Path, table: str) -> list[tuple]:
    with sqlite3.connect(file) as base:
        return base.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def digests(file: Path) -> dict[str, str]:
    """Every table of a database by the digest of its rows."""
    tables = [name for _type, name, *_rest in rows(file, "sqlite_master") if _type == "table"]
    return {
        table: hashlib.sha256(repr(rows(file, table)).encode()).hexdigest()
        for table in tables
        if table not in CHANGED and not table.startswith("sqlite_")
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("site")
    program = (
        "from pathlib import Path; from dudao.cli.site.serving import set_up, _first_start, new_link; "
        f"set_up(Path({str(data)!r}), 8399); _first_start('青禾县', False); new_link(8399)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env=environment(data), timeout=120)
    return data


@pytest.fixture(scope="module")
def copy(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that every test may read and none may change."""
    place = tmp_path_factory.mktemp("copies")
    done = dudao(site, "backup", "--to", place)
    assert done.returncode == 0, done.stderr
    return manifest.newest_in(place)


@pytest.fixture
def mine(copy: Path, tmp_path: Path) -> Path:
    """The copy, to be spoilt."""
    return Path(shutil.copytree(copy, tmp_path / "copy"))


def forged(place: Path, **said: object) -> None:
    """A manifest with other content, as another program version would have written it: its digest fits."""
    content = {**json.loads((place / manifest.NAME).read_text("utf-8")), **said}
    content.pop("digest")
    content["digest"] = manifest._digest(content)
    (place / manifest.NAME).write_text(json.dumps(content), "utf-8")


def test_a_copy_lists_every_part_of_itself_and_is_for_nobody_else(copy: Path) -> None:
    said = manifest.read(copy)

    assert {part.name for part in said.parts} == {file.name for file in copy.iterdir()} - {manifest.NAME}
    assert said.counties == (("000000", "青禾县"),)
    assert {file.stat().st_mode & 0o077 for file in copy.iterdir()} == {0}
    assert not any("secret" in file.name for file in copy.iterdir())  # keys travel apart


def test_a_copy_taken_while_others_write_holds_what_was_acknowledged_before_it(site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(site)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(site)) as writer:
        try:
            acknowledged = [int(writer.stdout.readline()) for _turn in range(20)]
            done = dudao(site, "backup", "--to", tmp_path / "copies")
            writer.stdout.readline()  # it went on all the time
        finally:
            writer.kill()
    assert done.returncode == 0, done.stderr
    taken = manifest.newest_in(tmp_path / "copies")
    manifest.check(taken, manifest.read(taken))

    assert set(acknowledged) <= {row[0] for row in rows(taken / "database.sqlite3", "organisations_entrylink")}
    restored = dudao(site, "restore", taken, "--into", tmp_path / "new")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert digests(tmp_path / "new" / "dudao.sqlite3") == digests(taken / "database.sqlite3")


def test_every_table_comes_back_and_each_log_goes_on_in_a_new_epoch(site: Path, copy: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    done = dudao(site, "restore", copy, "--into", new)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "以后做的事不在这份备份里" in done.stdout and f"DUDAO_DATA={new} dudao site serve" in done.stdout
    assert digests(new / "dudao.sqlite3") == digests(copy / "database.sqlite3")
    with sqlite3.connect(new / "dudao.sqlite3") as base:
        (head,) = base.execute("SELECT head FROM audit_log WHERE epoch = 1").fetchone()
        told = "SELECT facts FROM audit_recordfacts JOIN audit_record ON record_id = id WHERE seq = 0 AND log_id = 2"
        first = json.loads(base.execute(told).fetchone()[0])
        open_links = base.execute(
            "SELECT count(*) FROM organisations_entrylink WHERE expires_at > datetime('now', '+1 minute')"
        )
        assert open_links.fetchone() == (0,)  # they may have been used since
    assert first["previous"] == head and first["copy"] == manifest.read(copy).digest
    assert first["checkpoint"] == (copy / "checkpoint.txt").read_text("utf-8")
    verified = dudao(new, "log", "verify", "--checkpoint", copy / "checkpoint.txt")
    assert (verified.returncode, "local/000000/2：" in verified.stdout) == (0, True), verified.stdout
    assert {file.name for file in new.iterdir()} >= {"dudao.sqlite3", "secret-key"}
    assert not list(new.glob(".restoring*"))


def test_a_checkpoint_somebody_held_tells_how_much_is_lost(site: Path, copy: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.txt"
    later.write_text(dudao(site, "log", "checkpoint").stdout, "utf-8")
    longer = int(later.read_text("utf-8").splitlines()[1]) - int((copy / "checkpoint.txt").read_text().splitlines()[1])
    done = dudao(site, "restore", copy, "--into", tmp_path / "new", "--checkpoint", later)

    assert longer > 0 and f"少了 {longer} 条" in done.stdout


def test_a_copy_that_contradicts_a_checkpoint_is_restored_and_said_to(site: Path, copy: Path, tmp_path: Path) -> None:
    held = tmp_path / "held.txt"
    held.write_text("local/000000/1\n2\nNCf7nm92YWWPyz1u6z2qbocXzQDB/v3dvuRFaMhWRyw=\n", "utf-8")
    done = dudao(site, "restore", copy, "--into", tmp_path / "new", "--checkpoint", held)

    assert done.returncode == 1 and "不是同一条链" in done.stdout


@pytest.mark.parametrize("name", [*manifest.PARTS, manifest.NAME])
@pytest.mark.parametrize("harm", ["flipped", "cut", "gone"])
def test_whatever_part_is_damaged_it_is_named(name: str, harm: str, mine: Path) -> None:
    file = mine / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(content if harm == "flipped" else content[:-7])

    with pytest.raises((manifest.DamagedCopy, manifest.NotACopy), match=name):
        manifest.check(mine, manifest.read(mine))


def test_a_damaged_copy_is_refused_before_anything_is_written(mine: Path, tmp_path: Path) -> None:
    with (mine / "database.sqlite3").open("r+b") as file:
        file.write(b"x")
    done = dudao(tmp_path, "restore", mine, "--into", tmp_path / "new")

    assert done.returncode == 3 and "database.sqlite3" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"form": 2}, "先升级督导"),
        ({"kind": "another-program"}, "不是督导的备份"),
        ({"migrations": ["returns.9999_of_tomorrow"]}, "returns.9999_of_tomorrow"),
    ],
)
def test_a_newer_or_foreign_copy_is_refused(said: dict, words: str, mine: Path, tmp_path: Path) -> None:
    forged(mine, **said)
    done = dudao(tmp_path, "restore", mine, "--into", tmp_path / "new")

    assert done.returncode == 3 and words in done.stderr
    assert not (tmp_path / "new" / "dudao.sqlite3").exists() and not list((tmp_path / "new").glob(".restoring*"))


def test_a_copy_of_another_installation_is_refused_by_name(copy: Path, tmp_path: Path) -> None:
    done = dudao(tmp_path, "restore", copy, "--into", tmp_path / "new", DUDAO_INSTALLATION="elsewhere")

    assert done.returncode == 3 and "elsewhere" in done.stderr and "DUDAO_INSTALLATION=local" in done.stderr


def test_a_folder_with_a_site_is_left_as_it_is(site: Path, copy: Path) -> None:
    before = (site / "secret-key").read_bytes()
    done = dudao(site, "restore", copy, "--into", site)

    assert done.returncode == 3 and "已经有一个网站" in done.stderr
    assert (site / "secret-key").read_bytes() == before


@pytest.mark.parametrize("moment", ["draft", "opened"])
def test_a_killed_restore_leaves_no_site_and_the_next_one_works(
    moment: str, site: Path, copy: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    command = [sys.executable, "-m", "dudao", "site", "restore", str(copy), "--into", str(new)]
    with subprocess.Popen(command, env=environment(site), stdout=subprocess.DEVNULL) as restoring:
        deadline = time.monotonic() + 60
        wanted = ".restoring-*/" + {"draft": "dudao.sqlite3", "opened": "secret-key"}[moment]
        while not list(new.glob(wanted)) and restoring.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        restoring.kill()
    assert restoring.returncode == -9 and not (new / "dudao.sqlite3").exists()

    done = dudao(site, "restore", copy, "--into", new)
    assert done.returncode == 0, done.stderr
    assert digests(new / "dudao.sqlite3") == digests(copy / "database.sqlite3")
    assert not list(new.glob(".restoring*"))


def test_a_killed_backup_is_no_copy_and_is_cleared_away_after_a_day(site: Path, tmp_path: Path) -> None:
    left = tmp_path / "copies" / ".dudao-local-20200101T000000.000000Z-unfinished"
    left.mkdir(parents=True)
    (left / "database.sqlite3").write_bytes(b"half")
    refused = dudao(site, "restore", left, "--into", tmp_path / "new")
    assert refused.returncode == 3 and "没有做完" in refused.stderr

    os.utime(left, (0, 0))
    assert dudao(site, "backup", "--to", left.parent).returncode == 0
    assert not left.exists()


def test_a_copy_is_not_laid_beside_what_it_is_a_copy_of(site: Path) -> None:
    done = dudao(site, "backup", "--to", site / "copies")

    assert done.returncode == 3 and "换一个地方" in done.stderr and not (site / "copies").exists()


def test_a_damaged_database_is_not_copied_as_if_it_were_whole(site: Path, tmp_path: Path) -> None:
    ill = Path(shutil.copytree(site, tmp_path / "ill"))
    with sqlite3.connect(ill / "dudao.sqlite3") as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray((ill / "dudao.sqlite3").read_bytes())
    content[20 * 4096 + 100 : 30 * 4096] = b"\xff" * (10 * 4096 - 100)
    (ill / "dudao.sqlite3").write_bytes(content)
    done = dudao(ill, "backup", "--to", tmp_path / "copies")

    assert done.returncode != 0 and not list((tmp_path / "copies").glob("dudao-*"))


def test_a_drill_takes_restores_verifies_and_opens_pages(site: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    done = dudao(site, "drill", "--to", tmp_path / "copies", "--report", report)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "通过。共用" in done.stdout and "打开了" in done.stdout and report.read_text("utf-8") == done.stdout
    with sqlite3.connect(site / "dudao.sqlite3") as base:
        verbs = [row[0] for row in base.execute("SELECT verb FROM audit_record ORDER BY id DESC LIMIT 2")]
    assert verbs == ["upkeep.drill.hold", "upkeep.copy.take"]


def test_a_drill_with_a_spoilt_copy_fails_and_says_where(site: Path, mine: Path) -> None:
    (mine / "database.sqlite3").write_bytes(b"SQLite format 3\0" + bytes(9000))
    done = dudao(site, "drill", "--from", mine)

    assert done.returncode == 1 and "没有通过" in done.stdout and "database.sqlite3" in done.stdout
