"""Why something is judged as it is: from a code and a place to the tree that ends in cells.

Codes: the standard's own, an aspect's or group's, an item's (with a school and a stage for one of its rows), a
trigger's, and 差异系数项:资源项 (YZJH-1.CV:YZJH-1.4) with a stage for one coefficient.
"""

from collections.abc import Collection, Sequence

from dudao.calc.assessment import explaining_coefficients, explaining_county, explaining_rows
from dudao.calc.assessment.assessor import Assessor, Run
from dudao.calc.assessment.explanation import Explanation
from dudao.calc.assessment.relaxations import relaxations_found
from dudao.calc.assessment.result import ItemResult, RelaxationFound, Row, SchoolRule, StandardResult, Variation
from dudao.calc.assessment.world import World
from dudao.calc.figures import Snapshot
from dudao.calc.standard.model import Item


class NothingToExplainError(LookupError):
    """There is no such code, school or stage in this standard; the message says which there are."""


def explain(assessor: Assessor, snapshot: Snapshot, code: str, unit: str = "", stage: str = "") -> Explanation:
    """One explanation. For many over one snapshot keep an `Explainer`. NothingToExplainError: no such place."""
    return Explainer(assessor, snapshot).explain(code, unit, stage)


class Explainer:
    """Explanations over one snapshot; only what is asked about is worked out, and kept.

    `result` may be given where it is known already.
    """

    def __init__(self, assessor: Assessor, snapshot: Snapshot, result: StandardResult | None = None) -> None:
        self.assessor = assessor
        self.standard = assessor.standard
        self.snapshot = snapshot
        self._result = result
        self._run: Run | None = None

    @property
    def run(self) -> Run:
        if self._run is None:
            self._run = self.assessor.resume(self.snapshot, self._result)
        return self._run

    @property
    def world(self) -> World:
        return self.run.world

    @property
    def result(self) -> StandardResult:
        """The whole result, worked out when first needed."""
        if self._result is None:
            self._result = self.assessor.assess(self.snapshot)
        return self._result

    def item(self, item: Item) -> ItemResult:
        """One item's result; of a verdict standard only this item (and those it is made of) is worked out."""
        if self._result is not None or item.points is not None:
            return self.result.items[item.code]
        self._ready(item)
        return self.run.items[item.code]

    def rows(self, item: Item) -> list[Row]:
        """All rows of one item, schools in the roll's order."""
        if self._result is not None:
            return [row for row in self._result.rows if row.item == item.code]
        self._ready(item)
        return [row for rows in self.run.rows.get(item.code, {}).values() for row in rows]

    def rules(self, item: Item) -> Sequence[SchoolRule]:
        if self._result is not None:
            return self._result.school_rules
        self._ready(item)
        return [rule for rules in self.run.rules.values() for rule in rules]

    def variations(self, item: Item, only: tuple[str, str] | None = None) -> Sequence[Variation]:
        """The coefficients of a composite item, or the one of an item and stage."""
        if self._result is None and only is not None:
            of = self.standard.by_code.get(only[0])
            if (
                of is None
                or item.composite is None
                or of.code not in item.composite.of
                or only[1] not in self.assessor.works[of.code].stages
            ):
                return ()
            self._ready(of)
            return (self.assessor.variation(self.run, item, *only),)
        found = self._result.variations if self._result is not None else ()
        if self._result is None:
            self._ready(item)
            found = tuple(self.run.variations.values())
        return [one for one in found if only is None or (one.item, one.stage) == only]

    def relaxations(self, items: Collection[str]) -> Sequence[RelaxationFound]:
        """What became of the relaxations of some items, as far as these are worked out."""
        if self._result is not None:
            return [one for one in self._result.relaxations if one.item in items]
        ready = [code for code in items if code in self.run.rows or not code]
        return [one for one in relaxations_found(self.world, self.run.rows) if one.item in ready]

    def _ready(self, item: Item) -> None:
        """Work an item out in the run under way, once."""
        if item.code in self.run.items:
            return
        for code in item.composite.of if item.composite is not None else ():
            self._ready(self.standard.by_code[code])
        if item.composite is None:
            self.assessor.work_out(self.run, item)
        elif item.composite.kind == "most":
            self.assessor.apply_rule(self.run, item, self.world.units)
        else:
            self.assessor.vary(self.run, item)

    def __call__(self, code: str, unit: str = "", stage: str = "") -> Explanation:
        return self.explain(code, unit, stage)

    def explain(self, code: str, unit: str = "", stage: str = "") -> Explanation:
        """Why `code` stands as it does, for the county or at a school and stage. NothingToExplainError: no such place."""
        if code == self.standard.code:
            return explaining_county.standard(self)
        if code in self.standard.group_by_code:
            return explaining_county.group(self, self.standard.group_by_code[code])
        if trigger := next((trigger for trigger in self.standard.triggers if trigger.code == code), None):
            return explaining_county.trigger(self, trigger)
        head, _, of = code.partition(":")
        item = self.standard.by_code.get(head)
        if item is None:
            raise NothingToExplainError(
                f"{self.standard.short}没有 {code}；编号如 {self.standard.items[0].code}，在 standards show 里都列着。"
            )
        if of:
            return self._coefficient(item, of, stage)
        return self._at_school(item, unit, stage) if unit else self._of_item(item, stage)

    def _of_item(self, item: Item, stage: str) -> Explanation:
        if stage and item.composite is None and not item.level.of_school:
            row = next((row for row in self.rows(item) if row.stage == stage), None)
            if row is not None:
                return explaining_rows.row(self, item, row)
        return explaining_county.item(self, item)

    def _coefficient(self, item: Item, of: str, stage: str) -> Explanation:
        for found in self.variations(item, (of, stage)):
            return explaining_coefficients.coefficient(self, item, found)
        raise NothingToExplainError(f"{item.code} 没有 {of} 在学段 {stage or '（没有写）'} 的差异系数。")

    def _at_school(self, item: Item, unit: str, stage: str) -> Explanation:
        if unit in self.world.roll.main:
            main = self.world.names.get(self.world.roll.main[unit], "")
            raise NothingToExplainError(f"{unit} 不计校数，已并入{main}，请看主校。")
        if unit not in self.world.units:
            raise NothingToExplainError(f"名册里没有学校 {unit}；请用学校标识码。")
        if item.composite is not None and item.composite.kind == "most":
            return explaining_rows.rule(self, item, unit, stage)
        found = self.row(item, unit, stage)
        if found is None:
            return explaining_rows.no_row(self, item, unit, stage)
        return explaining_rows.row(self, item, found)

    def row(self, item: Item, unit: str, stage: str) -> Row | None:
        """One row; without a stage the school's only one (or its first)."""
        if item.points is not None or not item.level.of_school or item.composite is not None:
            return None
        rows = self.assessor.rows_at(self.run, item, unit)
        return next((row for row in rows if row.stage == stage or not stage), None)
