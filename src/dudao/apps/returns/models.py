"""What was handed in. A statement is never overwritten: the newer one says since which change it holds.

Every change of the figures of a campaign has a number; "the figures as of change 17" are those stated by then and not
yet replaced. A run keeps that number, and so can be explained for ever without a copy of its figures.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.models import County, Person, Unit


class CountyQuerySet(models.QuerySet[Any]):
    """Rows of one's own county."""

    def visible_to(self, person: Any) -> "CountyQuerySet":
        return self.filter(county=person.county_id)


class Upload(models.Model):
    """A workbook as somebody brought it: its bytes, untouched. The same bytes are kept once."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    name = models.CharField("文件名", max_length=200)
    digest = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("字节")
    content = models.BinaryField("内容")
    book = models.BinaryField("读出的表", help_text="受限子进程读出的内容，压缩的 JSON。")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谁")
    at = models.DateTimeField("何时")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作簿"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(name="returns_upload_once", fields=["county", "digest", "name"])]

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """One workbook or many on their way in: the answers given so far. `version` lets two people notice each other."""

    class State(models.TextChoices):
        OPEN = "open", "认列中"
        DONE = "done", "已带入"
        DROPPED = "dropped", "不带入"

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="drafts", verbose_name="迎检")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="drafts", verbose_name="工作簿")
    files = models.PositiveIntegerField("几份文件", default=1, help_text="多于一份时，每一份见“一批文件”。")
    left = models.JSONField("没有读的文件", default=list, help_text="[文件名, 为什么]。")
    answers = models.JSONField("已定的事", default=dict)
    mapping = models.TextField("对应", blank=True, help_text="YAML；由上次的对应或文件给出。")
    version = models.PositiveIntegerField("版本", default=1)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谁")
    at = models.DateTimeField("何时")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待带入的工作簿"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.upload.name} 等 {self.files} 份" if self.many else self.upload.name

    @property
    def many(self) -> bool:
        return self.files > 1


class DraftFile(models.Model):
    """One of the files that are brought in together, in the order they were chosen."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="enclosed", verbose_name="一批")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name="工作簿")
    position = models.PositiveIntegerField("第几份")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "一批文件"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="returns_draft_file_once", fields=["draft", "upload"])]

    def __str__(self) -> str:
        return str(self.upload)


class Change(models.Model):
    """One change of a campaign's figures or judgements: a workbook brought in, one removed, one judged."""

    class Kind(models.TextChoices):
        IMPORT = "import", "带入工作簿"
        REMOVAL = "removal", "撤回数据"
        JUDGEMENT = "judgement", "判断"

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="changes", verbose_name="迎检")
    number = models.PositiveIntegerField("序号")
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    draft = models.OneToOneField(
        Draft, models.PROTECT, null=True, blank=True, related_name="change", verbose_name="来自"
    )
    mapping = models.TextField("对应", blank=True)
    counts = models.JSONField("数目", default=dict)
    remarks = models.JSONField("说明", default=list)
    reason = models.TextField("理由", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谁")
    at = models.DateTimeField("何时")
    mark = models.UUIDField("标记", default=uuid.uuid4, help_text="世上只有一个：凭它认出算过的结果还用不用得上。")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "变更"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="returns_change_number", fields=["campaign", "number"]),
            models.CheckConstraint(
                name="returns_change_import_has_a_draft",
                condition=(Q(kind="import") & Q(draft__isnull=False)) | (~Q(kind="import") & Q(draft=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 次变更"


class SheetRow(models.Model):
    """A row of a workbook as it stood in that upload: (column letters, head, text) of its cells.

    Where schools stand in columns, or on a sheet of their own, it is a column or the whole sheet, and the letters are
    the place that an item's value has there.
    """

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    change = models.ForeignKey(Change, models.PROTECT, related_name="rows", verbose_name="变更")
    file = models.CharField("文件", max_length=220, blank=True, help_text="空：这次变更的（第一份）工作簿。")
    sheet = models.CharField("表", max_length=120)
    number = models.PositiveIntegerField("行")
    cells = models.JSONField("格")

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "原表的行"
        constraints = [models.UniqueConstraint(name="returns_row_once", fields=["change", "file", "sheet", "number"])]


class SinceQuerySet(CountyQuerySet):
    def as_of(self, number: int) -> "SinceQuerySet":
        """What held after change `number`."""
        return self.filter(Q(replaced=None) | Q(replaced__gt=number), since__lte=number)

    def current(self) -> "SinceQuerySet":
        return self.filter(replaced=None)


class Stated(models.Model):
    """One statement for one figure, known or unknown, from one cell."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="statements", verbose_name="迎检")
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name="单位",
        help_text="空：县。",
    )
    figure = models.CharField("数据项", max_length=60)
    stage = models.CharField("学段", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("年份", default=0)
    value = models.TextField("值", blank=True, help_text="不失真的文字；未知时为空。")
    reason = models.CharField("为何未知", max_length=20, blank=True)
    text = models.TextField("原文", blank=True)
    decimals = models.PositiveSmallIntegerField("小数位", default=0)
    file = models.CharField("文件", max_length=220, blank=True, help_text="空：这次变更的（第一份）工作簿。")
    sheet = models.CharField("表", max_length=120, blank=True)
    cell = models.CharField("格", max_length=20, blank=True)
    head = models.CharField("表头", max_length=300, blank=True)
    remark = models.TextField("说明", blank=True)
    row = models.ForeignKey(SheetRow, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原行")
    change = models.ForeignKey(Change, models.PROTECT, related_name="statements", verbose_name="变更")
    since = models.PositiveIntegerField("自第几次变更")
    replaced = models.PositiveIntegerField("到第几次变更", null=True, blank=True)

    objects = SinceQuerySet.as_manager()

    @property
    def file_name(self) -> str:
        """The workbook it stands in; '' where nobody brought one."""
        return self.file or (self.change.draft.upload.name if self.change.draft else "")

    class Meta:
        verbose_name = verbose_name_plural = "数据"
        indexes = [
            models.Index(name="returns_stated_unit", fields=["campaign", "unit", "figure"]),
            models.Index(name="returns_stated_figure", fields=["campaign", "figure", "since"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="returns_stated_one_current",
                fields=["campaign", "unit", "figure", "stage", "year"],
                condition=Q(replaced=None) & Q(unit__isnull=False),
            ),
            models.UniqueConstraint(
                name="returns_stated_one_current_of_county",
                fields=["campaign", "figure", "stage", "year"],
                condition=Q(replaced=None, unit=None),
            ),
            models.CheckConstraint(
                name="returns_stated_known_or_why", condition=(Q(reason="") | Q(value="")) & ~Q(reason="", value="")
            ),
            models.CheckConstraint(
                name="returns_stated_replaced_later", condition=Q(replaced=None) | Q(replaced__gt=F("since"))
            ),
        ]


class Judged(models.Model):
    """What a person said of an item, of the county or of one school, with reason and date."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="judgements", verbose_name="迎检")
    item = models.CharField("指标", max_length=40)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="judgements",
        verbose_name="学校",
        help_text="空：县。",
    )
    level = models.CharField("档次", max_length=20, blank=True, help_text="空：还没有判断。")
    reason = models.TextField("理由", blank=True)
    on = models.CharField("判断日期", max_length=20, blank=True)
    person = models.CharField("谁判断", max_length=60, blank=True)
    source = models.CharField("出自", max_length=300, blank=True)
    change = models.ForeignKey(Change, models.PROTECT, related_name="judgements", verbose_name="变更")
    since = models.PositiveIntegerField("自第几次变更")
    replaced = models.PositiveIntegerField("到第几次变更", null=True, blank=True)

    objects = SinceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "判断"
        constraints = [
            models.UniqueConstraint(
                name="returns_judged_one_current",
                fields=["campaign", "item", "unit"],
                condition=Q(replaced=None) & Q(unit__isnull=False),
            ),
            models.UniqueConstraint(
                name="returns_judged_one_current_of_county",
                fields=["campaign", "item"],
                condition=Q(replaced=None, unit=None),
            ),
            models.CheckConstraint(
                name="returns_judged_replaced_later", condition=Q(replaced=None) | Q(replaced__gt=F("since"))
            ),
        ]


class ExplainedQuerySet(CountyQuerySet):
    def in_force(self) -> "ExplainedQuerySet":
        return self.filter(replaced_at=None)


class Explained(models.Model):
    """What a person said of a warning; it holds while the figures it was said of are those of `values`."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="explained", verbose_name="迎检")
    check_id = models.CharField("核对", max_length=20)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="学校", help_text="空：县。"
    )
    stage = models.CharField("学段", max_length=20, blank=True)
    values = models.TextField("说的是哪些数")
    figures = models.JSONField("数据项", default=list, help_text="[数据项, 学段, 年份, 值]，不失真的文字。")
    says = models.TextField("说明")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谁")
    at = models.DateTimeField("何时")
    replaced_at = models.DateTimeField("何时改了说明", null=True, blank=True)

    objects = ExplainedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "对提醒的说明"
        ordering = ["pk"]
        indexes = [models.Index(name="returns_explained_unit", fields=["campaign", "unit"])]
        constraints = [
            models.CheckConstraint(name="returns_explained_said", condition=~Q(says="")),
            models.CheckConstraint(
                name="returns_explained_later", condition=Q(replaced_at=None) | Q(replaced_at__gte=F("at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_id}：{self.says}"
