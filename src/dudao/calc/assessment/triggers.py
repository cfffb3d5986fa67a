"""Vetoes, caps, drops and preconditions: one source each, three answers."""

from collections.abc import Mapping

from dudao.calc.assessment.result import ItemResult, TriggerState, Verdict
from dudao.calc.assessment.world import World
from dudao.calc.figures.snapshot import ChoiceMade
from dudao.calc.formula.needs import Need, needs
from dudao.calc.standard.model import Trigger


def trigger_states(world: World, items: Mapping[str, ItemResult]) -> tuple[TriggerState, ...]:
    """Every trigger of the standard in its order. `struck` True: it counts against the county, None: not yet known."""
    return tuple(_state(world, trigger, items) for trigger in world.standard.triggers)


def switched_on(world: World, trigger: Trigger) -> bool:
    """The standard's own default, unless the county switched it."""
    made = switch(world, trigger)
    return bool(made.value) if made is not None else trigger.on


def switch(world: World, trigger: Trigger) -> ChoiceMade | None:
    return world.choices.switches.get((world.standard.code, trigger.code))


def _state(world: World, trigger: Trigger, items: Mapping[str, ItemResult]) -> TriggerState:
    if not switched_on(world, trigger):
        return TriggerState(trigger.code, trigger.effect, False, why="本县没有启用")
    if trigger.same_as:
        return _of_item(trigger, items.get(trigger.same_as))
    if trigger.holds is not None:
        return _of_formula(world, trigger)
    return _of_judgement(world, trigger)


def _of_item(trigger: Trigger, result: ItemResult | None) -> TriggerState:
    """Strikes with the failing of an item (YZJH-V7 ← YZJH-4.1)."""
    if result is None:
        return TriggerState(trigger.code, trigger.effect, None, (Need(why=f"没有 {trigger.same_as} 的结果"),))
    struck = {Verdict.FAIL: True, Verdict.OPEN: None}.get(result.verdict, False)
    return TriggerState(trigger.code, trigger.effect, struck, result.needs, why=f"随 {trigger.same_as} 的结论")


def _of_formula(world: World, trigger: Trigger) -> TriggerState:
    """`holds` is true when it strikes; of a precondition, when it is fulfilled."""
    assert trigger.holds is not None
    holds = world.work(trigger.holds)
    if holds is None:
        return TriggerState(trigger.code, trigger.effect, None, needs(trigger.holds, world.scope()))
    struck = not holds if trigger.effect == "precondition" else bool(holds)
    return TriggerState(trigger.code, trigger.effect, struck)


def _of_judgement(world: World, trigger: Trigger) -> TriggerState:
    """A person says whether it exists (a precondition: whether it is fulfilled); not judged is not known."""
    judged = world.judged(trigger.code)
    level = trigger.judgement.level(judged.level) if trigger.judgement and judged else None
    if level is None or level.met is None:
        return TriggerState(trigger.code, trigger.effect, None, (Need(judgement=(trigger.code, "")),))
    struck = not level.met if trigger.effect == "precondition" else level.met
    return TriggerState(trigger.code, trigger.effect, struck, why=level.label)
