"""What every page of figures asks first: whose campaign, which draft, what time it is."""

from typing import Any

from django.http import Http404, HttpRequest

from dudao.apps.campaigns.models import Campaign
from dudao.apps.returns.models import Draft


def campaign_of(request: HttpRequest) -> Campaign:
    """The campaign the person works on; 404 where there is none."""
    campaign = Campaign.objects.visible_to(request.user).select_related("county").newest()
    if campaign is None:
        raise Http404
    return campaign


def draft_of(request: HttpRequest, pk: int) -> Draft:
    """A draft of the person's own county."""
    drafts: Any = Draft.objects.visible_to(request.user).select_related("campaign__county", "upload", "by")
    draft = drafts.filter(pk=pk).first()
    if draft is None:
        raise Http404
    return draft


def file_stem(draft: Draft) -> str:
    """How files made of a draft are called: as its workbook without the ending, or as many files are."""
    stem = draft.upload.name.rpartition(".")[0]
    return f"{stem}等{draft.files}份" if draft.many else stem
