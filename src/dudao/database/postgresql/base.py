"""Django's PostgreSQL backend, with what "saved" asks for said at every connection, whatever the server's own file says."""

from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import DatabaseError

from dudao.database.stopping import refusal_for, refuse_if_stopped

SETTINGS = {"synchronous_commit": "on", "default_transaction_isolation": "read committed"}


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose commits have reached the disk."""

    def get_connection_params(self) -> dict[str, Any]:
        given: dict[str, Any] = super().get_connection_params()
        said = " ".join(f"-c {name}={value.replace(' ', chr(92) + ' ')}" for name, value in SETTINGS.items())
        return {**given, "options": f"{given.get('options', '')} {said}".strip()}

    def _set_autocommit(self, autocommit: bool) -> None:
        if not autocommit:  # a transaction begins
            refuse_if_stopped()
        super()._set_autocommit(autocommit)

    def _commit(self) -> None:
        try:
            super()._commit()
        except DatabaseError as error:
            if refusal := refusal_for(error):
                raise refusal from error
            raise
