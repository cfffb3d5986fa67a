"""`dudao compare`: two reports beside each other. Needs no workbook."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dudao.cli import exits
from dudao.cli.language import echo
from dudao.cli.words import Command, ExistingFile

if TYPE_CHECKING:
    from dudao.calc.assessment.report.compared import ReportsCompared

Plain = Mapping[str, Any]
MOVERS = 5  # of one verdict; --all says every one that was kept
LINES = 200  # of one kind


@click.command(
    "compare",
    cls=Command,
    help="两份 .json 报告之间变了什么：哪些数改了，哪些结论和得分变好、变差、新的未定，各因为哪些改动。先写旧的，后写新的。",
)
@click.argument("older", metavar="旧报告.json", type=ExistingFile())
@click.argument("newer", metavar="新报告.json", type=ExistingFile())
@click.option("--standard", "codes", metavar="文件", multiple=True, help="报告用了自己的标准文件时，在这里给出。")
@click.option("--all", "everything", is_flag=True, help="全部列出；不写则每类至多列 200 行，每行至多列 5 处改动。")
def command(older: Path, newer: Path, codes: tuple[str, ...], everything: bool) -> int:
    from dudao.calc.assessment.report.compared import compare_reports
    from dudao.cli.explain import read_report
    from dudao.cli.standard_files import chosen_standard, chosen_standards
    from dudao.library.read import catalogue

    own = {standard.code: standard for standard in map(chosen_standard, codes)}
    standards = [standard for standard in chosen_standards(()) if standard.code not in own]
    found = compare_reports(read_report(older), read_report(newer), [*standards, *own.values()], catalogue())
    for line in _lines(found, everything=everything):
        echo(line)
    return exits.DONE


def _lines(found: "ReportsCompared", *, everything: bool) -> Iterator[str]:
    from dudao.calc.assessment.comparing_plain import KINDS, counts_words

    yield counts_words(Counter(one["kind"] for one in found.moved), len(found.changes))
    yield from found.notes
    for kind, name in KINDS.items():
        mine = [one for one in found.moved if one["kind"] == kind]
        if mine:
            yield ""
            yield f"{name}（{len(mine)} 处）"
            for one in mine if everything else mine[:LINES]:
                yield from _moved(one, found.changes, None if everything else MOVERS)
            yield from _left(mine, everything)
    if found.changes:
        yield ""
        yield f"改了的（{len(found.changes)} 处）"
        for change in found.changes if everything else found.changes[:LINES]:
            yield f"  {_change(change)}{_cells(change)}"
        yield from _left(found.changes, everything)


def _left(lines: Any, everything: bool) -> Iterator[str]:
    if len(lines) > LINES and not everything:
        yield f"  …… 另有 {len(lines) - LINES} 行；加 --all 全部列出"


def _moved(one: Plain, changes: Any, most: int | None) -> Iterator[str]:
    from dudao.calc.assessment.comparing_plain import still_words

    where = f"{one['school']} · " if one.get("school") else ""
    yield f"  {where}{one['what']}：{one['before']} → {one['after']}"
    for mover in one["movers"][:most]:
        still = still_words(mover, one)
        yield f"    因为 {_change(changes[mover['change']])}{f'（{still}）' if still else ''}"
    left = one["movers_total"] - len(one["movers"][:most])
    if left:
        yield f"    …… 另有 {left} 处改动"


def _change(change: Plain) -> str:
    where = f"{change['school']} " if change.get("school") else ""
    return f"{where}{change['what']}：{change['old']} → {change['new']}"


def _cells(change: Plain) -> str:
    cells = [change[name] for name in ("old_at", "new_at") if change.get(name)]
    return f"  [{' → '.join(dict.fromkeys(cells))}]" if cells else ""
