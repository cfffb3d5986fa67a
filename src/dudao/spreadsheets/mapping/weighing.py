"""Figures with which a head shares most of what it says, weighed by how telling each notion is."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log2

from dudao.spreadsheets.mapping.heads import Path, bare
from dudao.spreadsheets.mapping.index import STAGES, Index, Match, Name, apart, contradicts, implied_by, staged, strange
from dudao.spreadsheets.mapping.lexicon import NARROWING
from dudao.spreadsheets.mapping.units import Unit
from dudao.spreadsheets.mapping.wording import general

_TAKEN, _LOOKED_AT, _ASKED, _VAGUE = 0.8, 0.6, 0.45, 0.55  # shares of what is said
_COVERED, _GUESSED = 0.5, 0.34
# Signs that make a word nobody knows into one that tells things apart.
_TELLING = frozenset(
    "不未非无外前后离退应已拟预占率比差旧新增减借聘临代编改另仅除扣残租停休缺超低高上下男女优良好免获升降完毕视听智肢"
)
_COMMON = STAGES | {
    "面积",
    "资产值",
    "总额",
    "学生",
    "教师",
    "学校",
    "班",
    "达标",
}  # shared by too many to tell anything
_RARE = 2  # figures whose names have a notion that is theirs
_CLEAR = 0.2  # ahead of any other figure


@dataclass(frozen=True, slots=True)
class _Weighed:
    share: float
    name: Name
    stage: str
    vague: bool  # enough to ask, never to take
    covered: bool = False  # the head says all of it, and beside it nothing but harmless words


def by_weight(index: Index, path: Path, context: frozenset[str], unit: Unit | None) -> Iterable[Match]:
    """The figures nearest in meaning, at most three.

    Where one side says something that sets figures apart (应 and 已, 预算 and 决算, 农村 …) and the other does not, the two
    are never taken for the same: what a head says too much excludes a figure, what it leaves open makes it a question.
    """
    if path.leaf is not None and path.leaf.bare:
        path = path.with_leaf(bare(path.leaf))
    if path.leaf is None:
        return
    around = (path.above - path.ratio) | context | implied_by(unit)
    ranked = _ranked(index, path, around)
    for found in ranked[:3]:
        if found.share < (_VAGUE if found.vague else _ASKED):
            continue
        others = (other.share for other in ranked if other.name.figure != found.name.figure)
        clear = not found.vague and found.share - next(others, 0.0) >= _CLEAR
        cost = (
            0.3
            if (found.share >= _TAKEN or found.covered) and clear
            else 0.55
            if found.share >= _LOOKED_AT and clear
            else 1.6 - found.share
        )
        from_parent = bool((found.name.content - path.own) & path.above)
        foreign = index.foreign(path, found.name.figure)
        yield Match(
            found.name.figure, found.stage, cost, f"与“{found.name.text}”相近", False, from_parent, foreign=foreign
        )


def guesses(index: Index, path: Path, context: frozenset[str], unit: Unit | None) -> list[Match]:
    """The two figures that a head is least unlike, for a person to choose from; never taken."""
    if path.leaf is None:
        return []
    around = path.above | context | implied_by(unit)
    near = [found for found in _ranked(index, path, around)[:2] if found.share >= _GUESSED]
    return [Match(found.name.figure, found.stage, 2.0, f"最接近“{found.name.text}”") for found in near]


def _ranked(index: Index, path: Path, around: frozenset[str]) -> list[_Weighed]:
    """The best name of every figure and stage, the nearest first."""
    assert path.leaf is not None
    unlike = index.unlike(path.leaf)
    best: dict[tuple[str, str], _Weighed] = {}
    for number in index.sharing(path.own - STAGES):
        name = index.names[number]
        stage = index.stage(path, name)
        if stage is None or name.figure in unlike or (name.part and not path.leaf.part):
            continue
        if index.other_period(name, path, around):
            continue
        content = staged(name, stage)
        share = _share(index, name.figure, content, path, around)
        if share > 0 and ((name.figure, stage) not in best or share > best[name.figure, stage].share):
            best[name.figure, stage] = _Weighed(
                share,
                name,
                stage,
                _vague(index, content, path, around),
                _covers(index, name.figure, content, path, around),
            )
    return sorted(best.values(), key=lambda found: -found.share)


def _share(index: Index, figure: str, name: frozenset[str], path: Path, around: frozenset[str]) -> float:
    """How much of what a name and a head say is the same, from 0 to 1; 0 where they are set apart."""
    missing, extra = name - path.own - around, path.own - name - general(name) - index.defined[figure]
    if (
        apart(extra)
        or "应" in extra
        or contradicts(name, path.own)
        or strange((path.above - name - path.loose) & NARROWING, name)
        or not (name & path.own) - STAGES
    ):
        return 0.0
    shared = sum(_weight(index, notion) for notion in name & path.own)
    shared += 0.7 * sum(_weight(index, notion) for notion in (name & around) - path.own)
    return shared / (shared + sum(_weight(index, notion) for notion in (*missing, *extra)))


def _covers(index: Index, figure: str, name: frozenset[str], path: Path, around: frozenset[str]) -> bool:
    """Whether a head says all that a name says, and more only in words that set nothing apart."""
    extra = path.own - name - general(name)
    said = name & (path.own | path.above)
    defined = index.defined[figure]
    rare = any(index.spread.get(notion, 0) <= 3 for notion in said - STAGES)
    return (
        name <= path.own | around
        and (len(said - STAGES) >= 2 or rare)
        and all(notion in defined or _says_nothing(index, notion) for notion in extra)
    )


def _says_nothing(index: Index, notion: str) -> bool:
    return notion not in index.spread and len(notion) <= 4 and not _TELLING & set(notion)


def _vague(index: Index, name: frozenset[str], path: Path, around: frozenset[str]) -> bool:
    """Whether a head leaves open what sets the figure apart, or shares one notion only beside something strange."""
    extra = path.own - name - general(name)
    said = (name & (path.own | path.above)) - STAGES
    rare = any(index.spread.get(notion, 0) <= _RARE for notion in said - _COMMON)
    little = len(said) < 2 and bool(extra) and not (rare and all(_says_nothing(index, notion) for notion in extra))
    telling = any(_TELLING & set(notion) for notion in extra if notion not in index.spread)
    general_only = not (name & path.own) - _COMMON
    return little or telling or general_only or apart(name - path.own - around)


def _weight(index: Index, notion: str) -> float:
    """How telling a notion is: one that few figures share weighs most, one that nobody knows by its length."""
    figures = index.spread.get(notion)
    return min(1.0, 0.35 * len(notion)) if figures is None else 2.0 / (1 + log2(1 + figures))
