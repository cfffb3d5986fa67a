"""The health pages say what is wrong, to whoever is on this machine, and say nothing about anybody."""

import re
import shutil
import time
from collections import namedtuple
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from dudao.apps.audit.actors import SYSTEM
from dudao.apps.audit.models import Log
from dudao.apps.upkeep import actions, readiness
from dudao.apps.upkeep.readiness import examine
from dudao.database import stopping
from tests.apps.audit.guard import lift

PAGES = ("/livez", "/readyz", "/metrics")
Usage = namedtuple("Usage", "total used free")
GB = 1024**3


@pytest.fixture
def monitor(county) -> Client:
    """A program on this machine that never came in."""
    return Client(HTTP_HOST="127.0.0.1:8321")


@pytest.fixture(autouse=True)
def writing_goes_on():
    yield
    stopping.start_again()


def light(name: str) -> tuple[bool, str]:
    return next((one.is_well, one.said) for one in examine() if one.name == name)


def test_a_fit_site_is_ready(monitor, at, monkeypatch):
    monkeypatch.setattr(readiness.timezone, "now", lambda: at + timedelta(minutes=1))
    answer = monitor.get("/readyz")

    assert (answer.status_code, answer.json()["ready"]) == (200, True), answer.json()
    assert set(answer.json()) == {"ready", "write", "disk", "migrations", "chain", "copy", "drill", "clock"}
    assert monitor.get("/livez").content == b"ok\n"


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("said", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}])
def test_whoever_is_elsewhere_finds_nothing(address, said, monitor, desk):
    assert monitor.get(address, **said).status_code == 404
    assert desk.get(address, **said).status_code == 404  # nor does somebody who came in


@pytest.mark.parametrize("address", PAGES)
def test_they_are_only_read(address, desk):
    assert desk.post(address).status_code == 405


def test_the_process_lives_though_the_database_is_gone(monitor, desk, monkeypatch):
    def gone(*_given: object) -> None:
        raise RuntimeError("gone")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(connection, "ensure_connection", gone)
        meanwhile.setattr(connection, "_cursor", gone)
        assert desk.get("/livez").status_code == 200
        answer = monitor.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["write"] == {"ok": False, "said": "查不了（RuntimeError）"}


def test_once_writing_was_stopped_it_is_red(monitor):
    error = RuntimeError()
    error.sqlite_errorcode = 1034  # SQLITE_IOERR_FSYNC
    assert stopping.refusal_for(error).status == 503

    answer = monitor.get("/readyz")
    assert answer.status_code == 503 and "已停止保存" in answer.json()["write"]["said"]
    assert 'dudao_ready{light="write"} 0' in monitor.get("/metrics").content.decode()


@pytest.mark.parametrize(("total", "free"), [(100 * GB, 1.9 * GB), (100 * GB, 4.9 * GB)])
def test_a_full_disk_takes_no_files_but_what_is_typed(total, free, desk, campaign, monitor, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(int(total), 0, int(free)))
    refused = desk.post("/data/upload", {"workbook": SimpleUploadedFile("学校表.xlsx", b"x")})

    assert refused.status_code == 507 and "填写和保存照常" in refused.content.decode()
    assert monitor.get("/readyz").json()["disk"]["ok"] is False
    typed = "application/x-www-form-urlencoded"
    assert desk.post("/settings/county", "name=青川县&code=999901", content_type=typed).status_code != 507


def test_with_room_files_are_taken_in(desk, campaign, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(100 * GB, 0, 6 * GB))
    answer = desk.post("/data/upload", {"workbook": SimpleUploadedFile("学校表.xlsx", b"x")})

    assert answer.status_code != 507 and "只剩" not in answer.content.decode()


def test_an_unmade_migration_is_red(county, monkeypatch):
    monkeypatch.setattr(readiness.MigrationExecutor, "migration_plan", lambda *_given: [object()])

    assert light("migrations") == (False, "有 1 步表结构没有更新；重新启动")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_record SET role = 'nobody' WHERE seq = 1",
        "UPDATE audit_log SET length = length + 1",
        "UPDATE audit_log SET head = prev FROM audit_record WHERE log_id = audit_log.id AND seq = 1",
    ],
)
def test_a_broken_chain_is_red(statement, county):
    lift()
    with connection.cursor() as cursor:
        cursor.execute(statement)

    well, said = light("chain")
    assert not well and "dudao site log verify" in said and Log.objects.get().name in said


@pytest.mark.parametrize(
    ("verb", "name", "most"),
    [("upkeep.copy.take", "copy", readiness.COPY_AFTER), ("upkeep.drill.hold", "drill", readiness.DRILL_AFTER)],
)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has its own means")
def test_too_long_without_a_copy_or_a_drill_is_red(verb, name, most, county, monkeypatch):
    begun = timezone.now()
    acts = {
        "copy": lambda at: actions.take_copy(county, copy="a" * 64, size=1, by=SYSTEM, at=at),
        "drill": lambda at: actions.hold_drill(county, copy="a" * 64, passed=True, seconds=1, by=SYSTEM, at=at),
    }

    def is_well_after(time_passed: timedelta) -> bool:
        with monkeypatch.context() as later:
            later.setattr(readiness.timezone, "now", lambda: begun + time_passed)
            return light(name)[0]

    since = readiness.Record.objects.order_by("at").values_list("at", flat=True)[0]  # the site is that old
    assert is_well_after(since + most - begun) and not is_well_after(since + most - begun + timedelta(minutes=1))
    acts[name](max(begun, since))
    done = readiness.newest(verb)
    assert is_well_after(done + most - begun) and not is_well_after(done + most - begun + timedelta(minutes=1))


def test_a_clock_that_jumps_is_red(county, monkeypatch):
    now = time.time()
    monkeypatch.setattr(readiness.time, "time", lambda: now + 61)

    assert light("clock")[0] is False and "跳了 +6" in light("clock")[1]


def test_a_clock_before_the_last_record_is_red(county, monkeypatch):
    last = Log.objects.get().at
    monkeypatch.setattr(readiness.timezone, "now", lambda: last - timedelta(days=30))

    assert light("clock") == (False, "时钟比最后一条记录还早；对好时间")


def test_numbers_are_what_prometheus_reads_and_grow(monitor, desk, campaign):
    def number(name: str) -> float:
        found = re.search(rf"^{re.escape(name)} ([0-9.e+]+)$", monitor.get("/metrics").content.decode(), re.MULTILINE)
        return float(found[1])

    before = number('dudao_requests_total{status="2xx"}')
    desk.get("/")
    assert number('dudao_requests_total{status="2xx"}') == before + 2  # and the question itself
    assert number("dudao_log_records") == sum(Log.objects.values_list("length", flat=True))
    for line in monitor.get("/metrics").content.decode().splitlines():
        assert line.startswith("# ") or re.fullmatch(r'[a-z_]+(\{[a-z]+="[^"]*"\})? [0-9.e+]+', line), line


def test_numbers_name_nobody(monitor, desk, county, operator):
    desk.get("/")
    said = monitor.get("/metrics").content.decode() + monitor.get("/readyz").content.decode()

    assert not any(word in said for word in (county.name, operator.name, operator.login))
