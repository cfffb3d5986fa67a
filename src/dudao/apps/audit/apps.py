from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "dudao.apps.audit"
    verbose_name = "操作记录"
