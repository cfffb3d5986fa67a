"""The mapping proposed for a workbook, how sure each line is, and what a person must decide."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace

from dudao.calc.figures import Catalogue, School
from dudao.spreadsheets.book import Book
from dudao.spreadsheets.mapping.decision import (
    ROLE_WORDS,
    Answer,
    JudgedItem,
    Kind,
    Line,
    Mapping,
    Option,
    Question,
    Role,
    Sure,
    TableMapping,
)
from dudao.spreadsheets.mapping.draft import Draft, DraftLine, DraftTable
from dudao.spreadsheets.mapping.recalling import recall
from dudao.spreadsheets.mapping.settling import settle
from dudao.spreadsheets.mapping.stamp import read_stamp
from dudao.spreadsheets.mapping.stamping import draft_stamped
from dudao.spreadsheets.mapping.tables import draft_table, leave_out_copies
from dudao.spreadsheets.mapping.vocabulary import vocabulary_of


@dataclass(frozen=True, kw_only=True)
class LineProposal:
    """A line as the page shows it: where it stands now, what it is taken for, how its cells are filled."""

    line: Line
    place: str
    label: str
    sure: Sure
    why: str
    question: str = ""
    filled: int = 0
    blanks: int = 0
    dashes: int = 0
    pending: int = 0
    nothing: int = 0
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class TableProposal:
    """A table as the page shows it. Rows are sheet rows."""

    sheet: str
    nth: int
    kind: Kind
    why: str
    title: str
    head_rows: tuple[int, int]
    rows: tuple[int, ...]
    totals: tuple[int, ...]
    notes: tuple[int, ...]
    hidden_rows: tuple[int, ...]
    lines: tuple[LineProposal, ...]
    mapping: TableMapping


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What is proposed for one workbook."""

    book: str
    tables: tuple[TableProposal, ...]
    ignored_sheets: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    remarks: tuple[str, ...]
    known_form: bool
    missing: tuple[str, ...]
    answers: MappingOf[str, Answer] = field(default_factory=dict)
    _draft: "_Source | None" = field(default=None, repr=False, compare=False)

    @property
    def counts(self) -> dict[Sure, int]:
        """How many columns and items are how sure."""
        counts = dict.fromkeys(Sure, 0)
        for table in self.tables:
            for line in table.lines:
                counts[line.sure] += 1
        return counts


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A mapping as far as it is decided, and the questions still open."""

    mapping: Mapping
    open: tuple[Question, ...]
    settled: Proposal  # the tables and lines as they stand with the answers worked in


@dataclass(frozen=True)
class _Source:
    """What a proposal was made from, so that answers can be worked in."""

    draft: Draft
    prior: Mapping | None


def propose(
    book: Book, catalogue: Catalogue, judged: tuple[JudgedItem, ...] = (), known_schools: tuple[School, ...] = (),
    prior: Mapping | None = None, evaluation_year: int = 0, known_types: MappingOf[str, str] | None = None,
) -> Proposal:  # fmt: skip
    """The mapping proposed for a workbook.

    `known_schools` is the roll, if there is one; `prior` the mapping confirmed for this form before; `evaluation_year`
    resolves heads such as 上年; `known_types` (school code → 办学类型) are those of other workbooks of the same import.
    Nothing uncertain is taken: it becomes a Question.
    """
    draft = Draft(book, vocabulary_of(catalogue), tuple(judged), tuple(known_schools), evaluation_year)
    draft.types_known = bool(known_types)
    return _resolve(_Source(draft, prior), {})


def _resolve(source: _Source, answers: MappingOf[str, Answer]) -> Proposal:
    """Draft everything anew, with these answers worked in."""
    draft = source.draft
    draft.decisions, draft.questions, draft.remarks, draft.tables, draft.used = dict(answers), [], [], [], set()
    stamp = read_stamp(draft.book)
    ignored: list[tuple[str, str]] = []
    for sheet, tables in draft.found:
        for found in tables:
            table = draft.new_table(sheet, found)
            before = len(draft.questions)
            if stamp is None or not draft_stamped(draft, table, stamp):
                draft_table(draft, table)
                if source.prior is not None:
                    recall(draft, table, source.prior, before)
            draft.tables.append(table)
        if not tables:
            ignored.append((sheet.name, "没有表格，像说明" if sheet.cells else "空表"))
    leave_out_copies(draft)
    settle(draft)
    for sheet in draft.book.sheets:
        mine = [table for table in draft.tables if table.sheet is sheet]
        if mine and all(table.kind is Kind.IGNORED for table in mine):
            ignored.append((sheet.name, mine[0].why))
    return _proposal(source, ignored, answers)


def _proposal(source: _Source, ignored: list[tuple[str, str]], answers: MappingOf[str, Answer]) -> Proposal:
    draft = source.draft
    _remark_hidden(draft)
    held = {line.figure for table in draft.tables for line in table.of_role(Role.FIGURE)} | {
        table.list_figure for table in draft.tables
    }
    missing = tuple(
        name
        for name, figure in draft.catalogue.figures.items()
        if figure.asked and name not in held and not figure.derived
    )
    return Proposal(
        book=draft.book.name,
        tables=tuple(_table(draft, table) for table in draft.tables),
        ignored_sheets=tuple(ignored),
        questions=tuple({question.id: question for question in draft.questions}.values()),
        remarks=tuple(dict.fromkeys(draft.remarks)),
        known_form=bool(draft.tables)
        and all(table.known_form for table in draft.tables if table.kind is not Kind.IGNORED),
        missing=missing,
        answers={name: answer for name, answer in answers.items() if name in draft.used},
        _draft=source,
    )


def _remark_hidden(draft: Draft) -> None:
    for table in draft.tables:
        if table.kind is Kind.IGNORED:
            continue
        if table.sheet.hidden:
            draft.remarks.append(f"工作表「{table.sheet.name}」是隐藏的，照样带入")
        rows = [row for row in table.table.rows if row in table.sheet.hidden_rows]
        if rows:
            draft.remarks.append(
                f"「{table.sheet.name}」有 {len(rows)} 行是隐藏的，照样带入：{'、'.join(map(str, rows[:10]))}"
            )
        hidden = [
            line.place for line in table.lines if line.hidden and not line.across and line.role is not Role.IGNORED
        ]
        if hidden:
            draft.remarks.append(f"「{table.sheet.name}」有隐藏的列，照样带入：{'、'.join(hidden)}")


def _table(draft: Draft, table: DraftTable) -> TableProposal:
    lines = tuple(_line(draft, table, line) for line in table.lines)
    mapping = TableMapping(
        sheet=table.sheet.name, nth=table.table.nth, kind=table.kind, lines=tuple(line.line for line in lines), list_figure=table.list_figure,
        stage=table.stage, year=table.year, lists_schools=table.lists_schools, stage_by_name=table.stage_by_name, why=table.why,
    )  # fmt: skip
    return TableProposal(
        sheet=table.sheet.name, nth=table.table.nth, kind=table.kind, why=table.why, title=table.title, head_rows=table.table.head_rows,
        rows=table.table.rows, totals=table.table.totals, notes=table.table.notes,
        hidden_rows=tuple(row for row in table.table.rows if row in table.sheet.hidden_rows), lines=lines, mapping=mapping,
    )  # fmt: skip


def _line(draft: Draft, table: DraftTable, line: DraftLine) -> LineProposal:
    zero = draft.decided(f"zero:{table.key}:{line.label}") or draft.decided(f"zero:{table.key}:{line.place}")
    taken = zero if zero is not None and zero.choice == "zero" and zero.by else None
    asked = line.sure is Sure.ASK
    kept = Line(
        head=line.head, nth=line.nth, role=Role.IGNORED if asked and line.role in (Role.FIGURE, Role.VALUE) else line.role,
        figure="" if asked else line.figure, stage="" if asked else line.stage,
        year=line.year if line.role is Role.VALUE else line.kept_year, factor=line.scale, unit=line.unit, basis=line.basis,
        zero_by=taken.by if taken else "", zero_on=taken.on if taken else "", nothing=line.nothing, sure=line.sure, why=line.why,
        by=line.by, on=line.on, across=line.across, added=line.added,
    )  # fmt: skip
    return LineProposal(
        line=kept, place=line.place, label=_label(draft, table, line), sure=line.sure, why=line.why, question=line.question,
        filled=line.stats.filled, blanks=line.stats.blanks, dashes=line.stats.dashes, pending=line.stats.pending,
        nothing=line.stats.nothing, hidden=line.hidden,
    )  # fmt: skip


def _label(draft: Draft, table: DraftTable, line: DraftLine) -> str:
    if line.figure and table.kind is Kind.LIST:
        columns = {column.name: column.label for column in draft.catalogue[table.list_figure].columns}
        return columns.get(line.figure, line.figure)
    if line.role is Role.JUDGEMENT:
        return next((f"{item.code} {item.name}" for item in draft.judged if item.code == line.figure), line.figure)
    if line.figure:
        year = f" {line.kept_year} 年" if line.kept_year else ""
        return draft.figure_label(line.figure, line.stage) + year + ("？" if line.sure is Sure.ASK else "")
    if line.role is Role.VALUE and line.year:
        return f"{line.year} 年"
    return ROLE_WORDS.get(line.role, "不带入") if line.sure is not Sure.ASK else "？"


def apply_answers(
    proposal: Proposal, answers: MappingOf[str, str], by: str = "", on: str = "", looks: bool = True
) -> Outcome:
    """The mapping with these answers worked in, and the questions still open.

    `answers` are question id → option code; besides, without a question, "zero:<sheet>:<nth>:<place>" → "zero" (blank
    means 0; only with `by`) and "line:<sheet>:<nth>:<place>" → figure[@stage[@year]] or "ignore".
    What the prior mapping holds as answered needs no answer again.
    `looks` False: lines that should be looked at are not taken but stand among the open questions.
    """
    source = proposal._draft
    if source is None:
        raise ValueError("这份建议已经存成文字，不能再回答；请重新读工作簿")
    given = _given(source, proposal, answers, by, on)
    settled = _resolve(source, {**proposal.answers, **given})
    open_questions = [question for question in settled.questions if question.needed]
    tables = [table.mapping for table in settled.tables]
    if not looks:
        tables, more = _without_looks(settled)
        open_questions.extend(more)
    else:
        tables = [_signed(table, by, on) for table in tables]
    mapping = Mapping(name=proposal.book, tables=tuple(tables), answers={**proposal.answers, **given})
    return Outcome(mapping=mapping, open=tuple(open_questions), settled=settled)


def _given(source: _Source, proposal: Proposal, answers: MappingOf[str, str], by: str, on: str) -> dict[str, Answer]:
    """Answers with who gave them and when; those that a mapping file holds already keep its own names.

    What is said of a place is kept for its head, so that a column put in before it changes nothing.
    """
    texts = {question.id: question.text for question in proposal.questions}
    heads = {}
    for table in source.draft.tables:
        for line in table.lines:
            heads[f"{table.key}:{line.place}"] = f"{table.key}:{line.label}"
    before = source.prior.answers if source.prior is not None else {}
    given = dict(before)  # what was decided for this form stands until somebody decides otherwise
    for name, choice in answers.items():
        act, _, where = name.partition(":")
        key = f"{act}:{heads[where]}" if act in ("zero", "line") and where in heads else name
        known = before.get(key) or before.get(name)
        given[key] = (
            known
            if known is not None and known.choice == choice and not by
            else Answer(choice=choice, by=by, on=on, text=texts.get(name, ""))
        )
    return given


def _signed(table: TableMapping, by: str, on: str) -> TableMapping:
    """Lines that a person saw and left as they were bear his name."""
    lines = tuple(
        replace(line, by=line.by or by, on=line.on or on) if line.sure is Sure.LOOK else line for line in table.lines
    )
    return replace(table, lines=lines, by=by, on=on)


def _without_looks(proposal: Proposal) -> tuple[list[TableMapping], list[Question]]:
    tables: list[TableMapping] = []
    questions: list[Question] = []
    for table in proposal.tables:
        lines: list[Line] = []
        for shown in table.lines:
            if shown.sure is not Sure.LOOK:
                lines.append(shown.line)
                continue
            lines.append(replace(shown.line, role=Role.IGNORED, figure="", stage=""))
            label = "/".join(shown.line.head) + (f"#{shown.line.nth}" if shown.line.nth > 1 else "")
            code = shown.line.figure + (f"@{shown.line.stage}" if shown.line.stage else "")
            questions.append(Question(
                id=f"line:{table.sheet}:{table.nth}:{label}", kind="look", sheet=table.sheet, place=shown.place,
                text=f"{shown.place}「{' / '.join(shown.line.head)}」是“{shown.label}”吗？", detail=shown.why,
                options=(Option(code=code, label=shown.label), Option(code="ignore", label="不带入")), recommended=code,
                figures=(shown.line.figure,),
            ))  # fmt: skip
        tables.append(replace(table.mapping, lines=tuple(lines)))
    return tables, questions


def answer_more(
    mapping: Mapping, answers: MappingOf[str, str], by: str = "", on: str = "", questions: tuple[Question, ...] = ()
) -> Mapping:
    """The mapping with answers to questions that reading the rows raised (a school twice, two values, a strange name)."""
    texts = {question.id: question.text for question in questions}
    given = {name: Answer(choice=choice, by=by, on=on, text=texts.get(name, "")) for name, choice in answers.items()}
    return replace(mapping, answers={**mapping.answers, **given})
