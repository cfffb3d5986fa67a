"""`dudao standards compare`."""

from typing import TYPE_CHECKING

import click

from dudao.cli import exits
from dudao.cli.language import echo
from dudao.cli.words import Command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dudao.calc.texts import Clause, Pair

HOW = {"new": "新增", "gone": "没有了", "changed": "改了"}


@click.command("compare", cls=Command, help="一个标准的两份文本哪里不一样：新增、没有了、改了的条，逐处写出前后。")
@click.argument("old", metavar="代码或文件")
@click.argument("new", metavar="代码或文件")
def command(old: str, new: str) -> int:
    from dudao.calc.texts import clauses_of, side_by_side
    from dudao.cli.standard_files import chosen_standard
    from dudao.library.read import catalogue

    pairs = side_by_side(*(clauses_of(chosen_standard(each), catalogue()) for each in (old, new)))
    counts = {how: sum(pair.how == how for pair in pairs) for how in ("changed", "new", "gone", "same")}
    echo(f"{counts['changed']} 条改了，{counts['new']} 条新增，{counts['gone']} 条没有了；{counts['same']} 条相同。")
    for pair in pairs:
        for line in _lines(pair):
            echo(line)
    return exits.DONE


def _lines(pair: "Pair") -> "Iterator[str]":
    shown = pair.right or pair.left
    if pair.how == "same" or shown is None:
        return
    yield f"{HOW[pair.how]}：{shown.code} {shown.name}"
    if pair.left is not None and pair.right is not None:
        for label in pair.differs:
            yield f"  {label}：{_said(pair.left, label)} → {_said(pair.right, label)}"


def _said(clause: "Clause", label: str) -> str:
    heads = {"编号": clause.code, "名称": clause.name, "可信": clause.confidence}
    return heads.get(label, clause.lines.get(label, "")).replace("\n", "；") or "—"
