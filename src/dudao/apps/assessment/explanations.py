"""Explanations of a run: only the figures that an item reads are fetched, and only its own schools where it has one.

What stands in lists (the rows of an item, all items of an aspect) is taken from what the run kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

from django.core.paginator import Paginator
from django.db.models import F

from dudao.apps.assessment.kept import item_result, kept_result
from dudao.apps.assessment.models import Run, SchoolRun, StandardRun
from dudao.apps.assessment.sums import Addend, addends, kept_sums, summed_run, sums_in, with_sums
from dudao.apps.assessment.texts import Declared, declared_of
from dudao.apps.organisations.history import names_known_at
from dudao.apps.organisations.models import Unit
from dudao.apps.returns import figures
from dudao.apps.returns.models import Judged, Stated
from dudao.apps.returns.warned import remarks_of
from dudao.calc.assessment.explaining import Explainer
from dudao.calc.assessment.explanation import Explanation
from dudao.calc.assessment.result import ItemResult, StandardResult
from dudao.calc.assessment.steps import figure_step
from dudao.calc.assessment.world import World
from dudao.calc.figures import Judgement, Key, School, Snapshot
from dudao.calc.figures.showing import from_text
from dudao.calc.formula.needs import Need
from dudao.calc.formula.tree import OverSchools
from dudao.calc.formula.tree import names as formula_names
from dudao.calc.standard.asking import parts_of
from dudao.calc.standard.choices import choices_from
from dudao.calc.standard.model import Item
from dudao.library.read import catalogue

LISTED = 100  # rows of a list that are told; the item's own page has them all
ADDED = 50  # schools of a sum on one page


def explanation(result: StandardRun, code: str, unit: str = "", stage: str = "") -> Explanation:
    """Why something of a run is as it is. NothingToExplainError: no such code, school or stage."""
    run, declared = result.run, declared_of(result)
    head, _, of = code.partition(":")
    item = declared.standard.by_code.get(head)
    if unit and item is not None:
        return _explainer(run, declared, item, unit).explain(code, unit, stage)
    if item is None:
        return _of_standard(result, code)
    if of:
        return _coefficient(result, item, of, stage)
    if item.composite is not None or (item.level.of_school and item.points is None):
        return _listed(result, item)
    return _of_county(result, item, stage)


def figure_explanation(run: Run, key: Key) -> Explanation:
    """One figure at a place as the run's standard that asks for it takes it: given, or worked out from its parts."""
    results = list(run.results.all())
    asking = [one for one in results if any(key.figure in names for names in figures_read(declared_of(one)).values())]
    result = (asking or results)[0]
    declared = declared_of(result)
    if key.unit:
        wanted = figures_read(declared)[declared.standard.code] | _with_parts(key.figure)
        snapshot = _snapshot(run, _school(run, key.unit), wanted, ())
        return figure_step(World(declared.standard, catalogue(), snapshot, declared.assessor.formulas), key)
    snapshot = _snapshot(run, (), _with_parts(key.figure), ())
    made = summed_run(declared.assessor, snapshot, kept_sums(declared.standard, result.detail["sums"]))
    return with_sums(figure_step(made.world, key), made.world)


def sum_page(result: StandardRun, name: str, stage: str, page: int) -> tuple[OverSchools, Paginator, list[Addend]]:
    """A sum over schools, its schools in pages, and what those of one page give to it."""
    run, made = result.run, declared_of(result)
    declared, node = made.standard, sums_in(made.standard)[name]
    units = Unit.objects.filter(county=run.county_id).schools().known_at(run.at).order_by("code")
    pages = Paginator(units.values_list("code", flat=True), ADDED)
    mine = list(pages.get_page(page))
    names = figures_read(made)[declared.code].union(*(_with_parts(one) for one in _named_in(node)))
    snapshot = _snapshot(run, _schools(run, mine), names, ())
    return node, pages, addends(World(declared, catalogue(), snapshot), node, stage, frozenset(mine))


def _named_in(node: OverSchools) -> list[str]:
    return [name.name for name in formula_names(node) if name.name in catalogue()]


# — one school


def _explainer(run: Run, made: Declared, item: Item, unit: str) -> Explainer:
    declared = made.standard
    codes = {item.code, *(item.composite.of if item.composite else ())}
    if item.resource:
        codes |= {code for one in declared.items if one.composite and item.code in one.composite.of
                  for code in (one.code, *one.composite.of)}  # fmt: skip
    wanted = figures_read(made)
    names = wanted[declared.code].union(*(wanted[code] for code in codes))
    return Explainer(made.assessor, _snapshot(run, _school(run, unit), names, codes))


def _school(run: Run, unit: str) -> list[School]:
    """A school with the campuses that are merged into it and the school it is merged into itself."""
    return _schools(run, [unit])


def _schools(run: Run, units: Collection[str]) -> list[School]:
    named = Stated.objects.filter(campaign=run.campaign_id, figure="parent_code").as_of(run.as_of)
    pairs = named.filter(value__in=units) | named.filter(unit__code__in=units)
    codes = {*units} | {code for pair in pairs.values_list("unit__code", "value") for code in pair if code}
    return list(figures.schools(run.campaign, run.as_of, known_at=run.at, codes=codes))


# — the county


def _of_county(result: StandardRun, item: Item, stage: str) -> Explanation:
    """An item worked out once: only it is worked out again, over the county's figures and the run's sums."""
    declared = declared_of(result)
    work = declared.assessor
    kept = result.items.filter(item=item.code).values("detail", "needs").get()
    told = item_result(kept["detail"] | {"needs": kept["needs"]})
    made = summed_run(
        work,
        _of_needs(result.run, declared, item.code, told.needs),
        kept_sums(declared.standard, result.detail["sums"]),
    )
    work.work_out(made, item)
    found: ItemResult = made.unspread.get(item.code) or made.items[item.code]
    # What is missing at the schools, and the spread of what is not applicable, were settled over all of them.
    found = replace(found, needs=told.needs, points=told.points, win_back=told.win_back)
    rows = tuple(row for several in made.rows.get(item.code, {}).values() for row in several)
    only = StandardResult(standard=result.standard, verdict=None, items={item.code: found}, rows=rows)
    explainer = Explainer(work, made.world.snapshot, only)
    explainer._run = made
    return with_sums(explainer.explain(item.code, "", stage), made.world)


def _of_needs(run: Run, declared: Declared, code: str, needs: Sequence[Need]) -> Snapshot:
    """The county's figures that an item or trigger reads, and the cells of the schools it waits for, the first ones."""
    keys = [need.key for need in needs if need.key is not None and need.key.unit]
    schools = _named(run, {key.unit for key in keys} | {need.judgement[1] for need in needs if need.judgement})
    first = keys[:LISTED]
    names = figures_read(declared)[code] if not first else figures_read(declared)[code] | {key.figure for key in first}
    return Snapshot(
        schools=tuple(schools),
        statements=figures.statements(run.campaign, as_of=run.as_of, units=[key.unit for key in first], figures=names),
        judgements=_judgements(run, (code,), None),
        choices=choices_from(run.choices, str(run)),
    )


def _listed(result: StandardRun, item: Item) -> Explanation:
    """An item of schools, the school rule, the coefficients: what fails and what is open, from the run."""
    rows = SchoolRun.objects.filter(result=result, item=item.code, verdict__in=("fail", "open"))
    details = list(rows.order_by(F("order").asc(nulls_last=True)).values_list("detail", flat=True)[:LISTED])
    is_rule = item.composite is not None
    kept = kept_result(result, rows=() if is_rule else details, rules=details if is_rule else (), item=item.code)
    names = _named(result.run, [detail["unit"] for detail in details] + _relaxed(result))
    needs = kept.items[item.code].needs if item.code in kept.items else ()
    return Explainer(declared_of(result).assessor, _empty(result.run, names, needs), kept).explain(item.code)


def _coefficient(result: StandardRun, item: Item, of: str, stage: str) -> Explanation:
    """One coefficient with the schools that make most of it."""
    rows = SchoolRun.objects.filter(result=result, item=of, stage__in=(stage, ""))
    details = list(rows.order_by(F("share").desc(nulls_last=True)).values_list("detail", flat=True)[:LISTED])
    kept = kept_result(result, rows=details)
    shares = {row["unit"]: Fraction(from_text(row["share"])) for row in details if row.get("share")}
    variations = tuple(
        replace(one, shares=shares) if (one.item, one.stage) == (of, stage) else one for one in kept.variations
    )
    names = _named(result.run, [detail["unit"] for detail in details] + _relaxed(result))
    needs = [need for one in variations if (one.item, one.stage) == (of, stage) for need in one.needs]
    snapshot = _empty(result.run, names, needs)
    explainer = Explainer(declared_of(result).assessor, snapshot, replace(kept, variations=variations))
    return explainer.explain(f"{item.code}:{of}", "", stage)


def _relaxed(result: StandardRun) -> list[str]:
    """The schools for which a relaxation was switched on."""
    return [one["unit"] for one in result.detail.get("relaxations", ()) if one["unit"]]


def _of_standard(result: StandardRun, code: str) -> Explanation:
    """The standard itself, an aspect or group, a trigger."""
    run, declared = result.run, declared_of(result)
    work = declared.assessor
    kept = kept_result(result)
    state = next((state for state in kept.triggers if state.code == code), None)
    if state is None:
        return Explainer(work, _empty(run, _named(run, _relaxed(result))), kept).explain(code)
    made = summed_run(
        work, _of_needs(run, declared, code, state.needs), kept_sums(declared.standard, result.detail["sums"])
    )
    explainer = Explainer(work, made.world.snapshot, kept)
    explainer._run = made
    return with_sums(explainer.explain(code), made.world)


# — what is fetched


@cache
def figures_read(made: Declared) -> dict[str, frozenset[str]]:
    """Item, trigger or the standard itself (who counts) → the figures it reads, derived ones with their parts."""
    declared = made.standard
    found: dict[str, set[str]] = {declared.code: set()}
    found |= {item.code: set() for item in declared.items} | {trigger.code: set() for trigger in declared.triggers}
    for name, users in made.reads.items():
        for user in users:
            found.setdefault(user, set()).add(name)
    return {user: frozenset(names) for user, names in found.items()}


@cache
def _with_parts(name: str) -> frozenset[str]:
    return frozenset((name, *parts_of(name, catalogue())))


def _snapshot(run: Run, schools: Sequence[School] | None, names: Collection[str], codes: Collection[str]) -> Snapshot:
    """The figures `names` as the run saw them, of some schools and the county, or of all (None); judgements of `codes`."""
    only = [school.code for school in schools] if schools is not None else None
    found = figures.statements(run.campaign, as_of=run.as_of, units=only, figures=names)
    return Snapshot(
        schools=tuple(schools) if schools is not None else figures.schools(run.campaign, run.as_of, known_at=run.at),
        statements=found,
        judgements=_judgements(run, codes, only),
        choices=choices_from(run.choices, str(run)),
        roll_known=True,
        remarks=remarks_of(run.campaign, run.warnings) if run.warnings else {},
    )


def _judgements(run: Run, codes: Collection[str], units: Sequence[str] | None) -> dict[tuple[str, str], Judgement]:
    judged = Judged.objects.filter(campaign=run.campaign_id, item__in=codes).as_of(run.as_of).exclude(level="")
    judged = judged.filter(unit__code__in=units) if units is not None else judged.filter(unit=None)
    rows = judged.values_list("item", "unit__code", "level", "reason", "person", "on", "source")
    return {
        (item, unit or ""): Judgement(level=level, reason=reason, by=person, on=on, source=source)
        for item, unit, level, reason, person, on, source in rows
    }


def _empty(run: Run, schools: Sequence[School], needs: Sequence[Need] = ()) -> Snapshot:
    """No figures but the cells that something waits for, the first ones: what is missing stands somewhere too."""
    keys = [need.key for need in needs if need.key is not None][:LISTED]
    units, names = {key.unit for key in keys}, {key.figure for key in keys}
    waiting = figures.statements(run.campaign, as_of=run.as_of, units=units, figures=names) if keys else {}
    return Snapshot(schools=tuple(schools), statements=waiting, choices=choices_from(run.choices, str(run)))


def _named(run: Run, codes: Collection[str]) -> list[School]:
    units = Unit.objects.filter(county=run.county_id, code__in=codes).schools().values_list("pk", "code", "name")
    then = names_known_at(run.county_id, run.at)
    return [School(code=code, name=then[pk][0] if pk in then else name) for pk, code, name in units]
