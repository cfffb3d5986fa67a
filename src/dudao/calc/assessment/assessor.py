"""One standard, compiled once, over one snapshot after another."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from operator import attrgetter
from weakref import ref

from dudao.calc.assessment.formulas import Formulas
from dudao.calc.assessment.places import Places
from dudao.calc.assessment.points import Scored, item_points, scored
from dudao.calc.assessment.reads import Touch
from dudao.calc.assessment.relaxations import relaxations_found
from dudao.calc.assessment.result import (
    ItemResult,
    Outside,
    Points,
    Row,
    SchoolRule,
    ShownValue,
    StandardResult,
    Variation,
)
from dudao.calc.assessment.rows import ItemWork
from dudao.calc.assessment.school_rule import school_rule
from dudao.calc.assessment.score import score
from dudao.calc.assessment.since import Since
from dudao.calc.assessment.triggers import trigger_states
from dudao.calc.assessment.variation import variation
from dudao.calc.assessment.verdict import (
    aspects,
    county,
    of_county,
    of_rules,
    of_stages,
    of_variations,
    rolled_again,
    rolled_up,
)
from dudao.calc.assessment.world import World
from dudao.calc.figures import Catalogue, Key, Snapshot
from dudao.calc.formula.needs import needs
from dudao.calc.standard.model import Item, ItemLevel, Standard

ByUnit = dict[str, list[Row]]


@dataclass(slots=True)
class Run:
    """One assessment under way: the world, its places, and what has been worked out so far."""

    world: World
    places: Places
    rows: dict[str, ByUnit] = field(default_factory=dict)  # item → school, in roll order → rows ('' = the county's)
    rules: dict[str, list[SchoolRule]] = field(default_factory=dict)  # school → its rows under the school rule
    variations: dict[tuple[str, str], Variation] = field(default_factory=dict)  # (item, stage)
    items: dict[str, ItemResult] = field(default_factory=dict)
    unspread: dict[str, ItemResult] = field(default_factory=dict)  # scored items before the spread
    outside: dict[str, tuple[Outside, ...]] = field(default_factory=dict)
    scored: Scored | None = None  # the scored items after the spread, as last worked out


class Assessor:
    """Works a standard out over snapshots. Made once per standard; for quick updates it keeps how a result came about."""

    def __init__(self, standard: Standard, catalogue: Catalogue) -> None:
        self.standard = standard
        self.catalogue = catalogue
        self.formulas = Formulas(standard, catalogue)
        self.works = {item.code: ItemWork(item, standard, self.formulas) for item in standard.items}
        self.touch = Touch(standard, catalogue)
        self._simple = [item for item in standard.items if item.composite is None]
        self._coded = [item.code for item in self._simple]
        self._most = [item for item in standard.items if _kind(item) == "most"]
        self._varied = [item for item in standard.items if _kind(item) == "variation"]
        self._several = len(self._most) > 1 or len(self._varied) > 1
        self._has_resources = any(item.resource for item in standard.items)
        self._runs: dict[int, tuple[ref[StandardResult], Run]] = {}  # by the identity of the result

    def start(self, snapshot: Snapshot, since: Since | None = None) -> Run:
        world = World(self.standard, self.catalogue, snapshot, self.formulas, since=since)
        return Run(world, Places(world))

    def resume(self, snapshot: Snapshot, result: StandardResult | None) -> Run:
        """A run in which nothing is worked out yet, over the world of its result where that is still at hand."""
        kept = self._run_of(result) if result is not None else None
        if kept is None or kept.world.snapshot is not snapshot:
            return self.start(snapshot)
        return Run(kept.world, kept.places)

    def assess(self, snapshot: Snapshot) -> StandardResult:
        """Everything the standard says of a snapshot."""
        run = self.start(snapshot)
        for item in self._simple:
            self.work_out(run, item)
        for item in self._most:
            self.apply_rule(run, item, run.world.units)
        for item in self._varied:
            self.vary(run, item)
        if self._has_resources:
            run.outside = {unit: run.places.outside(unit) for unit in run.world.units}
        return self._finish(run)

    def update(self, result: StandardResult, snapshot: Snapshot, changed: Collection[Key]) -> StandardResult:
        """The result over a snapshot that differs in the statements at `changed` alone: equal to a whole run.

        `result` must be this standard's over the snapshot before. Changed judgements or rolls need a whole run; changed
        choices get one.
        """
        if self.touch.everything(changed) or self._several or self._chosen_otherwise(result, snapshot):
            return self.assess(snapshot)
        run = self._again(result, snapshot, changed)
        main = run.world.roll.main
        units = {main.get(key.unit, key.unit) for key in changed if key.unit}
        units &= set(run.world.units)
        pairs = self._redo_items(run, changed, units)
        self._redo_composites(run, changed, units, pairs)
        if self._has_resources and self.touch.places(changed):
            run.outside.update({unit: run.places.outside(unit) for unit in units})
        return self._finish(run)

    def rejudge(self, result: StandardResult, snapshot: Snapshot, codes: Collection[str]) -> StandardResult:
        """The result over a snapshot that differs in the judgements of these items alone: equal to a whole run.

        `result` must be this standard's over the snapshot before. Codes of other standards are passed over.
        """
        if self._chosen_otherwise(result, snapshot):
            return self.assess(snapshot)
        run = self._again(result, snapshot, ())
        for item in self._simple:
            if item.code in codes:
                self.work_out(run, item)
        return self._finish(run)

    def relax(self, result: StandardResult, snapshot: Snapshot) -> StandardResult:
        """The result over a snapshot that differs in the relaxations switched on alone: equal to a whole run.

        `result` must be this standard's over the snapshot before.
        """
        before = self._run_of(result)
        if before is None or self._several:
            return self.assess(snapshot)
        run = self._again(result, snapshot, ())
        was, now = before.world.granted, run.world.granted
        pairs: set[tuple[str, str]] = set()
        touched: set[str] = set()
        for code in sorted(was.keys() | now.keys()):
            one, other = was.get(code, {}), now.get(code, {})
            units = {unit for unit in one.keys() | other.keys() if one.get(unit) != other.get(unit)}
            units &= set(run.world.units)
            pairs |= self._redo_schools(run, self.standard.by_code[code], units)
            touched |= units
        self._redo_made_of(run, pairs, touched)
        return self._finish(run)

    def _redo_made_of(self, run: Run, pairs: set[tuple[str, str]], units: set[str]) -> None:
        """The school rule and the coefficients over rows that became others."""
        items = {code for code, _ in pairs}
        for item in self._most:
            if item.composite is not None and items & set(item.composite.of):
                self.apply_rule(run, item, units)
        for item in self._varied:
            if item.composite is not None and (mine := {one for one in pairs if one[0] in item.composite.of}):
                self.vary(run, item, mine)

    def _chosen_otherwise(self, result: StandardResult, snapshot: Snapshot) -> bool:
        """Whether the county has chosen something else since; also where a day went by on which a relaxation ended."""
        before = self._run_of(result)
        choices = snapshot.choices
        return before is not None and before.world.choices is not choices and before.world.choices != choices

    # — one item

    def work_out(self, run: Run, item: Item) -> None:
        if item.points is not None:
            run.unspread[item.code] = item_points(run.world, item)
        elif item.level is ItemLevel.COUNTY:
            run.items[item.code] = self._county(run, item)
        elif item.level is ItemLevel.COUNTY_STAGE:
            rows = [self._row_of_county(run, item, stage) for stage in self.works[item.code].stages]
            run.rows[item.code] = {"": rows}
            run.items[item.code] = of_stages(item, rows)
        else:
            run.rows[item.code] = {unit: self.rows_at(run, item, unit) for unit in run.world.units}
            self._roll_up(run, item)

    def rows_at(self, run: Run, item: Item, unit: str) -> list[Row]:
        """The rows of a school's item at one school."""
        work, found = self.works[item.code], []
        for place in work.places(run.places, unit):
            row = work.row(run.world, place)
            if row is not None:
                found.append(row)
        return found

    def _roll_up(self, run: Run, item: Item) -> None:
        rows = run.rows[item.code]
        run.items[item.code] = rolled_up(item, rows, any_school=bool(run.world.units))

    def _row_of_county(self, run: Run, item: Item, stage: str = "") -> Row:
        work, place = self.works[item.code], run.places.county(stage)
        return work.row(run.world, place) or work.not_applicable(place)

    def _county(self, run: Run, item: Item) -> ItemResult:
        world = run.world
        shown = tuple(
            ShownValue(one.label, world.work(one.value), one.unit, one.decimals, one.percent) for one in item.shown
        )
        return replace(of_county(item, self._row_of_county(run, item)), shown=shown)

    def apply_rule(self, run: Run, item: Item, units: Iterable[str]) -> None:
        """The school rule at some schools; the item over all."""
        composite = item.composite
        assert composite is not None
        world = run.world
        min_met = world.work(composite.min_met) if composite.min_met is not None else len(composite.of)
        floor = world.work(composite.floor) if composite.floor is not None else None
        by_unit = [run.rows[code] for code in composite.of]
        for unit in units:
            here = [row for rows in by_unit for row in rows.get(unit, ())]
            run.rules[unit] = [
                school_rule(place, {row.item: row for row in here if row.stage == place.stage}, min_met, floor)
                for place in run.places.stages(unit)
                if not place.outside
            ]
        run.items[item.code] = of_rules(item, [rule for unit in world.units for rule in run.rules[unit]])

    def vary(self, run: Run, item: Item, only: Collection[tuple[str, str]] | None = None) -> None:
        """The coefficients of all pairs (item, stage), or of some; the item over all."""
        composite = item.composite
        assert composite is not None
        pairs = [(code, stage) for code in composite.of for stage in self.works[code].stages]
        for code, stage in pairs:
            if only is None or (code, stage) in only:
                run.variations[code, stage] = self.variation(run, item, code, stage)
        run.items[item.code] = of_variations(item, [run.variations[pair] for pair in pairs])

    def variation(self, run: Run, item: Item, code: str, stage: str) -> Variation:
        """The coefficient of one resource item over the rows of one stage."""
        composite, world = item.composite, run.world
        assert composite is not None
        node = composite.limit.get(stage, composite.limit.get(""))
        limit = world.work(node, "", stage) if node is not None else None
        lacking = needs(node, world.scope("", stage)) if node is not None and limit is None else ()
        rows = [row for several in run.rows[code].values() for row in several if row.stage in (stage, "")]
        op = world.op(item.code, composite.op)
        before = run.variations.get((code, stage))
        return variation(
            code, stage, rows, op=op, limit=limit, decimals=composite.decimals, limit_needs=lacking, before=before
        )

    # — one edit

    def _again(self, result: StandardResult, snapshot: Snapshot, changed: Collection[Key]) -> Run:
        """A result taken up again, with the world it was worked out in where that is still at hand."""
        before = self._run_of(result)
        run = self.start(snapshot, self._since(before, changed) if before is not None else None)
        _resume(run, result, before)
        return run

    def _keep(self, result: StandardResult, run: Run) -> None:
        """A run stays at hand exactly as long as somebody holds its result."""
        runs, place = self._runs, id(result)
        runs[place] = ref(result, lambda _: runs.pop(place, None)), run

    def _run_of(self, result: StandardResult) -> Run | None:
        kept = self._runs.get(id(result))
        return kept[1] if kept is not None and kept[0]() is result else None

    def _since(self, before: Run, changed: Collection[Key]) -> Since:
        """The world the result was worked out in, and what of it may differ now."""
        main, units = before.world.roll.main, {key.unit for key in changed}
        anywhere = "" in units
        units |= {main[unit] for unit in units if unit in main} | {""}
        figures, placing = self.touch.figures(changed), self.touch.places(changed)
        return Since(before.world, figures, None if anywhere else frozenset(units), placing)

    def _redo_items(self, run: Run, changed: Collection[Key], units: set[str]) -> set[tuple[str, str]]:
        """Work the touched items out again; the (item, stage) pairs whose rows became others."""
        pairs: set[tuple[str, str]] = set()
        for item in self._simple:
            touched = self.touch.item(item, changed)
            if touched != "unit" or not item.level.of_school:
                if touched:
                    self.work_out(run, item)
                    pairs |= {(item.code, stage) for stage in self.works[item.code].stages}
                continue
            pairs |= self._redo_schools(run, item, units)
        return pairs

    def _redo_schools(self, run: Run, item: Item, units: set[str]) -> set[tuple[str, str]]:
        """An item at some schools; the (item, stage) pairs of rows that became others."""
        before = run.rows[item.code]
        after = {unit: self.rows_at(run, item, unit) for unit in units}
        other = [row for unit in units for row in set_apart(before.get(unit, ()), after[unit])]
        if not other:
            return set()
        if after.keys() <= before.keys():
            run.rows[item.code] = before | after
        else:
            run.rows[item.code] = {unit: after.get(unit, before.get(unit, [])) for unit in run.world.units}
        changes = [(before.get(unit, []), after[unit]) for unit in units]
        run.items[item.code] = rolled_again(item, run.items[item.code], run.rows[item.code], changes)
        every = self.works[item.code].stages
        return {(item.code, stage) for row in other for stage in ((row.stage,) if row.stage else every)}

    def _redo_composites(
        self, run: Run, changed: Collection[Key], units: set[str], pairs: set[tuple[str, str]]
    ) -> None:
        for item in self._most:
            assert item.composite is not None
            touched = {self.touch.item(item, changed)} | {
                self.touch.item(self.standard.by_code[code], changed) for code in item.composite.of
            }
            if touched != {""}:
                self.apply_rule(run, item, run.world.units if "all" in touched else units)
        for item in self._varied:
            assert item.composite is not None
            if self.touch.item(item, changed) == "all":
                self.vary(run, item)
            elif mine := {pair for pair in pairs if pair[0] in item.composite.of}:
                self.vary(run, item, mine)

    # — the result

    def _by_item(self, run: Run) -> Iterable[Iterable[list[Row]]]:
        return (run.rows[code].values() for code in self._coded if code in run.rows)

    def _finish(self, run: Run) -> StandardResult:
        items: Mapping[str, ItemResult] = run.items
        groups: Mapping[str, Points] = {}
        if run.unspread:
            run.scored = scored(self.standard, run.unspread, run.scored)
            items, groups = {**items, **run.scored.items}, run.scored.groups
        items = {item.code: items[item.code] for item in self.standard.items}
        triggers = trigger_states(run.world, items)
        verdicts = self.standard.kind == "verdict"
        parts = aspects(self.standard, items) if verdicts else {}
        result = StandardResult(
            standard=self.standard.code,
            verdict=county(parts, triggers) if verdicts else None,
            items=items,
            rows=tuple(chain.from_iterable(chain.from_iterable(self._by_item(run)))),
            school_rules=tuple(rule for unit in run.world.units for rule in run.rules.get(unit, ())),
            variations=tuple(run.variations.values()),
            groups=groups,
            triggers=triggers,
            score=None if verdicts else score(self.standard, groups, triggers, run.world.choices),
            outside=tuple(out for unit in run.world.units for out in run.outside.get(unit, ())),
            parts=parts,
            unspread=run.unspread,
            relaxations=relaxations_found(run.world, run.rows) if run.world.choices.relaxations else (),
        )
        self._keep(result, run)
        return result


def _kind(item: Item) -> str:
    return item.composite.kind if item.composite is not None else ""


def set_apart(before: Iterable[Row], after: Iterable[Row]) -> list[Row]:
    """Rows that stand in one of the two only."""
    before, after = list(before), list(after)
    return [row for row in before if row not in after] + [row for row in after if row not in before]


def _resume(run: Run, result: StandardResult, before: Run | None) -> None:
    """Lay out a result again as it was while it was made."""
    run.items = dict(result.items)
    run.unspread = dict(result.unspread)
    run.variations = {(found.item, found.stage): found for found in result.variations}
    if before is not None:
        run.rows, run.rules, run.outside = dict(before.rows), dict(before.rules), dict(before.outside)
        run.scored = before.scored
        return
    run.rows = {code: {} for code in result.items}
    run.rules = {unit: [] for unit in run.world.units}
    for code, rows in groupby(result.rows, attrgetter("item")):
        run.rows[code] = {unit: list(mine) for unit, mine in groupby(rows, attrgetter("unit"))}
    run.rules |= {unit: list(rules) for unit, rules in groupby(result.school_rules, attrgetter("unit"))}
    run.outside = {unit: tuple(several) for unit, several in groupby(result.outside, attrgetter("unit"))}
