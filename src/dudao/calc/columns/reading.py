"""Three delimited tables as one `Table`: counties, schools, and a row per school and stage.

    counties   county, then figures: `fund_std.primary`, `fiscal_edu[-1]`, `stu_avg.junior[-1]`; `judged YZJH-2.1`
    schools    county, school, then school figures; `judged YZJH-3.3`
    rows       school, stage, then school-stage figures

Numbers become whole numbers of the smallest unit that a column's declaration allows; a cell with more decimals than
that is refused, never rounded. An empty cell is unknown. Yes and no are 1 and 0, days are 2026-11-02.
"""

import csv
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import Any

from dudao.calc.columns.table import Column, Table, TableError
from dudao.calc.figures import Catalogue, Figure, Kind
from dudao.calc.formula.tree import FormulaError, Name, parse

Cells = Sequence[str]
JUDGED = "judged "
_MOST_DECIMALS = 4  # of a figure that declares none


def read_table(counties: Iterable[str], schools: Iterable[str], rows: Iterable[str], catalogue: Catalogue) -> Table:
    """The table that three files (their lines) hold. TableError names file, column and cell that cannot be used."""
    county = _columns("counties", counties, ("county",))
    school = _columns("schools", schools, ("county", "school"))
    row = _columns("rows", rows, ("school", "stage"))
    order, places = county.pop("county"), school.pop("school")
    county_of = _places("schools", school.pop("county"), order)
    school_of = _places("rows", row.pop("school"), places)
    stage_of = row.pop("stage")
    return Table(
        counties=order,
        schools=places,
        county_of=county_of,
        school_of=school_of,
        stage_of=stage_of,
        school={head: _column("schools", head, cells, catalogue) for head, cells in school.items() if not _is(head)},
        row={head: _column("rows", head, cells, catalogue) for head, cells in row.items()},
        county={
            _address(head): _column("counties", head, cells, catalogue)
            for head, cells in county.items()
            if not _is(head)
        },
        judged_school={head.removeprefix(JUDGED): cells for head, cells in school.items() if _is(head)},
        judged_county={head.removeprefix(JUDGED): cells for head, cells in county.items() if _is(head)},
    )


def _is(head: str) -> bool:
    return head.startswith(JUDGED)


def _columns(file: str, lines: Iterable[str], needed: Sequence[str]) -> dict[str, Cells]:
    """Head → cells. Every row has as many cells as there are heads."""
    reader = csv.reader(lines)
    heads = next(reader, [])
    for head in needed:
        if head not in heads:
            raise TableError(f"{file} 缺列 {head}；第一行写列名，其中要有 {'、'.join(needed)}。")
    if len(set(heads)) != len(heads):
        raise TableError(f"{file} 有两列同名；请改名或删去一列。")
    body = list(reader)
    for number, cells in enumerate(body, start=2):
        if len(cells) != len(heads):
            raise TableError(f"{file} 第 {number} 行有 {len(cells)} 格，列名有 {len(heads)} 个；两者要一样多。")
    return dict(zip(heads, zip(*body) if body else repeat(())))


def _places(file: str, cells: Cells, order: Cells) -> list[int]:
    where = {code: place for place, code in enumerate(order)}
    if len(where) != len(order):
        raise TableError(f"{file} 所指的清单里有重复的代码；请先去掉重复。")
    try:
        return [where[code] for code in cells]
    except KeyError as missing:
        raise TableError(f"{file} 里的 {missing.args[0]!r} 不在清单里；请核对代码。") from None


def _address(head: str) -> tuple[str, str, int]:
    try:
        node = parse(head)
    except FormulaError:
        node = None
    if not isinstance(node, Name):
        raise TableError(f"counties 的列名 {head!r} 不是数据项；写成 名字、名字.学段 或 名字[-1]。")
    return node.name, node.stage, node.offset


def _column(file: str, head: str, cells: Cells, catalogue: Catalogue) -> Column:
    name = _address(head)[0] if file == "counties" else head
    if name not in catalogue:
        raise TableError(f"{file} 的列 {head} 不是数据项；可用的名字见 figures.yaml。")
    figure = catalogue[name]
    decimals = _decimals(figure) if figure.kind is Kind.NUMBER else 0
    read = _READERS.get(figure.kind) or (_number(decimals) if figure.kind is Kind.NUMBER else str)
    if figure.kind is Kind.LIST:
        raise TableError(f"{file} 的列 {head} 是清单，一格写不下；请填由它得出的数。")
    texts = set(cells)
    try:
        known = {text: read(text) for text in texts if text}  # many cells say the same
    except ValueError as fault:
        raise TableError(f"{file} 的列 {head}：{fault}。") from None
    if file == "counties":
        return Column(tuple(map(known.get, cells)), decimals)
    unknown = [place for place, text in enumerate(cells) if not text] if "" in texts else []
    if unknown:
        known[""] = known[next(text for text in cells if text)] if known else None  # any, for it says nothing
    values = map(known.__getitem__, cells)
    return Column(_packed(values) if figure.kind is Kind.NUMBER else tuple(values), decimals, unknown)


def _packed(values: Iterable[Any]) -> Sequence[int]:
    """In a third of the memory, where no number has more than 18 digits."""
    found = list(values)
    try:
        return array("q", found)
    except (OverflowError, TypeError):
        return found


def _decimals(figure: Figure) -> int:
    if figure.whole:
        return 0
    return figure.decimals if figure.decimals is not None else _MOST_DECIMALS


def _number(decimals: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        whole, _, rest = text.partition(".")
        if len(rest) > decimals and rest[decimals:].strip("0"):
            raise ValueError(f"{text} 的小数超过 {decimals} 位，不能替您取整")
        try:
            return int(whole + rest[:decimals].ljust(decimals, "0"))
        except ValueError:
            raise ValueError(f"{text!r} 不是一个数") from None

    return read


def _yes(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(f"{text!r} 应写 1（是）或 0（否）")
    return text == "1"


_READERS: Mapping[Kind, Callable[[str], Any]] = {Kind.YES_NO: _yes, Kind.DATE: date.fromisoformat}
