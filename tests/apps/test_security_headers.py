"""What every answer tells a browser, at every address there is; and whose requests are not answered."""

import json

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from dudao.apps.organisations.browser import HEADERS
from dudao.apps.organisations.models import PolicyReport

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "report-uri /csp",
}
EXAMPLES = {"str": "x", "int": "999999", "slug": "x", "uuid": "00000000-0000-0000-0000-000000000000", "path": "x"}


def addresses() -> list[str]:
    """Every address of the site, with an invented value for each part that varies."""

    def walk(patterns, before):
        for one in patterns:
            here = before + filled(one)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, here)
            elif isinstance(one, URLPattern):
                yield "/" + here

    def filled(pattern) -> str:
        address = str(pattern.pattern)
        for name, converter in pattern.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            address = address.replace(f"<{kind}:{name}>", EXAMPLES.get(kind, "x")).replace(f"<{name}>", "x")
        return address

    return sorted(set(walk(get_resolver().url_patterns, "")))


@pytest.fixture
def outside(db) -> Client:
    return Client(HTTP_HOST="127.0.0.1:8321")


@pytest.mark.parametrize("address", [*addresses(), "/nowhere", "/static/mark.svg"])
def test_every_answer_says_what_a_browser_may_do_with_it(address, desk, outside):
    for browser in (desk, outside):
        browser.raise_request_exception = False
        response = browser.get(address)
        said = {name: response.headers.get(name) for name in HEADERS}
        cached = said.pop("Cache-Control")
        assert set(said.pop("Content-Security-Policy").split("; ")) == POLICY
        assert cached == ("max-age=60, public" if address.startswith("/static/") else "no-store")
        assert said == {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }


@pytest.mark.parametrize("address", addresses())
def test_no_page_is_shown_to_who_has_not_come_in(address, outside):
    if address in {"/livez", "/readyz", "/metrics"}:  # for a monitor on this machine: nothing about anybody
        assert outside.get(address, REMOTE_ADDR="192.0.2.7").status_code == 404
        return
    assert outside.get(address).status_code in ({405} if address == "/csp" else {403})


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.5:8321", ""])
def test_another_name_is_not_answered(host, desk):
    response = desk.get("/enter", headers={"host": host})

    assert response.status_code == 403
    assert response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["127.0.0.1:8321", "localhost:9000", "127.0.0.1"])
def test_the_own_names_are_answered(host, desk):
    assert desk.get("/enter", headers={"host": host}).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8321"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_the_page_of_another_site_sends_nothing_here(headers, desk):
    response = desk.post("/csp", data="{}", content_type="application/csp-report", headers=headers)

    assert response.status_code == 403


def test_the_own_page_may_send(desk):
    headers = {"origin": "http://127.0.0.1:8321", "sec-fetch-site": "same-origin"}

    assert desk.post("/csp", data="{}", content_type="application/csp-report", headers=headers).status_code == 400


def test_a_form_without_its_token_is_refused(operator):
    careful = Client(enforce_csrf_checks=True, HTTP_HOST="127.0.0.1:8321")
    careful.force_login(operator)

    response = careful.post("/enter")

    assert response.status_code == 403
    assert "开得太久" in response.content.decode()


def test_a_policy_report_is_kept_without_what_opens_the_door(desk):
    report = {
        "document-uri": "http://127.0.0.1:8321/enter/secret?name=x",
        "effective-directive": "script-src",
        "blocked-uri": "inline",
    }
    body = json.dumps({"csp-report": report})

    response = desk.post("/csp", data=body, content_type="application/csp-report")

    assert response.status_code == 204
    kept = PolicyReport.objects.get()
    assert (kept.page, kept.directive, kept.blocked) == ("/enter/", "script-src", "inline")


def test_the_policy_report_of_somebody_outside_fills_no_table(outside, county):
    body = json.dumps({"csp-report": {"document-uri": "http://127.0.0.1:8321/enter"}})

    assert outside.post("/csp", data=body, content_type="application/csp-report").status_code == 204
    assert not PolicyReport.objects.exists()
