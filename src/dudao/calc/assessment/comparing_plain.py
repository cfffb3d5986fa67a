"""A comparison of two runs as plain data and in words: what the site keeps of it and `dudao compare` prints."""

from collections.abc import Mapping, Sequence
from typing import Any

from dudao.calc.assessment.comparing_inputs import Input
from dudao.calc.assessment.comparing_runs import Moved
from dudao.calc.assessment.comparing_standings import Place, Standing
from dudao.calc.assessment.steps import figure_value
from dudao.calc.figures import Catalogue, Known, Statement, Unknown
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.showing import NONE, from_text, shown
from dudao.calc.formula.wording import shown_value
from dudao.calc.standard.model import Item, Standard, Trigger

Plain = Mapping[str, Any]
MOVERS_TOLD = 20  # of one verdict; how many there are is told beside it
WORDS = {"pass": "达到", "fail": "未达到", "open": "未定", "na": "不适用"}
STRUCK = {
    "precondition": {"pass": "具备", "fail": "不具备", "open": "未定"},
    "other": {"pass": "不存在", "fail": "存在", "open": "未定"},
}
KINDS = {"better": "变好", "worse": "变差", "opened": "新的未定", "other": "其他变化"}
LEVELS = ("whole", "aspect", "trigger", "item", "coefficient", "rule", "row")


def plain_changes(
    changes: Sequence[Input], catalogue: Catalogue, standards: Sequence[Standard], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Every change with its words: what it is of, old and new, and the cells they stand in."""
    by_code = {standard.code: standard for standard in standards}
    found = []
    for change in changes:
        what, old, new = _said(change, catalogue, by_code)
        plain = {"kind": change.kind, "what": what, "old": old, "new": new}
        if change.unit:
            plain |= {"unit": change.unit, "school": names.get(change.unit, change.unit)}
        if change.kind == "figure":
            key = change.place
            plain |= {"figure": key.figure, "stage": key.stage, "year": key.year}
            plain |= {"old_at": _cell(change.old), "new_at": _cell(change.new)}
        if change.kind == "judgement":
            plain["item"] = change.place[0]
        found.append(plain)
    return found


def _said(change: Input, catalogue: Catalogue, standards: Mapping[str, Standard]) -> tuple[str, str, str]:
    match change.kind:
        case "figure":
            figure, key = catalogue[change.place.figure], change.place
            year = f"（{key.year} 年）" if key.year else ""
            return figure.label_of(key.stage) + year, _stated(change.old, figure), _stated(change.new, figure)
        case "judgement":
            return _judged(change, standards)
        case "school":
            return "名册", "在名册" if change.old else "不在名册", "在名册" if change.new else "不在名册"
        case "evaluation_year":
            return "评估年度", str(change.old or NONE), str(change.new or NONE)
        case "visit_date":
            return (
                "评估日",
                shown_value(change.old) if change.old else NONE,
                shown_value(change.new) if change.new else NONE,
            )
        case "bonuses" | "deductions":
            name = "加分事项" if change.kind == "bonuses" else "扣分事项"
            return name, f"{len(change.old)} 项", f"{len(change.new)} 项"
        case "standard":
            return f"{_short(standards, change.place)}的文本", str(change.old)[:8], str(change.new)[:8]
        case "software":
            return "软件版本", str(change.old), str(change.new)
    return _chosen(change, standards)


def _short(standards: Mapping[str, Standard], code: str) -> str:
    return standards[code].short if code in standards else code


def _judged(change: Input, standards: Mapping[str, Standard]) -> tuple[str, str, str]:
    code = change.place[0]
    name, levels = code, {}
    for standard in standards.values():
        judged: dict[str, Item | Trigger] = {one.code: one for one in standard.triggers}
        asked = standard.by_code.get(code) or judged.get(code)
        if asked is not None:
            name = f"{code} {asked.name}的判断"
            levels = {level.code: level.label for level in asked.judgement.levels} if asked.judgement else {}
    old, new = ("还没有判断" if one is None else levels.get(one.level, one.level) for one in (change.old, change.new))
    return name, old, new


def _chosen(change: Input, standards: Mapping[str, Standard]) -> tuple[str, str, str]:
    """A parameter, a strictness, a switch, a relaxation of a school."""
    code, name = change.place[0], change.place[1]
    standard = standards.get(code)
    old, new = (_value(one) for one in (change.old, change.new))
    if change.kind == "parameters" and standard is not None and name in standard.parameters:
        own = standard.parameters[name]
        default = f"标准原定 {shown_value(own.value)}" if own.value is not None else "没有定"
        return f"参数“{own.label}”", old or default, new or default
    if change.kind == "strictness":
        return f"{name} 的严格程度", old or "标准原定", new or "标准原定"
    if change.kind == "switches":
        words = {"True": "启用", "False": "停用", "": "标准原定"}
        return f"{name} 是否启用", words.get(old, old), words.get(new, new)
    what = " ".join(str(part) for part in change.place[1:])
    return f"例外 {what}", old or "没有", new or "没有"


def _value(made: Any) -> str:
    if made is None:
        return ""
    if hasattr(made, "until"):
        return f"启用，到 {shown_value(made.until)}"
    return str(made.value)


def _stated(stated: Statement | None, figure: Any) -> str:
    if isinstance(stated, Known):
        if isinstance(stated.value, tuple):
            return f"{len(stated.value)} 行"
        return figure_value(figure, stated.value)
    if isinstance(stated, Unknown):
        return stated.reason.value
    return "没有填报"


def _cell(stated: Statement | None) -> str:
    return str(stated.source) if stated is not None and stated.source is not None else ""


def told_values(plain: Plain) -> Mapping[Place, str]:
    """What the value of an item or a row was shown as, where one number is judged."""
    found = {}
    for one in plain["items"]:
        if len(one["comparisons"]) == 1:
            found[Place(one["code"])] = _shown(one["comparisons"][0])
    for row in plain["rows"]:
        if len(row["comparisons"]) == 1:
            found[Place(row["item"], row["unit"], row["stage"])] = _shown(row["comparisons"][0])
    cv = next((item["code"] for item in plain["items"] if item["composite"] == "variation"), "")
    for one in plain["variations"]:
        found[Place(f"{cv}:{one['item']}", "", one["stage"])] = shown(from_text(one["cv"]), 3) if one["cv"] else NONE
    return found


def _shown(comparison: Plain) -> str:
    if comparison["value"] is None:
        return NONE
    text, unit = comparison["shown"], comparison["unit"]
    return text if text.endswith("%") else f"{text}{'' if unit == '%' else ' '}{unit}".rstrip()


def plain_moved(
    moved: Sequence[Moved],
    changes: Sequence[Input],
    standard: Standard,
    values: tuple[Mapping[Place, str], Mapping[Place, str]],
    names: Mapping[str, str],
) -> list[dict[str, Any]]:
    """What moved, in words; movers by their place among the changes, at most MOVERS_TOLD of each, with their number."""
    number = {id(change): place for place, change in enumerate(changes)}
    found = []
    for one in moved:
        place = one.place
        level, what = _named(standard, place)
        plain: dict[str, Any] = {
            "standard": standard.code, "level": level, "code": place.code, "stage": place.stage, "what": what,
            "kind": one.kind, "before": standing_words(standard, place, one.before, values[0].get(place, "")),
            "after": standing_words(standard, place, one.after, values[1].get(place, "")),
        }  # fmt: skip
        if place.unit:
            plain |= {"unit": place.unit, "school": names.get(place.unit, place.unit)}
        plain["movers"] = [
            {"change": number[id(mover.change)], "decides": mover.decides}
            | ({} if mover.without is None else {"without": standing_words(standard, place, mover.without, "")})
            for mover in one.movers[:MOVERS_TOLD]
        ]
        found.append(plain | {"movers_total": len(one.movers)})
    return found


def still_words(mover: Plain, moved: Plain) -> str:
    """没有这一改，仍是“未达到”; 不决定…; 没有它会是…; '' where it was not tried."""
    if "without" not in mover:
        return ""
    if mover["decides"]:
        return f"没有这一改，仍是“{mover['without']}”"
    # what was only tried is told without its value in brackets
    if mover["without"].partition("（")[0] == moved["after"].partition("（")[0]:
        return "不决定：没有它也是现在的结论"
    return f"没有它会是“{mover['without']}”"


def counts_words(counts: Mapping[str, int], changes: int) -> str:
    """变好 12 处，变差 3 处，新的未定 2 处；改了 5 处数、判断和选择。"""
    said = [f"{name} {counts[kind]} 处" for kind, name in KINDS.items() if counts.get(kind)]
    told = f"改了 {changes} 处数、判断和选择" if changes else "数、判断和选择都没有改"
    return f"{'，'.join(said) or '结论和得分都没有变'}；{told}。"


def _named(standard: Standard, place: Place) -> tuple[str, str]:
    """(level, name)."""
    head, _, of = place.code.partition(":")
    triggers = {trigger.code: trigger.name for trigger in standard.triggers}
    stage = f"（{STAGES[place.stage]}）" if place.stage in STAGES else ""
    if place.code == standard.code:
        return "whole", standard.short
    if place.code in standard.group_by_code:
        return "aspect", f"{place.code} {standard.group_by_code[place.code].name}"
    if place.code in triggers:
        return "trigger", f"{place.code} {triggers[place.code]}"
    item = standard.by_code.get(head)
    if of:
        of_item = standard.by_code.get(of)
        return "coefficient", f"{of} {of_item.short or of_item.name if of_item else ''}差异系数{stage}"
    name = f"{place.code} {item.short or item.name}{stage}" if item is not None else place.code
    if not place.unit:
        return "item", name
    return "rule" if item is not None and item.composite is not None else "row", name


def standing_words(standard: Standard, place: Place, standing: Standing | None, value: str) -> str:
    """达到（4.82 ㎡/生）; 1.50 分; 0.00—2.00 分; 88.20 分，良好; 没有这一行."""
    if standing is None:
        return "没有这一行"
    if standing.na:
        return WORDS["na"]
    if standing.low:
        low, high = shown(from_text(standing.low)), shown(from_text(standing.high))
        points = f"{low} 分" if low == high and standing.low == standing.high else f"{low}—{high} 分"
        grades = "或".join(dict.fromkeys(standing.grades))
        return f"{points}，{grades}" if grades else points
    effect = next((one.effect for one in standard.triggers if one.code == place.code), "")
    if effect:
        return STRUCK.get(effect, STRUCK["other"])[standing.verdict]
    word = WORDS.get(standing.verdict, standing.verdict)
    return f"{word}（{value}）" if value and value != NONE else word
