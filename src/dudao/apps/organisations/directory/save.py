"""Write what a dry run of the workbook found. Part of an act that is running: all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dudao.apps.organisations.actions.changes import keep_event
from dudao.apps.organisations.actions.posts import fresh_person, propose_logins
from dudao.apps.organisations.directory.people import Seat, Someone
from dudao.apps.organisations.directory.plan import Plan
from dudao.apps.organisations.directory.units import SIMPLE, Node
from dudao.apps.organisations.models import County, Holding, Person, Post, PostDuty, Unit, UnitEvent
from dudao.apps.organisations.naming import tell_apart
from dudao.apps.organisations.seeking import index_person, index_unit
from dudao.errors import Refusal

BATCH = 200


class NotPlaced(Refusal):
    """Units of a workbook lie under each other in a circle."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """From which day the changes hold, who brings them in, on which grounds."""

    county: County
    on: date
    reason: str
    by: Person
    at: datetime


def save_plan(plan: Plan, occasion: Occasion) -> None:
    _save_new_units(plan.new_units, occasion)
    _save_changed_units(plan.changed_units, occasion)
    _save_fillers(plan.told)
    tell_apart(occasion.county)
    _save_posts(plan, occasion.county)
    _save_people(plan, occasion)
    _save_holdings(plan, occasion)


def _save_new_units(nodes: Sequence[Node], occasion: Occasion) -> None:
    """In waves, each under those that are there: township before school, department before section."""
    waiting = list(nodes)
    while waiting:
        wave = [node for node in waiting if all(one is None or one.unit for one in (node.township, node.parent))]
        if not wave:
            raise NotPlaced("有单位互相把对方写成上级：" + "、".join(node.name for node in waiting[:3]) + "。")
        for node in wave:
            node.unit = _made(node, occasion.county)
        Unit.objects.bulk_create([node.unit for node in wave if node.unit], batch_size=BATCH)
        waiting = [node for node in waiting if node.unit is None]


def _made(node: Node, county: County) -> Unit:
    row = node.row
    assert row is not None
    unit = Unit(
        county=county,
        kind=node.kind,
        code=node.code,
        name=row.name,
        short_name=row.short_name,
        distinct_name=row.name,
        school_type=row.school_type,
        function=row.function,
        township=node.township.unit if node.township else None,
        parent=node.parent.unit if node.parent else None,
    )
    index_unit(unit)
    return unit


def _save_changed_units(nodes: Sequence[Node], occasion: Occasion) -> None:
    changed = []
    for node in nodes:
        unit = node.unit
        assert unit is not None
        before = {"name": unit.name, "short_name": unit.short_name, "township": unit.township_id}
        for name in (*SIMPLE, "code"):
            if name in node.changes:
                setattr(unit, name, node.changes[name][1])
        unit.township = node.township.unit if node.township else None
        unit.parent = node.parent.unit if node.parent else None
        index_unit(unit)
        changed.append(unit)
        _keep_events(unit, before, occasion)
    fields = [*SIMPLE, "code", "township", "parent", "sought"]
    Unit.objects.bulk_update(changed, fields, batch_size=BATCH)


def _keep_events(unit: Unit, before: dict[str, object], occasion: Occasion) -> None:
    """Another name or township is a change of that day; a township that was not known before is only filled in."""
    day, why, by, at = occasion.on, occasion.reason, occasion.by, occasion.at
    if unit.name != before["name"]:
        names = {"name": unit.name, "short_name": unit.short_name}
        old = {name: before[name] for name in names}
        keep_event(unit, UnitEvent.Kind.RENAMED, day, why, by, at, before=old, after=names)
    if before["township"] is not None and unit.township_id != before["township"]:
        places = {"township": before["township"]}, {"township": unit.township_id}
        keep_event(unit, UnitEvent.Kind.MOVED, day, why, by, at, before=places[0], after=places[1])


def _save_fillers(nodes: Sequence[Node]) -> None:
    changed = []
    for node in nodes:
        school = node.filled_in_by.unit if node.filled_in_by is not None else None
        if node.unit is not None and school is not None and node.unit.filled_in_by_id != school.pk:
            node.unit.filled_in_by = school
            changed.append(node.unit)
    Unit.objects.bulk_update(changed, ["filled_in_by"], batch_size=BATCH)


def _save_posts(plan: Plan, county: County) -> None:
    changed = plan.changed_seats
    for seat in plan.new_seats:
        seat.post = Post(county=county, unit=seat.node.unit, title=seat.title, role=seat.role)
    Post.objects.bulk_create([seat.post for seat in plan.new_seats if seat.post], batch_size=BATCH)
    duties = [(seat, duty) for seat in plan.new_seats for duty in sorted(seat.duties or ())]
    for seat in changed:
        assert seat.post is not None and seat.duties is not None
        held = plan.now.duties.get(seat.post.pk, frozenset())
        seat.post.duties.exclude(duty__in=seat.duties).delete()
        duties += [(seat, duty) for duty in sorted(seat.duties - held)]
    PostDuty.objects.bulk_create(
        [PostDuty(county=county, post=seat.post, duty=duty) for seat, duty in duties], batch_size=BATCH
    )


def _save_people(plan: Plan, occasion: Occasion) -> None:
    without = [one for one in plan.new_people if not one.login]
    taken = {one.login for one in plan.new_people if one.login}
    for one, login in zip(without, propose_logins([one.name for one in without], taken), strict=True):
        one.login = login
    for one in plan.new_people:
        one.person = fresh_person(occasion.county, one.name, one.login, one.phone)
    Person.objects.bulk_create([one.person for one in plan.people.people if one.person and not one.person.pk], BATCH)
    changed = [_changed(one) for one in plan.people.people if one.changes and one.person is not None]
    Person.objects.bulk_update(changed, ["name", "office_phone", "sought"], batch_size=BATCH)


def _changed(one: Someone) -> Person:
    person = one.person
    assert person is not None
    for name, (_before, after) in one.changes.items():
        setattr(person, name, after)
    index_person(person)
    return person


def _save_holdings(plan: Plan, occasion: Occasion) -> None:
    """Moves first: who leaves a post of one kind may then take one of another."""
    for one in plan.people.people:
        for old, _seat, _deputy in one.moves:
            old.until = max(occasion.on, old.since)
            old.save(update_fields=["until"])
    begins = [(one, seat, deputy) for one in plan.people.people for seat, deputy in one.begins]
    begins += [(one, seat, deputy) for one in plan.people.people for _old, seat, deputy in one.moves]
    Holding.objects.bulk_create([_holding(occasion, *begun) for begun in begins], batch_size=BATCH)


def _holding(occasion: Occasion, one: Someone, seat: Seat, deputy: bool) -> Holding:
    return Holding(county=occasion.county, person=one.person, post=seat.post, since=occasion.on, deputy=deputy)
