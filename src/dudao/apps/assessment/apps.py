from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "dudao.apps.assessment"
    verbose_name = "自评"
