"""The report as text an office would send on: verdict and score first, then what fails, which schools, which cells."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dudao.calc.assessment.report.sentences import answer, is_share, line_text, relaxed_text, warning_text
from dudao.calc.assessment.report.tree import WORDS
from dudao.calc.figures.showing import from_text, shown

Plain = Mapping[str, Any]
MOST_LINES = 400  # of one table; the workbook carries all of them


def markdown(report: Plain) -> str:
    """The whole report in Markdown; tables longer than MOST_LINES say how many rows were left to the workbook."""
    out = list(_head(report))
    for standard in report["standards"]:
        out += ["", f"## {standard['name']}", "", f"{standard['document']}"]
        if standard["notice"]:
            out += ["", f"**{standard['notice']}**"]
        out += ["", f"**{answer(standard)}**", ""]
        out += _score_part(standard) if standard["kind"] == "score" else _verdict_part(standard)
        out += _open_part(standard)
    out += ["", "## 数据说明", *_tail(report)]
    return "\n".join(out).rstrip() + "\n"


def _head(report: Plain) -> Iterator[str]:
    yield f"# {report['county']}自评报告"
    yield ""
    if report["demo"]:
        yield "**演示数据**"
        yield ""
    for standard in report["standards"]:
        yield f"- {answer(standard)}"
    yield ""
    facts = [f"评估年度 {report['evaluation_year'] or '未设'}", f"评估日期 {report['visit_date'] or '未设'}"]
    roll = report["roll"]
    facts.append(f"名册 {len(roll['schools'])} 所" if roll["known"] else "没有名册，不能说是否齐全")
    yield "；".join(facts) + "。"
    if report["workbooks"]:
        yield f"数据来自：{'、'.join(report['workbooks'])}。"


def _tail(report: Plain) -> Iterator[str]:
    warnings = [warning_text(one) for one in report.get("warnings", ())]
    told = (("读表时的说明", report["remarks"]), ("提醒", warnings), ("没有运行的核对", report["checks_not_run"]))
    for title, entries in told:
        if entries:
            yield ""
            yield f"{title}："
            yield ""
            yield from (f"- {entry}" for entry in entries)


def _table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    if not rows:
        return []
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows[:MOST_LINES]]
    if len(rows) > MOST_LINES:
        lines += ["", f"另有 {len(rows) - MOST_LINES} 行，见 Excel 报告。"]
    return [*lines, ""]


def _cell(cell: Any) -> str:
    return str(cell if cell not in (None, "") else "—").replace("|", "\\|").replace("\n", " ")


def _value(item: Plain) -> str:
    return "；".join(
        f"{found['label'] + ' ' if found['label'] and len(item['comparisons']) > 1 else ''}{found['shown']}"
        f"{found['unit'] if found['value'] and not is_share(found) else ''}"
        f"（线 {line_text(found)}）{'，取整后会判得不同' if found['edge'] else ''}"
        for found in item["comparisons"]
    )


def _shown(text: str | None, percent: bool = False) -> str:
    if text is None:
        return "—"
    value = from_text(text)
    decimals = 0 if (value * (100 if percent else 1)).denominator == 1 else 3
    return shown(value, decimals, percent=percent)


def _verdict_part(standard: Plain) -> list[str]:
    out = []
    struck = [state for state in standard["triggers"] if state["struck"]]
    if struck:
        out += ["否决或前提：" + "；".join(f"{state['code']} {state['name']}" for state in struck) + "。", ""]
    out += ["### 未达到的判断", ""]
    failing = [item for item in standard["items"] if item["verdict"] == "fail"]
    out += _table(
        ["编号", "指标", "值与线", "牵头"],
        [
            [item["code"], item["name"], _value(item) or _counts(item), "、".join(item["departments"])]
            for item in failing
        ],
    ) or ["没有。", ""]
    out += ["### 差异系数", ""]
    out += _table(
        ["指标", "学段", "系数", "限", "结论"],
        [
            [found["item"], _stage(found["stage"]), _cv(found), _shown(found["limit"]), WORDS[found["verdict"]]]
            for found in standard["variations"]
        ],
    )
    out += ["### 不达标的校段", ""]
    rules = [rule for rule in standard["school_rules"] if rule["verdict"] == "fail"]
    out += _table(
        ["学校", "学段", "过线", "未过线", "低于底线"],
        [
            [
                rule["school"],
                rule["stage_name"],
                f"{rule['met']}/7",
                "、".join(rule["missed"]),
                "、".join(rule["below_floor"]),
            ]
            for rule in rules
        ],
    ) or ["没有。", ""]
    if standard["relaxations"]:
        out += ["### 启用的放宽", ""]
        out += [f"- {relaxed_text(found)}" for found in standard["relaxations"]] + [""]
    out += ["### 差多少", ""]
    return out + _gaps(standard)


def _cv(found: Plain) -> str:
    if not found["cv"]:
        return "—"
    return shown(from_text(found["cv"]), 3) + ("（取整后会判得不同）" if found["edge"] else "")


def _stage(stage: str) -> str:
    return {"primary": "小学", "junior": "初中"}.get(stage, stage)


def _counts(item: Plain) -> str:
    return "、".join(f"{WORDS[word]} {number}" for word, number in item["counts"].items() if number)


def _gaps(standard: Plain) -> list[str]:
    rows = []
    for row in standard["rows"]:
        for gap in row["gaps"]:
            if gap["to_line"] not in (None, "0"):
                floor = _shown(gap["to_floor"]) if gap["to_floor"] is not None else "—"
                rows.append(
                    [
                        row["school"],
                        row["stage_name"],
                        row["item"],
                        gap["what"],
                        _shown(gap["to_line"]),
                        floor,
                        gap["unit"],
                    ]
                )
    return _table(["学校", "学段", "指标", "缺什么", "到线差", "到底线差", "单位"], rows) or ["没有差额。", ""]


def _score_part(standard: Plain) -> list[str]:
    out = ["### 六个方面", ""]
    out += _table(
        ["方面", "满分", "已定", "最高", "失分"],
        [
            [
                f"{group['code']} {group['name']}",
                *(_shown_points(group["points"][name]) for name in ("full", "low", "high", "lost")),
            ]
            for group in standard["aspects"]
        ],
    )
    struck = [state for state in standard["triggers"] if state["struck"]]
    if struck:
        out += ["触发：" + "；".join(f"{state['code']} {state['name']}" for state in struck) + "。", ""]
    out += ["### 失分的条目", ""]
    losing = [item for item in standard["items"] if item["points"] and from_text(item["points"]["lost"]) > 0]
    losing.sort(key=lambda item: (-from_text(item["points"]["lost"]), item["code"]))
    rows = [
        [
            item["code"],
            item["name"],
            f"−{_shown_points(item['points']['lost'])}",
            item["win_back"],
            "、".join(item["departments"]),
        ]
        for item in losing
    ]
    return out + (_table(["编号", "条目", "失分", "怎样挣回", "责任部门"], rows) or ["没有。", ""])


def _shown_points(text: str) -> str:
    return shown(from_text(text))


def _open_part(standard: Plain) -> list[str]:
    rows: dict[tuple[str, ...], list[str]] = {}
    for item in standard["items"]:
        for need in item["needs"]:
            place = (
                need.get("school", "县"),
                need["says"],
                need.get("why", ""),
                need.get("cell", ""),
                need.get("reporter", ""),
            )
            rows.setdefault(place, []).append(item["code"])
    table = [[*place, "、".join(dict.fromkeys(codes))] for place, codes in rows.items()]
    return ["### 还缺的数和判断", ""] + (
        _table(["单位", "缺什么", "现状", "单元格", "谁报", "影响"], table) or ["没有。", ""]
    )
