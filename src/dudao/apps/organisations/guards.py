"""What no column alone can hold, kept by the database itself: a raw insert that breaks it fails.

SQLite makes a changed table anew, without its triggers. A migration that alters one of these tables calls `lower` before
and `put_up` after; the tests insert what is forbidden, so that a lost guard is noticed.
"""

from dataclasses import dataclass
from typing import Any

from dudao.apps.organisations.kinds import ADMINISTRATORS, UnitKind

_ADMINISTRATORS = ", ".join(f"'{role}'" for role in ADMINISTRATORS)
_NEVER = "'9999-12-31'"


@dataclass(frozen=True)
class Guard:
    """A row of `table` for which `broken` holds is refused."""

    name: str
    table: str
    broken: str
    message: str


GUARDS = (
    Guard(
        "organisations_holding_of_its_county",
        "organisations_holding",
        "EXISTS (SELECT 1 FROM organisations_person p WHERE p.id = NEW.person_id AND p.county_id <> NEW.county_id) "
        "OR EXISTS (SELECT 1 FROM organisations_post p WHERE p.id = NEW.post_id AND p.county_id <> NEW.county_id)",
        "a post of another county",
    ),
    Guard(
        "organisations_holding_administrators_apart",
        "organisations_holding",
        "(NEW.until IS NULL OR NEW.until > NEW.since) AND EXISTS (SELECT 1 FROM organisations_holding h "
        "JOIN organisations_post other ON other.id = h.post_id JOIN organisations_post mine ON mine.id = NEW.post_id "
        "WHERE h.person_id = NEW.person_id AND h.id <> COALESCE(NEW.id, 0) AND other.role <> mine.role "
        f"AND (other.role IN ({_ADMINISTRATORS}) OR mine.role IN ({_ADMINISTRATORS})) "
        "AND (h.until IS NULL OR h.until > h.since) "
        f"AND h.since < COALESCE(NEW.until, {_NEVER}) AND NEW.since < COALESCE(h.until, {_NEVER}))",
        "an administrator is nothing else",
    ),
    Guard(
        "organisations_post_of_its_county",
        "organisations_post",
        "EXISTS (SELECT 1 FROM organisations_unit u WHERE u.id = NEW.unit_id AND u.county_id <> NEW.county_id)",
        "a unit of another county",
    ),
    Guard(
        "organisations_unit_above_of_its_county",
        "organisations_unit",
        "EXISTS (SELECT 1 FROM organisations_unit u WHERE u.id IN (NEW.parent_id, NEW.township_id, NEW.filled_in_by_id) "
        "AND u.county_id <> NEW.county_id) OR EXISTS (SELECT 1 FROM organisations_unit u WHERE "
        f"(u.id = NEW.township_id AND u.kind <> '{UnitKind.TOWNSHIP}') "
        f"OR (u.id = NEW.filled_in_by_id AND u.kind <> '{UnitKind.SCHOOL}'))",
        "a township or school that is none, or of another county",
    ),
)
# The kind of person of a post decides who may hold it: another kind is another post.
FINAL_ROLE = Guard(
    "organisations_post_role_final", "organisations_post", "NEW.role <> OLD.role", "the role of a post is final"
)


def put_up(apps: Any, schema_editor: Any) -> None:
    for statement in _statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def lower(apps: Any, schema_editor: Any) -> None:
    sqlite = schema_editor.connection.vendor == "sqlite"
    for guard in (*GUARDS, FINAL_ROLE):
        for verb in _verbs(guard):
            place = "" if sqlite else f" ON {guard.table}"
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {guard.name}_{verb.lower()}{place}")


def _verbs(guard: Guard) -> tuple[str, ...]:
    return ("UPDATE",) if guard is FINAL_ROLE else ("INSERT", "UPDATE")


def _statements(vendor: str) -> list[str]:
    found = []
    for guard in (*GUARDS, FINAL_ROLE):
        if vendor == "postgresql":
            found.append(
                f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger AS $$ BEGIN IF {guard.broken} THEN "
                f"RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$ "
                "LANGUAGE plpgsql"
            )
        for verb in _verbs(guard):
            head = f"CREATE TRIGGER {guard.name}_{verb.lower()} BEFORE {verb} ON {guard.table} FOR EACH ROW"
            found.append(
                f"{head} EXECUTE FUNCTION {guard.name}()"
                if vendor == "postgresql"
                else f"{head} WHEN {guard.broken} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
            )
    return found
