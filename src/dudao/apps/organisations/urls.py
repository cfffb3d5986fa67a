from django.urls import path

from dudao.apps.organisations import browser, entry
from dudao.apps.organisations.views import bringing, listing, person, unit

app_name = "organisations"
urlpatterns = [
    path("enter", entry.door, name="door"),
    path("enter/<str:token>", entry.enter, name="enter"),
    path("csp", browser.policy_report, name="policy-report"),
    path("units/", listing.units, name="units"),
    path("units/tree", listing.tree, name="tree"),
    path("units/vacant", listing.vacant, name="vacant"),
    path("units/people", listing.people, name="people"),
    path("units/workbook.xlsx", listing.workbook, name="workbook"),
    path("units/bring", bringing.bring, name="bring"),
    path("units/bring/upload", bringing.upload, name="upload"),
    path("units/bring/<int:pk>", bringing.dry_run, name="dry-run"),
    path("units/bring/<int:pk>/apply", bringing.apply, name="apply"),
    path("units/bring/<int:pk>/drop", bringing.drop, name="drop"),
    path("units/new", unit.new, name="new"),
    path("units/set-up", unit.set_up, name="set-up"),
    path("units/<int:pk>", unit.unit, name="unit"),
    path("units/<int:pk>/change", unit.change, name="change"),
    path("people/<int:pk>", person.person, name="person"),
    path("people/<int:pk>/change", person.change, name="change-person"),
    path("holdings/<int:pk>", person.hand_over, name="hand-over"),
    path("holdings/<int:pk>/done", person.hand_over_done, name="hand-over-done"),
]
