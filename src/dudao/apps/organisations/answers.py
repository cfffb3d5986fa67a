"""Refusals and faults in words, in one place: as a page, as a piece of a page for htmx, or as JSON."""

import logging
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from dudao.errors import Refusal

Next = Callable[[HttpRequest], HttpResponse]
faults = logging.getLogger("dudao.faults")


class RefusalsAsAnswers:
    """A refusal that nobody below turned into a page of its own becomes an answer here."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return answer(request, exception.status, "没有办成", str(exception))


def answer(request: HttpRequest, status: int, title: str, message: str, number: str = "") -> HttpResponse:
    """The same words for whoever asked: page, fragment or JSON."""
    context = {"title": title, "message": message, "number": number}
    if request.headers.get("HX-Request") == "true":
        return render(request, "errors/fragment.html", context, status=status)
    if request.accepts("text/html"):
        return render(request, "errors/plain.html", context, status=status)
    return JsonResponse(context, status=status, json_dumps_params={"ensure_ascii": False})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404, "没有这一页", "网址写错了，或者这一条不在您的县里。", _number(request, 404))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403, "不能打开", "您没有看这一页或办这件事的权限。", _number(request, 403))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 400, "没有看懂", "浏览器发来的内容不完整。回到上一页再试一次。", _number(request, 400))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The CSRF token does not fit: nearly always a page that was open for too long."""
    message = "这一页开得太久，已经失效，刚才的操作没有办。返回，刷新，再办一次。"
    return answer(request, 403, "没有办成", message, _number(request, 403, reason))


def fault(request: HttpRequest) -> HttpResponse:
    """A mistake of ours. The number is in the log beside what happened; the log says nothing about what was typed."""
    number = _number(request, 500)
    message = "程序出错了，刚才的操作没有保存，其余数据没有变。再试一次；还不行，把编号告诉维护的人。"
    return answer(request, 500, "出错了", message, number)


def _number(request: HttpRequest, status: int, why: str = "") -> str:
    """The number that the reader sees and the running log carries. The address as typed may hold names; its pattern does not."""
    number = f"{status}-{getattr(request, 'number', '') or secrets.token_hex(4)}"
    match = request.resolver_match
    faults.log(logging.ERROR if status == 500 else logging.INFO, "%s %s %s %s", number, request.method,
               f"/{match.route}" if match else "", why, exc_info=status == 500)  # fmt: skip
    return number
