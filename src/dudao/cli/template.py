"""`dudao template`: a form to fill in, made from a standard."""

from pathlib import Path

import click

from dudao.cli import exits
from dudao.cli.language import echo
from dudao.cli.words import Command, ExistingFile, NewFile, write


@click.command("template", cls=Command, help="按标准生成填报模板（.xlsx）：每类学校一张表、县级数据、清单、定性判断。")
@click.argument("standards", metavar="标准…", nargs=-1, required=True)
@click.option("--year", metavar="年份", type=click.IntRange(2000, 2100), help="评估年度，如 2026；不写是今年。")
@click.option(
    "--settings", metavar="文件", type=ExistingFile(), help="县里的选择（YAML）；启用了放宽，模板就要它用到的数。"
)
@click.option("-o", "--output", metavar="文件", type=NewFile(), help="写到哪个文件。")
def command(standards: tuple[str, ...], year: int | None, settings: Path | None, output: Path | None) -> int:
    from datetime import date

    from dudao.cli.settings_file import read_settings
    from dudao.cli.standard_files import chosen_standards
    from dudao.library.read import catalogue, checks
    from dudao.spreadsheets.mapping.judged import judged_items
    from dudao.spreadsheets.writing.template import template_workbook

    chosen = chosen_standards(standards)
    relaxed = {one.relaxation for one in read_settings(settings, chosen).relaxations}
    year = year or date.today().year  # noqa: DTZ011 (the year on this computer's calendar)
    path = output or Path(f"填报模板-{'-'.join(standard.code for standard in chosen)}-{year}.xlsx")
    write(path, template_workbook(chosen, catalogue(), checks(), judged_items(chosen), year=year, relaxed=relaxed))
    echo(f"已写 {path}")
    return exits.DONE
