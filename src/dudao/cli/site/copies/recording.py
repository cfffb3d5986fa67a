"""What was done with copies, written down in the log of the site in use."""

from pathlib import Path
from typing import TYPE_CHECKING

from dudao.cli.site.serving import open_site, open_standing_site, port_of

if TYPE_CHECKING:
    from dudao.cli.site.copies.taking import Taken


def take_and_record(to: Path) -> "Taken":
    """A new copy of the site in use, below `to`."""
    open_standing_site()
    from django.conf import settings
    from django.utils import timezone

    from dudao.apps.audit.actors import SYSTEM
    from dudao.apps.organisations.models import County
    from dudao.apps.upkeep.actions import take_copy
    from dudao.cli.site.copies.taking import take

    taken = take(to, data=settings.DUDAO_DATA)
    now = timezone.now()
    for county in County.objects.all():
        take_copy(county, copy=taken.manifest.digest, size=taken.bytes, by=SYSTEM, at=now)
    return taken


def record_drill(data: Path, copy: str, *, passed: bool, seconds: int) -> str:
    """Write a drill into the log, where this machine has a site; the day and hour it was held."""
    open_site(data, port_of(data, 8321))
    from django.conf import settings
    from django.utils import timezone

    from dudao.apps.audit.actors import SYSTEM
    from dudao.apps.organisations.models import County
    from dudao.apps.upkeep.actions import hold_drill

    now = timezone.now()
    if (settings.DUDAO_DATA / "dudao.sqlite3").is_file():
        for county in County.objects.all():
            hold_drill(county, copy=copy, passed=passed, seconds=seconds, by=SYSTEM, at=now)
    return f"{timezone.localtime(now):%Y-%m-%d %H:%M}"
