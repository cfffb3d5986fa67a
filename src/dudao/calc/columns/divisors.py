"""What a resource shared by the stages of a school is divided by at one stage: Σ weight × pupils ÷ the stage's own weight."""

from collections import defaultdict
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from dudao.calc.columns.values import Numbers

if TYPE_CHECKING:
    from dudao.calc.columns.frame import Frame


def divisor(frame: "Frame") -> Numbers | None:
    """None where no school of the frame shares anything: the pupils themselves divide."""
    scope = frame.chunk.standard.scope
    if scope is None or scope.pupils is None:
        return None
    several = _sharing(frame)
    children = _children(frame)
    if not several and not children:
        return None
    pupils = frame.numbers(scope.pupils)
    assert isinstance(pupils.below, int)
    kinds, weight = scope.types, frame.world.parameter(scope.attached_weight) if children else None
    shares = {
        kind: {stage: Fraction(one) / kinds[kind].weights[frame.stage] for stage, one in kinds[kind].weights.items()}
        for kind in several
    }
    attached = {kind: Fraction(weight or 0) / _own_weight(frame, kind) for kind in frame.chunk.kinds if kind}
    below = lcm(*(share.denominator for one in shares.values() for share in one.values()))
    below = lcm(below, *(share.denominator for share in attached.values()))
    above, unknown = [one * below for one in pupils.above], set(pupils.unknown)
    for kind, places in several.items():
        part = frame.of(places)
        totals: list[int] = [0] * len(places)
        lacking: set[int] = set()
        for stage, share in shares[kind].items():
            found = part.at(stage).numbers(scope.pupils)
            factor = int(share * below) * pupils.below
            of = found.below if isinstance(found.below, int) else 1
            totals = [total + factor * one // of for total, one in zip(totals, found.above)]
            lacking |= found.unknown
        for place, total in zip(places, totals):
            above[place] = total
        unknown |= {places[number] for number in lacking}
    times = {kind: int(share * below * pupils.below) for kind, share in attached.items()}
    for place, stated in children.items():
        kind_there = frame.chunk.types[frame.schools[place]]
        if weight is None or kind_there is None:
            unknown.add(place)
        else:
            above[place] += int(times[kind_there] * stated)
    return Numbers(above, below * pupils.below, unknown)


def _sharing(frame: "Frame") -> dict[str, list[int]]:
    """Type → places of its schools, for types that split what their stages share."""
    scope = frame.chunk.standard.scope
    assert scope is not None
    kinds = {
        kind for kind, one in scope.types.items() if len(one.weights) > 1 and one.weights.get(frame.stage, Fraction(0))
    }
    found: dict[str, list[int]] = defaultdict(list)
    for place, kind in enumerate(frame.picked(frame.chunk.types)):
        if kind in kinds:
            found[kind].append(place)
    return found


def _own_weight(frame: "Frame", kind: str) -> Fraction:
    scope = frame.chunk.standard.scope
    assert scope is not None
    weights = scope.types[kind].weights if kind in scope.types else {}
    return Fraction(weights[frame.stage]) if len(weights) > 1 and weights.get(frame.stage) else Fraction(1)


def _children(frame: "Frame") -> dict[int, int | Fraction]:
    """Places with an attached kindergarten, and how many children are stated."""
    scope = frame.chunk.standard.scope
    if scope is None or not scope.attached_pupils:
        return {}
    found = frame.figure(scope.attached_pupils, "", 0)
    if not isinstance(found, Numbers):
        return {}
    stated = (place for place, number in enumerate(found.above) if number and place not in found.unknown)
    return {place: found.at(place) for place in stated}  # type: ignore[misc]
