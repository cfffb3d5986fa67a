"""Reads a workbook that somebody brought: .xlsx, .xlsm, .xls, .et, .ods or delimited text, told by its content."""

from hashlib import sha256

from dudao.spreadsheets.book import Book
from dudao.spreadsheets.reading.guard import SAVE_AS, UnreadableBook, what_it_is

__all__ = ["UnreadableBook", "read_book"]


def read_book(data: bytes, name: str) -> Book:
    """The workbook in these bytes; `name` is the file's name.

    UnreadableBook says in Chinese what is wrong and what to do. Hostile bytes may still exhaust time or memory inside
    a reader: whoever does not know where the file comes from calls `dudao.cage.read_book_caged`.
    """
    kind = what_it_is(data, name)
    try:
        return _read(kind, data, name)
    except UnreadableBook:
        raise
    except (ValueError, LookupError, OverflowError) as error:  # parts that contradict each other
        raise UnreadableBook(f"这个文件的内容前后不一致，可能已经损坏。{SAVE_AS}") from error


def _read(kind: str, data: bytes, name: str) -> Book:
    digest = sha256(data).hexdigest()
    # Each reader brings its own libraries; a child process loads those of one format only.
    if kind == "xls":
        from dudao.spreadsheets.reading.xls import read_xls

        return read_xls(data, name, digest)
    if kind == "ods":
        from dudao.spreadsheets.reading.ods import read_ods

        return read_ods(data, name, digest)
    if kind == "csv":
        from dudao.spreadsheets.reading.delimited import read_delimited

        return read_delimited(data, name, digest)
    from dudao.spreadsheets.reading.xlsx import read_xlsx

    return read_xlsx(data, name, digest)
