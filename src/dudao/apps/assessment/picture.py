"""Pictures drawn on the server: bars, the score's scale, every school against the line. Positions are rounded, never judged.

Widths are per cent of the place and heights are pixels, so that letters keep their size on every screen. No styles: the
classes are in static/assessment/pages.css.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from math import ceil, log10

from django.utils.safestring import SafeString, mark_safe

from dudao.calc.figures.showing import exact_text, shown

Number = int | Fraction | float
HIGH, BASE = 20, 260  # the curve's top and bottom, pixels
NAMED = 3


def score_scale(low: Fraction, high: Fraction, full: Fraction, grades: Sequence[tuple[str, Fraction]]) -> SafeString:
    """0 to full marks: decided solid, still open hatched, the grades' lines below. `grades`: best first, (name, from)."""
    decided = low == high
    low_text, high_text = (_unlike(value, [line for _name, line in grades]) for value in (low, high))
    said = f"已定 {low_text} 分" + ("" if decided else f"，最高 {high_text} 分")
    parts = ['<rect class="p-band" x="0" y="34" width="100%" height="10"/>']
    edges = [line for _name, line in grades] + [Fraction(0)]
    tops = [full, *edges]
    for number, (name, line) in enumerate(grades):
        top = tops[number]
        if number % 2 == 0 and line:
            parts.append(_rect("p-band2", line, top, full, 34, 10))
        middle = (line + top) / 2
        parts.append(f'<text class="p-name" x="{_at(middle, full)}" y="76" text-anchor="middle">{escape(name)}</text>')
        if line:
            parts.append(f'<line class="p-edge" x1="{_at(line, full)}" x2="{_at(line, full)}" y1="34" y2="50"/>')
            parts.append(f'<text x="{_at(line, full)}" y="61" text-anchor="middle">{shown(line, 0)}</text>')
    parts.append(_rect("p-done", Fraction(0), low, full, 34, 10))
    if not decided:
        parts.append(_open(low, high, full, 31, 16))
        parts.append(_label("p-high", f"最高 {high_text}", high, full, 12))
        parts.append(f'<line class="p-highline" x1="{_at(high, full)}" x2="{_at(high, full)}" y1="16" y2="47"/>')
    parts.append(f'<line class="p-lowline" x1="{_at(low, full)}" x2="{_at(low, full)}" y1="26" y2="47"/>')
    parts.append(_label("p-low", f"已定 {low_text}", low, full, 27))
    parts.append(f'<text x="0" y="61">0</text><text x="100%" y="61" text-anchor="end">{shown(full, 0)}</text>')
    return _svg("p-scale", 80, said, parts)


def _unlike(value: Fraction, lines: Sequence[Fraction]) -> str:
    """Rounded, unless rounded it would stand on a line that it misses: 89.9999 is not 90.00."""
    text = shown(value)
    return exact_text(value, 6) if any(text == shown(line) and value < line for line in lines) else text


def points_bar(low: Fraction, high: Fraction, full: Fraction, longest: Fraction) -> SafeString:
    """One aspect: as long as its full marks; decided, open, lost."""
    said = f"满分 {shown(full)}，已定 {shown(low)}，未定 {shown(high - low)}，失分 {shown(full - high)}"
    parts = [_rect("p-lost", Fraction(0), full, longest, 2, 9), _rect("p-done", Fraction(0), low, longest, 2, 9)]
    if high > low:
        parts.append(_open(low, high, longest, 2, 9))
    return _svg("p-bar", 13, said, parts)


def cv_bar(cv: Fraction, limit: Fraction, met: bool | None) -> SafeString:
    """A difference coefficient against its limit, a black tick with its number."""
    longest = max(cv, limit) * Fraction(5, 4)
    tone = {True: "p-ok", False: "p-bad", None: "p-none"}[met]
    parts = [
        '<rect class="p-ground" x="0" y="6" width="100%" height="7"/>',
        _rect(tone, Fraction(0), cv, longest, 6, 7),
        f'<line class="p-tick" x1="{_at(limit, longest)}" x2="{_at(limit, longest)}" y1="1" y2="18"/>',
        f'<text x="{_at(limit, longest)}" y="30" text-anchor="middle">限 {shown(limit, 3)}</text>',
    ]
    return _svg("p-cv", 34, f"差异系数 {shown(cv, 3)}，限 {shown(limit, 3)}", parts)


def value_bar(value: float | None, line: float, floor: float | None, tone: str) -> SafeString:
    """A value against line (solid tick) and floor (dashed); too long ones end at the edge."""
    if value is None or line <= 0:
        return mark_safe("")
    longest = line * 1.35
    parts = [f'<rect class="p-{tone}" x="0" y="4" width="{_share(value, longest)}" height="6"/>']
    if floor is not None:
        at = _share(floor, longest)
        parts.append(f'<line class="p-floor" x1="{at}" x2="{at}" y1="1" y2="13"/>')
    at = _share(line, longest)
    parts.append(f'<line class="p-tick" x1="{at}" x2="{at}" y1="1" y2="13"/>')
    return mark_safe(f'<svg class="p-value" height="14" aria-hidden="true">{"".join(parts)}</svg>')


def share_bar(value: float, longest: float, tone: str) -> SafeString:
    """How far a school is from the county's mean, compared with the farthest."""
    width = _share(abs(value), longest) if longest else "0%"
    bar = f'<rect class="p-{tone}" x="0" y="4" width="{width}" height="6"/>'
    return mark_safe(f'<svg class="p-value" height="14" aria-hidden="true">{bar}</svg>')


@dataclass(frozen=True, slots=True)
class Mark:
    """One school's stage in the curve. `part`: only a part of a through-school (drawn hollow)."""

    name: str
    value: float
    shown: str
    tone: str  # on | warn | bad
    part: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One stage: its marks (any order), line and floor with how they are written, the county's mean, who is missing."""

    title: str
    marks: Sequence[Mark]
    line: float
    floor: float | None
    line_shown: str
    floor_shown: str
    missing: Sequence[str] = ()


def top_of(panels: Sequence[Panel]) -> float:
    """The common top of all panels: two or three times the highest line, so that line and floor stand apart; round."""
    lines = max((panel.line for panel in panels), default=1.0)
    most = max((mark.value for panel in panels for mark in panel.marks), default=lines)
    return _round_up(min(max(most, lines * 1.3), lines * 2.7) or 1.0)


def curve(panel: Panel, top: float) -> SafeString:
    """All schools of a stage from the lowest to the highest, against line and floor; outliers at the edge, named."""
    marks = sorted(panel.marks, key=lambda mark: mark.value)
    below = sum(mark.tone != "on" for mark in marks)
    parts = list(_axis(top))
    if panel.floor is not None:
        upper, lower = _y(panel.line, top), _y(panel.floor, top)
        parts.append(f'<rect class="p-between" x="0" y="{upper}" width="100%" height="{round(lower - upper, 1)}"/>')
        parts.append(f'<line class="p-floorline" x1="0" x2="100%" y1="{lower}" y2="{lower}"/>')
        parts.append(
            f'<text class="p-floortext" x="100%" y="{lower + 14}" text-anchor="end">底线 {panel.floor_shown}</text>'
        )
    y = _y(panel.line, top)
    parts.append(f'<line class="p-line" x1="0" x2="100%" y1="{y}" y2="{y}"/>')
    parts.append(f'<text x="100%" y="{y - 5}" text-anchor="end">线 {panel.line_shown}</text>')
    parts.append(f'<g transform="translate(-4 -4)">{"".join(_marks(marks, top))}</g>')
    parts += _outliers(marks, top)
    said = f"{panel.title}：{len(marks)} 个校段从低到高，{below} 个未过线；线 {panel.line_shown}"
    return _svg("p-curve", BASE + 8, said, parts)


def _across(number: int, marks: Sequence[Mark]) -> float:
    """Where a mark stands from left to right, per cent."""
    return 2 + number * 96 / max(len(marks) - 1, 1)


def _marks(marks: Sequence[Mark], top: float) -> Iterator[str]:
    for number, mark in enumerate(marks):
        beyond = mark.value > top
        symbol = "m-out" if beyond else f"m-{mark.tone}{'-o' if mark.part else ''}"
        y = HIGH if beyond else _y(mark.value, top)
        yield (
            f'<use href="#{symbol}" x="{_across(number, marks):.2f}%" y="{y}" width="8" height="8">'
            f"<title>{escape(mark.name)} {mark.shown}</title></use>"
        )


def _outliers(marks: Sequence[Mark], top: float) -> Iterator[str]:
    beyond = [mark for mark in reversed(marks) if mark.value > top]
    high = next((number for number, mark in enumerate(marks) if mark.value > top * 0.7), len(marks) - 1)
    end = max(_across(high, marks) - 3, 45)  # the names stand left of the rising curve
    for number, mark in enumerate(beyond[:NAMED]):
        more = f" 等 {len(beyond)} 个" if number == NAMED - 1 and len(beyond) > NAMED else ""
        lead = "超出图 ▲ " if number == 0 else ""
        y = HIGH + 20 + number * 16
        yield f'<text class="p-out" x="{end:.2f}%" y="{y}" text-anchor="end">{lead}{escape(mark.name)} {mark.shown}{more}</text>'


def _axis(top: float) -> Iterator[str]:
    step = _step(top)
    for number in range(round(top / step) + 1):
        value = number * step
        y = _y(value, top)
        text = f"{value:g}" if value < 1000 else f"{value:,.0f}"
        yield f'<line class="p-grid" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
        yield f'<text class="p-axis" x="-6" y="{y + 4}" text-anchor="end">{text}</text>'


def _y(value: float, top: float) -> float:
    return round(BASE - (BASE - HIGH) * min(value, top) / top, 1)


def _step(top: float) -> float:
    size = 10 ** (ceil(log10(top)) - 1)
    return next(step * size for step in (0.2, 0.5, 1, 2) if top / (step * size) <= 7)


def _round_up(value: float) -> float:
    step = _step(value)
    return ceil(value / step - 1e-9) * step


def _rect(tone: str, start: Fraction, end: Fraction, whole: Fraction, y: int, height: int) -> str:
    width = _share(end - start, whole)
    return f'<rect class="{tone}" x="{_at(start, whole)}" y="{y}" width="{width}" height="{height}"/>'


def _open(start: Fraction, end: Fraction, whole: Fraction, y: int, height: int) -> str:
    """Hatched by attribute: a style sheet's url(#…) would look in the style sheet."""
    return _rect("p-open", start, end, whole, y, height).replace("/>", ' fill="url(#hat)"/>')


def _label(tone: str, text: str, at: Fraction, whole: Fraction, y: int) -> str:
    anchor = "end" if at > whole / 2 else "start"
    return f'<text class="{tone}" x="{_at(at, whole)}" y="{y}" text-anchor="{anchor}">{text}</text>'


def _at(value: Number, whole: Number) -> str:
    return _share(value, whole)


def _share(value: Number, whole: Number) -> str:
    return f"{min(max(float(value / whole) * 100, 0.0), 100.0):.2f}%" if whole else "0%"


def _svg(kind: str, height: int, said: str, parts: Sequence[str]) -> SafeString:
    return mark_safe(
        f'<svg class="{kind}" height="{height}" role="img" aria-label="{escape(said)}">{"".join(parts)}</svg>'
    )
