"""A program that writes, for the tests of the gate: `writer.py FILE lines N` or `writer.py FILE hold`."""

import sys
import time

from django.conf import settings

FILE, WHAT, *REST = sys.argv[1:]
settings.configure(DATABASES={"default": {"ENGINE": "dudao.database.sqlite", "NAME": FILE}}, USE_TZ=True)

import django  # noqa: E402

django.setup()

from django.db import connection, transaction  # noqa: E402  (needs the settings)


def lines(count: int) -> None:
    """Read, think, write: what fails with "database is locked" without the gate."""
    for _turn in range(count):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM line")
            before = cursor.fetchone()[0]
            time.sleep(0.001)
            cursor.execute("INSERT INTO line (who) VALUES (%s)", [str(before + 1)])


def hold() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO line (who) VALUES ('killed')")
        print("held", flush=True)
        time.sleep(60)


lines(int(REST[0])) if WHAT == "lines" else hold()
