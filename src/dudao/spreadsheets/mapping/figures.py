"""The figure of a line: the names, units and cells weighed, and a question where they do not settle it."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from dudao.calc.figures import Figure, Kind
from dudao.calc.figures.declaration import STAGES, Ambiguity
from dudao.calc.figures.showing import exact_text
from dudao.spreadsheets.mapping.decision import Answer, Option, Question, Role, Sure
from dudao.spreadsheets.mapping.draft import Draft, DraftLine, DraftTable, is_change
from dudao.spreadsheets.mapping.evidence import find_unit, fits, suits
from dudao.spreadsheets.mapping.heads import read_path
from dudao.spreadsheets.mapping.index import CLOSE, LOOK_COST, SURE_COST, Match
from dudao.spreadsheets.mapping.naming import Names
from dudao.spreadsheets.mapping.nearness import SLIP_COST
from dudao.spreadsheets.mapping.units import unit_of
from dudao.spreadsheets.mapping.weighing import guesses
from dudao.spreadsheets.mapping.wording import NOTION_OF_STAGE, general, squeeze, wording

IGNORE = Option(code="ignore", label="不带入")


def name_line(draft: Draft, table: DraftTable, line: DraftLine, names: Names, guess: bool = True) -> None:
    """Settle which figure a line holds, or ask; `guess` where nothing is near."""
    forced = draft.decided(f"line:{table.key}:{line.label}") or draft.decided(f"line:{table.key}:{line.place}")
    if forced is not None and take_answer(draft, line, forced):
        return
    _lean_left(table, line)
    if not line.head:
        line.ignore("没有表头" if not line.stats.empty else "空列")
        return
    unit = line.written or (table.noted[0] if len(table.noted) == 1 else None)
    every = names.matches(line.path, table.context, unit)
    fitting = [match for match in every if fitting_cells(draft, line, match.figure)]
    best = fitting[0] if fitting else None
    ambiguity = names.asked(line.path, best)
    staged = _in_stage(draft, table, line, names) if ambiguity is not None or best is None else None
    if staged is not None:
        take(draft, line, staged, Sure.SURE)
    elif ambiguity is not None and best is not None and _by_ticks(draft, line, ambiguity, best):
        take(draft, line, best, Sure.SURE if best.cost <= SURE_COST else Sure.LOOK)
    elif ambiguity is not None and best is not None and _by_title(ambiguity, fitting):
        take(draft, line, replace(best, how=f"{best.how}；表名已写明"), Sure.SURE)
    elif ambiguity is not None:
        near = () if ambiguity.could_be else tuple(match.figure for match in fitting)
        could_be = [name for name in (*ambiguity.could_be, *near) if name in draft.catalogue]
        _ask(draft, table, line, [(name, _stage_for(draft, line, name)) for name in could_be], ambiguity.ask)
    elif best is None:
        _without(draft, table, line, every, names, guess)
    else:
        _take_best(draft, table, line, fitting, names)


def _take_best(draft: Draft, table: DraftTable, line: DraftLine, matches: Sequence[Match], names: Names) -> None:
    """Take the best match as far as it is sure; ask where others come close or it is only near."""
    best, *rivals = _rivals(matches)
    if rivals:
        options = [(match.figure, match.stage) for match in (best, *rivals)]
        _ask(draft, table, line, options, "这几项的名称都对得上。")
    elif _says_too_little(draft, table, line, best):
        _ask(draft, table, line, [(best.figure, best.stage)], "表头太短，没说是什么的数。")
    elif best.foreign:
        _ask(draft, table, line, [(best.figure, best.stage)], f"{best.how}，但上面写的是别的。")
    elif best.cost <= LOOK_COST:
        take(draft, line, best, Sure.SURE if best.cost <= SURE_COST else Sure.LOOK)
    else:
        slips = (match for match in names.nearly(line.path) if match.cost <= SLIP_COST)
        first = next((match for match in slips if fitting_cells(draft, line, match.figure)), best)
        _ask(draft, table, line, [(first.figure, first.stage), (best.figure, best.stage)], f"{first.how}，但不敢确定。")


_DEGREES = frozenset("博士 硕士 本科 专科 高中学历 研究生".split())
_LEAST = 3  # signs of a head that stands alone


def _says_too_little(draft: Draft, table: DraftTable, line: DraftLine, match: Match) -> bool:
    """Whether a head is too short to be sure of by itself: 划片, 持证, 本科 — unless a unit, a title or others beside it tell."""
    leaf = line.path.leaf
    if leaf is None or len(line.path.texts) > 1 or line.written is not None or len(leaf.plain) > _LEAST or match.stage:
        return False
    if (
        leaf.plain[0] in "应已实"
        or leaf.plain == "班级"
        or suits(draft.catalogue[match.figure], line.stats)[1] == "取值全在代码表"
    ):
        return False
    if match.exact and (len(leaf.plain) == _LEAST or leaf.plain[-1] in "数名型校镇乡制级" or leaf.content <= _DEGREES):
        beside = {notion for other in table.table.heads for text in other.path[-1:] for notion in wording(text).hard}
        return bool(leaf.content & _DEGREES) and len(leaf.content) == 1 and len(beside & _DEGREES) < 2
    return not match.from_title and not ((leaf.content | general(leaf.content)) & table.context)


def _in_stage(draft: Draft, table: DraftTable, line: DraftLine, names: Names) -> Match | None:
    """What a head means in a table of one stage: 大专及以上 in a table of primary schools."""
    if not table.stage or line.path.stages:
        return None
    path = read_path((NOTION_OF_STAGE[table.stage], *line.head))
    matches = [
        match for match in names.matches(path, table.context, line.written) if fitting_cells(draft, line, match.figure)
    ]
    if not matches or matches[0].cost > SURE_COST or matches[0].stage != table.stage or len(_rivals(matches)) > 1:
        return None
    return matches[0] if names.asked(path, matches[0]) is None else None


def _lean_left(table: DraftTable, line: DraftLine) -> None:
    """A column 其中 … without a wider head is a part of the column to its left."""
    leaf = line.path.leaf
    if line.across or leaf is None or not leaf.part or line.path.parents or len(table.lines) < 2:
        return
    left = (other for other in reversed(table.lines) if other.column < line.column)
    before = next((other for other in left if other.path.leaf is None or not other.path.leaf.part), None)
    if before is not None and before.head and not (line.path.stages and before.path.stages - line.path.stages):
        line.path = read_path((*before.head, *line.head))


def _by_ticks(draft: Draft, line: DraftLine, ambiguity: Ambiguity, best: Match) -> bool:
    """Whether the cells tell that a head means whether something is so, not how much of it there is."""
    declared = draft.catalogue[best.figure]
    open_to = [name for name in ambiguity.could_be if name in draft.catalogue]
    return declared.kind is Kind.YES_NO and not open_to and suits(declared, line.stats)[1] == "取值都是是/否"


def _by_title(ambiguity: Ambiguity, matches: Sequence[Match]) -> bool:
    """Whether the title tells which of the figures a head may mean: 有效问卷 on a sheet about 认可度."""
    best = matches[0]
    others = [match.cost for match in matches[1:] if match.figure in ambiguity.could_be]
    return best.from_title and best.figure in ambiguity.could_be and all(cost - best.cost >= 0.2 for cost in others)


def _rivals(matches: Sequence[Match]) -> list[Match]:
    """The best match and those of other figures that come close to it."""
    best = matches[0]
    close = [
        match
        for match in matches
        if match.cost - best.cost < CLOSE and (match.figure, match.stage) != (best.figure, best.stage)
    ]
    if best.exact:
        close = [match for match in close if match.exact and match.cost <= best.cost]
    return [best, *close]


def fitting_cells(draft: Draft, line: DraftLine, figure: str) -> bool:
    """Whether a line's cells and its unit can belong to a figure at all."""
    declared = draft.catalogue[figure]
    if declared.columns:
        return True
    if line.written is not None and find_unit(declared, line.written, (), line.stats).mismatch:
        return False
    return suits(declared, line.stats, line.written)[0]


def _without(
    draft: Draft, table: DraftTable, line: DraftLine, unfit: Sequence[Match], names: Names, guess: bool
) -> None:
    """No figure fits: ask where one comes near, else leave the line out."""
    if unfit and unfit[0].cost <= LOOK_COST:
        declared = draft.catalogue[unfit[0].figure]
        why = suits(declared, line.stats)[1] or f"取值或单位不像“{declared.label}”（{declared.unit or '文字'}）"
        _ask(draft, table, line, [(match.figure, match.stage) for match in unfit[:2]], f"{why}。")
        return
    near = [match for match in names.nearly(line.path) if fitting_cells(draft, line, match.figure)]
    if near and not line.stats.empty:
        options = [(match.figure, match.stage) for match in near]
        recommended = options[0] if near[0].cost <= 0.75 and len(near) == 1 else None
        _ask(draft, table, line, options, f"{near[0].how}。", recommended)
        return
    if not _by_code_table(draft, table, line, names) and not (guess and _guessed(draft, table, line, names)):
        line.ignore("空列" if line.stats.empty else "不在要用的数里")


def _guessed(draft: Draft, table: DraftTable, line: DraftLine, names: Names) -> bool:
    """Show figures that nobody recognised with the nearest ones; left out unless a person says otherwise."""
    if not line.stats.numeric or is_change(squeeze(line.head[-1])):
        return False
    found = guesses(names, line.path, table.context, line.written)
    options = [(match.figure, match.stage) for match in found if fitting_cells(draft, line, match.figure)]
    if options:
        _ask(draft, table, line, options, f"没认出；{found[0].how}。不选就不带入。", needed=False)
    return bool(options)


def _by_code_table(draft: Draft, table: DraftTable, line: DraftLine, names: Names) -> bool:
    """Settle or ask a column whose cells all stand in the code table of one figure. False where there is none."""
    if len(line.stats.texts) < 3:
        return False  # bare numbers may be anything
    figures = [figure for figure in names.figures.values() if figure.choices]
    chosen = [figure for figure in figures if suits(figure, line.stats)[1] == "取值全在代码表"]
    if len(chosen) != 1:
        return False
    figure = chosen[0]
    alike = {sign for text in (figure.label, *figure.synonyms) for sign in text} & set(line.head[-1]) - set(
        "学校的类是"
    )
    if alike and len(line.stats.texts) >= 5 and not any(other.figure == figure.name for other in table.lines):
        take(draft, line, Match(figure.name, "", SURE_COST, "表头相近"), Sure.SURE)
        return True
    detail = f"表头认不出，取值全在“{draft.figure_label(figure.name)}”的代码表。"
    _ask(draft, table, line, [(figure.name, "")], detail, (figure.name, ""))
    return True


def _stage_for(draft: Draft, line: DraftLine, figure: str) -> str:
    stages = [stage for stage in line.path.stages if stage in draft.catalogue[figure].stages]
    declared = draft.catalogue[figure].stages
    return stages[0] if len(stages) == 1 else declared[0] if len(declared) == 1 else ""


def take(draft: Draft, line: DraftLine, match: Match, sure: Sure) -> None:
    """A line takes a figure; its unit is looked at later."""
    line.role, line.figure, line.stage, line.sure = Role.FIGURE, match.figure, match.stage, sure
    line.exact = match.exact
    found = suits(draft.catalogue[match.figure], line.stats)[1]
    line.why = f"{match.how}；{found}" if found else match.how


def take_answer(draft: Draft, line: DraftLine, answer: Answer) -> bool:
    """What a person said a line is: figure[@stage[@year]] or ignore. False where the figure is not known (any more)."""
    figure, _, rest = answer.choice.partition("@")
    stage, _, year = rest.partition("@")
    who = f"{answer.by}{f' {answer.on}' if answer.on else ''} 定" if answer.by else "按您的回答"
    if figure == "ignore":
        line.ignore(who)
    elif figure not in draft.catalogue or (stage and stage not in STAGES):
        return False
    else:
        line.role, line.figure, line.stage, line.sure, line.why = Role.FIGURE, figure, stage, Sure.SURE, who
        line.year = int(year) if year.isdigit() else line.year
    line.by, line.on = answer.by, answer.on
    return True


def _ask(
    draft: Draft,
    table: DraftTable,
    line: DraftLine,
    options: Sequence[tuple[str, str]],
    detail: str,
    recommended: tuple[str, str] | None = None,
    needed: bool = True,
) -> None:
    """Ask which figure a line holds; left out while that need not be answered."""
    unique = list(dict.fromkeys(options))
    choices = [
        Option(
            code=_code(name, stage),
            label=draft.figure_label(name, stage),
            consequence=_consequence(draft.catalogue[name], line),
        )
        for name, stage in unique
    ]
    question = Question(
        id=f"figure:{table.key}:{line.label}", kind="figure", sheet=table.sheet.name, place=line.place,
        text=f"{where(line)}「{line.path.label}」是哪个数？", detail=detail, options=(*choices, IGNORE),
        recommended=_code(*recommended) if recommended else ("ignore" if not unique else ""), figures=tuple(name for name, _ in unique), needed=needed, default="" if needed else "ignore",
    )  # fmt: skip
    answer = draft.ask(question)
    if answer is None:
        line.settle(Role.IGNORED, Sure.ASK, detail)
        line.question = question.id
        line.figure, line.stage = unique[0] if unique else ("", "")
    elif not take_answer(draft, line, answer):
        line.ignore("按您的回答")


def where(line: DraftLine) -> str:
    if line.across or line.place.isdigit():
        return f"第 {line.place} 行"
    return f"{line.place} 格" if line.place[-1:].isdigit() else f"{line.place} 列"


def _code(figure: str, stage: str) -> str:
    return f"{figure}@{stage}" if stage else figure


def _consequence(figure: Figure, line: DraftLine) -> str:
    usual = fits(line.stats.numbers, figure, find_unit(figure, line.written, (), line.stats).scale)
    parts = [figure.definition.split("；")[0].split("。")[0][:40]] if figure.definition else []
    if usual is not None and usual < 0.5:
        parts.append("数值不大像")
    return "；".join(parts)


def settle_unit(draft: Draft, table: DraftTable, line: DraftLine) -> None:
    """Settle the unit of a line that holds a figure, or ask."""
    figure = draft.catalogue[line.figure]
    found = find_unit(figure, line.written, table.noted, line.stats)
    line.scale, line.unit = found.scale, found.unit
    if found.options:
        answer = _ask_unit(draft, table, line, found.options, found.why, figure)
        if answer is None:
            return
        line.scale = dict(found.options).get(answer.choice, found.scale)
        line.unit, found_why = answer.choice, f"单位{answer.choice}（{answer.by or '您'}定）"
    else:
        found_why = found.why
        if not found.sure and line.sure is Sure.SURE:
            line.sure = Sure.LOOK
    if found_why:
        line.why = f"{line.why}；{found_why}"
    counted = line.exact and (wanted := unit_of(figure.unit)) is not None and wanted.measure in ("person", "count")
    usual = fits(line.stats.numbers, figure, line.scale) if not line.stats.units and not counted else None
    if usual is not None and usual < 0.3 and len(line.stats.numbers) >= 5 and line.sure is Sure.SURE and not line.by:
        line.sure, line.why = Sure.LOOK, f"{line.why}；多数数值不在常见范围"


def _ask_unit(
    draft: Draft, table: DraftTable, line: DraftLine, options: Sequence[tuple[str, Fraction]], why: str, figure: Figure
) -> Answer | None:
    number = next((each for each in line.stats.numbers if each), Fraction(0))
    question = Question(
        id=f"unit:{table.key}:{line.label}", kind="unit", sheet=table.sheet.name, place=line.place,
        text=f"{where(line)}「{line.path.label}」的单位是什么？", detail=f"{why}。第一个数是 {exact_text(number)}。",
        options=tuple(Option(code=word, label=_shown(number, word, figure)) for word, _ in options), figures=(figure.name,),
    )  # fmt: skip
    answer = draft.ask(question)
    if answer is None:
        line.sure, line.why, line.question = Sure.ASK, why, question.id
    return answer


def _shown(number: int | Fraction, word: str, figure: Figure) -> str:
    """How an option of a unit reads; of a percentage, what the first number then is."""
    if figure.unit != "%":
        return word
    value = exact_text(number * 100 if word == "小数" else number)
    return f"{'小数' if word == '小数' else '百分数'}，{exact_text(number)} 就是 {value}%"
