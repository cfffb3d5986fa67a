"""What decides the result of a run: its matters in the order of what they can still change.

Grade before veto before points that can still be won, then the rows of a verdict standard. Worked out once, when the
run is kept; the overview lists it as it stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from dudao.apps.assessment.wording import (
    comparison_text,
    each_of,
    gap_text,
    number_of,
    reporter_name,
    short_name,
    states_of,
)
from dudao.calc.figures.showing import from_text, shown
from dudao.library.read import standard

Plain = Mapping[str, Any]
GRADE, VETO, POINTS, VERDICT = range(4)
TOGETHER = 3  # so many judgements outstanding are one matter, not many
EFFECTS = {"veto": "否决", "precondition": "前提", "cap": "等次", "drop": "等次"}


@dataclass(frozen=True, slots=True)
class Matter:
    """One line: what it changes, what it is, what to do, who reports it, how it stands."""

    standard: str
    code: str  # item or trigger; '' = several that wait for a judgement
    rank: int
    weight: str  # points that can still be won, exact; '0' where none are
    shape: str
    effect: str
    matter: str
    sub: str
    todo: str
    reporter: str
    state: str


def deciding(results: Sequence[Plain]) -> list[dict[str, Any]]:
    """All matters of a run (plain results of its standards), as plain data."""
    found = [matter for result in results for matter in _matters(result)]
    found.sort(key=lambda one: (one.rank, one.shape != "fail" if one.rank < POINTS else False, -from_text(one.weight)))
    return [asdict(one) for one in found]


def hangs_on(result: Plain) -> dict[str, Any]:
    """What keeps a standard's grade or verdict open: how many figures and judgements, each once, and which triggers.

    The items of a scored standard count only where their range crosses the line of a grade.
    """
    triggers = [state for state in result["triggers"] if state["struck"] is None]
    crossing = result["kind"] != "score" or _crosses(result)
    items = [item for item in result["items"] if item["verdict"] == "open"] if crossing else []
    needs = [need for part in (*items, *triggers) for need in part["needs"]]
    places = {tuple(need.get(name, "") for name in ("figure", "judgement", "unit", "stage", "year")) for need in needs}
    judged = sum(bool(place[1]) for place in places)
    figures = sum(bool(place[0]) for place in places)
    return {
        "figures": figures,
        "judgements": judged,
        "triggers": [state["code"] for state in triggers],
        "crossing": crossing,
    }


def _crosses(result: Plain) -> bool:
    low, high = (from_text(result["score"][name]) for name in ("low", "high"))
    return any(low < grade.at_least <= high for grade in standard(result["code"]).grades)


def _matters(result: Plain) -> Iterator[Matter]:
    yield from _triggers(result)
    waiting = [item for item in result["items"] if _only_judgement(item)]
    together = len(waiting) >= TOGETHER
    if together:
        yield _judgements(result, waiting)
    for item in result["items"]:
        if together and _only_judgement(item):
            continue
        if item["verdict"] in ("fail", "open"):
            yield _scored(result, item) if item["points"] else _judged(result, item)


def _only_judgement(item: Plain) -> bool:
    needs = item["needs"]
    return item["verdict"] == "open" and bool(needs) and all("judgement" in need for need in needs)


def _triggers(result: Plain) -> Iterator[Matter]:
    declared = {trigger.code: trigger for trigger in standard(result["code"]).triggers}
    waiting = []
    for state in result["triggers"]:
        trigger = declared[state["code"]]
        if state["struck"] is False or trigger.same_as:
            continue
        if state["struck"] is None and trigger.judgement is not None:
            waiting.append(state)
            continue
        yield _trigger(result, state, trigger.departments)
    if len(waiting) >= TOGETHER:
        kinds = "、".join(dict.fromkeys(EFFECTS[state["effect"]] for state in waiting))
        names = "、".join(state["name"] for state in waiting[:3])
        yield Matter(
            result["code"], "", _rank(result), "0", "open", kinds, f"{len(waiting)} 项{kinds}情形还没有人判断",
            f"{names}{'等' if len(waiting) > 3 else ''}", f"判断 {len(waiting)} 项", "", "未定",
        )  # fmt: skip
    else:
        for state in waiting:
            yield _trigger(result, state, declared[state["code"]].departments)


def _rank(result: Plain) -> int:
    return GRADE if result["kind"] == "score" else VETO


def _trigger(result: Plain, state: Plain, departments: Sequence[str]) -> Matter:
    struck = state["struck"] is True
    judged = any("judgement" in need for need in state["needs"])
    lacking = f"补 {len(state['needs'])} 个数" if not judged else "判断这一项"
    if struck:
        todo = "具备后再申报" if state["effect"] == "precondition" else "消除后重新判断"
    else:
        todo = lacking
    word = states_of(state["effect"])[state["struck"]]
    return Matter(
        result["code"], state["code"], _rank(result), "0", "fail" if struck else "open", EFFECTS[state["effect"]],
        state["name"], str(result["short"]), todo, reporter_name(departments), word,
    )  # fmt: skip


def _judgements(result: Plain, waiting: Sequence[Plain]) -> Matter:
    won = sum((from_text(item["points"]["high"]) for item in waiting if item["points"]), Fraction(0))
    names = "、".join(item["name"] for item in waiting[:2])
    return Matter(
        result["code"], "", POINTS if won else VERDICT, _text(won), "open", f"0 至 {shown(won)}" if won else "结论",
        f"{len(waiting)} 条要人判断", f"{names}等", f"判断 {len(waiting)} 条", "", "未定",
    )  # fmt: skip


def _scored(result: Plain, item: Plain) -> Matter:
    points = item["points"]
    low, high, full = (from_text(points[name]) for name in ("low", "high", "full"))
    is_open = item["verdict"] == "open"
    effect = f"{shown(low) if low else 0} 至 {shown(high)}" if is_open else f"−{shown(full - high)}"
    todo = _supply(item) if is_open else item["win_back"].partition("；可得回")[0]
    return Matter(
        result["code"], item["code"], POINTS, _text(full - low), "open" if is_open else "fail", effect,
        _matter(result, item), item["why"], todo, reporter_name(item["departments"]), _state(item, is_open, low),
    )  # fmt: skip


def _state(item: Plain, is_open: bool, low: Any) -> str:
    return _open_state(item) if is_open else "失分" if low else "0 分"


def _open_state(item: Plain) -> str:
    if _only_judgement(item):
        return "要判断"
    return f"缺 {len(item['needs'])} 个数" if item["needs"] else "未定"


def _judged(result: Plain, item: Plain) -> Matter:
    is_open = item["verdict"] == "open"
    todo = _supply(item) if is_open else _way(item)
    state = _open_state(item) if is_open else "未达到"
    return Matter(
        result["code"], item["code"], VERDICT, "0" if is_open else "1", "open" if is_open else "fail", "结论",
        _matter(result, item), item["why"], todo, reporter_name(item["departments"]), state,
    )  # fmt: skip


def _way(item: Plain) -> str:
    """What is lacking in its own unit; of the school rule and the coefficients, where to look."""
    if item["composite"]:
        return "逐校补，见名单" if item["composite"] == "most" else "先补最低的学校，见各系数"
    return "；".join(text for gap in item["gaps"] if (text := gap_text(gap)))


def _matter(result: Plain, item: Plain) -> str:
    """The item with the comparison that fails, or how many schools miss it."""
    short = f"{number_of(item['code'])} {short_name(result['code'], item)}"
    failing = [comparison_text(one) for one in item["comparisons"] if one["met"] is False]
    if failing:
        return f"{short}：{'；'.join(failing)}"
    if item["counts"].get("fail"):
        return f"{short}：{item['counts']['fail']} {each_of(item)}未达到"
    return short


def _supply(item: Plain) -> str:
    needs = item["needs"]
    if len(needs) == 1 and "figure" in needs[0]:
        return f"补“{needs[0]['says']}”"
    judged = sum("judgement" in need for need in needs)
    figures = len(needs) - judged
    said = [f"补 {figures} 个数"] if figures else []
    return "，".join(said + ([f"判断 {judged} 处"] if judged else [])) or "见这一条"


def _text(value: Fraction) -> str:
    return str(value)
