"""The workbook of units and people: taken, brought in wholly or not at all, or dropped."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from dudao.apps.audit.action import action
from dudao.apps.audit.facts import note
from dudao.apps.organisations.directory.plan import Plan, plan
from dudao.apps.organisations.directory.save import Occasion, save_plan
from dudao.apps.organisations.models import County, DirectoryDraft, Person, Role
from dudao.errors import Refusal
from dudao.spreadsheets.directory import from_plain


class DirectoryOvertaken(Refusal):
    """Units or people changed since the dry run was shown, or the workbook was brought in or dropped already."""

    status = 409


class DirectoryWrong(Refusal):
    """Cells of the workbook have to be mended first; nothing was brought in."""


@action("organisations.directory.receive", allowed={Role.OPERATOR}, unrecorded=("rows",))
def receive_directory(
    county: County, *, name: str, digest: str, rows: Mapping[str, Any], by: Person, at: datetime
) -> DirectoryDraft:
    """Take a workbook of units and people that was read without an error (上传单位人员表)."""
    earlier = DirectoryDraft.objects.filter(county=county, state=DirectoryDraft.State.OPEN)
    earlier.update(state=DirectoryDraft.State.DROPPED, rows={}, ended_at=at)  # a mended one takes its place
    return DirectoryDraft.objects.create(county=county, name=name, digest=digest, rows=rows, by=by, at=at)


@action("organisations.directory.bring_in", allowed={Role.OPERATOR}, unrecorded=("shown",))
def bring_in_directory(draft: DirectoryDraft, *, shown: str, on: date, by: Person, at: datetime) -> DirectoryDraft:
    """Create the units, posts and people of a workbook in one go, or nothing; what it leaves out stays (带入单位人员表).

    `shown` is the digest of the dry run that was looked at: something else is never brought in.
    """
    draft = _locked(draft)
    if on > timezone.localdate(at):
        raise DirectoryWrong(f"生效日期 {on} 还没有到。")
    found = plan(draft.county, from_plain(draft.rows))
    if found.errors:
        raise DirectoryWrong(f"{len(found.errors)} 格有错，整份都没有带入。")
    if found.digest != shown:
        raise DirectoryOvertaken("单位或人员刚被改过，会带入的和刚才看到的不一样。看过新的再带入。")
    counts = found.counts
    save_plan(found, Occasion(county=draft.county, on=on, reason=f"单位人员表《{draft.name}》", by=by, at=at))
    _end(draft, DirectoryDraft.State.DONE, at, counts)
    note(**counts, **_touched(found))
    return draft


def _touched(found: Plan) -> dict[str, list[int]]:
    """Numbers only: names are erased one day, the log is not."""
    return {
        "units": [node.unit.pk for node in (*found.changed_units,) if node.unit is not None],
        "people": [one.person.pk for one in (*found.moved_people, *found.changed_people) if one.person is not None],
    }


@action("organisations.directory.drop", allowed={Role.OPERATOR})
def drop_directory(draft: DirectoryDraft, *, by: Person, at: datetime) -> None:
    """Decide not to bring a workbook of units and people in; what it said is forgotten (不带入单位人员表)."""
    _end(_locked(draft), DirectoryDraft.State.DROPPED, at, {})


def _locked(draft: DirectoryDraft) -> DirectoryDraft:
    found = DirectoryDraft.objects.select_for_update().select_related("county").get(pk=draft.pk)
    if found.state != DirectoryDraft.State.OPEN:
        raise DirectoryOvertaken(f"《{found.name}》{found.get_state_display()}，不用再办。")
    return found


def _end(draft: DirectoryDraft, state: str, at: datetime, counts: Mapping[str, int]) -> None:
    draft.state, draft.ended_at, draft.counts, draft.rows = state, at, dict(counts), {}
    draft.save(update_fields=["state", "ended_at", "counts", "rows"])
