"""`dudao check`: everything wrong in the figures of some workbooks or of a folder of them, cell by cell, at once."""

from pathlib import Path

import click

from dudao.cli import exits
from dudao.cli.folder import ExistingPath, files_in
from dudao.cli.language import echo
from dudao.cli.words import Command, ExistingFile


@click.command(
    "check", cls=Command, help="检查工作簿里的数据，逐格列出问题和对的样子；退出状态 1：有错，4：有列要您定。"
)
@click.argument("workbooks", metavar="工作簿或文件夹…", nargs=-1, required=True, type=ExistingPath())
@click.option("--mapping", metavar="文件", type=ExistingFile(), multiple=True, help="对应文件，可写多次。")
@click.option("--settings", metavar="文件", type=ExistingFile(), help="县里的选择（YAML）。")
@click.option("--roll", metavar="文件", type=ExistingFile(), help="名册：应有哪些学校的工作簿。")
def command(workbooks: tuple[Path, ...], mapping: tuple[Path, ...], settings: Path | None, roll: Path | None) -> int:
    from dudao.cli.returned import lines
    from dudao.cli.settings_file import read_settings
    from dudao.cli.warned import count, warning_lines
    from dudao.cli.workbooks import bring, read_mappings
    from dudao.library.read import standards

    chosen = standards()
    files = files_in(workbooks)
    for line in files.lines():
        echo(line, err=True)
    brought = bring(
        files.workbooks,
        chosen,
        mappings=read_mappings(mapping),
        choices=read_settings(settings, chosen),
        roll=roll,
        say=lambda line: echo(line, err=True),
    )
    if len(files.workbooks) > 1:
        for line in lines(brought.books, brought.folded, brought.readings, brought.reading, brought.rolls):
            echo(line)
    errors = brought.errors()
    for line in errors:
        echo(line)
    for name, question in brought.questions:
        echo(f"要您定 [{question.id}] {name} {question.sheet} {question.place}：{question.text}")
        for option in question.options:
            echo(f"    {option.code}  {option.label}")
    if brought.questions:
        echo("用 dudao map 工作簿或文件夹 --answer '编号=选项' --save 文件 定下来，再加 --mapping 文件。", err=True)
    for line in warning_lines(brought.warned, brought.names):
        echo(line)
    for remark in (*brought.reading.remarks, *brought.report.remarks()):
        echo(f"说明：{remark}")
    known = sum(hasattr(stated, "value") for stated in brought.snapshot.statements.values())
    echo(
        f"{len(brought.snapshot.schools)} 所学校，{known} 个数；{len(errors)} 处有错，{len(brought.questions)} 件要您定"
        f"{count(brought.warned)}。"
    )
    if errors:
        return exits.NO
    return exits.UNDECIDED if brought.questions else exits.DONE
