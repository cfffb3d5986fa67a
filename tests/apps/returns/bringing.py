"""A process of its own that brings a workbook into a database file, to be killed in the middle.

    python -m tests.apps.returns.bringing <folder> <words> [many]

It says `read` when the dry run is done, and the words given when the first statements are written but nothing is
acknowledged yet; there it waits to be killed. With words '' it finishes, and says `done`. `many`: files of schools
together instead of one workbook.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any


def main(folder: str, stop_at: str = "", many: str = "") -> None:
    os.environ.update(DUDAO_DATA=folder, DJANGO_SETTINGS_MODULE="dudao.settings")
    import django

    django.setup()
    from django.utils import timezone

    from dudao.apps.campaigns.models import Campaign
    from dudao.apps.returns import actions, calculation, receiving, saving
    from tests.apps.returns.workbooks import county_book

    campaign = Campaign.objects.get()
    person = campaign.county.people.get()
    if many:
        draft = receiving.keep(campaign, read_files(), by=person, at=timezone.now())
    else:
        content = county_book(extra=100)
        draft = receiving.receive(campaign, name="学校表.xlsx", content=content, by=person, at=timezone.now())
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


def read_files() -> list[Any]:
    """Twenty schools' files, read."""
    from dudao.apps.returns.receiving import Sent
    from dudao.spreadsheets.reading import read_book
    from tests.apps.returns.school_files import school_file

    contents = {f"第{number}小学.xlsx": school_file(number) for number in range(1, 21)}
    return [Sent(name=name, content=content, book=read_book(content, name)) for name, content in contents.items()]


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    main(*sys.argv[1:])
