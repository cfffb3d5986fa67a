"""Reads delimited text: commas, semicolons, tabs or bars; UTF-8, UTF-16 with its mark, or GB18030."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from dudao.spreadsheets.book import Book, Cell, Sheet
from dudao.spreadsheets.reading.cells import Tally, cell, extent
from dudao.spreadsheets.reading.guard import SAVE_AS, UnreadableBook

DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线", "，": "全角逗号", "；": "全角分号"}
_DATE = re.compile(r"^([12]\d{3})([-/年])(\d{1,2})(?:(?<!年)\2|月)(\d{1,2})日?$")
LOOKED_AT = 200  # lines
MOST_LINES = 100  # in one quoted cell; more of them are a quotation mark without its fellow
NO_END = f"这个文本文件里有一格没有尽头（多半是引号没有成对）。{SAVE_AS}"


def read_delimited(data: bytes, name: str, digest: str) -> Book:
    """A book of one sheet, named like the file. Every cell is text as it was typed; numbers are read by whoever maps.

    Only whole dates become dates, spelt as in every other format: 2003/9/1 is 2003-09-01.
    """
    text, encoding = _decoded(data)
    declared = text[:5].lower() if text[:4].lower() == "sep=" else ""
    delimiter = declared[4:5] if declared[4:5] in DELIMITERS else _delimiter(text)
    title, tally = name.rpartition(".")[0][:31] or "表", Tally()
    cells: dict[int, dict[int, Cell]] = {}
    for number, fields in enumerate(_rows(text, delimiter), start=1):
        if number == 1 and declared:
            continue
        row: dict[int, Cell] = {}
        for column, value in enumerate(fields, start=1):
            if value:
                tally.count(title, number, column)
                held = _date(tally.text(title, number, column, value))
                row[column] = cell(number, column, held, held if isinstance(held, str) else held.isoformat())
        if row:
            cells[number] = row
    if not cells:
        raise UnreadableBook("这个文件里没有内容。请检查后重新保存再上传")
    sheet = Sheet(title, False, cells, (), frozenset(), frozenset(), *extent(cells))
    notes = [f"文本表格，编码 {encoding}，分隔符是{DELIMITERS[delimiter]}"]
    if not name.lower().endswith((".csv", ".tsv", ".txt")):
        notes.append("扩展名像工作簿，内容其实是文本表格")
    return Book(name, digest, "csv", (sheet,), False, False, tuple(notes))


def _date(text: str) -> str | date:
    """The day that a text is, whole and with one kind of separator; any other text as it is."""
    found = _DATE.match(text) if text[:1] in "12" else None
    if found is None:
        return text
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return text


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif data.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding.removesuffix("-sig").upper()
    raise UnreadableBook(f"这个文本文件的编码既不是 UTF-8 也不是 GB18030，读出来会是乱码。{SAVE_AS}")


def _delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of fields, and into more than one.

    Title lines above the head agree with nothing and decide nothing.
    """
    start = "".join(text[: 1 << 18].splitlines(keepends=True)[:LOOKED_AT])
    best, most = ",", (0, 0)
    for delimiter in DELIMITERS:
        if delimiter not in start:
            continue
        try:
            widths = Counter(len(fields) for fields in _fields(start, delimiter, strict=False))
        except csv.Error:  # a field without end; said when the whole is read
            continue
        agreement = max(((lines, width) for width, lines in widths.items() if width > 1), default=(0, 0))
        if agreement > most:
            best, most = delimiter, agreement
    return best


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """The fields of every line; UnreadableBook for a quotation mark that swallows what comes after it."""
    try:
        rows = list(_fields(text, delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise UnreadableBook(NO_END) from error
        try:  # a mark within a field, as in "青石"小学, is a sign like others
            rows = list(_fields(text, delimiter, strict=False))
        except csv.Error as endless:
            raise UnreadableBook(NO_END) from endless
    for fields in rows:
        if any(field.count("\n") > MOST_LINES for field in fields):
            raise UnreadableBook(NO_END)
        yield fields


def _fields(text: str, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
