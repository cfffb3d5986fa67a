"""What people do with figures: bring a workbook, decide what its columns are, bring it in, take a figure back, judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from dudao.apps.audit.action import action
from dudao.apps.audit.facts import note
from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.actions import NewUnit, open_units
from dudao.apps.organisations.models import Person, Role, Unit, UnitKind
from dudao.apps.returns.models import Change, Draft, DraftFile, Explained, Judged, Stated, Upload
from dudao.apps.returns.saving import FileRead, Prepared, save_judgements, save_statements
from dudao.calc.returns.warnings import Warned
from dudao.errors import Refusal
from dudao.library.read import standards
from dudao.spreadsheets.mapping.judged import judged_items


class Overtaken(Refusal):
    """Somebody else changed the same thing meanwhile."""

    status = 409


class NotOpen(Refusal):
    """The draft was brought in or dropped already."""

    status = 409


class NotReady(Refusal):
    """Something in the workbook still has to be decided or mended; nothing was brought in."""


class NotALevel(Refusal):
    """There is no such item or school, or the item has no such level."""


class NothingThere(Refusal):
    """There is no such figure to take back."""

    status = 404


@action("returns.upload.receive", allowed={Role.OPERATOR}, unrecorded=("files",))
def receive_uploads(
    campaign: Campaign,
    *,
    files: Sequence[FileRead],
    left: Sequence[tuple[str, str]] = (),
    mapping: str = "",
    former: Draft | None = None,
    by: Person,
    at: datetime,
) -> Draft:
    """Take workbooks that were read, untouched, and begin to decide what their columns are (上传工作簿).

    Several come as one draft, and are brought in together. `former` is an earlier draft of the same forms: what was
    decided there need not be decided again. One of the same file names is replaced.
    """
    uploads = [_kept(campaign, file, by, at) for file in files]
    note(files=[f"{file.name} {file.digest}" for file in files])
    there = _waiting(campaign, uploads)
    if there is not None and not mapping:
        return there
    if former is not None and (former.many or former.upload.name == files[0].name):
        former.state = Draft.State.DROPPED
        former.version += 1
        former.save(update_fields=["state", "version"])
    draft = Draft.objects.create(
        county=campaign.county,
        campaign=campaign,
        upload=uploads[0],
        files=len(uploads),
        left=[list(one) for one in left],
        mapping=mapping,
        answers=former.answers if former is not None else {},
        by=by,
        at=at,
    )
    DraftFile.objects.bulk_create(
        DraftFile(county=campaign.county, draft=draft, upload=upload, position=number)
        for number, upload in enumerate(uploads, 1)
        if draft.many
    )
    return draft


def _kept(campaign: Campaign, file: FileRead, by: Person, at: datetime) -> Upload:
    given = {"size": len(file.content), "content": file.content, "book": file.book, "by": by, "at": at}
    upload, _new = Upload.objects.defer("content", "book").get_or_create(
        county=campaign.county, digest=file.digest, name=file.name, defaults=given
    )
    return upload


def _waiting(campaign: Campaign, uploads: Sequence[Upload]) -> Draft | None:
    """The draft of these very files that is open already, as after a double click."""
    alike = Draft.objects.filter(
        campaign=campaign, upload=uploads[0], files=len(uploads), state=Draft.State.OPEN
    ).select_related("upload")
    for draft in alike:
        enclosed = set(draft.enclosed.values_list("upload_id", flat=True)) if draft.many else {draft.upload_id}
        if enclosed == {upload.pk for upload in uploads}:
            return draft
    return None


@action("returns.draft.decide", allowed={Role.OPERATOR})
def decide(
    draft: Draft,
    *,
    answers: Mapping[str, str],
    version: int,
    words: Mapping[str, str] | None = None,
    by: Person,
    at: datetime,
) -> None:
    """Say what a column, a blank or a row means; the name and the day stay with the answer (认列).

    An answer '' takes one back. `words`: what was asked and what was said, for whoever reads the answers later.
    """
    draft = _locked(draft, version)
    on = timezone.localdate(at).isoformat()
    kept = dict(draft.answers)
    for question, choice in answers.items():
        if choice:
            kept[question] = {"choice": choice, "by": by.name, "on": on, "words": (words or {}).get(question, "")}
        else:
            kept.pop(question, None)
    draft.answers = kept
    draft.version += 1
    draft.save(update_fields=["answers", "version"])


@action("returns.draft.drop", allowed={Role.OPERATOR})
def drop(draft: Draft, *, version: int, by: Person, at: datetime) -> None:
    """Decide not to bring a workbook in; the file stays where it is (不带入)."""
    draft = _locked(draft, version)
    draft.state = Draft.State.DROPPED
    draft.version += 1
    draft.save(update_fields=["state", "version"])


@action("returns.import.bring_in", allowed={Role.OPERATOR}, unrecorded=("prepared",))
def bring_in(draft: Draft, *, prepared: Prepared, version: int, by: Person, at: datetime) -> Change:
    """Bring a workbook in, wholly or not at all (带入).

    `prepared` is what the dry run showed. It is refused when figures changed since, so that nothing is brought in that
    nobody has seen.
    """
    if prepared.blocking:
        raise NotReady(
            "；".join(prepared.blocking[:5]) + ("……" if len(prepared.blocking) > 5 else "") + "。整份都没有带入。"
        )
    draft = _locked(draft, version)
    campaign = Campaign.objects.select_for_update().get(pk=draft.campaign_id)
    change = _change(campaign, Change.Kind.IMPORT, by, at, after=prepared.base, draft=draft)
    change.mapping, change.counts, change.remarks = prepared.mapping, prepared.counts, list(prepared.remarks)
    change.save(update_fields=["mapping", "counts", "remarks"])
    _open_schools(campaign, prepared, by, at)
    save_statements(change, prepared.statements)
    save_judgements(change, prepared.judgements)
    draft.state = Draft.State.DONE
    draft.version += 1
    draft.save(update_fields=["state", "version"])
    note(change=change.number, **prepared.counts)
    return change


@action("returns.figure.remove", allowed={Role.OPERATOR})
def remove_figure(
    campaign: Campaign, *, figure: str, unit: str, stage: str, year: int, reason: str, by: Person, at: datetime
) -> Change:
    """Take one figure back, with a reason: it is unknown from then on, and what was stated stays in its history (撤回数据)."""
    if not reason.strip():
        raise NotReady("撤回一个数要写理由。")
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    place = {"figure": figure, "stage": stage, "year": year}
    place |= {"unit__code": unit} if unit else {"unit": None}
    held = Stated.objects.filter(campaign=campaign, **place).current().exclude(value="").first()
    if held is None:
        raise NothingThere("没有这个数，或者已经撤回。")
    change = _change(campaign, Change.Kind.REMOVAL, by, at, reason=reason.strip())
    held.replaced = change.number
    held.save(update_fields=["replaced"])
    Stated.objects.create(
        county=campaign.county,
        campaign=campaign,
        unit=held.unit,
        figure=figure,
        stage=stage,
        year=year,
        reason="WITHDRAWN",
        text=held.text,
        remark=f"{by.name} {timezone.localdate(at):%Y-%m-%d} 撤回：{reason.strip()}",
        change=change,
        since=change.number,
    )
    note(value=held.value, change=change.number)
    return change


class NotWarned(Refusal):
    """There is no such warning any more: its figures have changed, or are no longer unusual."""

    status = 409


@action("returns.warning.explain", allowed={Role.OPERATOR}, unrecorded=("warning",))
def explain_warning(campaign: Campaign, *, warning: Warned, says: str, by: Person, at: datetime) -> Explained:
    """Say why an unusual figure is no mistake; it stays with these figures until one of them is another (说明提醒)."""
    if not says.strip():
        raise NotReady("说明不能空着。")
    finding = warning.finding
    unit = Unit.objects.filter(county=campaign.county_id, code=finding.unit).first() if finding.unit else None
    before = Explained.objects.filter(campaign=campaign, check_id=finding.check, unit=unit, stage=finding.stage)
    before.in_force().update(replaced_at=at)
    note(check=finding.check, unit=finding.unit, values=warning.values, says=says.strip())
    return Explained.objects.create(
        county=campaign.county,
        campaign=campaign,
        check_id=finding.check,
        unit=unit,
        stage=finding.stage,
        values=warning.values,
        figures=[[*cell.key[1:], cell.exact] for cell in finding.cells],
        says=says.strip(),
        by=by,
        at=at,
    )


@dataclass(frozen=True, slots=True)
class Judging:
    """One judgement to be given: level '' takes it back to "not yet"."""

    item: str
    level: str
    unit: str = ""
    reason: str = ""


@action("returns.judgement.give", allowed={Role.OPERATOR})
def judge(
    campaign: Campaign, *, judgings: Sequence[Judging], after: int | None = None, by: Person, at: datetime
) -> Change:
    """Judge items, of the county or of schools, one or many at once; who, when and why stay with each (判断).

    `after` is the change the judge had before his eyes: if somebody judged one of these items since, nothing is saved.
    """
    if not judgings:
        raise NotReady("没有要保存的判断。")
    _levels_exist(campaign, judgings)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if after is not None:
        _not_judged_since(campaign, judgings, after)
    change = _change(campaign, Change.Kind.JUDGEMENT, by, at)
    on = timezone.localdate(at).isoformat()
    save_judgements(
        change,
        [(one.item, one.unit, one.level, one.reason.strip(), by.name, on, "") for one in judgings],
    )
    note(change=change.number, judged=[f"{one.item}/{one.unit}={one.level}" for one in judgings][:50])
    return change


def _levels_exist(campaign: Campaign, judgings: Sequence[Judging]) -> None:
    items = {item.code: item for item in judged_items(standards(campaign.standards))}
    wanted = {one.unit for one in judgings if one.unit}
    schools = set(
        Unit.objects.filter(county=campaign.county_id, code__in=wanted).schools().values_list("code", flat=True)
    )
    for one in judgings:
        item = items.get(one.item)
        if item is None or item.of_school != bool(one.unit) or (one.unit and one.unit not in schools):
            raise NotALevel(f"没有要判断的 {one.item}{f'（{one.unit}）' if one.unit else ''}，没有保存。")
        if one.level and one.level not in dict(item.levels):
            raise NotALevel(f"{one.item} 没有“{one.level}”这一档，没有保存。")


def _not_judged_since(campaign: Campaign, judgings: Sequence[Judging], after: int) -> None:
    wanted = {(one.item, one.unit) for one in judgings}
    since = Judged.objects.filter(campaign=campaign, since__gt=after, item__in={item for item, _ in wanted}).current()
    for item, unit, level, person in since.values_list("item", "unit__code", "level", "person"):
        if (item, unit or "") in wanted:
            raise Overtaken(f"{person} 刚刚改了 {item} 的判断（{level or '未判'}）。您的没有保存，请对照后再定。")


def _locked(draft: Draft, version: int) -> Draft:
    draft = Draft.objects.select_for_update().select_related("upload", "campaign", "county").get(pk=draft.pk)
    if draft.state != Draft.State.OPEN:
        raise NotOpen(f"“{draft}”{draft.get_state_display()}，不能再改。")
    if draft.version != version:
        raise Overtaken("这份工作簿的对应刚被别人改过，您的没有保存。已显示最新的，请再看一遍。")
    return draft


def _change(
    campaign: Campaign,
    kind: str,
    by: Person,
    at: datetime,
    *,
    after: int | None = None,
    draft: Draft | None = None,
    reason: str = "",
) -> Change:
    newest = Change.objects.filter(campaign=campaign).order_by("-number").values_list("number", flat=True).first() or 0
    if after is not None and after != newest:
        raise Overtaken("试带入以后数据又有变更，没有带入。请再试带入一次，看清改动。")
    return Change.objects.create(
        county=campaign.county,
        campaign=campaign,
        number=newest + 1,
        kind=kind,
        draft=draft,
        reason=reason,
        by=by,
        at=at,
    )


def _open_schools(campaign: Campaign, prepared: Prepared, by: Person, at: datetime) -> None:
    """Units arise from the workbook: townships first, then the schools that are not there yet."""
    there = Unit.objects.filter(county=campaign.county_id)
    townships = set(there.townships().values_list("name", flat=True))
    new = dict.fromkeys(school.township for school in prepared.new_schools if school.township)
    fresh = [NewUnit(kind=UnitKind.TOWNSHIP, code=f"name:{name}", name=name) for name in new if name not in townships]
    if fresh:
        open_units(campaign.county, units=fresh, by=by, at=at)
    codes = dict(there.townships().values_list("name", "code"))
    schools = [
        NewUnit(
            kind=UnitKind.SCHOOL,
            code=school.code,
            name=school.name,
            school_type=prepared.types.get(school.code, ""),
            township=codes.get(school.township, ""),
        )
        for school in prepared.new_schools
    ]
    if schools:
        open_units(campaign.county, units=schools, by=by, at=at)
