"""Which unit or person is meant by what somebody typed."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from dudao.apps.organisations.actions import BadChange, Newcomer
from dudao.apps.organisations.models import Person, Unit, UnitKind


def unit_named(person: Any, said: str, kind: str = "") -> Unit:
    """The one open unit with this code, name or short name; BadChange lists those it may be."""
    plain = said.strip()
    found = Unit.objects.visible_to(person).filter(closed=None).select_related("township", "parent")
    if kind:
        found = found.filter(kind=kind)
    meant = list(found.filter(Q(code=plain) | Q(distinct_name=plain))[:2])
    meant = meant or list(found.filter(Q(name=plain) | Q(short_name=plain))[:5]) if plain else []
    if len(meant) == 1:
        return meant[0]
    word = UnitKind(kind).label if kind else "单位"
    if not meant:
        raise BadChange(f"没有叫“{plain}”的{word}。写代码，或者写名称全称。")
    raise BadChange(f"叫“{plain}”的有几个：{'、'.join(one.distinct_name for one in meant)}。照这样写清是哪一个。")


def person_named(request: HttpRequest) -> Person | Newcomer:
    """Who is meant in the field `to`: by login or name; somebody new where `is_new` is ticked."""
    said = request.POST.get("to", "").strip()
    if not said:
        raise BadChange("写是谁：姓名，或者登录名。")
    found = Person.objects.visible_to(request.user).of_posts()
    meant = list(found.filter(Q(login=said.lower()) | Q(name=said)).order_by("pk")[:6])
    if request.POST.get("is_new") == "yes":
        return Newcomer(said[:60], request.POST.get("office_phone", "").strip()[:40])
    if len(meant) == 1:
        return meant[0]
    if not meant:
        raise BadChange(f"县里没有登记过“{said}”。是新来的，勾“是新来的人”再办一次。")
    raise BadChange(f"叫“{said}”的有 {len(meant)} 人，写登录名：{'、'.join(one.login for one in meant)}。")
