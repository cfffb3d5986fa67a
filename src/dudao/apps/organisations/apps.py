from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "dudao.apps.organisations"
    verbose_name = "单位和人员"
