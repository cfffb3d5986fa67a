"""Which figure a head names: exactly, by meaning, or nearly — and when it has to be asked."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace

from dudao.calc.figures import Figure, Kind
from dudao.calc.figures.declaration import Ambiguity
from dudao.spreadsheets.mapping.heads import Path, bare
from dudao.spreadsheets.mapping.index import (
    LOOK_COST,
    STAGES,
    SURE_COST,
    Index,
    Match,
    Name,
    apart,
    contradicts,
    implied_by,
    staged,
    strange,
)
from dudao.spreadsheets.mapping.lexicon import NARROWING
from dudao.spreadsheets.mapping.nearness import Nearness, alike
from dudao.spreadsheets.mapping.units import Unit, unit_of
from dudao.spreadsheets.mapping.weighing import by_weight
from dudao.spreadsheets.mapping.wording import Wording, general, in_brackets, without_included, wording

# Of these the whole above a part (其中 …) may speak without narrowing the part.
_PARTLY = frozenset(
    "应完成 应发 应拨 应提 应征 应资助 应配 财政拨付 预算 决算 计划 新生 符合条件 适龄 毕业年级 残疾 随迁子女".split()
)
_MEASURES = ("面积", "资产值")  # often left to the unit
_SAYS_NOTHING = {"使用"}
_WHO = frozenset("教师 学生 教职工".split())
_TICKED = re.compile(r"√|是\s*[=＝]\s*1|[（(]是[/／、]否[）)]")


class Names(Index):
    """All names of the figures that one kind of table may hold: schools in rows, or items of the county."""

    def __init__(self, figures: Iterable[Figure], ambiguous: Iterable[Ambiguity] = ()) -> None:
        super().__init__(figures)
        self.ambiguous: dict[tuple[str, bool], Ambiguity] = {}
        self._unclear: dict[frozenset[str], list[tuple[frozenset[str], Ambiguity]]] = {}
        for ambiguity in ambiguous:
            word = wording(ambiguity.head)
            self.ambiguous.setdefault((word.plain, word.part), ambiguity)
            self._unclear.setdefault(word.content, []).append((word.soft, ambiguity))
        self._nearness = Nearness(self)

    def knows(self, text: str) -> bool:
        """Whether a text alone is a name (or an ambiguous one) that these figures go by."""
        word = wording(text)
        key = (word.plain, word.part)
        if key in self.by_plain or key in self.ambiguous or (word.plain, False) in self.by_plain:
            return True
        content = word.content - STAGES or word.hard
        return bool(content) and any(
            self.names[number].content - STAGES == content for number in self.sharing({next(iter(content))})
        )

    def matches(self, path: Path, context: frozenset[str], unit: Unit | None) -> list[Match]:
        """The figures a head may mean, best first, one for each figure and stage."""
        if path.leaf is None:
            return []
        best: dict[tuple[str, str], Match] = {}
        for match in self._found(path, context, unit or path.unit):
            key = (match.figure, match.stage)
            if _counts_else(path.leaf.plain, self.figures[match.figure]) and not match.exact:
                continue
            if key not in best or match.cost < best[key].cost:
                best[key] = match
        ranked = sorted(best.values(), key=lambda match: match.cost)
        nearest = (path.parents[-1].content if path.parents else frozenset()) - STAGES
        told = [match for match in ranked if not match.foreign and nearest <= self.union[match.figure]]
        # 交流 / 骨干: what stands above is said of another figure, and that figure is found
        return told if ranked and ranked[0].foreign and told and told[0].cost <= SURE_COST else ranked

    def nearly(self, path: Path) -> list[Match]:
        """Figures whose name sounds or looks much like a head; never to be taken without asking."""
        return self._nearness.nearly(path)

    def _found(self, path: Path, context: frozenset[str], unit: Unit | None) -> list[Match]:
        """Matches from the strictest way to the loosest, as far as need be."""
        leaf = path.leaf
        assert leaf is not None
        found = self._strictly(path, context, unit)
        if leaf.bare and not _any(found, SURE_COST):
            found += _dearer(self._strictly(path.with_leaf(bare(leaf)), context, unit), 0.04)
        if "(含" in leaf.plain and not _any(found, SURE_COST):
            plain = replace(wording(without_included(leaf.plain)), unit=leaf.unit, part=leaf.part)
            found += self._widened(self._strictly(path.with_leaf(plain), context, unit), leaf)
        if not _any(found, LOOK_COST):
            found += self._in_brackets(path)
        if not _any(found, LOOK_COST):
            found += by_weight(self, path, context, unit)
        return found

    def _widened(self, found: list[Match], leaf: Wording) -> list[Match]:
        """Matches of a head without what it says is included; sure where the definition includes just that."""
        included = {notion for text in in_brackets(leaf.plain) if "含" in text for notion in wording(text).content}
        dearer = []
        for match in found:
            defined = wording(self.figures[match.figure].definition).content
            told = all(any(said.startswith(notion) for said in defined) for notion in included - {"含", "小学"})
            dearer.append(replace(match, cost=match.cost + (0.1 if told else 0.36)))
        return dearer

    def _strictly(self, path: Path, context: frozenset[str], unit: Unit | None) -> list[Match]:
        return [*self._exact(path, context), *self._by_meaning(path, context, unit)]

    def _exact(self, path: Path, context: frozenset[str]) -> Iterable[Match]:
        """Names that are the head's own text, or its text behind the one above it."""
        leaf = path.leaf
        assert leaf is not None
        forms = [(leaf.plain, leaf.part, False)]
        if leaf.part:
            forms.append((leaf.plain, False, False))
        if path.parents:
            forms.append((path.parents[-1].plain + leaf.plain, False, True))
        for plain, part, joined in forms:
            for name in self.by_plain.get((plain, part), ()):
                stage = self.stage(path, name)
                if stage is None or name.figure in self.unlike(leaf) or strange(path.narrowed, staged(name, stage)):
                    continue
                if self.other_period(name, path, context):
                    continue
                if path.merged:
                    how = _how(name, path, 0.0)
                elif name.text == self.figures[name.figure].label:
                    how = "同名"
                else:
                    how = f"同义：{name.text}"
                foreign = not joined and self.foreign(path, name.figure)
                yield Match(name.figure, stage, 0.02 if joined else 0.0, how, True, joined, foreign=foreign)

    def _in_brackets(self, path: Path) -> Iterable[Match]:
        """A head whose bracket is another name for it: 省定办学标准（标准化学校）."""
        assert path.leaf is not None
        for text in in_brackets(path.leaf.plain):
            for name in self.by_plain.get((wording(text).plain, False), ()) if len(text) >= 4 else ():
                stage = self.stage(path, name)
                if stage is not None:
                    yield Match(name.figure, stage, 0.5, f"括号里是“{name.text}”")

    def _by_meaning(self, path: Path, context: frozenset[str], unit: Unit | None) -> Iterable[Match]:
        """Names that say the same as the head, what stands above it and its unit together."""
        leaf = path.leaf
        assert leaf is not None
        implied = implied_by(unit)
        telling = path.own - STAGES - _WHO  # 博士 / 小学专任 speaks of what stands above it
        for number in self.sharing((path.own if telling else path.own | path.above) - STAGES) | self._schools_of(path):
            name = self.names[number]
            if name.figure in self.unlike(leaf) or (name.part and not leaf.part):
                continue
            stage = self.stage(path, name)
            if stage is None:
                continue
            content = staged(name, stage)
            beyond = path.own - content - name.soft - general(content) - _SAYS_NOTHING
            if not beyond <= self.defined[name.figure] or any(notion.isdigit() for notion in beyond):
                continue
            cost = self._cost(name, content, path, context, implied)
            if cost is not None:
                told = apart((name.content - path.own - path.above) & context)
                from_parent = bool((name.content - path.own) & path.above)
                cost += 0.07 * len(beyond - self.union[name.figure])
                cost += 0.06 * len(beyond) + 0.08 * len(beyond & NARROWING)
                foreign = self.foreign(path, name.figure)
                yield Match(name.figure, stage, cost, _how(name, path, cost), False, from_parent, told, foreign)

    def _schools_of(self, path: Path) -> AbstractSet[int]:
        """The names that only say schools of a stage, where a head does: 中职学校."""
        assert path.leaf is not None
        only = path.own <= STAGES and "校" in path.leaf.plain and path.above <= path.topics
        return (
            {number for number in self.sharing(path.own) if self.names[number].content == path.own} if only else set()
        )

    def _cost(
        self, name: Name, content: frozenset[str], path: Path, context: frozenset[str], implied: frozenset[str]
    ) -> float | None:
        """How far a head is from a name; None where it cannot be that name."""
        assert path.leaf is not None
        if contradicts(name.content, path.own) or self.other_period(name, path, context):
            return None
        cost = 0.05
        for notion in name.content - path.own - (path.above - path.ratio) - general(path.own):
            if notion in implied:
                cost += 0.05
            elif notion == "达标" and _TICKED.search(path.leaf.text):
                cost += 0.1
            elif notion in context:
                cost += 0.3
            elif notion in _MEASURES:
                cost += 0.4
            else:
                return None
        whole = _PARTLY if path.leaf.part else frozenset[str]()
        dropped = path.above - content - whole - path.loose
        if strange(dropped & NARROWING, content):
            return None
        lacking = 0.02 if len(name.content) >= 2 else 0.35
        return cost + _beside(dropped, path) + lacking * len(name.soft - path.soft) + 0.01 * len(path.soft - name.soft)

    def asked(self, path: Path, best: Match | None) -> Ambiguity | None:
        """The declared ambiguity of a head, unless what stands above it, or its exact words, settle it."""
        leaf = path.leaf
        if leaf is None:
            return None
        settled = (
            best is not None and best.cost <= SURE_COST and (best.from_parent or self._told_above(path, best.figure))
        )
        found = self.ambiguous.get((leaf.plain, leaf.part)) or (
            self.ambiguous.get((leaf.plain, False)) if leaf.part else None
        )
        if settled or found is not None:
            return None if settled else found
        if best is not None and best.exact:
            return None
        if best is not None and re.search(r"应|已|实际|落实", leaf.plain):
            return None  # it says whether it ought to be or is
        stages = STAGES if best is None or best.stage else frozenset[str]()
        whole = path.own | path.above
        for content in (path.own, whole):
            for soft, ambiguity in self._unclear.get(content - stages, ()) if content - stages else ():
                cost = (
                    0.05 + 0.02 * len(soft - path.soft) + 0.01 * len(path.soft - soft) + _beside(whole - content, path)
                )
                if self._stays_open(path, best, ambiguity, cost):
                    return ambiguity
        return None

    def _told_above(self, path: Path, figure: str) -> bool:
        """Whether what stands above a head is said of this figure and of hardly any other: 学历高于规定 / 初(本科+)."""
        telling = (path.above - path.topics - STAGES) & self.union[figure]
        return any(apart({notion}) and self.spread.get(notion, 0) <= 3 for notion in telling)

    def _stays_open(self, path: Path, best: Match | None, ambiguity: Ambiguity, cost: float) -> bool:
        """Whether an ambiguity is at least as near as the best match."""
        assert path.leaf is not None
        if best is None:
            return True
        if (
            best.stage
            and path.stages
            and not any(self.figures[name].stages for name in ambiguity.could_be if name in self.figures)
        ):
            return False  # the head names a stage, and none of those figures has one
        return cost < best.cost or (cost == best.cost and self._nearer(path.leaf.plain, ambiguity.head, best.figure))

    def _nearer(self, plain: str, head: str, figure: str) -> bool:
        """Whether a text looks more like an ambiguous head than like any name of a figure."""
        names = (name.plain for name in self.names if name.figure == figure)
        return alike(plain, wording(head).plain) >= max((alike(plain, name) for name in names), default=0.0)


# What a head ends in tells what is counted: 资助金额 are no pupils, 公办园数 no children, 鉴定日期 no area.
_COUNTED = (
    (re.compile(r"(?:金额|款额|资金额)$"), frozenset({"money"})),
    (re.compile(r"(?:面积)$"), frozenset({"area"})),
    (re.compile(r"(?:人数|人次)$"), frozenset({"person", "other"})),
    (re.compile(r"(?:园|校|所|栋|幢|座|处|间|台|套|件|起|笔|场)数$"), frozenset({"count", "other"})),
    (re.compile(r"(?:比例|占比|率)$"), frozenset({"rate", "other"})),
    (re.compile(r"(?:时间|年份)$"), frozenset({"time"})),
    (re.compile(r"(?:日期|年月|编号|文号|名称|姓名|名单|电话|地址|等级|备注|原因|来源|证号|批文号|期数|课时)$"), frozenset[str]()),
)  # fmt: skip
_TWO_THINGS = re.compile(r"[\u4e00-\u9fff](?:及|和)(?:满意|购买|转出|转出的|计划)")


def _counts_else(plain: str, figure: Figure) -> bool:
    """Whether a head's last word says that it counts something else than a figure does."""
    if _TWO_THINGS.search(plain) and not _TWO_THINGS.search(figure.label):
        return True
    asks = plain.startswith("是否") or "有无" in plain
    if figure.kind is Kind.YES_NO:
        return not asks and any(ending.search(plain) for ending, _ in _COUNTED)
    if figure.kind is not Kind.NUMBER or not figure.unit:
        return False
    unit = unit_of(figure.unit)
    measure = unit.measure if unit is not None else "other"
    return asks or any(ending.search(plain) and measure not in measures for ending, measures in _COUNTED)


def _beside(notions: AbstractSet[str], path: Path) -> float:
    """What it costs that a head speaks of more than is meant; the title of a section always does."""
    return 0.03 * len(notions - path.topics) + min(0.12, 0.02 * len(notions & path.topics))


def _any(found: list[Match], cost: float) -> bool:
    return any(match.cost <= cost for match in found)


def _dearer(found: list[Match], cost: float) -> list[Match]:
    return [replace(match, cost=match.cost + cost) for match in found]


def _how(name: Name, path: Path, cost: float) -> str:
    if len(path.texts) > 1:
        return f"{'两' if len(path.texts) == 2 else '多'}级表头合并识别"
    return "词义相同" if cost <= SURE_COST else f"与“{name.text}”相近"
