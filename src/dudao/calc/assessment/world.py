"""One snapshot as one standard sees it: types and stages, merged campuses, given or derived, the county's choices."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from dudao.calc.assessment.formulas import Derivation, Formulas
from dudao.calc.assessment.grants import granted
from dudao.calc.assessment.roll import TYPE, Roll
from dudao.calc.assessment.settled import Settled, counting, in_conflict
from dudao.calc.assessment.since import Parts, Since
from dudao.calc.figures import Catalogue, Judgement, Key, Kind, Known, Reason, Snapshot, Statement, Unknown
from dudao.calc.figures.declaration import Figure, Level
from dudao.calc.figures.showing import from_text
from dudao.calc.figures.snapshot import ChoiceMade
from dudao.calc.formula.exact import Formula, Scope, Worked
from dudao.calc.formula.needs import Need, merged, needs
from dudao.calc.formula.ratio import add
from dudao.calc.formula.tree import Node, OverSchools, names
from dudao.calc.formula.wording import with_names, with_numbers
from dudao.calc.standard.model import Standard


class ChoiceError(ValueError):
    """A choice of the county that is not the number it has to be; the message names it and says how to mend it."""


_NOT_YET = object()
_NEVER = Reason.NEVER.value


class World:
    """All that formulas ask for. Made per snapshot; values are looked up once and kept.

    `units` are the schools of the roll in its order, merged campuses left out.
    """

    def __init__(
        self,
        standard: Standard,
        catalogue: Catalogue,
        snapshot: Snapshot,
        formulas: Formulas | None = None,
        *,
        merging: bool = True,
        since: Since | None = None,
    ) -> None:
        self.standard = standard
        self.catalogue = catalogue
        self.snapshot = snapshot
        self.formulas = formulas or Formulas(standard, catalogue)
        self.parameters = self.formulas.parameters
        self.choices = snapshot.choices
        self.evaluation_year: int = snapshot.choices.evaluation_year
        self.visit_date: date | None = snapshot.choices.visit_date
        self._statements = snapshot.statements
        self._derivable, self._absent = self.formulas.derivable, self.formulas.absent
        before = since.world if since is not None else None
        self._values: dict[str, dict[Any, Worked]] = (
            since.kept(before._values) if since and before else {}
        )  # figure → (unit, stage, year) → value
        self._totals: dict[str, dict[Any, Worked]] = (
            since.kept(before._totals) if since and before and not since.placing else {}
        )
        self._parts: dict[tuple[int, str, int], Parts] = since.kept_parts(before._parts) if since and before else {}
        self._counted: dict[str, tuple[str, ...]] = {}  # school → the stages a figure of it is summed over
        self._words: dict[tuple[int, int], tuple[Node, str]] = {}
        self._constants: dict[int, Worked] = {}
        self._scopes: dict[tuple[str, str], Scope] = {}
        self._places: dict[tuple[str, int], list[Scope]] = {}
        self._parameters: dict[str, int | Fraction | None] = {}
        alone = since.alone() if since is not None else None
        self.alone = (
            World(standard, catalogue, snapshot, self.formulas, merging=False, since=alone) if merging else self
        )
        self.roll: Roll = before.roll if before is not None else Roll(self.alone, merging=merging)
        self.units = self.roll.units
        self.granted = granted(standard, snapshot) if merging and snapshot.choices.relaxations else {}
        self._merged = self.roll.campuses

    # — places

    def scope(self, unit: str = "", stage: str = "") -> Scope:
        scope = self._scopes.get((unit, stage))
        if scope is None:
            scope = self._scopes[unit, stage] = Scope(self, unit, stage)
        return scope

    def type_of(self, unit: str) -> str | None:
        return self.roll.type_of(unit)

    def stages_of(self, unit: str) -> tuple[str, ...] | None:
        return self.roll.stages_of(unit)

    def listed(self, unit: str) -> bool | None:
        return self.roll.listed(unit)

    def places(self, stage: str, shift: int) -> Sequence[Scope]:
        found = self._places.get((stage, shift))
        if found is None:
            units = self.roll.listed_units
            found = [Scope(self, unit, stage, shift) for unit in units if not stage or self.has_stage(unit, stage)]
            self._places[stage, shift] = found
        return found

    def parts(self, node: OverSchools, stage: str, shift: int) -> dict[str, Worked]:
        key = (id(node), stage, shift)
        if key not in self._parts:
            self._parts[key] = frozenset(name.name for name in names(node)), {}
        return self._parts[key][1]

    def unsettled(self, stage: str) -> Sequence[str]:
        """Also where there is no school at all: a sum over nobody is not 0, the school table is still to come."""
        return self.roll.untyped if self.units else ("",)

    def has_stage(self, unit: str, stage: str) -> bool:
        """Whether a school of known type has a stage: by its type; an attached one only where pupils are stated."""
        kind = self.roll.scope_of(unit)
        if kind is None:
            return self.standard.scope is None
        if stage in kind.stages:
            return True
        if stage in kind.attached:
            return bool(self.pupils(unit, stage))
        return stage in kind.weights

    def pupils(self, unit: str, stage: str) -> Worked:
        pupils = self.standard.scope.pupils if self.standard.scope is not None else None
        return self.work(pupils, unit, stage) if pupils is not None else None

    # — formulas

    def formula(self, node: Node) -> Formula:
        return self.formulas.plain(node)

    def work(self, node: Node, unit: str = "", stage: str = "") -> Worked:
        return self.formulas.plain(node)(self.scope(unit, stage))

    def constant(self, node: Node) -> Worked:
        """A formula of the county alone (a parameter, say), worked out once. `node` must outlive the world."""
        key = id(node)
        if key not in self._constants:
            self._constants[key] = self.work(node)
        return self._constants[key]

    def wording(self, node: Node, scope: Scope) -> tuple[str, str]:
        """A formula with names and with numbers. Its names are the same at every place of a year."""
        kept = self._words.get((id(node), scope.shift))
        if kept is None or kept[0] is not node:
            kept = self._words[id(node), scope.shift] = (node, with_names(node, scope))
        return kept[1], with_numbers(node, scope)

    # — figures

    def value(self, unit: str, figure: str, stage: str, year: int) -> Worked:
        """The value that counts, None = unknown."""
        if figure not in self._derivable and unit not in self._merged:  # nothing to work out, so nothing to keep
            if unit and figure in self._absent:
                stages = self.roll.stages_of(unit)
                if stages is None:
                    return None
                if stage not in stages:
                    return self._absent[figure]
            given = self._statements.get((unit, figure, stage, year))  # type: ignore[call-overload]
            return given.value if given.__class__ is Known else None
        kept = self._values.get(figure)
        if kept is None:
            kept = self._values[figure] = {}
        value = kept.get((unit, stage, year), _NOT_YET)
        if value is _NOT_YET:
            value = kept[unit, stage, year] = self._find(unit, figure, stage, year)
        return value

    def _find(self, unit: str, name: str, stage: str, year: int) -> Worked:
        """The same answer as `settled(...).value`, by the shortest way."""
        derivation = self.formulas.derivation(name, stage)
        if unit in self._merged or (unit and name in self._absent and stage not in (self.roll.stages_of(unit) or ())):
            return self.settled(Key(unit, name, stage, year)).value
        given = self._statements.get((unit, name, stage, year))  # type: ignore[call-overload]
        if derivation is None:
            return given.value if given.__class__ is Known else None
        shift = year - self.evaluation_year if derivation.several_years else 0
        scope = Scope(self, unit, stage, shift) if shift else self.scope(unit, stage)
        return counting(given, derivation.work(scope))

    def total(self, unit: str, figure: str, year: int) -> Worked:
        """A school-stage figure over the stages of the standard that the school has; None: one of them is unknown."""
        kept = self._totals.get(figure)
        if kept is None:
            kept = self._totals[figure] = {}
        total = kept.get((unit, year), _NOT_YET)
        if total is _NOT_YET:
            total = kept[unit, year] = self._total(unit, figure, year)
        return total

    def _total(self, unit: str, figure: str, year: int) -> Worked:
        stages = self._counted.get(unit)
        if stages is None:
            stages = self._counted[unit] = self._stages_counted(unit)
        total: int | Fraction | None = 0 if self.roll.stages_of(unit) is not None else None
        declared = self.catalogue.figures[figure].stages
        for stage in stages:
            if not declared or stage in declared:
                value = self.value(unit, figure, stage, year)
                if value is None or total is None:
                    return None
                total = add(total, value)
        return total

    def _stages_counted(self, unit: str) -> tuple[str, ...]:
        stages = self.roll.stages_of(unit) or ()
        return tuple(stage for stage in stages if stage in self.standard.stages and self.has_stage(unit, stage))

    def settled(self, key: Key) -> Settled:
        """What counts for a figure at a place and where it comes from."""
        figure = self.catalogue[key.figure]
        if figure.level is Level.SCHOOL_STAGE and key.unit and self.standard.scope is not None:
            stages = self.stages_of(key.unit)
            if stages is None:
                return Settled(None, self.snapshot.statements.get(key))
            if key.stage not in stages:
                number = figure.kind is Kind.NUMBER
                return Settled(0 if number else None, self.snapshot.statements.get(key), absent=True)
        campuses = self.roll.campuses.get(key.unit, ()) if figure.level.of_school else ()
        if campuses and figure.kind in (Kind.NUMBER, Kind.LIST):
            return self._together(key, figure, campuses)
        return self._alone(key, figure)

    def _alone(self, key: Key, figure: Figure) -> Settled:
        given = self.snapshot.statements.get(key)
        derivation = self.formulas.derivation(figure.name, key.stage)
        if derivation is None:
            return Settled(given.value if isinstance(given, Known) else None, given)
        derived = derivation.work(self.place(key, figure))
        value = counting(given, derived)
        return Settled(value, given, derived, derivation, conflict=value is None and in_conflict(given))

    def place(self, key: Key, figure: Figure) -> Scope:
        """Where a figure is derived: a past year's parts are those of that year."""
        shift = key.year - self.evaluation_year if figure.several_years else 0
        return Scope(self, key.unit, key.stage, shift) if shift else self.scope(key.unit, key.stage)

    def _together(self, key: Key, figure: Figure, campuses: tuple[str, ...]) -> Settled:
        """The school's own figure and those of its merged campuses, added; unknown where one of them is."""
        derivation = self.formulas.derivation(figure.name, key.stage)
        given = self.snapshot.statements.get(key)
        if derivation is not None and not derivation.additive:
            value = derivation.work(self.place(key, figure))
            return Settled(value, given, value, derivation, campuses=campuses)
        values = [self.alone.value(unit, *key[1:]) for unit in (key.unit, *campuses)]
        if None in values:
            return Settled(None, given, None, derivation, campuses=campuses)
        if figure.kind is Kind.LIST:
            return Settled(tuple(row for rows in values for row in rows), given, campuses=campuses)
        return Settled(sum(values), given, None, derivation, campuses=campuses)

    # — what is missing

    def needs_of(self, key: Key) -> tuple[Need, ...]:
        """The cells that a figure waits for: its own, or the missing parts where some of them are stated."""
        unit, name, stage, year = key
        if self.value(unit, name, stage, year) is not None:
            return ()
        given = self._statements.get(key)
        if unit and name in self._absent:
            stages = self.roll.stages_of(unit)
            if stages is None:
                return self.school_needs(unit)
            if stage not in stages:
                return (Need(key, why=_reason(given) or _NEVER),)
        derivation = self.formulas.derivation(name, stage)
        if unit in self._merged and self.catalogue[name].kind in (Kind.NUMBER, Kind.LIST):
            return self._needs_together(key, derivation)
        if derivation is not None:
            if in_conflict(given):
                return (Need(key, why=_reason(given) or Reason.CONFLICT.value),)
            if self.started(key, derivation):
                return needs(derivation.node, self.place(key, self.catalogue[name]))
        return (Need(key, why=_reason(given) or _NEVER),)

    def _needs_together(self, key: Key, derivation: Derivation | None) -> tuple[Need, ...]:
        """What a school and its merged campuses wait for together."""
        if derivation is None or derivation.additive:
            return merged(*(self.alone.needs_of(Key(one, *key[1:])) for one in (key.unit, *self._merged[key.unit])))
        return needs(derivation.node, self.place(key, self.catalogue[key.figure]))

    def started(self, key: Key, derivation: Derivation) -> bool:
        """Whether any part of a derived figure is stated: then the missing parts are asked for, not the whole."""
        place = self.place(key, self.catalogue.figures[key.figure])
        for part in derivation.parts:
            if part(place) is not None:
                return True
        places = self.places(place.stage, place.shift) if derivation.at_schools else ()
        return any(part(one) is not None for parts in derivation.at_schools for one in places for part in parts)

    def school_needs(self, unit: str) -> tuple[Need, ...]:
        """What a school waits for before anything of it can be judged: its type, or the school it belongs to."""
        if not unit:
            return (Need(why="还没有学校：没有带入学校名册或逐校的表"),)
        if unit in self.roll.orphans and self.standard.scope is not None:
            return (Need(key=Key(unit, self.standard.scope.parent), why="不计校数，但没有写明属于哪所学校"),)
        given = self.snapshot.statements.get(Key(unit, TYPE))
        return (Need(key=Key(unit, TYPE), why=_reason(given) or _NEVER),)

    # — what the county chose, what persons judged

    def parameter(self, name: str) -> int | Fraction | None:
        """A parameter with the county's choice; None: no default and none chosen. ChoiceError: not a number."""
        if name not in self._parameters:
            self._parameters[name] = self._parameter(name)
        return self._parameters[name]

    def _parameter(self, name: str) -> int | Fraction | None:
        made = self.parameter_choice(name)
        if made is None:
            return self.standard.parameters[name].value
        if isinstance(made.value, int | Fraction):
            return made.value
        try:
            return from_text(str(made.value))
        except (ValueError, ZeroDivisionError):
            label = self.parameter_label(name)
            raise ChoiceError(f"参数“{label}”应写一个数，如 0.48；现在是 {made.value!r}。请在设置里改。") from None

    def parameter_choice(self, name: str) -> ChoiceMade | None:
        return self.choices.parameters.get((self.standard.code, name))

    def parameter_label(self, name: str) -> str:
        return self.standard.parameters[name].label

    def op(self, code: str, op: str) -> str:
        """The strictness of an item's comparisons: the county's choice where it points the same way."""
        if not self.choices.strictness:
            return op
        made = self.strictness_choice(code)
        return made.value if made is not None and made.value[0] == op[0] and op[0] in "<>" else op

    def strictness_choice(self, code: str) -> ChoiceMade | None:
        return self.choices.strictness.get((self.standard.code, code))

    def judged(self, code: str, unit: str = "") -> Judgement | None:
        """What a person said of an item; None: nothing yet."""
        judgement = self.snapshot.judgements.get((code, unit))
        return judgement if judgement is not None and judgement.level else None

    @cached_property
    def names(self) -> dict[str, str]:
        return {school.code: school.name for school in self.snapshot.schools}


def _reason(given: Statement | None) -> str:
    return given.reason.value if isinstance(given, Unknown) else ""
