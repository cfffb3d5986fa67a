"""The site's pages with 400 schools loaded: CPU of one request in this process, and its questions to the database."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.county import YEAR, county
from benchmarks.measuring import Measured, measure
from dudao.calc.figures import Snapshot
from dudao.library.read import catalogue, standards

if TYPE_CHECKING:
    from dudao.apps.campaigns.models import Campaign
    from dudao.apps.organisations.models import Person

SCHOOLS = 400
MOST_QUERIES = 20


def run() -> Iterator[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DUDAO_DATA"] = folder
        browser, addresses, heavy = _site(Path(folder))
        for name, address in addresses.items():
            yield _page(browser, name, address, bar=0.050)
        for name, address in heavy.items():
            yield _page(browser, name, address, bar=1.0)


def _page(browser: Any, name: str, address: str, *, bar: float) -> Measured:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    queries = sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for query in asked)
    note = f"{queries} queries" + ("" if queries <= MOST_QUERIES else "  TOO MANY")
    return measure(name, lambda: browser.get(address), times=7, bar=bar, note=note)


def _site(data: Path) -> tuple[Any, dict[str, str], dict[str, str]]:
    """A site of its own with one brought-in county and one run; a signed-in browser and the addresses to try."""
    from dudao.cli.site.serving import set_up

    set_up(data, 8321)
    from django.test import Client
    from django.utils import timezone

    from dudao.apps.assessment.calculation import assess
    from dudao.apps.campaigns.actions import ensure_first_campaign
    from dudao.apps.organisations.actions import ensure_local_county
    from dudao.apps.organisations.models import Person

    now = timezone.now()
    local = ensure_local_county(name="某县", code="000001", is_demo=False, at=now)
    codes = [standard.code for standard in standards()]
    campaign = ensure_first_campaign(local, name="迎检", year=YEAR, standards=codes, at=now)
    person = Person.objects.get(county=local)
    snapshot = county(SCHOOLS, catalogue(), standards())
    _state(campaign, person, snapshot, now)
    kept = assess(campaign, by=person, at=now)
    browser = Client(headers={"host": "127.0.0.1:8321"})
    browser.force_login(person)
    return browser, *_addresses(kept.pk, snapshot)


def _state(campaign: "Campaign", person: "Person", snapshot: Snapshot, now: Any) -> None:
    """The snapshot as one change, written by what an import is written by."""
    from dudao.apps.organisations.actions import NewUnit, open_units
    from dudao.apps.organisations.models import UnitKind
    from dudao.apps.returns.models import Change, Draft, Upload
    from dudao.apps.returns.saving import save_judgements, save_statements

    open_units(
        campaign.county,
        units=[NewUnit(kind=UnitKind.SCHOOL, code=one.code, name=one.name) for one in snapshot.schools],
        by=person,
        at=now,
    )
    upload = Upload.objects.create(
        county=campaign.county, name="own.xlsx", digest="0" * 64, size=1, content=b"x", book=b"", by=person, at=now
    )
    draft = Draft.objects.create(
        county=campaign.county, campaign=campaign, upload=upload, state=Draft.State.DONE, by=person, at=now
    )
    change = Change.objects.create(
        county=campaign.county, campaign=campaign, number=1, kind=Change.Kind.IMPORT, draft=draft, by=person, at=now
    )
    save_statements(change, list(snapshot.statements.items()))
    save_judgements(
        change,
        [(item, unit, said.level, "", said.by, said.on, "") for (item, unit), said in snapshot.judgements.items()],
    )


def _addresses(run: int, snapshot: Snapshot) -> tuple[dict[str, str], dict[str, str]]:
    school = snapshot.schools[4].code  # a nine-year school
    pages = {
        "overview": "/",
        "list of runs": "/runs",
        "one aspect": f"/runs/{run}/DEMO-6A-100/aspects/A3",
        "indicator, every school against the line": f"/runs/{run}/YZJH-2017/items/YZJH-1.4",
        "coefficients": f"/runs/{run}/YZJH-2017/items/YZJH-1.CV",
        "schools": f"/runs/{run}/schools",
        "one school": f"/runs/{run}/schools/{school}",
        "why: one school's value": f"/why/{run}/YZJH-2017/YZJH-1.4/{school}/junior",
        "why: a coefficient": f"/why/{run}/YZJH-2017/YZJH-1.CV:YZJH-1.4/-/junior",
        "why: a scored item with a sum over schools": f"/why/{run}/DEMO-6A-100/C3.4.1",
        "imports": "/data/",
        "figures of all schools": "/data/figures?unit=all",
        "judgement, one item": "/judgements/DEMO-6A-100/C1.2.1",
        "judgements, schools × items": "/judgements/grid/YZJH-2017",
        "settings": "/settings/",
        "a standard": "/standards/YZJH-2017",
    }
    heavy = {
        f"the whole grid of {SCHOOLS} rows to print": "/judgements/grid/YZJH-2017?whole=1",
        f"the whole grid of {SCHOOLS} rows to Excel": "/judgements/grid/YZJH-2017?as=xlsx",
    }
    return pages, heavy
