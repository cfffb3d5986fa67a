"""Names that nobody bears: the county, its townships, its schools, its people. A test looks them up in the real tables."""

from collections.abc import Iterator

from dudao.demonstration.county import Township
from dudao.demonstration.dice import Dice

COUNTY = "青川岭县"

TOWNSHIPS = (
    Township(name="岭阳镇", seat=True),
    Township(name="清渡口镇"),
    Township(name="桑榆坪镇"),
    Township(name="松岔岭镇"),
    Township(name="柳湾渡镇"),
    Township(name="禾泉岗镇"),
    Township(name="麦岭铺镇"),
    Township(name="白石垭镇"),
    Township(name="茶岭口镇"),
    Township(name="竹溪垭乡", town=False),
    Township(name="雁落坪乡", town=False),
    Township(name="栗树坳乡", town=False),
    Township(name="鹿栖坪乡", town=False),
    Township(name="云岔乡", town=False),
)

_FIRST = "上下前后东西大小新老高长石柳桃枣"
_SECOND = "坪湾垭沟坝塘岗畈桥河庄坡"


def villages(dice: Dice, count: int) -> list[str]:
    """So many different names of villages; each becomes part of a name with its township's."""
    every = [first + second for first in _FIRST for second in _SECOND]
    chosen = dice.some(every, count)
    return [chosen[index] for index in sorted(range(count), key=lambda index: (index * 37) % count)]


# Surnames that are common, given names put together: any likeness is chance, and there are no other data of persons.
_SURNAMES = "贺唐韩冯白龚魏程钟汤廖汪邓邹崔傅江苗岳梁"
_GIVEN_FIRST = "立松雨清长文春远静秋玉景维向晓"
_GIVEN_LAST = "群平宁岚川芳峰和云梅林泉舟萍"


def people(dice: Dice) -> Iterator[str]:
    """Different made-up names, without end in practice (4,200 of them)."""
    seen: set[str] = set()
    while len(seen) < len(_SURNAMES) * len(_GIVEN_FIRST) * len(_GIVEN_LAST):
        name = dice.one(_SURNAMES) + dice.one(_GIVEN_FIRST) + dice.one(_GIVEN_LAST)
        if name not in seen:
            seen.add(name)
            yield name
