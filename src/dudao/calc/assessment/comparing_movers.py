"""Which changes moved which verdict, by what each part of a standard looks at."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from dudao.calc.assessment.comparing_inputs import Input, Mark
from dudao.calc.assessment.comparing_reads import SCHOOLS, Reader
from dudao.calc.assessment.comparing_standings import Place, Standing
from dudao.calc.standard.model import Item, Standard, Trigger

Apart = Mapping[Place, tuple[Standing | None, Standing | None]]
ANYTHING = ("standard", "software")  # may have moved whatever moved


class Movers:
    """`of` a place: the changes that moved it, in their order. Worked out once per place and kept."""

    def __init__(
        self, standard: Standard, changes: Sequence[Input], readers: tuple[Reader, Reader], apart: Apart
    ) -> None:
        self.standard = standard
        self.readers = readers
        self.apart = apart
        self._order = {id(change): number for number, change in enumerate(changes)}
        self._by_mark: dict[Mark, Input] = {change.mark: change for change in changes}
        self._anything = [change for change in changes if change.kind in ANYTHING]
        self._placing = [change for change in changes if self._places_schools(change)]
        self._kept: dict[Place, frozenset[int]] = {}
        self._all = {id(change): change for change in changes}
        self._triggers = {trigger.code: trigger for trigger in standard.triggers}

    def of(self, place: Place) -> tuple[Input, ...]:
        numbers = sorted(self._order[one] for one in self._of(place))
        changes = list(self._all.values())
        return tuple(changes[number] for number in numbers)

    def _places_schools(self, change: Input) -> bool:
        """Whether it says which schools there are and of which type."""
        if change.kind == "figure":
            return self.readers[1].assessor.touch.everything([change.place])
        return change.kind == "school"

    def _of(self, place: Place) -> frozenset[int]:
        if place not in self._kept:
            self._kept[place] = frozenset()  # a standard has no circles; were there one, it ends here
            self._kept[place] = frozenset(id(change) for change in (*self._anything, *self._found(place)))
        return self._kept[place]

    def _found(self, place: Place) -> Iterator[Input]:
        head, _, of = place.code.partition(":")
        if place.code == self.standard.code:
            yield from self._of_whole()
        elif place.code in self.standard.group_by_code:
            for item in self.standard.items_under(place.code):
                yield from self._through(Place(item.code))
        elif trigger := self._triggers.get(place.code):
            yield from self._of_trigger(trigger)
        elif head in self.standard.by_code:
            item = self.standard.by_code[head]
            yield from self._of_coefficient(item, of, place.stage) if of else self._of_item(item, place)

    def _changed(self, place: Place) -> bool:
        before, after = self.apart.get(place, (None, None))
        return (before and before.told) != (after and after.told)

    def _through(self, place: Place) -> Iterator[Input]:
        """By way of another part, where that became another too."""
        if self._changed(place):
            yield from (self._all[one] for one in self._of(place))

    def _marked(self, marks: Iterator[Mark] | frozenset[Mark]) -> Iterator[Input]:
        for mark in marks:
            if change := self._by_mark.get(mark):
                yield change
            if mark == SCHOOLS:
                yield from self._placing

    # — from the county down

    def _of_whole(self) -> Iterator[Input]:
        for aspect in self.standard.aspects:
            yield from self._through(Place(aspect.code))
        for trigger in self.standard.triggers:
            yield from self._through(Place(trigger.code))
        if self.standard.kind == "score":
            year = [change for change in self._all.values() if change.kind == "evaluation_year"]
            matters = [change for change in self._all.values() if change.kind in ("bonuses", "deductions")]
            yield from matters
            yield from year if matters else ()

    def _of_trigger(self, trigger: Trigger) -> Iterator[Input]:
        for reader in self.readers:
            yield from self._marked(reader.trigger(trigger))
        if trigger.same_as:
            yield from self._through(Place(trigger.same_as))

    def _of_item(self, item: Item, place: Place) -> Iterator[Input]:
        if item.composite is not None:
            yield from self._of_composite(item, place)
        elif place.unit:
            yield from self._of_row(item, place)
        elif item.level.of_school:
            yield from self._of_rows(Place(row.code, row.unit, row.stage) for row in self._rows.get(item.code, ()))
        else:
            yield from self._of_county(item)

    def _of_rows(self, places: Iterator[Place]) -> Iterator[Input]:
        for row in places:
            yield from self._through(row)

    def _of_row(self, item: Item, place: Place) -> Iterator[Input]:
        unit = place.unit
        for reader in self.readers:
            yield from self._marked(reader.row(item, unit, place.stage))
        schools = {unit, *self.readers[0].campuses(unit), *self.readers[1].campuses(unit)}
        yield from (change for change in self._placing if change.unit in schools)
        if self.readers[0].granted(item, unit) != self.readers[1].granted(item, unit):
            yield from self._relaxed()

    def _relaxed(self) -> Iterator[Input]:
        kinds = ("relaxations", "visit_date")
        yield from (change for change in self._all.values() if change.kind in kinds)

    def _of_county(self, item: Item) -> Iterator[Input]:
        for reader in self.readers:
            yield from self._marked(reader.item(item))
        before, after = self.apart.get(Place(item.code), (None, None))
        if before and after and before.full != after.full:
            yield from self._spread(item)

    def _spread(self, item: Item) -> Iterator[Input]:
        """What made other items of the aspect applicable or not, so that their points went to this one."""
        for other in self.standard.items_under(self._aspect(item.parent)):
            before, after = self.apart.get(Place(other.code), (None, None))
            if other.code != item.code and before and after and before.na != after.na:
                for reader in self.readers:
                    yield from self._marked(reader.item(other))

    def _aspect(self, code: str) -> str:
        above = self.standard.group_by_code[code].parent
        return self._aspect(above) if above else code

    def _of_composite(self, item: Item, place: Place) -> Iterator[Input]:
        made = item.composite
        assert made is not None
        if made.kind == "variation":
            for other in self.apart:
                if other.code.startswith(f"{item.code}:"):
                    yield from self._through(other)
            return
        if not place.unit:
            yield from self._of_rows(iter(self._rows.get(item.code, ())))
            return
        for reader in self.readers:
            yield from self._marked(reader.rule(item))
        for code in made.of:
            row = Place(code, place.unit, place.stage)
            before, after = self.apart.get(row, (None, None))
            if (before and (before.verdict, before.inner[2])) != (after and (after.verdict, after.inner[2])):
                yield from (self._all[one] for one in self._of(row))

    def _of_coefficient(self, item: Item, code: str, stage: str) -> Iterator[Input]:
        """A coefficient looks at the value and the pupils of every row of its stage."""
        of = self.standard.by_code.get(code)
        if of is None or item.composite is None:
            return
        for reader in self.readers:
            yield from self._marked(reader.limit(item, stage))
        if change := self._by_mark.get(("strictness", (self.standard.code, item.code))):
            yield change
        for row in self._rows.get(code, ()):
            before, after = self.apart[row]
            if row.stage in (stage, "") and (before and before.inner) != (after and after.inner):
                yield from self._of_row(of, row)

    @cached_property
    def _rows(self) -> Mapping[str, Sequence[Place]]:
        """Item → its rows: at schools, or at the stages of the county."""
        found: dict[str, list[Place]] = {}
        for place in self.apart:
            if (place.unit or place.stage) and ":" not in place.code:
                found.setdefault(place.code, []).append(place)
        return found
