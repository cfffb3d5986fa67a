"""The pages in a real browser: nothing wider than the screen, no fault by axe, the panel, the keys, no script needed to read."""

import pytest
from playwright.sync_api import Page, expect

from dudao.apps.assessment.calculation import assess
from dudao.apps.assessment.models import SchoolRun
from dudao.apps.audit.actors import SYSTEM
from dudao.apps.organisations.actions import issue_link
from dudao.apps.organisations.models import PolicyReport
from tests.apps.assessment.made_county import change_figures

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = [(1440, 900), (1366, 768), (390, 844)]


def come_in(page: Page, live_server, operator, at) -> Page:
    from django.utils import timezone

    page.goto(f"{live_server.url}/enter/{issue_link(operator, by=SYSTEM, at=timezone.now())}")
    return page


@pytest.fixture
def desk(page, live_server, run, operator, at) -> Page:
    return come_in(page, live_server, operator, at)


def paths(run) -> list[str]:
    rule = SchoolRun.objects.filter(item="YZJH-1.S", verdict="fail").select_related("unit").first()
    school, stage = rule.unit.code, rule.stage
    yzjh, demo = f"/runs/{run.pk}/YZJH-2017", f"/runs/{run.pk}/DEMO-6A-100"
    return [
        "/", "/runs", "/runs/compare", "/runs/compare?show=worse", "/runs/compare?show=changes", f"/runs/{run.pk}/decides",
        f"/runs/{run.pk}/missing", f"/runs/{run.pk}/schools",
        f"/runs/{run.pk}/schools/{school}", yzjh, f"{demo}/aspects/A5", f"{yzjh}/items/YZJH-1.4", f"{yzjh}/items/YZJH-1.S",
        f"{yzjh}/items/YZJH-1.CV", f"{yzjh}/items/YZJH-3.3", f"{demo}/items/C5.2.1",
        f"/why/{run.pk}/YZJH-2017/YZJH-1.4/{school}/{stage}", f"/why/{run.pk}/DEMO-6A-100/C5.2.1",
        f"/why/{run.pk}/figures/area_teaching/{school}/-/0", "/settings/", "/settings/relaxations",
        f"/settings/relaxations?relaxation=YZJH-R2&school={school}", "/standards/", "/standards/DEMO-6A-100", "/standards/YZJH-2017?q=校舍",
        "/standards/compare?left=YZJH-2017&right=DEMO-6A-100",
    ]  # fmt: skip


def faults(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


def test_every_page_fits_every_screen_and_axe_finds_no_fault(desk, filled, operator, at, live_server, axe):
    change_figures(filled, figure="area_teaching", number=20, by=operator, at=at)
    run, found = assess(filled, by=operator, at=at), []
    for path in paths(run):
        desk.goto(live_server.url + path)
        for width, height in SIZES:
            desk.set_viewport_size({"width": width, "height": height})
            if desk.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{path} is wider than {width}")
            if width != 1366:
                found += [f"{path} at {width}: {fault}" for fault in faults(desk, axe)]
    assert not found, "\n".join(found)
    assert PolicyReport.objects.count() == 0


def test_a_number_opens_its_explanation_beside_the_page_down_to_the_cell(desk, run, live_server, axe):
    desk.goto(f"{live_server.url}/runs/{run.pk}/YZJH-2017/items/YZJH-1.4")
    value = desk.locator("tbody td a.val").first
    value.click()

    panel = desk.locator("#panel")
    expect(panel).to_contain_text("校段判定")
    expect(panel).to_contain_text("单元格")
    expect(panel.locator("td.cur").first).to_be_visible()
    assert faults(desk, axe) == []
    panel.get_by_role("link", name="为什么").first.click()
    expect(panel.get_by_role("heading", level=2)).to_contain_text("资源配置学校综合达标")
    desk.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(value).to_be_focused()
    assert PolicyReport.objects.count() == 0


def test_three_clicks_lead_to_the_cell_to_mend(desk, run, live_server):
    desk.goto(live_server.url)
    desk.get_by_role("link", name="学校", exact=True).click()
    desk.locator("tbody td a[data-panel]").first.click()

    expect(desk.locator("#panel")).to_contain_text("基本情况!")
    expect(desk.locator("#panel td.cur").first).to_be_visible()


def test_j_and_k_lead_to_the_neighbours(desk, run, live_server):
    desk.goto(f"{live_server.url}/runs/{run.pk}/YZJH-2017/items/YZJH-1.4")
    desk.keyboard.press("j")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("1.5")
    desk.keyboard.press("k")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("1.4")


def test_everything_can_be_read_without_script(browser, live_server, run, operator, at):
    context = browser.new_context(java_script_enabled=False)
    page = come_in(context.new_page(), live_server, operator, at)

    page.goto(f"{live_server.url}/runs/{run.pk}/YZJH-2017/items/YZJH-1.4")
    page.locator("tbody td a.val").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("生均教学及辅助用房面积")
    expect(page.locator("ol.y")).to_contain_text("单元格")
    context.close()


def test_the_button_assesses_again_and_the_page_shows_the_new_run(desk, live_server):
    desk.goto(live_server.url)
    desk.get_by_role("button", name="重新自评").click()

    expect(desk.locator(".crumb")).to_contain_text("自评第 2 次")


def test_paper_shows_the_same_order_without_bar_and_buttons(desk, run, live_server):
    desk.goto(f"{live_server.url}/runs/{run.pk}/YZJH-2017/items/YZJH-1.4")
    desk.emulate_media(media="print")

    expect(desk.locator(".gtop")).to_be_hidden()
    expect(desk.get_by_role("button", name="打印")).to_be_hidden()
    expect(desk.locator(".a-filter").first).to_be_hidden()
    expect(desk.locator(".answer")).to_be_visible()
    expect(desk.locator(".gfoot")).to_contain_text("第 1 次自评")
