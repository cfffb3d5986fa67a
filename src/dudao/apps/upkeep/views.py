"""Health pages for a monitor on this machine: without a session, numbers and lights only."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from dudao.apps.upkeep.numbers import text
from dudao.apps.upkeep.readiness import examine

LOOPBACK = {"127.0.0.1", "::1"}
PASSED_ON = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")

View = Callable[..., HttpResponse]


def from_here_only(view: View) -> View:
    """For whoever is on this machine; a proxy that passes somebody's request on is not."""

    @wraps(view)
    def guarded(request: HttpRequest, **given: Any) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR", "")
        if address not in LOOPBACK or any(name in request.META for name in PASSED_ON):
            raise Http404
        return view(request, **given)

    return guarded


@require_safe
@from_here_only
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@from_here_only
def readyz(request: HttpRequest) -> HttpResponse:
    """Every light; 503 when one is red."""
    answers = examine()
    ready = all(one.is_well for one in answers)
    said = {"ready": ready, **{one.name: {"ok": one.is_well, "said": one.said} for one in answers}}
    return JsonResponse(said, status=200 if ready else 503, json_dumps_params={"ensure_ascii": False})


@require_safe
@from_here_only
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers, as Prometheus reads them."""
    return HttpResponse(text(), content_type="text/plain; version=0.0.4; charset=utf-8")
