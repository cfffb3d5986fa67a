"""`dudao site link`: another one-time link, also while the site is running."""

import click

from dudao.cli import exits
from dudao.cli.language import echo
from dudao.cli.words import Command


@click.command("link", cls=Command, help="再给一个登录链接：只能用一次，24 小时内有效。网站开着时也可以用。")
@click.option("--port", type=click.IntRange(1, 65535), help="网站的端口；不写用上次启动的端口。")
def command(port: int | None) -> int:
    from dudao.cli.site.serving import new_link, open_standing_site

    at_port = open_standing_site(port)
    echo(new_link(at_port))
    return exits.DONE
