"""What each table of a workbook is: schools, county figures, a list, judgements, or nothing that is asked for."""

from dudao.spreadsheets.mapping.columns import county_columns, draft_county_columns, draft_schools, name_column
from dudao.spreadsheets.mapping.decision import Kind, Option, Question, Role, Sure
from dudao.spreadsheets.mapping.draft import NAME_WORDS, Draft, DraftTable, is_no_return, looks_worked_out
from dudao.spreadsheets.mapping.heads import read_path
from dudao.spreadsheets.mapping.itemised import Layout
from dudao.spreadsheets.mapping.items import draft_items, layouts, measured
from dudao.spreadsheets.mapping.lists import Fit, confirm_list, draft_judgements, judgement_column, list_fits
from dudao.spreadsheets.mapping.naming import Names
from dudao.spreadsheets.mapping.wording import squeeze


def draft_table(draft: Draft, table: DraftTable) -> None:
    """Decide what a table is and draft its lines."""
    if not table.table.rows and not table.table.heads:
        table.why = "没有数据"
        return
    column = judgement_column(draft, table) if draft.judged else 0
    if column and draft_judgements(draft, table, column):
        return
    name = name_column(draft, table)
    fits = list_fits(draft, table)
    school_heads = _matched(table, draft.vocabulary.school) if name else 0
    if _list_first(draft, table, fits, school_heads if name else -1) and confirm_list(draft, table, fits):
        return
    if name is not None and school_heads:
        if _wanted(draft, table):
            draft_schools(draft, table, name)
        return
    if _draft_county(draft, table):
        return
    if fits and confirm_list(draft, table, fits):
        return
    table.why = "没有认出学校、指标或清单"


def _matched(table: DraftTable, names: Names) -> int:
    return sum(
        bool(head.path) and bool(names.matches(read_path(head.path), table.context, None)) for head in table.table.heads
    )


def _list_first(draft: Draft, table: DraftTable, fits: list[Fit], school_heads: int) -> bool:
    """Whether a table should be tried as a list before anything else: its title says so, or its rows are no county items.

    `school_heads` is the number of columns that are figures of schools, -1 where it has no column of school names.
    """
    if not fits:
        return False
    best = fits[0]
    found = layouts(draft, table, draft.vocabulary.county)
    # 名称 | 是否移交 | 举办性质: the columns of a list, though 公办 is an item elsewhere
    items = max((layout.known for layout in found if not _columns_of(best, layout)), default=0)
    if any(measured(table, layout) for layout in found):
        return False
    if best.titled:  # 班级、学生情况表 is a table of schools when more of its columns are figures of schools
        return items * 2 <= len(table.table.rows) and school_heads <= 2 * len(best.columns)
    return school_heads < 0 and items * 3 <= len(table.table.rows) and county_columns(draft, table) <= len(best.columns)


def _columns_of(fit: Fit, layout: Layout) -> bool:
    """Whether what looks like several columns of items are columns of a list."""
    return len(layout.items) > 1 and set(layout.items) <= fit.columns.keys()


def _draft_county(draft: Draft, table: DraftTable) -> bool:
    """Items in rows or figures in columns, whichever explains more."""
    found = layouts(draft, table, draft.vocabulary.county)
    rows = sum(layout.known for layout in found)
    columns = county_columns(draft, table)
    of_school = layouts(draft, table, draft.vocabulary.school)
    school_rows = sum(layout.known for layout in of_school)
    if school_rows > rows and school_rows >= 3 and _school_items(table):
        if _wanted(draft, table):
            draft_items(draft, table, of_school, draft.vocabulary.school)
            _one_school(table)
        return True
    if not rows and not columns and not any(measured(table, layout) for layout in found):
        return False
    if not _wanted(draft, table):
        return True
    if columns > rows and len(table.table.rows) <= 40:
        draft_county_columns(draft, table)
    else:
        draft_items(draft, table, found, draft.vocabulary.county)
    return True


def _school_items(table: DraftTable) -> bool:
    """Whether a list of items has one that is the school's name."""
    return any(squeeze(text) in NAME_WORDS for head in table.table.heads for text in table.texts(head.column))


def _one_school(table: DraftTable) -> None:
    """A form of one school: its name, code and township are items among others."""
    table.kind, table.why = Kind.SCHOOLS, "一所学校，项目在行"
    roles = {"school_name": Role.NAME, "school_code": Role.CODE, "township": Role.TOWNSHIP}
    for line in table.lines:
        if line.across and line.role is Role.FIGURE and line.figure in roles:
            line.role = roles[line.figure]
            line.figure = ""
        elif line.across and squeeze(line.head[-1]) in NAME_WORDS and line.role is not Role.NAME:
            line.settle(Role.NAME, Sure.SURE, "同名")


def _wanted(draft: Draft, table: DraftTable) -> bool:
    """Ask about a table that by its name is no return (样表 …), note one that may be worked out; the only one is wanted."""
    if len(draft.book.sheets) == 1:
        return True
    texts = (table.sheet.name, *(text for text in table.table.titles if len(text) < 40))
    if any(map(is_no_return, texts)):
        return not _left_out(draft, table, "表名像样表或旧表。")
    table.doubted = any(map(looks_worked_out, texts))
    return True


def _left_out(draft: Draft, table: DraftTable, why: str) -> bool:
    """Ask whether a table is to be brought in; until somebody says so it is left out."""
    question = Question(
        id=f"sheet:{table.key}", kind="sheet", sheet=table.sheet.name, place="",
        text=f"「{table.title or table.sheet.name}」要不要带入？", detail=why,
        options=(Option(code="bring", label="带入", consequence="与别的表同等对待"), Option(code="ignore", label="不带入", consequence="整张表不用")),
        recommended="ignore",
    )  # fmt: skip
    answer = draft.ask(question)
    if answer is not None and answer.choice == "bring":
        return False
    table.kind, table.why = Kind.IGNORED, why.rstrip("。") if answer is None else f"{answer.by or '您'}定：不带入"
    return True


def leave_out_copies(draft: Draft) -> None:
    """Tables that may be worked out (测算, 缺口 …): left out where another table gives their figures, else looked at."""
    given = {name for table in draft.tables if not table.doubted for name in _held(table)}
    for table in draft.tables:
        if not table.doubted or table.kind is Kind.IGNORED or table.known_form:
            continue
        held = _held(table)
        copied = held & given
        if len(copied) * 2 >= len(held):
            questions = {line.question for line in table.lines if line.question}
            if _left_out(draft, table, "表名像测算或对比，里面的数别的表也有。"):
                draft.questions[:] = [question for question in draft.questions if question.id not in questions]
                table.forget()
            continue
        for line in table.of_role(Role.FIGURE):
            if line.figure in copied and not line.by:
                line.ignore("别的表已有这个数")
            elif line.sure is Sure.SURE and not line.by:
                line.sure, line.why = Sure.LOOK, f"{line.why}；表名像测算，别的表没有这个数"


def _held(table: DraftTable) -> set[str]:
    """The figures that a table gives."""
    if table.kind in (Kind.LIST, Kind.IGNORED):
        return {table.list_figure} - {""}
    return {line.figure for line in table.of_role(Role.FIGURE) if line.sure is not Sure.ASK}
