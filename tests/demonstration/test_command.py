"""`dudao demo`: the workbooks come in by the import that everybody uses, once; the faulty copy does not."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from django.utils import timezone

from dudao import demonstration
from dudao.apps.assessment.models import Run
from dudao.apps.campaigns.actions import ensure_first_campaign
from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.actions import ensure_local_county
from dudao.apps.organisations.models import Unit
from dudao.apps.returns.actions import NotReady, bring_in
from dudao.apps.returns.calculation import dry_run
from dudao.apps.returns.models import Change, Stated
from dudao.apps.returns.receiving import receive
from dudao.cli import demo, main
from dudao.demonstration import STOPPING
from tests.demonstration.days import VISIT


def test_the_faulty_copy_is_written_where_somebody_wants_it(tmp_path: Path) -> None:
    file = tmp_path / "有错.xlsx"
    said = CliRunner().invoke(main, ["demo", "--faulty", str(file)])

    assert said.exit_code == 0
    assert file.read_bytes() == demonstration.faulty_workbook(demonstration.build())
    assert f"{len(STOPPING)} 处有错" in said.output


def test_without_the_site_it_prints_verdict_and_score(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUDAO_DEMO_DATA", str(tmp_path))
    said = CliRunner().invoke(main, ["demo", "--no-serve", "--visit", "2026-12-15"])

    assert said.exit_code == 0, said.output
    assert "优质均衡：未达到（已定）" in said.output
    assert "六方面（演示标准，非官方）：已定" in said.output
    assert "等次未定：良好或合格" in said.output
    assert {file.suffix for file in (tmp_path / "工作簿").iterdir()} == {".xlsx", ".yaml"}


def test_another_name_and_another_year_come_to_the_same_verdict_and_score(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUDAO_DEMO_DATA", str(tmp_path))
    here = CliRunner().invoke(main, ["demo", "--no-serve", "--visit", "2026-12-15"])
    there = CliRunner().invoke(main, ["demo", "--no-serve", "--visit", "2029-04-10", "--county", "云渡县"])

    assert (here.exit_code, there.exit_code) == (0, 0), there.output
    result = [said.stdout.partition("优质均衡：")[2] for said in (here, there)]
    assert result[0] and result[0].replace("2026", "2028").replace("2025", "2027") == result[1]
    books = tmp_path / "云渡县-2028" / "工作簿"
    assert "云渡县2028年义务教育学校基本情况统计表（定稿V3）.xlsx" in {file.name for file in books.iterdir()}
    names = [cell for file in books.glob("*.xlsx") for cell in texts_of(file)]
    assert any("云渡县第二中学" in name for name in names)
    assert not any("青川岭" in name or "2024年" in name for name in names)


def texts_of(file: Path) -> list[str]:
    book = openpyxl.load_workbook(file, read_only=True)
    return [str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value]


@pytest.mark.parametrize("name", ["云", "Yundu", "云渡", "云渡<b>县"])
def test_a_name_that_no_county_can_have_is_refused(name: str) -> None:
    assert "结尾" in CliRunner().invoke(main, ["demo", "--no-serve", "--county", name]).output


def test_a_folder_that_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUDAO_DEMO_DATA", "demo-data")

    with pytest.raises(demo.BadFolder, match="绝对路径"):
        demo.folder()


def test_the_visit_begins_on_a_working_day_of_the_right_year() -> None:
    assert demo.first_day_after(date(2026, 11, 24)) == date(2026, 12, 15)
    assert demo.first_day_after(date(2026, 11, 21)) == date(2026, 12, 14)  # three weeks on is a Saturday
    assert demo.first_day_after(date(2031, 3, 1)) == date(2031, 3, 24)  # three weeks on is a Saturday


@pytest.fixture
def campaign(db: None) -> Campaign:
    now = timezone.now()
    county = ensure_local_county(name=demonstration.COUNTY, code="000000", is_demo=True, at=now)
    return ensure_first_campaign(county, name="自评", year=2026, standards=["YZJH-2017", "DEMO-6A-100"], at=now)


def test_the_site_brings_the_county_in_once(campaign: Campaign, tmp_path: Path, capsys) -> None:
    books = demo.write_books(tmp_path, demonstration.build(), VISIT, demonstration.HERE)

    demo.prepare(campaign.county, books, VISIT, demonstration.HERE, said=True)
    first, held = capsys.readouterr().out, Stated.objects.count()
    demo.prepare(campaign.county, books, VISIT, demonstration.HERE, said=False)
    second = capsys.readouterr().out

    assert "优质均衡：未达到（已定）" in second and second in first
    assert Change.objects.filter(campaign=campaign, kind=Change.Kind.IMPORT).count() == 2
    assert Run.objects.filter(campaign=campaign).count() == 1
    assert Stated.objects.count() == held > 10_000
    assert Unit.objects.filter(county=campaign.county).schools().count() == 150
    campaign.refresh_from_db()
    assert (campaign.is_demo, campaign.visit_date, campaign.year) == (True, VISIT, 2026)


def test_the_faulty_copy_is_refused_with_every_fault_named_and_nothing_of_it_is_kept(campaign: Campaign) -> None:
    person, name, now = campaign.county.people.get(), demonstration.FAULTY_BOOK, timezone.now()
    content = demonstration.faulty_workbook(demonstration.build())
    mapping = demonstration.mapping(name)
    draft = receive(campaign, name=name, content=content, mapping=mapping, by=person, at=now)

    tried = dry_run(draft)
    found = [fault.rule for fault in tried.faults] + [error.check for error in tried.report.errors]

    assert sorted(found) == sorted(planted.found for planted in STOPPING)
    with pytest.raises(NotReady, match="整份都没有带入"):
        bring_in(draft, prepared=tried.prepared, version=draft.version, by=person, at=now)
    assert not Stated.objects.exists()
    assert not Unit.objects.filter(county=campaign.county).schools().exists()
