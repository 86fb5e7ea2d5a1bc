"""Addresses of webhooks, one per provider."""

from django.urls import path

from foretaste.api.webhooks import indeed, riipen, views

app_name = "webhooks"
urlpatterns = [
    path("at/<slug:slug>/indeed-apply", indeed.receive, name="indeed_apply"),
    path("webhooks/riipen/<str:source_id>/", riipen.receive, name="riipen"),
    path("webhooks/<str:name>/", views.receive, name="receive"),
    path("webhooks/<str:name>/<str:endpoint>/", views.receive, name="receive_at"),
]
