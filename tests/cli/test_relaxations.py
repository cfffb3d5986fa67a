"""A relaxation switched on in the settings file, from the workbook to the report."""

import json

import openpyxl
import pytest

from tests.cli.test_calculation import HEADS, SCHOOLS, dudao, workbook

MORE = ("城乡分类", "走教、轮岗、兼职体育艺术教师数（小学）")


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    rows = [(*row, "乡村", 1 if row[0] == "丙小学" else None) for row in SCHOOLS]
    return workbook(tmp_path_factory.mktemp("book") / "各校情况.xlsx", rows=rows, heads=(*HEADS, *MORE))


def settings(path, until):
    one = f"{{school: 丙小学, proof: 教办〔2026〕12 号, until: {until}, by: 贺某, on: 2026-11-02}}"
    text = f"visit_date: 2026-12-15\nrelaxations: {{YZJH-2017: {{YZJH-R1: [{one}]}}}}\n"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("until", "verdict", "says"),
    [
        ("2026-12-15", "pass", "放宽 YZJH-R1 丙小学：已用，结论因此不同；凭教办〔2026〕12 号，有效到 2026-12-15，贺某"),
        (
            "2026-12-14",
            "fail",
            "放宽 YZJH-R1 丙小学：已到期；启用了，但有效到 2026-12-14，评估第 1 天 2026-12-15 已过期",
        ),
    ],
)
def test_it_counts_through_its_last_day_and_stands_in_every_report(county, tmp_path, until, verdict, says):
    paths = [tmp_path / f"报告.{ending}" for ending in ("json", "md", "xlsx")]
    reports = [argument for path in paths for argument in ("--report", path)]
    given = settings(tmp_path / "设置.yaml", until)
    done = dudao("assess", county, "--standard", "YZJH-2017", "--settings", given, *reports)
    assert done.returncode == 0, done.stderr
    assert says in done.stdout
    plain = json.loads(paths[0].read_bytes())["standards"][0]
    assert [one["verdict"] for one in plain["school_rules"] if one["school"] == "丙小学"] == [verdict]
    assert plain["relaxations"][0]["until"] == until
    assert says.removeprefix("放宽 ")[:20] in paths[1].read_text("utf-8")
    assert "优质均衡·放宽" in openpyxl.load_workbook(paths[2]).sheetnames
    told = dudao("explain", paths[0], "1.3", "丙小学")
    assert "放宽 YZJH-R1" in told.stdout and "贺某 2026-11-02 启用" in told.stdout


def test_without_the_settings_file_none_is_on(county, tmp_path):
    path = tmp_path / "报告.json"
    dudao("assess", county, "--standard", "YZJH-2017", "--report", path)
    assert json.loads(path.read_bytes())["standards"][0]["relaxations"] == []


def test_a_relaxation_without_proof_is_refused(county, tmp_path):
    path = settings(tmp_path / "设置.yaml", "2026-12-15")
    path.write_text(path.read_text("utf-8").replace("proof: 教办〔2026〕12 号, ", ""), "utf-8")
    done = dudao("assess", county, "--settings", path)
    assert done.returncode == 3 and "缺 proof（凭什么：文件名称和文号）" in done.stderr


def test_the_template_asks_for_its_figures_once_it_is_on(tmp_path):
    def heads(*options):
        path = tmp_path / "模板.xlsx"
        done = dudao("template", "YZJH-2017", "--year", 2026, "-o", path, *options)
        assert done.returncode == 0, done.stderr
        book = openpyxl.load_workbook(path)
        return {str(cell.value) for sheet in book for row in sheet.iter_rows(max_row=6) for cell in row}

    assert not any("走教" in head for head in heads())
    assert any("走教" in head for head in heads("--settings", settings(tmp_path / "设置.yaml", "2027-07-31")))
