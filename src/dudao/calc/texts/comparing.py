"""Two texts of one standard side by side: which clauses are new, gone, changed, and in what they differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dudao.calc.texts.telling import Clause


@dataclass(frozen=True, slots=True)
class Pair:
    """One clause as it stands in the one text and in the other; None where a text does not have it."""

    left: Clause | None
    right: Clause | None
    differs: tuple[str, ...]  # labels of the lines that are not the same, 编号 and 名称 included

    @property
    def how(self) -> str:
        """same, changed, new (only in the right text) or gone (only in the left one)."""
        if self.left is None:
            return "new"
        if self.right is None:
            return "gone"
        return "changed" if self.differs else "same"


def side_by_side(left: Sequence[Clause], right: Sequence[Clause]) -> tuple[Pair, ...]:
    """All clauses of both texts, in the order of the right one; what is gone stands where it stood in the left one.

    A clause belongs to the one of the same kind and code; where a text gave new numbers, to the only one of the same
    kind and name that has no partner yet.
    """
    partner = _partners(left, right)
    taken = {id(one) for one in partner.values()}
    pairs: list[Pair] = []
    after = _gone_after(left, taken)
    pairs.extend(Pair(one, None, ()) for one in after.get(None, ()))
    for clause in right:
        held = partner.get(id(clause))
        pairs.append(Pair(held, clause, _differences(held, clause) if held else ()))
        if held is not None:
            pairs.extend(Pair(one, None, ()) for one in after.get(id(held), ()))
    return tuple(pairs)


def _partners(left: Sequence[Clause], right: Sequence[Clause]) -> dict[int, Clause]:
    """id of a right clause → its left one."""
    by_code = {(one.kind, one.code): one for one in left}
    found = {id(one): by_code[one.kind, one.code] for one in right if (one.kind, one.code) in by_code}
    free = _by_name(one for one in left if id(one) not in {id(held) for held in found.values()})
    waiting = _by_name(one for one in right if id(one) not in found)
    for key, ones in waiting.items():
        if len(ones) == 1 and len(free.get(key, ())) == 1:
            found[id(ones[0])] = free[key][0]
    return found


def _by_name(clauses: Iterable[Clause]) -> dict[tuple[str, str], list[Clause]]:
    named: dict[tuple[str, str], list[Clause]] = {}
    for one in clauses:
        if one.name:
            named.setdefault((one.kind, one.name), []).append(one)
    return named


def _gone_after(left: Sequence[Clause], taken: set[int]) -> dict[int | None, list[Clause]]:
    """Clauses without a partner, by the id of the last one before them that has one (None: there is none)."""
    after: dict[int | None, list[Clause]] = {}
    last: int | None = None
    for one in left:
        if id(one) in taken:
            last = id(one)
        else:
            after.setdefault(last, []).append(one)
    return after


def _differences(left: Clause, right: Clause) -> tuple[str, ...]:
    heads = [
        ("编号", left.code, right.code),
        ("名称", left.name, right.name),
        ("可信", left.confidence, right.confidence),
    ]
    mine, other = left.lines, right.lines
    lines = [(label, mine.get(label, ""), other.get(label, "")) for label in dict.fromkeys((*mine, *other))]
    return tuple(label for label, one, two in (*heads, *lines) if one != two)
