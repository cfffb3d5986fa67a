"""The workbook to fill in: guidance, 单位 and 人员 with drop-downs, and as many rows filled as are known already."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dudao.spreadsheets.book import column_letters
from dudao.spreadsheets.directory.rows import (
    PEOPLE,
    PERSON_COLUMNS,
    UNIT_COLUMNS,
    UNITS,
    YES,
    Column,
    PersonRow,
    UnitRow,
    Words,
)

TOP = 2  # the row of the heads, counted from 0; above it title and note
ROOM = 800  # rows that take entries, at least
_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 (a workbook knows no time zone)
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_LISTS = "选项"
GUIDANCE = (
    "1. 先填“单位”表：县里的部门和科室、乡镇、学校、督导办、领导小组、专班，每个一行。",
    "2. 再填“人员”表：每个人每个岗位一行。一个人在几个单位任职就写几行，登录名写同一个。",
    "3. 黄色表头必填，其余可空；每个表头的批注里有说明和例子。可以在下面接着加行，不要改表头。",
    "4. 传上去以后，哪一格不对会逐格列出来，改好再传；全对了先看要新增、改动什么，按了“带入”才写进去，要么全部写进去，要么什么都没有变。",
    "5. 以后有变动，下载现有的单位人员表，改了再传：凭代码认单位，凭登录名认人，改名、换岗都认得，不会重复。",
    "6. 表里没有的单位和人只列出来，不会自动删掉。空着的格不会把原来的内容清掉。",
    "7. 有同名学校的，“所属单位”一定要写；在“人员”表里写代码，或写成 中心小学（青石镇）、办公室（教育局）。",
    "8. 系统管理员、安全管理员、审计管理员各由一个人担任，互不兼任，也不兼别的岗位。",
    "9. 只收姓名、单位、岗位、办公电话和登录名。不要填身份证号、手机号和别的个人信息。",
)


def directory_template(
    words: Words, *, units: Sequence[UnitRow] = (), people: Sequence[PersonRow] = (), county: str = ""
) -> bytes:
    """The workbook as .xlsx bytes, empty or with the rows given; the same input gives the same bytes."""
    import xlsxwriter  # takes long; only who writes a workbook pays

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _PLAIN)
    book.set_properties({"created": _FIXED})
    writer = _Writer(book, words)
    writer.guidance(county)
    writer.units(units)
    writer.people(people, len(units))
    writer.lists()
    book.close()
    return out.getvalue()


class _Writer:
    def __init__(self, book: Any, words: Words) -> None:
        self.book, self.words = book, words
        font = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        edge = {**font, "border": 1, "border_color": "#8792A1"}
        head = {**edge, "bold": True, "align": "center"}
        self.title = book.add_format({"font_name": "黑体", "font_size": 14})
        self.plain = book.add_format({**font, "text_wrap": True, "valign": "top"})
        self.needed = book.add_format({**head, "bg_color": "#FFF2CC"})
        self.head = book.add_format({**head, "bg_color": "#EDF1F5"})
        self.cell = book.add_format({**edge, "num_format": "@"})  # a code is text, or its zeros are lost
        self._options: list[tuple[str, list[str]]] = []

    def guidance(self, county: str) -> None:
        sheet = self.book.add_worksheet("说明")
        sheet.set_column(0, 0, 110)
        sheet.write_string(0, 0, f"{county}单位人员表", self.title)
        for row, line in enumerate(GUIDANCE, 2):
            sheet.write_string(row, 0, line, self.plain)

    def units(self, rows: Sequence[UnitRow]) -> None:
        words = self.words
        values: list[Mapping[str, str]] = [
            {
                "kind": words.kinds[row.kind], "code": row.code, "name": row.name, "short_name": row.short_name,
                "above": row.above, "school_type": words.types.get(row.school_type, ""), "filler": row.filler,
                "function": words.functions.get(row.function, ""),
            }
            for row in rows
        ]  # fmt: skip
        sheet = self._sheet(UNITS, "每个单位一行", UNIT_COLUMNS, values)
        last = TOP + max(ROOM, len(rows) + 100)
        for field, told in (("kind", words.kinds), ("school_type", words.types), ("function", words.functions)):
            self._choose(sheet, UNIT_COLUMNS, field, last, list(told.values()))

    def people(self, rows: Sequence[PersonRow], units: int) -> None:
        values = [
            {
                "unit": row.unit, "title": row.title, "name": row.name, "login": row.login, "phone": row.phone,
                "role": self.words.roles.get(row.role, ""), "deputy": YES if row.deputy else "",
                **{duty: YES if duty in (row.duties or ()) else "" for duty in self.words.duties},
            }
            for row in rows
        ]  # fmt: skip
        sheet = self._sheet(PEOPLE, "每个人每个岗位一行", PERSON_COLUMNS, values)
        last = TOP + max(ROOM, len(rows) + 100)
        self._choose(sheet, PERSON_COLUMNS, "role", last, list(self.words.roles.values()))
        for field in (*self.words.duties, "deputy"):
            self._choose(sheet, PERSON_COLUMNS, field, last, [YES])
        name = column_letters(_place(UNIT_COLUMNS, "name") + 1)
        source = f"={UNITS}!${name}${TOP + 2}:${name}${TOP + 1 + max(ROOM, units + 100)}"
        place = _place(PERSON_COLUMNS, "unit")
        # A code may stand here too, so the list helps and does not stop.
        sheet.data_validation(TOP + 1, place, last, place, {"validate": "list", "source": source, "show_error": False})

    def _sheet(self, name: str, note: str, columns: Sequence[Column], rows: Sequence[Mapping[str, str]]) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, name, self.title)
        sheet.write_string(1, 0, f"{note}。黄色表头必填。")
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(TOP, place, column.head, self.needed if column.needed else self.head)
            sheet.write_comment(TOP, place, column.told, {"x_scale": 2})
        for number in range(max(ROOM, len(rows) + 100)):
            row = rows[number] if number < len(rows) else {}
            for place, column in enumerate(columns):
                if said := row.get(column.field, ""):
                    sheet.write_string(TOP + 1 + number, place, said, self.cell)
                else:
                    sheet.write_blank(TOP + 1 + number, place, None, self.cell)
        sheet.freeze_panes(TOP + 1, 3)
        sheet.autofilter(TOP, 0, TOP + max(1, len(rows)), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(TOP)
        return sheet

    def _choose(self, sheet: Any, columns: Sequence[Column], field: str, last: int, options: list[str]) -> None:
        place = _place(columns, field)
        letters = column_letters(len(self._options) + 1)
        self._options.append((columns[place].head, options))
        sheet.data_validation(
            TOP + 1, place, last, place,
            {
                "validate": "list", "source": f"={_LISTS}!${letters}$2:${letters}${len(options) + 1}",
                "error_title": columns[place].head, "error_message": columns[place].told[:250], "error_type": "warning",
            },
        )  # fmt: skip

    def lists(self) -> None:
        """The options of the drop-downs, out of sight: a list in the rule itself may have 255 signs only."""
        sheet = self.book.add_worksheet(_LISTS)
        for place, (head, options) in enumerate(self._options):
            for row, text in enumerate((head, *options)):
                sheet.write_string(row, place, text)
        sheet.hide()


def _place(columns: Sequence[Column], field: str) -> int:
    return next(place for place, column in enumerate(columns) if column.field == field)
