"""From a workbook somebody keeps to verdict, score and explanation, by the commands alone."""

import json
import subprocess
import sys
from fractions import Fraction

import openpyxl
import pytest

from dudao.calc.assessment.report.told import tree

HEADS = (
    "学校名称", "所属乡镇", "办学类型", "在校生数（小学）", "在校生数（初中）", "高于规定学历专任教师数（小学）",
    "高于规定学历专任教师数（初中）", "县级以上骨干教师数（小学）", "县级以上骨干教师数（初中）",
    "体育、艺术专任教师数（小学）", "体育、艺术专任教师数（初中）", "教学及辅助用房面积（含室内体育用房，㎡）",
    "室内体育用房面积（㎡）", "运动场地面积（㎡）", "教学仪器设备值（元）", "网络多媒体教室数（间）",
)  # fmt: skip
# the six schools of the published worked example T9, without the teaching point; equipment in 元
SCHOOLS = (
    ("甲小学", "东镇", "小学", 1200, None, 54, None, 13, None, 12, None, 5600, 480, 9000, 2520000, 30),
    ("乙小学", "东镇", "小学", 600, None, 27, None, 6, None, 5, None, 2700, 0, 4300, 1200000, 14),
    ("丙小学", "西镇", "小学", 80, None, 6, None, 1, None, 0, None, 520, 0, 1600, 200000, 4),
    ("丁教学点", "西镇", "教学点", 40, None, 3, None, 0, None, 0, None, 300, 0, 500, 60000, 2),
    ("戊学校", "西镇", "九年一贯制学校", 600, 400, 30, 24, 7, 5, 6, 5, 6400, 600, 10000, 2600000, 28),
    ("己中学", "东镇", "初级中学", None, 900, None, 52, None, 10, None, 9, 5400, 300, 8700, 2340000, 22),
)


def workbook(path, rows=SCHOOLS, heads=HEADS, county=()):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "基本情况"
    sheet.append(["义务教育学校基本情况表"])
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    if county:
        page = book.create_sheet("县级数据")
        page.append(["指标", "单位", "2025年", "2026年"])
        for row in county:
            page.append(list(row))
    book.save(path)
    return path


def dudao(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "dudao", *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    rows = [("财政教育拨款", "万元", 86150, 88900), ("财政经常性收入", "万元", 126900, 121300)]
    return workbook(tmp_path_factory.mktemp("book") / "各校情况.xlsx", county=rows)


@pytest.fixture(scope="module")
def report(county, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "报告.json"
    done = dudao("assess", county, "--county", "某县", "--report", path)
    assert done.returncode == 0, done.stderr
    return path, done


def part(report, code):
    return next(one for one in json.loads(report[0].read_bytes())["standards"] if one["code"] == code)


def test_it_prints_the_verdict_and_the_score(report):
    assert "优质均衡：未达到（已定）" in report[1].stdout
    assert "演示标准，非官方" in report[1].stdout
    assert "等次" in report[1].stdout


def test_the_worked_example_comes_out_of_a_workbook(report):
    """T9: 2 of 4 primary rows and 1 of 2 junior rows pass; the values are the published ones, exactly."""
    rules = {(rule["school"], rule["stage"]): rule["verdict"] for rule in part(report, "YZJH-2017")["school_rules"]}
    assert rules == {
        ("甲小学", "primary"): "pass",
        ("乙小学", "primary"): "fail",
        ("丙小学", "primary"): "fail",
        ("戊学校", "primary"): "pass",
        ("戊学校", "junior"): "pass",
        ("己中学", "junior"): "fail",
    }
    rows = {(row["item"], row["school"], row["stage"]): row for row in part(report, "YZJH-2017")["rows"]}
    value = rows["YZJH-1.4", "戊学校", "junior"]["comparisons"][0]["value"]
    assert Fraction(value) == Fraction(5800) * Fraction(11, 10) / 1040
    assert Fraction(rows["YZJH-1.6", "甲小学", "primary"]["comparisons"][0]["value"]) == 2100


def test_growth_is_scored_from_the_two_years(report):
    item = next(item for item in part(report, "DEMO-6A-100")["items"] if item["code"] == "C3.1.1")
    assert item["points"]["low"] == "4"


def test_what_is_missing_is_named_and_nothing_is_scored_for_it(report):
    item = next(item for item in part(report, "DEMO-6A-100")["items"] if item["code"] == "C1.1.1")
    assert (item["points"]["low"], item["points"]["high"]) == ("0", "1")
    assert item["needs"]


def test_the_same_figures_give_the_same_bytes(county, report, tmp_path):
    again = tmp_path / "再.json"
    dudao("assess", county, "--county", "某县", "--report", again)
    assert again.read_bytes() == report[0].read_bytes()


def test_the_explanation_ends_in_the_cell(report):
    done = dudao("explain", report[0], "YZJH-1.4", "戊学校", "初中")
    assert done.returncode == 0
    for words in ("6.134615384615…", "各校情况.xlsx 基本情况!L7", "1.1", "6,400"):
        assert words in done.stdout
    assert "戊学校" in done.stdout and "该行" in done.stdout


def test_a_short_code_is_enough_where_it_is_clear(report):
    assert dudao("explain", report[0], "1.4", "戊学校", "初中").stdout == (
        dudao("explain", report[0], "YZJH-1.4", "戊学校", "初中").stdout
    )


def test_a_school_of_one_stage_needs_no_stage(report):
    short = dudao("explain", report[0], "YZJH-1.4", "甲小学")
    assert short.returncode == 0 and short.stdout == dudao("explain", report[0], "YZJH-1.4", "甲小学", "小学").stdout
    assert dudao("explain", report[0], "YZJH-1.4", "戊学校").returncode == 2


def test_what_is_not_there_is_told_with_what_is(report):
    done = dudao("explain", report[0], "YZJH-1.4", "无此校")
    assert done.returncode == 2 and "名册里没有" in done.stderr
    done = dudao("explain", report[0], "YZJH-9.9")
    assert done.returncode == 2


def test_the_reports_of_an_office(county, tmp_path):
    done = dudao("assess", county, "--report", tmp_path / "r.xlsx", "--report", tmp_path / "r.md")
    assert done.returncode == 0, done.stderr
    first = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]
    assert "优质均衡：未达到" in first.cell(3, 2).value or "优质均衡：未达到" in str(
        [c.value for r in first for c in r]
    )
    text = (tmp_path / "r.md").read_text("utf-8")
    assert text.index("优质均衡") < text.index("不达标的校段") < text.index("差多少")


def test_everything_wrong_is_refused_at_once(tmp_path):
    rows = [list(row) for row in SCHOOLS]
    rows[0][3] = "1,2O0"  # a letter O
    rows[1][12] = 3000  # sports hall larger than the teaching rooms
    path = workbook(tmp_path / "有错.xlsx", rows)
    for command, status in (("check", 1), ("assess", 3)):
        done = dudao(command, path)
        told = done.stdout + done.stderr
        assert done.returncode == status
        assert "基本情况!D3" in told and "CHK-09a 乙小学" in told and "例：" in told


def test_an_unsure_column_stops_until_somebody_decides(tmp_path):
    heads = tuple(
        "教学及辅助用房面积（㎡）" if "含室内" in head else head for head in HEADS if head != "室内体育用房面积（㎡）"
    )
    rows = [row[:12] + row[13:] for row in SCHOOLS]
    path = workbook(tmp_path / "未说含否.xlsx", rows, heads)
    done = dudao("assess", path)
    assert done.returncode == 4 and "要您定" in done.stderr and "教学及辅助用房" in done.stderr

    asked = dudao("map", path)
    assert asked.returncode == 4
    question = asked.stdout.split("要您定 [")[1].split("]")[0]
    saved = tmp_path / "对应.yaml"
    done = dudao(
        "map", path, "--answer", f"{question}=area_teaching_net", "--by", "甲", "--on", "2026-11-02", "--save", saved
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = tmp_path / "r.json"
    done = dudao("assess", path, "--mapping", saved, "--report", report)
    assert done.returncode == 0, done.stderr
    told = dudao("explain", report, "YZJH-1.4", "甲小学", "小学").stdout
    assert "4.666666666666…" in told  # 5600 / 1200, nothing subtracted


def test_a_choice_shows_with_name_and_date_where_it_touches(county, tmp_path):
    settings = tmp_path / "设置.yaml"
    settings.write_text(
        "parameters: {YZJH-2017: {cv_primary: {value: 0.10, by: 贺某, on: 2026-11-02, reason: 省厅通知}}}", "utf-8"
    )
    report = tmp_path / "r.json"
    assert dudao("assess", county, "--settings", settings, "--report", report).returncode == 0
    plain = json.loads(report.read_bytes())
    number = plain["standards"][1]["explanations"]["YZJH-1.CV:YZJH-1.4//primary"]
    steps = json.dumps(tree(plain, number), ensure_ascii=False)
    assert "贺某" in steps and "2026-11-02" in steps
    bad = tmp_path / "坏.yaml"
    bad.write_text("parameters: {YZJH-2017: {no_such: 1}}", "utf-8")
    done = dudao("assess", county, "--settings", bad)
    assert done.returncode == 3 and "no_such" in done.stderr


def test_without_a_list_of_schools_no_completeness_is_claimed(county, tmp_path):
    """With --roll, a school that handed in nothing stays in, one undecided row per stage of its type."""
    roll = workbook(
        tmp_path / "名册.xlsx",
        [row[:3] for row in SCHOOLS] + [("庚小学", "西镇", "小学")],
        HEADS[:3],
    )
    report = tmp_path / "r.json"
    assert dudao("assess", county, "--roll", roll, "--report", report).returncode == 0
    plain = json.loads(report.read_bytes())
    assert plain["roll"]["known"] and len(plain["roll"]["schools"]) == 7
    rules = {rule["school"]: rule["verdict"] for rule in plain["standards"][1]["school_rules"]}
    assert rules["庚小学"] == "open"
    variations = [found["verdict"] for found in plain["standards"][1]["variations"] if found["stage"] == "primary"]
    assert set(variations) == {"open"}


def test_a_hostile_file_is_refused_in_words(tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 200)
    done = dudao("assess", path)
    assert done.returncode == 3 and "Traceback" not in done.stderr and done.stderr.strip()


@pytest.mark.parametrize("content", ["您好", "名字,数\n甲,5\n"])
def test_a_wrong_file_does_not_pass_for_missing_figures(content, county, tmp_path):
    path = tmp_path / "别的.csv"
    path.write_text(content, "utf-8")
    done = dudao("assess", county, path)
    assert done.returncode == 3 and "别的.csv 里没有读到一个数" in done.stderr and not done.stdout
    assert dudao("check", path).returncode == 1
    done = dudao("assess", county, "--roll", path)
    assert done.returncode == 3 and "名册 别的.csv 里没有读到一所学校" in done.stderr


def test_a_slip_in_the_name_of_the_report_is_told_before_the_work(county, tmp_path):
    for arguments in (
        ("assess", county, "--report", tmp_path / "没有" / "报告.json"),
        ("map", county, "--save", tmp_path / "没有" / "对应.yaml"),
        ("template", "YZJH-2017", "-o", tmp_path / "没有" / "模板.xlsx"),
    ):
        done = dudao(*arguments)
        assert done.returncode == 2 and "没有这个文件夹" in done.stderr and "读 " not in done.stderr


def test_half_a_report_is_no_report(tmp_path):
    path = tmp_path / "报告.json"
    path.write_text('{"form": "dudao-report", "version": 2}', "utf-8")
    done = dudao("explain", path, "C1.1.1")
    assert done.returncode == 2 and "不是 dudao assess --report 写的" in done.stderr


def test_the_standards_can_be_looked_at(tmp_path):
    assert "YZJH-2017" in dudao("standards", "list").stdout
    shown = dudao("standards", "show", "DEMO-6A-100").stdout
    assert "演示标准，非官方" in shown and "C6.3.1" in shown
    faulty = tmp_path / "s.yaml"
    faulty.write_text("code: X\nkind: verdict\n", "utf-8")
    done = dudao("standards", "validate", faulty)
    assert done.returncode == 1 and "第 1 行" in done.stdout
    done = dudao("standards", "show", "NO-SUCH")
    assert done.returncode == 3 and "YZJH-2017" in done.stderr
