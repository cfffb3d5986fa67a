"""A county, its units and its people. Every other table of the site carries its county."""

from datetime import date, datetime
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from dudao.apps.organisations.kinds import (
    ALWAYS_BELOW,
    NOWHERE_BUT_COUNTY,
    OF_A_POST,
    PROVISIONAL,
    Duty,
    Role,
    UnitKind,
)

__all__ = [
    "County", "DirectoryDraft", "Duty", "EntryLink", "Holding", "OfCounty", "Person", "PolicyReport", "Post", "PostDuty",
    "Role", "Unit", "UnitEvent", "UnitKind",
]  # fmt: skip


class OfCounty(models.QuerySet[Any]):
    """Rows that carry their county. Views fetch through `visible_to` and through nothing else."""

    def visible_to(self, person: Any) -> Self:
        return self.filter(county=person.county_id)


class CountyQuerySet(models.QuerySet["County"]):
    def visible_to(self, person: Any) -> Self:
        return self.filter(pk=person.county_id)


class County(models.Model):
    """The county whose figures these are."""

    name = models.CharField("名称", max_length=60)
    code = models.CharField("区划代码", max_length=12, unique=True)
    is_demo = models.BooleanField("演示数据", default=False)

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "县"

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(OfCounty):
    def of_posts(self) -> Self:
        """Whoever came by a post or the workbook: all but the one who sits at this computer."""
        return self.exclude(role=Role.OPERATOR)


class Person(AbstractBaseUser):
    """Somebody who acts. Has no password: comes in by a one-time link that the computer's owner asks for.

    Nothing is kept about people but what is here and the posts they hold (unit, post): see the inventory of personal data.
    """

    login = models.CharField("登录名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    county = models.ForeignKey(County, models.PROTECT, related_name="people", verbose_name="县")
    role = models.CharField("身份", max_length=40, choices=Role.choices, blank=True, help_text="空：身份随岗位。")
    office_phone = models.CharField("办公电话", max_length=40, blank=True)
    sought = models.CharField("检索", max_length=400, blank=True, help_text="姓名、拼音、登录名，小写。")

    objects = BaseUserManager.from_queryset(PersonQuerySet)()

    USERNAME_FIELD = "login"

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        constraints = [
            models.CheckConstraint(name="organisations_person_role", condition=Q(role="") | Q(role=Role.OPERATOR)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> str:
        """What the records call this person."""
        return f"user:{self.pk}"


class UnitQuerySet(OfCounty):
    def schools(self) -> Self:
        return self.filter(kind=UnitKind.SCHOOL)

    def townships(self) -> Self:
        return self.filter(kind=UnitKind.TOWNSHIP)

    def departments(self) -> Self:
        return self.filter(kind=UnitKind.DEPARTMENT)

    def open_on(self, day: date) -> Self:
        return self.filter(Q(opened=None) | Q(opened__lte=day), Q(closed=None) | Q(closed__gt=day))

    def known_at(self, moment: datetime) -> Self:
        """Open as the records stood at a moment, for whatever was worked out then: closed since is still there."""
        since = UnitEvent.objects.filter(unit=OuterRef("pk"), at__gt=moment)
        ended = Exists(since.filter(kind__in=[UnitEvent.Kind.CLOSED, UnitEvent.Kind.MERGED, UnitEvent.Kind.SPLIT]))
        begun = Exists(since.filter(kind=UnitEvent.Kind.OPENED))
        return self.filter(Q(closed=None) | ended).exclude(begun)


class Unit(models.Model):
    """A school, a department, a township, a group: whoever reports figures, is judged, or has people."""

    county = models.ForeignKey(County, models.PROTECT, related_name="units", verbose_name="县")
    kind = models.CharField("类别", max_length=20, choices=UnitKind.choices)
    code = models.CharField("代码", max_length=40)
    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=60, blank=True)
    distinct_name = models.CharField("区别名", max_length=250, blank=True, help_text="同名的带上所在乡镇。")
    school_type = models.CharField("学校类型", max_length=30, blank=True)
    function = models.CharField("职能", max_length=40, blank=True, help_text="部门按职能认领数据，如 finance。")
    township = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="schools", verbose_name="所在乡镇"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="below", verbose_name="上级单位",
        help_text="空：直属县。学校看所在乡镇。",
    )  # fmt: skip
    filled_in_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="fills_in_for", verbose_name="代填学校",
        help_text="教学点由中心校填报。",
    )  # fmt: skip
    opened = models.DateField("设立", null=True, blank=True)
    closed = models.DateField("撤并", null=True, blank=True)
    sought = models.CharField("检索", max_length=800, blank=True, help_text="名称、简称、代码和拼音，小写。")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(name="organisations_unit_code", fields=["county", "kind", "code"]),
            models.UniqueConstraint(
                name="organisations_unit_one_county", fields=["county"], condition=Q(kind=UnitKind.COUNTY, closed=None)
            ),
            models.CheckConstraint(name="organisations_unit_has_code_and_name", condition=~Q(code="") & ~Q(name="")),
            models.CheckConstraint(
                name="organisations_unit_closed_after_opened",
                condition=Q(opened=None) | Q(closed=None) | Q(closed__gt=F("opened")),
            ),
            models.CheckConstraint(
                name="organisations_unit_only_schools_have_a_type", condition=Q(kind="school") | Q(school_type="")
            ),
            models.CheckConstraint(
                name="organisations_unit_only_schools_lie_in_townships",
                condition=Q(kind="school") | Q(township=None, filled_in_by=None),
            ),
            models.CheckConstraint(
                name="organisations_unit_parent_by_kind",
                condition=(~Q(kind__in=NOWHERE_BUT_COUNTY) | Q(parent=None))
                & (~Q(kind__in=ALWAYS_BELOW) | Q(parent__isnull=False)),
            ),
            models.CheckConstraint(
                name="organisations_unit_not_under_itself",
                condition=(Q(parent=None) | ~Q(parent=F("id"))) & (Q(filled_in_by=None) | ~Q(filled_in_by=F("id"))),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The short name, or the name where there is none."""
        return self.short_name or self.name

    @property
    def real_code(self) -> str:
        """The code people know it by; '' while it only has the one made from its name."""
        return "" if self.code.startswith(PROVISIONAL) else self.code


class UnitEvent(models.Model):
    """What became of a unit on a day. Never changed: the unit of any day is what is now, and these taken back."""

    class Kind(models.TextChoices):
        OPENED = "opened", "设立"
        RENAMED = "renamed", "更名"
        MOVED = "moved", "划转"
        MERGED = "merged", "并入"
        SPLIT = "split", "拆分"
        CLOSED = "closed", "撤销"

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="events", verbose_name="单位")
    kind = models.CharField("变动", max_length=10, choices=Kind.choices)
    on = models.DateField("从哪天起")
    reason = models.CharField("依据", max_length=300)
    successor = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="origins", verbose_name="并入或分出的单位"
    )
    before = models.JSONField("原先", default=dict)
    after = models.JSONField("此后", default=dict)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谁")
    at = models.DateTimeField("何时")

    objects = OfCounty.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位变动"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="organisations_unitevent_successor",
                condition=Q(kind__in=["merged", "split"], successor__isnull=False)
                | (~Q(kind__in=["merged", "split"]) & Q(successor=None)),
            ),
            models.CheckConstraint(name="organisations_unitevent_another", condition=~Q(successor=F("unit"))),
            models.CheckConstraint(name="organisations_unitevent_reason", condition=~Q(reason="")),
        ]


class Post(models.Model):
    """A post in a unit. What is asked of somebody is asked of the post, because people rotate."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    title = models.CharField("岗位", max_length=60)
    role = models.CharField("身份", max_length=40, choices=Role.choices)

    objects = OfCounty.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ["unit", "pk"]
        constraints = [
            models.UniqueConstraint(name="organisations_post_title", fields=["unit", "title"]),
            models.CheckConstraint(name="organisations_post_has_title", condition=~Q(title="")),
            models.CheckConstraint(name="organisations_post_role", condition=Q(role__in=OF_A_POST)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def duty_words(self) -> str:
        """填报、审核; — where it has none. Prefetch `duties`."""
        held = {one.duty for one in self.duties.all()}
        return "、".join(duty.label for duty in Duty if duty.value in held) or "—"


class PostDuty(models.Model):
    """One duty of a post."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    post = models.ForeignKey(Post, models.PROTECT, related_name="duties", verbose_name="岗位")
    duty = models.CharField("职责", max_length=20, choices=Duty.choices)

    objects = OfCounty.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位职责"
        ordering = ["post", "pk"]
        constraints = [
            models.UniqueConstraint(name="organisations_postduty_once", fields=["post", "duty"]),
            models.CheckConstraint(name="organisations_postduty_known", condition=Q(duty__in=Duty.values)),
        ]


class HoldingQuerySet(OfCounty):
    def open_on(self, day: date) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def current(self) -> Self:
        """Not ended. One that begins later than today counts, so that nothing is given out twice."""
        return self.filter(until=None)


class Holding(models.Model):
    """Who held a post from when until when. `until` is the first day on which it is no longer theirs."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings", verbose_name="人员")
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", verbose_name="岗位")
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天", null=True, blank=True)
    deputy = models.BooleanField("副职", default=False)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["deputy", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="organisations_holding_once", fields=["post", "person"], condition=Q(until=None)
            ),
            models.CheckConstraint(
                name="organisations_holding_ends_later", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]


class DirectoryDraft(models.Model):
    """A workbook of units and people between reading and bringing in. What it says of people is kept no longer."""

    class State(models.TextChoices):
        OPEN = "open", "待带入"
        DONE = "done", "已带入"
        DROPPED = "dropped", "不带入"

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    name = models.CharField("文件名", max_length=200)
    digest = models.CharField("摘要", max_length=64)
    rows = models.JSONField("内容", default=dict, help_text="带入或放弃以后清空。")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    counts = models.JSONField("带入了什么", default=dict)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谁")
    at = models.DateTimeField("上传")
    ended_at = models.DateTimeField("带入或放弃", null=True, blank=True)

    objects = OfCounty.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位人员表"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="organisations_directorydraft_ended",
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
            ),
        ]


class EntryLink(models.Model):
    """A link that lets one person in once. Only its digest is kept, so that the table opens no door."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    person = models.ForeignKey(Person, models.PROTECT, related_name="entry_links", verbose_name="人员")
    digest = models.CharField("摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("生成")
    expires_at = models.DateTimeField("失效")
    used_at = models.DateTimeField("已用", null=True, blank=True)

    objects = OfCounty.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登录链接"

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and at < self.expires_at


class PolicyReport(models.Model):
    """A page did something that the content security policy forbids: a fault of ours, reported by the browser."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    at = models.DateTimeField("时间")
    page = models.CharField("页面", max_length=200)
    directive = models.CharField("规则", max_length=80)
    blocked = models.CharField("被拦下的", max_length=200)

    objects = OfCounty.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "页面违规报告"
