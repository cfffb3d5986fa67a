"""A county with forty schools, brought in and assessed once."""

from datetime import date

import pytest

from dudao.apps.assessment.calculation import assess
from dudao.apps.assessment.models import Run
from dudao.apps.campaigns.actions import change_campaign
from tests.apps.assessment.made_county import make_county


@pytest.fixture
def filled(campaign, operator, at):
    """The campaign with figures and judgements, not yet assessed."""
    change_campaign(
        campaign,
        name=campaign.name,
        year=campaign.year,
        standards=campaign.standards,
        visit_date=date(2026, 12, 15),
        by=operator,
        at=at,
    )
    make_county(campaign, schools=40, by=operator, at=at)
    campaign.refresh_from_db()
    return campaign


@pytest.fixture
def run(filled, operator, at) -> Run:
    return assess(filled, by=operator, at=at)
