"""One table in every format: the reports say the same, byte for byte, but for the file's name."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest

STEM = "各校情况"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TEXT = "csv:Text - txt - csv (StarCalc):{separator},34,76,1,,0,false,true,true,false"  # as shown, UTF-8
FORMATS = ("xlsx", "xls", "et", "ods", "csv", "tsv")
HEADS = (
    "学校标识码", "学校名称", "办学类型", "在校生数（小学）", "在校生数（初中）", "专任教师数（小学）", "专任教师数（初中）",
    "教学及辅助用房面积（含室内体育用房，㎡）", "室内体育用房面积（㎡）", "运动场地面积（㎡）", "教学仪器设备值（万元）",
    "是否寄宿制学校", "三年巩固率", "建成日期", "生均（公式）",
)  # fmt: skip
ROWS = (
    ("2152000001", "甲小学", "小学", 1482, None, 78, None, 5603.25, 480, 9000.5, 252.196, "否", 0.9853, date(2003, 9, 1)),
    ("2152000002", "乙小学", "小学", 600, "—", 31, "—", 2700.1, 0, 4300, 120.5, "是", 1, date(2011, 3, 15)),
    ("3152000003", "丙学校", "九年一贯制学校", 600, 401, "待核", 33, 6400, 600.75, 10000, 259.99999, "是", 0.9, None),
)  # fmt: skip


def original(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = STEM
    sheet.append(["某县义务教育学校基本情况"])
    sheet.append(HEADS)
    for number, row in enumerate(ROWS, start=3):
        sheet.append([*row, f"=H{number}/D{number}"])
        sheet.cell(number, 4).number_format = "#,##0"
        sheet.cell(number, 9).number_format = "0.00"
        sheet.cell(number, 10).number_format = "#,##0.00"
        sheet.cell(number, 13).number_format = "0.00%"
        sheet.cell(number, 14).number_format = "yyyy/m/d"
    book.save(path)


def convert(source: Path, to: str, folder: Path) -> None:
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [str(OFFICE), home, "--headless", "--convert-to", to, "--outdir", str(folder / "made"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("formats")
    (folder / "made").mkdir()
    original(folder / f"{STEM}.xlsx")
    for to in ("xlsx", "xls", "ods"):
        convert(folder / f"{STEM}.xlsx", to, folder)
    for kind, separator in (("csv", 44), ("tsv", 9)):
        convert(folder / f"{STEM}.xlsx", TEXT.format(separator=separator), folder)
        made = next(path for path in (folder / "made").iterdir() if path.suffix == ".csv")
        made.rename(folder / f"{STEM}.{kind}")
    made = {kind: folder / "made" / f"{STEM}.{kind}" for kind in ("xlsx", "xls", "ods")}
    shutil.copy(made["xls"], folder / f"{STEM}.et")
    return made | {kind: folder / f"{STEM}.{kind}" for kind in ("et", "csv", "tsv")}


def report(path: Path) -> str:
    to = path.with_suffix(".json")
    command = [sys.executable, "-m", "dudao", "assess", str(path), "--county", "某县", "--report", str(to)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return to.read_text("utf-8").replace(path.name, "本县")


def test_the_same_figures_give_the_same_report(files: dict[str, Path]) -> None:
    reports = {kind: report(files[kind]) for kind in FORMATS}
    assert "5603.25" in reports["xlsx"] and "甲小学" in reports["csv"]
    for kind in FORMATS[1:]:
        assert _first_difference(reports["xlsx"], reports[kind]) == "", kind


def _first_difference(one: str, other: str) -> str:
    if one == other:
        return ""
    place = next((n for n, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    return f"…{one[max(0, place - 200) : place + 80]}… and …{other[max(0, place - 200) : place + 80]}…"
