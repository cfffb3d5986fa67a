"""Django's PostgreSQL backend, with what "saved" asks for said at every connection, whatever the server's own file says."""

from typing import Any

from django.db.backends.postgresql import base

SETTINGS = {"synchronous_commit": "on", "default_transaction_isolation": "read committed"}


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose commits have reached the disk."""

    def get_connection_params(self) -> dict[str, Any]:
        given: dict[str, Any] = super().get_connection_params()
        said = " ".join(f"-c {name}={value.replace(' ', chr(92) + ' ')}" for name, value in SETTINGS.items())
        return {**given, "options": f"{given.get('options', '')} {said}".strip()}
