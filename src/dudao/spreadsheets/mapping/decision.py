"""A mapping: which column or row of which sheet holds which figure, and who decided it. Plain data, kept with the form.

Columns are found again by the texts of their heads, never by their letters, so that a new row or column breaks nothing.
"""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class Sure(StrEnum):
    """How sure a proposed line is."""

    SURE = "sure"
    LOOK = "look"
    ASK = "ask"
    IGNORED = "ignored"


SURE_WORDS: dict[str, str] = {Sure.SURE: "确定", Sure.LOOK: "看一眼", Sure.ASK: "要您定", Sure.IGNORED: "不带入"}


class Kind(StrEnum):
    """What a table holds."""

    SCHOOLS = "schools"
    COUNTY = "county"
    LIST = "list"
    JUDGEMENTS = "judgements"
    ROLL = "roll"
    IGNORED = "ignored"


KIND_WORDS: dict[str, str] = {
    Kind.SCHOOLS: "学校表",
    Kind.COUNTY: "县级数据",
    Kind.LIST: "清单",
    Kind.JUDGEMENTS: "评判",
    Kind.ROLL: "学校名册",
    Kind.IGNORED: "不带入",
}


class Role(StrEnum):
    """What a column, or an item's row, is."""

    FIGURE = "figure"
    NAME = "name"
    CODE = "code"
    TOWNSHIP = "township"
    STAGE = "stage"
    YEAR = "year"
    ITEM = "item"
    VALUE = "value"
    UNIT = "unit"
    LEVEL = "level"
    REASON = "reason"
    DATE = "date"
    PERSON = "person"
    JUDGEMENT = "judgement"
    IGNORED = "ignored"


ROLE_WORDS: dict[str, str] = {
    Role.NAME: "学校名称",
    Role.CODE: "学校标识码",
    Role.TOWNSHIP: "所属乡镇",
    Role.STAGE: "学段",
    Role.YEAR: "年度",
    Role.ITEM: "项目",
    Role.VALUE: "数值",
    Role.UNIT: "计量单位",
    Role.LEVEL: "结论",
    Role.REASON: "理由",
    Role.DATE: "日期",
    Role.PERSON: "评判人",
    Role.IGNORED: "不带入",
}


@dataclass(frozen=True, kw_only=True)
class JudgedItem:
    """An item that a person judges: `levels` are (code, label), best first."""

    code: str
    name: str
    level: str
    of_school: bool
    levels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One column, or one item's row (`across`), of a table.

    `figure` is a figure's name; in a list the name of the list's column; for a judgement the item's code.
    A cell times `factor` is the value in the figure's unit. `year` 0 is "the current one".
    """

    head: tuple[str, ...]
    nth: int = 1
    role: Role = Role.IGNORED
    figure: str = ""
    stage: str = ""
    year: int = 0
    factor: Fraction = Fraction(1)
    unit: str = ""
    basis: str = ""
    zero_by: str = ""
    zero_on: str = ""
    nothing: str = ""
    sure: Sure = Sure.IGNORED
    why: str = ""
    by: str = ""
    on: str = ""
    across: bool = False
    added: bool = False  # one of several columns that a person said are parts of one figure


@dataclass(frozen=True, kw_only=True)
class TableMapping:
    """One table of a sheet, the `nth` from the top."""

    sheet: str
    nth: int
    kind: Kind
    lines: tuple[Line, ...] = ()
    list_figure: str = ""
    stage: str = ""
    year: int = 0
    lists_schools: bool = False
    stage_by_name: bool = False
    why: str = ""
    by: str = ""
    on: str = ""

    @property
    def across(self) -> bool:
        """Whether items stand in rows and their values beside them."""
        return any(line.across for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a person decided: the option chosen, who and when; `text` is the question, for whoever reads the file."""

    choice: str
    by: str = ""
    on: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """All that was decided about one form."""

    name: str
    tables: tuple[TableMapping, ...] = ()
    answers: MappingOf[str, Answer] = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Option:
    code: str
    label: str
    consequence: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something only a person can decide. `needed` ones keep the import from being brought in."""

    id: str
    kind: str
    sheet: str
    place: str
    text: str
    options: tuple[Option, ...]
    detail: str = ""
    recommended: str = ""
    needed: bool = True
    default: str = ""
    cells: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
