"""Remarks about a workbook as a whole, for the person who brought it."""

from collections.abc import Iterable, Sequence
from itertools import islice

from dudao.spreadsheets.book import Sheet, column_letters

SHOWN = 8
STALE = {"none": "公式的结果不作数", "given": "是 0 或空的公式结果不作数"}  # by which stored results count


def of(
    sheets: Sequence[Sheet],
    *,
    macros: bool = False,
    links: bool = False,
    others: Sequence[str] = (),
    stale: str = "all",
) -> tuple[str, ...]:
    """What somebody should know about the workbook: macros, links, hidden parts, formulas without a result."""
    notes: list[str] = []
    if macros:
        notes.append("含宏：宏不会运行，只读取保存时的数值")
    if links:
        notes.append("含有指向其他工作簿的链接：不会去读那些工作簿，只取保存时的数值")
    if hidden := [sheet.name for sheet in sheets if sheet.hidden]:
        notes.append(f"有隐藏的工作表：{_some(hidden)}。其中的内容照样读取")
    for sheet in sheets:
        notes += _hidden_lines(sheet)
    if others:
        notes.append(f"图表等不是表格的工作表没有读取：{_some(others)}")
    if stale in STALE:
        notes.append(f"文件注明公式需要重新计算，{STALE[stale]}。请用 Excel 或 WPS 打开，重新计算后保存")
    for sheet in sheets:
        notes += _without_value(sheet)
    return tuple(notes)


def _hidden_lines(sheet: Sheet) -> Iterable[str]:
    if rows := sorted(sheet.hidden_rows & sheet.cells.keys()):
        yield f"工作表“{sheet.name}”隐藏了 {len(rows)} 行（第 {_some(map(str, rows))} 行），照样读取"
    if columns := sorted(sheet.hidden_columns):
        letters = _some(map(column_letters, columns))
        yield f"工作表“{sheet.name}”隐藏了 {len(columns)} 列（{letters} 列），照样读取"


def _without_value(sheet: Sheet) -> Iterable[str]:
    cells = [cell for row in sheet.cells.values() for cell in row.values() if not cell.trusted]
    if errors := [f"{cell.address} {cell.text}" for cell in cells if cell.text]:
        yield f"工作表“{sheet.name}”有 {len(errors)} 个单元格是错误值：{_some(errors)}。按未知处理"
    if empty := [cell.address for cell in cells if not cell.text]:
        yield f"工作表“{sheet.name}”有 {len(empty)} 个公式没有可信的结果：{_some(empty)}。按未知处理"


def _some(names: Iterable[str]) -> str:
    first = list(islice(names, SHOWN + 1))
    return "、".join(first[:SHOWN]) + (" 等" if len(first) > SHOWN else "")
