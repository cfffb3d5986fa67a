"""What only shows once all tables are named: units, years side by side, the same figure twice, 口径, stages, 无."""

from collections import defaultdict
from collections.abc import Iterable

from dudao.calc.figures import Figure
from dudao.calc.figures.declaration import STAGES
from dudao.spreadsheets.mapping.decision import Kind, Option, Question, Role, Sure
from dudao.spreadsheets.mapping.draft import Draft, DraftLine, DraftTable
from dudao.spreadsheets.mapping.figures import IGNORE, settle_unit, where
from dudao.spreadsheets.mapping.roll import part_of

Placed = tuple[DraftTable, DraftLine]


def settle(draft: Draft) -> None:
    """Settle all tables of a draft against each other."""
    for table in draft.tables:
        if table.kind in (Kind.SCHOOLS, Kind.COUNTY):
            for line in table.of_role(Role.FIGURE):
                if line.sure is not Sure.ASK and not draft.catalogue[line.figure].columns:
                    settle_unit(draft, table, line)
            _totals_of_stages(draft, table)
    _years(draft)
    _same_twice(draft)
    _basis(draft)
    for table in draft.tables:
        if table.kind is Kind.SCHOOLS:
            _stages(draft, table)
        if table.kind is Kind.COUNTY:
            _stages_of_county(draft, table)
        _which_values(draft, table)
        for line in table.lines:
            _nothing(draft, table, line)


def _placed(draft: Draft) -> Iterable[Placed]:
    for table in draft.tables:
        if table.kind in (Kind.SCHOOLS, Kind.COUNTY):
            for line in table.of_role(Role.FIGURE):
                yield table, line


def _totals_of_stages(draft: Draft, table: DraftTable) -> None:
    """A column without a stage beside columns of the same figure by stage is their total: only good for comparing."""
    staged = {line.figure for line in table.of_role(Role.FIGURE) if line.stage}
    for line in table.of_role(Role.FIGURE):
        figure = draft.catalogue[line.figure]
        if len(figure.stages) > 1 and not line.stage and line.figure in staged and not line.by:
            line.ignore("各学段之和，分学段的列已有")


def _years(draft: Draft) -> None:
    """Each line its year: figures asked for several years keep them, of the others the newest is taken."""
    groups: dict[tuple[str, str, bool], list[Placed]] = defaultdict(list)
    dated = {table.key for table in draft.tables if any(line.year for line in table.of_role(Role.VALUE))}
    for table, line in _placed(draft):
        figure = draft.catalogue[line.figure]
        if figure.several_years:
            _one_of_several(draft, table, line, table.key in dated)
        elif not line.across or table.key not in dated:
            groups[line.figure, line.stage or table.stage, figure.level.of_school].append((table, line))
    for placed in groups.values():
        _newest(draft, placed)


def _one_of_several(draft: Draft, table: DraftTable, line: DraftLine, dated: bool) -> None:
    """The year of a line whose figure is asked for several years; `dated`: the columns of values have years."""
    if line.across and dated and not line.year:
        line.kept_year = 0  # each value column has its own
        return
    if table.first(Role.YEAR) is not None:
        return
    line.kept_year = line.year or table.year
    if line.kept_year:
        line.why = f"{line.why}；{line.kept_year} 年"
        return
    years = (
        [draft.evaluation_year + offset for offset in draft.catalogue[line.figure].years]
        if draft.evaluation_year
        else []
    )
    question = Question(
        id=f"year:{table.key}:{line.label}", kind="year", sheet=table.sheet.name, place=line.place,
        text=f"{where(line)}「{line.path.label}」是哪一年的？", detail="这个数要分年度，表头和表名都没写年份。",
        options=(*(Option(code=str(year), label=f"{year} 年") for year in years), IGNORE), figures=(line.figure,),
    )  # fmt: skip
    answer = draft.ask(question)
    if answer is None:
        line.sure, line.why, line.question = Sure.ASK, "没写年份", question.id
    elif answer.choice == "ignore":
        line.ignore(f"{answer.by or '您'}定：不带入")
    else:
        line.kept_year = int(answer.choice)


def _newest(draft: Draft, placed: list[Placed]) -> None:
    """Of lines that hold one figure for several years, the newest; the others are left out."""
    if len(placed) < 2:
        for _, line in placed:
            if (line.path.relative or 0) < 0 and line.sure is Sure.SURE and not line.by:
                line.sure, line.why = Sure.LOOK, f"{line.why}；写的是以前年度的"
        return
    dated = [(table, line, line.year or table.year) for table, line in placed if not line.by]
    years = {year for _, _, year in dated}
    if len(years) < 2 or 0 in years:
        return
    newest = max(years)
    for _, line, year in dated:
        if year < newest:
            line.ignore(f"{year} 年的；本项只要一个年度，取最新的 {newest} 年")
        elif line.sure is not Sure.ASK:
            line.why = f"{line.why}；{newest} 年，最新"


def _same_twice(draft: Draft) -> None:
    """Two columns of one table for the same figure: equal ones count once, of different ones a person says which."""
    for table in draft.tables:
        groups: dict[tuple[str, str, int], list[DraftLine]] = defaultdict(list)
        if table.kind in (Kind.SCHOOLS, Kind.COUNTY):
            for line in table.of_role(Role.FIGURE):
                groups[line.figure, line.stage, line.kept_year].append(line)
        for (figure, stage, _), lines in groups.items():
            if len(lines) > 1 and any(line.sure is not Sure.ASK for line in lines):
                _choose(draft, table, draft.catalogue[figure], stage, lines)


def _choose(draft: Draft, table: DraftTable, figure: Figure, stage: str, lines: list[DraftLine]) -> None:
    by_hand = [line for line in lines if line.by]
    if len(by_hand) == 1:
        for line in lines:
            if line is not by_hand[0]:
                line.ignore(f"已定用 {by_hand[0].place}")
        return
    sure = [line for line in lines if line.sure is Sure.SURE]
    if len(sure) == 1 and not by_hand:
        _keep_sure(draft, table, figure, sure[0], [line for line in lines if line is not sure[0]])
        return
    if all(line.stats.numbers == lines[0].stats.numbers for line in lines[1:]) and lines[0].stats.numbers:
        for line in lines[1:]:
            line.ignore(f"与 {lines[0].place} 列的数完全相同")
        return
    label = figure.label_of(stage)
    question = Question(
        id=f"same:{table.key}:{figure.name}:{stage}", kind="same", sheet=table.sheet.name, place="、".join(line.place for line in lines),
        text=f"{'、'.join(where(line) for line in lines)}都像“{label}”，用哪一列？", detail="几列的数不一样。",
        options=(
            *(Option(code=line.label, label=f"用{where(line)}「{line.path.label}」") for line in lines),
            *((Option(code="sum", label="是几部分，相加"),) if figure.kind.value == "number" else ()),
            IGNORE,
        ),
        figures=(figure.name,),
    )  # fmt: skip
    answer = draft.ask(question)
    for line in lines:
        if answer is None:
            line.sure, line.why, line.question = Sure.ASK, f"有几列都像“{label}”", question.id
        elif answer.choice == "sum":
            line.sure, line.added, line.by, line.on = Sure.SURE, True, answer.by, answer.on
            line.basis = f"几列相加（{answer.by or '您'} 定）"
        elif answer.choice != line.label:
            line.ignore(f"{answer.by or '您'}定：用别的列")
        else:
            line.sure, line.by, line.on = Sure.SURE, answer.by, answer.on


def _keep_sure(draft: Draft, table: DraftTable, figure: Figure, sure: DraftLine, others: list[DraftLine]) -> None:
    """One column is surely the figure: those that are only near are asked, and left out until then."""
    for line in others:
        text = f"{where(line)}「{line.path.label}」也像“{figure.label_of(sure.stage)}”，带入吗？"
        question = Question(
            id=f"figure:{table.key}:{line.label}", kind="figure", sheet=table.sheet.name, place=line.place, text=text,
            detail=f"{where(sure)}「{sure.path.label}」名称对得上，已带入。", options=(IGNORE,), recommended="ignore",
            needed=False, default="ignore", figures=(figure.name,),
        )  # fmt: skip
        if draft.ask(question) is None:
            line.settle(Role.IGNORED, Sure.ASK, f"{sure.place} 已是“{figure.label_of(sure.stage)}”")
            line.question = question.id
        else:
            line.ignore("您定：不带入")


def _basis(draft: Draft) -> None:
    """A head that does not say which of two figures it is: settled by a column for the difference, else asked once."""
    figures = {name for name, figure in draft.catalogue.figures.items() if figure.asks_basis}
    waiting: dict[str, list[Placed]] = defaultdict(list)
    held = {line.figure for _, line in _placed(draft) if line.sure is not Sure.ASK}
    for table, line in _placed(draft):
        if line.figure in figures and line.sure is not Sure.ASK and not line.by and not _says_basis(line):
            waiting[line.figure].append((table, line))
    for name, placed in waiting.items():
        asks = draft.catalogue[name].asks_basis or {}
        if asks.get("with", "") in held:
            for _, line in placed:
                line.basis = f"另有“{draft.figure_label(asks['with'])}”列，按{draft.figure_label(name)}"
                line.why = f"{line.why}；{line.basis}"
            continue
        _ask_basis(draft, name, dict(asks), placed)


def _says_basis(line: DraftLine) -> bool:
    words = [*line.path.parents, *([line.path.leaf] if line.path.leaf else [])]
    return any(notion in word.hard for word in words for notion in ("含", "不含"))


def _ask_basis(draft: Draft, name: str, asks: dict[str, str], placed: list[Placed]) -> None:
    table, line = placed[0]
    otherwise = asks.get("otherwise", "")
    question = Question(
        id=f"basis:{name}", kind="basis", sheet=table.sheet.name, place="、".join(line.place for _, line in placed),
        text=f"{where(line)}「{line.path.label}」：{asks.get('question', '口径是哪一种？')}",
        detail="表里没有室内体育用房的列，表头也没写含不含。定下之前，用到它的指标为未定。",
        options=tuple(Option(code=code, label=draft.figure_label(code)) for code in (name, otherwise) if code in draft.catalogue),
        figures=tuple(code for code in (name, otherwise) if code in draft.catalogue),
    )  # fmt: skip
    answer = draft.ask(question)
    for _, line in placed:
        if answer is None:
            line.sure, line.why, line.question = Sure.ASK, "口径没写明", question.id
        else:
            line.figure = answer.choice
            line.basis = (
                f"{draft.figure_label(answer.choice)}（{answer.by or '您'}{f' {answer.on}' if answer.on else ''} 定）"
            )
            line.sure, line.by, line.on, line.why = Sure.SURE, answer.by, answer.on, f"{line.why}；{line.basis}"


def _stages(draft: Draft, table: DraftTable) -> None:
    """Whether the stage of unstaged columns can be told at all: by a column, the title, or the types of the schools."""
    lines = [
        line for line in table.of_role(Role.FIGURE) if len(draft.catalogue[line.figure].stages) > 1 and not line.stage
    ]
    if not lines or table.stage or table.first(Role.STAGE) is not None:
        return
    named = [text for line in table.of_role(Role.NAME) for text in _names(table, line) if part_of(text)]
    if draft.types_known or any(line.figure == "school_type" for each in draft.tables for line in each.lines):
        _parts(draft, table, named)
        return
    question = Question(
        id=f"stage:{table.key}", kind="stage", sheet=table.sheet.name, place="、".join(line.place for line in lines),
        text="这些数是哪个学段的？", detail="没有学段列、办学类型列，表名也没写学段。不按校名猜。",
        options=(
            *(Option(code=stage, label=f"全是{label}的") for stage, label in STAGES.items() if stage in ("primary", "junior", "senior")),
            *((Option(code="by_name", label="校名里写了小学部、初中部的，按校名", consequence=f"{len(named)} 行写了；记您的名字"),) if named else ()),
            IGNORE,
        ),
        figures=tuple(line.figure for line in lines),
    )  # fmt: skip
    answer = draft.ask(question)
    if answer is None:
        for line in lines:
            line.sure, line.why, line.question = Sure.ASK, "看不出学段", question.id
    elif answer.choice == "by_name":
        table.stage_by_name = True
    elif answer.choice == "ignore":
        for line in lines:
            line.ignore(f"{answer.by or '您'}定：不带入")
    else:
        table.stage = answer.choice


def _parts(draft: Draft, table: DraftTable, named: list[str]) -> None:
    """Names that end in 小学部 or 初中部, without a column of stages: one school in parts, or schools of their own?"""
    if not named:
        return
    question = Question(
        id=f"parts:{table.key}", kind="stage", sheet=table.sheet.name, place="", text=f"“{named[0]}”这样的校名怎么算？",
        detail=f"{len(named)} 行校名以小学部、初中部结尾，表里没有学段列。不按校名猜。",
        options=(
            Option(code="by_name", label="一所学校的几个学段，按校名后的学段部分开", consequence="合成一所学校；记您的名字"),
            Option(code="separate", label="各是一所学校", consequence="学段看办学类型"),
        ),
    )  # fmt: skip
    answer = draft.ask(question)
    table.stage_by_name = answer is not None and answer.choice == "by_name"


def _stages_of_county(draft: Draft, table: DraftTable) -> None:
    """County figures by stage whose head, row and title name none: each is asked."""
    if table.stage or table.first(Role.STAGE) is not None or any(line.stage for line in table.of_role(Role.VALUE)):
        return
    for line in table.of_role(Role.FIGURE):
        stages = draft.catalogue[line.figure].stages
        if len(stages) < 2 or line.stage or line.sure is Sure.ASK:
            continue
        question = Question(
            id=f"stage:{table.key}:{line.label}", kind="stage", sheet=table.sheet.name, place=line.place,
            text=f"{where(line)}「{line.path.label}」是哪个学段的？", detail="这个数要分学段，表里没写。",
            options=(*(Option(code=stage, label=STAGES[stage]) for stage in stages), IGNORE), figures=(line.figure,),
        )  # fmt: skip
        answer = draft.ask(question)
        if answer is None:
            line.sure, line.why, line.question = Sure.ASK, "看不出学段", question.id
        elif answer.choice == "ignore":
            line.ignore(f"{answer.by or '您'}定：不带入")
        else:
            line.stage, line.by, line.on = answer.choice, answer.by, answer.on


def _which_values(draft: Draft, table: DraftTable) -> None:
    """Several columns of values that nothing tells apart: a person says which one holds."""
    groups: dict[tuple[int, int, str], list[DraftLine]] = defaultdict(list)
    items = sorted(line.column for line in table.of_role(Role.ITEM))
    for line in table.of_role(Role.VALUE):
        if not line.across and not line.stats.empty:
            groups[sum(column < line.column for column in items), line.year, line.stage].append(line)
    for (_, year, _), lines in groups.items():
        if len(lines) < 2:
            continue
        question = Question(
            id=f"values:{table.key}:{year}", kind="values", sheet=table.sheet.name, place="、".join(line.place for line in lines),
            text=f"{'、'.join(where(line) for line in lines)}都像数值，用哪一列？", detail="这几列没有写年份，看不出差别。",
            options=tuple(Option(code=line.label or line.place, label=f"{where(line)}「{line.path.label or '没有表头'}」") for line in lines),
        )  # fmt: skip
        answer = draft.ask(question)
        for line in lines:
            if answer is None:
                line.sure, line.why, line.question = Sure.ASK, "有几列像数值", question.id
            elif answer.choice != (line.label or line.place):
                line.ignore(f"{answer.by or '您'}定：用别的列")


def _names(table: DraftTable, line: DraftLine) -> list[str]:
    return table.texts(line.column) if not line.across else []


def _kind_of(draft: Draft, table: DraftTable, line: DraftLine) -> str:
    """What kind of value a line holds."""
    if table.kind is not Kind.LIST:
        return draft.catalogue[line.figure].kind.value
    columns = {column.name: column for column in draft.catalogue[table.list_figure].columns}
    return columns[line.figure].kind.value if line.figure in columns else ""


def _nothing(draft: Draft, table: DraftTable, line: DraftLine) -> None:
    """无 in a line of numbers or dates: nought, or not known?"""
    if line.role is not Role.FIGURE or not line.stats.nothing or line.sure is Sure.ASK:
        return
    if _kind_of(draft, table, line) not in (
        ("text", "choice", "number", "date") if table.kind is Kind.LIST else ("number", "date")
    ):
        return  # 有无截留: 无
    question = Question(
        id=f"nothing:{table.key}:{line.label}", kind="nothing", sheet=table.sheet.name, place=line.place,
        text=f"{where(line)}「{line.path.label}」里的「无」是什么意思？", detail=f"{line.stats.nothing} 格写着「无」。",
        options=(
            Option(code="zero", label="没有，就是 0", consequence="按 0 计，记您的名字"),
            Option(code="unknown", label="不知道，还没有数", consequence="按未知，用到它的为未定"),
        ),
        figures=(line.figure,),
    )  # fmt: skip
    answer = draft.ask(question)
    if answer is None and line.stats.nothing == line.stats.filled:
        line.sure, line.why, line.question = Sure.ASK, "写的是「无」", question.id
    elif answer is not None:
        line.nothing = f"{answer.choice}:{answer.by}:{answer.on}"
