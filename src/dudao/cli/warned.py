"""Warnings on the command line: each with its cells, what was said of it, and the line of a settings file to fill in."""

from collections.abc import Iterator, Mapping, Sequence

from dudao.calc.returns.warnings import Warned, entry, warning_sentence


def warning_lines(several: Sequence[Warned], names: Mapping[str, str]) -> Iterator[str]:
    """A line a warning; below one that nobody explained, what to write under `explained:` of the settings file."""
    for one in several:
        yield f"提醒 {warning_sentence(one, names)}"
        if one.explained is None:
            yield f"    {entry(one)}"
    if any(one.explained is None for one in several):
        yield "提醒不挡带入。说明写在 --settings 文件的 explained: 下面，照上面缩进的一行补上 says、by、on。"


def count(several: Sequence[Warned]) -> str:
    """，3 处提醒，2 处待说明; '' where there is none."""
    still = sum(one.explained is None for one in several)
    return f"，{len(several)} 处提醒，{still} 处待说明" if several else ""
