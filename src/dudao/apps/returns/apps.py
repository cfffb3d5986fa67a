from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "dudao.apps.returns"
    label = "returns"
    verbose_name = "数据"
    default_auto_field = "django.db.models.BigAutoField"
