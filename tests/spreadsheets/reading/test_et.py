"""A file of WPS called .et is told by its content: BIFF8, a package, or the format WPS had of its own long ago."""

import io
from pathlib import Path

import openpyxl
import pytest

from dudao.spreadsheets.reading import UnreadableBook, read_book

XLS = (Path(__file__).parent / "files" / "schools.xls").read_bytes()


def test_what_wps_writes_today_is_read_under_its_own_name() -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "甲小学"
    book.save(stream)
    assert read_book(XLS, "学校.et").kind == "xls"
    assert read_book(XLS, "学校.et").sheets == read_book(XLS, "学校.xls").sheets
    assert read_book(stream.getvalue(), "学校.et").sheets[0].at(1, 1).value == "甲小学"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["学校.et", "模板.ett"])
def test_the_old_own_format_is_refused_with_the_way_out(name: str) -> None:
    no_workbook = XLS.replace("Workbook".encode("utf-16-le"), "ETBook__".encode("utf-16-le"))
    for data in (no_workbook, b"\x01WPS\x00" + bytes(range(256)) * 8):
        with pytest.raises(UnreadableBook, match="另存为 xlsx"):
            read_book(data, name)


def test_a_broken_one_is_refused() -> None:
    with pytest.raises(UnreadableBook, match="损坏"):
        read_book(XLS[:4000], "学校.et")
