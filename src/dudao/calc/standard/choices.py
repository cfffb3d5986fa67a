"""The county's choices as one file: parameters, strictness, switches, function → unit, year and visit, extras, relaxations.

evaluation_year: 2025
visit_date: 2026-12-15
parameters:
  YZJH-2017:
    cv_primary: {value: 0.48, by: 贺某, on: 2026-11-02, reason: 省厅通知}
strictness: {YZJH-2017: {YZJH-4.1: {value: ">", by: 贺某, on: 2026-11-02}}}
switches:   {YZJH-2017: {YZJH-V8: {value: on, by: 贺某, on: 2026-11-02}}}
functions:  {finance: {value: 某县财政局}}
bonuses:    [{name: 省级改革典型, year: 2025, by: 贺某, on: 2026-11-02}]
deductions: [{name: 省级通报批评, year: 2025, count: 1, by: 贺某, on: 2026-11-02}]
relaxations: {YZJH-2017: {YZJH-R1: [{school: "2144000501", proof: 教办〔2026〕12 号, until: 2027-07-31, by: 贺某, on: 2026-11-02}]}}
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import yaml

from dudao.calc.figures.snapshot import ChoiceMade, Choices
from dudao.calc.standard.model import Standard
from dudao.calc.standard.reading_explained import read_explained
from dudao.calc.standard.reading_granted import read_granted, unknown_relaxations

OPERATORS = (">", ">=", "<", "<=")
_PARTS = frozenset(
    "evaluation_year visit_date parameters strictness switches functions bonuses deductions relaxations explained".split(),
)
_SWITCH = {"on": True, "yes": True, "true": True, "开": True, "off": False, "no": False, "false": False, "关": False}


class ChoicesError(ValueError):
    """The settings file cannot be used; `faults` lists every reason, each with how to mend it."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def read_choices(data: bytes, file: str, standards: Sequence[Standard] = ()) -> Choices:
    """The county's choices from a settings file; compared with `standards` where given (unknown names are faults)."""
    try:
        plain = yaml.load(data.decode("utf-8-sig"), Loader=yaml.BaseLoader) or {}  # scalars stay text: no floats
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise ChoicesError([f"{file} 不是一份 YAML 设置：{' '.join(str(fault).split())}。"]) from None
    if not isinstance(plain, Mapping):
        raise ChoicesError([f"{file} 应当是“名字: 值”的清单，如 evaluation_year: 2025。"])
    return choices_from(plain, file, standards)


def choices_from(plain: Mapping[str, Any], file: str, standards: Sequence[Standard] = ()) -> Choices:
    """The same from plain data (texts), as the page keeps it."""
    faults = [f"{file}：不认识 {name}；可用 {'、'.join(sorted(_PARTS))}。" for name in plain if name not in _PARTS]
    choices = Choices(
        evaluation_year=_year(plain.get("evaluation_year", ""), file, faults),
        visit_date=_date(plain.get("visit_date", ""), file, faults),
        parameters=_by_standard(plain.get("parameters", {}), file, "parameters", faults),
        strictness=_by_standard(plain.get("strictness", {}), file, "strictness", faults),
        switches=_by_standard(plain.get("switches", {}), file, "switches", faults),
        functions={name: _made(made) for name, made in _mapping(plain.get("functions", {}), file, "functions", faults)},
        bonuses=_extras(plain.get("bonuses", ()), file, "bonuses", faults),
        deductions=_extras(plain.get("deductions", ()), file, "deductions", faults),
        relaxations=read_granted(plain.get("relaxations", {}), file, faults),
        explained=read_explained(plain.get("explained", ()), file, faults),
    )
    faults += _values_at_fault(choices, file)
    faults += _unknown_names(choices, file, standards)
    if faults:
        raise ChoicesError(faults)
    return _typed(choices)


def _year(text: str, file: str, faults: list[str]) -> int:
    if not text:
        return 0
    if not (text.isdigit() and 2000 <= int(text) <= 2100):
        faults.append(f"{file}：evaluation_year 写四位年份，如 2025；现在是 {text!r}。")
        return 0
    return int(text)


def _date(text: str, file: str, faults: list[str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.append(f"{file}：visit_date 写成 2026-12-15 的样子；现在是 {text!r}。")
        return None


def _mapping(part: Any, file: str, name: str, faults: list[str]) -> list[tuple[str, Any]]:
    if part in ("", None):
        return []
    if not isinstance(part, Mapping):
        faults.append(f"{file}：{name} 下面写“名字: 值”。")
        return []
    return list(part.items())


def _by_standard(part: Any, file: str, name: str, faults: list[str]) -> dict[tuple[str, str], ChoiceMade]:
    return {
        (standard, key): _made(made)
        for standard, inside in _mapping(part, file, name, faults)
        for key, made in _mapping(inside, file, f"{name}.{standard}", faults)
    }


def _made(made: Any) -> ChoiceMade:
    if isinstance(made, Mapping):
        return ChoiceMade(
            value=made.get("value", ""), by=made.get("by", ""), on=made.get("on", ""), reason=made.get("reason", "")
        )
    return ChoiceMade(value=made)


def _extras(part: Any, file: str, name: str, faults: list[str]) -> tuple[ChoiceMade, ...]:
    if part in ("", None):
        return ()
    if isinstance(part, str) or not isinstance(part, Sequence):
        faults.append(f"{file}：{name} 是一个清单，每条写 {{name: 事项, year: 2025, by: 登记人, on: 日期}}。")
        return ()
    return tuple(extra for entry in part if (extra := _extra(entry, file, name, faults)))


def _extra(entry: Any, file: str, name: str, faults: list[str]) -> ChoiceMade | None:
    if not isinstance(entry, Mapping) or not entry.get("name"):
        faults.append(f"{file}：{name} 的每条都要有 name（事项名称）。")
        return None
    count, year = str(entry.get("count", "1")), str(entry.get("year", "0"))
    if not count.isdigit() or not year.isdigit():
        faults.append(f"{file}：{name}“{entry['name']}”的 year、count 写整数。")
        return None
    matter = {"name": entry["name"], "year": int(year), "count": int(count)}
    return ChoiceMade(value=matter, by=entry.get("by", ""), on=entry.get("on", ""), reason=entry.get("reason", ""))


def _values_at_fault(choices: Choices, file: str) -> list[str]:
    faults = []
    for (_, name), made in choices.parameters.items():
        if _number(str(made.value)) is None:
            faults.append(f"{file}：参数 {name} 要写一个十进制数，如 0.48；现在是 {made.value!r}。")
    for (_, item), made in choices.strictness.items():
        if made.value not in OPERATORS:
            faults.append(f"{file}：{item} 的松紧写 > >= < <= 之一；现在是 {made.value!r}。")
    for (_, code), made in choices.switches.items():
        if str(made.value).lower() not in _SWITCH:
            faults.append(f"{file}：{code} 的开关写 on 或 off；现在是 {made.value!r}。")
    return faults


def _number(text: str) -> int | Fraction | None:
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
    return value.numerator if value.denominator == 1 else value


def _unknown_names(choices: Choices, file: str, standards: Sequence[Standard]) -> list[str]:
    if not standards:
        return []
    known = {standard.code: standard for standard in standards}
    faults = []
    for what, made in (
        ("参数", choices.parameters),
        ("指标", choices.strictness),
        ("开关", choices.switches),
    ):
        for code, name in made:
            if code not in known:
                faults.append(f"{file}：没有标准 {code}；有 {'、'.join(known)}。")
            elif name not in _names_of(known[code], what):
                faults.append(f"{file}：{code} 没有{what} {name}；可用 {'、'.join(_names_of(known[code], what))}。")
    return [*faults, *unknown_relaxations(choices.relaxations, file, standards)]


def _names_of(standard: Standard, what: str) -> list[str]:
    if what == "参数":
        return list(standard.parameters)
    if what == "指标":
        return [item.code for item in standard.items]
    return [trigger.code for trigger in standard.triggers]


def _typed(choices: Choices) -> Choices:
    """Switches as booleans; parameters stay texts and are read exactly where they are used."""
    switches = {
        key: ChoiceMade(value=_SWITCH[str(made.value).lower()], by=made.by, on=made.on, reason=made.reason)
        for key, made in choices.switches.items()
    }
    return Choices(**{**{name: getattr(choices, name) for name in choices.__dataclass_fields__}, "switches": switches})
