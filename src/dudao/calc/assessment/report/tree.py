"""An explanation as indented lines: what `dudao explain` prints."""

from collections.abc import Iterator, Mapping
from typing import Any

WORDS = {"pass": "达到", "fail": "未达到", "open": "未定", "na": "不适用"}


def lines(step: Mapping[str, Any], rows: Mapping[str, Any] | None = None, depth: int = 0) -> Iterator[str]:
    """The tree from the verdict down to cells, one step a line, two blanks a level; `rows` are the report's."""
    pad = "  " * depth
    head = step["title"]
    if step.get("shown"):
        head += f"：{step['shown']}"
    if step.get("verdict"):
        head += f"  【{WORDS.get(step['verdict'], step['verdict'])}】"
    yield pad + head
    for name in ("text", "numbers"):
        if step.get(name):
            yield f"{pad}  {'= ' if name == 'numbers' else ''}{step[name]}"
    if step.get("exact") and step["exact"] != step.get("shown"):
        yield f"{pad}  未取整 {step['exact']}"
    if source := step.get("source"):
        yield from _source(source, rows or {}, f"{pad}  ")
    for part in step.get("parts", ()):
        yield from lines(part, rows, depth + 1)


def _source(source: Mapping[str, str], rows: Mapping[str, Any], pad: str) -> Iterator[str]:
    place = "!".join(part for part in (source.get("sheet", ""), source.get("cell", "")) if part)
    head = f"，表头「{source['head']}」" if source.get("head") else ""
    who = f"，{source.get('by', '')} {source.get('at', '')}".rstrip() if source.get("by") or source.get("at") else ""
    yield f"{pad}出自 {source.get('file', '')} {place}{head}{who}"
    if source.get("remark"):
        yield f"{pad}{source['remark']}"
    if cells := rows.get(source.get("row", "")):
        yield f"{pad}该行 " + " | ".join(f"{letters} {text}" for letters, _, text in cells)
