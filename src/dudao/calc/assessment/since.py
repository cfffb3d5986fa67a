"""What of an earlier world still holds after some cells became others."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dudao.calc.formula.exact import Worked

if TYPE_CHECKING:
    from dudao.calc.assessment.world import World

Parts = tuple[frozenset[str], dict[str, Worked]]  # figures a sum reads, and what each school gives to it


@dataclass(frozen=True, slots=True)
class Since:
    """An earlier world over the same roll and choices, and what has changed since: its other values still hold.

    `figures`: names whose values may differ, at `units` alone (None: anywhere). `placing`: whether a school's stages may.
    """

    world: "World"
    figures: frozenset[str]
    units: frozenset[str] | None
    placing: bool

    def kept(self, values: Mapping[str, dict[Any, Worked]]) -> dict[str, dict[Any, Worked]]:
        left = dict(values)
        for name in self.figures & left.keys():
            if self.units is None:
                left[name] = {}
            else:
                left[name] = {place: value for place, value in left[name].items() if place[0] not in self.units}
        return left

    def kept_parts(self, parts: Mapping[Any, "Parts"]) -> dict[Any, "Parts"]:
        left = dict(parts)
        for key, (read, values) in parts.items():
            if not read.isdisjoint(self.figures):
                units = self.units
                left[key] = read, {} if units is None else {one: values[one] for one in values if one not in units}
        return left

    def alone(self) -> "Since":
        return Since(self.world.alone, self.figures, self.units, self.placing)
