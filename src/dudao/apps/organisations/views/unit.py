"""One unit: what it is, its posts and who holds them, what lies under it, what became of it; and what may become of it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.organisations import actions
from dudao.apps.organisations.actions import BadChange, NewUnit
from dudao.apps.organisations.directory.words import words
from dudao.apps.organisations.kinds import Duty, Role, roles_in
from dudao.apps.organisations.models import Holding, Post, Unit, UnitEvent, UnitKind
from dudao.apps.organisations.views.naming import person_named, unit_named
from dudao.errors import Refusal

BELOW_SHOWN = 100


def unit_of(request: HttpRequest, pk: int) -> Unit:
    found = Unit.objects.visible_to(request.user).select_related("county", "township", "parent", "filled_in_by")
    unit: Unit = get_object_or_404(found, pk=pk)
    return unit


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, unit_of(request, pk))


def _page(request: HttpRequest, one: Unit, what: str = "", wrong: str = "", status: int = 200) -> HttpResponse:
    below = Unit.objects.visible_to(request.user).filter(closed=None)
    schools, under = below.filter(township=one), below.filter(parent=one)
    filled = below.filter(filled_in_by=one)
    events = UnitEvent.objects.visible_to(request.user).select_related("unit", "successor", "by")
    catalogue = words()
    townships = list(
        Unit.objects.visible_to(request.user).townships().order_by("code").values_list("pk", "name", "closed")
    )
    posts = _posts(request, one)
    names = {number: name for number, name, _closed in townships}
    context = {
        "unit": one,
        "above": one.township or one.parent,
        "type": catalogue.types.get(one.school_type, ""),
        "function": catalogue.functions.get(one.function, ""),
        "posts": posts,
        "vacant": sum(not post["holdings"] for post in posts),
        "below": list(under.order_by("kind", "code")[:BELOW_SHOWN]),
        "schools": list(schools.order_by("code")[:BELOW_SHOWN]),
        "schools_total": schools.count(),
        "filled": list(filled.order_by("code")),
        "events": [(event, _said(event, names)) for event in (events.filter(unit=one) | events.filter(successor=one))],
        "roles": [(role, Role(role).label) for role in roles_in(one.kind, one.parent.kind if one.parent else "")],
        "duties": Duty.choices,
        "townships": [(number, name) for number, name, closed in townships if closed is None],
        "what": what,
        "wrong": wrong,
        "typed": request.POST,
        "today": timezone.localdate().isoformat(),
    }
    return render(request, "organisations/unit.html", context, status=status)


def _posts(request: HttpRequest, one: Unit) -> list[dict[str, Any]]:
    posts = list(Post.objects.visible_to(request.user).filter(unit=one).prefetch_related("duties").order_by("pk"))
    held: dict[int, list[Holding]] = {}
    for holding in Holding.objects.visible_to(request.user).filter(post__unit=one).current().select_related("person"):
        held.setdefault(holding.post_id, []).append(holding)
    return [
        {
            "post": post,
            "role": Role(post.role).label,
            "duties": post.duty_words,
            "holdings": held.get(post.pk, []),
        }
        for post in posts
    ]


def _said(event: UnitEvent, names: Mapping[int, str]) -> str:
    """What an event says, in a line of its unit's history."""
    if event.kind == UnitEvent.Kind.RENAMED:
        return f"{event.before['name']} → {event.after['name']}"
    if event.kind == UnitEvent.Kind.MOVED:
        return f"{names.get(event.before['township'], '—')} → {names.get(event.after['township'], '—')}"
    if event.kind == UnitEvent.Kind.MERGED:
        return f"{event.unit.name} 并入 {event.successor.name}"
    if event.kind == UnitEvent.Kind.SPLIT:
        return f"{event.unit.name} 分出 {event.successor.name}" + (
            "" if event.after.get("goes_on") else "，原单位不再保留"
        )
    return event.unit.name


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change of a unit, or a post more; refused, the page comes back with what was typed."""
    one = unit_of(request, pk)
    what = request.POST.get("what", "")
    do = CHANGES.get(what)
    if do is None:
        raise BadRequest
    try:
        shown = do(request, one) or one
    except Refusal as refusal:
        return _page(request, unit_of(request, pk), what, refusal.message, refusal.status)
    return redirect("organisations:unit", pk=shown.pk)


def _when(request: HttpRequest) -> dict[str, Any]:
    """Day, reason, who and when, as every change wants them."""
    reason = request.POST.get("reason", "")
    return {"on": _day(request), "reason": reason, "by": request.user, "at": timezone.now()}


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        raise BadChange("从哪天起，写成 2026-09-01 的样子。") from None


def _rename(request: HttpRequest, one: Unit) -> None:
    name, short = request.POST.get("name", ""), request.POST.get("short_name", "")
    actions.rename_unit(one, name=name, short_name=short, **_when(request))


def _move(request: HttpRequest, one: Unit) -> None:
    said = request.POST.get("township", "")
    found = Unit.objects.visible_to(request.user).townships().filter(pk=said if said.isdigit() else 0).first()
    if found is None:
        raise BadChange("选划到哪个乡镇。")
    actions.move_unit(one, township=found, **_when(request))


def _merge(request: HttpRequest, one: Unit) -> Unit:
    into = unit_named(request.user, request.POST.get("into", ""), one.kind)
    actions.merge_units(one.county, units=[one], into=into, **_when(request))
    return into


def _split(request: HttpRequest, one: Unit) -> None:
    """A line a new unit: code, then name."""
    new = []
    for line in request.POST.get("pieces", "").splitlines():
        code, _space, name = line.strip().replace("，", " ").replace(",", " ").partition(" ")
        if not code:
            continue
        if not name.strip():
            raise BadChange(f"“{line.strip()[:40]}”：每行先写代码，空一格，再写名称，如 3400000301 青石镇第二小学。")
        town = one.township.code if one.township is not None else ""
        new.append(
            NewUnit(
                kind=one.kind,
                code=code,
                name=name.strip(),
                school_type=one.school_type,
                township=town,
                parent=one.parent,
            )
        )
    goes_on = request.POST.get("goes_on", "") == "yes"
    actions.split_unit(one, into=new, goes_on=goes_on, **_when(request))


def _close(request: HttpRequest, one: Unit) -> None:
    actions.close_unit(one, **_when(request))


def _fill(request: HttpRequest, one: Unit) -> None:
    if request.POST.get("itself"):
        actions.change_unit(one, fills_in_itself=True, by=request.user, at=timezone.now())
        return
    school = unit_named(request.user, request.POST.get("filler", ""), UnitKind.SCHOOL)
    actions.change_unit(one, filled_in_by=school, by=request.user, at=timezone.now())


def _post(request: HttpRequest, one: Unit) -> None:
    actions.set_up_post(
        one,
        title=request.POST.get("title", "")[:60],
        role=request.POST.get("role", ""),
        duties=request.POST.getlist("duties"),
        by=request.user,
        at=timezone.now(),
    )


def _appoint(request: HttpRequest, one: Unit) -> None:
    """Somebody on a post of this unit: known already, or new."""
    posts = Post.objects.visible_to(request.user).filter(unit=one)
    said = request.POST.get("post", "")
    post = posts.select_related("unit", "county").filter(pk=said if said.isdigit() else 0).first()
    if post is None:
        raise BadChange("选任哪个岗位。")
    who, deputy = person_named(request), request.POST.get("deputy") == "yes"
    actions.appoint(post, person=who, since=_day(request), deputy=deputy, by=request.user, at=timezone.now())


CHANGES: dict[str, Callable[[HttpRequest, Unit], Unit | None]] = {
    "rename": _rename, "move": _move, "merge": _merge, "split": _split, "close": _close, "fill": _fill, "post": _post,
    "appoint": _appoint,
}  # fmt: skip


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """The form for a unit that begins to exist."""
    return _new(request)


def _new(request: HttpRequest, wrong: str = "", status: int = 200) -> HttpResponse:
    catalogue = words()
    context = {
        "kinds": UnitKind.choices,
        "types": catalogue.types.items(),
        "functions": catalogue.functions.items(),
        "typed": request.POST,
        "wrong": wrong,
        "today": timezone.localdate().isoformat(),
    }
    return render(request, "organisations/new.html", context, status=status)


@require_POST
def set_up(request: HttpRequest) -> HttpResponse:
    try:
        made = actions.set_up_unit(request.user.county, new=_told(request), **_when(request))
    except Refusal as refusal:
        return _new(request, refusal.message, refusal.status)
    return redirect("organisations:unit", pk=made.pk)


def _told(request: HttpRequest) -> NewUnit:
    given = {
        name: request.POST.get(name, "").strip()
        for name in ("kind", "code", "name", "short_name", "school_type", "function")
    }
    if given["kind"] not in UnitKind.values:
        raise BadChange("选单位的类别。")
    if len(given["code"]) > 40 or len(given["name"]) > 120 or len(given["short_name"]) > 60:
        raise BadChange("代码最多 40 个字，名称最多 120 个字，简称最多 60 个字。")
    school = given["kind"] == UnitKind.SCHOOL
    above = request.POST.get("above", "").strip()
    lies = unit_named(request.user, above, UnitKind.TOWNSHIP if school else "") if above else None
    return NewUnit(
        kind=given["kind"],
        code=given["code"],
        name=given["name"],
        short_name=given["short_name"],
        school_type=given["school_type"] if school else "",
        function="" if school else given["function"],
        township=lies.code if school and lies is not None else "",
        parent=None if school else lies,
    )
