"""Tables with schools in columns and figures in rows, turned so that each school has a row."""

import re
from dataclasses import dataclass, replace

from dudao.spreadsheets.book import Cell, Origin, Sheet, column_letters
from dudao.spreadsheets.forms.folded import Column, Form, FormKind, Member, Plan, Row
from dudao.spreadsheets.forms.words import Words, corner
from dudao.spreadsheets.mapping.draft import NAME_WORDS
from dudao.spreadsheets.mapping.shapes import numeric, said, text_of, total
from dudao.spreadsheets.mapping.units import unit_of
from dudao.spreadsheets.mapping.wording import squeeze, wording

_FEWEST_SCHOOLS, _FEWEST_FIGURES = 2, 3
_MOST_LABELS = 6  # columns of labels left of the schools
_BY = re.compile(r"^(填报|填表|制表|报送|编制|审核)[^：:]{0,6}[：:]")  # who filled it in says nothing about the figures
_UNIT = re.compile(r"^(计量)?单位(\(.*\))?$")


@dataclass(frozen=True, slots=True)
class _Block:
    """Schools along one row, and the rows below it that are theirs."""

    names: int  # the row
    columns: tuple[int, ...]  # of the schools
    last: int  # row
    unit_column: int = 0


def turn(sheet: Sheet, file: str, words: Words) -> list[tuple[Form, Plan]]:
    """The tables of a sheet that has schools along a row, turned; none where it has not."""
    turned = []
    for number, block in enumerate(_blocks(sheet, words), start=1):
        name = sheet.name if number == 1 else f"{sheet.name[:27]}({number})"
        plan = _turned(sheet, file, block, name, words)
        schools = tuple(text_of(sheet.cells[block.names][column]) for column in block.columns)
        member = Member(file=file, sheet=sheet.name, schools=schools)
        form = Form(name=name, kind=FormKind.TURNED, book=file, sheet=name, members=(member,))
        turned.append((form, plan))
    return turned


def _blocks(sheet: Sheet, words: Words) -> list[_Block]:
    starts = {row: columns for row in sheet.cells if (columns := _schools_along(sheet, row, words))}
    blocks = []
    rows = sorted(starts)
    for row, following in zip(rows, [*rows[1:], sheet.last_row + 1]):
        if _figures_below(sheet, row, starts[row], following - 1, words):
            block = _Block(row, starts[row], following - 1)
            blocks.append(replace(block, unit_column=_unit_column(sheet, block)))
    return blocks


def _schools_along(sheet: Sheet, row: int, words: Words) -> tuple[int, ...]:
    """The columns whose heads in this row are schools: by their look, or by the word before them."""
    texts = [(column, text_of(cell)) for column, cell in sorted(sheet.cells[row].items()) if text_of(cell)]
    schools = [column for column, text in texts if words.school(text)]
    others = [text for column, text in texts if schools and column > schools[0] and column not in schools]
    if len(schools) >= _FEWEST_SCHOOLS and all(_odd(text, words) for text in others):
        return tuple(column for column, text in texts if column >= schools[0] and not _sum(text))
    named = [column for column, text in texts if not words.knows(text) and not words.value(sheet.cells[row][column])]
    first = next(iter(texts), (0, ""))
    if (squeeze(first[1]) in NAME_WORDS or corner(first[1])) and len(named) >= _FEWEST_SCHOOLS:
        rest = [text for column, text in texts if column > first[0] and column not in named]
        if all(_odd(text, words) for text in rest):
            return tuple(column for column in named if column > first[0])
    return ()


def _odd(text: str, words: Words) -> bool:
    """Whether a text among the names of schools is a total, a unit or a remark, or a name that does not look like one."""
    return _sum(text) or bool(_UNIT.match(squeeze(text))) or squeeze(text) in ("备注", "说明") or not words.knows(text)


def _sum(text: str) -> bool:
    return total(text, False) or bool(_UNIT.match(squeeze(text))) or squeeze(text) in ("备注", "说明")


def _figures_below(sheet: Sheet, row: int, columns: tuple[int, ...], last: int, words: Words) -> bool:
    """Whether the rows below name figures at the left, one school's name standing under another nowhere."""
    left = min(columns)
    known, below = 0, 0
    for each in range(row + 1, last + 1):
        cells = sheet.cells.get(each, {})
        labels = [text_of(cell) for column, cell in cells.items() if column < left and not numeric(cell)]
        known += any(words.knows(text) for text in labels)
        below += sum(words.school(text_of(cells[column])) for column in columns if column in cells)
    return known >= _FEWEST_FIGURES and below * 4 <= known and 1 < left <= _MOST_LABELS + 1


def _turned(sheet: Sheet, file: str, block: _Block, name: str, words: Words) -> Plan:
    left = min(block.columns)
    rows = [row for row in range(block.names + 1, block.last + 1) if _holds(sheet, row, block.columns)]
    title = _name_head(sheet, block)
    columns = [Column((title,), call=str(block.names))]
    columns += [
        Column(
            _path(sheet, row, left, block, words),
            _unit(sheet, row, block.unit_column),
            str(row),
            section=_in_group(sheet, row, left, block),
            hidden=row in sheet.hidden_rows,
        )
        for row in rows
    ]
    schools = [_school(sheet, file, column, (block.names, *rows)) for column in block.columns]
    shared = []
    for number, row in enumerate(rows, start=2):
        for merge in sheet.merges:
            if merge.top == row and merge.bottom == row and merge.left in block.columns and merge.right > merge.left:
                within = [place for place, column in enumerate(block.columns) if merge.left <= column <= merge.right]
                shared.append((within[0], within[-1], number))
    return Plan(name, _titles(sheet, block), columns, schools, sheet.hidden, tuple(shared))


def _holds(sheet: Sheet, row: int, columns: tuple[int, ...]) -> bool:
    """Whether a row is one of the table: it has a label, and is no remark."""
    cells = sheet.cells.get(row, {})
    left = min(columns)
    labels = [text_of(cell) for column, cell in sorted(cells.items()) if column < left and text_of(cell)]
    filled = any(column in cells for column in columns)
    return bool(labels) and (filled or not said(labels[0])) and not (len(cells) == 1 and _wide(sheet, row, left))


def _wide(sheet: Sheet, row: int, left: int) -> bool:
    merge = sheet.merge_of(row, min(sheet.cells[row]))
    return merge is not None and merge.right >= left


def _school(sheet: Sheet, file: str, column: int, rows: tuple[int, ...]) -> Row:
    cells: dict[int, Cell] = {}
    for number, row in enumerate(rows, start=1):
        held = sheet.cells.get(row, {}).get(column)
        if held is not None:
            cells[number] = held
    places = {number: (row, column) for number, row in enumerate(rows, start=1)}
    origin = Origin(file, sheet.name, column, f"{column_letters(column)} 列", places)
    return Row(origin, cells, column in sheet.hidden_columns)


def _name_head(sheet: Sheet, block: _Block) -> str:
    labels = [text_of(cell) for column, cell in sheet.cells[block.names].items() if column < min(block.columns)]
    return next((text for text in labels if squeeze(text) in NAME_WORDS), "学校名称")


def _titles(sheet: Sheet, block: _Block) -> list[str]:
    rows = [row for row in sorted(sheet.cells) if row < block.names]
    texts = [text_of(cell) for row in rows[-6:] for cell in sheet.cells[row].values()]
    return [part for text in texts for part in re.split(r"\s{2,}|\u3000+", text) if part and not _BY.match(part)]


def _unit_column(sheet: Sheet, block: _Block) -> int:
    """The column left of the schools that holds a unit in most of its rows, 0 for none."""
    for column in range(min(block.columns) - 1, 1, -1):
        rows = range(block.names + 1, block.last + 1)
        texts = [text_of(cell) for row in rows if (cell := sheet.cells.get(row, {}).get(column)) and text_of(cell)]
        if len(texts) >= _FEWEST_FIGURES and sum(map(_measures, texts)) * 10 >= len(texts) * 8:
            return column
    return 0


def _measures(text: str) -> bool:
    return unit_of(text.strip("()（）")) is not None or text in ("—", "-", "/", "是/否", "文字")


def _unit(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get(row, {}).get(column)
    return text_of(cell) if cell is not None else ""


def _path(sheet: Sheet, row: int, left: int, block: _Block, words: Words) -> tuple[str, ...]:
    """The labels of a row, from the widest to its own; what begins 其中, or is indented, follows what it is a part of."""
    cells = _labels(sheet, row, left, block)
    path = ["".join(text_of(cell).split()) for cell in cells]
    if cells and _part(cells[-1]):
        for above in range(row - 1, block.names, -1):
            parent = _labels(sheet, above, left, block)
            if not parent or parent[0].row != cells[0].row and len(parent) > 1:
                break
            if not _part(parent[-1]):
                if not words.apart(text_of(cells[-1]), text_of(parent[-1])):
                    path.insert(len(path) - 1, "".join(text_of(parent[-1]).split()))
                break
    plain = [text for place, text in enumerate(path) if text and (place == 0 or text != path[place - 1])]
    return tuple(plain) or ("",)


def _in_group(sheet: Sheet, row: int, left: int, block: _Block) -> bool:
    """Whether a row stands in a group of rows that bears a title of its own at the left."""
    first = next(iter(_labels(sheet, row, left, block)), None)
    merge = sheet.merge_of(first.row, first.column) if first is not None else None
    return merge is not None and merge.bottom > merge.top


def _labels(sheet: Sheet, row: int, left: int, block: _Block) -> list[Cell]:
    """The cells that say what a row is; units, totals and numbers of rows are left out."""
    found: list[Cell] = []
    for column in range(1, left):
        cell = sheet.at(row, column)
        if cell is None or cell in found or not text_of(cell) or cell.row <= block.names or cell.row < row - 40:
            continue
        if column != block.unit_column and not numeric(cell):
            found.append(cell)
    if len(found) == 1 and left > 2:
        group = _group(sheet, row, found[0], block)
        found = [group, *found] if group is not None else found
    return found


def _group(sheet: Sheet, row: int, label: Cell, block: _Block) -> Cell | None:
    """The wider label of a row whose first column is blank: the last one above that stands left of it, unmerged."""
    if label.column == 1 or sheet.merge_of(row, label.column) is not None:
        return None
    for above in range(row - 1, block.names, -1):
        for column in range(1, label.column):
            cell = sheet.cells.get(above, {}).get(column)
            if cell is not None and text_of(cell) and not numeric(cell):
                return cell if sheet.merge_of(above, column) is None else None
    return None


def _part(cell: Cell) -> bool:
    raw = cell.value if isinstance(cell.value, str) else ""
    return raw[:1] in " \u3000\t" or wording(text_of(cell)).part
