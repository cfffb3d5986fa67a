"""Every statement of every act fails once: what is stored is what was before, and the log agrees."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.db.models import Model

from dudao.apps.assessment import calculation as assessment
from dudao.apps.audit.actors import ANONYMOUS, SYSTEM
from dudao.apps.audit.models import Log
from dudao.apps.audit.verifying import verify
from dudao.apps.campaigns import actions as campaigns
from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations import actions as organisations
from dudao.apps.organisations.actions import NewUnit
from dudao.apps.organisations.models import County, EntryLink, Person, Unit
from dudao.apps.returns import actions as returns
from dudao.apps.returns import calculation, receiving
from dudao.apps.returns.actions import Judging
from dudao.apps.returns.models import Draft
from dudao.apps.upkeep import actions as upkeep
from tests.apps.returns.workbooks import county_book

pytestmark = pytest.mark.django_db
NOT_STATE = {"django_migrations", "django_content_type", "sqlite_sequence"}


@dataclass
class Scene:
    """Everything an act may be about, read anew before every try: a failed one may have changed the objects."""

    county: County
    campaign: Campaign
    operator: Person
    at: datetime

    @classmethod
    def read(cls, at: datetime) -> "Scene":
        campaign = Campaign.objects.select_related("county").get()
        return cls(campaign.county, campaign, campaign.county.people.get(login="local"), at)

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.operator, "at": self.at}

    def draft(self) -> Draft:
        return Draft.objects.select_related("upload", "campaign", "county").get()

    def receives(self) -> Draft:
        return receiving.receive(self.campaign, name="学校表.xlsx", content=county_book(), **self.who)

    def brings_in(self) -> None:
        draft = self.draft()
        returns.bring_in(draft, prepared=calculation.dry_run(draft).prepared, version=draft.version, **self.who)


class Caught(Exception):
    """What an act is given is known; it need not happen yet."""


def given_to(module: Any, act: str, calculate: Callable[[], Any]) -> dict[str, Any]:
    """What an act is called with: worked out once, since only the act itself is to fail."""
    with patch.object(module, act, side_effect=Caught) as called, suppress(Caught):
        calculate()
    return dict(called.call_args.kwargs)


def link(scene: Scene) -> EntryLink:
    token = organisations.issue_link(scene.operator, by=SYSTEM, at=scene.at)
    return organisations.link_of(token)


def school(scene: Scene) -> Unit:
    (unit,) = organisations.open_units(scene.county, units=[NewUnit("school", "S1", "一小")], by=SYSTEM, at=scene.at)
    return unit


def received(scene: Scene) -> Any:
    return calculation.dry_run(scene.receives()).prepared


def figures_in(scene: Scene) -> dict[str, Any]:
    scene.receives()
    scene.brings_in()
    return given_to(assessment.actions, "keep_run", lambda: assessment.assess(scene.campaign, **scene.who))


# Name of an act → what must be there before it, worked out once.
BEFORE: dict[str, Callable[[Scene], Any]] = {
    "use a link": link,
    "change a unit": school,
    "rename a unit": school,
    "close a unit": school,
    "receive a workbook": lambda s: given_to(returns, "receive_uploads", s.receives),
    "drop a draft": received,
    "bring a workbook in": received,
    "assess": figures_in,
}
# Name of an act → the act, given the scene and what was before.
ACTS: dict[str, Callable[[Scene, Any], Any]] = {
    "rename the county": lambda s, _: organisations.rename_county(s.county, name="青川县", code="999904", **s.who),
    "open units": lambda s, _: organisations.open_units(
        s.county, units=[NewUnit("township", "T1", "城关镇"), NewUnit("school", "S2", "二小", township="T1")], **s.who
    ),
    "change a unit": lambda s, unit: organisations.change_unit(unit, name="第一小学", **s.who),
    "rename a unit": lambda s, unit: organisations.rename_unit(
        unit, name="第一小学", on=s.at.date(), reason="更名", **s.who
    ),
    "close a unit": lambda s, unit: organisations.close_unit(unit, on=s.at.date(), reason="撤并", **s.who),
    "add a person": lambda s, _: organisations.add_person(s.county, name="王一", **s.who),
    "issue a link": lambda s, _: organisations.issue_link(s.operator, by=SYSTEM, at=s.at),
    "use a link": lambda s, link: organisations.use_link(link, by=ANONYMOUS, at=s.at),
    "open a campaign": lambda s, _: campaigns.open_campaign(
        s.county, name="2027 年自评", year=2027, standards=["YZJH-2017"], **s.who
    ),
    "change a campaign": lambda s, _: campaigns.change_campaign(
        s.campaign, name="自评", year=2026, standards=["YZJH-2017"], visit_date=date(2026, 12, 15), **s.who
    ),
    "receive a workbook": lambda s, given: returns.receive_uploads(s.campaign, **given),
    "drop a draft": lambda s, _: returns.drop(s.draft(), version=1, **s.who),
    "bring a workbook in": lambda s, prepared: returns.bring_in(s.draft(), prepared=prepared, version=1, **s.who),
    "judge": lambda s, _: returns.judge(s.campaign, judgings=[Judging("YZJH-2.1", "not_met", "", "x")], **s.who),
    "assess": lambda s, given: assessment.actions.keep_run(s.campaign, **given),
    "note a copy": lambda s, _: upkeep.take_copy(s.county, copy="a" * 64, size=1, by=SYSTEM, at=s.at),
    "go on from a copy": lambda s, _: upkeep.restore_copy(s.county, copy="a" * 64, taken=s.at, by=SYSTEM, at=s.at),
}


class Count:
    """Lets statements through and fails the one whose turn it is, as a disk would."""

    def __init__(self, failing: int) -> None:
        self.failing, self.seen = failing, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen += 1
        if self.seen == self.failing:
            raise OperationalError("injected")
        return execute(sql, params, many, context)


@contextmanager
def failing(number: int) -> Iterator[Count]:
    count = Count(number)
    with connection.execute_wrapper(count):
        yield count


def state() -> str:
    """One digest over every row of every table."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - NOT_STATE):
            cursor.execute(f'SELECT * FROM "{table}"')
            digest.update(repr((table, sorted(map(repr, cursor.fetchall())))).encode())
    return digest.hexdigest()


def log_is_whole() -> bool:
    return all(not verify(log).findings for log in Log.objects.all())


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_whole_or_has_not_happened(name: str, campaign: Campaign, at: datetime) -> None:
    later = at + timedelta(minutes=1)
    prior = BEFORE.get(name, lambda _scene: None)(Scene.read(at))
    before, number = state(), 0
    while True:
        number += 1
        scene = Scene.read(later)
        if isinstance(prior, Model):
            prior = type(prior).objects.get(pk=prior.pk)
        with failing(number) as count:
            try:
                ACTS[name](scene, prior)
            except DatabaseError as error:
                assert "injected" in str(error), error
            else:
                break  # it has fewer statements than that
        assert state() == before, f"statement {number} left something behind"
    assert number > 3 and count.seen == number - 1
    assert state() != before and log_is_whole()
