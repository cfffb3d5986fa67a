"""What people do about units and about coming in."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dudao.apps.audit.action import action
from dudao.apps.audit.actors import ANONYMOUS, SYSTEM, Actor
from dudao.apps.audit.facts import note
from dudao.apps.organisations.models import County, EntryLink, Person, Role, Unit, UnitKind
from dudao.errors import Refusal

LINK_LIFE = timedelta(hours=24)
LOCAL_LOGIN = "local"


class LinkNotOpen(Refusal):
    """The link was used before, or has expired, or never existed."""

    status = 403


class UnitExists(Refusal):
    """Two units of a kind would have one code."""

    status = 409


class BadUnit(Refusal):
    """What is said about a unit contradicts itself."""


@dataclass(frozen=True)
class NewUnit:
    """A unit as a workbook or a form tells it. `township` is the township's code, or empty."""

    kind: str
    code: str
    name: str
    short_name: str = ""
    school_type: str = ""
    function: str = ""
    township: str = ""
    opened: date | None = None
    closed: date | None = None


def ensure_local_county(*, name: str, code: str, is_demo: bool, at: datetime) -> County:
    """The county of this installation; made with its one operator when there is none."""
    person = Person.objects.filter(login=LOCAL_LOGIN).select_related("county").first()
    if person is not None:
        return person.county
    county = County(name=name, code=code, is_demo=is_demo)
    return found_county(county, by=SYSTEM, at=at)


@action("organisations.county.found", allowed={SYSTEM.role})
def found_county(county: County, *, by: Actor, at: datetime) -> County:
    """Set up the county of this installation, with the one operator who sits at this computer (建县)."""
    county.save(force_insert=True)
    person = Person(login=LOCAL_LOGIN, name=Role.OPERATOR.label, county=county, role=Role.OPERATOR)
    person.set_unusable_password()
    person.save(force_insert=True)
    note(name=county.name, code=county.code, is_demo=county.is_demo, operator=person)
    return county


@action("organisations.county.rename", allowed={Role.OPERATOR})
def rename_county(county: County, *, name: str, code: str, by: Actor, at: datetime) -> None:
    """Give the county its name and its administrative code (县名和区划代码)."""
    if not name.strip() or not code.strip():
        raise BadUnit("县名和区划代码都要填。")
    if County.objects.filter(code=code.strip()).exclude(pk=county.pk).exists():
        raise UnitExists(f"区划代码 {code} 已经用了。")
    note(before={"name": county.name, "code": county.code})
    county.name, county.code = name.strip(), code.strip()
    county.save(update_fields=["name", "code"])


@action("organisations.unit.open", allowed={Role.OPERATOR, SYSTEM.role})
def open_units(county: County, *, units: Sequence[NewUnit], by: Actor, at: datetime) -> list[Unit]:
    """Enter new units: schools, townships, departments (新增单位). All or none."""
    made: list[Unit] = []
    townships = {unit.code: unit for unit in county.units.townships()}
    taken = set(county.units.values_list("kind", "code"))
    for new in sorted(units, key=lambda one: one.kind != UnitKind.TOWNSHIP):
        if (new.kind, new.code) in taken:
            raise UnitExists(f"{UnitKind(new.kind).label}代码 {new.code} 已经有了（{new.name}）。")
        taken.add((new.kind, new.code))
        unit = _fresh(county, new, townships)
        if unit.kind == UnitKind.TOWNSHIP:
            unit.save(force_insert=True)
            townships[unit.code] = unit
        made.append(unit)
    Unit.objects.bulk_create([unit for unit in made if unit.pk is None])
    note(units=[[unit.kind, unit.code, unit.name] for unit in made])
    return made


def _fresh(county: County, new: NewUnit, townships: dict[str, Unit]) -> Unit:
    if not new.code.strip() or not new.name.strip():
        raise BadUnit(f"单位要有代码和名称：{new.name or new.code or '（空）'}。")
    if new.township and new.township not in townships:
        raise BadUnit(f"{new.name}：没有代码为 {new.township} 的乡镇。")
    if new.school_type and new.kind != UnitKind.SCHOOL:
        raise BadUnit(f"{new.name}：只有学校才有学校类型。")
    return Unit(
        county=county,
        kind=new.kind,
        code=new.code,
        name=new.name,
        short_name=new.short_name,
        school_type=new.school_type,
        function=new.function,
        township=townships.get(new.township),
        opened=new.opened,
        closed=new.closed,
    )


@action("organisations.unit.change", allowed={Role.OPERATOR})
def change_unit(
    unit: Unit,
    *,
    by: Actor,
    at: datetime,
    name: str | None = None,
    short_name: str | None = None,
    school_type: str | None = None,
    function: str | None = None,
    township: Unit | None = None,
) -> None:
    """Correct what is said about a unit; what is not given stays (改单位)."""
    given = {"name": name, "short_name": short_name, "school_type": school_type, "function": function}
    changes: dict[str, object] = {field: value for field, value in given.items() if value is not None}
    if township is not None:
        if township.county_id != unit.county_id or township.kind != UnitKind.TOWNSHIP:
            raise BadUnit(f"{township.name}不是本县的乡镇。")
        changes["township"] = township
    if changes.get("name") == "":
        raise BadUnit("单位要有名称。")
    if changes.get("school_type") and unit.kind != UnitKind.SCHOOL:
        raise BadUnit(f"{unit.name}：只有学校才有学校类型。")
    note(before={field: getattr(unit, field) for field in changes})
    for field, value in changes.items():
        setattr(unit, field, value)
    unit.save(update_fields=list(changes))


@action("organisations.unit.close", allowed={Role.OPERATOR})
def close_unit(unit: Unit, *, on: date, by: Actor, at: datetime) -> None:
    """Say from which day a unit no longer exists (撤并)."""
    if unit.closed is not None:
        raise BadUnit(f"{unit.name}已于 {unit.closed} 撤并。")
    if unit.opened is not None and on <= unit.opened:
        raise BadUnit(f"{unit.name} {unit.opened} 才设立，撤并日期要在这之后。")
    unit.closed = on
    unit.save(update_fields=["closed"])


@action("organisations.entry.issue", allowed={SYSTEM.role})
def issue_link(person: Person, *, by: Actor, at: datetime) -> str:
    """Make a link that lets a person in once within a day (发登录链接). The answer is its secret part."""
    token = secrets.token_urlsafe(16)  # 128 bits
    link = EntryLink.objects.create(
        county=person.county, person=person, digest=_digest(token), made_at=at, expires_at=at + LINK_LIFE
    )
    note(link=link, expires=link.expires_at)
    return token


@action("organisations.entry.use", allowed={ANONYMOUS.role})
def use_link(link: EntryLink, *, by: Actor, at: datetime) -> Person:
    """Come in by a link (登录). It works once."""
    # Decided by the database, so that of two who open it at the same instant one comes in.
    used = EntryLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=at).update(used_at=at)
    if not used:
        raise LinkNotOpen("这个链接用过了，或者过了 24 小时。")
    note(link=link)
    return link.person


def link_of(token: str) -> EntryLink | None:
    """The link with this secret part."""
    return EntryLink.objects.select_related("person", "county").filter(digest=_digest(token)).first()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
