"""A campaign and the county's choices in it. A choice is never overwritten: the old one stays beside the new."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from dudao.apps.organisations.models import County, OfCounty, Person


class CampaignQuerySet(OfCounty):
    def newest(self) -> "Campaign | None":
        return self.order_by("-year", "-pk").first()


class Campaign(models.Model):
    """One evaluation of one county in one year."""

    county = models.ForeignKey(County, models.PROTECT, related_name="campaigns", verbose_name="县")
    name = models.CharField("名称", max_length=120)
    year = models.PositiveSmallIntegerField("评估年度")
    visit_date = models.DateField("评估第 1 天", null=True, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)
    standards = models.JSONField("标准", default=list, help_text="标准代码，如 YZJH-2017。")
    created_at = models.DateTimeField("建立")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "迎检"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(name="campaigns_campaign_name", fields=["county", "name"]),
            models.CheckConstraint(name="campaigns_campaign_year", condition=Q(year__gte=2000, year__lte=2100)),
        ]

    def __str__(self) -> str:
        return self.name

    def days_to_visit(self, today: date) -> int | None:
        """Calendar days until the first day of the visit; None without a date or once it has begun."""
        if self.visit_date is None or self.visit_date < today:
            return None
        return (self.visit_date - today).days


class ChoiceQuerySet(OfCounty):
    def in_force(self) -> Self:
        return self.filter(replaced_at=None)


class Choice(models.Model):
    """One thing the county decided: a parameter, a strictness, which unit has a function, a bonus or a deduction."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="choices", verbose_name="迎检")
    standard = models.CharField("标准", max_length=40, blank=True, help_text="空：对所有标准。")
    key = models.CharField("选择", max_length=120, help_text="如 parameter:cv_primary、strict:YZJH-4.1、bonus:1。")
    value = models.JSONField("值", help_text="小数写作文字，免得失真。")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谁")
    at = models.DateTimeField("何时")
    reason = models.TextField("理由", blank=True)
    replaced_at = models.DateTimeField("何时不再有效", null=True, blank=True)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "县里的选择"
        ordering = ["standard", "key", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="campaigns_choice_one_in_force",
                fields=["campaign", "standard", "key"],
                condition=Q(replaced_at=None),
            ),
            models.CheckConstraint(
                name="campaigns_choice_replaced_later", condition=Q(replaced_at=None) | Q(replaced_at__gte=F("at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"
