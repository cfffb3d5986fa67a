"""What people write into a cell that is no number: yes and no, dates, choices, texts — or why it is none."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dudao.calc.figures import Choice, Reason
from dudao.spreadsheets.book import Cell
from dudao.spreadsheets.mapping.numbers import BLANK, Missing, Nothing, Wrong, absence, cut, tidy


@dataclass(frozen=True, slots=True)
class Truth:
    value: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A date; `whole` is False where only the month was written: `value` then only tells the month."""

    value: date
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Chosen:
    code: str


_YES = {
    "是",
    "有",
    "√",
    "✓",
    "✔",
    "☑",
    "对",
    "y",
    "yes",
    "true",
    "1",
    "达标",
    "达到",
    "合格",
    "符合",
    "已",
    "齐全",
    "具备",
    "通过",
    "落实",
    "属实",
    "到位",
    "达标校",
    "已达标",
}
_NO = {
    "否",
    "无",
    "×",
    "✗",
    "✘",
    "☒",
    "错",
    "n",
    "no",
    "false",
    "0",
    "不达标",
    "未达标",
    "未达到",
    "不合格",
    "不符合",
    "未",
    "不是",
    "没有",
    "没达标",
    "不具备",
    "未通过",
    "未落实",
    "x",
    "不属实",
    "未到位",
    "不",
    "非",
}
_DONE = re.compile(r"^已[\u4e00-\u9fff]{1,6}$")
_NOT_DONE = re.compile(r"^(未|没有|没)[\u4e00-\u9fff]{1,6}$")


_BOX = re.compile(r"[□☐☑☒✅■✓✔√]")
_TICK = "☑☒✅■✓✔√"


def _ticked(plain: str) -> str | None:
    """The word whose box is ticked in ☑是 □否 or 是☑ 否□; '' where none is, None where several are."""
    pairs = re.findall(r"([□☐☑☒✅■✓✔√])\s*([^\s□☐☑☒✅■✓✔√]+)", plain)
    if not _BOX.match(plain):
        pairs = [(box, word) for word, box in re.findall(r"([^\s□☐☑☒✅■✓✔√]+)\s*([□☐☑☒✅■✓✔√])", plain)]
    words = [word for box, word in pairs if box in _TICK]
    return "" if not words else words[0] if len(words) == 1 else None


def read_yes_no(cell: Cell | None) -> Truth | Missing | Nothing | Wrong:
    """Yes or no, in one of the many ways people tick a box."""
    if cell is None:
        return BLANK
    if not cell.trusted:
        return Missing(Reason.NO_CACHE, cell.formula or cell.text)
    if isinstance(cell.value, bool):
        return Truth(cell.value)
    plain = tidy(cell.value if isinstance(cell.value, str) else cell.text)
    if _BOX.search(plain) and plain not in _YES | _NO:
        ticked = _ticked(plain)
        if ticked is None:
            return Wrong("yes_no", f"勾了不止一个：“{cut(cell.text)}”", "☑是 □否")
        if not ticked:
            return BLANK
        plain = ticked
    if plain in _YES:
        return Truth(True)
    if plain in _NO:
        return Truth(False)
    absent = absence(plain, cell.text)
    if isinstance(absent, Missing):
        return absent
    if _DONE.match(plain):
        return Truth(True)
    if _NOT_DONE.match(plain):
        return Truth(False)
    return Wrong("yes_no", f"这里要写是或否，写的是“{cut(cell.text)}”", "是")


_DAY = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:\s+\d{1,2}:\d{2}(:\d{2})?)?$")
_MONTH = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(份)?$")
_SOLID = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
_ONLY_YEAR = re.compile(r"^(?:19|20)\d{2}年?$")


def read_date(cell: Cell | None) -> Day | Missing | Nothing | Wrong:
    """A date: a real one, or 2016-11-03, 2016年11月3日, 20161103; or only a month (see `Day.whole`)."""
    if cell is None:
        return BLANK
    if not cell.trusted:
        return Missing(Reason.NO_CACHE, cell.formula or cell.text)
    if isinstance(cell.value, date):
        # "2026年8月" typed into a cell is kept as the first of the month and shown without a day
        return Day(cell.value, not (cell.value.day == 1 and _MONTH.match(tidy(cell.text))))
    text = cell.value if isinstance(cell.value, str) else cell.text
    plain = tidy(text)
    absent = absence(plain, text)
    if absent is not None:
        return absent
    found = _DAY.match(plain) or _SOLID.match(plain)
    month = None if found else _MONTH.match(plain)
    if month and isinstance(cell.value, Fraction) and month[2] == "1":
        return Wrong("date", f"{plain} 存成了数，看不出是 1 月还是 10 月", f"{month[1]}-10")
    if found is None and month is None:
        why = "只有年份，要写到月或日" if _ONLY_YEAR.match(plain) else f"这里要写日期，写的是“{cut(text)}”"
        return Wrong("date", why, "2016-11-03")
    try:
        if found:
            return Day(date(int(found[1]), int(found[2]), int(found[3])))
        assert month is not None
        return Day(date(int(month[1]), int(month[2]), 1), whole=False)
    except ValueError:
        return Wrong("date", f"没有 {plain} 这一天", "2016-11-03")


def choice_words(choices: Iterable[Choice]) -> dict[str, str]:
    """Every way to write a choice → its code. A word that two choices claim belongs to neither."""
    words: dict[str, str] = {}
    twice: set[str] = set()
    for choice in choices:
        for word in {plain_word(text) for text in (choice.code, choice.label, *choice.synonyms)}:
            if words.setdefault(word, choice.code) != choice.code:
                twice.add(word)
    return {word: code for word, code in words.items() if word not in twice}


def plain_word(text: str) -> str:
    """A word without blanks and brackets' width, as choices are compared."""
    return re.sub(r"\s+", "", tidy(text))


_CODED = re.compile(r"^(\d{1,4})[\s.、:：_-]*(\D.*)$")


def chosen(text: str, words: Mapping[str, str]) -> str | None:
    """The code of the choice a text names; "211 小学" names it twice, and must mean one."""
    plain = plain_word(text)
    if plain in words:
        return words[plain]
    both = _CODED.match(plain)
    if both is None:
        return None
    found = {words[part] for part in both.groups() if part in words}
    return found.pop() if len(found) == 1 else None


def read_choice(
    cell: Cell | None, words: Mapping[str, str], labels: Iterable[str] = ()
) -> Chosen | Missing | Nothing | Wrong:
    """One of the given choices (see `choice_words`), by code, label or synonym."""
    if cell is None:
        return BLANK
    if not cell.trusted:
        return Missing(Reason.NO_CACHE, cell.formula or cell.text)
    text = cell.value if isinstance(cell.value, str) else cell.text
    code = chosen(text, words)
    if code is not None:
        return Chosen(code)
    absent = absence(tidy(text), text)
    if absent is not None:
        return absent
    known = list(dict.fromkeys(labels))
    return Wrong("choice", f"“{cut(text)}”不在可选的值里：{'、'.join(known)}", known[0] if known else "")


def read_text(cell: Cell | None) -> str | Missing:
    """The text of a cell as a person sees it."""
    if cell is None:
        return BLANK
    if not cell.trusted:
        return Missing(Reason.NO_CACHE, cell.formula or cell.text)
    text = (cell.value if isinstance(cell.value, str) else cell.text).strip()
    absent = absence(tidy(text), text)
    return absent if isinstance(absent, Missing) else text
