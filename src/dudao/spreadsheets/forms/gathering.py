"""All sheets of one form gathered into one table: a row for each school, a column for each place that labels ask for."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from dudao.spreadsheets.book import Cell, Origin, Sheet, address
from dudao.spreadsheets.forms.cards import Answered, CardReader, Labels
from dudao.spreadsheets.forms.folded import Column, Form, FormKind, Member, Plan, Row
from dudao.spreadsheets.forms.grid import cells_of, common_texts, grid_of
from dudao.spreadsheets.forms.words import Words
from dudao.spreadsheets.mapping.decision import Role
from dudao.spreadsheets.mapping.draft import is_serial, structural
from dudao.spreadsheets.mapping.shapes import numeric, text_of
from dudao.spreadsheets.mapping.wording import squeeze
from dudao.spreadsheets.reading.cells import cell

FEWEST_ANSWERS = 5  # of a card; less is no form
_LIKE = 0.6  # of the labels: sheets that share so many have one form
_MOST_ROWS, _MOST_COLUMNS = 200, 60  # a card is one sheet of paper or two
_MANY = 3  # sheets, that show what they have in one place
_OTHERS = re.compile(r"所属|上级|主校|中心校|总校|结对|帮扶|对口|支援|牵头|集团|联盟|共同体|毕业|主管|合作|交流")
_STEM = re.compile(
    r"[一-鿿]+?(?:小学|中学|学校|教学点|幼儿园|完小|中心校|职教中心|职中|[一二三四五六七八九十\d][小中])"
)

Key = tuple[str, Labels, int]  # section, labels, the how-manieth with them


@dataclass(slots=True)
class Card:
    """A sheet with what was read of it."""

    file: str
    sheet: Sheet
    only: bool  # the one sheet of its file that has a form
    reader: CardReader | None = None
    answers: dict[Key, Answered] = field(default_factory=dict)


def may_be_card(sheet: Sheet) -> bool:
    """Whether a sheet is small enough for a form, and holds enough."""
    return (
        sum(map(len, sheet.cells.values())) >= 4 and sheet.last_row <= _MOST_ROWS and sheet.last_column <= _MOST_COLUMNS
    )


def alike(cards: Sequence[Card], words: Words) -> list[list[Card]]:
    """The cards by form, in the order they come."""
    groups: list[tuple[frozenset[str], list[Card]]] = []
    for card in cards:
        texts = frozenset(squeeze(text_of(each)) for each in cells_of(card.sheet) if not words.value(each))
        for known, group in groups:
            if len(texts & known) >= _LIKE * max(min(len(texts), len(known)), 1) and len(texts & known) >= 4:
                group.append(card)
                break
        else:
            groups.append((texts, [card]))
    return [group for _, group in groups]


def gather(cards: list[Card], words: Words, names: frozenset[str]) -> tuple[Form, Plan] | None:
    """The table of one form; None where the sheets are no cards of schools. `names`: sheet names that are taken."""
    common = common_texts([card.sheet for card in cards], words) if len(cards) > 1 else None
    for card in cards:
        card.reader = CardReader(grid_of(card.sheet, words, common), words)
        card.answers = _keyed(card.reader)
    keys = _order(cards)
    named = _named(cards, keys, words)
    if not _of_schools(cards, named, keys, words):
        return None
    titles = _titles(cards)
    name = _free(_form_name(titles, cards), names)
    columns, rows, remarks = _laid_out(cards, keys, named, words)
    members = tuple(
        Member(file=card.file, sheet=card.sheet.name, schools=(text_of(row.cells[1]),) if 1 in row.cells else ())
        for card, row in zip(cards, rows)
    )
    form = Form(name=name, kind=FormKind.CARDS, book="", sheet=name, members=members, remarks=tuple(remarks))
    return form, Plan(name, titles, columns, rows)


def _keyed(reader: CardReader) -> dict[Key, Answered]:
    found: dict[Key, Answered] = {}
    seen: Counter[tuple[str, Labels]] = Counter()
    for answer in sorted(reader.answers(), key=lambda each: each.place):
        what = ("".join(answer.section.split()), answer.labels)
        seen[what] += 1
        found[(*what, seen[what])] = answer
    return found


def _order(cards: list[Card]) -> list[Key]:
    """The places of the form, in the order of where they usually stand.

    Left out are those that nobody's row fills, and the blank ones under heads told once for all sections: a row that
    is asked for the whole school leaves its cells below 小学 and 初中 blank on every sheet.
    """
    places: dict[Key, Counter[tuple[int, int]]] = defaultdict(Counter)
    filled: set[int] = set()
    answered: set[Key] = set()
    for card in cards:
        for key, answer in card.answers.items():
            places[key][answer.place] += 1
            if answer.value is not None:
                filled.add(answer.place[0])
            if answer.value is not None or not answer.spread:
                answered.add(key)
    usual = {key: counted.most_common(1)[0][0] for key, counted in places.items()}
    asked = (key for key in usual if usual[key][0] in filled and key in answered and not _beside_the_point(key[1]))
    return sorted(asked, key=lambda key: usual[key])


def _beside_the_point(labels: Labels) -> bool:
    """Whether a place only numbers its row, or holds its unit."""
    plain = squeeze(labels[-1])
    return is_serial(plain) or structural(plain) is Role.UNIT


def _named(cards: list[Card], keys: list[Key], words: Words) -> Key | None:
    """The place of the school's name: by its label, or where most sheets have what looks like one, each its own."""
    told = next((key for key in keys if any(map(words.names_school, key[1])) and _names(cards, key, words)), None)
    if told is not None or len(cards) < _MANY:
        return told
    for key in keys:
        answers = [answer.value for card in cards if (answer := card.answers.get(key)) and answer.value]
        if any(numeric(answer.cell) for answer in answers) and any(map(words.figures, key[1])):
            return None  # the figures begin: the head of the form is read
        schools = [answer.text for answer in answers if words.school(answer.text)]
        if len(schools) * 10 >= len(cards) * 8 and len(set(schools)) * 10 >= len(schools) * 8:
            return None if _OTHERS.search("".join(key[1])) else key
    return None


def _names(cards: list[Card], key: Key, words: Words) -> bool:
    """Whether a place holds schools' names: one of its own on every sheet, or what looks like one."""
    texts = [text_of(answer.value.cell) for card in cards if (answer := card.answers.get(key)) and answer.value]
    if len(cards) == 1:
        return any(words.school(text) for text in texts)
    return len(texts) * 2 >= len(cards) and (
        len(set(texts)) * 2 > len(texts) or sum(map(words.school, texts)) * 2 >= len(texts)
    )


def _of_schools(cards: list[Card], named: Key | None, keys: list[Key], words: Words) -> bool:
    """Whether these sheets are cards of schools, each of another."""
    if len(keys) < FEWEST_ANSWERS:
        return False
    if named is not None:
        return True
    told = [_named_outside(card, words) for card in cards]
    return len(cards) > 1 and len({name for name in told if name}) * 10 >= len(cards) * 6


def _named_outside(card: Card, words: Words) -> str:
    """The school's name as the sheet's or the file's name says it."""
    if words.school(card.sheet.name):
        return card.sheet.name.strip()
    stem = re.sub(r"\.[^.]*$", "", card.file.rpartition("/")[2])
    stem = re.sub(
        r"[（(【\[].*?[)）】\]]|20\d\d[\d.年月日-]*|^\d+[\s.、_-]+|采集表|上报表|登记表|情况表|统计表|数据|[_\s-]+",
        " ",
        stem,
    )
    found = _STEM.search(stem.strip())
    return found[0] if found and card.only and words.school(found[0]) else ""


def _titles(cards: list[Card]) -> list[str]:
    """The titles that most sheets have."""
    counted = Counter(text for card in cards if card.reader for text in dict.fromkeys(card.reader.titles))
    return [text for text, times in counted.items() if times * 2 > len(cards)][:6]


def _form_name(titles: list[str], cards: list[Card]) -> str:
    title = next((re.sub(r"\s+", "", text) for text in titles if "：" not in text and len(text) <= 40), "")
    return title[:31] or (cards[0].sheet.name if len({card.sheet.name for card in cards}) == 1 else "一校一表")


def _free(name: str, taken: frozenset[str]) -> str:
    number = 1
    free = name
    while free in taken:
        number += 1
        free = f"{name[:27]}({number})"
    return free


def _laid_out(
    cards: list[Card], keys: list[Key], named: Key | None, words: Words
) -> tuple[list[Column], list[Row], list[str]]:
    keys = [key for key in keys if key != named]
    usual = {key: _usual(cards, key) for key in (*keys, *([named] if named else []))}
    name_head = named[1] if named and len(named[1]) == 1 else ("学校名称",)
    columns = [Column(name_head, call=address(*usual[named].place) if named else "")]
    columns += [_column(key, usual[key]) for key in keys]
    rows, remarks = [], []
    for card in cards:
        cells: dict[int, Cell] = {}
        places: dict[int, tuple[int, int]] = {}
        for number, key in enumerate((named, *keys), start=1):
            if key is None:
                continue
            answer = card.answers.get(key)
            places[number] = answer.place if answer else usual[key].place
            if answer is not None and answer.value is not None:
                cells[number] = answer.value.cell
        if 1 not in cells and (told := _named_outside(card, words)):
            cells[1] = cell(1, 1, told, told)
            if named is not None:
                remarks.append(f"{card.file}「{card.sheet.name}」没有填校名，按表名或文件名作“{told}”")
        remarks += _strange(card, keys, usual)
        words_of = f"《{card.file}》「{card.sheet.name}」"
        rows.append(Row(Origin(card.file, card.sheet.name, 1, words_of, places), cells, card.sheet.hidden))
    return columns, rows, remarks


def _usual(cards: list[Card], key: Key) -> Answered:
    found = [answer for card in cards if (answer := card.answers.get(key)) is not None]
    place = Counter(answer.place for answer in found).most_common(1)[0][0]
    return next(
        (each for each in found if each.place == place and each.value), next(e for e in found if e.place == place)
    )


def _column(key: Key, usual: Answered) -> Column:
    section, labels, _ = key
    return Column((section, *labels) if section else labels, usual.unit, address(*usual.place), bool(section))


def _strange(card: Card, keys: list[Key], usual: dict[Key, Answered]) -> list[str]:
    """What a sheet lacks of its form, where others have it filled in."""
    lacks = (key for key in keys if key not in card.answers and usual[key].value is not None)
    lacking = list(dict.fromkeys(address(*usual[key].place) for key in lacks))
    if not lacking:
        return []
    shown = "、".join(lacking[:6]) + (f" 等 {len(lacking)} 处" if len(lacking) > 6 else "")
    return [f"《{card.file}》「{card.sheet.name}」的格式与别的不同，没有找到：{shown}"]
