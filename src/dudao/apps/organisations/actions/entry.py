"""Coming in by a one-time link."""

import hashlib
import secrets
from datetime import datetime, timedelta

from dudao.apps.audit.action import action
from dudao.apps.audit.actors import ANONYMOUS, SYSTEM, Actor
from dudao.apps.audit.facts import note
from dudao.apps.organisations.models import EntryLink, Person
from dudao.errors import Refusal

LINK_LIFE = timedelta(hours=24)


class LinkNotOpen(Refusal):
    """The link was used before, or has expired, or never existed."""

    status = 403


@action("organisations.entry.issue", allowed={SYSTEM.role})
def issue_link(person: Person, *, by: Actor, at: datetime) -> str:
    """Make a link that lets a person in once within a day (发登录链接). The answer is its secret part."""
    token = secrets.token_urlsafe(16)  # 128 bits
    link = EntryLink.objects.create(
        county=person.county, person=person, digest=_digest(token), made_at=at, expires_at=at + LINK_LIFE
    )
    note(link=link, expires=link.expires_at)
    return token


@action("organisations.entry.use", allowed={ANONYMOUS.role})
def use_link(link: EntryLink, *, by: Actor, at: datetime) -> Person:
    """Come in by a link (登录). It works once."""
    # Decided by the database, so that of two who open it at the same instant one comes in.
    used = EntryLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=at).update(used_at=at)
    if not used:
        raise LinkNotOpen("这个链接用过了，或者过了 24 小时。")
    note(link=link)
    return link.person


def link_of(token: str) -> EntryLink | None:
    """The link with this secret part."""
    return EntryLink.objects.select_related("person", "county").filter(digest=_digest(token)).first()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
