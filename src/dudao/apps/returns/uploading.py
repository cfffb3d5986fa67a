"""The workbooks of an upload, kept within bounds while they come in, and what is not even looked into."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from dudao.apps.organisations.uploads import MOST, BoundedFiles
from dudao.errors import Refusal
from dudao.spreadsheets.reading.guard import EXTENSIONS
from dudao.spreadsheets.reading.odd import why_left

__all__ = ["MOST", "BadUpload", "BoundedBatch", "Chosen", "File", "sent_files", "sent_mapping"]
MOST_FILES = 200
MOST_TOGETHER = 100 * 1024 * 1024  # bytes
MOST_MAPPING = 2 * 1024 * 1024
ACCEPTED = ",".join(f".{ending}" for ending in EXTENSIONS)


class BadUpload(Refusal):
    """What was sent is not a workbook, or too much of it."""


class BoundedBatch(BoundedFiles):
    """The same for many files: once they are too much together, the rest is read and forgotten."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._together = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._together += len(raw_data)
        if self._together > MOST_TOGETHER:
            self._pieces = None
        super().receive_data_chunk(raw_data, start)


@dataclass(frozen=True)
class File:
    """One workbook of an upload."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Chosen:
    """The files of an upload: the workbooks, and what lay beside them in a folder, each with why it is left."""

    workbooks: Sequence[File]
    left: Sequence[tuple[str, str]]


def sent_files(request: HttpRequest, field: str) -> Chosen:
    """The files of a field by their names; BadUpload names every one that keeps them from being read."""
    files = sorted((file for file in request.FILES.getlist(field) if file.name), key=lambda file: _natural(file.name))
    if not files:
        raise BadUpload("没有选文件。选一个工作簿（.xlsx .xls .ods .et .csv），再上传。")
    left = [(file.name, why) for file in files if (why := why_left(file.name))] if len(files) > 1 else []
    odd = {name for name, _why in left}
    wanted = [file for file in files if file.name not in odd]
    if not wanted:
        raise BadUpload("选的文件里没有表格文件。选 .xlsx、.xls、.ods、.et 或 .csv。")
    if len(wanted) > MOST_FILES:
        raise BadUpload(f"一次最多 {MOST_FILES} 份工作簿，这次有 {len(wanted)} 份。分几次上传。")
    if sum(file.size for file in wanted) > MOST_TOGETHER or _all_gone(wanted):
        raise BadUpload("这些文件一共超过 100 MB，没有收下。分几次上传。")
    wrong = [f"“{file.name}”：{why}" for file in wanted if (why := _why_not(file))]
    if wrong:
        raise BadUpload("\n".join(wrong))
    return Chosen([File(file.name, file.read()) for file in wanted], left)


def _natural(name: str) -> list[tuple[int, str]]:
    """第2小学 before 第10小学: a folder tells its files in no order that people know."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name) if part]


def _all_gone(files: Sequence[Any]) -> bool:
    return len(files) > MOST_TOGETHER // MOST and files[-1].too_large


def _why_not(file: Any) -> str:
    if file.too_large:
        return "文件超过 20 MB，没有收下。删去用不着的工作表和图片，另存以后再上传。"
    if not file.size:
        return "文件是空的。"
    if file.name.lower().rpartition(".")[2] not in EXTENSIONS:
        return "只收 .xlsx .xlsm .xls .ods .et .csv。用 Excel 或 WPS 打开，另存为 .xlsx 再上传。"
    return ""


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
