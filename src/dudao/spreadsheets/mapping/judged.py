"""What a judgement sheet may hold: the items of some standards that a person judges, with their levels."""

from collections.abc import Sequence

from dudao.calc.standard.model import Standard
from dudao.spreadsheets.mapping.decision import JudgedItem


def judged_items(standards: Sequence[Standard]) -> tuple[JudgedItem, ...]:
    """Items and triggers with a judgement, in the standards' order."""
    found = []
    for standard in standards:
        for item in standard.items:
            if item.judgement is not None:
                levels = tuple((level.code, level.label) for level in item.judgement.levels)
                found.append(
                    JudgedItem(
                        code=item.code,
                        name=item.name,
                        level=item.level.value,
                        of_school=item.level.of_school,
                        levels=levels,
                    )
                )
        for trigger in standard.triggers:
            if trigger.judgement is not None:
                levels = tuple((level.code, level.label) for level in trigger.judgement.levels)
                found.append(
                    JudgedItem(code=trigger.code, name=trigger.name, level="county", of_school=False, levels=levels)
                )
    return tuple(found)
