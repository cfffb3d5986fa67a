"""Do the formulas of a standard make sense: known names, at the right level, of the right kind and unit?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dudao.calc.figures import Catalogue, Column, Figure, Kind, Level
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.written import nearest
from dudao.calc.formula import Node
from dudao.calc.formula.tree import (
    Arithmetic,
    Both,
    Call,
    Compare,
    Either,
    If,
    Name,
    Negative,
    Not,
    Number,
    OverRows,
    OverSchools,
    Text,
    Within,
)
from dudao.calc.standard.draft import Place

# Names every formula knows besides parameters and figures.
GIVEN: Mapping[str, Kind] = {"evaluation_year": Kind.NUMBER, "visit_date": Kind.DATE}
_KIND_WORDS = {
    Kind.NUMBER: "数",
    Kind.YES_NO: "是否",
    Kind.DATE: "日期",
    Kind.CHOICE: "选项",
    Kind.TEXT: "文字",
    Kind.LIST: "清单",
}
_LEVEL_WORDS = {
    Level.SCHOOL: "学校",
    Level.SCHOOL_STAGE: "学校分学段",
    Level.COUNTY: "全县",
    Level.COUNTY_STAGE: "全县分学段",
}


@dataclass(frozen=True, slots=True)
class Sort:
    """What a part of a formula gives: its kind and, where it is a plain figure, its unit and options."""

    kind: Kind | None  # None: a fault was said, nothing more is claimed
    unit: str | None = None
    options: tuple[str, ...] = ()


_ANY = Sort(None)
_NUMBER = Sort(Kind.NUMBER)
_TRUTH = Sort(Kind.YES_NO)


@dataclass(slots=True)
class Judge:
    """Walks one formula at its place; faults are collected as sentences."""

    catalogue: Catalogue
    parameters: frozenset[str] | set[str]
    place: Place
    local: tuple[str, ...]
    found: list[str]
    used: set[str]
    columns: Mapping[str, Column] | None = None

    def expect(self, node: Node, kind: Kind) -> Sort:
        sort = self.sort(node)
        if sort.kind not in (None, kind):
            self.found.append(f"这里要{_KIND_WORDS[kind]}，{describe(node)} 是{_KIND_WORDS[sort.kind]}。")
        return sort

    def sort(self, node: Node) -> Sort:
        match node:
            case Number():
                return _NUMBER
            case Text():
                return Sort(Kind.TEXT)
            case Name():
                return self.name(node)
            case Arithmetic(op=op, left=left, right=right):
                a, b = self.expect(left, Kind.NUMBER), self.expect(right, Kind.NUMBER)
                return Sort(Kind.NUMBER, self.same_unit(a, b, left, right)) if op in "+-" else _NUMBER
            case Negative(part=part):
                return self.expect(part, Kind.NUMBER)
            case Compare():
                return self.compare(node)
            case Within(item=item, options=options):
                self.choices(item, self.sort(item), options)
                return _TRUTH
            case Both(parts=parts) | Either(parts=parts):
                for part in parts:
                    self.expect(part, Kind.YES_NO)
                return _TRUTH
            case Not(part=part):
                self.expect(part, Kind.YES_NO)
                return _TRUTH
            case If(condition=condition, then=then, otherwise=otherwise):
                self.expect(condition, Kind.YES_NO)
                first, second = self.sort(then), self.sort(otherwise)
                return first if first.kind == second.kind and first.unit == second.unit else Sort(first.kind)
            case Call():
                return self.call(node)
            case OverSchools():
                return self.over_schools(node)
            case OverRows():
                return self.over_rows(node)

    def same_unit(self, a: Sort, b: Sort, left: Node, right: Node) -> str | None:
        if a.unit is None or b.unit is None or a.unit == b.unit:
            return a.unit if a.unit == b.unit else None
        self.found.append(
            f"单位不同：{describe(left)} 是 {a.unit}，{describe(right)} 是 {b.unit}；先换成同一单位（如万元 * 10000）。"
        )
        return None

    def compare(self, node: Compare) -> Sort:
        a, b = self.sort(node.left), self.sort(node.right)
        for one, _other, item in ((a, b, node.left), (b, a, node.right)):
            if isinstance(node.right if item is node.left else node.left, Text):
                text = node.right if item is node.left else node.left
                assert isinstance(text, Text)
                self.choices(item, one, (text.value,))
                return _TRUTH
        if a.kind is None or b.kind is None:
            return _TRUTH
        if a.kind != b.kind:
            self.found.append(
                f"不能比较{_KIND_WORDS[a.kind]}（{describe(node.left)}）和{_KIND_WORDS[b.kind]}（{describe(node.right)}）。"
            )
        elif a.kind is Kind.NUMBER:
            self.same_unit(a, b, node.left, node.right)
        elif a.kind is not Kind.DATE and node.op not in ("==", "!="):
            self.found.append(f"{_KIND_WORDS[a.kind]}只能用 == 或 != 比较：{describe(node.left)}。")
        return _TRUTH

    def choices(self, item: Node, sort: Sort, options: tuple[str, ...]) -> None:
        if sort.kind is Kind.YES_NO:
            options_known: tuple[str, ...] = ("yes", "no")
        elif sort.kind is Kind.CHOICE:
            options_known = sort.options
        elif sort.kind in (None, Kind.TEXT):
            return
        else:
            self.found.append(f"{describe(item)} 是{_KIND_WORDS[sort.kind]}，不能和带引号的文字比较。")
            return
        for option in options:
            if option not in options_known:
                known = "、".join(options_known)
                self.found.append(
                    f"{describe(item)} 没有选项 '{option}'{nearest(option, options_known)}可写：{known}。"
                )

    def call(self, node: Call) -> Sort:
        if node.function in ("days", "years", "year_of"):
            for argument in node.arguments:
                self.expect(argument, Kind.DATE)
            return _NUMBER
        sorts = [self.expect(argument, Kind.NUMBER) for argument in node.arguments]
        if node.function in ("min", "max"):
            units = {sort.unit for sort in sorts if sort.unit is not None}
            if len(units) > 1:
                self.found.append(f"{node.function} 里单位不同：{'、'.join(sorted(units))}；先换成同一单位。")
            return Sort(Kind.NUMBER, units.pop() if len(units) == 1 else None)
        return sorts[0]

    def over_schools(self, node: OverSchools) -> Sort:
        if self.place.school or self.columns is not None:
            self.found.append(f"{node.how}_schools 只能用在全县的公式里，这里已经是一所学校；直接写数据项。")
            return _ANY
        inner = self.inside(Place(True, self.place.stages), self.columns)
        return self.over(node.how, inner, node.body, node.where)

    def over_rows(self, node: OverRows) -> Sort:
        sort = self.name(node.figure)
        figure = self.catalogue.figures.get(node.figure.name)
        if sort.kind is None or figure is None:
            return _ANY
        if figure.kind is not Kind.LIST:
            self.found.append(
                f"{node.how}_rows 要一个清单，{figure.name}（{figure.label}）是{_KIND_WORDS[figure.kind]}。"
            )
            return _ANY
        inner = self.inside(self.place, {column.name: column for column in figure.columns})
        return self.over(node.how, inner, node.body, node.where)

    def inside(self, place: Place, columns: Mapping[str, Column] | None) -> "Judge":
        return replace(self, place=place, columns=columns)

    @staticmethod
    def over(how: str, inner: "Judge", body: Node, where: Node | None) -> Sort:
        if where is not None:
            inner.expect(where, Kind.YES_NO)
        sort = inner.expect(body, Kind.NUMBER if how == "sum" else Kind.YES_NO)
        return sort if how == "sum" else Sort(Kind.NUMBER) if how == "count" else _TRUTH

    def name(self, node: Name) -> Sort:
        name = node.name
        plain = not node.stage and not node.offset
        if self.columns is not None and name in self.columns and plain:
            column = self.columns[name]
            return Sort(column.kind, column.unit or None, tuple(choice.code for choice in column.choices))
        if name in self.local and plain:
            return _NUMBER
        if name in GIVEN and plain:
            return Sort(GIVEN[name])
        if name in self.parameters:
            self.used.add(name)
            if not plain:
                self.found.append(f"{name} 是参数，不分学段和年份；去掉 .学段 或 [年份]。")
            return _NUMBER
        figure = self.catalogue.figures.get(name)
        if figure is None:
            known = [*self.catalogue.figures, *self.parameters, *GIVEN, *(self.columns or ())]
            self.found.append(f"没有数据项 {name}{nearest(name, known)}")
            return _ANY
        self.at_place(figure, node)
        options = tuple(choice.code for choice in figure.choices)
        return Sort(figure.kind, figure.unit or None, options)

    def at_place(self, figure: Figure, node: Name) -> None:
        """Can the figure be had where the formula stands?"""
        title = f"{figure.name}（{figure.label}，{_LEVEL_WORDS[figure.level]}）"
        if figure.level.of_school and not self.place.school:
            self.found.append(f"{title}不能直接用在全县的公式里；写 sum_schools({figure.name}) 或别的合计。")
        if node.offset not in figure.years:
            asked = "、".join(str(year) for year in figure.years)
            self.found.append(
                f"{title}没有要 [{node.offset}] 年的数（只要 {asked}）；在数据项的 years 里加上，或改年份差。"
            )
        self.stage_at_place(figure, node, title)

    def stage_at_place(self, figure: Figure, node: Name, title: str) -> None:
        if not figure.level.staged:
            if node.stage:
                self.found.append(f"{title}不分学段；去掉 .{node.stage}。")
            return
        if node.stage:
            if node.stage not in STAGES:
                self.found.append(f"没有学段 {node.stage}{nearest(node.stage, STAGES)}可写：{'、'.join(STAGES)}。")
            elif node.stage not in figure.stages:
                self.found.append(f"{title}没有学段 {node.stage}；它有：{'、'.join(figure.stages)}。")
            return
        for stage in self.place.stages:
            if stage not in figure.stages:
                self.found.append(f"{title}没有学段 {stage}，这里却要按 {stage} 算；它有：{'、'.join(figure.stages)}。")
        if figure.level is Level.COUNTY_STAGE and not self.place.stages:
            self.found.append(f"{title}要写明学段，如 {figure.name}.{figure.stages[0]}。")


def describe(node: Node) -> str:
    match node:
        case Name(name=name, stage=stage):
            return f"{name}.{stage}" if stage else name
        case Number(text=text):
            return text
        case Text(value=value):
            return f"'{value}'"
        case OverSchools(how=how):
            return f"{how}_schools(…)"
        case OverRows(how=how, figure=figure):
            return f"{how}_rows({figure.name}, …)"
        case Call(function=function):
            return f"{function}(…)"
    return "这一部分"
