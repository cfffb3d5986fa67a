from django.urls import path

from dudao.apps.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/campaign", views.change, name="change"),
    path("settings/choose", views.choose, name="choose"),
    path("settings/register", views.register, name="register"),
    path("settings/strike", views.strike, name="strike"),
    path("settings/settings.yaml", views.settings_file, name="settings-file"),
]
