"""`dudao standards list`."""

import click

from dudao.cli import exits
from dudao.cli.language import echo
from dudao.cli.words import Command


@click.command("list", cls=Command, help="列出内置的标准。")
def command() -> int:
    from dudao.library.read import standards

    for standard in standards():
        kind = f"{standard.full} 分" if standard.kind == "score" else "判达到与否"
        notice = f"（{standard.notice}）" if standard.notice else ""
        echo(f"{standard.code}\t{standard.name}{notice}\t{len(standard.items)} 条，{kind}\t{standard.document}")
    return exits.DONE
