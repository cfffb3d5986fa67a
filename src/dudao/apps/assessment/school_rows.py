"""Rows of one item at all schools: read lightly to count, sort and draw; read wholly only for the page shown."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dudao.apps.assessment.models import SchoolRun, StandardRun
from dudao.apps.assessment.wording import SIGNS, exact_value, limit_text
from dudao.apps.organisations.history import names_known_at
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.showing import NONE, from_text, shown

Plain = Mapping[str, Any]
TYPES = {
    "primary": "小学", "teaching_point": "教学点", "junior": "初中", "nine_year": "九年一贯制", "twelve_year": "十二年一贯制",
    "complete_secondary": "完全中学", "senior": "高中", "vocational": "中职", "vocational_junior": "职业初中", "special": "特教",
    "kindergarten": "幼儿园",
}  # fmt: skip
WHOLE = ("人", "间", "班", "所", "个", "次")
STATES = {  # what a tab shows
    "fail": "未过线",
    "floor": "低于底线",
    "part": "一贯制",
    "open": "缺数",
    "all": "全部",
}


@dataclass(frozen=True, slots=True)
class Light:
    """What counting, sorting and drawing need of a row."""

    pk: int
    unit: int
    stage: str
    verdict: str
    below: bool
    value: float | None
    order: float | None
    share: float | None
    name: str
    school_type: str
    township: str

    @property
    def tone(self) -> str:
        return "on" if self.verdict == "pass" else "bad" if self.below else "warn"


_LIGHT = (
    "pk", "unit_id", "stage", "verdict", "below_floor", "value", "order", "share", "unit__name", "unit__school_type",
    "unit__township__name",
)  # fmt: skip


def light_rows(result: StandardRun, code: str) -> list[Light]:
    """All rows of an item, those furthest below their line first, unknown ones after them."""
    rows = SchoolRun.objects.filter(result=result, item=code).values_list(*_LIGHT)
    then = names_known_at(result.county_id, result.run.at)
    found = [
        Light(pk, unit, stage, verdict, bool(below), value, order, share, *_said(then, unit, name, kind, township))
        for pk, unit, stage, verdict, below, value, order, share, name, kind, township in rows
    ]
    found.sort(key=lambda row: (row.order is None, row.order or 0.0, row.pk))
    return found


def _said(
    then: Mapping[int, tuple[str, str]], unit: int, name: str, kind: str, township: str | None
) -> tuple[str, str, str]:
    """(name, type, township) with the names that the school had when the run was made."""
    name, township = then.get(unit, (name, township or ""))
    return name, kind, township or ""


def parts_of(rows: Iterable[Light]) -> frozenset[int]:
    """The schools with more than one stage among the rows."""
    counted = Counter(row.unit for row in rows)
    return frozenset(unit for unit, number in counted.items() if number > 1)


def in_state(row: Light, state: str, parts: frozenset[int]) -> bool:
    match state:
        case "fail":
            return row.verdict == "fail"
        case "floor":
            return row.verdict == "fail" and row.below
        case "part":
            return row.unit in parts
        case "open":
            return row.verdict == "open"
    return True


def sorted_by(rows: Sequence[Light], sort: str) -> list[Light]:
    if sort == "share":
        return sorted(rows, key=lambda row: -(row.share or 0.0))
    if sort == "name":
        return sorted(rows, key=lambda row: (row.township, row.name))
    return list(rows)


def whole_rows(rows: Sequence[Light]) -> list[tuple[Light, Plain, str]]:
    """(row, its plain data, the school's code) for those on a page."""
    details = {
        pk: (detail, code)
        for pk, detail, code in SchoolRun.objects.filter(pk__in=[row.pk for row in rows]).values_list(
            "pk", "detail", "unit__code"
        )
    }
    return [(row, *details[row.pk]) for row in rows if row.pk in details]


def verdict_word(row: Light, resource: bool) -> tuple[str, str]:
    """(kind of status, word) of a row: a resource item speaks of line and floor, the others of being met."""
    if row.verdict == "pass":
        return ("on", "过线") if resource else ("pass", "达到")
    if row.verdict == "open":
        return "open", "缺数" if resource else "未定"
    if row.verdict == "na":
        return "na", "不适用"
    if resource:
        return ("bad", "低于底线") if row.below else ("warn", "未过线")
    return "fail", "未达到"


def comparison_line(detail: Plain) -> dict[str, str]:
    """Value and line of a row as shown; unrounded beside it where both would look equal."""
    if not detail.get("comparisons"):
        return {"value": "", "line": "", "edge": ""}
    first = detail["comparisons"][0]
    equal = first["met"] is False and first["shown"] == shown_limit(first)
    return {
        "value": "；".join(one["shown"] for one in detail["comparisons"]),
        "line": "；".join(f"{SIGNS[one['op']]} {limit_text(one) or NONE}" for one in detail["comparisons"]),
        "edge": exact_value(first) if equal or first["edge"] else "",
    }


def shown_limit(comparison: Plain) -> str:
    """The line rounded as the value is."""
    decimals = len(comparison["shown"].rstrip("%").partition(".")[2])
    return NONE if comparison["limit"] is None else shown(from_text(comparison["limit"]), decimals)


def gap_cell(gap: Plain, name: str) -> str:
    """A gap with the decimals of its unit: whole persons and rooms, two places for the rest; all alike down a column."""
    value = gap[name]
    return NONE if value in (None, "0") else shown(from_text(value), 0 if gap["unit"] in WHOLE else 2)


def stage_name(stage: str) -> str:
    return STAGES.get(stage, "")
