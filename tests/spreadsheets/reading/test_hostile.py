"""Broken and hostile files are refused in words, within bounds, before anything they ask for is done."""

import io
import os
import random
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from dudao.spreadsheets.reading import UnreadableBook, guard, read_book
from tests.spreadsheets.reading.packages import MAIN, package, zipped

FILES = Path(__file__).parent / "files"
ROW = "<row r='1'><c r='A1'><v>1</v></c></row>"
LAUGHS = (
    "<!DOCTYPE lolz [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9))
    + "]>"
)


def sheet_of(text: str) -> bytes:
    return package(sheet=text)


def merged(*refs: str) -> bytes:
    lines = "".join(f"<mergeCell ref='{ref}'/>" for ref in refs)
    return package(ROW, after=f"<mergeCells count='{len(refs)}'>{lines}</mergeCells>")


def bomb() -> bytes:
    return package(ROW, more={"xl/media/image1.xml": b"<a>" + b" " * (30 * 1024 * 1024) + b"</a>"})


def many_bombs() -> bytes:
    """Each part compresses less than a bomb does; together they are too much."""
    noise = random.Random(1).randbytes(120 * 1024)
    part = b"".join(noise[start : start + 1024] + bytes(50 * 1024) for start in range(0, len(noise), 1024))
    return package(ROW, more={f"xl/media/{i}.bin": part for i in range(36)})


def encrypted_entry() -> bytes:
    data = bytearray(package(ROW))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(sign, start)) >= 0:
            data[start + place] |= 1
            start += 4
    return bytes(data)


def linked_entry() -> bytes:
    stream = io.BytesIO(package(ROW))
    with zipfile.ZipFile(stream, "a") as archive:
        link = zipfile.ZipInfo("xl/passwd.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return stream.getvalue()


def lying_directory() -> bytes:
    """Its directory promises a small part where a large one comes."""
    data = package(ROW, more={"xl/big.xml": "<a>" + " " * 500_000 + "</a>"})
    return data.replace(struct.pack("<I", 500_007), struct.pack("<I", 100))


def xls_with_password() -> bytes:
    """The record that announces encryption, in the place of one that says nothing here."""
    data = bytearray((FILES / "schools.xls").read_bytes())
    begins = data.index(struct.pack("<HHH", 0x0809, 16, 0x0600))  # the stream's first record
    struct.pack_into("<H", data, begins + 4 + 16, 0x002F)
    return bytes(data)


def real_one() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in range(400):
        book.active.append([f"学校{row}", row, row / 7])
    book.save(stream)
    return stream.getvalue()


CORPUS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.xlsx", lambda: b"", "空的"),
    "too large": ("a.xlsx", lambda: b"PK\x03\x04" + bytes(21 * 1024 * 1024), "最多 20 MB"),
    "another kind": ("a.exe", real_one, "不能读取“.exe”"),
    "no extension": ("表", real_one, "没有扩展名"),
    "truncated ods": ("a.ods", lambda: b"PK\x03\x04 mimetype", "不完整"),
    "ods of something else": ("a.ods", lambda: zipped({"mimetype": "x", "content.xml": "<a/>"}), "不是表格"),
    "png": ("a.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "图片"),
    "pdf": ("a.xls", lambda: b"%PDF-1.7\n" + bytes(100), "PDF"),
    "page": ("a.xls", lambda: "<html><table><tr><td>学校</td></tr></table></html>".encode(), "网页"),
    "xml of 2003": (
        "a.xls",
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "XML 表格 2003",
    ),
    "random": ("a.xlsx", lambda: random.Random(7).randbytes(5000), "不是表格"),
    "random csv": ("a.csv", lambda: random.Random(8).randbytes(5000), "不是表格"),
    "document": ("a.xlsx", lambda: zipped({"word/document.xml": "<a/>"}), "Word"),
    "just a zip": ("a.xlsx", lambda: zipped({"学校.txt": "甲"}), "压缩包"),
    "truncated": ("a.xlsx", lambda: real_one()[:-3000], "不完整"),
    "broken inside": ("a.xlsx", lambda: real_one().replace(b"\x00\x00\x08\x00", b"\x00\x00\x63\x00"), "压缩|不完整"),
    "xls of nothing": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "损坏"),
    "xls of noise": (
        "a.xls",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(3).randbytes(20_000),
        "损坏",
    ),
    "truncated xls": ("a.xls", lambda: (FILES / "schools.xls").read_bytes()[:4000], "损坏"),
    "password": ("a.xlsx", lambda: (FILES / "password.xlsx").read_bytes(), "有密码"),
    "password xls": ("a.xls", xls_with_password, "有密码"),
    "encrypted zip": ("a.xlsx", encrypted_entry, "有密码"),
    "far cell": (
        "a.xlsx",
        lambda: package(ROW + "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"),
        "XFD1048576",
    ),
    "far row": ("a.xlsx", lambda: package(ROW + "<row r='20001'><c r='A20001'><v>1</v></c></row>"), "A20001"),
    "far column": ("a.xlsx", lambda: package("<row r='1'><c r='SG1'><v>1</v></c></row>"), "SG1"),
    "no such place": ("a.xlsx", lambda: package("<row r='9999999'><c r='A9999999'><v>1</v></c></row>"), "不合规|A99"),
    "huge merge": ("a.xlsx", lambda: merged("A1:XFD1048576"), "A1:XFD1048576"),
    "broken merge": ("a.xlsx", lambda: merged("B2:A1"), "合并区域 B2:A1"),
    "merges over each other": (
        "a.xlsx",
        lambda: package(
            ROW + "<row r='20000'><c r='SF20000'><v>1</v></c></row>",
            after="<mergeCells>" + "<mergeCell ref='A1:SE1500'/>" * 3 + "</mergeCells>",
        ),
        "合并区域",
    ),
    "zip bomb": ("a.xlsx", bomb, "压缩炸弹"),
    "many parts expanded": ("a.xlsx", many_bombs, "超过 200 MB"),
    "many entries": ("a.xlsx", lambda: package(ROW, more={f"xl/{i}.xml": "<a/>" for i in range(2001)}), "2000"),
    "lying directory": ("a.xlsx", lying_directory, "不完整"),
    "climbing path": ("a.xlsx", lambda: package(ROW, more={"../../etc/cron.d/a": "x"}), "指向包外"),
    "absolute path": ("a.xlsx", lambda: package(ROW, more={"/etc/passwd": "x"}), "指向包外"),
    "climbing path of windows": ("a.xlsx", lambda: package(ROW, more={"..\\..\\a.xml": "x"}), "指向包外"),
    "link": ("a.xlsx", linked_entry, "有链接"),
    "other compression": ("a.xlsx", lambda: package(ROW, compression=zipfile.ZIP_LZMA), "压缩方法"),
    "laughs": (
        "a.xlsx",
        lambda: sheet_of(
            f"{LAUGHS}<worksheet xmlns='{MAIN}'><sheetData><row><c><v>&j;</v></c></row></sheetData></worksheet>"
        ),
        "DOCTYPE",
    ),
    "doctype in another part": (
        "a.xlsx",
        lambda: package(ROW, more={"docProps/app.xml": "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"}),
        "DOCTYPE",
    ),
    "doctype in utf-16": (
        "a.xlsx",
        lambda: package(ROW, more={"docProps/app.xml": "<!DOCTYPE a><a/>".encode("utf-16")}),
        "DOCTYPE",
    ),
    "doctype in utf-16 without mark": (
        "a.xlsx",
        lambda: package(ROW, more={"docProps/app.xml": "<!DOCTYPE a><a/>".encode("utf-16-be")}),
        "DOCTYPE",
    ),
    "doctype far down": (
        "a.xlsx",
        lambda: package(ROW, more={"docProps/app.xml": f"<!--{'x' * (guard.CHUNK - 10)}--><!DOCTYPE a><a/>"}),
        "DOCTYPE",
    ),
    "deep": ("a.xlsx", lambda: sheet_of(f"<worksheet xmlns='{MAIN}'>" + "<row>" * 150_000), "嵌套过深"),
    "one long text": (
        "a.xlsx",
        lambda: package(f"<row><c t='inlineStr'><is><t>{random.Random(5).randbytes(5 << 20).hex()}</t></is></c></row>"),
        "10,485,760 个字",
    ),
    "one long shared text": (
        "a.xlsx",
        lambda: package(
            "<row><c t='s'><v>0</v></c></row>",
            texts=f"<si><t>{random.Random(5).randbytes(1 << 19).hex()}</t></si>",
        ),
        "1,048,576 个字",
    ),
    "no sheets": ("a.xlsx", lambda: package(more={"xl/workbook.xml": f"<workbook xmlns='{MAIN}'/>"}), "没有工作表"),
    "sheet missing": (
        "a.xlsx",
        lambda: zipped({"xl/workbook.xml": f"<workbook xmlns='{MAIN}'><sheets/></workbook>"}),
        "没有工作表",
    ),
    "cut xml": ("a.xlsx", lambda: sheet_of(f"<worksheet xmlns='{MAIN}'><sheetData><row>"), "损坏"),
    "csv without end": ("a.csv", lambda: '甲,1\n乙,"'.encode() + b"1," * 200_000, "引号"),
    "csv of one text": ("a.csv", lambda: b"a," + b"x" * 120_000, "120,000 个字"),
    "csv too wide": ("a.csv", lambda: b",".join([b"1"] * 501), "SG1"),
    "csv too long": ("a.csv", lambda: b"1,2\n" * 20_001, "A20001"),
    "csv of blanks": ("a.csv", lambda: b",,,\n,,,\n", "没有内容"),
    "csv in neither code": ("a.csv", lambda: "学校,人数\n".encode() + b"\xff\xff\xfe,1\n", "编码"),
}


@pytest.mark.parametrize("case", CORPUS)
def test_refused_in_words(case: str) -> None:
    name, make, words = CORPUS[case]
    data = make()
    tracemalloc.start()
    started = time.process_time()
    try:
        with pytest.raises(UnreadableBook, match=words) as refusal:
            read_book(data, name)
        assert tracemalloc.get_traced_memory()[1] < 250 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert time.process_time() - started < 10
    message = str(refusal.value)
    assert len(message) < 300 and any(word in message for word in ("请", "可以上传")), message


def test_formulas_in_texts_stay_texts() -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    hostile = ["=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1+1"]
    for row, text in enumerate(hostile, start=1):
        book.active.cell(row, 1).value = text
        book.active.cell(row, 1).data_type = "s"
    book.save(stream)
    (sheet,) = read_book(stream.getvalue(), "a.xlsx").sheets
    assert [sheet.at(row, 1).value for row in range(1, len(hostile) + 1)] == hostile
    assert not any(found.formula for row in sheet.cells.values() for found in row.values())


def test_an_honest_sheet_that_compresses_well_is_read() -> None:
    """Ten thousand rows of nothing but a style and a height compress more than anything that holds something."""
    cells = "<c s='1'/>" * 20
    rows = "".join(f"<row r='{n}' spans='1:30' ht='20' customHeight='1'>{cells}</row>" for n in range(2, 10_000))
    data = package(ROW + rows)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
        assert entry.file_size > guard.RATIO_FROM and entry.file_size > 20 * entry.compress_size
    assert read_book(data, "a.xlsx").sheets[0].at(1, 1).value == 1


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused_but_never_fails(seed: int) -> None:
    source = [real_one(), (FILES / "schools.xls").read_bytes(), "学校,人数\n甲,1\n".encode()][seed % 3]
    chance = random.Random(seed)
    data = bytearray(source)
    for _ in range(chance.randrange(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        read_book(bytes(data), "a.xlsx")
    except UnreadableBook as refusal:
        assert "请" in str(refusal)


def test_nothing_here_needs_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    data = real_one()
    read_book(data, "a.xlsx")  # modules are loaded now
    monkeypatch.setattr(os, "open", None)
    monkeypatch.setattr("builtins.open", None)
    assert read_book(data, "a.xlsx").sheets
