"""Assess a campaign: gather its figures, work every standard out, keep the run."""

from datetime import datetime

from dudao import __version__
from dudao.apps.assessment import actions
from dudao.apps.assessment.comparison import compare_with_earlier
from dudao.apps.assessment.models import Run
from dudao.apps.assessment.sums import sums_of
from dudao.apps.assessment.texts import today
from dudao.apps.campaigns.choices import settings_of
from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.models import Person
from dudao.apps.returns import figures
from dudao.apps.returns.warned import last_year
from dudao.calc.assessment.report import plain_result
from dudao.calc.figures.coding import digest
from dudao.calc.returns.checks import check_figures
from dudao.calc.returns.warnings import plain_warnings, warned
from dudao.library.read import catalogue, checks


def assess(campaign: Campaign, *, after: int | None = None, by: Person, at: datetime) -> Run:
    """One run over the figures as they stand. The same figures and choices give the same run.

    after: the number of the newest run known to whoever asks; MadeAlready if there is a newer one.
    """
    as_of = figures.last_change(campaign)
    snapshot = figures.snapshot(campaign, as_of=as_of)
    results = [
        plain_result(today(code).standard, today(code).assessor.assess(snapshot), catalogue(), snapshot)
        | {"sums": sums_of(today(code).assessor, snapshot)}
        for code in campaign.standards
    ]
    report = check_figures(snapshot, catalogue(), checks(), last_year(campaign))
    run = actions.keep_run(
        campaign,
        results=results,
        as_of=as_of,
        roll=[school.code for school in snapshot.schools],
        digest=digest(snapshot.statements),
        choices=settings_of(campaign),
        software=__version__,
        checks_not_run=list(report.remarks()),
        warnings=plain_warnings(warned(report.warnings, ()), {one.code: one.name for one in snapshot.schools}),
        after=after,
        by=by,
        at=at,
    )
    compare_with_earlier(run, by=by, at=at)
    return run


def is_stale(run: Run) -> bool:
    """Whether figures, judgements or choices changed since."""
    campaign = run.campaign
    return figures.last_change(campaign) != run.as_of or settings_of(campaign) != run.choices
