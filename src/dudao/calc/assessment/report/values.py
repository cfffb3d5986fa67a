"""Parts of results as plain data: numbers, comparisons, gaps, relaxations."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from dudao.calc.assessment.result import Comparison, GapFound, RelaxationFound, Relaxing
from dudao.calc.figures.showing import as_text, shown
from dudao.calc.figures.snapshot import Granted
from dudao.calc.formula.needs import Need
from dudao.calc.standard.model import Standard


def number(value: int | Fraction | None) -> str | None:
    return None if value is None else as_text(value)


def comparison(found: Comparison) -> dict[str, Any]:
    return {
        "name": found.name,
        "label": found.label,
        "value": number(found.value),
        "shown": shown(found.value, found.decimals, percent=found.percent),
        "unit": found.unit,
        "decimals": found.decimals,
        "percent": found.percent,
        "op": found.op,
        "limit": number(found.limit),
        "met": found.met,
        "edge": found.edge,
    }


def gap(found: GapFound) -> dict[str, Any]:
    return {
        "what": found.what,
        "unit": found.unit,
        "to_line": number(found.to_line),
        "to_floor": number(found.to_floor),
        "of_school": found.of_school,
    }


def relaxation(found: RelaxationFound, standard: Standard, names: Mapping[str, str]) -> dict[str, Any]:
    """A relaxation that is switched on, and what became of it."""
    return _grant(found.grant, standard) | {
        "item": found.item,
        "unit": found.unit,
        "school": names.get(found.unit, found.grant.school),
        "state": found.state.value,
        "word": found.state.word,
        "why": found.why,
        "places": [{"stage": stage, "state": state.value, "moved": moved} for stage, state, moved in found.places],
    }


def relaxing(told: Relaxing, standard: Standard, need: Callable[[Need], Any]) -> dict[str, Any]:
    """What became of a relaxation at one row, and the row's verdict and comparisons without it."""
    return _grant(told.grant, standard) | {
        "for": told.grant.school,
        "state": told.state.value,
        "word": told.state.word,
        "verdict": told.verdict.value,
        "comparisons": [comparison(one) for one in told.comparisons],
        "needs": [need(one) for one in told.needs],
    }


def _grant(grant: Granted, standard: Standard) -> dict[str, Any]:
    name = next((one.name for one in standard.relaxations if one.code == grant.relaxation), "")
    return {
        "code": grant.relaxation,
        "name": name,
        "proof": grant.proof,
        "until": grant.until.isoformat(),
        "by": grant.by,
        "on": grant.on,
    }
