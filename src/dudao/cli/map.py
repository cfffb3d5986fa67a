"""`dudao map`: which column of a workbook, or of the forms in a folder, is which figure, as proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dudao.cli import exits
from dudao.cli.folder import ExistingPath, files_in
from dudao.cli.language import echo
from dudao.cli.words import Command, ExistingFile, NewFile, write

if TYPE_CHECKING:
    from dudao.cli.workbooks import Mapped
    from dudao.spreadsheets.mapping import Outcome, Question


@click.command(
    "map",
    cls=Command,
    help="看工作簿的哪一列对应哪个数据项：确定的、看一眼的、要您定的。文件夹里格式相同的文件只列一次。退出状态 4：还有要定的。",
)
@click.argument("workbooks", metavar="工作簿或文件夹…", nargs=-1, required=True, type=ExistingPath())
@click.option("--save", metavar="文件", type=NewFile(), help="存成对应文件（YAML，可改）。")
@click.option("--mapping", metavar="文件", type=ExistingFile(), multiple=True, help="已有的对应文件，可写多次。")
@click.option("--answer", metavar="问题=选项", multiple=True, help="定一件事，如 --answer Q1=area_teaching，可写多次。")
@click.option("--by", metavar="姓名", default="", help="谁定的；“空白按 0”必须有。")
@click.option("--on", metavar="日期", default="", help="哪天定的，如 2026-11-02。")
def command(
    workbooks: tuple[Path, ...], save: Path | None, mapping: tuple[Path, ...], answer: tuple[str, ...], by: str, on: str
) -> int:
    from dudao.cli.workbooks import mapped, read_all, read_mappings
    from dudao.library.read import catalogue, standards
    from dudao.spreadsheets.forms import fold
    from dudao.spreadsheets.mapping import apply_answers

    said = dict(part.rsplit("=", 1) for part in answer if "=" in part)
    if len(said) != len(answer):
        raise click.UsageError("--answer 写成 问题=选项。")
    files = files_in(workbooks)
    for line in files.lines():
        echo(line, err=True)
    folded = fold(read_all(files.workbooks, lambda line: echo(line, err=True)), catalogue())
    for remark in folded.remarks:
        echo(f"说明：{remark}")
    prior = read_mappings(mapping)
    outcomes = []
    for book in folded.books:
        found = mapped(book, standards(), prior)
        outcome = apply_answers(found.proposal, said, by=by, on=on, looks=False) if said else found.outcome
        outcome = replace(outcome, open=(*outcome.open, *_twice(found, outcome, said, by, on)))
        _show(found, outcome, several=len(folded.books) > 1)
        outcomes.append(outcome)
    if save is not None:
        write(save, _text(outcomes, said, by, on).encode())
        echo(f"\n已存 {save}。", err=True)
    return exits.UNDECIDED if any(question.needed for outcome in outcomes for question in outcome.open) else exits.DONE


def _twice(found: "Mapped", outcome: "Outcome", said: Mapping[str, str], by: str, on: str) -> "tuple[Question, ...]":
    """What only reading the rows of a folded table asks: a school that came twice."""
    from dudao.library.read import catalogue
    from dudao.spreadsheets.mapping import answer_more, read_figures

    if not any(sheet.origins for sheet in found.book.sheets):
        return ()
    reading = read_figures(found.book, answer_more(outcome.mapping, said, by, on), catalogue())
    return tuple(question for question in reading.questions if question.kind == "twice")


def _show(found: "Mapped", outcome: "Outcome", *, several: bool) -> None:
    if several:
        echo(f"\n《{found.book.name}》")
    for line in _lines(found):
        echo(line)
    for question in outcome.open:
        if not question.needed:
            continue
        echo("")
        echo(f"要您定 [{question.id}] {question.sheet} {question.place}：{question.text}")
        for option in question.options:
            mark = "（推荐）" if option.code == question.recommended else ""
            echo(f"    {option.code}  {option.label}{mark}  {option.consequence}".rstrip())


def _text(outcomes: Sequence["Outcome"], said: Mapping[str, str], by: str, on: str) -> str:
    """The mapping file: a part for each book or form, divided by a line of three dashes."""
    from dudao.spreadsheets.mapping import answer_more, mapping_to_text

    kept = [answer_more(outcome.mapping, said, by, on) if said else outcome.mapping for outcome in outcomes]
    return "---\n".join(mapping_to_text(mapping) for mapping in kept if mapping.tables or len(kept) == 1)


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
