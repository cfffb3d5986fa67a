"""Which figure a head names: exactly, by meaning, by sound, or only nearly."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import log2

from dudao.calc.figures import Catalogue, Column, Figure
from dudao.calc.figures.declaration import Ambiguity
from dudao.spreadsheets.mapping.lexicon import NARROWING, SETTING_APART
from dudao.spreadsheets.mapping.units import Unit
from dudao.spreadsheets.mapping.wording import NOTION_OF_STAGE, STAGE_NOTIONS, Wording, general, in_brackets, without_included, wording

SURE_COST, LOOK_COST, CLOSE = 0.34, 0.6, 0.12

_STAGES = frozenset(STAGE_NOTIONS)
_OTHERS = NARROWING - _STAGES - {"残疾", "寄宿", "毕业年级", "达标", "家长", "其他", "不含", "含", "计划", "预算", "决算", "财政拨付"}
# Stage words above an item that speaks of the same stage in other words.
_KIN = {
    "幼儿园": frozenset({"幼儿", "3-5岁", "普惠", "幼儿园", "两教一保"}),
    "普高": frozenset({"高中阶段", "15-17岁", "优质高中", "普高"}),
    "中职": frozenset({"职业教育", "中职", "高中阶段", "15-17岁"}),
    "高中阶段": frozenset({"普高", "中职", "15-17岁", "优质高中", "高中阶段"}),
    "小学": frozenset({"一年级", "六年级"}),
    "初中": frozenset({"七年级", "九年级", "毕业年级", "初中"}),
    "特教": frozenset({"残疾", "特教", "随班就读"}),
    "随迁子女": frozenset({"政府购买", "随迁子女"}),
    "残疾": frozenset({"安置", "特教", "残疾"}),
}
# Of these the whole above a part (其中 …) may speak without narrowing the part.
_PARTLY = frozenset("财政拨付 预算 决算 计划 新生 符合条件 适龄 毕业年级 残疾 随迁子女".split())
_IMPLIED = {"area": frozenset({"面积"}), "money": frozenset({"资产值", "总额"}), "person": frozenset(), "count": frozenset()}


@dataclass(frozen=True, slots=True)
class Name:
    """One way to call a figure (or one stage of it)."""

    figure: str
    text: str
    plain: str
    content: frozenset[str]
    soft: frozenset[str]
    part: bool
    stage: str = ""  # the one stage it names


@dataclass(frozen=True, slots=True)
class Match:
    """A figure a head may mean. The lower the cost, the better; `how` says why in words."""

    figure: str
    stage: str
    cost: float
    how: str
    exact: bool = False
    from_parent: bool = False
    from_title: bool = False  # the title tells it apart from its neighbours


@dataclass(frozen=True, slots=True)
class Path:
    """A head's texts taken apart: the part that names, what stands above it, the stage, year and unit they tell."""

    texts: tuple[str, ...]
    leaf: Wording | None
    parents: tuple[Wording, ...]
    total: bool  # it ends in 合计, 小计 …
    stages: frozenset[str]
    year: int
    relative: int | None
    unit: Unit | None

    @property
    def label(self) -> str:
        return " / ".join(self.texts)


@lru_cache(maxsize=8000)
def read_path(texts: tuple[str, ...]) -> Path:
    """A head's texts, from the widest to its own, taken apart."""
    words = [wording(text) for text in texts]
    words[:-1] = [bare(word) if word.bare else word for word in words[:-1]]
    full = [word for word in words if not word.empty]
    leaf = full[-1] if full else (words[-1] if words else None)
    for word in words[words.index(leaf) + 1 :] if leaf is not None and full else ():
        if word.soft:  # 骨干教师 / 县级及以上
            leaf = replace(leaf, soft=leaf.soft | word.soft, plain=leaf.plain + word.plain)
    stages = frozenset(stage for word in words for stage in word.stages)
    year = next((word.year for word in reversed(words) if word.year), 0)
    relative = next((word.relative for word in reversed(words) if word.relative is not None), None)
    unit = next((word.unit for word in reversed(words) if word.unit is not None), None)
    total = bool(words) and words[-1].empty and bool(words[-1].plain) and len(full) < len(words)
    return Path(texts, leaf, tuple(full[:-1]), total, stages, year, relative if not year else None, unit)


def bare(word: Wording) -> Wording:
    """A wording without what only explains it in brackets."""
    return replace(wording(word.bare), unit=word.unit, year=word.year, relative=word.relative, part=word.part)


def without_brackets(path: Path) -> Path:
    """A head without what only explains it in brackets."""
    assert path.leaf is not None
    leaf = bare(path.leaf)
    stages = frozenset(stage for word in (*path.parents, leaf) for stage in word.stages)
    return replace(path, leaf=leaf, stages=stages)


class Names:
    """All names of the figures that one kind of table may hold: schools in rows, or items of the county."""

    def __init__(self, figures: Iterable[Figure], ambiguous: Iterable[Ambiguity] = ()) -> None:
        self.figures = {figure.name: figure for figure in figures}
        self.names: list[Name] = []
        self.by_plain: dict[tuple[str, bool], list[Name]] = {}
        self.by_content: dict[str, set[int]] = {}
        self.unlike: dict[tuple[str, int | None], set[str]] = {}
        for figure in self.figures.values():
            self._add_figure(figure)
        self.ambiguous: dict[tuple[str, bool], Ambiguity] = {}
        self.unclear: dict[frozenset[str], list[tuple[frozenset[str], Ambiguity]]] = {}
        for ambiguity in ambiguous:
            word = wording(ambiguity.head)
            self.ambiguous.setdefault((word.plain, word.part), ambiguity)
            self.unclear.setdefault(word.hard | word.rest, []).append((word.soft, ambiguity))
        self._sounds: dict[str, set[str]] | None = None

    def _add_figure(self, figure: Figure) -> None:
        for text in dict.fromkeys((figure.label, *figure.synonyms)):
            word = wording(text)
            content = word.hard | word.rest
            index = len(self.names)
            name = Name(figure.name, text, word.plain, content, word.soft, word.part, next(iter(word.stages)) if len(word.stages) == 1 else "")
            self.names.append(name)
            self.by_plain.setdefault((word.plain, word.part), []).append(name)
            for notion in content or {""}:
                self.by_content.setdefault(notion, set()).add(index)
        for text in figure.not_heads:
            word = wording(text)
            self.unlike.setdefault((word.plain, word.relative), set()).add(figure.name)

    # -- the question every head is asked --------------------------------------------------------------------
    def knows(self, text: str) -> bool:
        """Whether a text alone is a name (or an ambiguous one) that these figures go by."""
        word = wording(text)
        key = (word.plain, word.part)
        if key in self.by_plain or key in self.ambiguous or (word.plain, False) in self.by_plain:
            return True
        content = (word.hard | word.rest) - _STAGES or word.hard
        return bool(content) and any(self.names[i].content - _STAGES == content for i in self.by_content.get(next(iter(content)), ()))

    def asked(self, path: Path, best: Match | None) -> Ambiguity | None:
        """The declared ambiguity of a head, unless what stands above it, or its exact words, settle it."""
        leaf = path.leaf
        if leaf is None:
            return None
        found = self.ambiguous.get((leaf.plain, leaf.part)) or (self.ambiguous.get((leaf.plain, False)) if leaf.part else None)
        if found is not None:
            return None if best is not None and best.from_parent and best.cost <= SURE_COST else found
        if best is not None and best.exact:
            return None
        words = (*path.parents, leaf)
        if best is not None and best.from_parent and best.cost <= SURE_COST:
            return None
        soft = frozenset(notion for word in words for notion in word.soft)
        everything = frozenset(n for word in words for n in (*word.hard, *word.rest))
        stages = _STAGES if best is None or best.stage else frozenset()
        named = bool(best and best.stage and path.stages)
        for content in (leaf.hard | leaf.rest, everything):
            for own_soft, ambiguity in self.unclear.get(content - stages, ()) if content - stages else ():
                cost = 0.05 + 0.02 * len(own_soft - soft) + 0.01 * len(soft - own_soft) + 0.03 * len(everything - content)
                if named and not any(self.figures[name].stages for name in ambiguity.could_be if name in self.figures):
                    continue
                if best is None or cost < best.cost or (cost == best.cost and self._nearer(leaf.plain, ambiguity.head, best.figure)):
                    return ambiguity
        return None

    def _nearer(self, plain: str, head: str, figure: str) -> bool:
        """Whether a text looks more like an ambiguous head than like any name of a figure."""
        names = (name.plain for name in self.names if name.figure == figure)
        return _alike(plain, wording(head).plain) >= max((_alike(plain, name) for name in names), default=0.0)

    def matches(self, path: Path, context: frozenset[str], unit: Unit | None) -> list[Match]:
        """The figures a head may mean, best first, one for each figure and stage."""
        if path.leaf is None:
            return []
        unit = unit or path.unit
        found = [*self._exact(path), *self._by_meaning(path, context, unit)]
        if path.leaf.bare and not any(match.cost <= SURE_COST for match in found):
            plain = without_brackets(path)
            found.extend(replace(match, cost=match.cost + 0.04) for match in (*self._exact(plain), *self._by_meaning(plain, context, unit)))
        if "(含" in path.leaf.plain and not any(match.cost <= SURE_COST for match in found):
            plain = replace(path, leaf=replace(wording(without_included(path.leaf.plain)), unit=path.leaf.unit, part=path.leaf.part))
            found.extend(replace(match, cost=match.cost + 0.36) for match in (*self._exact(plain), *self._by_meaning(plain, context, unit)))
        if not any(match.cost <= LOOK_COST for match in found):
            found.extend(self._in_brackets(path))
        if not any(match.cost <= LOOK_COST for match in found):
            found.extend(self._by_weight(path, context, unit))
        best: dict[tuple[str, str], Match] = {}
        for match in found:
            key = (match.figure, match.stage)
            if key not in best or match.cost < best[key].cost:
                best[key] = match
        return sorted(best.values(), key=lambda match: match.cost)

    def _in_brackets(self, path: Path) -> Iterable[Match]:
        """A head whose bracket is another name for it: 省定办学标准（标准化学校）."""
        assert path.leaf is not None
        for text in in_brackets(path.leaf.plain):
            for name in self.by_plain.get((wording(text).plain, False), ()) if len(text) >= 4 else ():
                stage = self._stage(path, self.figures[name.figure], name)
                if stage is not None:
                    yield Match(name.figure, stage, 0.5, f"括号里是“{name.text}”")

    def _by_weight(self, path: Path, context: frozenset[str], unit: Unit | None) -> Iterable[Match]:
        """Figures with which a head shares most of what it says, weighed by how telling each notion is.

        Where one side says something that sets figures apart (应 and 已, 预算 and 决算, 农村 …) and the other does not,
        the two are never taken for the same.
        """
        leaf = wording(path.leaf.bare) if path.leaf is not None and path.leaf.bare else path.leaf
        if leaf is None:
            return
        own = leaf.hard | leaf.rest
        above = frozenset(notion for word in path.parents for notion in (*word.hard, *word.rest))
        around = above | context | (_IMPLIED.get(unit.measure, frozenset()) if unit else frozenset())
        best: dict[tuple[str, str], tuple[float, Name, bool]] = {}
        for index in self._sharing(own - _STAGES, False):
            name = self.names[index]
            figure = self.figures[name.figure]
            stage = self._stage(path, figure, name)
            if stage is None or name.figure in self.unlike.get((leaf.plain, leaf.relative), ()) or (name.part and not leaf.part):
                continue
            staged = name.content | ({NOTION_OF_STAGE[stage]} if stage else frozenset())
            score = self._weighed(staged, own, above, around)
            key = (name.figure, stage)
            if score > best.get(key, (0.0, name, False))[0]:
                # One shared notion beside something strange is too little to take, though enough to ask.
                little = len((staged & (own | above)) - _STAGES) < 2 and bool(own - staged - general(staged))
                best[key] = (score, name, little or _apart(staged - own - around))
        ranked = sorted(best.items(), key=lambda item: -item[1][0])
        for (figure_name, stage), (score, name, vague) in ranked[:3]:
            if score < (0.55 if vague else 0.45):
                continue
            clear = not vague and score - next((other for (other_figure, _), (other, _, _) in ranked if other_figure != figure_name), 0.0) >= 0.2
            cost = 0.3 if score >= 0.8 and clear else 0.55 if score >= 0.6 and clear else 1.6 - score
            yield Match(figure_name, stage, cost, f"与“{name.text}”相近", False, bool((name.content - own) & above))

    def _weighed(self, name: frozenset[str], own: frozenset[str], above: frozenset[str], around: frozenset[str]) -> float:
        """How much of what a name and a head say is the same, from 0 to 1; 0 where they are set apart."""
        missing, extra = name - own - around, own - name - general(name)
        if _apart(extra):
            return 0.0
        if self._strange((above - name) & NARROWING, name, None):
            return 0.0
        shared = sum(self._weight(notion) for notion in name & own) + 0.7 * sum(self._weight(notion) for notion in (name & around) - own)
        if not name & own - _STAGES:
            return 0.0
        return shared / (shared + sum(self._weight(notion) for notion in missing) + sum(self._weight(notion) for notion in extra))

    def _weight(self, notion: str) -> float:
        """How telling a notion is: one that few figures share weighs most, one that nobody knows by its length."""
        figures = self._spread.get(notion)
        return min(1.0, 0.35 * len(notion)) if figures is None else 2.0 / (1 + log2(1 + figures))

    @cached_property
    def _spread(self) -> dict[str, int]:
        """In how many figures' names each notion stands."""
        return {notion: len({self.names[index].figure for index in indexes}) for notion, indexes in self.by_content.items()}

    def _exact(self, path: Path) -> Iterable[Match]:
        leaf = path.leaf
        assert leaf is not None
        narrow = self._narrowing(path)
        forms = [(leaf.plain, leaf.part, False)]
        if leaf.part:
            forms.append((leaf.plain, False, False))
        if path.parents:
            forms.append((path.parents[-1].plain + leaf.plain, False, True))
        for plain, part, joined in forms:
            for name in self.by_plain.get((plain, part), ()):
                if name.figure in self.unlike.get((leaf.plain, leaf.relative), ()):
                    continue
                figure = self.figures[name.figure]
                stage = self._stage(path, figure, name)
                left = self._strange(narrow, name.content, stage)
                if left or stage is None:
                    continue
                label = name.text == figure.label
                yield Match(name.figure, stage, 0.02 if joined else 0.0, "同名" if label else f"同义：{name.text}", True, joined)

    def _strange(self, notions: frozenset[str], content: frozenset[str], stage: str | None) -> frozenset[str]:
        """What narrows a figure that is not about it: 小学 above a figure of kindergartens, but not 学前教育."""
        left = notions - content - ({NOTION_OF_STAGE[stage]} if stage else frozenset())
        return frozenset(notion for notion in left if not _KIN.get(notion, frozenset()) & content)

    def _narrowing(self, path: Path) -> frozenset[str]:
        return frozenset(notion for word in path.parents for notion in (*word.hard, *word.rest) if notion in NARROWING)

    def _stage(self, path: Path, figure: Figure, name: Name) -> str | None:
        """The stage a head gives a figure; '' for none, None where it names one the figure does not have."""
        named = {stage for stage in path.stages if NOTION_OF_STAGE[stage] not in name.content}
        if len(figure.stages) > 1 and name.stage:
            return name.stage if not named else None
        if not figure.stages:
            own = set(path.leaf.stages) if path.leaf else set()
            return "" if not named or (figure.may_split and not own - named) else None
        if len(named) > 1:
            own = named & set(path.leaf.stages) if path.leaf else set()
            named = own if len(own) == 1 else named
        if len(named) == 1:
            stage = next(iter(named))
            return stage if stage in figure.stages else None
        if len(figure.stages) == 1:
            return figure.stages[0]
        return None if named else ""

    def _by_meaning(self, path: Path, context: frozenset[str], unit: Unit | None) -> Iterable[Match]:
        leaf = path.leaf
        assert leaf is not None
        own = leaf.hard | leaf.rest
        needed = own - _STAGES
        above = frozenset(notion for word in path.parents for notion in (*word.hard, *word.rest))
        above_soft = frozenset(notion for word in path.parents for notion in word.soft)
        implied = _IMPLIED.get(unit.measure, frozenset()) if unit else frozenset()
        seeds = needed or (above - _STAGES)
        for index in self._sharing(seeds, False):
            name = self.names[index]
            figure = self.figures[name.figure]
            if name.figure in self.unlike.get((leaf.plain, leaf.relative), ()) or (name.part and not leaf.part):
                continue
            stage = self._stage(path, figure, name)
            if stage is None:
                continue
            staged = name.content | ({NOTION_OF_STAGE[stage]} if stage else frozenset())
            beyond = own - staged - name.soft - general(staged) - {"使用"}
            if beyond and not beyond <= self._union[name.figure]:
                continue
            cost = self._cost(name, figure, staged, own, above, leaf.soft | above_soft, context, implied, leaf.part)
            if cost is not None:
                cost += 0.06 * len(beyond)
                told = _apart((name.content - own - above) & context)
                yield Match(name.figure, stage, cost, self._how(name, figure, path, cost), False, bool((name.content - own) & above), told)

    @cached_property
    def _union(self) -> dict[str, frozenset[str]]:
        """All that the names of a figure say of it together."""
        said: dict[str, set[str]] = {}
        for name in self.names:
            said.setdefault(name.figure, set()).update(name.content)
        return {figure: frozenset(notions) for figure, notions in said.items()}

    def _sharing(self, notions: frozenset[str] | set[str], every: bool) -> set[int]:
        """The names that speak of all (or any) of these notions."""
        sets = [self.by_content.get(notion, set()) for notion in notions]
        if not sets:
            return set()
        return set.intersection(*sets) if every else set.union(*sets)

    def _cost(
        self, name: Name, figure: Figure, staged: frozenset[str], own: frozenset[str], above: frozenset[str],
        soft: frozenset[str], context: frozenset[str], implied: frozenset[str], part: bool,
    ) -> float | None:  # fmt: skip
        """How far a head is from a name; None where it cannot be that name."""
        stage_words = staged - name.content
        missing = staged - own - above - stage_words
        cost = 0.05
        for notion in missing:
            if notion in implied:
                cost += 0.05
            elif notion in context:
                cost += 0.3
            elif notion in ("面积", "资产值"):
                cost += 0.4
            else:
                return None
        dropped = above - staged
        if self._strange(dropped & (NARROWING - _PARTLY if part else NARROWING), staged, None):
            return None
        cost += 0.03 * len(dropped - _PARTLY if part else dropped)
        lacking = name.soft - soft
        cost += len(lacking) * (0.02 if len(name.content) >= 2 else 0.35)
        return cost + 0.01 * len(soft - name.soft)

    def _how(self, name: Name, figure: Figure, path: Path, cost: float) -> str:
        if len(path.texts) > 1:
            return f"{'两' if len(path.texts) == 2 else '多'}级表头合并识别"
        return "词义相同" if cost <= SURE_COST else f"与“{name.text}”相近"

    # -- last resorts -----------------------------------------------------------------------------------------
    def nearly(self, path: Path) -> list[Match]:
        """Figures whose name sounds the same (a typing slip), is abbreviated by initials, or looks much like the head."""
        leaf = path.leaf
        if leaf is None or len(leaf.plain) < 2 or (self._narrowing(path) | leaf.narrowing) & _OTHERS:
            return []
        text = "".join(word.plain for word in (*path.parents, leaf)) if path.parents else leaf.plain
        found = [*self._by_sound(leaf.plain, path), *self._by_looks(leaf.plain, path), *self._by_looks(text, path)]
        best: dict[str, Match] = {}
        for match in found:
            if match.figure not in best or match.cost < best[match.figure].cost:
                best[match.figure] = match
        return sorted(best.values(), key=lambda match: match.cost)[:3]

    def _by_sound(self, plain: str, path: Path) -> Iterable[Match]:
        sounds = self._all_sounds()
        if plain.isascii() and plain.isalpha() and len(plain) >= 3:
            figures = sounds.get("*" + plain, set())
            how = "拼音首字母相同"
        else:
            figures = sounds.get(" ".join(_sound(plain)), set())
            how = "读音相同，像是错别字"
        for name in figures:
            figure = self.figures[name]
            if (plain, False) in self.by_plain:
                return
            stage = next(iter(path.stages)) if len(path.stages) == 1 and next(iter(path.stages)) in figure.stages else ""
            yield Match(name, stage, 0.7, how)

    def _all_sounds(self) -> dict[str, set[str]]:
        if self._sounds is None:
            self._sounds = {}
            for name in self.names:
                if name.plain.isascii():
                    continue
                sound = _sound(name.plain)
                self._sounds.setdefault(" ".join(sound), set()).add(name.figure)
                self._sounds.setdefault("*" + "".join(syllable[0] for syllable in sound if syllable), set()).add(name.figure)
        return self._sounds

    def _by_looks(self, plain: str, path: Path) -> Iterable[Match]:
        pairs = _pairs(plain)
        if len(pairs) < 2:
            return
        leaf = path.leaf
        strange = leaf.narrowing if leaf else frozenset()
        for name in self.names:
            other = _pairs(name.plain)
            if len(other) < 2 or name.figure in self.unlike.get((plain, None), ()):
                continue
            alike = 2 * len(pairs & other) / (len(pairs) + len(other))
            if alike >= 0.58 and not (strange - name.content - _STAGES):
                figure = self.figures[name.figure]
                stages = {stage for stage in path.stages if stage in figure.stages}
                yield Match(name.figure, stages.pop() if len(stages) == 1 else "", 1.7 - alike, f"与“{name.text}”相近")


@lru_cache(maxsize=20_000)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _apart(notions: Iterable[str]) -> bool:
    """Whether any of these sets a figure apart from its neighbours: numbers and classes always do."""
    return any(notion in SETTING_APART or any(sign.isdigit() or "a" <= sign <= "z" for sign in notion) for notion in notions)


def _alike(one: str, other: str) -> float:
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else float(one == other)


def _sound(text: str) -> list[str]:
    from pypinyin import lazy_pinyin  # read only where a head is left over

    return [syllable.lower() for syllable in lazy_pinyin(text) if syllable.strip()]


class Vocabulary:
    """The names of one catalogue: for school tables, for county lists, and the columns of every list."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        plain = [figure for figure in catalogue.figures.values() if not figure.columns or figure.cell_column]
        self.school = Names((f for f in plain if f.level.of_school), (a for a in catalogue.ambiguous if a.table in ("", "school")))
        self.county = Names((f for f in plain if not f.level.of_school), (a for a in catalogue.ambiguous if a.table in ("", "county")))
        self.lists = {figure.name: ListNames(figure) for figure in catalogue.figures.values() if figure.columns}


class ListNames:
    """The names of a list's columns, and of the list itself."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self.titles = [wording(text) for text in (figure.label, *figure.synonyms)]
        self.columns: dict[str, Column] = {}
        self.meanings: dict[frozenset[str], list[Column]] = {}
        for column in figure.columns:
            for text in (column.label, *column.synonyms):
                word = wording(text)
                self.columns.setdefault(word.plain, column)
                self.meanings.setdefault(word.hard | word.rest, []).append(column)

    def column(self, path: Path) -> tuple[Column, str] | None:
        """The column a head names, and why."""
        if path.leaf is None:
            plain = wording(path.texts[-1]).plain if path.texts else ""
            found = self.columns.get(plain)
            return (found, "同名") if found else None
        if path.leaf.plain in self.columns:
            return self.columns[path.leaf.plain], "同名"
        words = [path.leaf, *([wording(path.leaf.bare)] if path.leaf.bare else [])]
        for word in words:
            if word.plain in self.columns:
                return self.columns[word.plain], "同名"
            meant = {column.name: column for column in self.meanings.get(word.hard | word.rest, ()) if word.hard | word.rest}
            if len(meant) == 1:
                return next(iter(meant.values())), "词义相同"
        return self._nearly(words[-1].plain)

    def _nearly(self, plain: str) -> tuple[Column, str] | None:
        """The one column whose name looks much like a head."""
        best: dict[str, float] = {}
        for text, column in self.columns.items():
            best[column.name] = max(best.get(column.name, 0.0), _alike(plain, text))
        ranked = sorted(best.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] < 0.6 or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 0.2):
            return None
        return next(column for column in self.figure.columns if column.name == ranked[0][0]), "名称相近"

    def called(self, text: str) -> bool:
        """Whether a title or a sheet's name speaks of this list."""
        word = wording(text)
        content = word.hard | word.rest
        return any(title.plain in word.plain or (title.hard | title.rest) <= content and len(title.hard | title.rest) >= 2 for title in self.titles if title.plain)


_vocabularies: dict[int, tuple[Catalogue, Vocabulary]] = {}


def vocabulary_of(catalogue: Catalogue) -> Vocabulary:
    """The names of a catalogue, worked out once as long as the catalogue lives in this process."""
    known = _vocabularies.get(id(catalogue))
    if known is None or known[0] is not catalogue:
        if len(_vocabularies) > 8:
            _vocabularies.clear()
        known = _vocabularies[id(catalogue)] = (catalogue, Vocabulary(catalogue))
    return known[1]
