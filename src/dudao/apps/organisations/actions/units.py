"""Units come into being and are corrected. What becomes of one in the course of time is in `changes`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dudao.apps.audit.action import action
from dudao.apps.audit.actors import SYSTEM, Actor
from dudao.apps.audit.facts import note
from dudao.apps.organisations.kinds import ABOVE
from dudao.apps.organisations.models import County, Role, Unit, UnitKind
from dudao.apps.organisations.naming import tell_apart
from dudao.apps.organisations.seeking import index_unit
from dudao.errors import Refusal


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
    parent: Unit | None = None
    filled_in_by: Unit | None = None


@action("organisations.unit.open", allowed={Role.OPERATOR, SYSTEM.role})
def open_units(county: County, *, units: Sequence[NewUnit], by: Actor, at: datetime) -> list[Unit]:
    """Enter new units: schools, townships, departments, groups (新增单位). All or none."""
    made = make_units(county, units)
    note(units=[[unit.kind, unit.code, unit.name] for unit in made])
    return made


def make_units(county: County, units: Sequence[NewUnit]) -> list[Unit]:
    """The new units, saved; refusals as of `open_units`. Part of an act that is running."""
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
    tell_apart(county)
    return made


def _fresh(county: County, new: NewUnit, townships: Mapping[str, Unit]) -> Unit:
    if not new.code.strip() or not new.name.strip():
        raise BadUnit(f"单位要有代码和名称：{new.name or new.code or '（空）'}。")
    if new.township and new.township not in townships:
        raise BadUnit(f"{new.name}：没有代码为 {new.township} 的乡镇。")
    unit = Unit(
        county=county,
        kind=new.kind,
        code=new.code,
        name=new.name,
        short_name=new.short_name,
        distinct_name=new.name,
        school_type=new.school_type,
        function=new.function,
        township=townships.get(new.township),
        parent=new.parent,
        filled_in_by=new.filled_in_by,
        opened=new.opened,
        closed=new.closed,
    )
    check_place(unit)
    index_unit(unit)
    return unit


def check_place(unit: Unit) -> None:
    """BadUnit where a unit of its kind cannot lie there, or has what only schools have."""
    if unit.school_type and unit.kind != UnitKind.SCHOOL:
        raise BadUnit(f"{unit.name}：只有学校才有学校类型。")
    if (unit.township or unit.filled_in_by) and unit.kind != UnitKind.SCHOOL:
        raise BadUnit(f"{unit.name}：只有学校才有所在乡镇和代填学校。")
    above = unit.parent.kind if unit.parent is not None else ""
    if above not in ABOVE[unit.kind]:
        kinds = "、".join(UnitKind(kind).label if kind else "县" for kind in ABOVE[unit.kind])
        raise BadUnit(f"{unit.name}：{UnitKind(unit.kind).label}只能在{kinds}之下。")
    for other in (unit.township, unit.parent, unit.filled_in_by):
        if other is not None and other.county_id != unit.county_id:
            raise BadUnit(f"{other.name}不是本县的单位。")
        if other is not None and other.closed is not None:
            raise BadUnit(f"{other.name}已于 {other.closed} 撤并。")
    if unit.filled_in_by is not None:
        _check_filling(unit, unit.filled_in_by)


def _check_filling(unit: Unit, school: Unit) -> None:
    if school.kind != UnitKind.SCHOOL:
        raise BadUnit(f"{school.name}不是学校，不能替{unit.name}填报。")
    if school.filled_in_by_id is not None:
        raise BadUnit(f"{school.name}自己由别的学校代填，不能再替{unit.name}填报。")
    if unit.pk is not None and unit.fills_in_for.filter(closed=None).exists():
        raise BadUnit(f"{unit.name}替别的学校填报，自己就不能由{school.name}代填。")


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
    filled_in_by: Unit | None = None,
    fills_in_itself: bool = False,
) -> None:
    """Correct what is said about a unit and always was so; what is not given stays (更正单位)."""
    given = {
        "name": name,
        "short_name": short_name,
        "school_type": school_type,
        "function": function,
        "filled_in_by": filled_in_by,
    }
    changes: dict[str, object] = {field: value for field, value in given.items() if value is not None}
    if township is not None:
        if township.county_id != unit.county_id or township.kind != UnitKind.TOWNSHIP:
            raise BadUnit(f"{township.name}不是本县的乡镇。")
        changes["township"] = township
    if fills_in_itself:
        changes["filled_in_by"] = None
    if changes.get("name") == "":
        raise BadUnit("单位要有名称。")
    note(before={field: getattr(unit, field) for field in changes})
    for field, value in changes.items():
        setattr(unit, field, value)
    check_place(unit)
    save_unit(unit, changes)


def save_unit(unit: Unit, fields: Mapping[str, object] | Sequence[str]) -> None:
    """Save these fields, and what follows from them: what it is found by, and what tells it apart."""
    index_unit(unit)
    unit.save(update_fields=[*fields, "sought"])
    if {"name", "township", "parent", "closed"} & set(fields):
        tell_apart(unit.county)
        unit.refresh_from_db(fields=["distinct_name"])
