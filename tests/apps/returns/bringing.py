"""A process of its own that brings a workbook into a database file, to be killed in the middle.

    python -m tests.apps.returns.bringing <folder> <words>

It says `read` when the dry run is done, and the words given when the first statements are written but nothing is
acknowledged yet; there it waits to be killed. Without words it finishes, and says `done`.
"""

import os
import sys
import time
from pathlib import Path


def main(folder: str, stop_at: str = "") -> None:
    os.environ.update(DUDAO_DATA=folder, DJANGO_SETTINGS_MODULE="dudao.settings")
    import django

    django.setup()
    from django.utils import timezone

    from dudao.apps.campaigns.models import Campaign
    from dudao.apps.returns import actions, calculation, receiving, saving
    from tests.apps.returns.workbooks import county_book

    campaign = Campaign.objects.get()
    person = campaign.county.people.get()
    draft = receiving.receive(
        campaign, name="学校表.xlsx", content=county_book(extra=100), by=person, at=timezone.now()
    )
    run = calculation.dry_run(draft)
    print("read", flush=True)
    if stop_at:
        save = saving.save_judgements

        def wait(*args: object) -> None:
            save(*args)
            print(stop_at, flush=True)
            time.sleep(60)

        actions.save_judgements = wait
    actions.bring_in(draft, prepared=run.prepared, version=draft.version, by=person, at=timezone.now())
    print("done", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    main(*sys.argv[1:])
