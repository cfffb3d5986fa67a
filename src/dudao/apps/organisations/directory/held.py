"""What the county has of units, posts and people at this moment, in five queries."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from dudao.apps.organisations.kinds import OF_A_POST
from dudao.apps.organisations.models import County, Holding, Person, Post, PostDuty, Unit
from dudao.spreadsheets.directory import PersonRow, UnitRow


@dataclass(frozen=True, kw_only=True)
class Held:
    units: Mapping[int, Unit]  # by number, closed ones too
    people: Mapping[str, Person]  # by login
    posts: Mapping[tuple[int, str], Post]  # by unit and title
    duties: Mapping[int, frozenset[str]]  # by post
    holdings: Mapping[int, tuple[Holding, ...]]  # by person, current ones
    foreign_logins: frozenset[str] = field(default=frozenset())  # of other counties, and the operator's

    @property
    def open_units(self) -> list[Unit]:
        return [unit for unit in self.units.values() if unit.closed is None]


def held(county: County) -> Held:
    """Everything the workbook is compared with. Units and posts point to each other without further queries."""
    units = {unit.pk: unit for unit in Unit.objects.filter(county=county)}
    for unit in units.values():
        for name in ("township", "parent", "filled_in_by"):
            number = getattr(unit, f"{name}_id")
            if number is not None:
                setattr(unit, name, units[number])
    people = {person.login: person for person in Person.objects.filter(county=county).of_posts()}
    posts = {post.pk: post for post in Post.objects.filter(county=county)}
    for post in posts.values():
        post.unit = units[post.unit_id]
    duties: dict[int, set[str]] = defaultdict(set)
    for post_id, duty in PostDuty.objects.filter(county=county).values_list("post_id", "duty"):
        duties[post_id].add(duty)
    by_number = {person.pk: person for person in people.values()}
    holdings: dict[int, list[Holding]] = defaultdict(list)
    for holding in Holding.objects.filter(county=county).current():
        holding.post, holding.person = posts[holding.post_id], by_number[holding.person_id]
        holdings[holding.person_id].append(holding)
    return Held(
        units=units,
        people=people,
        posts={(post.unit_id, post.title): post for post in posts.values()},
        duties={pk: frozenset(said) for pk, said in duties.items()},
        holdings={pk: tuple(found) for pk, found in holdings.items()},
        foreign_logins=frozenset(set(Person.objects.values_list("login", flat=True)) - people.keys()),
    )


def rows_of(now: Held) -> tuple[list[UnitRow], list[PersonRow]]:
    """What stands, as the rows of a workbook that would change nothing."""
    open_units = sorted(now.open_units, key=lambda unit: (_ORDER.index(unit.kind), unit.code))
    units = [
        UnitRow(
            number=0,
            kind=unit.kind,
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            above=_reference(unit.township or unit.parent),
            school_type=unit.school_type,
            filler=_reference(unit.filled_in_by),
            function=unit.function,
        )
        for unit in open_units
    ]
    place = {unit.pk: number for number, unit in enumerate(open_units)}
    holdings = [one for found in now.holdings.values() for one in found if one.post.unit_id in place]
    holdings.sort(key=lambda one: (place[one.post.unit_id], one.deputy, one.pk))
    return units, [_person_row(now, holding) for holding in holdings]


def _person_row(now: Held, holding: Holding) -> PersonRow:
    unit, post, person = holding.post.unit, holding.post, holding.person
    return PersonRow(
        number=0,
        unit=unit.distinct_name,
        title=post.title,
        name=person.name,
        login=person.login,
        phone=person.office_phone,
        role=post.role if post.role in OF_A_POST else "",
        duties=tuple(sorted(now.duties.get(post.pk, ()))),
        deputy=holding.deputy,
    )


def _reference(unit: Unit | None) -> str:
    """How a row names another unit: by the name that means one only."""
    return unit.distinct_name if unit is not None else ""


_ORDER = ("county", "leading_group", "office", "task_force", "department", "section", "township", "school")
