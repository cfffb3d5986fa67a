"""What people write into a cell as a number, understood exactly — or why it is none.

Nothing is guessed: a text that can be read in two ways is `Wrong`, with an example of how it should look.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dudao.calc.figures import Reason
from dudao.spreadsheets.book import Cell
from dudao.spreadsheets.mapping.units import Unit, unit_of


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number as written. `unit` is the one written in the cell; a percentage is given as its hundredth."""

    value: int | Fraction
    decimals: int = 0
    unit: Unit | None = None
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing usable stands there: blank, a dash, 待核, a formula without a result."""

    reason: Reason
    text: str = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """无 stands there: none, or not known? Only whoever wrote it can say."""

    text: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be taken: which rule it breaks, why in words, and how a right one looks."""

    rule: str
    why: str
    example: str = ""


BLANK = Missing(Reason.BLANK)

_DASH = re.compile(r"^[-—–―−─_/\\~～·.…*＊]+$")
_PENDING = re.compile(
    r"^(待|未(统计|核|定|知|报|填|上报|填报|核实|测|评|确定|提供|完成统计)|暂(缺|未|时未|时没有数据|不详|不清楚)|统计中|核实中|正在|核对中|不详|不清楚|不清|"
    r"不明|不知|缺$|缺数|缺失|无数据|没有数据|暂无数据|尚未|tbd|#n/a|还没|资料缺|\?+$)"
)
_NOTHING = {
    "无",
    "没有",
    "暂无",
    "无此项",
    "不涉及",
    "不适用",
    "无。",
    "n/a",
    "na",
    "未发生",
    "无情况",
    "没",
    "空",
    "未设",
    "未开设",
}
_NUMBER = re.compile(
    r"^(?P<sign>[-+−])?(?P<digits>(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?:e(?P<power>[+-]?\d{1,2}))?(?P<rest>\D.*)?$"
)
_BRACKETED = re.compile(r"^\((?P<inner>[\d,. ]+)\)$")
_ABOUT = re.compile(r"约|左右|大概|上下|近\d|将近|余|多(人|个|间|所)?$|以上$|以下$|[><≥≤±+]|不足|超过|至少|最多|几")
_TWO = re.compile(r"\d[^\d.,]+\d")
_CHINESE = re.compile(r"^[零〇一二两三四五六七八九十百千万亿]+(人|个|间|所|班|名|台|册|元|万元)?$")
_LETTERS = str.maketrans({"o": "0", "q": "0", "l": "1", "i": "1", "|": "1", "z": "2", "s": "5", "b": "8"})


def tidy(text: str) -> str:
    """Full-width signs as half-width, no blanks around, lower case: how texts are compared."""
    return unicodedata.normalize("NFKC", text).strip().strip("'`’\u200b\ufeff").strip().lower()


def read_number(cell: Cell | None) -> Number | Missing | Nothing | Wrong:
    """The number a cell holds."""
    if cell is None:
        return BLANK
    value = cell.value
    if type(value) is int:
        return Number(value, _decimals_shown(cell), percent=cell.percent)
    if not cell.trusted:
        return Missing(Reason.NO_CACHE, cell.formula or cell.text)
    if isinstance(value, bool):
        return Wrong("kind", "这里要一个数，写的是逻辑值", "128")
    if isinstance(value, Fraction):
        return Number(value, max(decimals_of(value), _decimals_shown(cell)), percent=cell.percent)
    if isinstance(value, date):
        return Wrong("kind", f"这里要一个数，写的是日期 {cell.text}（也许是单元格格式成了日期）", "128")
    return number_in(value if isinstance(value, str) else cell.text)


_SHOWN = re.compile(r"\.(\d+)")


def _decimals_shown(cell: Cell) -> int:
    """How many decimals a number is shown with: 12.50 was given to the hundredth, in a workbook as in a text."""
    found = _SHOWN.search(cell.text) if "." in cell.text else None
    return len(found[1]) + 2 * cell.percent if found is not None else 0


def number_in(text: str) -> Number | Missing | Nothing | Wrong:
    """The number a text means: "１，４８２ 人", "52.3万元", "85%", "（12）"; or why it means none."""
    plain = tidy(text)
    absent = absence(plain, text)
    if absent is not None:
        return absent
    if bracketed := _BRACKETED.match(plain):
        plain = "-" + bracketed["inner"]
    found = _NUMBER.match(plain)
    if found is None:
        return _not_a_number(plain, text)
    digits = found["digits"].replace(",", "").replace(" ", "")
    value: int | Fraction = _exact(digits)
    if found["power"]:
        value = _whole(Fraction(value) * Fraction(10) ** int(found["power"]))
    if found["sign"] in ("-", "−"):
        value = -value
    decimals = len(digits.partition(".")[2])
    rest = (found["rest"] or "").strip()
    if not rest:
        return Number(value, decimals)
    if rest in ("%", "％"):
        return Number(_whole(Fraction(value) / 100), decimals + 2, percent=True)
    unit = unit_of(rest)
    if unit is None or unit.measure == "rate":
        return _not_a_number(plain, text)
    return Number(value, decimals, unit)


def absence(plain: str, text: str) -> Missing | Nothing | None:
    """Whether a tidied text says that there is nothing: blank, dash, 待核 …, 无."""
    if not plain:
        return BLANK
    if _DASH.match(plain):
        return Missing(Reason.DASH, text)
    if plain in _NOTHING:
        return Nothing(text)
    if _PENDING.match(plain):
        return Missing(Reason.PENDING, text)
    return None


def decimals_of(value: Fraction) -> int:
    """How many decimals a written number has; of more than fifteen digits, as many as a double can hold."""
    rest, digits = value.denominator, 0
    while rest % 10 == 0:
        rest, digits = rest // 10, digits + 1
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return min(digits + max(twos, fives), max(0, 15 - len(str(abs(int(value))))))


def _exact(digits: str) -> int | Fraction:
    return int(digits) if "." not in digits else _whole(Fraction(digits if digits[0] != "." else "0" + digits))


def _whole(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _not_a_number(plain: str, text: str) -> Wrong:
    digits = re.sub(r"\D", "", plain)
    if plain.startswith("="):
        return Wrong("formula", "公式成了文字，没有结果", "填公式的结果，如 128")
    if plain.startswith("#"):
        return Wrong("formula", f"单元格是出错的公式 {text.strip()}", "128")
    if not digits and not _CHINESE.match(plain):
        return Wrong("kind", f"这里要一个数，写的是“{cut(text)}”", "128")
    swapped = plain.translate(_LETTERS).replace(",", "").replace(" ", "")
    letters = re.search(r"[a-z|]", plain)
    if letters and re.fullmatch(r"\d+(\.\d+)?", swapped):
        return Wrong("letter", f"字母 {letters[0].upper()} 混在数字里", swapped)
    if plain.count(".") > 1:
        return Wrong("two_dots", "有两个小数点", _first_two_parts(plain))
    if _CHINESE.match(plain):
        return Wrong("chinese", "写成了中文数字", "12")
    if _ABOUT.search(plain):
        return Wrong("about", "是约数或范围，要确切的数", digits or "30")
    if "。" in plain:
        return Wrong("stop", "小数点写成了句号", plain.replace("。", ".").strip("."))
    if re.fullmatch(r"[\d,]+(\.\d+)?", plain):
        return Wrong("thousands", "千位分隔的位置不对，看不出是多少", plain.replace(",", ""))
    if _TWO.search(plain):
        return Wrong("two", "一格里不止一个数", re.findall(r"\d+(?:\.\d+)?", plain)[0])
    return Wrong("text", f"数字里夹着别的字“{cut(text)}”", re.findall(r"\d+(?:\.\d+)?", plain)[0])


def _first_two_parts(plain: str) -> str:
    parts = [part for part in re.sub(r"[^\d.]", "", plain).split(".") if part]
    return ".".join(parts[:2]) if parts else "12.5"


def cut(text: str) -> str:
    return text.strip().replace("\n", " ")[:20]
