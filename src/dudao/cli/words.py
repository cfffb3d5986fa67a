"""What all commands share: help and messages, lazy loading, and what happens to a refusal."""

import importlib
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from dudao.cli import exits
from dudao.cli.language import choose, told
from dudao.errors import Refusal

HELP = "显示本说明。"


class Command(click.Command):
    """A command whose help is Chinese, or English where that was asked for; click would take the language from the
    shell, where it is often not set.

    Its function returns one of `exits`, or nothing for `DONE`.
    """

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(
            ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=f"{told('用法: ').rstrip()} "
        )

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_metavar(piece.replace("[OPTIONS]", "[选项]")) for piece in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(told(self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx))]
        if records:
            with formatter.section(told("选项")):
                formatter.write_dl([(_metavar(names), told(text)) for names, text in records])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = HELP
        return option


class LazyGroup(Command, click.Group):
    """A group that knows its commands by name and one line each, and imports one only when it is asked for.

    Command `name` is `command` in module `package.name`.
    """

    def __init__(self, *, name: str, package: str, commands: Mapping[str, str], help: str) -> None:
        super().__init__(name=name, help=help, subcommand_metavar="命令 [参数]…", no_args_is_help=True)
        self.package = package
        self.lines = commands

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.lines:
            return None
        command: click.Command = importlib.import_module(f"{self.package}.{cmd_name}").command
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section(told("命令")):
            formatter.write_dl([(name, told(line)) for name, line in self.lines.items()])

    def main(  # type: ignore[override]  # click has two signatures, one of which never returns
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Run, answer in the language chosen, and leave with one of `exits`."""
        args = choose(sys.argv[1:] if args is None else args)
        if not extra.pop("standalone_mode", True):
            return super().main(args, prog_name, standalone_mode=False, **extra)
        _speak_utf8()
        try:
            status = super().main(args, prog_name, standalone_mode=False, **extra)
        except (KeyboardInterrupt, click.Abort):
            _leave("已中断。", exits.INTERRUPTED)
        except click.exceptions.NoArgsIsHelpError as shown:
            shown.show()
            sys.exit(exits.USAGE)
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else self.name
            _leave(f"{in_chinese(error)}\n用法见: {path} --help", exits.USAGE)
        except click.ClickException as error:
            _leave(error.format_message(), exits.REFUSED)
        except Exception as error:
            _leave_for(error)
        sys.exit(status if isinstance(status, int) else exits.DONE)


class ExistingFile(click.Path):
    """An argument that is a file which is there and may be read; the value is a Path."""

    name = "file"

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(value)
        if not path.exists():
            self.fail(f"没有这个文件：{value}", param, ctx)
        if path.is_dir():
            self.fail(f"这是文件夹，不是文件：{value}", param, ctx)
        try:
            path.open("rb").close()
        except OSError:
            self.fail(f"没有权限读这个文件：{value}", param, ctx)
        return path


class NewFile(click.Path):
    """An option that is a file to be written, in a folder that is there; the value is a Path.

    Asked before the work, so that a slip in the name does not cost the result.
    """

    name = "file"

    def __init__(self) -> None:
        super().__init__(dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(value)
        if path.is_dir():
            self.fail(f"这是文件夹，不是文件：{value}", param, ctx)
        if not path.parent.is_dir():
            self.fail(f"没有这个文件夹：{path.parent}", param, ctx)
        if not os.access(path if path.exists() else path.parent, os.W_OK):
            self.fail(f"没有权限写这个文件：{value}", param, ctx)
        return path


class NotWritten(Refusal):
    """A file could not be written; the message says which and why it may be."""


def write(path: Path, content: bytes) -> None:
    """Write a file that the user named; NotWritten where the disk or the system does not let us."""
    try:
        path.write_bytes(content)
    except OSError as fault:
        raise NotWritten(
            f"写不了 {path}：{fault.strerror}。看看磁盘有没有满、文件是不是正在别的程序里打开着。"
        ) from None


def in_chinese(error: click.UsageError) -> str:
    """What is wrong with the command line, in Chinese."""
    if isinstance(error, click.NoSuchOption):
        near = f"是不是 {'、'.join(error.possibilities)}？" if error.possibilities else ""
        return f"没有选项 {error.option_name}。{near}"
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_named(error.param)}。"
    if isinstance(error, click.BadParameter):
        return f"{_named(error.param)} 不对：{_of_type(error)}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面要有一个值。"
    if isinstance(error, click.exceptions.NoSuchCommand):
        near = f"是不是 {'、'.join(error.possibilities)}？" if error.possibilities else ""
        return f"没有命令 {error.command_name}。{near}"
    if "unexpected extra" in error.message:  # click has no class of its own for this one
        return f"多出了参数：{error.message.partition('(')[2].rstrip(').')}。"
    return error.message


def _metavar(names: str) -> str:
    """What stands for a value in help: 文件, FILE."""
    return " ".join(told(part).upper().replace(" ", "-") if told(part) != part else part for part in names.split(" "))


def _named(param: click.Parameter | None) -> str:
    if param is None:
        return "参数"
    return "/".join(param.opts) if isinstance(param, click.Option) else f"参数 {_metavar(param.human_readable_name)}"


def _of_type(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"只能是 {'、'.join(map(str, kind.choices))} 之一。"
    if isinstance(kind, click.IntRange):
        return f"要一个整数，范围 {kind._describe_range()}。"
    if kind is click.INT:
        return "要一个整数。"
    return error.message


def _leave_for(error: Exception) -> NoReturn:
    django = sys.modules.get("django.core.exceptions")  # a wrong setting is an answer too, if Django was needed at all
    answers = (Refusal, django.ImproperlyConfigured) if django else (Refusal,)
    if isinstance(error, answers):
        _leave(str(error), exits.REFUSED)
    traceback.print_exception(error)
    _leave("程序出错了，这是程序的毛病，不是您的数据的。请把上面的内容告诉开发者。", exits.FAULT)


def _leave(message: str, status: int) -> NoReturn:
    print(told(message), file=sys.stderr)
    sys.exit(status)


def _speak_utf8() -> None:
    """Chinese must print in any shell, also where the locale is C or the output is piped on Windows."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower() not in {
            "utf-8",
            "utf8",
            "gb18030",
            "gbk",
            "cp936",
        }:
            stream.reconfigure(encoding="utf-8", errors="replace")
