"""A line that its own words do not settle, read once more with what stands around it: its group, its title, its sibling."""

import re
from collections.abc import Iterable

from dudao.spreadsheets.mapping.decision import Question, Role, Sure
from dudao.spreadsheets.mapping.draft import Draft, DraftLine, DraftTable
from dudao.spreadsheets.mapping.figures import fitting_cells, name_line, take
from dudao.spreadsheets.mapping.heads import Path, read_path
from dudao.spreadsheets.mapping.index import CLOSE, Match
from dudao.spreadsheets.mapping.itemised import Item
from dudao.spreadsheets.mapping.naming import Names
from dudao.spreadsheets.mapping.shapes import said

_NEAR = 0.1  # what a second reading may cost: the words mean the same
_BESIDE = 0.2  # where the whole that it is a part of stands beside it
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_NUMBER = re.compile(r"^[(（]?[\d一二三四五六七八九十]+[)）、.．]+")
_PART = re.compile(r"^其中[:：]?")
_WHAT_PAPER = re.compile(
    r"(?:基本)?(?:情况|结果|数据)?(?:统计|汇总|调查|登记|采集|明细|一览)*(?:情况|结果|数据)?表?(?:[(（][^()（）]*[)）])?$"
)

# What a title says of the occasion, not of what is counted.
_FRAME = re.compile(
    r"\d{4}年(?:度|秋季|春季)?|^[\u4e00-\u9fff]{2,5}?(?:县|区|市|旗)(?=[\u4e00-\u9fff]{4})|(?:县域)?(?:义务教育)?优质均衡(?:发展)?(?:县|督导评估)?"
)


def named_whole(draft: Draft, table: DraftTable, line: DraftLine, item: Item, names: Names) -> bool:
    """Take an item that with the title of its group is the very name of a figure: 一、义务教育在编教师 / 年平均人数."""
    before = line.path
    for above in _above(item):
        line.path = read_path((above + _plain(item.own[-1]),))
        best = _best(draft, line, names)
        if best is not None and best.exact:
            name_line(draft, table, line, names)
            line.path = before
            return True
    line.path = before
    return False


def reread_item(draft: Draft, table: DraftTable, line: DraftLine, item: Item, names: Names) -> None:
    """Settle an item that is not sure: without the title of its section, by its group, or by the title of its table."""
    if line.sure is Sure.SURE:
        return
    if names.asked(line.path, _nearest(draft, line, names)) is None:
        _settle(draft, line, names, [item.read_under("", line.written)], _NEAR)
    groups = [read_path((above, _plain(item.own[-1]))) for above in _above(item)]
    _settle(draft, line, names, groups, _NEAR, told=True)
    titles = [_FRAME.sub("", _WHAT_PAPER.sub("", title)) for title in table.table.titles if not said(title)]
    paths = [item.read_under(title, line.written) for title in titles if title]
    _settle(draft, line, names, paths, _NEAR, told=True)


def _nearest(draft: Draft, line: DraftLine, names: Names) -> Match | None:
    matches = names.matches(line.path, frozenset(), line.written)
    return next((match for match in matches if fitting_cells(draft, line, match.figure)), None)


def reread_column(draft: Draft, table: DraftTable, line: DraftLine, names: Names) -> None:
    """Settle a column that is a part (其中): by what it is a part of, beside it or above it, or by the part it stands under."""
    if line.by or len(line.head) < 2:
        return
    part = bool(_PART.match(line.head[-1]))
    if part and line.role is Role.FIGURE and line.sure is Sure.SURE:
        _belongs_above(draft, line, names)
    paths: list[Path] = []
    whole = _whole_beside(table, line) if part and line.sure is Sure.IGNORED else None
    if whole is not None:
        paths.append(read_path((*whole.head, line.head[-1])))
    if _PART.match(line.head[0]):
        left = (other for other in reversed(table.lines) if other.column < line.column and other.head)
        paths.extend(read_path((other.head[0], *line.head)) for other in left if not _PART.match(other.head[0]))
        del paths[1:]
    inner = next((place for place, text in enumerate(line.head) if place and _PART.match(text)), 0)
    if 0 < inner < len(line.head) - 1:
        paths.append(read_path((_PART.sub("", line.head[inner]), *line.head[inner + 1 :])))
    if names.asked(line.path, None) is None:
        _settle(draft, line, names, paths, _BESIDE)


def _whole_beside(table: DraftTable, line: DraftLine) -> DraftLine | None:
    """The column to the left, under the same wider head, that a part is a part of: 音乐教室 | 其中：96㎡以上."""
    for other in reversed(table.lines):
        if other.column < line.column and other.head[:-1] == line.head[:-1] and not _PART.match(other.head[-1]):
            return other
    return None


def _belongs_above(draft: Draft, line: DraftLine, names: Names) -> None:
    """A part of what stands above it, where that makes it another figure: 实际交流 / 其中：县级以上骨干教师."""
    before = line.path
    line.path = read_path((_BRACKETS.sub("", line.head[-2]) + _plain(line.head[-1]),))
    best = _best(draft, line, names)
    line.path = before
    if best is not None and best.figure != line.figure and best.cost <= _NEAR:
        take(draft, line, best, Sure.SURE)


def _settle(
    draft: Draft, line: DraftLine, names: Names, paths: Iterable[Path], near: float, told: bool = False
) -> None:
    """Take what another path surely names: the figure that was near already, or one of those in question."""
    if line.sure is Sure.SURE or line.by:
        return
    before = line.path
    asked = next((question for question in draft.questions if line.question and question.id == line.question), None)
    for path in paths:
        line.path = path
        best = _best(draft, line, names)
        if told and best is not None and not best.from_parent:
            continue
        if best is None or best.cost > near or best.foreign or not _thought_of(line, asked, best, near):
            continue
        if asked is not None:
            draft.questions.remove(asked)
        line.question = ""
        take(draft, line, best, Sure.SURE)
        break
    line.path = before


def _thought_of(line: DraftLine, asked: Question | None, best: Match, near: float) -> bool:
    """Whether a line may be what a second reading says; one that said nothing, only by a full name or what stands beside."""
    if asked is not None:
        return best.figure in asked.figures
    return best.figure == line.figure if line.sure is Sure.LOOK else best.exact or near == _BESIDE


def _best(draft: Draft, line: DraftLine, names: Names) -> Match | None:
    """The one figure that a line's path names, if nothing comes close to it and it is not ambiguous."""
    matches = [
        match
        for match in names.matches(line.path, frozenset(), line.written)
        if fitting_cells(draft, line, match.figure)
    ]
    if not matches or names.asked(line.path, matches[0]) is not None:
        return None
    best = matches[0]
    others = [match for match in matches[1:] if (match.figure, match.stage) != (best.figure, best.stage)]
    close = any(match.cost - best.cost < CLOSE for match in others if match.exact or not best.exact)
    return None if close else best


def _above(item: Item) -> list[str]:
    """What stands nearest above an item, without its number."""
    return [text for text in dict.fromkeys(_plain(text) for text in (*item.whole[-1:], *item.labels[-1:])) if text]


def _plain(text: str) -> str:
    return _PART.sub("", _NUMBER.sub("", text.strip()))
