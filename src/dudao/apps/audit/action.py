"""Allowed or refused, whole or not at all, written down: what every act has in common."""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from dudao.apps.audit.actors import Actor
from dudao.apps.audit.facts import address, noting, told
from dudao.apps.audit.writing import append
from dudao.errors import Refusal

Act = TypeVar("Act", bound=Callable[..., Any])


class NotAllowed(Refusal):
    """This person may not do this."""

    status = 403


@dataclass(frozen=True)
class Action:
    """One verb a person can do: a line of the permissions page and a word of the log."""

    name: str
    allowed: frozenset[str]
    meaning: str
    function: Callable[..., Any]


ACTIONS: dict[str, Action] = {}


def action(name: str, *, allowed: Iterable[str], unrecorded: Iterable[str] = ()) -> Callable[[Act], Act]:
    """Make a function an act that people can do.

    Its first argument is the subject: the row that it is about, or the county when something comes into being. `by` (who)
    and `at` (when) come by name. The other named arguments become facts of the record, except those in `unrecorded`.

    Before: `by` must have a role in `allowed` and belong to the county of the subject.
    The act and its record are one transaction. A refusal undoes the act and is recorded by itself.
    """
    roles = frozenset(str(role) for role in allowed)
    secret = frozenset(unrecorded)

    def declare(do: Act) -> Act:
        @functools.wraps(do)
        def run(subject: models.Model, /, *, by: Actor, at: datetime, **given: Any) -> Any:
            facts = told(given, secret)  # before the transaction: it may have to digest a file
            try:
                _permit(name, roles, subject, by)
                with transaction.atomic(), noting(facts):
                    result = do(subject, by=by, at=at, **given)
                    about = result if isinstance(result, models.Model) else subject
                    _write(name, about, by, at, ok=True, facts=facts)
                return result
            except Refusal as refusal:
                refused(name, subject, by=by, at=at, refusal=refusal, facts=facts)
                raise

        if name in ACTIONS:
            raise ValueError(f"Two actions are called {name}.")
        ACTIONS[name] = Action(name, roles, " ".join((do.__doc__ or "").split("\n\n")[0].split()), run)
        return run  # type: ignore[return-value]

    return declare


def refused(
    name: str,
    subject: models.Model | None,
    *,
    by: Actor,
    at: datetime,
    refusal: Refusal,
    facts: dict[str, Any] | None = None,
) -> None:
    """Write down that something was refused. Used outside an act only where there is no subject to act on."""
    _write(name, subject, by, at, ok=False, facts={**(facts or {}), "refusal": type(refusal).__name__})


def _permit(name: str, roles: frozenset[str], subject: models.Model, by: Actor) -> None:
    if by.role not in roles:
        raise NotAllowed("您没有办这件事的权限。")
    if by.county_id is not None and by.county_id != county_of(subject):
        raise NotAllowed("这不是您县里的事。")


def _write(
    name: str, subject: models.Model | None, by: Actor, at: datetime, *, ok: bool, facts: dict[str, Any]
) -> None:
    append(
        by.county_id if subject is None or by.county_id is not None else county_of(subject),
        action=name,
        on="" if subject is None else address(subject),
        by=by.actor,
        role=by.role,
        at=at,
        ok=ok,
        facts=facts,
    )


def county_of(subject: models.Model) -> int | None:
    """The number of the county that a row belongs to; a county belongs to itself."""
    if subject._meta.label_lower == "organisations.county":
        return subject.pk
    number: int | None = subject.county_id  # type: ignore[attr-defined]  # every table carries its county
    return number
