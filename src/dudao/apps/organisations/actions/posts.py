"""Posts, who holds them from when until when, and their hand-over. What is open hangs on the post and goes with it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from dudao.apps.audit.action import action
from dudao.apps.audit.actors import Actor
from dudao.apps.audit.facts import note
from dudao.apps.organisations.kinds import Duty, exclude_each_other, roles_in
from dudao.apps.organisations.models import County, Holding, Person, Post, PostDuty, Role, Unit
from dudao.apps.organisations.seeking import index_person, sought
from dudao.errors import Refusal

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


class BadPost(Refusal):
    """What is said about a post, a person or who holds what makes no sense."""


class RolesExclude(Refusal):
    """One of the three administrators would be something else as well."""

    status = 409


@action("organisations.post.set_up", allowed={Role.OPERATOR})
def set_up_post(unit: Unit, *, title: str, role: str, duties: Collection[str] = (), by: Actor, at: datetime) -> Post:
    """A unit gets a post: its title, the kind of person it acts as, its duties (设岗)."""
    if unit.closed is not None:
        raise BadPost(f"{unit.name}已于 {unit.closed} 撤并，不能再设岗。")
    if not title.strip():
        raise BadPost("岗位要有名称，如 校长、资料员。")
    if unit.posts.filter(title=title.strip()).exists():
        raise BadPost(f"{unit.name}已经有岗位“{title.strip()}”。")
    above = unit.parent.kind if unit.parent is not None else ""
    if role not in roles_in(unit.kind, above):
        allowed = "、".join(Role(one).label for one in roles_in(unit.kind, above))
        raise BadPost(f"{unit.name}的岗位，身份只能是{allowed}。")
    post = Post.objects.create(county=unit.county, unit=unit, title=title.strip(), role=role)
    _set_duties(post, duties)
    return post


@action("organisations.post.change", allowed={Role.OPERATOR})
def change_post(post: Post, *, duties: Collection[str], by: Actor, at: datetime) -> None:
    """Say what the duties of a post are; whoever holds it has them (改职责)."""
    note(before=sorted(post.duties.values_list("duty", flat=True)))
    _set_duties(post, duties)


def _set_duties(post: Post, duties: Collection[str]) -> None:
    if unknown := set(duties) - set(Duty.values):
        raise BadPost(f"不认识的职责：{'、'.join(sorted(unknown))}。")
    post.duties.exclude(duty__in=duties).delete()
    held = set(post.duties.values_list("duty", flat=True))
    PostDuty.objects.bulk_create(
        PostDuty(county=post.county, post=post, duty=duty) for duty in Duty.values if duty in set(duties) - held
    )


@action("organisations.person.add", allowed={Role.OPERATOR}, unrecorded=("name", "login", "office_phone"))
def add_person(
    county: County, *, name: str, login: str = "", office_phone: str = "", by: Actor, at: datetime
) -> Person:
    """A person becomes known: name, login, office telephone, nothing else (登记人员). Comes in by no door yet."""
    return _enter(county, name, login, office_phone)


def _enter(county: County, name: str, login: str, office_phone: str) -> Person:
    if not name.strip():
        raise BadPost("要写姓名。")
    login = login.strip().lower() or propose_logins([name])[0]
    if not LOGIN.fullmatch(login):
        raise BadPost("登录名用小写字母、数字、点和短横，2–40 个，如 zhangwei2。")
    if Person.objects.filter(login=login).exists():
        raise BadPost(f"登录名 {login} 已经用了，换一个，如 {login}2。")
    person = fresh_person(county, name.strip(), login, office_phone.strip())
    person.save(force_insert=True)
    return person


def fresh_person(county: County, name: str, login: str, office_phone: str) -> Person:
    """Not saved. Has no role of its own, and no password anybody knows."""
    person = Person(county=county, name=name, login=login, office_phone=office_phone, role="")
    person.set_unusable_password()
    index_person(person)
    return person


@action("organisations.person.change", allowed={Role.OPERATOR}, unrecorded=("name", "office_phone"))
def change_person(person: Person, *, name: str, office_phone: str, by: Actor, at: datetime) -> None:
    """Correct somebody's name or office telephone (改人员)."""
    if person.role:
        raise BadPost("本机操作员不在名单里，不用改。")
    if not name.strip():
        raise BadPost("要写姓名。")
    person.name, person.office_phone = name.strip(), office_phone.strip()
    index_person(person)
    person.save(update_fields=["name", "office_phone", "sought"])


def propose_logins(names: Sequence[str], taken: Collection[str] = ()) -> list[str]:
    """A free login for each name: its pinyin, with a number where somebody has it, or it is in `taken`."""
    taken = {*Person.objects.values_list("login", flat=True), *taken}
    proposed = []
    for name in names:
        spoken = sought([name]).partition(" ")[0]  # the pinyin, or the name itself where it is Latin already
        plain = re.sub(r"[^a-z0-9]", "", spoken)[:30] or "user"
        number = 1
        while (login := plain if number == 1 and len(plain) > 1 else f"{plain}{number}") in taken:
            number += 1
        taken.add(login)
        proposed.append(login)
    return proposed


@dataclass(frozen=True)
class Newcomer:
    """Somebody who is not known yet and becomes so with the post."""

    name: str
    office_phone: str = ""


@action("organisations.post.appoint", allowed={Role.OPERATOR})
def appoint(
    post: Post, *, person: Person | Newcomer, since: date, deputy: bool = False, by: Actor, at: datetime
) -> Holding:
    """A person holds a post from a day on, as one of those who hold it, or as a deputy (任职)."""
    return _appoint(post, _known(post.county, person), since, deputy, at)


def _known(county: County, person: Person | Newcomer) -> Person:
    """The person; a newcomer is entered first, in the same act."""
    return person if isinstance(person, Person) else _enter(county, person.name, "", person.office_phone)


def _appoint(post: Post, person: Person, since: date, deputy: bool, at: datetime) -> Holding:
    if person.county_id != post.county_id:
        raise BadPost("不是本县的人。")
    if person.role:
        raise BadPost("本机操作员不任岗位：登记一个人，再由那个人任职。")
    if post.unit.closed is not None:
        raise BadPost(f"{post.unit.name}已于 {post.unit.closed} 撤并。")
    if since > timezone.localdate(at):
        raise BadPost(f"{since} 还没有到，到那一天再办。")
    if Holding.objects.filter(post=post, person=person).current().exists():
        raise BadPost(f"{person.name}已经在任{post.title}。")
    _check_exclusion(person, post, since)
    return Holding.objects.create(county=post.county, post=post, person=person, since=since, deputy=deputy)


def _check_exclusion(person: Person, post: Post, since: date) -> None:
    held = Holding.objects.filter(person=person).exclude(until__lte=since).select_related("post")
    for other in held:
        if exclude_each_other(other.post.role, post.role):
            one, two = Role(other.post.role).label, Role(post.role).label
            raise RolesExclude(f"{person.name}是{one}，不能同时是{two}：三种管理员互不兼任，也不办业务。")


@action("organisations.post.hand_over", allowed={Role.OPERATOR})
def hand_over(holding: Holding, *, to: Person, on: date, reason: str, by: Actor, at: datetime) -> Holding:
    """Another person holds the post from a day on; all that is open goes with the post (交接)."""
    if not reason.strip():
        raise BadPost("要写交接的缘由，如 调任、退休。")
    person = _known(holding.county, to)
    if person.pk == holding.person_id:
        raise BadPost("交给的是同一个人。")
    _end(holding, on, at)
    new = _appoint(holding.post, person, on, holding.deputy, at)
    note(post=holding.post, ended=holding, duties=sorted(holding.post.duties.values_list("duty", flat=True)))
    return new


@action("organisations.post.leave", allowed={Role.OPERATOR})
def end_holding(holding: Holding, *, on: date, reason: str, by: Actor, at: datetime) -> None:
    """A person no longer holds a post from a day on; the post stays, with all that is open (免去)."""
    if not reason.strip():
        raise BadPost("要写缘由，如 调离、退休。")
    _end(holding, on, at)


def _end(holding: Holding, on: date, at: datetime) -> None:
    if holding.until is not None:
        raise BadPost(f"{holding.person.name}的{holding.post.title}已任到 {holding.until}。")
    if on < holding.since:
        raise BadPost(f"{holding.person.name} {holding.since} 才任{holding.post.title}，日期不能在这之前。")
    if on > timezone.localdate(at):
        raise BadPost(f"{on} 还没有到，到那一天再办。")
    holding.until = on
    holding.save(update_fields=["until"])
