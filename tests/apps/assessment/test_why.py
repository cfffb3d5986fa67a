"""Why: from the verdict down to the cell, over few figures, the same as over all of them; and taking a figure back."""

import re

import pytest

from dudao.apps.assessment.cited import decided, sheets_of
from dudao.apps.assessment.explanations import explanation, figure_explanation
from dudao.apps.assessment.models import SchoolRun
from dudao.apps.assessment.why import steps_of
from dudao.apps.campaigns.choices import choices
from dudao.apps.returns import figures
from dudao.apps.returns.models import Change, Stated
from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.explaining import Explainer
from dudao.calc.figures import Key
from dudao.calc.formula.wording import UNKNOWN
from dudao.library.read import catalogue, standard
from tests.apps.portal.test_overview import text_of


@pytest.fixture
def whole(filled):
    """Explanations over everything, as the command line gives them."""
    snapshot = figures.snapshot(filled, choices=choices(filled))
    made = {code: Explainer(Assessor(standard(code), catalogue()), snapshot) for code in filled.standards}
    return lambda code, *place: made[code].explain(*place)


def plain(told, depth=3):
    """What an explanation says, without where its cells lie."""
    if told.kind == "rows" and told.title.startswith("各校"):  # its schools have a page of their own
        return (told.kind, told.title, told.shown)
    parts = tuple(plain(part, depth - 1) for part in told.parts) if depth else ()
    return (told.kind, told.title, told.shown, told.exact, told.verdict, told.text, told.numbers, told.address, parts)


def test_a_school_row_over_its_own_figures_says_what_the_whole_snapshot_says(run, whole):
    yzjh = run.results.get(standard="YZJH-2017")
    seen = 0
    for row in SchoolRun.objects.filter(result=yzjh).select_related("unit").order_by("pk")[::29]:
        place = (row.item, row.unit.code, row.stage)
        assert plain(explanation(yzjh, *place)) == plain(whole("YZJH-2017", *place)), place
        seen += 1
    assert seen > 10


@pytest.mark.parametrize("code", ["YZJH-2.8", "YZJH-2.9", "YZJH-2.13", "YZJH-3.1", "YZJH-4.1", "YZJH-V1", "YZJH-P1"])
def test_a_county_row_says_the_same_over_only_the_figures_it_reads(run, whole, code):
    assert plain(explanation(run.results.get(standard="YZJH-2017"), code)) == plain(whole("YZJH-2017", code))


def test_every_scored_item_says_the_same_over_only_the_figures_it_reads(run, whole):
    demo = run.results.get(standard="DEMO-6A-100")
    for item in standard("DEMO-6A-100").items:
        assert plain(explanation(demo, item.code)) == plain(whole("DEMO-6A-100", item.code)), item.code


@pytest.mark.parametrize("code", ["YZJH-2017", "1", "2", "YZJH-1.CV"])
def test_what_is_told_from_the_kept_run_is_what_would_be_worked_out(run, whole, code):
    assert plain(explanation(run.results.get(standard="YZJH-2017"), code), 1) == plain(whole("YZJH-2017", code), 1)


def test_a_coefficient_names_its_schools_by_their_share(run, whole):
    yzjh = run.results.get(standard="YZJH-2017")
    known = next(one for one in yzjh.detail["variations"] if one["cv"])
    place = (f"YZJH-1.CV:{known['item']}", "", known["stage"])

    told, wanted = explanation(yzjh, *place), whole("YZJH-2017", *place)

    assert plain(told, 1) == plain(wanted, 1)


def test_what_a_coefficient_waits_for_ends_in_cells_too(run, whole):
    yzjh = run.results.get(standard="YZJH-2017")
    waiting = next(one for one in yzjh.detail["variations"] if one["needs"])
    place = (f"YZJH-1.CV:{waiting['item']}", "", waiting["stage"])

    told, wanted = (
        [cells_of(one) for one in missing(why)] for why in (explanation(yzjh, *place), whole("YZJH-2017", *place))
    )

    assert any(told) and told == wanted


def missing(told):
    return [below for part in told.parts if part.kind == "missing" for below in part.parts]


def cells_of(told):
    return [below.source.cell for below in told.parts if below.kind == "cell" and below.source is not None]


def test_a_value_ends_in_cells_with_their_row_and_its_neighbours(run):
    yzjh = run.results.get(standard="YZJH-2017")
    row = SchoolRun.objects.filter(result=yzjh, item="YZJH-1.4", verdict="pass").select_related("unit")[3]

    told = explanation(yzjh, "YZJH-1.4", row.unit.code, row.stage)
    sheet = sheets_of(run, told)[0]

    stated = Stated.objects.get(unit=row.unit, figure="area_teaching")
    assert sheet.file.endswith("（各校汇总9.20）.xlsx") and sheet.sheet == "基本情况"
    number = int(re.sub(r"\D", "", stated.cell))
    assert [line for line, _cells in sheet.rows] == [number - 1, number, number + 1]
    cited = [text for line, cells in sheet.rows for text, marked in cells if marked]
    assert stated.text in cited
    assert any(what.endswith("→ 教学及辅助用房面积（含室内体育用房）") for _cell, what in sheet.cells)


def test_the_steps_are_in_reading_order_and_rulings_are_folded(run):
    yzjh = run.results.get(standard="YZJH-2017")
    row = SchoolRun.objects.filter(result=yzjh, item="YZJH-1.4", verdict="fail").select_related("unit")[0]

    steps = steps_of(explanation(yzjh, "YZJH-1.4", row.unit.code, row.stage))

    labels = [step.label for step in steps.first]
    assert labels[:3] == ["校段判定", "比较", "算式"]
    assert steps.later[0].label == "怎样达标"
    assert steps.rulings and all(one.kind == "ruling" for one in steps.rulings)
    formula = steps.first[2]
    assert "÷" in formula.texts[0] and formula.figures


def test_the_panel_is_a_piece_and_the_address_is_a_page(run, desk):
    row = SchoolRun.objects.filter(item="YZJH-1.4").select_related("unit")[0]
    address = f"/why/{run.pk}/YZJH-2017/YZJH-1.4/{row.unit.code}/{row.stage}"

    piece = desk.get(address, headers={"HX-Request": "true"}).content.decode()
    page = desk.get(address).content.decode()

    assert piece.startswith("<header>") and "data-close-panel" in piece and "<html" not in piece
    assert page.startswith("<!doctype html>") and "data-close-panel" not in page
    for part in ("结论", "校段判定", "比较", "算式", "单元格"):
        assert part in piece and part in page


def test_a_figure_is_explained_and_taken_back_with_a_reason(run, filled, desk):
    stated = Stated.objects.filter(figure="stu", reason="").select_related("unit").first()
    address = f"/why/{run.pk}/figures/stu/{stated.unit.code}/{stated.stage}/0"
    page = desk.get(address).content.decode()
    assert "撤回这个数" in page and stated.text in text_of(page)
    form = {"run": run.pk, "figure": "stu", "unit": stated.unit.code, "stage": stated.stage, "year": "0"}

    refused = desk.post("/figures/remove", form | {"reason": " "})
    assert refused.status_code == 422 and "要写理由" in refused.content.decode()

    answer = desk.post("/figures/remove", form | {"reason": "重复填了"})

    assert answer.status_code == 302
    assert Change.objects.filter(campaign=filled, kind="removal", reason="重复填了").count() == 1
    page = text_of(desk.get(address).content.decode())
    assert "先后填过" in page and "重复填了" in page and "撤回这个数" not in page
    assert figure_explanation(run, Key(stated.unit.code, "stu", stated.stage, 0)).shown.startswith(stated.text)


def test_a_sum_over_schools_leads_to_its_schools_and_they_add_up(run, whole):
    from dudao.apps.assessment.explanations import sum_page
    from dudao.apps.assessment.sums import kept_sums, sums_in
    from dudao.library.read import standard

    declared = standard("DEMO-6A-100")

    demo = run.results.get(standard="DEMO-6A-100")
    told = [part for part in explanation(demo, "C5.3.2").walk() if part.address.startswith("sum-")]
    assert told, "C5.3.2 counts teachers over all schools"
    for step in told:
        name, _, stage = step.address.partition("//")
        node, _pages, found = sum_page(demo, name, stage, 1)
        total = kept_sums(declared, demo.detail["sums"]).totals[sums_in(declared)[name], stage]
        if node.how == "sum" and total is not None:
            assert sum(int(one.value.split()[0].replace(",", "")) for one in found) == total
        assert all(one.key is None or one.known or one.value == UNKNOWN for one in found)


def test_the_page_of_a_sum_links_each_school_to_its_cell(run, desk):
    demo = run.results.get(standard="DEMO-6A-100")
    step = next(part for part in explanation(demo, "C4.1.3").walk() if part.address.startswith("sum-"))

    page = desk.get(f"/why/{run.pk}/DEMO-6A-100/{step.address}").content.decode()
    piece = desk.get(f"/why/{run.pk}/DEMO-6A-100/{step.address}", headers={"HX-Request": "true"}).content.decode()

    assert re.search(r"/runs/\d+/schools/\d+", page) and "名册第 1–40 所" in page
    assert piece.startswith("<header>")
    assert desk.get(f"/why/{run.pk}/DEMO-6A-100/{step.address}/-/senior").status_code == 404


def test_a_run_is_explained_as_it_was_whatever_came_later(run, filled, operator, at):
    from dudao.apps.returns.actions import remove_figure

    yzjh = run.results.get(standard="YZJH-2017")
    row = SchoolRun.objects.filter(result=yzjh, item="YZJH-1.6", verdict="pass").select_related("unit")[0]
    before = plain(explanation(yzjh, "YZJH-1.6", row.unit.code, row.stage))

    remove_figure(
        filled, figure="equip_value_wanyuan", unit=row.unit.code, stage="", year=0, reason="待核", by=operator, at=at
    )

    assert plain(explanation(yzjh, "YZJH-1.6", row.unit.code, row.stage)) == before


def test_how_a_column_was_taken_is_read_from_its_mapping():
    from fractions import Fraction

    from dudao.spreadsheets.mapping.decision import Kind, Line, Mapping, Role, Sure, TableMapping
    from dudao.spreadsheets.mapping.keeping import mapping_to_text

    lines = (
        Line(head=("校舍", "教学及辅助用房"), role=Role.FIGURE, figure="area_teaching", sure=Sure.SURE, why="名称一致"),
        Line(head=("仪器（元）",), role=Role.FIGURE, figure="equip_value_wanyuan", factor=Fraction(1, 10000), sure=Sure.ASK,
             why="单位不同", by="贺平", on="2026-10-21"),
    )  # fmt: skip
    table = TableMapping(sheet="校舍", nth=1, kind=Kind.SCHOOLS, lines=lines)

    found = decided(mapping_to_text(Mapping(name="表", tables=(table,))))

    assert found["校舍", "校舍 / 教学及辅助用房"] == "确定，名称一致"
    assert found["校舍", "仪器（元）"] == "要您定，单位不同，贺平 2026-10-21 定"
