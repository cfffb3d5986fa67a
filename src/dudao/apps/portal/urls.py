from django.urls import path

from dudao.apps.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.overview, name="overview"),
]
