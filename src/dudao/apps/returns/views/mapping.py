"""带入工作簿: what her columns are, what is wrong, what it would change; then all of it is brought in, or nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from dudao.apps.organisations.downloads import file_answer, workbook_answer
from dudao.apps.returns import actions, calculation, deciding
from dudao.apps.returns.calculation import DryRun
from dudao.apps.returns.models import Change, Draft
from dudao.apps.returns.paging import paged
from dudao.apps.returns.sheet_view import Marks, page_of, shown_sheet
from dudao.apps.returns.views.asking_for import draft_of
from dudao.apps.returns.views.moved import moved_rows, moved_words
from dudao.apps.returns.views.number import number_in
from dudao.calc.returns.warnings import warning_sentence
from dudao.library.read import catalogue
from dudao.spreadsheets.book import Book, Sheet, parse_address
from dudao.spreadsheets.mapping import Kind as TableKind
from dudao.spreadsheets.mapping import Sure
from dudao.spreadsheets.writing.sheet import Table, workbook_of

ANSWER, WAS = "answer:", "was:"


@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The mapping page; a finished draft leads to what it brought."""
    found = draft_of(request, pk)
    if found.state == Draft.State.DONE:
        return redirect("returns:change", number=found.change.number)
    return _page(request, found)


def _page(request: HttpRequest, found: Draft, **more: Any) -> HttpResponse:
    if found.state == Draft.State.DROPPED:
        return render(request, "returns/dropped.html", {"draft": found})
    name = "returns/mapping.html#work" if request.htmx else "returns/mapping.html"
    return render(request, name, {**_context(request, found), **more})


def _context(request: HttpRequest, found: Draft) -> dict[str, Any]:
    run, book = calculation.dry_run(found), calculation.book_of(found)
    wrong = deciding.wrongs(found, run)
    asked = deciding.questions(found, run)
    sheets = _sheet_tabs(book, run, asked, wrong)
    chosen = _sheet(request, book, sheets)
    tables = [table for table in run.proposal.tables if table.sheet == chosen.name]
    marks = Marks(wrong=_marked(wrong, chosen.name), unknown=deciding.unknown_cells(run, chosen.name))
    columns = list(deciding.columns(run))
    still_open = [one for one in asked if one.open]
    return {
        "draft": found,
        "run": run,
        "sheets": sheets,
        "sheet": chosen,
        "shown": shown_sheet(chosen, tables, marks, _asked_page(request)),
        "tables": tables,
        "asked": asked,
        "position": next(tab["position"] for tab in sheets if tab["name"] == chosen.name),
        "needed_count": sum(one.question.needed for one in asked),
        "still_open": len(still_open),
        "most_options": max((len(one.question.options) for one in asked if one.question.needed), default=2),
        "look_count": run.proposal.counts.get(Sure.LOOK, 0),
        "new_schools": run.prepared.counts.get("schools", 0),
        "to_write": run.new + run.changed,
        "current": still_open[0].question.id if still_open else "",
        "decided": deciding.decided_elsewhere(found, run),
        "wrong": wrong,
        "columns": columns,
        "blank_columns": [one for one in columns if deciding.may_be_zero(one)],
        "counts": _counts(run),
        "moved": moved_words(run),
        **_warned(run),
        "remarks": list(dict.fromkeys((*run.proposal.remarks, *run.reading.remarks))),
        "blocking": "、".join(run.prepared.blocking),
        "step": _step(run),
        "school_count": len(run.reading.schools),
        "figure_count": len({key.figure for key in run.reading.statements}),
    }


WARNED = 5  # warnings told on the page of a draft


def _warned(run: DryRun) -> dict[str, Any]:
    """The warnings that nobody explained yet, the first few in words."""
    still = [one for one in run.warned if one.explained is None]
    return {
        "warned": [warning_sentence(one, run.names) for one in still[:WARNED]],
        "warned_count": len(still),
        "warned_more": max(len(still) - WARNED, 0),
    }


def _marked(wrong: Sequence[deciding.Wrong], sheet: str) -> dict[str, int]:
    """Cells of a sheet that are wrong, each with the number of what is wrong with it; the first where there are several."""
    numbers: dict[str, int] = {}
    for one in reversed(wrong):
        for place in (f"{one.sheet}!{one.cell}", *one.also):
            name, _mark, cell = place.rpartition("!")
            if name == sheet and cell:
                numbers[cell] = one.number
    return numbers


def _asked_page(request: HttpRequest) -> int:
    said = (request.POST if request.method == "POST" else request.GET).get("page", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def _sheet_tabs(
    book: Book, run: DryRun, asked: Sequence[deciding.Asked], wrong: Sequence[deciding.Wrong]
) -> list[dict[str, Any]]:
    """Each sheet with how many rows are taken of it, or why none, and what is still to be done in it."""
    open_in = Counter(one.question.sheet for one in asked if one.open)
    wrong_in = Counter(one.sheet for one in wrong)
    why = dict(run.proposal.ignored_sheets)
    tabs = []
    for position, sheet in enumerate(book.sheets):
        tables = [
            table for table in run.proposal.tables if table.sheet == sheet.name and table.kind is not TableKind.IGNORED
        ]
        rows = sum(len(table.rows) for table in tables)
        left = why.get(sheet.name, "" if tables else "没有认出表")
        tabs.append(
            {
                "position": position,
                "name": sheet.name,
                "rows": rows,
                "left": left,
                "hidden": sheet.hidden,
                "open": open_in[sheet.name],
                "open_words": f"{open_in[sheet.name]} 件要您定",
                "wrong": wrong_in[sheet.name],
                "wrong_words": f"错 {wrong_in[sheet.name]} 格",
            }
        )
    return tabs


def _sheet(request: HttpRequest, book: Book, tabs: list[dict[str, Any]]) -> Sheet:
    """The sheet asked for; without a wish the first that anything is taken of."""
    if not book.sheets:
        raise Http404
    said = (request.POST if request.method == "POST" else request.GET).get("sheet", "")
    if said.isascii() and said.isdigit() and int(said) < len(book.sheets):
        return book.sheets[int(said)]
    taken = next((tab["position"] for tab in tabs if not tab["left"]), 0)
    return book.sheets[taken]


def _counts(run: DryRun) -> list[tuple[str, str, int]]:
    counts = run.proposal.counts
    words = {
        Sure.SURE: ("pass", "确定"),
        Sure.LOOK: ("warn", "看一眼"),
        Sure.ASK: ("open", "要您定"),
        Sure.IGNORED: ("na", "不带入"),
    }
    return [(kind, word, counts.get(sure, 0)) for sure, (kind, word) in words.items()]


def _step(run: DryRun) -> int:
    """How far it is: 1 deciding columns, 2 dry run."""
    return 1 if run.needed else 2


@require_safe
def cell(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the sheet on which a cell stands."""
    found = draft_of(request, pk)
    run, book = calculation.dry_run(found), calculation.book_of(found)
    name, place = request.GET.get("sheet", ""), request.GET.get("cell", "")
    position = next((index for index, sheet in enumerate(book.sheets) if sheet.name == name), None)
    try:
        row = parse_address(place.partition(":")[0])[0]
    except ValueError:
        raise Http404 from None
    if position is None:
        raise Http404
    tables = [table for table in run.proposal.tables if table.sheet == name]
    page = page_of(book.sheets[position], tables, row)
    return redirect(
        f"{reverse('returns:draft', args=[pk])}?{urlencode({'sheet': position, 'page': page})}#{place.partition(':')[0]}"
    )


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide what is asked: only what differs from what the page showed counts as said."""
    found = draft_of(request, pk)
    version = number_in(request.POST, "version")
    said = _said(request)
    if found.state == Draft.State.OPEN and said and version != found.version:
        return _conflict(request, found, said)
    if said:
        words = _words(found, said)
        actions.decide(found, answers=said, words=words, version=version, by=request.user, at=timezone.now())
    if request.htmx:
        return _page(request, draft_of(request, pk))
    place = urlencode({name: request.POST[name] for name in ("sheet", "page") if request.POST.get(name)})
    anchor = "#saved" if request.POST.get("save") else "#decide"
    return redirect(f"{reverse('returns:draft', args=[pk])}?{place}{anchor}")


def _said(request: HttpRequest) -> dict[str, str]:
    """Question → choice, of those that were changed on the page."""
    said = {name.removeprefix(ANSWER): value for name, value in request.POST.items() if name.startswith(ANSWER)}
    return {name: choice for name, choice in said.items() if choice != request.POST.get(WAS + name, "")}


def _words(found: Draft, said: Mapping[str, str]) -> dict[str, str]:
    """What was asked and said, in words; BadRequest for a choice that was not offered."""
    run = calculation.dry_run(found)
    asked = {question.id: question for question in run.asked}
    words: dict[str, str] = {}
    for name, choice in said.items():
        if not choice:
            continue
        if name in asked:
            label = next((option.label for option in asked[name].options if option.code == choice), None)
            if label is None:
                raise BadRequest(f"no such option: {choice}")
            words[name] = f"{asked[name].text} {label}"
        elif name.startswith(deciding.ZERO) and choice == "zero":
            words[name] = f"{name.removeprefix(deciding.ZERO)} 的空白按 0"
        elif name.startswith(deciding.LINE):
            words[name] = _line_words(run, name, choice)
        else:
            raise BadRequest(f"no such question: {name}")
    return words


def _line_words(run: DryRun, name: str, choice: str) -> str:
    """What was said of a column; BadRequest where there is none, or it cannot be that."""
    key = name.removeprefix(deciding.LINE)
    column = next((one for one in deciding.columns(run) if one.key == key), None)
    if column is None:
        raise BadRequest(f"no such line: {key}")
    offered = {
        code: words for _label, some in deciding.figure_choices(catalogue(), column.table) for code, words in some
    }
    if choice != "ignore" and choice not in offered:
        raise BadRequest(f"it cannot be {choice}")
    where = f"「{column.table.sheet}」{column.line.place} {column.head}"
    return f"{where} 不带入" if choice == "ignore" else f"{where} 是{offered[choice]}"


def _conflict(request: HttpRequest, found: Draft, said: Mapping[str, str]) -> HttpResponse:
    """Somebody decided meanwhile: his and mine side by side, to choose question by question."""
    run = calculation.dry_run(found)
    asked = {question.id: question for question in run.asked}
    rows = []
    for name, mine in said.items():
        his = found.answers.get(name)
        if his is not None and his["choice"] == mine:
            continue
        rows.append(
            {
                "name": name,
                "text": asked[name].text if name in asked else (his or {}).get("words") or name,
                "mine": mine,
                "mine_words": _option(asked.get(name), mine),
                "his": his["choice"] if his else "",
                "his_words": _option(asked.get(name), his["choice"]) if his else "还没有定",
                "by": f"{his['by']} {his['on']}" if his else "",
            }
        )
    if not rows:
        return _page(request, found) if request.htmx else redirect("returns:draft", pk=found.pk)
    name = "returns/conflict.html#both" if request.htmx else "returns/conflict.html"
    return render(request, name, {"draft": found, "rows": rows}, status=409)


def _option(question: Any, code: str) -> str:
    if question is not None:
        return next((option.label for option in question.options if option.code == code), code)
    return {"": "收回", "ignore": "不带入", "zero": "空白按 0"}.get(code, code)


@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """ "不是这个": choose what a column is, from all that it may be."""
    found = draft_of(request, pk)
    run = calculation.dry_run(found)
    key = request.GET.get("line", "")
    column = next((one for one in deciding.columns(run) if one.key == key), None)
    if column is None:
        raise Http404
    name = f"{deciding.LINE}{key}"
    now = column.line.line
    context = {
        "draft": found,
        "column": column,
        "name": name,
        "groups": deciding.figure_choices(catalogue(), column.table),
        "now": f"{now.figure}@{now.stage}" if now.stage else now.figure,
        "figure": catalogue().figures.get(now.figure),
        "said": found.answers.get(name),
    }
    return render(request, "returns/line.html#panel" if request.htmx else "returns/line.html", context)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    found = draft_of(request, pk)
    actions.drop(found, version=number_in(request.POST, "version"), by=request.user, at=timezone.now())
    return redirect("returns:list")


@require_POST
def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring in what the page showed. A second press finds it done."""
    found = draft_of(request, pk)
    if found.state == Draft.State.DONE:
        return redirect("returns:change", number=found.change.number)
    run = calculation.dry_run(found)
    if run.prepared.base != number_in(request.POST, "base"):
        raise actions.Overtaken("这一页打开以后数据有过变更，没有带入。返回，刷新，看清改动再带入。")
    try:
        version = number_in(request.POST, "version")
        change = actions.bring_in(found, prepared=run.prepared, version=version, by=request.user, at=timezone.now())
    except actions.NotOpen:
        done = Change.objects.visible_to(request.user).filter(draft=found).first()
        if done is None:
            raise
        change = done
    return redirect("returns:change", number=change.number)


@require_safe
def mapping_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The mapping as it is decided now, to be kept, and used again here or on the command line."""
    found = draft_of(request, pk)
    text = calculation.dry_run(found).prepared.mapping
    return file_answer(text.encode(), f"{found.upload.name.rpartition('.')[0]}-对应.yaml", "application/yaml")


@require_safe
def wrong_cells(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is wrong, as a list to mend the workbook by."""
    found = draft_of(request, pk)
    rows = [
        [one.number, one.sheet, one.cell, one.text, one.place, one.why, one.rule, one.example, one.elsewhere]
        for one in deciding.wrongs(found, calculation.dry_run(found))
    ]
    heads = ["号", "表", "格", "现值", "学校", "为什么错", "规则", "像这样", "有关的格"]
    table = Table(
        name="错格",
        title=f"{found.upload.name} 的错格",
        heads=heads,
        rows=rows,
        widths=[6, 16, 8, 16, 24, 40, 18, 24, 40],
    )
    return workbook_answer(workbook_of([table]), f"{found.upload.name.rpartition('.')[0]}-错格.xlsx")


@require_safe
def effects(request: HttpRequest, pk: int) -> HttpResponse:
    """Cell by cell what would be written, and every verdict that would move."""
    found = draft_of(request, pk)
    run = calculation.dry_run(found)
    show = request.GET.get("show", "moved")
    rows = (
        moved_rows(run) if show == "moved" else [one for one in run.written if one.before is not None or show == "all"]
    )
    shown = paged(rows, request)
    context = {
        "draft": found,
        "run": run,
        "show": show,
        "page": shown,
        "moved": moved_words(run),
        "written": len(run.written),
        "rows": shown.rows if show == "moved" else [_written(run, one) for one in shown.rows],
    }
    return render(request, "returns/effects.html", context)


def _written(run: DryRun, one: Any) -> dict[str, Any]:
    figure = catalogue()[one.key.figure]
    return {
        "unit": run.names.get(one.key.unit, one.key.unit) or "县",
        "label": figure.label_of(one.key.stage) + (f" {one.key.year}" if one.key.year else ""),
        "figure": figure,
        "before": one.before,
        "after": one.after,
    }
