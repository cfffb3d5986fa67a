"""`dudao standards show`."""

from typing import TYPE_CHECKING

import click

from dudao.cli import exits
from dudao.cli.language import echo
from dudao.cli.words import Command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from dudao.calc.standard.model import Item, Standard


@click.command("show", cls=Command, help="看一个标准的全部指标：分值、可信度、方法和责任部门。")
@click.argument("code", metavar="代码或文件")
def command(code: str) -> int:
    from dudao.cli.standard_files import chosen_standard

    for line in _tree(chosen_standard(code)):
        echo(line)
    return exits.DONE


def _tree(standard: "Standard") -> "Iterator[str]":
    from dudao.calc.texts.telling import EFFECTS

    yield f"{standard.code} {standard.name}{'　' + standard.notice if standard.notice else ''}"
    yield standard.document
    depth: dict[str, int] = {}
    for group in standard.groups:
        depth[group.code] = depth.get(group.parent, 0) + 1
        pad = "  " * depth[group.code]
        yield f"{pad[2:]}{group.code} {group.name}{_points(group.points)}"
        for item in standard.items:
            if item.parent == group.code:
                yield pad + _line(item)
    for trigger in standard.triggers:
        yield f"{trigger.code} {trigger.name}　{EFFECTS[trigger.effect]}{'' if trigger.on else '（默认不用）'}"


def _line(item: "Item") -> str:
    from dudao.library.read import catalogue

    departments = "、".join(catalogue().reporters.get(name, name) for name in item.departments)
    return f"{item.code} {item.name}{_points(item.points)}　[{item.confidence}]　{''.join(item.methods)}　{departments}"


def _points(points: "Fraction | None") -> str:
    from dudao.calc.figures.showing import as_text

    return f"　{as_text(points)} 分" if points is not None else ""
