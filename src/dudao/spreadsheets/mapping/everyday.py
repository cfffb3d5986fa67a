"""Heads in everyday words, put into the words of forms: 是不是标准化学校 → 是否标准化学校, 超过45人的班 → 45人以上的班.

Nothing here knows a figure: only questions, ways to count and words for people are rewritten, never what is counted.
"""

import re
from collections.abc import Callable

_REWRITTEN: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        # questions
        (r"^是不是|^是否是|^是否为|^算不算", "是否"),
        (r"有没有", "有无"),
        (r"([\u4e00-\u9fff])[不没]\1", r"\1"),  # 是不是, 有没有, 够不够, 装没装
        (r"(?:^|(?<=[,、:(]))(?:是|属于|属)?(?:哪一?|什么|何)(?:类|种|个)?(?:类型)?的?学校", "办学类型"),
        (r"学校(?:是|属于|属)?(?:哪一?|什么|何)(?:类|种)(?:型)?$", "办学类型"),
        (r"(?:属于|属|归|在|位于)?(?:哪一?个?|什么)(?=乡镇|镇|街道|乡)", "所在"),
        (r"(?:一共|总共|共)?有?(?:多少|几)(?:个|名|人|间|所|次|台|册|起|件|笔|份|位|张|平方米|平米|万元|元)?", ""),
        (r"(?:10|十)位(?:数)?(?:的)?(?=\S*码)", ""),
        # ways to count
        (r"(?:超过|大于|多于|超出|超)(\d+)(?:个)?(?:人|名|名学生|个学生)", r"\1人以上"),
        (r"(?:不少于|不低于|不小于|至少|达到|满|够)(\d+)(?:个)?(?:人|名)(?:及以上|以上)?", r"\1人及以上"),
        (r"(\d+人及?以上)(?:的)?\(含\d+人?\)", lambda found: found[1].replace("人以上", "人及以上")),
        (r"(?:不少于|不低于|不小于|至少|达到|达|满|够|大于等于|≥|>=)(\d+)(?=平方米|平米)", r"\1"),
        (r"(?<=\d)平米", "平方米"),
        (r"(?:满|达到|达|够|完成|修满|学满|不少于|不低于)(?=360学时|360课时)", ""),
        # people
        (r"(?:娃娃|娃儿|小孩子?|小朋友|娃)", "孩子"),
        (r"(?<=残疾)孩子|(?<=随迁)孩子|(?<=留守)孩子", "儿童"),
        (r"^(?=.*(?:幼儿|学前|公办园|普惠|园里|在园|入园|3-5岁))(.*?)孩子", r"\1幼儿"),
        (r"孩子", "学生"),
        # what holds anyway
        (r"符合(?:我县|本县|本地|当地|我区|本区|我市|本市|规定|政策|相关|有关)?(?:的)?(?:入学|就读|招生|政策|规定)*的?条件", "符合条件"),
        (r"(?:评上|评为|获评|被评为|被认定为|认定为|获得过?|取得)(?=.*(?:骨干|教师资格))", ""),
        (r"(?:三|3)年(?:里|间|之内|以内|当中|期间)", "三年"),
        (r"(?:九|9)年(?:里|间|之内|以内|当中|期间)", "九年"),
        (r"(?:五|5)年(?:里|间|之内|以内|当中|期间)", "五年"),
    )
)  # fmt: skip
_EVERYDAY = re.compile(
    r"[不没几哪什何娃孩]|多少|小朋友|[超大多够满达至]|≥|>=|码|平米|符合|评|认定|获|取得|年(?:里|间|之内|以内|当中|期间)|\(含\d"
)


def formally(plain: str) -> str:
    """A squeezed text with everyday words put into the words of forms."""
    if not _EVERYDAY.search(plain):
        return plain
    for pattern, words in _REWRITTEN:
        plain = pattern.sub(words, plain)
    return plain
