"""LibreOffice recalculating the workbook an office would keep: values, verdicts, the school rule, flags, coefficients, rates.

Only the seven resource items and the county's rates; ours does both standards whole in the time it is compared with.
Formulas look no further than their own county's rows. The same file is opened twice, once with recalculation forbidden
(start-up, loading, writing) and once with all of it asked for: the difference is recalculation alone.
"""

import os
import resource
import shutil
import statistics
import subprocess
import time
from bisect import bisect_left
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
<value>{mode}</value></prop></item></oor:items>"""
ALWAYS, NEVER = 0, 1
MOST_CPU = 600  # seconds of one run


def office(place: Path, table: Table, spent: Any, size: str, times: int) -> Iterator[Any]:
    """`spent` by ours on the same table."""
    from benchmarks.size import Told

    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        yield Told(text="  LibreOffice is not installed: not compared")
        return
    empty, full = place / "empty.xlsx", place / "full.xlsx"
    with xlsxwriter.Workbook(empty) as book:
        book.add_worksheet().write(0, 0, 1)
    formulas = _workbook(full, table)
    start, still, whole = (
        _median([_convert(program, place, book, mode) for _ in range(times)])
        for book, mode in ((empty, NEVER), (full, NEVER), (full, ALWAYS))
    )
    if whole is None or still is None or start is None:
        yield Told(text=f"  LibreOffice, {formulas} formulas: not finished after {MOST_CPU} s of CPU; not compared")
        return
    _recalculated(place / "out" / "full.csv", table)
    alone, work = whole[1] - still[1], spent.phases["work"]
    yield Told(
        text=f"  LibreOffice, {formulas} formulas: start-up alone wall {start[0]:.2f} s CPU {start[1]:.2f} s; with loading and "
        f"writing CPU {still[1]:.2f} s; with recalculation wall {whole[0]:.2f} s CPU {whole[1]:.2f} s: it alone {alone:.2f} s"
    )
    text = f"  LibreOffice to ours, {size}, in CPU: whole process {whole[1] / spent.cpu:.1f} times, work alone {alone / work:.1f} times; asked for: 100"
    yield Told(text=text, median=100 * work / max(alone, 0.001), bar=1.0)


def _median(runs: list[tuple[float, float] | None]) -> tuple[float, float] | None:
    done = [run for run in runs if run is not None]
    if len(done) < len(runs):
        return None
    return statistics.median(run[0] for run in done), statistics.median(run[1] for run in done)


def _convert(program: str, place: Path, book: Path, mode: int) -> tuple[float, float] | None:
    """Wall and CPU seconds of one conversion to CSV; None: not finished."""
    profile = place / f"profile{mode}"
    if not profile.exists():
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS.format(mode=mode), "utf-8")
        _convert(program, place, place / "empty.xlsx", mode)  # fills the profile
    before, started = os.times(), time.perf_counter()
    options = [f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "csv"]
    done = subprocess.run(
        [program, *options, "--outdir", str(place / "out"), str(book)],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU, MOST_CPU)),
    )
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return (time.perf_counter() - started, cpu) if done.returncode == 0 else None


def _workbook(path: Path, table: Table) -> int:
    """One line per school-stage: figures and formulas; a second sheet with a line per county. Gives how many formulas."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("rows")
    heads = ["school", "stage", "first", *table.row, *table.school]
    where = {head: xl_col_to_name(number) for number, head in enumerate(heads)}
    sheet.write_row(0, 0, heads)
    columns = [*((column.cells(), column.decimals, False) for column in table.row.values())]
    columns += [(column.cells(), column.decimals, True) for column in table.school.values()]
    schools = [bisect_left(table.county_of, county) for county in range(len(table.counties) + 1)]
    bounds = [bisect_left(table.school_of, school) for school in schools]
    count, before = 0, -1
    for row, (school, stage) in enumerate(zip(table.school_of, table.stage_of)):
        cells = [_cell(values[school if whole else row], decimals) for values, decimals, whole in columns]
        sheet.write_row(row + 1, 0, [table.schools[school], stage, int(school != before), *cells])
        before = school
        county = table.county_of[school]
        span = bounds[county] + 2, bounds[county + 1] + 1
        for number, formula in enumerate(_formulas(stage, row + 2, span, where, len(heads))):
            sheet.write_formula(row + 1, len(heads) + number, formula, None, 0)
            count += 1
    counties = book.add_worksheet("counties")
    figures = list(dict.fromkeys(name for name, stage, year in table.county if not stage and not year))
    for county in range(len(table.counties)):
        cells = [table.county[name, "", 0] for name in figures]
        counties.write_row(county, 0, [_cell(one.cells()[county], one.decimals) for one in cells])
        at = {name: f"{xl_col_to_name(number)}{county + 1}" for number, name in enumerate(figures)}
        span = bounds[county] + 2, bounds[county + 1] + 1
        several = [*_coefficients(county + 1, len(figures), len(heads) + 1, where, span), *_rates(at, where, span)]
        for number, formula in enumerate(several):
            counties.write_formula(county, len(figures) + number, formula, None, 0)
        count += len(several)
    book.close()
    return count


def _cell(value: Any, decimals: int) -> Any:
    if value is None:
        return ""
    return value / 10**decimals if decimals else value


def _formulas(stage: str, row: int, span: tuple[int, int], where: dict[str, str], width: int) -> Iterator[str]:
    """Divisor, seven values, seven verdicts, seven flags, the school rule. `span`: the county's lines."""
    first, last = span

    def at(name: str) -> str:
        return f"{where[name]}{row}"

    limits = LIMITS.get(stage, LIMITS["junior"])
    school, kind = where["school"], at("school_type")
    own = {"primary": "1", "junior": f'IF(OR({kind}="nine_year",{kind}="twelve_year"),1.1,1)', "senior": "1.2"}[stage]
    sums = [
        f"{weight}*SUMIFS({where['stu']}${first}:{where['stu']}${last},{school}${first}:{school}${last},{at('school')},"
        f'{where["stage"]}${first}:{where["stage"]}${last},"{other}")'
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


def _coefficients(row: int, width: int, first: int, where: dict[str, str], span: tuple[int, int]) -> Iterator[str]:
    """Pupils, weighted sum and coefficient of the seven items, stage by stage; they start at column `width`."""

    def cells(column: str) -> str:
        return f"rows!${column}${span[0]}:${column}${span[1]}"

    at = width
    for stage in LIMITS:
        here, pupils = f'({cells(where["stage"])}="{stage}")', cells(where["stu"])
        for number in range(7):
            value = cells(xl_col_to_name(first + number))
            whole, linear = (f"{xl_col_to_name(at + step)}{row}" for step in (0, 1))
            yield f"=SUMPRODUCT({here}*{pupils})"
            yield f"=SUMPRODUCT({here}*{pupils}*{value})"
            yield f'=IFERROR(SQRT(SUMPRODUCT({here}*{pupils}*({value}-{linear}/{whole})^2)/{whole})/({linear}/{whole}),"")'
            at += 3


def _rates(at: dict[str, str], where: dict[str, str], span: tuple[int, int]) -> list[str]:
    """The county's rates of the national rule."""

    def total(*names: str) -> str:
        return "+".join(f"SUM(rows!{where[name]}{span[0]}:{where[name]}{span[1]})" for name in names)

    def once(name: str) -> str:
        first, column = (f"rows!{where[one]}{span[0]}:{where[one]}{span[1]}" for one in ("first", name))
        return f"SUMPRODUCT({first}*{column})"

    full = total("t_doctor", "t_master", "t_bachelor", "t_college", "t_secondary")
    rates = [
        f"{at['fund_special_total']}/{once('stu_special')}",
        f"{at['pay_teacher_total']}*10000/{at['pay_teacher_count']}-{at['pay_civil_total']}*10000/{at['pay_civil_count']}",
        f"{total('t_360')}/({full})*100",
        f"MIN({once('t_rotated')}/{once('t_eligible')}*100-10,{once('t_rotated_backbone')}/{once('t_rotated')}*100-20)",
        f"{total('t_certified')}/({full})*100",
        f"{at['quota_alloc']}/{at['quota_total']}*100",
        f"({at['mig_public']}+{at['mig_purchased']})/{at['mig_eligible']}*100",
        f"({total('grad')}-{total('in3y')}+{total('out3y')})/({total('entry')}-{total('dead3y')})*100",
        f"{at['dis_enrolled']}/{at['dis_school_age']}*100",
        f"MIN({at['survey_ok']}/{at['survey_valid']},{at['visit_ok']}/{at['visit_n']})*100",
    ]
    return [f'=IFERROR({rate},"")' for rate in rates]


def _recalculated(path: Path, table: Table) -> None:
    """Its results have to be there, and to be ours."""
    lines = path.read_text("utf-8").splitlines()
    heads = lines[0].split(",")
    stu, backbone = heads.index("stu"), heads.index("t_backbone")
    checked = 0
    for line in lines[1 : len(table.school_of) + 1]:
        cells = line.split(",")
        value = cells[3 + len(table.row) + len(table.school) + 2]  # behind the figures: divisor, YZJH-1.1, YZJH-1.2
        if cells[stu] not in ("", "0") and cells[backbone]:
            assert abs(float(value) - float(cells[backbone]) / float(cells[stu]) * 100) < 1e-6, line
            checked += 1
    assert checked > len(table.school_of) // 2, "LibreOffice did not recalculate"
