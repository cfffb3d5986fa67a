"""Reads .xlsx and .xlsm: values, stored results of formulas, formats, merged ranges, hidden rows and columns."""

from dudao.spreadsheets.book import Book, Sheet
from dudao.spreadsheets.reading import remarks
from dudao.spreadsheets.reading.cells import Tally
from dudao.spreadsheets.reading.guard import SAVE_AS, UnreadableBook
from dudao.spreadsheets.reading.number_format import BUILT_IN, GENERAL, NumberFormat, number_format
from dudao.spreadsheets.reading.package import Package
from dudao.spreadsheets.reading.shared_texts import shared_texts
from dudao.spreadsheets.reading.stored_results import belief, with_belief
from dudao.spreadsheets.reading.worksheet import Workbook, read_worksheet

MACRO_SHEETS = ("xlMacrosheet", "xlIntlMacrosheet")
OTHER_CONTENT = {
    "word/document.xml": "Word 文档",
    "ppt/presentation.xml": "PowerPoint 演示文稿",
    "ofd.xml": "OFD 文档",
}


def read_xlsx(data: bytes, name: str, digest: str) -> Book:
    """The workbook in a package; UnreadableBook when it is none, is broken, or exceeds a limit of the guard."""
    package = Package(data)
    part = _workbook_part(package)
    relations = package.relations(part)
    entries = package.elements(part, "sheet", "workbookPr", "calcPr")
    calculation = next((entry for _, tag, entry in entries if tag == "calcPr"), {})
    parts = {relation.kind: relation.target for relation in relations.values() if not relation.external}
    book = Workbook(
        texts=shared_texts(package, parts["sharedStrings"]) if parts.get("sharedStrings", "") in package else [],
        formats=_formats(package, parts["styles"]) if parts.get("styles", "") in package else [GENERAL],
        since_1904=any(tag == "workbookPr" and _true(entry.get("date1904")) for _, tag, entry in entries),
        tally=Tally(),
    )
    sheets: list[Sheet] = []
    others: list[str] = []
    for above, tag, entry in entries:
        relation = relations.get(entry.get("id", ""))
        if tag != "sheet" or above != "sheets":
            continue
        if relation is None or relation.kind != "worksheet" or relation.external:
            others.append(entry.get("name", ""))
            continue
        hidden = entry.get("state", "visible") != "visible"
        sheets.append(read_worksheet(package, relation.target, entry.get("name", ""), hidden, book))
    if not sheets:
        raise UnreadableBook(f"这个文件里没有工作表。{SAVE_AS}")
    macros = any(part.endswith("vbaproject.bin") for part in package.names()) or any(
        relation.kind in MACRO_SHEETS for relation in relations.values()
    )
    links = any(relation.kind == "externalLink" for relation in relations.values())
    counts = belief(package, calculation, sheets)
    sheets = with_belief(sheets, counts)
    notes = remarks.of(sheets, macros=macros, links=links, others=others, stale=counts.value)
    return Book(name, digest, "xlsm" if macros else "xlsx", tuple(sheets), macros, links, notes)


def _workbook_part(package: Package) -> str:
    targets = [r.target for r in package.relations("").values() if r.kind == "officeDocument" and not r.external]
    part = targets[0] if targets else "xl/workbook.xml"
    if part in package and part.lower().endswith(".xml") and part not in OTHER_CONTENT:
        return part
    if part.lower().endswith(".bin"):
        raise UnreadableBook(f"暂时不能读取二进制工作簿（.xlsb）。{SAVE_AS}")
    what = next((text for name, text in OTHER_CONTENT.items() if name in package), "普通压缩包（ZIP）")
    raise UnreadableBook(f"这个文件的内容是{what}，不是表格。请换成表格文件（.xlsx、.xls 或 .csv）")


def _true(text: str | None) -> bool:
    return text in ("1", "true", "on")


def _formats(package: Package, part: str) -> list[NumberFormat]:
    """The number format of every cell style, by the style's index."""
    custom: dict[str, str] = {}
    formats: list[NumberFormat] = []
    for above, tag, entry in package.elements(part, "numFmt", "xf"):
        if tag == "numFmt":
            custom[entry.get("numFmtId", "")] = entry.get("formatCode", "")
        elif above == "cellXfs":
            number = entry.get("numFmtId", "0")
            built_in = BUILT_IN.get(int(number), "General") if number.isascii() and number.isdigit() else "General"
            formats.append(number_format(custom.get(number, built_in)))
    return formats or [GENERAL]
