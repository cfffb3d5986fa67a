"""`dudao standards`: list, show, validate."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dudao.cli import exits
from dudao.cli.words import Command, ExistingFile, LazyGroup

if TYPE_CHECKING:
    from dudao.calc.standard.model import Standard


class _Group(Command, click.Group):
    """Subcommands that are all in this module."""

    format_options = LazyGroup.format_options
    lines = {"list": "列出内置的标准", "show": "看一个标准的全部指标", "validate": "检查一份标准文件，逐处指出"}


@click.group("standards", cls=_Group, help="标准：列出、查看、检查标准文件。", subcommand_metavar="命令 [参数]…")
def command() -> None:
    pass


@command.command("list", cls=Command, help="列出内置的标准。")
def _list() -> int:
    from dudao.library.read import standards

    for standard in standards():
        kind = f"{standard.full} 分" if standard.kind == "score" else "判达到与否"
        notice = f"（{standard.notice}）" if standard.notice else ""
        click.echo(f"{standard.code}\t{standard.name}{notice}\t{len(standard.items)} 条，{kind}\t{standard.document}")
    return exits.DONE


@command.command("show", cls=Command, help="看一个标准的全部指标。")
@click.argument("code", metavar="代码或文件")
def _show(code: str) -> int:
    from dudao.cli.standard_files import chosen_standard

    for line in _tree(chosen_standard(code)):
        click.echo(line)
    return exits.DONE


def _tree(standard: "Standard") -> list[str]:
    from dudao.calc.figures.showing import as_text

    lines = [f"{standard.code} {standard.name}{'　' + standard.notice if standard.notice else ''}", standard.document]
    depth: dict[str, int] = {}
    for group in standard.groups:
        depth[group.code] = depth.get(group.parent, 0) + 1
        points = f"　{as_text(group.points)} 分" if group.points is not None else ""
        lines.append(f"{'  ' * (depth[group.code] - 1)}{group.code} {group.name}{points}")
        pad = "  " * depth[group.code]
        for item in standard.items:
            if item.parent == group.code:
                worth = f"　{as_text(item.points)} 分" if item.points is not None else ""
                lines.append(
                    f"{pad}{item.code} {item.name}{worth}　[{item.confidence}]　{''.join(item.methods)}　"
                    f"{'、'.join(item.departments)}"
                )
    lines += [f"{trigger.code} {trigger.name}（{trigger.effect}）" for trigger in standard.triggers]
    return lines


@command.command("validate", cls=Command, help="检查一份标准文件；退出状态 1：有错，逐处列出文件、行、指标和怎样改。")
@click.argument("file", metavar="文件", type=ExistingFile())
def _validate(file: Path) -> int:
    from dudao.cli.standard_files import FaultyStandard, standard_of

    try:
        standard = standard_of(file)
    except FaultyStandard as faulty:
        click.echo(str(faulty))
        return exits.NO
    click.echo(f"{standard.code} {standard.name}：{len(standard.items)} 条，没有发现错。")
    return exits.DONE
