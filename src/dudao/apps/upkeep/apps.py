from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "dudao.apps.upkeep"
    verbose_name = "运行维护"
