"""What was said of warnings, as a settings file holds it; `dudao check` prints the lines to fill in.

explained:
- {check: CHK-22, school: "2144000501", values: "教学仪器设备值 2147；在校生数（小学） 612", says: 新购实验设备, by: 贺某, on: 2026-11-02}
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dudao.calc.figures.snapshot import Explained

_NEEDED = ("check", "values", "says", "by", "on")
_NAMES = (*_NEEDED, "school", "stage")


def read_explained(part: Any, file: str, faults: list[str]) -> tuple[Explained, ...]:
    """Every explanation; what is missing or makes no sense goes to `faults`."""
    if part in ("", None):
        return ()
    if isinstance(part, str) or not isinstance(part, Sequence):
        faults.append(f"{file}：explained 是一个清单，每条照 dudao check 打出来的样子写。")
        return ()
    return tuple(found for entry in part if (found := _explained(entry, file, faults)))


def _explained(entry: Any, file: str, faults: list[str]) -> Explained | None:
    if not isinstance(entry, Mapping):
        faults.append(f"{file}：explained 的每条照 dudao check 打出来的样子写。")
        return None
    texts = {name: str(entry.get(name, "") or "").strip() for name in _NAMES}
    where = f"{file}：对 {texts['check'] or '？'} 的说明"
    missing = [name for name in _NEEDED if not texts[name]]
    if missing:
        faults.append(f"{where} 缺 {'、'.join(missing)}；照 dudao check 打出来的样子写全。")
    if unknown := [str(name) for name in entry if name not in _NAMES]:
        faults.append(f"{where} 不认识 {'、'.join(unknown)}；可写 {'、'.join(_NAMES)}。")
    try:
        date.fromisoformat(texts["on"] or "2000-01-01")
    except ValueError:
        faults.append(f"{where} 的 on 写成 2026-11-02 的样子；现在是 {texts['on']!r}。")
    if missing:
        return None
    return Explained(
        check=texts["check"],
        values=texts["values"],
        says=texts["says"],
        by=texts["by"],
        on=texts["on"],
        unit=texts["school"],
        stage=texts["stage"],
    )
