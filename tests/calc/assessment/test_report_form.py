"""The JSON form: everything once, everything found again; and two reports compared without their workbooks."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dudao.calc.assessment.explaining import Explainer
from dudao.calc.assessment.explanation import Explanation
from dudao.calc.assessment.report import Circumstances, report
from dudao.calc.assessment.report.compared import compare_reports
from dudao.calc.assessment.report.seen import plain_choices, snapshot_of
from dudao.calc.assessment.report.told import row_cells, tree
from dudao.calc.figures import Key, Known, Reason, Snapshot, Source, SourceRow, Unknown
from dudao.calc.figures.snapshot import ChoiceMade, Choices, Granted
from dudao.calc.standard.choices import choices_from
from dudao.library.read import catalogue, standard
from tests.calc.assessment import six_aspects
from tests.calc.assessment.counties import assessor, county, known
from tests.calc.assessment.test_comparing_runs import NINE, SCHOOLS

ROW = SourceRow("县表.xlsx", "学校", 2, (("A", "学校", "甲"), ("B", "面积", "5000")))


def written(snapshot: Snapshot, made: Any = None) -> dict[str, Any]:
    """A report as it comes out of its file."""
    made = made or assessor()
    explainer = Explainer(made, snapshot, made.assess(snapshot))
    about = Circumstances(county="青禾县", software="1")
    plain = report([(made.standard, explainer.result, explainer)], catalogue(), snapshot, about)
    read: dict[str, Any] = json.loads(json.dumps(plain, ensure_ascii=False))
    return read


@pytest.fixture(scope="module")
def stated() -> Snapshot:
    source = Source("县表.xlsx", "学校", "B2", head="面积", row=ROW, remark="元 ÷ 10000 → 万元")
    return county({**SCHOOLS, "九": NINE}).replace(
        Key("甲", "area_teaching"), Known(5000, "5,000", source=source)
    ).replace(Key("乙", "n_media_rooms"), Unknown(Reason.PENDING, "待核", source))  # fmt: skip


def same(step: dict[str, Any], told: Explanation, report_: dict[str, Any]) -> None:
    for name in ("kind", "title", "shown", "exact", "verdict", "numbers"):
        assert step.get(name, "") == getattr(told, name), (told.kind, name)
    if told.kind != "ruling":
        assert step.get("text", "") == told.text
    if told.source is not None:
        source = step["source"]
        assert all(source.get(name, "") == getattr(told.source, name) for name in ("file", "sheet", "cell", "head"))
        if told.source.row is not None:
            assert row_cells(report_, source["row"]) == [tuple(cell) for cell in told.source.row.cells]
    parts = step.get("parts", [])
    assert len(parts) == len(told.parts)
    for one, other in zip(parts, told.parts, strict=True):
        same(one, other, report_)


@pytest.mark.parametrize("code", ["YZJH-2017", "DEMO-6A-100"])
def test_every_explanation_reads_back_as_it_was(code: str, stated: Snapshot) -> None:
    made = assessor(code) if code == "YZJH-2017" else six_aspects.assessor()
    snapshot = stated if code == "YZJH-2017" else six_aspects.snapshot(mig_total=0)
    plain = written(snapshot, made)
    explainer = Explainer(made, snapshot, made.assess(snapshot))
    (part,) = plain["standards"]
    assert len(part["explanations"]) > 60
    for address, number in part["explanations"].items():
        where, unit, stage = (*address.split("/"), "", "")[:3]
        same(tree(plain, number), explainer(where, unit, stage), plain)


def test_what_is_shared_is_written_once(stated: Snapshot) -> None:
    plain = written(stated)
    steps = [json.dumps(step) for step in plain["steps"]]
    assert len(steps) == len(set(steps))
    assert len(plain["rows"]) == 1 and sum(plain["words"].count(word) for word in plain["words"]) == len(plain["words"])
    whole = sum(1 for one in plain["standards"][0]["explanations"].values() for _ in _walk(tree(plain, one)))
    assert whole > 2 * len(steps)


def _walk(step: dict[str, Any]) -> Any:
    yield step
    for part in step.get("parts", ()):
        yield from _walk(part)


def test_what_was_seen_reads_back_and_gives_the_same_results(stated: Snapshot) -> None:
    plain = written(stated)
    seen = snapshot_of(plain, catalogue())
    assert {key: one for key, one in seen.statements.items() if isinstance(one, Unknown)}.keys() == {
        Key("乙", "n_media_rooms")
    }
    assert seen.statements[Key("甲", "area_teaching")].value == 5000  # type: ignore[union-attr]
    assert written(seen)["standards"] == plain["standards"]


def test_choices_read_back() -> None:
    made = ChoiceMade(value="0.48", by="某人", on="2026-11-02", reason="省里的")
    choices = Choices(
        evaluation_year=2025,
        visit_date=date(2026, 12, 15),
        parameters={("YZJH-2017", "cv_primary"): made},
        strictness={("YZJH-2017", "YZJH-4.1"): ChoiceMade(value=">")},
        switches={("YZJH-2017", "YZJH-V8"): ChoiceMade(value=True)},
        bonuses=(ChoiceMade(value={"name": "全国先进", "year": 2025, "count": 1}, by="某人"),),
        relaxations=(
            Granted(standard="YZJH-2017", relaxation="YZJH-R1", school="甲", proof="某文", until=date(2027, 1, 1),
                    by="某人", on="2026-11-02"),
        ),
    )  # fmt: skip
    assert choices_from(json.loads(json.dumps(plain_choices(choices))), "x") == choices


def test_two_reports_say_what_moved_and_why(stated: Snapshot) -> None:
    key = Key("甲", "area_teaching")
    older, newer = written(stated), written(stated.replace(key, known("4400", "B2")))
    found = compare_reports(older, newer, [standard("YZJH-2017")], catalogue())

    (change,) = found.changes
    assert (change["school"], change["old"], change["new"]) == ("甲", "5,000 ㎡", "4,400 ㎡")
    row = next(one for one in found.moved if one["level"] == "row")
    assert (row["code"], row["kind"], row["before"], row["after"]) == (
        "YZJH-1.4", "worse", "达到（5.00 ㎡/生）", "未达到（4.40 ㎡/生）",
    )  # fmt: skip
    assert row["movers"] == [{"change": 0, "decides": True, "without": "达到"}]
    assert found.notes == []


def test_another_text_of_the_standard_and_a_standard_of_one_report_alone_are_said(stated: Snapshot) -> None:
    older, newer = written(stated), written(stated)
    newer["standards"][0]["text"] = "another"
    found = compare_reports(older, newer, [standard("YZJH-2017")], catalogue())
    assert any("文本不同" in note for note in found.notes) and found.changes[0]["kind"] == "standard"

    scored = written(six_aspects.snapshot(), six_aspects.assessor())
    found = compare_reports(older, scored, [standard("YZJH-2017"), six_aspects.six_aspects()], catalogue())
    assert sum("没有可比的" in note for note in found.notes) == 2 and found.moved == []
    found = compare_reports(older, replaced(older, "XX"), [standard("YZJH-2017")], catalogue())
    assert found.moved == []


def replaced(plain: dict[str, Any], code: str) -> dict[str, Any]:
    return {**plain, "standards": [{**plain["standards"][0], "code": code}]}


def test_the_same_verdict_of_the_same_figures_is_no_move_whatever_the_software(stated: Snapshot) -> None:
    older = written(stated)
    newer = {**written(replace(stated)), "software": "2"}
    found = compare_reports(older, newer, [standard("YZJH-2017")], catalogue())
    assert found.moved == [] and any("软件由 1 换成 2" in note for note in found.notes)
