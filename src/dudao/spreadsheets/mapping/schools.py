"""The rows of school tables: whose row it is, which stage, and what each cell states."""

from collections import defaultdict
from dataclasses import dataclass, field

from dudao.calc.figures import Catalogue, Figure, Key, Known, Reason, School, Source, SourceRow, Unknown
from dudao.calc.figures import Kind as FigureKind
from dudao.spreadsheets.book import Cell, Sheet
from dudao.spreadsheets.mapping.cells import CellFault, Expected, LineReader, expected, rows_in_cell
from dudao.spreadsheets.mapping.collecting import Collection
from dudao.spreadsheets.mapping.decision import Line, Option, Question, Role, TableMapping
from dudao.spreadsheets.mapping.draft import like_school, plain_name
from dudao.spreadsheets.mapping.evidence import column_cell
from dudao.spreadsheets.mapping.roll import Roll, clean_code, part_of, without_part
from dudao.spreadsheets.mapping.structure import Table
from dudao.spreadsheets.mapping.wording import stage_of, wording

# The stages a school has by its type (办学类型): the type is a figure of the sheet, never guessed from a name.
TYPE_STAGES: dict[str, tuple[str, ...]] = {
    "primary": ("primary",),
    "teaching_point": ("primary",),
    "junior": ("junior",),
    "nine_year": ("primary", "junior"),
    "twelve_year": ("primary", "junior", "senior"),
    "complete_secondary": ("junior", "senior"),
    "senior": ("senior",),
    "vocational": ("vocational",),
    "vocational_junior": ("junior",),
    "special": (),
    "kindergarten": ("kindergarten",),
}


@dataclass(slots=True)
class Placed:
    """A table of the book found again by its mapping: which line stands in which column (or row)."""

    sheet: Sheet
    table: Table
    mapping: TableMapping
    columns: dict[int, Line]
    items: dict[int, Line] = field(default_factory=dict)
    _rows: dict[int, SourceRow] = field(default_factory=dict, repr=False)
    _heads: list[tuple[int, str, str]] = field(default_factory=list, repr=False)

    @property
    def key(self) -> str:
        return f"{self.sheet.name}:{self.table.nth}"

    def column_of(self, role: Role) -> int:
        return next((column for column, line in self.columns.items() if line.role is role), 0)

    def row(self, file: str, row: int) -> SourceRow:
        """The row as it stands, for every statement made from it."""
        if row not in self._rows:
            if not self._heads:
                self._heads.extend(
                    (head.column, self.sheet.called(head.column), " / ".join(head.path)) for head in self.table.heads
                )
            stands = ((place, head, column_cell(self.sheet, row, column)) for column, place, head in self._heads)
            cells = tuple((place, head, cell.text) for place, head, cell in stands if cell is not None)
            origin = self.sheet.origins.get(row)
            if origin is not None:
                self._rows[row] = SourceRow(origin.file, origin.sheet, origin.number, cells)
            else:
                self._rows[row] = SourceRow(file, self.sheet.name, row, cells)
        return self._rows[row]


@dataclass(slots=True)
class SchoolRow:
    """A row with its school and stage."""

    placed: Placed
    number: int
    name: str
    code: str
    township: str
    stage: str
    year: int
    school: School | None = None

    @property
    def words(self) -> str:
        """How people call it: 第 3 行, 《青石小学.xlsx》「基本情况」."""
        return self.placed.sheet.row_words(self.number)

    @property
    def file(self) -> str:
        """The file of a folded row; '' of one that stands where its sheet says."""
        origin = self.placed.sheet.origins.get(self.number)
        return origin.file if origin is not None else ""

    @property
    def sheet(self) -> str:
        origin = self.placed.sheet.origins.get(self.number)
        return origin.sheet if origin is not None else self.placed.sheet.name


def _together(rows: list[SchoolRow]) -> str:
    """How people call several rows: 第 3、7 行, or each by its own name."""
    if any(row.placed.sheet.origins for row in rows):
        return "、".join(row.words for row in rows)
    return f"第 {'、'.join(str(row.number) for row in rows)} 行"


def school_rows(placed: Placed) -> list[SchoolRow]:
    """The rows of a school table; divider rows whose text is a school in the column of names count as rows."""
    name_column, code_column = placed.column_of(Role.NAME), placed.column_of(Role.CODE)
    township_column, stage_column, year_column = (
        placed.column_of(Role.TOWNSHIP),
        placed.column_of(Role.STAGE),
        placed.column_of(Role.YEAR),
    )
    rows: list[SchoolRow] = []
    dividers = [
        row
        for row, text in placed.table.dividers.items()
        if name_column in placed.sheet.cells.get(row, {}) and like_school(text)
    ]
    for row in sorted((*placed.table.rows, *dividers)):
        name = _text(placed.sheet, row, name_column)
        code = clean_code(_text(placed.sheet, row, code_column))
        if not name and not code:
            continue
        township = _text(placed.sheet, row, township_column)
        if (
            not township
            and (group := placed.table.groups.get(row, ""))
            and not like_school(group)
            and group.rstrip("：:")[-1:] in "镇乡道区办"
        ):
            township = group
        stage = stage_of(_text(placed.sheet, row, stage_column)) if stage_column else placed.mapping.stage
        if not stage and placed.mapping.stage_by_name:
            stage = stage_of(part_of(name))
        year = wording(_text(placed.sheet, row, year_column)).year if year_column else 0
        rows.append(SchoolRow(placed, row, name, code, township, stage, year))
    return rows


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = column_cell(sheet, row, column) if column else None
    return cell.text.strip() if cell is not None else ""


def place_schools(collection: Collection, roll: Roll, rows: list[SchoolRow], on_roll: bool) -> None:
    """Tell every row its school: known ones first; a name close to a known one is asked, never taken."""
    known = frozenset(roll.schools)
    for row in rows:
        base = without_part(row.name)
        found = roll.find(row.name, row.code, row.township)
        if not found and base != row.name and row.stage:
            found = roll.find(base, row.code, row.township)
        if len(found) == 1:
            row.school = found[0]
        elif len(found) > 1:
            collection.fault(_unclear(row, found))
        elif on_roll or not known:
            row.school = roll.place(base if row.stage else row.name, row.code, row.township)
        else:
            row.school = _strange(collection, roll, row, base if row.stage else row.name, known)


def _unclear(row: SchoolRow, found: list[School]) -> CellFault:
    names = "、".join(f"{school.name}（{school.township or school.code}）" for school in found)
    column = row.placed.column_of(Role.NAME)
    return CellFault(
        sheet=row.sheet, cell=row.placed.sheet.place(row.number, column or 1), text=row.name, rule="school",
        why=f"有几所学校叫这个名字：{names}", example="加一列学校标识码或所属乡镇", file=row.file,
    )  # fmt: skip


def _strange(collection: Collection, roll: Roll, row: SchoolRow, name: str, known: frozenset[str]) -> School | None:
    """A school that the roll does not have: a new one, or one of the roll under another name."""
    near = [school for school in roll.near(name) if school.code in known]
    if not near:
        collection.remarks.append(f"「{row.placed.sheet.name}」{row.words}“{name}”不在名册里")
        return roll.place(name, row.code, row.township)
    question = Question(
        id=f"school:{plain_name(name)}", kind="school", sheet=row.placed.sheet.name, place=row.words, text=f"“{name}”是名册里的哪所学校？",
        detail="名册里没有这个名字，有相近的。",
        options=(*(Option(code=school.code, label=school.name) for school in near), Option(code="new", label="另一所学校，名册里没有"), Option(code="skip", label="这一行不带入")),
        cells=(row.placed.sheet.place(row.number, row.placed.column_of(Role.NAME) or 1),),
    )  # fmt: skip
    answer = collection.ask(question)
    if answer is None or answer.choice == "skip":
        return None
    return roll.place(name, row.code, row.township) if answer.choice == "new" else roll.schools.get(answer.choice)


def find_twice(collection: Collection, rows: list[SchoolRow]) -> list[SchoolRow]:
    """One school and stage in two rows of a table: a person says which row holds, or that they are parts. The rows kept."""
    groups: dict[tuple[str, str, int], list[SchoolRow]] = defaultdict(list)
    for row in rows:
        if row.school is not None:
            groups[row.school.code, row.stage, row.year].append(row)
    dropped: set[int] = set()
    for (unit, stage, _), same in groups.items():
        if len(same) > 1:
            dropped.update(_decide_twice(collection, unit, stage, same))
    return [row for row in rows if row.school is not None and row.number not in dropped]


def _decide_twice(collection: Collection, unit: str, stage: str, rows: list[SchoolRow]) -> list[int]:
    placed, numbers = rows[0].placed, _together(rows)
    question = Question(
        id=f"twice:{placed.key}:{unit}:{stage}", kind="twice", sheet=placed.sheet.name, place=numbers.removeprefix("第 "),
        text=f"“{rows[0].name}”在{numbers}出现了 {len(rows)} 次，用哪一行？", detail="同一所学校、同一学段只能有一行。",
        options=(*(Option(code=f"row:{placed.sheet.row_code(row.number)}", label=f"用{row.words}") for row in rows), Option(code="sum", label="是同一所学校的几部分，相加")),
        cells=tuple(placed.sheet.place(row.number, placed.column_of(Role.NAME) or 1) for row in rows),
    )  # fmt: skip
    answer = collection.ask(question)
    if answer is None:
        cells = [placed.sheet.place(row.number, placed.column_of(Role.NAME) or 1) for row in rows]
        collection.fault(CellFault(
            sheet=rows[0].sheet, cell=cells[0], text=rows[0].name, rule="twice", why=f"同一所学校、同一学段在{numbers}各有一行",
            example="只留一行，或在“要您定”里选一行", file=rows[0].file,
            also=tuple(f"{row.file} {row.sheet}!{cell}".strip() for row, cell in zip(rows[1:], cells[1:])),
        ))  # fmt: skip
        collection.twice.update((placed.key, row.number) for row in rows)
        return []
    if answer.choice == "sum":
        return []
    return [row.number for row in rows if f"row:{placed.sheet.row_code(row.number)}" != answer.choice]


class RowsReader:
    """States what the rows of one school table say."""

    def __init__(
        self, file: str, collection: Collection, placed: Placed, types: dict[str, str], newest: int = 0
    ) -> None:
        self.file, self.collection, self.placed, self.types = file, collection, placed, types
        self.newest = newest  # year, where rows stand by years
        self.catalogue: Catalogue = collection.catalogue
        self.readers: dict[tuple[int, str], LineReader] = {}
        self.unstaged: dict[str, list[str]] = defaultdict(list)

    def reader(self, column: int, line: Line, figure: Figure) -> LineReader:
        key = (column, figure.name)
        if key not in self.readers:
            wants = expected(figure) if not figure.columns else self._cell_column(figure)
            self.readers[key] = LineReader(self.file, self.placed.sheet.name, line, wants)
        return self.readers[key]

    def _cell_column(self, figure: Figure) -> Expected:
        return expected(next(column for column in figure.columns if column.name == figure.cell_column))

    def read(self, row: SchoolRow, owners: dict[int, str], only: str = "", without: str = "") -> None:
        """All cells of a row. `only` one figure, or all `without` one: types are read before anything is staged by them."""
        assert row.school is not None
        source = self.placed.row(self.file, row.number)
        for column, line in self.placed.columns.items():
            if (
                line.role is Role.FIGURE
                and line.figure in self.catalogue
                and (not only or line.figure == only)
                and line.figure != without
            ):
                self.cell(row, column, line, source, owners)

    def cell(self, row: SchoolRow, column: int, line: Line, source: SourceRow, owners: dict[int, str]) -> None:
        assert row.school is not None
        figure = self.catalogue[line.figure]
        if row.year and row.year != self.newest and not figure.several_years:
            return  # an older year's row
        kind = self.types.get(row.school.code, "")
        if kind in figure.for_type:
            other = figure.for_type[kind]
            if not other:
                return
            figure = self.catalogue[other]
        cell = column_cell(self.placed.sheet, row.number, column)
        stages = self.stages(row, line, figure, kind, cell)
        if stages is None:
            return
        stated = self.statement(row, cell, column, line, figure, source, owners)
        if isinstance(stated, CellFault):
            self.collection.fault(stated)
            return
        year = line.year or (row.year if figure.several_years else 0)
        if len(stages) > 1 and isinstance(stated, Known):
            self.unstaged[line.head[-1]].append(stated.source.cell if stated.source else "")
            stated = Unknown(
                Reason.UNDECIDED, stated.text, self._with(stated.source, "这所学校有几个学段，这一列没分学段")
            )
        for stage in stages:
            self.collection.say(
                Key(row.school.code, figure.name, stage, year), stated, self.placed.key, row.number, line.added
            )

    def stages(
        self, row: SchoolRow, line: Line, figure: Figure, kind: str, cell: Cell | None
    ) -> tuple[str, ...] | None:
        """The stages that a cell speaks of; None where it says nothing about this figure."""
        if not figure.stages:
            return ("",)
        own = TYPE_STAGES.get(kind)
        stage = line.stage or row.stage
        if stage:
            if stage not in figure.stages:
                return None
            if own is not None and stage not in own and (cell is None or not cell.text.strip(" -—–－/　0")):
                return None  # 初中 in the row of a primary school: nothing to be said
            return (stage,)
        if own is None:
            return tuple(figure.stages[:2]) if cell is not None else None
        return tuple(stage for stage in own if stage in figure.stages) or None

    def statement(
        self,
        row: SchoolRow,
        cell: Cell | None,
        column: int,
        line: Line,
        figure: Figure,
        source: SourceRow,
        owners: dict[int, str],
    ) -> Known | Unknown | CellFault:
        place = self.placed.sheet.place(row.number, column)
        reader = self.reader(column, line, figure)
        if figure.columns and cell is not None and cell.text.strip():
            return rows_in_cell(cell, reader, figure.cell_column, source)
        shared = self.shared(row.number, column, owners) if self.placed.sheet.merges else ""
        if shared == "others" and figure.kind is FigureKind.NUMBER or (shared == "stages" and figure.stages):
            said = "合并单元格跨了几所学校" if shared == "others" else "合并单元格跨了几个学段，看不出各学段多少"
            return Unknown(Reason.UNDECIDED, cell.text if cell else "", reader.source(cell, place, source, said))
        return reader.read(cell, place, source)

    def shared(self, row: int, column: int, owners: dict[int, str]) -> str:
        """Whether a data cell is merged over several rows: of one school ("stages"), or of several ("others")."""
        merge = self.placed.sheet.merge_of(row, column)
        if merge is None or merge.bottom == merge.top:
            return ""
        units = {owners[each] for each in range(merge.top, merge.bottom + 1) if each in owners}
        rows = sum(each in owners for each in range(merge.top, merge.bottom + 1))
        return "others" if len(units) > 1 else "stages" if rows > 1 else ""

    def _with(self, source: Source | None, remark: str) -> Source | None:
        if source is None:
            return None
        return Source(
            source.file, source.sheet, source.cell, source.head, source.row, f"{source.remark}；{remark}".strip("；")
        )
