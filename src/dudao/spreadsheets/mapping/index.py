"""The names that the figures of a catalogue go by, and what may be said of them without changing the figure."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from dudao.calc.figures import Figure, Kind
from dudao.spreadsheets.mapping.heads import Path
from dudao.spreadsheets.mapping.lexicon import SETTING_APART
from dudao.spreadsheets.mapping.units import Unit
from dudao.spreadsheets.mapping.wording import NOTION_OF_STAGE, STAGE_NOTIONS, Wording, wording

STAGES = frozenset(STAGE_NOTIONS)
SURE_COST, LOOK_COST, CLOSE = 0.34, 0.6, 0.12

# Stage words above an item that speaks of the same stage in other words.
_KIN = {
    "幼儿园": frozenset({"幼儿", "3-5岁", "普惠", "幼儿园", "两教一保"}),
    "普高": frozenset({"高中阶段", "15-17岁", "优质高中", "普高"}),
    "中职": frozenset({"职业教育", "中职", "高中阶段", "15-17岁"}),
    "高中阶段": frozenset({"普高", "中职", "15-17岁", "优质高中", "高中阶段", "名额分配"}),
    "小学": frozenset({"一年级", "二年级", "三年级", "四年级", "五年级", "六年级"}),
    "初中": frozenset({"七年级", "八年级", "九年级", "毕业年级", "初中"}),
    "特教": frozenset({"残疾", "特教", "随班就读"}),
    "随迁子女": frozenset({"政府购买", "随迁子女"}),
    "残疾": frozenset({"安置", "特教", "残疾"}),
    "职业教育": frozenset({"中职"}),
}
# What a unit says of itself: ㎡ is an area, 万元 an amount.
IMPLIED = {"area": frozenset({"面积"}), "money": frozenset({"资产值", "总额"})}
_IMPLIED_BY_WORD = {"次": frozenset({"会次"}), "班": frozenset({"班"})}
# What ought to be, and what is: 应发 and 已发 are never the same.
_DUE = frozenset("应 应拨 应提 应征 应发 应资助 应完成 应配 符合条件 计划".split())
_DONE = frozenset("已 实际 已到 实交流 完成 实有 已发 财政拨付 计提 征收 实缴 实际 到校 到岗 按期 安置 资助".split())


_PERIODS = frozenset({"三年", "九年"})
_THINGS = frozenset("学生 教师 教职工 学校 幼儿 班 人口 义务教育 全体 总额".split())
_SENTENCE = re.compile(r"[。；，]")
_EXCLUDING = re.compile(r"不|除|扣|没有|另|中|、")  # what it is not, its whole, and its parts
# Heads under which other things are rightly listed as its parts.
_CONTAINING = frozenset(
    "教职工 占地 建筑 校舍 体艺 艺术 高中阶段 体育场馆 中小学 义务教育 全体 班额 人防物防技防 一贯制".split()
)
_FEW = 4  # figures that speak of a thing which tells them apart
# What stands above a head and makes whatever is below its own.
_OWNING = frozenset(
    "实交流 交流 360学时 教师资格 骨干 就近 随班就读 送教 所属 认可度 满意度 走访 家长 附设幼儿班 两教一保 班班通 新拖欠 往年陈欠 开齐开足 抽查 转入 转出 死亡 "
    "在用 危房 乡村教师 公务员 职业教育 教育费附加 地方教育附加 土地出让 随迁子女 残疾 督导经费 督导机构 生活补助 安置 政府购买 上级规定 本县执行 体质".split()
)
_GENERAL = STAGES | frozenset(
    "教师 学生 教职工 班 学校 幼儿 面积 达标 总额 计划 完成 有效 满意 新生 应发 已发 合计 问卷 应 已 实际 教育 平均 人数 骨干 专任".split()
)
_COHORT = _PERIODS | {"三年前", "九年前", "毕业年级"}


def implied_by(unit: Unit | None) -> frozenset[str]:
    """What a unit says by itself."""
    return (
        IMPLIED.get(unit.measure, frozenset()) | _IMPLIED_BY_WORD.get(unit.word, frozenset()) if unit else frozenset()
    )


def contradicts(name: AbstractSet[str], head: AbstractSet[str]) -> bool:
    """Whether one speaks of what ought to be and the other of what is."""
    due, done = (bool(name & _DUE), bool(head & _DUE)), (bool(name & _DONE), bool(head & _DONE))
    return (
        due in ((True, False), (False, True))
        and done == (due[1], due[0])
        or (due, done)
        == (
            (True, True),
            (False, True),
        )
    )


@dataclass(frozen=True, slots=True)
class Name:
    """One way to call a figure. `stage` is the one stage it names: 小学专科及以上学历专任教师数."""

    figure: str
    text: str
    plain: str
    content: frozenset[str]
    soft: frozenset[str]
    part: bool
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A figure a head may mean. The lower the cost, the better; `how` says why in words."""

    figure: str
    stage: str
    cost: float
    how: str
    exact: bool = False
    from_parent: bool = False  # what stands above tells it apart
    from_title: bool = False  # the title does
    foreign: bool = False  # what stands above it is said of other figures: not to be taken without asking


class Index:
    """All names of some figures, to be looked up by text and by what they say."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.figures = {figure.name: figure for figure in figures}
        self.names: list[Name] = []
        self.by_plain: dict[tuple[str, bool], list[Name]] = {}
        self.by_content: dict[str, set[int]] = {}
        self._unlike: dict[tuple[str, int | None], set[str]] = {}
        for figure in self.figures.values():
            for text in dict.fromkeys((figure.label, *figure.synonyms)):
                self._add(figure, text)
            for text in figure.not_heads:
                word = wording(text)
                self._unlike.setdefault((word.plain, word.relative), set()).add(figure.name)

    def _add(self, figure: Figure, text: str) -> None:
        word = wording(text)
        stage = next(iter(word.stages)) if len(word.stages) == 1 else ""
        name = Name(figure.name, text, word.plain, word.content, word.soft, word.part, stage)
        for notion in name.content or {""}:
            self.by_content.setdefault(notion, set()).add(len(self.names))
        self.names.append(name)
        self.by_plain.setdefault((word.plain, word.part), []).append(name)

    def unlike(self, word: Wording) -> AbstractSet[str]:
        """The figures that a text is declared not to be."""
        return self._unlike.get((word.plain, word.relative), frozenset())

    def sharing(self, notions: AbstractSet[str]) -> set[int]:
        """The names that speak of any of these notions."""
        return set().union(*(self.by_content.get(notion, set()) for notion in notions))

    @cached_property
    def union(self) -> dict[str, frozenset[str]]:
        """All that the names of a figure say of it together."""
        said: dict[str, set[str]] = {}
        for name in self.names:
            said.setdefault(name.figure, set()).update(name.content)
        return {figure: frozenset(notions) for figure, notions in said.items()}

    @cached_property
    def defined(self) -> dict[str, frozenset[str]]:
        """What the definition of a figure says of it, its names included: words that set nothing apart when they stand beside one."""
        return {
            name: self.union[name].union(
                *(
                    {each for each in word.hard | word.soft if each in _THINGS or not apart({each})}
                    for sentence in _SENTENCE.split(figure.definition)
                    if not _EXCLUDING.search(sentence)
                    for word in (wording(sentence),)
                )
            )
            for name, figure in self.figures.items()
        }

    @cached_property
    def spread(self) -> dict[str, int]:
        """In how many figures' names each notion stands."""
        return {
            notion: len({self.names[index].figure for index in indexes}) for notion, indexes in self.by_content.items()
        }

    def other_period(self, name: Name, path: Path, context: AbstractSet[str]) -> bool:
        """Whether a head speaks of a cohort, and the figure of another one: of nine years, or of no cohort at all."""
        meant = self.union[name.figure] & _COHORT
        said = (path.own | path.above) & _PERIODS or (context & _PERIODS if "巩固率" in context else frozenset())
        if len(said) == 1 and len(meant & _PERIODS) == 1 and said != meant & _PERIODS:
            return True
        if said == {"九年"} and meant and "九年" not in meant:
            return True
        counted = self.figures[name.figure].kind is Kind.NUMBER  # who and where a school is stands in such a table too
        return counted and not meant and "巩固率" in path.above | context

    def foreign(self, path: Path, figure: str) -> bool:
        """Whether what stands above a head sets it apart from this figure: 交流 above 骨干教师.

        A part (其中 …) may leave out what its whole says, and an item what its label says, unless it says little itself.
        """
        if path.leaf is None or path.leaf.part:
            return False
        loose = path.loose - path.ratio if path.own <= _GENERAL else path.loose
        outside = strange(path.above - path.own - loose - STAGES, self.union[figure])
        if path.topics:
            outside = outside & path.topics if path.own <= _GENERAL else outside - path.topics
        outside -= _CONTAINING
        return bool(outside & _OWNING) or any(
            apart({notion}) and self.spread.get(notion, 9) <= _FEW for notion in outside
        )

    def stage(self, path: Path, name: Name) -> str | None:
        """The stage a head gives a figure; '' for none, None where it names one the figure does not have."""
        figure = self.figures[name.figure]
        notions = {stage: NOTION_OF_STAGE[stage] for stage in path.stages}
        named = {stage for stage, notion in notions.items() if notion not in name.content}
        own = set(path.leaf.stages) if path.leaf else set()
        if len(figure.stages) > 1 and name.stage:
            return name.stage if not named else None
        if not figure.stages:
            named = {stage for stage in named if stage in own or not _KIN[notions[stage]] & name.content}
            return "" if not named or (figure.may_split and not own - named) else None
        if len(named) > 1 and len(named & own) == 1:
            named &= own
        if len(named) == 1:
            stage = next(iter(named))
            return stage if stage in figure.stages else None
        if len(figure.stages) == 1:
            return figure.stages[0]
        return None if named else ""


def staged(name: Name, stage: str) -> frozenset[str]:
    """What a name says once it is said of a stage."""
    return name.content | {NOTION_OF_STAGE[stage]} if stage else name.content


def strange(notions: AbstractSet[str], content: AbstractSet[str]) -> frozenset[str]:
    """What of these is not about a figure that says `content`: 小学 above kindergartens, but not 学前教育."""
    return frozenset(
        notion for notion in notions if notion not in content and not _KIN.get(notion, frozenset()) & content
    )


def apart(notions: Iterable[str]) -> bool:
    """Whether any of these sets a figure apart from its neighbours: numbers and letters always do."""
    return any(
        notion in SETTING_APART or any(sign.isdigit() or "a" <= sign <= "z" for sign in notion) for notion in notions
    )
