from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "dudao.apps.campaigns"
    verbose_name = "迎检"
