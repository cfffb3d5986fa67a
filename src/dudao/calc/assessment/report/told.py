"""Explanations read back from a report: the tree at an address, with its cells and the sheet rows they stand in."""

from collections.abc import Mapping
from typing import Any

from dudao.calc.assessment.report.shared import CELL, STEP

Plain = Mapping[str, Any]


def tree(report: Plain, number: int) -> dict[str, Any]:
    """A step with all below it, as one object each; `source["row"]` is a number among the report's rows."""
    values = dict(zip(STEP, report["steps"][number], strict=False))
    at, parts = values.pop("cell", None), values.pop("parts", None)
    plain = {name: text for name, value in values.items() if (text := word(report, value))}
    plain.setdefault("title", "")
    if at is not None:
        source = plain["source"] = cell(report, at)
        if plain["kind"] == "cell":
            plain["title"] = plain["title"] or f"{source['file']} {place(source)}".strip()
            if source.get("remark"):
                plain.setdefault("text", source["remark"])
    if parts:
        plain["parts"] = [tree(report, part) for part in parts]
    return plain


def place(source: Plain) -> str:
    """基本情况!C12"""
    return "!".join(part for part in (source.get("sheet", ""), source.get("cell", "")) if part)


def cell(report: Plain, number: int) -> dict[str, Any]:
    """A source: file, sheet, cell, head, remark, by, at, and `row` where its row was kept."""
    values = dict(zip(CELL, report["cells"][number], strict=False))
    file, sheet = report["sheets"][values.pop("sheet")]
    row = values.pop("row", None)
    texts = {name: text for name, value in values.items() if (text := word(report, value))}
    found = {"file": file, "sheet": sheet, **texts}
    return found if row is None else found | {"row": row}


def row_cells(report: Plain, number: int) -> list[tuple[str, str, str]]:
    """A row as it stood in the upload: (column letters, head, text) of its cells."""
    _, _, layout, texts = report["rows"][number]
    return [(letters, head, text) for (letters, head), text in zip(report["layouts"][layout], texts, strict=True)]


def word(report: Plain, value: Any) -> Any:
    """A text, which stands where it is or among the report's words."""
    return report["words"][value] if isinstance(value, int) else value
