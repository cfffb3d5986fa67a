"""Builds .xlsx packages by hand, so that tests can say exactly what stands in them."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def package(
    rows: str = "",
    *,
    after: str = "",
    before: str = "",
    texts: str = "",
    styles: str = "",
    workbook: str = "",
    sheet: str | None = None,
    more: dict[str, str | bytes] | None = None,
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A workbook of one sheet named 表; `rows` is what stands in its sheetData."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": _relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
            ("rId3", "styles", "/xl/styles.xml"),
        ),
        "xl/workbook.xml": f"<workbook xmlns='{MAIN}' xmlns:r='{DOCUMENT}'>{workbook}"
        "<sheets><sheet name='表' sheetId='1' r:id='rId1'/></sheets></workbook>",
        "xl/worksheets/sheet1.xml": sheet
        if sheet is not None
        else f"<worksheet xmlns='{MAIN}'>{before}<sheetData>{rows}</sheetData>{after}</worksheet>",
        "xl/sharedStrings.xml": f"<sst xmlns='{MAIN}'>{texts}</sst>",
        "xl/styles.xml": f"<styleSheet xmlns='{MAIN}'>{styles}</styleSheet>",
    }
    return zipped(parts | (more or {}), compression)


def zipped(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _relations(*entries: tuple[str, str, str]) -> str:
    lines = (f"<Relationship Id='{i}' Type='{DOCUMENT}/{kind}' Target='{target}'/>" for i, kind, target in entries)
    return f"<Relationships xmlns='{PACKAGE}'>{''.join(lines)}</Relationships>"
