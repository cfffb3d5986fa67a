"""An explanation ends in the file, sheet and cell a school handed in, with what stood around it there."""

import pytest

from dudao.apps.assessment.calculation import assess
from dudao.apps.returns.actions import bring_in
from dudao.apps.returns.calculation import dry_run
from dudao.apps.returns.receiving import Sent, keep
from dudao.spreadsheets.reading import read_book
from tests.apps.returns.school_files import school_file, turned


@pytest.fixture
def run_of(campaign, operator, at):
    """A run over these files, brought in together."""

    def made(files: dict[str, bytes]):
        sent = [Sent(name=name, content=content, book=read_book(content, name)) for name, content in files.items()]
        draft = keep(campaign, sent, by=operator, at=at)
        prepared = dry_run(draft).prepared
        assert prepared.blocking == []
        bring_in(draft, prepared=prepared, version=draft.version, by=operator, at=at)
        return assess(campaign, by=operator, at=at)

    return made


def test_a_figure_of_a_school_file_is_shown_as_it_stood_in_that_file(desk, run_of):
    run = run_of({f"第{number}小学.xlsx": school_file(number) for number in range(1, 5)})

    page = desk.get(f"/why/{run.pk}/figures/area_teaching/2134000003/-/0").content.decode()

    assert "第3小学.xlsx" in page and "采集表" in page and "第1小学.xlsx" not in page
    assert '<th scope="col">B8</th>' in page and '<td class="cur">2030</td>' in page
    assert "教学及辅助用房面积（含室内体育用房）" in page and "带入时的样子" in page


def test_a_figure_of_a_turned_table_is_shown_in_its_column(desk, run_of):
    run = run_of({"对照表.xlsx": turned()})

    page = desk.get(f"/why/{run.pk}/figures/stu/name:第2小学/primary/0").content.decode()

    assert "对照表.xlsx" in page and " C 列" in page
    assert '<th scope="col">4</th>' in page and '<td class="cur">420</td>' in page
