"""`dudao standards`: list, show, validate, compare."""

from dudao.cli.words import LazyGroup

command = LazyGroup(
    name="standards",
    package="dudao.cli.standards",
    commands={
        "list": "列出内置的标准",
        "show": "看一个标准的全部指标",
        "validate": "检查一份标准文件，逐处指出",
        "compare": "对照一个标准的两份文本",
    },
    help="标准：列出、查看、检查、对照标准文件。",
)
