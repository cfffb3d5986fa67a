"""A database of its own for every test here, on disk and with the site's own backend."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.utils import ConnectionHandler


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "dudao.sqlite3"


@pytest.fixture
def connect(file: Path, django_db_blocker: Any) -> Iterator[Any]:
    """Makes connections to the file; each call another one."""
    opened = []

    def another() -> Any:
        handler = ConnectionHandler({"default": {"ENGINE": "dudao.database.sqlite", "NAME": str(file)}})
        opened.append(handler["default"])
        return opened[-1]

    with django_db_blocker.unblock():
        yield another
        for connection in opened:
            connection.close()


@pytest.fixture
def connection(connect: Any) -> Any:
    made = connect()
    with made.cursor() as cursor:
        cursor.execute("CREATE TABLE line (id INTEGER PRIMARY KEY AUTOINCREMENT, who TEXT)")
    return made
