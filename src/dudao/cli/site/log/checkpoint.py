"""`dudao site log checkpoint`."""

import click

from dudao.cli import exits
from dudao.cli.words import Command


@click.command(
    "checkpoint",
    cls=Command,
    help="写出每条日志现在的检查点（三行：日志名、条数、树根）。存到别处、打印、交给上级，才能证明以后没有人动过。",
)
def command() -> int:
    from dudao.cli.site.serving import open_standing_site

    open_standing_site()
    from dudao.apps.audit.models import Log
    from dudao.apps.audit.verifying import checkpoint_of

    for log in Log.objects.all():
        click.echo(checkpoint_of(log).text())
    return exits.DONE
