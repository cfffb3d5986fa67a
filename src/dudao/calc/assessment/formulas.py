"""The formulas of one standard, compiled once and shared by every snapshot it is worked out over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dudao.calc.figures import Catalogue, Kind, Level
from dudao.calc.formula.exact import Formula, compile_formula
from dudao.calc.formula.tree import (
    Arithmetic,
    Name,
    Negative,
    Node,
    Number,
    OverRows,
    OverSchools,
    children,
    parse,
    walk,
)
from dudao.calc.standard.model import Standard


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a figure comes of its parts. `additive`: the parts of a merged campus may be derived apart and added."""

    node: Node
    work: Formula
    additive: bool
    several_years: bool
    parts: tuple[Formula, ...]  # the figures it names
    at_schools: tuple[tuple[Formula, ...], ...]  # and those it names of every school, sum by sum


class Formulas:
    """Compiled formulas by their trees; `shared` ones read a scope's divisor where the number of pupils is named."""

    def __init__(self, standard: Standard, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.parameters: Mapping[str, object] = standard.parameters
        pupils = standard.scope.pupils if standard.scope is not None else None
        self.pupils = pupils if isinstance(pupils, Name) else None
        self.derivable = frozenset(name for name, figure in catalogue.figures.items() if figure.derived)
        self.absent = {  # what a school-stage figure is at a school whose type has no such stage
            figure.name: 0 if figure.kind is Kind.NUMBER else None
            for figure in catalogue.figures.values()
            if figure.level is Level.SCHOOL_STAGE and standard.scope is not None
        }
        self._plain: dict[Node, Formula] = {}
        self._seen: dict[int, tuple[Node, Formula]] = {}  # the same object again: no need to compare trees
        self._leaves: dict[int, tuple[Node, tuple[Node, ...]]] = {}
        self._shared: dict[Node, Formula] = {}
        self._derived: dict[tuple[str, str], Derivation | None] = {}

    def plain(self, node: Node) -> Formula:
        seen = self._seen.get(id(node))
        if seen is not None and seen[0] is node:
            return seen[1]
        work = self._plain.get(node)
        if work is None:
            work = self._plain[node] = compile_formula(node, self.catalogue, self.parameters)
        self._seen[id(node)] = (node, work)
        return work

    def shared(self, node: Node) -> Formula:
        work = self._shared.get(node)
        if work is None:
            work = compile_formula(node, self.catalogue, self.parameters, shared=self.pupils)
            self._shared[node] = work
        return work

    def leaves(self, node: Node) -> tuple[Node, ...]:
        """The names and sums a formula is made of, from left to right, each once; what stands inside a sum is left to it."""
        seen = self._leaves.get(id(node))
        if seen is None or seen[0] is not node:
            seen = self._leaves[id(node)] = (node, tuple(dict.fromkeys(_leaves(node))))
        return seen[1]

    def derivation(self, figure: str, stage: str) -> Derivation | None:
        """None: the figure is only ever given."""
        key = (figure, stage)
        try:
            return self._derived[key]
        except KeyError:
            made = self._derived[key] = self._derivation(figure, stage)
            return made

    def _derivation(self, name: str, stage: str) -> Derivation | None:
        figure = self.catalogue[name]
        text = figure.formula_for(stage)
        if not text:
            return None
        node = parse(text)
        return Derivation(
            node,
            self.plain(node),
            _additive(node),
            figure.several_years,
            self._named(node),
            tuple(self._named(part.body) for part in walk(node) if isinstance(part, OverSchools)),
        )

    def _named(self, node: Node) -> tuple[Formula, ...]:
        """The figures a formula names at its own place: no columns of lists, nothing of other schools."""
        if isinstance(node, Name):
            return (self.plain(node),) if node.name in self.catalogue else ()
        if isinstance(node, OverSchools):
            return ()
        if isinstance(node, OverRows):
            return self._named(node.figure)
        return tuple(found for part in children(node) for found in self._named(part))


def _leaves(node: Node) -> Iterator[Node]:
    if isinstance(node, Name | OverSchools | OverRows):
        yield node
    else:
        for part in children(node):
            yield from _leaves(part)


def _additive(node: Node) -> bool:
    """Whether a formula of two campuses together is the sum of the formula of each."""
    match node:
        case Name():
            return True
        case OverRows(how=how):
            return how in ("sum", "count")
        case Negative(part=part):
            return _additive(part)
        case Arithmetic(op="+" | "-", left=left, right=right):
            return _additive(left) and _additive(right)
        case Arithmetic(op="*", left=Number(), right=part) | Arithmetic(op="*" | "/", left=part, right=Number()):
            return _additive(part)
    return False
