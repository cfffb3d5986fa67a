"""What people do with assessments: make a run."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dudao.apps.assessment.deciding import deciding, hangs_on
from dudao.apps.assessment.gaps import known_gaps
from dudao.apps.assessment.missing import lacking
from dudao.apps.assessment.models import (
    ChangedInput,
    Comparison,
    ItemRun,
    Missing,
    MovedPlace,
    Run,
    SchoolRun,
    StandardRun,
)
from dudao.apps.assessment.texts import keep_text
from dudao.apps.audit.action import action
from dudao.apps.audit.facts import note
from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.models import Person, Role, Unit
from dudao.calc.figures.showing import from_text
from dudao.errors import Refusal

if TYPE_CHECKING:
    from dudao.apps.assessment.comparison import Compared


class MadeAlready(Refusal):
    """Another run was made since the page was opened."""

    status = 409


class NotComparable(Refusal):
    """Two runs that have no before and after."""

    status = 409


BATCH = 500
Plain = Mapping[str, Any]
NEEDS_KEPT = 20  # what sums over all schools may wait for every one of them; the run's own list (Missing) has them all
_MANY_NEEDS = ("triggers", "variations")
_BY_ROWS = ("items", "rows", "school_rules")


@action("assessment.run.make", allowed={Role.OPERATOR}, unrecorded=("results", "choices", "roll"))
def keep_run(
    campaign: Campaign,
    *,
    results: Sequence[Plain],
    as_of: int,
    roll: Sequence[str],
    digest: str,
    choices: Plain,
    software: str,
    checks_not_run: Sequence[str],
    warnings: Sequence[Plain] = (),
    after: int | None = None,
    by: Person,
    at: datetime,
) -> Run:
    """Assess the county by the standards of its campaign; the run is kept and never changed (自评).

    `after` is the newest run that whoever asked had before his eyes: a button pressed twice makes one run.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    newest = Run.objects.filter(campaign=campaign).order_by("-number").values_list("number", flat=True).first() or 0
    if after is not None and after != newest:
        raise MadeAlready(f"刚刚已经自评过：第 {newest} 次。")
    run = Run.objects.create(
        county=campaign.county,
        campaign=campaign,
        number=newest + 1,
        as_of=as_of,
        roll=list(roll),
        digest=digest,
        choices=dict(choices),
        standards=[result["code"] for result in results],
        software=software,
        checks_not_run=list(checks_not_run),
        warnings=list(warnings),
        deciding=deciding(results),
        by=by,
        at=at,
    )
    units = dict(Unit.objects.filter(county=campaign.county_id).schools().values_list("code", "pk"))
    for result in results:
        _keep_standard(run, result, units)
    _keep_missing(run, results, units)
    note(run=run.number)
    return run


@action("assessment.runs.compare", allowed={Role.OPERATOR}, unrecorded=("compared",))
def keep_comparison(newer: Run, *, older: Run, compared: "Compared", by: Person, at: datetime) -> Comparison:
    """Compare two runs of a campaign; what became otherwise is kept beside them (比较两次自评)."""
    if older.campaign_id != newer.campaign_id or older.number >= newer.number:
        raise NotComparable("要比的是同一次迎检里先后两次自评。")
    kept = Comparison.objects.filter(older=older, newer=newer).first()
    if kept is not None:
        return kept
    counts = Counter(one["kind"] for one in compared.moved)
    comparison = Comparison.objects.create(
        county_id=newer.county_id,
        older=older,
        newer=newer,
        counts={**counts, "changes": len(compared.changes)},
        notes=list(compared.notes),
    )
    MovedPlace.objects.bulk_create(
        (
            MovedPlace(
                county_id=newer.county_id, comparison=comparison, position=position, kind=one["kind"], detail=one
            )
            for position, one in enumerate(compared.moved)
        ),
        batch_size=BATCH,
    )
    ChangedInput.objects.bulk_create(
        (
            ChangedInput(county_id=newer.county_id, comparison=comparison, position=position, detail=one)
            for position, one in enumerate(compared.changes)
        ),
        batch_size=BATCH,
    )
    note(older=older.number, newer=newer.number)
    return comparison


def _keep_standard(run: Run, plain: Plain, units: Mapping[str, int]) -> None:
    score = plain["score"] or {}
    kept = StandardRun.objects.create(
        county_id=run.county_id,
        run=run,
        standard=plain["code"],
        text=keep_text(run.county, plain["code"]),
        verdict=plain["verdict"] or "",
        low=score.get("low", ""),
        high=score.get("high", ""),
        grade=score.get("grade") or "",
        detail={name: value for name, value in plain.items() if name not in _BY_ROWS}
        | {name: [one | {"needs": one["needs"][:NEEDS_KEPT]} for one in plain[name]] for name in _MANY_NEEDS}
        | {"hangs_on": hangs_on(plain)},
    )
    stages: dict[str, list[Plain]] = {}
    schools: dict[str, list[Plain]] = {}
    for row in plain["rows"]:  # an item judged stage by stage for the whole county has rows without a school
        (schools if row["unit"] else stages).setdefault(row["item"], []).append(row)
    ItemRun.objects.bulk_create(
        (
            ItemRun(
                county_id=run.county_id,
                result=kept,
                item=item["code"],
                position=position,
                verdict=item["verdict"],
                detail={
                    **item,
                    "needs": [],
                    "stages": stages.get(item["code"], []),
                    "known_gaps": known_gaps(schools.get(item["code"], [])),
                },
                needs=item["needs"],
                needed=len(item["needs"]),
            )
            for position, item in enumerate(plain["items"])
        ),
        batch_size=BATCH,
    )
    SchoolRun.objects.bulk_create(_school_rows(run, kept, plain, units), batch_size=BATCH)


def _school_rows(run: Run, kept: StandardRun, plain: Plain, units: Mapping[str, int]) -> Iterable[SchoolRun]:
    rule = _rule_code(plain)
    rows = [(row["item"], row) for row in plain["rows"] if row["unit"]]
    rows += [(rule, row) for row in plain["school_rules"]]
    for item, row in rows:
        yield SchoolRun(
            county_id=run.county_id,
            result=kept,
            item=item,
            unit_id=units[row["unit"]],
            stage=row["stage"],
            verdict=row["verdict"],
            below_floor=bool(row["below_floor"]) if isinstance(row["below_floor"], list) else row["below_floor"],
            value=_value(row),
            order=_order(row),
            share=_float(row.get("share")),
            detail=row,
        )


def _rule_code(plain: Plain) -> str:
    """The item that is the school rule, whatever the standard calls it."""
    return next((item["code"] for item in plain["items"] if item.get("composite") == "most"), "")


def _value(row: Plain) -> float | None:
    if "met" in row and "comparisons" not in row:
        return float(row["met"])
    return _float(row["comparisons"][0]["value"]) if row["comparisons"] else None


def _order(row: Plain) -> float | None:
    """How far a row is from its line, worst first: its value as a share of the line; for sorting only."""
    value = _value(row)
    if value is None or "comparisons" not in row:
        return value
    first = row["comparisons"][0]
    limit = _float(first["limit"])
    share = value / limit if limit else value
    return -share if first["op"] in ("<", "<=") else share


def _float(text: str | None) -> float | None:
    return None if text is None else float(from_text(text))


def _keep_missing(run: Run, results: Sequence[Plain], units: Mapping[str, int]) -> None:
    Missing.objects.bulk_create(
        (
            Missing(
                county_id=run.county_id,
                run=run,
                kind=one.kind,
                reporter=one.reporter,
                what=one.what,
                unit_id=units[one.unit] if one.unit else None,
                stage=one.stage,
                year=one.year,
                says=one.says[:200],
                why=one.why[:200],
                cell=one.cell[:300],
                items=one.items,
                deciding=one.deciding,
            )
            for one in lacking(results)
        ),
        batch_size=BATCH,
    )
