"""Files as they come in: never more of one than a workbook may have, however much the browser sends."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

MOST = 20 * 1024 * 1024  # bytes of one workbook


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
