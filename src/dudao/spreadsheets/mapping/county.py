"""The figures of the county: items in rows with values beside them, or figures in columns by year and stage.

A form of one school is read like a list of the county's items, for that school."""

from dudao.calc.figures import Figure, Key
from dudao.spreadsheets.book import Cell, address
from dudao.spreadsheets.mapping.cells import CellFault, LineReader, expected
from dudao.spreadsheets.mapping.collecting import Collection
from dudao.spreadsheets.mapping.decision import Line, Role
from dudao.spreadsheets.mapping.evidence import column_cell
from dudao.spreadsheets.mapping.schools import TYPE_STAGES, Placed
from dudao.spreadsheets.mapping.wording import stage_of, wording


def read_items(file: str, collection: Collection, placed: Placed, unit: str = "", kind: str = "") -> None:
    """Every item's values. A figure asked for one year takes the newest column; one asked for several, each."""
    values = {column: line for column, line in placed.columns.items() if line.role is Role.VALUE}
    for row, line in placed.items.items():
        if line.role is Role.FIGURE and line.figure in collection.catalogue:
            _read_item(file, collection, placed, row, line, _beside(placed, row, values, line), unit, kind)


def _beside(placed: Placed, row: int, values: dict[int, Line], line: Line) -> dict[int, Line]:
    """The value columns that belong to an item: of two lists side by side, those up to the next column of items."""
    items = sorted(column for column, each in placed.columns.items() if each.role is Role.ITEM)
    own = [column for column in items if (cell := placed.sheet.at(row, column)) is not None and _same(cell, line)]
    start = own[-1] if own else 0
    following = next(
        (column for column in items if column > start and any(start < value < column for value in values)), 1 << 20
    )
    return {column: value for column, value in values.items() if start < column < following}


def _same(cell: Cell, line: Line) -> bool:
    return "".join(cell.text.split()) == line.head[-1]


def _read_item(
    file: str,
    collection: Collection,
    placed: Placed,
    row: int,
    line: Line,
    values: dict[int, Line],
    unit: str,
    kind: str,
) -> None:
    figure = collection.catalogue[line.figure]
    reader = LineReader(file, placed.sheet.name, line, expected(figure))
    source = placed.row(file, row)
    for column, value in _columns(figure, line, values).items():
        stated = reader.read(column_cell(placed.sheet, row, column), address(row, column), source)
        if isinstance(stated, CellFault):
            collection.fault(stated)
            continue
        year = (line.year or value.year or placed.mapping.year) if figure.several_years else 0
        if figure.several_years and not year:
            continue
        for stage in _stages(figure, line.stage or value.stage or placed.mapping.stage, kind):
            collection.say(Key(unit, figure.name, stage, year), stated, placed.key, row, line.added)


def _columns(figure: Figure, line: Line, values: dict[int, Line]) -> dict[int, Line]:
    """The value columns an item is read from: of its stage or of all, of its years or the newest one."""
    whole = {column: value for column, value in values.items() if not value.stage}
    by_stage = {column: value for column, value in values.items() if value.stage}
    values = by_stage if figure.stages and by_stage and not line.stage else whole
    if figure.several_years and not line.year:
        return values
    if figure.several_years:
        own = {column: value for column, value in values.items() if value.year in (0, line.year)}
        return own or values
    wanted = {
        column: value for column, value in values.items() if not (line.year and value.year) or value.year == line.year
    }
    newest = max((value.year for value in wanted.values()), default=0)
    return {column: value for column, value in wanted.items() if value.year == newest}


def _stages(figure: Figure, stage: str, kind: str) -> tuple[str, ...]:
    if not figure.stages:
        return ("",)
    if stage:
        return (stage,) if stage in figure.stages else ()
    own = tuple(each for each in TYPE_STAGES.get(kind, ()) if each in figure.stages)
    return own if len(own) == 1 else figure.stages if len(figure.stages) == 1 else ()


def read_columns(file: str, collection: Collection, placed: Placed) -> None:
    """County figures in columns: the year and the stage of a row stand in columns of their own, or in the title."""
    stage_column, year_column = placed.column_of(Role.STAGE), placed.column_of(Role.YEAR)
    years = {
        row: wording(_text(placed, row, year_column)).year if year_column else placed.mapping.year
        for row in placed.table.rows
    }
    newest = max(years.values(), default=0)
    for column, line in placed.columns.items():
        if line.role is not Role.FIGURE or line.figure not in collection.catalogue:
            continue
        figure = collection.catalogue[line.figure]
        reader = LineReader(file, placed.sheet.name, line, expected(figure))
        for row in placed.table.rows:
            year = line.year or years[row]
            if not figure.several_years and years[row] != newest:
                continue
            stage = (
                line.stage
                or (stage_of(_text(placed, row, stage_column)) if stage_column else "")
                or placed.mapping.stage
            )
            stated = reader.read(column_cell(placed.sheet, row, column), address(row, column), placed.row(file, row))
            if isinstance(stated, CellFault):
                collection.fault(stated)
                continue
            if figure.several_years and not year:
                continue
            for each in _stages(figure, stage, ""):
                collection.say(
                    Key("", figure.name, each, year if figure.several_years else 0), stated, placed.key, row, line.added
                )


def _text(placed: Placed, row: int, column: int) -> str:
    cell = column_cell(placed.sheet, row, column) if column else None
    return cell.text.strip() if cell is not None else ""
