"""The frame of every page in a real browser: panel, keys, policy, phone, and what axe says."""

from fractions import Fraction

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone
from playwright.sync_api import Page, expect

from dudao import urls as site
from dudao.apps.audit.actors import SYSTEM
from dudao.apps.organisations.actions import ensure_local_county, issue_link
from dudao.apps.organisations.models import PolicyReport
from dudao.errors import Refusal

BODY = """{% extends "base.html" %}
{% block heading %}县域总览{% endblock %}
{% block acts %}<button class="btn btn-line" data-print>{% icon "printer" %} 打印</button>
<button class="btn btn-primary" hx-post="/refuse" data-key="r" data-key-name="重新自评">重新自评 <kbd>R</kbd></button>{% endblock %}
{% block content %}
<section class="blk"><header><h2>27 个校段未过线</h2>{% status "fail" "目前不达标" pill=True %}</header>
<div class="scr" tabindex="0"><table class="gt cards"><thead><tr><th scope="col">校段</th><th scope="col" class="n">值 <span class="u">㎡/生</span></th>
<th scope="col">结论</th></tr></thead><tbody><tr><th scope="row">北溪镇中心小学</th><td class="n" data-l="值"><a class="val" href="/why">{{ area|number:2 }}</a></td>
<td>{% status "warn" "差 0.18 ㎡" %}</td></tr></tbody></table></div></section>
<label for="search">找学校</label> <input id="search" class="form-control" data-key="/" data-key-name="找学校">
{% endblock %}"""
WHY = '<header><h2>为什么是 4.82</h2><button class="btn btn-line" data-close-panel>关闭</button></header><p>4,926 ÷ 1,124.6</p>'


class NotNow(Refusal):
    status = 409


def overview(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(BODY).render({"area": Fraction(48182, 10000)}, request))


def why(request: HttpRequest) -> HttpResponse:
    return HttpResponse(WHY)


def refuse(request: HttpRequest) -> HttpResponse:
    raise NotNow("还有 1 件未定，不能自评。")


def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        "<!doctype html><title>x</title><p style='color:red'>x</p><script>document.title='ran'</script>"
    )


urlpatterns = [path("", overview), path("why", why), path("refuse", refuse), path("broken", broken), *site.urlpatterns]
handler404 = site.handler404

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page: Page, live_server) -> Page:
    """A browser in which the operator has come in by the link, on the overview."""
    county = ensure_local_county(name="青禾县", code="999901", is_demo=True, at=timezone.now())
    token = issue_link(county.people.get(), by=SYSTEM, at=timezone.now())
    page.goto(f"{live_server.url}/enter/{token}")
    expect(page.get_by_role("heading", name="县域总览")).to_be_visible()
    return page


def test_a_number_opens_its_explanation_beside_the_page_and_esc_gives_the_focus_back(desk):
    number = desk.get_by_role("link", name="4.82")
    number.focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="为什么是 4.82")).to_be_focused()
    assert desk.url.endswith("/")

    desk.keyboard.press("Escape")

    expect(desk.locator("#panel")).to_be_hidden()
    expect(number).to_be_focused()
    assert PolicyReport.objects.count() == 0


def test_a_refused_act_says_why_at_the_top_of_the_page(desk):
    desk.get_by_role("button", name="重新自评").click()

    expect(desk.get_by_role("alert")).to_contain_text("还有 1 件未定")
    assert PolicyReport.objects.count() == 0


def test_keys_work_outside_of_fields_only(desk):
    desk.keyboard.press("/")
    expect(desk.locator("#search")).to_be_focused()
    desk.keyboard.type("r?/")
    expect(desk.locator("#search")).to_have_value("r?/")
    expect(desk.get_by_role("alert")).to_be_empty()

    desk.locator("#search").blur()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_contain_text("重新自评")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1366, 768), (390, 844)])
def test_nothing_is_wider_than_the_screen_and_axe_finds_no_fault(desk, axe, width, height):
    desk.set_viewport_size({"width": width, "height": height})
    desk.get_by_role("link", name="4.82").click()
    expect(desk.get_by_role("heading", name="为什么是 4.82")).to_be_visible()

    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(desk, axe) == []
    desk.keyboard.press("Escape")
    assert faults(desk, axe) == []


def faults(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


def test_what_the_policy_forbids_does_not_happen_and_is_reported(desk, live_server):
    desk.goto(f"{live_server.url}/broken")
    desk.wait_for_timeout(500)

    assert desk.title() == "x"
    assert {report.directive for report in PolicyReport.objects.all()} >= {"script-src-elem"}


def test_the_demonstration_is_marked_on_screen_and_on_paper(desk):
    bar, paper = desk.get_by_text("演示数据", exact=True), desk.locator(".on-paper")
    expect(bar).to_be_visible()
    expect(paper).to_be_hidden()

    desk.emulate_media(media="print")

    expect(bar).to_be_hidden()
    expect(paper).to_contain_text("演示数据")
