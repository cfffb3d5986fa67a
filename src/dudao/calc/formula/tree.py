"""The tree of a formula, and the closed grammar it is read with (Python's own parser, never `eval`).

(area_teaching - area_indoor_sport) / stu        figures at the place where the formula is worked out
stu.primary + 1.1 * stu.junior                   a certain stage
fund_edu - fund_edu[-1]                          one year before
pay_teacher_avg >= pay_civil_avg                 comparisons, and / or / not, x if c else y
school_type in ('primary', 'teaching_point')     choices
sum_schools(t_360) ; sum_schools(stu, owner_code != 'private')
count_schools(books_met)
count_rows(music_rooms, area >= 96) ; sum_rows(land_costs, amount) ; all_rows(monitoring, level >= 3)
ceil(n_classes / 12), min(a, b), max(a, b), days(a, b), years(a, b), year_of(d)
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache


class FormulaError(ValueError):
    """The text is not a formula; the message says what is wrong and how to mend it."""


@dataclass(frozen=True, slots=True)
class Number:
    value: int | Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    value: str


@dataclass(frozen=True, slots=True)
class Name:
    """A figure (or a parameter, or a column of the list being counted)."""

    name: str
    stage: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Arithmetic:
    op: str  # + - * /
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Negative:
    part: "Node"


@dataclass(frozen=True, slots=True)
class Compare:
    op: str  # < <= > >= == !=
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Within:
    """`item in ('a', 'b')`, or `not in`."""

    item: "Node"
    options: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Both:
    """`and` of two or more parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """`or` of two or more parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class If:
    condition: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    function: str  # ceil min max days years year_of
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class OverSchools:
    """sum / count / all / any over the schools of the roll; `where` may narrow them."""

    how: str  # sum count all any
    body: "Node"
    where: "Node | None" = None


@dataclass(frozen=True, slots=True)
class OverRows:
    """sum / count / all / any over the rows of a list figure; names are its columns first."""

    how: str
    figure: Name
    body: "Node"
    where: "Node | None" = None


Node = (
    Number
    | Text
    | Name
    | Arithmetic
    | Negative
    | Compare
    | Within
    | Both
    | Either
    | Not
    | If
    | Call
    | OverSchools
    | OverRows
)

_ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
FUNCTIONS: dict[str, tuple[int, int]] = {  # name → fewest, most arguments
    "ceil": (1, 1),
    "min": (2, 9),
    "max": (2, 9),
    "days": (2, 2),
    "years": (2, 2),
    "year_of": (1, 1),
}
_DEEPEST = 60
_LONGEST = 2000


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The tree of a formula. FormulaError says which part is not allowed and what may stand there."""
    if len(text) > _LONGEST:
        raise FormulaError(f"公式太长（{len(text)} 字），最多 {_LONGEST} 字；可把一部分写成另一个数据项的 derived。")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        raise FormulaError(f"公式写得不通：{text!r}（{getattr(fault, 'msg', fault)}）。") from None
    return _node(tree.body, text.strip(), 0)


def _node(part: ast.expr, text: str, depth: int) -> Node:
    if depth > _DEEPEST:
        raise FormulaError(f"公式套得太深：{text[:60]!r}…")
    down = depth + 1
    match part:
        case ast.Constant(value=bool(value)):
            return Compare("==", Number(1, "1"), Number(1 if value else 0, "1" if value else "0"))
        case ast.Constant(value=int() | float()):
            return number(ast.get_source_segment(text, part) or repr(part.value))
        case ast.Constant(value=str(value)):
            return Text(value)
        case ast.Name() | ast.Attribute() | ast.Subscript():
            return _name(part, text)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Negative(_node(operand, text, down))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return Not(_node(operand, text, down))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            return Arithmetic(_ARITHMETIC[type(op)], _node(left, text, down), _node(right, text, down))
        case ast.BoolOp(op=op, values=values):
            parts = tuple(_node(value, text, down) for value in values)
            return Both(parts) if isinstance(op, ast.And) else Either(parts)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return If(_node(test, text, down), _node(body, text, down), _node(orelse, text, down))
        case ast.Compare():
            return _compare(part, text, down)
        case ast.Call():
            return _call(part, text, down)
    raise FormulaError(
        f"公式里不能写 {ast.unparse(part)!r}；只能用数据项、数、四则、比较、and/or/not、if-else 和列出的函数。"
    )


def number(text: str) -> Number:
    """A number exactly as written: 0.85 is 17/20."""
    try:
        value = Fraction(text.replace("_", ""))
    except ValueError:
        raise FormulaError(f"{text!r} 不是一个十进制数。") from None
    return Number(value.numerator if value.denominator == 1 else value, text)


def _name(part: ast.expr, text: str) -> Name:
    offset = 0
    if isinstance(part, ast.Subscript):
        match part.slice:
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(years))) if not isinstance(years, bool):
                offset = -years
            case ast.Constant(value=0):
                offset = 0
            case _:
                raise FormulaError(f"方括号里写年份差，如 [-1] 是上一年：{ast.unparse(part)!r}。")
        part = part.value
    match part:
        case ast.Name(id=name):
            return Name(name, "", offset)
        case ast.Attribute(value=ast.Name(id=name), attr=stage):
            return Name(name, stage, offset)
    raise FormulaError(f"数据项写成 名字、名字.学段 或 名字[-1]：{ast.unparse(part)!r} 在 {text[:80]!r} 里。")


def _compare(part: ast.Compare, text: str, depth: int) -> Node:
    links: list[Node] = []
    left = part.left
    for op, right in zip(part.ops, part.comparators, strict=True):
        if isinstance(op, ast.In | ast.NotIn):
            links.append(Within(_node(left, text, depth), _options(right), isinstance(op, ast.NotIn)))
        elif type(op) in _COMPARE:
            links.append(Compare(_COMPARE[type(op)], _node(left, text, depth), _node(right, text, depth)))
        else:
            raise FormulaError(f"不能这样比较：{ast.unparse(part)!r}。")
        left = right
    return links[0] if len(links) == 1 else Both(tuple(links))


def _options(part: ast.expr) -> tuple[str, ...]:
    if isinstance(part, ast.Tuple | ast.List):
        options = [item.value for item in part.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)]
        if options and len(options) == len(part.elts):
            return tuple(options)
    raise FormulaError(f"in 后面写带引号的选项，如 ('primary', 'junior')：{ast.unparse(part)!r}。")


def _call(part: ast.Call, text: str, depth: int) -> Node:
    if not isinstance(part.func, ast.Name) or part.keywords:
        raise FormulaError(f"没有这个函数：{ast.unparse(part)!r}。")
    name, count = part.func.id, len(part.args)
    how, _, over = name.partition("_")
    if over in ("schools", "rows") and how in ("sum", "count", "all", "any"):
        return _over(how, over, part, text, depth)
    if name not in FUNCTIONS:
        raise FormulaError(
            f"没有函数 {name}；可用：{'、'.join(FUNCTIONS)}、sum_schools、count_schools、count_rows、sum_rows 等。"
        )
    fewest, most = FUNCTIONS[name]
    if not fewest <= count <= most:
        raise FormulaError(f"{name} 要 {fewest} 到 {most} 个参数，写了 {count} 个。")
    return Call(name, tuple(_node(argument, text, depth) for argument in part.args))


def _over(how: str, over: str, part: ast.Call, text: str, depth: int) -> Node:
    arguments = list(part.args)
    figure: Name | None = None
    if over == "rows":
        if not arguments:
            raise FormulaError(f"{how}_rows 先写清单名：{how}_rows(清单, 条件)。")
        figure = _name(arguments.pop(0), text)
        if how == "count" and not arguments:
            return OverRows("count", figure, Compare("==", Number(1, "1"), Number(1, "1")))
    if not 1 <= len(arguments) <= 2:
        raise FormulaError(f"{how}_{over} 写成 {how}_{over}({'清单, ' if figure else ''}式子) 或再加一个筛选条件。")
    body = _node(arguments[0], text, depth)
    where = _node(arguments[1], text, depth) if len(arguments) == 2 else None
    return OverRows(how, figure, body, where) if figure else OverSchools(how, body, where)


def children(node: Node) -> Iterator[Node]:
    """The parts a node is made of, from left to right."""
    for name in node.__slots__:  # its fields in their order, without asking dataclasses for them again and again
        value = getattr(node, name)
        if isinstance(value, tuple):
            yield from (part for part in value if not isinstance(part, str))
        elif value is not None and not isinstance(value, str | int | Fraction):
            yield value


def walk(node: Node) -> Iterator[Node]:
    yield node
    for part in children(node):
        yield from walk(part)


def names(node: Node) -> Iterator[Name]:
    """Every name a formula mentions, columns of lists included."""
    return (part for part in walk(node) if isinstance(part, Name))
