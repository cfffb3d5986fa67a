"""The tree of a formula as nested functions of a frame: the same grammar as `calc.formula.exact`, many places at once.

Lists and dates are not columns of numbers: a part that reads them is given to the exact evaluator, place by place, and
counted in `fallen`. Where nobody stated the list anywhere, it is unknown without asking.
"""

from collections import Counter
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, cast

from dudao.calc.columns import arithmetic, logic
from dudao.calc.columns.values import UNKNOWN, Constant, Values, from_exact
from dudao.calc.figures import Catalogue, Kind, Level
from dudao.calc.formula.exact import Formula, Scope, compile_formula
from dudao.calc.formula.tree import (
    Arithmetic,
    Both,
    Call,
    Compare,
    Either,
    FormulaError,
    If,
    Name,
    Negative,
    Node,
    Not,
    Number,
    OverRows,
    OverSchools,
    Text,
    Within,
    parse,
    walk,
)

if TYPE_CHECKING:
    from dudao.calc.columns.frame import Frame

Work = Callable[[Any], Values]  # of a `Frame` or a `CountyFrame`


class Compiler:
    """Formulas of one standard over its catalogue; equal parts of different formulas are worked out once a frame."""

    def __init__(self, catalogue: Catalogue, parameters: Collection[str], pupils: Name | None) -> None:
        self.catalogue = catalogue
        self.parameters = parameters
        self.pupils = pupils
        self.fallen: Counter[str] = Counter()  # part of a formula → places the exact evaluator was asked for
        self._made: dict[tuple[Node, bool], Work] = {}
        self._nothing: dict[str, bool] = {}
        self._seen: dict[tuple[int, bool], tuple[Node, Work]] = {}

    def __call__(self, node: Node, *, shared: bool = False) -> Work:
        """`shared`: the number of pupils stands for what a resource of several stages is divided by."""
        seen = self._seen.get((id(node), shared))
        if seen is not None and seen[0] is node:
            return seen[1]
        work = self._made.get((node, shared))
        if work is None:
            work = self._made[node, shared] = _kept(self._compile(node, shared))
        self._seen[id(node), shared] = (node, work)
        return work

    def keeps_nothing(self, text: str) -> bool:
        """Whether a figure is a plain sum of school-stage figures: where all of them are 0, so is it."""
        found = self._nothing.get(text)
        if found is None:
            parts = [part for part in walk(parse(text)) if not isinstance(part, Arithmetic) or part.op not in "+-"]
            found = self._nothing[text] = all(
                isinstance(part, Name)
                and part.name in self.catalogue
                and self.catalogue[part.name].level is Level.SCHOOL_STAGE
                and self.catalogue[part.name].kind is Kind.NUMBER
                and not part.stage
                for part in parts
            )
        return found

    def _compile(self, node: Node, shared: bool) -> Work:
        def parts(several: Collection[Node]) -> list[Work]:
            return [self(part, shared=shared) for part in several]

        match node:
            case Number(value=value) | Text(value=value):
                constant = Constant(value)
                return lambda frame: constant
            case Name():
                return self._name(node, shared)
            case Arithmetic(op=op, left=left, right=right):
                return _binary(arithmetic.arithmetic, op, *parts((left, right)))
            case Negative(part=part):
                (work,) = parts((part,))
                return lambda frame: arithmetic.negative(work(frame))
            case Compare(op=op, left=left, right=right):
                one, other = self._side(left, right, shared), self._side(right, left, shared)
                return _binary(arithmetic.compared, op, one, other)
            case Within(item=item, options=options, negated=negated):
                (work,), known = parts((item,)), frozenset(options)
                return lambda frame: logic.within(work(frame), known, negated)
            case Both(parts=several):
                return _several(logic.all_hold, parts(several))
            case Either(parts=several):
                return _several(logic.one_holds, parts(several))
            case Not(part=part):
                (work,) = parts((part,))
                return lambda frame: logic.opposite(work(frame), frame.size)
            case If(condition=condition, then=then, otherwise=otherwise):
                asked, yes, no = parts((condition, then, otherwise))
                return lambda frame: logic.chosen(asked(frame), yes(frame), no(frame), frame.size)
            case Call(function="ceil", arguments=(argument,)):
                (work,) = parts((argument,))
                return lambda frame: arithmetic.ceiling(work(frame))
            case Call(function="min" | "max" as function, arguments=arguments):
                return _extreme("<" if function == "min" else ">", parts(arguments))
            case OverSchools():
                return lambda frame: frame.over_schools(node)
            case Call() | OverRows():
                return self._exactly(node)
        raise FormulaError(f"不认识的公式部分：{node!r}。")

    def _name(self, node: Name, shared: bool) -> Work:
        name, stage, offset = node.name, node.stage, node.offset
        if name in self.parameters:
            return lambda frame: Constant(frame.world.parameter(name))
        if name == "evaluation_year":
            return lambda frame: Constant(frame.world.evaluation_year + frame.shift + offset or None)
        if name == "visit_date":
            return lambda frame: Constant(frame.world.visit_date)
        if name not in self.catalogue:
            raise FormulaError(f"没有数据项 {name}，也没有这个参数；先在数据项文件里声明。")
        if shared and node == self.pupils:
            return lambda frame: frame.divisor if frame.divisor is not None else frame.figure(name, stage, offset)
        return lambda frame: frame.figure(name, stage, offset)

    def _side(self, node: Node, other: Node, shared: bool) -> Work:
        """A yes/no figure may be compared with 'yes' and 'no'."""
        if isinstance(node, Text) and node.value in ("yes", "no") and isinstance(other, Name):
            figure = self.catalogue.figures.get(other.name)
            if figure is not None and figure.kind is Kind.YES_NO:
                said = Constant(node.value == "yes")
                return lambda frame: said
        return self(node, shared=shared)

    def _exactly(self, node: Call | OverRows) -> Work:
        work = compile_formula(node, self.catalogue, self.parameters)
        lists = [node.figure] if isinstance(node, OverRows) else []
        what = f"{node.how}_rows({node.figure.name})" if isinstance(node, OverRows) else f"{node.function}()"

        def at(frame: "Frame") -> Values:
            if any(frame.figure(one.name, one.stage, one.offset) == UNKNOWN for one in lists):
                return UNKNOWN
            self.fallen[what] += frame.size
            return from_exact(_place_by_place(work, frame))

        return at


def _place_by_place(work: Formula, frame: "Frame") -> list[Any]:
    facts = frame.facts()
    found = []
    for facts.place in range(frame.size):
        found.append(work(Scope(cast(Any, facts), frame.unit, frame.stage, frame.shift)))
    return found


def _kept(work: Work) -> Work:
    """Worked out once a frame."""

    def at(frame: "Frame") -> Values:
        found = frame.kept.get(at)
        if found is None:
            found = frame.kept[at] = work(frame)
        return found

    return at


def _binary(work: Callable[..., Values], op: str, one: Work, other: Work) -> Work:
    return lambda frame: work(op, one(frame), other(frame), frame.size)


def _several(work: Callable[..., Values], parts: list[Work]) -> Work:
    return lambda frame: work([part(frame) for part in parts], frame.size)


def _extreme(op: str, parts: list[Work]) -> Work:
    def at(frame: "Frame") -> Values:
        found = parts[0](frame)
        for part in parts[1:]:
            found = arithmetic.extreme(op, found, part(frame), frame.size)
        return found

    return at
