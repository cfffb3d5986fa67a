"""Units of measure as people write them, and the exact factor from one to another."""

import re
from dataclasses import dataclass
from fractions import Fraction

_TEN = (("十", 10), ("百", 100), ("千", 1000), ("万", 10_000), ("十万", 100_000), ("百万", 10**6), ("亿", 10**8))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: what is measured, and how much of that measure's first unit it is."""

    word: str
    measure: str  # money area person count volume rate time speed; plain: 万 alone, of whatever is counted
    size: Fraction


def _units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}

    def add(measure: str, words: str, size: Fraction | int = 1) -> None:
        for word in words.split():
            units[word] = Unit(word, measure, Fraction(size))

    add("money", "元 人民币元 rmb ¥ 块")
    add("area", "㎡ m2 m² 平方米 平米 平方 平方公尺 m^2")
    add("area", "亩", Fraction(2000, 3))
    add("area", "公顷 ha 万平方米 万㎡ 万m2 万平米", 10_000)
    add("area", "平方公里 km2 平方千米", 1_000_000)
    add("person", "人 名 位 人次")
    add(
        "count",
        "个 间 所 校 班 台 套 台套 件 起 项 笔 次 处 幢 栋 座 辆 份 条 家 例 户 轮 宗 口 片 块 类 门 科 题 门次 台件 个班 班级",
    )
    add("volume", "册 本 卷")
    add("rate", "%", Fraction(1, 100))
    add("rate", "‰", Fraction(1, 1000))
    add("rate", "百分点 个百分点 pp", Fraction(1, 100))
    add("time", "学时 课时 小时 天 日 月 年 分钟 周 岁")
    add("speed", "mbps 兆 m mb/s 兆比特每秒 mb", 1)
    add("speed", "gbps g", 1000)
    for base, measure in (("元", "money"), ("人", "person"), ("册", "volume"), ("台", "count"), ("个", "count")):
        for ten, size in _TEN:
            units.setdefault(ten + base, Unit(ten + base, measure, Fraction(size)))
    add("plain", "千", 1000)
    add("plain", "万", 10_000)
    add("plain", "亿", 10**8)
    return units


_UNITS = _units()
_PER = re.compile(r"^(?P<top>[^/]+)/(?:生|人|年|校|班|月|生·年|生年|人·年|人年|百生|学生|教师)+$")
_ANY = re.compile(r"[^\s、，,；;：:。()（）/或]+")


def unit_of(text: str) -> Unit | None:
    """The unit a text names, or None: "万元", "（㎡）", "元/年" (measured like 元)."""
    word = plain_unit(text)
    if word in _UNITS:
        return _UNITS[word]
    per = _PER.match(word)
    return _UNITS.get(per["top"]) if per else None


def plain_unit(text: str) -> str:
    """A unit's spelling without brackets, blanks and letter case: "（ M² ）" → "m2"."""
    word = text.strip().strip("()（）[]【】:：").strip().lower().replace(" ", "")
    word = word.replace("²", "2").replace("／", "/").replace("％", "%").replace("平方m", "平方米")
    return word.removeprefix("单位:").removeprefix("单位：").removeprefix("单位")


def units_in(text: str) -> tuple[Unit, ...]:
    """All units a note like "单位：人、平方米、万元" names, in its order."""
    _, _, after = text.partition("单位")
    words = [plain_unit(word) for word in _ANY.findall(after or text)]
    return tuple(_UNITS[word] for word in words if word in _UNITS)


def factor(written: Unit, wanted: Unit) -> Fraction | None:
    """What a number in `written` must be multiplied by to be in `wanted`; None where they measure different things.

    Things that are counted one by one (人, 间, 所 …) may be called by another's word: 名 for 人, 个 for 间.
    """
    if written.measure in (wanted.measure, "plain"):
        return written.size / wanted.size
    counted = {"person", "count", "volume"}
    if {written.measure, wanted.measure} <= counted and "个" in (written.word[-1], wanted.word[-1]):
        return written.size / wanted.size
    return None
