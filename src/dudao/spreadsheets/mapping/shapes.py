"""What a cell or a row of a sheet looks like: figures, titles, notes, totals, rows of numbers or units."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache

from dudao.spreadsheets.book import Cell
from dudao.spreadsheets.mapping.numbers import Missing, Number, absence, number_in, tidy
from dudao.spreadsheets.mapping.units import unit_of
from dudao.spreadsheets.mapping.wording import stage_of, wording

_TOTAL = re.compile(
    r"^(合计|小计|总计|共计|累计|总数|汇总|全(县|区|市)?(合计|总计|小计|共计|平均)|全(县|区|市)|平均|均值|平均值|最大值|最小值)[:：]?(\(.*\))?$"
)
_NAMED_TOTAL = re.compile(
    r"^.{1,16}(合计|小计|总计|平均值|汇总)[:：]?(\(.*\))?$"
)  # 杨柳乡小计, but not 土地出让扣除项合计
_NOTE = re.compile(
    r"^[*＊※]|^(注|说明|备注|填表说明|填报说明|注意|附注|提示|数据来源|资料来源|来源|依据|口径|统计口径|制表|填表|填报人|填报单位|填表单位|单位负责人|负责人|"
    r"审核|审核人|审核单位|复核|联系人|联系电话|电话|填报时间|填表时间|填报日期|填表日期|上报时间|上报日期|制表人|制表日期|制表单位|报送单位|报表日期|时间|时点|日期|单位|统计时点|"
    r"截止时间|截至|填报要求|主管领导|分管领导|校长签字|校长|签字|盖章|负责人签字)\s*[:：(（]"
)
_NOTE_START = re.compile(r"^(注|说明|备注|附注|填表说明|填报说明|以上数据|本表|数据来源)\s*[\d一二三.、:：)）]")
_SIGNED = re.compile(
    r"(填表人|填报人|制表人|审核人|负责人|联系电话|填报单位|填表日期|填报日期|单位负责人|经办人|复核人)\s*[:：]"
)
_LABELLED = re.compile(r"^[^：:\d]{2,8}[：:]\s*\S")  # 导出时间：2025-12-08
_LEVELS = re.compile(
    r"(?<!其中)(?<!单位)(?<!注)[:：](?=[^:：]*[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])_(?=[\u4e00-\u9fff])"
)  # a head of levels in one cell: 专任教师学历:本科
_DATE = re.compile(r"^\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?$")
_YEARISH = re.compile(r"^(19|20)\d{2}\s*(年|年度|学年|[-—/]\s*(19|20)?\d{2}\s*学年度?)?$")
_ORDINAL = re.compile(r"^[甲乙丙丁戊己庚辛壬癸]$|^\(?\d{1,3}\)?$|^栏次$|^[a-z]$|^[-—]+$")


@lru_cache(maxsize=50_000)  # the same texts are looked at from several sides
def _numeric_text(text: str) -> bool:
    if _YEARISH.match(text.strip()) or not any(sign.isdigit() for sign in text[:16]):
        return False
    return isinstance(number_in(text), Number) or bool(_DATE.match(tidy(text)))


def numeric(cell: Cell) -> bool:
    """Whether a cell holds a figure (not a year standing in a head, not text)."""
    value = cell.value
    if value is None:
        return bool(cell.formula)
    if isinstance(value, bool):
        return True
    if isinstance(value, str):
        return _numeric_text(value)
    if isinstance(value, date):
        return True
    return not (isinstance(value, int) and 1990 <= value <= 2100)


def text_of(cell: Cell) -> str:
    return cell.text.strip() if not isinstance(cell.value, str) else cell.value.strip()


def void(cell: Cell) -> bool:
    """A dash, 待核 or nothing: it says neither head nor data."""
    return isinstance(absence(tidy(text_of(cell)), ""), Missing)


def said(text: str) -> bool:
    """Whether a text is a remark of its sheet: 单位：万元, 填表人：…"""
    return bool(_NOTE.match(text) or _SIGNED.search(text))


def opens_note(text: str) -> bool:
    """Whether a text begins a note below a table: 注：…, 说明 1."""
    return bool(_NOTE.match(text) or _NOTE_START.match(text))


def labelled(texts: Collection[str]) -> bool:
    """Whether these few texts all are a label with its value: 导出时间：2025-12-08."""
    return len(texts) <= 4 and all(_LABELLED.match(text) for text in texts)


def total(text: str, known: bool) -> bool:
    """Whether a text says that its row adds others up; a known item that only ends so (…扣除项合计) does not."""
    plain = re.sub(r"\s+", "", tidy(text))
    return bool(_TOTAL.match(plain)) or (bool(_NAMED_TOTAL.match(plain)) and not known and not _of_things(plain))


# What names the rows that are added up, not what is counted: 杨柳乡小计, 公办小学合计.
_ROWS = frozenset(
    "幼儿园 小学 初中 普高 中职 高中阶段 一贯制 特教 乡镇 农村 城区 镇区 公办 民办 中小学 义务教育 学校".split()
)


def _of_things(plain: str) -> bool:
    """Whether a sum says what it counts: 教师工资合计."""
    return bool(wording(plain).hard - _ROWS)


def ordinals(cells: Mapping[int, Cell]) -> bool:
    """Whether a row numbers its columns: 甲 乙 1 2 3 …"""
    if len(cells) < 3:
        return False
    texts = [tidy(text_of(cell)) for _, cell in sorted(cells.items())]
    if not all(_ORDINAL.match(text) for text in texts):
        return False
    numbers = [int(text.strip("()")) for text in texts if text.strip("()").isdigit()]
    return len(numbers) >= 2 and all(after - before == 1 for before, after in zip(numbers, numbers[1:]))


def stages(cells: Mapping[int, Cell]) -> bool:
    """Whether a row only names stages, below heads that need not be merged: 小学, 初中, 小学, 初中, 计."""
    texts = [tidy(text_of(cell)) for cell in cells.values()]
    named = sum(bool(stage_of(text)) and len(text) <= 5 for text in texts)
    return named >= 1 and named + sum(text in ("计", "合计", "小计") for text in texts) == len(texts)


def units(cells: Mapping[int, Cell]) -> bool:
    """Whether a row only names units."""
    texts = [text_of(cell) for cell in cells.values()]
    others = ("单位", "计量单位", "是/否", "文字", "-", "—", "/")
    named = sum(unit_of(text) is not None for text in texts)
    return named >= 1 and all(unit_of(text) is not None or text.strip("()（）") in others for text in texts)


_YES_NO = {"是/否", "是否", "有/无"}


def unit_alone(cell: Cell) -> bool:
    """Whether a cell holds nothing but a unit, as beside an item: 人, 万元, 是/否."""
    text = text_of(cell)
    return text in _YES_NO or unit_of(text) is not None


_ASKING = re.compile(
    r"^(?:是否|有无|是不是|有没有)|(?:是否|有无)\S{2,}$|^\S{3,}(?:人数|总数|次数|面积|总额|数量|比例)$"
)


def blank_item(text: str, known: bool) -> bool:
    """Whether a text that stands alone in its row is an item without a value yet, not the title of a group: 有无上轮督导."""
    return known and bool(_ASKING.search(re.sub(r"\s+", "", tidy(text))))


def levels_in(text: str) -> list[str]:
    """The levels of a head written into one cell: 专任教师学历:本科."""
    return _LEVELS.split(re.sub(r"\s+", "", text))
