"""A head as people write it, taken apart: what it speaks of, of which stage and year, in which unit."""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from dudao.calc.figures.declaration import STAGES
from dudao.spreadsheets.mapping.everyday import formally
from dudao.spreadsheets.mapping.lexicon import FILLERS, NARROWING, NOTIONS, SOFT
from dudao.spreadsheets.mapping.lexicon_spoken import BESIDE, SPOKEN
from dudao.spreadsheets.mapping.units import Unit, unit_of, units_in

STAGE_NOTIONS = {"幼儿园": "kindergarten", "小学": "primary", "初中": "junior", "普高": "senior", "中职": "vocational"}
NOTION_OF_STAGE = {stage: notion for notion, stage in STAGE_NOTIONS.items()}
assert set(NOTION_OF_STAGE) == set(STAGES)

# How the year of a head is told when it is not written as a number: offset from the year of the sheet.
_RELATIVE = (
    ("上上年", -2),
    ("前年", -2),
    ("上年度", -1),
    ("上一年度", -1),
    ("上学年", -1),
    ("上一年", -1),
    ("上年", -1),
    ("去年", -1),
    ("前一年", -1),
    ("本年度", 0),
    ("本学年", 0),
    ("本年", 0),
    ("今年", 0),
    ("评估年度", 0),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """One text taken apart. `hard` notions decide, `soft` ones may be missing, `rest` is what nobody knows."""

    text: str
    plain: str  # without blanks, numbering, units and years
    hard: frozenset[str]
    soft: frozenset[str]
    rest: frozenset[str]
    unit: Unit | None = None
    year: int = 0
    relative: int | None = None
    part: bool = False  # starts with 其中
    bare: str = ""  # its text without what only explains it in brackets, where there is such a thing

    @property
    def content(self) -> frozenset[str]:
        """All that it says, softer words apart."""
        return self.hard | self.rest

    @property
    def stages(self) -> frozenset[str]:
        return frozenset(STAGE_NOTIONS[notion] for notion in self.hard if notion in STAGE_NOTIONS)

    @property
    def narrowing(self) -> frozenset[str]:
        return self.hard & NARROWING

    @property
    def empty(self) -> bool:
        """Whether it names nothing by itself: 合计, 人数, 小计."""
        return not self.hard and not self.rest


def squeeze(text: str) -> str:
    """A text as it is compared: half-width, no blanks, one kind of dash, bracket and area sign."""
    text = text.replace("㎡", "平方米").replace("m²", "平方米").replace("M²", "平方米")
    text = re.sub(r"[①-⑳⑴-⒇⒈-⒛]", "", text)
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    text = re.sub(r"[—–―−─~～]", "-", text)
    return (
        text.translate(_BRACKETS)
        .replace("“", "")
        .replace("”", "")
        .replace("「", "")
        .replace("」", "")
        .replace('"', "")
        .replace("*", "")
        .replace("★", "")
    )


_BRACKETS = str.maketrans(
    {
        "【": "(",
        "】": ")",
        "[": "(",
        "]": ")",
        "〔": "(",
        "〕": ")",
        "{": "(",
        "}": ")",
        "〈": "(",
        "〉": ")",
        "《": "",
        "》": "",
    }
)

_NUMBERING = re.compile(
    r"^(?:\(?\d{1,2}\)|\d{1,2}(?:\.\d{1,2})*[.、,]|[一二三四五六七八九十]{1,3}[、.,]|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十\d]+[项条]|[a-z]\d{1,2}(?:\.\d+)*[.、:]?(?=[\u4e00-\u9fff])|\d(?:\.\d){1,3}(?=[\u4e00-\u9fff]))"
)
_REFERENCE = re.compile(r"\((?:[\da-z]+)?[=<>+*/\d.a-z-]*\)$|\(\d+\)")
_SCHOOL_YEAR = re.compile(r"((?:19|20)\d{2})(?:-|/|至|到)(?:(?:19|20)?\d{2})(?:学年度?|学年)")
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:学年度?|年度?)?(?:秋季?|春季?)?(?:学期)?(?:末|底|年末|年底|年?初(?![中一二三级]))?(?:(?:\.|-|/)?(?:0?[1-9]|1[0-2])(?:月|(?=\)|$)))?(?:\d{1,2}日)?(?!\d)"
)
_SPAN = re.compile(r"(?:19|20)\d{2}(?:年)?(?:-|至|到)(?:19|20)?\d{2}年?")
_SHORT_YEAR = re.compile(r"^([12]\d)年(?:度|末|底)?|\(([12]\d)年(?:度)?\)")
_UNIT_NOTE = re.compile(r"\(?单位[:：]?([^\s()]+)\)?$")
_BRACKET = re.compile(r"\(([^()]*)\)")
_TAIL_UNIT = re.compile(r"[/,、:;-]([^/,、:;()-]+)$")
_BARE_UNIT = re.compile(r"(?<=[\u4e00-\u9fff]{2})(平方米|万元|亩|公顷)(?=$|\()")  # 危房㎡, 教辅用房㎡(扣体育馆)
_PART = re.compile(r"^(?:#|其中)[:：,、]?|^(?:其中)")
_AGE = re.compile(r"(\d{1,2})(?:至|到|-)(\d{1,2})(?:周)?岁")


_FROM = re.compile(r"(\d{2})人?(?:\(含\))?(?:起|及以上|及其以上|以上\(含\))")
_WITH_AUXILIARY = re.compile(r"教学用房\(含(?:教学)?及?(?:辅助|教辅)用房[、,]?")


_OR_MORE = re.compile(r"(本科|专科|大专|中级|县级|一级|\d人)\+")
_CLASS_OF_KINDERGARTEN = re.compile(r"(幼儿园|在园|园)\(班\)")
_TICKS = re.compile(r"\((?:填)?(?:√|是|有|达标|y)[/、或,](?:×|x|否|无|没有|不达标|未达标|n)\)")
_ALL_OF = re.compile(r"均(?=已|达|接受|有|能|符合|配|完成|合格|按)")  # every one of them; no average
_MONTH = re.compile(r"\(\d{1,2}月(?:份|底|末|初)?\)|(?<![\d-])\d{1,2}月(?:份|底|末|初)?(?:[,、](?=含)|时点)")
_SHORT = {"初": "初中", "小": "小学", "高": "普高", "幼": "幼儿园", "职": "中职"}
_SHORT_ALONE = re.compile(r"^(初|小|高|幼|职)(?:部|段)?(?=$|\()")
_SHORT_TAIL = re.compile(r"(?:\((初|小|高|幼|职)(?:部|段)?\)|[-_·/](初|小|高)(?:部|段)?)$")
_SHORT_FIRST = re.compile(r"^(初|小)(?=专任|教师|师|在校|班级|教学班|骨干|寄宿)")
_GRADES = (
    (re.compile(r"(?:一|1)(?:至|到|-)(?:六|6)年级"), "小学"),
    (re.compile(r"(?:七|7)(?:至|到|-)(?:九|9)年级"), "初中"),
)
_GRADES_ALONE = {
    "一-六": "小学",
    "1-6": "小学",
    "七-九": "初中",
    "7-9": "初中",
    "一至六": "小学",
    "七至九": "初中",
    "师": "教师",
    "生": "学生",
}


def in_full(plain: str) -> str:
    """A text with its stage written out: 专任教师(初), 小, 七-九年级."""
    for grades, stage in _GRADES:
        plain = grades.sub(stage, plain)
    plain = _GRADES_ALONE.get(plain, plain)
    plain = _SHORT_ALONE.sub(lambda found: _SHORT[found[1]], plain)
    plain = _SHORT_TAIL.sub(lambda found: f"({_SHORT[found[1] or found[2]]})", plain)
    return _SHORT_FIRST.sub(lambda found: _SHORT[found[1]], plain)


@lru_cache(maxsize=20_000)
def wording(text: str) -> Wording:
    """What a head says."""
    plain = squeeze(text)
    plain = _AGE.sub(r"\1-\2岁", plain)
    plain = _FROM.sub(r"\1人及以上", plain)
    plain = _WITH_AUXILIARY.sub("教学及辅助用房(", plain).replace("()", "")
    plain = _ALL_OF.sub("", _MONTH.sub("", _TICKS.sub("", _OR_MORE.sub(r"\1及以上", plain))))
    before = plain
    plain = _NUMBERING.sub("", plain) or plain
    part = bool(_PART.match(plain))
    plain = _PART.sub("", plain)
    plain, unit = _take_unit(_CLASS_OF_KINDERGARTEN.sub(r"\1", plain))
    plain = in_full(formally(plain))
    plain, year, relative = _take_year(plain)
    plain = _REFERENCE.sub("", plain)
    hard, soft, rest = _segments(plain)
    if not plain:
        plain = "" if year or relative is not None or unit else before
    return Wording(text, plain.strip(":,、()-/"), hard, soft, rest, unit, year, relative, part, _without_remarks(plain))


_ALL_STAGES = re.compile(r"^(?=.*幼)(?=.*小)(?=.*初)(?=.*高).*$")
_WIDER = re.compile(r"^(?:包括|包含|含)(?=.*(?:幼|高中|普高|职|特))[^()]*[、,和及][^()]*$")  # (含高中、职校、特校)
_LISTED = re.compile(r"^[^、()]{2,6}(?:、[^、()]{2,6}){2,}$")  # the ways it comes about, one by one
_WITHOUT = re.compile(r"不|除|扣|仅|只|其中|未|上年")
_HOW_TO_FILL = re.compile(r"(填|填写|填报|(?<!巩固率)计算用|测算用)$|^(请|见|注|指|即|按|用|打|如)|分开$|填[01]")
_LIMITING = NARROWING | frozenset("在用 上级规定 本县执行 交流 家长 有效 满意 三年 九年 已到 到校 整改 部分".split())
_LIMITS = re.compile(
    r"不含|含|除|其中|责任|仅|只|不包|扣|以上|以下|统招|聘|借|租|在建|拟|退休|离|临时|兼|外|男|女|计划|预算|决算|新增|上年|级|\d"
)


def without_included(plain: str) -> str:
    """A text without brackets that tell what is included: 普惠园（含公办）在园幼儿."""
    return re.sub(r"\(含[^()]*(\)|$)", "", plain)


def in_brackets(plain: str) -> list[str]:
    """What stands in the brackets of a text, also where the last one was left open by trimming."""
    return [
        bracket[1] for bracket in _BRACKET.finditer(plain if plain.endswith(")") or "(" not in plain else plain + ")")
    ]


def _without_remarks(plain: str) -> str:
    """The text without brackets that only explain, so that it still means the same; '' where there are none.

    (幼、小、初、高 …) says 全体; a bracket that limits (含, 除, 其中, a class, a number) stays.
    """
    bare = plain
    for bracket in _BRACKET.finditer(plain):
        if "小学" in bracket[1] and "初中" in bracket[1]:
            bare = bare.replace(bracket[0], "")
        elif _WIDER.match(bracket[1]):
            bare = ("" if "中小学" in bare or "各级各类" in bare else "全体") + bare.replace(bracket[0], "")
        elif _LISTED.match(bracket[1]) and not _WITHOUT.search(bracket[1]):
            bare = bare.replace(bracket[0], "")
        elif _ALL_STAGES.match(bracket[1]):
            bare = "全体" + bare.replace(bracket[0], "")
        elif (
            _HOW_TO_FILL.search(bracket[1])
            or not re.search("巩固|同届|三年前|九年前", bracket[1])
            and not _LIMITS.search(bracket[1])
            and not _segments(bracket[1])[0] & _LIMITING
        ):
            bare = bare.replace(bracket[0], "")
    return bare if bare != plain and len(bare) >= 2 else ""


def _take_unit(plain: str) -> tuple[str, Unit | None]:
    note = _UNIT_NOTE.search(plain)
    if note:
        unit = unit_of(note[1])
        if unit is not None:
            return plain[: note.start()], unit
    for bracket in reversed(list(_BRACKET.finditer(plain))):
        pieces = bracket[1].replace("、", ",").split(",")
        units = [piece for piece in pieces if unit_of(piece.removeprefix("单位").strip(":")) is not None]
        if len(pieces) > 1 and units == ["年"]:
            continue  # 人均工资（全体教师，年）
        if len(units) == 1:
            others = "、".join(piece for piece in pieces if piece not in units)
            unit = unit_of(units[0].removeprefix("单位").strip(":"))
            return plain[: bracket.start()] + (f"({others})" if others else "") + plain[bracket.end() :], unit
    bare = _BARE_UNIT.search(plain)
    if bare:
        return plain[: bare.start()] + plain[bare.end() :], unit_of(bare[1])
    tail = _TAIL_UNIT.search(plain)
    if tail and len(plain) > len(tail[0]):
        unit = unit_of(tail[1])
        if unit is not None:
            return plain[: tail.start()], unit
    return plain, None


def _take_year(plain: str) -> tuple[str, int, int | None]:
    """The text without its year, the year, and the offset where it is only told as 上年."""
    found = _SCHOOL_YEAR.search(plain)
    if found is None and _SPAN.search(plain):
        return plain, 0, None
    found = found or _YEAR.search(plain)
    if found and 1990 <= int(found[1]) <= 2100:
        return (plain[: found.start()] + plain[found.end() :]).replace("()", ""), int(found[1]), None
    short = _SHORT_YEAR.search(plain)
    if short:
        return plain[: short.start()] + plain[short.end() :], 2000 + int(short[1] or short[2]), None
    for word, offset in _RELATIVE:
        if (
            word in plain
            and not plain.startswith("比" + word)
            and "比" + word not in plain
            and "较" + word not in plain
            and word + "级" not in plain  # 九年前一年级
            and "以" + word not in plain  # 以前年度
        ):
            return plain.replace(word, "", 1).replace("()", ""), 0, offset
    return plain, 0, None


def year_of_title(text: str) -> int:
    """The year that a title, a sheet's or a file's name speaks of; 0 where it names none or several."""
    plain = squeeze(text)
    found = _SCHOOL_YEAR.search(plain)
    if found:
        return int(found[1])
    years = {int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d{2})(?!\d)", plain)}
    return years.pop() if len(years) == 1 and not _SPAN.search(plain) else 0


def units_of_title(text: str) -> tuple[Unit, ...]:
    """The units a title or note names after 单位."""
    return (
        units_in(squeeze(text))
        if re.search(r"单位[:：]", text) or text.strip().startswith(("单位", "（单位", "(单位"))
        else ()
    )


def stage_of(text: str) -> str:
    """The one stage a text names (小学部 → primary), '' where it names none or several."""
    stages = wording(text).stages
    return next(iter(stages)) if len(stages) == 1 else ""


def _vocabulary() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    words: dict[str, tuple[str, ...]] = {}
    for filler in (*FILLERS, *BESIDE):
        words[squeeze(filler)] = ()
    for soft in SOFT:
        words[squeeze(soft)] = (soft,)
    for line in (*SPOKEN.strip().splitlines(), *NOTIONS.strip().splitlines()):
        notions, _, variants = line.partition(": ")
        for variant in variants.split():
            words[squeeze(variant)] = tuple(notions.split("+"))
    words["其中"] = ()
    return _pattern(words), words


def _pattern(words: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    ordered = sorted((word for word in words if word), key=len, reverse=True)
    return re.compile(
        "|".join([r"(?:小学|初中|高中|普高|中职)(?=生均)", r"\d+-\d+岁", *map(re.escape, ordered), r"\d+(?:\.\d+)?"])
    )


_PATTERN, _WORDS = _vocabulary()
_SOFT = frozenset(SOFT)
# A general word that a special one says already: 骨干 are teachers, 寄宿生 are pupils.
_IMPLIED_BY = {
    "教师": frozenset(
        "乡村教师 新拖欠 拖欠 师德 骨干 教师资格 360学时 高于规定学历 中级 交流 博士 硕士 研究生 本科 专科 高中学历 专科以上 本科以上 校级 两教一保".split()
    ),
    "学生": frozenset(
        "体质 寄宿 走读 随迁子女 留守 残疾 三类残疾 随班就读 送教 毕业年级 就近 转入 转出 死亡 辍学 新生 资助 应资助 一年级 二年级 三年级 四年级 五年级 六年级 七年级 八年级 九年级".split()
    ),
    "教职工": frozenset({"教师", "新拖欠", "拖欠"}),
    "班": frozenset({"大班额", "超大班额", "超标"}),
    "总额": frozenset({"仪器设备"}),
    "交流": frozenset({"实交流"}),
    "安置": frozenset({"政府购买"}),
    "生均": frozenset({"基准定额"}),
    "有效": frozenset({"满意"}),
    "问卷": frozenset({"有效", "满意", "发出"}),
    "案件": frozenset({"乱收费", "违规招生", "师德"}),
    "本届": frozenset({"三年", "九年", "三年前", "毕业年级"}),
}


def general(notions: AbstractSet[str]) -> frozenset[str]:
    """The general notions that these say already."""
    return frozenset(notion for notion, special in _IMPLIED_BY.items() if notions & special)


_SMALL = frozenset("计人名间个中内于在次年总本级制有生校条所套台册份件市县区省师")  # say nothing when they stand alone
_MARKS = re.compile(r"[()、,，:：;；/.\-+]+")


def _segments(plain: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """(hard notions, soft notions, unknown pieces) of a text."""
    hard: set[str] = set()
    soft: set[str] = set()
    rest: set[str] = set()
    end = 0
    for found in _PATTERN.finditer(plain):
        rest.update(piece for piece in _MARKS.split(plain[end : found.start()]) if piece)
        end = found.end()
        for notion in _WORDS.get(found[0], (found[0],)):
            (soft if notion in _SOFT else hard).add(notion)
    rest.update(piece for piece in _MARKS.split(plain[end:]) if piece)
    rest -= _SMALL
    hard -= general(hard)
    return frozenset(hard), frozenset(soft), frozenset(rest)
