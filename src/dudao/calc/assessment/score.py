"""From points to score and grade: extras, the clamp, and the order points → grade → cap → drop → veto."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dudao.calc.assessment.result import Points, Score, TriggerState
from dudao.calc.assessment.shapes import clamp
from dudao.calc.figures.snapshot import ChoiceMade, Choices
from dudao.calc.standard.model import Extras, Grade, Standard


@dataclass(frozen=True, slots=True)
class ExtrasFound:
    """Points beside the items, and the registered matters they come from.

    `deduction_worst` also counts what an undecided trigger would take off (弄虚作假 −5), within the same cap.
    """

    bonus: Fraction
    deduction: Fraction
    deduction_worst: Fraction
    bonuses: tuple[ChoiceMade, ...] = ()  # each matter once, those of the years that count
    deductions: tuple[ChoiceMade, ...] = ()
    left_out: tuple[ChoiceMade, ...] = ()  # registered, but of another year or named twice


def score(
    standard: Standard, groups: Mapping[str, Points], triggers: Sequence[TriggerState], choices: Choices
) -> Score:
    """The score of a scored standard and its grades at both ends.

    The net of bonus and deductions is added to the items' points, then kept within 0 … full. At the best end open
    triggers are taken as not striking, at the worst as striking; grades are compared unrounded (89.9999 is below 90).
    """
    low = sum((groups[aspect.code].low for aspect in standard.aspects), Fraction(0))
    high = sum((groups[aspect.code].high for aspect in standard.aspects), Fraction(0))
    extras = extras_found(standard, triggers, choices)
    worst, best = ends(standard, low, high, extras)
    return Score(
        items_low=low,
        items_high=high,
        bonus=extras.bonus,
        deduction=extras.deduction,
        low=clamp(low + extras.bonus - extras.deduction, _full(standard)),
        high=best,
        worst=grade(standard.grades, worst, effects(triggers, open_strikes=True)).name,
        best=grade(standard.grades, best, effects(triggers, open_strikes=False)).name,
    )


def ends(standard: Standard, low: Fraction, high: Fraction, extras: ExtrasFound) -> tuple[Fraction, Fraction]:
    """The points that the grade is looked up by at the worst and at the best end."""
    full = _full(standard)
    worst = clamp(low + extras.bonus - extras.deduction_worst, full)
    return worst, clamp(high + extras.bonus - extras.deduction, full)


def _full(standard: Standard) -> Fraction:
    return standard.full or Fraction(100)


def grade(grades: Sequence[Grade], points: Fraction, effects: frozenset[str] = frozenset()) -> Grade:
    """The grade of unrounded points under the effects that strike (veto, precondition, cap, drop), best grade first.

    A cap takes the best grade away; drops together take one grade, never below the first that does not pass; a veto,
    or a precondition not fulfilled, gives the lowest grade.
    """
    place = next((index for index, rung in enumerate(grades) if points >= rung.at_least), len(grades) - 1)
    lowest = len(grades) - 1
    if "cap" in effects:
        place = max(place, min(1, lowest))
    if "drop" in effects and grades[place].passes:
        place = min(place + 1, lowest)
    if effects & {"veto", "precondition"}:
        place = lowest
    return grades[place]


def effects(triggers: Iterable[TriggerState], *, open_strikes: bool) -> frozenset[str]:
    """What strikes when every open trigger is taken one way."""
    return frozenset(state.effect for state in striking(triggers, open_strikes=open_strikes))


def striking(triggers: Iterable[TriggerState], *, open_strikes: bool) -> list[TriggerState]:
    return [state for state in triggers if (open_strikes if state.struck is None else state.struck)]


def extras_found(standard: Standard, triggers: Sequence[TriggerState], choices: Choices) -> ExtrasFound:
    """Bonus and deductions: every registered matter once; bonuses of this year and the last, deductions of this one."""
    extras = standard.extras or Extras()
    year = choices.evaluation_year
    bonuses, old = _once(choices.bonuses, {year, year - 1} if year else set())
    deductions, other = _once(choices.deductions, {year} if year else set())
    times = sum(_count(made) for made in deductions)
    minus = {trigger.code: trigger.minus for trigger in standard.triggers if trigger.minus}
    struck = sum((minus[state.code] for state in triggers if state.code in minus and state.struck), Fraction(0))
    open_ = sum((minus[state.code] for state in triggers if state.code in minus and state.struck is None), Fraction(0))
    taken = extras.deduction_each * times + struck
    return ExtrasFound(
        bonus=min(extras.bonus_cap, extras.bonus_each * sum(_count(made) for made in bonuses)),
        deduction=min(extras.deduction_cap, taken),
        deduction_worst=min(extras.deduction_cap, taken + open_),
        bonuses=bonuses,
        deductions=deductions,
        left_out=(*old, *other),
    )


def _count(made: ChoiceMade) -> int:
    return int(made.value.get("count", 1))


def _once(matters: Sequence[ChoiceMade], years: set[int]) -> tuple[tuple[ChoiceMade, ...], tuple[ChoiceMade, ...]]:
    """Matters of the years that count, each name once with its highest count; and those left out.

    A matter without a year is one of the evaluation year.
    """
    kept: dict[str, ChoiceMade] = {}
    left: list[ChoiceMade] = []
    for made in matters:
        year, name = int(made.value.get("year", 0)), str(made.value["name"]).strip()
        if years and year and year not in years:
            left.append(made)
        elif name in kept and _count(made) <= _count(kept[name]):
            left.append(made)
        else:
            left += [kept[name]] if name in kept else []
            kept[name] = made
    return tuple(kept.values()), tuple(left)
