"""Relaxations as the pages show them: what became of those of a run, who could use one, and what it would move."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dudao.apps.assessment.models import StandardRun
from dudao.apps.assessment.wording import SIGNS, number_of
from dudao.apps.campaigns.choices import RELAXATION
from dudao.apps.campaigns.models import Campaign, Choice
from dudao.apps.returns.kept import Kept
from dudao.apps.returns.standing import Standing, assessor
from dudao.calc.assessment.moves import compare
from dudao.calc.assessment.relaxations import fitting
from dudao.calc.assessment.report.sentences import relaxed_text
from dudao.calc.assessment.report.values import relaxation
from dudao.calc.assessment.result import Comparison, Relaxed, Row, StandardResult, Variation, Verdict
from dudao.calc.assessment.steps import measured
from dudao.calc.figures import Snapshot
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.showing import from_text, shown
from dudao.calc.figures.snapshot import Granted
from dudao.calc.formula.needs import Need
from dudao.calc.formula.wording import with_names
from dudao.calc.standard.model import Relaxation, Standard
from dudao.library.read import catalogue, standard, standards

LISTED = 30  # schools listed below a relaxation; the others are found by name
MOVES = 40
KINDS = {"used": "ok", "undecided": "open", "expired": "warn", "not_applicable": "none"}
ORDER = (Verdict.FAIL, Verdict.OPEN, Verdict.PASS, Verdict.NA)

# — of a run


def lines_of(result: StandardRun, items: Collection[str] | None = None, unit: str = "") -> list[dict[str, Any]]:
    """The relaxations that were switched on when a run was made: of some items, of one school, or all."""
    return [
        {**one, "kind": KINDS[one["state"]], "standard": result.standard, "says": _says(one)}
        for one in result.detail.get("relaxations", ())
        if (items is None or one["item"] in items) and (not unit or one["unit"] == unit)
    ]


def _says(one: Mapping[str, Any]) -> str:
    return relaxed_text(one).partition("：")[2].removeprefix(one["word"]).lstrip("，；")


def note_of(result: StandardRun) -> str:
    """放宽用上 2 条，其中 1 条改了结论；另有 1 条没有用上; '' where none was switched on."""
    lines = result.detail.get("relaxations", ())
    used = [one for one in lines if one["state"] == "used"]
    moved = sum(any(place["moved"] for place in one["places"]) for one in used)
    said = (
        [f"放宽用上 {len(used)} 条，{f'{moved} 条改了校段或学校的结论' if moved else '没有一条改了结论'}"]
        if used
        else []
    )
    said += [f"启用的放宽有 {len(lines) - len(used)} 条没有用上"] if len(lines) > len(used) else []
    return "；".join(said)


# — as things stand


@dataclass(frozen=True, slots=True)
class Grant:
    """A relaxation that is switched on now, and what becomes of it with the figures as they stand."""

    choice: Choice
    standard: str
    code: str
    school: str
    plain: Mapping[str, Any]
    kind: str
    moved: bool


def grants(campaign: Campaign, now: Standing) -> list[Grant]:
    found = []
    for code in campaign.standards:
        declared, names = standard(code), {one.code: one.name for one in now.schools}
        plain = {
            (one.grant.relaxation, one.grant.school): relaxation(one, declared, names)
            for one in now.result(code).relaxations
        }
        chosen = campaign.choices.in_force().filter(standard=code, key__startswith=f"{RELAXATION}:")
        for choice in chosen.select_related("by").order_by("key"):
            _kind, which, school = choice.key.split(":")
            told = plain[which, school]
            moved = any(place["moved"] for place in told["places"])
            found.append(Grant(choice, code, which, school, told, KINDS[told["state"]], moved))
    return found


@dataclass(frozen=True, slots=True)
class Fit:
    """A school (stage) that could use a relaxation, or of which nobody knows."""

    unit: str
    name: str
    stage_name: str
    verdict: Verdict
    value: str
    known: bool


@dataclass(frozen=True, slots=True)
class Declared:
    """A relaxation of a standard, as its text says, and the schools that could use it."""

    standard: str
    relaxation: Relaxation
    item: str
    applies: str
    fits: int
    wanting: Sequence[Fit]  # those whose item is not met, or undecided, first
    on: int

    @property
    def more(self) -> int:
        return max(len(self.wanting) - LISTED, 0)

    @property
    def listed(self) -> Sequence[Fit]:
        return self.wanting[:LISTED]


_FITS: Kept[Mapping[str, Sequence[Fit]]] = Kept(4)


def declared_ones(now: Standing, granted: Sequence[Grant]) -> list[Declared]:
    """Every relaxation of the campaign's standards."""
    on = {(one.code, one.school) for one in granted}
    return [
        _declared(made, one, _fits(now, made.code)[one.code], on)
        for made in standards(now.campaign.standards)
        for one in made.relaxations
    ]


def _declared(made: Standard, one: Relaxation, fits: Sequence[Fit], on: Collection[tuple[str, str]]) -> Declared:
    item = made.by_code[one.item]
    free = [fit for fit in fits if (one.code, fit.unit) not in on]
    wanting = [fit for fit in free if fit.verdict in (Verdict.FAIL, Verdict.OPEN)]
    return Declared(
        made.code,
        one,
        f"{number_of(item.code)} {item.short or item.name}",
        _applies(made, one),
        len(fits),
        wanting,
        sum(code == one.code for code, _ in on),
    )


def _applies(made: Standard, one: Relaxation) -> str:
    """The condition in words."""
    if one.applies is None:
        return "由县里逐校指定"
    world = assessor(made.code).start(Snapshot(schools=(), statements={})).world
    return with_names(one.applies, world.scope())


def _fits(now: Standing, code: str) -> Mapping[str, Sequence[Fit]]:
    judged = repr(sorted((*key, one.level) for key, one in now.judgements.items()))
    return _FITS.get((code, *now.ground, judged), lambda: dict(_worked_out(now, code)))


def _worked_out(now: Standing, code: str) -> Iterator[tuple[str, Sequence[Fit]]]:
    made, result = assessor(code), now.result(code)
    world = made.resume(now.snapshot, result).world
    for one in made.standard.relaxations:
        work = made.works[one.item].relaxed
        rows = [row for row in result.rows if row.item == one.item]
        fits = [_fit(row, world.names, holds) for row, holds in fitting(world, work, rows)] if work is not None else []
        yield one.code, sorted(fits, key=lambda fit: (ORDER.index(fit.verdict), not fit.known))


def _fit(row: Row, names: Mapping[str, str], holds: bool | None) -> Fit:
    value = "；".join(_compared(one) for one in row.comparisons)
    return Fit(row.unit, names.get(row.unit, row.unit), STAGES.get(row.stage, ""), row.verdict, value, bool(holds))


def _compared(found: Comparison) -> str:
    value = measured(found.value, found.decimals, found.unit, percent=found.percent)
    limit = measured(found.limit, found.decimals, "", percent=found.percent)
    return f"{found.label + ' ' if found.name else ''}{value}（须 {SIGNS[found.op]} {limit}）"


# — what it would move


@dataclass(frozen=True, slots=True)
class Trial:
    """What switching one on would do: whether it would be used, values and verdicts that would move."""

    relaxation: Relaxation
    standard: str
    unit: str
    name: str
    state: Relaxed
    lacks: Sequence[str]  # what the school still has to hand in for it
    moves: Sequence[tuple[str, str, str]]  # what, before, after


def trial(now: Standing, code: str, which: str, unit: str) -> Trial:
    """`which`: a relaxation of the standard `code`; `unit`: a school of the roll. Nothing is kept."""
    made, before = standard(code), now.result(code)
    day = now.choices.visit_date or date.max
    grant = Granted(standard=code, relaxation=which, school=unit, proof="", until=day, by="", on="")
    others = tuple(
        one for one in now.choices.relaxations if (one.standard, one.relaxation, one.school) != (code, which, unit)
    )
    choices = replace(now.choices, relaxations=(*others, grant))
    after = assessor(code).relax(before, replace(now.snapshot, choices=choices))
    told = next(one for one in after.relaxations if one.grant is grant)
    name = next((school.name for school in now.schools if school.code == unit), unit)
    moves = [*_values(before, after, told.item, unit), *_verdicts(made, now, before, after)]
    found = next(one for one in made.relaxations if one.code == which)
    rows = [row for row in after.rows if (row.item, row.unit) == (told.item, unit)]
    lacks = tuple(dict.fromkeys(_need(need) for row in rows for need in row.needs))
    return Trial(found, code, unit, name, told.state, lacks, moves[:MOVES])


def _need(need: Need) -> str:
    return catalogue()[need.key.figure].label_of(need.key.stage) if need.key is not None else need.why


def _values(before: StandardResult, after: StandardResult, item: str, unit: str) -> Iterator[tuple[str, str, str]]:
    was = {row.stage: row for row in before.rows if (row.item, row.unit) == (item, unit)}
    for row in after.rows:
        if (row.item, row.unit) == (item, unit) and row.comparisons != was[row.stage].comparisons:
            stage = f"（{STAGES[row.stage]}）" if row.stage else ""
            for old, new in zip(was[row.stage].comparisons, row.comparisons, strict=False):
                if (old.value, old.limit) != (new.value, new.limit):
                    yield f"{number_of(item)} {old.label}{stage}的值和线", _compared(old), _compared(new)
    for old_cv, new_cv in zip(before.variations, after.variations, strict=True):
        if old_cv.square != new_cv.square:
            what = f"{number_of(old_cv.item)} 差异系数（{STAGES[old_cv.stage]}）"
            yield what, _coefficient(old_cv), _coefficient(new_cv)


def _coefficient(found: Variation) -> str:
    return shown(from_text(found.cv), 4) if found.cv else found.verdict.word


def _verdicts(
    made: Standard, now: Standing, before: StandardResult, after: StandardResult
) -> Iterator[tuple[str, str, str]]:
    names = {school.code: school.name for school in now.schools}
    rule = next((item for item in made.items if item.composite and item.composite.kind == "most"), None)
    for move in compare(made.code, before, after):
        item = made.by_code.get(move.code) or (rule if not move.code else None)
        what = f"{number_of(item.code)} {item.short or item.name}" if item is not None else made.short
        where = names.get(move.unit, "") if move.unit else "全县"
        stage = f"（{STAGES[move.stage]}）" if move.stage else ""
        yield f"{where}{stage}：{what}", Verdict(move.before).word, Verdict(move.after).word
