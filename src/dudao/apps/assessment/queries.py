"""What the pages ask of runs. Everything goes through what the person may see."""

from fractions import Fraction
from typing import Any

from django.db.models import Count, Q
from django.http import Http404

from dudao.apps.assessment.calculation import is_stale
from dudao.apps.assessment.models import ItemRun, Missing, Run, SchoolRun, StandardRun
from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.models import Person
from dudao.apps.returns.models import Change
from dudao.calc.formula.tree import Name, Number
from dudao.calc.standard.choices import choices_from
from dudao.calc.standard.model import Standard


def run_of(person: Person, pk: int) -> Run:
    """A run of the person's county; 404 for any other."""
    run = Run.objects.visible_to(person).select_related("campaign", "by").filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def newest_run(campaign: Campaign) -> Run | None:
    return Run.objects.filter(campaign=campaign).select_related("campaign", "by").first()


def results_of(run: Run) -> list[StandardRun]:
    """The standards of a run, in its order."""
    return list(run.results.all())


def result_of(run: Run, code: str) -> StandardRun:
    result = run.results.filter(standard=code).select_related("run").first()
    if result is None:
        raise Http404
    return result


def items_of(result: StandardRun) -> dict[str, dict[str, Any]]:
    """Item → its plain data, in the standard's order; what each waits for stays in the table."""
    rows = result.items.order_by("position").values_list("item", "detail", "needed")
    return {code: detail | {"needed": needed} for code, detail, needed in rows}


def item_of(result: StandardRun, code: str) -> ItemRun:
    """One item with what it waits for."""
    item = result.items.filter(item=code).first()
    if item is None:
        raise Http404
    return item


def rows_of(result: StandardRun, code: str) -> Any:
    return SchoolRun.objects.filter(result=result, item=code)


def as_of_time(run: Run) -> Any:
    """When the newest figure a run saw came in; None before the first."""
    changes = Change.objects.filter(campaign=run.campaign_id, number=run.as_of)
    return changes.values_list("at", flat=True).first()


def standing_of(run: Run) -> dict[str, Any]:
    """Whether a run is still the last word: `newest` number if there is a newer one, `stale` if figures changed since."""
    newest = Run.objects.filter(campaign=run.campaign_id).values_list("number", "pk").first()
    is_newest = newest is None or newest[0] == run.number
    return {
        "newer": None if is_newest else {"number": newest[0], "pk": newest[1]},
        "stale": is_newest and is_stale(run),
        "as_of": as_of_time(run),
        "after": newest[0] if newest else 0,
    }


def missing_by_reporter(run: Run) -> list[dict[str, Any]]:
    """Who owes how many figures and judgements, and how many of them decide something; who decides most comes first."""
    counted = (
        Missing.objects.filter(run=run)
        .values("kind", "reporter")
        .annotate(
            number=Count("pk"), deciding_number=Count("pk", filter=Q(deciding=True)), units=Count("unit", distinct=True)
        )
        .order_by("-deciding_number", "-number", "reporter")
    )
    return list(counted)


def floor_share(run: Run, declared: Standard, code: str) -> Fraction | None:
    """The share of its line that the school rule asks of an item at least, with the county's choice of the run."""
    for item in declared.items:
        composite = item.composite
        if composite is None or code not in composite.of or composite.floor is None:
            continue
        if isinstance(composite.floor, Number):
            return Fraction(composite.floor.value)
        if isinstance(composite.floor, Name):
            chosen = choices_from(run.choices, str(run)).parameters.get((declared.code, composite.floor.name))
            value = chosen.value if chosen is not None else declared.parameters[composite.floor.name].value
            return None if value is None else Fraction(value)
    return None
