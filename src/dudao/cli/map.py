"""`dudao map`: which column of a workbook is which figure, as proposed."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dudao.cli import exits
from dudao.cli.words import Command, ExistingFile, NewFile, write

if TYPE_CHECKING:
    from dudao.cli.workbooks import Mapped


@click.command(
    "map", cls=Command, help="看一份工作簿的哪一列对应哪个数据项：确定的、看一眼的、要您定的。退出状态 4：还有要定的。"
)
@click.argument("workbook", metavar="工作簿", type=ExistingFile())
@click.option("--save", metavar="文件", type=NewFile(), help="存成对应文件（YAML，可改）。")
@click.option("--mapping", metavar="文件", type=ExistingFile(), multiple=True, help="已有的对应文件，可写多次。")
@click.option("--answer", metavar="问题=选项", multiple=True, help="定一件事，如 --answer Q1=area_teaching，可写多次。")
@click.option("--by", metavar="姓名", default="", help="谁定的；“空白按 0”必须有。")
@click.option("--on", metavar="日期", default="", help="哪天定的，如 2026-11-02。")
def command(
    workbook: Path, save: Path | None, mapping: tuple[Path, ...], answer: tuple[str, ...], by: str, on: str
) -> int:
    from dudao.cli.workbooks import mapped, read, read_mappings
    from dudao.library.read import standards
    from dudao.spreadsheets.mapping import answer_more, apply_answers, mapping_to_text

    book = read(workbook, lambda line: click.echo(line, err=True))
    found = mapped(book, standards(), read_mappings(mapping))
    said = dict(part.split("=", 1) for part in answer if "=" in part)
    if len(said) != len(answer):
        raise click.UsageError("--answer 写成 问题=选项。")
    outcome = found.outcome
    if said:
        outcome = apply_answers(found.proposal, said, by=by, on=on, looks=False)
    for line in _lines(found):
        click.echo(line)
    open_ones = [question for question in outcome.open if question.needed]
    for question in open_ones:
        click.echo("")
        click.echo(f"要您定 [{question.id}] {question.sheet} {question.place}：{question.text}")
        for option in question.options:
            mark = "（推荐）" if option.code == question.recommended else ""
            click.echo(f"    {option.code}  {option.label}{mark}  {option.consequence}".rstrip())
    if save is not None:
        mapping_text = mapping_to_text(answer_more(outcome.mapping, said, by, on) if said else outcome.mapping)
        write(save, mapping_text.encode())
        click.echo(f"\n已存 {save}。", err=True)
    return exits.UNDECIDED if open_ones else exits.DONE


def _lines(found: "Mapped") -> list[str]:
    from dudao.spreadsheets.mapping import KIND_WORDS, SURE_WORDS

    lines = []
    for table in found.proposal.tables:
        lines.append(f"\n表「{table.sheet}」：{KIND_WORDS[table.kind]}，{len(table.rows)} 行（{table.why}）")
        for line in table.lines:
            head = " / ".join(line.line.head)
            lines.append(f"  {line.place:>4}  {SURE_WORDS[line.sure]}\t{head} → {line.label}（{line.why}）")
    lines += [f"\n表「{sheet}」不带入：{why}" for sheet, why in found.proposal.ignored_sheets]
    lines += [f"说明：{remark}" for remark in found.proposal.remarks]
    return lines
