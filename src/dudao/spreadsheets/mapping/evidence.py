"""What the cells of a column say about it: how many are numbers, in which unit they must be, whether they fit a figure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from dudao.calc.figures import Column, Figure, Kind, Reason
from dudao.spreadsheets.book import Cell, Sheet
from dudao.spreadsheets.mapping.entries import Day, Truth, choice_words, chosen, read_date, read_yes_no
from dudao.spreadsheets.mapping.numbers import Missing, Nothing, Number, read_number
from dudao.spreadsheets.mapping.units import Unit, factor, unit_of


@dataclass(slots=True)
class Stats:
    """The cells of one column or row, counted. `numbers` are as written, before any unit."""

    filled: int = 0
    blanks: int = 0
    dashes: int = 0
    pending: int = 0
    nothing: int = 0
    uncached: int = 0
    wrong: int = 0
    percents: int = 0
    numbers: list[int | Fraction] = field(default_factory=list)
    units: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    @property
    def numeric(self) -> bool:
        """Whether numbers are the rule."""
        return (
            len(self.numbers) > 0 and len(self.numbers) * 2 >= self.filled - self.dashes - self.pending - self.nothing
        )

    @property
    def empty(self) -> bool:
        return self.filled == 0


def column_cell(sheet: Sheet, row: int, column: int) -> Cell | None:
    """A data cell of a column: the cell itself, or the one merged down onto it — never one merged from another column."""
    cells = sheet.cells.get(row)
    if cells is not None and column in cells:
        return cells[column]
    if not sheet.merges:
        return None
    cell = sheet.at(row, column)
    return cell if cell is not None and cell.column == column else None


def count(cells: Iterable[Cell | None]) -> Stats:
    """The cells of a line, counted."""
    stats = Stats()
    for cell in cells:
        found = read_number(cell)
        if cell is not None and not (isinstance(found, Missing) and found.reason is Reason.BLANK):
            stats.filled += 1
            stats.cells.append(cell)
        if isinstance(found, Number):
            stats.numbers.append(found.value)
            stats.percents += found.percent
            if found.unit is not None:
                stats.units.add(found.unit.word)
        elif isinstance(found, Missing):
            _count_missing(stats, found)
        elif isinstance(found, Nothing):
            stats.nothing += 1
        elif found.rule == "kind":
            assert cell is not None
            stats.texts.append(cell.text)
        else:
            stats.wrong += 1
    return stats


def _count_missing(stats: Stats, found: Missing) -> None:
    if found.reason is Reason.BLANK:
        stats.blanks += 1
    elif found.reason is Reason.DASH:
        stats.dashes += 1
    elif found.reason is Reason.PENDING:
        stats.pending += 1
    else:
        stats.uncached += 1


def fits(numbers: list[int | Fraction], figure: Figure, scale: Fraction) -> float | None:
    """The share of the numbers (zeros apart) that are usual for a figure once scaled; None where nothing can be said."""
    if figure.plausible is None:
        return None
    low, high = (float(bound / scale) for bound in figure.plausible)  # a likelihood: nothing is decided by it alone
    some = [number for number in numbers if number]
    if not some:
        return None
    return sum(low <= number <= high for number in map(float, some)) / len(some)


@dataclass(frozen=True, slots=True)
class UnitFound:
    """How a line's numbers come into the figure's unit. `options` are the candidates where it cannot be told."""

    scale: Fraction
    unit: str = ""
    why: str = ""
    sure: bool = True
    mismatch: bool = False
    options: tuple[tuple[str, Fraction], ...] = ()


_MONEY = (("元", Fraction(1)), ("千元", Fraction(1000)), ("万元", Fraction(10_000)))


def find_unit(figure: Figure, written: Unit | None, noted: Iterable[Unit], stats: Stats) -> UnitFound:
    """The factor from what is written to the figure's unit: by the head, by the sheet's note, else by the size of the numbers."""
    wanted = unit_of(figure.unit) if figure.unit else None
    if wanted is None or figure.kind is not Kind.NUMBER:
        return UnitFound(Fraction(1))
    if wanted.measure == "rate" or (written is not None and written.measure == "rate"):
        return _rate(wanted, written, stats)
    if (
        written is None
        and stats.units
        and len(stats.units) == len({unit_of(word) for word in stats.units})
        and not _odd(stats, wanted)
    ):
        return UnitFound(Fraction(1), "", "格里写着单位")
    if written is not None:
        scale = factor(written, wanted)
        if scale is None:
            return UnitFound(Fraction(1), written.word, f"表头单位是{written.word}，不是{figure.unit}", False, True)
        return _checked(
            figure, UnitFound(scale, written.word, _conversion(written.word, figure.unit, scale)), stats, wanted
        )
    same = {unit.word: unit for unit in noted if unit.measure == wanted.measure}
    if len(same) == 1:
        unit = next(iter(same.values()))
        scale = factor(unit, wanted) or Fraction(1)
        return _checked(figure, UnitFound(scale, unit.word, f"按表上注明的单位{unit.word}"), stats, wanted)
    return _by_size(figure, wanted, stats, tuple((unit.word, unit.size / wanted.size) for unit in same.values()))


def _odd(stats: Stats, wanted: Unit) -> bool:
    """Whether any unit written in a cell measures something else."""
    units = [unit_of(word) for word in stats.units]
    return any(unit is None or factor(unit, wanted) is None for unit in units)


def _rate(wanted: Unit, written: Unit | None, stats: Stats) -> UnitFound:
    """Percentages: cells formatted so, or above 1, settle it; 0.85 may be 0.85 % or 85 %, whatever the head says."""
    if wanted.measure != "rate":
        return UnitFound(Fraction(1), written.word if written else "", "是比率", False, True)
    plain = len(stats.numbers) - stats.percents
    if plain == 0 or not any(stats.numbers) or any(number > 1 for number in stats.numbers):
        return UnitFound(Fraction(1), "%", "百分数")
    return UnitFound(
        Fraction(1), "", "看不出是百分数还是小数", False, options=(("%", Fraction(1)), ("小数", Fraction(100)))
    )


def _conversion(word: str, unit: str, scale: Fraction) -> str:
    if scale == 1:
        return f"单位 {unit}"
    return (
        f"{word} ÷ {1 / scale} → {unit}" if scale < 1 and (1 / scale).denominator == 1 else f"{word} × {scale} → {unit}"
    )


def _checked(figure: Figure, found: UnitFound, stats: Stats, wanted: Unit) -> UnitFound:
    """What a head says holds, unless the numbers plainly say another unit of money."""
    share = fits(stats.numbers, figure, found.scale)
    if share is None or share >= 0.5 or wanted.measure != "money":
        return found
    others = [
        (word, size / wanted.size)
        for word, size in _MONEY
        if size / wanted.size != found.scale and (fits(stats.numbers, figure, size / wanted.size) or 0) >= 0.8
    ]
    if not others:
        return found
    return UnitFound(
        found.scale,
        found.unit,
        f"写的是{found.unit}，数值却像{others[0][0]}",
        False,
        options=((found.unit, found.scale), *others),
    )


def _by_size(figure: Figure, wanted: Unit, stats: Stats, named: tuple[tuple[str, Fraction], ...]) -> UnitFound:
    if wanted.measure != "money":
        return UnitFound(Fraction(1), "", "") if not named else UnitFound(Fraction(1), "", "", False, options=named)
    options = named or tuple((word, size / wanted.size) for word, size in _MONEY if word != "千元")
    good = [(word, scale) for word, scale in options if (fits(stats.numbers, figure, scale) or 0) >= 0.8]
    if len(good) == 1:
        word, scale = good[0]
        return UnitFound(scale, word, f"没写单位，按数值大小是{word}")
    if not stats.numbers or (figure.plausible is not None and fits(stats.numbers, figure, Fraction(1)) is None):
        return UnitFound(Fraction(1), "", "没写单位，也没有数可看", False)
    return UnitFound(Fraction(1), "", "没写单位，按数值看不出是元还是万元", False, options=options)


def suits(figure: Figure | Column, stats: Stats, written: Unit | None = None) -> tuple[bool, str]:
    """Whether the cells are of the figure's kind at all, and what speaks for it."""
    if stats.empty or stats.filled == stats.dashes + stats.pending + stats.nothing:
        return True, ""
    if figure.kind is Kind.NUMBER:
        scaled = bool(stats.units) or (written is not None and written.size != 1)
        if (
            figure.whole
            and stats.numbers
            and not scaled
            and sum(not isinstance(n, int) for n in stats.numbers) * 3 > len(stats.numbers)
        ):
            return False, "多数不是整数"
        return stats.numeric or not stats.texts, ""
    if figure.kind is Kind.YES_NO:
        if any(number not in (0, 1) for number in stats.numbers):
            return False, "取值是数，不是是/否"
        ticked = [cell for cell in stats.cells if isinstance(read_yes_no(cell), Truth)]
        return len(ticked) * 2 > len(stats.cells) - stats.dashes - stats.pending, "取值都是是/否" if len(ticked) == len(
            stats.cells
        ) else ""
    if figure.kind is Kind.DATE:
        days = [cell for cell in stats.cells if isinstance(read_date(cell), Day)]
        return len(days) * 2 > len(stats.cells) - stats.dashes - stats.pending - stats.nothing, "都是日期" if len(
            days
        ) == len(stats.cells) else ""
    if figure.kind is Kind.CHOICE:
        words = choice_words(figure.choices)
        known = sum(chosen(cell.text, words) is not None for cell in stats.cells)
        return known * 2 > len(stats.cells), "取值全在代码表" if known == len(
            stats.cells
        ) else f"{len(stats.cells)} 格里 {known} 格在代码表"
    if figure.kind is Kind.TEXT and stats.numeric and not figure.example.isdigit():
        return False, "取值是数，不是文字"
    return True, ""


__all__ = ["Stats", "UnitFound", "column_cell", "count", "find_unit", "fits", "suits"]
