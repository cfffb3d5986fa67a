"""Addresses of explanations, for templates."""

from urllib.parse import quote

from django import template
from django.urls import reverse

register = template.Library()
NOWHERE = "-"  # the county has no code; an address needs something in its place


def quoted(code: str) -> str:
    """A code as a piece of an address: for many rows, where resolving each address by name would take too long."""
    return quote(code, safe="~:@!$&'()*+,;=")


@register.simple_tag
def why(run: int, standard: str, code: str, unit: str = "", stage: str = "") -> str:
    """The address of an explanation: `{% why run.pk "YZJH-2017" "YZJH-1.4" school.code "junior" %}`."""
    parts = [run, standard, code]
    if unit or stage:
        parts.append(unit or NOWHERE)
    if stage:
        parts.append(stage)
    return reverse("assessment:why", args=parts)


@register.simple_tag
def why_at(run: int, standard: str, address: str) -> str:
    """The same from an explanation's own address, YZJH-1.4/SCHOOL/junior."""
    code, _, rest = address.partition("/")
    unit, _, stage = rest.partition("/")
    return why(run, standard, code, unit, stage)


@register.simple_tag
def figure_why(run: int, figure: str, unit: str = "", stage: str = "", year: int = 0) -> str:
    """The address of one figure: its cell, its parts, how to take it back."""
    return reverse("assessment:figure", args=[run, figure, unit or NOWHERE, stage or NOWHERE, int(year or 0)])
