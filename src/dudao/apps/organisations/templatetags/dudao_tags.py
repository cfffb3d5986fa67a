"""The parts that all pages are written with: status, icon, number, station. Known to every template without `load`."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from dudao.calc.figures import showing

register = template.Library()

# What is said → (shape in components/shapes.html, colour class). See docs: a status is always shape + word + colour.
STATUSES = {
    "pass": ("ok", "ok"),
    "ok": ("ok", "ok"),
    "on": ("on", "ok"),
    "warn": ("warn", "warn"),
    "fail": ("bad", "bad"),
    "bad": ("bad", "bad"),
    "open": ("open", "open"),
    "do": ("do", "do"),
    "sent": ("sent", "do"),
    "none": ("none", "none"),
    "long": ("long", "long"),
    "na": ("na", "none"),
}
# The stations of the loop that exist so far: words, the address each opens at, the rooms whose pages belong to it.
STATIONS = (
    ("总览", "portal:overview", ("portal",)),
    ("标准", "standards:list", ("standards", "campaigns", "organisations")),
    ("数据", "returns:list", ("returns",)),
    ("自评", "assessment:list", ("assessment",)),
)
ICONS = Path(settings.PACKAGE) / "static" / "vendor" / "icons"


@register.simple_tag
def status(kind: str, word: str, pill: bool = False) -> SafeString:
    """Shape, word and colour together: `{% status "fail" "未达到" %}`."""
    if not str(word).strip():
        raise ValueError("A status without a word cannot be read by everybody; use `shape` with a label in pictures.")
    shape_name, colour = STATUSES[str(kind)]
    return format_html('<span class="st st-{}{}">{}{}</span>', colour, " pill" if pill else "", _use(shape_name), word)


@register.simple_tag
def shape(kind: str, label: str) -> SafeString:
    """A shape alone, in a row of many, with the words for whoever cannot see it."""
    shape_name, _colour = STATUSES[str(kind)]
    return format_html(
        '<svg class="sh" role="img" aria-label="{}"><title>{}</title><use href="#s-{}"/></svg>',
        label,
        label,
        shape_name,
    )


def _use(shape_name: str) -> SafeString:
    return format_html('<svg class="sh" aria-hidden="true"><use href="#s-{}"/></svg>', shape_name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line icon beside a word: `{% icon "printer" %} 打印`. It says nothing by itself."""
    return _icon(str(name))


@lru_cache(maxsize=256)
def _icon(name: str) -> SafeString:
    if not ICONS.is_dir():  # pages must be testable before the front-end files have been fetched
        return mark_safe("")
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", (ICONS / f"{name}.svg").read_text("utf-8"), re.DOTALL)
    if drawing is None:
        raise ValueError(f"{name}.svg is no drawing.")
    lines = " ".join(drawing[1].split())
    return mark_safe(
        '<svg class="ico" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" '
        f'stroke-linejoin="round" aria-hidden="true" focusable="false">{lines}</svg>'
    )


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    """An exact number as read: thousands, true minus, half up; `—` for None. Without decimals, as many as it has."""
    if value is None or value == "":
        return showing.NONE
    exact = _exact(value)
    return showing.shown(exact, _decimals_of(exact) if decimals is None else int(decimals))


@register.filter
def percent(value: Any, decimals: int = 1) -> str:
    """A share as per cent: `{{ 17/20|percent:1 }}` is 85.0%."""
    return showing.NONE if value is None else showing.shown(_exact(value), int(decimals), percent=True)


@register.filter
def signed(value: Any, decimals: int | None = None) -> str:
    """A difference with its direction: +3.00, −0.50; 0 without a sign."""
    text = number(value, decimals)
    exact = None if value is None or value == "" else _exact(value)
    return f"+{text}" if exact and exact > 0 else text


@register.filter
def exact(value: Any) -> str:
    """Unrounded as far as it can be written, for where display and line look equal."""
    return showing.NONE if value is None else showing.exact_text(_exact(value), 6)


def _exact(value: Any) -> int | Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
        raise TypeError(f"{value!r} is no exact number.")
    return value if isinstance(value, int) else Fraction(value)


def _decimals_of(value: int | Fraction) -> int:
    """As many decimals as the number has; 2 for one that never ends."""
    for decimals in range(7):
        if (value * 10**decimals) % 1 == 0:
            return decimals
    return 2


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None) -> str:
    """A date: `MM-DD` inside the campaign's year, with the year outside it."""
    if value is None:
        return showing.NONE
    campaign = context.get("campaign")
    return value.strftime("%m-%d" if campaign is not None and campaign.year == value.year else "%Y-%m-%d")


@register.simple_tag(takes_context=True)
def stations(context: Context) -> list[dict[str, Any]]:
    """The stations of the top bar. A view of another station than its room's says so: context `station`."""
    match = getattr(context.get("request"), "resolver_match", None)
    said = context.get("station")
    here = match.app_name if match else ""
    return [
        {"name": name, "address": address, "current": said == name if said else here in rooms}
        for name, view, rooms in STATIONS
        if (address := _address(view))
    ]


def _address(view: str) -> str:
    """Empty while the room of a station is not built: what does not exist is not shown."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def address_with(context: Context, **changes: Any) -> str:
    """This page's query with some of it changed (None removes): filters, sorting and paging are links."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else context["request"].path
