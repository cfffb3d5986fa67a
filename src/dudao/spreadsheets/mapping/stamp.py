"""The version stamp of a template made by this program: which head of which sheet holds what, on a hidden sheet."""

from dataclasses import dataclass, field

from dudao.spreadsheets.book import Book
from dudao.spreadsheets.mapping.wording import squeeze

SHEET = "_dudao"
MARK = "dudao-template"


@dataclass(frozen=True, slots=True)
class StampedLine:
    kind: str
    figure: str  # or @name, @code, @item, @value …
    stage: str
    year: int
    unit: str
    list_figure: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a template says of itself: the standards it was made for and its lines by (sheet, head)."""

    standards: tuple[str, ...]
    lines: dict[tuple[str, str], StampedLine] = field(default_factory=dict)

    def line(self, sheet: str, head: tuple[str, ...]) -> StampedLine | None:
        return self.lines.get((sheet, head_key(head)))


def head_key(head: tuple[str, ...]) -> str:
    return "/".join(squeeze(text) for text in head)


def read_stamp(book: Book) -> Stamp | None:
    """The stamp of a book; None where it has none or it is not whole."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == SHEET), None)
    if sheet is None:
        return None
    rows = [
        [(sheet.cells[row][column].text if column in sheet.cells[row] else "") for column in range(1, 9)]
        for row in sorted(sheet.cells)
    ]
    if not rows or rows[0][0] != MARK or rows[0][1] != "1":
        return None
    lines: dict[tuple[str, str], StampedLine] = {}
    for name, kind, head, figure, stage, year, unit, list_figure in rows[1:]:
        if name and head and figure:
            key = "/".join(squeeze(text) for text in head.split(" / "))
            lines[name, key] = StampedLine(kind, figure, stage, int(year) if year.isdigit() else 0, unit, list_figure)
    return Stamp(tuple(code for code in rows[0][2:] if code), lines)
