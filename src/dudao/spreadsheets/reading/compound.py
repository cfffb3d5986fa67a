"""The container of the old office formats: a workbook, an encrypted package, or something else."""

import io

from xlrd.compdoc import CompDoc

from dudao.spreadsheets.reading.guard import OWN_FORMAT, SAVE_AS, UnreadableBook, needs_password

BROKEN = f"这个 .xls 文件不完整或已经损坏。{SAVE_AS}"
WORKBOOK = ("Workbook", "Book")  # the second is that of the editions before 1997
OTHERS = {"WordDocument": "Word 文档", "PowerPoint Document": "PowerPoint 演示文稿"}
MACROS = "_VBA_PROJECT_CUR"


def opened_container(data: bytes) -> CompDoc:
    """The container, its directory read."""
    try:
        return CompDoc(data, logfile=io.StringIO())
    except Exception as error:  # the library fails in many ways on bytes that are no container
        raise UnreadableBook(BROKEN) from error


def what_it_holds(data: bytes, *, own: bool = False) -> str:
    """xls; UnreadableBook where the container holds no workbook or one with a password.

    `own`: the file's name says that WPS wrote it, which long had a format of its own.
    """
    names = {entry.name for entry in opened_container(data).dirlist}
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise needs_password()
    if names.intersection(WORKBOOK):
        return "xls"
    found = next((what for name, what in OTHERS.items() if name in names), "")
    if own and not found:
        raise UnreadableBook(OWN_FORMAT)
    found = found or "别的 Office 文件"
    raise UnreadableBook(f"这个文件的内容是{found}，不是表格。请换成表格文件（.xlsx、.xls 或 .csv）")


def workbook_stream(container: CompDoc) -> bytes:
    """The bytes of the workbook's own stream."""
    try:
        for name in WORKBOOK:
            stream, start, size = container.locate_named_stream(name)
            if stream:
                return bytes(stream[start : start + size])
    except Exception as error:  # as above
        raise UnreadableBook(BROKEN) from error
    raise UnreadableBook(BROKEN)
