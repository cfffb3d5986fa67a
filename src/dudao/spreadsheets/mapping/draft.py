"""A workbook being mapped: tables and lines as far as they are understood, and the questions met on the way."""

import re
from collections import Counter
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from dudao.calc.figures import Catalogue, Figure, School
from dudao.spreadsheets.book import Book, Sheet
from dudao.spreadsheets.mapping.decision import Answer, JudgedItem, Kind, Question, Role, Sure
from dudao.spreadsheets.mapping.entries import plain_word
from dudao.spreadsheets.mapping.evidence import Stats, column_cell, count
from dudao.spreadsheets.mapping.heads import Path, read_path
from dudao.spreadsheets.mapping.numbers import tidy
from dudao.spreadsheets.mapping.shapes import said
from dudao.spreadsheets.mapping.structure import Head, Table, find_tables
from dudao.spreadsheets.mapping.unfolding import unfold
from dudao.spreadsheets.mapping.units import Unit, unit_of
from dudao.spreadsheets.mapping.vocabulary import Vocabulary
from dudao.spreadsheets.mapping.wording import squeeze, units_of_title, wording, year_of_title

_SERIAL = {"序号", "编号", "序", "no", "no.", "顺序号", "行号", "id", "号", "顺序", "排序", "行次", "栏次"}
_REMARK = re.compile(
    r"^(备注|说明|备考|注|填报说明|口径|口径说明|数据来源|来源|来源表|填报单位|责任单位|责任科室|责任部门|牵头单位|负责人|联系人|联系电话|电话|手机|地址|校长|填报人|审核人|网址|邮箱|佐证|佐证材料|依据|指标解释|解释|填报口径|统计口径|提供单位|报送单位|填表人|经办人|数据提供单位|填写说明|备注说明)(\(.*\))?$"
)
_STAGE = re.compile(r"^(学段|学段名称|办学学段|教育阶段|所属学段|阶段|学段\(.*\)|学段类型|办学层次|层次)$")
_YEAR = re.compile(r"^(年度|年份|统计年度|年|学年|数据年度|学年度|统计年份|会计年度)$")
_ITEM = re.compile(
    r"^(指标|项目|指标名称|项目名称|数据项|内容|名称|数据名称|指标项|填报项目|统计项目|指标内容|数据指标|统计指标|事项|填报内容|数据内容|指标项目|类别|类型|科目|统计内容|数据项名称|项目内容|数据项目|填报指标|指标\(.*\)|项目\(.*\)|填报事项|支出项目)$"
)
_UNIT = re.compile(r"^(单位|计量单位|数据单位|单位\(.*\))$")
_VALUE = re.compile(
    r"^(数值|数据|数量|值|填报值|填报数|填报数据|结果|数|金额|实际值|数额|数字|实际数|实绩|统计数|完成值|上报数|人数|实际完成|指标值|实际情况|情况|完成情况|填报结果|年度数据|本年数|本期数|上年数|上期数|合计|总计|全县|全县合计)?$"
)
_CHANGE = re.compile(r"增减|增长|增幅|同比|比上年|较上年|占比|变化|差额|比重|环比|排名")
NAME_WORDS = {
    "学校名称",
    "学校",
    "校名",
    "单位名称",
    "学校全称",
    "园所名称",
    "幼儿园名称",
    "学校(园)名称",
    "办学单位",
    "学校(机构)名称",
    "学校名",
    "填报学校",
    "学校简称",
    "校(园)名",
    "学校(园)",
    "校园名称",
    "学校(教学点)名称",
    "学校(校区)名称",
    "学校(教学点)",
    "中小学名称",
    "教学点名称",
    "办学单位名称",
    "所在学校",
    "任教学校",
}
_SCHOOL = re.compile(
    r"(小学|中学|学校|教学点|幼儿园|校区|初中|高中|中心校|分校|完小|村小|职教中心|特校|初级中学|高级中学|校本部|附小|附中|实小|实中|职中|职高|[一二三四五六七八九十\d](小|中)|学部|小学部|初中部|高中部)(\(.*\))?$"
)
_NO_RETURN = re.compile(r"样表|示例|样例|模板|旧表|作废|草稿|废弃|副本|备份|填表说明|填报说明")
_WORKED_OUT = re.compile(r"测算|规划|预测|模拟|缺口|对比|比对|历史")
_OFFICE = re.compile(
    r"(?:发展|教育)?规划(?:与|和)?(?:财务|统计|基建|建设|计划|项目)?(?:股|科|室|处|办|部|中心)|历史(?:与社会|学科|课|教师)"
)


@dataclass(slots=True)
class DraftLine:
    """A column, or an item's row, with what is thought of it."""

    head: tuple[str, ...]
    path: Path
    place: str
    column: int
    row: int = 0  # of an item; 0 for a column
    nth: int = 1
    hidden: bool = False
    role: Role = Role.IGNORED
    figure: str = ""
    stage: str = ""
    year: int = 0  # told by the head or the table; 0 unknown
    kept_year: int = 0  # as it goes into the mapping
    scale: Fraction = Fraction(1)
    unit: str = ""
    written: Unit | None = None
    basis: str = ""
    zero: Answer | None = None
    nothing: str = ""
    sure: Sure = Sure.IGNORED
    exact: bool = False  # its head is a name of the figure
    why: str = ""
    by: str = ""
    on: str = ""
    question: str = ""
    added: bool = False
    stats: Stats = field(default_factory=Stats)

    @property
    def across(self) -> bool:
        return self.row > 0

    @property
    def label(self) -> str:
        """How questions call it: stable while its head stays."""
        return "/".join(self.head) + (f"#{self.nth}" if self.nth > 1 else "")

    def settle(self, role: Role, sure: Sure, why: str) -> None:
        self.role, self.sure, self.why = role, sure, why

    def ignore(self, why: str) -> None:
        self.settle(Role.IGNORED, Sure.IGNORED, why)
        self.figure = self.stage = ""


@dataclass(slots=True)
class DraftTable:
    """A table with what is thought of it."""

    sheet: Sheet
    table: Table
    kind: Kind = Kind.IGNORED
    why: str = ""
    list_figure: str = ""
    lines: list[DraftLine] = field(default_factory=list)
    noted: tuple[Unit, ...] = ()
    context: frozenset[str] = frozenset()
    year: int = 0
    stage: str = ""
    lists_schools: bool = False
    stage_by_name: bool = False
    known_form: bool = False
    doubted: bool = False  # its name says that it may be worked out from other tables
    _seen: Counter[tuple[tuple[str, ...], bool]] = field(default_factory=Counter, repr=False)

    def nth_of(self, head: tuple[str, ...], across: bool) -> int:
        """The how-manieth line with this very head this one is."""
        self._seen[head, across] += 1
        return self._seen[head, across]

    def forget(self) -> None:
        """Begin drafting anew."""
        self.lines.clear()
        self._seen.clear()

    @property
    def key(self) -> str:
        return f"{self.sheet.name}:{self.table.nth}"

    @property
    def title(self) -> str:
        return self.table.titles[0] if self.table.titles else ""

    def of_role(self, *roles: Role) -> list[DraftLine]:
        return [line for line in self.lines if line.role in roles]

    def first(self, role: Role) -> DraftLine | None:
        return next(iter(self.of_role(role)), None)

    def texts(self, column: int) -> list[str]:
        """What stands in a column's data cells."""
        cells = (column_cell(self.sheet, row, column) for row in self.table.rows)
        return [cell.text.strip() for cell in cells if cell is not None and cell.text.strip()]


class Draft:
    """Everything that a proposal is made from. Drafting is repeatable: decisions come in from outside."""

    def __init__(
        self,
        book: Book,
        vocabulary: Vocabulary,
        judged: tuple[JudgedItem, ...],
        known_schools: tuple[School, ...],
        evaluation_year: int,
    ) -> None:
        self.book, self.vocabulary, self.judged = book, vocabulary, judged
        self.evaluation_year = evaluation_year
        self.known_schools = known_schools
        self.types_known = False  # 办学类型 of the schools is known from elsewhere
        self.decisions: MappingOf[str, Answer] = {}
        self.used: set[str] = set()
        self.questions: list[Question] = []
        self.remarks: list[str] = []
        self.tables: list[DraftTable] = []
        self._known: dict[str, bool] = {}
        self._stats: dict[tuple[str, int, int, int], Stats] = {}

    @property
    def catalogue(self) -> Catalogue:
        return self.vocabulary.catalogue

    @cached_property
    def school_names(self) -> frozenset[str]:
        return frozenset(plain_name(school.name) for school in self.known_schools)

    @cached_property
    def judged_words(self) -> dict[str, JudgedItem]:
        """Every way to write a judged item: its code, its code without the standard's letters, its name."""
        words: dict[str, JudgedItem] = {}
        twice: set[str] = set()
        for item in self.judged:
            tail = item.code.rpartition("-")[2]
            for word in {squeeze(item.code), squeeze(item.name), squeeze(tail)}:
                if words.setdefault(word, item) is not item:
                    twice.add(word)
        return {word: item for word, item in words.items() if word not in twice}

    def judged_item(self, text: str) -> JudgedItem | None:
        """The judged item a text names, by code, name, or code followed by name."""
        plain = squeeze(text)
        found = self.judged_words.get(plain)
        if found is not None or not plain:
            return found
        code = re.match(r"^[a-z0-9][a-z0-9.\-]*", plain)
        return self.judged_words.get(code[0].strip(".-")) if code and len(plain) > len(code[0]) else None

    # -- reading the sheets -------------------------------------------------------------------------------------
    @cached_property
    def found(self) -> tuple[tuple[Sheet, tuple[Table, ...]], ...]:
        """The tables of every sheet, found once."""
        sheets = (unfold(sheet, self.knows) for sheet in self.book.sheets if sheet.name != "_dudao")
        return tuple((sheet, find_tables(sheet, self.knows)) for sheet in sheets)

    def knows(self, text: str) -> bool:
        """Whether a text is a word of heads or items."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._is_known(text)
        return known

    def _is_known(self, text: str) -> bool:
        if len(text) > 60:
            return False
        plain = squeeze(text)
        if structural(plain) is not None or plain in NAME_WORDS:
            return True
        word = wording(text)
        if not word.plain and (
            word.relative is not None or re.fullmatch(r"\d{4}(年度?|学年度?|-\d{2,4}学年度?)?", plain)
        ):
            return True
        if (
            self.vocabulary.school.knows(text)
            or self.vocabulary.county.knows(text)
            or self.judged_item(text) is not None
        ):
            return True
        return any(word.plain in names.columns for names in self.vocabulary.lists.values())

    def column_stats(self, table: DraftTable, column: int) -> Stats:
        key = (table.sheet.name, table.table.nth, column, 0)
        if key not in self._stats:
            self._stats[key] = count(column_cell(table.sheet, row, column) for row in table.table.rows)
        return self._stats[key]

    def new_table(self, sheet: Sheet, table: Table) -> DraftTable:
        """A table with what its titles and its sheet's name tell: units, year, what it is about."""
        texts = (*table.titles, sheet.name)
        noted = tuple(unit for text in table.titles for unit in units_of_title(text))
        year = next((found for text in texts if (found := year_of_title(text))), 0) or year_of_title(self.book.name)
        context = frozenset(
            notion for text in texts if len(text) < 60 for notion in (*wording(text).hard, *wording(text).rest)
        )
        return DraftTable(sheet, table, noted=noted, year=year, context=context)

    def new_line(self, table: DraftTable, head: Head) -> DraftLine:
        path = read_path(head.path, int(head.column in table.sheet.sections and len(head.path) > 1))
        line = DraftLine(
            head.path,
            path,
            table.sheet.called(head.column),
            head.column,
            hidden=head.hidden,
            year=self.year_of(path, table),
        )
        line.written = path.unit or (unit_of(head.unit) if head.unit else None)
        line.nth = table.nth_of(line.head, False)
        return line

    def year_of(self, path: Path, table: DraftTable) -> int:
        if path.year:
            return path.year
        base = table.year or self.evaluation_year
        if path.relative is not None and base:
            return base + path.relative
        return 0

    # -- questions ----------------------------------------------------------------------------------------------
    def decided(self, question: str) -> Answer | None:
        """What a person decided of a question, if he did."""
        answer = self.decisions.get(question)
        if answer is not None:
            self.used.add(question)
        return answer

    def ask(self, question: Question) -> Answer | None:
        """Put a question, unless it is decided already."""
        answer = self.decided(question.id)
        if answer is not None and any(option.code == answer.choice for option in question.options):
            return answer
        self.questions.append(question)
        return None

    def figure_label(self, figure: str, stage: str = "") -> str:
        declared: Figure | None = self.catalogue.figures.get(figure)
        return declared.label_of(stage) if declared else figure


def structural(plain: str) -> Role | None:
    """The role of a column by its head's word alone, None where the word is no such thing."""
    if plain in _SERIAL or _REMARK.match(plain) or _CHANGE.search(plain):
        return Role.IGNORED
    if _STAGE.match(plain):
        return Role.STAGE
    if _YEAR.match(plain):
        return Role.YEAR
    if _UNIT.match(plain):
        return Role.UNIT
    if _ITEM.match(plain):
        return Role.ITEM
    return Role.VALUE if plain and _VALUE.match(plain) else None


def is_serial(plain: str) -> bool:
    return plain in _SERIAL


def is_remark(plain: str) -> bool:
    return bool(_REMARK.match(plain))


def is_change(plain: str) -> bool:
    return bool(_CHANGE.search(plain))


def plain_name(name: str) -> str:
    """A school's name as it is compared: half-width, without blanks and marks."""
    return re.sub(r"[\s·•.。、,，\-—]", "", squeeze(name))


def like_school(text: str) -> bool:
    """Whether a text looks like a school's name. Used to find the column of names, never to tell a stage."""
    plain = squeeze(text)
    return 2 <= len(plain) <= 40 and bool(_SCHOOL.search(plain))


def is_no_return(text: str) -> bool:
    """Whether a sheet's name or title says that it is no return of figures: 样表, 作废 …"""
    return bool(_NO_RETURN.search(text)) and not said(text)


def looks_worked_out(text: str) -> bool:
    """Whether a sheet's name or title says that its figures may be worked out or planned: 测算, 缺口 … (not 规划股)."""
    return bool(_WORKED_OUT.search(_OFFICE.sub("", text))) and not said(text)


__all__ = [
    "Draft",
    "DraftLine",
    "DraftTable",
    "is_change",
    "is_no_return",
    "is_remark",
    "is_serial",
    "like_school",
    "looks_worked_out",
    "plain_name",
    "plain_word",
    "structural",
    "tidy",
]
