"""An explanation as indented lines: what `dudao explain` prints."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

WORDS = {"pass": "达到", "fail": "未达到", "open": "未定", "na": "不适用"}


def lines(
    step: Mapping[str, Any],
    rows: Callable[[Any], Sequence[tuple[str, str, str]]] | None = None,
    rulings: Mapping[str, str] | None = None,
    depth: int = 0,
) -> Iterator[str]:
    """The tree from the verdict down to cells, one step a line, two blanks a level.

    `rows` gives the cells of a sheet row by its number in the report; `rulings` the standard's texts by code, which the report gives once.
    """
    pad = "  " * depth
    head = step["title"]
    if step.get("shown"):
        head += f"：{step['shown']}"
    if step.get("verdict") and not _said(step):
        head += f"  【{WORDS.get(step['verdict'], step['verdict'])}】"
    yield pad + head
    if step["kind"] == "ruling" and not step.get("text"):
        told = (rulings or {}).get(step["title"].removeprefix("裁定 "))
        if told:
            yield f"{pad}  {told}"
    for name in ("text", "numbers"):
        if step.get(name):
            yield f"{pad}  {'= ' if name == 'numbers' else ''}{step[name]}"
    if step.get("exact") and step["exact"] != step.get("shown"):
        yield f"{pad}  未取整 {step['exact']}"
    if source := step.get("source"):
        yield from _source(source, rows, f"{pad}  ")
    for part in step.get("parts", ()):
        yield from lines(part, rows, rulings, depth + 1)


def _said(step: Mapping[str, Any]) -> bool:
    """Whether what is shown is the verdict already, in the words of its kind (达到, 不存在, 具备)."""
    shown = step.get("shown", "")
    return shown in (*WORDS.values(), "存在", "不存在", "具备", "不具备", "待补", "已用", "未用")


def _source(
    source: Mapping[str, Any], rows: Callable[[Any], Sequence[tuple[str, str, str]]] | None, pad: str
) -> Iterator[str]:
    place = "!".join(part for part in (source.get("sheet", ""), source.get("cell", "")) if part)
    head = f"，表头「{source['head']}」" if source.get("head") else ""
    who = f"，{source.get('by', '')} {source.get('at', '')}".rstrip() if source.get("by") or source.get("at") else ""
    yield f"{pad}出自 {source.get('file', '')} {place}{head}{who}"
    if source.get("remark"):
        yield f"{pad}{source['remark']}"
    if rows is not None and source.get("row") is not None:
        yield f"{pad}该行 " + " | ".join(f"{letters} {text}" for letters, _, text in rows(source["row"]))
