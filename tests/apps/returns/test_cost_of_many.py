"""What a hundred and fifty files cost: from the press to the table of files, and every page of them."""

import time

import pytest

from dudao.apps.returns.models import Change, Stated
from tests.apps.returns.school_files import roll_book, school_file

SCHOOLS = 150
QUERIES, SECONDS = 20, 0.05
MARGIN = 4  # a busy machine


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    given = {f"第{number}小学.xlsx": school_file(number) for number in range(1, SCHOOLS + 1)}
    return {**given, "名册.xlsx": roll_book(SCHOOLS)}


def test_a_hundred_and_fifty_files_are_read_shown_and_brought_in(files, clerk, batch, django_assert_max_num_queries):
    before = time.process_time()
    draft = batch(files)
    page = clerk.browser.get(f"/data/drafts/{draft.pk}/files").content.decode()
    spent = time.process_time() - before

    assert page.count('<th scope="row"') == 100 and f"共 {SCHOOLS + 1} 份" in page
    assert spent < 10, f"{spent:.1f} s of this process; the child that reads has its own"
    for path in ("files", "files?page=2", "?page=1", "?sheet=1", "effects?show=all", "?page=2"):
        address = f"/data/drafts/{draft.pk}" + (path if path.startswith("?") else f"/{path}")
        clerk.browser.get(address)
        with django_assert_max_num_queries(QUERIES):
            before = time.process_time()
            answer = clerk.browser.get(address)
            took = time.process_time() - before
        assert answer.status_code == 200 and took < SECONDS * MARGIN, f"{address}: {took * 1000:.0f} ms"
        print(f"{took * 1000:5.1f} ms  {address}")

    before = time.process_time()
    assert clerk.brings_in(draft).status_code == 302
    assert time.process_time() - before < 10
    assert Change.objects.count() == 1 and Stated.objects.filter(figure="stu").count() == SCHOOLS
