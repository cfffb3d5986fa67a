"""The cast of the site's tests: who sits at this computer, and somebody of another county."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from dudao.apps.audit.actors import SYSTEM
from dudao.apps.campaigns.actions import open_campaign
from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.actions import ensure_local_county
from dudao.apps.organisations.models import County, Person, Role

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def at() -> datetime:
    """Now, for every test: the clock comes in through the door."""
    return datetime(2026, 11, 26, 8, 0, tzinfo=SHANGHAI)


@pytest.fixture
def county(db: None, at: datetime) -> County:
    return ensure_local_county(name="青禾县", code="999901", is_demo=False, at=at)


@pytest.fixture
def operator(county: County) -> Person:
    """本机操作员：who sits at this computer."""
    return county.people.get()


@pytest.fixture
def neighbour(db: None) -> County:
    """Another county in the same database."""
    return County.objects.create(name="邻溪县", code="999902")


@pytest.fixture
def stranger(neighbour: County) -> Person:
    """Somebody of the other county: may see nothing here."""
    return Person.objects.create(login="stranger", name="外县人", county=neighbour, role=Role.OPERATOR)


@pytest.fixture
def campaign(county: County, at: datetime) -> Campaign:
    standards = ["YZJH-2017", "DEMO-6A-100"]
    return open_campaign(county, name="2026 年自评", year=2026, standards=standards, by=SYSTEM, at=at)


@pytest.fixture
def desk(operator: Person) -> Client:
    """A browser in which the operator has come in."""
    client = Client(HTTP_HOST="127.0.0.1:8321")
    client.force_login(operator)
    return client
