"""单位和人员 by hand: found, looked at, changed; and the first day through the page that takes the workbook."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dudao.apps.organisations.directory.words import words
from dudao.apps.organisations.models import DirectoryDraft, Holding, Person, Unit, UnitEvent
from dudao.spreadsheets.directory import directory_template
from tests.spreadsheets.directory import first_day


@pytest.fixture(scope="module")
def content() -> bytes:
    units = first_day.units(40)
    return directory_template(words(), units=units, people=first_day.people(units, 90))


def sends(desk, content: bytes, name: str = "单位人员表.xlsx"):
    return desk.post("/units/bring/upload", {"workbook": SimpleUploadedFile(name, content)})


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def brought(desk, campaign, content):
    """The county of the workbook, brought in through the pages."""
    answer = sends(desk, content)
    draft = DirectoryDraft.objects.get()
    assert answer.url == f"/units/bring/{draft.pk}"
    shown = desk.get(answer.url).context["plan"].digest
    assert desk.post(f"{answer.url}/apply", {"shown": shown, "on": "2025-09-01"}).url == "/units/"
    return desk


def test_an_empty_county_says_what_to_do(desk, campaign):
    page = text(desk.get("/units/"))

    assert "还没有单位" in page and "/units/bring" in page


def test_the_settings_page_leads_here_and_the_bar_has_no_new_station(desk, campaign):
    assert 'href="/units/"' in text(desk.get("/settings/"))
    page = text(desk.get("/units/"))
    assert '<a href="/standards/" aria-current="page">标准</a>' in page and page.count("<li><a href") >= 4


def test_before_it_is_brought_in_nothing_is_there(desk, campaign, content):
    answer = sends(desk, content)
    page = text(desk.get(answer.url))

    assert "新增 101 个单位" in page.replace("<b>", "") or "新增" in page
    assert not Unit.objects.exists() and not Person.objects.of_posts().exists()


@pytest.mark.parametrize("q", ["青石中心", "qingshizhongxin", "qszx", "3400000000"])
def test_a_school_is_found_by_short_name_pinyin_initials_and_code(brought, q):
    page = text(brought.get("/units/", {"q": q}))

    assert "中心小学（青石镇）" in page and "中心小学（云溪镇）" not in page


@pytest.mark.parametrize("q", ["张兼任", "ZhangJianRen", "zjr", "督导办"])
def test_a_person_is_found_by_name_pinyin_initials_and_unit(brought, q):
    page = text(brought.get("/units/people", {"q": q}))

    assert "张兼任" in page and "中心小学（青石镇） 校长" in page


def test_nothing_found_offers_to_clear(brought):
    assert "没有含“没有这个”的单位" in text(brought.get("/units/", {"q": "没有这个"})).replace("\n", "")


def test_the_tree_shows_what_lies_under_what(brought):
    page = text(brought.get("/units/tree"))

    assert page.index("教育局") < page.index("基础教育股") < page.index("青石镇") and "资料专班" in page


def test_a_workbook_with_mistakes_is_answered_cell_by_cell(desk, campaign, content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["单位"]["A4"], book["人员"]["A8"] = "衙门", "没有的学校"  # others name the unit of A4
    out = io.BytesIO()
    book.save(out)
    answer = sends(desk, out.getvalue())

    assert answer.status_code == 422 and "2 格要改" in text(answer)
    assert "A4" in text(answer) and "没有“衙门”这一项" in text(answer) and "没有“没有的学校”" in text(answer)
    assert not DirectoryDraft.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("表.docx", b"PK", "只收工作簿"),
        ("表.xlsx", b"PK\x03\x04 not a workbook", "没有收下"),
        ("表.csv", b"a,b", "只收工作簿"),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(name, content, why, desk, campaign):
    answer = sends(desk, content, name)

    assert answer.status_code == 422 and why in text(answer)


def test_pressed_twice_it_is_brought_in_once(brought, content):
    draft = DirectoryDraft.objects.get()
    before = Unit.objects.count(), Holding.objects.count()

    answer = brought.post(f"/units/bring/{draft.pk}/apply", {"shown": "", "on": "2025-09-01"})

    assert answer.status_code == 302 and (Unit.objects.count(), Holding.objects.count()) == before


def test_the_workbook_as_things_stand_changes_nothing(brought):
    answer = sends(brought, brought.get("/units/workbook.xlsx?filled=1").content)

    assert "和现有的一样" in text(brought.get(answer.url))


def school(code: str = "3400000000") -> Unit:
    return Unit.objects.get(kind="school", code=code)


def changes(desk, unit: Unit, what: str, **given):
    told = {"what": what, "on": "2026-09-01", "reason": "县政府批复", **given}
    return desk.post(f"/units/{unit.pk}/change", told)


def test_renaming_leaves_a_trace_on_the_page(brought):
    one = school()
    assert changes(brought, one, "rename", name="青石小学").status_code == 302

    page = text(brought.get(f"/units/{one.pk}"))
    assert "中心小学 → 青石小学" in page and "县政府批复" in page and "2026-09-01" in page


def test_a_refused_change_says_why_and_keeps_what_was_typed(brought):
    one = school()
    answer = changes(brought, one, "rename", name="青石小学", on="2099-01-01")

    assert answer.status_code == 422 and "还没有到" in text(answer) and 'value="青石小学"' in text(answer)
    assert not UnitEvent.objects.exists()


@pytest.mark.parametrize(
    ("what", "given"),
    [
        ("merge", {"into": "中心小学（云溪镇）"}),
        ("split", {"pieces": "3400000901 青石镇第二小学", "goes_on": "yes"}),
        ("post", {"title": "安全员", "role": "school", "duties": ["report"]}),
    ],
)
def test_other_changes_by_the_page(what, given, brought):
    assert changes(brought, school(), what, **given).status_code == 302


def test_moving_and_filling_in_by_the_page(brought):
    town = Unit.objects.get(kind="township", name="云溪镇")
    assert changes(brought, school(), "move", township=str(town.pk)).status_code == 302
    assert changes(brought, school("3400000028"), "fill", filler="3400000001").status_code == 302

    assert school().township == town and school("3400000028").filled_in_by.code == "3400000001"
    changes(brought, school("3400000028"), "fill", itself="yes")
    assert school("3400000028").filled_in_by is None


def test_closing_by_the_page_ends_the_posts(brought):
    assert changes(brought, school("3400000030"), "close").status_code == 302

    assert "已于 2026-09-01 撤并" in text(brought.get(f"/units/{school('3400000030').pk}"))
    assert not Holding.objects.current().filter(post__unit__code="3400000030").exists()


def test_a_unit_that_is_ambiguous_is_asked_about(brought):
    answer = changes(brought, school("3400000028"), "merge", into="中心小学")

    assert answer.status_code == 422 and "照这样写清是哪一个" in text(answer)


def head_of(code: str) -> Holding:
    return Holding.objects.current().get(post__unit__code=code, post__title="校长")


def test_a_post_is_handed_over_to_somebody_new(brought):
    old = head_of("3400000003")
    page = text(brought.get(f"/holdings/{old.pk}"))
    assert "审核、负责" in page
    given = {"to": "贺平", "is_new": "yes", "on": "2026-09-01", "reason": "调任"}

    assert brought.post(f"/holdings/{old.pk}/done", given).status_code == 302

    new = head_of("3400000003")
    assert (new.person.name, new.person.login) == ("贺平", "heping")
    old.refresh_from_db()
    assert str(old.until) == "2026-09-01"
    assert brought.get(f"/holdings/{old.pk}").status_code == 404


def test_a_refused_hand_over_enters_nobody(brought):
    old = head_of("3400000003")
    given = {"to": "贺平", "is_new": "yes", "on": "2020-09-01", "reason": "调任"}
    answer = brought.post(f"/holdings/{old.pk}/done", given)

    assert answer.status_code == 422 and "才任" in text(answer) and 'value="贺平"' in text(answer)
    assert not Person.objects.filter(name="贺平").exists()


def test_a_post_that_nobody_takes_is_listed_as_vacant(brought):
    old = head_of("3400000003")
    brought.post(f"/holdings/{old.pk}/done", {"to_nobody": "yes", "on": "2026-09-01", "reason": "退休"})

    page = text(brought.get("/units/vacant"))
    assert "中心小学（双河镇）" in page and "1 个岗位没有人" in page


def test_somebody_is_appointed_by_the_page(brought):
    one = school("3400000003")
    post = one.posts.get(title="校长")
    assert changes(brought, one, "appoint", post=str(post.pk), to="张兼任", deputy="yes").status_code == 302

    assert post.holdings.get(person__login="zhangjianren").deputy


def test_a_new_unit_begins_on_its_day(brought):
    given = {"kind": "school", "code": "3400000990", "name": "新城小学", "above": "青石镇", "school_type": "primary"}
    answer = brought.post("/units/set-up", {**given, "on": "2026-09-01", "reason": "批复"})

    made = school("3400000990")
    assert answer.url == f"/units/{made.pk}" and (made.township.name, str(made.opened)) == ("青石镇", "2026-09-01")


def test_a_person_has_a_page_with_all_posts_and_can_be_corrected(brought):
    one = Person.objects.get(login="zhangjianren")
    page = text(brought.get(f"/people/{one.pk}"))
    assert "任 2 个岗位" in page and "还不能用它登录" in page

    brought.post(f"/people/{one.pk}/change", {"name": "张建任", "office_phone": "0550-1"})
    one.refresh_from_db()
    assert (one.name, one.office_phone) == ("张建任", "0550-1")


def test_no_page_offers_a_password_or_a_way_to_sign_in(brought):
    one = Person.objects.get(login="zhangjianren")
    for address in ("/units/", "/units/people", f"/people/{one.pk}", "/units/new", "/units/bring"):
        page = text(brought.get(address))
        assert "password" not in page and "密码" not in page


def test_somebody_of_another_county_finds_nothing(brought, stranger, client):
    client.force_login(stranger)
    client.defaults["HTTP_HOST"] = "127.0.0.1:8321"
    one, who, held = school(), Person.objects.get(login="zhangjianren"), head_of("3400000003")
    draft = DirectoryDraft.objects.get()

    for address in (f"/units/{one.pk}", f"/people/{who.pk}", f"/holdings/{held.pk}", f"/units/bring/{draft.pk}"):
        assert client.get(address).status_code == 404
    for address in (f"/units/{one.pk}/change", f"/people/{who.pk}/change", f"/holdings/{held.pk}/done",
                    f"/units/bring/{draft.pk}/apply", f"/units/bring/{draft.pk}/drop"):  # fmt: skip
        assert client.post(address, {"what": "close"}).status_code == 404
    for address in ("/units/", "/units/tree", "/units/people", "/units/vacant"):
        assert "中心小学" not in text(client.get(address))
    assert "中心小学" not in str(client.get("/units/workbook.xlsx?filled=1").content)
