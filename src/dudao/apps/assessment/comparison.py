"""What became otherwise between two runs: fetched, compared by `calc`, kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from dudao.apps.assessment.actions import keep_comparison
from dudao.apps.assessment.models import Comparison, Run, SchoolRun, StandardRun, StandardText
from dudao.apps.assessment.texts import declared_of, today
from dudao.apps.organisations.models import Person, Unit
from dudao.apps.returns import figures
from dudao.calc.assessment.comparing_inputs import Input, changed_inputs
from dudao.calc.assessment.comparing_plain import LEVELS, plain_changes, plain_moved, told_values
from dudao.calc.assessment.comparing_runs import MOST_TRIED, Side, compare_runs
from dudao.calc.assessment.comparing_standings import told_standings
from dudao.calc.figures import School, Snapshot
from dudao.calc.standard.choices import choices_from
from dudao.library.read import catalogue


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison as plain data, to be kept."""

    changes: Sequence[Mapping[str, Any]]
    moved: Sequence[Mapping[str, Any]]
    notes: Sequence[str]


def kept_comparison(older: Run, newer: Run) -> Comparison | None:
    return Comparison.objects.filter(older=older, newer=newer).first()


def compare(older: Run, newer: Run, *, by: Person, at: datetime) -> Comparison:
    """The comparison of two runs of a campaign, worked out if nobody has asked for it yet."""
    kept = kept_comparison(older, newer)
    if kept is not None:
        return kept
    compared = compared_runs(older, newer)
    return keep_comparison(newer, older=older, compared=compared, by=by, at=at)


def compare_with_earlier(run: Run, *, by: Person, at: datetime) -> None:
    """A new run against the one before it, and against where the week began."""
    earlier = Run.objects.filter(campaign=run.campaign_id, number__lt=run.number)
    bases = {base.pk: base for base in (earlier.first(), base_of_week(run, at)) if base is not None}
    for base in bases.values():
        if base.pk != run.pk:
            compare(base, run, by=by, at=at)


def base_of_week(run: Run, at: datetime) -> Run | None:
    """The last run before Monday 00:00 local time of the week of `at`; without one the first run of the campaign."""
    runs: QuerySet[Run] = Run.objects.filter(campaign=run.campaign_id).select_related("campaign", "by")
    return runs.filter(at__lt=monday(at)).first() or runs.order_by("number").first()


def monday(at: datetime) -> datetime:
    """Monday 00:00 local time of the week a moment lies in."""
    local = timezone.localtime(at)
    start = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return start - timedelta(days=local.weekday())


def compared_runs(older: Run, newer: Run) -> Compared:
    """What differs between the figures two runs saw, and what moved with it."""
    names = dict(Unit.objects.filter(county=newer.county_id).schools().values_list("code", "name"))
    before, after = (snapshot_of(run, names) for run in (older, newer))
    inputs = changed_inputs(before, after, catalogue())
    was, now = ({result.standard: result for result in run.results.all()} for run in (older, newer))
    both = [code for code in now if code in was]
    software = () if older.software == newer.software else (Input("software", "", older.software, newer.software),)
    texts = {code: _text(was[code], now[code]) for code in both}
    every = (*software, *(text for text in texts.values() if text is not None), *inputs)
    moved: list[dict[str, Any]] = []
    for code in both:
        own = tuple(change for change in every if change.kind != "standard" or change.place == code)
        moved += _moved(was[code], now[code], (before, after), own, every, names)
    moved.sort(key=lambda one: LEVELS.index(one["level"]))  # the county first, whichever standard
    standards = [declared_of(now[code]).standard for code in now]
    changes = plain_changes(every, catalogue(), standards, names)
    return Compared(changes, moved, list(_notes(older, newer, was, now, texts, len(every))))


def _moved(
    was: StandardRun,
    now: StandardRun,
    snapshots: tuple[Snapshot, Snapshot],
    own: Sequence[Input],
    every: Sequence[Input],
    names: Mapping[str, str],
) -> list[dict[str, Any]]:
    """`own`: the changes this standard may look at; `every`: all of them, by whose places movers are named."""
    told = tuple(plain_of(result) for result in (was, now))
    work = declared_of(now).assessor
    sides = [Side(work, snapshot, told_standings(plain)) for snapshot, plain in zip(snapshots, told, strict=True)]
    found = compare_runs(sides[0], sides[1], own)
    return plain_moved(found, every, work.standard, (told_values(told[0]), told_values(told[1])), names)


def _text(was: StandardRun, now: StandardRun) -> Input | None:
    """Another text of the standard; runs from before texts were kept are taken to have today's."""
    digests = [
        (result.text_id or StandardText.digest_of(b"")).rpartition("-")[2] if declared_of(result) is not today(result.standard)
        else "现在的文本"
        for result in (was, now)
    ]  # fmt: skip
    return None if digests[0] == digests[1] else Input("standard", now.standard, *digests)


def _notes(
    older: Run,
    newer: Run,
    was: Mapping[str, StandardRun],
    now: Mapping[str, StandardRun],
    texts: Mapping[str, Input | None],
    number: int,
) -> Any:
    for code, text in texts.items():
        if text is not None:
            yield f"两次用的{now[code].detail['short']}文本不同；编号相同的才比，依据按后来的文本推。"
    for here, there, which in ((was, now, older), (now, was, newer)):
        for code in here:
            if code not in there:
                yield f"只有{which}评了{here[code].detail['short']}，没有可比的。"
    if older.software != newer.software:
        yield f"两次之间软件由 {older.software} 换成 {newer.software}，变化也可能出自软件。"
    if number > MOST_TRIED:
        yield f"改动有 {number} 处，太多，没有逐一推算“没有这一改会怎样”；哪一处动了哪一条照样列出。"


def snapshot_of(run: Run, names: Mapping[str, str]) -> Snapshot:
    """All that a run saw: the figures as of its change, its own choices, its own roll."""
    snapshot = figures.snapshot(run.campaign, as_of=run.as_of, choices=choices_from(run.choices, str(run)))
    if not run.roll:  # a run from before the roll was kept
        return snapshot
    schools = tuple(School(code=code, name=names.get(code, code)) for code in run.roll)
    return Snapshot(
        schools=schools,
        statements=snapshot.statements,
        judgements=snapshot.judgements,
        choices=snapshot.choices,
        roll_known=snapshot.roll_known,
    )


def plain_of(result: StandardRun) -> dict[str, Any]:
    """A standard's result as it was kept: enough of the report's form to compare it."""
    items = list(result.items.order_by("position").values_list("detail", flat=True))
    rows = SchoolRun.objects.filter(result=result).values_list("item", "detail")
    rule = next((item["code"] for item in items if item["composite"] == "most"), "")
    return {
        **result.detail,
        "verdict": result.verdict,
        "items": items,
        "rows": [detail for item, detail in rows if item != rule]
        + [row for item in items for row in item.get("stages", ())],
        "school_rules": [detail for item, detail in rows if item == rule],
    }
