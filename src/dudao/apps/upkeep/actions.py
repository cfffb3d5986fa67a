"""What the keeper of the machine does for the data, written down in the log of every county."""

from datetime import datetime

from dudao.apps.audit.action import action
from dudao.apps.audit.actors import SYSTEM, Actor
from dudao.apps.organisations.models import County, EntryLink


@action("upkeep.copy.take", allowed={SYSTEM.role})
def take_copy(county: County, *, copy: str, size: int, by: Actor, at: datetime) -> None:
    """Write down that a copy of everything was taken (备份). `copy` is the digest of its manifest."""


@action("upkeep.copy.restore", allowed={SYSTEM.role})
def restore_copy(county: County, *, copy: str, taken: datetime, by: Actor, at: datetime) -> None:
    """Go on from a copy (恢复). Links that were open when it was taken are void: they may have been used since."""
    EntryLink.objects.filter(county=county, used_at=None, expires_at__gt=at).update(expires_at=at)


@action("upkeep.drill.hold", allowed={SYSTEM.role})
def hold_drill(county: County, *, copy: str, passed: bool, seconds: int, by: Actor, at: datetime) -> None:
    """Write down that a copy was restored for practice (恢复演练), and whether everything was there."""
