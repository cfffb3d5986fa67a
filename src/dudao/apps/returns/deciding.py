"""What the mapping page shows of a draft: questions with what was said, what is wrong cell by cell, columns, blanks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dudao.apps.returns.calculation import DryRun
from dudao.apps.returns.models import Draft
from dudao.apps.returns.parts import Place, Tab
from dudao.calc.figures import Catalogue, Kind, Level, Source, Unknown
from dudao.calc.figures.declaration import STAGES
from dudao.calc.returns.checks import Finding, place_words
from dudao.spreadsheets.book import address
from dudao.spreadsheets.mapping import CellFault, LineProposal, Question, Role, TableProposal
from dudao.spreadsheets.mapping import Kind as TableKind

LINE, ZERO = "line:", "zero:"
RULES = {
    "kind": "要一个数",
    "text": "要一个数",
    "letter": "数字里不混字母",
    "two_dots": "一个小数点",
    "chinese": "用阿拉伯数字",
    "about": "要确切的数",
    "stop": "小数点用点",
    "thousands": "千位分隔三位一段",
    "two": "一格一个数",
    "formula": "公式要有结果",
    "unit": "单位要对得上",
    "percent": "单位要对得上",
    "negative": "不能是负数",
    "bound": "在可能的范围里",
    "whole": "要整数",
    "yes_no": "是或否",
    "date": "要一个日期",
    "choice": "取自代码表",
    "level": "档次取自标准",
    "school": "认得出是哪所学校",
    "twice": "同校同学段一行",
    "conflict": "一个数一个值",
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question with what stands for it now: decided by whom, or what holds as long as nobody says otherwise."""

    question: Question
    number: int
    chosen: str
    by: str
    on: str

    @property
    def decided(self) -> bool:
        return bool(self.by)

    @property
    def open(self) -> bool:
        return self.question.needed and not self.chosen


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """Something that refuses the import: a cell, or a check that fails; with its cell in this workbook where it has one."""

    number: int
    sheet: str
    cell: str
    text: str
    why: str
    rule: str
    example: str
    place: str = ""  # school, for a check
    elsewhere: str = ""  # the other cells it is about
    file: str = ""
    at: Place | None = None  # where it is looked at; None for what stands in no file of the draft
    also: tuple[Place, ...] = ()  # the other places it is about

    @property
    def anchor(self) -> str:
        return address(self.at.row, self.at.column) if self.at is not None else ""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column, or an item's row, with how sure it is, why, and what may be said about its blanks."""

    tab: Tab
    table: TableProposal
    line: LineProposal
    empty: int  # cells that are asked for and blank or a dash
    deciding: int  # on how many of those something undecided hangs
    zero: str  # who decided that blank means 0, and when

    @property
    def _key(self) -> str:
        return f"{self.table.sheet}:{self.table.nth}:{self.line.place}"

    @property
    def line_name(self) -> str:
        """The name of the answer to "what is it?"."""
        return f"{self.tab.part.prefix}{LINE}{self._key}"

    @property
    def zero_name(self) -> str:
        """The name of the answer to "what does a blank mean?"."""
        return f"{self.tab.part.prefix}{ZERO}{self._key}"

    @property
    def head(self) -> str:
        return " / ".join(text for text in self.line.line.head if text) or "（没有表头）"


def questions(draft: Draft, run: DryRun) -> list[Asked]:
    """All questions: those still open first, then those decided, then those that may stay as they are."""
    asked = [_asked(draft, run, question) for question in run.asked]
    asked.sort(key=lambda one: (not one.question.needed, one.decided and not one.open))
    return [
        Asked(question=one.question, number=number, chosen=one.chosen, by=one.by, on=one.on)
        for number, one in enumerate(asked, 1)
    ]


def _asked(draft: Draft, run: DryRun, question: Question) -> Asked:
    said = draft.answers.get(question.id)
    if said is not None:
        return Asked(question=question, number=0, chosen=said["choice"], by=said["by"], on=said["on"])
    part, _ = run.parts.asked.get(question.id, (None, None))
    before = part.mapping.answers.get(question.id.removeprefix(part.prefix)) if part is not None else None
    if before is not None:
        return Asked(question=question, number=0, chosen=before.choice, by=before.by, on=before.on)
    chosen = "" if question.needed else question.default or question.recommended
    return Asked(question=question, number=0, chosen=chosen, by="", on="")


def decided_elsewhere(draft: Draft, run: DryRun) -> list[tuple[str, Mapping[str, str]]]:
    """Answers to what is no longer asked: they can be taken back, then the question comes again."""
    shown = {question.id for question in run.asked}
    zeros = tuple(f"{part.prefix}{ZERO}" for part in run.parts.all)
    return [(name, said) for name, said in draft.answers.items() if name not in shown and not name.startswith(zeros)]


def wrongs(run: DryRun) -> list[Wrong]:
    """Everything that is wrong, in the order of the sheets, each with its rule and an example of a right value."""
    found = [_wrong_cell(run, fault) for fault in run.faults]
    found += [_wrong_figure(run, finding) for finding in run.report.errors]
    found.sort(
        key=lambda one: (one.at.tab, one.at.row, one.at.column) if one.at is not None else (len(run.parts.tabs),)
    )
    return [replace(one, number=number) for number, one in enumerate(found, 1)]


def _wrong_cell(run: DryRun, fault: CellFault) -> Wrong:
    others = [(fault.file, *place.rpartition("!")[::2]) for place in fault.also]
    return Wrong(
        number=0,
        file=fault.file,
        sheet=fault.sheet,
        cell=fault.cell,
        text=fault.text,
        why=fault.why,
        rule=RULES.get(fault.rule, fault.rule),
        example=fault.example,
        elsewhere=f"还有 {'、'.join(fault.also)}" if fault.also else "",
        at=run.parts.find(fault.file, fault.sheet, fault.cell),
        also=tuple(place for each in others if (place := run.parts.find(*each)) is not None),
    )


def _wrong_figure(run: DryRun, finding: Finding) -> Wrong:
    here = [cell.source for cell in finding.cells if cell.source and run.parts.of(cell.source) is not None]
    last = here[-1] if here else None
    one_file = last.file if last is not None and not run.several else ""
    return Wrong(
        number=0,
        file=last.file if last else "",
        sheet=last.sheet if last else "",
        cell=last.cell if last else "",
        text=finding.cells[-1].value if finding.cells else "",
        why=finding.says,
        rule=finding.check,
        example=finding.example,
        place=place_words(finding, run.names),
        elsewhere="；".join(f"{cell.label} {cell.value}（{_where(cell.source, one_file)}）" for cell in finding.cells),
        at=run.parts.of(last),
    )


def _where(source: Source | None, book: str) -> str:
    if source is None:
        return "手工"
    return f"{source.sheet}!{source.cell}" if source.file == book else f"{source.file} {source.sheet}!{source.cell}"


def unknown_cells(run: DryRun, tab: int) -> frozenset[str]:
    """Cells of a tab that hold something, but no value: a dash, 待核, a formula without a result."""
    places = (
        run.parts.of(stated.source)
        for stated in run.reading.statements.values()
        if isinstance(stated, Unknown) and stated.text
    )
    return frozenset(address(place.row, place.column) for place in places if place is not None and place.tab == tab)


def columns(run: DryRun) -> Iterator[Column]:
    """All columns and item rows, in the order of the sheets."""
    for tab in run.parts.tabs:
        calls = {tab.sheet.called(number): number for number in range(1, tab.sheet.last_column + 1)}
        for table in tab.tables:
            for line in table.lines if table.kind is not TableKind.IGNORED else ():
                zero = f"{line.line.zero_by} {line.line.zero_on}" if line.line.zero_by else ""
                column = calls.get(line.place.partition("、")[0], 0) if not line.line.across else 0
                empty, hanging = run.blanks.get((tab.position, column), (0, 0))
                yield Column(tab=tab, table=table, line=line, empty=empty, deciding=hanging, zero=zero)


def may_be_zero(column: Column) -> bool:
    """Whether "blank means 0" is to be decided for a column: it holds a figure, and cells that are asked for are blank."""
    return column.line.line.role is Role.FIGURE and (column.empty > 0 or bool(column.zero))


def figure_choices(catalogue: Catalogue, table: TableProposal) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    """(who reports, [(figure@stage, what it is called)]) of all that a line of this table may be."""
    if table.kind is TableKind.LIST and table.mapping.list_figure in catalogue:
        chosen = catalogue[table.mapping.list_figure]
        return [(chosen.label, [(column.name, column.label) for column in chosen.columns])]
    of_school = table.kind in (TableKind.SCHOOLS, TableKind.ROLL)
    groups: dict[str, list[tuple[str, str]]] = {}
    for figure in catalogue.figures.values():
        if figure.kind is Kind.LIST or figure.level.of_school != of_school:
            continue
        unit = f"，{figure.unit}" if figure.unit else ""
        label = catalogue.reporters.get(figure.reporter, figure.reporter)
        stages = figure.stages if figure.level in (Level.SCHOOL_STAGE, Level.COUNTY_STAGE) else ()
        options = [(f"{figure.name}@{stage}", f"{figure.label}（{STAGES[stage]}）{unit}") for stage in stages]
        if not stages or figure.level is Level.SCHOOL_STAGE:
            options.insert(0, (figure.name, f"{figure.label}{'（按学校的学段）' if stages else ''}{unit}"))
        groups.setdefault(label, []).extend(options)
    return list(groups.items())
