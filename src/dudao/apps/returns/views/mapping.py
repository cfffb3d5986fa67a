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
from dudao.apps.returns.parts import Tab
from dudao.apps.returns.sheet_view import Marks, page_of, shown_sheet
from dudao.apps.returns.views.asking_for import draft_of, file_stem
from dudao.apps.returns.views.moved import moved_rows, moved_words
from dudao.apps.returns.views.number import number_in
from dudao.calc.returns.warnings import warning_sentence
from dudao.library.read import catalogue
from dudao.spreadsheets.book import address
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
    run = calculation.dry_run(found)
    wrong = deciding.wrongs(run)
    asked = deciding.questions(found, run)
    tabs = _sheet_tabs(run, asked, wrong)
    tab = _tab(request, run, tabs)
    marks = Marks(wrong=_marked(wrong, tab.position), unknown=deciding.unknown_cells(run, tab.position))
    columns = list(deciding.columns(run))
    still_open = [one for one in asked if one.open]
    return {
        "draft": found,
        "run": run,
        "sheets": tabs,
        "tab": tab,
        "shown": shown_sheet(tab.sheet, tab.tables, marks, _asked_page(request)),
        "tables": tab.tables,
        "asked": [(one, _sheet_of(run, one)) for one in asked],
        "needed_count": sum(one.question.needed for one in asked),
        "still_open": len(still_open),
        "most_options": max((len(one.question.options) for one in asked if one.question.needed), default=2),
        "look_count": run.parts.counts.get(Sure.LOOK, 0),
        "new_schools": run.prepared.counts.get("schools", 0),
        "to_write": run.new + run.changed,
        "current": still_open[0].question.id if still_open else "",
        "decided": deciding.decided_elsewhere(found, run),
        "recalled": [(part, part.recalled) for part in run.parts.all if part.recalled is not None],
        "wrong": wrong,
        "columns": [one for one in columns if one.tab is tab],
        "blank_columns": [one for one in columns if deciding.may_be_zero(one)],
        "counts": _counts(run),
        "moved": moved_words(run),
        **_warned(run),
        "remarks": list(dict.fromkeys((*run.folded.remarks, *run.parts.remarks, *run.reading.remarks))),
        "blocking": "、".join(run.prepared.blocking),
        "step": _step(run),
        "school_count": len(run.reading.schools),
        "figure_count": len({key.figure for key in run.reading.statements}),
    }


def _sheet_of(run: DryRun, one: deciding.Asked) -> Tab | None:
    """The tab a question is about; None for one between several files."""
    part, question = run.parts.asked.get(one.question.id, (None, None))
    return run.parts.tab_of(part, question.sheet) if part is not None and question is not None else None


WARNED = 5  # warnings told on the page of a draft


def _warned(run: DryRun) -> dict[str, Any]:
    """The warnings that nobody explained yet, the first few in words."""
    still = [one for one in run.warned if one.explained is None]
    return {
        "warned": [warning_sentence(one, run.names) for one in still[:WARNED]],
        "warned_count": len(still),
        "warned_more": max(len(still) - WARNED, 0),
    }


def _marked(wrong: Sequence[deciding.Wrong], tab: int) -> dict[str, int]:
    """Cells of a tab that are wrong, each with the number of what is wrong with it; the first where there are several."""
    numbers: dict[str, int] = {}
    for one in reversed(wrong):
        for place in (one.at, *one.also):
            if place is not None and place.tab == tab:
                numbers[address(place.row, place.column)] = one.number
    return numbers


def _asked_page(request: HttpRequest) -> int:
    said = (request.POST if request.method == "POST" else request.GET).get("page", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def _sheet_tabs(run: DryRun, asked: Sequence[deciding.Asked], wrong: Sequence[deciding.Wrong]) -> list[dict[str, Any]]:
    """Each sheet with how many rows are taken of it, or why none, and what is still to be done in it."""
    open_in = Counter(tab.position for one in asked if one.open and (tab := _sheet_of(run, one)) is not None)
    wrong_in = Counter(one.at.tab for one in wrong if one.at is not None)
    shown = []
    for tab in run.parts.tabs:
        why = dict(tab.part.proposal.ignored_sheets)
        tables = [table for table in tab.tables if table.kind is not TableKind.IGNORED]
        shown.append(
            {
                "position": tab.position,
                "name": tab.name,
                "file": tab.part.book.name,
                "rows": sum(len(table.rows) for table in tables),
                "left": why.get(tab.sheet.name, "" if tables else "没有认出表"),
                "hidden": tab.sheet.hidden,
                "open": open_in[tab.position],
                "open_words": f"{open_in[tab.position]} 件要您定",
                "wrong": wrong_in[tab.position],
                "wrong_words": f"错 {wrong_in[tab.position]} 格",
            }
        )
    return shown


def _tab(request: HttpRequest, run: DryRun, tabs: list[dict[str, Any]]) -> Tab:
    """The sheet asked for; without a wish the first that anything is taken of."""
    if not run.parts.tabs:
        raise Http404
    said = (request.POST if request.method == "POST" else request.GET).get("sheet", "")
    if said.isascii() and said.isdigit() and int(said) < len(tabs):
        return run.parts.tabs[int(said)]
    return run.parts.tabs[next((tab["position"] for tab in tabs if not tab["left"]), 0)]


def _counts(run: DryRun) -> list[tuple[str, str, int]]:
    counts = run.parts.counts
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
    run = calculation.dry_run(draft_of(request, pk))
    place = run.parts.find(*(request.GET.get(name, "") for name in ("file", "sheet", "cell")))
    if place is None:
        raise Http404
    tab = run.parts.tabs[place.tab]
    where = urlencode({"sheet": tab.position, "page": page_of(tab.sheet, tab.tables, place.row)})
    return redirect(f"{reverse('returns:draft', args=[pk])}?{where}#{address(place.row, place.column)}")


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
    zeros = {one.zero_name: f"「{one.table.sheet}」{one.line.place} {one.line.label}" for one in deciding.columns(run)}
    words: dict[str, str] = {}
    for name, choice in said.items():
        if not choice:
            continue
        if name in asked:
            label = next((option.label for option in asked[name].options if option.code == choice), None)
            if label is None:
                raise BadRequest(f"no such option: {choice}")
            words[name] = f"{asked[name].text} {label}"
        elif name in zeros and choice == "zero":
            words[name] = f"{zeros[name]} 的空白按 0"
        elif deciding.LINE in name:
            words[name] = _line_words(run, name, choice)
        else:
            raise BadRequest(f"no such question: {name}")
    return words


def _line_words(run: DryRun, name: str, choice: str) -> str:
    """What was said of a column; BadRequest where there is none, or it cannot be that."""
    column = _column(run, name)
    if column is None:
        raise BadRequest(f"no such line: {name}")
    offered = {
        code: words for _label, some in deciding.figure_choices(catalogue(), column.table) for code, words in some
    }
    if choice != "ignore" and choice not in offered:
        raise BadRequest(f"it cannot be {choice}")
    where = f"「{column.table.sheet}」{column.line.place} {column.head}"
    return f"{where} 不带入" if choice == "ignore" else f"{where} 是{offered[choice]}"


def _column(run: DryRun, name: str) -> deciding.Column | None:
    return next((one for one in deciding.columns(run) if one.line_name == name), None)


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
    name = request.GET.get("line", "")
    column = _column(run, name)
    if column is None:
        raise Http404
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
    return file_answer(text.encode(), f"{file_stem(found)}-对应.yaml", "application/yaml")


@require_safe
def wrong_cells(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is wrong, as a list to mend the workbook by."""
    found = draft_of(request, pk)
    rows = [
        [one.number, one.file, one.sheet, one.cell, one.text, one.place, one.why, one.rule, one.example, one.elsewhere]
        for one in deciding.wrongs(calculation.dry_run(found))
    ]
    heads = ["号", "文件", "表", "格", "现值", "学校", "为什么错", "规则", "像这样", "有关的格"]
    table = Table(
        name="错格",
        title=f"{found} 的错格",
        heads=heads,
        rows=rows,
        widths=[6, 24, 16, 8, 16, 24, 40, 18, 24, 40],
    )
    return workbook_answer(workbook_of([table]), f"{file_stem(found)}-错格.xlsx")


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
