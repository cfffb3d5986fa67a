"""A clerk brings in a folder of what schools handed in, in a real browser: with and without script, at three sizes, under axe."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dudao.apps.organisations.models import PolicyReport
from dudao.apps.returns import reading
from dudao.apps.returns.models import Change, Draft, Stated
from tests.apps.returns.school_files import roll_book, school_file
from tests.journeys.test_bring_a_workbook import SIZES, desk, faults

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["desk"]
SCHOOLS = 6


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six schools' files, one of them twice, the roll, and what lies about in a folder."""
    for number in range(1, SCHOOLS + 1):
        (tmp_path / f"第{number}小学.xlsx").write_bytes(school_file(number))
    (tmp_path / "第2小学（更正）.xlsx").write_bytes(school_file(2, 在校生数=999))
    (tmp_path / "名册.xlsx").write_bytes(roll_book(SCHOOLS + 1))
    (tmp_path / "~$名册.xlsx").write_bytes(b"x")
    return tmp_path


def send_folder(page: Page, folder: Path) -> None:
    page.get_by_text("选整个文件夹").click()
    page.locator("#folder").set_input_files(folder)
    page.get_by_role("button", name="上传，开始认列").click()


def test_a_folder_is_read_looked_at_decided_and_brought_in(desk, folder):
    send_folder(desk, folder)
    expect(desk.get_by_role("heading", name="逐份看（尚未写入）")).to_be_visible()
    expect(desk.locator("#missing")).to_contain_text("第7小学")
    expect(desk.locator("#left")).to_contain_text("~$名册.xlsx")
    expect(desk.locator("#files")).to_contain_text("来了两次：第2小学")
    expect(desk.locator(".kbar button")).to_be_disabled()

    desk.get_by_role("link", name="去定 1 件事").click()
    expect(desk.locator("fieldset.ask")).to_have_count(1)
    desk.locator("fieldset.ask label", has_text="更正").click()
    expect(desk.locator("fieldset[data-open]")).to_have_count(0)
    desk.locator(".kbar .btn-primary").click()

    expect(desk.get_by_text("写进了什么")).to_be_visible()
    assert Change.objects.count() == 1 and PolicyReport.objects.count() == 0
    assert Stated.objects.get(figure="stu", value="999").file_name == "第2小学（更正）.xlsx"


def test_without_script_files_are_read_all_the_same(browser, desk, folder, live_server):
    context = browser.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    plain = context.new_page()
    plain.goto(f"{live_server.url}/data/")
    plain.locator("#workbook").set_input_files(sorted(folder.glob("第*.xlsx")))
    plain.get_by_role("button", name="上传，开始认列").click()
    plain.get_by_role("button", name="开始认列").click(timeout=30_000)  # the page looks again by itself

    expect(plain.get_by_role("heading", name="逐份看（尚未写入）")).to_be_visible()
    context.close()


def test_the_reading_is_called_off(desk, folder, monkeypatch):
    read = reading.read_books_caged
    monkeypatch.setattr(reading, "read_books_caged", lambda files, hear: _slowly(read, files, hear))
    send_folder(desk, folder)
    expect(desk.get_by_role("progressbar")).to_be_visible()

    desk.get_by_role("button", name="取消，一份也不留").click()

    expect(desk.get_by_role("heading", name="数据", exact=True)).to_be_visible()
    assert not Draft.objects.exists()


def _slowly(read, files, hear):
    def heard(*said):
        import time

        time.sleep(0.5)
        hear(*said)

    return read(files, heard)


def test_every_page_of_a_batch_fits_every_screen_and_axe_finds_no_fault(desk, axe, folder, monkeypatch):
    read = reading.read_books_caged
    found = []

    def look(address: str = "") -> None:
        for width, height in SIZES:
            desk.set_viewport_size({"width": width, "height": height})
            if address:
                desk.goto(address)
                desk.wait_for_load_state("networkidle")
            if not desk.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                found.append(f"{desk.url} at {width}: wider than the screen")
            found.extend(f"{desk.url} at {width}: {one}" for one in faults(desk, axe))

    with monkeypatch.context() as slow:
        slow.setattr(reading, "read_books_caged", lambda files, hear: _slowly(read, files, hear))
        send_folder(desk, folder)
        expect(desk.get_by_role("progressbar")).to_be_visible()
        look()
    desk.wait_for_url("**/files", timeout=30_000)
    for address in (desk.url, desk.url.removesuffix("/files")):
        look(address)
    assert found == []
    assert PolicyReport.objects.count() == 0
