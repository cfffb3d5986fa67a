"""The workbook of schools, as the county's statisticians keep it."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from dudao.demonstration.county import County, School
from dudao.demonstration.moved import HERE, Moved
from dudao.demonstration.paper import Column, Formula, Ink, Paper, Places, Where, times, xl_rowcol_to_cell
from dudao.demonstration.school_sheets import SHEETS, SchoolSheet

SCHOOL_BOOK = "青川岭县2026年义务教育学校基本情况统计表（定稿V3）.xlsx"

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
Quirk = Callable[[int], str]


def _thousands(number: int) -> str:
    return f"{number:,}"


# How some clerks type: (sheet, township) → which figures, and how the number is written. All of it must be read right.
QUIRKS: Mapping[tuple[str, str], tuple[tuple[str, ...], Quirk]] = {
    ("班级情况", "松岔岭镇"): (("n_classes", "n_classes_45", "n_classes_46_50"), str),
    ("小学教师", "禾泉岗镇"): (("t_full", "t_bachelor"), lambda number: f"{number} "),
    ("校舍场地", "麦岭铺镇"): (("area_site", "area_building"), _thousands),
    ("校舍场地", "雁落坪乡"): (("area_teaching", "area_field"), lambda number: str(number).translate(_WIDE)),
    ("设备经费", "白石垭镇"): (("n_media_rooms",), lambda number: f"{number}间"),
}
HIDDEN_COLUMN = "上学年在校生数"  # a clerk's aid, in the way of nobody
HIDDEN_ROW = ("基本情况", "竹溪垭乡")  # the last school of this township stands in a hidden row; it counts all the same


def school_book(
    county: County, written: Mapping[Where, Ink], twice: Sequence[Where] = (), moved: Moved = HERE
) -> tuple[bytes, Places]:
    """The workbook, with `written` in place of some cells; and where each figure stands.

    `twice`: (school, sheet, '', 0) of which the row is written a second time at the end of its township.
    """
    paper = Paper(moved=moved)
    for sheet in SHEETS:
        _Writer(paper, county, sheet, written, {school for school, name, _, _ in twice if name == sheet.name}).write()
    _projects(paper, county, written)
    _class_sizes(paper, county)
    return paper.close(), paper.places


class _Writer:
    """One sheet with schools in rows."""

    def __init__(
        self, paper: Paper, county: County, sheet: SchoolSheet, written: Mapping[Where, Ink], twice: set[str]
    ) -> None:
        self.paper, self.county, self.plan, self.written, self.twice = paper, county, sheet, written, twice
        self.sheet = paper.sheet(sheet.name)
        self.columns = [_hidden(column) for column in sheet.columns]
        self.count = 0
        self.subtotals: list[int] = []

    def write(self) -> None:
        row = self.paper.title(self.sheet, self.plan.title, len(self.columns), self.plan.units)
        row = self.paper.heads(self.sheet, row, self.columns)
        self.sheet.freeze_panes(row, 3)
        for township in self.county.townships:
            members = [
                school for school in self.county.schools if school.township == township and self.plan.includes(school)
            ]
            members += [school for school in members if school.name in self.twice]
            if not members:
                continue
            first = row
            for school in members:
                self._school(row, school)
                row += 1
            if (self.plan.name, township.name) == HIDDEN_ROW:
                self.sheet.set_row(row - 1, None, None, {"hidden": 1})
            if self.plan.subtotals:
                self._added(row, f"{township.name}小计", [(first, row - 1)], members)
                self.subtotals.append(row)
                row += 1
        if self.plan.subtotals:
            everyone = [school for school in self.county.schools if self.plan.includes(school)]
            self._added(row, "全县合计", [(one, one) for one in self.subtotals], everyone)
            row += 1
        self.paper.notes(self.sheet, row + 1, len(self.columns), self.plan.notes)

    def _school(self, row: int, school: School) -> None:
        self.count += 1
        for index, column in enumerate(self.columns):
            where = (school.name, column.figure or column.heads[-1], column.stage, 0)
            if column.heads == ("序号",):
                ink: Ink = self.count
            elif where in self.written:
                ink = self.written[where]
            else:
                ink = self._ink(school, column, row)
            look = column.look if column.look != "list" else "plain"
            if isinstance(ink, Fraction | float) and look == "number":
                look = "area"
            self.paper.put(self.sheet, row, index, ink, look)
            self.paper.mark(where, self.sheet, row, index)

    def _ink(self, school: School, column: Column, row: int) -> Ink:
        if column.ink is not None:
            told: Ink = column.ink(school)
            return told
        if school.silent:
            return None
        if column.heads[-1] == HIDDEN_COLUMN:
            return int(school.pupils * 1.02) or None
        if column.look == "list":
            return "、".join(str(room["area"]) for room in school.lists.get(column.figure, ())) or None
        value = school.figures.get((column.figure, column.stage))
        if value is None or isinstance(value, bool):
            return value
        assert isinstance(value, int | Fraction)
        if column.figure == "area_sport":
            return Formula(f"={self._cell(row, 'area_field')}+{self._cell(row, 'area_indoor_sport')}", int(value))
        return self._as_typed(school, column, times(value, column.scale))

    def _as_typed(self, school: School, column: Column, value: int | Fraction) -> Ink:
        figures, quirk = QUIRKS.get((self.plan.name, school.township.name), ((), None))
        if quirk is not None and column.figure in figures and value == int(value):
            return quirk(int(value))
        return value

    def _cell(self, row: int, figure: str) -> str:
        index = next(index for index, column in enumerate(self.columns) if column.figure == figure)
        cell: str = xl_rowcol_to_cell(row, index)
        return cell

    def _added(self, row: int, words: str, ranges: Sequence[tuple[int, int]], members: Sequence[School]) -> None:
        """A row of sums, with their results."""
        for index, column in enumerate(self.columns):
            look = "sum money" if column.look == "money" else "sum"
            if column.heads == ("学校名称",):
                self.paper.put(self.sheet, row, index, words, look)
            elif not column.added or not column.figure:
                self.paper.put(self.sheet, row, index, None, look)
            else:
                cells = ",".join(f"{xl_rowcol_to_cell(a, index)}:{xl_rowcol_to_cell(b, index)}" for a, b in ranges)
                self.paper.put(self.sheet, row, index, Formula(f"=SUM({cells})", _sum(members, column)), look)


def _sum(members: Sequence[School], column: Column) -> int | float:
    total: Any = sum(school.figures.get((column.figure, column.stage), 0) for school in members if not school.silent)
    total *= column.scale
    return int(total) if total == int(total) else float(total)


def _hidden(column: Column) -> Column:
    return Column(**{**vars(column), "hidden": column.heads[-1] == HIDDEN_COLUMN})


def _projects(paper: Paper, county: County, written: Mapping[Where, Ink]) -> None:
    """教育项目: a small list at the end of the book."""
    columns = (
        Column(heads=("序号",), look="plain", width=6),
        Column(heads=("项目名称",), look="text", width=40),
        Column(heads=("计划完工时间",), look="day", width=14),
        Column(heads=("实际完工时间",), look="day", width=14),
        Column(heads=("备注",), look="text", width=16),
    )
    sheet = paper.sheet("教育项目")
    row = paper.heads(sheet, paper.title(sheet, "2026年教育民生实事项目清单", len(columns)), columns)
    for number, project in enumerate(county.lists["education_projects"], 1):
        title = str(project["title"])
        cells: list[Ink] = [number, title, project["planned_done"], project["really_done"], None]
        for index, name in ((2, "planned_done"), (3, "really_done")):
            where = (title, "education_projects", name, 0)
            cells[index] = written.get(where, "未完工" if getattr(cells[index], "year", 0) == 9999 else cells[index])
            paper.mark(where, sheet, row, index)
        for index, ink in enumerate(cells):
            paper.put(sheet, row, index, ink, columns[index].look)
        row += 1


def _class_sizes(paper: Paper, county: County) -> None:
    """Class by class, for the schools that have one too large."""
    heads = ("学校名称", "学段", "年级", "班级", "班级人数", "备注")
    columns = tuple(Column(heads=(head,), look="plain", width=24 if head == "学校名称" else 10) for head in heads)
    sheet = paper.sheet("超班额学校分班")
    row = paper.heads(sheet, paper.title(sheet, "有超标准班额学校各班人数明细", len(columns), "单位：人"), columns)
    limits = {"小学": 45, "初中": 50}
    for school in county.schools:
        for one in school.lists.get("class_sizes", ()):
            size, stage = one["size"], str(one["stage"])
            assert isinstance(size, int)
            remark = "超" if size > limits[stage] else None
            for index, ink in enumerate((school.name, stage, one["grade"], one["class_name"], size, remark)):
                paper.put(sheet, row, index, ink, "number" if index == 4 else "plain")
            row += 1
