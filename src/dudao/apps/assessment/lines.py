"""Items of a run as lines of a table: what it is, how it stands, what is missing, what would win it."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from dudao.apps.assessment.wording import (
    WORDS,
    comparison_text,
    each_of,
    gap_text,
    number_of,
    reporter_name,
    short_name,
)
from dudao.calc.figures.showing import from_text, shown
from dudao.calc.standard.model import Standard

Plain = Mapping[str, Any]


def item_line(declared: Standard, item: Plain) -> dict[str, Any]:
    """One item of the county."""
    points = item["points"]
    return {
        "code": item["code"],
        "number": number_of(item["code"]),
        "name": item["name"],
        "short": short_name(declared.code, item),
        "verdict": _kind(item),
        "word": item_word(item),
        "points": points_line(points) if points else None,
        "value": value_text(declared, item),
        "needed": item["needed"],
        "todo": todo(item),
        "reporter": reporter_name(item["departments"]),
        "why": item["why"],
    }


def _kind(item: Plain) -> str:
    if item["resource"]:
        counts = item["counts"]
        return (
            "fail" if counts.get("fail") else "open" if counts.get("open") else "pass" if counts.get("pass") else "na"
        )
    if item["points"] and item["verdict"] == "fail":
        return "warn" if item["points"]["low"] != "0" else "fail"
    return str(item["verdict"])


def item_word(item: Plain) -> str:
    """达到 / 失分 / 3 校段未过线"""
    if item["resource"]:
        counts, each = item["counts"], each_of(item)
        failing, still = counts.get("fail", 0), counts.get("open", 0)
        return f"{failing} {each}未过线" if failing else f"{still} {each}缺数" if still else "都过线"
    points = item["points"]
    if points and not points["na"]:
        if not points["decided"]:
            return "未定"
        return "满分" if points["lost"] == "0" else "失分" if points["low"] != "0" else "0 分"
    return WORDS[item["verdict"]]


def points_line(points: Plain) -> dict[str, Any]:
    low, high, full = (Fraction(from_text(points[name])) for name in ("low", "high", "full"))
    return {
        "full": shown(full),
        "low": shown(low),
        "open": shown(high - low) if high != low else "—",
        "lost": shown(full - high) if full != high else "—",
        "na": points["na"],
        "spread": points["own"] != points["full"] and not points["na"],
        "own": shown(Fraction(from_text(points["own"]))),
        "exact": (low, high, full),
    }


def value_text(declared: Standard, item: Plain) -> str:
    """What was compared, or the level a person chose, or how many schools pass."""
    if item["comparisons"]:
        return "；".join(
            (f"{one['label']} " if one["name"] else "") + comparison_text(one) for one in item["comparisons"]
        )
    if item["judged"]:
        spec = declared.by_code[item["code"]].judgement
        level = spec.level(item["judged"]) if spec is not None else None
        return f"判为“{level.label if level is not None else item['judged']}”"
    if item["counts"]:
        each = each_of(item)
        return (
            "、".join(f"{WORDS[kind]} {item['counts'][kind]}" for kind in WORDS if item["counts"].get(kind))
            + f" {each}"
        )
    return item["why"] or "—"


def todo(item: Plain) -> str:
    if item["win_back"]:
        return str(item["win_back"])
    return "；".join(text for gap in item["gaps"] if (text := gap_text(gap)))


def item_rows(lines: Iterable[Plain]) -> list[list[Any]]:
    """The same for a workbook."""
    return [
        [line["number"], line["name"], line["word"]]
        + ([line["points"][name] for name in ("full", "low", "open", "lost")] if line["points"] else ["", "", "", ""])
        + [line["value"], line["needed"] or "", line["todo"], line["reporter"]]
        for line in lines
    ]


HEADS = ["编号", "指标", "结论", "满分", "已定", "未定", "失分", "值与线", "缺几个", "怎样补上", "填报"]
