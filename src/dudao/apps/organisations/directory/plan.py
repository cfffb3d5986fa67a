"""What a workbook of units and people would do: new, changed, the same, moved, and what it does not mention."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dudao.apps.organisations.directory.held import Held, held
from dudao.apps.organisations.directory.people import People, Seat, Someone
from dudao.apps.organisations.directory.units import LABELS, Node, Units, missing
from dudao.apps.organisations.models import County, Person
from dudao.spreadsheets.directory import CellError, Directory


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A dry run. Nothing is written; `digest` tells whether another dry run would do the same."""

    now: Held
    units: Units
    people: People
    errors: Sequence[CellError]

    @cached_property
    def told(self) -> list[Node]:
        return [node for node in self.units.nodes if node.row is not None]

    @cached_property
    def new_units(self) -> list[Node]:
        return [node for node in self.told if node.is_new]

    @cached_property
    def changed_units(self) -> list[Node]:
        return [node for node in self.told if node.changes]

    @cached_property
    def missing_units(self) -> list[Node]:
        return missing(self.units.nodes) if self.told else []

    @cached_property
    def new_people(self) -> list[Someone]:
        return [one for one in self.people.people if one.person is None]

    @cached_property
    def moved_people(self) -> list[Someone]:
        return [one for one in self.people.people if one.moves]

    @cached_property
    def changed_people(self) -> list[Someone]:
        return [one for one in self.people.people if one.person is not None and (one.changes or one.begins)]

    @cached_property
    def missing_people(self) -> list[Person]:
        return self.people.missing if self.people.people else []

    @cached_property
    def gone(self) -> list[Someone]:
        """People whom the workbook tells without a post that they hold."""
        return [one for one in self.people.people if one.gone]

    @cached_property
    def new_seats(self) -> list[Seat]:
        return [seat for seat in self.people.seats.values() if seat.post is None]

    @cached_property
    def changed_seats(self) -> list[Seat]:
        return [
            seat
            for seat in self.people.seats.values()
            if seat.post is not None
            and seat.duties is not None
            and seat.duties != self.now.duties.get(seat.post.pk, frozenset())
        ]

    @property
    def counts(self) -> dict[str, int]:
        same = len(self.told) - len(self.new_units) - len(self.changed_units)
        touched = len(self.new_people) + len({*map(id, self.moved_people), *map(id, self.changed_people)})
        return {
            "units_new": len(self.new_units),
            "units_changed": len(self.changed_units),
            "units_same": same,
            "units_missing": len(self.missing_units),
            "people_new": len(self.new_people),
            "people_changed": len(self.changed_people),
            "people_moved": len(self.moved_people),
            "people_same": len(self.people.people) - touched,
            "people_missing": len(self.missing_people),
            "posts_new": len(self.new_seats),
            "posts_changed": len(self.changed_seats),
        }

    @property
    def changes_something(self) -> bool:
        return any(number for name, number in self.counts.items() if not name.endswith(("_same", "_missing")))

    @cached_property
    def digest(self) -> str:
        """Of everything that would be written."""
        said = [
            [[one.kind, one.code, one.name, *_places(one)] for one in self.new_units],
            [[one.unit.pk, sorted(one.changes.items())] for one in self.changed_units if one.unit is not None],
            [[*_who(one), one.name, one.phone, _seats(one)] for one in self.people.people],
            [
                [seat.node.code, seat.title, seat.role, sorted(seat.duties or ())]
                for seat in (*self.new_seats, *self.changed_seats)
            ],
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def plan(county: County, directory: Directory) -> Plan:
    """What bringing it in would do now, and every error of the rows by cell."""
    now = held(county)
    units = Units(now, directory.units, directory.faulty)
    people = People(now, units, directory.people)
    return Plan(now=now, units=units, people=people, errors=(*directory.errors, *units.errors, *people.errors))


def said_changes(node: Node) -> str:
    """名称：北溪小学 → 青石镇北溪小学；…"""
    return "；".join(
        f"{LABELS[name]}：{before or '空'} → {after or '空'}" for name, (before, after) in node.changes.items()
    )


def _places(node: Node) -> list[str]:
    return [other.code if other is not None else "" for other in (node.township, node.parent, node.filled_in_by)]


def _who(one: Someone) -> list[object]:
    return [one.person.pk if one.person is not None else 0, one.login]


def _seats(one: Someone) -> list[list[object]]:
    begins = [[seat.node.kind, seat.node.code, seat.title, deputy] for seat, deputy in one.begins]
    moves = [[old.pk, seat.node.kind, seat.node.code, seat.title, deputy] for old, seat, deputy in one.moves]
    return [*begins, *moves]
