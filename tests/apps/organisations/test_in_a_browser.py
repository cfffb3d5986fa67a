"""单位和人员 in a real browser: nothing wider than the screen, no fault by axe, the first day by hand, no script needed."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from dudao.apps.audit.actors import SYSTEM
from dudao.apps.organisations.actions import bring_in_directory, issue_link, receive_directory
from dudao.apps.organisations.directory.plan import plan
from dudao.apps.organisations.directory.words import words
from dudao.apps.organisations.models import Holding, Person, PolicyReport, Unit
from dudao.spreadsheets.directory import Directory, directory_template, to_plain
from tests.apps.assessment.test_in_a_browser import SIZES, faults
from tests.spreadsheets.directory import first_day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rows():
    units = first_day.units(40)
    return units, first_day.people(units, 90)


@pytest.fixture
def desk(page: Page, live_server, campaign, operator) -> Page:
    page.goto(f"{live_server.url}/enter/{issue_link(operator, by=SYSTEM, at=timezone.now())}")
    return page


@pytest.fixture
def drafted(rows, county, campaign, operator, at):
    """A county of the workbook, and another workbook waiting that would change something of everything."""

    def receive(units, people):
        directory = Directory(units=tuple(units), people=tuple(people), errors=())
        draft = receive_directory(
            county, name="单位人员表.xlsx", digest="0" * 64, rows=to_plain(directory), by=operator, at=at
        )
        return draft, plan(county, directory).digest

    draft, shown = receive(*rows)
    bring_in_directory(draft, shown=shown, on=date(2026, 9, 1), by=operator, at=at)
    units = [first_day.UnitRow(number=0, kind="department", code="B001", name="教育体育局"), *rows[0][5:-1]]
    return receive(units, rows[1][3:40])[0]


def paths(draft) -> list[str]:
    school, town = Unit.objects.get(code="3400000000"), Unit.objects.townships().first()
    person, held = Person.objects.get(login="zhangjianren"), Holding.objects.current().first()
    return [
        "/units/", "/units/?q=没有这个", "/units/tree", "/units/people", "/units/vacant", "/units/new", "/units/bring",
        f"/units/bring/{draft.pk}", f"/units/{school.pk}", f"/units/{town.pk}", f"/people/{person.pk}", f"/holdings/{held.pk}",
        "/settings/",
    ]  # fmt: skip


def test_every_page_fits_every_screen_and_axe_finds_no_fault(desk, drafted, live_server, axe):
    found = []
    for path in paths(drafted):
        desk.goto(live_server.url + path)
        desk.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
        for width, height in SIZES:
            desk.set_viewport_size({"width": width, "height": height})
            if desk.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{path} is wider than {width}")
            if width != 1366:
                found += [f"{path} at {width}: {fault}" for fault in faults(desk, axe)]
    assert not found, "\n".join(found)
    assert PolicyReport.objects.count() == 0


def test_the_first_day_by_hand(desk, rows, live_server, tmp_path: Path, axe):
    wrong, right = tmp_path / "错.xlsx", tmp_path / "对.xlsx"
    right.write_bytes(directory_template(words(), units=rows[0], people=rows[1]))
    people = [first_day.PersonRow(number=0, unit="没有的学校", title="校长", name="张三"), *rows[1]]
    wrong.write_bytes(directory_template(words(), units=rows[0], people=people))

    desk.goto(f"{live_server.url}/settings/")
    desk.get_by_role("link", name="单位和人员").click()
    desk.get_by_role("link", name="带入单位人员表").first.click()
    desk.get_by_label("填好的单位人员表").set_input_files(wrong)
    desk.get_by_role("button", name="上传，检查").click()
    expect(desk.locator("#errors")).to_contain_text("没有“没有的学校”")
    expect(desk.locator("#errors b.tnum")).to_have_text("A4")
    assert faults(desk, axe) == []

    desk.get_by_label("填好的单位人员表").set_input_files(right)
    desk.get_by_role("button", name="上传，检查").click()
    expect(desk.locator(".answer")).to_contain_text("90 人")
    assert not Unit.objects.exists()
    desk.get_by_role("button", name="带入", exact=True).click()
    expect(desk.locator(".answer")).to_contain_text("40 所学校；90 人")

    desk.get_by_label("找单位").fill("qszx")
    desk.keyboard.press("Enter")
    desk.get_by_role("link", name="中心小学（青石镇）").click()
    expect(desk.locator("#posts")).to_contain_text("张兼任")


def test_it_can_all_be_done_without_script(browser, live_server, drafted, operator):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/enter/{issue_link(operator, by=SYSTEM, at=timezone.now())}")
    school = Unit.objects.get(code="3400000000")
    page.goto(f"{live_server.url}/units/{school.pk}")
    page.get_by_text("更名", exact=True).first.click()
    page.get_by_label("新名称").fill("青石小学")
    page.locator("#rename-reason").fill("批复")
    page.get_by_role("button", name="更名").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("青石小学")
    context.close()
