"""What an assessment saw, in its report: figures, judgements, choices; and the same read back, to be compared."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from dudao.calc.assessment.report.shared import FIGURE, Shared
from dudao.calc.assessment.report.told import cell, word
from dudao.calc.figures import (
    Catalogue,
    Judgement,
    Key,
    Known,
    Reason,
    School,
    Snapshot,
    Source,
    Statement,
    Unknown,
)
from dudao.calc.figures.coding import value_from, value_text
from dudao.calc.figures.snapshot import ChoiceMade, Choices
from dudao.calc.standard.choices import choices_from

Plain = Mapping[str, Any]


def plain_seen(snapshot: Snapshot, shared: Shared) -> dict[str, Any]:
    """`judgements`, and `choices` in the form of a settings file; the figures go into `shared`, in their order."""
    shared.figures += [_figure(key, stated, shared) for key, stated in snapshot.statements.items()]
    return {
        "judgements": [
            [item, unit, judged.level, judged.reason, judged.by, judged.on]
            for (item, unit), judged in snapshot.judgements.items()
        ],
        "choices": plain_choices(snapshot.choices),
    }


def _figure(key: Key, stated: Statement, shared: Shared) -> list[Any]:
    source = shared.cell(stated.source) if stated.source is not None else None
    if isinstance(stated, Unknown):
        return [*key, None, source, None, stated.text, stated.reason.name]
    value = value_text(stated.value)
    return [*key, value, source, stated.decimals or None, "" if stated.text == value else stated.text]


def plain_choices(choices: Choices) -> dict[str, Any]:
    """As `choices_from` reads them back; what touches no result is left out."""
    plain: dict[str, Any] = {}
    if choices.evaluation_year:
        plain["evaluation_year"] = str(choices.evaluation_year)
    if choices.visit_date:
        plain["visit_date"] = choices.visit_date.isoformat()
    for name in ("parameters", "strictness", "switches"):
        for (standard, what), made in getattr(choices, name).items():
            plain.setdefault(name, {}).setdefault(standard, {})[what] = {"value": _text(made.value), **_signed(made)}
    for name in ("bonuses", "deductions"):
        for made in getattr(choices, name):
            matter = {key: str(value) for key, value in made.value.items()}
            plain.setdefault(name, []).append(matter | _signed(made))
    for one in choices.relaxations:
        entry = {"school": one.school, "proof": one.proof, "until": one.until.isoformat(), "by": one.by, "on": one.on}
        plain.setdefault("relaxations", {}).setdefault(one.standard, {}).setdefault(one.relaxation, []).append(entry)
    return plain


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return value.isoformat() if isinstance(value, date) else str(value)


def _signed(made: ChoiceMade) -> dict[str, str]:
    return {name: getattr(made, name) for name in ("by", "on", "reason") if getattr(made, name)}


def snapshot_of(report: Plain, catalogue: Catalogue) -> Snapshot:
    """What the assessment of a report saw. Figures that nobody declares any more are left out."""
    roll = report["roll"]
    return Snapshot(
        schools=tuple(School(**school) for school in roll["schools"]),
        statements=dict(_statements(report, catalogue)),
        judgements={
            (item, unit): Judgement(level=level, reason=reason, by=by, on=on)
            for item, unit, level, reason, by, on in report["judgements"]
        },
        choices=choices_from(report["choices"], "报告里的选择"),
        roll_known=roll["known"],
    )


def _statements(report: Plain, catalogue: Catalogue) -> Iterator[tuple[Key, Statement]]:
    for entry in report["figures"]:
        one = dict(zip(FIGURE, entry, strict=False))
        unit, figure, stage = (word(report, one[name]) for name in ("unit", "figure", "stage"))
        key = Key(unit, figure, stage, one.get("year", 0))
        if key.figure not in catalogue:
            continue
        source = _source(report, one["cell"]) if one.get("cell") is not None else None
        if one.get("value") is None:
            yield key, Unknown(Reason[one["reason"]], one["text"], source)
        else:
            value = value_from(one["value"], catalogue[key.figure])
            yield key, Known(value, one.get("text") or one["value"], one.get("decimals") or 0, source)


def _source(report: Plain, number: int) -> Source:
    found = cell(report, number)
    names = ("file", "sheet", "cell", "head", "remark", "by", "at")
    return Source(**{name: found.get(name, "") for name in names})
