"""`dudao standards validate`."""

from pathlib import Path

import click

from dudao.cli import exits
from dudao.cli.language import echo
from dudao.cli.words import Command, ExistingFile


@click.command("validate", cls=Command, help="检查一份标准文件；退出状态 1：有错，逐处列出文件、行、指标和怎样改。")
@click.argument("file", metavar="文件", type=ExistingFile())
def command(file: Path) -> int:
    from dudao.cli.standard_files import FaultyStandard, standard_of

    try:
        standard = standard_of(file)
    except FaultyStandard as faulty:
        echo(str(faulty))
        return exits.NO
    echo(f"{standard.code} {standard.name}：{len(standard.items)} 条，没有发现错。")
    return exits.DONE
