"""A disk that fails at a commit: nobody is told "saved", and nothing is written until the program is started again."""

import pytest
from django.db import IntegrityError, OperationalError, transaction

from dudao.database import stopping
from dudao.database.probing import prove_a_commit
from dudao.database.room import Room
from dudao.database.sqlite.base import base
from dudao.database.stopping import DiskFull, WritesStopped, why_stopped

IOERR_FSYNC, CORRUPT, BUSY = 1034, 11, 5


class Failing:
    """A raw connection whose next commit fails as SQLite says it."""

    def __init__(self, raw, code: int) -> None:
        self._raw, self._code = raw, code

    def __getattr__(self, name):
        return getattr(self._raw, name)

    def commit(self):
        error = base.Database.OperationalError("disk I/O error")
        error.sqlite_errorcode = self._code
        raise error


@pytest.fixture(autouse=True)
def writing_goes_on():
    yield
    stopping.start_again()


def insert(connection, who: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO line (who) VALUES (%s)", [who])


def names(connection) -> list[str]:
    with connection.cursor() as cursor:
        return [row[0] for row in cursor.execute("SELECT who FROM line ORDER BY id").fetchall()]


@pytest.fixture
def mine(connection, monkeypatch):
    """The connection of this test as the one that `transaction.atomic` means."""
    monkeypatch.setattr(transaction, "get_connection", lambda using=None: connection)
    return connection


@pytest.mark.parametrize("code", [IOERR_FSYNC, CORRUPT])
def test_after_a_failed_commit_nothing_is_written_any_more_and_reading_goes_on(code, mine, connect):
    insert(mine, "before")
    whole, mine.connection = mine.connection, Failing(mine.connection, code)
    with pytest.raises(WritesStopped, match="没有保存"):
        insert(mine, "lost")
    mine.connection = whole

    assert why_stopped()
    for attempt in (lambda: insert(mine, "later"), lambda: prove_a_commit(mine)):
        with pytest.raises(WritesStopped, match="已停止保存"):
            attempt()
    with (
        pytest.raises(WritesStopped),
        connect().cursor() as cursor,
    ):  # nor by another connection, nor outside a transaction
        cursor.execute("INSERT INTO line (who) VALUES ('other')")
    assert names(mine) == ["before"]

    stopping.start_again()
    insert(mine, "after")
    assert names(mine) == ["before", "after"]


def test_another_error_at_the_commit_stops_nothing(mine):
    whole, mine.connection = mine.connection, Failing(mine.connection, BUSY)
    with pytest.raises(OperationalError) as said:
        insert(mine, "lost")
    mine.connection = whole

    assert not isinstance(said.value, WritesStopped) and not why_stopped()
    insert(mine, "next")
    assert names(mine) == ["next"]


def test_a_full_disk_is_told_in_words_and_saving_goes_on_when_there_is_room(mine):
    insert(mine, "before")
    with mine.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull, match="先前保存的都在"):
        insert(mine, "x" * 100_000)
    assert not why_stopped() and names(mine) == ["before"]

    with mine.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
    insert(mine, "after")
    assert names(mine) == ["before", "after"]


def test_an_error_of_the_statement_stays_what_it_is(mine):
    with mine.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX once ON line (who)")
    insert(mine, "one")
    with pytest.raises(IntegrityError):
        insert(mine, "one")

    assert not why_stopped()


def test_the_proof_of_a_commit_commits_and_changes_nothing(mine, file):
    insert(mine, "one")
    wal = file.with_name(f"{file.name}-wal")
    before = wal.stat().st_size
    prove_a_commit(mine)

    assert wal.stat().st_size > before  # it reached the disk
    assert names(mine) == ["one"]


@pytest.mark.parametrize(
    ("free", "total", "low"),
    [(2 * 1024**3 - 1, 10 * 1024**3, True), (2 * 1024**3, 10 * 1024**3, False), (4, 100, True), (2**40, 20 * 2**40, False),
     (2**40 - 1, 20 * 2**40, True)],
)  # fmt: skip
def test_room_is_low_below_2_gb_or_one_part_in_twenty(free, total, low):
    assert Room(free, total).is_low is low
