"""A refusal has the same words for whoever asked; a fault has a number and says nothing else."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import path

from dudao import urls as site
from dudao.errors import Refusal


class NotToday(Refusal):
    status = 409


def refuse(request):
    raise NotToday("今天不行，明天再来。")


def break_down(request):
    raise ZeroDivisionError("秘密")


def deny(request):
    raise PermissionDenied


urlpatterns = [
    *site.urlpatterns,
    path("refuse", refuse),
    path("break", break_down),
    path("deny", deny),
    path("plain", lambda request: HttpResponse("好")),
]
handler400, handler403 = site.handler400, site.handler403
handler404, handler500 = site.handler404, site.handler500

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def answers_instead_of_tracebacks(desk):
    desk.raise_request_exception = False


def test_a_refusal_is_a_page(desk):
    response = desk.get("/refuse")

    assert response.status_code == 409
    assert "今天不行，明天再来。" in response.content.decode() and "<html" in response.content.decode()


def test_a_refusal_is_a_piece_of_a_page_for_htmx(desk):
    response = desk.get("/refuse", headers={"hx-request": "true"})

    assert response.status_code == 409
    assert "今天不行，明天再来。" in response.content.decode() and "<html" not in response.content.decode()


def test_a_refusal_is_json_for_a_program(desk):
    response = desk.get("/refuse", headers={"accept": "application/json"})

    assert (response.status_code, response.json()["message"]) == (409, "今天不行，明天再来。")


def test_a_fault_has_a_number_that_leads_to_the_log(desk, caplog):
    with caplog.at_level(logging.INFO, "dudao.faults"):
        response = desk.get("/break?name=张三")

    number = next(record.args[0] for record in caplog.records if record.name == "dudao.faults")
    assert response.status_code == 500
    assert number in response.content.decode() and "秘密" not in response.content.decode()
    assert "ZeroDivisionError" in caplog.text and "name=" not in caplog.text


def test_what_is_not_there_and_what_is_not_allowed_are_plain_pages(desk):
    assert "没有这一页" in desk.get("/nowhere").content.decode()
    assert "权限" in desk.get("/deny").content.decode()


def test_refusals_and_faults_have_the_headers_too(desk):
    for address in ("/refuse", "/break", "/deny", "/nowhere"):
        assert desk.get(address).headers["Content-Security-Policy"]
