"""The record of what was done and what was refused. Rows are added; none is ever changed or removed."""

from typing import Any

from django.db import models

from dudao.apps.audit.actors import Actor


class RecordIsFinal(TypeError):
    """A record was to be changed or removed: a fault in the program, not something a person can ask for."""


class RecordQuerySet(models.QuerySet["Record"]):
    def visible_to(self, person: Actor) -> "RecordQuerySet":
        return self.filter(county=person.county_id)

    def about(self, subject: models.Model) -> "RecordQuerySet":
        return self.filter(subject=f"{subject._meta.label_lower}:{subject.pk}")

    def update(self, **values: Any) -> int:
        raise RecordIsFinal("Records are never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise RecordIsFinal("Records are never removed.")


class Record(models.Model):
    """One act, or one refusal. `facts` may hold personal data; nothing else here does."""

    # A number, not a foreign key: this room knows nothing of counties. Empty for an act of no county (a bad link).
    county = models.BigIntegerField("县", null=True, db_index=True)
    actor = models.CharField("操作人", max_length=40)
    role = models.CharField("身份", max_length=40)
    at = models.DateTimeField("时间")
    verb = models.CharField("操作", max_length=80, db_index=True)
    subject = models.CharField("对象", max_length=120, db_index=True)
    ok = models.BooleanField("已办")
    facts = models.JSONField("内容", default=dict)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.subject}"

    def save(self, *arguments: Any, **named: Any) -> None:
        if self.pk is not None:
            raise RecordIsFinal("Records are never changed.")
        super().save(*arguments, **named)

    def delete(self, *arguments: Any, **named: Any) -> tuple[int, dict[str, int]]:
        raise RecordIsFinal("Records are never removed.")
