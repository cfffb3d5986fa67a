"""Small tables that are lists (项目清单, 逐间面积 …) and tables of judgements."""

from dataclasses import dataclass

from dudao.calc.figures import Column
from dudao.spreadsheets.mapping.columns import name_column
from dudao.spreadsheets.mapping.decision import Kind, Option, Question, Role, Sure
from dudao.spreadsheets.mapping.draft import Draft, DraftLine, DraftTable, is_remark, is_serial
from dudao.spreadsheets.mapping.heads import read_path
from dudao.spreadsheets.mapping.list_names import CLEARLY, ListNames
from dudao.spreadsheets.mapping.structure import Head
from dudao.spreadsheets.mapping.units import factor, unit_of
from dudao.spreadsheets.mapping.wording import squeeze


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a table's heads are those of a list."""

    figure: str
    columns: dict[int, tuple[Column, str]]
    share: float
    titled: bool

    @property
    def rank(self) -> float:
        return self.share + len(self.columns) * 0.1 + (1.0 if self.titled else 0.0)


def list_fits(draft: Draft, table: DraftTable) -> list[Fit]:
    """The lists whose columns a table has, best first."""
    fits = []
    texts = (*table.table.titles, table.sheet.name)
    heads = [
        head
        for head in table.table.heads
        if head.path and not is_serial(squeeze(head.path[-1])) and not is_remark(squeeze(head.path[-1]))
    ]
    likeness = {
        name: max((names.likeness(text) for text in texts), default=0.0)
        for name, names in draft.vocabulary.lists.items()
    }
    most = max(likeness.values(), default=0.0)
    for name, names in draft.vocabulary.lists.items():
        titled = any(names.called(text) for text in texts) and likeness[name] >= most - CLEARLY
        columns: dict[int, tuple[Column, str]] = {}
        for head in heads:
            found = names.column(read_path(head.path), draft.column_stats(table, head.column))
            if found is not None and all(found[0].name != other.name for other, _ in columns.values()):
                columns[head.column] = found
        if titled and columns:
            _left_over(draft, table, names, heads, columns)
        declared = names.figure.columns
        if columns and (len(columns) >= 2 or (titled and len(declared) <= 2)):
            fits.append(Fit(name, columns, len(columns) / max(1, min(len(heads), len(declared) + 1)), titled))
    return sorted(fits, key=lambda fit: -fit.rank)


def _left_over(
    draft: Draft, table: DraftTable, names: ListNames, heads: list[Head], columns: dict[int, tuple[Column, str]]
) -> None:
    """Columns whose cells alone tell what they are, in a table whose title names the list."""
    taken = {column.name for column, _ in columns.values()}
    lines = {head.column: draft.column_stats(table, head.column) for head in heads if head.column not in columns}
    for place, column in names.left_over(taken, lines).items():
        columns[place] = (column, "只有它还对得上")


def draft_list(draft: Draft, table: DraftTable, fit: Fit, sure: bool) -> None:
    """The columns of a list."""
    figure = draft.catalogue[fit.figure]
    table.kind, table.list_figure, table.why = (
        Kind.LIST,
        fit.figure,
        "表名和表头对上清单" if fit.titled else "表头对上清单",
    )
    school = name_column(draft, table) if figure.level.of_school else None
    for head in table.table.heads:
        line = draft.new_line(table, head)
        line.stats = draft.column_stats(table, head.column)
        table.lines.append(line)
        found = fit.columns.get(head.column)
        if school is not None and head.column == school[0].column:
            line.settle(Role.NAME, Sure.SURE, school[1])
        elif found is not None:
            line.settle(Role.FIGURE, Sure.SURE if sure else Sure.LOOK, found[1])
            line.figure = found[0].name
            _column_unit(table, line, found[0])
        elif figure.level.of_school and _school_code(draft, head):
            line.settle(Role.CODE, Sure.SURE, "同名")
        else:
            line.ignore("清单用不着")


def _school_code(draft: Draft, head: Head) -> bool:
    matches = draft.vocabulary.school.matches(read_path(head.path), frozenset(), None) if head.path else []
    return bool(matches) and matches[0].figure == "school_code" and matches[0].exact


def _column_unit(table: DraftTable, line: DraftLine, column: Column) -> None:
    wanted = unit_of(column.unit) if column.unit else None
    written = line.written or next(
        (unit for unit in table.noted if wanted is not None and unit.measure == wanted.measure), None
    )
    if wanted is not None and written is not None:
        scale = factor(written, wanted)
        if scale is not None:
            line.scale, line.unit = scale, written.word


def confirm_list(draft: Draft, table: DraftTable, fits: list[Fit]) -> bool:
    """Whether a table is the list it seems to be: sure by its title and heads, else a person says. False: not (yet)."""
    best = fits[0]
    if best.titled and best.share >= 0.5 and not (len(fits) > 1 and fits[1].titled and fits[1].rank > best.rank - 0.15):
        draft_list(draft, table, best, True)
        return True
    exact = (
        len(best.columns) >= 3
        and best.share >= 0.75
        and not (len(fits) > 1 and len(fits[1].columns) >= len(best.columns))
    )
    if exact:
        draft_list(draft, table, best, True)
        return True
    if best.share < 0.6:
        return False
    title = table.title or table.sheet.name
    question = Question(
        id=f"sheet:{table.key}", kind="sheet", sheet=table.sheet.name, place="", text=f"「{title}」是哪张清单？",
        detail="表头像下面的清单，表名没有说。",
        options=(*(Option(code=fit.figure, label=draft.figure_label(fit.figure)) for fit in fits[:3]), Option(code="ignore", label="不带入")),
        figures=tuple(fit.figure for fit in fits[:3]),
    )  # fmt: skip
    answer = draft.ask(question)
    chosen = next((fit for fit in fits if answer is not None and fit.figure == answer.choice), None)
    if chosen is not None:
        draft_list(draft, table, chosen, True)
    elif answer is None:
        draft_list(draft, table, best, False)
        for line in table.lines:
            if line.role is not Role.IGNORED:
                line.sure, line.question = Sure.ASK, question.id
    else:
        table.why = "您定：不带入"
    return True


_LEVEL = {"结论", "等级", "等次", "评定", "评定结果", "档次", "判断", "评判", "评判结果", "结果", "达到情况", "是否达到", "评价", "评价结果", "自评结论", "自评结果", "自评等次",
          "自评", "达标情况", "是否达标", "评定等级", "评定等次", "认定结果", "情况", "自评等级", "评判等级", "档", "评档"}  # fmt: skip
_REASON = {
    "理由",
    "依据",
    "说明",
    "判断依据",
    "评判依据",
    "自评依据",
    "评判理由",
    "原因",
    "事实依据",
    "主要依据",
    "支撑材料",
    "佐证",
    "佐证材料",
    "情况说明",
    "备注",
    "自评说明",
}
_DATE = {"日期", "时间", "评判日期", "评定日期", "自评日期", "填报日期", "判断日期", "评判时间", "评定时间"}
_PERSON = {
    "评判人",
    "填报人",
    "责任人",
    "评定人",
    "负责人",
    "评判单位",
    "责任单位",
    "评定单位",
    "自评人",
    "评价人",
    "判断人",
    "填表人",
    "责任科室",
    "评判者",
}


def judgement_column(draft: Draft, table: DraftTable) -> int:
    """The column whose cells name judged items; 0 where there is none."""
    for head in table.table.heads:
        texts = table.texts(head.column)
        if texts and sum(draft.judged_item(text) is not None for text in texts) * 2 >= len(texts):
            return head.column
    return 0


def draft_judgements(draft: Draft, table: DraftTable, column: int) -> bool:
    """The columns of a table with a judged item in each row. False where it has no column of levels."""
    lines: list[DraftLine] = []
    school = name_column(draft, table)
    labels = {squeeze(word) for item in draft.judged for level in item.levels for word in level}
    for head in table.table.heads:
        line = draft.new_line(table, head)
        line.stats = draft.column_stats(table, head.column)
        lines.append(line)
        leaf = squeeze(head.path[-1]) if head.path else ""
        texts = [squeeze(text) for text in table.texts(head.column)]
        if head.column == column:
            line.settle(Role.ITEM, Sure.SURE, "评判项的编号或名称")
        elif school is not None and head.column == school[0].column:
            line.settle(Role.NAME, Sure.SURE, school[1])
        elif (
            texts
            and sum(text in labels for text in texts) * 2 >= len(texts)
            or leaf in _LEVEL
            and all(len(text) <= 8 for text in texts)
        ):
            line.settle(Role.LEVEL, Sure.SURE, "取值是等级或结论")
        elif leaf in _REASON:
            line.settle(Role.REASON, Sure.SURE, "同名")
        elif leaf in _DATE:
            line.settle(Role.DATE, Sure.SURE, "同名")
        elif leaf in _PERSON:
            line.settle(Role.PERSON, Sure.SURE, "同名")
        else:
            line.ignore("评判用不着")
    levels = [line for line in lines if line.role is Role.LEVEL]
    if not levels:
        table.forget()
        return False
    for line in levels[1:]:
        line.ignore("前面已有结论列")
    table.kind, table.why, table.lines = Kind.JUDGEMENTS, "每行一个评判项", lines
    return True
