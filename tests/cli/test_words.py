"""Whoever mistypes is told so in Chinese; a script can tell one ending from another."""

import click
import pytest
from click.testing import CliRunner

from dudao.cli import exits, main
from dudao.cli.words import Command, ExistingFile, LazyGroup, NotWritten, write
from dudao.errors import Refusal


class NoSchools(Refusal):
    pass


def ending(error: Exception | None, monkeypatch: pytest.MonkeyPatch, answer: int | None = None):
    """How the program ends when its command does this."""

    @click.command("act", cls=Command)
    @click.argument("book", type=ExistingFile(), required=False)
    @click.option("--year", type=int)
    @click.option("--kind", type=click.Choice(["verdict", "points"]))
    def act(book, year, kind):
        if error:
            raise error
        return answer

    group = LazyGroup(name="dudao", package="nowhere", commands={"act": "做"}, help="帮助")
    monkeypatch.setattr(group, "get_command", lambda context, name: act if name == "act" else None)
    return lambda *words: CliRunner().invoke(group, words)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (None, exits.DONE),
        (NoSchools("名册是空的。"), exits.REFUSED),
        (KeyboardInterrupt(), exits.INTERRUPTED),
        (ZeroDivisionError(), exits.FAULT),
    ],
)
def test_every_ending_has_its_status(error, status, monkeypatch):
    assert ending(error, monkeypatch)("act").exit_code == status


@pytest.mark.parametrize("answer", [exits.NO, exits.UNDECIDED])
def test_what_a_command_returns_is_the_status(answer, monkeypatch):
    assert ending(None, monkeypatch, answer)("act").exit_code == answer


def test_a_refusal_is_said_without_a_trace(monkeypatch):
    said = ending(NoSchools("名册是空的。"), monkeypatch)("act").output

    assert said == "名册是空的。\n"


def test_a_fault_is_not_blamed_on_the_data(monkeypatch):
    said = ending(ZeroDivisionError(), monkeypatch)("act").output

    assert "ZeroDivisionError" in said
    assert "不是您的数据的" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["acts"], "没有命令 acts"),
        (["act", "--yer", "1"], "没有选项 --yer"),
        (["act", "--year", "x"], "--year 不对：要一个整数"),
        (["act", "--year"], "选项 --year 后面要有一个值"),
        (["act", "--kind", "x"], "只能是 verdict、points 之一"),
        (["act", "没有.xlsx"], "没有这个文件：没有.xlsx"),
        (["act", "."], "这是文件夹，不是文件"),
    ],
)
def test_wrong_usage_is_said_in_chinese(words, said, monkeypatch):
    result = ending(None, monkeypatch)(*words)

    assert result.exit_code == exits.USAGE
    assert said in result.output


def test_help_is_in_chinese():
    said = CliRunner().invoke(main, ["--help"]).output

    assert "用法: " in said
    assert not {"Usage", "Options", "Commands", "Show this"} & set(said.replace(":", " ").split())


def test_the_version_is_told():
    assert CliRunner().invoke(main, ["--version"]).output.startswith("dudao ")


def test_a_full_disk_is_said_without_a_trace(monkeypatch, tmp_path):
    monkeypatch.setattr("pathlib.Path.write_bytes", _full)
    with pytest.raises(NotWritten, match="写不了"):
        write(tmp_path / "报告.json", b"")
    assert issubclass(NotWritten, Refusal)  # which is told in one sentence


def _full(*_):
    raise OSError(28, "No space left on device")
