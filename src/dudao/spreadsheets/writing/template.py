"""A form to fill in, made from standards: a sheet per school type, a county sheet by years, a sheet per list, judgements.

Heads are locked, cells take only what may stand there, each head carries its definition as a note, and a hidden sheet
`_dudao` says which figure each column is, so that a filled template is read without a question.
"""

import io
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dudao.calc.figures import Catalogue, Kind
from dudao.calc.formula.tree import Compare, Name
from dudao.calc.returns.checks import Check, Checks
from dudao.calc.standard.model import Standard
from dudao.spreadsheets.book import column_letters
from dudao.spreadsheets.mapping.decision import JudgedItem
from dudao.spreadsheets.writing.template_plan import Asked, PlannedSheet, plan

STAMP, STAMP_VERSION = "_dudao", "1"
TOP = 3  # the row of the heads, counted from 0; above it title, note and an empty line
YEARS_SHOWN = 4
_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 (a workbook knows no time zone)
_LONGEST_LIST = 255


def template_workbook(
    standards: Sequence[Standard],
    catalogue: Catalogue,
    checks: Checks,
    judged: Sequence[JudgedItem],
    *,
    year: int,
    relaxed: Collection[str] = (),
) -> bytes:
    """The template of some standards for an evaluation year, as .xlsx bytes; the same input gives the same bytes.

    `relaxed`: codes of the relaxations that are switched on; their figures are asked for as well.
    """
    import xlsxwriter  # takes long; only who writes a workbook pays

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )
    book.set_properties({"created": _FIXED})
    sheets = plan(standards, catalogue, checks.stages_of_type, judged, relaxed)
    writer = _Writer(book, checks, year)
    writer.guidance(standards, sheets)
    for sheet in sheets:
        writer.sheet(sheet)
    writer.stamp(standards, sheets)
    book.close()
    return out.getvalue()


class _Writer:
    """One template being written."""

    def __init__(self, book: Any, checks: Checks, year: int) -> None:
        self.book = book
        self.checks = checks
        self.years = [year - back for back in reversed(range(YEARS_SHOWN))]
        font = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
        edge = {**font, "border": 1, "border_color": "#8792A1"}
        self.title = book.add_format({"font_name": "黑体", "font_size": 14, "valign": "vcenter"})
        self.note = book.add_format({**font, "font_color": "#4A5563"})
        self.plain = book.add_format({**font, "text_wrap": True, "valign": "top"})
        self.head = book.add_format({**edge, "bold": True, "bg_color": "#EDF1F5", "text_wrap": True, "align": "center"})
        self.open = {
            Kind.NUMBER: book.add_format({**edge, "locked": False, "align": "right"}),
            Kind.DATE: book.add_format({**edge, "locked": False, "num_format": "yyyy-mm-dd"}),
            Kind.TEXT: book.add_format({**edge, "locked": False, "num_format": "@"}),
        }
        self.shut = book.add_format({**edge, "bg_color": "#E6EAEF"})
        self.fixed = book.add_format({**edge, "text_wrap": True})
        self.wrong = book.add_format({"bg_color": "#FCEBEB", "font_color": "#AD1D1D"})

    def guidance(self, standards: Sequence[Standard], sheets: Sequence[PlannedSheet]) -> None:
        sheet = self.book.add_worksheet("说明")
        sheet.set_column(0, 0, 110)
        sheet.write_string(0, 0, "填报模板", self.title)
        lines = [
            f"标准：{standard.name}{'（' + standard.notice + '）' if standard.notice else ''}" for standard in standards
        ]
        lines += [
            f"评估年度：{self.years[-1]} 年。",
            "不知道的空着，或写“待核”；空白、横线都作未知，不作 0。没有的写 0。",
            "表头是锁住的，每个表头的批注里有口径、出处和例子；填错的格会提示，前后矛盾的格会变红。",
            "只填人数，不填学生或受助人的名单。",
            "学校名称按名册写全；各表里同一所学校的名称要一样。",
            *(f"表「{planned.name}」：{planned.note}" for planned in sheets),
        ]
        for row, line in enumerate(lines, 2):
            sheet.write_string(row, 0, line, self.plain)
        sheet.protect()

    def sheet(self, planned: PlannedSheet) -> None:
        sheet = self.book.add_worksheet(planned.name[:31])
        sheet.write_string(0, 0, planned.name, self.title)
        sheet.write_string(1, 0, planned.note, self.note)
        if planned.kind == "county":
            self._items_in_rows(sheet, planned)
        elif planned.kind == "judgements":
            self._judgements_in_rows(sheet, planned)
        else:
            self._columns(sheet, planned)
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.repeat_rows(TOP)
        sheet.repeat_columns(0, 1)

    def _columns(self, sheet: Any, planned: PlannedSheet) -> None:
        sheet.freeze_panes(TOP + 1, 2)
        sheet.set_row(TOP, 60)
        last = TOP + planned.rows
        for number, column in enumerate(planned.columns):
            sheet.write_string(TOP, number, column.head, self.head)
            if told := _told(column):
                sheet.write_comment(TOP, number, told, {"x_scale": 2, "y_scale": 1.6})
            sheet.set_column(number, number, 26 if column.role == "@name" else 12)
            self._validate(sheet, TOP + 1, number, last, number, column)
            for row in range(TOP + 1, last + 1):
                sheet.write_blank(row, number, None, self._format(column))
        self._contradictions(sheet, planned, last)

    def _format(self, column: Asked) -> Any:
        return self.open.get(column.kind, self.open[Kind.TEXT])

    def _items_in_rows(self, sheet: Any, planned: PlannedSheet) -> None:
        heads = ["数据项", "单位", "谁报", *(f"{year}年" for year in self.years), "口径"]
        for number, head in enumerate(heads):
            sheet.write_string(TOP, number, head, self.head)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 1, 8)
        sheet.set_column(2, 2, 20)
        sheet.set_column(3, 2 + YEARS_SHOWN, 14)
        sheet.set_column(3 + YEARS_SHOWN, 3 + YEARS_SHOWN, 70)
        sheet.freeze_panes(TOP + 1, 1)
        for row, column in enumerate(planned.columns, TOP + 1):
            # the unit has a column of its own here
            sheet.write_string(row, 0, column.head.removesuffix(f"（{column.unit}）"), self.fixed)
            sheet.write_string(row, 1, column.unit, self.fixed)
            sheet.write_string(row, 2, column.reporter, self.fixed)
            sheet.write_string(row, 3 + YEARS_SHOWN, f"{column.definition} 例：{column.example}", self.fixed)
            for back, place in zip(reversed(range(YEARS_SHOWN)), range(3, 3 + YEARS_SHOWN), strict=True):
                asked = -back in column.years
                sheet.write_blank(row, place, None, self._format(column) if asked else self.shut)
                if asked:
                    self._validate(sheet, row, place, row, place, column)

    def _judgements_in_rows(self, sheet: Any, planned: PlannedSheet) -> None:
        for number, head in enumerate(("编号", "名称", "判断", "理由", "日期", "判断人")):
            sheet.write_string(TOP, number, head, self.head)
        for number, width in enumerate((14, 50, 12, 60, 14, 12)):
            sheet.set_column(number, number, width)
        sheet.freeze_panes(TOP + 1, 2)
        for row, column in enumerate(planned.columns, TOP + 1):
            code, _, name = column.head.partition(" ")
            sheet.write_string(row, 0, code, self.fixed)
            sheet.write_string(row, 1, name, self.fixed)
            self._validate(sheet, row, 2, row, 2, column)
            for place in (2, 3, 5):
                sheet.write_blank(row, place, None, self.open[Kind.TEXT])
            sheet.write_blank(row, 4, None, self.open[Kind.DATE])

    def _validate(self, sheet: Any, top: int, left: int, bottom: int, right: int, column: Asked) -> None:
        rule = _rule(column)
        if rule is not None:
            told = _told(column) or column.head
            rule |= {"error_title": column.head[:30], "error_message": told[:250], "error_type": "warning"}
            sheet.data_validation(top, left, bottom, right, rule)

    def _contradictions(self, sheet: Any, planned: PlannedSheet, last: int) -> None:
        """Cells that contradict each other turn red as they are typed: the plain `a <= b` checks."""
        for check in self.checks.checks:
            for left, right in _compared(check, planned.columns):
                first, second = column_letters(left + 1), column_letters(right + 1)
                row = TOP + 2
                said = f"=AND(ISNUMBER(${first}{row}),ISNUMBER(${second}{row}),${first}{row}>${second}{row})"
                for column in (left, right):
                    sheet.conditional_format(
                        TOP + 1, column, last, column, {"type": "formula", "criteria": said, "format": self.wrong}
                    )

    def stamp(self, standards: Sequence[Standard], sheets: Sequence[PlannedSheet]) -> None:
        sheet = self.book.add_worksheet(STAMP)
        sheet.very_hidden()
        for number, text in enumerate(("dudao-template", STAMP_VERSION, *(standard.code for standard in standards))):
            sheet.write_string(0, number, text)
        for row, line in enumerate((line for planned in sheets for line in self._stamped(planned)), 1):
            for number, text in enumerate(line):
                sheet.write_string(row, number, text)

    def _stamped(self, planned: PlannedSheet) -> Sequence[tuple[str, ...]]:
        """sheet | kind | head path | figure or role | stage | year | unit | list figure"""
        place = (planned.name[:31], planned.kind)
        if planned.kind == "county":
            lines = [(*place, "数据项", "@item", "", "", "", ""), (*place, "单位", "@unit", "", "", "", "")]
            lines += [(*place, f"{year}年", "@value", "", str(year), "", "") for year in self.years]
            lines += [(*place, head, "@ignored", "", "", "", "") for head in ("谁报", "口径")]
            return lines + [
                (
                    *place,
                    column.head.removesuffix(f"（{column.unit}）"),
                    column.figure,
                    column.stage,
                    "",
                    column.unit,
                    "",
                )
                for column in planned.columns
            ]
        if planned.kind == "judgements":
            roles = {
                "编号": "@item",
                "名称": "@ignored",
                "判断": "@level",
                "理由": "@reason",
                "日期": "@date",
                "判断人": "@person",
            }
            return [(*place, head, role, "", "", "", "") for head, role in roles.items()]
        return [
            (*place, column.head, column.role or column.figure, column.stage, "", column.unit, planned.list_figure)
            for column in planned.columns
        ]


def _told(column: Asked) -> str:
    """The note at a head: definition, who reports it, an example."""
    parts = [column.definition]
    if column.reporter:
        parts.append(f"报送：{column.reporter}")
    if column.choices:
        parts.append("可填：" + "、".join(choice.label for choice in column.choices))
    if column.example:
        parts.append(f"例：{column.example}")
    return "\n".join(part for part in parts if part)


def _rule(column: Asked) -> dict[str, Any] | None:
    """What a cell takes. Dashes and 待核 are honest answers, so a wrong kind warns and does not stop."""
    if column.role:
        return None
    if column.kind is Kind.NUMBER:
        low, high = column.bounds
        return {
            "validate": "integer" if column.whole else "decimal",
            "criteria": "between",
            "minimum": float(low or 0),
            "maximum": float(high or 10**12),
        }
    if column.kind is Kind.DATE:
        return {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
    labels = ["是", "否"] if column.kind is Kind.YES_NO else [choice.label for choice in column.choices]
    if labels and sum(len(label.encode("utf-16-le")) // 2 + 1 for label in labels) <= _LONGEST_LIST:
        return {"validate": "list", "source": labels}
    return None


def _compared(check: Check, columns: Sequence[Asked]) -> list[tuple[int, int]]:
    """The pairs of columns of a sheet that an `a <= b` check compares, one pair a stage."""
    node = check.holds
    if not (
        isinstance(node, Compare) and node.op == "<=" and isinstance(node.left, Name) and isinstance(node.right, Name)
    ):
        return []
    places: Mapping[tuple[str, str], int] = {
        (column.figure, column.stage): number for number, column in enumerate(columns)
    }
    stages = check.stages if check.at == "school-stage" else ("",)
    pairs = [(places.get((node.left.name, stage)), places.get((node.right.name, stage))) for stage in stages]
    return [(left, right) for left, right in pairs if left is not None and right is not None]
