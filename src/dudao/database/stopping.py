"""When the disk fails at a commit, nothing is believed any more: writing stops until the program is started again.

A failed fsync must not be tried again and believed: the system may have dropped what it could not write.
"""

from typing import Any

from django.db.utils import DatabaseError

from dudao.errors import Refusal

_SQLITE_IO, _SQLITE_FULL, _SQLITE_CORRUPT = 10, 13, 11  # primary result codes
_POSTGRESQL_IO, _POSTGRESQL_FULL, _POSTGRESQL_CORRUPT = "58", "53100", "XX00"


class WritesStopped(Refusal, DatabaseError):
    """Nothing is written any more, because the disk failed once."""

    status = 503


class DiskFull(Refusal, DatabaseError):
    """The disk has no room for what was to be written."""

    status = 507


_why: list[str] = []  # empty while everything is well


def why_stopped() -> str:
    """What failed, or '' while writing goes on."""
    return _why[0] if _why else ""


def refuse_if_stopped() -> None:
    if _why:
        raise WritesStopped(
            "磁盘写入出过错，为了不丢数据，已停止保存；刚才的操作没有办。只能看，不能改。"
            "请维护的人检查磁盘，再重新启动网站。"
        )


def refusal_for(error: BaseException) -> Refusal | None:
    """What to answer when a write failed; an I/O error also stops writing. None: no fault of the disk."""
    kind = _kind(error.__cause__ or error)
    if kind == "full":
        return DiskFull("磁盘满了，刚才的操作没有保存，先前保存的都在。请维护的人腾出地方，再办一次。")
    if kind != "io":
        return None
    _why.append(type(error).__name__)
    return WritesStopped(
        "磁盘写入出错，刚才的操作没有保存。为了不丢数据，已停止保存；请维护的人检查磁盘，再重新启动网站。"
    )


def _kind(error: Any) -> str:
    code, state = getattr(error, "sqlite_errorcode", None), getattr(error, "sqlstate", None) or ""
    if code is not None:
        return {_SQLITE_IO: "io", _SQLITE_CORRUPT: "io", _SQLITE_FULL: "full"}.get(code & 0xFF, "")
    if state == _POSTGRESQL_FULL:
        return "full"
    return "io" if state.startswith((_POSTGRESQL_IO, _POSTGRESQL_CORRUPT)) else ""


def start_again() -> None:
    """As after a start; for tests."""
    _why.clear()
