"""One cell as a statement of one figure, or the fault that keeps it from being one."""

import re
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache

from dudao.calc.figures import Choice, Column, Figure, Kind, Known, Reason, Source, SourceRow, Statement, Unknown
from dudao.calc.figures.showing import exact_text
from dudao.calc.figures.statement import Value
from dudao.spreadsheets.book import Cell, column_letters
from dudao.spreadsheets.mapping.decision import Line
from dudao.spreadsheets.mapping.entries import (
    Chosen,
    Day,
    Truth,
    choice_words,
    plain_word,
    read_choice,
    read_date,
    read_text,
    read_yes_no,
)
from dudao.spreadsheets.mapping.numbers import Missing, Nothing, Number, Wrong, number_in, read_number
from dudao.spreadsheets.mapping.units import factor, unit_of


@dataclass(frozen=True, kw_only=True)
class CellFault:
    """A cell that keeps the import out: where, what stands there, which rule it breaks, and how a right one looks."""

    sheet: str
    cell: str
    text: str
    rule: str
    why: str
    example: str = ""
    file: str = ""
    also: tuple[str, ...] = ()


# A month without its day is no date: it may lie before the day that counts, or after it.
MONTH_ONLY = "只写到月，不知是哪一天，未定；请写到日，如 2026-08-31"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a cell of a line should hold."""

    kind: Kind
    unit: str = ""
    whole: bool = False
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    choices: tuple[Choice, ...] = ()
    example: str = ""
    words: MappingOf[str, str] = field(default_factory=dict)
    known: MappingOf[str, str] = field(default_factory=dict)  # ways to write the choices


def expected(figure: Figure | Column) -> Expected:
    """What the declaration of a figure, or of a list's column, expects."""
    return Expected(
        figure.kind, figure.unit, figure.whole, figure.at_least, figure.at_most, figure.choices, figure.example,
        {plain_word(word): value for word, value in figure.words.items()} if isinstance(figure, Column) else {},
        choice_words(figure.choices) if figure.choices else {},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A value that a cell holds, in the figure's unit, and what has to be said of it."""

    value: Value
    decimals: int = 0
    remark: str = ""


class LineReader:
    """Reads the cells of one line: its unit, its decisions and what is expected, worked out once."""

    def __init__(self, file: str, sheet: str, line: Line, wants: Expected) -> None:
        self.file, self.sheet, self.line, self.wants = file, sheet, line, wants
        self.head = " / ".join(line.head)
        self.wanted = unit_of(wants.unit) if wants.unit else None
        self.remark = "；".join(text for text in (_converted(line, wants), line.basis) if text)
        self.shift = _shift(line.factor)
        self.low = _whole(wants.at_least) if wants.at_least is not None else 0
        self.high = _whole(wants.at_most) if wants.at_most is not None else None

    def source(self, cell: Cell | None, place: str, row: SourceRow | None, remark: str = "") -> Source:
        said = f"{self.remark}；{remark}" if self.remark and remark else self.remark or remark
        file, sheet = (row.file, row.sheet) if row is not None else (self.file, self.sheet)
        return Source(file, sheet, address_of(cell) if cell is not None else place, self.head, row, said)

    def read(self, cell: Cell | None, place: str, row: SourceRow | None) -> Statement | CellFault:
        """The statement that a cell makes; a blank one makes Unknown."""
        found = self._understood(cell)
        if isinstance(found, Wrong):
            return self._fault(cell, place, found, row)
        text = cell.text if cell is not None else ""
        if isinstance(found, Missing):
            remark = MONTH_ONLY if found.reason is Reason.UNDECIDED else ""
            return self._missing(found, text, self.source(cell, place, row, remark))
        if isinstance(found, Nothing):
            return self._nothing(text, cell, place, row)
        return Known(found.value, text, found.decimals, self.source(cell, place, row, found.remark))

    def _fault(self, cell: Cell | None, place: str, wrong: Wrong, row: SourceRow | None) -> CellFault:
        example = wrong.example or self.wants.example
        text = cell.text if cell is not None else ""
        return CellFault(
            sheet=row.sheet if row is not None else self.sheet,
            cell=cell.address if cell is not None else place,
            text=text,
            rule=wrong.rule,
            why=wrong.why,
            example=example,
            file=row.file if row is not None else self.file,
        )

    def _missing(self, found: Missing, text: str, source: Source) -> Statement:
        if self.line.zero_by and found.reason in (Reason.BLANK, Reason.DASH) and self.wants.kind is Kind.NUMBER:
            on = f" {self.line.zero_on}" if self.line.zero_on else ""
            said = f"空白按 0（{self.line.zero_by}{on} 定）"
            return Known(
                0,
                text,
                0,
                Source(
                    source.file,
                    source.sheet,
                    source.cell,
                    source.head,
                    source.row,
                    f"{source.remark}；{said}".strip("；"),
                ),
            )
        return Unknown(found.reason, text, source)

    def _nothing(self, text: str, cell: Cell | None, place: str, row: SourceRow | None) -> Statement:
        choice, _, who = self.line.nothing.partition(":")
        who = who.replace(":", " ").strip()
        if choice == "zero" and self.wants.kind is Kind.NUMBER:
            return Known(0, text, 0, self.source(cell, place, row, f"「无」按 0（{who} 定）"))
        reason = Reason.PENDING if choice else Reason.UNDECIDED
        return Unknown(
            reason,
            text,
            self.source(
                cell, place, row, "「无」是 0 还是不知道，未定" if not choice else f"「无」是不知道（{who} 定）"
            ),
        )

    def _understood(self, cell: Cell | None) -> Held | Missing | Nothing | Wrong:
        kind = self.wants.kind
        if cell is not None and self.wants.words:
            word = self.wants.words.get(plain_word(cell.text))
            if word is not None:
                return self._word(word, cell.text.strip())
        if kind is Kind.NUMBER:
            return self._number(cell)
        if kind is Kind.YES_NO:
            truth = read_yes_no(cell)
            return Held(truth.value) if isinstance(truth, Truth) else truth
        if kind is Kind.DATE:
            day = read_date(cell)
            if not isinstance(day, Day):
                return day
            return Held(day.value) if day.whole else Missing(Reason.UNDECIDED)
        if kind is Kind.CHOICE:
            found = read_choice(cell, self.wants.known, (choice.label for choice in self.wants.choices))
            return Held(found.code) if isinstance(found, Chosen) else found
        text = read_text(cell)
        return Held(text) if isinstance(text, str) else text

    def _word(self, word: str, text: str) -> Held | Wrong:
        """A word that the declaration gives a value: 未完工 is a day that never comes."""
        remark = f"“{text}”"
        if self.wants.kind is Kind.DATE:
            return Held(date.fromisoformat(word), 0, remark)
        if self.wants.kind is Kind.NUMBER:
            number = number_in(word)
            return Held(number.value, 0, remark) if isinstance(number, Number) else Wrong("text", f"“{word}”不是数")
        return Held(word, 0, remark)

    def _number(self, cell: Cell | None) -> Held | Missing | Nothing | Wrong:
        found = read_number(cell)
        if not isinstance(found, Number):
            return found
        scale, shift, remark = self.line.factor, self.shift, ""
        if found.unit is not None:
            own = factor(found.unit, self.wanted) if self.wanted is not None else None
            if own is None and not (self.wanted is None and found.unit.word == self.wants.unit):
                return Wrong("unit", f"格里写的单位是{found.unit.word}，这里要{self.wants.unit or '没有单位的数'}")
            if own is not None:
                scale, shift, remark = own, _shift(own), f"格里写着{found.unit.word}" if own != 1 else ""
        if found.percent:
            if self.wants.unit and not (self.wanted is not None and self.wanted.measure == "rate"):
                return Wrong("percent", f"这里要以{self.wants.unit}计的数，写的是百分数")
            scale, shift = (Fraction(100), -2) if self.wants.unit else (Fraction(1), 0)
        value = found.value if scale == 1 else _whole(found.value * scale)
        return self._bounds(value) or Held(value, max(0, found.decimals + shift), remark)

    def _bounds(self, value: int | Fraction) -> Wrong | None:
        wants = self.wants
        low, high = self.low, self.high
        if value < low:
            return Wrong(
                "negative" if value < 0 <= low else "bound", "是负数" if value < 0 <= low else f"小于 {exact_text(low)}"
            )
        if high is not None and value > high:
            factor_hint = "，疑填成元" if wants.unit == "万元" else ""
            return Wrong("bound", f"大于可能的最大值 {exact_text(high)}{wants.unit}{factor_hint}")
        if wants.whole and not isinstance(value, int):
            return Wrong("whole", f"{wants.unit or '个数'}要是整数", exact_text(int(value)))
        return None


def _converted(line: Line, wants: Expected) -> str:
    if line.factor == 1:
        return ""
    if line.factor < 1 and (1 / line.factor).denominator == 1:
        return f"{line.unit or '原数'} ÷ {1 / line.factor} → {wants.unit}"
    return f"{line.unit or '原数'} × {exact_text(line.factor)} → {wants.unit}"


def _shift(scale: Fraction) -> int:
    """How many decimals a number gains when it is multiplied: 1/10000 → 4."""
    shift = 0
    while scale < 1 and shift < 12:
        scale, shift = scale * 10, shift + 1
    while scale >= 10 and shift > -12:
        scale, shift = scale / 10, shift - 1
    return shift


def _whole(value: int | Fraction) -> int | Fraction:
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


_BETWEEN = re.compile(r"[、,，+＋;；/\s]+")


def rows_in_cell(cell: Cell, reader: LineReader, column: str, row: SourceRow | None) -> Statement | CellFault:
    """A list written into one cell of a school's row: "96、100、80" is three rooms, 0 or 0间 none."""
    pieces = (
        [piece for piece in _BETWEEN.split(cell.text.strip()) if piece] if isinstance(cell.value, str) else [cell.text]
    )
    source = reader.source(cell, cell.address, row)
    rows: list[dict[str, Statement]] = []
    for piece in pieces:
        single = Cell(cell.row, cell.column, piece, piece) if isinstance(cell.value, str) else cell
        plain = re.sub(r"(间|个)$", "", piece.strip())
        if plain == "0" or cell.value == 0:
            continue
        found = reader.read(single, cell.address, row)
        if isinstance(found, CellFault):
            return CellFault(
                sheet=found.sheet,
                cell=found.cell,
                text=cell.text,
                rule=found.rule,
                why=found.why,
                example="96、100、80",
                file=found.file,
            )
        if isinstance(found, Unknown):
            return found
        rows.append({column: found})
    return Known(tuple(rows), cell.text, 0, source)


letters = lru_cache(maxsize=2000)(column_letters)


def place(row: int, column: int) -> str:
    """The address of a place: (37, 8) → H37."""
    return f"{letters(column)}{row}"


def address_of(cell: Cell) -> str:
    """A cell's address."""
    return place(cell.row, cell.column)
