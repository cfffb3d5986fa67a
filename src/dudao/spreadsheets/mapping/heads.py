"""A head of one or more levels, taken apart: what it speaks of itself, and what stands above it."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from dudao.spreadsheets.mapping.lexicon import NARROWING
from dudao.spreadsheets.mapping.units import Unit
from dudao.spreadsheets.mapping.wording import Wording, wording


@dataclass(frozen=True)
class Path:
    """A head's texts from the widest to its own. `leaf` is the last that names anything: in 在校生 / 合计 the first."""

    texts: tuple[str, ...]
    leaf: Wording | None
    parents: tuple[Wording, ...]
    stages: frozenset[str]
    year: int
    relative: int | None
    unit: Unit | None

    @property
    def label(self) -> str:
        return " / ".join(self.texts)

    @cached_property
    def own(self) -> frozenset[str]:
        """What the leaf says."""
        return self.leaf.content if self.leaf is not None else frozenset()

    @cached_property
    def above(self) -> frozenset[str]:
        """What stands above it says."""
        return frozenset(notion for word in self.parents for notion in word.content)

    @cached_property
    def soft(self) -> frozenset[str]:
        """The soft notions of all of it."""
        words = (*self.parents, self.leaf) if self.leaf is not None else self.parents
        return frozenset(notion for word in words for notion in word.soft)

    @cached_property
    def narrowed(self) -> frozenset[str]:
        """What stands above it that narrows whatever is meant: 农村, 民办, 生均."""
        return self.above & NARROWING

    def with_leaf(self, leaf: Wording) -> "Path":
        """The same head with another last text."""
        stages = frozenset(stage for word in (*self.parents, leaf) for stage in word.stages)
        return replace(self, leaf=leaf, stages=stages)


# What the title of a section (六、资金拨付和工资待遇) may speak of without saying it of every item below.
_TOPICS = frozenset(
    "财政拨付 预算 决算 达标 标准 基准定额 目标 计划 毕业年级 新生 残疾 随迁子女 留守 大班额 符合条件 应拨 应提 应征 应发 应资助 中小学 特教 在编 危房 计提 征收".split()
)


@lru_cache(maxsize=8000)
def read_path(texts: tuple[str, ...], sections: int = 0) -> Path:
    """A head's texts, from the widest to its own, taken apart. The first `sections` of them are titles of sections."""
    words = [wording(text) for text in texts]
    words[:-1] = [bare(word) if word.bare else word for word in words[:-1]]
    for place, word in enumerate(words[: min(sections, len(words) - 1)]):
        topics = word.hard - _TOPICS
        words[place] = replace(word, hard=topics, rest=frozenset(), soft=word.soft | (word.hard & _TOPICS))
    full = [word for word in words if not word.empty]
    stages = frozenset(stage for word in words for stage in word.stages)
    year = next((word.year for word in reversed(words) if word.year), 0)
    relative = next((word.relative for word in reversed(words) if word.relative is not None), None)
    unit = next((word.unit for word in reversed(words) if word.unit is not None), None)
    return Path(texts, _leaf(words, full), tuple(full[:-1]), stages, year, relative if not year else None, unit)


def _leaf(words: list[Wording], full: list[Wording]) -> Wording | None:
    """The last text that names anything, with what softer ones below it add: 骨干教师 / 县级及以上."""
    if not full:
        return words[-1] if words else None
    leaf = full[-1]
    for word in words[words.index(leaf) + 1 :]:
        if word.soft:
            leaf = replace(leaf, soft=leaf.soft | word.soft, plain=leaf.plain + word.plain)
    return leaf


def bare(word: Wording) -> Wording:
    """A wording without what only explains it in brackets."""
    return replace(wording(word.bare), unit=word.unit, year=word.year, relative=word.relative, part=word.part)
