"""`dudao site backup`."""

from pathlib import Path

import click

from dudao.cli import exits
from dudao.cli.language import echo
from dudao.cli.words import Command


@click.command(
    "backup",
    cls=Command,
    help="做一份备份：数据库、设置、操作日志的检查点，附清单。网站开着、有人在填也行。最好放到另一块盘上，再由另一台机器取走。",
)
@click.option(
    "--to",
    "to",
    metavar="文件夹",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="放在哪个文件夹里；没有就建。",
)
def command(to: Path) -> int:
    from dudao.cli.site.copies.recording import take_and_record

    taken = take_and_record(to)
    echo(f"备份做好了：{taken.folder}（{taken.bytes / 1024**2:.1f} MB）")
    echo(f"清单的摘要：{taken.manifest.digest}")
    return exits.DONE
