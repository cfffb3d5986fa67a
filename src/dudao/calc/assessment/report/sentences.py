"""The answer in one sentence, with its numbers: first line of the overview, the report and the command line."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dudao.calc.assessment.report.tree import WORDS
from dudao.calc.figures.showing import from_text, shown

Plain = Mapping[str, Any]


def verdict_counts(standard: Plain) -> Counter[str]:
    """How many county judgements are met, not met, open: resource items have rows but no judgement of their own."""
    judged = [item for item in standard["items"] if item["verdict"] != "na" or item["why"]]
    return Counter(item["verdict"] for item in judged)


OPERATORS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "="}


def is_share(found: Plain) -> bool:
    """Whether a comparison's numbers are shares, shown as per cent; runs kept before `percent` was say it by the value."""
    return bool(found["percent"]) if "percent" in found else "%" in found["shown"]


def line_text(found: Plain) -> str:
    """A comparison's line as people read it: ≥ 4.5, < 0.15, ≥ 96,382.82; rounded for the eye only."""
    if found["limit"] is None:
        return f"{OPERATORS[found['op']]} —"
    limit, percent = from_text(found["limit"]), is_share(found)
    scaled = limit * 100 if percent else limit
    decimals = next((places for places in range(4) if (scaled * 10**places).denominator == 1), 2)
    whole = "%" if found["unit"] == "%" and not percent else ""
    return f"{OPERATORS[found['op']]} {shown(limit, decimals, percent=percent)}{whole}"


def answer(standard: Plain) -> str:
    """优质均衡：未达到（已定）。27 项判断中达到 17、未达到 6、未定 4。"""
    return _score_answer(standard) if standard["kind"] == "score" else _verdict_answer(standard)


def _verdict_answer(standard: Plain) -> str:
    counts = verdict_counts(standard)
    total = sum(counts.values())
    state = "未定" if standard["verdict"] == "open" else f"{WORDS[standard['verdict']]}（已定）"
    parts = "、".join(f"{WORDS[word]} {counts[word]}" for word in ("pass", "fail", "open", "na") if counts[word])
    return f"{standard['short']}：{state}。{total} 项判断中{parts}。"


def _score_answer(standard: Plain) -> str:
    score = standard["score"]
    if score["grade"]:
        grade = f"等次{score['grade']}"
    else:
        grade = f"等次未定：{score['best']}或{score['worst']}"
    if score["low"] == score["high"]:
        points = f"{score['shown_low']} 分"
    else:
        points = f"已定 {score['shown_low']} 分，最高 {score['shown_high']} 分"
    notice = f"（{standard['notice']}）" if standard["notice"] else ""
    return f"{standard['short']}{notice}：{points}，{grade}。"


def failing(standard: Plain) -> list[str]:
    """What fails or is open, the weightiest first, one line each: for the command line and the head of a report."""
    struck = [f"{state['name']}：{_EFFECTS[state['effect']]}" for state in standard["triggers"] if state["struck"]]
    return struck + (_losing(standard) if standard["kind"] == "score" else _not_met(standard))


_EFFECTS = {"veto": "否决", "cap": "不得评最高等次", "drop": "降一等", "precondition": "前提不具备"}


def _not_met(standard: Plain) -> list[str]:
    lines = []
    for wanted in ("fail", "open"):
        for item in standard["items"]:
            if item["verdict"] == wanted:
                values = "；".join(f"{found['shown']}（线 {line_text(found)}）" for found in item["comparisons"])
                counts = "、".join(f"{WORDS[word]} {count}" for word, count in item["counts"].items() if count)
                lines.append(f"{WORDS[wanted]} {item['code']} {item['name']} {values or counts}".rstrip())
    return lines


def _losing(standard: Plain) -> list[str]:
    losing = [item for item in standard["items"] if item["points"] and from_text(item["points"]["lost"]) > 0]
    losing.sort(key=lambda item: -from_text(item["points"]["lost"]))
    lines = [
        f"−{shown(from_text(item['points']['lost']))} {item['code']} {item['name']}　{item['win_back']}".rstrip()
        for item in losing
    ]
    waiting = [item for item in standard["items"] if item["points"] and not item["points"]["decided"]]
    return lines + [f"待补 {item['code']} {item['name']} {item['points']['shown']}" for item in waiting]


def relaxed_text(found: Plain) -> str:
    """YZJH-R1 青禾小学：已用，结论因此不同；凭教办〔2026〕12 号，有效到 2027-07-31，贺某 2026-11-02 启用"""
    moved = any(place["moved"] for place in found["places"])
    used = f"{'，结论因此不同' if moved else '，结论不因此改变'}" if found["state"] == "used" else ""
    said = [f"{found['code']} {found['school']}：{found['word']}{used}"]
    if found["why"]:
        said.append(found["why"])
    said.append(f"凭{found['proof']}，有效到 {found['until']}，{found['by']} {found['on']} 启用")
    return "；".join(said)


def warning_text(one: Plain) -> str:
    """CHK-22 某小学：…（教学仪器设备值 2147 …）。已说明：…（贺某 2026-11-02）"""
    said = f"已说明：{one['says']}（{one['by']} {one['on']}）" if one["says"] else "待说明"
    return f"{one['check']} {one['school'] or '县'}：{one['warns']}（{one['values']}）。{said}"
