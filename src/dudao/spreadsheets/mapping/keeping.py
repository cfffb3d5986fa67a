"""A mapping as a file: YAML that a person can read, and back."""

import json
from fractions import Fraction

from dudao.calc.figures.showing import as_text
from dudao.calc.figures.written import Faults, FaultyFile, Form, compose
from dudao.spreadsheets.mapping.decision import (
    KIND_WORDS,
    SURE_WORDS,
    Answer,
    Kind,
    Line,
    Mapping,
    Role,
    Sure,
    TableMapping,
)

FORMAT = "dudao-mapping"
VERSION = 1


class MappingFault(FaultyFile):
    """A mapping file cannot be used."""


_HEAD = """# 工作簿的对应：哪张表的哪一列是哪个数，谁定的。列按表头文字找，插行插列不要紧。
# head 表头（从上到下）  role 这一列是什么  figure 数据项  stage 学段  factor 格里的数乘以它就是数据项的单位
# sure 有多拿得准：sure 确定、look 看一眼、ask 要您定、ignored 不带入
"""


def mapping_to_text(mapping: Mapping) -> str:
    """The mapping as YAML; `mapping_from_text` gives the same mapping back."""
    lines = [
        _HEAD,
        f"format: {FORMAT}",
        f"version: {VERSION}",
        f"name: {_quoted(mapping.name)}",
        "tables:" if mapping.tables else "tables: []",
    ]
    for table in mapping.tables:
        lines.extend(_table(table))
    lines.append("answers:" if mapping.answers else "answers: []")
    for question, answer in mapping.answers.items():
        lines.append(f"- question: {_quoted(question)}")
        lines.extend(
            f"  {key}: {_quoted(value)}"
            for key, value in (("choice", answer.choice), ("by", answer.by), ("on", answer.on), ("text", answer.text))
            if value
        )
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _table(table: TableMapping) -> list[str]:
    lines = [
        f"- sheet: {_quoted(table.sheet)}",
        f"  nth: {table.nth}",
        f"  kind: {table.kind.value}  # {KIND_WORDS[table.kind]}",
    ]
    for key, value in (
        ("list_figure", table.list_figure),
        ("stage", table.stage),
        ("why", table.why),
        ("by", table.by),
        ("on", table.on),
    ):
        if value:
            lines.append(f"  {key}: {_quoted(value)}")
    if table.year:
        lines.append(f"  year: {table.year}")
    lines.extend(
        f"  {key}: yes"
        for key, value in (("lists_schools", table.lists_schools), ("stage_by_name", table.stage_by_name))
        if value
    )
    lines.append("  lines:" if table.lines else "  lines: []")
    for line in table.lines:
        lines.extend(_line(line))
    return lines


def _line(line: Line) -> list[str]:
    lines = [f"  - head: [{', '.join(_quoted(text) for text in line.head)}]"]
    if line.nth > 1:
        lines.append(f"    nth: {line.nth}")
    lines.append(f"    role: {line.role.value}")
    texts = (
        ("figure", line.figure), ("stage", line.stage), ("unit", line.unit), ("basis", line.basis), ("zero_by", line.zero_by), ("zero_on", line.zero_on),
        ("nothing", line.nothing), ("why", line.why), ("by", line.by), ("on", line.on),
    )  # fmt: skip
    lines.extend(f"    {key}: {_quoted(value)}" for key, value in texts if value)
    if line.year:
        lines.append(f"    year: {line.year}")
    if line.factor != 1:
        lines.append(f"    factor: {_quoted(as_text(line.factor))}")
    lines.extend(f"    {key}: yes" for key, value in (("across", line.across), ("added", line.added)) if value)
    lines.append(f"    sure: {line.sure.value}  # {SURE_WORDS[line.sure]}")
    return lines


def mapping_from_text(text: str, file: str = "对应文件") -> Mapping:
    """The mapping in a file. MappingFault names every fault with its line and how to mend it."""
    faults = Faults(file)
    root = compose(text.encode(), faults)
    if root is None:
        raise MappingFault(faults.found)
    form = Form(root, faults)
    if form.text("format") != FORMAT:
        form.fault(f"不是对应文件：第一项要写 format: {FORMAT}。")
    elif form.text("version") != str(VERSION):
        form.fault(f"是第 {form.text('version')} 版的对应文件，这个程序只认第 {VERSION} 版；请重新认一次列并保存。")
    if faults.found:
        raise MappingFault(faults.found)
    tables = tuple(_read_table(table) for table in form.forms("tables"))
    answers = {}
    for each in form.forms("answers"):
        answers[each.needed_text("question")] = Answer(
            choice=each.needed_text("choice"), by=each.text("by"), on=each.text("on"), text=each.text("text")
        )
        each.done()
    mapping = Mapping(name=form.text("name"), tables=tables, answers=answers, version=VERSION)
    form.done()
    if faults.found:
        raise MappingFault(faults.found)
    return mapping


def _read_table(form: Form) -> TableMapping:
    table = TableMapping(
        sheet=form.needed_text("sheet"), nth=form.whole("nth", 1), kind=Kind(form.one_of("kind", [kind.value for kind in Kind])),
        list_figure=form.text("list_figure"), stage=form.text("stage"), year=form.whole("year", 0), lists_schools=form.yes("lists_schools"),
        stage_by_name=form.yes("stage_by_name"), why=form.text("why"), by=form.text("by"), on=form.text("on"),
        lines=tuple(_read_line(line) for line in form.forms("lines")),
    )  # fmt: skip
    form.done()
    return table


def _read_line(form: Form) -> Line:
    line = Line(
        head=form.texts("head"), nth=form.whole("nth", 1), role=Role(form.one_of("role", [role.value for role in Role])), figure=form.text("figure"),
        stage=form.text("stage"), year=form.whole("year", 0), factor=_factor(form), unit=form.text("unit"), basis=form.text("basis"),
        zero_by=form.text("zero_by"), zero_on=form.text("zero_on"), nothing=form.text("nothing"),
        sure=Sure(form.one_of("sure", [sure.value for sure in Sure], Sure.SURE.value)), why=form.text("why"), by=form.text("by"), on=form.text("on"),
        across=form.yes("across"), added=form.yes("added"),
    )  # fmt: skip
    form.done()
    return line


def _factor(form: Form) -> Fraction:
    text = form.text("factor", "1")
    try:
        factor = Fraction(text)
        if factor <= 0:
            raise ValueError
        return factor
    except (ValueError, ZeroDivisionError):
        form.fault(f"factor 要写正数，如 1/10000，写的是 {text!r}。", form.line_of("factor"))
        return Fraction(1)
