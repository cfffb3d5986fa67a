"""The door: nobody sees a page without having come in by a one-time link."""

from collections.abc import Callable

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dudao.apps.audit.action import refused
from dudao.apps.audit.actors import ANONYMOUS
from dudao.apps.organisations import actions
from dudao.apps.organisations.actions import LinkNotOpen

Next = Callable[[HttpRequest], HttpResponse]
OPEN_TO_ALL = ("/enter", "/csp", "/static/", "/livez", "/readyz", "/metrics")
HOW = "在启动网站的那台电脑上运行 dudao site link，打开它给出的链接。链接只能用一次，24 小时内有效。"


class SignedInOnly:
    """Who has not come in is told how to, at every address but the door itself."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_open(request.path) or request.user.is_authenticated:  # health pages need no database to ask
            return self.get_response(request)
        return closed(request)


def _is_open(path: str) -> bool:
    return any(path == place.rstrip("/") or path.startswith(place.rstrip("/") + "/") for place in OPEN_TO_ALL)


def closed(request: HttpRequest, why: str = "还没有登录，或者登录已过 12 小时。") -> HttpResponse:
    """The page of a closed door: says why, and how to get in."""
    context = {"title": "用链接登录", "message": why, "advice": HOW}
    return render(request, "errors/plain.html", context, status=403)


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    return redirect("/") if request.user.is_authenticated else closed(request)


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Open the door with a link."""
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return closed(request, "链接要由人打开，预先取页不算。")  # a program looking ahead must not use it up
    now = timezone.now()
    link = actions.link_of(token)
    try:
        if link is None:
            raise LinkNotOpen("没有这个链接，或者它已作废。")
        person = actions.use_link(link, by=ANONYMOUS, at=now)
    except LinkNotOpen as refusal:
        if link is None:
            refused("organisations.entry.use", None, by=ANONYMOUS, at=now, refusal=refusal)
        return redirect("/") if request.user.is_authenticated else closed(request, str(refusal))
    login(request, person)
    return redirect("/")
