"""带入单位人员表: a workbook is read in the cage, checked cell by cell, shown as what it would change, then brought in."""

import hashlib
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.organisations import actions
from dudao.apps.organisations.directory.plan import Plan, plan, said_changes
from dudao.apps.organisations.directory.words import words
from dudao.apps.organisations.kinds import Role, UnitKind
from dudao.apps.organisations.models import DirectoryDraft, Unit
from dudao.apps.organisations.uploads import BoundedFiles
from dudao.cage import read_book_caged
from dudao.errors import Refusal
from dudao.spreadsheets.directory import CellError, from_plain, read_directory, to_plain

ERRORS_SHOWN, SHOWN = 500, 60
ENDINGS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")


class BadWorkbook(Refusal):
    """What was sent is no workbook of units and people."""


@require_safe
def bring(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    drafts = DirectoryDraft.objects.visible_to(request.user).select_related("by").defer("rows")
    context = {
        "open_draft": drafts.filter(state=DirectoryDraft.State.OPEN).first(),
        "done": [(one, _said_counts(one.counts)) for one in drafts.filter(state=DirectoryDraft.State.DONE)[:20]],
        "any_units": Unit.objects.visible_to(request.user).exists(),
        **more,
    }
    return render(request, "organisations/bring.html", context, status=status)


@csrf_exempt  # the form is checked below, once its file is kept within bounds while it comes in
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    request.upload_handlers = [BoundedFiles(request)]
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    try:
        name, content = _sent(request)
        directory = read_directory(read_book_caged(content, name), words())
    except Refusal as refusal:
        return _page(request, refusal.status, refused=refusal.message)
    errors = plan(request.user.county, directory).errors
    if errors:
        return _page(request, 422, errors=_ordered(errors)[:ERRORS_SHOWN], errors_total=len(errors), name=name)
    digest = hashlib.sha256(content).hexdigest()
    draft = actions.receive_directory(
        request.user.county, name=name, digest=digest, rows=to_plain(directory), by=request.user, at=timezone.now()
    )
    return redirect("organisations:dry-run", pk=draft.pk)


def _sent(request: HttpRequest) -> tuple[str, bytes]:
    file = request.FILES.get("workbook")
    if file is None or not file.name:
        raise BadWorkbook("没有选文件。选填好的单位人员表（.xlsx），再上传。")
    if file.too_large:
        raise BadWorkbook("文件超过 20 MB，没有收下。删去用不着的工作表和图片，另存以后再上传。")
    name = file.name.replace("\\", "/").rpartition("/")[2][-200:]
    if not name.lower().endswith(ENDINGS):
        raise BadWorkbook("只收工作簿（.xlsx .xlsm .xls .et .ods）。用 Excel 或 WPS 另存为 .xlsx 再上传。")
    return name, file.read()


def _ordered(errors: "tuple[CellError, ...] | Any") -> list[CellError]:
    """By sheet, then as people read: row by row."""
    return sorted(
        errors, key=lambda one: (one.sheet != "单位", int("".join(filter(str.isdigit, one.cell)) or 0), one.cell)
    )


def _draft(request: HttpRequest, pk: int) -> DirectoryDraft:
    found = DirectoryDraft.objects.visible_to(request.user).select_related("county", "by")
    draft: DirectoryDraft = get_object_or_404(found, pk=pk)
    return draft


@require_safe
def dry_run(request: HttpRequest, pk: int) -> HttpResponse:
    """What the workbook would change. Writes nothing."""
    return _dry_run(request, _draft(request, pk))


def _dry_run(request: HttpRequest, draft: DirectoryDraft, wrong: str = "", status: int = 200) -> HttpResponse:
    if draft.state != DirectoryDraft.State.OPEN:
        return redirect("organisations:bring")
    found = plan(draft.county, from_plain(draft.rows))
    context = {
        "draft": draft,
        "plan": found,
        "counts": found.counts,
        "errors": _ordered(found.errors)[:ERRORS_SHOWN],
        "parts": _parts(found),
        "on": request.POST.get("on") or timezone.localdate().isoformat(),
        "wrong": wrong,
        "shown": SHOWN,
    }
    return render(request, "organisations/dry_run.html", context, status=status)


def _parts(found: Plan) -> list[dict[str, Any]]:
    """The lists of the page: title, how many, lines of (name, words), open at once or not."""
    new = [(one.row.name if one.row else one.name, f"{UnitKind(one.kind).label} {one.code}") for one in found.new_units]
    changed = [(one.name, said_changes(one)) for one in found.changed_units]
    moved = [
        (one.name, f"{old.post.unit.distinct_name} {old.post.title} → {seat.node.name} {seat.title}")
        for one in found.moved_people
        for old, seat, _deputy in one.moves
    ]
    altered = [(one.name, _altered(one)) for one in found.changed_people]
    people = [(one.name, "；".join(f"{seat.node.name} {seat.title}（{Role(seat.role).label}）" for seat, _ in one.begins))
              for one in found.new_people]  # fmt: skip
    duties = [(f"{seat.node.name} {seat.title}", "职责改变") for seat in found.changed_seats]
    gone = [
        (one.name, "；".join(f"{h.post.unit.distinct_name} {h.post.title}" for h in one.gone)) for one in found.gone
    ]
    return [
        _part("units-changed", "改动的单位", changed, "改名、划转记入单位变动，从生效日期起算；早先的名单不变。", True),
        _part("moved", "换岗的人", moved, "原岗位从生效日期起空出来，未办完的事留在岗位上。", True),
        _part("people-changed", "改动的人员", altered, "", True),
        _part("duties", "改动的岗位", duties, "", True),
        _part(
            "units-missing",
            "县里有、表里没有的单位",
            _missing_units(found),
            "只列出来，不动它们。撤并要在单位的页上办。",
            True,
        ),
        _part(
            "people-missing",
            "县里有、表里没有的人",
            _missing_people(found),
            "只列出来，岗位照旧。不再任职的，在本人页上办。",
            True,
        ),
        _part("gone", "表里有的人，少写了的岗位", gone, "只列出来，岗位照旧。", True),
        _part("units-new", "新增的单位", new, "", False),
        _part("people-new", "新增的人", people, "登录名空着的，按姓名拼音编。现在还不能用它登录。", False),
    ]


def _part(anchor: str, title: str, lines: list[tuple[str, str]], note: str, is_open: bool) -> dict[str, Any]:
    return {
        "anchor": anchor,
        "title": title,
        "lines": lines[:SHOWN],
        "total": len(lines),
        "note": note,
        "open": is_open,
    }


def _altered(one: Any) -> str:
    labels = {"name": "姓名", "office_phone": "办公电话"}
    said = [f"{labels[name]}：{before or '空'} → {after}" for name, (before, after) in one.changes.items()]
    said += [f"任{seat.node.name} {seat.title}" for seat, _deputy in one.begins]
    return "；".join(said)


def _missing_units(found: Plan) -> list[tuple[str, str]]:
    return [
        (one.unit.distinct_name, f"{UnitKind(one.kind).label} {one.code}") for one in found.missing_units if one.unit
    ]


def _missing_people(found: Plan) -> list[tuple[str, str]]:
    return [
        (one.name, "；".join(f"{h.post.unit.distinct_name} {h.post.title}" for h in found.now.holdings[one.pk]))
        for one in found.missing_people
    ]


def _said_counts(counts: dict[str, int]) -> str:
    said = [
        f"{what}{counts[name]}{unit}"
        for name, what, unit in (
            ("units_new", "新增单位 ", " 个"), ("units_changed", "改动单位 ", " 个"), ("people_new", "新增 ", " 人"),
            ("people_moved", "换岗 ", " 人"), ("people_changed", "改动 ", " 人"),
        )
        if counts.get(name)
    ]  # fmt: skip
    return "，".join(said) or "没有变化"


@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring it in, wholly or not at all; what was shown and nothing else."""
    draft = _draft(request, pk)
    try:
        on = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        return _dry_run(request, draft, "生效日期写成 2026-09-01 的样子。", 422)
    try:
        actions.bring_in_directory(
            draft, shown=request.POST.get("shown", ""), on=on, by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        return _dry_run(request, _draft(request, pk), refusal.message, refusal.status)
    return redirect("organisations:units")


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    actions.drop_directory(_draft(request, pk), by=request.user, at=timezone.now())
    return redirect("organisations:bring")
