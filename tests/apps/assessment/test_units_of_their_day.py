"""A run speaks of the schools of its day: what is renamed, moved or closed since stays in it as it was."""

from datetime import date, timedelta

import pytest

from dudao.apps.assessment.models import SchoolRun
from dudao.apps.organisations.actions import NewUnit, merge_units, move_unit, rename_unit, set_up_unit
from dudao.apps.organisations.models import Unit


@pytest.fixture
def after(run, county, operator, at):
    """(run, the school that was merged away, the one that was renamed and moved), all of it done the day after the run."""
    rows = SchoolRun.objects.filter(result__run=run, item="YZJH-1.4", stage="junior").order_by("pk")
    gone, other, into = (row.unit for row in rows.select_related("unit__township")[:3])
    later = {"by": operator, "at": at + timedelta(1), "on": date(2026, 11, 27), "reason": "县政府批复"}
    town = Unit.objects.townships().exclude(pk=other.township_id).first()
    merge_units(county, units=[gone], into=into, **later)
    rename_unit(Unit.objects.get(pk=other.pk), name="改后的名称", **later)
    move_unit(Unit.objects.get(pk=other.pk), township=town, **later)
    set_up_unit(county, new=NewUnit(kind="school", code="9999999999", name="后来的学校", township=town.code), **later)
    return run, gone, other


def page(desk, address: str) -> str:
    answer = desk.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_every_page_of_an_earlier_run_keeps_its_schools(after, desk):
    run, gone, other = after
    why, item = f"/why/{run.pk}/YZJH-2017", f"/runs/{run.pk}/YZJH-2017/items/YZJH-1.4?state=all"
    for address in (f"/runs/{run.pk}/schools", item):
        said = page(desk, address)
        assert gone.name in said and other.name in said and other.township.name in said, address
        assert "改后的名称" not in said and "后来的学校" not in said, address
    for address in (f"{why}/YZJH-1.4/{gone.code}/junior", f"/runs/{run.pk}/schools/{gone.code}"):
        assert gone.name in page(desk, address)
    for address in (f"{why}/YZJH-1.4/{other.code}/junior", f"/runs/{run.pk}/schools/{other.code}",
                    f"{why}/YZJH-1.CV:YZJH-1.4/-/junior"):  # fmt: skip
        assert "改后的名称" not in page(desk, address), address


def test_the_next_run_has_the_schools_of_now(after, desk, operator, at):
    from dudao.apps.assessment.calculation import assess

    _run, gone, _other = after
    new = assess(_run.campaign, by=operator, at=at + timedelta(2))

    said = page(desk, f"/runs/{new.pk}/schools")
    assert "改后的名称" in said and "后来的学校" in said and gone.name not in said
