from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "dudao.apps.standards"
    verbose_name = "标准"
