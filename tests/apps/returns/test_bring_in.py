"""A workbook on its way in, through the pages: upload, decide, dry run, bring in; all of it or nothing."""

import pytest

from dudao.apps.audit.models import Record
from dudao.apps.organisations.models import Unit
from dudao.apps.returns.figures import snapshot
from dudao.apps.returns.models import Change, Draft, Stated, Upload
from dudao.calc.figures import Key, Known, Reason, Unknown
from tests.apps.returns.workbooks import county_book

FIRST = "name:城关镇中心小学"


def stands(campaign, figure, stage="", unit=FIRST):
    return snapshot(campaign).statements.get(Key(unit, figure, stage))


def test_figures_stand_with_the_cell_they_came_from(clerk, campaign):
    draft = clerk.uploads()
    answer = clerk.brings_in(draft)

    assert answer["Location"] == "/data/changes/1"
    pupils = stands(campaign, "stu", "primary")
    assert isinstance(pupils, Known) and pupils.value == 1482
    assert (pupils.source.file, pupils.source.sheet, pupils.source.cell) == ("学校表.xlsx", "基本情况", "D5")
    assert (pupils.source.head, pupils.source.by) == ("在校生 / 小学", "本机操作员")
    assert Unit.objects.schools().count() == 6
    assert clerk.browser.get("/data/changes/1").status_code == 200


def test_the_row_as_it_stood_stays_with_the_figure(clerk, campaign):
    clerk.brings_in(clerk.uploads())

    row = snapshot(campaign, rows=True).statements[Key(FIRST, "stu", "primary")].source.row
    assert row.number == 5 and ("B", "学校名称", "城关镇中心小学") in row.cells


def test_dash_and_pending_are_unknown_and_named(clerk, campaign):
    clerk.brings_in(clerk.uploads())

    dash = stands(campaign, "area_teaching", unit="name:松林镇中心小学")
    pending = stands(campaign, "area_teaching", unit="name:大湾乡初级中学")
    assert isinstance(dash, Unknown) and dash.reason is Reason.DASH
    assert isinstance(pending, Unknown) and pending.reason is Reason.PENDING


def test_the_page_shows_her_own_sheet_with_heads_rows_and_totals(clerk):
    page = clerk.sees(clerk.uploads())

    assert "青禾县2026年义务教育学校基本情况统计表" in page and "在校生数（小学）" in page
    assert '<tr id="r11" class="sub">' in page, "the row of sums is marked as one"
    assert "新增 <b" in page and "带入 43 个数" in page


def test_every_wrong_cell_is_named_at_once_and_nothing_is_brought_in(clerk, campaign):
    draft = clerk.uploads(county_book({"D5": "1,O26", "J6": "5,6l2", "C7": "小学校", "J8": 99999}))
    page = clerk.sees(draft)

    for cell, example in (("D5", "1026"), ("J6", "5612"), ("C7", "小学")):
        assert f">{cell}</a>" in page and example in page
    assert "错格 3 个" in page and "3 格有错</button>" in page
    assert clerk.brings_in(draft).status_code == 422
    assert not Stated.objects.exists() and not Unit.objects.schools().exists() and not Change.objects.exists()


def test_a_failing_check_refuses_and_names_both_cells(clerk):
    heads = {"M3": "校舍建筑面积", "M5": 5000}  # less than its teaching rooms, 6912
    draft = clerk.uploads(county_book(heads))
    page = clerk.sees(draft)

    assert "CHK-09b" in page and "基本情况!J5" in page and "基本情况!M5" in page and "教学及辅助用房 5412" in page
    assert clerk.brings_in(draft).status_code == 422


def test_what_is_ambiguous_is_asked_and_the_answer_bears_the_name(clerk, campaign):
    draft = clerk.uploads(county_book({"J3": "教学用房"}))
    page = clerk.sees(draft)
    question = next(name for name in _asked(page) if ":J" in name or "教学用房" in name)

    assert "还有 1 件未定</button>" in page
    assert clerk.brings_in(draft).status_code == 422
    assert clerk.decides(draft, {question: _options(page, question)[0]}).status_code == 302
    draft.refresh_from_db()
    assert draft.answers[question]["by"] == "本机操作员"
    assert clerk.brings_in(draft).status_code == 302
    assert Change.objects.get().mapping.count("本机操作员") > 0


def _asked(page):
    return list(dict.fromkeys(part.partition('"')[0] for part in page.split('type="radio" name="answer:')[1:]))


def _options(page, question):
    return [
        part.split('value="')[1].partition('"')[0]
        for part in page.split(f'name="answer:{question}"')[1:]
        if "value=" in part
    ]


def test_a_choice_that_was_not_offered_is_not_taken(clerk):
    draft = clerk.uploads(county_book({"J3": "教学用房"}))
    question = next(name for name in _asked(clerk.sees(draft)) if "教学用房" in name or ":J" in name)

    assert clerk.decides(draft, {question: "no_such_figure"}).status_code == 400
    assert clerk.decides(draft, {"nobody asked": "x"}).status_code == 400
    assert clerk.decides(draft, {"line:基本情况:1:K": "no_such_figure"}).status_code == 400
    assert clerk.decides(draft, {"line:基本情况:1:ZZ": "ignore"}).status_code == 400
    draft.refresh_from_db()
    assert draft.answers == {}


def test_blank_means_zero_only_by_a_persons_word_and_it_is_shown(clerk, campaign):
    draft = clerk.uploads(county_book({"K6": None}))
    assert "K 体育运动场馆面积" in clerk.sees(draft)

    clerk.decides(draft, {"zero:基本情况:1:K": "zero"})
    clerk.brings_in(draft)

    area = stands(campaign, "area_sport", unit="name:青石镇中心小学")
    assert isinstance(area, Known) and area.value == 0
    assert "空白按 0（本机操作员" in area.source.remark


def test_a_column_may_be_left_out_and_taken_back(clerk, campaign):
    draft = clerk.uploads()
    clerk.decides(draft, {"line:基本情况:1:K": "ignore"})
    assert "不带入" in clerk.sees(draft)
    draft.refresh_from_db()
    clerk.browser.post(
        f"/data/drafts/{draft.pk}/answer",
        {"version": draft.version, "answer:line:基本情况:1:K": "", "was:line:基本情况:1:K": "ignore"},
    )

    clerk.brings_in(draft)

    assert isinstance(stands(campaign, "area_sport"), Known)


def test_the_later_import_wins_and_a_blank_never_erases(clerk, campaign, brought):
    brought()
    draft = clerk.uploads(county_book({"D5": 1500, "D6": None, "J7": "—"}), "第二稿.xlsx")
    page = clerk.sees(draft)
    assert "上次的对应" in page
    clerk.brings_in(draft)

    assert stands(campaign, "stu", "primary").value == 1500
    assert stands(campaign, "stu", "primary", "name:青石镇中心小学").value == 926
    assert stands(campaign, "area_teaching", unit="name:云雾镇九年一贯制学校").value == 5412
    assert snapshot(campaign, as_of=1).statements[Key(FIRST, "stu", "primary")].value == 1482


def test_the_dry_run_counts_and_says_which_verdicts_move(clerk, brought):
    brought()
    draft = clerk.uploads(county_book({"K5": 1000, "D5": 1500}), "第二稿.xlsx")
    page = clerk.sees(draft)

    assert '改动 <b class="tnum">2</b>' in page and '新增 <b class="tnum">0</b>' in page
    moved = clerk.browser.get(f"/data/drafts/{draft.pk}/effects").content.decode()
    assert "城关镇中心小学" in moved and "未达到" in moved
    written = clerk.browser.get(f"/data/drafts/{draft.pk}/effects?show=changed").content.decode()
    assert "1482" in written and "1500" in written and "基本情况!D5" in written


def test_the_same_file_again_changes_nothing(clerk, campaign, brought):
    content = county_book()  # made once: a workbook carries the second it was made in
    brought(content)
    count = Stated.objects.count()
    draft = clerk.uploads(content)

    assert Upload.objects.count() == 1, "the same bytes are kept once"
    assert "没有要写的" in clerk.sees(draft)
    clerk.brings_in(draft)
    assert Stated.objects.count() == count


def test_a_second_press_finds_it_done(clerk, campaign):
    draft = clerk.uploads()
    first = clerk.browser.post(f"/data/drafts/{draft.pk}/bring-in", {"version": 1, "base": 0})
    again = clerk.browser.post(f"/data/drafts/{draft.pk}/bring-in", {"version": 1, "base": 0})

    assert first["Location"] == again["Location"] == "/data/changes/1"
    assert Change.objects.count() == 1
    assert clerk.browser.get(f"/data/drafts/{draft.pk}")["Location"] == "/data/changes/1"


def test_nothing_is_brought_in_that_nobody_has_seen(clerk, brought):
    draft = clerk.uploads(county_book({"D5": 1500}), "第二稿.xlsx")
    clerk.sees(draft)
    brought()  # the figures change behind the open page

    answer = clerk.browser.post(f"/data/drafts/{draft.pk}/bring-in", {"version": 1, "base": 0})

    assert answer.status_code == 409 and "没有带入" in answer.content.decode()
    assert Change.objects.count() == 1


def test_two_people_see_his_and_mine_side_by_side(clerk, second):
    draft = clerk.uploads(county_book({"J3": "教学用房"}))
    question = next(name for name in _asked(clerk.sees(draft)) if "教学用房" in name or ":J" in name)
    options = _options(clerk.sees(draft), question)
    second.decides(draft, {question: options[0]}, version=1)

    both = clerk.decides(draft, {question: "ignore"}, version=1)

    page = both.content.decode()
    assert both.status_code == 409 and "您的还没有存" in page and "不带入" in page
    draft.refresh_from_db()
    assert draft.answers[question]["choice"] == options[0]
    clerk.browser.post(
        f"/data/drafts/{draft.pk}/answer",
        {"version": draft.version, f"answer:{question}": "ignore", f"was:{question}": options[0]},
    )
    draft.refresh_from_db()
    assert draft.answers[question]["choice"] == "ignore"


def test_a_draft_may_be_dropped(clerk):
    draft = clerk.uploads()
    assert clerk.browser.post(f"/data/drafts/{draft.pk}/drop", {"version": 1})["Location"] == "/data/"

    draft.refresh_from_db()
    assert draft.state == Draft.State.DROPPED
    assert "什么也没有写进去" in clerk.sees(draft)
    assert clerk.decides(draft, {"line:基本情况:1:K": "ignore"}).status_code == 409


def test_a_mapping_is_kept_as_a_file_and_used_again(clerk, campaign):
    draft = clerk.uploads(county_book({"J3": "教学用房"}))
    question = next(name for name in _asked(clerk.sees(draft)) if "教学用房" in name or ":J" in name)
    clerk.decides(draft, {question: _options(clerk.sees(draft), question)[0]})
    file = clerk.browser.get(f"/data/drafts/{draft.pk}/mapping.yaml")
    assert file["Content-Type"] == "application/yaml" and "本机操作员" in file.content.decode()
    clerk.browser.post(f"/data/drafts/{draft.pk}/drop", {"version": 2})

    from django.core.files.uploadedfile import SimpleUploadedFile

    again = clerk.uploads(
        county_book({"J3": "教学用房", "D5": 1500}),
        "另一份.xlsx",
        mapping=SimpleUploadedFile("对应.yaml", file.content),
    )

    assert "带入 43 个数</button>" in clerk.sees(again)


@pytest.mark.parametrize(("name", "left"), [("学校表.xlsx", 1), ("学校表（改）.xlsx", 2)])
def test_the_mended_file_needs_no_decision_again(name, left, clerk):
    draft = clerk.uploads(county_book({"J3": "教学用房", "D6": "9O6"}))
    question = next(name for name in _asked(clerk.sees(draft)) if "教学用房" in name or ":J" in name)
    clerk.decides(draft, {question: _options(clerk.sees(draft), question)[0]})

    mended = clerk.uploads(county_book({"J3": "教学用房"}), name)

    assert mended.answers[question]["by"] == "本机操作员"
    assert "带入 43 个数</button>" in clerk.sees(mended)
    assert Draft.objects.filter(state=Draft.State.OPEN).count() == left, "the faulty file of the same name is replaced"


def test_an_act_is_written_down_without_the_file(clerk):
    clerk.brings_in(clerk.uploads())

    verbs = list(Record.objects.filter(verb__startswith="returns.").values_list("verb", "ok").order_by("pk"))
    assert verbs == [("returns.upload.receive", True), ("returns.import.bring_in", True)]
    facts = Record.objects.get(verb="returns.import.bring_in").facts
    assert facts["new"] == 43 and facts["change"] == 1


@pytest.mark.parametrize(
    "path",
    [
        "drafts/{pk}",
        "drafts/{pk}/effects",
        "drafts/{pk}/mapping.yaml",
        "drafts/{pk}/wrong.xlsx",
        "changes/1",
        "changes/1/mapping.yaml",
    ],
)
def test_another_county_finds_nothing_here(path, clerk, outsider, neighbour, at, brought):
    from dudao.apps.audit.actors import SYSTEM
    from dudao.apps.campaigns.actions import open_campaign

    open_campaign(neighbour, name="邻县自评", year=2026, standards=["YZJH-2017"], by=SYSTEM, at=at)
    brought()
    draft = clerk.uploads(county_book({"D5": 1500}), "第二稿.xlsx")

    assert outsider.get(f"/data/{path.format(pk=draft.pk)}").status_code == 404
    assert outsider.post(f"/data/drafts/{draft.pk}/bring-in", {"version": 1, "base": 1}).status_code == 404
    assert outsider.post(f"/data/drafts/{draft.pk}/answer", {"version": 1}).status_code == 404
