"""Small counties for tests, written as tables: school → figures; every number comes with a made-up cell."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.result import StandardResult
from dudao.calc.figures import Judgement, Key, Known, Reason, School, Snapshot, Source, Statement, Unknown
from dudao.calc.figures.snapshot import ChoiceMade, Choices, Granted
from dudao.library.read import catalogue, standard

YZJH = "YZJH-2017"


def number(value: object) -> object:
    """'1.10' → 11/10 with its decimals kept by `known`; what is no number stays what it is."""
    if isinstance(value, float):
        raise TypeError("no floats here: write decimals as text")
    if isinstance(value, str):
        try:
            exact = Fraction(value)
        except ValueError:
            return value
        return exact.numerator if exact.denominator == 1 else exact
    return value


def known(value: object, cell: str = "A1") -> Known:
    text = str(value)
    decimals = len(text.partition(".")[2]) if isinstance(value, str) else 0
    return Known(number(value), text, decimals, Source("县表.xlsx", "学校", cell))  # type: ignore[arg-type]


def statement(value: object, cell: str) -> Statement | None:
    """None: nothing is stated; a Reason: unknown for that reason; a text in front of which stands '=': itself."""
    if value is None:
        return None
    if isinstance(value, Reason):
        return Unknown(value, "", Source("县表.xlsx", "学校", cell))
    if isinstance(value, Known | Unknown):
        return value
    return known(value, cell)


def county(
    schools: Mapping[str, Mapping[str, object]],
    figures: Mapping[str, object] | None = None,
    *,
    judgements: Mapping[tuple[str, str], str] | None = None,
    year: int = 2025,
    visit: date | None = date(2026, 12, 15),
    parameters: Mapping[str, object] | None = None,
    strictness: Mapping[str, str] | None = None,
    relaxations: Sequence[Granted] = (),
    code: str = YZJH,
    **rest: Any,
) -> Snapshot:
    """A snapshot of `schools` (figure or figure.stage → value; `type` is the school type) and county figures.

    A figure's name may end in .stage and in @year: fund_edu@2024, stu.primary@2023.
    """
    statements: dict[Key, Statement] = {}
    for row, (unit, values) in enumerate(schools.items(), start=2):
        for column, (name, value) in enumerate(values.items()):
            said = statement(f"{value}" if name == "type" else value, f"{chr(65 + column % 26)}{row}")
            if said is not None:
                statements[address(unit, "school_type" if name == "type" else name)] = said
    for row, (name, value) in enumerate((figures or {}).items(), start=2):
        said = statement(value, f"B{row}")
        if said is not None:
            statements[address("", name)] = said
    chosen = {
        (code, name): ChoiceMade(value=value, by="某人", on="2026-11-02") for name, value in (parameters or {}).items()
    }
    strict = {
        (code, name): ChoiceMade(value=value, by="某人", on="2026-11-02") for name, value in (strictness or {}).items()
    }
    return Snapshot(
        schools=tuple(School(code=unit, name=unit) for unit in schools),
        statements=statements,
        judgements={key: Judgement(level=level) for key, level in (judgements or {}).items()},
        choices=Choices(
            evaluation_year=year,
            visit_date=visit,
            parameters=chosen,
            strictness=strict,
            relaxations=tuple(relaxations),
        ),
        **rest,
    )


def grant(school: str, relaxation: str, until: date = date(2027, 7, 31)) -> Granted:
    return Granted(
        standard=YZJH,
        relaxation=relaxation,
        school=school,
        proof="教办〔2026〕12 号",
        until=until,
        by="某人",
        on="2026-11-02",
    )


def address(unit: str, name: str) -> Key:
    name, _, year = name.partition("@")
    figure, _, stage = name.partition(".")
    return Key(unit, figure, stage, int(year or 0))


def assessor(code: str = YZJH) -> Assessor:
    return Assessor(standard(code), catalogue())


def assess(snapshot: Snapshot, code: str = YZJH) -> StandardResult:
    return assessor(code).assess(snapshot)


TYPES = {"小学": "primary", "小学教学点": "teaching_point", "九年一贯制学校": "nine_year", "初级中学": "junior"}


def synthetic(shared: Path) -> dict[str, dict[str, object]]:
    """The six made-up schools of the worked example T9, as the file gives them."""
    found: dict[str, dict[str, object]] = {}
    with (shared / "domain/examples/synthetic_county_input.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            found[line["school_name"]] = school_of(line)
    return found


def school_of(line: Mapping[str, str]) -> dict[str, object]:
    kind = TYPES[line["school_type"]]
    stages = {"primary": ["primary"], "teaching_point": ["primary"], "junior": ["junior"]}
    values: dict[str, object] = {
        "type": kind,
        "area_teaching": line["area_teaching_m2"],
        "area_indoor_sport": line["area_indoor_sport_m2"],
        "area_field": line["area_field_m2"],
        "equip_value_wanyuan": line["equip_value_wanyuan"],
        "n_media_rooms": line["n_media_rooms"],
    }
    for stage in stages.get(kind, ["primary", "junior"]):
        values[f"stu.{stage}"] = line[f"stu_{stage}"]
        for figure in ("t_aboveq", "t_backbone", "t_pe_art"):
            values[f"{figure}.{stage}"] = line[f"{figure}_{stage}"]
    return values


def lines(path: Path) -> Sequence[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
