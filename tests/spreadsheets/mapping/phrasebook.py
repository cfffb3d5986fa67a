"""How the mapper takes a phrase: a head put into a small workbook of its own kind, with values such as the figure has.

A phrase is {"figure", "stage", "head": [levels], "unit", "level": school | county, "title"?, "column"?}; `column` names the
column of a list. Heads that are no figure, or may be several, have "figure" null.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from dudao.calc.figures import Figure, Kind
from dudao.spreadsheets.book import Book, Cell, Merge, Sheet
from dudao.spreadsheets.mapping import Kind as TableKind
from dudao.spreadsheets.mapping import LineProposal, Role, Sure, TableProposal, propose
from dudao.spreadsheets.mapping.vocabulary import vocabulary_of
from dudao.spreadsheets.mapping.wording import wording
from tests.spreadsheets.mapping.books import CATALOGUE

Phrase = dict[str, Any]
_ROLES = {"school_name": Role.NAME, "school_code": Role.CODE, "township": Role.TOWNSHIP}
_SCHOOLS = ("青石镇中心小学", "白水镇初级中学", "柳林乡九年一贯制学校", "城关第二小学", "南溪镇中学")
_TYPES = ("小学", "初级中学", "九年一贯制学校", "小学", "初级中学")
_YEAR = 2026


def phrases(path: Path) -> list[Phrase]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def judge_all(given: Iterable[Phrase]) -> list[tuple[Phrase, str, str]]:
    """Every phrase with what becomes of it — sure, look, asked, missed, wrong — and why."""
    judged = []
    lists: dict[tuple[str, str], list[Phrase]] = defaultdict(list)
    for phrase in given:
        if phrase.get("column"):
            lists[phrase["figure"], phrase.get("title", "")].append(phrase)
        else:
            judged.append((phrase, *judge(phrase)))
    for (figure, title), columns in lists.items():
        judged.extend(_judge_list(CATALOGUE[figure], title, columns))
    return judged


def judge(phrase: Phrase) -> tuple[str, str]:
    """What becomes of one phrase, and why."""
    figure = CATALOGUE[phrase["figure"]] if phrase.get("figure") else None
    if figure is not None and figure.columns and not figure.cell_column:
        called = vocabulary_of(CATALOGUE).lists[figure.name].called("".join(phrase["head"]))
        return ("sure", "") if called else ("missed", "no title of the list")
    table, line = _school_line(phrase, figure) if phrase["level"] == "school" else _county_line(phrase, figure)
    if line is None or table is None:
        return "missed", "not found"
    why = f"{line.label} {line.why}"
    taken = line.sure in (Sure.SURE, Sure.LOOK) and line.line.role is not Role.IGNORED
    if taken and (figure is None or not _right(phrase, figure, table, line)):
        return "wrong", why
    if taken:
        return ("sure" if line.sure is Sure.SURE else "look"), why
    return ("asked" if line.sure is Sure.ASK else "missed"), why


def _right(phrase: Phrase, figure: Figure, table: TableProposal, line: LineProposal) -> bool:
    if figure.name in _ROLES:
        return line.line.role is _ROLES[figure.name]
    if line.line.figure != figure.name:
        taken = CATALOGUE.figures.get(line.line.figure)
        return taken is not None and figure.name in dict(taken.for_type).values()  # as the row's type says
    stage = line.line.stage or (table.mapping.stage if figure.stages else "")
    alone = figure.stages[0] if len(figure.stages) == 1 else ""
    return not figure.stages or stage == (phrase.get("stage") or alone)


def _values(figure: Figure | None, unit: str, many: int) -> list[Any]:
    """Values such as the figure has."""
    if figure is None or figure.kind is Kind.NUMBER:
        low, high = map(float, (figure.plausible if figure and figure.plausible else None) or (3, 40))
        if figure is not None and figure.columns:
            low, high = 60, 110
        scale = {"万元": 10_000, "元": 1, "亿元": 10**8}
        factor = scale[unit] / scale[figure.unit] if figure and unit in scale and figure.unit in scale else 1
        numbers = [low + (high - low) * (n + 2) / (many * 3) for n in range(many)]
        whole = figure is None or figure.whole
        return [round(number) if whole else round(number / factor, 2) for number in numbers]
    if figure.kind is Kind.YES_NO:
        return ["是" if n != 1 else "否" for n in range(many)]
    if figure.kind is Kind.DATE:
        return [date(2018, 11, 3)] * many
    if figure.kind is Kind.CHOICE:
        return [figure.choices[n % len(figure.choices)].label for n in range(many)]
    if figure.columns:
        return ["96、100", "102", "96、98", "110", "97"][:many]
    if figure.name == "school_name":
        return list(_SCHOOLS)[:many]
    if figure.name == "township":
        return ["青石镇", "白水镇", "柳林乡", "城关镇", "南溪镇"][:many]
    if figure.name.endswith("code"):
        return [f"21440005{n:02}" for n in range(many)]
    return [figure.example or "甲"] * many


def _school_line(phrase: Phrase, figure: Figure | None) -> tuple[TableProposal | None, LineProposal | None]:
    levels = [str(text) for text in phrase["head"]]
    levels[-1] += f"（{phrase['unit']}）" if phrase.get("unit") else ""
    name = figure.name if figure else ""
    columns: list[tuple[list[str], list[Any]]] = []
    if name != "school_name":
        columns.append((["学校名称"], list(_SCHOOLS)))
    if name != "school_type":
        columns.append((["办学类型"], list(_TYPES)))
    unit = phrase.get("unit") or ("元" if any("元" in text and "万元" not in text for text in levels) else "万元" if any("万元" in text for text in levels) else figure.unit if figure else "")  # fmt: skip
    columns.append((levels, _values(figure, unit, len(_SCHOOLS))))
    if name in ("area_teaching", "area_teaching_net"):
        columns.append((["室内体育用房面积（㎡）"], [300] * len(_SCHOOLS)))  # else 含不含 is asked, whatever the head
    depth = max(len(head) for head, _ in columns)
    cells: dict[int, dict[int, Any]] = defaultdict(dict)
    merges = []
    note = f"（单位：{figure.unit}）" if figure and figure.unit in ("元", "万元") and not phrase.get("unit") else ""
    cells[1][1] = (phrase.get("title") or "各校情况") + note
    for column, (head, values) in enumerate(columns, 1):
        for level, text in enumerate(head):
            cells[2 + level][column] = text
        if len(head) < depth:
            merges.append(Merge(1 + len(head), column, 1 + depth, column))
        for row, value in enumerate(values):
            cells[2 + depth + row][column] = value
    proposal = propose(_book(cells, merges), CATALOGUE, evaluation_year=_YEAR)
    place = "ABC"[sum(head != levels for head, _ in columns[:2])]
    for table in proposal.tables:
        for line in table.lines:
            if line.place == place:
                return table, line
    return None, None


def _county_line(phrase: Phrase, figure: Figure | None) -> tuple[TableProposal | None, LineProposal | None]:
    """The phrase as an item, its upper levels in columns of their own before it."""
    levels = [str(text) for text in phrase["head"]]
    unit = phrase.get("unit") or (figure.unit if figure and not wording(levels[-1]).unit else "")
    depth = len(levels)
    said = unit or next((u for u in ("万元", "元") if u in levels[-1]), figure.unit if figure else "")
    around = [("责任督学数", "人", 14), ("乡镇（街道）总数", "个", 9), ("年末常住人口", "人", 160_000)]
    around = [each for each in around if figure is None or each[0] not in (figure.label, *figure.synonyms) and figure.name != "population"][:2]  # fmt: skip
    cells: dict[int, dict[int, Any]] = defaultdict(dict)
    cells[1][1] = phrase.get("title") or "县级数据"
    for column, head in enumerate([*["类别", "项目类别"][: depth - 1], "指标", "单位", f"{_YEAR}年"], 1):
        cells[2][column] = head
    rows = [[*["其他"] * (depth - 1), text, u, value] for text, u, value in around]
    rows.append([*levels, unit, *_values(figure, said, 1)])
    for row, values in enumerate(rows, 3):
        for column, value in enumerate(values, 1):
            if value not in ("", None):
                cells[row][column] = value
    proposal = propose(_book(cells, []), CATALOGUE, evaluation_year=_YEAR)
    for table in proposal.tables:
        for line in table.lines:
            if line.place == str(2 + len(rows)):
                return table, line
    return None, None


def _judge_list(figure: Figure, title: str, given: list[Phrase]) -> list[tuple[Phrase, str, str]]:
    """The columns of one list, in a sheet of their own beside another one."""
    kinds = {column.name: column for column in figure.columns}
    given = list({phrase["column"]: phrase for phrase in given}.values())
    of_school = figure.level.of_school
    columns: list[tuple[list[str], list[Any]]] = [(["学校名称"], list(_SCHOOLS[:3]))] if of_school else []
    for phrase in given:
        column = kinds[phrase["column"]]
        levels = [str(text) for text in phrase["head"]]
        levels[-1] += f"（{phrase['unit']}）" if phrase.get("unit") else ""
        columns.append((levels, _column_values(column)))
    cells: dict[int, dict[int, Any]] = defaultdict(dict)
    depth = max(len(head) for head, _ in columns)
    cells[1][1] = title
    merges = []
    for number, (head, values) in enumerate(columns, 1):
        for level, text in enumerate(head):
            cells[2 + level][number] = text
        if len(head) < depth:
            merges.append(Merge(1 + len(head), number, 1 + depth, number))
        for row, value in enumerate(values):
            cells[2 + depth + row][number] = value
    proposal = propose(_book(cells, merges), CATALOGUE, evaluation_year=_YEAR)
    judged = []
    for number, phrase in enumerate(given, 1 + of_school):
        outcome, why = "missed", "not found"
        for table in proposal.tables:
            line = next((line for line in table.lines if line.place == "ABCDEFGHIJ"[number - 1]), None)
            if line is not None:
                outcome, why = (
                    _list_outcome(table, line, figure, phrase["column"]),
                    f"{table.kind} {line.label} {line.why}",
                )
        judged.append((phrase, outcome, why))
    return judged


def _list_outcome(table: TableProposal, line: LineProposal, figure: Figure, column: str) -> str:
    if line.sure not in (Sure.SURE, Sure.LOOK) or line.line.role is Role.IGNORED:
        return "asked" if line.sure is Sure.ASK else "missed"
    right = table.kind is TableKind.LIST and table.mapping.list_figure == figure.name and line.line.figure == column
    return ("sure" if line.sure is Sure.SURE else "look") if right else "wrong"


def _column_values(column: Any) -> list[Any]:
    if column.kind is Kind.NUMBER:
        return [41, 38, 44] if not column.at_most or column.at_most > 40 else [1, 2, 1]
    if column.kind is Kind.YES_NO:
        return ["是", "否", "是"]
    if column.kind is Kind.DATE:
        return [date(2026, 3, 5), date(2026, 5, 6), date(2026, 7, 1)]
    if column.kind is Kind.CHOICE:
        return [column.choices[n % len(column.choices)].label for n in range(3)]
    return ["甲项", "乙项", "丙项"]


def _book(cells: dict[int, dict[int, Any]], merges: list[Merge]) -> Book:
    held = {
        row: {column: Cell(row, column, value, str(value)) for column, value in values.items()}
        for row, values in cells.items()
    }
    sheet = Sheet("表", False, held, tuple(merges), frozenset(), frozenset(), max(held), max(max(row) for row in held.values()))  # fmt: skip
    return Book("本县.xlsx", "", "xlsx", (sheet,), False, False, ())


def counted(judged: Iterable[tuple[Phrase, str, str]]) -> Counter[str]:
    return Counter(outcome for _, outcome, _ in judged)
