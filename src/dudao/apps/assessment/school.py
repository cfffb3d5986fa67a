"""One school in a run: its verdicts, what it lacks, what would close it cheapest, its figures."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from dudao.apps.assessment.models import Missing, Run, SchoolRun, StandardRun
from dudao.apps.assessment.relaxed import lines_of
from dudao.apps.assessment.school_rows import comparison_line, gap_cell, stage_name
from dudao.apps.assessment.texts import declared_of
from dudao.apps.assessment.wording import WORDS, number_of, plain_number
from dudao.apps.organisations.models import Unit
from dudao.apps.returns.models import Stated
from dudao.calc.figures import Reason
from dudao.calc.figures.coding import value_from
from dudao.calc.figures.declaration import STAGES, Figure
from dudao.calc.figures.showing import NONE, from_text, shown
from dudao.calc.formula.wording import shown_value
from dudao.calc.standard.model import Standard
from dudao.library.read import catalogue

Plain = Mapping[str, Any]
Rows = Sequence[tuple[str, str, Plain]]  # item, stage, plain data


def school_context(run: Run, unit: Unit) -> dict[str, Any]:
    """Everything of the school's page but its figures."""
    results = {result.pk: result for result in run.results.all()}
    rows: dict[int, list[tuple[str, str, Plain]]] = defaultdict(list)
    found = SchoolRun.objects.filter(result__in=results, unit=unit).values_list("result_id", "item", "stage", "detail")
    for result, item, stage, detail in found:
        rows[result].append((item, stage, detail))
    parts = [_standard(results[pk], mine) for pk, mine in rows.items()]
    outside = [
        {"stage_name": stage_name(one["stage"]), "why": one["why"], "short": result.detail["short"]}
        for result in results.values()
        for one in result.detail["outside"]
        if one["unit"] == unit.code
    ]
    return {
        "parts": parts,
        "outside": outside,
        "sentence": _sentence(parts, outside),
        "relaxed": [line for result in results.values() for line in lines_of(result, unit=unit.code)],
        "missing": list(Missing.objects.filter(run=run, unit=unit)[:100]),
    }


def _standard(result: StandardRun, rows: Rows) -> dict[str, Any]:
    declared = declared_of(result).standard
    composite = next((item for item in declared.items if item.composite and item.composite.kind == "most"), None)
    rule_code = composite.code if composite is not None else ""
    rules = [_rule(declared, rule_code, stage, detail, rows) for item, stage, detail in rows if item == rule_code]
    resources = [row for row in rows if row[0] != rule_code and declared.by_code[row[0]].resource]
    others = [row for row in rows if row[0] != rule_code and not declared.by_code[row[0]].resource]
    return {
        "code": declared.code,
        "short": declared.short,
        "notice": declared.notice,
        "rules": rules,
        "resources": _by_item(declared, resources),
        "others": [_line(declared, *row) for row in others],
        "several": len({stage for _item, stage, _detail in resources}) > 1,
    }


def _rule(declared: Standard, code: str, stage: str, detail: Plain, rows: Rows) -> dict[str, Any]:
    """One stage under the school rule, with the cheapest way in the figures' own units."""
    words = {"pass": "达标", "fail": "不达标", "open": "未定", "na": "不适用"}
    gaps = {item: row["gaps"] for item, there, row in rows if there == stage and "gaps" in row}
    total = detail["met"] + len(detail["missed"]) + len(detail["open"])
    return {
        "code": code,
        "stage": stage,
        "stage_name": stage_name(stage),
        "kind": detail["verdict"],
        "word": words[detail["verdict"]],
        "text": f"{total} 项中 {detail['met']} 项达标",
        "missed": [_short(declared, one) for one in detail["missed"]],
        "below": [_short(declared, one) for one in detail["below_floor"]],
        "open": [_short(declared, one) for one in detail["open"]],
        "least": [text for one in detail["least"] if (text := _way(declared, one, gaps, "to_line", "线"))],
        "floor": [
            text
            for one in detail["left"]
            if one in detail["below_floor"] and (text := _way(declared, one, gaps, "to_floor", "底线"))
        ],
        "left": [_short(declared, one) for one in detail["left"] if one not in detail["below_floor"]],
    }


def _short(declared: Standard, code: str) -> str:
    item = declared.by_code[code]
    return f"{number_of(code)} {item.short or item.name}"


def _way(declared: Standard, code: str, gaps: Mapping[str, Sequence[Plain]], name: str, where: str) -> str:
    for gap in gaps.get(code, ()):
        if gap[name] not in (None, "0"):
            amount = f"{plain_number(from_text(gap[name]))} {gap['unit']}"
            return f"{_short(declared, code)} 补 {amount}到{where}"
    return f"{_short(declared, code)} 补到{where}"


def _by_item(declared: Standard, rows: Rows) -> list[dict[str, Any]]:
    order = [item.code for item in declared.items]
    return [_line(declared, *row) for row in sorted(rows, key=lambda row: (order.index(row[0]), row[1] == "junior"))]


def _line(declared: Standard, item: str, stage: str, detail: Plain) -> dict[str, Any]:
    made = declared.by_code[item]
    verdict, below = detail["verdict"], bool(detail.get("below_floor"))
    kind, word = (verdict, WORDS[verdict])
    if made.resource:
        kind = {"pass": "on", "fail": "bad" if below else "warn"}.get(verdict, verdict)
        word = {"pass": "过线", "fail": "低于底线" if below else "未过线", "open": "缺数"}.get(verdict, word)
    level = made.judgement.level(detail["judged"]) if made.judgement and detail["judged"] else None
    gap = next(iter(detail["gaps"]), None)
    return {
        "code": item,
        "number": number_of(item),
        "short": made.short or made.name,
        "name": made.name,
        "stage": stage,
        "stage_name": stage_name(stage) or NONE,
        "unit": made.measures[0].unit if made.measures else "",
        **comparison_line(detail),
        "judged": level.label if level is not None else "",
        "to_line": gap_cell(gap, "to_line") if gap else NONE,
        "to_floor": gap_cell(gap, "to_floor") if gap else NONE,
        "gap_unit": gap["unit"] if gap else "",
        "share": shown(from_text(detail["share"]), 1, percent=True) if detail.get("share") else NONE,
        "kind": kind,
        "word": word,
        "why": detail["why"],
        "relaxed": detail.get("relaxing", {}).get("word", ""),
    }


def _sentence(parts: Sequence[Plain], outside: Sequence[Plain]) -> str:
    """小学段达标，初中段不达标：低于底线 1.4 教学用房"""
    said = []
    for part in parts:
        for rule in part["rules"]:
            cause = rule["below"] or rule["missed"] or rule["open"]
            because = "低于底线" if rule["below"] else "未过线" if rule["missed"] else "缺数"
            tail = f"：{because} {'、'.join(cause)}" if rule["kind"] in ("fail", "open") and cause else ""
            said.append(f"{rule['stage_name']}段{rule['word']}{tail}")
    if said:
        return "；".join(said)
    if outside:
        return "；".join(dict.fromkeys(one["why"] for one in outside))
    failing = [line for part in parts for line in part["others"] if line["kind"] == "fail"]
    return f"{len(failing)} 项未达到" if failing else "这所学校没有不达到的"


# — figures


def figure_rows(run: Run, unit: Unit) -> list[dict[str, Any]]:
    """All that is stated for a school as the run saw it, in the catalogue's order."""
    declared = catalogue()
    order, stages = {name: number for number, name in enumerate(declared.figures)}, ("", *STAGES)
    stated = (
        Stated.objects.filter(campaign=run.campaign_id, unit=unit)
        .as_of(run.as_of)
        .values_list(
            "figure", "stage", "year", "value", "reason", "text", "sheet", "cell", "file", "change__draft__upload__name"
        )
    )
    known = [row for row in stated if row[0] in declared]
    known.sort(key=lambda row: (order[row[0]], stages.index(row[1]), row[2]))
    return [_figure(declared[row[0]], row) for row in known]


def _figure(figure: Figure, row: tuple[Any, ...]) -> dict[str, Any]:
    name, stage, year, value, reason, text, sheet, cell, own, file = row
    return {
        "figure": name,
        "stage": stage,
        "year": year,
        "label": figure.label_of(stage) + (f"（{year} 年）" if year else ""),
        "unit": figure.unit,
        "definition": figure.definition,
        "value": NONE if reason else _value(figure, value),
        "kind": "open" if reason else "",
        "why": (Reason[reason].value + (f"“{text}”" if text else "")) if reason else "",
        "cell": f"{sheet}!{cell}" if sheet else cell,
        "file": own or file or "",
        "reporter": catalogue().reporters.get(figure.reporter, figure.reporter),
    }


def _value(figure: Figure, text: str) -> str:
    value = value_from(text, figure)
    if isinstance(value, tuple):
        return f"{len(value)} 行"
    if isinstance(value, str):
        return next((choice.label for choice in figure.choices if choice.code == value), value)
    return shown_value(value)
