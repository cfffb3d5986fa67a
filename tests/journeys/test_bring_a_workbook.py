"""A clerk brings her workbook in, judges and sets, in a real browser: with the keys, at three sizes, under axe."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from dudao.apps.audit.actors import SYSTEM
from dudao.apps.campaigns.actions import ensure_first_campaign
from dudao.apps.organisations.actions import ensure_local_county, issue_link
from dudao.apps.organisations.models import PolicyReport
from dudao.apps.returns.models import Change, Judged
from tests.apps.returns.workbooks import county_book

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = [(1440, 900), (1366, 768), (390, 844)]
AXE = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"


@pytest.fixture
def desk(page: Page, live_server) -> Page:
    """A browser in which the operator has come in."""
    county = ensure_local_county(name="青禾县", code="999901", is_demo=True, at=timezone.now())
    standards = ["YZJH-2017", "DEMO-6A-100"]
    ensure_first_campaign(county, name="2026 年自评", year=2026, standards=standards, at=timezone.now())
    token = issue_link(county.people.get(), by=SYSTEM, at=timezone.now())
    page.goto(f"{live_server.url}/enter/{token}")
    page.goto(f"{live_server.url}/data/")
    return page


@pytest.fixture
def book(tmp_path: Path):
    def make(name: str = "学校表.xlsx", **given) -> Path:
        file = tmp_path / name
        file.write_bytes(county_book(**given))
        return file

    return make


def send(desk: Page, file: Path) -> None:
    desk.locator("#workbook").set_input_files(file)
    desk.get_by_role("button", name="上传，开始认列").click()
    expect(desk.get_by_role("heading", name=file.name)).to_be_visible()


def bring(desk: Page, file: Path) -> None:
    send(desk, file)
    desk.get_by_role("button", name="带入 ", exact=False).last.click()
    expect(desk.get_by_text("写进了什么")).to_be_visible()


def faults(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in page.evaluate(AXE)["violations"]]


def test_what_is_asked_is_decided_with_the_keys_and_brought_in(desk, book):
    send(desk, book(changes={"J3": "教学用房", "K3": "运动场地"}))
    main = desk.locator(".kbar .btn-primary")
    questions = desk.locator("fieldset.ask")
    expect(main).to_be_disabled()
    expect(main).to_contain_text("件未定")

    for left in reversed(range(desk.locator("fieldset[data-open]").count())):
        desk.keyboard.press("1")
        expect(desk.locator("fieldset[data-open]")).to_have_count(left)
    expect(main).to_be_enabled()
    expect(questions.first).to_contain_text("本机操作员")
    main.click()

    expect(desk.get_by_text("写进了什么")).to_be_visible()
    assert Change.objects.count() == 1 and PolicyReport.objects.count() == 0


def test_decisions_are_there_after_a_reload(desk, book):
    send(desk, book(changes={"J3": "教学用房"}))
    desk.keyboard.press("1")
    expect(desk.locator("fieldset[data-open]")).to_have_count(0)

    desk.reload()

    expect(desk.locator("fieldset[data-open]")).to_have_count(0)
    expect(desk.locator("fieldset.ask input:checked")).to_have_count(1)


def test_a_wrong_cell_is_found_in_her_own_sheet(desk, book):
    send(desk, book(changes={"D120": "3O0"}, extra=150))
    expect(desk.locator(".kbar .btn-primary")).to_have_text("1 格有错")

    desk.locator("#wrong").get_by_role("link", name="D120").click()

    cell = desk.locator("#D120")
    expect(cell).to_be_in_viewport()
    expect(cell).to_contain_text("3O0")


def test_a_column_that_is_something_else_is_told_so(desk, book):
    send(desk, book())
    desk.locator("#columns tr", has_text="体育运动场馆面积").get_by_role("link", name="不是这个").click()
    panel = desk.locator("#panel")
    expect(panel).to_contain_text("室外运动场地与室内体育用房面积之和")

    panel.get_by_label("这一列是").select_option("ignore")
    panel.get_by_role("button", name="就是它").click()

    expect(desk.locator("#columns tr", has_text="体育运动场馆面积")).to_contain_text("不带入")


def test_without_script_everything_can_be_decided_too(browser, desk, book, live_server):
    send(desk, book(changes={"J3": "教学用房"}))
    context = browser.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    plain = context.new_page()
    plain.goto(desk.url)
    plain.locator("fieldset.ask input[type=radio]").first.check()
    plain.get_by_role("button", name="存草稿").click()

    expect(plain.locator("fieldset.ask input:checked")).to_have_count(1)
    plain.locator(".kbar .btn-primary").click()
    expect(plain.get_by_text("写进了什么")).to_be_visible()
    context.close()


def test_a_judgement_takes_two_keys_and_a_reason(desk, live_server):
    desk.goto(f"{live_server.url}/judgements/DEMO-6A-100/C1.2.1")
    desk.keyboard.press("2")
    desk.keyboard.press("r")
    desk.keyboard.type("2 次联席会议，有纪要")
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_role("heading", name="C2.4.1")).to_be_visible()
    assert Judged.objects.get().level == "good"
    desk.keyboard.press("k")
    expect(desk.get_by_role("heading", name="C1.2.1")).to_be_visible()
    expect(desk.locator("#reason")).to_have_value("2 次联席会议，有纪要")
    assert PolicyReport.objects.count() == 0


def test_every_page_fits_every_screen_and_axe_finds_no_fault(desk, axe, book, live_server):
    send(desk, book("有错.xlsx", changes={"J3": "教学用房", "D6": "9O6"}))
    mapping = desk.url
    desk.goto(f"{live_server.url}/data/")
    bring(desk, book("第一稿.xlsx", changes={"F5": 20}))
    pages = [
        "/data/", "/data/asked", "/data/changes/1", "/data/figures?unit=all", "/data/figures", "/data/warnings",
        "/data/figures/one?unit=name:城关镇中心小学&figure=stu&stage=primary&year=0", "/judgements/DEMO-6A-100/C1.2.1",
        "/judgements/YZJH-2017/YZJH-V1", "/judgements/YZJH-2017/YZJH-3.3", "/judgements/grid/YZJH-2017", "/settings/",
        "/settings/?standard=YZJH-2017&edit=parameter:cv_primary",
    ]  # fmt: skip
    found = []
    for address in [mapping, f"{mapping}/effects?show=all", *(f"{live_server.url}{path}" for path in pages)]:
        for width, height in SIZES:
            desk.set_viewport_size({"width": width, "height": height})
            desk.goto(address)
            desk.wait_for_load_state("networkidle")
            if not desk.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                found.append(f"{address} at {width}: wider than the screen")
            found += [f"{address} at {width}: {one}" for one in faults(desk, axe)]
    assert found == []
    assert PolicyReport.objects.count() == 0


def test_the_main_act_is_in_sight_on_a_small_screen(desk, book):
    desk.set_viewport_size({"width": 1366, "height": 768})
    send(desk, book(extra=150))

    expect(desk.locator(".kbar .btn-primary")).to_be_in_viewport(ratio=1)
    expect(desk.locator("#decide h2")).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_result_can_be_read_and_the_rest_is_for_the_computer(desk, book):
    desk.set_viewport_size({"width": 390, "height": 844})
    send(desk, book(changes={"D6": "9O6"}))

    expect(desk.get_by_text("认列请用电脑")).to_be_visible()
    expect(desk.locator("#wrong")).to_contain_text("906")
    expect(desk.locator(".xl")).to_be_hidden()
