"""A folder of school files by the commands: one mapping a form, one dry run, all or nothing."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

TITLE = "学校数据采集表"
SCHOOLS = [(f"21520000{n:02d}", f"第{n}小学", 200 + n) for n in range(1, 9)]


def dudao(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "dudao", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def card(path: Path, code: str, name: str, pupils: Any, teachers: Any = 20) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        [TITLE],
        ["学校名称", name, "学校标识码", code],
        ["办学类型", "小学", "所属乡镇", "东镇"],
        ["占地面积（㎡）", 5000, "教职工数", 25],
        ["项目", "小学", "初中"],
        ["在校生数", pupils],
        ["专任教师数", teachers],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    book.save(path)


def roll(path: Path, schools: list[tuple[str, str, int]]) -> None:
    book = openpyxl.Workbook()
    book.active.title = "名册"
    book.active.append(["学校标识码", "学校名称", "办学类型"])
    for code, name, _ in schools:
        book.active.append([code, name, "小学"])
    book.save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "各校"
    (place / "乡下").mkdir(parents=True)
    for number, (code, name, pupils) in enumerate(SCHOOLS):
        card(place / ("乡下" if number > 5 else "") / f"{name}.xlsx", code, name, pupils)
    for odd in (".DS_Store", "~$第1小学.xlsx", "照片.jpg"):
        (place / odd).write_bytes(b"\0")
    return place


def test_a_file_a_line_and_odd_files_are_named_and_left(folder: Path) -> None:
    done = dudao("check", folder)
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert lines[0].split("\t") == ["文件", "学校", "表", "读到", "空白", "有错"]
    rows = [line.split("\t") for line in lines[1:9]]
    assert sorted(row[1] for row in rows) == sorted(name for _, name, _ in SCHOOLS)
    assert {(row[2], row[4], row[5]) for row in rows} == {(TITLE, "0", "0")}
    assert all(f"没有读 {odd}：" in done.stderr for odd in (".DS_Store", "~$第1小学.xlsx", "照片.jpg"))
    assert "读 8/8" in done.stderr


def test_who_is_missing_against_the_roll(folder: Path, tmp_path: Path) -> None:
    roll(tmp_path / "名册.xlsx", [*SCHOOLS, ("2152000099", "山后小学", 0)])
    done = dudao("check", folder, "--roll", tmp_path / "名册.xlsx")
    assert "名册上有 1 所学校没有报来：山后小学" in done.stdout
    (folder / "名册.xlsx").write_bytes((tmp_path / "名册.xlsx").read_bytes())
    assert "名册上有 1 所学校没有报来：山后小学" in dudao("check", folder).stdout
    (folder / "名册.xlsx").unlink()
    assert "没有报来" not in dudao("check", folder).stdout


def test_a_school_that_came_twice_is_decided_by_a_person(folder: Path, tmp_path: Path) -> None:
    card(folder / "第1小学（更正）.xlsx", *SCHOOLS[0][:2], 999)
    done = dudao("assess", folder)
    assert done.returncode == 3 and "第1小学.xlsx" in done.stderr and "第1小学（更正）.xlsx" in done.stderr
    question = next(line for line in done.stderr.splitlines() if "twice:" in line).partition("[")[2].partition("]")[0]
    listed = dudao("map", folder)
    assert listed.returncode == 4 and "row:第1小学（更正）.xlsx!Sheet!1" in listed.stdout
    mapping = tmp_path / "对应.yaml"
    answer = f"{question}=row:第1小学（更正）.xlsx!Sheet!1"
    assert dudao("map", folder, "--answer", answer, "--by", "贺某", "--save", mapping).returncode == 0
    report = tmp_path / "报告.json"
    done = dudao("assess", folder, "--mapping", mapping, "--report", report)
    assert done.returncode == 0, done.stderr
    assert "第1小学（更正）.xlsx Sheet!B6" in dudao("explain", report, "YZJH-1.1", "第1小学").stdout


def test_the_same_bytes_twice_are_one_file(folder: Path) -> None:
    (folder / "第1小学 - 副本.xlsx").write_bytes((folder / "第1小学.xlsx").read_bytes())
    done = dudao("check", folder)
    assert done.returncode == 0 and "一字不差，只读一份" in done.stderr


def test_a_broken_file_refuses_the_whole_with_its_name(folder: Path, tmp_path: Path) -> None:
    (folder / "坏了.xlsx").write_bytes((folder / "第1小学.xlsx").read_bytes()[:2000])
    done = dudao("assess", folder, "--report", tmp_path / "报告.json")
    assert done.returncode == 3 and "坏了.xlsx：" in done.stderr and not (tmp_path / "报告.json").exists()


def test_a_wrong_cell_refuses_the_whole_with_file_sheet_and_cell(folder: Path) -> None:
    card(folder / "第9小学.xlsx", "2152000077", "第9小学", "约200")
    done = dudao("assess", folder)
    assert done.returncode == 3 and "第9小学.xlsx Sheet!B6 “约200”" in done.stderr


def test_a_form_is_mapped_once_and_kept_as_one(folder: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "对应.yaml"
    done = dudao("map", folder, "--save", mapping)
    assert done.stdout.count("在校生数 / 小学 →") == 1
    assert mapping.read_text("utf-8").count("在校生数") >= 1 and "---" not in mapping.read_text("utf-8").splitlines()
    assert dudao("check", folder, "--mapping", mapping).returncode == 0


def test_an_explanation_ends_in_the_school_s_own_file(folder: Path, tmp_path: Path) -> None:
    report = tmp_path / "报告.json"
    assert dudao("assess", folder, "--report", report).returncode == 0
    told = dudao("explain", report, "YZJH-1.1", "第3小学").stdout
    assert "第3小学.xlsx Sheet!B6" in told, told


def test_a_folder_without_workbooks_is_refused(tmp_path: Path) -> None:
    done = dudao("check", tmp_path)
    assert done.returncode == 3 and "没有表格文件" in done.stderr
