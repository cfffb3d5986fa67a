"""`dudao site link`: another one-time link, also while the site is running."""

import click

from dudao.cli import exits
from dudao.cli.words import Command


@click.command("link", cls=Command, help="再给一个登录链接：只能用一次，24 小时内有效。网站开着时也可以用。")
@click.option("--port", type=click.IntRange(1, 65535), help="网站的端口；不写用上次启动的端口。")
def command(port: int | None) -> int:
    from dudao import settings
    from dudao.cli.site.serving import NoSite, new_link, open_site, port_of

    data = settings.DUDAO_DATA
    if not (data / "dudao.sqlite3").is_file():
        raise NoSite(f"{data} 里还没有网站。先运行 dudao site serve。")
    at_port = port or port_of(data, settings.DUDAO_PORT)
    open_site(data, at_port)
    click.echo(new_link(at_port))
    return exits.DONE
