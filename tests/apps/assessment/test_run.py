"""A run: made once, kept, told apart from newer figures, seen by its own county only."""

import pytest
from django.test import Client

from dudao.apps.assessment.actions import MadeAlready
from dudao.apps.assessment.calculation import assess
from dudao.apps.assessment.models import ItemRun, Missing, Run, SchoolRun
from dudao.apps.assessment.queries import standing_of
from dudao.apps.returns.actions import Judging, judge
from dudao.apps.returns.models import Stated


def test_the_button_makes_a_run_and_pressed_twice_makes_one(filled, desk):
    first = desk.post("/runs/make", {"after": "0"})
    second = desk.post("/runs/make", {"after": "0"})

    assert Run.objects.count() == 1
    run = Run.objects.get()
    assert first.url == second.url == f"/?run={run.pk}"
    assert (run.number, run.as_of, run.standards) == (1, 1, ["YZJH-2017", "DEMO-6A-100"])


def test_the_action_itself_refuses_a_second_run_of_the_same_press(run, filled, operator, at):
    with pytest.raises(MadeAlready, match="第 1 次"):
        assess(filled, after=0, by=operator, at=at)
    assert Run.objects.count() == 1


def test_without_figures_nothing_is_assessed_and_the_page_says_what_to_do(campaign, desk):
    answer = desk.post("/runs/make", {"after": "0"})

    assert answer.status_code == 409
    assert "还没有带入过数据" in answer.content.decode()
    assert Run.objects.count() == 0


def test_the_same_figures_give_the_same_run(run, filled, operator, at):
    again = assess(filled, by=operator, at=at)

    assert (again.digest, again.deciding) == (run.digest, run.deciding)
    for one, other in zip(run.results.all(), again.results.all(), strict=True):
        assert (one.verdict, one.low, one.high, one.detail) == (other.verdict, other.low, other.high, other.detail)


def test_a_run_keeps_every_item_and_every_row_and_what_is_missing(run):
    yzjh, demo = run.results.order_by("pk")
    rule = SchoolRun.objects.filter(result=yzjh, item="YZJH-1.S")

    assert (yzjh.items.count(), demo.items.count()) == (34, 64)
    assert rule.count() == SchoolRun.objects.filter(result=yzjh, item="YZJH-1.4").count() >= 40
    blank = Stated.objects.filter(reason="BLANK", unit__isnull=False).count()
    assert 0 < Missing.objects.filter(run=run, why="空白").count() <= blank
    for item in ItemRun.objects.filter(verdict="open"):
        assert item.needed == len(item.needs) > 0, f"{item.item} is open and says not why"


def test_a_missing_figure_decides_when_an_item_is_open_through_it(run):
    open_items = set(ItemRun.objects.filter(verdict="open").values_list("item", flat=True))
    open_items |= {state["code"] for result in run.results.all() for state in result.detail["triggers"]
                   if state["struck"] is None}  # fmt: skip

    for one in Missing.objects.filter(run=run):
        assert one.deciding == any(code in open_items for _standard, code in one.items), one.says


def test_a_run_is_stale_once_a_judgement_was_given_and_says_so_on_every_page(run, filled, operator, at, desk):
    assert not standing_of(run)["stale"]

    judge(filled, judgings=[Judging("YZJH-2.1", "not_met", reason="没有规划")], by=operator, at=at)

    assert standing_of(run)["stale"]
    page = desk.get("/").content.decode()
    assert "数据有变" in page and "重新自评" in page


def test_an_older_run_says_which_is_the_newest(run, filled, operator, at, desk):
    newer = assess(filled, by=operator, at=at)

    page = desk.get(f"/?run={run.pk}").content.decode()

    assert "这是第 1 次自评" in page and f"?run={newer.pk}" in page and "重新自评" not in page
    assert "第 2 次" in desk.get("/").content.decode()


def addresses(run) -> list[str]:
    school = SchoolRun.objects.filter(item="YZJH-1.4").first().unit.code
    return [
        f"/?run={run.pk}",
        f"/runs/{run.pk}/decides",
        f"/runs/{run.pk}/missing",
        f"/runs/{run.pk}/schools",
        f"/runs/{run.pk}/schools/{school}",
        f"/runs/{run.pk}/YZJH-2017",
        f"/runs/{run.pk}/DEMO-6A-100/aspects/A5",
        f"/runs/{run.pk}/YZJH-2017/items/YZJH-1.4",
        f"/runs/{run.pk}/YZJH-2017/items/YZJH-1.S",
        f"/runs/{run.pk}/YZJH-2017/items/YZJH-1.CV",
        f"/runs/{run.pk}/DEMO-6A-100/items/C5.2.1",
        f"/why/{run.pk}/YZJH-2017/YZJH-2017",
        f"/why/{run.pk}/YZJH-2017/YZJH-1.4/{school}",
        f"/why/{run.pk}/figures/stu/{school}/primary/0",
    ]


def test_another_county_finds_none_of_it(run, stranger, desk):
    other = Client(HTTP_HOST="127.0.0.1:8321")
    other.force_login(stranger)

    for address in addresses(run):
        assert desk.get(address).status_code == 200, address
        assert other.get(address).status_code == 404, address
    assert str(run) not in other.get("/runs").content.decode()
    assert "还没有自评过" in other.get("/").content.decode()
    assert other.post("/runs/make", {"after": "0"}).status_code == 409
    gone = {"run": run.pk, "figure": "stu", "unit": "2144000000", "stage": "primary", "year": "0", "reason": "错"}
    assert other.post("/figures/remove", gone).status_code == 404


def test_what_does_not_exist_is_a_page_that_says_so(run, desk):
    for address in (
        f"/runs/{run.pk + 1}/schools",
        f"/runs/{run.pk}/schools/999",
        f"/runs/{run.pk}/YZJH-2017/items/YZJH-9.9",
        f"/runs/{run.pk}/NOSUCH",
        f"/runs/{run.pk}/YZJH-2017/aspects/9",
        f"/why/{run.pk}/YZJH-2017/YZJH-9.9",
        f"/why/{run.pk}/YZJH-2017/YZJH-1.4/999",
        f"/why/{run.pk}/YZJH-2017/YZJH-1.CV:YZJH-1.4/-/senior",
        f"/why/{run.pk}/figures/nosuch/-/-/0",
    ):
        answer = desk.get(address)
        assert answer.status_code == 404, address
        assert "没有这一页" in answer.content.decode()


def test_every_table_comes_as_a_workbook(run, desk):
    for address in addresses(run)[:-3]:
        answer = desk.get(address + ("&" if "?" in address else "?") + "format=xlsx")
        assert answer["Content-Type"].endswith("spreadsheetml.sheet"), address
        assert answer.content[:2] == b"PK"
    assert desk.get("/runs?format=xlsx").content[:2] == b"PK"
