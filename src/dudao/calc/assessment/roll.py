"""Which schools there are for a standard: their types and stages, who is listed, which campuses are merged."""

from functools import cached_property
from typing import TYPE_CHECKING

from dudao.calc.figures import Key
from dudao.calc.standard.model import TypeScope

if TYPE_CHECKING:
    from dudao.calc.assessment.world import World

TYPE = "school_type"


class Roll:
    """The schools of a snapshot under a standard's scope.

    `units`: those that stand for themselves, in the roll's order. `campuses`: school → units added to it. `main`: the
    other way round. `orphans`: units to be merged whose main school is not named or not on the roll.
    `untyped`: schools whose type is not known, so that nobody can say what is asked of them.
    """

    def __init__(self, alone: "World", *, merging: bool) -> None:
        self._world = alone
        self._scope = alone.standard.scope
        self._types: dict[str, str | None] = {}
        self._stages: dict[str, tuple[str, ...] | None] = {}
        self.main: dict[str, str] = {}
        self.orphans: frozenset[str] = frozenset()
        if merging and self._scope is not None and self._scope.merge_if is not None:
            self._merge()
        self.campuses: dict[str, tuple[str, ...]] = {}
        for unit, main in self.main.items():
            self.campuses[main] = (*self.campuses.get(main, ()), unit)
        self.units = tuple(school.code for school in alone.snapshot.schools if school.code not in self.main)
        self.untyped = tuple(unit for unit in self.units if self.listed(unit) is None) if merging else ()

    def type_of(self, unit: str) -> str | None:
        """The code of the school's type, None = not known."""
        if unit not in self._types:
            value = self._world.value(unit, TYPE, "", 0) if TYPE in self._world.catalogue else None
            self._types[unit] = value if isinstance(value, str) else None
        return self._types[unit]

    def scope_of(self, unit: str) -> TypeScope | None:
        """The type's place in the standard; None: type unknown or not in the standard's scope."""
        kind = self.type_of(unit)
        return self._scope.types.get(kind) if self._scope is not None and kind is not None else None

    def stages_of(self, unit: str) -> tuple[str, ...] | None:
        """Every stage a school of this type has, in the standard's table; None: type unknown."""
        try:
            return self._stages[unit]
        except KeyError:
            found = self._stages[unit] = self._stages_of(unit)
            return found

    def _stages_of(self, unit: str) -> tuple[str, ...] | None:
        if self._scope is None:
            return self._world.standard.stages
        if self.type_of(unit) is None:
            return None
        kind = self.scope_of(unit)
        return tuple(dict.fromkeys((*kind.stages, *kind.attached, *kind.weights))) if kind is not None else ()

    def listed(self, unit: str) -> bool | None:
        """Whether the school counts for what is asked of every school; None: type unknown."""
        if self._scope is None:
            return True
        if self.type_of(unit) is None:
            return None
        kind = self.scope_of(unit)
        return kind is not None and kind.listed

    @cached_property
    def listed_units(self) -> tuple[str, ...]:
        """The schools that count for what is asked of every school."""
        return tuple(unit for unit in self.units if self.listed(unit))

    def _merge(self) -> None:
        """Find the main school of every unit to be merged (a campus of a campus goes to the first that stands alone)."""
        assert self._scope is not None and self._scope.merge_if is not None
        world, condition = self._world, self._world.formula(self._scope.merge_if)
        codes = [school.code for school in world.snapshot.schools]
        merging = {unit for unit in codes if condition(world.scope(unit)) is True}
        known = frozenset(codes)
        orphans = set()
        for unit in codes:
            if unit in merging:
                main = self._main(unit, merging, known)
                if main is None:
                    orphans.add(unit)
                else:
                    self.main[unit] = main
        self.orphans = frozenset(orphans)

    def _main(self, unit: str, merging: set[str], known: frozenset[str]) -> str | None:
        assert self._scope is not None
        passed = {unit}
        while unit in merging:
            parent = self._world.snapshot.statements.get(Key(unit, self._scope.parent))
            named = getattr(parent, "value", None)
            if not isinstance(named, str) or named not in known or named in passed:
                return None
            unit = named
            passed.add(unit)
        return unit
