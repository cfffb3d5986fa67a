"""What the lists of a catalogue (项目清单, 逐间面积 …) and their columns are called."""

import re

from dudao.calc.figures import Column, Figure, Kind
from dudao.spreadsheets.mapping.evidence import Stats, suits
from dudao.spreadsheets.mapping.heads import Path
from dudao.spreadsheets.mapping.nearness import alike
from dudao.spreadsheets.mapping.wording import squeeze, wording

# What a title says of the paper, not of what is listed on it.
_PAPER = re.compile(
    r"一览表?|明细表?|统计表?|台账|登记表?|清单|花?名册|汇总表?|情况表?|记录表?|进度表?|进展表?|销号表?|报表|采集表|上报表?|"
    r"逐[项笔份起间校个班条]|测量|结果|摘录|填报|^.{0,6}(?:县|区|市)(?=\S{4})|\d{4}年?度?(?:秋季?|春季?)?|\([^()]*\)|表$"
)
_LIKE, CLEARLY = 0.55, 0.15


class ListNames:
    """The names of a list's columns, and of the list itself."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self.titles = [wording(text) for text in (figure.label, *figure.synonyms)]
        self.cores = {_core(text) for text in (figure.label, *figure.synonyms)} - {""}
        self.columns: dict[str, Column] = {}
        self.meanings: dict[frozenset[str], list[Column]] = {}
        for column in figure.columns:
            for text in (column.label, *column.synonyms):
                word = wording(text)
                self.columns.setdefault(word.plain, column)
                self.meanings.setdefault(word.content, []).append(column)

    def column(self, path: Path, stats: Stats | None = None) -> tuple[Column, str] | None:
        """The column a head names, and why. `stats`: what stands in its cells."""
        found = self._column(path)
        return found if found is None or stats is None or _holds(found[0], stats) else None

    def _column(self, path: Path) -> tuple[Column, str] | None:
        if path.leaf is None:
            plain = wording(path.texts[-1]).plain if path.texts else ""
            found = self.columns.get(plain)
            return (found, "同名") if found else None
        if path.leaf.plain in self.columns:
            return self.columns[path.leaf.plain], "同名"
        words = [path.leaf, *([wording(path.leaf.bare)] if path.leaf.bare else [])]
        for word in words:
            if word.plain in self.columns:
                return self.columns[word.plain], "同名"
            meant = {
                column.name: column
                for column in self.meanings.get(word.content, ())
                if word.content and not _at_odds(word.plain, column)
            }
            if len(meant) == 1:
                return next(iter(meant.values())), "词义相同"
        if self.figure.level.of_school and words[-1].plain.startswith("学校"):
            return None  # whose row it is
        return self._nearly(words[-1].plain) or self._ending(words[-1].plain)

    def _nearly(self, plain: str) -> tuple[Column, str] | None:
        """The one column whose name looks much like a head."""
        best: dict[str, float] = {}
        for text, column in self.columns.items():
            if not _at_odds(plain, column):
                best[column.name] = max(best.get(column.name, 0.0), alike(plain, text))
        ranked = sorted(best.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] < 0.6 or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 0.2):
            return None
        return next(column for column in self.figure.columns if column.name == ranked[0][0]), "名称相近"

    def _ending(self, plain: str) -> tuple[Column, str] | None:
        """The one column whose name a head ends in: 班级所属年级, 事故级别."""
        ends = {
            text: column
            for text, column in self.columns.items()
            if len(text) >= 2 and plain.endswith(text) and not _at_odds(plain, column)
        }
        longest = max(map(len, ends), default=0)
        found = {column.name: column for text, column in ends.items() if len(text) == longest}
        return (next(iter(found.values())), "名称相近") if len(found) == 1 else None

    def left_over(self, taken: set[str], lines: dict[int, Stats]) -> dict[int, Column]:
        """Columns not found by their heads, of lines that alone hold what they ask: a choice, yes and no, a name.

        Numbers and dates are left: another number or another date may stand in their place.
        """
        found: dict[int, Column] = {}
        for kind in (Kind.CHOICE, Kind.YES_NO, Kind.TEXT):
            left = [column for column in self.figure.columns if column.kind is kind and column.name not in taken]
            holding = [place for place, stats in lines.items() if place not in found and _is_of(kind, left, stats)]
            if len(left) == 1 and len(holding) == 1:
                found[holding[0]] = left[0]
        return found

    def called(self, text: str) -> bool:
        """Whether a title or a sheet's name speaks of this list."""
        word = wording(text)
        content = word.content
        return self.likeness(text) >= _LIKE or any(
            title.plain in word.plain or title.content <= content and len(title.content) >= 2
            for title in self.titles
            if title.plain
        )

    def likeness(self, text: str) -> float:
        """How much a title is like one of the list's, what it says of the paper apart."""
        core = _core(text)
        return max((alike(core, each) for each in self.cores), default=0.0) if len(core) >= 3 else 0.0


_DUE = re.compile(r"计划|目标|规划|预定|预计|要求|应|拟|合同|限")
_DONE = re.compile(r"实际|已|落实|实[拨收有建]")


def _at_odds(plain: str, column: Column) -> bool:
    """Whether one speaks of what ought to be and the other of what is: 目标完成时间 is no 实际完工日."""
    due, done = bool(_DUE.search(plain)), bool(_DONE.search(plain))
    return bool(due and not done and _DONE.search(column.label) or done and not due and _DUE.search(column.label))


def _core(text: str) -> str:
    return _PAPER.sub("", squeeze(text))


def _holds(column: Column, stats: Stats) -> bool:
    """Whether cells can stand in a column at all."""
    if stats.empty:
        return True
    if column.kind is Kind.NUMBER:
        return stats.numeric or not stats.texts
    if column.kind is Kind.TEXT:
        return True
    return suits(column, stats)[0] or column.kind is Kind.DATE and bool(column.words)


def _is_of(kind: Kind, columns: list[Column], stats: Stats) -> bool:
    """Whether all cells of a line are of a kind that one of these columns asks."""
    if stats.empty or not columns:
        return False
    if kind is Kind.TEXT:
        return len(stats.texts) == stats.filled and not suits(_DAYS, stats)[0]
    return suits(columns[0], stats)[1].startswith("取值")


_DAYS = Column(name="", label="", kind=Kind.DATE)
