"""The workbooks of an upload, as `BoundedFiles` kept them, and what is not even looked into."""

from dataclasses import dataclass

from django.http import HttpRequest

from dudao.apps.organisations.uploads import MOST, BoundedFiles
from dudao.errors import Refusal

__all__ = ["MOST", "BadUpload", "BoundedFiles", "Sent", "checked", "sent_files", "sent_mapping"]
MOST_FILES = 10
MOST_MAPPING = 2 * 1024 * 1024
ENDINGS = (".xlsx", ".xlsm", ".xls", ".csv")


class BadUpload(Refusal):
    """What was sent is not a workbook, or too much of it."""


@dataclass(frozen=True)
class Sent:
    """One file of an upload: its bytes, or None when it was too large to keep."""

    name: str
    content: bytes | None


def sent_files(request: HttpRequest, field: str) -> list[Sent]:
    """The files of a field, in the order they were chosen; BadUpload when there are none or too many."""
    files = [file for file in request.FILES.getlist(field) if file.name]
    if not files:
        raise BadUpload("没有选文件。选一个工作簿（.xlsx .xlsm .xls .csv），再上传。")
    if len(files) > MOST_FILES:
        raise BadUpload(f"一次最多 {MOST_FILES} 个文件，这次有 {len(files)} 个。分几次上传。")
    return [Sent(file.name, None if file.too_large else file.read()) for file in files]


def checked(sent: Sent) -> bytes:
    """The bytes of a workbook; BadUpload says why it is not even looked into."""
    if sent.content is None:
        raise BadUpload("文件超过 20 MB，没有收下。删去用不着的工作表和图片，另存以后再上传。")
    if not sent.content:
        raise BadUpload("文件是空的。")
    if not sent.name.lower().endswith(ENDINGS):
        raise BadUpload("只收 .xlsx .xlsm .xls .csv。用 Excel 或 WPS 打开，另存为 .xlsx 再上传。")
    return sent.content


def sent_mapping(request: HttpRequest, field: str) -> str:
    """The text of a mapping file, '' where none was sent."""
    file = request.FILES.get(field)
    if file is None or not file.name:
        return ""
    if file.too_large or file.size > MOST_MAPPING:
        raise BadUpload("对应文件太大，不像是督导存的对应文件。")
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadUpload("对应文件不是 UTF-8 文字。用“存对应文件”存下的那一份。") from None
