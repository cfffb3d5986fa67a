"""The running log: what was done, how long it took and how it ended; nothing that anybody typed or is called."""

import io
import json
import logging
import re

import pytest
from django.urls import path

from dudao import urls as site
from dudao.apps.upkeep.logs import JsonLines

NAMED = ("张三丰", "13900001234", "correct-horse", "秘密数")


def break_down(request, what):
    raise ValueError(f"{NAMED[0]} {NAMED[3]}")


urlpatterns = [*site.urlpatterns, path("break/<str:what>", break_down, name="break")]
handler400, handler403 = site.handler400, site.handler403
handler404, handler500 = site.handler404, site.handler500


@pytest.fixture
def lines():
    """What is written from here on, as the file would have it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_request_is_one_line_with_number_action_duration_and_status(desk, campaign, lines):
    desk.get("/?who=" + NAMED[0])

    (line,) = [one for one in lines() if one["from"] == "dudao.requests"]
    assert set(line) == {"at", "level", "from", "request", "action", "method", "status", "ms"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", line["at"])
    assert (line["action"], line["method"], line["status"]) == ("portal:overview", "GET", 200)
    assert re.fullmatch("[0-9a-f]{8}", line["request"]) and line["ms"] > 0


def test_files_of_the_pages_are_no_lines(desk, lines):
    desk.get("/static/mark.svg")

    assert lines() == []


@pytest.mark.urls(__name__)
def test_the_number_that_a_reader_sees_leads_to_the_line_and_to_the_place(desk, lines):
    desk.raise_request_exception = False
    page = desk.get(f"/break/{NAMED[0]}").content.decode()

    number = re.search("编号 500-([0-9a-f]{8})", page)[1]
    told = [one for one in lines() if one["request"] == number]
    assert {one["from"] for one in told} == {"dudao.faults", "dudao.requests"}
    fault = next(one["fault"] for one in told if "fault" in one)
    assert fault[0]["kind"] == "ValueError" and "break_down" in fault[0]["at"][-1]


@pytest.mark.urls(__name__)
def test_what_was_typed_is_in_no_line(desk, campaign, lines):
    desk.raise_request_exception = False
    desk.get(f"/break/{NAMED[0]}?q={NAMED[1]}")
    desk.get(f"/{NAMED[3]}?q={NAMED[0]}")
    desk.get(f"/enter/{NAMED[2]}")
    desk.post("/data/upload", {"name": NAMED[0], "password": NAMED[2]})
    desk.post("/", {"name": NAMED[0]}, HTTP_HOST=NAMED[2])
    desk.generic("PUT", "/", NAMED[3])
    desk.generic(NAMED[2].upper(), "/")

    said = json.dumps(lines(), ensure_ascii=False)
    assert len(lines()) >= 6
    assert [one for one in NAMED if one.casefold() in said.casefold()] == []


def test_words_of_others_are_kept_without_what_was_put_into_them(lines):
    other = logging.getLogger("some.library")
    other.warning("cannot read %s", NAMED[0])
    other.warning(f"cannot read {NAMED[0]}")

    first, second = lines()
    assert first["message"] == "cannot read %s"
    assert re.fullmatch(r"test_lines\.py:\d+", second["message"])


def test_a_line_stays_one_line(lines):
    logging.getLogger("dudao.faults").warning('one\n{"two": 1}\r\x1b[31m')

    (line,) = lines()
    assert line["message"] == 'one\n{"two": 1}\r\x1b[31m'
