"""What every test may ask for: the browser and the papers that lie beside the checkout."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools import testenv

CHECKOUT = Path(__file__).resolve().parents[1]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's synchronous interface keeps a loop in the thread


@pytest.fixture(scope="session", autouse=True)
def no_other_machine() -> None:
    """The suite talks to this machine only; a program that it starts is asked in `tests/faults/test_no_network.py`."""
    from tests.faults.guard import sitecustomize

    sitecustomize.put_up()


@pytest.fixture(scope="session")
def checkout() -> Path:
    return CHECKOUT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with published data and worked examples; without it a test is skipped."""
    folder = CHECKOUT.parent / "shared"
    if not (folder / "domain").is_dir():
        pytest.skip("the shared papers are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def driving_node() -> None:
    """Playwright's own Node does not start on every machine; it takes another one from the environment."""
    if node := testenv.driving_node():
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)


@pytest.fixture(scope="session")
def playwright(driving_node: None, playwright: Any) -> Any:
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium that tools/testenv.py found, instead of one that Playwright would download."""
    executable = testenv.find()
    if executable is None:
        pytest.fail("No Chromium here; `make test` brings one.")
    return {
        **browser_type_launch_args,
        "executable_path": executable,
        "env": testenv.environment(executable),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core, to be run inside a page; the page's policy does not apply to what the test brings."""
    return (CHECKOUT / "frontend" / "for-tests" / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """Each worker has its database in its own memory; only one on a server needs a name of its own."""
    from django.conf import settings
    from pytest_django import fixtures

    if "sqlite" not in settings.DATABASES["default"]["ENGINE"] and (
        worker := getattr(request.config, "workerinput", None)
    ):
        fixtures._set_suffix_to_test_databases(suffix=worker["workerid"])


@pytest.fixture(scope="session", autouse=True)
def records_may_be_emptied() -> Iterator[None]:
    """Between tests with real transactions the database is emptied, final records too: their guard steps aside for that.

    PostgreSQL empties tables with TRUNCATE, which the guard of single rows does not see.
    """
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"] != "dudao.database.sqlite":
        yield
        return
    from django.db.backends.sqlite3.operations import DatabaseOperations

    empty = DatabaseOperations.execute_sql_flush

    def without_guard(self: DatabaseOperations, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            guards = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'"
            found = cursor.execute(guards).fetchall()
            for name, _sql in found:
                cursor.execute(f"DROP TRIGGER {name}")
            empty(self, sql_list)
            for _name, sql in found:
                cursor.execute(sql)

    DatabaseOperations.execute_sql_flush = without_guard
    yield
    DatabaseOperations.execute_sql_flush = empty


@pytest.fixture(autouse=True)
def chinese_again() -> Iterator[None]:
    """A command that was asked for English leaves the process; here the process goes on."""
    yield
    from dudao.cli import language

    language.choose([])
