"""Assess a campaign: gather its figures, work every standard out, keep the run."""

from datetime import datetime
from functools import cache

from dudao import __version__
from dudao.apps.assessment import actions
from dudao.apps.assessment.models import Run
from dudao.apps.assessment.sums import sums_of
from dudao.apps.campaigns.choices import settings_of
from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.models import Person
from dudao.apps.returns import figures
from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.report import plain_result
from dudao.calc.figures.coding import digest
from dudao.calc.returns.checks import check_figures
from dudao.library.read import catalogue, checks, standard


@cache
def assessor(code: str) -> Assessor:
    """A built-in standard compiled once per process."""
    return Assessor(standard(code), catalogue())


def assess(campaign: Campaign, *, after: int | None = None, by: Person, at: datetime) -> Run:
    """One run over the figures as they stand. The same figures and choices give the same run.

    after: the number of the newest run known to whoever asks; MadeAlready if there is a newer one.
    """
    as_of = figures.last_change(campaign)
    snapshot = figures.snapshot(campaign, as_of=as_of)
    results = [
        plain_result(standard(code), assessor(code).assess(snapshot), catalogue(), snapshot)
        | {"sums": sums_of(assessor(code), snapshot)}
        for code in campaign.standards
    ]
    report = check_figures(snapshot, catalogue(), checks())
    return actions.keep_run(
        campaign,
        results=results,
        as_of=as_of,
        digest=digest(snapshot.statements),
        choices=settings_of(campaign),
        software=__version__,
        checks_not_run=list(report.remarks()),
        after=after,
        by=by,
        at=at,
    )


def is_stale(run: Run) -> bool:
    """Whether figures, judgements or choices changed since."""
    campaign = run.campaign
    return figures.last_change(campaign) != run.as_of or settings_of(campaign) != run.choices
