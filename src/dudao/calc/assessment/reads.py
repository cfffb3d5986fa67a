"""Which figures an item reads, and from where: so that one changed cell redoes only what it can touch."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from dudao.calc.assessment.roll import TYPE
from dudao.calc.figures import Catalogue, Key
from dudao.calc.formula.tree import Name, Node, OverSchools, children, parse
from dudao.calc.standard.model import Item, ItemLevel, Standard


@dataclass(frozen=True, slots=True)
class Reads:
    """Names of figures read at the item's own place, and those read over all schools (derived ones seen through)."""

    own: frozenset[str]
    across: frozenset[str]

    def touched(self, changed: Iterable[Key]) -> str:
        """'' not touched; 'unit': only at the schools of the changed keys; 'all': everywhere."""
        found = ""
        for key in changed:
            if key.figure in self.across or (key.figure in self.own and not key.unit):
                return "all"
            if key.figure in self.own:
                found = "unit"
        return found


class Touch:
    """What each changed cell of a standard's figures can touch."""

    def __init__(self, standard: Standard, catalogue: Catalogue) -> None:
        scope = standard.scope
        placing: list[Node] = []
        self._scope = frozenset({TYPE})
        attached: frozenset[str] = frozenset()
        if scope is not None:
            placing = [node for kind in scope.types.values() if (node := kind.row_if) is not None]
            placing += [scope.pupils] if scope.pupils is not None else []
            merging = [scope.merge_if] if scope.merge_if is not None else []
            self._scope |= names_read(merging, catalogue) | {scope.parent}
            attached = frozenset({scope.attached_pupils} - {""})
        self._placing = names_read(placing, catalogue) | attached
        self._sums_by_stage = scope is not None and any(kind.attached for kind in scope.types.values())
        self._reads = {item.code: self._of(item, standard, catalogue) for item in standard.items}
        self._derived = {
            name: names_read([parse(text) for text in catalogue[name].derived.values()], catalogue)
            for name in catalogue.derivable
        }

    def _of(self, item: Item, standard: Standard, catalogue: Catalogue) -> Reads:
        relaxed = tuple(one for one in standard.relaxations if one.item == item.code)
        found = _collected((item, relaxed), catalogue)
        own, across = frozenset(found.own), frozenset(found.across)
        if item.level in (ItemLevel.SCHOOL_STAGE, ItemLevel.CLASS):
            own |= self._placing
        if across and self._sums_by_stage:
            across |= self._placing  # whether a school has an attached stage hangs on its pupils
        return Reads(own, across)

    def everything(self, changed: Iterable[Key]) -> bool:
        """Whether a changed cell says which schools there are: then nothing old is of use."""
        return any(key.figure in self._scope for key in changed)

    def figures(self, changed: Iterable[Key]) -> frozenset[str]:
        """The changed figures and all that are derived from them."""
        names = frozenset(key.figure for key in changed)
        return names | {name for name, read in self._derived.items() if not names.isdisjoint(read)}

    def places(self, changed: Iterable[Key]) -> bool:
        return any(key.figure in self._placing for key in changed)

    def item(self, item: Item, changed: Iterable[Key]) -> str:
        return self._reads[item.code].touched(changed)


def _collected(item: Any, catalogue: Catalogue) -> "_Collected":
    collected = _Collected(catalogue)
    for part in _nodes(item):
        if not isinstance(part, str):
            collected.visit(part, across=False)
        elif part in catalogue:
            collected.name(part, across=False)
    return collected


def names_read(nodes: Iterable[Node], catalogue: Catalogue) -> frozenset[str]:
    """Every figure that some formulas read, derived ones seen through."""
    collected = _Collected(catalogue)
    for node in nodes:
        collected.visit(node, across=False)
    return frozenset(collected.own | collected.across)


class _Collected:
    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.own: set[str] = set()
        self.across: set[str] = set()

    def visit(self, node: Node, *, across: bool) -> None:
        if isinstance(node, Name):
            if node.name in self.catalogue:
                self.name(node.name, across=across)
            return
        for part in children(node):
            self.visit(part, across=across or isinstance(node, OverSchools))

    def name(self, name: str, *, across: bool) -> None:
        found = self.across if across else self.own
        if name in found:
            return
        found.add(name)
        for text in self.catalogue[name].derived.values():
            self.visit(parse(text), across=across)


def _nodes(part: Any) -> Iterator[Any]:
    """Every formula inside an item, and every plain text (a shape may name a list)."""
    if isinstance(part, str | Node):
        yield part
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _nodes(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _nodes(value)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from _nodes(getattr(part, field.name))
