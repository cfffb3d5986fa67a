"""A form that came before: what was confirmed then is proposed again, by its heads."""

from dudao.spreadsheets.mapping.decision import Kind, Line, Mapping, Role, Sure, TableMapping
from dudao.spreadsheets.mapping.draft import Draft, DraftLine, DraftTable
from dudao.spreadsheets.mapping.wording import wording


def head_words(head: tuple[str, ...]) -> tuple[str, ...]:
    """A head without its years, which move on from one upload to the next."""
    return tuple(wording(text).plain for text in head)


def recall(draft: Draft, table: DraftTable, prior: Mapping, questions_before: int) -> None:
    """Take over what was decided for the same table; questions that it answers are withdrawn."""
    known = _same_table(table, prior)
    if known is None or known.kind is Kind.IGNORED or known.kind is not table.kind:
        return
    table.known_form = True
    table.lists_schools = known.lists_schools
    table.stage = table.stage or known.stage
    exact = {(line.head, line.nth, line.across): line for line in known.lines}
    lines = _without_years(known)
    for line in table.lines:
        before = exact.get((line.head, line.nth, line.across)) or lines.get(
            (head_words(line.head), line.nth, line.across)
        )
        if before is not None:
            _take_over(draft, line, before)
    settled = {line.question for line in table.lines if line.question}
    mine = {question.id for question in draft.questions[questions_before:] if question.kind == "figure"}
    draft.questions[:] = [question for question in draft.questions if question.id not in mine or question.id in settled]


def _without_years(known: TableMapping) -> dict[tuple[tuple[str, ...], int, bool], Line]:
    """The lines by their heads without the years; not those that only a year tells apart, as 本年 and 上年."""
    lines: dict[tuple[tuple[str, ...], int, bool], Line] = {}
    twice = set()
    for line in known.lines:
        key = (head_words(line.head), line.nth, line.across)
        if key in lines:
            twice.add(key)
        lines[key] = line
    return {key: line for key, line in lines.items() if key not in twice}


def _take_over(draft: Draft, line: DraftLine, before: Line) -> None:
    decided = before.by or (
        line.sure in (Sure.ASK, Sure.LOOK) and before.role is not Role.IGNORED and before.sure is not Sure.ASK
    )
    if (
        line.by
        or (before.figure and before.role is Role.FIGURE and before.figure not in draft.catalogue)
        or before.sure is Sure.ASK
    ):
        return
    if not decided and (before.role, before.figure, before.stage) == (line.role, line.figure, line.stage):
        return
    if before.year and before.role is Role.FIGURE and line.year not in (0, before.year):
        return
    line.role, line.figure, line.stage, line.basis = before.role, before.figure, before.stage, before.basis
    line.sure = Sure.IGNORED if before.role is Role.IGNORED else Sure.SURE
    who = f"（{before.by}{f' {before.on}' if before.on else ''}）" if before.by else ""
    line.why, line.by, line.on, line.question = f"上次的对应{who}", before.by or "上次的对应", before.on, ""


def _same_table(table: DraftTable, prior: Mapping) -> TableMapping | None:
    """The table of the prior mapping that has this one's heads."""
    mine = {head_words(line.head) for line in table.lines if line.head}
    best: tuple[float, TableMapping] | None = None
    for known in prior.tables:
        theirs = {head_words(line.head) for line in known.lines if line.head}
        if not mine or not theirs:
            continue
        share = (
            len(mine & theirs) / len(mine | theirs)
            + (0.05 if known.sheet == table.sheet.name else 0)
            + (0.01 if known.nth == table.table.nth else 0)
        )
        if share >= 0.6 and (best is None or share > best[0]):
            best = (share, known)
    return best[1] if best else None
