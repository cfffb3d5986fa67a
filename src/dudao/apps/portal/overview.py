"""The county at a glance: what the overview says of a run, from its plain data. Nothing is worked out again."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from dudao.apps.assessment import picture
from dudao.apps.assessment.models import StandardRun
from dudao.apps.assessment.relaxed import note_of
from dudao.apps.assessment.texts import Declared, declared_of
from dudao.apps.assessment.wording import comparison_text, each_of, number_of, short_name, states_of
from dudao.calc.assessment.report.sentences import verdict_counts
from dudao.calc.figures.showing import exact_text, from_text, shown
from dudao.calc.standard.model import Standard

Plain = Mapping[str, Any]
ENDS = ("full", "low", "high")
WORD = {"pass": "达到", "fail": "未达到", "open": "未定", "na": "不适用"}


def score_part(result: StandardRun, items: Mapping[str, Plain]) -> dict[str, Any]:
    """A scored standard: the sentence, the scale, the lines of the grades, the vetoes, the aspects."""
    detail, made = result.detail, declared_of(result)
    declared = made.standard
    low, high = from_text(result.low), from_text(result.high)
    full = declared.full or Fraction(100)
    return {
        "code": declared.code,
        "short": declared.short,
        "notice": declared.notice,
        "lead": _lead(detail, declared),
        "grade": grade_words(detail["score"], declared),
        "hang": _hang(detail),
        "scale": picture.score_scale(
            Fraction(low), Fraction(high), full, [(grade.name, grade.at_least) for grade in declared.grades]
        ),
        "lines": _lines(low, high, declared),
        "vetoes": _vetoes(detail),
        "aspects": _aspects(detail, items, made),
        "total": _points(low, high, full),
        "extras": {name: shown(from_text(detail["score"][name])) for name in ("bonus", "deduction")},
        "has_extras": any(detail["score"][name] != "0" for name in ("bonus", "deduction")),
    }


def _lead(detail: Plain, declared: Standard) -> str:
    struck = [
        state["name"] for state in detail["triggers"] if state["struck"] and state["effect"] in ("veto", "precondition")
    ]
    if struck:
        return f"不能通过：{'、'.join(struck)}。"
    passes = {grade.name: grade.passes for grade in declared.grades}
    score = detail["score"]
    if not passes[score["best"]]:
        return "目前不能通过。"
    return "能通过。" if passes[score["worst"]] else "能不能通过还未定。"


def grade_words(score: Plain, declared: Standard) -> str:
    """等次是良好或合格: every grade between the two ends, the better first; never the likelier one alone."""
    names = [grade.name for grade in declared.grades]
    between = names[names.index(score["best"]) : names.index(score["worst"]) + 1]
    return f"等次是{'、'.join(between[:-1])}或{between[-1]}" if len(between) > 1 else f"等次是{between[0]}"


def _hang(detail: Plain) -> dict[str, Any] | None:
    """What the grade hangs on: so many figures and judgements; None where it is decided."""
    hangs = detail["hangs_on"]
    if detail["score"]["grade"]:
        return None
    said = [f"{hangs['figures']} 个缺数"] if hangs["figures"] else []
    said += [f"{hangs['judgements']} 个判断"] if hangs["judgements"] else []
    trigger = hangs["triggers"][0] if len(hangs["triggers"]) == 1 and not hangs["crossing"] else ""
    return {"text": "和 ".join(said), "trigger": trigger} if said else None


def _lines(low: Any, high: Any, declared: Standard) -> list[dict[str, str]]:
    """The line of passing and that of the best grade, each with how far it is."""
    passing = [grade for grade in declared.grades if grade.passes]
    if not passing:
        return []
    rows = []
    for grade in dict.fromkeys((passing[-1], passing[0])):
        line = grade.at_least
        name = f"{grade.name}线 {shown(line, 0)}"
        if low >= line:
            rows.append({"name": name, "kind": "pass", "text": f"已定 {_near(low, line)} 分", "word": "已过线"})
        elif high >= line:
            rows.append({"name": name, "kind": "open", "text": f"已定还差 {_apart(line - low)} 分", "word": "未定"})
        else:
            gap = f"{'缺数全补满' if high != low else ''}还差 {_apart(line - high)} 分"
            rows.append({"name": name, "kind": "warn", "text": gap, "word": "够不上"})
    return rows


def _apart(gap: Any) -> str:
    """A distance; never 0.00 for what is not nothing."""
    return shown(gap) if shown(gap) != "0.00" else exact_text(gap, 6)


def _near(value: Any, line: Any) -> str:
    """Rounded, unless that would look like another side of the line."""
    return (
        exact_text(value, 6)
        if (from_text(shown(value, 2, thousands=False)) >= line) != (value >= line)
        else shown(value)
    )


def _vetoes(detail: Plain) -> list[dict[str, str]]:
    """Struck ones and open ones first; one line where there is nothing."""
    found = []
    for struck, kind in ((True, "fail"), (None, "open")):
        for state in detail["triggers"]:
            if state["struck"] is struck and state["effect"] in ("veto", "precondition"):
                word = states_of(state["effect"])[struck]
                found.append({"code": state["code"], "name": state["name"], "kind": kind, "word": word})
    return found


def _points(low: Any, high: Any, full: Any) -> dict[str, str]:
    open_ = high - low
    return {"full": _full(full), "low": shown(low), "open": shown(open_) if open_ else "—", "lost": shown(full - high)}


def _full(value: Any) -> str:
    return shown(value, 0) if value == int(value) else shown(value)


def _aspects(detail: Plain, items: Mapping[str, Plain], declared: Declared) -> list[dict[str, Any]]:
    points = {one["code"]: [Fraction(from_text(one["points"][name])) for name in ENDS] for one in detail["aspects"]}
    longest = max((full for full, _low, _high in points.values()), default=Fraction(1))
    rows = []
    for one in detail["aspects"]:
        full, low, high = points[one["code"]]
        worst = _most_lost([items[item.code] for item in declared.items_under(one["code"])])
        rows.append(
            {"code": one["code"], "name": one["name"], "bar": picture.points_bar(low, high, full, longest)}
            | {"decided": low == high}
            | _points(low, high, full)
            | {"worst": worst, "worst_text": _item_text(declared.standard.code, worst) if worst else ""}
        )
    return rows


def _most_lost(items: Sequence[Plain]) -> Plain | None:
    losing = [item for item in items if item["points"]["lost"] != "0"]
    return max(losing, key=lambda item: from_text(item["points"]["lost"]), default=None)


def _item_text(code: str, item: Plain) -> str:
    failing = [comparison_text(one) for one in item["comparisons"] if one["met"] is False]
    name = f"{number_of(item['code'])} {short_name(code, item)}"
    return f"{name} {failing[0]}" if failing else name


# — a verdict standard


def verdict_part(result: StandardRun, items: Mapping[str, Plain]) -> dict[str, Any]:
    """A verdict standard: its judgements by part as shapes, vetoes, the resource items by schools below the line."""
    detail, made = result.detail, declared_of(result)
    declared = made.standard
    counts = verdict_counts({**detail, "items": items.values()})
    return {
        "code": declared.code,
        "short": declared.short,
        "notice": declared.notice,
        "document": declared.document,
        "verdict": result.verdict,
        "word": _verdict_word(result.verdict),
        "total": sum(counts.values()),
        "counts": [(kind, WORD[kind], counts[kind]) for kind in ("pass", "fail", "open", "na") if counts[kind]],
        "lacks": _lacks(items, detail),
        "parts": [_part(aspect, items, made, detail) for aspect in detail["aspects"]],
        "vetoes": _vetoes(detail),
        "relaxed": note_of(result),
        "resources": _resources(items, declared.code),
        "rows": max((sum(item["counts"].values()) for item in items.values() if item["resource"]), default=0),
    }


def _verdict_word(verdict: str) -> str:
    return {"pass": "目前达标（已定）", "fail": "目前不达标（已定）", "open": "未定"}[verdict]


def _lacks(items: Mapping[str, Plain], detail: Plain) -> str:
    """差 24 个校段、2 个差异系数和 4 项"""
    said, others = [], 0
    for item in items.values():
        if item["verdict"] != "fail":
            continue
        if item["composite"] == "most":
            said.append(f"{item['counts'].get('fail', 0)} 个校段")
        elif item["composite"] == "variation":
            said.append(f"{item['counts'].get('fail', 0)} 个差异系数")
        else:
            others += 1
    said += [f"{others} 项"] if others else []
    struck = sum(state["struck"] is True for state in detail["triggers"])
    said += [f"{struck} 个否决或前提情形"] if struck else []
    return f"差 {'、'.join(said)}" if said else ""


def _part(aspect: Plain, items: Mapping[str, Plain], declared: Declared, detail: Plain) -> dict[str, Any]:
    code = declared.standard.code
    mine = [items[item.code] for item in declared.items_under(aspect["code"]) if not item.resource]
    texts = [text for item in mine if item["verdict"] == "fail" and (text := _failing(code, item, detail))]
    still = [number_of(item["code"]) for item in mine if item["verdict"] == "open"]
    texts += [f"{'、'.join(still)} 未定"] if still else []
    return {
        "code": aspect["code"],
        "name": aspect["name"],
        "verdict": aspect["verdict"],
        "number": len(mine),
        "shapes": [
            {
                "code": item["code"],
                "verdict": item["verdict"],
                "label": f"{number_of(item['code'])} {short_name(code, item)} {WORD[item['verdict']]}",
            }
            for item in mine
        ],
        "text": "；".join(texts),
    }


def _failing(code: str, item: Plain, detail: Plain) -> str:
    number, short = number_of(item["code"]), short_name(code, item)
    if item["composite"] in ("most", "variation"):
        each = "校段" if item["composite"] == "most" else "差异系数"
        counts = item["counts"]
        said = [f"{WORD[kind]} {counts[kind]}" for kind in ("pass", "fail", "open") if counts.get(kind)]
        return f"{sum(counts.values())} 个{each}：{'、'.join(said)}"
    failing = [comparison_text(one) for one in item["comparisons"] if one["met"] is False]
    if failing:
        return f"{number} {short} {failing[0]}"
    number_failing = item["counts"].get("fail")
    return f"{number} {short} {number_failing} {each_of(item)}" if number_failing else f"{number} {short}"


def _resources(items: Mapping[str, Plain], code: str) -> list[dict[str, Any]]:
    rows = []
    for item in items.values():
        if item["resource"]:
            failing, still = item["counts"].get("fail", 0), item["counts"].get("open", 0)
            rows.append(
                {
                    "code": item["code"],
                    "number": number_of(item["code"]),
                    "short": short_name(code, item),
                    "kind": "fail" if failing else "open" if still else "pass",
                    "text": f"{failing}" + (f" · 缺 {still}" if still else ""),
                }
            )
    return rows
