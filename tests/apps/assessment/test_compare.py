"""Two runs beside each other: what moved, what moved it, and since Monday."""

import io
import re
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from dudao.apps.assessment.calculation import assess
from dudao.apps.assessment.comparison import base_of_week, kept_comparison, monday
from dudao.apps.assessment.models import ChangedInput, Comparison, MovedPlace, Run, SchoolRun
from dudao.apps.audit.models import Record
from dudao.apps.campaigns.actions import set_choice
from dudao.apps.returns.actions import Judging, judge, remove_figure
from tests.apps.portal.test_overview import text_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def edited(run, filled, operator, at):
    """A figure taken back, a judgement turned, a choice made: and assessed again. The school's code."""
    row = SchoolRun.objects.filter(item="YZJH-1.4", verdict="pass").select_related("unit").first()
    remove_figure(
        filled, figure="area_teaching", unit=row.unit.code, stage="", year=0, reason="填错了", by=operator, at=at
    )
    judge(filled, judgings=[Judging("DEMO-V4", "struck", reason="学校撤了")], by=operator, at=at)
    set_choice(
        filled, key="parameter:cv_primary", value="0.01", standard="YZJH-2017", reason="省里的", by=operator, at=at
    )
    assess(filled, by=operator, at=at + timedelta(hours=1))
    return row.unit


def moved(code: str, **more: str) -> dict:
    found = [one for one in MovedPlace.objects.values_list("detail", flat=True) if one["code"] == code]
    return next(one for one in found if all(one.get(name) == value for name, value in more.items()))


def test_a_second_run_is_compared_with_the_first_and_every_edit_is_named(edited, desk):
    changes = {one["kind"]: one for one in ChangedInput.objects.values_list("detail", flat=True)}
    assert set(changes) == {"figure", "judgement", "parameters"}
    assert changes["figure"]["new"] == "已撤回"
    assert re.search(r"基本情况![A-Z]+\d+$", changes["figure"]["old_at"])
    by_place = list(ChangedInput.objects.order_by("position").values_list("detail", flat=True))

    row = moved("YZJH-1.4", unit=edited.code)
    assert row["after"] == "未定"
    assert [by_place[mover["change"]]["kind"] for mover in row["movers"]] == ["figure"]
    veto = moved("DEMO-V4")
    assert veto["after"] == "存在"
    assert [by_place[mover["change"]]["kind"] for mover in veto["movers"]] == ["judgement"]
    stricter = [one for one in MovedPlace.objects.values_list("detail", flat=True) if one["level"] == "coefficient"
                and one["stage"] == "primary" and one["code"] != "YZJH-1.CV:YZJH-1.4"]  # fmt: skip
    assert stricter
    for one in stricter:
        assert one["kind"] == "worse"
        assert [by_place[mover["change"]]["kind"] for mover in one["movers"]] == ["parameters"]


def test_the_page_shows_the_last_two_with_links_to_both_explanations(edited, desk):
    page = desk.get("/runs/compare").content.decode()

    assert "第 1 次与第 2 次自评之间" in text_of(page) and "改了 3 处数、判断和选择" in text_of(page)
    opened = desk.get("/runs/compare?show=opened").content.decode()
    assert edited.name in opened and "已撤回" in opened
    older, newer = Run.objects.order_by("number")
    for run in (older, newer):
        address = re.search(rf'href="(/why/{run.pk}/YZJH-2017/YZJH-1.4/{edited.code}/[a-z]+)"', opened)[1]
        assert desk.get(address).status_code == 200
    figure = re.search(r'href="(/why/\d+/figures/area_teaching/[^"]+)"', opened)[1]
    assert "已撤回" in desk.get(figure).content.decode()


def test_of_several_changes_the_one_that_alone_decides_says_so(edited):
    whole = moved("DEMO-6A-100")
    assert whole["level"] == "whole"
    assert any(mover["decides"] or "without" in mover for mover in whole["movers"])


def test_the_whole_comparison_comes_as_a_workbook(edited, desk):
    book = openpyxl.load_workbook(io.BytesIO(desk.get("/runs/compare?format=xlsx").content))

    assert book.sheetnames[-1] == "改了的" and "变差" in book.sheetnames and "新的未定" in book.sheetnames
    total = sum(sheet.max_row for sheet in book.worksheets)
    assert total >= MovedPlace.objects.count() + ChangedInput.objects.count()


def test_with_one_run_it_says_so(run, desk):
    assert "只有一次自评" in text_of(desk.get("/runs/compare").content.decode())
    assert "只有一次自评" in text_of(desk.get("/").content.decode())


def test_two_runs_nobody_compared_are_compared_by_a_button_once(edited, filled, operator, at, desk):
    assess(filled, by=operator, at=at + timedelta(days=7))  # compared with 2, which is also the last before that week
    first, _second, third = Run.objects.order_by("number")
    assert kept_comparison(first, third) is None
    address = f"/runs/compare?older={first.pk}&newer={third.pk}"
    assert "还没有比较过" in text_of(desk.get(address).content.decode())

    for _ in range(2):
        answer = desk.post("/runs/compare/make", {"older": str(first.pk), "newer": str(third.pk)})
        assert answer["Location"] == address
    assert Comparison.objects.filter(older=first, newer=third).count() == 1
    assert "还没有比较过" not in text_of(desk.get(address).content.decode())
    turned = f"/runs/compare?older={third.pk}&newer={first.pk}"
    assert "第 1 次与第 3 次" in text_of(desk.get(turned).content.decode())
    assert Record.objects.filter(verb="assessment.runs.compare").exists()


def test_runs_of_another_county_cannot_be_compared_or_seen(edited, stranger, client):
    from django.test import Client

    other = Client(HTTP_HOST="127.0.0.1:8321")
    other.force_login(stranger)
    older, newer = Run.objects.order_by("number")
    assert other.get(f"/runs/compare?older={older.pk}&newer={newer.pk}").status_code == 404
    assert other.post("/runs/compare/make", {"older": str(older.pk), "newer": str(newer.pk)}).status_code == 404


def test_the_week_begins_on_monday_at_midnight_local_time():
    assert monday(datetime(2026, 11, 26, 8, 0, tzinfo=SHANGHAI)) == datetime(2026, 11, 23, 0, 0, tzinfo=SHANGHAI)
    assert monday(datetime(2026, 11, 22, 17, 0, tzinfo=ZoneInfo("UTC"))) == datetime(2026, 11, 23, tzinfo=SHANGHAI)
    assert monday(datetime(2026, 11, 22, 15, 0, tzinfo=ZoneInfo("UTC"))) == datetime(2026, 11, 16, tzinfo=SHANGHAI)


def test_since_monday_is_counted_from_the_last_run_before_it(filled, operator, at, desk, monkeypatch):
    """Sunday 23:59, Monday 00:00 and Thursday: the base is Sunday's; the week after nothing is new."""
    sunday = datetime(2026, 11, 22, 23, 59, tzinfo=SHANGHAI)
    one = assess(filled, by=operator, at=sunday - timedelta(days=3))
    two = assess(filled, by=operator, at=sunday)
    three = assess(filled, by=operator, at=sunday + timedelta(minutes=1))
    judge(filled, judgings=[Judging("DEMO-V4", "struck", reason="学校撤了")], by=operator, at=at)
    four = assess(filled, by=operator, at=at)
    assert (base_of_week(four, at), base_of_week(three, three.at)) == (two, two)
    assert base_of_week(one, one.at) == one

    monkeypatch.setattr("dudao.apps.portal.views.timezone", SimpleNamespace(now=lambda: at))
    page = desk.get("/").content.decode()
    assert "自周一以来" in page and re.search(r"\d+ 处变化：", page)
    assert f"older={two.pk}&amp;newer={four.pk}" in page
    monkeypatch.setattr("dudao.apps.portal.views.timezone", SimpleNamespace(now=lambda: at + timedelta(days=7)))
    assert "没有新的自评" in text_of(desk.get("/").content.decode())


def test_runs_that_saw_the_same_differ_in_nothing(run, filled, operator, at, desk):
    assess(filled, by=operator, at=at)

    assert MovedPlace.objects.count() == ChangedInput.objects.count() == 0
    assert "结论和得分都没有变" in text_of(desk.get("/runs/compare").content.decode())


def test_a_closed_school_is_a_change_of_the_roll(run, filled, operator, at, desk):
    from dudao.apps.organisations.models import Unit

    closed = Unit.objects.schools().first()
    Unit.objects.filter(pk=closed.pk).update(closed=at.date())
    assess(filled, by=operator, at=at)

    (change,) = ChangedInput.objects.values_list("detail", flat=True)
    assert (change["kind"], change["school"], change["new"]) == ("school", closed.name, "不在名册")
    gone = [one for one in MovedPlace.objects.values_list("detail", flat=True) if one.get("unit") == closed.code]
    assert gone and all(one["after"] == "没有这一行" for one in gone)
    assert all(one["movers"] for one in gone)
