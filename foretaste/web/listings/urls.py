"""Addresses of what comes from elsewhere."""

from django.urls import path

from foretaste.web.listings import views

app_name = "listings"
urlpatterns = [
    path("listings/", views.listings, name="list"),
    path("listings/<str:listing_id>/", views.listing, name="listing"),
    path("listings/<str:listing_id>/reports", views.report, name="report"),
    path("listings/<str:listing_id>/draft", views.draft, name="draft"),
]
