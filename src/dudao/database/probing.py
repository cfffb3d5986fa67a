"""A commit that reaches the disk and changes nothing: the proof that something can be saved now."""

from typing import Any

from django.db import transaction

PROOF = {
    # Writes the page that holds the number, though it is the same number.
    "sqlite": "PRAGMA user_version = 1",
    "postgresql": "SELECT pg_logical_emit_message(true, 'dudao', '')",
}


def prove_a_commit(connection: Any) -> None:
    """Write and commit; raises what a person who saves something now would be told."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(PROOF[connection.vendor])
