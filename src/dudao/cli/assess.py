"""`dudao assess`: from workbooks to the verdict, the score, the gaps, and a report."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dudao.cli import exits
from dudao.cli.folder import ExistingPath, files_in
from dudao.cli.language import CHINESE, chosen, echo, in_markdown, know, told
from dudao.cli.words import Command, ExistingFile, NewFile, write

if TYPE_CHECKING:
    from dudao.cli.workbooks import Brought

FORMS = (".json", ".xlsx", ".md")
FEW = 8  # failing things printed of each standard


@click.command(
    "assess",
    cls=Command,
    help="由工作簿得出各标准的结论、得分和差距。有错格、核对不符（3）或有列要您定（4）时不评，一次全部列出。",
)
@click.argument("workbooks", metavar="工作簿或文件夹…", nargs=-1, required=True, type=ExistingPath())
@click.option(
    "--standard", "codes", metavar="代码", multiple=True, help="标准，如 YZJH-2017；不写则全部。也可以是标准文件。"
)
@click.option("--mapping", metavar="文件", type=ExistingFile(), multiple=True, help="对应文件，可写多次。")
@click.option("--settings", metavar="文件", type=ExistingFile(), help="县里的选择（YAML）。")
@click.option("--roll", metavar="文件", type=ExistingFile(), help="名册：应有哪些学校的工作簿。")
@click.option("--county", metavar="名称", default="本县", help="写在报告上的县名。")
@click.option(
    "--report",
    "reports",
    metavar="文件",
    multiple=True,
    type=NewFile(),
    help="报告：.xlsx、.json 或 .md，可写多次。",
)
def command(
    workbooks: tuple[Path, ...],
    codes: tuple[str, ...],
    mapping: tuple[Path, ...],
    settings: Path | None,
    roll: Path | None,
    county: str,
    reports: tuple[Path, ...],
) -> int:
    from dudao.cli.returned import lines
    from dudao.cli.settings_file import read_settings
    from dudao.cli.standard_files import chosen_standards
    from dudao.cli.workbooks import bring, read_mappings

    for path in reports:
        if path.suffix.lower() not in FORMS:
            raise click.UsageError(f"报告的文件名以 {'、'.join(FORMS)} 结尾：{path.name}")
    standards = chosen_standards(codes)
    files = files_in(workbooks)
    for line in files.lines():
        _say(line)
    brought = bring(
        files.workbooks,
        standards,
        mappings=read_mappings(mapping),
        choices=read_settings(settings, standards),
        roll=roll,
        say=_say,
    )
    if len(files.workbooks) > 1:
        for line in lines(brought.books, brought.folded, brought.readings, brought.reading, brought.rolls):
            _say(line)
    if status := refused(brought):
        return status
    know([county])
    plain = assessed(
        brought, standards, county=county, explained=any(path.suffix.lower() == ".json" for path in reports)
    )
    for line in summary(plain):
        echo(line)
    for path in reports:
        write(path, written(plain, path.suffix.lower()))
        _say(f"已写 {path}")
    return exits.DONE


def _say(line: str) -> None:
    echo(line, err=True)


def refused(brought: "Brought") -> int:
    """Prints everything that keeps the figures from being assessed; the exit status, 0 if nothing does."""
    errors = brought.errors()
    for line in errors:
        echo(line, err=True)
    for name, question in brought.questions:
        echo(f"要您定 [{question.id}] {name} {question.sheet} {question.place}：{question.text}", err=True)
    if brought.questions:
        echo("用 dudao map 工作簿 --save 文件 定下来，再加 --mapping 文件。", err=True)
    if errors:
        echo(f"{len(errors)} 处有错，没有评。改好原表再来。", err=True)
        return exits.REFUSED
    return exits.UNDECIDED if brought.questions else exits.DONE


def assessed(
    brought: "Brought", standards: Any, *, county: str, demo: bool = False, explained: bool = True
) -> dict[str, Any]:
    """The report of the workbooks as plain data; `explained` with the explanation of every number."""
    from functools import partial

    from dudao import __version__
    from dudao.calc.assessment.assessor import Assessor
    from dudao.calc.assessment.explaining import Explainer
    from dudao.calc.assessment.report import Circumstances, report
    from dudao.calc.returns.warnings import plain_warnings
    from dudao.library.read import catalogue

    parts = []
    for standard in standards:
        _say(f"评 {standard.short} …")
        assessor = Assessor(standard, catalogue())
        result = assessor.assess(brought.snapshot)
        explain = Explainer(assessor, brought.snapshot, result) if explained else None
        parts.append((standard, result, explain))
    about = Circumstances(
        county=county,
        software=__version__,
        demo=demo,
        workbooks=tuple(book.name for book in brought.books),
        remarks=tuple(brought.reading.remarks),
        not_run=brought.report.remarks(),
        warned=tuple(plain_warnings(brought.warned, brought.names)),
    )
    return report(parts, catalogue(), brought.snapshot, about, progress=partial(_progress, "写说明"))


def _progress(what: str, done: int, whole: int) -> None:
    if done % 500 == 0:
        _say(f"{what} {done}/{whole}")


def written(plain: Mapping[str, Any], suffix: str) -> bytes:
    """The report's bytes in one of FORMS."""
    if suffix == ".json":
        return (json.dumps(plain, ensure_ascii=False, indent=None, separators=(",", ":")) + "\n").encode()
    if suffix == ".md":
        from dudao.calc.assessment.report.markdown import markdown

        return in_markdown(markdown(plain)).encode()
    from dudao.spreadsheets.writing.report import report_workbook

    return report_workbook(plain, told if chosen() != CHINESE else None)


def summary(plain: Mapping[str, Any]) -> list[str]:
    """The answer first, then what fails, a few lines a standard."""
    from dudao.calc.assessment.report.sentences import answer, failing, relaxed_text

    lines = []
    for standard in plain["standards"]:
        lines += ["", answer(standard)]
        told = failing(standard)
        lines += [f"  {line}" for line in told[:FEW]]
        if len(told) > FEW:
            lines.append(f"  …… 共 {len(told)} 条，见报告")
        lines += [f"  放宽 {relaxed_text(found)}" for found in standard.get("relaxations", ())]
    warnings = plain.get("warnings", ())  # a run of the site has them on a page of its own
    if warnings:
        still = sum(not one["says"] for one in warnings)
        lines += ["", f"提醒 {len(warnings)} 处，{still} 处待说明；用 dudao check 逐处看，不影响结论。"]
    return lines[1:]
