"""What a page costs with four hundred schools: questions to the database and processor time, never the clock."""

import time

import pytest

from dudao.apps.returns.models import Draft
from tests.apps.returns.workbooks import county_book

QUERIES, SECONDS = 20, 0.05
MARGIN = 4  # a busy machine; a page that asks per row is ten times as slow


@pytest.fixture
def big(clerk, brought):
    """Four hundred schools, brought in; and another draft of them, looked at once."""
    brought(county_book(extra=394))
    draft = clerk.uploads(county_book({"D5": 1500}, extra=394), "第二稿.xlsx")
    clerk.sees(draft)
    return draft


@pytest.mark.parametrize(
    "path",
    [
        "/data/",
        "/data/asked",
        "/data/changes/1",
        "/data/figures",
        "/data/figures?unit=all",
        "/data/figures?unit=all&page=9",
        "/data/figures?unit=name:城关镇中心小学",
        "/data/figures/one?unit=name:城关镇中心小学&figure=stu&stage=primary&year=0",
        "/data/warnings",
        "/data/warnings?state=all",
        "/data/drafts/{pk}",
        "/data/drafts/{pk}?page=3",
        "/data/drafts/{pk}/effects?show=all",
        "/judgements/YZJH-2017/YZJH-2.1",
        "/judgements/YZJH-2017/YZJH-3.3",
        "/judgements/DEMO-6A-100/C1.2.1",
        "/judgements/grid/YZJH-2017",
        "/settings/",
    ],
)
def test_a_page_asks_little_and_takes_little(path, big, clerk, django_assert_max_num_queries):
    address = path.format(pk=Draft.objects.latest("pk").pk)
    clerk.browser.get(address)  # templates are read once

    with django_assert_max_num_queries(QUERIES):
        before = time.process_time()
        answer = clerk.browser.get(address)
        spent = time.process_time() - before

    assert answer.status_code == 200
    assert spent < SECONDS * MARGIN, f"{spent * 1000:.0f} ms"


@pytest.mark.parametrize("query", ["whole=1", "as=xlsx"])
def test_the_whole_grid_of_four_hundred_rows_takes_less_than_a_second(query, big, clerk):
    before = time.process_time()
    answer = clerk.browser.get(f"/judgements/grid/YZJH-2017?{query}")

    assert answer.status_code == 200 and time.process_time() - before < 1


def test_a_list_never_shows_more_than_a_hundred_rows(big, clerk):
    page = clerk.browser.get("/data/figures?unit=all").content.decode()
    sheet = clerk.sees(big)

    assert page.count('<th scope="row"') == 100
    assert sheet.count('<tr id="r') <= 100 + 4


def test_a_wrong_cell_on_a_later_page_is_one_press_away(clerk, campaign):
    draft = clerk.uploads(county_book({"D333": "3O0"}, extra=394))

    answer = clerk.browser.get(f"/data/drafts/{draft.pk}/cell?sheet=基本情况&cell=D333")

    assert answer["Location"].endswith("page=4#D333")
    page = clerk.browser.get(answer["Location"].partition("#")[0]).content.decode()
    assert '<td id="D333"' in page and "第 305–404 行" in page
