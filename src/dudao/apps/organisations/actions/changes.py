"""What becomes of a unit in mid-campaign: renamed, moved, merged, split, closed. Each with its day and its reason, kept."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, Q
from django.utils import timezone

from dudao.apps.audit.action import action
from dudao.apps.audit.facts import note
from dudao.apps.organisations.actions.units import BadUnit, NewUnit, make_units, save_unit
from dudao.apps.organisations.models import County, Holding, Person, Role, Unit, UnitEvent, UnitKind
from dudao.errors import Refusal

LONGEST_REASON = 300


class BadChange(Refusal):
    """A change that cannot have happened on that day, or would leave something hanging."""


@action("organisations.unit.rename", allowed={Role.OPERATOR})
def rename_unit(
    unit: Unit, *, name: str, short_name: str = "", on: date, reason: str, by: Person, at: datetime
) -> UnitEvent:
    """A unit has another name from a day on; before that day it keeps its old one (更名)."""
    _check(unit, on, reason, at)
    if not name.strip() or name.strip() == unit.name:
        raise BadChange(f"新名称要和“{unit.name}”不同。")
    before = {"name": unit.name, "short_name": unit.short_name}
    unit.name, unit.short_name = name.strip(), short_name.strip()
    save_unit(unit, ["name", "short_name"])
    after = {"name": unit.name, "short_name": unit.short_name}
    return keep_event(unit, UnitEvent.Kind.RENAMED, on, reason, by, at, before=before, after=after)


@action("organisations.unit.move", allowed={Role.OPERATOR})
def move_unit(unit: Unit, *, township: Unit, on: date, reason: str, by: Person, at: datetime) -> UnitEvent:
    """A school belongs to another township from a day on (划转)."""
    _check(unit, on, reason, at)
    return _move(unit, township, on, reason, by, at)


def _move(unit: Unit, township: Unit, on: date, reason: str, by: Person, at: datetime) -> UnitEvent:
    if unit.kind != UnitKind.SCHOOL or township.kind != UnitKind.TOWNSHIP:
        raise BadChange("只有学校能划转，只能划到乡镇。")
    if township.county_id != unit.county_id or township.closed is not None:
        raise BadChange(f"{township.name}不是本县现有的乡镇。")
    if unit.township_id == township.pk:
        raise BadChange(f"{unit.name}已经在{township.name}。")
    before, unit.township = {"township": unit.township_id}, township
    save_unit(unit, ["township"])
    return keep_event(unit, UnitEvent.Kind.MOVED, on, reason, by, at, before=before, after={"township": township.pk})


@action("organisations.unit.close", allowed={Role.OPERATOR})
def close_unit(unit: Unit, *, on: date, reason: str = "", by: Person, at: datetime) -> None:
    """Say from which day a unit no longer exists; its posts end with it (撤销)."""
    _check(unit, on, reason or "撤销", at)
    _check_nothing_hangs(unit)
    _end(unit, on)
    keep_event(unit, UnitEvent.Kind.CLOSED, on, reason or "撤销", by, at)


@action("organisations.unit.merge", allowed={Role.OPERATOR})
def merge_units(
    county: County,
    *,
    units: Sequence[Unit],
    into: Unit | None = None,
    new: NewUnit | None = None,
    on: date,
    reason: str,
    by: Person,
    at: datetime,
) -> Unit:
    """Units become one from a day on: one that goes on, or a new one (合并). Their schools and duties to fill in follow."""
    going = [unit for unit in units if unit != into]
    if not going or (into is None) == (new is None):
        raise BadChange("合并要说清并掉哪些单位，并进哪一个：现有的，或者新设的。")
    if new is not None:
        into = _set_up(county, new, on, reason, by, at)
    assert into is not None
    if into.county_id != county.pk or into.closed is not None:
        raise BadChange(f"{into.name}不是本县现有的单位。")
    for unit in going:
        if unit.kind != into.kind or unit.county_id != county.pk:
            raise BadChange(f"{unit.name}和{into.name}不是本县的同一类单位，不能合并。")
        _check(unit, on, reason, at)
        _hand_on(unit, into, on, reason, by, at)
        _check_nothing_hangs(unit)
        _end(unit, on)
        keep_event(unit, UnitEvent.Kind.MERGED, on, reason, by, at, successor=into)
    note(into=into, merged=[unit.pk for unit in going])
    return into


@action("organisations.unit.split", allowed={Role.OPERATOR})
def split_unit(
    unit: Unit, *, into: Sequence[NewUnit], goes_on: bool, on: date, reason: str, by: Person, at: datetime
) -> list[Unit]:
    """New units come out of one from a day on; it goes on beside them, or ends (拆分)."""
    _check(unit, on, reason, at)
    if not into or (not goes_on and len(into) < 2):
        raise BadChange("拆分要写出分成哪些单位；原单位不保留的，至少两个。")
    pieces = [_set_up(unit.county, new, on, reason, by, at) for new in into]
    if any(piece.kind != unit.kind for piece in pieces):
        raise BadChange("分出的单位要和原单位是同一类。")
    if not goes_on:
        _check_nothing_hangs(unit)
        _end(unit, on)
    for piece in pieces:
        keep_event(unit, UnitEvent.Kind.SPLIT, on, reason, by, at, successor=piece, after={"goes_on": goes_on})
    note(pieces=[piece.pk for piece in pieces])
    return pieces


def _set_up(county: County, new: NewUnit, on: date, reason: str, by: Person, at: datetime) -> Unit:
    [unit] = make_units(county, [NewUnit(**{**vars(new), "opened": on})])
    keep_event(unit, UnitEvent.Kind.OPENED, on, reason, by, at)
    return unit


@action("organisations.unit.set_up", allowed={Role.OPERATOR})
def set_up_unit(county: County, *, new: NewUnit, on: date, reason: str, by: Person, at: datetime) -> Unit:
    """A unit begins to exist on a day (设立)."""
    _check_day(on, reason, at)
    return _set_up(county, new, on, reason, by, at)


def _check(unit: Unit, on: date, reason: str, at: datetime) -> None:
    _check_day(on, reason, at)
    if unit.closed is not None:
        raise BadUnit(f"{unit.name}已于 {unit.closed} 撤并。")
    if unit.opened is not None and on <= unit.opened:
        raise BadUnit(f"{unit.name} {unit.opened} 才设立，日期要在这之后。")
    last = UnitEvent.objects.filter(Q(unit=unit) | Q(successor=unit)).aggregate(last=Max("on"))["last"]
    if last is not None and on < last:
        raise BadChange(f"{unit.name} {last} 有过变动，日期不能在这之前。")


def _check_day(on: date, reason: str, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise BadChange(f"{on} 还没有到。到那一天再办，免得名单提前变了样。")
    if not reason.strip():
        raise BadChange("要写依据，如文件名称和文号。")
    if len(reason) > LONGEST_REASON:
        raise BadChange(f"依据最多 {LONGEST_REASON} 个字。")


def _check_nothing_hangs(unit: Unit) -> None:
    open_ones = Unit.objects.filter(closed=None)
    for relation, what in (("township", "还管着"), ("parent", "下面还有"), ("filled_in_by", "还替别的学校填报：")):
        hanging = list(open_ones.filter(**{relation: unit}).values_list("name", flat=True)[:4])
        if hanging:
            more = "等" if len(hanging) > 3 else ""
            raise BadChange(f"{unit.name}{what}{'、'.join(hanging[:3])}{more}。先把它们划转或撤销。")


def _hand_on(unit: Unit, into: Unit, on: date, reason: str, by: Person, at: datetime) -> None:
    """What depended on a unit depends on the one it became part of."""
    for school in Unit.objects.filter(township=unit, closed=None):
        _move(school, into, on, reason, by, at)
    if unit.filled_in_by_id == into.pk:
        unit.filled_in_by = None
    Unit.objects.filter(filled_in_by=unit, closed=None).exclude(pk=into.pk).update(filled_in_by=into)
    Unit.objects.filter(pk=into.pk, filled_in_by=unit).update(filled_in_by=None)


def _end(unit: Unit, on: date) -> None:
    unit.closed = on
    save_unit(unit, ["closed", "filled_in_by"])
    ending = Holding.objects.filter(post__unit=unit).current()
    ending.filter(since__gt=on).update(until=F("since"))
    ending.filter(since__lte=on).update(until=on)


def keep_event(
    unit: Unit,
    kind: str,
    on: date,
    reason: str,
    by: Person,
    at: datetime,
    *,
    successor: Unit | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> UnitEvent:
    """Write down what became of a unit. Part of an act that is running."""
    return UnitEvent.objects.create(
        county=unit.county,
        unit=unit,
        kind=kind,
        on=on,
        reason=reason.strip()[:LONGEST_REASON],
        successor=successor,
        before=before or {},
        after=after or {},
        by=by,
        at=at,
    )
