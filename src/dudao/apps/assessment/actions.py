"""What people do with assessments: make a run."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from dudao.apps.assessment.models import ItemRun, Run, SchoolRun, StandardRun
from dudao.apps.audit.action import action
from dudao.apps.audit.facts import note
from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.models import Person, Role, Unit
from dudao.calc.figures.showing import from_text

BATCH = 500
Plain = Mapping[str, Any]
_BY_ROWS = ("items", "rows", "school_rules")


@action("assessment.run.make", allowed={Role.OPERATOR}, unrecorded=("results", "choices"))
def keep_run(
    campaign: Campaign,
    *,
    results: Sequence[Plain],
    as_of: int,
    digest: str,
    choices: Plain,
    software: str,
    checks_not_run: Sequence[str],
    by: Person,
    at: datetime,
) -> Run:
    """Assess the county by the standards of its campaign; the run is kept and never changed (自评)."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    newest = Run.objects.filter(campaign=campaign).order_by("-number").values_list("number", flat=True).first() or 0
    run = Run.objects.create(
        county=campaign.county,
        campaign=campaign,
        number=newest + 1,
        as_of=as_of,
        digest=digest,
        choices=dict(choices),
        standards=[result["code"] for result in results],
        software=software,
        checks_not_run=list(checks_not_run),
        by=by,
        at=at,
    )
    units = dict(Unit.objects.filter(county=campaign.county_id).schools().values_list("code", "pk"))
    for result in results:
        _keep_standard(run, result, units)
    note(run=run.number)
    return run


def _keep_standard(run: Run, plain: Plain, units: Mapping[str, int]) -> None:
    score = plain["score"] or {}
    kept = StandardRun.objects.create(
        county_id=run.county_id,
        run=run,
        standard=plain["code"],
        verdict=plain["verdict"] or "",
        low=score.get("low", ""),
        high=score.get("high", ""),
        grade=score.get("grade") or "",
        detail={name: value for name, value in plain.items() if name not in _BY_ROWS},
    )
    ItemRun.objects.bulk_create(
        (
            ItemRun(
                county_id=run.county_id,
                result=kept,
                item=item["code"],
                position=position,
                verdict=item["verdict"],
                detail=item,
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
            order=_order(row),
            detail=row,
        )


def _rule_code(plain: Plain) -> str:
    """The item that is the school rule, whatever the standard calls it."""
    return next((item["code"] for item in plain["items"] if item.get("composite") == "most"), "")


def _order(row: Plain) -> float | None:
    """A row's distance to its line as a share of it, worst first; for sorting only."""
    if "met" in row and "comparisons" not in row:
        return float(row["met"])
    first = next(iter(row["comparisons"]), None)
    if first is None or first["value"] is None:
        return None
    value = from_text(first["value"])
    limit = from_text(first["limit"]) if first["limit"] is not None else 0
    return float(value / limit) if limit else float(value)
