"""How a campaign stands at this moment: its figures and judgements, and what every standard says of them.

The pages that ask "what would this do?" compare with it. A run, which is kept for ever, is made elsewhere.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from dudao.apps.campaigns.choices import settings_of
from dudao.apps.campaigns.models import Campaign
from dudao.apps.returns import figures
from dudao.apps.returns.kept import Kept
from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.result import StandardResult
from dudao.calc.figures import Judgement, School, Snapshot
from dudao.calc.figures.snapshot import Choices
from dudao.calc.standard.choices import choices_from
from dudao.library.read import catalogue, standard

Judgements = Mapping[tuple[str, str], Judgement]
_RESULTS: Kept[tuple[Judgements, StandardResult]] = Kept(
    4
)  # two standards of a campaign, and room for another campaign


@cache
def assessor(code: str) -> Assessor:
    """A built-in standard compiled once per process."""
    return Assessor(standard(code), catalogue())


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The figures as of `change`. `ground` is everything but the judgements, told apart from any other."""

    campaign: Campaign
    change: int
    figures_change: tuple[int, str]
    schools: tuple[School, ...]
    judgements: Judgements
    choices: Choices
    ground: tuple[str, ...]

    @cached_property
    def snapshot(self) -> Snapshot:
        return Snapshot(
            schools=self.schools,
            statements=figures.held(self.campaign, *self.figures_change),
            judgements=self.judgements,
            choices=self.choices,
            roll_known=True,
        )

    def is_worked_out(self, code: str) -> bool:
        """Whether `result` has little left to do."""
        return _RESULTS.find((code, *self.ground)) is not None

    def result(self, code: str) -> StandardResult:
        """What a standard says now. After a judgement only the judged items are worked out again."""
        kept = _RESULTS.find((code, *self.ground))
        if kept is None:
            result = assessor(code).assess(self.snapshot)
        elif changed := _changed(kept[0], self.judgements):
            result = assessor(code).rejudge(kept[1], self.snapshot, changed)
        else:
            return kept[1]
        _RESULTS.put((code, *self.ground), (self.judgements, result))
        return result

    def if_judged(self, code: str, item: str, unit: str, level: str) -> StandardResult:
        """What a standard would say if one item were judged so."""
        judged = {**self.judgements, (item, unit): Judgement(level=level)}
        snapshot = Snapshot(
            schools=self.schools,
            statements=self.snapshot.statements,
            judgements=judged,
            choices=self.choices,
            roll_known=True,
        )
        return assessor(code).rejudge(self.result(code), snapshot, {item})


def standing(campaign: Campaign) -> Standing:
    """The campaign as it stands."""
    newest = figures.figures_change(campaign)
    settings = settings_of(campaign)
    schools = figures.schools(campaign)
    return Standing(
        campaign=campaign,
        change=figures.last_change(campaign),
        figures_change=newest,
        schools=schools,
        judgements=figures.judgements(campaign),
        choices=choices_from(settings, f"“{campaign.name}”的选择"),
        ground=(str(campaign.pk), newest[1], json.dumps(settings, ensure_ascii=False, sort_keys=True), repr(schools)),
    )


def _changed(before: Judgements, now: Judgements) -> set[str]:
    """Items whose level differs anywhere."""
    return {item for item, unit in before.keys() | now.keys() if _level(before, item, unit) != _level(now, item, unit)}


def _level(judgements: Judgements, item: str, unit: str) -> str:
    said = judgements.get((item, unit))
    return said.level if said else ""
