"""A run of an assessment: immutable. What it says of the county, and of every school, each number exact.

The figures are not copied: a run keeps the number of the change it saw and the choices in force, and the figures as of
that change never alter.
"""

from typing import Any

from django.db import models

from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.models import County, Person, Unit


class RunQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: Any) -> "RunQuerySet":
        return self.filter(county=person.county_id)


class Run(models.Model):
    """All standards of a campaign over the figures as of one change."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="runs", verbose_name="迎检")
    number = models.PositiveIntegerField("第几次")
    as_of = models.PositiveIntegerField("数据到第几次变更")
    digest = models.CharField("数据摘要", max_length=64)
    choices = models.JSONField("县里的选择", default=dict)
    standards = models.JSONField("标准", default=list)
    software = models.CharField("软件版本", max_length=40)
    checks_not_run = models.JSONField("没有运行的核对", default=list)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谁")
    at = models.DateTimeField("何时")

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自评"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="assessment_run_number", fields=["campaign", "number"])]

    def __str__(self) -> str:
        return f"第 {self.number} 次自评"


class StandardRun(models.Model):
    """What one standard says in a run: verdict or score, groups, triggers, variations (plain data of the report)."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    run = models.ForeignKey(Run, models.PROTECT, related_name="results", verbose_name="自评")
    standard = models.CharField("标准", max_length=40)
    verdict = models.CharField("结论", max_length=8, blank=True)
    low = models.CharField("已定分", max_length=80, blank=True)
    high = models.CharField("最高分", max_length=80, blank=True)
    grade = models.CharField("等次", max_length=20, blank=True, help_text="空：未定。")
    detail = models.JSONField("内容", help_text="报告里的一份标准，不含各条、各校。")

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "一个标准的结论"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="assessment_standard_once", fields=["run", "standard"])]


class ItemRun(models.Model):
    """One item for the whole county in a run."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    result = models.ForeignKey(StandardRun, models.PROTECT, related_name="items", verbose_name="标准")
    item = models.CharField("指标", max_length=40)
    position = models.PositiveSmallIntegerField("次序")
    verdict = models.CharField("结论", max_length=8)
    detail = models.JSONField("内容")

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "一条的结论"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="assessment_item_once", fields=["result", "item"])]


class SchoolRun(models.Model):
    """One item at one school (and stage) in a run; the school rule is one of them."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    result = models.ForeignKey(StandardRun, models.PROTECT, related_name="rows", verbose_name="标准")
    item = models.CharField("指标", max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="学校")
    stage = models.CharField("学段", max_length=20, blank=True)
    verdict = models.CharField("结论", max_length=8)
    below_floor = models.BooleanField("低于底线", null=True)
    order = models.FloatField("排序用的值", null=True, help_text="只用来排序；判定用 detail 里不失真的值。")
    detail = models.JSONField("内容")

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "一校一条的结论"
        ordering = ["pk"]
        indexes = [
            models.Index(name="assessment_by_item", fields=["result", "item", "order"]),
            models.Index(name="assessment_by_unit", fields=["result", "unit"]),
        ]
        constraints = [models.UniqueConstraint(name="assessment_row_once", fields=["result", "item", "unit", "stage"])]
