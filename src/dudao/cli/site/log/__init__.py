"""`dudao site log …`: whether what was done is written down whole."""

from dudao.cli.words import LazyGroup

COMMANDS = {
    "verify": "核对操作日志有没有被改过、删过",
    "checkpoint": "写出检查点，交给别人保存",
}

command = LazyGroup(name="log", package="dudao.cli.site.log", commands=COMMANDS, help="操作日志。")
