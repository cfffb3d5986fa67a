"""Plain data of a run as people read it: comparisons, gaps, states, who reports."""

from collections.abc import Mapping, Sequence
from typing import Any

from dudao.calc.assessment.report.sentences import is_share
from dudao.calc.figures.showing import NONE, exact_text, from_text, shown
from dudao.library.read import catalogue, standard

Plain = Mapping[str, Any]
SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "="}
WORDS = {"pass": "达到", "fail": "未达到", "open": "未定", "na": "不适用"}


def comparison_text(comparison: Plain) -> str:
    """97.4%（须 ≥ 100%）; where both would look equal, unrounded: 5.263080…%（须 > 5.263157…%）."""
    unit = "" if is_share(comparison) else comparison["unit"]
    value, limit = comparison["shown"], limit_text(comparison)
    if comparison["value"] is None:
        of_line = f"{limit}{'' if unit == '%' else ' '}{unit}".rstrip()
        return f"值未知（须 {SIGNS[comparison['op']]} {of_line}）" if limit else "值未知"
    if value.rstrip("%") == limit.rstrip("%") and comparison["value"] != comparison["limit"]:
        value, limit = exact_value(comparison), exact_value(comparison, "limit")
    value = f"{value}{'' if unit == '%' else ' '}{unit}".rstrip()
    if not limit:
        return f"{value}（线未定）"
    return f"{value}（须 {SIGNS[comparison['op']]} {limit}{'%' if unit == '%' else ''}）"


def exact_value(comparison: Plain, which: str = "value") -> str:
    """The value, or the limit, unrounded as far as it can be written."""
    if comparison[which] is None:
        return NONE
    value = from_text(comparison[which])
    share = is_share(comparison)
    return exact_text(value * 100 if share else value, 6) + ("%" if share else "")


def limit_text(comparison: Plain) -> str:
    """The line a value is compared with, in the way the value is shown; '' where it is not known."""
    if comparison["limit"] is None:
        return ""
    limit = from_text(comparison["limit"])
    if is_share(comparison):
        return f"{plain_number(limit * 100)}%"
    return plain_number(limit)


def plain_number(value: Any) -> str:
    """An exact number with the decimals it has, up to four; thousands grouped."""
    for decimals in range(5):
        if (value * 10**decimals) % 1 == 0:
            return shown(value, decimals)
    return shown(value, 2)


def gap_text(gap: Plain) -> str:
    """补 9 人（交流轮岗的骨干教师）; '' where nothing is lacking or nobody can say."""
    if gap["to_line"] in (None, "0"):
        return ""
    return f"补 {plain_number(from_text(gap['to_line']))} {gap['unit']}（{gap['what']}）"


def states_of(effect: str) -> Mapping[bool | None, str]:
    """struck → the word, by kind of trigger."""
    if effect == "precondition":
        return {True: "不具备", False: "具备", None: "未定"}
    return {True: "存在", False: "不存在", None: "未定"}


def reporter_name(departments: Sequence[str]) -> str:
    """The leading department by name; a function of the catalogue by its label."""
    if not departments:
        return ""
    return catalogue().reporters.get(departments[0], departments[0])


def number_of(code: str) -> str:
    """YZJH-2.5 → 2.5; what has no prefix stays."""
    return code.rpartition("-")[2]


def short_name(standard_code: str, item: Plain) -> str:
    """An item's name for narrow places, as its standard gives it (runs kept before it was among their data: today's)."""
    if item.get("short"):
        return str(item["short"])
    declared = standard(standard_code).by_code.get(item["code"])
    return (declared.short if declared is not None else "") or str(item["name"])


def each_of(item: Plain) -> str:
    """What an item's counts count: 所 of schools, 校段 of schools' stages, 个 of the rest."""
    if item["composite"] == "variation" or item["level"] == "county-stage":
        return "个"
    return "所" if item["level"] == "school" else "校段"
