"""The guard of final rows, as somebody with the machine in his hands sees it."""

from django.db import connection

FOUND = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal",
}


def guards() -> list[tuple[str, str]]:
    """Table and name of every trigger of the log."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND[connection.vendor])
        return sorted(one for one in cursor.fetchall() if one[0].startswith("audit_"))


def lift() -> None:
    """Take the guard away."""
    found = guards()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table is not altered while checks of it are waiting
        for table, name in found:
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
