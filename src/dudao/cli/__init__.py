"""The command line: `dudao …`.

One module per command, each with a `command` made by `@click.command(cls=Command)`. A module is imported only when its
command is asked for, and imports what takes long (Django, the readers of workbooks) inside its functions, so that help
answers at once. Exit statuses are in `exits`, common words and argument types in `words`.
"""

import click

from dudao.cli.language import LANGUAGES, VARIABLE
from dudao.cli.words import LazyGroup

COMMANDS = {
    "demo": "演示：一个虚构县，从工作簿到结论和得分，并打开网站",
    "standards": "标准：列出、查看、检查标准文件",
    "template": "按标准生成填报模板（.xlsx）",
    "map": "看一份工作簿的哪一列对应哪个数据项，可存成对应文件",
    "check": "检查工作簿里的数据，逐格列出问题",
    "assess": "由工作簿得出各标准的结论、得分和差距",
    "explain": "说明一个结论是怎么来的，直到单元格",
    "compare": "两份报告之间变了什么，因为哪些改动",
    "site": "网站：启动、取登录链接",
    "doctor": "检查本机环境是否齐备",
}

main = LazyGroup(
    name="dudao",
    package="dudao.cli",
    commands=COMMANDS,
    help="督导：教育督导评估的县级自评。由县里自己的工作簿得出每一条的结论、得分、差距和理由。",
)


def _version(context: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"dudao {version('dudao')}")
        context.exit()


main.params.append(
    click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        envvar=VARIABLE,
        expose_value=False,
        help=f"说话和写报告用的语言：zh 中文，en 英文；也可设 {VARIABLE}。标准、数据项和模板的原文是中文。",
    )
)
main.params.append(
    click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help="显示版本。")
)
