"""All addresses. Each room names its own in its `urls.py`."""

from django.urls import include, path

urlpatterns = [
    path("", include("dudao.apps.organisations.urls")),
    path("", include("dudao.apps.upkeep.urls")),
    path("", include("dudao.apps.campaigns.urls")),
    path("", include("dudao.apps.returns.urls")),
    path("", include("dudao.apps.portal.urls")),
    path("", include("dudao.apps.assessment.urls")),
    path("standards/", include("dudao.apps.standards.urls")),
]

handler400 = "dudao.apps.organisations.answers.bad_request"
handler403 = "dudao.apps.organisations.answers.forbidden"
handler404 = "dudao.apps.organisations.answers.not_found"
handler500 = "dudao.apps.organisations.answers.fault"
