"""`dudao compare OLD.json NEW.json`, as somebody types it."""

import json

import pytest

from tests.cli.test_calculation import SCHOOLS, dudao, workbook


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Two reports of one workbook, in which one area of the first school became another."""
    folder = tmp_path_factory.mktemp("two")
    rows = [list(row) for row in SCHOOLS]
    rows[0][11] = 5000  # 教学及辅助用房面积
    made = []
    for name, own in (("旧", SCHOOLS), ("新", rows)):
        book = workbook(folder / f"{name}.xlsx", rows=own)
        done = dudao("assess", book, "--standard", "YZJH-2017", "--report", folder / f"{name}.json")
        assert done.returncode == 0, done.stderr
        made.append(folder / f"{name}.json")
    return made


def test_it_says_what_changed_and_names_the_cell(reports):
    done = dudao("compare", *reports)

    assert done.returncode == 0, done.stderr
    assert "改了 1 处数、判断和选择" in done.stdout
    assert "→" in done.stdout and "甲小学" in done.stdout and "!" in done.stdout.splitlines()[-1]


def test_a_report_against_itself_differs_in_nothing(reports):
    done = dudao("compare", reports[0], reports[0])

    assert done.stdout.strip() == "结论和得分都没有变；数、判断和选择都没有改。"


def test_a_report_of_an_older_form_is_refused_with_the_way_out(reports, tmp_path):
    plain = json.loads(reports[0].read_text("utf-8"))
    old = tmp_path / "old.json"
    old.write_text(json.dumps({**plain, "version": 1}), "utf-8")

    for words in (("compare", old, reports[1]), ("explain", old, "YZJH-1.4")):
        done = dudao(*words)
        assert done.returncode == 2
        assert "第 1 版" in done.stderr and "dudao assess" in done.stderr


def test_something_else_is_no_report(reports, tmp_path):
    other = tmp_path / "x.json"
    other.write_text("{}", "utf-8")

    done = dudao("compare", other, reports[1])

    assert done.returncode == 2 and "不是 dudao assess" in done.stderr
