"""数据: the workbooks brought in, those on their way, and what nobody has handed in yet."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.campaigns.choices import relaxed_in
from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.downloads import workbook_answer
from dudao.apps.organisations.models import Unit
from dudao.apps.returns import reading, receiving
from dudao.apps.returns.asking import asked, held_figures, owed
from dudao.apps.returns.models import Change, Draft, Stated
from dudao.apps.returns.paging import paged
from dudao.apps.returns.recalled import mappings_in
from dudao.apps.returns.uploading import ACCEPTED, BoundedBatch, sent_files, sent_mapping
from dudao.apps.returns.views.asking_for import campaign_of
from dudao.apps.returns.warned import warnings
from dudao.calc.figures import Reason
from dudao.errors import Refusal
from dudao.library.read import catalogue, checks, standards
from dudao.spreadsheets.mapping.judged import judged_items
from dudao.spreadsheets.writing.sheet import Table, workbook_of
from dudao.spreadsheets.writing.template import template_workbook

DRAFTS_SHOWN = 20


@dataclass(frozen=True)
class NotTaken:
    """A file of an upload that was not kept, and why."""

    name: str
    why: str


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, not_taken: list[NotTaken] | None = None, status: int = 200) -> HttpResponse:
    campaign = campaign_of(request)
    changes = Change.objects.visible_to(request.user).filter(campaign=campaign).select_related("by", "draft__upload")
    changes = changes.defer("draft__upload__content", "draft__upload__book", "mapping", "draft__mapping")
    drafts = (
        Draft.objects.visible_to(request.user)
        .filter(campaign=campaign, state=Draft.State.OPEN)
        .select_related("upload", "by")
    )
    kind = request.GET.get("kind", Change.Kind.IMPORT)
    if kind in Change.Kind.values:
        changes = changes.filter(kind=kind)
    lacking = owed(campaign, held_figures(campaign))
    count = sum(len(one.figures) for one in lacking)
    context = {
        "page": paged(changes, request),
        "kind": kind,
        "owed_count": count,
        "owed_words": f"缺 {count} 项",
        "kinds": [("import", "带入"), ("removal", "撤回"), ("judgement", "判断"), ("all", "全部")],
        "drafts": drafts.defer("upload__content", "upload__book", "mapping")[:DRAFTS_SHOWN],
        "owed": lacking,
        "unknown": _unknown(request, campaign),
        "schools": Unit.objects.visible_to(request.user).filter(closed=None).schools().count(),
        "held": Stated.objects.visible_to(request.user).filter(campaign=campaign).current().exclude(value="").count(),
        "not_taken": not_taken or [],
        "accepted": ACCEPTED,
        "reading": reading.of(request.user),
        "warned": sum(one.explained is None for one in warnings(campaign)),
    }
    return render(request, "returns/list.html", context, status=status)


def _unknown(request: HttpRequest, campaign: Campaign) -> list[tuple[str, str, int]]:
    """(code, word, how many) of the figures that stand as unknown, by why."""
    rows = Stated.objects.visible_to(request.user).filter(campaign=campaign, value="").current().order_by()
    counts = dict(rows.values_list("reason").annotate(n=Count("pk")))
    return [(reason.name, reason.value, counts[reason.name]) for reason in Reason if reason.name in counts]


@csrf_exempt  # the form is checked below, once its files are kept within bounds while they come in
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    request.upload_handlers = [BoundedBatch(request)]
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    """One workbook is read at once; several are read in the background, and come in together."""
    campaign = campaign_of(request)
    name = ""
    try:
        chosen, mapping = sent_files(request, "workbook"), sent_mapping(request, "mapping")
        if len(chosen.workbooks) + len(chosen.left) > 1:
            mappings_in(mapping)
            return redirect("returns:reading", token=reading.start(request.user, campaign.pk, chosen, mapping).token)
        (file,) = chosen.workbooks
        name = file.name
        draft = receiving.receive(
            campaign, name=file.name, content=file.content, mapping=mapping, by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        told = [NotTaken(name, line) for line in refusal.message.splitlines()]
        return _page(request, told, refusal.status)
    return redirect("returns:draft", pk=draft.pk)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The form to fill in, for the standards of the campaign."""
    campaign = campaign_of(request)
    chosen = standards(campaign.standards)
    content = template_workbook(
        chosen, catalogue(), checks(), judged_items(chosen), year=campaign.year, relaxed=relaxed_in(campaign)
    )
    return workbook_answer(content, f"{campaign.year}年填报模板.xlsx")


@require_safe
def asked_for(request: HttpRequest) -> HttpResponse:
    """Every figure that is asked for: definition, source form, example, who reports it."""
    campaign = campaign_of(request)
    rows = list(asked(campaign))
    held = held_figures(campaign)
    search, reporter = request.GET.get("q", "").strip(), request.GET.get("reporter", "")
    if search:
        rows = [
            one for one in rows if search in one.figure.label or any(search in name for name in one.figure.synonyms)
        ]
    if reporter:
        rows = [one for one in rows if one.figure.reporter == reporter]
    reporters = catalogue().reporters
    if request.GET.get("as") == "xlsx":
        return workbook_answer(_asked_workbook(rows, reporters), "数据项.xlsx")
    context: dict[str, Any] = {
        "page": paged(
            [(one, reporters.get(one.figure.reporter, one.figure.reporter), one.figure.name in held) for one in rows],
            request,
        ),
        "reporters": reporters.items(),
        "reporter": reporter,
        "search": search,
    }
    return render(request, "returns/asked.html", context)


def _asked_workbook(rows: list[Any], reporters: Any) -> bytes:
    heads = ["数据项", "单位", "谁填", "定义", "取自哪张表", "例", "哪几条要它"]
    lines = [
        [
            one.figure.label,
            one.figure.unit,
            reporters.get(one.figure.reporter, one.figure.reporter),
            one.figure.definition,
            one.figure.form,
            one.figure.example,
            "、".join(one.items),
        ]
        for one in rows
    ]
    table = Table(name="数据项", title="要填的数据项", heads=heads, rows=lines, widths=[26, 8, 18, 50, 28, 16, 24])
    return workbook_of([table])
