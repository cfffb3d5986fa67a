"""The figures that a workbook holds by its mapping: statements, schools, judgements, and every cell that is wrong."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace

from dudao.calc.figures import Catalogue, Judgement, Key, Known, School, Source, Statement, Unknown
from dudao.spreadsheets.book import Book
from dudao.spreadsheets.mapping.cells import MONTH_ONLY, CellFault
from dudao.spreadsheets.mapping.collecting import Collection, Said
from dudao.spreadsheets.mapping.county import read_columns, read_items
from dudao.spreadsheets.mapping.decision import Answer, JudgedItem, Kind, Mapping, Question, Role
from dudao.spreadsheets.mapping.draft import Draft
from dudao.spreadsheets.mapping.entries import choice_words, plain_word
from dudao.spreadsheets.mapping.evidence import column_cell
from dudao.spreadsheets.mapping.finding import find_placed, new_columns
from dudao.spreadsheets.mapping.roll import Roll, clean_code, doubled_names
from dudao.spreadsheets.mapping.rows import read_judged_columns, read_judged_rows, read_list
from dudao.spreadsheets.mapping.schools import Placed, RowsReader, SchoolRow, find_twice, place_schools, school_rows
from dudao.spreadsheets.mapping.vocabulary import vocabulary_of


@dataclass(frozen=True, kw_only=True)
class SheetFacts:
    """What was read of one table."""

    sheet: str
    nth: int
    kind: Kind
    rows_read: int
    schools: int
    totals_skipped: int
    notes_skipped: int
    hidden_rows: int
    hidden_columns: int
    known: int
    blanks: int
    dashes: int
    pending: int


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one or several workbooks say. With `faults` or needed `questions` it must not be brought in."""

    files: tuple[str, ...]
    statements: dict[Key, Statement]
    schools: tuple[School, ...]
    is_roll: bool
    judgements: dict[tuple[str, str], Judgement]
    faults: tuple[CellFault, ...]
    questions: tuple[Question, ...]
    remarks: tuple[str, ...]
    sheets: tuple[SheetFacts, ...]
    said: dict[Key, list[Said]] = field(default_factory=dict, repr=False, compare=False)
    catalogue: Catalogue | None = field(default=None, repr=False, compare=False)
    answers: MappingOf[str, Answer] = field(default_factory=dict, repr=False, compare=False)


def read_figures(
    book: Book,
    mapping: Mapping,
    catalogue: Catalogue,
    judged: tuple[JudgedItem, ...] = (),
    known_schools: tuple[School, ...] = (),
    known_types: MappingOf[str, str] | None = None,
) -> Reading:
    """Everything a workbook says by a mapping. Never raises for what stands in cells: that becomes faults and questions.

    `known_types`: school code → 办学类型 as known from elsewhere, for columns that do not divide by stage.
    """
    draft = Draft(book, vocabulary_of(catalogue), tuple(judged), tuple(known_schools), 0)
    collection = Collection(catalogue, dict(mapping.answers))
    placed, missing = find_placed(draft, mapping)
    collection.remarks.extend(missing)
    for each in placed:
        new_columns(draft, each, collection)
    roll = Roll()
    for school in known_schools:
        roll.add(school)
    rows = _place_rows(collection, roll, placed)
    types = _read_schools(book.name, collection, rows, judged, dict(known_types or {}))
    for each in placed:
        _read_other(book.name, draft, collection, each, roll, rows, types)
    statements = collection.settled()
    collection.remarks.extend(_months(statements))
    return Reading(
        files=(book.name,), statements=statements, schools=_met(roll, rows, collection), is_roll=any(each.mapping.lists_schools for each in placed),
        judgements=_judgements(collection), faults=_sorted(book.name, collection.faults), questions=tuple(collection.questions),
        remarks=tuple(dict.fromkeys((*collection.remarks, *_remarks(placed)))), sheets=tuple(_facts(each, rows, collection) for each in placed),
        said=collection.said, catalogue=catalogue, answers=dict(mapping.answers),
    )  # fmt: skip


def _months(statements: MappingOf[Key, Statement]) -> list[str]:
    """The cells that name a month where a day is needed, each with what stands in it."""
    stated = list(statements.values())
    for value in [each.value for each in stated if isinstance(each, Known) and isinstance(each.value, tuple)]:
        stated.extend(statement for row in value for statement in row.values())
    return [
        f"「{source.sheet}」{source.cell} 写的是“{each.text.strip()}”，{MONTH_ONLY}"
        for each in stated
        if isinstance(each, Unknown) and (source := each.source) is not None and source.remark.endswith(MONTH_ONLY)
    ]


def school_types(reading: "Reading") -> dict[str, str]:
    """School code → 办学类型 as a workbook says it: the `known_types` of the next one."""
    return {
        key.unit: stated.value
        for key, stated in reading.statements.items()
        if key.figure == "school_type" and isinstance(stated, Known) and isinstance(stated.value, str)
    }


def _place_rows(collection: Collection, roll: Roll, placed: Sequence[Placed]) -> dict[str, list[SchoolRow]]:
    """The rows of all tables with schools, each with its school: tables that list schools come first."""
    rows: dict[str, list[SchoolRow]] = {}
    with_schools = [each for each in placed if each.column_of(Role.NAME) and not each.items]
    for each in with_schools:
        rows[each.key] = school_rows(each)
    roll.doubled = doubled_names((row.name, row.township) for found in rows.values() for row in found if not row.code)
    # Tables that list schools are the measure for the others; where none does, the longest one is.
    listing = sorted(with_schools, key=lambda each: (not each.mapping.lists_schools, -len(rows[each.key])))
    measured = bool(roll.schools)
    for number, each in enumerate(listing):
        # A sheet for each township: what holds the same columns as the measure goes on with it.
        goes_on = number == 0 or each.mapping.lists_schools or _held(each) == _held(listing[0])
        place_schools(collection, roll, rows[each.key], not measured and goes_on)
    return rows


def _held(placed: Placed) -> frozenset[tuple[Role, str, str]]:
    return frozenset((line.role, line.figure, line.stage) for line in placed.columns.values())


def _read_schools(
    file: str,
    collection: Collection,
    rows: dict[str, list[SchoolRow]],
    judged: Iterable[JudgedItem],
    types: dict[str, str],
) -> dict[str, str]:
    """State the rows of school tables; the types first, as they tell which stage an undivided column is of."""
    items = {item.code: item for item in judged if item.of_school}
    kept = {
        key: find_twice(collection, found)
        for key, found in rows.items()
        if found and found[0].placed.mapping.kind in (Kind.SCHOOLS, Kind.ROLL)
    }
    readers: dict[str, RowsReader] = {}
    for key, found in kept.items():
        newest = max(row.year for row in rows[key])
        reader = readers[key] = RowsReader(file, collection, rows[key][0].placed, types, newest)
        owners = {row.number: row.school.code for row in found if row.school}
        for row in found:
            reader.read(row, owners, only="school_type")
    _types(collection, types)
    for key, found in kept.items():
        owners = {row.number: row.school.code for row in found if row.school}
        for row in found:
            readers[key].read(row, owners, without="school_type")
            _identity(file, collection, row)
            read_judged_columns(file, collection, row, items)
        _undivided(collection, readers[key])
    return types


def _types(collection: Collection, types: dict[str, str]) -> None:
    for key, said in collection.said.items():
        if key.figure == "school_type":
            codes = {each.statement.value for each in said if isinstance(each.statement, Known)}
            if len(codes) == 1:
                types[key.unit] = str(codes.pop())


def _identity(file: str, collection: Collection, row: SchoolRow) -> None:
    """Name, code and township are figures as well, where they are declared."""
    placed = row.placed
    assert row.school is not None
    for role, figure, text in (
        (Role.NAME, "school_name", row.school.name),
        (Role.CODE, "school_code", row.code),
        (Role.TOWNSHIP, "township", row.township),
    ):
        column = placed.column_of(role)
        if column and figure in collection.catalogue and text:
            head = " / ".join(placed.columns[column].head)
            stands = placed.row(file, row.number)
            source = Source(stands.file, stands.sheet, placed.sheet.place(row.number, column), head, stands)
            key = Key(row.school.code, figure)
            if key not in collection.said:
                collection.say(key, Known(text, text, 0, source), placed.key, row.number)


def _undivided(collection: Collection, reader: RowsReader) -> None:
    for head, cells in reader.unstaged.items():
        shown = "、".join(cells[:5]) + (" 等" if len(cells) > 5 else "")
        collection.remarks.append(
            f"「{reader.placed.sheet.name}」“{head}”没分学段，{len(cells)} 所有几个学段的学校因此未定：{shown}"
        )


def _read_other(
    file: str,
    draft: Draft,
    collection: Collection,
    placed: Placed,
    roll: Roll,
    rows: dict[str, list[SchoolRow]],
    types: dict[str, str],
) -> None:
    owners = {row.number: row.school.code for row in rows.get(placed.key, ()) if row.school is not None}
    kind = placed.mapping.kind
    if kind is Kind.LIST and placed.mapping.list_figure in collection.catalogue:
        of_school = collection.catalogue[placed.mapping.list_figure].level.of_school
        read_list(file, collection, placed, owners if of_school else None)
    elif kind is Kind.JUDGEMENTS:
        read_judged_rows(file, collection, placed, draft.judged_item, owners)
    elif kind is Kind.COUNTY:
        if placed.items:
            read_items(file, collection, placed)
        else:
            read_columns(file, collection, placed)
    elif kind is Kind.SCHOOLS and placed.items:
        _read_form(file, collection, placed, roll, types)


def _read_form(file: str, collection: Collection, placed: Placed, roll: Roll, types: dict[str, str]) -> None:
    """A form of one school: the items name it."""
    told = {
        line.role: _value(placed, row)
        for row, line in placed.items.items()
        if line.role in (Role.NAME, Role.CODE, Role.TOWNSHIP)
    }
    name, code, township = told.get(Role.NAME, ""), clean_code(told.get(Role.CODE, "")), told.get(Role.TOWNSHIP, "")
    if not name and not code:
        collection.remarks.append(f"「{placed.sheet.name}」没有写是哪所学校，没有带入")
        return
    found = roll.find(name, code, township)
    school = found[0] if len(found) == 1 else roll.place(name, code, township)
    type_row = next((row for row, line in placed.items.items() if line.figure == "school_type"), 0)
    kind = types.get(school.code, "") or _type(collection, placed, type_row)
    read_items(file, collection, placed, school.code, kind)


def _type(collection: Collection, placed: Placed, row: int) -> str:
    return (
        choice_words(collection.catalogue["school_type"].choices).get(plain_word(_value(placed, row)), "")
        if row
        else ""
    )


def _value(placed: Placed, row: int) -> str:
    cells = (
        column_cell(placed.sheet, row, column) for column, line in placed.columns.items() if line.role is Role.VALUE
    )
    return next((cell.text.strip() for cell in cells if cell is not None and cell.text.strip()), "")


def _met(roll: Roll, rows: dict[str, list[SchoolRow]], collection: Collection) -> tuple[School, ...]:
    """The schools this book speaks of, in the order it lists them."""
    units = {row.school.code: None for found in rows.values() for row in found if row.school is not None}
    units.update({key.unit: None for key in collection.said if key.unit})
    return tuple(roll.schools[code] for code in units if code in roll.schools)


def _judgements(collection: Collection) -> dict[tuple[str, str], Judgement]:
    """One judgement an item and unit; two different ones are a fault."""
    judged: dict[tuple[str, str], Judgement] = {}
    for key, found in collection.judgements.items():
        judged[key] = found[0]
        for other in found[1:]:
            if other.level != found[0].level:
                collection.fault(CellFault(
                    sheet=other.source.sheet, cell=other.source.cell, text=other.level, rule="conflict", why=f"{key[0]} 有两个不同的结论",
                    example="只留一个", file=other.source.file, also=(f"{found[0].source.sheet}!{found[0].source.cell}",),
                ))  # fmt: skip
    return judged


def _sorted(file: str, faults: list[CellFault]) -> tuple[CellFault, ...]:
    whole = {(fault.sheet, fault.cell, fault.rule): replace(fault, file=fault.file or file) for fault in faults}
    return tuple(whole.values())


def _remarks(placed: Sequence[Placed]) -> list[str]:
    remarks = []
    for each in placed:
        name = each.sheet.name
        if each.table.totals:
            remarks.append(f"「{name}」{len(each.table.totals)} 行合计、小计没有带入")
        if each.sheet.hidden:
            remarks.append(f"工作表「{name}」是隐藏的，照样带入")
        hidden = [row for row in each.table.rows if row in each.sheet.hidden_rows]
        if hidden:
            remarks.append(f"「{name}」有 {len(hidden)} 行是隐藏的，照样带入")
        columns = [
            each.sheet.called(head.column)
            for head in each.table.heads
            if head.hidden and head.column in each.columns and each.columns[head.column].role is not Role.IGNORED
        ]
        if columns:
            remarks.append(f"「{name}」隐藏的列 {'、'.join(columns)} 照样带入")
    return remarks


def _facts(placed: Placed, rows: dict[str, list[SchoolRow]], collection: Collection) -> SheetFacts:
    counted: dict[str, int] = defaultdict(int)
    for said in collection.said.values():
        for each in said:
            if each.table == placed.key:
                counted["known" if isinstance(each.statement, Known) else each.statement.reason.name] += 1
    schools = {row.school.code for row in rows.get(placed.key, ()) if row.school is not None}
    return SheetFacts(
        sheet=placed.sheet.name, nth=placed.table.nth, kind=placed.mapping.kind, rows_read=len(placed.table.rows), schools=len(schools),
        totals_skipped=len(placed.table.totals), notes_skipped=len(placed.table.notes),
        hidden_rows=sum(row in placed.sheet.hidden_rows for row in placed.table.rows), hidden_columns=sum(head.hidden for head in placed.table.heads),
        known=counted["known"], blanks=counted["BLANK"], dashes=counted["DASH"], pending=counted["PENDING"],
    )  # fmt: skip
