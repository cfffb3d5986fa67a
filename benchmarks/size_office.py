"""LibreOffice recalculating the workbook an office would keep for one county: values, verdicts, the school rule, flags, CVs.

Only what belongs to the seven resource items; ours does both standards whole in the time it is compared with.
"""

import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from dudao.calc.columns import Table

LIMITS = {"primary": (4.2, 1, 0.9, 4.5, 7.5, 2000, 2.3), "junior": (5.3, 1, 0.9, 5.8, 10.2, 2500, 2.4)}
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""
TIMES = 3


def office(place: Path, table: Table, work: float) -> Iterator[Any]:
    from benchmarks.size import Told

    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        yield Told(text="  LibreOffice is not installed: not compared")
        return
    profile = place / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(SETTINGS, "utf-8")
    empty, full = place / "empty.xlsx", place / "county.xlsx"
    with xlsxwriter.Workbook(empty) as book:
        book.add_worksheet().write(0, 0, 1)
    formulas = _workbook(full, table)
    start = [_convert(program, place, empty) for _ in range(TIMES + 1)][1:]
    whole = [_convert(program, place, full) for _ in range(TIMES)]
    (wall, cpu), (start_wall, start_cpu) = (
        tuple(statistics.median(one[number] for one in runs) for number in (0, 1)) for runs in (whole, start)
    )
    _recalculated(place / "out" / "county.csv", table)
    alone = cpu - start_cpu
    yield Told(
        text=f"  LibreOffice, {formulas} formulas: start-up alone wall {start_wall:.2f} s CPU {start_cpu:.2f} s; "
        f"opening, recalculating and saving the workbook beyond that: wall {wall - start_wall:.2f} s CPU {alone:.2f} s"
    )
    text = f"  LibreOffice to ours (both standards, work alone), one county: {alone / work:.0f} times in CPU, start-up left out; asked for: 100"
    yield Told(text=text, median=100 * work / alone, bar=1.0)


def _convert(program: str, place: Path, book: Path) -> tuple[float, float]:
    """Wall and CPU seconds of one conversion to CSV, which recalculates everything."""
    before, started = os.times(), time.perf_counter()
    subprocess.run(
        [
            program,
            f"-env:UserInstallation=file://{place / 'profile'}",
            "--headless",
            "--convert-to",
            "csv",
            "--outdir",
            str(place / "out"),
            str(book),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - started, cpu


def _workbook(path: Path, table: Table) -> int:
    """One line per school-stage: figures, then formulas without any result beside them. Gives how many formulas."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("county")
    heads = ["school", "stage", *table.row, *table.school]
    where = {head: xl_col_to_name(number) for number, head in enumerate(heads)}
    sheet.write_row(0, 0, heads)
    last, count = len(table.school_of) + 1, 0
    for row, (school, stage) in enumerate(zip(table.school_of, table.stage_of), start=1):
        cells = [table.schools[school], stage, *(_cell(table.row[name], row - 1) for name in table.row)]
        sheet.write_row(row, 0, [*cells, *(_cell(table.school[name], school) for name in table.school)])
        for number, formula in enumerate(_formulas(stage, row + 1, last, where, len(heads))):
            sheet.write_formula(row, len(heads) + number, formula, None, "")
            count += 1
    first = len(heads) + 1
    for stage in LIMITS:
        for number in range(7):
            column = xl_col_to_name(first + number)
            sheet.write_formula(
                last + 1 + (stage == "junior"), number, _coefficient(stage, column, where, last), None, ""
            )
            count += 1
    book.close()
    return count


def _cell(column: Any, place: int) -> Any:
    value = column.values[place]
    if value is None:
        return ""
    return value / 10**column.decimals if column.decimals else value


def _formulas(stage: str, row: int, last: int, where: dict[str, str], width: int) -> Iterator[str]:
    """Divisor, seven values, seven verdicts, seven flags, the school rule."""

    def at(name: str) -> str:
        return f"{where[name]}{row}"

    limits = LIMITS.get(stage, LIMITS["junior"])
    school, kind = where["school"], at("school_type")
    own = {"primary": "1", "junior": f'IF(OR({kind}="nine_year",{kind}="twelve_year"),1.1,1)', "senior": "1.2"}[stage]
    sums = [
        f"{weight}*SUMIFS({where['stu']}$2:{where['stu']}${last},{school}$2:{school}${last},{at('school')},"
        f'{where["stage"]}$2:{where["stage"]}${last},"{other}")'
        for other, weight in (
            ("primary", "1"),
            ("junior", f'IF(OR({kind}="nine_year",{kind}="twelve_year"),1.1,1)'),
            ("senior", f'IF({kind}="twelve_year",1.32,1.2)'),
        )
    ]
    yield f"=({'+'.join(sums)}+0.8*{at('stu_kindergarten')})/{own}" if stage != "senior" else f"={at('stu')}"
    divisor = f"{xl_col_to_name(width)}{row}"
    above = "+".join(at(name) for name in ("t_bachelor", "t_master", "t_doctor"))
    above += f"+{at('t_college')}" if stage == "primary" else ""
    art = "+".join(at(name) for name in ("t_pe", "t_music", "t_fineart", "t_art"))
    for value in (
        f"({above})/{at('stu')}*100",
        f"{at('t_backbone')}/{at('stu')}*100",
        f"({art})/{at('stu')}*100",
        f"({at('area_teaching')}-{at('area_indoor_sport')})/{divisor}",
        f"({at('area_field')}+{at('area_indoor_sport')})/{divisor}",
        f"{at('equip_value_wanyuan')}*10000/{divisor}",
        f"{at('n_media_rooms')}/{divisor}*100",
    ):
        yield f'=IFERROR({value},"")'
    values = [f"{xl_col_to_name(width + 1 + number)}{row}" for number in range(7)]
    for value, limit in zip(values, limits):
        yield f'=IF({value}="","?",IF({value}>={limit},1,0))'
    for value, limit in zip(values, limits):
        yield f'=IF({value}="","",IF((ROUND({value},2)>={limit})<>({value}>={limit}),1,0))'
    verdicts = f"{xl_col_to_name(width + 8)}{row}:{xl_col_to_name(width + 14)}{row}"
    below = ",".join(f'AND({value}<>"",N({value})<{0.85 * limit})' for value, limit in zip(values, limits))
    yield f'=IF(OR({below},COUNTIF({verdicts},0)>1),0,IF(COUNTIF({verdicts},"?")>0,"?",1))'


def _coefficient(stage: str, column: str, where: dict[str, str], last: int) -> str:
    def cells(name: str) -> str:
        return f"${name}$2:${name}${last}"

    here, pupils, value = f'({cells(where["stage"])}="{stage}")', cells(where["stu"]), cells(column)
    whole, linear = f"SUMPRODUCT({here}*{pupils})", f"SUMPRODUCT({here}*{pupils}*{value})"
    return f'=IFERROR(SQRT(SUMPRODUCT({here}*{pupils}*({value}-{linear}/{whole})^2)/{whole})/({linear}/{whole}),"")'


def _recalculated(path: Path, table: Table) -> None:
    """Its results have to be there, and to be ours."""
    lines = path.read_text("utf-8").splitlines()
    heads = lines[0].split(",")
    stu, backbone = heads.index("stu"), heads.index("t_backbone")
    checked = 0
    for line in lines[1 : len(table.school_of) + 1]:
        cells = line.split(",")
        value = cells[2 + len(table.row) + len(table.school) + 2]  # behind the figures: divisor, YZJH-1.1, YZJH-1.2
        if cells[stu] not in ("", "0") and cells[backbone]:
            assert abs(float(value) - float(cells[backbone]) / float(cells[stu]) * 100) < 1e-6, line
            checked += 1
    assert checked > len(table.school_of) // 2, "LibreOffice did not recalculate"
