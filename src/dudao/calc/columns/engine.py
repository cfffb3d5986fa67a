"""A standard over tables: chunk after chunk of whole counties, so that memory does not grow with the nation."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from dudao.calc.assessment.formulas import Formulas
from dudao.calc.assessment.result import Verdict
from dudao.calc.assessment.verdict import together
from dudao.calc.assessment.world import World
from dudao.calc.columns.arithmetic import numbers
from dudao.calc.columns.cells import Counties
from dudao.calc.columns.chunk import Chunk
from dudao.calc.columns.compiling import Compiler
from dudao.calc.columns.counties import Counts, CountyWork
from dudao.calc.columns.found import FAIL, NA, OPEN, PASS, VERDICTS, Block, ItemRows, RuleRows, VariationFound
from dudao.calc.columns.items import ItemColumns
from dudao.calc.columns.places import Places
from dudao.calc.columns.rules import rule_rows
from dudao.calc.columns.table import Table, TableError
from dudao.calc.columns.variations import Coefficients
from dudao.calc.figures import Catalogue, Snapshot
from dudao.calc.figures.snapshot import Choices
from dudao.calc.standard.model import Item, ItemLevel, Standard

ROWS = 20_000  # of a chunk: enough that one formula more costs nothing, few enough to stay small


class Engine:
    """Made once per standard and choices; the choices hold for every county. Relaxations are not known here."""

    def __init__(self, standard: Standard, catalogue: Catalogue, choices: Choices) -> None:
        if choices.relaxations:
            raise TableError("放宽规定要逐校审定，成列计算不认；请去掉 relaxations，或逐县计算。")
        self.standard = standard
        formulas = Formulas(standard, catalogue)
        nobody = Snapshot(schools=(), statements={}, choices=choices)
        self.world = World(standard, catalogue, nobody, formulas, merging=False)
        self.compiler = Compiler(catalogue, formulas.parameters, formulas.pupils)
        self._of_school = [
            ItemColumns(item, standard) for item in standard.items if item.level.of_school and item.composite is None
        ]
        self._stages = {item.code: item.stages or standard.stages for item in standard.items}
        self._most = [item for item in standard.items if item.composite and item.composite.kind == "most"]
        self._varied = [item for item in standard.items if item.composite and item.composite.kind == "variation"]
        self._of_county = [
            ItemColumns(item, standard)
            for item in standard.items
            if item.points is None and item.composite is None and not item.level.of_school
        ]
        self._county = CountyWork(self.world)

    @property
    def fallen(self) -> Mapping[str, int]:
        """Parts of formulas that were left to the exact evaluator → at how many places so far."""
        return dict(self.compiler.fallen)

    def blocks(self, table: Table, rows: int = ROWS) -> Iterator[Block]:
        """The results of whole counties, at least so many rows of the table at once, in its order."""
        for span in table.spans(rows):
            yield self.block(Counties(table, span))

    def block(self, counties: Counties) -> Block:
        """The results of some whole counties."""
        chunk = Chunk(self.world, self.compiler, counties)
        places = Places(chunk)
        found = {(rows.item, rows.stage): rows for columns in self._of_school for rows in self._rows(columns, places)}
        rules = [rule for item in self._most for rule in self._rules(item, places, found)]
        variations = self._variations(places, found)
        counts = self._counts(chunk, found, rules)
        once = [rows for columns in self._of_county for rows in self._county_rows(columns, chunk)]
        judged = [self._judged_once(once, place) for place in range(len(chunk.counties))]
        ends = self._county.ends(chunk)
        found_counties = tuple(
            self._county(
                world,
                code,
                {item: per_county[place] for item, per_county in counts.items()},
                {pair: per_county[place] for pair, per_county in variations.items()},
                judged[place],
                ends[place],
                any_school=chunk.bounds[place] < chunk.bounds[place + 1],
            )
            for place, (code, world) in enumerate(zip(chunk.counties, chunk.county_worlds))
        )
        chunk.close()
        return Block(
            schools=chunk.codes,
            county_of=chunk.county_of,
            items=tuple(found.values()),
            rules=tuple(rules),
            of_counties=tuple(once),
            counties=found_counties,
        )

    def _rows(self, columns: ItemColumns, places: Places) -> Iterator[ItemRows]:
        item = columns.item
        if item.level is ItemLevel.SCHOOL:
            yield columns.rows(places.schools)
            return
        for stage in self._stages[item.code]:
            found = places.stage(stage)
            yield columns.rows(found.inside if item.resource else found)
        if places.chunk.untyped:
            yield columns.rows(places.untyped)

    def _county_rows(self, columns: ItemColumns, chunk: Chunk) -> Iterator[ItemRows]:
        item = columns.item
        for stage in self._stages[item.code] if item.level is ItemLevel.COUNTY_STAGE else ("",):
            yield columns.county_rows(chunk.county_frame(stage))

    def _judged_once(self, once: Sequence[ItemRows], place: int) -> Mapping[str, Verdict]:
        """Item → its verdict in one county, over its stages."""
        found: dict[str, list[Verdict]] = {}
        for rows in once:
            found.setdefault(rows.item, []).append(VERDICTS[rows.codes[place]])
        return {item: several[0] if len(several) == 1 else together(several) for item, several in found.items()}

    def _rules(self, item: Item, places: Places, found: Mapping[tuple[str, str], ItemRows]) -> Iterator[RuleRows]:
        composite = item.composite
        assert composite is not None
        world = self.world
        min_met = world.constant(composite.min_met) if composite.min_met is not None else len(composite.of)
        stages = dict.fromkeys(stage for code in composite.of for stage in self._stages[code])
        at = [(stage, places.stage(stage).inside) for stage in stages]
        if places.chunk.untyped:
            at.append(("", places.untyped))
        for stage, here in at:
            rows = [found[code, stage] for code in composite.of if (code, stage) in found]
            yield rule_rows(stage, here.frame.schools, rows, min_met)

    def _variations(
        self, places: Places, found: Mapping[tuple[str, str], ItemRows]
    ) -> Mapping[tuple[str, str], list[VariationFound]]:
        """(item, stage) → its coefficient in each county."""
        chunk, per_pair = places.chunk, {}
        untyped = Counter(chunk.county_of[school] for school in chunk.untyped)
        by_stage: dict[str, Coefficients] = {}
        for item in self._varied:
            composite = item.composite
            assert composite is not None
            for code in composite.of:
                for stage in self._stages[code]:
                    rows = found[code, stage]
                    of = by_stage.get(stage)
                    if of is None:
                        inside = places.stage(stage).inside
                        of = by_stage[stage] = Coefficients(
                            numbers(inside.pupils, inside.frame.size), chunk.bounds_of(rows.schools), untyped
                        )
                    node = composite.limit.get(stage, composite.limit.get(""))
                    limit: int | Fraction | None = self.world.work(node, "", stage) if node is not None else None
                    op = self.world.op(item.code, composite.op)
                    per_pair[code, stage] = of.of(rows, op, limit, composite.decimals)
        return per_pair

    def _counts(
        self, chunk: Chunk, found: Mapping[tuple[str, str], ItemRows], rules: Sequence[RuleRows]
    ) -> Mapping[str, list[Counts]]:
        """Item → per county how many rows have each verdict."""
        several: dict[str, list[Counts]] = {}
        bounds_of: dict[int, list[int]] = {}
        every: list[tuple[str, ItemRows | RuleRows]] = [(rows.item, rows) for rows in found.values()]
        every += [(item.code, rule) for item in self._most for rule in rules]
        for code, rows in every:
            bounds = bounds_of.get(id(rows.schools))
            if bounds is None:
                bounds = bounds_of[id(rows.schools)] = chunk.bounds_of(rows.schools)
            here = [_counted(rows.codes, low, high) for low, high in zip(bounds, bounds[1:])]
            before = several.get(code)
            several[code] = here if before is None else [_sum(one, other) for one, other in zip(before, here)]
        return several


def blocks(engines: Sequence[Engine], table: Table, rows: int = ROWS) -> Iterator[tuple[Block, ...]]:
    """The results of several standards, one block each for the same counties."""
    for span in table.spans(rows):
        counties = Counties(table, span)
        yield tuple(engine.block(counties) for engine in engines)


def _counted(codes: bytearray, low: int, high: int) -> Counts:
    return tuple(codes.count(code, low, high) for code in (FAIL, PASS, OPEN, NA))  # type: ignore[return-value]


def _sum(one: Counts, other: Counts) -> Counts:
    return tuple(map(int.__add__, one, other))  # type: ignore[return-value]
