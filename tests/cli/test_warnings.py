"""Warnings on the command line: listed, never refusing, explained in the settings file until the figures change."""

import json

import openpyxl
import pytest

from tests.cli.test_calculation import HEADS, SCHOOLS, dudao, workbook

EQUIPMENT = HEADS.index("教学仪器设备值（元）")


def county(path, equipment):
    """The six schools; the first has equipment worth so much for its 1,200 pupils."""
    first = list(SCHOOLS[0])
    first[EQUIPMENT] = equipment
    return workbook(path, rows=(tuple(first), *SCHOOLS[1:]))


@pytest.fixture(scope="module")
def unusual(tmp_path_factory):
    return county(tmp_path_factory.mktemp("book") / "各校情况.xlsx", 70000000)


@pytest.fixture(scope="module")
def settings(unusual, tmp_path_factory):
    """What `check` printed to be filled in, filled in."""
    done = dudao("check", unusual)
    (line,) = [line.strip() for line in done.stdout.splitlines() if line.strip().startswith("- {check: CHK-22")]
    path = tmp_path_factory.mktemp("settings") / "设置.yaml"
    said = (
        line.replace("says: ,", "says: 新建实验楼,").replace("by: ,", "by: 贺某,").replace("on: }", "on: 2026-11-02}")
    )
    path.write_text(f"explained:\n{said}\n", "utf-8")
    return path


def test_check_lists_a_warning_and_leaves_with_done(unusual):
    done = dudao("check", unusual)
    assert done.returncode == 0, done.stderr
    assert "提醒 CHK-22 甲小学：" in done.stdout and "待说明" in done.stdout and "1 处提醒，1 处待说明" in done.stdout
    assert "CHK-14 没有运行：缺保安员人数" in done.stdout


def test_an_explained_one_is_not_asked_again(unusual, settings):
    done = dudao("check", unusual, "--settings", settings)
    assert "已说明：新建实验楼（贺某 2026-11-02）" in done.stdout and "1 处提醒，0 处待说明" in done.stdout


def test_it_is_asked_again_when_the_figure_is_another_one(settings, tmp_path):
    done = dudao("check", county(tmp_path / "各校情况.xlsx", 71000000), "--settings", settings)
    assert "待说明：贺某 2026-11-02 说明过“新建实验楼”，之后数变了" in done.stdout


def test_the_report_carries_it_and_explains_it_beside_the_figure(unusual, settings, tmp_path):
    paths = [tmp_path / f"报告.{ending}" for ending in ("json", "md", "xlsx")]
    reports = [argument for path in paths for argument in ("--report", path)]
    done = dudao("assess", unusual, "--settings", settings, *reports)
    assert done.returncode == 0, done.stderr
    assert "提醒 1 处，0 处待说明" in done.stdout
    plain = json.loads(paths[0].read_bytes())
    (warning,) = plain["warnings"]
    assert (warning["check"], warning["school"], warning["says"]) == ("CHK-22", "甲小学", "新建实验楼")
    assert "已说明：新建实验楼" in paths[1].read_text("utf-8")
    cells = [cell.value for row in openpyxl.load_workbook(paths[2])["结论"].iter_rows() for cell in row]
    assert any("已说明：新建实验楼" in str(value) for value in cells)
    said = dudao("explain", paths[0], "1.6", "甲小学")
    assert "提醒 CHK-22" in said.stdout and "新建实验楼（贺某 2026-11-02 说明）" in said.stdout
