"""A small county by the actions: two townships, schools of one name in each, a bureau with a section, people on posts."""

from collections.abc import Callable
from datetime import date

import pytest

from dudao.apps.organisations.actions import NewUnit, add_person, appoint, open_units, set_up_post
from dudao.apps.organisations.models import Holding, Person, Post, Unit

FIRST_DAY = date(2026, 9, 1)


@pytest.fixture
def units(county, operator, at) -> dict[str, Unit]:
    new = [
        NewUnit(kind="township", code="Z1", name="青石镇"),
        NewUnit(kind="township", code="Z2", name="云溪镇"),
        NewUnit(kind="school", code="S1", name="中心小学", school_type="primary", township="Z1"),
        NewUnit(kind="school", code="S2", name="中心小学", school_type="primary", township="Z2"),
        NewUnit(kind="school", code="S3", name="白杨教学点", school_type="teaching_point", township="Z1"),
        NewUnit(kind="department", code="B1", name="教育局"),
    ]
    made = {unit.code: unit for unit in open_units(county, units=new, by=operator, at=at)}
    section = NewUnit(kind="section", code="K1", name="基础教育股", parent=made["B1"])
    made |= {unit.code: unit for unit in open_units(county, units=[section], by=operator, at=at)}
    return {code: Unit.objects.get(pk=unit.pk) for code, unit in made.items()}


@pytest.fixture
def seat(operator, at) -> Callable[..., Post]:
    """A post in a unit."""

    def make(unit: Unit, title: str, role: str, *duties: str) -> Post:
        return set_up_post(unit, title=title, role=role, duties=duties, by=operator, at=at)

    return make


@pytest.fixture
def person(county, operator, at) -> Callable[..., Person]:
    def make(name: str, login: str = "") -> Person:
        return add_person(county, name=name, login=login, by=operator, at=at)

    return make


@pytest.fixture
def holds(operator, at) -> Callable[..., Holding]:
    def make(post: Post, who: Person, since: date = FIRST_DAY, deputy: bool = False) -> Holding:
        return appoint(post, person=who, since=since, deputy=deputy, by=operator, at=at)

    return make
