"""Figures as they stand: by school, by the county, one by one; what was asked for and is missing; taking one back."""

import io

import openpyxl
import pytest

from dudao.apps.audit.models import Record
from dudao.apps.returns.figures import snapshot
from dudao.apps.returns.models import Change, Stated
from dudao.calc.figures import Key, Reason, Unknown

SCHOOL = "name:城关镇中心小学"
ONE = {"unit": SCHOOL, "figure": "stu", "stage": "primary", "year": 0}


def sheet_of(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def test_a_schools_figures_stand_with_value_cell_and_change(clerk, brought):
    brought()
    page = clerk.browser.get("/data/figures", {"unit": SCHOOL}).content.decode()

    assert "在校生数（小学）" in page and ">1,482<" in page and "基本情况!D5" in page and "第 1 次" in page
    assert "没有填报" in page, "what is asked of the school and not stated is listed too"
    assert "在校生数（初中）" not in page


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ({"unit": "all", "state": "DASH"}, "松林镇中心小学", "城关镇中心小学"),
        ({"unit": "all", "q": "大湾乡"}, "待核", "青石镇"),
        ({"unit": SCHOOL, "state": "known"}, "在校生数", "没有填报</span>"),
        ({"unit": SCHOOL, "q": "班级数"}, "班级数（小学）", "专任教师数（小学）"),
        ({"unit": SCHOOL, "q": "没有这个词"}, "清除", "<tbody>"),
    ],
)
def test_filters_show_what_they_say(query, there, not_there, clerk, brought):
    brought()
    page = clerk.browser.get("/data/figures", query).content.decode().partition("<section")[2]

    assert there in page and not_there not in page


def test_the_list_and_its_excel_say_the_same(clerk, brought):
    brought()
    sheet = sheet_of(clerk.browser.get("/data/figures", {"unit": "all", "q": "在校生数", "as": "xlsx"}))

    rows = [
        row
        for row in sheet.iter_rows(values_only=True)
        if row[0] and "学" in str(row[0]) and row[1] and "在校生" in str(row[1])
    ]
    assert sheet["A1"].value == "全县各校数据（含“在校生数”）"
    assert ("城关镇中心小学", "在校生数（小学）", 1482) in [row[:3] for row in rows] and len(rows) == 7


def test_one_figure_shows_definition_row_and_history(clerk, brought):
    from tests.apps.returns.workbooks import county_book

    brought()
    brought(county_book({"D5": 1500}), "第二稿.xlsx")
    page = clerk.browser.get("/data/figures/one", ONE, HTTP_HX_REQUEST="true").content.decode()

    assert page.lstrip().startswith("<header>") and "定义" in page
    assert page.index("1,500") < page.index("1,482") and "第二稿.xlsx" in page and "学校表.xlsx" in page


def test_a_figure_is_taken_back_with_a_reason_and_its_past_stays(clerk, campaign, brought):
    brought()
    answer = clerk.browser.post("/data/figures/remove", {**ONE, "reason": "校方更正，重报"})

    assert answer["Location"] == "/data/changes/2"
    now = snapshot(campaign).statements[Key(SCHOOL, "stu", "primary")]
    assert isinstance(now, Unknown) and now.reason is Reason.WITHDRAWN
    assert snapshot(campaign, as_of=1).statements[Key(SCHOOL, "stu", "primary")].value == 1482
    assert "校方更正，重报" in clerk.browser.get("/data/changes/2").content.decode()
    assert Record.objects.filter(verb="returns.figure.remove", ok=True).count() == 1


@pytest.mark.parametrize(
    "wrong", [{"reason": "  "}, {"reason": "x", "figure": "no_such"}, {"reason": "x", "unit": "nobody"}]
)
def test_taking_back_without_reason_or_without_a_figure_is_refused(wrong, clerk, brought):
    brought()

    assert clerk.browser.post("/data/figures/remove", {**ONE, **wrong}).status_code in (404, 422)
    assert Change.objects.count() == 1


def test_what_is_asked_for_stands_with_definition_form_and_example(clerk, brought):
    brought()
    page = clerk.browser.get("/data/asked", {"q": "在校生数"}).content.decode()

    assert "本学年初" in page and "学校" in page and ">有</span>" in page
    assert sheet_of(clerk.browser.get("/data/asked", {"as": "xlsx"})).max_row > 100


def test_a_reporter_is_no_longer_owed_what_came_in(clerk, campaign, brought):
    from dudao.apps.returns.asking import held_figures, owed

    before = {one.figure.name for each in owed(campaign, held_figures(campaign)) for one in each.figures}
    brought()
    after = {one.figure.name for each in owed(campaign, held_figures(campaign)) for one in each.figures}

    assert {"stu", "n_classes", "school_type"} <= before and not {"stu", "n_classes", "school_type"} & after
    assert "area_sport" not in after, "a whole that is given needs no parts"


def test_another_county_sees_no_figure(clerk, outsider, neighbour, at, brought):
    from dudao.apps.audit.actors import SYSTEM
    from dudao.apps.campaigns.actions import open_campaign

    open_campaign(neighbour, name="邻县自评", year=2026, standards=["YZJH-2017"], by=SYSTEM, at=at)
    brought()

    assert "1,482" not in outsider.get("/data/figures", {"unit": "all"}).content.decode()
    assert outsider.get("/data/figures", {"unit": SCHOOL}).status_code == 404
    assert outsider.post("/data/figures/remove", {**ONE, "reason": "x"}).status_code == 404
    assert Stated.objects.filter(reason="WITHDRAWN").count() == 0
