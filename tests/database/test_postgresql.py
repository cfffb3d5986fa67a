"""What holds on PostgreSQL alone; `make test-postgres` runs this."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from dudao.apps.audit.actors import SYSTEM
from dudao.apps.audit.models import Log
from dudao.apps.audit.verifying import verify
from dudao.apps.organisations.actions import ensure_local_county, issue_link
from dudao.apps.organisations.models import EntryLink
from dudao.database import checks
from dudao.database.checks import WrongDatabaseSettings, check_database
from dudao.database.probing import prove_a_commit

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "dudao.database.postgresql", reason="run by make test-postgres"
)
SERVED = "dudao_served"


@pytest.mark.django_db
def test_a_connection_keeps_what_it_is_told():
    check_database(connection)
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)


@pytest.mark.django_db
def test_a_server_that_forgets_is_refused(monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    with pytest.raises(WrongDatabaseSettings, match="synchronous_commit=off"):
        check_database(connection)

    monkeypatch.setattr(checks, "LEAST_POSTGRESQL", 99)
    with pytest.raises(WrongDatabaseSettings, match="99"):
        check_database(connection)


@pytest.mark.django_db(transaction=True)
def test_the_proof_of_a_commit_reaches_the_disk():
    def flushed() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_flush_lsn()")
            return cursor.fetchone()[0]

    before = flushed()
    prove_a_commit(connection)
    assert flushed() != before


@pytest.mark.django_db(transaction=True)
def test_many_at_once_write_one_chain():
    county = ensure_local_county(name="青禾县", code="999901", is_demo=False, at=timezone.now())
    person = county.people.get()

    def write(_number: int) -> list[str]:
        try:
            return [issue_link(person, by=SYSTEM, at=timezone.now()) for _turn in range(15)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        tokens = [token for some in pool.map(write, range(8)) for token in some]
    log = Log.objects.get(county=county.pk)

    assert len(set(tokens)) == EntryLink.objects.count() == 120
    assert (log.length, verify(log).findings) == (122, ())  # and: opened, founded


@pytest.fixture
def address(django_db_blocker) -> Iterator[str]:
    """An empty database on the same server."""
    said = os.environ["DUDAO_DATABASE"]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {SERVED}")
    yield said.replace("/dudao?", f"/{SERVED}?")
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {SERVED} WITH (FORCE)")


@pytest.mark.django_db(transaction=True)
def test_the_site_is_served_over_it(address: str, tmp_path: Path):
    environment = {**os.environ, "DUDAO_DATA": str(tmp_path), "DUDAO_DATABASE": address, "PYTHONUNBUFFERED": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def dudao(*words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "dudao", "site", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)

    command = [sys.executable, "-m", "dudao", "site", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as serving:
        try:
            link = next(line.strip() for line in iter(serving.stdout.readline, "") if "/enter/" in line)
            browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            assert browser.open(link, timeout=60).status == 200
            assert b'"ready": true' in browser.open(f"http://127.0.0.1:{port}/readyz", timeout=60).read()
            assert dudao("link").stdout.strip().startswith(f"http://127.0.0.1:{port}/enter/")
        finally:
            serving.send_signal(signal.SIGINT)
            serving.wait(30)
    assert dudao("log", "verify").returncode == 0
    refused = dudao("backup", "--to", str(tmp_path / "copies"))
    assert refused.returncode == 3 and "pg_dump" in refused.stderr
