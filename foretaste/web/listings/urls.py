"""Addresses of what comes from elsewhere."""

from django.urls import path
from django.views.generic import RedirectView

from foretaste.web.listings import views

app_name = "listings"
urlpatterns = [
    path(
        "listings/",
        RedirectView.as_view(
            url="/opportunities/?source=elsewhere", permanent=True, http_method_names=["get", "head", "options"]
        ),
        name="list",
    ),
    path("listings/<str:listing_id>/", views.listing, name="listing"),
    path("listings/<str:listing_id>/reports", views.report, name="report"),
    path("listings/<str:listing_id>/draft", views.draft, name="draft"),
]
