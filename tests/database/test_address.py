"""`DUDAO_DATABASE`: which database is meant, and that what makes no sense is said before anything starts."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from dudao.settings import database

FOLDER = Path("/srv/dudao")


def meant(monkeypatch: pytest.MonkeyPatch, said: str) -> dict:
    monkeypatch.setenv("DUDAO_DATABASE", said)
    return database("DUDAO_DATABASE", FOLDER)


def test_without_it_the_database_is_a_file_of_the_data_folder(monkeypatch):
    found = meant(monkeypatch, "")

    assert (found["ENGINE"], found["NAME"]) == ("dudao.database.sqlite", "/srv/dudao/dudao.sqlite3")


@pytest.mark.parametrize(
    ("said", "user", "password", "host", "port", "name", "options"),
    [
        ("postgresql://a:b@db.lan:5433/dudao", "a", "b", "db.lan", "5433", "dudao", {}),
        ("postgresql://a:p%40ss%2Fw@10.0.0.2/d", "a", "p@ss/w", "10.0.0.2", "", "d", {}),
        ("postgresql://a@/dudao?host=/run/postgresql", "a", "", "/run/postgresql", "", "dudao", {}),
        ("postgresql://a@h/d?sslmode=verify-full&sslrootcert=/c.pem", "a", "", "h", "", "d",
         {"sslmode": "verify-full", "sslrootcert": "/c.pem"}),
    ],
)  # fmt: skip
def test_every_part_of_an_address_is_understood(said, user, password, host, port, name, options, monkeypatch):
    found = meant(monkeypatch, said)

    assert found["ENGINE"] == "dudao.database.postgresql"
    assert [found[part] for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [user, password, host, port, name]
    assert found["OPTIONS"] == options


@pytest.mark.parametrize(
    "said",
    [
        "mysql://a@h/d",
        "dudao",
        "postgresql://a@h",
        "postgresql://a@h/",
        "postgresql://a@h:port/d",
        "postgresql://a@h/d?x=1",
    ],
)
def test_what_makes_no_sense_is_refused_without_repeating_a_password(said, monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="DUDAO_DATABASE") as refused:
        meant(monkeypatch, said.replace("a@", "a:secret@"))

    assert "secret" not in str(refused.value)
