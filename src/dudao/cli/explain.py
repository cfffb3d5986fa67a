"""`dudao explain`: why a number of a report is what it is, down to the cell. Needs no workbook."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from dudao.cli import exits
from dudao.cli.language import echo, know
from dudao.cli.words import Command, ExistingFile

_NEEDED = {"standards", "steps", "roll"}  # without them it is half a report
STAGES = {"小学": "primary", "初中": "junior", "高中": "senior"}


@click.command(
    "explain", cls=Command, help="说明报告里的一个结论是怎么来的，直到单元格。学校可写名称或代码，学段写 小学 或 初中。"
)
@click.argument("report", metavar="报告.json", type=ExistingFile())
@click.argument("code", metavar="编号")
@click.argument("school", metavar="[学校]", required=False)
@click.argument("stage", metavar="[学段]", required=False)
def command(report: Path, code: str, school: str | None, stage: str | None) -> int:
    from functools import partial

    from dudao.calc.assessment.report.told import row_cells, tree
    from dudao.calc.assessment.report.tree import lines

    plain = read_report(report)
    unit = _unit(plain, school) if school else ""
    code = _whole(plain, code)
    wanted = "/".join((code, unit, STAGES.get(stage or "", stage or ""))).rstrip("/")
    near = [place for standard in plain["standards"] for place in standard["explanations"] if _near(place, code, unit)]
    if unit and not stage and len(near) == 1:
        wanted = near[0]  # a school of one stage
    for standard in plain["standards"]:
        told = standard["explanations"]
        if wanted in told:
            rulings = {ruling["code"]: ruling["text"] for ruling in standard["rulings"]}
            for line in lines(tree(plain, told[wanted]), partial(row_cells, plain), rulings):
                echo(line)
            return exits.DONE
    hint = "；有：" + "、".join(near[:12]) if near else ""
    echo(f"报告里没有 {wanted} 的说明{hint}。", err=True)
    return exits.USAGE


def read_report(path: Path) -> Mapping[str, Any]:
    """A report in JSON. UsageError: no such report, or of another version."""
    from dudao.calc.assessment.report import FORM, VERSION

    try:
        plain = json.loads(path.read_bytes())
        if plain["form"] != FORM or (plain["version"] == VERSION and not plain.keys() >= _NEEDED):
            raise KeyError("form")
    except (ValueError, KeyError, TypeError):
        raise click.UsageError(f"{path.name} 不是 dudao assess --report 写的 .json 报告。") from None
    if plain["version"] != VERSION:
        raise click.UsageError(
            f"{path.name} 是第 {plain['version']} 版报告，本程序读第 {VERSION} 版；请用 dudao assess 由原来的工作簿重新写一份。"
        )
    report: Mapping[str, Any] = plain
    know([report["county"], *report["workbooks"]])
    know((text for row in report["rows"] for text in row[3]), free=True)
    know(name for school in report["roll"]["schools"] for name in (school["name"], school["township"]))
    return report


def _whole(plain: Mapping[str, Any], code: str) -> str:
    """1.4 is YZJH-1.4 where only one standard of the report has such an item."""
    items = [item["code"] for standard in plain["standards"] for item in standard["items"]]
    ending = [item for item in items if item.endswith(f"-{code}")]
    return ending[0] if code not in items and len(ending) == 1 else code


def _unit(plain: Mapping[str, Any], school: str) -> str:
    schools = plain["roll"]["schools"]
    found = [one["code"] for one in schools if school in (one["code"], one["name"])]
    found = found or [one["code"] for one in schools if school in one["name"]]
    if len(found) == 1:
        return str(found[0])
    if not found:
        raise click.UsageError(f"名册里没有 {school}。")
    raise click.UsageError(f"{school} 不止一所：{'、'.join(found[:8])}。写代码或全名。")


def _near(place: str, code: str, unit: str) -> bool:
    return place.split("/")[0] == code and (not unit or f"/{unit}" in place)
