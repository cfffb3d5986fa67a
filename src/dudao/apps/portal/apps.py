from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dudao.apps.portal"
    verbose_name = "总览"
