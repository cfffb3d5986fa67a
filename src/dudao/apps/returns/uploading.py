"""Files as they come in: never more of one than a workbook may have, however much the browser sends."""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest

from dudao.errors import Refusal

MOST = 20 * 1024 * 1024  # bytes of one workbook
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


class BoundedFiles(FileUploadHandler):
    """Keeps files in memory and lets go of one as soon as it grows too large; the rest of it is read and forgotten."""

    chunk_size = 256 * 1024

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._pieces: list[bytes] | None = []
        self._size = 0
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        if self._size > MOST:
            self._pieces = None
        if self._pieces is not None:
            self._pieces.append(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        kept = SimpleUploadedFile(self.file_name or "", b"" if self._pieces is None else b"".join(self._pieces))
        kept.too_large = self._pieces is None
        return kept


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
