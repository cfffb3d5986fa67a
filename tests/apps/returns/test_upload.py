"""What is sent to the upload form: workbooks, several, too large, none, hostile; nothing bad is kept."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dudao.apps.returns.models import Draft, Upload
from tests.apps.returns.workbooks import county_book

MB = 1024 * 1024


def bomb() -> bytes:
    """A small file that unfolds into very much."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", " " * (300 * MB))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("空.xlsx", b"", "空的"),
        ("照片.png", b"\x89PNG", "只收 .xlsx"),
        ("改名.xlsx", b"\x89PNG\r\n\x1a\n" + b"x" * 400, "是图片"),
        ("截断.xlsx", county_book()[:2000], "损坏"),
        ("炸弹.xlsx", bomb(), "压缩炸弹"),
    ],
    ids=["empty", "picture", "renamed", "truncated", "bomb"],
)
def test_a_bad_file_is_refused_in_words_and_not_kept(name, content, says, clerk):
    answer = clerk.sends(content, name)

    page = answer.content.decode()
    assert answer.status_code == 422 and "没有收下" in page and f"“{name}”" in page and says in page
    assert not Upload.objects.exists() and not Draft.objects.exists()


def test_a_file_over_20_mb_is_let_go_of_while_it_comes_in(clerk, monkeypatch):
    from dudao.apps.returns.uploading import BoundedFiles

    most = []
    receive = BoundedFiles.receive_data_chunk

    def watched(self, raw_data, start):
        receive(self, raw_data, start)
        most.append(sum(map(len, self._pieces or ())))

    monkeypatch.setattr(BoundedFiles, "receive_data_chunk", watched)
    answer = clerk.sends(b"PK\x03\x04" + bytes(21 * MB), "大.xlsx")

    assert answer.status_code == 422 and "超过 20 MB" in answer.content.decode()
    assert max(most) <= 20 * MB and most[-1] == 0
    assert not Upload.objects.exists()


def test_no_file_is_said_so(clerk):
    answer = clerk.browser.post("/data/upload", {})

    assert answer.status_code == 422 and "没有选文件" in answer.content.decode()


@pytest.mark.parametrize("text", ["这不是对应文件", "format: dudao-mapping\nversion: 99\n", "- a\n- b\n"])
def test_a_mapping_file_that_says_nothing_usable_is_refused(text, clerk):
    answer = clerk.sends(county_book(), mapping=SimpleUploadedFile("对应.yaml", text.encode()))

    assert answer.status_code == 422 and "对应文件用不了" in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_formula_in_a_cell_stays_text_on_the_page(clerk):
    page = clerk.sees(
        clerk.uploads(county_book({"L5": "<script>alert(1)</script>", "L6": '"><img src=x onerror=alert(1)>'}))
    )

    assert "<script>alert" not in page and "&lt;script&gt;alert" in page and "<img" not in page


def test_the_form_is_checked_though_its_files_are_bounded_first(operator, campaign):
    browser = Client(HTTP_HOST="127.0.0.1:8321", enforce_csrf_checks=True)
    browser.force_login(operator)

    answer = browser.post("/data/upload", {"workbook": SimpleUploadedFile("a.xlsx", county_book())})

    assert answer.status_code == 403 and not Upload.objects.exists()


def test_whoever_has_not_come_in_uploads_nothing(campaign):
    answer = Client(HTTP_HOST="127.0.0.1:8321").post(
        "/data/upload", {"workbook": SimpleUploadedFile("a.xlsx", county_book())}
    )

    assert answer.status_code == 403 and not Upload.objects.exists()


def test_an_empty_list_says_why_and_what_to_do(clerk):
    page = clerk.browser.get("/data/").content.decode()

    assert "还没有带入过工作簿" in page and "带入第一份" in page
    assert "教育局（事业统计）" in page, "who has not handed anything in"


def test_the_template_of_the_campaign_is_read_without_a_question(clerk):
    template = clerk.browser.get("/data/template.xlsx")
    assert template.status_code == 200 and template.content[:2] == b"PK"

    draft = clerk.uploads(template.content, "模板.xlsx")

    assert "没有要您定" in clerk.sees(draft)
