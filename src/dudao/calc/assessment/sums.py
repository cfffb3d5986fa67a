"""The one line of arithmetic that gives an item its points, with the numbers in it, as a clerk would check it by hand."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil
from typing import Any

from dudao.calc.assessment.result import Exact
from dudao.calc.assessment.shapes import points_of
from dudao.calc.formula.wording import short_text
from dudao.calc.standard.model import Shape

Values = Mapping[str, Any]


def sum_of(shape: Shape, full: Exact, values: Values) -> str:
    """`2 − 0.5 × max(0, 4 − 3) = 1.5`, '' where the item is not applicable."""
    points = points_of(shape.name, full, values)
    if points is None:
        return ""
    text = _SUMS[shape.name](short_text(full), values)
    return text if text.endswith("分") else f"{text} = {short_text(points)}"


def _texts(values: Values, *names: str) -> tuple[str, ...]:
    return tuple(short_text(values[name]) for name in names)


def _short(full: str, values: Values) -> str:
    n, need, each = _texts(values, "n", "need", "each")
    return f"max(0, {full} − {each} × max(0, {need} − {n}))"


def _part_of(a: str, b: str) -> Callable[[str, Values], str]:
    def text(full: str, values: Values) -> str:
        have, want = _texts(values, a, b)
        return f"{full} × min(1, {have} ÷ {want})"

    return text


def _linear_down(full: str, values: Values) -> str:
    x, target, step, each = _texts(values, "x", "target", "step", "each")
    if values["x"] >= values["target"]:
        return f"{x} ≥ {target}，得满分"
    steps = ceil((Fraction(values["target"]) - values["x"]) / values["step"])
    return f"max(0, {full} − {each} × ⌈({target} − {x}) ÷ {step}⌉) = max(0, {full} − {each} × {steps})"


def _ladder(full: str, values: Values) -> str:
    place = next((index for index, (holds, _) in enumerate(values["steps"], start=1) if holds), 0)
    return f"按第 {place} 档" if place else "没有一档成立"


def _pass(full: str, values: Values) -> str:
    return "条件成立，得满分" if values["when"] else "条件不成立，得 0 分"


def _per_event(full: str, values: Values) -> str:
    n, each = _texts(values, "n", "each")
    return "有本项得 0 分的情形，得 0 分" if values.get("zero_if") else f"max(0, {full} − {each} × {n})"


def _tiers(full: str, values: Values) -> str:
    return f"{full} × {short_text(values['share'])}"


def _elements(full: str, values: Values) -> str:
    return " + ".join(short_text(points if holds else 0) for holds, points in values["elements"])


def _issues(full: str, values: Values) -> str:
    credited, count = _texts(values, "credited", "count")
    return f"{full} × {credited} ÷ {count}"


def _share(full: str, values: Values) -> str:
    return f"{full} × {values['met']} ÷ {values['of']}"


def _survey(full: str, values: Values) -> str:
    x, low, high = _texts(values, "x", "low", "high")
    if values["x"] >= values["high"]:
        return f"{x} ≥ {high}，得满分"
    return f"{full} × ({x} − {low}) ÷ ({high} − {low})" if values["x"] >= values["low"] else f"{x} < {low}，得 0 分"


def _combine(full: str, values: Values) -> str:
    minus = "".join(f" − {short_text(points)}" for holds, points in values["minus"] if holds)
    return f"max(0, {short_text(values['first'])}{minus})" if minus else short_text(values["first"])


def _min_ratio(full: str, values: Values) -> str:
    ratios = "，".join(f"{short_text(a)} ÷ {short_text(b)}" for a, b in values["ratios"])
    return f"{full} × min(1，{ratios})"


_SUMS: Mapping[str, Callable[[str, Values], str]] = {
    "short": _short,
    "ratio": _part_of("a", "b"),
    "to_target": _part_of("x", "target"),
    "linear_down": _linear_down,
    "ladder": _ladder,
    "pass": _pass,
    "per_event": _per_event,
    "tiers": _tiers,
    "elements": _elements,
    "issues": _issues,
    "share": _share,
    "survey": _survey,
    "combine": _combine,
    "min_ratio": _min_ratio,
}
