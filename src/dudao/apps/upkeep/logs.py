"""The lines of the running log: one JSON object each, in UTC, without anything that a person typed or is called."""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[2]
TOLD = ("action", "method", "status", "ms")  # what a line of `dudao.requests` carries
number: ContextVar[str] = ContextVar("number", default="")  # of the request that is being answered


class JsonLines(logging.Formatter):
    """Writes a record without what may be personal.

    Our own messages are kept: they are written with that in mind. Of a message of others only the words of the program
    are, not what was put into them. Of an exception its kind and where it was, never its own words: those quote values.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "level": record.levelname.lower(),
            "from": record.name,
            "request": getattr(record, "number", "") or number.get(),
            **{name: getattr(record, name) for name in TOLD if hasattr(record, name)},
        }
        if message := _message(record):
            line["message"] = message
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = _fault(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value != ""}, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    if record.name.startswith("dudao"):
        return "" if record.name == "dudao.requests" else record.getMessage()
    return str(record.msg) if record.args else f"{Path(record.pathname).name}:{record.lineno}"


def _fault(error: BaseException) -> list[dict[str, Any]]:
    """The exception and what led to it, the innermost last."""
    chain: list[dict[str, Any]] = []
    cause: BaseException | None = error
    while cause is not None and len(chain) < 5:
        frames = traceback.extract_tb(cause.__traceback__)
        chain.append({"kind": type(cause).__qualname__, "at": [_frame(frame) for frame in frames][-25:]})
        cause = cause.__cause__ or cause.__context__
    return chain


def _frame(frame: traceback.FrameSummary) -> str:
    file = Path(frame.filename)
    name = file.relative_to(PACKAGE) if PACKAGE in file.parents else Path(*file.parts[-3:])
    return f"{name.as_posix()}:{frame.lineno} {frame.name}"
