"""What all schools lack together as far as it is known, from the plain rows of one item."""

from collections.abc import Mapping, Sequence
from typing import Any

from dudao.calc.figures.showing import as_text, from_text

Plain = Mapping[str, Any]


def known_gaps(rows: Sequence[Plain]) -> list[dict[str, Any]]:
    """Per thing that is lacking: sums to the line and to the floor over the rows that can be worked out, and how many
    cannot. What the stages of a school share counts once, at its dearest stage.
    """
    schools: dict[tuple[str, str], list[tuple[str, Plain]]] = {}
    for row in rows:
        for gap in row["gaps"]:
            schools.setdefault((gap["what"], row["unit"]), []).append((row["stage"], gap))
    found: dict[str, dict[str, Any]] = {}
    for (what, _unit), gaps in schools.items():
        first = gaps[0][1]
        total = found.setdefault(what, {"what": what, "unit": first["unit"], "to_line": 0, "to_floor": 0, "unknown": 0})
        if any(gap["to_line"] is None for _stage, gap in gaps):
            total["unknown"] += 1
            continue
        together = max if any(gap["of_school"] for _stage, gap in gaps) else sum
        for name in ("to_line", "to_floor"):
            total[name] += together([from_text(gap[name] or "0") for _stage, gap in gaps])
    return [one | {name: as_text(one[name]) for name in ("to_line", "to_floor")} for one in found.values()]
