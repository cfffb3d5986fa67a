"""A run of an assessment: immutable. What it says of the county, and of every school, each number exact.

The figures are not copied: a run keeps the number of the change it saw and the choices in force, and the figures as of
that change never alter.
"""

import hashlib
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
    roll = models.JSONField("名册", default=list, help_text="当时有哪些学校，按代码。")
    software = models.CharField("软件版本", max_length=40)
    checks_not_run = models.JSONField("没有运行的核对", default=list)
    warnings = models.JSONField("提醒", default=list, help_text="核对提醒的数，当时的样子；说明另存，随数走。")
    deciding = models.JSONField("什么决定结果", default=list, help_text="按影响从大到小；总览照着列。")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谁")
    at = models.DateTimeField("何时")

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自评"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="assessment_run_number", fields=["campaign", "number"])]

    def __str__(self) -> str:
        return f"第 {self.number} 次自评"


class StandardText(models.Model):
    """The text of a standard as it was on some day; kept once for each distinct text, so that old runs stay explainable."""

    key = models.CharField("县和摘要", max_length=90, primary_key=True)
    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    code = models.CharField("标准", max_length=40)
    text = models.TextField("文本")

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "标准文本"
        ordering = ["key"]

    @staticmethod
    def digest_of(text: bytes) -> str:
        return hashlib.sha256(text).hexdigest()


class StandardRun(models.Model):
    """What one standard says in a run: verdict or score, groups, triggers, variations (plain data of the report)."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    run = models.ForeignKey(Run, models.PROTECT, related_name="results", verbose_name="自评")
    standard = models.CharField("标准", max_length=40)
    text = models.ForeignKey(
        StandardText,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="当时的文本",
        help_text="空：那时还没有留下。",
    )
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
    needs = models.JSONField("缺什么", default=list, help_text="可能很长，只有这一条自己的页读它。")
    needed = models.PositiveIntegerField("缺几个", default=0)

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
    # For drawing and sorting only; what is judged and shown is the exact value in `detail`.
    value = models.FloatField("画图用的值", null=True)
    order = models.FloatField("排序用的值", null=True, help_text="占线的比，差的在前。")
    share = models.FloatField("占方差", null=True, help_text="排序用。")
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


class Missing(models.Model):
    """One figure, judgement or parameter that a run did not have, and what hangs on it."""

    class Kind(models.TextChoices):
        FIGURE = "figure", "数据"
        JUDGEMENT = "judgement", "判断"
        PARAMETER = "parameter", "参数"

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    run = models.ForeignKey(Run, models.PROTECT, related_name="missing", verbose_name="自评")
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    reporter = models.CharField("谁填", max_length=60, blank=True)
    what = models.CharField("数据项、指标或参数", max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="学校")
    stage = models.CharField("学段", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("年份", default=0)
    says = models.CharField("名称", max_length=200)
    why = models.CharField("为何未知", max_length=200, blank=True)
    cell = models.CharField("格", max_length=300, blank=True)
    items = models.JSONField("哪几条要它", default=list, help_text="[标准, 指标] 的列表。")
    deciding = models.BooleanField("决定结论", help_text="有一条的结论或得分因它未定。")

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "缺的数"
        ordering = ["-deciding", "reporter", "pk"]
        indexes = [models.Index(name="assessment_missing_of_run", fields=["run", "deciding"])]


class Comparison(models.Model):
    """What became otherwise between two runs of a campaign; worked out once and kept, as neither run ever alters."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    older = models.ForeignKey(Run, models.PROTECT, related_name="+", verbose_name="先前的自评")
    newer = models.ForeignKey(Run, models.PROTECT, related_name="compared", verbose_name="后来的自评")
    counts = models.JSONField("各类几处", default=dict, help_text="变好、变差、新的未定、其他、改动。")
    notes = models.JSONField("说明", default=list)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "两次自评的比较"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="assessment_compared_once", fields=["older", "newer"])]

    def __str__(self) -> str:
        return f"第 {self.older.number} 次与第 {self.newer.number} 次自评的比较"


class MovedPlace(models.Model):
    """A verdict, or points, that became another between two runs, and the changes that moved it."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="moved", verbose_name="比较")
    position = models.PositiveIntegerField("次序")
    kind = models.CharField("怎样变", max_length=8)
    detail = models.JSONField("内容")

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "变了的结论"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="assessment_moved_once", fields=["comparison", "position"])]
        indexes = [models.Index(name="assessment_moved_kind", fields=["comparison", "kind", "position"])]


class ChangedInput(models.Model):
    """A figure, a judgement or a choice that was another one in the later of two runs."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="changes", verbose_name="比较")
    position = models.PositiveIntegerField("次序")
    detail = models.JSONField("内容")

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "改了的数"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="assessment_changed_once", fields=["comparison", "position"])]
