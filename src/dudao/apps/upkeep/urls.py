from django.urls import path

from dudao.apps.upkeep import views

app_name = "upkeep"
urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
]
