"""The answer in one sentence, with its numbers: first line of the overview, the report and the command line."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dudao.calc.assessment.report.tree import WORDS

Plain = Mapping[str, Any]


def verdict_counts(standard: Plain) -> Counter[str]:
    """How many county judgements are met, not met, open: resource items have rows but no judgement of their own."""
    judged = [item for item in standard["items"] if item["verdict"] != "na" or item["why"]]
    return Counter(item["verdict"] for item in judged)


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
