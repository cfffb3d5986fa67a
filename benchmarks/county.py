"""A made-up county of any size, every asked figure stated: as a snapshot, and as a workbook in an office's own style."""

import io
import random
from datetime import date
from fractions import Fraction
from typing import Any

import xlsxwriter

from dudao.calc.figures import Catalogue, Figure, Judgement, Key, Kind, Known, Level, School, Snapshot
from dudao.calc.figures.snapshot import Choices
from dudao.calc.figures.statement import Value
from dudao.calc.standard.model import Standard

YEAR = 2026
TYPES = ("primary", "primary", "primary", "junior", "nine_year")
STAGES = {"primary": ("primary",), "junior": ("junior",), "nine_year": ("primary", "junior")}


def county(schools: int, catalogue: Catalogue, standards: tuple[Standard, ...], seed: int = 1) -> Snapshot:
    """So many schools (a fifth of them with two stages), every figure given, every judgement made."""
    chance = random.Random(seed)
    roll = tuple(
        School(code=f"21440{number:05d}", name=f"第{number}学校", township=f"{number % 14}乡")
        for number in range(schools)
    )
    kinds = {school.code: TYPES[number % len(TYPES)] for number, school in enumerate(roll)}
    statements = {}
    for figure in catalogue.figures.values():
        if not figure.asked or figure.derived or figure.kind is Kind.LIST or figure.name in ("parent_code",):
            continue
        for key in _keys(figure, roll, kinds):
            value = kinds[key.unit] if figure.name == "school_type" else _value(figure, key, roll, chance)
            statements[key] = Known(value, str(value))
    judgements = {
        (item.code, unit): Judgement(level=item.judgement.levels[0].code, by="甲", on="2026-11-01")
        for standard in standards
        for item in standard.items
        if item.judgement is not None
        for unit in ([school.code for school in roll] if item.level.of_school else [""])
    }
    return Snapshot(schools=roll, statements=statements, judgements=judgements, choices=Choices(evaluation_year=YEAR))


def _keys(figure: Figure, roll: tuple[School, ...], kinds: dict[str, str]) -> list[Key]:
    years = [YEAR + offset for offset in figure.years] if figure.several_years else [0]
    if figure.level is Level.SCHOOL:
        return [Key(school.code, figure.name) for school in roll]
    if figure.level is Level.SCHOOL_STAGE:
        return [
            Key(school.code, figure.name, stage)
            for school in roll
            for stage in STAGES[kinds[school.code]]
            if stage in figure.stages
        ]
    return [Key("", figure.name, stage, year) for stage in (figure.stages or ("",)) for year in years]


def _value(figure: Figure, key: Key, roll: tuple[School, ...], chance: random.Random) -> Value:
    fixed = {
        "school_name": f"第{int(key.unit[5:])}学校" if key.unit else "",
        "school_code": key.unit,
        "counts_as_school": True,
    }
    if figure.name in fixed:
        return fixed[figure.name]
    if figure.kind is Kind.YES_NO:
        return chance.random() < 0.9
    if figure.kind is Kind.CHOICE:
        return chance.choice(figure.choices).code
    if figure.kind is Kind.DATE:
        return date(2016, 11, 1)
    if figure.kind is not Kind.NUMBER:
        return "甲乡"
    low, high = figure.plausible or (Fraction(1), Fraction(100))
    value = low + (high - low) * Fraction(chance.randrange(1, 1000), 3000)
    if figure.whole:
        return max(1, round(value))
    hundredths = Fraction(round(value * 100), 100)
    return hundredths.numerator if hundredths.denominator == 1 else hundredths


HEADS = {
    "school_name": "学校名称", "school_code": "学校标识码", "township": "所属乡镇", "school_type": "办学类型",
}  # fmt: skip


def _heads(sheet: Any, columns: list[tuple[Figure, str]]) -> None:
    """Two rows: a figure of two stages spans both its columns, one without a stage both rows."""
    for number, (figure, stage) in enumerate(columns):
        head = HEADS.get(figure.name, figure.label) + (f"（{figure.unit}）" if figure.unit else "")
        stages = [other for found, other in columns if found is figure and other]
        if len(stages) == 2 and stage == stages[0]:
            sheet.merge_range(2, number, 2, number + 1, head)
        elif len(stages) < 2:
            sheet.merge_range(2, number, 3, number, head)
        if len(stages) == 2:
            sheet.write_string(3, number, {"primary": "小学", "junior": "初中"}[stage])


def own_workbook(snapshot: Snapshot, catalogue: Catalogue) -> bytes:
    """The school figures as an office keeps them: title, unit row, two-row heads, sub-totals, a hidden column."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("基本情况")
    figures = [
        f
        for f in catalogue.figures.values()
        if f.asked and f.level.of_school and f.kind is not Kind.LIST and not f.derived
    ]
    columns = [(f, stage) for f in figures for stage in ([s for s in f.stages if s != "senior"] or [""])]
    sheet.merge_range(0, 0, 0, len(columns), "义务教育学校基本情况统计表")
    sheet.write_string(1, 0, "填报单位：计财股")
    _heads(sheet, columns)
    labels = {choice.code: choice.label for f in figures for choice in f.choices}
    for row, school in enumerate(snapshot.schools, 4):
        for number, (figure, stage) in enumerate(columns):
            stated = snapshot.statements.get(Key(school.code, figure.name, stage))
            if not isinstance(stated, Known):
                continue
            value = stated.value
            if isinstance(value, bool):
                sheet.write_string(row, number, "是" if value else "否")
            elif isinstance(value, int | Fraction):
                sheet.write_number(row, number, float(value))
            else:
                sheet.write_string(row, number, labels.get(str(value), str(value)))
    book.close()
    return out.getvalue()
