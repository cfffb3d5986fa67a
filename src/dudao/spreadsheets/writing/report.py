"""The report as a workbook: verdict and score first, then what fails, the schools, the gaps, the open cells."""

from collections.abc import Mapping, Sequence
from typing import Any

from dudao.calc.assessment.report.sentences import answer, failing, is_share, line_text, relaxed_text, warning_text
from dudao.calc.assessment.report.tree import WORDS
from dudao.calc.figures.showing import from_text
from dudao.spreadsheets.writing.sheet import CellValue, Table, Told, workbook_of

Plain = Mapping[str, Any]


def report_workbook(report: Plain, told: Told | None = None) -> bytes:
    """The .xlsx of a report (plain data of `calc.assessment.report`); `told` as in `workbook_of`."""
    tables = [_first(report)]
    for standard in report["standards"]:
        tables += _scored(standard) if standard["kind"] == "score" else _judged(standard)
    tables.append(_open(report))
    tables.append(_left_out(report))
    demo = "演示数据 · " if report["demo"] else ""
    return workbook_of(tables, footer=f"{demo}{report['county']} · 督导 {report['software']}", told=told)


def _exact(text: str | None) -> CellValue:
    return None if text is None else from_text(text)


def _notice(standard: Plain) -> str:
    return f"{standard['name']}（{standard['document']}）{'　' + standard['notice'] if standard['notice'] else ''}"


def _first(report: Plain) -> Table:
    rows: list[list[CellValue]] = [[standard["short"], answer(standard)] for standard in report["standards"]]
    rows += [
        [f"{standard['short']}：失分、未达到、未定", line]
        for standard in report["standards"]
        for line in failing(standard)
    ]
    rows.append(["评估年度", str(report["evaluation_year"] or "未设")])
    rows.append(["评估日期", report["visit_date"] or "未设"])
    roll = report["roll"]
    rows.append(["名册", f"{len(roll['schools'])} 所" if roll["known"] else "没有名册，不能说是否齐全"])
    rows += [["数据来自", name] for name in report["workbooks"]]
    for standard in report["standards"]:
        rows += [
            ["否决、前提、降等", f"{state['code']} {state['name']}：{_struck(state)}"] for state in standard["triggers"]
        ]
    rows += [
        ["启用的放宽", relaxed_text(found)] for standard in report["standards"] for found in standard["relaxations"]
    ]
    rows += [["读表说明", remark] for remark in report["remarks"]]
    rows += [["提醒", warning_text(one)] for one in report.get("warnings", ())]
    rows += [["未运行的核对", text] for text in report["checks_not_run"]]
    title = f"{report['county']}自评报告{'（演示数据）' if report['demo'] else ''}"
    return Table(name="结论", title=title, heads=["事项", "结论"], rows=rows, widths=[30, 100])


def _struck(state: Plain) -> str:
    if state["struck"] is None:
        return "未定"
    if state["effect"] == "precondition":
        return "不具备" if state["struck"] else "具备"
    return "成立" if state["struck"] else "不成立"


def _names(standard: Plain) -> dict[str, str]:
    """Item → its code with its name, for whoever does not know the codes."""
    return {item["code"]: f"{item['code']} {item['short'] or item['name']}" for item in standard["items"]}


def _judged(standard: Plain) -> list[Table]:
    parts = (_item_table, _variation_table, _rule_table, _gap_table, _failing_table)
    tables = [part(standard) for part in parts]
    return [*tables, _relaxation_table(standard)] if standard["relaxations"] else tables


def _relaxation_table(standard: Plain) -> Table:
    short = standard["short"]
    names = ("code", "name", "school", "word", "why", "proof", "until", "by", "on")
    rows = [
        [found["item"], *(found[name] for name in names), "是" if any(at["moved"] for at in found["places"]) else ""]
        for found in standard["relaxations"]
    ]
    return Table(
        name=f"{short}·放宽",
        title=f"{short} 启用的放宽",
        note=_notice(standard),
        heads=["指标", "编号", "放宽", "学校", "用了没有", "说明", "凭什么", "有效到", "谁启用", "何时", "结论不同"],
        rows=rows,
        widths=[12, 10, 40, 28, 10, 40, 40, 12, 10, 12, 10],
    )


def _item_table(standard: Plain) -> Table:
    short = standard["short"]
    return Table(
        name=f"{short}·各项",
        title=f"{short} 各项结论",
        note=_notice(standard),
        heads=["编号", "指标", "结论", "值与线", "校段", "部门"],
        rows=[
            [item["code"], item["name"], _verdict(item), _values(item), _counts(item), _departments(item)]
            for item in standard["items"]
        ],
        widths=[12, 48, 10, 48, 24, 30],
    )


def _verdict(item: Plain) -> str:
    """Resource items have no county verdict of their own: they count in the school rule, row by row."""
    return "逐校段计" if item["resource"] else WORDS[item["verdict"]]


def _departments(item: Plain) -> str:
    return "、".join(item["departments"])


def _variation_table(standard: Plain) -> Table:
    short, names = standard["short"], _names(standard)
    rows = [
        [
            names[found["item"]],
            _stage(found["stage"]),
            found["rows"],
            *(_exact(found[name]) for name in ("mean", "cv", "limit")),
            WORDS[found["verdict"]],
            "是" if found["edge"] else "",
        ]
        for found in standard["variations"]
    ]
    return Table(
        name=f"{short}·差异系数",
        title=f"{short} 校际差异系数",
        note=_notice(standard),
        heads=["指标", "学段", "校段数", "县均", "差异系数", "限", "结论", "取整后会判得不同"],
        rows=rows,
        decimals=[None, None, 0, 2, 3, 3, None, None],
    )


def _rule_table(standard: Plain) -> Table:
    short, names = standard["short"], _names(standard)
    rows = [
        [rule["school"], rule["stage_name"], WORDS[rule["verdict"]], rule["met"]]
        + ["、".join(names[code] for code in rule[name]) for name in ("missed", "below_floor", "open")]
        for rule in standard["school_rules"]
    ]
    return Table(
        name=f"{short}·校段",
        title=f"{short} 学校综合达标",
        note=_notice(standard),
        heads=["学校", "学段", "结论", "过线项数", "未过线", "低于底线", "未定"],
        rows=rows,
        decimals=[None, None, None, 0],
    )


def _gap_table(standard: Plain) -> Table:
    short, names = standard["short"], _names(standard)
    rows = [
        [
            row["school"],
            row["stage_name"],
            names[row["item"]],
            gap["what"],
            *(_exact(gap[name]) for name in ("to_line", "to_floor")),
            gap["unit"],
            "全校合计" if gap["of_school"] else "",
        ]
        for row in standard["rows"]
        for gap in row["gaps"]
        if gap["to_line"] not in (None, "0")
    ]
    return Table(
        name=f"{short}·差额",
        title=f"{short} 每校缺什么",
        note=_notice(standard),
        heads=["学校", "学段", "指标", "缺什么", "到线差", "到底线差", "单位", "说明"],
        rows=rows,
        decimals=[None, None, None, None, 2, 2],
    )


def _failing_table(standard: Plain) -> Table:
    short, names = standard["short"], _names(standard)
    rows = [
        [names[row["item"]], row["school"] or "全县", row["stage_name"], WORDS[row["verdict"]], _values(row), _why(row)]
        for row in standard["rows"]
        if row["verdict"] in ("fail", "open")
    ]
    return Table(
        name=f"{short}·未过线",
        title=f"{short} 未达到和未定的校段",
        note=_notice(standard),
        heads=["指标", "学校", "学段", "结论", "值与线", "说明"],
        rows=rows,
        widths=[26, 28, 8, 8, 60, 40],
    )


def _why(row: Plain) -> str:
    told = row.get("relaxing")
    return "；".join(part for part in (row["why"], f"放宽 {told['code']} {told['word']}" if told else "") if part)


def _values(item: Plain) -> str:
    return "；".join(
        f"{found['label'] + ' ' if found['label'] and len(item['comparisons']) > 1 else ''}"
        f"{_shown(found)}（{line_text(found)}）"
        for found in item["comparisons"]
    )


def _shown(found: Plain) -> str:
    if is_share(found) or found["value"] is None:
        return str(found["shown"])
    return f"{found['shown']}{'' if found['unit'] == '%' else ' '}{found['unit']}".rstrip()


def _counts(item: Plain) -> str:
    return "、".join(f"{WORDS[word]} {number}" for word, number in item["counts"].items() if number)


def _stage(stage: str) -> str:
    return {"primary": "小学", "junior": "初中"}.get(stage, stage)


def _scored(standard: Plain) -> list[Table]:
    short, note = standard["short"], _notice(standard)
    heads = ["编号", "名称", "满分", "已定", "最高", "失分", "怎样挣回", "方法", "责任部门"]
    rows: list[list[CellValue]] = []
    for group in standard["aspects"]:
        rows.append([group["code"], group["name"], *_points(group)])
    aspects = Table(
        name=f"{short}·六方面",
        title=f"{short} 六个方面",
        note=note,
        heads=heads[:6],
        rows=[row[:6] for row in rows],
        decimals=[None, None, 2, 2, 2, 2],
    )
    items = [
        [
            item["code"],
            item["name"],
            *_points(item),
            item["win_back"],
            "".join(item["methods"]),
            "、".join(item["departments"]),
        ]
        for item in standard["items"]
    ]
    each = Table(
        name=f"{short}·各条",
        title=f"{short} 各条得分",
        note=note,
        heads=heads,
        rows=items,
        decimals=[None, None, 2, 2, 2, 2],
        widths=[10, 40, 8, 8, 8, 8, 60, 10, 30],
    )
    return [aspects, each]


def _points(group: Plain) -> list[CellValue]:
    points = group["points"]
    if points is None or points["na"]:
        return ["不适用", "—", "—", "—"]
    return [from_text(points[name]) for name in ("full", "low", "high", "lost")]


def _open(report: Plain) -> Table:
    needs: dict[tuple[str, ...], list[str]] = {}
    for standard in report["standards"]:
        names = _names(standard) | {one["code"]: f"{one['code']} {one['name']}" for one in standard["triggers"]}
        for item in (*standard["items"], *standard["triggers"]):
            for need in item["needs"]:
                place = (need.get("school", "县"), need["says"], need.get("why", ""), need.get("cell", ""))
                needs.setdefault((*place, need.get("reporter", "")), []).append(names[item["code"]])
    rows = [[*place, "、".join(dict.fromkeys(codes))] for place, codes in needs.items()]
    return Table(
        name="还缺的数",
        title="还缺的数和判断",
        heads=["单位", "缺什么", "现状", "单元格", "谁报", "影响"],
        rows=rows,
        widths=[28, 40, 14, 36, 24, 40],
    )


def _left_out(report: Plain) -> Table:
    rows: Sequence[Sequence[CellValue]] = [
        [standard["short"], out["school"], _stage(out["stage"]), out["why"]]
        for standard in report["standards"]
        for out in standard["outside"]
    ]
    return Table(name="不计的学校", title="不计入校段的学校和学段", heads=["标准", "学校", "学段", "为什么"], rows=rows)
