"""Walks the records of an .xls workbook stream for what its reader does not tell: formulas, password, links, bounds."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from dudao.spreadsheets.reading.cells import Tally
from dudao.spreadsheets.reading.guard import needs_password

BOUND_SHEET, BEGIN, PASSWORD, SUPPORTING_BOOK = 0x0085, 0x0809, 0x002F, 0x01AE
FORMULA, MANY_NUMBERS = 0x0006, 0x00BD
ONE_CELL = {0x0203, 0x00FD, 0x0204, 0x027E, 0x0205, 0x00D6, FORMULA}  # number, text, RK number, truth value, formula
RECALCULATE_ON_LOAD = 0x0002
INTERNAL, ADD_IN = b"\x01\x04", b"\x01\x3a"


@dataclass(slots=True)
class Formula:
    """A formula's compiled form, and whether its stored result may be relied on."""

    tokens: bytes
    stands: bool


@dataclass(slots=True)
class Stream:
    """What the records say. Sheets are known by where they begin in the stream."""

    titles: dict[int, str] = field(default_factory=dict)
    formulas: dict[int, dict[tuple[int, int], Formula]] = field(default_factory=dict)
    links: bool = False
    macros: bool = False


def walk(stream: bytes) -> Stream:
    """Reads all records once; UnreadableBook for a password, and for a cell beyond the bounds."""
    found, tally = Stream(), Tally()
    formulas: dict[tuple[int, int], Formula] = {}
    title = ""
    for code, start, size in _records(stream):
        if code in ONE_CELL and size >= 6:
            row, column = struct.unpack_from("<HH", stream, start)
            tally.count(title, row + 1, column + 1)
            if code == FORMULA and size >= 22:
                flags, length = struct.unpack_from("<H4xH", stream, start + 14)
                tokens = stream[start + 22 : start + min(22 + length, size)]
                formulas[row + 1, column + 1] = Formula(tokens, not flags & RECALCULATE_ON_LOAD)
        elif code == MANY_NUMBERS and size >= 6:
            row, column = struct.unpack_from("<HH", stream, start)
            for place in range(column, column + (size - 6) // 6):
                tally.count(title, row + 1, place + 1)
        elif code == BEGIN:
            formulas = found.formulas.setdefault(start - 4, {})
            title = found.titles.get(start - 4, "")
        elif code == BOUND_SHEET and size >= 8:
            place, _, kind, length, wide = struct.unpack_from("<IBBBB", stream, start)
            name = stream[start + 8 : start + 8 + length * (1 + (wide & 1))]
            found.titles[place] = name.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
            found.macros |= kind in (1, 6)
        elif code == PASSWORD:
            raise needs_password()
        elif code == SUPPORTING_BOOK and size >= 4:
            found.links |= stream[start + 2 : start + 4] not in (INTERNAL, ADD_IN)
    return found


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """(code, where its content starts, length) of each record."""
    place, end = 0, len(stream) - 4
    while place <= end:
        code, size = struct.unpack_from("<HH", stream, place)
        yield code, place + 4, min(size, len(stream) - place - 4)
        place += 4 + size
