"""What a row of the workbook says, where it says so, and which columns there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field

UNITS, PEOPLE = "单位", "人员"
YES = "√"


@dataclass(frozen=True, kw_only=True)
class Words:
    """What may stand in the columns with a list: code → word."""

    kinds: Mapping[str, str]
    types: Mapping[str, str]
    functions: Mapping[str, str]
    roles: Mapping[str, str]
    duties: Mapping[str, str]
    coded: frozenset[str] = frozenset()  # kinds that need a code: others get one


@dataclass(frozen=True, kw_only=True)
class Column:
    field: str
    head: str
    needed: bool
    width: int
    told: str  # what belongs here, with an example
    called: tuple[str, ...] = ()  # other heads that mean it


@dataclass(frozen=True, kw_only=True)
class CellError:
    """Something wrong in a cell ('' for a whole sheet), with an example of what would be right."""

    sheet: str
    cell: str
    problem: str
    example: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit as the workbook tells it; codes of kind, type and function. '' is not told. `above` and `filler`: code or name."""

    number: int  # of the row, counted from 1
    kind: str
    code: str
    name: str
    short_name: str = ""
    above: str = ""
    school_type: str = ""
    filler: str = ""
    function: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)  # field → cell


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """A person at a post; `unit` is a code or a name, `duties` None where no cell of them is filled."""

    number: int
    unit: str
    title: str
    name: str
    login: str = ""
    phone: str = ""
    role: str = ""
    duties: tuple[str, ...] | None = None
    deputy: bool = False
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Directory:
    """The whole workbook. Rows with an error are left out of the rows; what they are called is in `faulty`, so that nobody
    is told that such a unit does not exist.
    """

    units: tuple[UnitRow, ...]
    people: tuple[PersonRow, ...]
    errors: tuple[CellError, ...]
    faulty: frozenset[str] = frozenset()


UNIT_COLUMNS = (
    Column(field="kind", head="类别", needed=True, width=10, told="从列出的里面选。例：学校", called=("单位类别",)),
    Column(
        field="code", head="代码", needed=True, width=16,
        told="学校写标识码；别的单位可以空着，带入时编一个。以后凭代码认单位，改名也认得。例：3400000001",
        called=("单位代码", "学校标识码", "标识码"),
    ),
    Column(field="name", head="名称", needed=True, width=30, told="公章上的全称。例：青石镇中心小学", called=("单位名称", "学校名称")),
    Column(field="short_name", head="简称", needed=False, width=14, told="可空。例：青石小学"),
    Column(
        field="above", head="所属单位", needed=False, width=22,
        told="学校写乡镇，科室写部门，乡镇的领导小组写乡镇，专班写领导小组；直属县的空着。写代码或名称。例：青石镇",
        called=("上级单位", "所属乡镇", "所在乡镇", "乡镇"),
    ),
    Column(field="school_type", head="学校类型", needed=False, width=16, told="只有学校填。例：小学"),
    Column(field="filler", head="代填学校", needed=False, width=22, told="教学点由哪所中心校填报。写代码或名称。例：青石镇中心小学"),
    Column(field="function", head="职能", needed=False, width=22, told="部门、科室、督导办填：管哪一块数据。例：财政局"),
)  # fmt: skip
PERSON_COLUMNS = (
    Column(
        field="unit", head="单位", needed=True, width=28,
        told="写单位表里的名称或代码；有同名的写代码，或写成 办公室（教育局）。例：青石镇中心小学", called=("所在单位", "单位名称", "工作单位"),
    ),
    Column(field="title", head="岗位", needed=True, width=16, told="职责跟着岗位走，不跟着人走。例：校长", called=("职务", "岗位名称")),
    Column(field="name", head="姓名", needed=True, width=12, told="例：张三"),
    Column(
        field="login", head="登录名", needed=False, width=16,
        told="可空，带入时按拼音编一个。一个人在几个单位任职，每一行写同一个登录名。小写字母、数字、点、短横。例：zhangsan",
        called=("账号",),
    ),
    Column(field="phone", head="办公电话", needed=False, width=16, told="只填办公电话。例：0550-1234567", called=("电话", "联系电话")),
    Column(field="role", head="身份", needed=False, width=14, told="可空：按单位的类别定。例：学校"),
    Column(field="report", head="填报", needed=False, width=6, told=f"这个岗位填数据的，打 {YES}"),
    Column(field="review", head="审核", needed=False, width=6, told=f"这个岗位审核、确认的，打 {YES}"),
    Column(field="lead", head="负责", needed=False, width=6, told=f"这个岗位是负责人的，打 {YES}"),
    Column(field="contact", head="联系", needed=False, width=6, told=f"这个岗位是联络员的，打 {YES}"),
    Column(field="deputy", head="副职", needed=False, width=6, told=f"协助正职、正职不在时代办的，打 {YES}"),
)  # fmt: skip
