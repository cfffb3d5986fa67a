"""The workbook of the whole county: what the departments handed in, and what was judged."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from dudao.demonstration.county import County, Said, School, Value
from dudao.demonstration.county_layout import STAGE_WORDS, Item, Items, Ledger, Stages
from dudao.demonstration.county_sheets import SHEETS
from dudao.demonstration.ledgers import SCHOOL_ITEMS
from dudao.demonstration.moved import HERE, Moved
from dudao.demonstration.paper import Column, Ink, Paper, Places, Where, times

COUNTY_BOOK = "青川岭县县级数据（各部门报送汇总）.xlsx"

# (code, what the county calls it, the words for each level)
_MET = {"met": "达到", "basic": "基本达到", "not_met": "未达到"}
_STRUCK = {"struck": "存在", "clear": "不存在"}
_TIERS = {"excellent": "优", "good": "良", "fair": "中", "poor": "差"}
COUNTY_ITEMS: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("YZJH-2.1", "学校规划布局合理", _MET),
    ("YZJH-2.2", "城乡“四统一”", _MET),
    ("YZJH-2.10", "统筹分配编制和岗位", _MET),
    ("YZJH-P2", "基本均衡认定后持续保持", {"fulfilled": "具备", "lacking": "不具备"}),
    ("YZJH-V1", "以考试方式招生", _STRUCK),
    ("YZJH-V2", "违规择校", _STRUCK),
    ("YZJH-V3", "重点学校或重点班", _STRUCK),
    ("YZJH-V4", "“有编不补”或长期聘用编外教师", _STRUCK),
    ("YZJH-V5", "重大安全责任事故和严重违纪违规", _STRUCK),
    ("YZJH-V6", "弄虚作假", _STRUCK),
    ("C1.2.1", "部门教育职责清单与协同机制", _TIERS),
    ("C2.4.1", "评价改革、“双减”、集团化等任务落实", _TIERS),
    ("C5.2.3", "社会保障与编外教师待遇", _TIERS),
    ("C6.1.4", "“双减”与五项管理", _TIERS),
    ("DEMO-V4", "已有中职学校停办", _STRUCK),
    ("DEMO-CAP2", "近两年重大违法违纪案件", _STRUCK),
    ("DEMO-DROP1", "数据弄虚作假", _STRUCK),
)
_SCHOOL_HEADS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "YZJH-3.3": ("YZJH-3.3 章程与信息化", _MET),
    "YZJH-3.5": ("YZJH-3.5 信息化教学", _MET),
    "YZJH-3.6": ("YZJH-3.6 德育与校园文化", _TIERS),
    "YZJH-3.7": ("YZJH-3.7 课程与实践", _MET),
    "YZJH-3.8": ("YZJH-3.8 课业负担", _MET),
}


def county_book(county: County, written: Mapping[Where, Ink], moved: Moved = HERE) -> tuple[bytes, Places]:
    """The workbook, with `written` in place of some cells; and where each figure stands."""
    paper = Paper(moved=moved)
    for plan in SHEETS:
        sheet = paper.sheet(plan.name)
        row = 0
        for part in plan.parts:
            row = _Part(paper, sheet, county, written).write(part, row) + 2
    _judged(paper, county, written)
    _school_grid(paper, county, written)
    return paper.close(), paper.places


class _Part:
    """One table on a department's sheet."""

    def __init__(self, paper: Paper, sheet: Any, county: County, written: Mapping[Where, Ink]) -> None:
        self.paper, self.sheet, self.county, self.written = paper, sheet, county, written

    def write(self, part: Items | Stages | Ledger, row: int) -> int:
        """The first free row below it."""
        if isinstance(part, Items):
            return self._items(part, row)
        return self._stages(part, row) if isinstance(part, Stages) else self._ledger(part, row)

    def _items(self, part: Items, row: int) -> int:
        values = [f"{year}年" for year in part.years] or [part.value_head]
        heads = ["序号", "指标", "单位", *values, "备注"]
        columns = [Column(heads=(head,), width=_WIDTHS.get(head, 15)) for head in heads]
        row = self.paper.title(self.sheet, part.title, len(columns), part.units, row)
        row = self.paper.heads(self.sheet, row, columns)
        for number, item in enumerate(part.items, 1):
            self.paper.put(self.sheet, row, 0, number, "plain")
            self.paper.put(self.sheet, row, 1, item.words, "text")
            self.paper.put(self.sheet, row, 2, item.unit, "plain")
            for index, year in enumerate(part.years or (0,)):
                newest = not part.years or year == max(part.years)
                asked = year if item.several else 0
                where = ("", item.figure, item.stage, asked)
                if item.several or newest:
                    self._put(row, 3 + index, where, self._ink(item, where), item.percent)
                else:
                    self.paper.put(self.sheet, row, 3 + index, None, "plain")
            self.paper.put(self.sheet, row, 3 + len(values), item.remark or None, "text")
            row += 1
        return self.paper.notes(self.sheet, row, len(columns), part.notes)

    def _ink(self, item: Item, where: Where) -> Ink:
        _, figure, stage, year = where
        if item.percent:
            passed, tested = (self.county.figures["fitness_" + part, "", year] for part in ("passed", "tested"))
            assert isinstance(passed, int) and isinstance(tested, int)
            return Fraction(round(Fraction(passed * 10_000, tested)), 10_000)
        value = self.county.figures.get((figure, stage, year))
        if isinstance(value, bool):
            return ("有" if value else "无") if item.unit == "有/无" else ("是" if value else "否")
        if isinstance(value, int | Fraction):
            return times(value, item.scale)
        return value

    def _put(self, row: int, column: int, where: Where, ink: Ink, percent: bool = False) -> None:
        ink = self.written.get(where, ink)
        self.paper.put(self.sheet, row, column, ink, "percent" if percent else _look(ink))
        self.paper.mark(where, self.sheet, row, column)

    def _stages(self, part: Stages, row: int) -> int:
        heads = ["学段", *(head for head, _ in part.figures)]
        columns = [Column(heads=(head,), width=width) for head, width in zip(heads, _SHARED, strict=False)]
        row = self.paper.title(self.sheet, part.title, len(columns), row=row)
        row = self.paper.heads(self.sheet, row, columns)
        for stage in part.stages:
            self.paper.put(self.sheet, row, 0, STAGE_WORDS[stage], "plain")
            for index, (_, figure) in enumerate(part.figures, 1):
                self._put(row, index, ("", figure, stage, 0), self.county.figures.get((figure, stage, 0)))
            row += 1
        return self.paper.notes(self.sheet, row, len(columns), part.notes)

    def _ledger(self, part: Ledger, row: int) -> int:
        columns = [Column(heads=("序号",), width=6)]
        columns += [
            Column(heads=(head,), width=width) for (_, head), width in zip(part.heads, _SHARED[1:], strict=False)
        ]
        row = self.paper.title(self.sheet, part.title, len(columns), part.units, row)
        row = self.paper.heads(self.sheet, row, columns)
        for number, entry in enumerate(self.county.lists.get(part.figure, ()), 1):
            self.paper.put(self.sheet, row, 0, number, "plain")
            for index, (name, _) in enumerate(part.heads, 1):
                value = entry.get(name)
                ink: Ink = part.words.get((name, value), value)
                where = (f"{part.figure}:{number}", part.figure, name, 0)
                self._put(row, index, where, ink)
            row += 1
        return self.paper.notes(self.sheet, row, len(columns), part.notes)


_WIDTHS: Mapping[str, int] = {"序号": 6, "指标": 34, "单位": 13, "备注": 24}
_SHARED = (12, 34, 14, 15, 15, 15, 15)  # widths of columns under which several tables stand


def _look(ink: Ink) -> str:
    if isinstance(ink, date):
        return "day"
    if isinstance(ink, Fraction):
        return "money"
    if isinstance(ink, str):
        return "text" if len(ink) > 8 else "plain"
    return "number"


def _judged(paper: Paper, county: County, written: Mapping[Where, Ink]) -> None:
    """定性指标: one row an item of the county."""
    heads = {"序号": 6, "编号": 12, "评判项目": 36, "结论": 10, "理由": 50, "评判人": 10, "日期": 12}
    columns = tuple(Column(heads=(head,), width=width) for head, width in heads.items())
    sheet = paper.sheet("定性指标")
    row = paper.heads(sheet, paper.title(sheet, "定性指标评判表（教育督导室组织）", len(columns)), columns)
    for number, (code, words, levels) in enumerate(COUNTY_ITEMS, 1):
        said = county.judgements.get((code, ""), Said(level=""))
        where = ("", code, "judgement", 0)
        level = written.get(where, levels.get(said.level))
        looks = ("plain", "plain", "text", "plain", "text", "plain", "day")
        for index, ink in enumerate((number, code, words, level, said.reason or None, said.by or None, said.on)):
            paper.put(sheet, row, index, ink, looks[index])
        paper.mark(where, sheet, row, 3)
        row += 1


def _school_grid(paper: Paper, county: County, written: Mapping[Where, Ink]) -> None:
    """学校评价: schools in rows, items in columns."""
    columns = (
        Column(heads=("序号",), width=6),
        Column(heads=("学校名称",), width=26),
        Column(heads=("所属乡镇",), width=12),
        *(Column(heads=(head,), width=14) for head, _ in _SCHOOL_HEADS.values()),
    )
    sheet = paper.sheet("学校评价")
    row = paper.heads(sheet, paper.title(sheet, "义务教育学校定性指标评价表", len(columns)), columns)
    judged = [school for school in county.schools if school.type not in ("senior", "vocational")]
    for number, school in enumerate(judged, 1):
        cells: Sequence[Ink] = (number, school.name, school.township.name, *_levels(county, school))
        for index, ink in enumerate(cells):
            paper.put(sheet, row, index, ink, "text" if index == 1 else "plain")
        for index, item in enumerate(SCHOOL_ITEMS, 3):
            paper.mark((school.name, item, "judgement", 0), sheet, row, index)
        row += 1


def _levels(county: County, school: School) -> list[Value | None]:
    levels: list[Value | None] = []
    for item, (_, words) in _SCHOOL_HEADS.items():
        said = county.judgements.get((item, school.code))
        levels.append(words[said.level] if said else None)
    return levels
