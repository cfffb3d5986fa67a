"""The rows of an "item | value" list: each item with the labels beside or above it, and the whole it is a part of."""

import re
from dataclasses import dataclass

from dudao.spreadsheets.mapping.draft import DraftTable
from dudao.spreadsheets.mapping.heads import Path, read_path
from dudao.spreadsheets.mapping.structure import Head
from dudao.spreadsheets.mapping.units import Unit
from dudao.spreadsheets.mapping.wording import NOTION_OF_STAGE, stage_of, wording


@dataclass(slots=True)
class Layout:
    """The columns of one "item | value" list (a sheet may hold two side by side)."""

    items: list[int]
    values: list[Head]
    unit: int = 0
    known: int = 0  # rows whose item is a known one
    closed: bool = False  # while columns are gathered: values have begun


# What a label says of its topic, without saying it of the items beside it: 投入增长, 生均教育费用.
_GROWTH = frozenset("增长 比例".split())
_PER_HEAD = frozenset("生均 平均 人均".split())
_STAGE_WORDS = frozenset(NOTION_OF_STAGE.values())
_COMPARED = re.compile(r"比|较|上年|新增")
_ALL_STAGES = re.compile(r"(?:全县|全区|全市)?(?:各级各类(?:学校|教育)?|各学段|全学段|各类学校)的?|合计|总计|总数")


@dataclass(frozen=True, slots=True)
class Item:
    """One item: the labels of its group, the whole it is a part of (or may be), and its own text."""

    row: int
    labels: tuple[str, ...]
    whole: tuple[str, ...]
    own: tuple[str, ...]  # labels and text
    part: bool = False  # it is a part: 其中, indented, or a stage after such a one
    follows: bool = False  # it stands after the parts of a whole, and may be one more
    stage: str = ""  # of a part that only names its stage

    @property
    def full(self) -> tuple[str, ...]:
        """How the item is told from others: labels, whole and text, none twice."""
        if not self.part or not self.whole or self.whole[-1] == self.own[-1]:
            return self.own
        return self.whole + self._beyond()

    def _beyond(self) -> tuple[str, ...]:
        """Its texts that its whole has not."""
        same = 0
        while same < min(len(self.whole), len(self.own) - 1) and self.whole[same] == self.own[same]:
            same += 1
        return self.own[same:]

    def tries(self) -> list[tuple[str, ...]]:
        """The texts to name it by, one after the other, until they name something."""
        found = [self.full, self.own]
        if self.follows and self.whole:
            found.append(self.whole + self._beyond())
        return list(dict.fromkeys((*found, self.own[-1:])))

    def read(self, texts: tuple[str, ...], unit: Unit | None) -> Path:
        """Its texts taken apart; the labels are said once, and narrow it little."""
        labels = 0
        while labels < len(texts) and labels < len(self.labels) and texts[labels] == self.labels[labels]:
            labels += 1
        if self.stage and len(texts) > labels + 1:
            above = [_ALL_STAGES.sub("", text) or text for text in texts[labels:-1]]
            texts = (*texts[:labels], *above, NOTION_OF_STAGE[self.stage])
        return read_path(texts, labels, self._aside(texts[labels:], unit))

    def read_under(self, title: str, unit: Unit | None) -> Path:
        """Its texts taken apart without its labels, below the title of its table, if any."""
        texts = self.full[len(self.labels) :] if self.full[: len(self.labels)] == self.labels else self.full
        texts = (title, *texts) if title else texts
        return read_path(texts, 0, self._aside(texts, unit))

    def _aside(self, texts: tuple[str, ...], unit: Unit | None) -> frozenset[str]:
        """What the labels say that the item need not mean: its unit tells that it is neither a rate nor per head."""
        said = [wording(text) for text in texts]
        if not any(word.content - _STAGE_WORDS for word in said) or unit is None:
            return frozenset()
        if unit.measure == "rate":
            return frozenset()
        aside = _GROWTH if not any(_COMPARED.search(label) for label in self.labels) else frozenset[str]()
        return aside | _PER_HEAD if unit.measure != "money" or unit.size > 1 else aside


def find_items(table: DraftTable, layout: Layout) -> list[Item]:
    """The rows that hold an item, from top to bottom."""
    carried: dict[int, str] = {}
    found: list[Item] = []
    last: tuple[str, ...] = ()  # the nearest item that is no part
    chain: tuple[str, ...] = ()  # the whole whose parts have begun
    flush: Item | None = None  # the nearest item that is not indented
    for row in item_rows(table):
        labels, own, part, indented = _texts(table, row, layout, carried)
        if not own:
            continue
        if found and found[-1].labels != labels:
            last = chain = ()
            flush = None
        stage = stage_of(own[-1]) if _names_stage(own[-1]) else ""
        goes_on = not part and bool(chain and stage and found[-1].stage)
        if part:
            # 其中：走访家长, and 满意 indented below it: a part of the part
            # — but a stage is no part of another stage: 其中：学前教育, and 小学 indented below it
            beneath = indented and flush is not None and flush.part and not (stage and flush.stage)
            chain = flush.full if beneath and flush is not None else last
        follows = not part and not goes_on and bool(chain) and bool(_ELLIPTIC.search(wording(own[-1]).plain))
        part = part or goes_on
        found.append(Item(row, labels, chain if part or follows else (), own, part, follows, stage if part else ""))
        if not part:
            last = own
        if not indented:
            flush = found[-1]
    return found


# A text that leaves out what it speaks of: 在公办学校就读的, 部分整改.
_ELLIPTIC = re.compile(r"的$|^(?:在|已|未|尚|部分|由)")


def _names_stage(text: str) -> bool:
    """Whether a text names nothing but a stage: 小学, 其中：幼儿园, 中等职业学校."""
    word = wording(text)
    return not word.rest and bool(word.stages) and word.hard <= _STAGE_WORDS | {"学校", "教育"}


def item_rows(table: DraftTable) -> tuple[int, ...]:
    """The rows that hold items: the data, and a headless list's first row where it was taken for a head."""
    return table.table.rows


def _texts(
    table: DraftTable, row: int, layout: Layout, carried: dict[int, str]
) -> tuple[tuple[str, ...], tuple[str, ...], bool, bool]:
    """The labels of a row, its texts with them, whether it is a part of the item above, and whether it is indented."""
    texts: list[str] = []
    indented = False
    own = ""
    divider = re.sub(r"\s+", "", table.table.groups.get(row, ""))
    if divider:
        texts.append(divider)
    for position, column in enumerate(layout.items):
        cell = table.sheet.at(row, column)
        text = cell.text.strip() if cell is not None else ""
        last = position == len(layout.items) - 1
        if text:
            carried[column] = text
            if last and cell is not None and isinstance(cell.value, str):
                indented = cell.value[:1] in " \u3000\t"
        elif not last:
            text = carried.get(column, "")
        plain = re.sub(r"\s+", "", text)
        if plain and (not texts or texts[-1] != plain) and not is_serial_text(text):
            texts.append(plain)
            own = plain if last else own
    labels = tuple(texts[:-1]) if own else tuple(texts[:1]) if divider else ()
    part = bool(texts) and (wording(texts[-1]).part or indented)
    return labels, tuple(texts), part, indented


def is_serial_text(text: str) -> bool:
    """Whether a text only numbers its row: 1, 一、, （3）."""
    return bool(re.fullmatch(r"[\d一二三四五六七八九十（）()、.．]+", text.strip()))
