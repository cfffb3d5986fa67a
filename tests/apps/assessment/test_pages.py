"""Aspect, indicator, item and school pages: the answer first, three values, filters as links."""

import re

from dudao.apps.assessment.models import Missing, SchoolRun
from tests.apps.portal.test_overview import text_of


def test_an_indicator_counts_the_rows_below_line_and_floor(run, desk):
    rows = SchoolRun.objects.filter(item="YZJH-1.4")
    failing, below = rows.filter(verdict="fail"), rows.filter(verdict="fail", below_floor=True)

    page = text_of(desk.get(f"/runs/{run.pk}/YZJH-2017/items/YZJH-1.4").content.decode())

    assert f"{failing.count()} 个校段未过线，其中 {below.count()} 个低于底线，必须补" in page
    assert f"未过线 {failing.count()}" in page and f"全部 {rows.count()}" in page
    assert "小学差异系数" in page and "初中差异系数" in page


def test_the_curve_draws_every_row_with_a_value_and_names_those_without(run, desk):
    rows = SchoolRun.objects.filter(item="YZJH-1.5")

    page = desk.get(f"/runs/{run.pk}/YZJH-2017/items/YZJH-1.5").content.decode()

    assert (
        len(re.findall(r'<use href="#m-(on|warn|bad|out)', page)) == rows.exclude(value=None).count() + 1
    )  # the legend's
    missing = rows.filter(value=None).values_list("unit__name", flat=True)
    assert all(name in page for name in missing)


def test_filters_are_links_and_their_rows_are_those_counted(run, desk):
    address = f"/runs/{run.pk}/YZJH-2017/items/YZJH-1.4"

    for state, number in (("floor", SchoolRun.objects.filter(item="YZJH-1.4", verdict="fail", below_floor=True).count()),
                          ("all", SchoolRun.objects.filter(item="YZJH-1.4").count())):  # fmt: skip
        page = desk.get(f"{address}?state={state}").content.decode()
        assert len(re.findall(r"<tr><th scope=\"row\" class=\"full\"><a href=\"/runs/\d+/schools/", page)) == number
    page = text_of(desk.get(f"{address}?state=all&q=没有这所").content.decode())
    assert "没有“全部、没有这所”的校段" in page


def test_the_worst_stand_first_and_a_display_equal_to_the_line_shows_the_unrounded_value(run, desk):
    orders = (
        SchoolRun.objects.filter(item="YZJH-1.4", verdict="fail").order_by("order").values_list("unit__name", flat=True)
    )

    page = text_of(desk.get(f"/runs/{run.pk}/YZJH-2017/items/YZJH-1.4?state=fail").content.decode())

    table = page[page.index("到底线差") :]
    places = [table.index(name) for name in dict.fromkeys(orders)]
    assert places == sorted(places)


def test_the_floor_follows_the_countys_own_choice(run, filled, operator, at):
    from fractions import Fraction

    from dudao.apps.assessment.calculation import assess
    from dudao.apps.assessment.queries import floor_share
    from dudao.apps.campaigns.actions import set_choice
    from dudao.library.read import standard

    yzjh = standard("YZJH-2017")
    assert floor_share(run, yzjh, "YZJH-1.4") == Fraction(85, 100)

    set_choice(
        filled, key="parameter:rule_floor", value="0.9", standard="YZJH-2017", reason="省里的", by=operator, at=at
    )
    later = assess(filled, by=operator, at=at)

    assert floor_share(later, yzjh, "YZJH-1.4") == Fraction(9, 10)
    assert floor_share(run, yzjh, "YZJH-1.4") == Fraction(85, 100)
    assert floor_share(run, yzjh, "YZJH-2.1") is None


def test_neighbours_lead_through_all_items(run, desk):
    page = desk.get(f"/runs/{run.pk}/YZJH-2017/items/YZJH-1.4").content.decode()

    assert f'href="/runs/{run.pk}/YZJH-2017/items/YZJH-1.3" data-key="k"' in page
    assert f'href="/runs/{run.pk}/YZJH-2017/items/YZJH-1.5" data-key="j"' in page


def test_the_rule_says_the_least_that_would_make_good(run, desk):
    rule = SchoolRun.objects.filter(item="YZJH-1.S", verdict="fail").first()

    page = text_of(desk.get(f"/runs/{run.pk}/YZJH-2017/items/YZJH-1.S").content.decode())

    assert rule.unit.name in page and "最少要做的" in page
    assert re.search(r"\d+ 个校段中 \d+ 个未达标", page)


def test_a_scored_item_says_its_points_and_what_would_win_them_back(run, desk):
    page = text_of(desk.get(f"/runs/{run.pk}/DEMO-6A-100/items/C5.2.1").content.decode())

    assert re.search(r"得 [\d.]+ 分，满分 3.00", page)
    assert "用到的数据" in page and "谁填" in page and "来源表" in page


def test_a_school_page_ends_in_cells(run, desk):
    row = SchoolRun.objects.filter(item="YZJH-1.S", verdict="fail").select_related("unit").first()

    page = desk.get(f"/runs/{run.pk}/schools/{row.unit.code}").content.decode()

    assert "段不达标" in text_of(page)
    assert f"/why/{run.pk}/figures/area_teaching/{row.unit.code}/-/0" in page
    assert "基本情况!" in page


def test_a_school_without_figures_is_named_as_lacking_not_as_nothing(run, filled, operator, at, desk):
    from dudao.apps.assessment.calculation import assess
    from dudao.apps.organisations.actions import NewUnit, open_units
    from dudao.apps.organisations.models import UnitKind

    open_units(
        filled.county, units=[NewUnit(kind=UnitKind.SCHOOL, code="2199999999", name="新办小学")], by=operator, at=at
    )
    later = assess(filled, by=operator, at=at)

    page = text_of(desk.get(f"/runs/{later.pk}/schools/2199999999").content.decode())

    assert "一个数也没有填" in page
    assert Missing.objects.filter(run=later, unit__code="2199999999", what="school_type", deciding=True).exists()


def test_the_missing_page_filters_by_who_owes(run, desk):
    who = Missing.objects.filter(run=run, kind="figure").first().reporter
    number = Missing.objects.filter(run=run, reporter=who).count()

    page = text_of(desk.get(f"/runs/{run.pk}/missing?who={who}").content.decode())

    assert f"还缺 {number} 处（{who}）" in page


def test_what_keeps_the_grade_open_is_listed_by_the_link_of_the_sentence(run, desk):
    hangs = run.results.get(standard="DEMO-6A-100").detail["hangs_on"]

    page = text_of(desk.get(f"/runs/{run.pk}/missing?of=DEMO-6A-100").content.decode())

    assert int(re.search(r"还缺 (\d+) 处", page)[1]) == hangs["figures"] + hangs["judgements"]


def test_the_standards_are_browsed_with_sources_and_confidence(campaign, desk):
    listed = text_of(desk.get("/standards/").content.decode())
    assert "演示标准，非官方" in listed and "优质均衡" in listed

    page = text_of(desk.get("/standards/YZJH-2017").content.decode())
    assert "小学 ≥ 4.5 ㎡/生" in page and "初中 ≥ 5.8 ㎡/生" in page
    assert "见于公开文件" in page and "教督〔2017〕6号" in page
    assert "小学 ≤ 0.5" in page
    assert desk.get("/standards/NOSUCH").status_code == 404
