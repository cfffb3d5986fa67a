"""Every page over a county of 400 schools: at most 20 queries, at most 100 rows, and little work (CPU time, never the clock)."""

import re
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dudao.apps.assessment.calculation import assess
from dudao.apps.assessment.explanations import explanation
from dudao.apps.assessment.models import Comparison, SchoolRun
from dudao.apps.organisations.models import Unit
from tests.apps.assessment.made_county import change_figures, make_county

QUERIES, ROWS = 20, 100
CPU = 0.050  # seconds: what a page may take
MARGIN = 3  # a machine that is busy or slow still passes


@pytest.fixture
def big(campaign, operator, at):
    """The second of two runs, between which 150 figures of schools became others."""
    make_county(campaign, schools=400, by=operator, at=at)
    assess(campaign, by=operator, at=at)
    change_figures(campaign, figure="area_teaching", number=150, by=operator, at=at)
    return assess(campaign, by=operator, at=at)


def addresses(run) -> list[str]:
    school = SchoolRun.objects.filter(item="YZJH-1.4", stage="junior").first().unit.code
    sums = [part.address for part in explanation(run.results.get(standard="DEMO-6A-100"), "C3.4.1").walk()
            if part.address.startswith("sum-")]  # fmt: skip
    verdict, scored = f"/runs/{run.pk}/YZJH-2017", f"/runs/{run.pk}/DEMO-6A-100"
    why = f"/why/{run.pk}"
    return [
        "/", "/runs", "/runs/compare", *(f"/runs/compare?show={show}" for show in ("better", "worse", "opened", "other", "changes")),
        f"/runs/{run.pk}/decides", f"/runs/{run.pk}/missing", f"/runs/{run.pk}/missing?of=YZJH-2017",
        f"/runs/{run.pk}/schools", f"/runs/{run.pk}/schools?state=fail", f"/runs/{run.pk}/schools/{school}",
        verdict, scored, f"{verdict}/aspects/2", f"{scored}/aspects/A4",
        *(f"{verdict}/items/YZJH-{code}" for code in ("1.1", "1.4", "1.S", "1.CV", "2.3", "2.5", "2.9", "2.13", "3.3", "3.9")),
        f"{verdict}/items/YZJH-1.4?state=all&sort=share", *(f"{scored}/items/{code}" for code in ("C1.1.2", "C3.4.1", "C4.1.3")),
        *(f"{why}/YZJH-2017/{code}" for code in (f"YZJH-1.4/{school}/junior", f"YZJH-1.S/{school}/junior", "YZJH-2.9",
          "YZJH-2.13/-/primary", "YZJH-1.4", "YZJH-1.S", "YZJH-1.CV", "YZJH-1.CV:YZJH-1.4/-/junior", "YZJH-2017", "1", "YZJH-V1")),
        *(f"{why}/DEMO-6A-100/{code}" for code in ("DEMO-6A-100", "A3", "C3.4.1", "C4.1.3", "C5.3.2", "DEMO-CAP1", *sums)),
        f"{why}/figures/area_teaching/{school}/-/0", f"{why}/figures/t_full_total/-/-/0",
        "/settings/relaxations", f"/settings/relaxations?relaxation=YZJH-R2&school={school}",
        "/standards/", "/standards/YZJH-2017", "/standards/DEMO-6A-100", "/standards/DEMO-6A-100?q=随迁",
        "/standards/compare?left=YZJH-2017&right=DEMO-6A-100",
    ]  # fmt: skip


def test_every_page_keeps_to_its_budget(big, desk):
    assert Unit.objects.schools().count() == 400
    too_much = []
    for address in addresses(big):
        desk.get(address)  # what a process works out once (standards, templates) is not counted
        with CaptureQueriesContext(connection) as asked:
            answer, cpu = _quickest(desk, address)
        assert answer.status_code == 200, address
        rows = max(
            (
                len(re.findall(r"<tr", body))
                for body in re.findall(r"<tbody>.*?</tbody>", answer.content.decode(), re.S)
            ),
            default=0,
        )
        print(f"{cpu * 1000:5.1f} ms  {len(asked) // 2:3} queries  {rows:4} rows  {address}")
        if len(asked) // 2 > QUERIES or rows > ROWS or cpu > CPU * MARGIN:
            too_much.append((address, len(asked) // 2, rows, round(cpu * 1000)))
    assert not too_much


def _quickest(desk, address):
    """The better of two: what else the machine does is not the page's."""
    best = None
    for _ in range(2):
        start = time.process_time()
        answer = desk.get(address)
        taken = time.process_time() - start
        best = taken if best is None else min(best, taken)
    return answer, best


def test_the_second_run_names_what_moved_every_school(big):
    comparison = Comparison.objects.get()
    rows = [one for one in comparison.moved.values_list("detail", flat=True) if one["level"] == "row"]
    assert comparison.counts["changes"] == 150 and len(rows) > 20
    assert all(one["movers_total"] == 1 and one["movers"][0]["decides"] for one in rows)


def test_a_whole_table_comes_as_a_workbook_within_a_second(big, desk):
    start = time.process_time()
    answer = desk.get(f"/runs/{big.pk}/YZJH-2017/items/YZJH-1.4?state=all&format=xlsx")

    assert answer.content[:2] == b"PK"
    assert time.process_time() - start < MARGIN
