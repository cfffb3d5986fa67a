"""Warnings and what people said of them: an explanation stays with its figures until one of them is another.

Nothing here refuses anything and nothing touches a result.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dudao.calc.figures import Key
from dudao.calc.figures.snapshot import Explained, Remark
from dudao.calc.returns.checks import Finding, sentence


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning, what was said of it, and what was said before its figures changed."""

    finding: Finding
    explained: Explained | None = None
    former: Explained | None = None

    @property
    def values(self) -> str:
        return values_of(self.finding)


def values_of(finding: Finding) -> str:
    """The figures a warning looks at, by which its explanation is known again: 教学仪器设备值 2147；在校生数（小学） 612."""
    return "；".join(f"{cell.label} {cell.exact}" for cell in finding.cells)


def warned(findings: Iterable[Finding], explained: Iterable[Explained]) -> tuple[Warned, ...]:
    """Each warning with its explanation, where there is one of these very figures; the newest counts."""
    said: dict[tuple[str, str, str], list[Explained]] = {}
    for one in explained:
        said.setdefault((one.check, one.unit, one.stage), []).append(one)
    return tuple(_warned(one, said.get((one.check, one.unit, one.stage), ())) for one in findings)


def _warned(finding: Finding, said: Sequence[Explained]) -> Warned:
    values = values_of(finding)
    mine = next((one for one in reversed(said) if one.values == values), None)
    return Warned(finding, mine, said[-1] if said and mine is None else None)


def remarks_on(several: Iterable[Warned]) -> Mapping[Key, tuple[Remark, ...]]:
    """What is to be said beside each figure that a warning looks at."""
    found: dict[Key, dict[str, Remark]] = {}
    for one in several:
        said = one.explained
        remark = Remark(
            check=one.finding.check,
            warns=one.finding.says,
            says=said.says if said else "",
            by=said.by if said else "",
            on=said.on if said else "",
        )
        for cell in one.finding.cells:
            found.setdefault(cell.key, {})[remark.check] = remark
    return {key: tuple(remarks.values()) for key, remarks in found.items()}


def warning_sentence(one: Warned, names_of: Mapping[str, str]) -> str:
    """CHK-22 某小学：…（校舍!H37 …）。例：… 已说明：…（贺某 2026-11-02）"""
    return f"{sentence(one.finding, names_of)} {said_of(one)}"


def said_of(one: Warned) -> str:
    """已说明：…（贺某 2026-11-02）; 待说明; or that the figures changed since."""
    if one.explained is not None:
        return f"已说明：{one.explained.says}（{one.explained.by} {one.explained.on}）"
    if one.former is not None:
        return f"待说明：{one.former.by} {one.former.on} 说明过“{one.former.says}”，之后数变了"
    return "待说明"


def plain_warnings(several: Iterable[Warned], names_of: Mapping[str, str]) -> list[dict[str, Any]]:
    """Warnings as a report and a run keep them."""
    return [
        {
            "check": one.finding.check,
            "warns": one.finding.says,
            "unit": one.finding.unit,
            "school": names_of.get(one.finding.unit, "") if one.finding.unit else "",
            "stage": one.finding.stage,
            "values": one.values,
            "cells": [
                {
                    "figure": cell.key.figure,
                    "stage": cell.key.stage,
                    "year": cell.key.year,
                    "cell": str(cell.source or ""),
                }
                for cell in one.finding.cells
            ],
            "says": one.explained.says if one.explained else "",
            "by": one.explained.by if one.explained else "",
            "on": one.explained.on if one.explained else "",
        }
        for one in several
    ]


def entry(one: Warned) -> str:
    """The line of a settings file to fill in: what is explained is addressed, what is said is left open."""
    finding = one.finding
    place = (f', school: "{finding.unit}"' if finding.unit else "") + (
        f", stage: {finding.stage}" if finding.stage else ""
    )
    return f'- {{check: {finding.check}{place}, values: "{one.values}", says: , by: , on: }}'
