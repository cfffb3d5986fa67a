"""Which unit each row speaks of, and what it would change about it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dudao.apps.organisations.directory.held import Held
from dudao.apps.organisations.kinds import ABOVE, PROVISIONAL, UnitKind
from dudao.apps.organisations.models import Unit
from dudao.spreadsheets.directory import UNITS, CellError, UnitRow

PREFIX = {
    UnitKind.COUNTY: "X", UnitKind.DEPARTMENT: "B", UnitKind.SECTION: "K", UnitKind.TOWNSHIP: "Z", UnitKind.SCHOOL: "S",
    UnitKind.OFFICE: "D", UnitKind.LEADING_GROUP: "L", UnitKind.TASK_FORCE: "P",
}  # fmt: skip
_APART = re.compile(r"(.+)[（(]([^（()）]+)[)）]")  # 办公室（教育局）: which of those with one name
SIMPLE = ("name", "short_name", "school_type", "function")
LABELS = {
    "code": "代码", "name": "名称", "short_name": "简称", "school_type": "学校类型", "function": "职能", "township": "所在乡镇",
    "parent": "上级单位", "filled_in_by": "代填学校",
}  # fmt: skip


@dataclass(eq=False)
class Node:
    """A unit as it would be afterwards: one that is there, one that a row tells, or both."""

    kind: str
    code: str
    name: str
    row: UnitRow | None = None
    unit: Unit | None = None
    township: "Node | None" = None
    parent: "Node | None" = None
    filled_in_by: "Node | None" = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # field → (before, after), of one that is there

    @property
    def is_new(self) -> bool:
        return self.unit is None

    @property
    def cell(self) -> str:
        return self.row.cells.get("name", "") if self.row is not None else ""


class Units:
    """All units of the county as they would be, and the errors of the rows that tell them."""

    def __init__(self, now: Held, rows: Iterable[UnitRow], faulty: frozenset[str] = frozenset()) -> None:
        self.errors: list[CellError] = []
        self._faulty = faulty  # what rows with mistakes are called: named, but not to be found
        self._now = now
        self.nodes = [self._standing(unit) for unit in now.open_units]
        self._of_unit = {node.unit.pk: node for node in self.nodes if node.unit is not None}
        for node in self.nodes:
            self._link_standing(node)
        self._by_code: dict[tuple[str, str], Node] = {(node.kind, node.code): node for node in self.nodes}
        self._by_kind_name: dict[tuple[str, str], list[Node]] = defaultdict(list)
        for node in self.nodes:
            self._by_kind_name[node.kind, node.name].append(node)
        self._closed = {(unit.kind, unit.code): unit for unit in now.units.values() if unit.closed is not None}
        rows = list(rows)
        self._codes_told = {(row.kind, row.code) for row in rows if row.code}
        told = [found for row in rows if (found := self._told(row)) is not None]
        self._index()
        for node in told:
            self._place(node)
        for node in told:
            self._compare(node)
        self._give_codes()

    def _standing(self, unit: Unit) -> Node:
        return Node(kind=unit.kind, code=unit.code, name=unit.name, unit=unit)

    def _link_standing(self, node: Node) -> None:
        assert node.unit is not None
        node.township = self._of_unit.get(node.unit.township_id or 0)
        node.parent = self._of_unit.get(node.unit.parent_id or 0)
        node.filled_in_by = self._of_unit.get(node.unit.filled_in_by_id or 0)

    def of_unit(self, unit: Unit) -> Node | None:
        return self._of_unit.get(unit.pk)

    # — which unit a row speaks of

    def _told(self, row: UnitRow) -> Node | None:
        gone = self._closed.get((row.kind, row.code)) if row.code else None
        if gone is not None:
            self._wrong(row, "code", f"{gone.name}已于 {gone.closed} 撤并。", "删去这一行")
            return None
        node = self._by_code.get((row.kind, row.code)) if row.code else None
        if node is None:
            node = self._by_name(row)
        if node is not None and node.row is not None:
            self._wrong(row, "name", f"和第 {node.row.number} 行说的是同一个单位。", "每个单位一行")
            return None
        if node is None:
            if row.code and (twin := self._twin(row)):
                self._wrong(row, "code", f"同一处已经有叫“{row.name}”的，代码是 {twin.code}。", twin.code)
                return None
            node = Node(kind=row.kind, code=row.code, name=row.name)
            self.nodes.append(node)
            self._by_code.setdefault((row.kind, row.code), node)
        node.row = row
        return node

    def _by_name(self, row: UnitRow) -> Node | None:
        """One that is there under this name: of those that never had a code of their own, or where none is told."""
        found = [
            node
            for node in self._by_kind_name.get((row.kind, row.name), ())
            if node.unit is not None and (not row.code or node.code.startswith(PROVISIONAL))
        ]
        if len(found) > 1 and row.above:
            found = [node for node in found if _is_called(node.township or node.parent, row.above)]
        elif len(found) == 1 and row.above and (above := found[0].township or found[0].parent):
            # Another place, another unit: 办公室 of one bureau is not that of the other.
            found = found if _is_called(above, row.above) else []
        return found[0] if len(found) == 1 else None

    def _twin(self, row: UnitRow) -> Node | None:
        """One of this name in this place that no row tells by its own code."""
        for node in self._by_kind_name.get((row.kind, row.name), ()):
            above = node.township or node.parent
            same_place = _is_called(above, row.above) if row.above else above is None
            if node.row is None and (node.kind, node.code) not in self._codes_told and same_place:
                return node
        return None

    # — what rows name

    def _index(self) -> None:
        self._names: dict[str, list[Node]] = defaultdict(list)
        self._codes: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes:
            name = node.row.name if node.row is not None else node.name
            for key in {name, node.row.short_name if node.row else "", node.name} - {""}:
                self._names[key].append(node)
            for code in {node.code, node.row.code if node.row else ""} - {""}:
                self._codes[code].append(node)

    def find(self, said: str, kinds: Iterable[str] = ()) -> Node | str:
        """The one unit with this code, name or short name among these kinds; else what is wrong with it.

        '' where it is a unit whose own row has a mistake, which is named there.
        """
        wanted = set(kinds)
        for table in (self._codes, self._names):
            found = [node for node in table.get(said, ()) if not wanted or node.kind in wanted]
            if len(found) == 1:
                return found[0]
            if found:
                listed = "、".join(f"{said}（{_above_name(node) or _code(node)}）" for node in found[:4])
                return f"叫“{said}”的有 {len(found)} 个，写代码，或者写成 {listed}"
        if (apart := _APART.fullmatch(said)) and apart[1] != said:
            same = [node for node in self._names.get(apart[1], ()) if not wanted or node.kind in wanted]
            found = [node for node in same if apart[2] in (_above_name(node), node.code)]
            if len(found) == 1:
                return found[0]
        if said in self._faulty or (apart and apart[1] in self._faulty):
            return ""
        return f"“单位”表里没有“{said}”，县里现有的单位里也没有"

    def _place(self, node: Node) -> None:
        row = node.row
        assert row is not None
        if row.above:
            kinds = (UnitKind.TOWNSHIP,) if row.kind == UnitKind.SCHOOL else [kind for kind in ABOVE[row.kind] if kind]
            if not kinds:
                self._wrong(row, "above", f"{UnitKind(row.kind).label}直属县，不写所属单位。", "空着")
                return
            found = self.find(row.above, kinds)
            if found == "":
                pass
            elif isinstance(found, str):
                words = "、".join(UnitKind(kind).label for kind in kinds)
                self._wrong(row, "above", f"{found}；这里要写{words}。", _some(self.nodes, kinds))
            elif row.kind == UnitKind.SCHOOL:
                node.township = found
            else:
                node.parent = found
        elif node.parent is None and row.kind != UnitKind.SCHOOL and "" not in ABOVE[row.kind]:
            words = "、".join(UnitKind(kind).label for kind in ABOVE[row.kind])
            self._wrong(
                row, "above", f"{UnitKind(row.kind).label}要写所属单位（{words}）。", _some(self.nodes, ABOVE[row.kind])
            )
        if row.filler:
            self._fill(node, row)

    def _fill(self, node: Node, row: UnitRow) -> None:
        found = self.find(row.filler, (UnitKind.SCHOOL,))
        if found == "":
            pass
        elif isinstance(found, str):
            self._wrong(row, "filler", f"{found}。", _some(self.nodes, (UnitKind.SCHOOL,)))
        elif found is node:
            self._wrong(row, "filler", "不能由自己代填。", "空着")
        else:
            node.filled_in_by = found

    # — what would change

    def _compare(self, node: Node) -> None:
        row, unit = node.row, node.unit
        assert row is not None
        if node.filled_in_by is not None and node.filled_in_by.filled_in_by is not None:
            self._wrong(row, "filler", f"{node.filled_in_by.name}自己由别的学校代填，不能替别的学校填。", "写中心校")
        if unit is None:
            return
        told = {name: getattr(row, name) for name in (*SIMPLE, "code")}
        for name, value in told.items():
            if value and value != getattr(unit, name):
                node.changes[name] = (getattr(unit, name), value)
        for name in ("township", "parent", "filled_in_by"):
            before, after = self._of_unit.get(getattr(unit, f"{name}_id") or 0), getattr(node, name)
            if after is not before:
                node.changes[name] = (before.name if before else "", after.name if after else "")
        node.name = row.name or node.name
        node.code = row.code or node.code

    def _give_codes(self) -> None:
        taken = {(unit.kind, unit.code) for unit in self._now.units.values()} | {
            (one.kind, one.code) for one in self.nodes
        }
        counts: Counter[str] = Counter()
        for node in self.nodes:
            while not node.code:
                counts[node.kind] += 1
                code = f"{PREFIX[UnitKind(node.kind)]}{counts[node.kind]:03d}"
                if (node.kind, code) not in taken:
                    node.code = code

    def _wrong(self, row: UnitRow, name: str, problem: str, example: str) -> None:
        self.errors.append(CellError(sheet=UNITS, cell=row.cells.get(name, ""), problem=problem, example=example))


def missing(nodes: Iterable[Node]) -> list[Node]:
    """Units of the county that the workbook says nothing of."""
    return [node for node in nodes if node.row is None]


def _is_called(node: Node | None, said: str) -> bool:
    return node is not None and said in (node.name, node.code, node.unit.short_name if node.unit else "")


def _above_name(node: Node) -> str:
    if node.row is not None and node.row.above:
        return node.row.above
    above = node.township or node.parent
    return above.name if above is not None else ""


def _code(node: Node) -> str:
    return node.code or "（没有代码）"


def _some(nodes: Iterable[Node], kinds: Iterable[str]) -> str:
    """An example of a unit that may be named: one of the county's own, where there is one."""
    wanted: Mapping[str, None] = dict.fromkeys(kinds)
    return next((node.name for node in nodes if node.kind in wanted), "青石镇")
