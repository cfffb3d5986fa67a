"""A run is explained by the standard's text of its own day."""

import pytest

from dudao import library
from dudao.apps.assessment import texts
from dudao.apps.assessment.calculation import assess
from dudao.apps.assessment.models import ChangedInput, Comparison, MovedPlace, StandardText
from dudao.library import read
from tests.apps.portal.test_overview import text_of


@pytest.fixture
def rewritten(monkeypatch):
    """The library's text becomes another one, as after an update; a function text → text."""

    def rewrite(code, change):
        whole = library.standard
        new = change(whole(code).decode()).encode()
        monkeypatch.setattr(library, "standard", lambda asked: new if asked == code else whole(asked))
        forget()

    def forget():
        for kept in (texts.today, texts._digest, texts._old, read.standard):
            kept.cache_clear()

    yield rewrite
    monkeypatch.undo()
    forget()


def test_each_distinct_text_is_kept_once(run, filled, operator, at):
    assess(filled, by=operator, at=at)

    assert sorted(StandardText.objects.values_list("code", flat=True)) == ["DEMO-6A-100", "YZJH-2017"]
    kept = StandardText.objects.get(code="YZJH-2017")
    assert kept.text.encode() == library.standard("YZJH-2017")


def test_an_old_run_keeps_its_limits_names_and_rulings_after_the_standard_changed(
    run, filled, operator, at, desk, rewritten
):
    before = desk.get(f"/runs/{run.pk}/YZJH-2017/items/YZJH-2.5").content.decode()
    name = read.standard("YZJH-2017").by_code["YZJH-2.5"].name
    address = f"/why/{run.pk}/YZJH-2017/YZJH-2.5"
    told = text_of(desk.get(address).content.decode())
    assert name in told

    rewritten("YZJH-2017", lambda text: text.replace(f"name: {name}", "name: 改过的名称", 1))
    assert read.standard("YZJH-2017").by_code["YZJH-2.5"].name == "改过的名称"

    assert text_of(desk.get(address).content.decode()) == told
    again = desk.get(f"/runs/{run.pk}/YZJH-2017/items/YZJH-2.5").content.decode()
    assert text_of(again) == text_of(before)
    newer = assess(filled, by=operator, at=at)
    page = text_of(desk.get(f"/why/{newer.pk}/YZJH-2017/YZJH-2.5").content.decode())
    assert "改过的名称" in page
    assert StandardText.objects.filter(code="YZJH-2017").count() == 2


def test_a_changed_limit_is_named_as_another_text_when_runs_are_compared(run, filled, operator, at, desk, rewritten):
    rewritten("YZJH-2017", lambda text: text.replace("上限, value: 0.50", "上限, value: 0.01", 1))
    assess(filled, by=operator, at=at)

    kinds = [one["kind"] for one in ChangedInput.objects.values_list("detail", flat=True)]
    assert kinds == ["standard"]
    moved = list(MovedPlace.objects.values_list("detail", flat=True))
    assert any(one["level"] == "coefficient" and one["after"].startswith("未达到") for one in moved)
    assert any("文本不同" in note for note in Comparison.objects.get().notes)
    assert "文本不同" in text_of(desk.get("/runs/compare").content.decode())


def test_a_text_that_can_no_longer_be_read_is_refused_in_words(run, desk, rewritten):
    StandardText.objects.filter(code="YZJH-2017").update(text="standard: [")
    rewritten("YZJH-2017", lambda text: text + "\n# another\n")

    answer = desk.get(f"/why/{run.pk}/YZJH-2017/YZJH-2.5")

    assert answer.status_code == 409
    assert "这一版程序读不了" in text_of(answer.content.decode())
