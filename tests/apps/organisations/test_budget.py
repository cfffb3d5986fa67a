"""The pages over 400 schools and 450 people: at most 20 queries, at most 100 rows in a table, and little work."""

import re
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dudao.apps.organisations.actions import bring_in_directory, receive_directory
from dudao.apps.organisations.directory.plan import plan
from dudao.apps.organisations.models import Holding, Person, Unit
from dudao.spreadsheets.directory import Directory, to_plain
from tests.apps.assessment.test_budget import CPU, MARGIN, QUERIES, ROWS
from tests.spreadsheets.directory import first_day


@pytest.fixture
def big(county, campaign, operator, at):
    units = first_day.units(400)
    people = [row for row in first_day.people(units) if row.title != "校长" or int(row.unit) < 3400000200]
    directory = Directory(units=tuple(units), people=tuple(people), errors=())
    given = {"name": "单位人员表.xlsx", "digest": "0" * 64, "by": operator, "at": at}
    draft = receive_directory(county, rows=to_plain(directory), **given)
    shown = plan(county, directory).digest
    bring_in_directory(draft, shown=shown, on=timezone.localdate(at), by=operator, at=at)
    assert Unit.objects.schools().count() == 400 and Person.objects.of_posts().count() >= 450
    return receive_directory(county, rows=to_plain(directory), **given)


def addresses(draft) -> list[str]:
    town = Unit.objects.townships().first()
    school = Unit.objects.get(code="3400000000")
    person, held = Person.objects.get(login="zhangjianren"), Holding.objects.first()
    return [
        "/units/", "/units/?page=3", "/units/?q=zhongxin", "/units/?kind=school", "/units/?closed=1", "/units/tree", "/units/people",
        "/units/people?page=3", "/units/people?q=zhang", "/units/vacant", "/units/new", "/units/bring", f"/units/bring/{draft.pk}",
        f"/units/{town.pk}", f"/units/{school.pk}", f"/people/{person.pk}", f"/holdings/{held.pk}",
    ]  # fmt: skip


def test_every_page_keeps_to_its_budget(big, desk):
    too_much = []
    for address in addresses(big):
        desk.get(address)  # what a process works out once is not counted
        with CaptureQueriesContext(connection) as asked:
            answer = desk.get(address)
            queries = len(asked)  # the next request empties the list
        assert answer.status_code == 200, address
        cpu = min(_taken(desk, address) for _ in range(2))
        tables = re.findall(r"<tbody>.*?</tbody>", answer.content.decode(), re.DOTALL)
        rows = max((len(re.findall("<tr", table)) for table in tables), default=0)
        print(f"{cpu * 1000:5.1f} ms  {queries:3} queries  {rows:4} rows  {address}")
        if queries > QUERIES or rows > ROWS or cpu > CPU * MARGIN:
            too_much.append((address, queries, rows, round(cpu * 1000)))
    assert not too_much


def _taken(desk, address: str) -> float:
    start = time.process_time()
    desk.get(address)
    return time.process_time() - start
