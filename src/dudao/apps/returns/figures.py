"""The figures of a campaign as a calculation takes them: all of them, or only what one page needs; now or as of a change."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone

from dudao.apps.campaigns.choices import choices as choices_of
from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.history import names_known_at
from dudao.apps.organisations.models import Unit
from dudao.apps.returns.kept import Kept
from dudao.apps.returns.models import Change, Judged, Stated
from dudao.calc.figures import (
    Judgement,
    Key,
    Kind,
    Known,
    Reason,
    School,
    Snapshot,
    Source,
    SourceRow,
    Statement,
    Unknown,
)
from dudao.calc.figures.coding import value_from
from dudao.calc.figures.showing import exact_text
from dudao.calc.figures.snapshot import Choices
from dudao.library.read import catalogue

# What a statement row needs to become a calc Statement; the raw row of the sheet only where an explanation asks for it.
_COLUMNS = (
    "unit__code", "figure", "stage", "year", "value", "reason", "text", "decimals", "sheet", "cell", "head", "remark",
    "change__by__name", "change__at", "change__draft__upload__name", "file",
)  # fmt: skip
_WITH_ROW = (*_COLUMNS, "row__number", "row__cells")
THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")
_HELD: Kept[Mapping[Key, Statement]] = Kept(2)


def last_change(campaign: Campaign) -> int:
    """The number of the newest change; 0 before the first."""
    newest = Change.objects.filter(campaign=campaign).order_by("-number").values_list("number", flat=True).first()
    return newest or 0


def figures_change(campaign: Campaign) -> tuple[int, str]:
    """Number and mark of the newest change that touched figures (judgements do not); (0, '') before the first.

    The mark tells the figures as of it from any others, anywhere.
    """
    changes = Change.objects.filter(campaign=campaign).exclude(kind=Change.Kind.JUDGEMENT)
    newest = changes.order_by("-number").values_list("number", "mark").first()
    return (newest[0], str(newest[1])) if newest else (0, "")


def held(campaign: Campaign, number: int, mark: str) -> Mapping[Key, Statement]:
    """All figures as of a change, without the rows they came from; kept by its mark, as pages ask again and again."""
    if not mark:
        return {}
    rows = Stated.objects.filter(campaign=campaign).as_of(number).values_list(*_COLUMNS)
    return _HELD.get(mark, lambda: dict(_statements(rows)))


def snapshot(
    campaign: Campaign,
    *,
    as_of: int | None = None,
    units: Collection[str] | None = None,
    figures: Collection[str] | None = None,
    rows: bool = False,
    choices: Choices | None = None,
) -> Snapshot:
    """All that an assessment may look at.

    as_of: after which change; None = now. units: only these schools' statements (the county's always); figures: only
    these. rows: with the row of the sheet each came from. choices: those of a run instead of today's.
    """
    return Snapshot(
        schools=schools(campaign, as_of),
        statements=statements(campaign, as_of=as_of, units=units, figures=figures, rows=rows),
        judgements=judgements(campaign, as_of),
        choices=choices if choices is not None else choices_of(campaign),
        roll_known=True,
    )


def statements(
    campaign: Campaign,
    *,
    as_of: int | None = None,
    units: Collection[str] | None = None,
    figures: Collection[str] | None = None,
    rows: bool = False,
) -> dict[Key, Statement]:
    """The figures alone, narrowed as in `snapshot`."""
    stated = Stated.objects.filter(campaign=campaign)
    stated = stated.current() if as_of is None else stated.as_of(as_of)
    if units is not None:
        stated = stated.filter(unit__code__in=units) | stated.filter(unit=None)
    if figures is not None:
        stated = stated.filter(figure__in=figures)
    return dict(_statements(stated.values_list(*(_WITH_ROW if rows else _COLUMNS))))


def schools(
    campaign: Campaign,
    as_of: int | None = None,
    *,
    known_at: datetime | None = None,
    codes: Collection[str] | None = None,
) -> tuple[School, ...]:
    """The roll: the county's schools that are open, in the order of their codes; or those of `codes` among them.

    `known_at`: as the records stood at that moment, with the names of then.
    """
    units = Unit.objects.filter(county=campaign.county_id).schools()
    units = units.filter(closed=None) if known_at is None else units.known_at(known_at)
    if codes is not None:
        units = units.filter(code__in=codes)
    then = names_known_at(campaign.county_id, known_at) if known_at is not None else {}
    found = []
    for pk, code, name, township in units.order_by("code").values_list("pk", "code", "name", "township__name"):
        said = then.get(pk, (name, township or ""))
        found.append(School(code=code, name=said[0], township=said[1]))
    return tuple(found)


def judgements(campaign: Campaign, as_of: int | None = None) -> dict[tuple[str, str], Judgement]:
    judged = Judged.objects.filter(campaign=campaign)
    judged = judged.current() if as_of is None else judged.as_of(as_of)
    rows = judged.exclude(level="").values_list("item", "unit__code", "level", "reason", "person", "on", "source")
    return {
        (item, unit or ""): Judgement(level=level, reason=reason, by=person, on=on, source=source)
        for item, unit, level, reason, person, on, source in rows
    }


def _statements(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Key, Statement]]:
    declared = catalogue()
    seen: dict[tuple[str, str, int], SourceRow] = {}
    for row in rows:
        unit, figure, stage, year, value, reason, text, decimals, *where = row
        if figure not in declared:  # a figure of an older list of figures
            continue
        source = _source(where, seen)
        key = Key(unit or "", figure, stage, year)
        if reason:
            yield key, Unknown(Reason[reason], text, source)
        else:
            yield key, Known(value_from(value, declared[figure]), text, decimals, source)


def _source(where: list[Any], seen: dict[tuple[str, str, int], SourceRow]) -> Source:
    sheet, cell, head, remark, by, at, first, own, *rest = where
    file = own or first
    row = None
    if rest and rest[1] is not None:
        number, cells = rest
        place = (file or "", sheet, number)
        row = seen.get(place)
        if row is None:
            row = seen[place] = SourceRow(file or "", sheet, number, tuple((a, b, c) for a, b, c in cells))
    return Source(file or "", sheet, cell, head, row, remark, by, _local(at))


@lru_cache(maxsize=256)
def _local(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def figure_name(figure: str, stage: str = "", year: int = 0) -> str:
    """What people call it: 在校生数（小学）, 财政教育投入 2025."""
    declared = catalogue()
    label = declared[figure].label_of(stage) if figure in declared else figure
    return f"{label} {year}" if year else label


def said(stated: Stated) -> str:
    """The value of a row as read, without losing a digit; '' where it is unknown."""
    declared = catalogue()
    if not stated.value or stated.figure not in declared:
        return stated.value
    figure = declared[stated.figure]
    match figure.kind:
        case Kind.NUMBER:
            whole, point, part = exact_text(value_from(stated.value, figure)).partition(".")
            return f"{THOUSANDS.sub(',', whole)}{point}{part}"
        case Kind.YES_NO:
            return "是" if stated.value == "yes" else "否"
        case Kind.CHOICE:
            return next((choice.label for choice in figure.choices if choice.code == stated.value), stated.value)
        case Kind.LIST:
            return f"{len(value_from(stated.value, figure))} 行"
    return stated.value
