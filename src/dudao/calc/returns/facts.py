"""The world a check looks at: what is stated, and what follows from stated parts. No standard, no scope, no merging."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction

from dudao.calc.figures import Catalogue, Figure, Key, Known, Snapshot, Statement
from dudao.calc.formula import Node, parse
from dudao.calc.formula.exact import Formula, Scope, Worked, compile_formula
from dudao.calc.formula.tree import OverSchools


class StatedFacts:
    """`calc.formula`'s Facts over the plain statements of a snapshot."""

    def __init__(
        self,
        snapshot: Snapshot,
        catalogue: Catalogue,
        stages_of_type: Mapping[str, tuple[str, ...]],
        before: Mapping[Key, Statement] | None = None,
    ) -> None:
        self.before = before or {}
        self.snapshot = snapshot
        self.catalogue = catalogue
        self.stages_of_type = stages_of_type
        self.parameters: Collection[str] = ()
        self.evaluation_year: int = snapshot.choices.evaluation_year
        self.visit_date: date | None = snapshot.choices.visit_date
        self._formulas: dict[Node, Formula] = {}
        self._working: set[Key] = set()

    def formula(self, node: Node) -> Formula:
        made = self._formulas.get(node)
        if made is None:
            made = self._formulas[node] = compile_formula(node, self.catalogue, self.parameters)
        return made

    def scope(self, unit: str = "", stage: str = "") -> Scope:
        return Scope(self, unit, stage)

    def year_of(self, figure: Figure) -> int:
        return self.evaluation_year if figure.several_years else 0

    def value(self, unit: str, figure: str, stage: str, year: int) -> Worked:
        key = Key(unit, figure, stage, year)
        stated = self.snapshot.statements.get(key)
        if isinstance(stated, Known):
            return stated.value
        text = self.catalogue[figure].formula_for(stage) if stated is None else ""
        if not text or key in self._working:
            return None
        self._working.add(key)
        try:
            return self.formula(parse(text))(Scope(self, unit, stage))
        finally:
            self._working.discard(key)

    def last_year(self, unit: str, figure: str, stage: str) -> tuple[Key, Statement | None]:
        """A figure the year before: of the same return where it is asked for several years, else of last year's."""
        if self.catalogue[figure].several_years:
            key = Key(unit, figure, stage, self.evaluation_year - 1)
            return key, self.snapshot.statements.get(key)
        key = Key(unit, figure, stage)
        return key, self.before.get(key)

    def has_last_year(self, figure: str) -> bool:
        if self.catalogue[figure].several_years:
            return any(key.figure == figure and key.year < self.evaluation_year for key in self.snapshot.statements)
        return any(key.figure == figure for key in self.before)

    def steady(self, unit: str, figure: str, stage: str, fall: int, rise: int) -> bool | None:
        """Whether a figure fell by at most `fall` and rose by at most `rise` per cent; None: one of the years is unknown."""
        now = self.value(unit, figure, stage, self.year_of(self.catalogue[figure]))
        before = self.last_year(unit, figure, stage)[1]
        then = before.value if isinstance(before, Known) else None
        if not isinstance(now, int | Fraction) or not isinstance(then, int | Fraction):
            return None
        return then * (100 - fall) <= now * 100 <= then * (100 + rise)

    def total(self, unit: str, figure: str, year: int) -> Worked:
        declared = self.catalogue[figure]
        stages = self.stages_of(unit)
        if stages is None:
            stages = tuple(one for one in declared.stages if Key(unit, figure, one, year) in self.snapshot.statements)
        values = [self.value(unit, figure, one, year) for one in declared.stages if one in stages]
        return None if not values or None in values else sum(values)

    def stages_of(self, unit: str) -> tuple[str, ...] | None:
        stated = self.snapshot.statements.get(Key(unit, "school_type"))
        if isinstance(stated, Known) and isinstance(stated.value, str):
            return self.stages_of_type.get(stated.value, ())
        return None

    def parameter(self, name: str) -> int | Fraction | None:
        return None

    def parameter_label(self, name: str) -> str:
        return name

    def places(self, stage: str, shift: int) -> Sequence[Scope]:
        return [
            Scope(self, school.code, stage, shift)
            for school in self.snapshot.schools
            if not stage or stage in (self.stages_of(school.code) or (stage,))
        ]

    def parts(self, node: OverSchools, stage: str, shift: int) -> dict[str, Worked]:
        """Kept nowhere: a check is worked out once."""
        return {}

    def unsettled(self, stage: str) -> Sequence[str]:
        return ()
