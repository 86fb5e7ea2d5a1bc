"""Every address of an instance."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("foretaste.api.webhooks.urls")),
    path("", include("foretaste.api.urls")),
    path("", include("foretaste.web.urls")),
]

handler400 = "foretaste.web.errors.bad_request"
handler403 = "foretaste.web.errors.not_allowed"
handler404 = "foretaste.web.errors.not_found"
handler500 = "foretaste.web.errors.broken"
