"""`dudao site drill`."""

from pathlib import Path

import click

from dudao.cli import exits
from dudao.cli.language import echo
from dudao.cli.words import Command, NewFile, write


@click.command(
    "drill",
    cls=Command,
    help="恢复演练：把一份备份真的恢复到一个空地方，核对数据库和日志，打开 20 页，报告用了几分钟。不动正在用的网站。通过是 0，没有通过是 1。",
)
@click.option(
    "--from",
    "source",
    metavar="备份",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="用这份已有的备份。",
)
@click.option(
    "--to",
    "to",
    metavar="文件夹",
    type=click.Path(file_okay=False, path_type=Path),
    help="先在这个文件夹里做一份新的，再用它演练。",
)
@click.option("--report", metavar="文件", type=NewFile(), help="报告存成文件。")
def command(source: Path | None, to: Path | None, report: Path | None) -> int:
    if (source is None) == (to is None):
        raise click.UsageError("--from 和 --to 要写一个，也只写一个。")
    from dudao import settings
    from dudao.cli.site.copies.drilling import hold
    from dudao.cli.site.copies.manifest import newest_in, read

    data = settings.DUDAO_DATA
    copy = newest_in(source) if source is not None else _fresh_copy(to or Path())
    digest = read(copy).digest
    drill = hold(copy.absolute())
    text = drill.report(_write_down(data, digest, drill.passed, round(drill.seconds)))
    echo(text.rstrip("\n"))
    if report is not None:
        write(report, text.encode())
    return exits.DONE if drill.passed else exits.NO


def _fresh_copy(to: Path) -> Path:
    from dudao.cli.site.copies.recording import take_and_record

    return take_and_record(to).folder


def _write_down(data: Path, digest: str, passed: bool, seconds: int) -> str:
    """In the log of the site in use, where there is one. The day of the report."""
    from dudao.cli.site.copies.recording import record_drill

    return record_drill(data, digest, passed=passed, seconds=seconds)
