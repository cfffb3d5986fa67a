"""One county as a whole: its items, triggers, verdict, points and score.

All of it is `calc.assessment` at work: items, points and triggers ask `CountyWorld`, items judged school by school come
as counts of their rows. Left out is only what says why, what is missing and what could be won back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import cast

from dudao.calc.assessment.given import put_in
from dudao.calc.assessment.result import ItemResult, Points, Score, TriggerState, Verdict
from dudao.calc.assessment.score import score
from dudao.calc.assessment.shapes import SHAPES, ShapeError
from dudao.calc.assessment.spread import children, full_marks
from dudao.calc.assessment.triggers import trigger_states
from dudao.calc.assessment.verdict import aspects, county, together
from dudao.calc.assessment.world import World
from dudao.calc.columns.chunk import Chunk
from dudao.calc.columns.county_world import CountyWorld
from dudao.calc.columns.found import VERDICTS, CountyFound, VariationFound
from dudao.calc.columns.standings import Stands, slots_of, standings
from dudao.calc.formula import Node
from dudao.calc.formula.ratio import multiply
from dudao.calc.standard.model import Item, Standard, Step

Counts = tuple[int, int, int, int]
_NOTHING = Fraction(0)
Ends = tuple[Fraction, Fraction]


class CountyWork:
    """A standard's county part, prepared once."""

    def __init__(self, world: World) -> None:
        self.standard = standard = world.standard
        self.choices = world.choices
        prepared = [_prepared(item) for item in standard.items if item.points is not None]
        self.scored = [(item, slots_of(world, item)) for item in prepared]
        self.marks = Marks(standard)

    def __call__(
        self,
        world: CountyWorld,
        code: str,
        counts: Mapping[str, Counts],
        variations: Mapping[tuple[str, str], VariationFound],
        judged: Mapping[str, Verdict],
        own: Mapping[str, Ends | None],
        *,
        any_school: bool,
    ) -> CountyFound:
        """`counts`: rows of the items judged school by school, the school rule among them; `judged`: those judged once; `own`: points."""
        verdicts = dict(judged)
        for name, several in counts.items():
            verdicts[name] = self._rolled(self.standard.by_code[name], several, any_school)
        varied = {item.code for item in self.standard.items if item.composite and item.composite.kind == "variation"}
        for name in varied:
            verdicts[name] = together(VERDICTS[one.code] for one in variations.values())
        points, score_found, triggers = self._score(world, own, verdicts)
        results = {name: ItemResult(name, verdict) for name, verdict in verdicts.items()}
        parts, whole = {}, None
        if self.standard.kind == "verdict":
            triggers = trigger_states(world, results)
            parts = aspects(self.standard, results)
            whole = county(parts, triggers)
        return CountyFound(
            code=code,
            items=verdicts,
            counts=counts,
            variations=variations,
            triggers=triggers,
            parts=parts,
            verdict=whole,
            points=points,
            score=score_found,
        )

    def _rolled(self, item: Item, counts: Counts, any_school: bool) -> Verdict:
        if item.resource:
            return Verdict.NA
        if not any_school or (item.composite is not None and not sum(counts)):
            return Verdict.OPEN
        return together(VERDICTS[code] for code, number in enumerate(counts) if number)

    def ends(self, chunk: Chunk) -> list[Mapping[str, Ends | None]]:
        """Per county the points of every scored item, on its own full mark."""
        found: list[dict[str, Ends | None]] = [{} for _ in chunk.counties]
        for item, slots in self.scored:
            for own, stands in zip(found, standings(chunk, item, slots)):
                own[item.code] = _ends(item, stands)
        return list(found)

    def _score(
        self, world: CountyWorld, own: Mapping[str, Ends | None], verdicts: dict[str, Verdict]
    ) -> tuple[Mapping[str, Points], Score | None, tuple[TriggerState, ...]]:
        if self.standard.kind == "verdict":
            return {}, None, ()
        for item, _ in self.scored:
            verdicts[item.code] = _verdict(own[item.code], item.points)
        points = self.marks.points(own)
        results = {name: ItemResult(name, verdict) for name, verdict in verdicts.items()}
        triggers = trigger_states(world, results)
        return points, score(self.standard, points, triggers, self.choices), triggers


def _verdict(ends: Ends | None, full: Fraction | None) -> Verdict:
    if ends is None:
        return Verdict.NA
    if ends[0] is not ends[1]:
        return Verdict.OPEN
    return Verdict.PASS if ends[0] is full or not full else Verdict.FAIL  # all points are the full mark itself


def _prepared(item: Item) -> Item:
    """The same item; what the rungs of a ladder call x is put in once, not again for every county."""
    shape = item.shape
    if shape is None or shape.name != "ladder" or "x" not in shape.arguments:
        return item
    x, rungs = cast(Node, shape.arguments["x"]), cast(tuple[Step, ...], shape.arguments["steps"])
    steps = tuple(replace(rung, when=rung.when and put_in(rung.when, "x", x)) for rung in rungs)
    return replace(item, shape=replace(shape, arguments={"steps": steps}))


def _ends(item: Item, stands: Stands) -> Ends | None:
    """The decided points of an item and the most still possible (one object where decided); None: not applicable."""
    own = item.points or _NOTHING
    if isinstance(stands, str):
        return None
    if stands is None or item.shape is None:
        return _NOTHING, own
    try:
        raw = SHAPES[item.shape.name].gives(own, **stands)
    except ShapeError:
        return _NOTHING, own
    if raw is None:
        return None
    points = _clamped(raw, own)
    return points, points


def _clamped(raw: int | Fraction, own: Fraction) -> Fraction:
    """What `shapes.clamp` gives; most points are nothing or all, which whole numbers tell at once."""
    above, below = raw.numerator, raw.denominator
    if above <= 0:
        return _NOTHING
    if above * own.denominator >= own.numerator * below:
        return own
    return raw if isinstance(raw, Fraction) else Fraction(raw)


class Marks:
    """Points of items, groups and aspects after what is not applicable was spread (`calc.assessment.points.scored`)."""

    def __init__(self, standard: Standard) -> None:
        self.standard = standard
        self.below = children(standard)
        self._full: dict[frozenset[str], Mapping[str, Fraction]] = {}

    def points(self, own: Mapping[str, Ends | None]) -> Mapping[str, Points]:
        """`own`: item → its points on its own full mark."""
        left_out = frozenset(code for code, ends in own.items() if ends is None)
        marks = self._full.get(left_out)
        if marks is None:
            marks = full_marks(self.standard, left_out)
            own_marks = {item.code: item.points for item in self.standard.items if item.points is not None}
            marks = {code: own_marks[code] if own_marks.get(code) == full else full for code, full in marks.items()}
            self._full[left_out] = marks  # full marks that are an item's own are the very same number
        found = {item.code: _after(item, own[item.code], marks[item.code]) for item in self.standard.items}
        for group in reversed(self.standard.groups):  # inner groups stand behind the outer ones
            parts = [found[part.code] for part in self.below.get(group.code, ())]
            low = _total([part.low for part in parts])
            high = low if all(part.low is part.high for part in parts) else _total([part.high for part in parts])
            full = marks[group.code]
            found[group.code] = Points(group.points or _NOTHING, full, low, high, na=not full)
        return found


def _after(item: Item, ends: Ends | None, full: Fraction) -> Points:
    own = item.points or _NOTHING
    if ends is None:
        return Points(own, _NOTHING, _NOTHING, _NOTHING, na=True)
    if full is own:
        return Points(own, own, *ends)
    factor = full / own
    low = Fraction(multiply(ends[0], factor))
    return Points(own, full, low, low if ends[0] is ends[1] else Fraction(multiply(ends[1], factor)))


def _total(parts: Sequence[Fraction]) -> Fraction:
    below = lcm(*(part.denominator for part in parts))
    return Fraction(sum(part.numerator * (below // part.denominator) for part in parts), below)
