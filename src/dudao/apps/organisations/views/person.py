"""One person with the posts they hold and held; the hand-over of a post."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.organisations import actions
from dudao.apps.organisations.actions import BadChange
from dudao.apps.organisations.kinds import Role
from dudao.apps.organisations.models import Holding, Person
from dudao.apps.organisations.views.naming import person_named
from dudao.errors import Refusal


def _person(request: HttpRequest, pk: int) -> Person:
    found: Person = get_object_or_404(Person.objects.visible_to(request.user).of_posts(), pk=pk)
    return found


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _person(request, pk))


def _page(request: HttpRequest, one: Person, wrong: str = "", status: int = 200) -> HttpResponse:
    found = Holding.objects.visible_to(request.user).filter(person=one).select_related("post__unit")
    found = found.prefetch_related("post__duties")
    rows = [(holding, Role(holding.post.role).label, holding.post.duty_words) for holding in found]
    context = {
        "person": one,
        "now": [row for row in rows if row[0].until is None],
        "before": [row for row in reversed(rows) if row[0].until is not None],
        "wrong": wrong,
        "typed": request.POST,
    }
    return render(request, "organisations/person.html", context, status=status)


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    one = _person(request, pk)
    name, phone = request.POST.get("name", "")[:60], request.POST.get("office_phone", "")[:40]
    try:
        actions.change_person(one, name=name, office_phone=phone, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return _page(request, _person(request, pk), refusal.message, refusal.status)
    return redirect("organisations:person", pk=one.pk)


def _holding(request: HttpRequest, pk: int) -> Holding:
    found = Holding.objects.visible_to(request.user).current()
    found = found.select_related("person", "county", "post__unit", "post__county").prefetch_related("post__duties")
    holding: Holding = get_object_or_404(found, pk=pk)
    return holding


@require_safe
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The form: to whom, from which day, why; or nobody yet."""
    return _hand_over(request, _holding(request, pk))


def _hand_over(request: HttpRequest, one: Holding, wrong: str = "", status: int = 200) -> HttpResponse:
    others = Holding.objects.visible_to(request.user).current().filter(post=one.post_id).exclude(pk=one.pk)
    context = {
        "holding": one,
        "role": Role(one.post.role).label,
        "duties": one.post.duty_words,
        "others": list(others.select_related("person")),
        "wrong": wrong,
        "typed": request.POST,
        "today": timezone.localdate().isoformat(),
    }
    return render(request, "organisations/hand_over.html", context, status=status)


@require_POST
def hand_over_done(request: HttpRequest, pk: int) -> HttpResponse:
    one = _holding(request, pk)
    reason, at = request.POST.get("reason", ""), timezone.now()
    try:
        try:
            on = date.fromisoformat(request.POST.get("on", ""))
        except ValueError:
            raise BadChange("从哪天起，写成 2026-09-01 的样子。") from None
        if request.POST.get("to_nobody") == "yes":
            actions.end_holding(one, on=on, reason=reason, by=request.user, at=at)
        else:
            actions.hand_over(one, to=person_named(request), on=on, reason=reason, by=request.user, at=at)
    except Refusal as refusal:
        return _hand_over(request, _holding(request, pk), refusal.message, refusal.status)
    return redirect("organisations:unit", pk=one.post.unit_id)
