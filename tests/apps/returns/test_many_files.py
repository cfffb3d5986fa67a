"""Many files at once: read in the background, asked once a form, looked at file by file, brought in together or not at all."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from dudao.apps.returns import reading
from dudao.apps.returns.models import Change, Draft, SheetRow, Stated, Upload
from tests.apps.returns.conftest import who
from tests.apps.returns.school_files import projects_book, roll_book, school_file, turned
from tests.apps.returns.workbooks import items_book

SCHOOLS = 5


def schools(**changed: bytes) -> dict[str, bytes]:
    return {**{f"第{number}小学.xlsx": school_file(number) for number in range(1, SCHOOLS + 1)}, **changed}


def looks(clerk, draft: Draft) -> str:
    answer = clerk.browser.get(f"/data/drafts/{draft.pk}/files")
    assert answer.status_code == 200
    return answer.content.decode()


def brings(clerk, draft: Draft):
    """Press the button of the table of files."""
    page = looks(clerk, draft)
    hidden = {name: re.search(rf'name="{name}" value="(\d+)"', page)[1] for name in ("version", "base")}
    return clerk.browser.post(f"/data/drafts/{draft.pk}/bring-in", hidden)


def questions(page: str) -> dict[str, list[str]]:
    """What is asked on the mapping page: name → the choices."""
    asked: dict[str, list[str]] = {}
    for name, choice in re.findall(r'<input type="radio" name="answer:([^"]+)" id="a[^"]*" value="([^"]*)"', page):
        asked.setdefault(name.replace("&quot;", '"'), []).append(choice)
    return asked


def test_every_figure_of_a_batch_points_to_its_own_file_and_row(clerk, batch):
    draft = batch(schools())
    assert draft.files == SCHOOLS and str(draft) == "第1小学.xlsx 等 5 份"

    answer = brings(clerk, draft)

    assert answer.status_code == 302 and Change.objects.count() == 1, "one change"
    pupils = Stated.objects.filter(figure="stu").select_related("row", "change__draft__upload", "unit")
    assert {row.file_name: (row.sheet, row.cell, row.value) for row in pupils} == {
        f"第{number}小学.xlsx": ("采集表", "B5", str(400 + number)) for number in range(1, SCHOOLS + 1)
    }
    assert all(["B5", "在校生数", row.value] in [list(cell) for cell in row.row.cells] for row in pupils)
    assert SheetRow.objects.count() == SCHOOLS
    page = clerk.browser.get("/data/changes/1").content.decode()
    assert "第1小学.xlsx 等 5 份" in page and "第4小学.xlsx" in page


def test_the_table_has_a_row_a_file_and_names_who_is_missing_and_what_was_left(clerk, batch):
    draft = batch(
        {**schools(), "名册.xlsx": roll_book(SCHOOLS + 2), "~$第1小学.xlsx": b"x", ".DS_Store": b"x", "校门.png": b"x"}
    )

    page = looks(clerk, draft)

    assert page.count('<th scope="row"') == SCHOOLS + 1
    assert "没有报来的 2 所" in page and "第6小学、第7小学" in page
    for name, why in (("~$第1小学.xlsx", "临时文件"), (".DS_Store", "系统文件"), ("校门.png", "不是表格")):
        assert name in page and why in page
    assert clerk.browser.get(f"/data/drafts/{draft.pk}/files?as=xlsx").content[:2] == b"PK"


def test_a_school_that_came_twice_is_asked_and_the_decision_is_kept_with_a_name(clerk, batch):
    draft = batch(schools(**{"第2小学（更正）.xlsx": school_file(2, 在校生数=999)}))
    page = looks(clerk, draft)
    assert "来了两次：第2小学，也在 第2小学（更正）.xlsx" in page
    assert "disabled" in page and brings(clerk, draft).status_code == 422
    assert not Stated.objects.exists()

    (name,) = (name for name in questions(clerk.sees(draft)) if "twice:" in name)
    choice = next(one for one in questions(clerk.sees(draft))[name] if "更正" in one)
    assert clerk.decides(draft, {name: choice}).status_code == 302

    assert brings(clerk, draft).status_code == 302
    held = Stated.objects.get(figure="stu", value="999")
    assert held.file_name == "第2小学（更正）.xlsx" and Stated.objects.filter(figure="stu").count() == SCHOOLS
    assert "本机操作员" in Change.objects.get().mapping


def test_two_workbooks_that_disagree_are_asked(clerk, batch):
    from tests.apps.returns.workbooks import county_book

    other = county_book(title="另一张")
    draft = batch({"县.xlsx": county_book(), "乙.xlsx": items_book({"在园幼儿数": 9000}), "丙.xlsx": items_book({"在园幼儿数": 9100}), "同.xlsx": other})  # fmt: skip

    page = clerk.sees(draft)

    conflicts = {name: choices for name, choices in questions(page).items() if "conflict:" in name}
    assert len(conflicts) == 1, questions(page)
    ((name, choices),) = conflicts.items()
    assert len(choices) >= 2
    clerk.decides(draft, {name: choices[-1]})
    assert name not in questions(clerk.sees(draft)) and "收回" in clerk.sees(draft)


def test_one_broken_file_refuses_the_batch_with_its_name(clerk, send):
    address = send(schools(**{"坏.xlsx": school_file(9)[:2000]}))

    page = clerk.browser.get(address).content.decode()

    assert "没有收下这一批" in page and "坏.xlsx" in page and "损坏" in page
    assert clerk.browser.post(f"{address}/keep").status_code == 302
    assert not Upload.objects.exists() and not Draft.objects.exists()
    assert clerk.browser.get(address).status_code == 404, "nothing is left of it"


def test_the_reading_can_be_called_off_and_nothing_is_kept(clerk, send):
    address = send(schools())

    assert clerk.browser.post(f"{address}/call-off").status_code == 302
    assert clerk.browser.post(f"{address}/keep")["Location"] == address
    assert not Upload.objects.exists()
    assert "没有在读" in clerk.browser.get(address).content.decode()


def test_calling_off_in_the_middle_stops_the_reading(clerk, monkeypatch):
    read: list[str] = []

    person = who(clerk)

    def slowly(files, hear):
        for number, file in enumerate(files, 1):
            read.append(file.name)
            if number == 2:
                reading.forget(reading.of(person)[0])
            hear(number, len(files), file.name)
        return []

    monkeypatch.setattr(reading, "read_books_caged", slowly)
    files = [SimpleUploadedFile(name, content) for name, content in schools().items()]
    clerk.browser.post("/data/upload", {"workbook": files})

    with reading._TURN:
        pass
    assert len(read) <= 2


def test_a_double_click_keeps_one_draft_and_the_same_files_again_find_it(clerk, send):
    first, second = send(schools()), send(schools())

    one, two = (clerk.browser.post(f"{address}/keep")["Location"] for address in (first, second))

    assert one == two and Draft.objects.count() == 1 and Upload.objects.count() == SCHOOLS


def test_mended_files_take_the_place_of_those_that_wait_with_what_was_decided(clerk, batch):
    twice = schools(**{"第2小学（更正）.xlsx": school_file(2, 在校生数=999)})
    draft = batch(twice)
    (name,) = (name for name in questions(clerk.sees(draft)) if "twice:" in name)
    clerk.decides(draft, {name: questions(clerk.sees(draft))[name][0]})

    mended = batch({**twice, "第3小学.xlsx": school_file(3, 班级数=11)})

    draft.refresh_from_db()
    assert draft.state == Draft.State.DROPPED and name in mended.answers
    assert not any("twice:" in one for one in questions(clerk.sees(mended)))


def test_two_people_do_not_overwrite_each_other(clerk, second, batch):
    draft = batch(schools(**{"第2小学（更正）.xlsx": school_file(2, 在校生数=999)}))
    (name,) = (name for name in questions(clerk.sees(draft)) if "twice:" in name)
    first, other, *_ = questions(clerk.sees(draft))[name]
    version = draft.version

    assert clerk.decides(draft, {name: first}).status_code == 302
    assert second.decides(draft, {name: other}, version=version).status_code == 409


def test_the_next_version_of_the_form_is_known_by_its_heads_and_says_what_differs(clerk, batch):
    brings(clerk, batch(schools()))
    changed = {f"报表{number}.xlsx": _next_version(number) for number in range(1, SCHOOLS + 1)}

    page = clerk.sees(batch(changed))

    assert "上次的对应" in page and "本机操作员" in page
    assert "新的 1 列：" in page and "操场块数" in page and "没有了 1 列：" in page and "网络多媒体教室数" in page


def _next_version(number: int) -> bytes:
    """The form of the year after: another title, one item gone, one new, in other places."""
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(school_file(number)))
    sheet = book.active
    sheet["A1"] = "2027年秋季学期学校数据采集表"
    sheet["A10"], sheet["B10"] = "操场块数", 2
    sheet.insert_rows(5)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_too_many_files_are_refused_in_words(clerk, monkeypatch):
    from dudao.apps.returns import uploading

    monkeypatch.setattr(uploading, "MOST_FILES", 3)
    answer = clerk.browser.post(
        "/data/upload", {"workbook": [SimpleUploadedFile(name, content) for name, content in schools().items()]}
    )
    assert answer.status_code == 422 and "最多 3 份" in answer.content.decode()


def test_a_workbook_with_schools_in_columns_points_to_their_columns(clerk):
    draft = clerk.uploads(turned(), "对照表.xlsx")

    assert clerk.brings_in(draft).status_code == 302

    places = Stated.objects.filter(figure="stu").values_list("cell", "value", "row__number")
    assert sorted(places) == [("B4", "410", 2), ("C4", "420", 3), ("D4", "430", 4), ("E4", "440", 5)]


def test_the_same_files_again_change_nothing_and_stand_in_the_order_people_know(clerk, batch):
    files = {f"第{number}小学.xlsx": school_file(number) for number in (10, 2, 1)}
    brings(clerk, batch({**files, "项目.xlsx": projects_book()}))
    assert Stated.objects.filter(figure="education_projects").exclude(value="").count() == 1

    again = batch({**files, "项目.xlsx": projects_book()})

    page = looks(clerk, again)
    assert '改动 <b class="tnum">0</b>' in page and "带入 0 个数" in page
    assert page.index("第1小学.xlsx</th>") < page.index("第2小学.xlsx</th>") < page.index("第10小学.xlsx</th>")
