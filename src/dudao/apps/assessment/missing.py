"""What a run did not have: every missing figure, judgement and parameter once, with the items that wait for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Plain = Mapping[str, Any]
JUDGED = "要人判断"
SETTINGS = "县里的选择"


@dataclass(slots=True)
class Lacking:
    """One missing thing. `deciding`: the verdict or the points of an item are open through it."""

    kind: str  # figure | judgement | parameter
    what: str
    unit: str = ""
    stage: str = ""
    year: int = 0
    reporter: str = ""
    says: str = ""
    why: str = ""
    cell: str = ""
    items: list[list[str]] = field(default_factory=list)
    deciding: bool = False


def lacking(results: Sequence[Plain]) -> list[Lacking]:
    """Everything that standards (plain results of one run) wait for; what is only a reason (分母为 0) is left out."""
    found: dict[tuple[str, str, str, str, int], Lacking] = {}
    for result in results:
        names = {one["code"]: one["name"] for one in (*result["items"], *result["triggers"])}
        for code, needs, deciding in _asked(result):
            for need in needs:
                one = _one(need, names)
                if one is None:
                    continue
                kept = found.setdefault((one.kind, one.what, one.unit, one.stage, one.year), one)
                kept.deciding |= deciding
                place = [result["code"], code]
                if place not in kept.items:
                    kept.items.append(place)
    return sorted(found.values(), key=lambda one: (not one.deciding, one.reporter, one.unit))


def _asked(result: Plain) -> Iterable[tuple[str, Sequence[Plain], bool]]:
    """(item, its needs, whether the item itself is open through them). Rows of decided items decide nothing."""
    for item in result["items"]:
        yield item["code"], item["needs"], item["verdict"] == "open"
    for trigger in result["triggers"]:
        yield trigger["code"], trigger["needs"], trigger["struck"] is None
    for row in result["rows"]:
        yield row["item"], row["needs"], False


def _one(need: Plain, names: Mapping[str, str]) -> Lacking | None:
    unit = need.get("unit", "")
    if "figure" in need:
        return Lacking(
            "figure",
            need["figure"],
            unit,
            need.get("stage", ""),
            int(need.get("year", 0)),
            need["reporter"],
            need["says"],
            need.get("why", ""),
            need.get("cell", ""),
        )
    if "judgement" in need:
        code = need["judgement"]
        says = f"{code.rpartition('-')[2]} {names.get(code, '')}".strip()
        return Lacking("judgement", code, unit, reporter=JUDGED, says=says, why="还没有判断")
    if "parameter" in need:
        return Lacking("parameter", need["parameter"], reporter=SETTINGS, says=need["says"], why="还没有定")
    return None
