"""A value as text and back, without loss: how figures are kept and how their set is given a digest."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from dudao.calc.figures.declaration import Figure, Kind
from dudao.calc.figures.showing import as_text, from_text
from dudao.calc.figures.statement import Key, Known, Reason, Statement, Unknown, Value


def value_text(value: Value) -> str:
    """'3.825', 'yes', '2016-11-01', a choice's code, or the rows of a list as JSON."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Fraction):
        return as_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        rows = [{name: _cell(stated) for name, stated in row.items()} for row in value]
        return json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return value


def _cell(stated: Statement) -> list[Any]:
    if isinstance(stated, Known):
        return [value_text(stated.value), stated.text]
    return [None, stated.text, stated.reason.name]


def value_from(text: str, figure: Figure) -> Value:
    """What `value_text` wrote, read by the figure's kind."""
    if figure.kind is not Kind.LIST:
        return _plain(text, figure.kind)
    kinds = {column.name: column.kind for column in figure.columns}
    return tuple(
        {name: _stated(cell, kinds.get(name, Kind.TEXT)) for name, cell in row.items()} for row in json.loads(text)
    )


def _plain(text: str, kind: Kind) -> int | Fraction | bool | str | date:
    match kind:
        case Kind.NUMBER:
            return from_text(text)
        case Kind.YES_NO:
            return text == "yes"
        case Kind.DATE:
            return date.fromisoformat(text)
    return text


def _stated(cell: list[Any], kind: Kind) -> Statement:
    if cell[0] is None:
        return Unknown(Reason[cell[2]], cell[1])
    return Known(_plain(cell[0], kind), cell[1])


def digest(statements: Mapping[Key, Statement] | Iterable[tuple[Key, Statement]]) -> str:
    """SHA-256 of a set of statements, whatever their order: equal digests mean equal figures (sources left out)."""
    pairs = statements.items() if isinstance(statements, Mapping) else statements
    lines = sorted(
        [
            [*key, value_text(stated.value)] if isinstance(stated, Known) else [*key, None, stated.reason.name]
            for key, stated in pairs
        ],
        key=lambda line: [str(part) for part in line],
    )
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
