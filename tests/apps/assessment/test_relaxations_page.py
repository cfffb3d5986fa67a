"""放宽: the page where the county switches relaxations on and off, and every page on which they show."""

from datetime import date, timedelta

import pytest

from dudao.apps.assessment.calculation import assess
from dudao.apps.assessment.models import SchoolRun
from dudao.apps.campaigns.actions import change_campaign, grant_relaxation
from dudao.apps.campaigns.choices import choices, settings_of
from dudao.apps.campaigns.models import Choice
from dudao.apps.returns.asking import asked
from dudao.apps.returns.models import Change, Draft, Stated
from dudao.apps.returns.saving import save_statements
from dudao.calc.figures import Key, Known
from dudao.calc.standard.choices import read_choices

PAGE = "/settings/relaxations"
R1, R2 = "YZJH-R1", "YZJH-R2"


def states(campaign, values, *, by, at):
    """Figures brought in by another change."""
    draft = Draft.objects.filter(campaign=campaign).first()
    draft.pk = None  # another import of the same workbook
    draft.save()
    number = Change.objects.filter(campaign=campaign).count() + 1
    change = Change.objects.create(
        county=campaign.county,
        campaign=campaign,
        number=number,
        kind=Change.Kind.IMPORT,
        draft=draft,
        by=by,
        at=at,
    )
    for key in values:
        Stated.objects.filter(
            campaign=campaign, unit__code=key.unit, figure=key.figure, stage=key.stage
        ).current().update(replaced=number)
    save_statements(change, [(key, Known(value)) for key, value in values.items()])


@pytest.fixture
def school(filled, operator, at):
    """A primary school that lacks sports grounds and has a hall outside."""
    unit = filled.county.units.schools().filter(school_type="primary").order_by("code").first()
    values = {Key(unit.code, "stu", "primary"): 100, Key(unit.code, "area_field"): 700}
    values |= {Key(unit.code, "area_indoor_sport"): 0, Key(unit.code, "area_sport"): 700}
    values |= {Key(unit.code, "area_other_sport"): 0, Key(unit.code, "area_offsite_sport"): 100}
    states(filled, values, by=operator, at=at)
    return unit


def switches_on(desk, school, /, **given):
    values = {"relaxation": R2, "school": school.name, "proof": "教办〔2026〕12 号", "until": "2027-07-31"}
    return desk.post(f"{PAGE}/grant", {**values, **given})


def test_the_page_lists_the_four_and_who_could_use_them(desk, school):
    page = desk.get(PAGE).content.decode()

    assert "一条放宽也没有启用" in page
    assert all(f"YZJH-R{number}" in page for number in range(1, 5))
    assert f"relaxation={R2}&amp;school={school.code}" in page


def test_before_it_is_switched_on_the_page_says_what_it_would_move(desk, school):
    page = desk.get(PAGE, {"relaxation": R2, "school": school.name}).content.decode()

    assert f"给{school.name}启用 {R2}" in page and "符合条件" in page
    assert "7.00 ㎡/生（须 ≥ 7.50）" in page and "8.00 ㎡/生（须 ≥ 7.50）" in page
    assert f"{school.name}（小学）：1.5 运动场馆" in page
    assert not Choice.objects.exists()


def test_it_is_switched_on_with_proof_last_day_who_and_when(desk, filled, school, operator):
    assert switches_on(desk, school).status_code == 302

    (granted,) = choices(filled).relaxations
    assert (granted.relaxation, granted.school, granted.proof) == (R2, school.code, "教办〔2026〕12 号")
    assert (granted.until, granted.by) == (date(2027, 7, 31), operator.name)
    page = desk.get(PAGE).content.decode()
    assert "启用了 1 条放宽：1 条用上了。1 条改了结论。" in page and "教办〔2026〕12 号" in page


def test_the_settings_file_carries_it_to_the_command_line(desk, filled, school):
    switches_on(desk, school)
    text = desk.get("/settings/settings.yaml").content

    assert read_choices(text, "s.yaml").relaxations == choices(filled).relaxations


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"proof": " "}, "凭什么没有填"),
        ({"until": ""}, "有效到哪一天没有填"),
        ({"until": "七月底"}, "写成 2026-12-15 的样子"),
        ({"until": "2099-01-01"}, "差得太远"),
        ({"school": "没有这所学校"}, "名册里没有"),
        ({"relaxation": "YZJH-R9"}, "从列出的放宽里选"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_switched_on(wrong, says, desk, school):
    answer = switches_on(desk, school, **wrong)

    assert answer.status_code in (400, 422) and says in answer.content.decode()
    assert not Choice.objects.exists()


def test_it_is_switched_off_and_the_old_one_stays_in_the_history(desk, filled, school):
    switches_on(desk, school)
    answer = desk.post(f"{PAGE}/end", {"standard": "YZJH-2017", "relaxation": R2, "school": school.code})

    assert answer.status_code == 302 and choices(filled).relaxations == ()
    assert Choice.objects.get().replaced_at is not None
    again = desk.post(f"{PAGE}/end", {"standard": "YZJH-2017", "relaxation": R2, "school": school.code})
    assert again.status_code == 409


def test_its_figures_are_asked_for_only_while_it_is_on(desk, filled, school):
    def names():
        return {one.figure.name for one in asked(filled)}

    assert "area_offsite_sport" not in names()
    switches_on(desk, school)
    assert "area_offsite_sport" in names()


@pytest.fixture
def relaxed(desk, filled, school, operator, at):
    """A run with one that is used and one that is not."""
    switches_on(desk, school)
    for code, until in ((R1, date(2027, 7, 31)), (R2, date(2026, 12, 14))):
        other = school if code == R1 else filled.county.units.schools().exclude(pk=school.pk).first()
        grant_relaxation(
            filled,
            standard="YZJH-2017",
            relaxation=code,
            school=other.code,
            proof="证明",
            until=until,
            by=operator,
            at=at,
        )
    return assess(filled, by=operator, at=at)


def test_it_shows_wherever_it_moved_something(desk, relaxed, school):
    row = SchoolRun.objects.get(item="YZJH-1.5", unit__code=school.code)
    assert row.verdict == "pass" and row.detail["relaxing"]["verdict"] == "fail"
    yzjh, why = f"/runs/{relaxed.pk}/YZJH-2017", f"/why/{relaxed.pk}/YZJH-2017"
    for path in (
        yzjh,
        f"{yzjh}/aspects/1",
        *(f"{yzjh}/items/YZJH-1.{end}" for end in ("5", "S", "CV")),
        f"/runs/{relaxed.pk}/schools/{school.code}",
        f"{why}/YZJH-1.5/{school.code}/primary",
        f"{why}/YZJH-1.S/{school.code}/primary",
        f"{why}/YZJH-1.5",
        f"{why}/YZJH-1.CV",
        f"{why}/YZJH-1.CV:YZJH-1.5/-/primary",
        f"{why}/YZJH-2017",
    ):
        page = desk.get(path).content.decode()
        assert "凭教办〔2026〕12 号，有效到 2027-07-31" in page and R2 in page, path
    assert "放宽用上 1 条，1 条改了校段或学校的结论；启用的放宽有 2 条没有用上" in desk.get("/").content.decode()


def test_the_items_page_tells_the_figures_that_only_the_relaxation_needs(desk, relaxed):
    page = desk.get(f"/runs/{relaxed.pk}/YZJH-2017/items/YZJH-1.5").content.decode()

    assert "校外独用体育场馆面积" in page.partition("用到的数据")[2]


def test_what_is_switched_on_and_not_used_is_said_as_well(desk, relaxed):
    page = desk.get(f"/runs/{relaxed.pk}/YZJH-2017").content.decode()

    assert "有效到 2026-12-14，评估第 1 天 2026-12-15 已过期，没有用" in page
    assert "不符合放宽的条件，没有用" in page or "能不能用还不知道" in page


def test_it_ends_when_the_visit_is_put_off_past_its_last_day(desk, filled, school, operator, at):
    switches_on(desk, school, until="2026-12-15")
    assert "1 条用上了" in desk.get(PAGE).content.decode()
    change_campaign(
        filled,
        name=filled.name,
        year=filled.year,
        standards=filled.standards,
        visit_date=date(2026, 12, 15) + timedelta(days=1),
        by=operator,
        at=at,
    )

    assert "1 条已到期，没有用" in desk.get(PAGE).content.decode()
    run = assess(filled, by=operator, at=at)
    assert SchoolRun.objects.get(result__run=run, item="YZJH-1.5", unit__code=school.code).verdict == "fail"
    assert settings_of(filled)["relaxations"], "still on, and said to be over"
