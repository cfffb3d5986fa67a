"""`dudao site log verify`."""

from pathlib import Path

import click

from dudao.cli import exits
from dudao.cli.language import echo
from dudao.cli.words import Command

SHOWN = 20


@click.command(
    "verify",
    cls=Command,
    help="逐条核对操作日志：改过、缺了、插入、对调、截短，都指出第几条。完好是 0，有问题是 1，没法核对是 2。",
)
@click.option(
    "--checkpoint",
    "files",
    metavar="文件",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="别人保存的检查点（dudao site log checkpoint 写出的），可以给几个。",
)
def command(files: tuple[Path, ...]) -> int:
    from dudao.cli.site.serving import open_standing_site

    open_standing_site()
    from dudao.apps.audit.models import Log
    from dudao.apps.audit.verifying import NotACheckpoint, read_checkpoints, verify

    try:
        held = [one for file in files for one in read_checkpoints(file.read_text("utf-8"))]
    except (NotACheckpoint, UnicodeDecodeError) as wrong:
        echo(f"读不了检查点：{wrong}", err=True)
        return exits.USAGE
    logs = list(Log.objects.all())
    if unknown := [one.log for one in held if one.log not in {log.name for log in logs}]:
        echo(f"这里没有日志 {unknown[0]}，没法与它的检查点核对。", err=True)
        return exits.USAGE
    findings = 0
    for log in logs:
        checked = verify(log, held)
        findings += len(checked.findings)
        erased = f"，{checked.erased} 条的内容已按规定删除" if checked.erased else ""
        echo(f"{log.name}：{checked.count} 条{erased}，{'完好' if not checked.findings else '有问题'}")
        for finding in checked.findings[:SHOWN]:
            echo(f"  {finding}")
        if len(checked.findings) > SHOWN:
            echo(f"  另有 {len(checked.findings) - SHOWN} 处")
    return exits.NO if findings else exits.DONE
