"""A standard searched, and two texts of it side by side, on the page."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from dudao.library import standard as library_bytes

ONE, COMPARE = "/standards/YZJH-2017", "/standards/compare"


def page_of(desk, address, **query):
    answer = desk.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def compares(desk, text: bytes, name="新文本.yaml"):
    sent = {"left": "YZJH-2017", "right": "", "file": SimpleUploadedFile(name, text)}
    return desk.post(COMPARE, sent).content.decode()


def test_a_search_finds_clauses_by_anything_they_say_and_opens_them(desk, campaign):
    page = page_of(desk, ONE, q="随迁")

    assert "找到 " in page and "随迁子女" in page
    assert "每百名学生拥有网络多媒体教室数" not in page
    assert '<details class="s-clause" id="item-YZJH-2.13" open>' in page or " open>" in page


def test_a_search_without_a_result_repeats_itself(desk, campaign):
    assert "没有一条同时写着“飞船”" in page_of(desk, ONE, q="飞船")


def test_clauses_are_found_by_their_confidence_mark(desk, campaign):
    page = page_of(desk, "/standards/DEMO-6A-100", mark="L")

    assert "教育费附加率" in page and "每名责任督学负责的学校数" not in page


def test_what_is_found_goes_to_excel(desk, campaign):
    answer = desk.get(ONE, {"q": "随迁", "format": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]

    assert any("有“随迁”的" in word for word in words) and any("随迁子女" in word for word in words)


def test_the_file_that_was_taken_home_and_changed_is_held_beside_the_built_in_text(desk, campaign):
    taken = desk.get(f"{ONE}.yaml").content
    assert taken == library_bytes("YZJH-2017")

    page = compares(desk, taken.replace(b"primary: 4.5", b"primary: 4.6"))

    assert "1 条改了，0 条新增，0 条没有了" in page
    assert "小学 ≥ 4.5 ㎡/生" in page and "小学 ≥ 4.6 ㎡/生" in page


def test_a_file_that_is_no_standard_is_refused_with_every_fault(desk, campaign):
    page = compares(desk, library_bytes("YZJH-2017").replace(b"level: school-stage", b"level: galaxy", 1))

    assert "不能当标准读" in page and "新文本.yaml" in page and "galaxy" in page
    assert "不能当标准读" in compares(desk, b"\xff\xfe\x00garbage")
    assert "选一个文件" in desk.post(COMPARE, {"left": "YZJH-2017"}).content.decode()


def test_two_built_in_texts_go_to_excel_side_by_side(desk, campaign):
    query = {"left": "YZJH-2017", "right": "DEMO-6A-100"}
    assert "条相同" in page_of(desk, COMPARE, **query)

    answer = desk.get(COMPARE, query | {"format": "xlsx"})
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).active.max_row > 100
