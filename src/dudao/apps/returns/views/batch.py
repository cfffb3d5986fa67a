"""Many files at once: how far the reading is, and what each file says; they are brought in together, like one workbook."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.organisations.downloads import workbook_answer
from dudao.apps.returns import calculation, reading, receiving
from dudao.apps.returns.files import FileRow, batch_of
from dudao.apps.returns.models import Draft
from dudao.apps.returns.paging import paged
from dudao.apps.returns.views.asking_for import campaign_of, draft_of, file_stem
from dudao.apps.returns.views.moved import moved_words
from dudao.spreadsheets.writing.sheet import Table, workbook_of


@require_safe
def progress(request: HttpRequest, token: str) -> HttpResponse:
    """How many files are read; once all are, they may be kept."""
    job = reading.find(request.user, token)
    refused = job is not None and job.done.is_set() and job.refusal
    context = {"job": job, "refusal": job.refusal.splitlines() if job is not None and refused else []}
    if job is not None and refused:
        reading.forget(job)
    name = "returns/reading.html#work" if request.htmx else "returns/reading.html"
    return render(request, name, context, status=404 if job is None and not request.htmx else 200)


@require_POST
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what was read, as one draft. A second press finds it kept."""
    job = reading.find(request.user, token)
    campaign = campaign_of(request)
    if job is None or job.campaign != campaign.pk or not job.done.is_set() or not job.sent:
        return redirect("returns:reading", token=token)
    with job.keeping:
        draft = receiving.keep(
            campaign, job.sent, left=job.chosen.left, mapping=job.mapping, by=request.user, at=timezone.now()
        )
    reading.forget(job)
    address = reverse("returns:files" if draft.many else "returns:draft", args=[draft.pk])
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


@require_POST
def call_off(request: HttpRequest, token: str) -> HttpResponse:
    """Stop reading; nothing was kept, and nothing will be."""
    job = reading.find(request.user, token)
    if job is not None:
        reading.forget(job)
    return redirect("returns:list")


@require_safe
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """The dry run of a batch: a row a file, who is missing, who came twice."""
    found = draft_of(request, pk)
    if found.state == Draft.State.DONE:
        return redirect("returns:change", number=found.change.number)
    if found.state == Draft.State.DROPPED:
        return redirect("returns:draft", pk=pk)
    if not found.many:
        raise Http404
    run = calculation.dry_run(found)
    batch = batch_of(run)
    if request.GET.get("as") == "xlsx":
        return _workbook(found, batch.rows)
    context: dict[str, Any] = {
        "draft": found,
        "run": run,
        "batch": batch,
        "page": paged(batch.rows, request),
        "still_open": len(run.needed),
        "moved": moved_words(run),
        "blocking": "、".join(run.prepared.blocking),
        "to_write": run.new + run.changed,
        "new_schools": run.prepared.counts.get("schools", 0),
    }
    return render(request, "returns/files.html", context)


def _workbook(draft: Draft, rows: list[FileRow]) -> HttpResponse:
    heads = ["文件", "学校", "表", "读到", "空白", "有错", "要看的"]
    lines = [
        [row.came.file, "、".join(row.came.schools.values()), row.came.form, row.came.known, row.came.blank,
         row.came.wrong, "；".join(row.notes)] for row in rows
    ]  # fmt: skip
    table = Table(name="逐份", title=f"{draft} 的试带入", heads=heads, rows=lines, widths=[36, 36, 20, 8, 8, 8, 40])
    return workbook_answer(workbook_of([table]), f"{file_stem(draft)}-逐份.xlsx")
