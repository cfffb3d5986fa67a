"""单位和人员: every unit and every person of the county, found by name, short name, pinyin or code; and as a tree."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Prefetch, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dudao.apps.organisations.directory.held import held, rows_of
from dudao.apps.organisations.directory.words import words
from dudao.apps.organisations.downloads import workbook_answer
from dudao.apps.organisations.models import Holding, Person, Post, Unit, UnitKind
from dudao.apps.organisations.seeking import seeking
from dudao.apps.organisations.views.paging import paged
from dudao.spreadsheets.directory import directory_template

ORDER: tuple[Any, ...] = (
    UnitKind.COUNTY, UnitKind.LEADING_GROUP, UnitKind.OFFICE, UnitKind.TASK_FORCE, UnitKind.DEPARTMENT, UnitKind.SECTION,
    UnitKind.TOWNSHIP, UnitKind.SCHOOL,
)  # fmt: skip
IN_ORDER = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(ORDER)))
VIEWS = (("units", "单位"), ("tree", "层级"), ("people", "人员"), ("vacant", "空缺的岗位"))


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The list of units."""
    q, kind, closed = request.GET.get("q", "").strip(), request.GET.get("kind", ""), request.GET.get("closed", "")
    found = Unit.objects.visible_to(request.user).select_related("township", "parent")
    found = found.exclude(closed=None) if closed else found.filter(closed=None)
    if q:
        found = found.filter(sought__contains=seeking(q))
    if kind in UnitKind.values:
        found = found.filter(kind=kind)
    holders = Count("posts__holdings__person", filter=Q(posts__holdings__until=None), distinct=True)
    page = paged(found.order_by(IN_ORDER, "code"), request)
    counted = dict(
        Unit.objects.visible_to(request.user)
        .filter(pk__in=[one.pk for one in page.rows])
        .annotate(n=holders)
        .values_list("pk", "n")
    )
    context = {
        **_frame(request, "units"),
        "page": page,
        "rows": [(one, one.township or one.parent, counted.get(one.pk, 0)) for one in page.rows],
        "q": q,
        "kind": kind,
        "closed": closed,
        "kinds": UnitKind.choices,
    }
    return render(request, "organisations/units.html", context)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The list of people with the posts they hold."""
    q = request.GET.get("q", "").strip()
    found = Person.objects.visible_to(request.user).of_posts().order_by("sought", "pk")
    if q:
        wanted = seeking(q)
        here = Holding.objects.visible_to(request.user).current().filter(post__unit__sought__contains=wanted)
        found = found.filter(Q(sought__contains=wanted) | Q(pk__in=here.values("person")))
    held_now = Holding.objects.visible_to(request.user).current().select_related("post__unit")
    page = paged(found.prefetch_related(Prefetch("holdings", queryset=held_now, to_attr="current")), request)
    return render(request, "organisations/people.html", {**_frame(request, "people"), "page": page, "q": q})


@require_safe
def vacant(request: HttpRequest) -> HttpResponse:
    """Posts of open units that nobody holds: what is asked of them is asked of nobody."""
    found = Post.objects.visible_to(request.user).filter(unit__closed=None)
    found = (
        found.exclude(holdings__until=None, holdings__isnull=False).select_related("unit").prefetch_related("duties")
    )
    page = paged(found.order_by("unit__kind", "unit__code", "pk"), request)
    return render(request, "organisations/vacant.html", {**_frame(request, "vacant"), "page": page})


@dataclass
class Branch:
    """A unit of the tree with what lies under it."""

    unit: Unit
    below: list["Branch"] = field(default_factory=list)
    schools: list[Unit] = field(default_factory=list)


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """County, departments with sections, townships with schools, groups: what lies under what."""
    found = list(Unit.objects.visible_to(request.user).filter(closed=None).order_by("code").defer("sought"))
    branches = {unit.pk: Branch(unit) for unit in found if unit.kind != UnitKind.SCHOOL}
    top: dict[Any, list[Branch]] = defaultdict(list)
    loose: list[Unit] = []
    for unit in found:
        above = branches.get(unit.township_id or unit.parent_id or 0)
        if unit.kind == UnitKind.SCHOOL:
            (above.schools if above is not None else loose).append(unit)
        elif above is not None:
            above.below.append(branches[unit.pk])
        else:
            top[unit.kind].append(branches[unit.pk])
    groups = [(UnitKind(kind).label, top[kind]) for kind in ORDER if top.get(kind)]
    return render(request, "organisations/tree.html", {**_frame(request, "tree"), "groups": groups, "loose": loose})


@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in: empty, or as things stand."""
    county = request.user.county
    if request.GET.get("filled"):
        told, named = rows_of(held(county))
        content = directory_template(words(), units=told, people=named, county=county.name)
        day = timezone.localdate().strftime("%m%d")
        return workbook_answer(content, f"单位人员表-{county.name}-{day}.xlsx")
    return workbook_answer(directory_template(words(), county=county.name), "单位人员表-模板.xlsx")


def _frame(request: HttpRequest, view: str) -> dict[str, Any]:
    """What all four views say: how many units, people, and posts without anybody."""
    open_units = Unit.objects.visible_to(request.user).filter(closed=None)
    counts = open_units.aggregate(all=Count("pk"), schools=Count("pk", filter=Q(kind=UnitKind.SCHOOL)))
    vacancies = Post.objects.visible_to(request.user).filter(unit__closed=None)
    return {
        "views": VIEWS,
        "view": view,
        "units_total": counts["all"],
        "schools_total": counts["schools"],
        "people_total": Person.objects.visible_to(request.user).of_posts().count(),
        "vacancies": vacancies.exclude(holdings__until=None, holdings__isnull=False).count(),
    }
