"""What keeps other web sites out of this one: whose request it is, and what a browser may do with the answer."""

import json
import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dudao.apps.organisations.models import PolicyReport

Next = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; report-uri /csp"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
LONGEST_REPORT = 16_384
MOST_REPORTS = 1000  # beyond that a page in a loop would fill the disk
faults = logging.getLogger("dudao.policy")


class SafetyHeaders:
    """Every answer says what a browser may do with it; one that knows better (a file sent back) says so first."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class OwnSiteOnly:
    """Refuses what was asked under another name, or sent by the page of another site."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_own_host(request):
            return _turned_away(request, "网址不对。本站只在本机打开：用启动时给出的链接。")
        if request.method not in SAFE_METHODS and not _is_from_here(request):
            return _turned_away(request, "这个操作是从别的网站发来的，没有办。")
        return self.get_response(request)


def _turned_away(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "errors/plain.html", {"title": "没有打开", "message": why}, status=403)


def _is_own_host(request: HttpRequest) -> bool:
    # A page elsewhere can let its own name point to 127.0.0.1; the name in Host gives it away.
    domain, _port = split_domain_port(request.META.get("HTTP_HOST", request.META.get("SERVER_NAME", "")))
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _is_from_here(request: HttpRequest) -> bool:
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None and fetched_from != "same-origin":
        return False
    origin = request.headers.get("Origin")
    # Port and name alike: another program on this computer, at another port, is another site.
    return origin is None or origin == f"{request.scheme}://{request.headers.get('Host', '')}"


@csrf_exempt
@require_POST
def policy_report(request: HttpRequest) -> HttpResponse:
    """A browser tells that a page broke the policy. Kept, so that a test can say there was none."""
    try:
        told = json.loads(request.read(LONGEST_REPORT))["csp-report"]
        report = {
            "page": urlsplit(str(told["document-uri"])).path[:200],
            "directive": str(told.get("effective-directive") or told.get("violated-directive") or "")[:80],
            "blocked": str(told.get("blocked-uri", ""))[:200],
        }
    except (ValueError, KeyError, TypeError):
        return HttpResponse(status=400)
    if report["page"].startswith("/enter/"):
        report["page"] = "/enter/"  # the rest opens the door
    faults.error("policy broken: %(page)s %(directive)s %(blocked)s", report)
    county = getattr(request.user, "county", None)
    if county is not None and PolicyReport.objects.count() < MOST_REPORTS:
        PolicyReport.objects.create(county=county, at=timezone.now(), **report)
    return HttpResponse(status=204)
