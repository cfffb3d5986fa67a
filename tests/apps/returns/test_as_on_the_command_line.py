"""The site reads a folder as the command line does: the same figures, from the same cells, with the same questions."""

from pathlib import Path

import pytest
from django.utils import timezone

from dudao.apps.returns.calculation import dry_run
from dudao.apps.returns.receiving import Sent, keep
from dudao.cli.workbooks import bring
from dudao.library.read import standards
from dudao.spreadsheets.reading import read_book
from tests.apps.returns.school_files import projects_book, roll_book, school_file
from tests.apps.returns.workbooks import items_book


@pytest.fixture
def folder(tmp_path: Path) -> list[Path]:
    given = {f"第{number}小学.xlsx": school_file(number) for number in range(1, 7)}
    given |= {"第2小学（更正）.xlsx": school_file(2, 在校生数=999), "第5小学.xlsx": school_file(5, 班级数="待核")}
    given |= {"名册.xlsx": roll_book(7), "县.xlsx": items_book({"在园幼儿数": 9000}), "项目.xlsx": projects_book()}
    for name, content in given.items():
        (tmp_path / name).write_bytes(content)
    return sorted(tmp_path.iterdir())


def test_a_folder_says_the_same_on_the_site_and_on_the_command_line(folder, campaign, operator):
    told = bring(folder, standards(campaign.standards))

    sent = [Sent(name=path.name, content=path.read_bytes(), book=read_book(path.read_bytes(), path.name)) for path in folder]  # fmt: skip
    run = dry_run(keep(campaign, sent, by=operator, at=timezone.now()))

    def placed(reading):
        return {
            key: (said.text, said.source.file, said.source.sheet, said.source.cell) if said.source else said.text
            for key, said in reading.statements.items()
        }

    assert len(told.reading.statements) > 60
    assert placed(run.reading) == placed(told.reading)
    assert {one.id.rpartition("//")[2] for one in run.needed} == {question.id for _, question in told.questions}
    assert [(one.file, one.cell, one.rule) for one in run.faults] == [
        (one.file, one.cell, one.rule) for one in told.reading.faults
    ]
