"""One change of the figures, looked at afterwards: what it brought, what was said about it, what stood there before."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from dudao.apps.organisations.downloads import file_answer
from dudao.apps.returns.figures import figure_name, said
from dudao.apps.returns.models import Change, Judged, Stated
from dudao.apps.returns.paging import paged
from dudao.apps.returns.views.asking_for import campaign_of, file_stem
from dudao.apps.returns.views.figures import address
from dudao.apps.returns.views.judging import level_words
from dudao.calc.figures import Reason


def change_of(request: HttpRequest, number: int) -> Change:
    """A change of the person's own campaign; 404 where there is none."""
    changes = Change.objects.visible_to(request.user).filter(campaign=campaign_of(request), number=number)
    found = changes.select_related("by", "draft__upload").defer("draft__upload__content", "draft__upload__book").first()
    if found is None:
        raise Http404
    return found


@require_safe
def change(request: HttpRequest, number: int) -> HttpResponse:
    found = change_of(request, number)
    page = paged(
        Stated.objects.visible_to(request.user)
        .filter(change=found)
        .select_related("unit")
        .order_by("figure", "unit__code", "stage", "year"),
        request,
    )
    judged = (
        Judged.objects.visible_to(request.user)
        .filter(change=found)
        .select_related("unit")
        .order_by("item", "unit__code")
    )
    neighbours = set(
        Change.objects.visible_to(request.user)
        .filter(campaign=found.campaign_id, number__in=(number - 1, number + 1))
        .values_list("number", flat=True)
    )
    context = {
        "change": found,
        "page": page,
        "rows": _with_before(request, found, page.rows),
        "judged": [(one, level_words(one.item, one.level)) for one in judged[:200]],
        "answers": [one for one in (found.draft.answers.values() if found.draft else ()) if one.get("words")],
        "before": number - 1 if number - 1 in neighbours else None,
        "after": number + 1 if number + 1 in neighbours else None,
        "assess_at": _address("assessment:list"),
    }
    return render(request, "returns/change.html", context)


def _with_before(request: HttpRequest, found: Change, rows: Any) -> list[dict[str, Any]]:
    """The statements of a page, each with what it replaced."""
    rows = list(rows)
    ended = Stated.objects.visible_to(request.user).filter(
        Q(unit__in={row.unit_id for row in rows}) | Q(unit=None),
        campaign=found.campaign_id,
        replaced=found.number,
        figure__in={row.figure for row in rows},
    )
    before = {(row.unit_id, row.figure, row.stage, row.year): row for row in ended}
    return [
        {
            "stated": row,
            "file": row.file or (found.draft.upload.name if found.draft else ""),
            "why": Reason[row.reason].value if row.reason else "",
            "address": address(row),
            "name": figure_name(row.figure, row.stage, row.year),
            "said": said(row),
            "before": said(replaced)
            if (replaced := before.get((row.unit_id, row.figure, row.stage, row.year)))
            else None,
        }
        for row in rows
    ]


@require_safe
def mapping_file(request: HttpRequest, number: int) -> HttpResponse:
    """The mapping by which a workbook was brought in."""
    found = change_of(request, number)
    if not found.mapping or found.draft is None:
        raise Http404
    name = f"{file_stem(found.draft)}-对应.yaml"
    return file_answer(found.mapping.encode(), name, "application/yaml")


def _address(name: str) -> str:
    """The address of a page of a room above, '' where it is not built in."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
