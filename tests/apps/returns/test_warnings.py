"""提醒: unusual figures are brought in, listed, explained, and asked again when they change."""

import pytest

from dudao.apps.assessment.calculation import assess
from dudao.apps.audit.actors import SYSTEM
from dudao.apps.campaigns.actions import open_campaign
from dudao.apps.returns.models import Change, Explained
from dudao.apps.returns.standing import standing
from dudao.apps.returns.warned import warnings
from tests.apps.returns.workbooks import county_book

SCHOOL = "name:城关镇中心小学"
CROWDED = {"F5": 20}  # 1,482 pupils in 20 classes: 74 a class
PLACE = {"check": "CHK-26", "unit": SCHOOL, "stage": "primary"}


@pytest.fixture
def crowded(brought):
    brought(county_book(CROWDED))


def the_one(campaign):
    (one,) = [one for one in warnings(campaign) if (one.finding.check, one.finding.unit) == ("CHK-26", SCHOOL)]
    return one


def explains(clerk, campaign, says="两个年级在分校上课", **other):
    given = {**PLACE, "values": the_one(campaign).values, "says": says, **other}
    return clerk.browser.post("/data/warnings/explain", given)


def test_a_warning_is_told_before_it_is_brought_in_and_refuses_nothing(clerk):
    draft = clerk.uploads(county_book(CROWDED))
    page = clerk.sees(draft)

    assert "带入后要看一眼的 1 处" in page and "CHK-26 城关镇中心小学（小学）" in page
    assert clerk.brings_in(draft).status_code == 302 and Change.objects.count() == 1


def test_the_page_lists_it_with_its_cells_until_somebody_explains(clerk, campaign, crowded):
    page = clerk.browser.get("/data/warnings").content.decode()
    assert "1 处要看一眼，1 处还没有人说明" in page and "1482" in page and "基本情况!F5" in page
    assert "1 处不寻常" in clerk.browser.get("/data/").content.decode()

    assert explains(clerk, campaign).status_code == 302
    page = clerk.browser.get("/data/warnings?state=all").content.decode()
    assert "1 处要看一眼，都有人说明过" in page and "两个年级在分校上课" in page
    assert "处不寻常" not in clerk.browser.get("/data/").content.decode()


def test_the_explanation_stands_beside_its_figures(clerk, campaign, operator, crowded):
    explains(clerk, campaign)

    listed = clerk.browser.get("/data/figures", {"unit": SCHOOL}).content.decode()
    assert listed.count("两个年级在分校上课") == 2, "beside the pupils and the classes"
    one = clerk.browser.get("/data/figures/one", {"unit": SCHOOL, "figure": "n_classes", "stage": "primary", "year": 0})
    assert f'说明：两个年级在分校上课 <span class="mut">{operator.name}' in one.content.decode()


def test_it_stands_in_the_explanation_of_a_run(clerk, campaign, operator, at, crowded):
    run = assess(campaign, by=operator, at=at)
    address = f"/why/{run.pk}/figures/stu/{SCHOOL}/primary/0"
    assert "提醒 CHK-26" in (page := clerk.browser.get(address).content.decode()) and "还没有人说明" in page

    explains(clerk, campaign)
    assert "两个年级在分校上课" in clerk.browser.get(address).content.decode()
    assert "两个年级在分校上课" in clerk.browser.get(f"/why/{run.pk}/YZJH-2017/YZJH-2.4/{SCHOOL}").content.decode()


def test_it_survives_the_next_import_of_the_same_figures(clerk, campaign, crowded, brought):
    explains(clerk, campaign)
    brought(county_book({**CROWDED, "F6": 22}), "第二稿.xlsx")

    assert the_one(campaign).explained is not None


def test_it_is_asked_again_when_a_figure_changes(clerk, campaign, crowded, brought):
    explains(clerk, campaign)
    brought(county_book({"F5": 19}), "第二稿.xlsx")

    assert the_one(campaign).explained is None
    page = clerk.browser.get("/data/warnings").content.decode()
    assert "数变了，要再说明" in page and "说明过“两个年级在分校上课”" in page
    assert (
        "两个年级在分校上课"
        not in clerk.browser.get(
            "/data/figures/one", {"unit": SCHOOL, "figure": "n_classes", "stage": "primary", "year": 0}
        ).content.decode()
    )


def test_another_explanation_takes_the_place_of_the_first_which_stays_in_the_table(clerk, campaign, crowded):
    explains(clerk, campaign)
    explains(clerk, campaign, "两个年级借用中学教室")

    assert the_one(campaign).explained.says == "两个年级借用中学教室"
    assert [one.replaced_at is None for one in Explained.objects.all()] == [False, True]


def test_an_empty_one_is_asked_for_again_and_nothing_is_kept(clerk, campaign, crowded):
    answer = explains(clerk, campaign, " ")

    assert answer.status_code == 422 and "说明不能空着" in answer.content.decode()
    assert not Explained.objects.exists()


def test_what_was_seen_before_the_figures_changed_is_not_explained(clerk, campaign, crowded, brought):
    old = the_one(campaign).values
    brought(county_book({"F5": 19}), "第二稿.xlsx")

    assert explains(clerk, campaign, values=old).status_code == 409
    assert not Explained.objects.exists()


def test_it_makes_no_run_stale(clerk, campaign, operator, at, crowded):
    before = standing(campaign).ground
    explains(clerk, campaign)
    assert standing(campaign).ground == before


def test_a_jump_is_seen_against_the_campaign_of_the_year_before(clerk, campaign, county, at, brought):
    brought(county_book())
    open_campaign(county, name="2027 年自评", year=2027, standards=campaign.standards, by=SYSTEM, at=at)
    draft = clerk.uploads(county_book({"J5": 6912 * 2}), "2027.xlsx")
    assert clerk.brings_in(draft).status_code == 302

    page = clerk.browser.get("/data/warnings").content.decode()
    assert "比上一年减少超过 10% 或增加超过 50%" in page and "上一年的" in page and "6912" in page


def test_somebody_of_another_county_explains_nothing_here(outsider, clerk, campaign, crowded):
    given = {**PLACE, "values": the_one(campaign).values, "says": "没事"}
    assert outsider.post("/data/warnings/explain", given).status_code in (404, 409)
    assert not Explained.objects.exists()
