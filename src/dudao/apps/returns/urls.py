from django.urls import path

from dudao.apps.returns.views import batch, changes, figures, grid, judging, listing, mapping, warnings

app_name = "returns"
urlpatterns = [
    path("data/", listing.imports, name="list"),
    path("data/upload", listing.upload, name="upload"),
    path("data/reading/<str:token>", batch.progress, name="reading"),
    path("data/reading/<str:token>/keep", batch.keep, name="keep"),
    path("data/reading/<str:token>/call-off", batch.call_off, name="call-off"),
    path("data/template.xlsx", listing.template, name="template"),
    path("data/asked", listing.asked_for, name="asked"),
    path("data/drafts/<int:pk>", mapping.draft, name="draft"),
    path("data/drafts/<int:pk>/files", batch.files, name="files"),
    path("data/drafts/<int:pk>/cell", mapping.cell, name="cell"),
    path("data/drafts/<int:pk>/answer", mapping.answer, name="answer"),
    path("data/drafts/<int:pk>/line", mapping.line, name="line"),
    path("data/drafts/<int:pk>/effects", mapping.effects, name="effects"),
    path("data/drafts/<int:pk>/wrong.xlsx", mapping.wrong_cells, name="wrong"),
    path("data/drafts/<int:pk>/mapping.yaml", mapping.mapping_file, name="mapping-file"),
    path("data/drafts/<int:pk>/drop", mapping.drop, name="drop"),
    path("data/drafts/<int:pk>/bring-in", mapping.bring_in, name="bring-in"),
    path("data/changes/<int:number>", changes.change, name="change"),
    path("data/changes/<int:number>/mapping.yaml", changes.mapping_file, name="change-mapping"),
    path("data/figures", figures.figures, name="figures"),
    path("data/figures/one", figures.one, name="figure"),
    path("data/warnings", warnings.all_warnings, name="warnings"),
    path("data/warnings/explain", warnings.explain, name="explain"),
    path("data/figures/remove", figures.remove, name="remove"),
    path("judgements/", judging.judgements, name="judgements"),
    path("judgements/grid/<str:standard>", grid.grid, name="grid"),
    path("judgements/grid/<str:standard>/save", grid.save, name="judge-grid"),
    path("judgements/<str:standard>/<str:code>", judging.judgement, name="judgement"),
    path("judgements/<str:standard>/<str:code>/save", judging.save, name="judge"),
]
