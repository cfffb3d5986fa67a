"""One writer at a time, in line; and a dead one holds nobody up."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError, transaction

WRITER = Path(__file__).with_name("writer.py")


def start(file, *what) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(file), *map(str, what)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def is_free(file) -> bool:
    with open(f"{file}.gate", "a") as gate:
        try:
            fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def names(connection) -> list[str]:
    with connection.cursor() as cursor:
        return [row[0] for row in cursor.execute("SELECT who FROM line ORDER BY id").fetchall()]


def test_eight_programs_write_in_turn_and_none_is_turned_away(connection, file):
    programs = [start(file, "lines", 25) for _each in range(8)]
    faults = [program.communicate()[1] for program in programs]

    assert faults == [""] * 8
    assert names(connection) == [str(turn) for turn in range(1, 201)]  # each saw what all before it had written


def test_a_killed_writer_frees_the_gate_and_leaves_nothing(connection, file):
    program = start(file, "hold")
    assert program.stdout.readline() == "held\n"
    assert not is_free(file)

    os.kill(program.pid, signal.SIGKILL)
    program.communicate()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO line (who) VALUES ('next')")

    assert names(connection) == ["next"]


def test_a_transaction_holds_the_gate_to_its_end(connection, file):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert not is_free(file)
    connection.commit()
    connection.set_autocommit(True)

    assert is_free(file)


def test_a_rollback_frees_the_gate(connection, file):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    connection.rollback()
    connection.set_autocommit(True)

    assert is_free(file)


def test_closing_in_the_middle_frees_the_gate(connection, file):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    connection.close()

    assert is_free(file)


def test_reading_takes_no_gate(connection, connect, file):
    with open(f"{file}.gate", "a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        assert names(connect()) == []


def test_a_single_statement_that_returns_rows_is_saved_when_the_gate_opens(connection, connect, file):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO line (who) VALUES ('a'), ('b') RETURNING id")
        assert is_free(file)
        assert names(connect()) == ["a", "b"]
        assert (cursor.fetchone(), cursor.fetchmany(5), cursor.fetchone()) == ((1,), [(2,)], None)


def test_a_statement_that_fails_frees_the_gate(connection, file):
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("INSERT INTO nowhere VALUES (1)")

    assert is_free(file)


def test_who_waits_too_long_hears_why(connection, connect, file, monkeypatch):
    late = connect()
    late.ensure_connection()
    monkeypatch.setattr(late.gate, "timeout", 0.05)
    with open(f"{file}.gate", "a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        with pytest.raises(OperationalError, match="轮不到"), late.cursor() as cursor:
            cursor.execute("INSERT INTO line (who) VALUES ('late')")

    with late.cursor() as cursor:  # and is served when the way is free, although it gave up once
        cursor.execute("INSERT INTO line (who) VALUES ('later')")
    assert names(connection) == ["later"]


@pytest.mark.django_db
def test_a_database_in_memory_needs_no_gate():
    from django.db import connection

    with transaction.atomic():
        assert connection.gate.file is None
