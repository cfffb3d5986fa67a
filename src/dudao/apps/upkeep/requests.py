"""Every request gets a number, a line in the running log and a place in the counts; files are taken in while there is room."""

import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dudao.apps.organisations.answers import answer
from dudao.apps.upkeep import logs
from dudao.apps.upkeep.counts import count
from dudao.database.room import room

Next = Callable[[HttpRequest], HttpResponse]
lines = logging.getLogger("dudao.requests")


class Numbered:
    """A number for the request, which fault pages show; a line when it is answered: action, duration, status."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = secrets.token_hex(4)
        token, start = logs.number.set(request.number), time.monotonic()
        try:
            response = self.get_response(request)
        finally:
            logs.number.reset(token)
        self._tell(request, response.status_code, time.monotonic() - start)
        return response

    def _tell(self, request: HttpRequest, status: int, seconds: float) -> None:
        match = request.resolver_match
        if match is None and request.path.startswith(settings.STATIC_URL):
            return  # files of the pages are no acts
        count(status, seconds)
        told = {
            "number": request.number,
            "action": match.view_name if match is not None else "",  # what was typed into the address stays out
            "method": request.method if request.method in {"GET", "HEAD", "POST"} else "",
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        lines.info("", extra=told)


class RoomForFiles:
    """Takes no files in when the disk is nearly full; what is typed can still be saved."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.content_type == "multipart/form-data":
            left = room(settings.DUDAO_DATA)
            if left.is_low:
                said = f"磁盘只剩 {left.free / 1024**3:.1f} GB，暂时不收文件；填写和保存照常。请维护的人腾出地方。"
                return answer(request, 507, "没有收下", said)
        return self.get_response(request)
