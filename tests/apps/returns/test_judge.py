"""Judgements through the pages: one after another with reason and effect, and the grid of all schools."""

import io
import re

import openpyxl
import pytest

from dudao.apps.campaigns.actions import set_choice
from dudao.apps.returns.figures import judgements
from dudao.apps.returns.models import Change, Judged

TIERS = "/judgements/DEMO-6A-100/C1.2.1"
GRID = "/judgements/grid/YZJH-2017"
SCHOOLS = [
    "城关镇中心小学",
    "青石镇中心小学",
    "云雾镇九年一贯制学校",
    "新集镇初级中学",
    "松林镇中心小学",
    "大湾乡初级中学",
]


def page_of(clerk, path, **query):
    answer = clerk.browser.get(path, query)
    assert answer.status_code == 200
    return answer.content.decode()


def after(page):
    return re.search(r'name="after" value="(\d+)"', page)[1]


def judges(clerk, level, reason="联席会议 2 次，有纪要", path=TIERS, **more):
    return clerk.browser.post(
        f"{path}/save", {"after": after(page_of(clerk, path)), "level": level, "reason": reason, **more}
    )


def test_the_first_open_matter_is_shown_first(clerk):
    first = clerk.browser.get("/judgements/")

    assert first.status_code == 302
    page = page_of(clerk, first["Location"])
    assert "已判 0 / " in page and "下一条未定" in page


def test_levels_stand_with_text_points_and_effect(clerk, campaign, brought):
    brought()
    clerk.browser.get(f"{TIERS}?part=effect", HTTP_HX_REQUEST="true")  # once worked out, it stands on the page
    page = page_of(clerk, TIERS)

    assert "各部门的教育职责是否写清" in page and "职责清单经政府印发" in page
    for points in ("2.00", "1.60", "1.20", "0.00"):
        assert points in page
    assert "+2.00" in page and "职责清单</li>" in page, "what it would add, and the evidence asked"


def test_a_judgement_is_kept_with_name_date_and_reason(clerk, campaign, operator):
    answer = judges(clerk, "good", go="1", next="/judgements/DEMO-6A-100/C2.4.1")

    assert answer["Location"] == "/judgements/DEMO-6A-100/C2.4.1"
    said = judgements(campaign)["C1.2.1", ""]
    assert (said.level, said.reason, said.by) == ("good", "联席会议 2 次，有纪要", operator.name)
    assert "联席会议 2 次，有纪要" in page_of(clerk, TIERS) and "已判 1 / " in page_of(clerk, TIERS)


def test_it_never_leads_to_another_site(clerk):
    assert judges(clerk, "good", go="1", next="https://evil.example/")["Location"] == TIERS


def test_a_judgement_may_be_changed_and_taken_back_and_its_past_stays(clerk, campaign):
    judges(clerk, "good")
    judges(clerk, "fair", "查了 4 次会议只有 2 份纪要")
    judges(clerk, "", back="1")

    assert ("C1.2.1", "") not in judgements(campaign)
    assert list(Judged.objects.order_by("since").values_list("level", flat=True)) == ["good", "fair", ""]
    assert "查了 4 次会议" in page_of(clerk, TIERS)


@pytest.mark.parametrize("wrong", [{"level": ""}, {"reason": "  "}, {"level": "splendid"}])
def test_no_level_no_reason_or_a_level_that_is_none_is_refused(wrong, clerk):
    answer = judges(clerk, **{"level": "good", **wrong})

    assert answer.status_code == 422
    assert not Judged.objects.exists()


def test_two_people_see_his_and_mine(clerk, second, campaign):
    opened = after(page_of(clerk, TIERS))
    judges(second, "poor", "没有清单")

    answer = clerk.browser.post(f"{TIERS}/save", {"after": opened, "level": "good", "reason": "有清单"})

    page = answer.content.decode()
    assert answer.status_code == 409 and "没有清单" in page and "有清单" in page
    assert judgements(campaign)["C1.2.1", ""].level == "poor"
    clerk.browser.post(f"{TIERS}/save", {"after": after(page), "level": "good", "reason": "有清单"})
    assert judgements(campaign)["C1.2.1", ""].level == "good"


def test_somebody_judging_another_item_is_no_conflict(clerk, second):
    opened = after(page_of(clerk, TIERS))
    judges(second, "excellent", path="/judgements/DEMO-6A-100/C2.4.1")

    assert (
        clerk.browser.post(f"{TIERS}/save", {"after": opened, "level": "good", "reason": "有清单"}).status_code == 302
    )


def test_filters_narrow_the_list(clerk):
    page = page_of(clerk, TIERS, method="访")

    queue = page.partition('aria-label="要判断的"')[2].partition("</section>")[0]
    assert "C2.4.1" in queue and "YZJH-2.1" not in queue


def fill(clerk, **given):
    return clerk.browser.post(f"{GRID}/save", {"after": after(page_of(clerk, GRID)), **given})


def levels(campaign, item="YZJH-3.3"):
    return {
        unit.removeprefix("name:"): said.level for (code, unit), said in judgements(campaign).items() if code == item
    }


def test_an_item_is_filled_for_all_schools_but_the_exceptions(clerk, campaign, brought):
    brought()
    given = {
        "bulk": "1",
        "item": "YZJH-3.3",
        "level": "met",
        "except": "松林镇中心小学、大湾乡初级中学",
        "reason": "逐校看过",
    }

    assert fill(clerk, **given).status_code == 302

    assert levels(campaign) == dict.fromkeys(SCHOOLS[:4], "met")
    assert Change.objects.filter(kind="judgement").count() == 1, "one act, one change"
    assert "没判" in page_of(clerk, GRID) and "4 / 6 校" in page_of(clerk, "/judgements/YZJH-2017/YZJH-3.3")


def test_filling_leaves_what_was_judged_unless_told_otherwise(clerk, campaign, brought):
    brought()
    fill(clerk, **{"c:YZJH-3.3:name:松林镇中心小学": "not_met", "reason": "没有章程"})
    bulk = {"bulk": "1", "item": "YZJH-3.3", "level": "met", "reason": "逐校看过"}

    fill(clerk, **bulk)
    assert levels(campaign)["松林镇中心小学"] == "not_met" and len(levels(campaign)) == 6
    fill(clerk, **bulk, over="1")
    assert set(levels(campaign).values()) == {"met"}


def test_only_changed_cells_are_saved(clerk, campaign, brought):
    brought()
    page = page_of(clerk, GRID)
    cells = dict.fromkeys(re.findall(r'name="(c:[^"]+)"', page), "")
    assert len(cells) == 30
    chosen = "c:YZJH-3.6:name:青石镇中心小学"

    answer = fill(clerk, **{**cells, chosen: "excellent", "reason": "德育评估 92 分"})

    assert answer.status_code == 302
    assert [(one.item, one.level, one.reason) for one in Judged.objects.all()] == [
        ("YZJH-3.6", "excellent", "德育评估 92 分")
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"bulk": "1", "item": "YZJH-3.3", "level": "met", "except": "没有这所学校", "reason": "x"},
        {"bulk": "1", "item": "YZJH-3.3", "level": "excellent", "reason": "x"},
        {"bulk": "1", "item": "YZJH-3.3", "level": "met", "reason": " "},
        {"c:YZJH-3.3:name:没有": "met", "reason": "x"},
        {"c:YZJH-2.1:name:青石镇中心小学": "met", "reason": "x"},
        {"reason": "x"},
    ],
)
def test_a_grid_that_cannot_be_meant_saves_nothing(wrong, clerk, brought):
    brought()

    assert fill(clerk, **wrong).status_code == 422
    assert not Judged.objects.exists()


def test_two_people_at_the_grid_choose_cell_by_cell(clerk, second, campaign, brought):
    brought()
    opened = after(page_of(clerk, GRID))
    fill(second, **{"c:YZJH-3.3:name:青石镇中心小学": "not_met", "reason": "没有章程"})
    mine = {"c:YZJH-3.3:name:青石镇中心小学": "met", "c:YZJH-3.5:name:青石镇中心小学": "met", "reason": "看过"}

    answer = clerk.browser.post(f"{GRID}/save", {"after": opened, **mine})

    page = answer.content.decode()
    assert answer.status_code == 409 and "1 格刚被别人判过" in page and "其余 1 格没有人动过" in page
    assert levels(campaign)["青石镇中心小学"] == "not_met" and not levels(campaign, "YZJH-3.5")


def test_the_whole_grid_goes_to_paper_and_to_excel(clerk, brought):
    brought()
    fill(clerk, bulk="1", item="YZJH-3.8", level="met", reason="逐校看过")
    paper = page_of(clerk, GRID, whole="1")
    assert "<select name=" not in paper and "print-wide" in paper and paper.count("达到</span>") == 6

    sheet = openpyxl.load_workbook(io.BytesIO(clerk.browser.get(GRID, {"as": "xlsx"}).content)).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1] in SCHOOLS]
    assert len(rows) == 6 and {row[-1] for row in rows} == {"达到"} and {row[2] for row in rows} == {"未定"}


def test_another_county_judges_nothing_here(clerk, outsider, neighbour, at, brought):
    from dudao.apps.audit.actors import SYSTEM
    from dudao.apps.campaigns.actions import open_campaign

    open_campaign(neighbour, name="邻县自评", year=2026, standards=["YZJH-2017"], by=SYSTEM, at=at)
    brought()

    assert outsider.get(TIERS).status_code == 404
    assert "青石镇" not in outsider.get(GRID).content.decode()
    wrong = outsider.post(f"{GRID}/save", {"after": "0", "c:YZJH-3.3:name:青石镇中心小学": "met", "reason": "x"})
    assert wrong.status_code == 422 and not Judged.objects.exists()


def test_a_veto_that_is_off_is_asked_of_nobody_until_it_is_switched_on(clerk, campaign, operator, at):
    assert "YZJH-V8" not in page_of(clerk, TIERS)
    set_choice(campaign, standard="YZJH-2017", key="switch:YZJH-V8", value="on", reason="市里要求", by=operator, at=at)
    assert "YZJH-V8" in page_of(clerk, TIERS)
