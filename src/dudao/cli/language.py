"""The language of what the command line says: Chinese, or English laid over it with `--lang en` or DUDAO_LANG=en.

Whoever reads Chinese imports nothing more. Everything that a command says goes out through `echo`.
"""

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dudao.english import English

CHINESE, ENGLISH = "zh", "en"
LANGUAGES = (CHINESE, ENGLISH)
VARIABLE = "DUDAO_LANG"

_chosen: list["English"] = []  # empty: Chinese


def choose(words: Sequence[str]) -> list[str]:
    """The words of the command line without `--lang LANGUAGE`, which may stand anywhere before `--`; sets the language.

    A language that there is not stays in, to be refused like any wrong option.
    """
    language, left, at = os.environ.get(VARIABLE, ""), [], 0
    end = words.index("--") if "--" in words else len(words)
    while at < len(words):
        word = words[at]
        value = word.removeprefix("--lang=") if word != "--lang" else words[at + 1] if at + 1 < len(words) else ""
        if at < end and word.startswith("--lang") and value in LANGUAGES:
            language, at = value, at + (2 if word == "--lang" else 1)
            continue
        left.append(word)
        at += 1
    _set(language)
    return left


def _set(language: str) -> None:
    _chosen.clear()
    if language == ENGLISH:
        from dudao.english import English

        _chosen.append(English())


def chosen() -> str:
    return ENGLISH if _chosen else CHINESE


def told(text: str) -> str:
    """A text in the language that was chosen."""
    return _chosen[0].text(text) if _chosen else text


def in_markdown(text: str) -> str:
    """A text in Markdown, line by line, the cells of its tables one by one."""
    return "\n".join(map(_markdown_line, text.split("\n"))) if _chosen else text


def _markdown_line(line: str) -> str:
    if line.startswith("| "):
        cells = line[2:-2].replace("\\|", "¦").split(" | ")
        return "| " + " | ".join(told(cell).replace("|", "\\|").replace("¦", "\\|") for cell in cells) + " |"
    mark = next((mark for mark in ("### ", "## ", "# ", "- ", "**") if line.startswith(mark)), "")
    end = "**" if mark == "**" and line.endswith("**") else ""
    return mark + told(line[len(mark) : len(line) - len(end)]) + end


def know(names: Iterable[str], *, free: bool = False) -> None:
    """Names that must stay as they are in any language; `free`: texts of cells, where they stand by themselves."""
    if _chosen:
        _chosen[0].know(names, free=free)


def echo(text: str = "", *, err: bool = False) -> None:
    """Say something to the person at the terminal, in the language that was chosen."""
    click.echo(told(text), err=err)
