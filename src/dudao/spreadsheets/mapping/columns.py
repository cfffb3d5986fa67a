"""Tables with a figure in each column: schools in rows, or the county by year and stage."""

import re

from dudao.spreadsheets.mapping.decision import Kind, Role, Sure
from dudao.spreadsheets.mapping.draft import (
    NAME_WORDS,
    Draft,
    DraftLine,
    DraftTable,
    is_change,
    is_remark,
    is_serial,
    like_school,
    plain_name,
    structural,
)
from dudao.spreadsheets.mapping.entries import choice_words, chosen
from dudao.spreadsheets.mapping.figures import name_line
from dudao.spreadsheets.mapping.heads import read_path
from dudao.spreadsheets.mapping.naming import Names
from dudao.spreadsheets.mapping.rereading import reread_column
from dudao.spreadsheets.mapping.schools import TYPE_STAGES
from dudao.spreadsheets.mapping.structure import Head
from dudao.spreadsheets.mapping.wording import squeeze, stage_of, wording

_SCHOOL_ROLES = {"school_name": Role.NAME, "school_code": Role.CODE, "township": Role.TOWNSHIP}


def name_column(draft: Draft, table: DraftTable) -> tuple[Head, str] | None:
    """The column of school names and why it is one: by its head, or by what stands in it."""
    best: tuple[float, Head, str] | None = None
    if table.sheet.origins and table.table.heads and table.texts(table.table.heads[0].column):
        return table.table.heads[0], "每格是一所学校的校名"  # a folded table begins with it
    for head in table.table.heads:
        texts = table.texts(head.column)
        if not texts:
            continue
        named = squeeze(head.path[-1]) in NAME_WORDS if head.path else False
        on_roll = sum(plain_name(text) in draft.school_names for text in texts) if draft.school_names else 0
        share = max(on_roll, sum(like_school(text) for text in texts)) / len(texts)
        distinct = len(set(texts)) / len(texts)
        if squeeze(head.path[-1] if head.path else "").startswith(("所属", "上级", "主校", "中心校")) and not named:
            continue
        if not (named and share >= 0.3) and not (share >= 0.6 and distinct >= 0.4):
            continue
        why = f"{len(texts)} 校中 {on_roll} 对上名册" if draft.school_names else "同名" if named else "取值像校名"
        rank = share + (1 if named else 0) + 0.2 * distinct
        if best is None or rank > best[0]:
            best = (rank, head, why)
    return (best[1], best[2]) if best else None


def draft_schools(draft: Draft, table: DraftTable, name: tuple[Head, str]) -> None:
    """The columns of a table with schools in its rows."""
    table.kind, table.why = Kind.SCHOOLS, "每行一所学校"
    names = draft.vocabulary.school
    table.stage = table_stage(draft, table)
    for head in table.table.heads:
        line = draft.new_line(table, head)
        line.stats = draft.column_stats(table, head.column)
        table.lines.append(line)
        if head.column == name[0].column:
            line.settle(Role.NAME, Sure.SURE, name[1])
        else:
            _school_column(draft, table, line, names)
    _one_of_each(table)
    figures = table.of_role(Role.FIGURE)
    typed = any(line.figure == "school_type" for line in figures)
    numbers = [line for line in table.lines if line.sure is not Sure.IGNORED and line.role is not Role.NAME]
    # What each school returned of itself is no list of the schools that there should be.
    returned = len({(origin.file, origin.sheet) for origin in table.sheet.origins.values()}) > 1
    table.lists_schools = not returned and (typed or table.first(Role.CODE) is not None or _titled_roll(table))
    if (
        table.lists_schools
        and len(numbers) <= 5
        and not any(line.stats.numeric and line.role is Role.FIGURE for line in table.lines)
        and _titled_roll(table)
    ):
        table.kind, table.why = Kind.ROLL, "名册"


def _titled_roll(table: DraftTable) -> bool:
    return any(
        word in text
        for text in (table.sheet.name, *table.table.titles)
        for word in ("名册", "名录", "一览", "学校名单", "花名册")
    )


def _school_column(draft: Draft, table: DraftTable, line: DraftLine, names: Names) -> None:
    leaf = squeeze(line.head[-1]) if line.head else ""
    if is_serial(leaf):
        line.ignore("序号")
        return
    item = draft.judged_item(line.head[-1]) if line.head else None
    if item is not None and item.of_school and _levels(line, item.levels):
        line.settle(Role.JUDGEMENT, Sure.SURE, f"评判 {item.code}")
        line.figure = item.code
        return
    role = structural(leaf)
    if role is Role.STAGE and _stages_in(table, line.column):
        line.settle(Role.STAGE, Sure.SURE, "取值全是学段")
        return
    if role is Role.YEAR and _years_in(table, line.column):
        line.settle(Role.YEAR, Sure.SURE, "取值全是年份")
        return
    name_line(draft, table, line, names)
    reread_column(draft, table, line, names)
    if line.role is Role.FIGURE and line.figure in _SCHOOL_ROLES:
        if line.figure == "school_name":
            line.ignore("另一列已是学校名称")
        else:
            line.role = _SCHOOL_ROLES[line.figure]
            line.figure = ""
    _by_values(draft, line)
    if line.sure in (Sure.ASK, Sure.IGNORED) and (is_remark(leaf) or is_change(leaf)) and not line.by:
        draft.questions[:] = [
            question for question in draft.questions if question.id != line.question or not line.question
        ]
        line.question = ""
        line.ignore("备注" if is_remark(leaf) else "是算出来的比较，不是原数")


_CODE = re.compile(r"^\d{10}$")
_TOWNSHIP = re.compile(r"(镇|乡|街道|办事处|片区|学区|农场|社区|街)$")


def _by_values(draft: Draft, line: DraftLine) -> None:
    """What stands in a column settles a head that is only nearly one: codes of ten digits, townships, a list of choices."""
    texts = [cell.text.strip() for cell in line.stats.cells]
    if len(texts) < 3:
        return
    figure = {Role.CODE: "school_code", Role.TOWNSHIP: "township"}.get(line.role, line.figure)
    known = False
    if figure == "school_code":
        known = all(_CODE.match(text.strip("'’")) for text in texts) and len(set(texts)) * 10 >= len(texts) * 8
    elif figure == "township":
        known = sum(bool(_TOWNSHIP.search(text)) for text in texts) * 10 >= len(texts) * 8
    elif line.sure is Sure.LOOK and figure in draft.catalogue and draft.catalogue[figure].choices:
        known = line.why.endswith("取值全在代码表")
    if not known or line.sure not in (Sure.LOOK, Sure.ASK):
        return
    if line.sure is Sure.ASK:
        draft.questions[:] = [question for question in draft.questions if question.id != line.question]
        line.question = ""
        line.role = _SCHOOL_ROLES[figure]
        line.figure = line.stage = ""
    line.sure, line.why = Sure.SURE, f"{line.why.rstrip('。')}；取值吻合"


def _levels(line: DraftLine, levels: tuple[tuple[str, str], ...]) -> bool:
    """Whether a column's cells are levels of a judgement."""
    words = {squeeze(text) for level in levels for text in level} | {"是", "否", "达标", "不达标", "未达标"}
    texts = [squeeze(cell.text) for cell in line.stats.cells]
    return not texts or sum(text in words for text in texts) * 2 >= len(texts)


def _stages_in(table: DraftTable, column: int) -> bool:
    texts = table.texts(column)
    return bool(texts) and sum(bool(stage_of(text)) for text in texts) >= 0.8 * len(texts)


def _years_in(table: DraftTable, column: int) -> bool:
    texts = table.texts(column)
    return bool(texts) and all(wording(text).year for text in texts)


def _one_of_each(table: DraftTable) -> None:
    """Of two columns of codes or townships, the first; the others are left out."""
    for role in (Role.CODE, Role.TOWNSHIP, Role.STAGE, Role.YEAR):
        for line in table.of_role(role)[1:]:
            line.ignore("前面已有同样的列")


# A stage's word in a title, not the end of a school's name: 某县小学情况, but not 阳光小学情况.
_STAGE_TITLE = re.compile(
    r"(?:^|[县区市旗州年度期季全各、,()\-_及和\d]|农村|城区|乡镇|公办|民办|普通|所有|全部)"
    r"(?:普通|初级)?(?:小学|初中|中学|高中|高级中学|中职|中等职业|幼儿园|学前)"
)


def table_stage(draft: Draft, table: DraftTable) -> str:
    """The one stage that a sheet's name or title declares for the whole table; never taken from a school's name."""
    for text in (table.sheet.name, *table.table.titles):
        plain = squeeze(text)
        if not _STAGE_TITLE.search(plain) or any(name in plain for name in draft.school_names):
            continue
        stages = wording(text).stages
        if len(stages) == 1:
            return next(iter(stages))
    kind = sheet_type(draft, table)
    return TYPE_STAGES[kind][0] if len(TYPE_STAGES.get(kind, ())) == 1 else ""


def sheet_type(draft: Draft, table: DraftTable) -> str:
    """The type of school (办学类型) that a sheet's own name is, '' where it is none."""
    return chosen(table.sheet.name, choice_words(draft.catalogue["school_type"].choices)) or ""


def draft_county_columns(draft: Draft, table: DraftTable) -> None:
    """A county table with its figures in columns, years or stages in rows."""
    table.kind, table.why = Kind.COUNTY, "县级数据，按列"
    for head in table.table.heads:
        line = draft.new_line(table, head)
        line.stats = draft.column_stats(table, head.column)
        table.lines.append(line)
        if _stages_in(table, head.column):
            line.settle(Role.STAGE, Sure.SURE, "取值全是学段")
        elif _years_in(table, head.column):
            line.settle(Role.YEAR, Sure.SURE, "取值全是年份")
        elif is_serial(squeeze(head.path[-1]) if head.path else "") or is_remark(
            squeeze(head.path[-1]) if head.path else ""
        ):
            line.ignore("序号或备注")
        else:
            name_line(draft, table, line, draft.vocabulary.county)
    _one_of_each(table)
    table.stage = table_stage(draft, table)


def county_columns(draft: Draft, table: DraftTable) -> int:
    """How many heads of a table name figures of the county."""
    names = draft.vocabulary.county
    return sum(
        bool(head.path) and bool(names.matches(read_path(head.path), table.context, None)) for head in table.table.heads
    )
