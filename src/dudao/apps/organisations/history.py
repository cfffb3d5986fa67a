"""The units of another day: what is now, and every change since taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dudao.apps.organisations.models import County, Unit, UnitEvent
from dudao.apps.organisations.naming import distinct_names


@dataclass(frozen=True, kw_only=True)
class UnitOn:
    """A unit as it was on a day. `township` is the township's name on that day, '' where there was none."""

    pk: int
    kind: str
    code: str
    name: str
    short_name: str
    school_type: str
    township: str
    township_id: int | None
    distinct_name: str


@dataclass(frozen=True, kw_only=True)
class Predecessors:
    """What a unit was made of on an earlier day.

    `adds_up`: whether the figures of these units together are the figures of what the unit is now. They are not where a
    unit was split since: nobody knows which part of the whole would have been which piece's.
    """

    units: tuple[Unit, ...]
    adds_up: bool


def units_on(county: County, day: date) -> dict[int, UnitOn]:
    """Number → unit, of all that existed on a day, with the names and townships of that day. Two queries."""
    units = list(Unit.objects.filter(county=county).open_on(day))
    names = dict(Unit.objects.filter(county=county).values_list("pk", "name"))
    fields = {
        unit.pk: {"name": unit.name, "short_name": unit.short_name, "township": unit.township_id} for unit in units
    }
    for event in UnitEvent.objects.filter(county=county, on__gt=day).order_by("-on", "-pk"):
        if "name" in event.before:
            names[event.unit_id] = event.before["name"]
        if event.unit_id in fields:
            fields[event.unit_id] |= event.before
    places = {pk: names.get(said["township"], "") for pk, said in fields.items()}
    distinct = distinct_names([(unit.pk, fields[unit.pk]["name"], places[unit.pk], unit.code) for unit in units])
    return {
        unit.pk: UnitOn(
            pk=unit.pk,
            kind=unit.kind,
            code=unit.code,
            name=fields[unit.pk]["name"],
            short_name=fields[unit.pk]["short_name"],
            school_type=unit.school_type,
            township=places[unit.pk],
            township_id=fields[unit.pk]["township"],
            distinct_name=distinct[unit.pk],
        )
        for unit in units
    }


def unit_on(unit: Unit, day: date) -> UnitOn | None:
    """One unit as it was on a day; None where it did not exist."""
    return units_on(unit.county, day).get(unit.pk)


def names_known_at(county_id: int, moment: datetime) -> dict[int, tuple[str, str]]:
    """Number → (name, township) as recorded at a moment, of the units which have another name or township since.

    What was worked out then is told with these names. Mostly there are none: one query.
    """
    events = list(
        UnitEvent.objects.filter(county=county_id, at__gt=moment, kind__in=["renamed", "moved"]).order_by("-pk")
    )
    if not events:
        return {}
    units = Unit.objects.filter(county=county_id).values_list("pk", "name", "township_id")
    now = {pk: (name, township) for pk, name, township in units}
    then = dict(now)
    for event in events:
        name, township = then[event.unit_id]
        then[event.unit_id] = (event.before.get("name", name), event.before.get("township", township))
    said = {pk: (name, then[township][0] if township else "") for pk, (name, township) in then.items()}
    before = {pk: (name, now[township][0] if township else "") for pk, (name, township) in now.items()}
    return {pk: names for pk, names in said.items() if names != before[pk]}


def predecessors(unit: Unit, day: date) -> Predecessors:
    """The units which on `day` were what `unit` is now; itself where nothing became of it since.

    Last year's figures of a merged school are the sum over these; see `Predecessors.adds_up`.
    """
    came: dict[int, list[UnitEvent]] = {}
    split: set[int] = set()
    events = UnitEvent.objects.filter(county=unit.county_id, on__gt=day, kind__in=["merged", "split"])
    for event in events.select_related("unit", "successor"):
        came.setdefault(event.successor_id or 0, []).append(event)
        if event.kind == UnitEvent.Kind.SPLIT:
            split |= {event.unit_id, event.successor_id or 0}
    found: dict[int, Unit] = {}
    whole = _walk(unit, day, came, split, found)
    return Predecessors(units=tuple(sorted(found.values(), key=lambda one: one.code)), adds_up=whole)


def _walk(
    unit: Unit, day: date, came: Mapping[int, Sequence[UnitEvent]], split: set[int], found: dict[int, Unit]
) -> bool:
    if unit.pk in found:
        return True
    existed = unit.opened is None or unit.opened <= day
    if existed:
        found[unit.pk] = unit
    whole = unit.pk not in split
    for event in came.get(unit.pk, ()):
        whole = _walk(event.unit, day, came, split, found) and whole
    return whole
