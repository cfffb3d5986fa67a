"""The first page: the sentence, what decides it, three values, and what it says where there is nothing yet."""

import re
from fractions import Fraction

import pytest

from dudao.apps.assessment.calculation import assess
from dudao.apps.assessment.models import StandardRun
from dudao.apps.assessment.picture import score_scale
from dudao.apps.portal.overview import _lines, grade_words, score_part
from dudao.apps.portal.views import _shown
from dudao.apps.returns.actions import Judging, judge
from dudao.library.read import standard

DEMO = standard("DEMO-6A-100")


def text_of(page: str) -> str:
    page = re.sub(r"<(script|style|svg).*?</\1>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_without_a_run_it_shows_the_way_to_the_first(campaign, desk):
    page = text_of(desk.get("/").content.decode())

    assert "还没有自评过" in page and "已经带入，去自评" in page


def test_the_sentence_comes_first_with_grade_and_what_it_hangs_on(run, desk):
    page = text_of(desk.get("/").content.decode())

    score = run.results.get(standard="DEMO-6A-100").detail["score"]
    assert grade_words(score, DEMO) in page
    assert re.search(r"取决于 \d+ 个缺数", page)
    assert "优质均衡另行判定：目前不达标（已定）" in page
    places = [page.index(words) for words in ("等次是", "什么决定结果", "六个方面", "决定结论：有一条")]
    assert places == sorted(places)
    assert f"已定 {score['shown_low']} 分" in page


@pytest.mark.parametrize(
    ("best", "worst", "said"),
    [
        ("良好", "良好", "等次是良好"),
        ("良好", "合格", "等次是良好或合格"),
        ("优秀", "不合格", "等次是优秀、良好、合格或不合格"),
    ],
)
def test_a_grade_that_is_not_decided_names_every_grade_still_possible(best, worst, said):
    assert grade_words({"best": best, "worst": worst}, DEMO) == said


def test_a_veto_is_the_sentence(run, filled, operator, at, desk):
    judge(filled, judgings=[Judging("DEMO-V4", "struck", reason="学校撤了")], by=operator, at=at)
    assess(filled, by=operator, at=at)

    page = text_of(desk.get("/").content.decode())

    assert "不能通过：已有中职学校停办。等次是不合格" in page
    assert page.index("不能通过") < page.index("什么决定结果")
    first = page[page.index("什么决定结果") :]
    assert first.index("已有中职学校停办") < first.index("六个方面")


def test_a_score_a_hair_below_the_line_is_not_shown_as_if_it_were_on_it():
    hair = Fraction(899999, 10000)

    best = _lines(hair, hair, DEMO)[-1]

    assert (best["name"], best["kind"], best["word"]) == ("优秀线 90", "warn", "够不上")
    assert best["text"] == "还差 0.0001 分"
    grades = [(grade.name, grade.at_least) for grade in DEMO.grades]
    assert "已定 89.9999<" in score_scale(hair, hair, Fraction(100), grades)
    assert _lines(Fraction(90), Fraction(90), DEMO)[-1]["word"] == "已过线"


def test_what_is_decided_is_solid_and_only_what_is_open_is_hatched():
    grades = [(grade.name, grade.at_least) for grade in DEMO.grades]
    full = Fraction(100)

    assert "最高" not in score_scale(Fraction(85), Fraction(85), full, grades)
    half = score_scale(Fraction(80), Fraction(90), full, grades)
    assert re.search(r'class="p-open" x="80.00%" y="31" width="10.00%"', half)
    assert re.search(r'class="p-done" x="0.00%" y="34" width="80.00%"', half)
    assert 'aria-label="已定 80.00 分，最高 90.00 分"' in half


def test_eight_matters_at_most_and_places_kept_for_the_verdict_standard():
    scored = [{"rank": 2, "n": number} for number in range(20)]
    judged = [{"rank": 3, "n": number} for number in range(20)]

    assert [one["rank"] for one in _shown(scored + judged)] == [2] * 5 + [3] * 3
    assert [one["rank"] for one in _shown(scored[:2] + judged)] == [2] * 2 + [3] * 6
    assert len(_shown(scored)) == 8


def test_the_aspects_add_up_to_the_score(run):
    result = StandardRun.objects.get(standard="DEMO-6A-100")
    from dudao.apps.assessment.queries import items_of

    part = score_part(result, items_of(result))

    assert [one["code"] for one in part["aspects"]] == ["A1", "A2", "A3", "A4", "A5", "A6"]
    for column in ("low", "open", "lost"):
        parts = sum(Fraction(one[column].replace("—", "0")) for one in part["aspects"])
        assert abs(parts - Fraction(part["total"][column].replace("—", "0"))) <= Fraction(3, 100)


def test_the_judgements_are_twenty_seven_and_each_shape_is_a_link_with_words(run, desk):
    page = desk.get("/").content.decode()

    shapes = re.findall(
        r'<a href="/runs/\d+/YZJH-2017/items/[^"]+"><svg class="sh" role="img" aria-label="([^"]+)"', page
    )
    assert len(shapes) == 27
    assert all(label.split()[-1] in ("达到", "未达到", "未定", "不适用") for label in shapes)
    assert "27 项判断" in text_of(page)


def test_the_demonstration_standard_is_marked_beside_the_score(run, desk):
    page = desk.get("/").content.decode()

    assert page.count("演示标准，非官方") >= 3
