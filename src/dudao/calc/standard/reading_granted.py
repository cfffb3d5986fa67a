"""Relaxations as a settings file switches them on: school by school, each with its proof, its last day, who and when.

relaxations:
  YZJH-2017:
    YZJH-R1:
    - {school: "2144000501", proof: 教办〔2026〕12 号 走教安排, until: 2027-07-31, by: 贺某, on: 2026-11-02}
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dudao.calc.figures.snapshot import Granted
from dudao.calc.standard.model import Standard

_FORM = '{school: "学校标识码", proof: 文件名称和文号, until: 2027-07-31, by: 登记人, on: 2026-11-02}'
_NAMES = {
    "school": "哪所学校",
    "proof": "凭什么：文件名称和文号",
    "until": "有效到哪一天",
    "by": "谁启用的",
    "on": "哪天启用的",
}


def read_granted(part: Any, file: str, faults: list[str]) -> tuple[Granted, ...]:
    """Every relaxation that is switched on; what is missing or makes no sense goes to `faults`."""
    found: dict[tuple[str, str, str], Granted] = {}
    for standard, code, entry in _entries(part, file, faults):
        granted = _granted(standard, code, entry, file, faults)
        if granted is None:
            continue
        key = (standard, code, granted.school)
        if key in found:
            faults.append(f"{file}：放宽 {code} 给学校 {granted.school} 写了两遍，留一条。")
        found[key] = granted
    return tuple(found.values())


def _entries(part: Any, file: str, faults: list[str]) -> Iterator[tuple[str, str, Any]]:
    if part in ("", None):
        return
    if not isinstance(part, Mapping) or not all(isinstance(inside, Mapping) for inside in part.values()):
        faults.append(f"{file}：relaxations 下面写“标准: {{放宽的编号: 学校的清单}}”。")
        return
    for standard, inside in part.items():
        for code, entries in inside.items():
            if isinstance(entries, str) or not isinstance(entries, Sequence):
                faults.append(f"{file}：放宽 {code} 下面是学校的清单，每所写 {_FORM}。")
                continue
            yield from ((str(standard), str(code), entry) for entry in entries)


def _granted(standard: str, code: str, entry: Any, file: str, faults: list[str]) -> Granted | None:
    if not isinstance(entry, Mapping):
        faults.append(f"{file}：放宽 {code} 的每所学校写 {_FORM}。")
        return None
    texts = {name: str(entry.get(name, "")).strip() for name in _NAMES}
    where = f"{file}：放宽 {code}" + (f"（{texts['school']}）" if texts["school"] else "")
    missing = [f"{name}（{what}）" for name, what in _NAMES.items() if not texts[name]]
    if missing:
        faults.append(f"{where} 缺 {'、'.join(missing)}；不写明就不能启用。")
    unknown = [str(name) for name in entry if name not in _NAMES]
    if unknown:
        faults.append(f"{where} 不认识 {'、'.join(unknown)}；每所写 {_FORM}。")
    until = _day(texts["until"], f"{where} 的 until", faults)
    _day(texts["on"], f"{where} 的 on", faults)
    if missing or until is None:
        return None
    return Granted(
        standard=standard,
        relaxation=code,
        school=texts["school"],
        proof=texts["proof"],
        until=until,
        by=texts["by"],
        on=texts["on"],
    )


def _day(text: str, what: str, faults: list[str]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        faults.append(f"{what} 写成 2027-07-31 的样子；现在是 {text!r}。")
        return None


def unknown_relaxations(granted: Sequence[Granted], file: str, standards: Sequence[Standard]) -> Iterator[str]:
    """A sentence for each that no standard at hand declares."""
    known = {standard.code: [one.code for one in standard.relaxations] for standard in standards}
    for one in granted:
        if one.standard not in known:
            yield f"{file}：没有标准 {one.standard}；有 {'、'.join(known)}。"
        elif one.relaxation not in known[one.standard]:
            there = f"有 {'、'.join(known[one.standard])}" if known[one.standard] else "它一条也没有"
            yield f"{file}：{one.standard} 没有放宽 {one.relaxation}；{there}。"
