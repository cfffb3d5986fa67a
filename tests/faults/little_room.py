"""Brings a workbook in while the disk takes only so much: `python -m tests.faults.little_room FOLDER BYTES`.

The limit is one on the size of a file, which needs no rights: the database cannot grow, as on a full disk. BYTES 0: no limit.
Prints what became of it: `done`, or the name of the refusal, and then whether the site says that it is fit.
"""

import resource
import sys


def main(room: int) -> None:
    import django

    django.setup()
    from django.db import DatabaseError
    from django.utils import timezone

    from dudao.apps.campaigns.models import Campaign
    from dudao.apps.returns import actions, calculation, receiving
    from dudao.apps.returns.models import Draft
    from dudao.apps.upkeep.readiness import examine
    from tests.apps.returns.workbooks import county_book

    campaign = Campaign.objects.select_related("county").get()
    who = {"by": campaign.county.people.get(login="local"), "at": timezone.now()}
    draft = Draft.objects.first() or receiving.receive(campaign, name="表.xlsx", content=county_book(extra=100), **who)
    prepared = calculation.dry_run(draft).prepared
    if room:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        actions.bring_in(draft, prepared=prepared, version=draft.version, **who)
        print("done")
    except DatabaseError as refusal:
        print(type(refusal).__name__)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print({one.name: one.is_well for one in examine()}["write"])


if __name__ == "__main__":
    main(int(sys.argv[2]))
