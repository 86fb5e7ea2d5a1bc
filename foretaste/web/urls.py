"""The pages' addresses: one line per kind of page."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("foretaste.web.pages.urls")),
    path("account/", include("foretaste.web.accounts.urls")),
    path("", include("foretaste.web.postings.urls")),
    path("", include("foretaste.web.searches.urls")),
    path("", include("foretaste.web.career.urls")),
    path("", include("foretaste.web.listings.urls")),
    path("company/", include("foretaste.web.company.urls")),
    path("operator/", include("foretaste.web.operator.urls")),
    path("", include("foretaste.web.demo.urls")),
    path("", include("foretaste.web.sandbox.urls")),
    path("", include("foretaste.web.asking.urls")),
    path("", include("foretaste.web.me.urls")),
    path("", include("foretaste.web.advice.urls")),
    path("", include("foretaste.web.trials.urls")),
    path("", include("foretaste.web.pay.urls")),
    path("", include("foretaste.web.evaluations.urls")),
    path("", include("foretaste.web.records.urls")),
]
