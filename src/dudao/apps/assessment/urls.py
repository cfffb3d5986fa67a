from django.urls import path

from dudao.apps.assessment.views import compare, items, relaxations, runs, schools, standards, why

app_name = "assessment"
urlpatterns = [
    path("runs", runs.all_runs, name="list"),
    path("runs/compare", compare.two, name="compare"),
    path("runs/compare/make", compare.make, name="compare-make"),
    path("runs/make", runs.make, name="make"),
    path("runs/<int:pk>", runs.one, name="run"),
    path("runs/<int:pk>/decides", runs.decides, name="decides"),
    path("runs/<int:pk>/missing", runs.missing, name="missing"),
    path("runs/<int:pk>/schools", schools.all_schools, name="schools"),
    path("runs/<int:pk>/schools/<str:code>", schools.one, name="school"),
    path("runs/<int:pk>/<str:standard>", standards.one, name="standard"),
    path("runs/<int:pk>/<str:standard>/aspects/<str:code>", standards.aspect, name="aspect"),
    path("runs/<int:pk>/<str:standard>/items/<str:code>", items.one, name="item"),
    path("why/<int:pk>/figures/<str:figure>/<str:unit>/<str:stage>/<int:year>", why.figure, name="figure"),
    path("why/<int:pk>/<str:standard>/<str:code>", why.explain, name="why"),
    path("why/<int:pk>/<str:standard>/<str:code>/<str:unit>", why.explain, name="why"),
    path("why/<int:pk>/<str:standard>/<str:code>/<str:unit>/<str:stage>", why.explain, name="why"),
    path("settings/relaxations", relaxations.relaxations, name="relaxations"),
    path("settings/relaxations/grant", relaxations.grant, name="grant-relaxation"),
    path("settings/relaxations/end", relaxations.end, name="end-relaxation"),
    path("figures/remove", why.remove, name="remove"),
]
