"""The figures of one school, of the county, or of all, as they stand: value, cell, change; and one figure's history."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.downloads import workbook_answer
from dudao.apps.organisations.models import Unit
from dudao.apps.returns import actions
from dudao.apps.returns.asking import asked
from dudao.apps.returns.figures import figure_name, said
from dudao.apps.returns.models import Stated
from dudao.apps.returns.paging import paged
from dudao.apps.returns.views.asking_for import campaign_of
from dudao.apps.returns.warned import Beside, beside
from dudao.calc.figures import Figure, Reason
from dudao.calc.figures.coding import value_from
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.showing import from_text
from dudao.library.read import catalogue, checks
from dudao.spreadsheets.writing.sheet import CellValue, Table, workbook_of

MISSING = "missing"
STATES = (("", "全部"), ("known", "有值"), (MISSING, "没有填报"))
MOST_EXPORTED = 50_000


@dataclass(frozen=True, kw_only=True)
class Row:
    """A figure at its place: as stated, or asked for and not there."""

    unit: str  # code, '' the county
    unit_name: str
    figure: Figure
    stage: str
    year: int
    stated: Stated | None = None
    beside: Sequence[Beside] = ()  # what was said of an unusual value

    @property
    def name(self) -> str:
        return figure_name(self.figure.name, self.stage, self.year)

    @property
    def said(self) -> str:
        return said(self.stated) if self.stated else ""

    @property
    def why(self) -> str:
        """Why it is unknown, '' where it is known."""
        if self.stated is None:
            return Reason.NEVER.value
        return Reason[self.stated.reason].value if self.stated.reason else ""

    @property
    def address(self) -> str:
        return _address(self.unit, self.figure.name, self.stage, self.year)


def address(stated: Any) -> str:
    """Where one figure is looked at: its value, its cell, its history."""
    return _address(stated.unit.code if stated.unit else "", stated.figure, stated.stage, stated.year)


def _address(unit: str, figure: str, stage: str, year: int) -> str:
    return f"{reverse('returns:figure')}?{urlencode({'unit': unit, 'figure': figure, 'stage': stage, 'year': year})}"


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    campaign = campaign_of(request)
    unit, state, search = (request.GET.get(name, "").strip() for name in ("unit", "state", "q"))
    school = _school(request, unit) if unit not in ("", "all") else None
    asked_for = lacking = 0
    if unit == "all":
        stated = _all(request, campaign, state, search)
        if request.GET.get("as") == "xlsx":
            return _workbook(_rows(stated[:MOST_EXPORTED]), "全县各校数据", state, search)
        page = paged(stated, request)
        shown = list(_rows(page.rows))
    else:
        every = _of_one(request, campaign, school)
        asked_for, lacking = len(every), sum(bool(row.why) for row in every)
        rows = [row for row in every if _wanted(row, state, search)]
        if request.GET.get("as") == "xlsx":
            return _workbook(rows, school.distinct_name if school else "县级数据", state, search)
        page = paged(rows, request)
        said_beside = beside(campaign, unit, [row.stated for row in page.rows if row.stated])
        shown = [replace(row, beside=said_beside.get(row.stated.pk, ())) if row.stated else row for row in page.rows]
    context = {
        "page": page,
        "rows": shown,
        "asked_for": asked_for,
        "lacking": lacking,
        "unit": unit,
        "school": school,
        "units": Unit.objects.visible_to(request.user)
        .filter(closed=None)
        .schools()
        .order_by("code")
        .values_list("code", "distinct_name"),
        "state": state,
        "states": [*STATES, *((reason.name, reason.value) for reason in Reason if reason is not Reason.NEVER)],
        "search": search,
    }
    return render(request, "returns/figures.html", context)


def _school(request: HttpRequest, code: str) -> Unit:
    found = Unit.objects.visible_to(request.user).filter(code=code).schools().first()
    if found is None:
        raise Http404
    return found


def _all(request: HttpRequest, campaign: Campaign, state: str, search: str) -> QuerySet[Any]:
    stated: Any = (
        Stated.objects.visible_to(request.user).filter(campaign=campaign).current().select_related("unit", "change")
    )
    stated = stated.defer("change__mapping", "change__remarks")
    if search:
        names = [figure.name for figure in catalogue().figures.values() if search in figure.label]
        stated = stated.filter(figure__in=names) | stated.filter(unit__name__contains=search)
    if state == "known":
        stated = stated.exclude(value="")
    elif state in Reason.__members__:
        stated = stated.filter(reason=state)
    elif state == MISSING:
        stated = stated.none()
    return stated.order_by("figure", "stage", "year", "unit__code")


def _rows(stated: Iterable[Any]) -> Iterator[Row]:
    for row in stated:
        if row.figure in catalogue():
            yield _row(row)


def _row(stated: Any) -> Row:
    return Row(
        unit=stated.unit.code if stated.unit else "",
        unit_name=stated.unit.distinct_name if stated.unit else "县",
        figure=catalogue()[stated.figure],
        stage=stated.stage,
        year=stated.year,
        stated=stated,
    )


def _of_one(request: HttpRequest, campaign: Campaign, school: Unit | None) -> list[Row]:
    """Everything stated for a school or the county, and what is asked of it and not stated; in the catalogue's order."""
    stated: Any = (
        Stated.objects.visible_to(request.user)
        .filter(campaign=campaign, unit=school)
        .current()
        .select_related("unit", "change")
    )
    rows = {
        (row.figure.name, row.stage, row.year): row for row in _rows(stated.defer("change__mapping", "change__remarks"))
    }
    for figure, stage, year in _asked_of(campaign, school):
        rows.setdefault(
            (figure.name, stage, year),
            Row(
                unit=school.code if school else "",
                unit_name=school.distinct_name if school else "县",
                figure=figure,
                stage=stage,
                year=year,
            ),
        )
    order = {name: position for position, name in enumerate(catalogue().figures)}
    stages = list(STAGES)
    return sorted(
        rows.values(),
        key=lambda row: (order[row.figure.name], stages.index(row.stage) if row.stage in stages else -1, row.year),
    )


def _asked_of(campaign: Campaign, school: Unit | None) -> Iterator[tuple[Figure, str, int]]:
    of_type = checks().stages_of_type.get(school.school_type, ()) if school else ()
    for one in asked(campaign):
        figure = one.figure
        if figure.level.of_school != (school is not None) or figure.derived:
            continue
        if school is not None and figure.types and school.school_type not in figure.types:
            continue
        stages = figure.stages if figure.level.staged else ("",)
        if school is not None and figure.level.staged:
            stages = tuple(stage for stage in stages if stage in of_type)
        years = [campaign.year + offset for offset in figure.years] if figure.several_years else [0]
        yield from ((figure, stage, year) for stage in stages for year in years)


def _wanted(row: Row, state: str, search: str) -> bool:
    if search and search not in row.name:
        return False
    if state == "known":
        return not row.why
    if state == MISSING:
        return row.stated is None
    return not state or (row.stated is not None and row.stated.reason == state)


def _workbook(rows: Iterable[Row], title: str, state: str, search: str) -> HttpResponse:
    filtered = "；".join(
        text for text in (dict(STATES).get(state, state) if state else "", f"含“{search}”" if search else "") if text
    )
    lines = [
        [
            row.unit_name,
            row.name,
            _plain(row),
            row.figure.unit,
            row.why,
            f"{row.stated.sheet}!{row.stated.cell}" if row.stated and row.stated.cell else "",
            f"第 {row.stated.since} 次" if row.stated else "",
        ]
        for row in rows
    ]
    heads = ["单位", "数据项", "值", "计量单位", "为何未知", "格", "变更"]
    table = Table(
        name="数据",
        title=f"{title}（{filtered}）" if filtered else title,
        heads=heads,
        rows=lines,
        widths=[26, 30, 16, 10, 14, 18, 10],
    )
    return workbook_answer(workbook_of([table]), f"{title}.xlsx")


def _plain(row: Row) -> CellValue:
    if row.stated is None or not row.stated.value:
        return None
    return from_text(row.stated.value) if row.figure.kind == "number" else row.said


@require_safe
def one(request: HttpRequest) -> HttpResponse:
    """One figure: what it is, what stands, the row it stands in, all that stood before; and the way to take it back."""
    campaign = campaign_of(request)
    row = _asked_row(request, request.GET)
    place = {"figure": row.figure.name, "stage": row.stage, "year": row.year}
    place |= {"unit__code": row.unit} if row.unit else {"unit": None}
    history: Any = Stated.objects.visible_to(request.user).filter(campaign=campaign, **place).order_by("-since")
    history = list(history.select_related("unit", "row", "change__by", "change__draft__upload").defer(
        "change__mapping", "change__remarks", "change__draft__upload__content", "change__draft__upload__book", "change__draft__answers"
    ))  # fmt: skip
    now = history[0] if history else None
    if now is None and not row.unit_name:
        raise Http404
    context = {
        "row": _row(now) if now else row,
        "now": now,
        "history": [(each, said(each), Reason[each.reason].value if each.reason else "") for each in history],
        "reporter": catalogue().reporters.get(row.figure.reporter, row.figure.reporter),
        "list_rows": _list_rows(now, row.figure) if now and now.value and row.figure.kind == "list" else None,
        "column": now.cell.rstrip("0123456789") if now else "",
        "beside": beside(campaign, row.unit, [now]).get(now.pk, ()) if now else (),
    }
    return render(request, "returns/figure.html#panel" if request.htmx else "returns/figure.html", context)


def _asked_row(request: HttpRequest, given: Any) -> Row:
    name, year, stage = given.get("figure", ""), given.get("year", "0"), given.get("stage", "")
    if name not in catalogue() or not (year.isascii() and year.isdigit() and len(year) < 5):
        raise Http404
    unit = _school(request, given["unit"]) if given.get("unit") else None
    return Row(
        unit=unit.code if unit else "",
        unit_name=unit.distinct_name if unit else "县",
        figure=catalogue()[name],
        stage=stage if stage in STAGES else "",
        year=int(year),
    )


def _list_rows(now: Stated, figure: Figure) -> tuple[list[str], list[list[str]]]:
    """Heads and cells of a list figure, at most 100 rows."""
    rows: Any = value_from(now.value, figure)
    names = [column.name for column in figure.columns]
    return [column.label for column in figure.columns], [
        [getattr(row.get(name), "text", "") or "—" for name in names] for row in rows[:100]
    ]


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take a figure back, with a reason."""
    campaign = campaign_of(request)
    row = _asked_row(request, request.POST)
    if "reason" not in request.POST:
        raise BadRequest("no reason")
    change = actions.remove_figure(
        campaign,
        figure=row.figure.name,
        unit=row.unit,
        stage=row.stage,
        year=row.year,
        reason=request.POST["reason"],
        by=request.user,
        at=timezone.now(),
    )
    return redirect("returns:change", number=change.number)
