"""What the frame of every page shows: county, campaign, days to the visit."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from dudao.apps.campaigns.models import Campaign


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template context: `county`, `campaign`, `days_to_visit`; each None for somebody who has not come in."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"county": None, "campaign": None, "days_to_visit": None}
    campaign = Campaign.objects.visible_to(person).select_related("county").newest()
    days = campaign.days_to_visit(timezone.localdate()) if campaign else None
    return {"county": campaign.county if campaign else person.county, "campaign": campaign, "days_to_visit": days}
