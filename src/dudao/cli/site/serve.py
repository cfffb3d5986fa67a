"""`dudao site serve`: start the site and say how to come in."""

import click

from dudao.cli import exits
from dudao.cli.language import echo
from dudao.cli.words import Command


@click.command("serve", cls=Command, help="启动网站，只在本机打开，并给出一次性登录链接。按 Ctrl+C 停。")
@click.option("--port", type=click.IntRange(1, 65535), help="端口；不写用 DUDAO_PORT，再不写用 8321。")
def command(port: int | None) -> int:
    from dudao import settings
    from dudao.cli.site.serving import serve

    serve(settings.DUDAO_DATA, port or settings.DUDAO_PORT, on_ready=announce)
    return exits.DONE


def announce(address: str) -> None:
    """Tell the person at the terminal how to come in."""
    echo(f"网站已启动。用浏览器打开下面的链接（只能用一次，24 小时内有效）：\n\n    {address}\n")
    echo("再要一个链接：dudao site link。停止：按 Ctrl+C。")
