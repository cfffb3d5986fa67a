from django.urls import path

from dudao.apps.standards import views

app_name = "standards"
urlpatterns = [
    path("", views.all_standards, name="list"),
    path("compare", views.compare, name="compare"),
    path("<str:code>.yaml", views.file, name="file"),
    path("<str:code>", views.one, name="one"),
]
