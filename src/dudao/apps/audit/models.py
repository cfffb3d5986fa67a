"""The log of what was done and what was refused: one chain of records per county. Records are added; none is ever changed.

Facts may hold personal data and may be erased by law; they stand beside the chain, which holds only their salted digest.
"""

from typing import Any

from django.db import models

from dudao.apps.audit.actors import Actor
from dudao.apps.audit.chain import Entry


class RecordIsFinal(TypeError):
    """A record was to be changed or removed: a fault in the program, not something a person can ask for."""


class LogQuerySet(models.QuerySet["Log"]):
    def visible_to(self, person: Actor) -> "LogQuerySet":
        return self.filter(county=person.county_id)


class Log(models.Model):
    """A chain and its head. A restored backup opens the next epoch."""

    # A number, not a foreign key: this room knows nothing of counties. Empty for acts of no county (a bad link).
    county = models.BigIntegerField("县", null=True, db_index=True)
    name = models.CharField("名称", max_length=80, unique=True, help_text="安装/县/第几段，如 demo/530129/1。")
    epoch = models.PositiveIntegerField("第几段")
    length = models.PositiveBigIntegerField("条数", default=0)
    head = models.CharField("最后一条的摘要", max_length=64)
    at = models.DateTimeField("最后一条的时间")

    objects = LogQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "日志"
        ordering = ["county", "epoch"]

    def __str__(self) -> str:
        return self.name


class RecordQuerySet(models.QuerySet["Record"]):
    def visible_to(self, person: Actor) -> "RecordQuerySet":
        return self.filter(county=person.county_id)

    def about(self, subject: models.Model) -> "RecordQuerySet":
        return self.filter(subject=f"{subject._meta.label_lower}:{subject.pk}")

    def update(self, **values: Any) -> int:
        raise RecordIsFinal("Records are never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise RecordIsFinal("Records are never removed.")


class Final(models.Model):
    """A row that is written once."""

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *arguments: Any, **named: Any) -> None:
        if self.pk is not None:
            raise RecordIsFinal("Records are never changed.")
        super().save(*arguments, **named)

    def delete(self, *arguments: Any, **named: Any) -> tuple[int, dict[str, int]]:
        raise RecordIsFinal("Records are never removed.")


class Record(Final):
    """One act, or one refusal: the columns of a chain's entry. Nothing in it is personal."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="records", verbose_name="日志")
    county = models.BigIntegerField("县", null=True, db_index=True)
    seq = models.PositiveBigIntegerField("第几条")
    actor = models.CharField("操作人", max_length=40)
    role = models.CharField("身份", max_length=40)
    at = models.DateTimeField("时间")
    verb = models.CharField("操作", max_length=80, db_index=True)
    subject = models.CharField("对象", max_length=120, db_index=True)
    ok = models.BooleanField("已办")
    facts_digest = models.CharField("内容的摘要", max_length=64)
    prev = models.CharField("前一条的摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(name="audit_record_once", fields=["log", "seq"])]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.subject}"

    @property
    def facts(self) -> dict[str, Any]:
        """What was told and found out; empty once it was erased."""
        told = RecordFacts.objects.filter(record=self.pk).first()
        return {} if told is None else told.facts

    def entry(self, log: str) -> Entry:
        """What the chain holds of it."""
        return Entry(
            log=log,
            seq=self.seq,
            at=self.at,
            by=self.actor,
            role=self.role,
            action=self.verb,
            on=self.subject,
            ok=self.ok,
            facts=self.facts_digest,
            prev=self.prev,
        )


class FactsQuerySet(models.QuerySet["RecordFacts"]):
    def visible_to(self, person: Actor) -> "FactsQuerySet":
        return self.filter(record__county=person.county_id)


class RecordFacts(models.Model):
    """The facts of a record and the salt of their digest: never changed, erased when the law asks for it."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="told", verbose_name="记录")
    salt = models.BinaryField("盐", max_length=16)
    facts = models.JSONField("内容", default=dict)

    objects = FactsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "记录的内容"


class PlainRecord(Final):
    """What was done before there was a chain; kept as it was written."""

    county = models.BigIntegerField("县", null=True)
    actor = models.CharField("操作人", max_length=40)
    role = models.CharField("身份", max_length=40)
    at = models.DateTimeField("时间")
    verb = models.CharField("操作", max_length=80)
    subject = models.CharField("对象", max_length=120)
    ok = models.BooleanField("已办")
    facts = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "早先的操作记录"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.subject}"
