"""`dudao site people FILE`: the workbook of units and people, checked or brought in without a browser."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dudao.cli import exits
from dudao.cli.language import echo
from dudao.cli.words import Command, ExistingFile, NewFile, write

if TYPE_CHECKING:
    from datetime import datetime

    from dudao.apps.organisations.directory.plan import Plan

SHOWN = 50


@click.command(
    "people",
    cls=Command,
    help="检查一份单位人员表：逐格列出错误，或者列出会新增、改动什么。加 --bring-in 才写进去，要么全部，要么没有。",
)
@click.argument("file", metavar="[文件]", type=ExistingFile(), required=False)
@click.option("--bring-in", "bring_in", is_flag=True, help="没有错就带入。")
@click.option(
    "--on", "on", metavar="日期", type=click.DateTime(["%Y-%m-%d"]), help="从哪天起算，如 2026-09-01；不写是今天。"
)
@click.option(
    "--template", metavar="文件", type=NewFile(), help="不检查，把现有的单位和人员写成这个文件；县里还空着就是空模板。"
)
def command(file: Path | None, bring_in: bool, on: "datetime | None", template: Path | None) -> int:
    if (file is None) == (template is None):
        raise click.UsageError("要么给一份单位人员表，要么用 --template 写一份。")
    from dudao.cli.site.serving import open_standing_site

    open_standing_site()
    if template is not None:
        return _write(template)
    assert file is not None
    return _check(file, bring_in, on)


def _write(path: Path) -> int:
    from dudao.apps.organisations.actions import LOCAL_LOGIN
    from dudao.apps.organisations.directory.held import held, rows_of
    from dudao.apps.organisations.directory.words import words
    from dudao.apps.organisations.models import Person
    from dudao.spreadsheets.directory import directory_template

    county = Person.objects.select_related("county").get(login=LOCAL_LOGIN).county
    units, people = rows_of(held(county))
    write(path, directory_template(words(), units=units, people=people, county=county.name))
    echo(f"已写 {path}")
    return exits.DONE


def _check(file: Path, bring_in: bool, on: "datetime | None") -> int:
    import hashlib

    from django.utils import timezone

    from dudao.apps.organisations import actions
    from dudao.apps.organisations.directory.plan import plan
    from dudao.apps.organisations.directory.words import words
    from dudao.apps.organisations.models import Person
    from dudao.cage import read_book_caged
    from dudao.spreadsheets.directory import read_directory, to_plain

    operator = Person.objects.select_related("county").get(login=actions.LOCAL_LOGIN)
    content = file.read_bytes()
    directory = read_directory(read_book_caged(content, file.name), words())
    found = plan(operator.county, directory)
    if found.errors:
        _say_errors(found)
        return exits.NO
    _say_counts(found)
    if not bring_in or not found.changes_something:
        return exits.DONE
    now, digest = timezone.now(), hashlib.sha256(content).hexdigest()
    by = {"by": operator, "at": now}
    draft = actions.receive_directory(operator.county, name=file.name, digest=digest, rows=to_plain(directory), **by)
    day = on.date() if on is not None else timezone.localdate(now)
    actions.bring_in_directory(draft, shown=found.digest, on=day, **by)
    echo("已带入。")
    return exits.DONE


def _say_errors(found: "Plan") -> None:
    echo(f"{len(found.errors)} 格要改：", err=True)
    for one in found.errors[:SHOWN]:
        echo(f"  {one.sheet}!{one.cell or '—'}  {one.problem}　应当像：{one.example}", err=True)
    if len(found.errors) > SHOWN:
        echo(f"  另有 {len(found.errors) - SHOWN} 格", err=True)


def _say_counts(found: "Plan") -> None:
    said = found.counts
    units = "新增 {units_new}，改动 {units_changed}，不变 {units_same}，表里没有 {units_missing}"
    people = (
        "新增 {people_new}，改动 {people_changed}，换岗 {people_moved}，不变 {people_same}，表里没有 {people_missing}"
    )
    echo("单位：" + units.format(**said))
    echo("人员：" + people.format(**said))
