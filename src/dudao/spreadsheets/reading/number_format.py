"""Number formats: whether a number is a percentage or a date, and how a person sees it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

# Formats that a file may name by number alone. 27–36 and 50–58 are those of the Chinese editions.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy-m-d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-m-d h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: "h:mm", 35: "h:mm:ss", 36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: "h:mm", 56: "h:mm:ss", 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip

_PIECES = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(General|G/通用格式)|(.)', re.IGNORECASE | re.DOTALL)
_DIGITS = re.compile(r"(?<!\0)(?:[0#?][0#?,.]*|\.[0#?]+)")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """One format, taken apart. `sections` are those for positive numbers, negative ones and zero."""

    kind: str  # number, percent, date or time
    parts: str = ""  # of a date: which of y, m, d and h it shows
    sections: tuple["Section", ...] = ()

    def show(self, number: Fraction | int) -> str:
        """The number as a person sees it; exact halves go away from zero, as the programs of the format do."""
        sections = self.sections
        if not sections:
            return str(number) if isinstance(number, int) else plain(float(number))
        if number < 0 and len(sections) > 1:
            return sections[1].show(-number)
        if number == 0 and len(sections) > 2:
            return sections[2].show(number)
        return sections[0].show(number)


@dataclass(frozen=True, slots=True)
class Section:
    """One section with figures: what stands before and after them, and how many places they have."""

    before: str
    after: str
    whole: int  # at least so many digits before the point
    least: int  # at least and at most so many after it
    most: int
    grouped: bool
    scale: Fraction

    def show(self, number: Fraction | int) -> str:
        scaled = number * self.scale
        units = 10**self.most
        digits, rest = divmod(abs(scaled.numerator) * units, scaled.denominator)
        digits += 2 * rest >= scaled.denominator
        whole, part = divmod(digits, units)
        text = f"{whole:,}" if self.grouped else str(whole).zfill(self.whole)
        text = text if whole or self.whole else ""
        places = str(part).zfill(self.most) if self.most else ""
        while len(places) > self.least and places.endswith("0"):
            places = places[:-1]
        sign = "-" if scaled < 0 and digits else ""
        return f"{sign}{self.before}{text}{'.' + places if places else ''}{self.after}"


GENERAL = NumberFormat("number")


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    """What a format's code means."""
    if len(code) > 255 or code in ("", "General", "@"):
        return GENERAL
    sections = _sections(code)
    shape = sections[0][1]
    if re.search(r"[ymdhse]", shape, re.IGNORECASE) and not re.search(r"[0#?]", re.sub(r"s\.0+", "", shape)):
        return _date_or_time(shape)
    kind = "percent" if "%" in shape else "number"
    figures: list[Section] = []
    for literal, bare in sections[:3]:
        figure = _section(literal, bare)
        if figure is None:  # what cannot be shown in its own way is shown in the first one's, or plainly
            break
        figures.append(figure)
    return NumberFormat(kind, sections=tuple(figures if len(figures) == min(len(sections), 3) else figures[:1]))


def _sections(code: str) -> list[tuple[str, str]]:
    """Each section twice: with its literal text behind a mark (one NUL before each character), and without it."""
    sections = [["", ""]]
    for quoted, escaped, bracket, general, other in _PIECES.findall(code):
        literal = quoted or escaped
        if bracket:
            elapsed = bracket.lower() in ("h", "hh", "m", "mm", "s", "ss")
            # [$¥-804] is a currency sign with a language behind it.
            literal = bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
            sections[-1][0] += bracket if elapsed else ""
            sections[-1][1] += bracket if elapsed else ""
        if other == ";":
            sections.append(["", ""])
        elif literal:
            sections[-1][0] += "".join(f"\0{sign}" for sign in literal)
        elif not general:
            sections[-1][0] += other
            sections[-1][1] += other
    return [(literal, bare) for literal, bare in sections]


def _section(literal: str, bare: str) -> Section | None:
    """None where the section is no plain figure: General, a fraction, an exponent, text."""
    figure = _DIGITS.search(literal)
    if figure is None or re.search(r"[Ee][+-]|\?/|/\?|/[0#]|@", bare):
        return None
    whole, _, places = figure[0].partition(".")
    scale = Fraction(1000) ** -(len(figure[0]) - len(figure[0].rstrip(",")))
    return Section(
        before=_literal(literal[: figure.start()]),
        after=_literal(literal[figure.end() :]),
        whole=min(whole.count("0"), 30),
        least=min(places.count("0"), 30),
        most=min(len(places.rstrip(",")), 30),
        grouped="," in whole.rstrip(","),
        scale=scale * (100 if "%" in bare else 1),
    )


def _literal(text: str) -> str:
    return "".join(text.replace("\0", "").split()) if text.strip() else ""


def _date_or_time(shape: str) -> NumberFormat:
    shape = shape.lower()
    minutes = "h" in shape or "s" in shape
    year = "y" in shape or "e" in shape or "g" in shape
    day = "d" in shape
    month = "m" in shape and (year or day or not minutes)
    if not (year or day or month):
        return NumberFormat("time")
    return NumberFormat("date", parts="".join(k for k, there in zip("ymdh", (year, month, day, minutes)) if there))


def plain(number: float) -> str:
    """A number without a format: up to fifteen digits, as people see it when the column is wide enough."""
    text = f"{number:.15g}"
    if "e" not in text:
        return text
    return format(number, ".20f").rstrip("0") if abs(number) < 1 else format(number, ".0f")


def date_of(serial: Fraction | int, *, since_1904: bool) -> date | None:
    """The day a serial number means; None for what is no day of either system."""
    days = int(serial // 1)
    if since_1904:
        return date(1904, 1, 1) + timedelta(days=days) if 0 <= days <= 2_957_003 else None
    if not 1 <= days <= 2_958_465 or days == 60:  # the system counts a 29 February 1900 that never was
        return None
    return date(1899, 12, 30) + timedelta(days=days + (days < 60))


def show_date(day: date, serial: Fraction | int, form: NumberFormat) -> str:
    """A date as a person sees it, in one spelling for all its forms: 2026-09-01, 2026年9月, 2026."""
    if form.parts == "ym":
        return f"{day.year}年{day.month}月"
    if form.parts == "y":
        return str(day.year)
    clock = f" {show_time(serial % 1)}" if "h" in form.parts else ""
    return f"{day.isoformat()}{clock}"


def show_time(part: Fraction | int) -> str:
    """A part of a day as hours and minutes."""
    minutes = int(part * 24 * 60 + Fraction(1, 2))
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
