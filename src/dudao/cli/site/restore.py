"""`dudao site restore`."""

from pathlib import Path

import click

from dudao.cli import exits
from dudao.cli.language import echo
from dudao.cli.words import Command


@click.command(
    "restore",
    cls=Command,
    help="由备份恢复。先逐个核对文件，不对就不恢复；恢复后日志开新的一段，第一条写明接在哪里、少了什么。",
)
@click.argument("copy", metavar="备份", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--into",
    metavar="文件夹",
    type=click.Path(file_okay=False, path_type=Path),
    help="恢复到哪个文件夹，里面不能已有网站；不写用 DUDAO_DATA。",
)
@click.option(
    "--checkpoint",
    "files",
    metavar="文件",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="别人保存的检查点：由它看出备份以后少了多少条，备份有没有被动过。",
)
def command(copy: Path, into: Path | None, files: tuple[Path, ...]) -> int:
    from dudao import settings
    from dudao.cli.site.copies.manifest import newest_in
    from dudao.cli.site.copies.restoring import held_in, restore

    place = (into or settings.DUDAO_DATA).absolute()
    chosen = newest_in(copy)
    if chosen != copy:
        echo(f"取其中最近的一份：{chosen.name}")
    restored = restore(chosen, place, held=[held_in(file) for file in files], port=settings.DUDAO_PORT)
    counties = "、".join(name for _code, name in restored.manifest.counties)
    echo(f"恢复好了：{counties}，在 {place}。")
    for line in restored.lost:
        echo(f"  {line}")
    for old, count, new in restored.logs:
        echo(f"  日志 {old} 到第 {count} 条为止，接着写 {new}。")
    for line in restored.wrong:
        echo(f"  日志有问题：{line}")
    echo(f"  备份时的设置：{'，'.join(f'{name}={value}' for name, value in restored.settings.items())}")
    echo("先前的登录和登录链接都已作废。启动：\n")
    echo(f"    DUDAO_INSTALLATION={restored.manifest.installation} DUDAO_DATA={place} dudao site serve\n")
    return exits.NO if restored.wrong else exits.DONE
