"""How a column gets its value from a school, and how people write it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .county import School, Stage
from .paper import Column, Sheet, Truth, exact, letter


def own(name: str) -> Callable[[School], Any]:
    return lambda school: school.own[name]


def at(stage: str, get: Callable[[Stage], Any]) -> Callable[[School], Any]:
    """The value of one stage; nothing where the school does not have the stage."""
    return lambda school: get(school.stages[stage]) if stage in school.stages else None


def teachers(stage: str, name: str) -> Callable[[School], Any]:
    return at(stage, lambda part: part.teachers[name])


def subject(stage: str, name: str) -> Callable[[School], Any]:
    return at(stage, lambda part: part.subjects[name])


def thousands(value: Any) -> str | None:
    return None if value is None else f"{value:,}"


def full_width(value: Any) -> str | None:
    return None if value is None else "".join(chr(ord(sign) + 0xFEE0) for sign in str(value))


def total(rows: list[Any], column: Column) -> Any:
    values = [value for value in map(column.get, rows) if isinstance(value, int | Decimal)]
    return sum(values) if values else None


def write_row(sheet: Sheet, at_row: int, columns: list[Column], row: Any) -> None:
    for number, column in enumerate(columns, start=1):
        sheet.put(at_row, number, column.show(column.get(row)), column.form)


def write_total(sheet: Sheet, at_row: int, columns: list[Column], label: tuple[int, str], rows: list[Any]) -> None:
    for number, column in enumerate(columns, start=1):
        if number == label[0]:
            sheet.put(at_row, number, label[1], bold=True)
        elif isinstance(column.truth, dict) or column.truth == "ambiguous" or column.note == "sum":
            sheet.put(at_row, number, column.show(total(rows, column)), column.form, bold=True)


def spots(
    truth: Truth, sheet: str, columns: list[Column], where: dict[int, Any], wanted: list[tuple[int, str]]
) -> None:
    """Values to look for, by (row, head's end or figure@stage); `name` of the row as the sheet writes it."""
    name_at = next(n for n, c in enumerate(columns) if isinstance(c.truth, dict) and c.truth["figure"] == "school_name")
    for row, asked in wanted:
        figure, _, stage = asked.partition("@")
        for number, column in enumerate(columns, start=1):
            what = column.truth
            if isinstance(what, dict) and what["figure"] == figure and what["stage"] in (stage, "@row", "@type"):
                value = exact(column.get(where[row]), what["factor"])
                name = str(columns[name_at].show(columns[name_at].get(where[row])))
                truth.spot(sheet, f"{letter(number)}{row}", name, figure, stage, value)
                break
        else:
            raise LookupError(asked)
