"""A county, its units and its people. Every other table of the site carries its county."""

from datetime import date, datetime
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q


class Role(models.TextChoices):
    """What a person acts as. One until people come: who sits at this computer."""

    OPERATOR = "operator", "本机操作员"


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


class Person(AbstractBaseUser):
    """Somebody who acts. Has no password: comes in by a one-time link that the computer's owner asks for."""

    login = models.CharField("登录名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    county = models.ForeignKey(County, models.PROTECT, related_name="people", verbose_name="县")
    role = models.CharField("身份", max_length=40, choices=Role.choices)

    objects = BaseUserManager.from_queryset(OfCounty)()

    USERNAME_FIELD = "login"

    class Meta:
        verbose_name = verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> str:
        """What the records call this person."""
        return f"user:{self.pk}"


class UnitKind(models.TextChoices):
    COUNTY = "county", "县"
    DEPARTMENT = "department", "部门"
    TOWNSHIP = "township", "乡镇"
    SCHOOL = "school", "学校"
    OFFICE = "office", "督导办"


class UnitQuerySet(OfCounty):
    def schools(self) -> Self:
        return self.filter(kind=UnitKind.SCHOOL)

    def townships(self) -> Self:
        return self.filter(kind=UnitKind.TOWNSHIP)

    def departments(self) -> Self:
        return self.filter(kind=UnitKind.DEPARTMENT)

    def open_on(self, day: date) -> Self:
        return self.filter(Q(opened=None) | Q(opened__lte=day), Q(closed=None) | Q(closed__gt=day))


class Unit(models.Model):
    """A school, a department, a township, the office: whoever reports figures or is judged."""

    county = models.ForeignKey(County, models.PROTECT, related_name="units", verbose_name="县")
    kind = models.CharField("类别", max_length=20, choices=UnitKind.choices)
    code = models.CharField("代码", max_length=40)
    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=60, blank=True)
    school_type = models.CharField("学校类型", max_length=30, blank=True)
    function = models.CharField("职能", max_length=40, blank=True, help_text="部门按职能认领数据，如 finance。")
    township = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="schools", verbose_name="所在乡镇"
    )
    opened = models.DateField("设立", null=True, blank=True)
    closed = models.DateField("撤并", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(name="organisations_unit_code", fields=["county", "kind", "code"]),
            models.CheckConstraint(name="organisations_unit_has_code_and_name", condition=~Q(code="") & ~Q(name="")),
            models.CheckConstraint(
                name="organisations_unit_closed_after_opened",
                condition=Q(opened=None) | Q(closed=None) | Q(closed__gt=F("opened")),
            ),
            models.CheckConstraint(
                name="organisations_unit_only_schools_have_a_type", condition=Q(kind="school") | Q(school_type="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The short name, or the name where there is none."""
        return self.short_name or self.name


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
