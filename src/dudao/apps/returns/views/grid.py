"""Items asked of every school, as one grid: schools × items, filled in bulk, with exceptions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.downloads import workbook_answer
from dudao.apps.organisations.models import Unit
from dudao.apps.returns import actions
from dudao.apps.returns.actions import Judging, NotReady, Overtaken
from dudao.apps.returns.figures import last_change
from dudao.apps.returns.judged import Matter, good, is_asked, matters
from dudao.apps.returns.models import Judged
from dudao.apps.returns.paging import paged
from dudao.apps.returns.views.asking_for import campaign_of
from dudao.apps.returns.views.judging import STATION, chosen_standard, level_words
from dudao.apps.returns.views.number import number_in
from dudao.calc.standard.model import Standard
from dudao.library.read import catalogue
from dudao.spreadsheets.writing.sheet import Table, workbook_of

CELL = "c:"
Levels = Mapping[tuple[str, str], str]  # (item, school code) → level


@dataclass(frozen=True, kw_only=True)
class Line:
    """A school in the grid, with its cells as HTML."""

    code: str
    name: str
    township: str
    cells: Sequence[SafeString]


@require_safe
def grid(request: HttpRequest, standard: str) -> HttpResponse:
    campaign = campaign_of(request)
    chosen = chosen_standard(campaign, standard)
    items = _items(campaign, chosen)
    levels = _levels(request, campaign, items)
    schools = _filtered(request, _schools(request, chosen), items, levels)
    if request.GET.get("as") == "xlsx":
        return _workbook(campaign, chosen, items, schools, levels)
    whole = request.GET.get("whole") == "1"
    page = paged(schools, request)
    shown = schools if whole else page.rows
    draw = _said if whole else _choice
    context = {
        **STATION,
        "standard": chosen,
        "items": [(item, _counts(item, levels)) for item in items],
        "page": page,
        "whole": whole,
        "lines": [_line(school, items, levels, draw) for school in shown],
        "other_levels": _other_levels(items),
        "open_count": sum((item.code, school.code) not in levels for item in items for school in schools),
        "total": len(schools) * len(items),
        "after": last_change(campaign),
        "townships": sorted({school.township.name for school in _schools(request, chosen) if school.township}),
        "types": _types(),
        "given": {name: request.GET.get(name, "") for name in ("q", "township", "type", "show")},
        "query": request.GET.urlencode(),
    }
    return render(request, "returns/grid.html", context)


def _items(campaign: Campaign, chosen: Standard) -> list[Matter]:
    found = [one for one in matters(tuple(campaign.standards)) if one.standard is chosen and one.of_school]
    if not found:
        raise Http404
    return found


def _schools(request: HttpRequest, chosen: Standard) -> list[Unit]:
    units: QuerySet[Any] = (
        Unit.objects.visible_to(request.user).filter(closed=None).schools().select_related("township")
    )
    return [unit for unit in units.order_by("township__name", "code") if is_asked(chosen, unit.school_type)]


def _levels(request: HttpRequest, campaign: Campaign, items: Sequence[Matter], as_of: int | None = None) -> Levels:
    judged: Any = Judged.objects.visible_to(request.user).filter(
        campaign=campaign, item__in=[item.code for item in items], unit__isnull=False
    )
    judged = judged.current() if as_of is None else judged.as_of(as_of)
    return {
        (item, unit): level for item, unit, level in judged.exclude(level="").values_list("item", "unit__code", "level")
    }


def _filtered(request: HttpRequest, schools: list[Unit], items: Sequence[Matter], levels: Levels) -> list[Unit]:
    given = request.GET
    if search := given.get("q", "").strip():
        schools = [one for one in schools if search in one.name]
    if township := given.get("township"):
        schools = [one for one in schools if one.township and one.township.name == township]
    if kind := given.get("type"):
        schools = [one for one in schools if one.school_type == kind]
    if given.get("show") == "open":
        schools = [one for one in schools if any((item.code, one.code) not in levels for item in items)]
    return schools


def _counts(item: Matter, levels: Levels) -> list[tuple[str, int]]:
    said = [level for (code, _unit), level in levels.items() if code == item.code]
    return [(level.label, said.count(level.code)) for level in item.spec.levels]


def _other_levels(items: Sequence[Matter]) -> list[tuple[str, str]]:
    """Levels that the first item does not have; a wrong pair is refused when it is saved."""
    first = {level.code for level in items[0].spec.levels}
    return list(
        dict.fromkeys(
            (level.code, level.label) for item in items for level in item.spec.levels if level.code not in first
        )
    )


def _types() -> list[tuple[str, str]]:
    return [(choice.code, choice.label) for choice in catalogue()["school_type"].choices]


def _line(school: Unit, items: Sequence[Matter], levels: Levels, draw: Any) -> Line:
    return Line(
        code=school.code,
        name=school.name,
        township=school.township.name if school.township else "",
        cells=[mark_safe(draw(item, school, levels.get((item.code, school.code), ""))) for item in items],
    )


def _choice(item: Matter, school: Unit, now: str) -> str:
    """A cell to choose in. Made without a template: a page has up to five hundred of them."""
    options = "".join(
        f'<option value="{escape(level.code)}"{" selected" if level.code == now else ""}>{escape(level.label)}</option>'
        for level in item.spec.levels
    )
    label = escape(f"{school.name} {item.code}")
    return (
        f'<td><select name="{CELL}{escape(item.code)}:{escape(school.code)}" aria-label="{label}" class="lv lv-{_kind(item, now)}">'
        f'<option value="">未定</option>{options}</select></td>'
    )


def _said(item: Matter, school: Unit, now: str) -> str:
    word = level_words(item.code, now)
    kind = _kind(item, now)
    return f'<td><span class="st st-{kind}"><svg class="sh" aria-hidden="true"><use href="#s-{kind}"/></svg>{escape(word)}</span></td>'


def _kind(item: Matter, now: str) -> str:
    level = item.spec.level(now) if now else None
    if level is None:
        return "open"
    return "ok" if good(item, level) else "bad"


def _workbook(
    campaign: Campaign, chosen: Standard, items: Sequence[Matter], schools: Sequence[Unit], levels: Levels
) -> HttpResponse:
    heads = ["乡镇", "学校", *(f"{item.code} {item.name}" for item in items)]
    rows = [
        [
            school.township.name if school.township else "",
            school.name,
            *(level_words(item.code, levels.get((item.code, school.code), "")) for item in items),
        ]
        for school in schools
    ]
    title = f"{campaign.county.name} {chosen.short} 各校判断"
    table = Table(name="各校判断", title=title, heads=heads, rows=rows, widths=[12, 26, *(22 for _ in items)])
    return workbook_answer(workbook_of([table]), f"{title}.xlsx")


@require_POST
def save(request: HttpRequest, standard: str) -> HttpResponse:
    """Keep the cells that were changed, or fill an item for all schools but the exceptions. One change, one reason."""
    campaign = campaign_of(request)
    chosen = chosen_standard(campaign, standard)
    items = _items(campaign, chosen)
    after, reason = number_in(request.POST, "after"), request.POST.get("reason", "").strip()
    if request.POST.get("bulk"):
        judgings = _bulk(request, campaign, chosen, items, reason)
    else:
        judgings = _changed(request, _levels(request, campaign, items, as_of=after), reason)
    if not judgings:
        raise NotReady("没有改动，什么也没有存。")
    if not reason and any(one.level for one in judgings):
        raise NotReady("写一句理由：凭什么这样判。返回补上，选的还在。")
    try:
        actions.judge(campaign, judgings=judgings, after=after, by=request.user, at=timezone.now())
    except Overtaken:
        return _overtaken(request, campaign, chosen, items, judgings)
    return redirect(f"{reverse('returns:grid', args=[standard])}?{request.POST.get('query', '')}")


def _changed(request: HttpRequest, before: Levels, reason: str) -> list[Judging]:
    """Cells that say something else than when the page was opened."""
    judgings = []
    for name, level in request.POST.items():
        if name.startswith(CELL):
            item, _colon, unit = name.removeprefix(CELL).partition(":")
            if before.get((item, unit), "") != level:
                judgings.append(Judging(item=item, unit=unit, level=level, reason=reason))
    return judgings


def _bulk(
    request: HttpRequest, campaign: Campaign, chosen: Standard, items: Sequence[Matter], reason: str
) -> list[Judging]:
    """One level for an item at every school, or at those not yet judged, but not at the exceptions."""
    item = next((one for one in items if one.code == request.POST.get("item")), None)
    level = request.POST.get("level", "")
    if item is None or item.spec.level(level) is None:
        raise NotReady("先选哪一条、填哪一档。")
    schools = _schools(request, chosen)
    left_out = _exceptions(request.POST.get("except", ""), schools)
    levels = _levels(request, campaign, [item])
    only_open = request.POST.get("over") != "1"
    return [
        Judging(item=item.code, unit=school.code, level=level, reason=reason)
        for school in schools
        if school.code not in left_out
        and levels.get((item.code, school.code)) != level
        and not (only_open and (item.code, school.code) in levels)
    ]


def _exceptions(text: str, schools: Iterable[Unit]) -> set[str]:
    """School codes of the names written; a name that is no school of the county is refused, not passed over."""
    names = [name for name in re.split(r"[、，,；;\s]+", text) if name]
    by_name = {school.name: school.code for school in schools}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise NotReady(f"例外里的“{'”“'.join(unknown[:5])}”不是名册上的学校名，什么也没有存。照名册写全名。")
    return {by_name[name] for name in names}


def _overtaken(
    request: HttpRequest, campaign: Campaign, chosen: Standard, items: Sequence[Matter], mine: Sequence[Judging]
) -> HttpResponse:
    """Somebody judged some of these meanwhile: both side by side; those nobody else touched are shown ready to be saved."""
    now = _levels(request, campaign, items)
    after = number_in(request.POST, "after")
    since: Any = (
        Judged.objects.visible_to(request.user).filter(campaign=campaign, since__gt=after, unit__isnull=False).current()
    )
    touched = {(item, unit): person for item, unit, person in since.values_list("item", "unit__code", "person")}
    names = dict(
        Unit.objects.visible_to(request.user)
        .filter(code__in=[one.unit for one in mine])
        .schools()
        .values_list("code", "name")
    )
    rows = [
        {
            "name": f"{CELL}{one.item}:{one.unit}",
            "item": one.item,
            "school": names.get(one.unit, one.unit),
            "mine": one.level,
            "mine_words": level_words(one.item, one.level),
            "his": now.get((one.item, one.unit), ""),
            "his_words": level_words(one.item, now.get((one.item, one.unit), "")),
            "by": touched.get((one.item, one.unit), ""),
        }
        for one in mine
    ]
    context = {
        **STATION,
        "standard": chosen,
        "rows": [row for row in rows if row["by"]],
        "others": [row for row in rows if not row["by"]],
        "reason": mine[0].reason,
        "after": last_change(campaign),
        "query": urlencode({}),
    }
    return render(request, "returns/grid_by_two.html", context, status=409)
