"""Reads .ods: values, stored results of formulas, formats, merged ranges, hidden rows and columns."""

from dudao.spreadsheets.book import Book
from dudao.spreadsheets.reading import remarks
from dudao.spreadsheets.reading.cells import Tally
from dudao.spreadsheets.reading.guard import SAVE_AS, UnreadableBook, needs_password
from dudao.spreadsheets.reading.ods_formats import Formats
from dudao.spreadsheets.reading.ods_sheet import SheetsReader
from dudao.spreadsheets.reading.package import Package


def read_ods(data: bytes, name: str, digest: str) -> Book:
    """The workbook in a package; UnreadableBook when it has a password, is broken, or exceeds a limit of the guard."""
    package = Package(data)
    if "meta-inf/manifest.xml" in package and package.elements("META-INF/manifest.xml", "encryption-data"):
        raise needs_password()
    formats = Formats()
    for part in ("styles.xml", "content.xml"):
        if part in package:
            formats.read(package, part)
    reader = SheetsReader(formats, Tally())
    try:
        package.stream("content.xml", reader.start, reader.end, reader.text)
    except UnreadableBook:
        raise
    except ValueError as error:
        raise UnreadableBook(f"这个 .ods 文件里有不合规的内容（{str(error)[:80]}）。{SAVE_AS}") from error
    if not reader.sheets:
        raise UnreadableBook(f"这个文件里没有工作表。{SAVE_AS}")
    macros = any(part.startswith(("basic/", "scripts/")) for part in package.names())
    notes = remarks.of(reader.sheets, macros=macros, links=reader.links)
    return Book(name, digest, "ods", tuple(reader.sheets), macros, reader.links, notes)
