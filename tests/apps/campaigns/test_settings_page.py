"""设置: the county's choices on one page, each with what it touches; and as a file for the command line."""

import pytest
from django.test import Client

from dudao.apps.campaigns.choices import choices
from dudao.apps.campaigns.models import Campaign, Choice
from dudao.apps.campaigns.touching import lines_of, touched
from dudao.calc.standard.choices import read_choices
from dudao.library.read import standard, standards

CV = {"standard": "YZJH-2017", "key": "parameter:cv_primary"}


def page_of(desk, **query):
    answer = desk.get("/settings/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def chooses(desk, **given):
    return desk.post("/settings/choose", {**CV, "value": "0.48", "reason": "省厅通知", "was": "", **given})


def test_a_parameter_shows_default_confidence_and_what_it_touches(desk, campaign):
    page = page_of(desk)

    assert "小学差异系数上限" in page and "0.50" in page and "YZJH-1.CV" in page
    assert "全照标准" in page


def test_a_choice_is_kept_exactly_with_name_date_and_reason(desk, campaign, operator):
    answer = chooses(desk)

    assert answer.status_code == 302
    made = choices(campaign).parameters["YZJH-2017", "cv_primary"]
    assert (made.value, made.by, made.reason) == ("0.48", operator.name, "省厅通知")
    page = page_of(desk)
    assert "<b>0.48</b>" in page and "省厅通知" in page and "县里定了 1 项" in page


def test_every_kind_of_choice_can_be_made(desk, campaign):
    chooses(desk, key="strict:YZJH-4.1", value=">")
    chooses(desk, key="switch:YZJH-V8", value="on")
    chooses(desk, standard="", key="function:finance", value="青禾县财政局", reason="")

    made = choices(campaign)
    assert made.strictness["YZJH-2017", "YZJH-4.1"].value == ">"
    assert made.switches["YZJH-2017", "YZJH-V8"].value is True
    assert made.functions["finance"].value == "青禾县财政局"


def test_a_choice_is_taken_back(desk, campaign):
    chooses(desk)
    desk.post("/settings/choose", {**CV, "back": "1", "was": str(Choice.objects.get().pk)})

    assert choices(campaign).parameters == {}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"value": "零点五"}, "写一个数"),
        ({"value": "-1"}, "不小于 0"),
        ({"value": "1e9"}, "不小于 0"),
        ({"value": ""}, "写一个数"),
        ({"reason": " "}, "理由没有填"),
        ({"key": "strict:YZJH-4.1", "value": "<"}, "从列出的里面选"),
        ({"key": "switch:YZJH-V8", "value": "maybe"}, "从列出的里面选"),
    ],
)
def test_what_cannot_be_meant_is_said_at_its_field_and_stays_typed(wrong, says, desk, campaign):
    answer = chooses(desk, **wrong)

    page = answer.content.decode()
    assert answer.status_code == 422 and says in page
    assert 'value="省厅通知"' in page or "reason" in wrong
    assert not Choice.objects.exists()


@pytest.mark.parametrize(
    "nothing",
    [
        {"key": "parameter:no_such"},
        {"standard": "NO-SUCH"},
        {"key": "wish:rain"},
        {"standard": "", "key": "function:no"},
    ],
)
def test_there_is_nothing_else_to_choose(nothing, desk, campaign):
    assert chooses(desk, **nothing).status_code == 404
    assert not Choice.objects.exists()


def test_two_people_see_his_and_mine(desk, campaign, operator):
    other = Client(HTTP_HOST="127.0.0.1:8321")
    other.force_login(operator)
    chooses(other, value="0.45", reason="市里口径")

    answer = chooses(desk)

    page = answer.content.decode()
    assert answer.status_code == 409 and "0.45" in page and "市里口径" in page and "0.48" in page
    assert choices(campaign).parameters["YZJH-2017", "cv_primary"].value == "0.45"
    chooses(desk, was=str(Choice.objects.in_force().get().pk))
    assert choices(campaign).parameters["YZJH-2017", "cv_primary"].value == "0.48"


def campaign_form(**given):
    return {
        "county": "青禾县", "code": "999901", "name": "2026 年自评", "year": "2026", "visit_date": "2026-12-15",
        "standards": ["YZJH-2017"], **given,
    }  # fmt: skip


def test_county_year_visit_and_standards_are_changed_together(desk, campaign, county):
    answer = desk.post("/settings/campaign", campaign_form(county="新名县", year="2027", visit_date="2027-05-10"))

    assert answer.status_code == 302
    now = Campaign.objects.select_related("county").get()
    assert (now.county.name, now.year, now.visit_date.isoformat(), now.standards) == (
        "新名县",
        2027,
        "2027-05-10",
        ["YZJH-2017"],
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"county": ""},
        {"year": "26"},
        {"year": "后年"},
        {"visit_date": "12 月 15 日"},
        {"visit_date": "2031-01-01"},
        {"standards": ["NO"]},
    ],
)
def test_a_campaign_that_makes_no_sense_changes_nothing_at_all(wrong, desk, campaign):
    answer = desk.post("/settings/campaign", campaign_form(**{"county": "新名县", **wrong}))

    assert answer.status_code == 422
    now = Campaign.objects.select_related("county").get()
    assert now.county.name == "青禾县" and now.visit_date is None


def test_bonuses_and_deductions_are_registered_and_struck_out(desk, campaign):
    for kind, name in (("bonus", "省级改革典型"), ("bonus", "全国先进县"), ("deduction", "省级通报批评")):
        answer = desk.post(
            "/settings/register",
            {"add": kind, "name": name, "year": "2026", "count": "1", "reason": "省教督〔2026〕7 号"},
        )
        assert answer.status_code == 302
    assert [one.value["name"] for one in choices(campaign).bonuses] == ["省级改革典型", "全国先进县"]
    assert "全国先进县" in page_of(desk)

    desk.post("/settings/strike", {"key": "bonus:1"})

    assert [one.value["name"] for one in choices(campaign).bonuses] == ["全国先进县"]
    desk.post("/settings/register", {"add": "bonus", "name": "再一项", "year": "2026", "count": "1", "reason": "x"})
    assert Choice.objects.in_force().filter(key="bonus:3").exists(), "a number that was struck out is not used again"


@pytest.mark.parametrize("wrong", [{"name": ""}, {"year": "1999"}, {"count": "0"}, {"count": "x"}, {"reason": ""}])
def test_a_matter_without_name_year_count_or_proof_is_not_registered(wrong, desk, campaign):
    given = {"add": "bonus", "name": "省级改革典型", "year": "2026", "count": "1", "reason": "文号", **wrong}

    assert desk.post("/settings/register", given).status_code == 422
    assert not Choice.objects.exists()


def test_the_settings_file_is_what_the_command_line_reads(desk, campaign):
    chooses(desk)
    chooses(desk, key="switch:YZJH-V8", value="on")
    chooses(desk, key="strict:YZJH-4.1", value=">")
    desk.post(
        "/settings/register", {"add": "bonus", "name": "省级改革典型", "year": "2026", "count": "1", "reason": "文号"}
    )
    desk.post("/settings/campaign", campaign_form(standards=["YZJH-2017", "DEMO-6A-100"]))

    file = desk.get("/settings/settings.yaml")

    assert read_choices(file.content, "设置.yaml", standards()) == choices(Campaign.objects.get())


def test_another_county_sees_and_changes_nothing(campaign, stranger):
    browser = Client(HTTP_HOST="127.0.0.1:8321")
    browser.force_login(stranger)

    assert browser.get("/settings/").status_code == 404
    assert chooses(browser).status_code == 404
    assert browser.post("/settings/campaign", campaign_form(county="夺名县")).status_code == 404


@pytest.mark.parametrize("code", ["YZJH-2017", "DEMO-6A-100"])
def test_every_parameter_touches_something(code):
    untouched = [name for name, items in touched(code).items() if not items]

    assert untouched == []
    assert all(op in (">", ">=", "<", "<=") for _item, op in lines_of(standard(code)))


def test_the_page_costs_few_questions(desk, campaign, django_assert_max_num_queries):
    chooses(desk)

    with django_assert_max_num_queries(20):
        page_of(desk)
