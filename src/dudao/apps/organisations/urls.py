from django.urls import path

from dudao.apps.organisations import browser, entry

app_name = "organisations"
urlpatterns = [
    path("enter", entry.door, name="door"),
    path("enter/<str:token>", entry.enter, name="enter"),
    path("csp", browser.policy_report, name="policy-report"),
]
