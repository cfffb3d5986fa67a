"""How a change is written: what it replaces gets its end, what it states is added; nothing is overwritten."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dudao.apps.organisations.models import Unit
from dudao.apps.returns.models import Change, Judged, SheetRow, Stated
from dudao.calc.figures import Key, Known, School, SourceRow, Statement
from dudao.calc.figures.coding import value_text

BATCH = 500
RowPlace = tuple[str, str, int]  # file, sheet, number
JudgedRow = tuple[str, str, str, str, str, str, str]  # item, unit, level, reason, person, on, source


@dataclass(frozen=True, kw_only=True)
class FileRead:
    """A workbook as it is kept: its bytes, and what was read in them, packed."""

    name: str
    digest: str
    content: bytes
    book: bytes


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What a dry run found, ready to be written: nothing in it is computed again inside the transaction."""

    base: int  # the newest change when it was made
    statements: Sequence[tuple[Key, Statement]]  # only those that differ from what holds
    judgements: Sequence[JudgedRow] = ()
    new_schools: Sequence[School] = ()
    types: dict[str, str] = field(default_factory=dict)  # school code → school type
    mapping: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    remarks: Sequence[str] = ()
    blocking: Sequence[str] = ()  # why it may not be brought in


def save_statements(change: Change, statements: Sequence[tuple[Key, Statement]]) -> None:
    """Write statements under a change; the ones they replace end with it."""
    units = _units(change, {key.unit for key, _ in statements})
    rows = _save_rows(change, statements)
    _end(change, {(units[key.unit], key.figure, key.stage, key.year) for key, _ in statements})
    Stated.objects.bulk_create(
        (_stated(change, key, stated, units, rows) for key, stated in statements), batch_size=BATCH
    )


def save_judgements(change: Change, judgements: Sequence[JudgedRow]) -> None:
    """The same for judgements."""
    units = _units(change, {row[1] for row in judgements})
    held = Judged.objects.filter(campaign=change.campaign_id, item__in={row[0] for row in judgements}).current()
    wanted = {(row[0], units[row[1]]) for row in judgements}
    ending = [pk for pk, item, unit in held.values_list("pk", "item", "unit_id") if (item, unit) in wanted]
    _replace(Judged, ending, change)
    Judged.objects.bulk_create(
        (
            Judged(
                county_id=change.county_id,
                campaign_id=change.campaign_id,
                item=item,
                unit_id=units[unit],
                level=level,
                reason=reason,
                person=person,
                on=on,
                source=source,
                change=change,
                since=change.number,
            )
            for item, unit, level, reason, person, on, source in judgements
        ),
        batch_size=BATCH,
    )


def _units(change: Change, codes: set[str]) -> dict[str, int | None]:
    schools = Unit.objects.filter(county=change.county_id).schools()
    known: dict[str, int | None] = {"": None}
    known.update(schools.values_list("code", "pk"))
    if unknown := codes - known.keys():
        raise ValueError(f"Statements for units that are not there: {sorted(unknown)[:3]}")
    return known


def _end(change: Change, places: set[tuple[int | None, str, str, int]]) -> None:
    held = Stated.objects.filter(campaign=change.campaign_id).current()
    rows = held.values_list("pk", "unit_id", "figure", "stage", "year")
    _replace(Stated, [pk for pk, *place in rows if tuple(place) in places], change)


def _replace(model: type[Stated] | type[Judged], keys: Sequence[int], change: Change) -> None:
    for start in range(0, len(keys), BATCH):
        model.objects.filter(pk__in=keys[start : start + BATCH]).update(replaced=change.number)


def _save_rows(change: Change, statements: Iterable[tuple[Key, Statement]]) -> dict[RowPlace, int]:
    """The rows of the sheets, each once; the neighbours that an explanation shows are rows of other schools."""
    rows: dict[RowPlace, dict[str, tuple[str, str, str]]] = {}
    seen: set[int] = set()
    for _, stated in statements:
        row = stated.source.row if stated.source is not None else None
        if row is not None and id(row) not in seen:
            seen.add(id(row))
            # two turned tables of one sheet have the same columns
            rows.setdefault(_place(change, row), {}).update((cell[0], cell) for cell in row.cells)
    SheetRow.objects.bulk_create(
        (
            SheetRow(
                county_id=change.county_id, change=change, file=file, sheet=sheet, number=number,
                cells=list(cells.values()),
            )
            for (file, sheet, number), cells in rows.items()
        ),
        batch_size=BATCH,
    )  # fmt: skip
    return {
        (file, sheet, number): pk
        for pk, file, sheet, number in SheetRow.objects.filter(change=change).values_list(
            "pk", "file", "sheet", "number"
        )
    }


def _place(change: Change, row: SourceRow) -> RowPlace:
    return _file(change, row.file), row.sheet, row.number


def _file(change: Change, name: str) -> str:
    """A file's name as it is kept: '' for the workbook of the change."""
    return "" if change.draft is None or name == change.draft.upload.name else name


def _stated(
    change: Change,
    key: Key,
    stated: Statement,
    units: dict[str, int | None],
    rows: dict[RowPlace, int],
) -> Stated:
    source = stated.source
    place = _place(change, source.row) if source is not None and source.row is not None else None
    return Stated(
        county_id=change.county_id,
        campaign_id=change.campaign_id,
        unit_id=units[key.unit],
        figure=key.figure,
        stage=key.stage,
        year=key.year,
        value=value_text(stated.value) if isinstance(stated, Known) else "",
        reason="" if isinstance(stated, Known) else stated.reason.name,
        text=stated.text,
        decimals=stated.decimals if isinstance(stated, Known) else 0,
        file=_file(change, source.file) if source else "",
        sheet=source.sheet if source else "",
        cell=source.cell if source else "",
        head=source.head[:300] if source else "",
        remark=source.remark if source else "",
        row_id=rows.get(place) if place else None,
        change=change,
        since=change.number,
    )
