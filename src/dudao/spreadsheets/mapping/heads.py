"""A head of one or more levels, taken apart: what it speaks of itself, and what stands above it."""

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from dudao.spreadsheets.mapping.lexicon import NARROWING
from dudao.spreadsheets.mapping.units import Unit
from dudao.spreadsheets.mapping.wording import STAGE_NOTIONS, Wording, wording


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
    topics: frozenset[str] = frozenset()  # what the titles of its sections say
    loose: frozenset[str] = (
        frozenset()
    )  # what only they speak of, beside other things: it may be meant, and need not be
    merged: bool = False  # the leaf is a text with the stage that stands under it
    ratio: frozenset[str] = (
        frozenset()
    )  # what is said of a ratio whose parts stand below: it tells no part from the other

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
        return (self.above & NARROWING) - self.loose

    def with_leaf(self, leaf: Wording) -> "Path":
        """The same head with another last text."""
        if self.merged and self.leaf is not None:
            leaf = replace(leaf, hard=leaf.hard | (self.leaf.hard & STAGE_NOTIONS.keys()))
        stages = frozenset(stage for word in (*self.parents, leaf) for stage in word.stages)
        return replace(self, leaf=leaf, stages=stages)


# What the title of a section (六、资金拨付和工资待遇) may speak of without saying it of every item below.
TOPICS = frozenset(
    "财政拨付 预算 决算 达标 标准 基准定额 目标 计划 毕业年级 新生 残疾 随迁子女 留守 大班额 符合条件 应拨 应提 应征 应发 应资助 中小学 特教 在编 危房 计提 征收".split()
)


@lru_cache(maxsize=8000)
def read_path(texts: tuple[str, ...], sections: int = 0, aside: frozenset[str] = frozenset()) -> Path:
    """A head's texts, from the widest to its own, taken apart. The first `sections` of them are titles of sections.

    `aside` is what these titles say without saying it of the items below them: 增长 in 投入增长.
    """
    words = [wording(text) for text in texts]
    words[:-1] = [bare(word) if word.bare else word for word in words[:-1]]
    titles = min(sections, len(words) - 1)
    for place, word in enumerate(words[:titles]):
        if "九年" in word.plain:
            words[place] = replace(word, hard=word.hard | {"九年"})
    topics = frozenset(notion for word in words[:titles] for notion in word.hard | word.rest)
    between = frozenset(notion for word in words[titles:-1] for notion in word.content)
    loose = (topics & ((TOPICS if len(topics) > 1 else frozenset()) | aside)) - between
    ratio = frozenset(notion for word in words[:-1] if _RATIO.search(word.plain) for notion in word.content) - _KEPT
    loose |= ratio
    full = [word for word in words if not word.empty]
    stages = frozenset(stage for word in words for stage in word.stages)
    year = next((word.year for word in reversed(words) if word.year), 0)
    relative = next((word.relative for word in reversed(words) if word.relative is not None), None)
    unit = next((word.unit for word in reversed(words) if word.unit is not None), None)
    leaf = _leaf(words, full)
    parents = full[:-1]
    merged = (
        leaf is not None and _only_stage(leaf) and parents != words[: min(sections, len(parents))] and parents != []
    )
    if merged and leaf is not None:
        leaf, parents = _with_stage(parents[-1], leaf), parents[:-1]
    if leaf is not None and leaf.plain in _GRADES and any("年级" in word.plain for word in words[:-1]):
        grade = wording(_GRADES[leaf.plain] + "年级学生数")
        leaf = replace(grade, unit=leaf.unit, year=leaf.year, relative=leaf.relative)
    if leaf is not None and leaf.plain in _WHETHER and parents:
        leaf, parents, merged = _with_whether(_WHETHER[leaf.plain], parents[-1], leaf), parents[:-1], True
    return Path(
        texts, leaf, tuple(parents), stages, year, relative if not year else None, unit, topics, loose, merged, ratio
    )


# A head of what a ratio is worked out from: 大班额比例计算 / 义务教育班级总数.
_RATIO = re.compile(r"(?:计算|测算|核算|比例|占比|覆盖率|分子|分母)(?:用|表|\([^()]*\))?$")
_KEPT = frozenset(STAGE_NOTIONS) | {"三年", "九年", "巩固率", "应", "已"}
_WHETHER = {"应": "应", "实": "已", "已": "已", "实际": "已"}
_GRADES = {sign: grade for number, grade in enumerate("一二三四五六七八九", 1) for sign in (str(number), grade)}


def _with_whether(sign: str, word: Wording, leaf: Wording) -> Wording:
    """Ought or is, which stand alone below what they are said of: 轮岗 / 应."""
    return replace(wording(sign + word.plain), unit=leaf.unit or word.unit, year=leaf.year, relative=leaf.relative)


def _only_stage(word: Wording) -> bool:
    """Whether a word only says a stage: 小学, 初中部 — not 中职学校."""
    return bool(word.stages) and not word.rest and word.hard <= STAGE_NOTIONS.keys() and "校" not in word.plain


def _with_stage(word: Wording, stage: Wording) -> Wording:
    """What a stage's word stands under, said of that stage: 专任教师 / 初."""
    return replace(word, hard=word.hard | stage.hard, soft=word.soft | stage.soft)


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
