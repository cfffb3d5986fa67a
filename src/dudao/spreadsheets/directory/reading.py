"""A workbook of units and people as plain rows, with everything that is wrong by sheet and cell."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from dudao.spreadsheets.book import Book, Cell, Sheet, address
from dudao.spreadsheets.directory.rows import (
    PEOPLE,
    PERSON_COLUMNS,
    UNIT_COLUMNS,
    UNITS,
    YES,
    CellError,
    Column,
    Directory,
    PersonRow,
    UnitRow,
    Words,
)

HEAD_ROWS = 12  # heads stand within so many rows
MOST_ROWS = 5000
LENGTHS = {"code": 40, "name": 120, "short_name": 60, "title": 60, "phone": 40, "login": 40}
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_CODE = re.compile(r"[0-9A-Za-z._-]+")
_PHONE = re.compile(r"[0-9+()\-—/、,; 转]+")
_IDENTITY = re.compile(r"\d{17}[\dXx]")
_YES, _NO = {"√", "✓", "✔", "是", "y", "yes", "1", "v"}, {"", "×", "✗", "否", "n", "no", "0", "—", "-"}
_EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number
Row = TypeVar("Row", UnitRow, PersonRow)


def read_directory(book: Book, words: Words) -> Directory:
    """The rows of both sheets; all errors at once. What a unit lies under, and who is who, is looked up elsewhere."""
    reader = _Reader(words)
    units = reader.sheet(book, UNITS, UNIT_COLUMNS, reader.unit)
    people = reader.sheet(book, PEOPLE, PERSON_COLUMNS, reader.person)
    if not units and not people and not reader.errors:
        reader.errors.append(
            CellError(sheet=UNITS, cell="", problem="两张表都没有填。", example="每个单位一行，每个人每个岗位一行")
        )
    reader.twice(units)
    return Directory(
        units=tuple(units), people=tuple(people), errors=tuple(reader.errors), faulty=frozenset(reader.faulty)
    )


class _Reader:
    def __init__(self, words: Words) -> None:
        self.words = words
        self.errors: list[CellError] = []
        self.faulty: set[str] = set()

    def sheet(self, book: Book, name: str, columns: Sequence[Column], read: "Callable[[_Line], Row]") -> list[Row]:
        found = next((sheet for sheet in book.sheets if not sheet.hidden and sheet.name.strip() == name), None)
        if found is None:
            self.errors.append(
                CellError(
                    sheet=name, cell="", problem=f"没有叫“{name}”的工作表。", example=f"下载模板，照着填在“{name}”表里"
                )
            )
            return []
        heads = _heads(found, columns)
        if heads is None:
            needed = "、".join(column.head for column in columns if column.needed)
            self.errors.append(
                CellError(sheet=name, cell="", problem="没有找到表头。", example=f"一行表头里要有：{needed}")
            )
            return []
        top, places = heads
        rows: list[Row] = []
        for number in range(top + 1, found.last_row + 1):
            line = _Line(self, found, number, places, {column.field: column for column in columns})
            if line.empty:
                continue
            if len(rows) >= MOST_ROWS:
                self.errors.append(
                    CellError(sheet=name, cell="", problem=f"超过 {MOST_ROWS} 行。", example="分几次带入")
                )
                break
            before = len(self.errors)
            row = read(line)
            if len(self.errors) == before:
                rows.append(row)
            elif isinstance(row, UnitRow):
                self.faulty |= {row.code, row.name, row.short_name} - {""}
        return rows

    def unit(self, line: "_Line") -> UnitRow:
        kind = line.one_of("kind", self.words.kinds)
        school = kind == "school"
        if kind in self.words.coded and not line.text("code"):
            line.wrong("code", f"{self.words.kinds[kind]}要有代码。", "3400000001")
        for name in ("school_type", "filler") if not school else ("function",):
            if line.text(name):
                line.wrong(name, f"{'学校没有' if school else '只有学校才有'}“{line.columns[name].head}”。", "空着")
        return UnitRow(
            number=line.number,
            kind=kind,
            code=line.code("code"),
            name=line.short("name"),
            short_name=line.short("short_name"),
            above=line.text("above"),
            school_type=line.one_of("school_type", self.words.types),
            filler=line.text("filler"),
            function=line.one_of("function", self.words.functions),
            cells=line.cells,
        )

    def person(self, line: "_Line") -> PersonRow:
        duties = {duty: line.yes(duty) for duty in self.words.duties}
        told = any(line.text(duty) for duty in self.words.duties)
        return PersonRow(
            number=line.number,
            unit=line.needed("unit"),
            title=line.short("title"),
            name=line.short("name"),
            login=line.login("login"),
            phone=line.phone("phone"),
            role=line.one_of("role", self.words.roles),
            duties=tuple(duty for duty, on in duties.items() if on) if told else None,
            deputy=line.yes("deputy"),
            cells=line.cells,
        )

    def twice(self, units: Sequence[UnitRow]) -> None:
        """One code or, without codes, one name in one place, told twice."""
        seen: dict[tuple[str, ...], UnitRow] = {}
        for row in units:
            key = (row.kind, row.code) if row.code else (row.kind, "", row.name, row.above)
            first = seen.setdefault(key, row)
            if first is not row:
                name = "code" if row.code else "name"
                problem = f"和第 {first.number} 行（{first.name}）是同一个{'代码' if row.code else '单位'}。"
                self.errors.append(
                    CellError(sheet=UNITS, cell=row.cells[name], problem=problem, example="每个单位一行，代码不重复")
                )


class _Line:
    """One row of a sheet, asked for field by field; what is wrong goes to the reader."""

    def __init__(
        self, reader: _Reader, sheet: Sheet, number: int, places: Mapping[str, int], columns: Mapping[str, Column]
    ) -> None:
        self.reader, self.sheet, self.number, self.columns = reader, sheet, number, columns
        self._cells = {field: sheet.at(number, place) for field, place in places.items()}
        self._said = {field: _said(cell) for field, cell in self._cells.items()}
        self.cells = {field: address(number, places.get(field, 1)) for field in columns}

    @property
    def empty(self) -> bool:
        return not any(self._said.values()) and all(cell is None or cell.trusted for cell in self._cells.values())

    def text(self, field: str) -> str:
        return self._said.get(field, "")

    def wrong(self, field: str, problem: str, example: str) -> None:
        error = CellError(sheet=self.sheet.name, cell=self.cells[field], problem=problem, example=example)
        self.reader.errors.append(error)

    def needed(self, field: str) -> str:
        cell = self._cells.get(field)
        if cell is not None and not cell.trusted:
            self.wrong(field, "公式没有算出结果。", "粘贴成数值")
        elif not self.text(field) and self.columns[field].needed:
            self.wrong(field, f"“{self.columns[field].head}”没有填。", _example(self.columns[field]))
        return self.text(field)

    def short(self, field: str) -> str:
        said = self.needed(field)
        if len(said) > LENGTHS[field]:
            self.wrong(
                field, f"“{self.columns[field].head}”最多 {LENGTHS[field]} 个字。", _example(self.columns[field])
            )
        return said

    def code(self, field: str) -> str:
        cell, said = self._cells.get(field), unicodedata.normalize("NFKC", self.text(field)).replace(" ", "")
        if cell is not None and isinstance(cell.value, int) and abs(cell.value) >= _EXACT:
            self.wrong(field, "位数太多，存成数字时末几位已经丢了。", "把这一列设成文本，再填一次")
        elif said.startswith("name:"):
            pass  # what an earlier import made of a name, downloaded and sent back
        elif said and (not _CODE.fullmatch(said) or len(said) > LENGTHS[field]):
            self.wrong(field, "代码只能用数字、字母、点和短横。", "3400000001")
        return said

    def login(self, field: str) -> str:
        said = unicodedata.normalize("NFKC", self.text(field)).lower()
        if said and not LOGIN.fullmatch(said):
            self.wrong(field, "登录名用小写字母、数字、点和短横，2–40 个。", "zhangsan")
        if _IDENTITY.fullmatch(said):
            self.wrong(field, "像是身份证号，不收。", "zhangsan")
        return said

    def phone(self, field: str) -> str:
        said = unicodedata.normalize("NFKC", self.text(field))
        if said and (not _PHONE.fullmatch(said) or len(said) > LENGTHS[field] or _IDENTITY.search(said)):
            self.wrong(field, "不像电话号码。", "0550-1234567")
        return said

    def one_of(self, field: str, words: Mapping[str, str]) -> str:
        """The code of a word; also the code itself is understood."""
        said = self.needed(field)
        if not said:
            return ""
        plain = _plain(said)
        for code, word in words.items():
            if plain in (_plain(word), code):
                return code
        shown = "、".join(list(words.values())[:12]) + ("……" if len(words) > 12 else "")
        self.wrong(field, f"没有“{said[:20]}”这一项。可填：{shown}。", next(iter(words.values())))
        return ""

    def yes(self, field: str) -> bool:
        said = self.text(field).casefold()
        if said not in _YES | _NO:
            self.wrong(field, f"只打 {YES} 或空着。", YES)
        return said in _YES


def _heads(sheet: Sheet, columns: Sequence[Column]) -> tuple[int, dict[str, int]] | None:
    """(row of the heads, field → column); None where a needed column is missing in every row."""
    names = {_plain(name): column.field for column in columns for name in (column.head, *column.called)}
    for row in range(1, min(HEAD_ROWS, sheet.last_row) + 1):
        places: dict[str, int] = {}
        for place, cell in _cells_of(sheet, row):
            field = names.get(_plain(cell.text).rstrip("*"))
            if field is not None:
                places.setdefault(field, place)
        if all(column.field in places for column in columns if column.needed):
            return row, places
    return None


def _cells_of(sheet: Sheet, row: int) -> Iterator[tuple[int, Cell]]:
    yield from sorted(sheet.cells.get(row, {}).items())


def _said(cell: Cell | None) -> str:
    """What stands in a cell, as text. A code that was typed as a number is its digits."""
    if cell is None or not cell.trusted or cell.value is None:
        return ""
    if isinstance(cell.value, bool):
        return "是" if cell.value else "否"
    if isinstance(cell.value, int):
        return cell.text if cell.text.isdigit() else str(cell.value)
    return " ".join((cell.value if isinstance(cell.value, str) else cell.text).split())


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def _example(column: Column) -> str:
    return column.told.rpartition("例：")[2] if "例：" in column.told else column.told
